"""Lanes: what can't wait, and what is no matter of manners, has steps and clocks of its own.

Safety, unlawful content, rights notices and care are never answered by a reminder, a measure or a dismissal, nor many
at once; suggestions are thanked for and passed on. A keyword only points to a lane: a person enters it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.cases import KIND_WORDS, CaseId, CaseKind, Hit
from app.domain.commands import DecisionId
from app.domain.members import MemberRef
from app.domain.words import Words
from app.errors import LaneUnfinished, NotOfLane

OWN_LANES = frozenset({CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE})
"""Kinds with clocks of their own: somebody looks at each, and none is coached, sanctioned or dismissed."""

LANES = OWN_LANES | {CaseKind.SUGGESTION}


class LaneStep(StrEnum):
    """What can happen to a case in its lane, or on its way into one."""

    RAISED = "raised"  # a keyword pointed to the lane
    CLEARED = "cleared"  # a person looked: it is none
    ENTERED = "entered"
    REOPENED = "reopened"  # the case was closed and is open again: the lane begins anew
    ACKNOWLEDGED = "acknowledged"  # somebody sees to it
    PASSED_ON = "passed_on"  # to the department that has to act
    INCIDENT = "incident"  # when it happened, and how bad it was
    INCIDENT_CORRECTED = "incident_corrected"  # put right by a lead, later or less grave than was said
    OWNER_CONTACTED = "owner_contacted"
    REPORTED = "reported"  # to the authority
    FORM_SENT = "form_sent"  # the written form that follows a report
    NOTHING_TO_REPORT = "nothing_to_report"  # the department says so
    PRESERVED = "preserved"  # sealed as evidence, as it stood
    HIDDEN = "hidden"
    RESTORED = "restored"
    CHECKED = "checked"  # preliminary evidence and identity are there
    FORWARDED = "forwarded"  # to the author
    STATEMENT = "statement"  # the author says that it is no infringement
    FORWARDED_BACK = "forwarded_back"  # to the complainant
    CALLED = "called"  # an emergency number, or the family
    WRITTEN_TO = "written_to"  # the author, in private, without blame
    THANKED = "thanked"
    MINOR = "minor"  # the author, or who is shown, seems to be a minor
    ALARM_SHOWN = "alarm_shown"  # the second alarm, to a lead
    CLOSED = "closed"


STEP_WORDS = {
    LaneStep.RAISED: Words("关键词提示", "raised by a keyword"),
    LaneStep.CLEARED: Words("看过，不是", "looked at: it is none"),
    LaneStep.ENTERED: Words("进入流程", "entered"),
    LaneStep.REOPENED: Words("重新打开，流程从头走", "open again: the lane begins anew"),
    LaneStep.ACKNOWLEDGED: Words("有人跟进", "acknowledged"),
    LaneStep.PASSED_ON: Words("转给负责部门", "passed on"),
    LaneStep.INCIDENT: Words("确认事故时间与后果", "the incident"),
    LaneStep.INCIDENT_CORRECTED: Words("更正事故时间与后果", "the incident, put right"),
    LaneStep.OWNER_CONTACTED: Words("联系车主", "owner contacted"),
    LaneStep.REPORTED: Words("上报", "reported"),
    LaneStep.FORM_SENT: Words("补交书面报告", "written form sent"),
    LaneStep.NOTHING_TO_REPORT: Words("部门确认无须上报", "nothing to report"),
    LaneStep.PRESERVED: Words("固证留存", "preserved"),
    LaneStep.HIDDEN: Words("折叠帖子", "folded"),
    LaneStep.RESTORED: Words("恢复帖子", "shown again"),
    LaneStep.CHECKED: Words("核对通知：初步证据与身份", "notice checked: evidence and identity"),
    LaneStep.FORWARDED: Words("转送作者", "forwarded to the author"),
    LaneStep.STATEMENT: Words("作者声明不侵权", "the author's counter-statement"),
    LaneStep.FORWARDED_BACK: Words("声明转送权利人", "forwarded back"),
    LaneStep.CALLED: Words("拨打电话", "called"),
    LaneStep.WRITTEN_TO: Words("私信关心", "written to"),
    LaneStep.THANKED: Words("致谢", "thanked"),
    LaneStep.MINOR: Words("疑似未成年人", "seems to be a minor"),
    LaneStep.ALARM_SHOWN: Words("二次提醒已送到组长", "second alarm shown to a lead"),
    LaneStep.CLOSED: Words("流程办结", "closed"),
}

IN_REGISTER = (LaneStep.REPORTED, LaneStep.FORM_SENT, LaneStep.PASSED_ON, LaneStep.FORWARDED_BACK, LaneStep.CALLED)
"""Steps that say to whom something was told, when, and under which number."""


@dataclass(frozen=True, slots=True)
class LaneEvent:
    """Something that happened to a case in its lane.

    Attributes:
        lane: in which it was then; for RAISED and CLEARED the one that the keyword points to.
        at: when it was entered here.
        by: who did it; None for what the program did.
        occurred_at: when it really happened: the incident, the report, the call.
        to: to whom something was passed on, reported or said.
        number: of the receipt, the ticket or the file there; of a CLEARED one the revision that was read.
        text: what was said; of a RAISED or CLEARED one the word, as in "safety:冒烟"; of a PRESERVED one the revision.
        injury: somebody was hurt, for an INCIDENT.
        effect: it has a major social effect, for an INCIDENT.
        decision: the decision that went with it.
    """

    step: LaneStep
    lane: CaseKind
    at: datetime
    by: MemberRef | None = None
    occurred_at: datetime | None = None
    to: str = ""
    number: str = ""
    text: str = ""
    injury: bool | None = None
    effect: bool | None = None
    decision: DecisionId | None = None

    @property
    def moment(self) -> datetime:
        """When it happened: as was said, else when it was entered."""
        return self.occurred_at or self.at


@dataclass(frozen=True, slots=True)
class Registered:
    """An event with the case that it is about; `seq` orders them as they were entered. `left`: undone at its end."""

    case: CaseId
    title: str
    event: LaneEvent
    seq: int
    left: tuple[LaneStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a lane, in its order. `required`: without it the case can't be closed; `hint` says what to do."""

    step: LaneStep
    hint: Words
    required: bool = False


