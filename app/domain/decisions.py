"""Decisions: what a moderator chose, on which text, on which basis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.appeals import AppealAnswer
from app.domain.cases import Back, CaseId, CaseKind, CaseState, CommunityState, Step, Verdict
from app.domain.changes import Area, Changes
from app.domain.commands import CommandId, DecisionId, Intent
from app.domain.conduct import Basis
from app.domain.lanes import LaneStep
from app.domain.members import MemberRef
from app.domain.promises import FollowUp, Promising
from app.domain.sanctions import Sanction, SecondPerson
from app.domain.words import NO_WORDS, Words
from app.errors import SaidBefore


class DecisionKind(StrEnum):
    """What is decided: answers to a case, what follows from them, what it is and who has it, what is told to all."""

    COACHING = "coaching"
    REPLY = "reply"
    DISMISSAL = "dismissal"
    ACCEPTANCE = "acceptance"
    CLASSIFICATION = "classification"
    SANCTION = "sanction"
    LIFT = "lift"  # a measure ends: before its term, or after it where the community does not end it by itself
    APPEAL = "appeal"  # an appeal is answered, or the member is told that it came
    FEEDBACK = "feedback"  # the answer to those who reported
    CLAIM = "claim"
    RELEASE = "release"
    PASSING = "passing"  # a case goes to another person
    NOTICE = "notice"  # the code of conduct, published for all
    WELCOME = "welcome"  # its short form, to a newcomer
    FOLLOW_UP = "follow_up"  # a public word about a promise: how far it is, a later date, its end
    MESSAGE = "message"  # a private message that blames nobody and needs no article
    LANE = "lane"  # a step of a lane of its own: safety, unlawful content, rights, care
    REFERRAL = "referral"  # the matter is put before the council
    RETURN = "return"  # it is back from there: judged, withdrawn, or taken out
    THANKS = "thanks"  # a word of thanks to whoever wrote a post
    HONOUR = "honour"  # a title is offered, granted, renewed, suspended or ends
    REVIEW = "review"  # the community review, published for all

    @property
    def answers(self) -> bool:
        """Whether it answers the case, rather than saying what it is or who has it."""
        return self in _ANSWERS


_ANSWERS = frozenset(
    {
        DecisionKind.COACHING,
        DecisionKind.REPLY,
        DecisionKind.DISMISSAL,
        DecisionKind.ACCEPTANCE,
        DecisionKind.SANCTION,
        DecisionKind.REFERRAL,
    }
)

HOLDING = frozenset({DecisionKind.CLAIM, DecisionKind.RELEASE, DecisionKind.PASSING})
"""Kinds that say who has a case, and nothing of what is done about it."""

OF_COUNCIL = frozenset({DecisionKind.REFERRAL, DecisionKind.RETURN})
"""Kinds by which a case goes to the council and comes back."""

WITHOUT_CASE = frozenset(
    {DecisionKind.NOTICE, DecisionKind.WELCOME, DecisionKind.THANKS, DecisionKind.HONOUR, DecisionKind.REVIEW}
)
"""Kinds that are about no case."""

AFTERWARDS = frozenset(
    {
        DecisionKind.LIFT,
        DecisionKind.APPEAL,
        DecisionKind.FEEDBACK,
        DecisionKind.FOLLOW_UP,
        DecisionKind.MESSAGE,
        DecisionKind.LANE,
        DecisionKind.RETURN,
    }
)
"""Kinds that rest on what was decided: that the report was settled meanwhile, by us or others, changes nothing."""

DECISION_WORDS = {
    DecisionKind.COACHING: Words("私信提醒", "the reminder"),
    DecisionKind.REPLY: Words("公开回复", "the public reply"),
    DecisionKind.DISMISSAL: Words("无需处置", "the dismissal"),
    DecisionKind.ACCEPTANCE: Words("确认改好", "the acceptance"),
    DecisionKind.CLASSIFICATION: Words("改类别", "the change of kind"),
    DecisionKind.SANCTION: Words("处置", "the sanction"),
    DecisionKind.LIFT: Words("解除处置", "the end of the measure"),
    DecisionKind.APPEAL: Words("申诉回复", "the reply to the appeal"),
    DecisionKind.FEEDBACK: Words("举报反馈", "the answer to the reporters"),
    DecisionKind.CLAIM: Words("接单", "the claim"),
    DecisionKind.RELEASE: Words("退回", "the release"),
    DecisionKind.PASSING: Words("转交", "the passing on"),
    DecisionKind.NOTICE: Words("公约公告", "the notice"),
    DecisionKind.WELCOME: Words("欢迎消息", "the welcome"),
    DecisionKind.FOLLOW_UP: Words("跟进回复", "the follow-up"),
    DecisionKind.MESSAGE: Words("私信", "the message"),
    DecisionKind.LANE: Words("专门流程", "the step of its lane"),
    DecisionKind.REFERRAL: Words("提请评议", "the referral"),
    DecisionKind.RETURN: Words("议事会交回", "the return from the council"),
    DecisionKind.THANKS: Words("随手感谢", "the thanks"),
    DecisionKind.HONOUR: Words("荣誉", "the honour"),
    DecisionKind.REVIEW: Words("社区盘点", "the community review"),
}


LONGEST_REASON = 500
"""How much of a reason goes to the community with a settled report, in characters."""

_SETTLED_BY = {
    DecisionKind.COACHING: Words("已私信提醒", "reminded in private"),
    DecisionKind.REPLY: Words("已公开回复", "replied to in public"),
    DecisionKind.DISMISSAL: Words("无需处置", "no action needed"),
    DecisionKind.ACCEPTANCE: Words("作者已改好", "the author corrected it"),
    DecisionKind.SANCTION: Words("已作出处置", "sanctioned"),
    DecisionKind.LANE: Words("已按专门流程处理", "handled in its own lane"),
}


def settled_because(kind: DecisionKind, reason: str, basis: Basis | None) -> Words:
    """What is said to the community's staff about a report that is settled: the reason, else what was done."""
    if reason and kind is not DecisionKind.LANE:  # what happens in a lane is told to nobody else
        return Words(reason[:LONGEST_REASON], reason[:LONGEST_REASON])
    done = _SETTLED_BY.get(kind, NO_WORDS)
    if basis is None:
        return done
    if basis.law != NO_WORDS:
        return Words(f"{done.zh}（{basis.law.zh}）", f"{done.en} ({basis.law.en})")
    return Words(f"{done.zh}（社区公约第{basis.article}条）", f"{done.en} (code of conduct, article {basis.article})")


