"""What is known of a measure only when it takes effect: its term, and what the notice and the commands say of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from app.domain.commands import CommandId, CommandKind, DecisionId, Intent
from app.domain.conduct import Basis
from app.domain.decisions import Choice
from app.domain.ladder import RUNG_WORDS
from app.domain.letters import fill
from app.domain.letters_governing import values_of_term
from app.domain.messages import check_message
from app.domain.sanctions import MALICE_WORDS, MEASURES, REVERSED, KeptSanction, Sanction, Term, with_term
from app.domain.words import Words, chinese_number
from app.errors import Language, MissingInNotice

_MEASURES = frozenset(REVERSED)


def number_of(decision: DecisionId | CommandId) -> str:
    """The number under which a decision is named to members: short, and enough to find it again."""
    return decision.split("-", maxsplit=1)[0].upper()


def in_effect(choice: Choice, decision: DecisionId, now: datetime) -> Choice:
    """A sanction as it takes effect now: with its term, in the notice and in the commands.

    Args:
        choice: with a sanction.
        decision: its id, of which the notice names a part.
        now: in the local time zone, as the notice tells it.
    """
    if choice.sanction is None:
        return choice
    sanction = with_term(choice.sanction, now)
    known = term_values(sanction, decision, now)
    return replace(
        choice,
        sanction=sanction,
        text=fill(choice.text, known),
        answers=tuple(_answer(one, sanction, known) for one in choice.answers),
    )


def never_shorter(choice: Choice, others: Sequence[KeptSanction], now: datetime) -> Choice:
    """A sanction whose measure does not end an earlier one of the same kind that runs longer.

    Args:
        choice: in effect.
        others: the member's other sanctions.
        now: the moment it takes effect.
    """
    ends: dict[CommandKind, list[datetime]] = {}
    for one in others:
        kind = MEASURES.get(one.rung)
        if kind and one.ends and one.runs(now):
            ends.setdefault(kind, []).append(one.ends)
    answers = tuple(
        replace(one, until=max([one.until, *ends[one.kind]])) if one.until and one.kind in ends else one
        for one in choice.answers
    )
    return replace(choice, answers=answers)


def term_values(sanction: Sanction, decision: DecisionId, now: datetime) -> dict[str, str]:
    """What fills the places of a notice that wait for it to take effect, in both languages."""
    term = sanction.from_now(now)
    number = number_of(decision)
    return values_of_term(number, term, sanction.strikes, now, "zh") | values_of_term(
        number, term, sanction.strikes, now, "en"
    )


DAYS_DIFFER = 16
"""How much longer a notice can become when other days are named in it, in characters."""


def check_notice(text: str, sanction: Sanction, now: datetime, limit: int | None) -> None:
    """Let pass a notice that will be whole when the measure takes effect, and short enough.

    Args:
        text: with the places of the term open.
        sanction: what it is about.
        now: in the local time zone.
        limit: the longest text that the community takes, in characters; None where it does not say.

    Raises:
        EmptyMessage: nothing that can be seen.
        UnfilledPlaceholder: a place is left that nothing will fill.
        MessageTooLong: it would be longer than the community takes.
    """
    whole = fill(text, term_values(sanction, DecisionId("00000000"), now))
    check_message(whole, None if limit is None else max(limit - DAYS_DIFFER, 1))


def check_told(text: str, basis: Basis, sanction: Sanction) -> None:
    """Let pass a notice that tells what it rests on, what the measure is, and how to appeal: a member must see all.

    Args:
        text: with the places of the term open; the place of the measure's end tells it too.
        basis: what the measure rests on.
        sanction: the measure.

    Raises:
        MissingInNotice: one of them is not told.
    """
    missing = [what for what, told in _told(text, basis, sanction) if not told]
    if missing:
        raise MissingInNotice(
            missing=("、".join(one.zh for one in missing), ", ".join(one.en for one in missing)),
        )


def _told(text: str, basis: Basis, sanction: Sanction) -> Iterator[tuple[Words, bool]]:
    plain = _plain(text)
    rung = [*RUNG_WORDS[sanction.rung], *(f"{{{place}}}" for place in _MEASURE_PLACES if sanction.rung.length)]
    spoken = chinese_number(basis.article) if 0 < basis.article < 100 else basis.article
    number = rf"第({basis.article}|{spoken})条|articles?{basis.article}(?!\d)"
    by_law = any(_plain(said) in plain for said in basis.law if said)
    yield (
        Words("依据的条款或法律", "the article or the law"),
        by_law if basis.article == 0 else bool(re.search(number, plain)),
    )
    yield Words("处置措施", "the measure"), any(_plain(said) in plain for said in rung)
    yield Words("怎样申诉", "how to appeal"), "申诉" in plain or "appeal" in plain


def _plain(text: str) -> str:
    """The text without blanks, capitals and title marks, which a letter may set anew."""
    return re.sub(r"[\s《》〈〉]", "", text.casefold())


_MEASURE_PLACES = ("处置期间", "period", "结束时间", "ends_at")


def _answer(intent: Intent, sanction: Sanction, known: Mapping[str, str]) -> Intent:
    if intent.kind in _MEASURES and sanction.term:
        return replace(intent, until=sanction.term.ends, reason=fill(intent.reason, known))
    return replace(intent, text=fill(intent.text, known)) if intent.kind is CommandKind.MESSAGE else intent


_ANY_TERM = Term(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 6, 30, tzinfo=UTC))

TERM_PLACES = frozenset(
    place for language in get_args(Language) for place in values_of_term("", _ANY_TERM, 1, _ANY_TERM.starts, language)
) | {"决定编号", "decision_number"}
"""The places of a notice that are filled when it takes effect."""


def entry(sanction: Sanction) -> dict[str, str | int | bool | None]:
    """A measure as the ledger tells it."""
    term = sanction.term
    return {
        "rung": sanction.rung.value,
        "proposed": sanction.proposed.value,
        "departure": sanction.rung is not sanction.proposed,
        "severity": sanction.severity.value,
        "strikes": sanction.strikes,
        "track": sanction.track.value,
        "because": "；".join(one.zh for one in sanction.because),
        "counted": " ".join(sanction.counted),
        "not_counted": " ".join(f"{decision}:{why}" for decision, why in sanction.not_counted),
        "malice": " ".join(one.fact.value for one in sanction.malice),
        "malice_words": "；".join(MALICE_WORDS[one.fact].zh for one in sanction.malice),
        "brand_party": sanction.brand_party,
        "post": sanction.post.value,
        "cluster": sanction.cluster or None,
        "starts": term.starts.isoformat() if term else None,
        "ends": term.ends.isoformat() if term and term.ends else None,
        "expires": term.expires.isoformat() if term and term.expires else None,
    }
