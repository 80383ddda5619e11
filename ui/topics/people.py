"""The middle column: who is in a topic and was answered or not, what their posts name, who else may belong to it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from app.domain.cases import CaseId
from app.domain.topics import Facts, Standing, TopicCase, TopicId
from app.domain.words import Words
from app.errors import StewardError
from app.operations import topics
from app.operations.topics import Changed
from app.operations.topics_likely import Likely, likely
from app.operations.topics_view import TopicView
from ui.actions import key_of
from ui.kit.elements import Flow, button, chip, column, frame, label
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP, Tone
from ui.listing import LineList
from ui.tools import Tools
from ui.topics.bars import CountsStrip
from ui.topics.words import FRESH, people, standing

MOST_LIKELY = 500

_ALL, _OPEN, _FRESH, _ALONE, _DONE, _LIKE = "all", "open", "fresh", "alone", "done", "like"
_CHIPS: dict[str, tuple[Words, Tone]] = {
    _ALL: (Words("全部", "All"), Tone.NEUTRAL),
    _OPEN: (Words("还没答复", "Not answered"), Tone.AMBER),
    _FRESH: (Words("新来的", "New"), Tone.BLUE),
    _ALONE: (Words("须单独处理", "By itself"), Tone.RED),
    _DONE: (Words("已答复", "Answered"), Tone.GREEN),
    _LIKE: (Words("像同一件事", "Look like it"), Tone.VIOLET),
}
_ANSWERED = (Standing.ANSWERED, Standing.OTHERWISE, Standing.WAITS)


class PeoplePanel(QFrame):
    """The people of a topic.

    Attributes:
        chosen: somebody is to be shown: a `TopicCase`, or None.
    """

    chosen = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._view: TopicView | None = None
        self._refused: dict[CaseId, Words] = {}
        self._likely: list[Likely] = []
        self.which = _ALL
        self._build()
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        say = self._tools.say
        self._title, self._count = label("", "heading"), label("", "second")
        self.counts = CountsStrip(self._tools)
        self.chips: dict[str, QPushButton] = {}
        group, flow = QButtonGroup(self), Flow(4)
        for which, (words, tone) in _CHIPS.items():
            made = chip(say, words, tone)
            made.clicked.connect(partial(self.show_which, which))
            group.addButton(made)
            self.chips[which] = made
            flow.addWidget(made)
        chips = QWidget()
        chips.setLayout(flow)
        self.list: LineList[TopicCase] = LineList(
            self._tools,
            self._line,
            same=lambda one: one.case,
            chosen=self.chosen.emit,
            name=Words("这个专题的车友", "The people of this topic"),
        )
        self.stack = Stack(self.list, Empty(say), Fault(say, self._render), Loading(say))
        self._offer = label("", "small")
        self.see = button(say, Words("先看看", "Look first"), "quiet")
        self.see.clicked.connect(partial(self.show_which, _LIKE))
        self.put_in = button(say, Words("都加进来", "Put them in"), "primary", key=key_of("topic.add"))
        self.put_in.clicked.connect(self.add_likely)
        self.look = button(say, Words("找找还有谁", "Who else?"), key=key_of("topic.likely"))
        self.look.clicked.connect(self.look_for_more)
        ways = QWidget()
        ways.setLayout(Flow(8, self.see, self.look, self.put_in))
        self._offer_frame = frame("advice", self._offer, ways)
        layout = column(self._title, self._count, self.counts, self._offer_frame, chips, self.stack)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        layout.setStretch(5, 1)
        self.setLayout(layout)

    # --- what is shown -----------------------------------------------------------------------------------

    def show_view(self, view: TopicView | None) -> None:
        """Show this topic."""
        fresh = view is None or self._view is None or view.topic.id != self._view.topic.id
        self._view = view
        if fresh:
            self._refused, self._likely = {}, []
            self.which = _ALL
            self.look_for_more()
        self._render()

    def show_refused(self, refused: dict[CaseId, Words]) -> None:
        """These are left for a person."""
        self._refused = refused
        self._render()

    def show_which(self, which: str, _checked: bool = False) -> None:
        """Show only some."""
        self.which = which
        self._render()

    def refused(self, case: CaseId) -> Words | None:
        """Why somebody is left for a person; None where they are not."""
        return self._refused.get(case)

    def _rows(self, which: str) -> Sequence[TopicCase]:
        if self._view is None:
            return ()
        waiting = [one for one in self._view.cases if one.standing is Standing.OPEN]
        return {
            _ALL: self._view.cases,
            _OPEN: tuple(waiting),
            _FRESH: tuple(one for one in self._view.cases if one.fresh),
            _ALONE: tuple(one for one in waiting if one.case in self._refused),
            _DONE: tuple(one for one in self._view.cases if one.standing in _ANSWERED),
            _LIKE: tuple(one.case for one in self._likely),
        }[which]

    def _render(self) -> None:
        say, view = self._tools.say, self._view
        self._title.setText(brief(view.topic.title, 80) if view else "")
        self._count.setText(say(people(view.topic)) if view else "")
        for part in (self._offer_frame, self.counts, *self.chips.values()):
            part.setVisible(view is not None)
        for which, made in self.chips.items():
            many = len(self._rows(which))
            text = f"{say(_CHIPS[which][0])} {many}"
            made.setText(text)
            made.setAccessibleName(text)
            made.setChecked(which == self.which)
            made.setVisible(view is not None and (many > 0 or which in (_ALL, _OPEN, self.which)))
        if view is not None:
            self.counts.show_counts(view.counts.models, view.counts.versions, view.counts.places)
        self._render_offer()
        rows = self._rows(self.which)
        self.list.show_rows(rows)
        if rows:
            self.stack.show_content()
        elif view is None:
            self.stack.show_empty(Words("还没有专题", "No topic yet"), Words("按 N 开一个", "Press N to open one"))
        else:
            self.stack.show_empty(Words("这里没有人", "Nobody here"), Words("", ""))

    def _line(self, one: TopicCase) -> Line:
        say = self._tools.say
        like = next((found.score for found in self._likely if found.case.case == one.case), None)
        words, tone = standing(one, refused=one.case in self._refused)
        if like is not None:
            words, tone = Words(f"相似 {like:.0%}", f"{like:.0%} alike"), Tone.VIOLET
        tags = [(say(words), tone)] + ([(say(FRESH), Tone.BLUE)] if one.fresh else [])
        known = self._view.facts.get(one.case, Facts()) if self._view else Facts()
        named = " · ".join(part for part in (known.model, known.version, known.place) if part)
        who = brief(one.author.name, 24) if one.author else "?"
        about = f"{who} · {named}" if named else who
        return Line(brief(one.text, 120) or brief(one.title, 120), tuple(tags), about)

    # --- who else ----------------------------------------------------------------------------------------

    def look_for_more(self) -> None:
        """Look for open cases of the same matter."""
        view = self._view
        if view is None or view.topic.closed_at is not None or not view.cases:
            self._likely = []
            self._render_offer()
            return
        topic = view.topic.id
        self._tools.runner.ask(
            ("topics", "likely"), lambda desk: likely(desk, topic, limit=MOST_LIKELY), partial(self._found, topic)
        )

    def _found(self, topic: TopicId, found: list[Likely]) -> None:
        if self._view is not None and self._view.topic.id == topic:
            self._likely = found
            self._render()

    def _render_offer(self) -> None:
        many, view = len(self._likely), self._view
        if many:
            first = brief(self._likely[0].case.text, 30)
            words = Words(
                f"还有 {many} 件像是同一件事，如“{first}”", f"{many} more look like the same, such as “{first}”"
            )
        elif view is not None and not view.cases:
            words = Words("在待处理里按 Z，把工单放进来", "Press Z in the queue to put cases in")
        else:
            words = Words("没有别的工单像是同一件事", "No other open case looks like it")
        self._offer.setText(self._tools.say(words))
        self.put_in.setVisible(many > 0)
        self.see.setVisible(many > 0 and self.which != _LIKE)
        self.look.setVisible(many == 0 and view is not None and bool(view.cases))

    def add_likely(self) -> None:
        """Put all of them in."""
        if self._view is None or not self._likely:
            return
        topic, cases = self._view.topic.id, [one.case.case for one in self._likely]
        self._likely, self.which = [], _ALL
        self._render()
        self._tools.runner.do(lambda desk: topics.add(desk, topic, cases), self._added, self._failed)

    def _added(self, done: Changed) -> None:
        many = len(done.cases)
        self._tools.notices.tell(Words(f"已加进 {many} 位", f"Put in: {many}"))
        self.look_for_more()

    def _failed(self, error: StewardError) -> None:
        self._tools.notices.tell(Words.of(error))

    def take_out(self) -> None:
        """Take the chosen one out; of those that are offered, leave it aside."""
        one, view = self.list.current, self._view
        if one is None or view is None:
            return
        if any(found.case.case == one.case for found in self._likely):
            self._likely = [found for found in self._likely if found.case.case != one.case]
            self._render()
            return
        topic = view.topic.id
        self._tools.runner.do(lambda desk: topics.take_out(desk, topic, [one.case]), self._taken_out, self._failed)

    def _taken_out(self, done: Changed) -> None:
        words = done.refused[0][1] if done.refused else Words("已移出专题", "Taken out of the topic")
        self._tools.notices.tell(words)
