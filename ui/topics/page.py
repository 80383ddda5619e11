"""The page of topics: which there are, who is in one, what all of them are told. A tab of 承诺跟进."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from app.domain.changes import Area, Changes
from app.domain.decisions import Batch, Decided
from app.domain.topics import Topic, TopicCase, TopicId
from app.domain.words import Words
from app.errors import StewardError
from app.operations import topics, topics_following, topics_view
from app.operations.topics import Changed
from app.operations.topics_answering import Planned
from app.operations.topics_view import TopicView
from ui.actions import key_of
from ui.answering.forms import HOLD
from ui.kit.elements import button, column, row, said
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP, Tone
from ui.listing import LineList
from ui.tools import Tools
from ui.topics.desk import TopicDesk
from ui.topics.forms import FollowForm, LineForm, NameForm, PromiseForm
from ui.topics.people import PeoplePanel
from ui.topics.words import all_of, waiting

_AREAS = (Area.TOPICS, Area.PROMISES, Area.CASES)
_NONE = (
    Words("还没有专题", "No topic yet"),
    Words("许多帖子说同一件事时，按 N 开一个", "When many posts are about one matter, press N"),
)


class TopicsPage(QWidget):
    """The page.

    Attributes:
        decided: something was decided that can be taken back for a while: words, decisions, and what is shown then.
        opened: a case is to be shown in the queue: its id.
    """

    decided = Signal(object, object, object)
    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._wanted: TopicId | None = None
        self._closed = False
        self._forms: dict[type, object] = {}
        self.people = PeoplePanel(tools)
        self.desk = TopicDesk(tools)
        self._lay_out()
        self._bind()
        self._connect()

    def _lay_out(self) -> None:
        say = self._tools.say
        self.list: LineList[Topic] = LineList(
            self._tools,
            self._line,
            same=lambda one: one.id,
            chosen=self._choose,
            name=Words("专题", "Topics"),
        )
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        self.new = button(say, Words("新专题", "New topic"), key=key_of("topic.new"))
        self.new.clicked.connect(self.begin_new)
        left = QFrame()
        left.setObjectName("panel")
        inside = column(row(said(say, Words("专题", "Topics"), "heading", wrap=False), None, self.new), self.stack)
        inside.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        inside.setStretch(1, 1)
        left.setLayout(inside)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, share, least in ((left, 26, 210), (self.people, 46, 330), (self.desk, 48, 390)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, share)
            part.setMinimumWidth(least)
        splitter.setHandleWidth(WIDE_GAP)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([260, 460, 500])
        layout = row(splitter)
        layout.setContentsMargins(WIDE_GAP, 0, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    def _bind(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "topic.next": partial(self.people.list.step, 1),
            "topic.previous": partial(self.people.list.step, -1),
            "topic.turn": self.turn,
            "topic.new": self.begin_new,
            "topic.explain": self.desk.write,
            "topic.save": self.desk.explain,
            "topic.promise": self.begin_promise,
            "topic.follow": self.begin_follow,
            "topic.line": self.begin_line,
            "topic.likely": self.people.look_for_more,
            "topic.add": self.people.add_likely,
            "topic.out": self.people.take_out,
            "topic.answer": self.desk.answer_all,
            "topic.open": self.open_case,
            "topic.close": self.close_topic,
            "topic.closed": self.toggle_closed,
        }
        for name, run in does.items():
            self._tools.actions.bind(name, run)

    def _connect(self) -> None:
        self.people.chosen.connect(self.desk.show_one)
        self.desk.planned.connect(self._show_plan)
        self.desk.answered.connect(self._told)
        self.desk.promise.clicked.connect(self.begin_promise)
        self.desk.follow.clicked.connect(self.begin_follow)
        self.desk.rest.clicked.connect(self.tell_rest)
        self.desk.line.clicked.connect(self.begin_line)
        self.desk.before.clicked.connect(partial(self.people.list.step, -1))
        self.desk.next.clicked.connect(partial(self.people.list.step, 1))
        self._tools.runner.changed.connect(self.follow)
        self._tools.say.changed.connect(self.list.viewport().update)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.people.list.setFocus()

    def show_topic(self, topic: TopicId) -> None:
        """Show this one."""
        self._wanted = topic
        self.reload()

    def follow(self, changes: Changes) -> None:
        """Something was changed, here or by a sync."""
        if changes.concern(*_AREAS) and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the topics again."""
        closed = self._closed
        self._tools.runner.ask(
            ("topics", "list"), lambda desk: topics_view.topics(desk, closed=closed), self._show, self._fail
        )

    def _show(self, found: list[Topic]) -> None:
        if not found:
            self.stack.show_empty(*_NONE)
        else:
            self.stack.show_content()
        self.list.show_rows(found)
        if self._wanted is not None:
            self.list.choose(self._wanted)
            self._wanted = None

    def _fail(self, error: StewardError) -> None:
        self.stack.show_fault(error)

    def _choose(self, chosen: Topic | None) -> None:
        if chosen is None:
            self._tools.runner.forget(("topics", "one"))
            self.people.show_view(None)
            self.desk.show_view(None)
            return
        topic = chosen.id
        self._tools.runner.ask(("topics", "one"), lambda desk: topics_view.view(desk, topic), self._show_one)

    def _show_one(self, view: TopicView) -> None:
        if self.topic is not None and view.topic.id == self.topic.id:
            self.desk.show_view(view)
            self.people.show_view(view)

    def _show_plan(self, found: Planned | None) -> None:
        if found is not None:
            self.people.show_refused({one.case: why for one, why in found.refused})

    @property
    def topic(self) -> Topic | None:
        """The one that is shown."""
        return self.list.current

    def _line(self, one: Topic) -> Line:
        say, now = self._tools.say, self._tools.clock()
        tags = [(say(waiting(one)), Tone.AMBER)] if one.open else []
        return Line(brief(one.title, 60), tuple(tags), say(all_of(one)), say.age(one.opened_at, now))

    def turn(self) -> None:
        """Go to the next topic, and after the last to the first."""
        rows = self.list.lines.rows
        if rows:
            self.list.take((self.list.currentIndex().row() + 1) % len(rows))

    def toggle_closed(self) -> None:
        """Show the topics that are closed, or those that are open."""
        self._closed = not self._closed
        self.reload()

    # --- what is done ------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Open a topic."""
        form = self._forms.get(NameForm)
        if not isinstance(form, NameForm):
            form = self._forms[NameForm] = NameForm(self._tools, self.window())
            form.opened.connect(self.show_topic)
        form.put_up()

    def begin_promise(self) -> None:
        """Promise all of them the same."""
        form = self._forms.get(PromiseForm)
        if not isinstance(form, PromiseForm):
            form = self._forms[PromiseForm] = PromiseForm(self._tools, self.window())
        if self.topic is not None and self.desk.promise.isVisibleTo(self.desk):
            form.begin(self.topic.id)

    def begin_follow(self) -> None:
        """Tell all of them how it goes on."""
        form = self._forms.get(FollowForm)
        if not isinstance(form, FollowForm):
            form = self._forms[FollowForm] = FollowForm(self._tools, self.window())
            form.told.connect(self._told)
        if self.topic is not None and self.desk.follow.isVisibleTo(self.desk):
            form.begin(self.topic.id, self.topic.answered)

    def begin_line(self) -> None:
        """Write a first line for the one that is shown."""
        form = self._forms.get(LineForm)
        if not isinstance(form, LineForm):
            form = self._forms[LineForm] = LineForm(self._tools, self.window())
        one: TopicCase | None = self.people.list.current
        if one is not None:
            who = f"{one.author.name if one.author else '?'}: {brief(one.text, 200)}"
            form.begin(who, self.desk.lines.get(one.case, ""), partial(self.desk.take_line, one.case))

    def tell_rest(self) -> None:
        """Tell those who have not heard the last word."""
        if self.topic is not None:
            topic = self.topic.id
            self._tools.runner.do(
                lambda desk: topics_following.tell_rest(desk, topic, hold=HOLD), self._told, self.desk.show_fault
            )

    def _told(self, done: Batch) -> None:
        """Replies were kept: they can be taken back for a while."""
        decisions = [one.decision for one in done.decided if isinstance(one, Decided)]
        many, left = len(decisions), len(done.refused)
        words = Words(
            f"已回复 {many} 位" + (f"，{left} 位须单独处理" if left else ""),
            f"Answered: {many}" + (f", left out: {left}" if left else ""),
        )
        if decisions:
            self.decided.emit(words, decisions, self.reload)
        else:
            self._tools.notices.tell(done.refused[0][1] if done.refused else words)

    def open_case(self) -> None:
        """Go to the case of the one that is shown."""
        one = self.people.list.current
        if one is not None:
            self.opened.emit(one.case)

    def close_topic(self) -> None:
        """Close the topic."""
        if self.topic is not None:
            topic = self.topic.id
            self._tools.runner.do(lambda desk: topics.close(desk, topic), self._closed_it, self.desk.show_fault)

    def _closed_it(self, _done: Changed) -> None:
        self._tools.notices.tell(Words("专题已办结", "The topic is closed"))

    # --- going about it ----------------------------------------------------------------------------------

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.list, self.people.list, self.desk.text)

    def escape(self) -> None:
        """Back to the people."""
        self.people.list.setFocus()
