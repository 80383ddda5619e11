"""What a person does at each step of a lane: the words of its button, and the intention that its key stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.cases import CaseKind
from app.domain.lanes import STAGES, LaneEvent, LaneStep, done, hidden
from app.domain.lanes_next import open_stages
from app.domain.words import Words


@dataclass(frozen=True, slots=True)
class Act:
    """The words of a button, and its intention."""

    words: Words
    intention: str


def upper(words: Words) -> Words:
    """Words at the beginning of a line."""
    return Words(words.zh, words.en[:1].upper() + words.en[1:])


_LETTER = "desk.forward"

ACTS = {
    LaneStep.ACKNOWLEDGED: Act(Words("我来跟", "I see to it"), "desk.acknowledge"),
    LaneStep.PASSED_ON: Act(Words("转给部门…", "Pass it on…"), "desk.pass"),
    LaneStep.INCIDENT: Act(Words("登记事故…", "Enter it…"), "desk.incident"),
    LaneStep.OWNER_CONTACTED: Act(Words("登记联系…", "Enter it…"), "desk.called"),
    LaneStep.PRESERVED: Act(Words("一键固证", "Seal it"), "triage.preserve"),
    LaneStep.REPORTED: Act(Words("登记上报…", "Enter it…"), "desk.report"),
    LaneStep.FORM_SENT: Act(Words("登记书面报告…", "Enter it…"), "desk.report"),
    LaneStep.HIDDEN: Act(Words("折叠帖子", "Fold it"), "desk.hide"),
    LaneStep.RESTORED: Act(Words("恢复帖子…", "Show it again…"), "desk.hide"),
    LaneStep.CHECKED: Act(Words("登记核对…", "Enter it…"), "desk.check"),
    LaneStep.FORWARDED: Act(Words("看信并转送…", "Read and forward…"), _LETTER),
    LaneStep.STATEMENT: Act(Words("录入声明…", "Enter it…"), "desk.statement"),
    LaneStep.FORWARDED_BACK: Act(Words("看信并转送…", "Read and forward…"), _LETTER),
    LaneStep.CALLED: Act(Words("登记通话…", "Enter the call…"), "desk.called"),
    LaneStep.WRITTEN_TO: Act(Words("看信并发出…", "Read and send…"), _LETTER),
    LaneStep.THANKED: Act(Words("看信并致谢…", "Read and thank…"), _LETTER),
}

BESIDE = {
    LaneStep.NOTHING_TO_REPORT: Words("部门认定无须上报…", "Nothing to report…"),
    LaneStep.PASSED_ON: Words("转给部门…", "Pass it on…"),
    LaneStep.MINOR: Words("疑似未成年人…", "Seems to be a minor…"),
}
"""What may be entered at any time, beside the steps of a lane."""


def beside(lane: CaseKind, events: Sequence[LaneEvent]) -> list[LaneStep]:
    """What may be entered beside the steps, and was not."""
    own = {one.step for one in STAGES.get(lane, ())}
    found = [step for step in BESIDE if step not in own and not done(lane, events, step)]
    reports = lane is CaseKind.SAFETY and not done(lane, events, LaneStep.REPORTED)
    return [step for step in found if step is not LaneStep.NOTHING_TO_REPORT or reports]


INTENTIONS = tuple(dict.fromkeys(act.intention for act in ACTS.values() if act.intention.startswith("desk.")))
"""Intentions of the desk that stand for steps."""


def step_for(intention: str, lane: CaseKind, events: Sequence[LaneEvent]) -> LaneStep | None:
    """Which step an intention means in a lane: the first open one, else the last there is, to be done once more.

    Returns: None where the lane has none of these.
    """
    if intention == "desk.hide":
        can = any(one.step is LaneStep.HIDDEN for one in STAGES.get(lane, ()))
        return (LaneStep.RESTORED if hidden(lane, events) else LaneStep.HIDDEN) if can else None
    meant = [one.step for one in STAGES.get(lane, ()) if one.step in ACTS and ACTS[one.step].intention == intention]
    free = [one.step for one in open_stages(lane, events) if one.step in meant]
    return next(iter([*free, *meant[-1:]]), None)
