"""What is known of a measure only when it takes effect: its term, and what the notice and the commands say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from app.domain.commands import CommandId, CommandKind, DecisionId, Intent
from app.domain.decisions import Choice
from app.domain.letters import fill
from app.domain.letters_governing import values_of_term
from app.domain.messages import check_message
from app.domain.sanctions import MALICE_WORDS, MEASURES, REVERSED, KeptSanction, Sanction, Term, with_term
from app.errors import Language

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
