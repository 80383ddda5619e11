"""What is asked of a person at each step that was done outside of the program, and the operation that keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import CaseId, CaseKind
from app.domain.lanes import STAGES, STEP_WORDS, LaneStep, numbers
from app.domain.lanes_clocks import REPORT_GRAVE_WITHIN, lasted
from app.domain.words import NO_WORDS, Words
from app.errors import Language
from app.operations import lanes, lanes_rights
from app.operations.desk import Desk
from app.operations.lanes import LaneDone
from ui.answering.lane.acts import upper
from ui.answering.lane.form import Asked, Line, Moment, Pick, Text, Tick, Value, Values

Work = Callable[[Desk], LaneDone]

_KEEP = Words("登记", "Enter it")
_TO_WHOM = Words("写明是哪个部门或哪位", "Say which department or who")
_NUMBER = Line("number", Words("对方单号 / 回执号（没有就空着）", "Their number or receipt, if there is one"))
_NOTE = Line("text", Words("说了什么（可空）", "What was said, if you like"))

_LEGAL = Words("法务部", "Legal")
_DEPARTMENTS = {
    CaseKind.SAFETY: (Words("质量安全部", "Quality and safety"), Words("售后服务部", "After-sales"), _LEGAL),
    CaseKind.UNLAWFUL: (_LEGAL, Words("信息安全部", "Information security")),
    CaseKind.RIGHTS_NOTICE: (_LEGAL,),
    CaseKind.CARE: (Words("客户关怀", "Customer care"),),
    CaseKind.SUGGESTION: (Words("产品部", "Product"),),
}
"""Offered until the team has entered its own departments."""

_AUTHORITIES = {
    CaseKind.SAFETY: (
        Words("国家市场监督管理总局缺陷产品召回技术中心", "SAMR Defective Product Recall Technical Centre"),
        Words("省级市场监管部门", "Provincial market regulator"),
    ),
    CaseKind.UNLAWFUL: (
        Words("公安机关网安部门", "Police, network security"),
        Words("网信部门", "Cyberspace administration"),
        Words("12377 违法和不良信息举报中心", "12377, reporting centre for unlawful content"),
    ),
}
_CALLED = (*(Words(one.number, one.number) for one in numbers(CaseKind.CARE)), Words("家属", "The family"))


@dataclass(frozen=True, slots=True)
class Known:
    """What a form may begin with.

    Attributes:
        language: of the window.
        now: the time.
        happened: when the incident was, as far as is known.
        departments: of the team's own facts.
        sender: who sent a rights notice.
        letter: drafted for the step.
    """

    language: Language
    now: datetime
    happened: datetime
    departments: Sequence[str] = ()
    sender: str = ""
    letter: str = ""


def asked(step: LaneStep, lane: CaseKind, known: Known) -> Asked | None:
    """The form of a step; None where nothing is asked."""
    hint = next((one.hint for one in STAGES.get(lane, ()) if one.step is step), NO_WORDS)
    made = _FIELDS.get(step)
    if made is None:
        return None
    return Asked(upper(STEP_WORDS[step]), _KEEP, made(lane, known), upper(hint))


Fields = tuple[Line | Moment | Tick | Pick | Text, ...]


def _said(words: Sequence[Words], known: Known) -> tuple[str, ...]:
    return tuple(one.say(known.language) for one in words)


_WHO = Words(
    "写明联系了谁、用什么方式；没联系上请按 Shift+N 记一次", "Say who was reached, and how; Shift+N logs a try"
)
_WHAT = Words("写明谈了什么", "Say what was said")
_OF_SAFETY = ("质量", "安全", "quality", "safety")


def receiver(lane: CaseKind, offered: Sequence[str]) -> str:
    """The department with which the form begins; in the safety lane none but one of quality or safety: "" for none."""
    if lane is not CaseKind.SAFETY:
        return offered[0] if offered else ""
    named = (one for one in offered if any(word in one.lower() for word in _OF_SAFETY))
    return next(named, "")


def _passing(lane: CaseKind, known: Known) -> Fields:
    offered = tuple(known.departments) or _said(_DEPARTMENTS.get(lane, ()), known)
    begin = receiver(lane, offered)
    name = Words("转给哪个部门", "To which department")
    to = Line("to", name, needed=_TO_WHOM, offered=offered, begin=begin)
    slip = Words("转办单（复制到对方的系统）", "The slip: copy it into their system")
    told = Text("text", slip, known.letter) if known.letter else _NOTE
    return (to, _NUMBER, told, _when(known))


def _reporting(lane: CaseKind, known: Known) -> Fields:
    name = Words("报给谁（哪个部门）", "To whom (which authority)")
    to = Line("to", name, needed=_TO_WHOM, offered=_said(_AUTHORITIES.get(lane, ()), known), begin="")
    return (to, _NUMBER, _NOTE, _when(known))


def _when(known: Known) -> Moment:
    return Moment("at", Words("什么时候", "When"), known.now)


def _incident(_lane: CaseKind, known: Known) -> Fields:
    soon = lasted(REPORT_GRAVE_WITHIN)
    return (
        Moment(
            "at",
            Words("事故发生的时间（上报时限从这时起算）", "When it happened; the terms run from it"),
            known.happened,
        ),
        Pick(
            "injury",
            Words(f"有没有人受伤或死亡（有：{soon.zh}内上报）", f"Was anybody hurt? If so: report within {soon.en}"),
            (Words("不清楚，还没问到", "Not known yet"), Words("没有", "Nobody"), Words("有", "Somebody")),
        ),
        Tick("effect", Words(f"社会影响重大（{soon.zh}内上报）", f"A major social effect (report within {soon.en})")),
        Line("text", Words("地点、经过（可空）", "Where and how, if you like")),
        Line("reason", Words("更正之前登记的内容：理由（组长填）", "To put right what was entered: why (for a lead)")),
    )


def _contact(_lane: CaseKind, known: Known) -> Fields:
    whom = Line("to", Words("联系了谁、用什么方式", "Who was reached, and how"), needed=_WHO)
    text = Line(
        "text",
        Words("谈了什么", "What was said"),
        Words("例如：已停车，人没事，车在原地", "As in: parked, all well"),
        needed=_WHAT,
    )
    return (whom, text, _when(known))


def _calling(_lane: CaseKind, known: Known) -> Fields:
    name = Words("打给谁", "Who was called")
    return (Line("to", name, needed=_TO_WHOM, offered=_said(_CALLED, known), begin=""), _NOTE, _when(known))


def _checking(_lane: CaseKind, known: Known) -> Fields:
    name = Words("权利人是谁，身份怎么核实的", "Who holds the right, and how that was checked")
    what = Words("初步证据（链接、登记号）", "The preliminary evidence: links, registration")
    return (
        Line("to", name, needed=Words("写明权利人", "Say who holds the right")),
        Line("text", what, needed=Words("写明有什么初步证据", "Say what the evidence is")),
        _NUMBER,
        _when(known),
    )


def _statement(_lane: CaseKind, known: Known) -> Fields:
    name = Words("作者的声明（原文）", "The author's statement, as it is")
    return (Text("text", name, needed=Words("把声明贴在这里", "Paste the statement here")), _when(known))


def _back(_lane: CaseKind, known: Known) -> Fields:
    name = Words("转送给谁（权利人）", "To whom: the complainant")
    letter = Words("转送的信（先复制发出，再登记）", "The letter: copy and send it, then enter it")
    return (
        Line("to", name, needed=_TO_WHOM, begin=known.sender),
        Text("text", letter, known.letter),
        _NUMBER,
        _when(known),
    )


def _finding(_lane: CaseKind, _known: Known) -> Fields:
    name = Words("哪个部门这样认定，理由是什么", "Which department says so, and why")
    return (Line("text", name, needed=Words("写明谁认定、为什么", "Say who says so, and why")),)


def _minor(_lane: CaseKind, _known: Known) -> Fields:
    return (Line("text", Words("从哪里看出来的（不要去问证件）", "What shows it (never ask for papers)")),)


_FIELDS: dict[LaneStep, Callable[[CaseKind, Known], Fields]] = {
    LaneStep.PASSED_ON: _passing,
    LaneStep.INCIDENT: _incident,
    LaneStep.OWNER_CONTACTED: _contact,
    LaneStep.REPORTED: _reporting,
    LaneStep.FORM_SENT: _reporting,
    LaneStep.CALLED: _calling,
    LaneStep.CHECKED: _checking,
    LaneStep.STATEMENT: _statement,
    LaneStep.FORWARDED_BACK: _back,
    LaneStep.NOTHING_TO_REPORT: _finding,
    LaneStep.MINOR: _minor,
}


_INJURED: dict[Value, bool] = {1: False, 2: True}
"""By the place of the answer; whoever was not asked is not known."""


def work(step: LaneStep, case: CaseId, values: Values) -> Work:
    """The operation that keeps what was filled in."""
    at = values.get("at")
    when = at if isinstance(at, datetime) else None
    to, number, text = (str(values.get(name) or "") for name in ("to", "number", "text"))
    injury, effect = _INJURED.get(values.get("injury")), bool(values.get("effect"))
    if step is LaneStep.INCIDENT and when is not None:
        happened = when
        reason = str(values.get("reason") or "")
        return lambda desk: lanes.incident(desk, case, happened, injury=injury, effect=effect, text=text, reason=reason)
    if step is LaneStep.NOTHING_TO_REPORT:
        return lambda desk: lanes.nothing_to_report(desk, case, text)
    if step is LaneStep.STATEMENT:
        return lambda desk: lanes_rights.counter_statement(desk, case, text, at=when)
    if step is LaneStep.FORWARDED_BACK:
        return lambda desk: lanes_rights.forward_back(desk, case, to, number=number, text=text, at=when)
    return lambda desk: lanes.tell(desk, case, step, to=to, number=number, text=text, at=when)
