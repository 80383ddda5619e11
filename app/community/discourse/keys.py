"""The two kinds of key that a Discourse takes from a program, and how each is put on a request.

A token for Discourse is one of:

- `<key>`: an administrator's API key that was made for one account. It goes without a name, so that a key that can act
  as anybody is of no use here.
- `user:<client id>:<key>`: a user API key, which a moderator grants to this program in the browser (`signin`).
"""

import re

import requests

from app.community.http import TokenAuth
from app.errors import AuthFailed

USER_PREFIX = "user:"
_USER_TOKEN = re.compile(r"user:([A-Za-z0-9_-]{1,200}):([\x21-\x7e]+)")


def user_token(client_id: str, key: str) -> str:
    """A user API key as the one text that is kept as token."""
    return f"{USER_PREFIX}{client_id}:{key}"


class KeyAuth(TokenAuth):
    """Puts a key on each request.

    Attributes:
        by_user: whether it is a user API key.

    Raises:
        AuthFailed: the token has neither form.
    """

    def __init__(self, token: str) -> None:
        self.by_user = token.startswith(USER_PREFIX)
        parts = _USER_TOKEN.fullmatch(token)
        if self.by_user and parts is None:
            raise AuthFailed
        self._client_id, key = parts.groups() if parts else ("", token)
        super().__init__(key)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:  # noqa: D102
        if self.by_user:
            request.headers["User-Api-Key"] = self.secret
            request.headers["User-Api-Client-Id"] = self._client_id
        else:
            request.headers["Api-Key"] = self.secret
        return request
