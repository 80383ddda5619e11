"""The one table of answers: how each is called, what it needs, what it does, what will come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import CaseId, CaseState, Step
from app.domain.commands import CommandKind
from app.domain.decisions import Decided, DecisionKind
from app.domain.words import Words
from app.operations import coaching, complaints
from app.operations.desk import Desk
from app.operations.triage import CaseView
from ui.kit.remote import brief

HOLD = timedelta(seconds=8)
"""How long an answer can be taken back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be sent for a case."""

    case: CaseId
    kind: DecisionKind
    text: str
    article: int | None
    fold: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One way to answer a case by a text.

    Attributes:
        step: what it does to the case; the answer is possible where that is.
        intention: the intention that begins it (ui.actions).
        words: its name.
        done: what is said once it is written.
        arrives: where its reader will find it.
        cites: it rests on an article of the code of conduct.
        will_happen: what will come of it, given whether the post is folded and when an author's term ends.
        give: carries it out.
    """

    step: Step
    intention: str
    words: Words
    done: Words
    arrives: Words
    cites: bool
    will_happen: Callable[[CaseView, bool, str], list[Words]]
    give: Callable[[Desk, Answer], Decided]


def _remind(desk: Desk, answer: Answer) -> Decided:
    if answer.article is None:
        raise ValueError("a reminder without an article")
    return coaching.coach(desk, answer.case, article=answer.article, message=answer.text, fold=answer.fold, hold=HOLD)


def _reply(desk: Desk, answer: Answer) -> Decided:
    return complaints.reply(desk, answer.case, message=answer.text, hold=HOLD)


def _after_reminder(view: CaseView, fold: bool, until: str) -> list[Words]:
    name = brief(view.case.author.name, 40) if view.case.author else "?"
    lines = [Words(f"{name} 收到 1 封私信，不公开，不记分", f"{name} gets one private message; not public, no strike")]
    if fold:
        lines.append(Words("帖子暂时折叠，改好后恢复显示", "The post is folded, and shown again once it is corrected"))
    lines.append(
        Words(
            f"工单转为“待作者修改”，作者修改后或到 {until} 自动回到这里",
            f"The case awaits the author and comes back by itself after an edit, or at {until}",
        )
    )
    if _settles(view):
        lines.append(Words("社区里的举报按“成立”办结", "The community's report is settled as upheld"))
    return lines


def _after_reply(view: CaseView, _fold: bool, _until: str) -> list[Words]:
    lines = [Words("回复出现在这个帖子下面，所有人可见", "The reply appears under the post, for everybody to read")]
    if view.case.state not in (CaseState.NEW, CaseState.CLAIMED):
        return [*lines, Words("工单继续等待", "The case goes on waiting")]
    if _settles(view):
        lines.append(
            Words("举报按“不成立”办结，帖子保持原样", "The report is settled as dismissed; the post stays as it is")
        )
    return [*lines, Words("工单办结", "The case is closed")]


def _settles(view: CaseView) -> bool:
    sends = view.info is not None and view.info.sends(CommandKind.RESOLVE)
    return sends and not view.case.community_state.settled


FORMS: dict[DecisionKind, Form] = {
    DecisionKind.COACHING: Form(
        step=Step.COACH,
        intention="triage.remind",
        words=Words("私信提醒", "Reminder"),
        done=Words("私信提醒已写好", "The reminder is written"),
        arrives=Words("私信 · 只有 TA 能看到", "private message · only they can read it"),
        cites=True,
        will_happen=_after_reminder,
        give=_remind,
    ),
    DecisionKind.REPLY: Form(
        step=Step.REPLY,
        intention="triage.reply",
        words=Words("公开回复", "Public reply"),
        done=Words("公开回复已写好", "The public reply is written"),
        arrives=Words("回复 · 所有人可见", "reply · everybody can read it"),
        cites=False,
        will_happen=_after_reply,
        give=_reply,
    ),
}
"""By the decision that each leads to, in the order of the tabs."""
