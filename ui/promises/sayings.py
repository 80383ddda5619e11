"""The one table of public words about a promise: how each is called, what it does, what will come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.commands import CommandKind, CommandState
from app.domain.community import Level
from app.domain.decisions import Decided
from app.domain.promises import Change, PromiseId
from app.domain.words import Words
from app.errors import PromiseBroken
from app.operations import promises
from app.operations.case_view import CaseView
from app.operations.desk import Desk
from app.operations.promises import Kept
from ui.answering.forms import HOLD, by_hand
from ui.promises.reading import Matter
from ui.promises.words import date_words

Done = Decided | Kept


@dataclass(frozen=True, slots=True)
class Word:
    """What is to be said: of which promise, the text, and the new date of an extension."""

    promise: PromiseId
    change: Change
    text: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """One way to go on with a promise.

    Attributes:
        intention: the intention that begins it (ui.actions).
        words: its name.
        send: what its button says.
        done: what is said once it is on its way.
        public: everybody reads it.
        give: carries it out.
    """

    intention: str
    words: Words
    send: Words
    done: Words
    public: bool
    give: Callable[[Desk, Word], Done]


def _extend(desk: Desk, word: Word) -> Done:
    return promises.extend(desk, word.promise, word.text, due_at=word.until, hold=HOLD)


_SEND = Words("公开回复", "Reply in public")

SAYINGS: dict[Change, Saying] = {
    Change.PROGRESS: Saying(
        "promises.progress",
        Words("进展", "Progress"),
        _SEND,
        Words("进展已写好", "The progress is written"),
        True,
        lambda desk, word: promises.progress(desk, word.promise, word.text, hold=HOLD),
    ),
    Change.CLOSED: Saying(
        "promises.close",
        Words("办结", "Close"),
        Words("办结回复", "Reply and close"),
        Words("办结回复已写好", "The closing reply is written"),
        True,
        lambda desk, word: promises.close(desk, word.promise, word.text, hold=HOLD),
    ),
    Change.EXTENDED: Saying(
        "promises.extend",
        Words("延期", "Extend"),
        Words("公开延期", "Extend in public"),
        Words("延期已写好", "The extension is written"),
        True,
        _extend,
    ),
    Change.GIVEN_UP: Saying(
        "promises.give_up",
        Words("无法兑现", "Can't be kept"),
        Words("公开说明", "Say so in public"),
        Words("说明已写好", "It is written why it can't be kept"),
        True,
        lambda desk, word: promises.give_up(desk, word.promise, word.text, hold=HOLD),
    ),
    Change.WITHDRAWN: Saying(
        "promises.withdraw",
        Words("撤回", "Withdraw"),
        Words("撤回承诺", "Withdraw the promise"),
        Words("承诺已撤回，理由记入台账", "The promise is withdrawn; the reason is in the ledger"),
        False,
        lambda desk, word: promises.withdraw(desk, word.promise, word.text),
    ),
}
"""By what each does to the promise, in the order of the tabs."""


def why_not(found: Matter, change: Change, now: datetime) -> Words | None:
    """Why this can't be said of a promise as it stands; None where it can."""
    one = found.shown.promise
    if change is Change.EXTENDED and now > one.due_at and one.ended is None:
        due = date_words(one.due_at, now)
        return Words.of(PromiseBroken(due_zh=f" {due.zh} ", due_en=due.en))
    return None


def after(found: Matter, change: Change, until: datetime | None, now: datetime) -> list[Words]:
    """What will come of it."""
    one, view = found.shown.promise, found.view
    due = date_words(one.due_at, now)
    if change is Change.WITHDRAWN:
        return [
            Words("不公开；理由记入治理台账，不能再改", "Not public; the reason goes into the ledger for good"),
            Words("没有别的承诺时，工单回到“处理中”", "Without another promise the case is in hand again"),
        ]
    lines = [_appears(view)]
    if change is Change.PROGRESS and now <= one.due_at:
        stands = Words(f"期限不变：{due.zh}", f"The date stands: {due.en}")
    elif change is Change.PROGRESS:
        stands = Words("期限已过，办结前仍记为“未兑现”", "The date is over: it stays broken until it is closed")
    elif change is Change.EXTENDED:
        stands = _moved(until, one.extensions, now)
    elif change is Change.GIVEN_UP:
        stands = Words("记为“未兑现”，之后不能再改", "It counts as broken, for good")
    elif now <= one.due_at:
        stands = Words("按期，记为“已兑现”", "In time: it counts as kept")
    else:
        stands = Words("期限已过，记为“超期兑现”", "The date is over: it counts as kept late")
    lines.append(stands)
    if change in (Change.CLOSED, Change.GIVEN_UP):
        lines += _ending(found)
    return lines


def _moved(until: datetime | None, before: int, now: datetime) -> Words:
    shown = date_words(until, now) if until is not None else Words("…", "…")
    return Words(
        f"期限改到 {shown.zh}，记为第 {before + 1} 次延期", f"Due {shown.en} from now on; extension no. {before + 1}"
    )


def _appears(view: CaseView | None) -> Words:
    if view is not None and by_hand(view, CommandKind.REPLY):
        return Words(
            "没有接口：保存后请人工发送，并在“待发送”登记",
            "Nothing can be sent there: send it yourself and tick it off in “To be sent”",
        )
    return Words("回复出现在原帖下面，所有人可见", "The reply appears under the post, for everybody to read")


def _ending(found: Matter) -> list[Words]:
    if found.others:
        left = found.others
        return [Words(f"工单还有 {left} 项承诺，继续等待", f"The case goes on waiting for {left} more")]
    lines = [Words("工单办结", "The case is closed")]
    view = found.view
    if view is not None and view.case.place is None and view.info is not None and _replied(view):
        able = view.info.sends(CommandKind.UPDATE_REPLY)
        manual = view.info.capability(CommandKind.UPDATE_REPLY).level is Level.MANUAL
        if able or manual:
            lines.append(
                Words(
                    "我们的第一条回复开头标注结果，后来的车友看得到",
                    "Our first reply is marked, so that late readers see it",
                )
            )
    return lines


def _replied(view: CaseView) -> bool:
    return any(one.intent.kind is CommandKind.REPLY and one.state is CommandState.SENT for one in view.commands)