def _stage(step: LaneStep, zh: str, en: str, *, required: bool = False) -> Stage:
    return Stage(step, Words(zh, en), required)


_ACKNOWLEDGE = _stage(LaneStep.ACKNOWLEDGED, "说一声“我来跟”", "say that you see to it", required=True)

STAGES: dict[CaseKind, tuple[Stage, ...]] = {
    CaseKind.SAFETY: (
        _ACKNOWLEDGE,
        _stage(
            LaneStep.PASSED_ON,
            "转给质量/安全部门，记下单号",
            "pass it on to quality and safety, with the number",
            required=True,
        ),
        _stage(
            LaneStep.INCIDENT, "问清何时发生、有没有人受伤", "find out when it happened and whether anybody was hurt"
        ),
        _stage(
            LaneStep.OWNER_CONTACTED,
            "联系车主：先停用车辆，保持原状",
            "reach the owner: don't drive, leave the car as it is",
        ),
        _stage(LaneStep.PRESERVED, "一键固证", "seal the post as evidence"),
        _stage(
            LaneStep.REPORTED,
            "由部门上报后登记回执；部门认定无须上报的，写明理由",
            "once the department reported it, enter the receipt; or why nothing has to be reported",
            required=True,
        ),
        _stage(LaneStep.FORM_SENT, "48 小时内补交书面报告", "the written form within 48 hours"),
    ),
    CaseKind.UNLAWFUL: (
        _ACKNOWLEDGE,
        _stage(LaneStep.PRESERVED, "先固证，再折叠", "preserve it before it is folded", required=True),
        _stage(LaneStep.HIDDEN, "停止传播：折叠这个帖子", "stop it from spreading: fold it"),
        _stage(
            LaneStep.REPORTED,
            "24 小时内报当地公安，登记回执",
            "report it to the local police within 24 hours",
            required=True,
        ),
    ),
    CaseKind.RIGHTS_NOTICE: (
        _ACKNOWLEDGE,
        _stage(
            LaneStep.CHECKED,
            "核对初步证据和权利人身份",
            "check the preliminary evidence and who sends it",
            required=True,
        ),
        _stage(LaneStep.FORWARDED, "把通知转送作者", "forward the notice to the author"),
        _stage(LaneStep.HIDDEN, "按初步证据采取必要措施", "take the measure that the evidence calls for"),
        _stage(LaneStep.STATEMENT, "作者提交声明后登记", "enter the author's counter-statement, if one comes"),
        _stage(LaneStep.FORWARDED_BACK, "把声明转送权利人", "forward it to the complainant"),
        _stage(
            LaneStep.RESTORED, "合理期限内没有起诉通知：恢复", "without suit within a reasonable term: show it again"
        ),
    ),
    CaseKind.CARE: (
        _ACKNOWLEDGE,
        _stage(LaneStep.CALLED, "立即打电话：110、120、家属", "call at once: 110, 120, the family", required=True),
        _stage(LaneStep.WRITTEN_TO, "私信关心，不评判、不劝导", "write kindly, without judging or coaching"),
    ),
    CaseKind.SUGGESTION: (
        _stage(LaneStep.THANKED, "谢谢车友", "thank the owner"),
        _stage(LaneStep.PASSED_ON, "转给产品部门", "pass it on to the product department"),
    ),
}
"""The steps of each lane in their order."""

