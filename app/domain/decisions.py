"""Decisions: what a moderator chose, on which text, on which basis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.cases import Back, CaseId, CaseKind, CaseState, Verdict
from app.domain.changes import Area, Changes
from app.domain.commands import CommandId, DecisionId
from app.domain.conduct import Basis
from app.domain.members import MemberRef
from app.domain.words import NO_WORDS, Words
from app.errors import SaidBefore


class DecisionKind(StrEnum):
    """The answers to a case; a classification answers nothing, it says what the matter is."""

    COACHING = "coaching"
    REPLY = "reply"
    DISMISSAL = "dismissal"
    ACCEPTANCE = "acceptance"
    CLASSIFICATION = "classification"


DECISION_WORDS = {
    DecisionKind.COACHING: Words("私信提醒", "the reminder"),
    DecisionKind.REPLY: Words("公开回复", "the public reply"),
    DecisionKind.DISMISSAL: Words("无需处置", "the dismissal"),
    DecisionKind.ACCEPTANCE: Words("确认改好", "the acceptance"),
    DecisionKind.CLASSIFICATION: Words("改类别", "the change of kind"),
}


LONGEST_REASON = 500
"""How much of a reason goes to the community with a settled report, in characters."""

_SETTLED_BY = {
    DecisionKind.COACHING: Words("已私信提醒", "reminded in private"),
    DecisionKind.REPLY: Words("已公开回复", "replied to in public"),
    DecisionKind.DISMISSAL: Words("无需处置", "no action needed"),
    DecisionKind.ACCEPTANCE: Words("作者已改好", "the author corrected it"),
    DecisionKind.CLASSIFICATION: NO_WORDS,
}


def settled_because(kind: DecisionKind, reason: str, basis: Basis | None) -> Words:
    """What is said to the community's staff about a report that is settled: the reason, else what was done."""
    if reason:
        return Words(reason[:LONGEST_REASON], reason[:LONGEST_REASON])
    done = _SETTLED_BY[kind]
    if basis is None:
        return done
    return Words(f"{done.zh}（社区公约第{basis.article}条）", f"{done.en} (code of conduct, article {basis.article})")


@dataclass(frozen=True, slots=True)
class Before:
    """What a decision took from its case, so that an undo can give it back."""

    verdict: Verdict | None = None
    due_at: datetime | None = None
    came_back: Back | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to a case with everything resolved, never to be looked up later.

    `kind_before` and `kind_after` are the kinds of the case, for a classification only.
    """

    id: DecisionId
    kind: DecisionKind
    case_id: CaseId
    by: MemberRef
    at: datetime
    revision: str
    basis: Basis | None = None
    text: str = ""
    reason: str = ""
    state_before: CaseState = CaseState.NEW
    state_after: CaseState = CaseState.NEW
    undone_at: datetime | None = None
    seq: int = 0
    before: Before = Before()
    kind_before: CaseKind | None = None
    kind_after: CaseKind | None = None


DECIDING = Changes.of(Area.CASES, Area.OUTBOX)
"""What a decision touches."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What an operation that decides gives back: the decision, its commands in order, and the state of the case.

    `by_hand` counts those of the commands that a person is to carry out.
    """

    case: CaseId
    decision: DecisionId
    commands: tuple[CommandId, ...]
    state: CaseState
    changes: Changes = DECIDING
    by_hand: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What deciding on many cases gives back: the decisions, and the cases that a rule kept out, with its sentence."""

    decided: tuple[Decided, ...] = ()
    refused: tuple[tuple[CaseId, Words], ...] = ()
    changes: Changes = DECIDING


def check_new(decisions: Sequence[Decision], text: str) -> None:
    """Let pass a reply that was not given before.

    Args:
        decisions: on the same case.

    Raises:
        SaidBefore: the very same reply stands on the case; pressing twice must not say it twice.
    """
    if any(one.kind is DecisionKind.REPLY and one.undone_at is None and one.text == text for one in decisions):
        raise SaidBefore
