"""From the queue: put a case, or those that were picked, into a topic, a new one or one that is open."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from app.domain.cases import CaseId
from app.domain.topics import LONGEST_TITLE, Topic, TopicId
from app.domain.words import NO_WORDS, Words
from app.operations import topics, topics_view
from app.operations.desk import Desk
from app.operations.topics import Changed
from app.operations.topics_likely import Likely, likely
from ui.hand.form import Form, field, line_edit
from ui.kit.elements import clear, column, label, said
from ui.kit.remote import brief
from ui.tools import Tools

MOST_LIKELY = 500
_NAME = Words("新专题的名称", "Name of the new topic")


def _found(desk: Desk, cases: Sequence[CaseId]) -> tuple[list[Topic], list[Likely]]:
    return topics_view.topics(desk), likely(desk, list(cases), limit=MOST_LIKELY)


class JoinForm(Form):
    """Which topic, and whether those that are alike come too.

    Attributes:
        joined: the cases are in it: the id of the topic, its title, and how many came in.
    """

    joined = Signal(object, str, int)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("放进专题", "Put into a topic"), Words("放进去", "Put in"), (560, 460))
        self._cases: list[CaseId] = []
        self._likely: list[CaseId] = []
        self._found: tuple[list[Topic], list[Likely]] = ([], [])
        self._who = label("", "strong")
        self._group = QButtonGroup(self)
        self._choices: QVBoxLayout = column(gap=4)
        self._open: dict[QRadioButton, TopicId] = {}
        self.fresh = QRadioButton()
        tools.say.tell(self.fresh, self.fresh.setText, Words("开一个新专题", "Open a new topic"))
        self._group.addButton(self.fresh)
        self.title = line_edit(
            tools, _NAME, Words("例如：3.2.1 升级后黑屏", "such as: dark screen after 3.2.1"), LONGEST_TITLE
        )
        self.title.textEdited.connect(lambda: self.fresh.setChecked(True))
        self.along = QCheckBox()
        self.inside.addWidget(self._who)
        self.inside.addWidget(said(tools.say, Words("哪个专题", "Which topic"), "second", wrap=False))
        self.inside.addLayout(self._choices)
        self.inside.addWidget(self.fresh)
        self.inside.addLayout(field(tools, _NAME, self.title))
        self.inside.addWidget(self.along)
        self.inside.addStretch(1)
        self.first = self.title
        tools.say.changed.connect(self._render)

    def begin(self, cases: Sequence[CaseId]) -> None:
        """Put these somewhere."""
        self._cases, self._found = list(cases), ([], [])
        self.tell_fault(NO_WORDS)
        self.along.setChecked(True)
        self._offer()
        self.tools.runner.ask(("topics", "join"), lambda desk: _found(desk, cases), self._take, self.fail)
        self.put_up()

    def _take(self, found: tuple[list[Topic], list[Likely]]) -> None:
        self._found = found
        self._offer()

    def _offer(self) -> None:
        """The open topics, the newest first; the newest is chosen, unless a name is being typed."""
        for made in self._open:
            self._group.removeButton(made)
        clear(self._choices)
        self._open = {}
        for topic in self._found[0]:
            made = QRadioButton(f"{brief(topic.title, 60)} · {topic.cases}")
            self._group.addButton(made)
            self._open[made] = topic.id
            self._choices.addWidget(made)
        first = next(iter(self._open), self.fresh)
        (self.fresh if self.title.text() else first).setChecked(True)
        self._likely = [one.case.case for one in self._found[1]]
        self._render()

    def _render(self) -> None:
        say, many, alike = self.tools.say, len(self._cases), len(self._likely)
        self._who.setText(say(Words(f"{many} 件工单", "1 case" if many == 1 else f"{many} cases")))
        self.along.setText(
            say(Words(f"像是同一件事的 {alike} 件也放进去", f"the {alike} that look like the same matter too"))
        )
        self.along.setVisible(alike > 0)

    def go(self) -> None:
        """Put them in."""
        cases = [*self._cases, *(self._likely if self.along.isChecked() else [])]
        to = next((topic for made, topic in self._open.items() if made.isChecked()), None)
        titles = {one.id: one.title for one in self._found[0]}
        title = titles[to] if to is not None else self.title.text()

        def work(desk: Desk) -> Changed:
            return topics.add(desk, to, cases) if to is not None else topics.open_topic(desk, title, cases)

        self.busy(True)
        self.tools.runner.do(work, partial(self._done, title), self.fail)

    def _done(self, title: str, done: Changed) -> None:
        self.busy(False)
        if done.refused and not done.cases:
            self.tell_fault(done.refused[0][1])
            return
        self.title.clear()
        self.put_away()
        self.joined.emit(done.topic, title, len(done.cases))
