"""What the page asks for, and what it has done: thin, so that the rest of the page knows no operation."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import STATE_WORDS, CaseId, CaseState
from app.domain.months import Month
from app.domain.summary import Summary
from app.domain.words import Words
from app.operations import summary, summary_past
from app.operations.desk import Desk
from app.operations.summary import MonthChanged, MonthLine
from app.operations.summary_behind import cases_behind
from ui.kit.theme import Tone

_TONES = {CaseState.CLOSED: Tone.NEUTRAL, CaseState.NEW: Tone.BLUE, CaseState.CLAIMED: Tone.BLUE}


@dataclass(frozen=True, slots=True)
class Behind:
    """A case behind a figure, as a line of a list; `place` is what the next page is asked for with."""

    case: CaseId
    title: str
    author: str
    at: datetime
    state: tuple[Words, Tone]
    place: int


def months(desk: Desk) -> list[MonthLine] | int:
    """The months that can be read, newest first; how much of the past is to be counted first, where any is."""
    left = summary_past.left(desk)
    return left or summary.months(desk)


def month(desk: Desk, wanted: Month) -> Summary:
    """One of them."""
    return summary.summary(desk, wanted)


def behind(desk: Desk, month: Month, key: str, after: int, limit: int) -> list[Behind]:
    """A page of the cases behind a figure."""
    return [
        Behind(
            one.id,
            one.title,
            one.author,
            one.reported_at,
            (STATE_WORDS[one.state], _TONES.get(one.state, Tone.AMBER)),
            one.key,
        )
        for one in cases_behind(desk, month, key, after, limit)
    ]


Written = tuple[tuple[str | None, str | None], ...]
"""Each sentence in Chinese and in English; None where it is as it was, "" where the draft is to stand."""


def keep(desk: Desk, month: Month, written: Written) -> MonthChanged:
    """Keep the sentences of a month."""
    better, worse, ask = (
        Words(*(was if text is None else text for text, was in zip(both, kept, strict=True)))
        for both, kept in zip(written, summary.written(desk, month), strict=True)
    )
    return summary.write_sentences(desk, month, better=better, worse=worse, ask=ask)


def close(desk: Desk, month: Month) -> MonthChanged:
    """Close a month."""
    return summary.close(desk, month)
