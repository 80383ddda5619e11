"""Over the evidence: what the case is called, how it stands, where it comes from, what its author changed."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.cases import CaseKind, CaseState
from app.domain.outside import PARTY_WORDS
from app.domain.words import Words
from app.operations.case_view import CaseView
from app.text.diff import diff
from app.text.display import visible
from ui.actions import key_of
from ui.hand.links import host_of
from ui.kit.elements import Flow, button, column, frame, label, tag
from ui.kit.remote import RemoteText, brief
from ui.kit.theme import Tone
from ui.privacy.words import request_title
from ui.tools import Tools
from ui.triage import words


class CaseHead(QWidget):
    """The head of a case.

    Attributes:
        link: the link of a case by hand is to be opened: its address.
        correcting: the author of a case by hand changed it.
    """

    link = Signal(str)
    correcting = Signal()

    def __init__(self, tools: Tools, view: CaseView, now: datetime) -> None:
        super().__init__()
        self._tools = tools
        layout = column()
        self._header(layout, view, now)
        self._edited(layout, view, now)
        self.setLayout(layout)

    def _header(self, inside: QVBoxLayout, view: CaseView, now: datetime) -> None:
        say, case = self._tools.say, view.case
        title = label(
            brief(say(request_title(case.revision.title or case.title or case.revision.body)), 120), "heading"
        )
        tags = Flow(6)
        for words_, tone in self._labels(view):
            tags.addWidget(tag(brief(say(words_), 60), tone))
        inside.addWidget(title)
        inside.addLayout(tags)
        author = brief(case.author.name, 40) if case.author else "?"
        board = f"{brief(view.thread.thread.category, 40)} · " if view.thread and view.thread.thread.category else ""
        when = say.moment(case.revision.written_at, now)
        told = Words(
            f"{board}{author} 发表于 {when} · {case.reports} 人举报 · 工单 {case.id}",
            f"{board}{author}, {when} · reported by {case.reports} · case {case.id}",
        )
        if case.place is not None:
            told = Words(
                f"{author} · {when} · 人工登记 · 工单 {case.id}", f"{author}, {when} · entered by hand · case {case.id}"
            )
        inside.addWidget(label(say(told), "second"))
        if case.place is not None and case.kind is not CaseKind.DATA_REQUEST:  # nobody edits what a member asked for
            inside.addLayout(self._hand_line(case.link))

    def _hand_line(self, link: str) -> Flow:
        """What belongs to a case by hand: its link, and what its author changed."""
        line = Flow(4)
        if link:
            host = host_of(link)
            words_ = Words(f"打开原链接（{brief(host, 60)}）", f"Open its link ({brief(host, 60)})")
            open_ = button(self._tools.say, words_, "quiet", key=key_of("triage.link"))
            open_.setToolTip(visible(link))
            open_.clicked.connect(lambda _checked=False: self.link.emit(link))
            line.addWidget(open_)
        changed = Words("作者改了，登记修改", "The author changed it")
        correct = button(self._tools.say, changed, "quiet", key=key_of("triage.correct"))
        correct.clicked.connect(self.correcting)
        line.addWidget(correct)
        return line

    def _labels(self, view: CaseView) -> list[words.Label]:
        case = view.case
        mine = case.claimed_by is not None and case.claimed_by.id == self._tools.me.id
        held = words.held(brief(case.claimed_by.name, 40), mine=mine) if case.claimed_by else words.state(case.state)
        stands = held if case.state is CaseState.CLAIMED else words.state(case.state)
        found = [words.matter(case.reported_as, case.kind), stands]
        if case.place is not None:
            found.insert(0, words.place(case.place))
        if case.came_back is not None:
            found.append(words.back(case.came_back))
        found[:0] = [(PARTY_WORDS[one.party], Tone.RED) for one in view.outside if one.involved]
        if view.folded:
            found.append((Words("暂时折叠中", "folded meanwhile"), Tone.AMBER))
        if case.assignee is not None and case.assignee.id != self._tools.me.id:
            name = brief(case.assignee.name, 40)
            found.append((Words(f"社区里由 {name} 接手", f"claimed in the community by {name}"), Tone.VIOLET))
        return found

    def _edited(self, inside: QVBoxLayout, view: CaseView, now: datetime) -> None:
        """What the author changed since the text that was judged, or since the report; closed or not."""
        case = view.case
        judged = _before(view)
        if judged == case.revision.body:
            return
        when = self._tools.say.moment(case.revision.written_at, now)
        head = label(
            self._tools.say(Words(f"作者修改了帖子 · {when}", f"The author edited the post · {when}")), "strong"
        )
        text = RemoteText(self._tools.theme, self._tools.say)
        text.show_pieces(diff(judged, case.revision.body))
        inside.addWidget(frame("card", head, text))


def _before(view: CaseView) -> str:
    """The text that the present one is compared with; the present one where nothing was changed.

    A case is closed on the corrected text: what it was corrected from is the text that was judged before.
    """
    now, judged = view.case.revision.body, view.judged
    if not view.case.edits or judged != now or view.case.state is not CaseState.CLOSED:
        return judged if view.case.edits else now
    standing = [view.text_of(one.revision) for one in view.decisions if one.undone_at is None]
    return next((text for text in (*reversed(standing), view.case.body) if text != now), now)