NO_CASE = CaseId("")


@dataclass(frozen=True, slots=True)
class Before:
    """What a decision took from its case, so that an undo can give it back."""

    verdict: Verdict | None = None
    due_at: datetime | None = None
    came_back: Back | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to a case with everything resolved, never to be looked up later.

    `case_id` is NO_CASE for the kinds that are about none. `kind_before` and `kind_after` are the kinds of the case,
    for a classification only. `second_person` says why another person must agree before it takes effect.
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
    second_person: SecondPerson | None = None


class ReportVerdict(StrEnum):
    """What was found about a report, not about the post."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    MALICIOUS = "malicious"
    ORGANISED = "organised"


REPORT_VERDICT_WORDS = {
    ReportVerdict.UPHELD: Words("举报成立", "upheld"),
    ReportVerdict.NOT_UPHELD: Words("举报不成立", "not upheld"),
    ReportVerdict.MALICIOUS: Words("恶意举报", "malicious"),
    ReportVerdict.ORGANISED: Words("有组织举报", "organised by a club"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a moderator chose for a case, before it takes effect.

    Attributes:
        step: what happens to the case.
        answers: the commands that carry the answer, in order; none when the settlement is all.
        outcome: how the community's report is settled, where that is still to be done; None leaves it as it is.
        verdict: what was found.
        due_at: when whoever is awaited should have acted.
        sanction: the measure, for a sanction.
        reports: which reports it settles, and what was found about them.
        to_kind: for a classification.
        settled_before: the community's report was settled when the decision was made.
        appeal: which appeal it answers, and how.
        holder: who has the case from now on, for the kinds that say so; None for nobody.
        held_by: who had it before.
        promise: what a reply promises.
        follow_up: what a public word changes about a promise.
        lifts: the sanction that ends early by it.
        despite: what a reply lacks, where `reason` says why it goes out all the same.
        lane: the step of its lane that it is; noted there when it takes effect.
        calmed: what was reported calmed by itself, for a dismissal.
    """

    kind: DecisionKind
    step: Step
    answers: tuple[Intent, ...] = ()
    outcome: CommunityState | None = None
    verdict: Verdict | None = None
    basis: Basis | None = None
    text: str = ""
    reason: str = ""
    due_at: datetime | None = None
    sanction: Sanction | None = None
    reports: tuple[tuple[str, ReportVerdict], ...] = ()
    to_kind: CaseKind | None = None
    settled_before: bool = False
    appeal: AppealAnswer | None = None
    holder: MemberRef | None = None
    held_by: MemberRef | None = None
    promise: Promising | None = None
    follow_up: FollowUp | None = None
    lifts: DecisionId | None = None
    despite: str = ""
    lane: LaneStep | None = None
    calmed: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """What the second person said of a decision; `reason` says why where they sent it back."""

    decision: DecisionId
    by: MemberRef
    at: datetime
    agreed: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A decision that waits for another person; `by` is the name of who made it."""

    decision: DecisionId
    case: CaseId
    kind: DecisionKind
    by: str


DECIDING = Changes.of(Area.CASES, Area.OUTBOX, Area.PROMISES)
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


def check_new(decisions: Sequence[Decision], text: str, kind: DecisionKind = DecisionKind.REPLY) -> None:
    """Let pass a reply, or a message, that was not given before.

    Args:
        decisions: on the same case.
        text: what would be said.
        kind: how.

    Raises:
        SaidBefore: the very same reply stands on the case; pressing twice must not say it twice.
    """
    if any(one.kind is kind and one.undone_at is None and one.text == text for one in decisions):
        raise SaidBefore
