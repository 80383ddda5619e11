"""The register of promises: what the team asked to see of it, its lines, and how many need somebody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.promises import EXTENDED_WORDS, ON_ITS_WAY_WORDS, STATE_WORDS, Promise, PromiseState
from app.domain.words import Words


class Which(StrEnum):
    """Which promises of the community."""

    ALL = "all"
    WAITING = "waiting"  # not ended, whether its date passed or not
    OPEN = "open"
    SOON = "soon"  # open, and due today or tomorrow
    BROKEN = "broken"  # the date passed, and nothing ended it
    KEPT = "kept"
    LATE = "late"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


WHICH_WORDS = {
    Which.ALL: Words("全部", "all"),
    Which.WAITING: Words("要跟进", "to follow up"),
    Which.OPEN: Words("跟进中", "open"),
    Which.SOON: Words("今明到期", "due today or tomorrow"),
    Which.BROKEN: Words("未兑现", "broken"),
    Which.KEPT: Words("已兑现", "kept"),
    Which.LATE: Words("超期兑现", "kept late"),
    Which.GIVEN_UP: Words("说明无法兑现", "given up"),
    Which.WITHDRAWN: Words("已撤回", "withdrawn"),
}

EARLIEST_FIRST = frozenset({Which.WAITING, Which.OPEN, Which.SOON, Which.BROKEN})
"""What still needs somebody is shown with the earliest date first; anything else with the latest."""

Place = tuple[int, int]
"""Where a line stands; of use only for asking what comes after it."""


@dataclass(frozen=True, slots=True)
class PromiseFilter:
    """What is asked for; `department` exactly, `search` within words, names, numbers and the case's title."""

    which: Which = Which.ALL
    department: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as one line of the register.

    Attributes:
        title: of the post; "" for a promise of a topic.
        author: of the post, by name.
        reckoned: by when it would be due by a calendar that came in since; None where that changes nothing.
    """

    promise: Promise
    title: str
    author: str
    place: Place
    reckoned: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """How many promises are open, of these due today or tomorrow, and how many are broken and not ended."""

    open: int = 0
    soon: int = 0
    broken: int = 0


def standing_words(promise: Promise, now: datetime) -> Words:
    """How a promise stands, that it was extended where it was, and that the word that says so has not arrived."""
    state = promise.state(now)
    said = STATE_WORDS[state]
    beside = [EXTENDED_WORDS] if promise.extensions and state is not PromiseState.WITHDRAWN else []
    beside += [ON_ITS_WAY_WORDS] if promise.on_its_way else []
    if not beside:
        return said
    zh, en = "，".join(one.zh for one in beside), ", ".join(one.en for one in beside)
    return Words(f"{said.zh}（{zh}）", f"{said.en} ({en})")