ALLOWED_BESIDE = frozenset({LaneStep.MINOR, LaneStep.NOTHING_TO_REPORT, LaneStep.OWNER_CONTACTED, LaneStep.PASSED_ON})
"""Steps that any lane may have beside its own."""

MAY_HIDE = frozenset({CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE})
"""Lanes in which the post can be hidden. A safety post or a cry for help stays: it is no offence."""


_STANDS = frozenset({LaneStep.HIDDEN, LaneStep.RESTORED, LaneStep.MINOR})
"""What stays as it is when a case is open again."""


def of_stay(lane: CaseKind, events: Sequence[LaneEvent]) -> list[LaneEvent]:
    """What happened since a case entered its lane last, or was opened again there: what was done before is asked anew.

    Of before stay the hit that led there and, where it was opened again, what stands as it was: hidden, a minor.
    """
    begun = (LaneStep.ENTERED, LaneStep.REOPENED)
    starts = [at for at, one in enumerate(events) if one.lane is lane and one.step in begun]
    if not starts:
        return list(events)
    before, start = events[: starts[-1]], events[starts[-1]]
    if start.step is LaneStep.REOPENED:
        kept = [one for one in before if one.lane is lane and one.step in _STANDS]
    else:
        since = starts[-2] if len(starts) > 1 else 0
        hits = [one for one in before[since:] if one.step is LaneStep.RAISED and one.lane is lane]
        kept = [one for one in hits if one.text == start.text or not start.text][-1:]
    return [*kept, *events[starts[-1] :]]


def events_of(lane: CaseKind, events: Sequence[LaneEvent], step: LaneStep) -> list[LaneEvent]:
    """What happened of a kind, in a lane, oldest first."""
    return [one for one in events if one.step is step and one.lane is lane]


def last(lane: CaseKind, events: Sequence[LaneEvent], step: LaneStep) -> LaneEvent | None:
    """The newest event of a kind in a lane."""
    found = events_of(lane, events, step)
    return found[-1] if found else None


def done(lane: CaseKind, events: Sequence[LaneEvent], step: LaneStep) -> bool:
    """Whether a step was done in a lane. What was shown again is not hidden any more."""
    if step is LaneStep.HIDDEN:
        return hidden(lane, events)
    return last(lane, events, step) is not None


def hidden(lane: CaseKind, events: Sequence[LaneEvent]) -> bool:
    """Whether the post was hidden in the lane, and not shown again since."""
    turns = [one for one in events if one.lane is lane and one.step in (LaneStep.HIDDEN, LaneStep.RESTORED)]
    return bool(turns) and turns[-1].step is LaneStep.HIDDEN


def missing(lane: CaseKind, events: Sequence[LaneEvent]) -> tuple[Stage, ...]:
    """Required steps that were not done: without them the case can't be closed."""
    free = lane is CaseKind.SAFETY and done(lane, events, LaneStep.NOTHING_TO_REPORT)
    needed = [one for one in STAGES.get(lane, ()) if one.required and not (free and one.step is LaneStep.REPORTED)]
    return tuple(one for one in needed if not done(lane, events, one.step))


