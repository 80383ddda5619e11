"""What is typed about a topic: its name, what is promised, how it goes on, a first line for one person."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QWidget

from app.domain.decisions import Batch
from app.domain.letters import moment_words
from app.domain.promises import USUAL_DAYS, Change
from app.domain.promises_rules import MOST_DAYS
from app.domain.team_facts import TeamFacts
from app.domain.topics import LONGEST_LINE, LONGEST_TITLE, TopicId
from app.domain.words import NO_WORDS, Words
from app.domain.working_days import Due
from app.operations import promises, team_facts, topics, topics_following
from app.operations.desk import Desk
from app.operations.topics import Changed
from ui.answering.forms import HOLD
from ui.hand.form import Form, field, line_edit, text_edit
from ui.kit.elements import Flow, button, label, row, said
from ui.kit.offering import complete_in_popup
from ui.tools import Tools

CHANGES = {
    Change.PROGRESS: Words("说进展", "How far it is"),
    Change.CLOSED: Words("办结", "Closed"),
    Change.EXTENDED: Words("延期", "Later"),
    Change.GIVEN_UP: Words("无法兑现", "Can't be kept"),
}


class NameForm(Form):
    """A new topic.

    Attributes:
        opened: it is there: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("新专题", "A new topic"), Words("开专题", "Open it"), (520, 230))
        name = Words("这件事叫什么", "What is it about")
        example = Words("例如：3.2.1 升级后黑屏", "such as: dark screen after 3.2.1")
        self.title = line_edit(tools, name, example, LONGEST_TITLE)
        self.inside.addLayout(field(tools, name, self.title))
        self.inside.addStretch(1)
        self.first = self.title

    def go(self) -> None:
        """Open it."""
        title = self.title.text()
        self.busy(True)
        self.tools.runner.do(lambda desk: topics.open_topic(desk, title), self._done, self.fail)

    def _done(self, done: Changed) -> None:
        self.busy(False)
        self.tell_fault(NO_WORDS)
        self.title.clear()
        self.put_away()
        self.opened.emit(done.topic)


class Days(QWidget):
    """So many working days from now, with the date that they lead to.

    Attributes:
        due_at: the date; None while it is reckoned.
    """

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self.due: Due | None = None
        self.typed = line_edit(tools, Words("工作日", "Working days"))
        self.typed.setValidator(QIntValidator(1, MOST_DAYS, self))
        self.typed.setFixedWidth(64)
        self.typed.setText(str(USUAL_DAYS))
        self.typed.textChanged.connect(self.reckon)
        self._told = label("", "strong", wrap=False)
        until = said(tools.say, Words("个工作日，到", "working days, until"), wrap=False)
        self.setLayout(row(self.typed, until, self._told, None))
        tools.say.changed.connect(self._render)

    @property
    def days(self) -> int:
        """As typed; 0 where nothing is."""
        return int(self.typed.text() or 0)

    def reckon(self) -> None:
        """Find the date."""
        self.due, days = None, self.days
        self._render()
        if 1 <= days <= MOST_DAYS:
            self._tools.runner.ask(("topics", "days"), lambda desk: promises.reckon(desk, days), self._take)

    def _take(self, due: Due) -> None:
        self.due = due
        self._render()

    def _render(self) -> None:
        self._told.setText(self._tools.say(moment_words(self.due.at)) if self.due else "…")


