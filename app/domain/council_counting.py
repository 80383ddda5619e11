"""Counting: what a panel found, from its ballots alone. No order, no names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.council import HEAVY, Answers, Finding, Remedy
from app.domain.words import Words

LEAST_BALLOTS, LEAST_FOR_HEAVY = 3, 5
SHARE = (3, 5)
"""60 %, of the seats for a quorum, of the ballots for an answer."""


class Undecided(StrEnum):
    """Why a count ends without an answer."""

    QUORUM = "quorum"
    FACTS = "facts"
    BREACH = "breach"


UNDECIDED_WORDS = {
    Undecided.QUORUM: Words("有效票数不够", "there were too few valid ballots"),
    Undecided.FACTS: Words("对事实的看法没有达到六成", "no view of the facts had 60 %"),
    Undecided.BREACH: Words("对是否违约的看法没有达到六成", "no view on the breach had 60 %"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a panel found.

    Attributes:
        ballots: how many were valid.
        needed: how many a quorum needs.
        facts, breach: None where it is undecided, or, for the breach, where the facts were not found.
        remedy: None while it is undecided.
        undecided: why there is no answer; None where there is one.
        by_rule: undecided, and for the member because the brand is a party.
        counted: how many gave each answer, by question and answer, for the ruling; nothing of it without a quorum,
            where one or two ballots would tell whose they are.
    """

    ballots: int
    needed: int
    facts: Finding | None
    breach: Finding | None
    remedy: Remedy | None
    undecided: Undecided | None
    by_rule: bool = False
    counted: tuple[tuple[str, str, int], ...] = ()


def quorum(seats: int) -> int:
    """How many valid ballots of a panel are needed: three, and 60 % of its seats.

    Args:
        seats: that sit, those who stood aside without being replaced not counted.
    """
    return max(LEAST_BALLOTS, -(-seats * SHARE[0] // SHARE[1]))


def count(ballots: Sequence[Answers], seats: int, *, brand_party: bool) -> Outcome:
    """What the ballots say together.

    The facts come first: without them there is no breach, and nothing follows. Without a breach, no more than
    mediation can follow. Of remedies, the strongest counts that 60 % want or exceed; suspension and removal need five
    ballots.

    Args:
        seats: that sat when the ballots were counted.
        brand_party: whether undecided is for the member.
    """
    needed = quorum(seats)
    if len(ballots) < needed:
        remedy = Remedy.NONE if brand_party else None
        return Outcome(len(ballots), needed, None, None, remedy, Undecided.QUORUM, by_rule=brand_party)
    said = _counted(ballots)
    facts = _found([one.facts for one in ballots])
    breach = _found([one.breach for one in ballots]) if facts is Finding.YES else None
    reason = Undecided.FACTS if facts is None else Undecided.BREACH if facts is Finding.YES and breach is None else None
    if reason is not None:
        remedy = Remedy.NONE if brand_party else None
        return Outcome(len(ballots), needed, facts, breach, remedy, reason, by_rule=brand_party, counted=said)
    if facts is Finding.NO:
        return Outcome(len(ballots), needed, facts, None, Remedy.NONE, None, counted=said)
    most = Remedy.MEDIATION if breach is Finding.NO else Remedy.REMOVAL
    return Outcome(len(ballots), needed, facts, breach, _strongest(ballots, most), None, counted=said)


def _enough(votes: int, ballots: int) -> bool:
    return votes * SHARE[1] >= ballots * SHARE[0]


def _found(answers: Sequence[Finding]) -> Finding | None:
    """The answer, yes or no, that 60 % gave; who could not tell counts as a ballot for neither."""
    for one in (Finding.YES, Finding.NO):
        if answers and _enough(answers.count(one), len(answers)):
            return one
    return None


def _strongest(ballots: Sequence[Answers], most: Remedy) -> Remedy:
    """The strongest remedy that 60 % want or exceed; 'nothing' everybody exceeds."""
    allowed = [one for one in Remedy if one.weight <= most.weight]
    if len(ballots) < LEAST_FOR_HEAVY:
        allowed = [one for one in allowed if one not in HEAVY]
    wanted = [sum(ballot.remedy.weight >= one.weight for ballot in ballots) for one in allowed]
    return max(
        (one for one, votes in zip(allowed, wanted, strict=True) if _enough(votes, len(ballots))),
        key=lambda one: one.weight,
    )


def _counted(ballots: Sequence[Answers]) -> tuple[tuple[str, str, int], ...]:
    said = Counter(
        pair
        for one in ballots
        for pair in (("facts", one.facts.value), ("breach", one.breach.value), ("remedy", one.remedy.value))
    )
    return tuple((question, answer, votes) for (question, answer), votes in sorted(said.items()))
