"""The one table of answers: how each is called, what it needs, what it does, what will come of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import CaseId, CaseState, Step
from app.domain.commands import COMMAND_WORDS, CommandKind
from app.domain.community import Level
from app.domain.decisions import Decided, DecisionKind
from app.domain.hand import PLACE_WORDS, Place
from app.domain.lanes import OWN_LANES
from app.domain.letters import moment_words
from app.domain.promises import Promising
from app.domain.words import NO_WORDS, Words
from app.operations import coaching, complaints, messages, sanctions
from app.operations.case_view import CaseView
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from ui.kit.remote import brief

HOLD = timedelta(seconds=8)
"""How long an answer can be taken back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be sent for a case; `wish` for a sanction only, `promise` and `despite` for a reply."""

    case: CaseId
    kind: DecisionKind
    text: str
    article: int | None
    fold: bool
    wish: Wish | None = None
    promise: Promising | None = None
    despite: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to answer a case.

    Attributes:
        step: what it does to the case; the answer is possible where that is.
        intention: the intention that begins it (ui.actions).
        words: its name.
        done: what is said once it is written.
        sends: what carries it.
        arrives: where its reader will find it.
        cites: it rests on an article of the code of conduct.
        give: carries it out.
    """

    step: Step
    intention: str
    words: Words
    done: Words
    sends: CommandKind
    arrives: Words
    cites: bool
    give: Callable[[Desk, Answer], Decided]


def _remind(desk: Desk, answer: Answer) -> Decided:
    if answer.article is None:
        raise ValueError("a reminder without an article")
    return coaching.coach(desk, answer.case, article=answer.article, message=answer.text, fold=answer.fold, hold=HOLD)


def _reply(desk: Desk, answer: Answer) -> Decided:
    return complaints.reply(
        desk, answer.case, message=answer.text, promise=answer.promise, despite=answer.despite, hold=HOLD
    )


def _message(desk: Desk, answer: Answer) -> Decided:
    return messages.write(desk, answer.case, message=answer.text, hold=HOLD)


def _sanction(desk: Desk, answer: Answer) -> Decided:
    if answer.wish is None:
        raise ValueError("a sanction without choices")
    return sanctions.sanction(desk, answer.case, answer.wish, hold=HOLD)


def by_hand(view: CaseView, kind: CommandKind) -> bool:
    """Whether a person has to do this: nobody can be told of a case by hand, and some communities not of everything."""
    manual = view.info is not None and view.info.capability(kind).level is Level.MANUAL
    return view.case.place is not None or manual


def can_fold(view: CaseView) -> bool:
    """Whether the post can be folded until its author corrects it, by us or by a person, and shown again."""
    if view.case.place is not None:
        return view.case.place in (Place.WECHAT_GROUP, Place.APP)
    kinds = (CommandKind.HIDE, CommandKind.RESTORE)
    if view.info is None or not view.info.folds_for_correction:
        return False
    return all(view.info.sends(kind) or by_hand(view, kind) for kind in kinds)


def _after_reminder(view: CaseView, fold: bool, until: str) -> list[Words]:
    name = brief(view.case.author.name, 40) if view.case.author else "?"
    lines = [Words(f"{name} 收到 1 封私信，不公开，不记分", f"{name} gets one private message; not public, no strike")]
    if by_hand(view, CommandKind.MESSAGE):
        lines = [_to_do(view), Words("提醒不公开，不记分", "The reminder is not public, no strike")]
    if fold:
        lines.append(Words("帖子暂时折叠，改好后恢复显示", "The post is folded, and shown again once it is corrected"))
    back = Words(
        f"工单转为“待作者修改”，作者修改后或到 {until} 自动回到这里",
        f"The case awaits the author and comes back by itself after an edit, or at {until}",
    )
    if view.case.place is not None:
        back = Words(
            f"工单转为“待作者修改”：TA 改了请登记；到 {until} 也会自动回到这里",
            f"The case awaits the author: enter what they change; it comes back by itself at {until}",
        )
    lines.append(back)
    if _settles(view):
        lines.append(Words("社区里的举报按“成立”办结", "The community's report is settled as upheld"))
    used = [CommandKind.MESSAGE, *([CommandKind.HIDE] if fold else []), *_settling(view)]
    return [*lines, *_not_quite(view, used)]


def _after_reply(view: CaseView, _fold: bool, _until: str) -> list[Words]:
    lines = [Words("回复出现在这个帖子下面，所有人可见", "The reply appears under the post, for everybody to read")]
    if by_hand(view, CommandKind.REPLY):
        lines = [_to_do(view)]
    if view.case.state not in (CaseState.NEW, CaseState.CLAIMED):
        return [*lines, Words("工单继续等待", "The case goes on waiting"), *_not_quite(view, [CommandKind.REPLY])]
    if _settles(view) and view.case.kind not in OWN_LANES:
        lines.append(
            Words("举报按“不成立”办结，帖子保持原样", "The report is settled as dismissed; the post stays as it is")
        )
    lines.append(_CLOSES)
    return [*lines, *_not_quite(view, [CommandKind.REPLY, *_settling(view)])]


