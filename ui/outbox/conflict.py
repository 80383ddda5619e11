"""A case that changed after it was answered: the text as it was judged beside the text as it is now."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.cases import STATE_WORDS, CommunityState
from app.domain.commands import Command
from app.domain.words import Words
from app.operations.case_view import CaseView
from app.text.diff import Change, diff
from ui.kit.elements import column, frame, label, row, said
from ui.kit.remote import RemoteText, brief
from ui.tools import Tools

_SETTLED = {
    CommunityState.UPHELD: Words("成立", "upheld"),
    CommunityState.DISMISSED: Words("不成立", "dismissed"),
    CommunityState.IGNORED: Words("忽略", "ignored"),
}


class ConflictView(QWidget):
    """Both versions side by side, changes marked in each."""

    def __init__(self, tools: Tools, view: CaseView, command: Command) -> None:
        super().__init__()
        say = tools.say
        now = view.case.revision.body
        pieces = diff(_judged(view, command), now)
        before, after = RemoteText(tools.theme, say), RemoteText(tools.theme, say)
        before.show_pieces([one for one in pieces if one.change is not Change.ADDED])
        after.show_pieces([one for one in pieces if one.change is not Change.REMOVED])
        left = frame("card", said(say, Words("当时看到的", "As it was judged"), "strong"), before)
        right = frame("card", said(say, Words("现在的", "As it is now"), "strong"), after)
        for side in (left, right):
            side_layout = side.layout()
            if isinstance(side_layout, QVBoxLayout):
                side_layout.addStretch(1)
        sides = row(left, right)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        layout = column()
        for line in _changes(view, same=all(one.change is Change.SAME for one in pieces)):
            layout.addWidget(label(say(line), "small"))
        layout.addLayout(sides)
        self.setLayout(layout)


def _judged(view: CaseView, command: Command) -> str:
    """The text on which the decision of a command was made."""
    decision = next((one for one in view.decisions if one.id == command.decision), None)
    return view.text_of(decision.revision) if decision else view.case.body


def _changes(view: CaseView, *, same: bool) -> list[Words]:
    case = view.case
    lines: list[Words] = []
    if same:
        lines.append(Words("帖子没有变", "The post did not change"))
    if case.assignee is not None:
        name = brief(case.assignee.name, 40)
        lines.append(Words(f"社区里由 {name} 接手", f"In the community it is claimed by {name}"))
    if case.community_state in _SETTLED:
        words = _SETTLED[case.community_state]
        lines.append(Words(f"社区里已按“{words.zh}”办结", f"In the community it is settled as {words.en}"))
    state = STATE_WORDS[case.state]
    lines.append(Words(f"工单现在：{state.zh}", f"The case is now: {state.en}"))
    return lines
