"""How the demo community says no."""

from typing import TypeVar

from msgspec import Struct


class Refusal(Exception):
    """The community says no, with an HTTP status and a code of the contract."""

    def __init__(self, status: int, code: str, title: str, *, body: Struct | None = None) -> None:
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = title
        self.body = body


T = TypeVar("T")


def found(things: dict[str, T], item_id: str) -> T:
    """The thing with this id.

    Raises:
        Refusal: there is none.
    """
    thing = things.get(item_id)
    if thing is None:
        raise Refusal(404, "not_found", "this does not exist (any more)")
    return thing


def check_text(text: str, limit: int) -> None:
    """Let pass a text that is there and not too long.

    Raises:
        Refusal: it is not.
    """
    if not text.strip():
        raise Refusal(422, "invalid", "the text is empty")
    if len(text) > limit:
        raise Refusal(422, "invalid", f"the text is longer than {limit} characters")