def _after_message(view: CaseView, _fold: bool, _until: str) -> list[Words]:
    name = brief(view.case.author.name, 40) if view.case.author else "?"
    lines = [Words(f"{name} 收到 1 封私信，不公开，不引用条款", f"{name} gets one private message; it cites nothing")]
    if by_hand(view, CommandKind.MESSAGE):
        lines = [_to_do(view)]
    stays = Words("工单留在原处，举报不办结", "The case stays where it is; the report is not settled")
    return [*lines, stays, *_not_quite(view, [CommandKind.MESSAGE])]


_CLOSES = Words("工单办结", "The case is closed")


def after_promise(lines: Sequence[Words], promise: Promising) -> list[Words]:
    """What will come of a reply that promises, instead of that the case is closed."""
    until = moment_words(promise.due_at.astimezone())
    waits = Words(
        f"工单转为“待部门回复”（{promise.department}），到 {until.zh} 自动回到这里",
        f"The case awaits {promise.department} and comes back by itself at {until.en}",
    )
    kept = Words(
        "承诺进入“承诺跟进”，前一晚备好进展草稿",
        "The promise stands in the register; a progress note lies ready the evening before",
    )
    return [*(line for line in lines if line != _CLOSES), waits, kept]


def stays_open(lines: Sequence[Words]) -> list[Words]:
    """What will come of a reply to a case that it does not close: a promise is open, or it is in its own lane."""
    stays = Words("工单不办结：承诺或专门流程还没走完", "The case stays open: a promise or its lane is not done")
    return [stays if line == _CLOSES else line for line in lines]


def _to_do(view: CaseView) -> Words:
    """A person has to do it."""
    if view.case.place is not None:
        where = PLACE_WORDS[view.case.place]
        return Words(
            f"{where.zh}没有接口：保存后请人工发送，并在“待发送”登记",
            f"Nothing can be sent there ({where.en}): send it yourself and tick it off in “To be sent”",
        )
    return Words(
        "社区没有接口：保存后请人工发送并登记",
        "The community can't be told: once it is kept, send it yourself and tick it off",
    )


def _not_quite(view: CaseView, kinds: Sequence[CommandKind]) -> list[Words]:
    """What the community does in its own way, and what it leaves to a person, with the reason."""
    if view.info is None or view.case.place is not None:
        return []
    lines: list[Words] = []
    for kind in kinds:
        capability, name = view.info.capability(kind), COMMAND_WORDS[kind]
        if capability.level in (Level.EMULATED, Level.MANUAL) and capability.reason != NO_WORDS:
            why = capability.reason
            lines.append(Words(f"{name.zh}：{why.zh}", f"{name.en[:1].upper()}{name.en[1:]}: {why.en}"))
    return lines


def _settling(view: CaseView) -> list[CommandKind]:
    return [CommandKind.RESOLVE] if _settles(view) else []


def _settles(view: CaseView) -> bool:
    if view.info is None or view.case.place is not None:
        return False
    able = view.info.sends(CommandKind.RESOLVE) or by_hand(view, CommandKind.RESOLVE)
    return able and not view.case.community_state.settled


FORMS: dict[DecisionKind, Form] = {
    DecisionKind.COACHING: Form(
        step=Step.COACH,
        intention="triage.remind",
        words=Words("私信提醒", "Reminder"),
        done=Words("私信提醒已写好", "The reminder is written"),
        sends=CommandKind.MESSAGE,
        arrives=Words("私信 · 只有 TA 能看到", "private message · only they can read it"),
        cites=True,
        give=_remind,
    ),
    DecisionKind.REPLY: Form(
        step=Step.REPLY,
        intention="triage.reply",
        words=Words("公开回复", "Public reply"),
        done=Words("公开回复已写好", "The public reply is written"),
        sends=CommandKind.REPLY,
        arrives=Words("回复 · 所有人可见", "reply · everybody can read it"),
        cites=False,
        give=_reply,
    ),
    DecisionKind.SANCTION: Form(
        step=Step.SANCTION,
        intention="triage.sanction",
        words=Words("处置", "Sanction"),
        done=Words("处置已写好", "The sanction is written"),
        sends=CommandKind.MESSAGE,
        arrives=Words("私信 · 处置通知，只有 TA 能看到", "private message · the notice, only they can read it"),
        cites=True,
        give=_sanction,
    ),
    DecisionKind.MESSAGE: Form(
        step=Step.STAY,
        intention="triage.message",
        words=Words("私信", "Message"),
        done=Words("私信已写好", "The message is written"),
        sends=CommandKind.MESSAGE,
        arrives=Words("私信 · 只有 TA 能看到", "private message · only they can read it"),
        cites=False,
        give=_message,
    ),
}
"""By the decision that each leads to, in the order of the tabs."""

AFTER: dict[DecisionKind, Callable[[CaseView, bool, str], list[Words]]] = {
    DecisionKind.COACHING: _after_reminder,
    DecisionKind.REPLY: _after_reply,
    DecisionKind.MESSAGE: _after_message,
}
"""What will come of a letter, given whether the post is folded and when an author's term ends."""
