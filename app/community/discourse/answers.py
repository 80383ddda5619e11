"""What Discourse's answers mean: errors are sorted by status and type, never by their sentences."""

from typing import TypeVar

import msgspec
from msgspec.json import Decoder

from app.community.discourse import wire
from app.community.http import DEFAULT_PAUSE, LONGEST_PAUSE, Answer, failure, retry_after
from app.domain.words import Words
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    CommunityError,
    Invalid,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)

NOT_NAMED = ("这项内容", "This")
TARGET_WORDS = ("操作所指的内容", "What the command is about")
LIMIT_CODE = "Discourse-Rate-Limit-Error-Code"
LONGEST_SENTENCE = 500
_WEB_PAGE = Words("收到的是网页而不是 JSON", "a web page came back instead of JSON")
_READ_ONLY = Words("论坛处于只读模式", "the site is in read-only mode")

_T = TypeVar("_T")


def expect(answer: Answer, decoder: "Decoder[_T]", what: tuple[str, str] = NOT_NAMED) -> _T:
    """What was read.

    Raises:
        CommunityError: it could not be read.
    """
    if answer.status == 200:
        return answer.read(decoder)
    raise unread(answer, what)


def unread(answer: Answer, what: tuple[str, str] = NOT_NAMED) -> CommunityError:
    """Why something could not be read, or why a write was turned away."""
    said = problem(answer)
    if answer.status == 429:
        return _slow_down(answer)
    if 400 <= answer.status < 500 and is_page(answer):
        return BrokenAnswer(why=_WEB_PAGE)  # a proxy or firewall in front of the site speaks
    if answer.status == 403 and said is not None and said.error_type == "not_logged_in":
        return AuthFailed()
    if answer.status == 410:
        return NotFound(what_zh=what[0], what_en=what[1])
    if answer.status == 503 and said is not None and said.error_type == "read_only":
        return Unavailable(why=_READ_ONLY)
    return failure(answer, hint=sentence(answer), what=what)


def refusal(answer: Answer, what: tuple[str, str] = TARGET_WORDS) -> CommunityError:
    """Why a write did not go through; a server that broke, or a yes that we don't know, leaves open what happened."""
    said = problem(answer)
    if answer.status >= 500 and (said is None or said.error_type != "read_only"):
        return OutcomeUnknown(why=f"HTTP {answer.status}")
    if answer.status < 300:
        return OutcomeUnknown(why=f"HTTP {answer.status}")
    content = 400 <= answer.status < 500 and answer.status not in (401, 403, 404, 408, 410, 429)
    if content and not is_page(answer):
        return Invalid(why=sentence(answer))
    return unread(answer, what)


def problem(answer: Answer) -> wire.WireProblem | None:
    """A refusal as Discourse tells it; None where somebody else speaks."""
    try:
        return wire.PROBLEM.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def sentence(answer: Answer) -> str:
    """What Discourse says, in the account's language: to be shown, never to be told apart by."""
    found = problem(answer)
    said = "; ".join(found.errors) or found.message if found else ""
    return wire.plain(said)[:LONGEST_SENTENCE] or f"HTTP {answer.status}"


def _slow_down(answer: Answer) -> RateLimited:
    """A limit with a code is that of the key, one in plain text that of the address: both are for everything we do."""
    found = problem(answer)
    asked = retry_after(answer.headers)
    if asked is None and found is not None and found.extras is not None:
        asked = found.extras.wait_seconds
    seconds = DEFAULT_PAUSE if asked is None else min(max(asked, 0.0), LONGEST_PAUSE)
    one_action = found is not None and bool(found.error_type) and not answer.headers.get(LIMIT_CODE)
    return RateLimited(seconds=seconds, scope="action" if one_action else "site")


def is_page(answer: Answer) -> bool:
    """Whether somebody who stands before the site speaks, with a page for people."""
    return answer.body[:200].lstrip().lower().startswith((b"<!doctype", b"<html"))
