"""What a person types to connect: an address, a name, a sign-in in the browser. HTTP is loaded when it is needed."""

import secrets
from typing import TYPE_CHECKING

from app.domain.community import Adapter
from app.domain.connecting import Recognised, manual_address, plain_name
from app.settings import Settings

if TYPE_CHECKING:
    from app.community.discourse.signin import SignInRequest

LONGEST_LOOK = 8.0
"""Seconds that each answer may take while it is found out what an address is."""


def address_of(adapter: Adapter, url: str) -> str:
    """The address of a community as it is kept; for one without an address, its name.

    Raises:
        BadAddress: it can't be used.
    """
    if adapter is Adapter.MANUAL:
        return manual_address(url)
    from app.community.http import check_address  # noqa: PLC0415 - rows on a screen don't wait for HTTP

    return check_address(url)


def recognised(settings: Settings, url: str) -> Recognised:
    """Which kind of community an address is; no token is sent.

    Raises:
        BadAddress: it is no address of a community.
    """
    from app.community.recognise import recognise  # noqa: PLC0415 - as above

    patience = min(settings.read_timeout, LONGEST_LOOK)
    return recognise(url, connect_timeout=settings.connect_timeout, read_timeout=patience)


def sign_in_to(url: str) -> "SignInRequest":
    """A sign-in to a Discourse with the browser.

    Raises:
        BadAddress: the address can't be used.
    """
    from app.community.discourse.signin import SignInRequest  # noqa: PLC0415 - as above

    return SignInRequest.begin(url)


def token_of(name: str) -> str:
    """The token of somebody at a community without an API: made here, and sent nowhere.

    Raises:
        BadAddress: the name can't be used.
    """
    return f"{plain_name(name)}:{secrets.token_urlsafe(24)}"
