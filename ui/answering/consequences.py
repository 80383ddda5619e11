"""What will happen when an answer is sent, in plain words, before it is."""

from datetime import datetime

from app.domain.cases import COACHING_TERM, CaseState
from app.domain.commands import CommandKind
from app.domain.decisions import DecisionKind
from app.domain.words import Words
from app.operations.triage import CaseView
from app.text.display import visible
from ui.kit.speech import Speech


def consequences(view: CaseView, answer: DecisionKind, *, fold: bool, say: Speech, now: datetime) -> list[str]:
    """One line for each thing that happens."""
    lines = _coaching(view, fold, say, now) if answer is DecisionKind.COACHING else _reply(view)
    return [say(line) for line in lines]


def _coaching(view: CaseView, fold: bool, say: Speech, now: datetime) -> list[Words]:
    name = visible(view.case.author.name) if view.case.author else "?"
    until = say.moment(now + COACHING_TERM, now)
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


def _reply(view: CaseView) -> list[Words]:
    lines = [Words("回复出现在这个帖子下面，所有人可见", "The reply appears under the post, for everybody to read")]
    if view.case.state in (CaseState.NEW, CaseState.CLAIMED):
        if _settles(view):
            lines.append(
                Words("举报按“不成立”办结，帖子保持原样", "The report is settled as dismissed; the post stays as it is")
            )
        lines.append(Words("工单办结", "The case is closed"))
    else:
        lines.append(Words("工单继续等待", "The case goes on waiting"))
    return lines


def _settles(view: CaseView) -> bool:
    sends = view.info is not None and view.info.sends(CommandKind.RESOLVE)
    return sends and not view.case.community_state.settled