def check_closing(lane: CaseKind, events: Sequence[LaneEvent]) -> None:
    """Let pass a case whose lane was gone through.

    Raises:
        LaneUnfinished: required steps are missing, which it names.
    """
    left = [STEP_WORDS[one.step] for one in missing(lane, events)]
    if left:
        kind = KIND_WORDS[lane]
        raise LaneUnfinished(
            kind=(kind.zh, kind.en), steps=("、".join(one.zh for one in left), ", ".join(one.en for one in left))
        )


def check_step(lane: CaseKind, step: LaneStep) -> None:
    """Let pass a step that the lane has.

    Raises:
        NotOfLane: the case is in no lane, or in one without this step.
    """
    if step in {one.step for one in STAGES.get(lane, ())} or (lane in LANES and step in ALLOWED_BESIDE):
        return
    kind, what = KIND_WORDS[lane], STEP_WORDS[step]
    raise NotOfLane(kind=(kind.zh, kind.en), step=(what.zh, what.en))


# --- how grave ----------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How soon something needs a person; P0 can't be skipped, put off or closed with others."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


SEVERITY_WORDS = {
    Severity.P0: Words("P0 安全与生命", "P0 safety and life"),
    Severity.P1: Words("P1 违法、未成年人、隐私", "P1 unlawful, minors, privacy"),
    Severity.P2: Words("P2 投诉与冲突", "P2 complaints and quarrels"),
    Severity.P3: Words("P3 广告与其他", "P3 adverts and the rest"),
}

_OF_LANE = {
    CaseKind.SAFETY: Severity.P0,
    CaseKind.CARE: Severity.P0,
    CaseKind.UNLAWFUL: Severity.P1,
    CaseKind.RIGHTS_NOTICE: Severity.P1,
    CaseKind.SUGGESTION: Severity.P3,
}
_PRIVATE = ("privacy", "minor")
_ADVERTS = ("advert", "spam")


def severity(kind: CaseKind, raised: str = "", reported_as: str = "") -> Severity:
    """How grave a case is: by its lane, the lane that a keyword points to, or what reports call it."""
    found = [_OF_LANE[one] for one in (kind, raised_lane(raised)) if one in OWN_LANES]
    if found:
        return min(found)
    if reported_as in _PRIVATE:
        return Severity.P1
    return Severity.P3 if kind is CaseKind.SUGGESTION or reported_as in _ADVERTS else Severity.P2


# --- what a keyword raised ----------------------------------------------------------------------------


def raised_lane(raised: str) -> CaseKind | None:
    """The lane that a hit points to, as in "safety:冒烟"; None for "" and for what is no hit."""
    hit = Hit.read(raised)
    return hit.lane if hit is not None and hit.lane in OWN_LANES else None


def raised_word(raised: str) -> str:
    """The word of a hit."""
    hit = Hit.read(raised)
    return hit.word if hit is not None else ""


def raised_words(raised: str) -> Words:
    """A hit as a person reads it, the words with it; nothing where there is none."""
    lane = raised_lane(raised)
    if lane is None:
        return Words()
    kind, word = KIND_WORDS[lane], raised_word(raised)
    return Words(f"可能是{kind.zh}：“{word}”", f"may be {kind.en}: “{word}”")


def graver(one: str, other: str) -> str:
    """Of two hits the graver one; the first where they are alike."""
    order = [CaseKind.SAFETY, CaseKind.CARE, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, None]
    return min((one, other), key=lambda hit: order.index(raised_lane(hit)))


# --- whom to call -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call."""

    number: str
    who: Words


EMERGENCY = (
    Number("110", Words("公安：人有危险，或要找到他", "police: somebody is in danger, or has to be found")),
    Number("120", Words("急救", "ambulance")),
    Number("119", Words("消防：起火、被困", "fire brigade: fire, somebody is trapped")),
    Number("12356", Words("全国统一心理援助热线", "national helpline for mental health")),
)
"""Numbers of mainland China. 12356 is the national line for mental health since May 2025."""

_CALLS = {CaseKind.SAFETY: ("110", "120", "119"), CaseKind.CARE: ("110", "120", "12356"), CaseKind.UNLAWFUL: ("110",)}


def numbers(lane: CaseKind, own: Iterable[Number] = ()) -> tuple[Number, ...]:
    """Whom to call in a lane; `own` are the team's, such as the brand's hotline."""
    return tuple(one for one in EMERGENCY if one.number in _CALLS.get(lane, ())) + tuple(own)