class PromiseForm(Form):
    """One promise for all of a topic."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("对所有人作一个承诺", "Promise all of them the same")
        super().__init__(tools, window, heading, Words("作出承诺", "Promise it"), (560, 420))
        self._topic: TopicId | None = None
        self.what = line_edit(tools, _WHAT, Words("例如：修复黑屏的新版本", "such as: a version that mends it"), 200)
        self.department = QComboBox()
        self.department.setEditable(True)
        complete_in_popup(self.department)
        tools.say.tell(self.department, self.department.setAccessibleName, _DEPARTMENT)
        self.owner = line_edit(tools, _OWNER)
        self.owner.setText(tools.me.name)
        self.days = Days(tools)
        note = Words(
            "承诺登记一次；之后答复的每一位都会读到这个日期",
            "It is registered once; whoever is answered reads this date",
        )
        for words, widget in (
            (_WHAT, self.what),
            (_DEPARTMENT, self.department),
            (_OWNER, self.owner),
            (Words("期限", "Due"), self.days),
        ):
            self.inside.addLayout(field(tools, words, widget))
        self.inside.addWidget(said(tools.say, note, "second"))
        self.inside.addStretch(1)
        self.first = self.what

    def begin(self, topic: TopicId) -> None:
        """Promise for this topic."""
        self._topic = topic
        self.tell_fault(NO_WORDS)
        self.days.reckon()
        self.tools.runner.ask(("topics", "departments"), team_facts.facts, self._offer)
        self.put_up()

    def _offer(self, known: TeamFacts) -> None:
        typed = self.department.currentText()
        self.department.clear()
        self.department.addItems(list(known.departments))
        self.department.setCurrentText(typed)

    def go(self) -> None:
        """Promise it."""
        topic, what, owner = self._topic, self.what.text(), self.owner.text()
        department, days = self.department.currentText(), self.days.days
        if topic is None:
            return

        def work(desk: Desk) -> Changed:
            made = promises.promising(desk, what=what, department=department, owner=owner, days=days)
            return topics.promise(desk, topic, made)

        self.busy(True)
        self.tools.runner.do(work, self._done, self.fail)

    def _done(self, _done: Changed) -> None:
        self.busy(False)
        self.what.clear()
        self.put_away()
        self.tools.notices.tell(Words("承诺已登记", "The promise is registered"))


class FollowForm(Form):
    """How it goes on, told to everybody who was answered.

    Attributes:
        told: a `Batch` of replies was kept.
    """

    told = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("告诉所有人进展", "Tell all of them how it goes on")
        super().__init__(tools, window, heading, Words("公开回复", "Reply in public"), (620, 480))
        self._topic: TopicId | None = None
        self.change = Change.PROGRESS
        self.buttons: dict[Change, QPushButton] = {}
        group, flow = QButtonGroup(self), Flow(4)
        for change, words in CHANGES.items():
            made = button(tools.say, words, "segment")
            made.setCheckable(True)
            made.clicked.connect(partial(self.choose, change))
            group.addButton(made)
            self.buttons[change] = made
            flow.addWidget(made)
        self.inside.addLayout(flow)
        self.text = text_edit(tools, _SAID, Words("每位车友的称呼会加在前面", "each reads it after their own name"))
        self.days = Days(tools)
        self._date = QWidget()
        self._date.setLayout(
            field(tools, Words("延到（正文里要写明这个日期）", "Until (the text names this date)"), self.days)
        )
        self.inside.addWidget(self._date)
        self.inside.addLayout(field(tools, _SAID, self.text), 1)
        self._will = label("", "second")
        self.inside.addWidget(self._will)
        self._count = 0
        self.first = self.text
        tools.say.changed.connect(self._render)

    def begin(self, topic: TopicId, count: int) -> None:
        """Tell these."""
        self._topic, self._count = topic, count
        self.tell_fault(NO_WORDS)
        self.choose(self.change)
        self.days.reckon()
        self.put_up()

    def choose(self, change: Change, _checked: bool = False) -> None:
        """Say this of it."""
        self.change = change
        self.buttons[change].setChecked(True)
        self._date.setVisible(change is Change.EXTENDED)
        self._render()

    def _render(self) -> None:
        ends = self.change in (Change.CLOSED, Change.GIVEN_UP)
        what = Words(
            f"在 {self._count} 个帖子下各回复一次" + ("，工单随之办结" if ends else "，工单继续等部门"),
            f"One reply in each of {self._count} threads"
            + (", their cases are closed" if ends else "; their cases wait on"),
        )
        self._will.setText(self.tools.say(what))

    def go(self) -> None:
        """Tell them."""
        topic, change, text, due = self._topic, self.change, self.text.toPlainText(), self.days.due
        if topic is None:
            return
        until: datetime | None = due.at if due and change is Change.EXTENDED else None
        self.busy(True)
        self.tools.runner.do(
            lambda desk: topics_following.follow_up(desk, topic, change, text, due_at=until, hold=HOLD),
            self._done,
            self.fail,
        )

    def _done(self, done: Batch) -> None:
        self.busy(False)
        self.text.clear()
        self.put_away()
        self.told.emit(done)


class LineForm(Form):
    """A first line for one person, in place of what their reply would quote."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(
            tools, window, Words("为 TA 写一句开头", "A first line for them"), Words("用这一句", "Use it"), (560, 300)
        )
        self._then: Callable[[str], None] | None = None
        self.text = text_edit(tools, _LINE, Words("空着就引用原帖", "empty: their post is quoted"))
        self._who = label("", "second")
        self.inside.addWidget(self._who)
        self.inside.addLayout(field(tools, _LINE, self.text), 1)
        self.first = self.text

    def begin(self, who: str, line: str, then: Callable[[str], None]) -> None:
        """Write it for this person."""
        self._then = then
        self._who.setText(who)
        self.text.setPlainText(line)
        self.put_up()

    def go(self) -> None:
        """Use it."""
        line = " ".join(self.text.toPlainText()[:LONGEST_LINE].split())
        self.put_away()
        if self._then is not None:
            self._then(line)


_WHAT = Words("承诺什么", "What is promised")
_DEPARTMENT = Words("哪个部门办", "Which department")
_OWNER = Words("谁来跟进", "Who sees to it")
_SAID = Words("正文", "Text")
_LINE = Words("开头", "First line")
