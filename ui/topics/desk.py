"""The right column: what holds for all, what is promised, the reply that each will read, and the button."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.cases import CaseId
from app.domain.decisions import Batch
from app.domain.topics import Standing, TopicCase, TopicId
from app.domain.words import NO_WORDS, Words
from app.errors import NotExplained, StewardError
from app.operations import topics, topics_answering
from app.operations.topics_answering import Planned
from app.operations.topics_view import TopicView
from ui.actions import key_of
from ui.answering.forms import HOLD
from ui.answering.keeping import DRAFT_PAUSE
from ui.hand.form import text_edit
from ui.kit.elements import Scroll, button, clear, column, frame, label, row, said, tag
from ui.kit.theme import WIDE_GAP
from ui.tools import Tools
from ui.topics import words

_EXPLAIN = Words("说明：对所有人都成立的", "Explanation: what holds for all")
_EXAMPLE = Words(
    "目前能确认的是什么、原因是什么、这段时间车友可以怎么做",
    "What is known, why it happens, what people can do meanwhile",
)


class TopicDesk(QFrame):
    """What is said to all of a topic.

    Attributes:
        answered: replies were kept: a `Batch`.
        planned: what answering would do: a `Planned`, or None while that is not known.
    """

    answered = Signal(object)
    planned = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._view: TopicView | None = None
        self._one: TopicCase | None = None
        self._plan: Planned | None = None
        self._texts: dict[CaseId, str] = {}
        self._begun: dict[TopicId, str] = {}
        self.lines: dict[CaseId, str] = {}
        self._fault_words = NO_WORDS
        self._unkept = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE)
        self._pause.timeout.connect(self.keep_draft)
        self._build()
        tools.say.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        say = self._tools.say
        self.text = text_edit(self._tools, _EXPLAIN, _EXAMPLE)
        self.text.setMinimumHeight(96)
        self.text.setMaximumHeight(150)
        self.text.textChanged.connect(self._typed)
        self.save = button(say, Words("用这个说明", "Use this"), key=key_of("topic.save"))
        self.save.clicked.connect(self.explain)
        head = row(said(say, _EXPLAIN, "strong", wrap=False), None, self.save)
        self._promise, self._state = label("", "small"), row()
        self.promise = button(say, Words("作承诺", "Promise"), "quiet", key=key_of("topic.promise"))
        self.follow = button(say, Words("告诉所有人进展", "Tell all of them"), "quiet", key=key_of("topic.follow"))
        self.rest = button(say, Words("补给还没收到的", "Tell the rest"), "quiet")
        promised = row(self._promise, self._state, self.promise, self.follow, self.rest)
        promised.setStretch(0, 1)
        self.before = button(say, Words("‹", "‹"), "quiet")
        self.next = button(say, Words("›", "›"), "quiet")
        say.tell(self.before, self.before.setAccessibleName, Words("上一位", "The one before"))
        say.tell(self.next, self.next.setAccessibleName, Words("下一位", "The next one"))
        self._whose = label("", "strong", wrap=False)
        self.line = button(say, Words("换一句开头", "Another first line"), "quiet", key=key_of("topic.line"))
        turning = row(self.before, self._whose, self.next, None, self.line)
        self._reply, self._why = label(), label("", "second")
        scroll = Scroll(margin=0)
        scroll.inside.addWidget(frame("bubble", self._reply, self._why, margin=12))
        scroll.inside.addStretch(1)
        self._lines: QVBoxLayout = column(gap=3)
        self._fault = label()
        self._fault_frame = frame("fault", self._fault)
        self.answer = button(say, words.answering(0), "primary")
        self.answer.clicked.connect(self.answer_all)
        will = said(say, Words("发出后会发生什么", "What will happen"), "strong")
        self._will = will
        layout = column(
            head, self.text, promised, turning, scroll, will, self._lines, self._fault_frame, row(None, self.answer)
        )
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        layout.setStretch(4, 1)
        self.setLayout(layout)

    # --- what is shown -----------------------------------------------------------------------------------

    def show_view(self, view: TopicView | None) -> None:
        """Show this topic; what was begun about it is there again."""
        fresh = view is None or self._view is None or view.topic.id != self._view.topic.id
        if fresh:
            self.keep_draft()
        self._view = view
        if fresh:
            self._one, self._fault_words = None, NO_WORDS
            self.lines = {}
            if view is not None and view.draft:
                self._begun.setdefault(view.topic.id, view.draft)
        if fresh or not self.writes:
            self._put(self._begun.get(view.topic.id, view.topic.explanation) if view else "")
        self._look()
        self._render()

    def show_one(self, one: TopicCase | None) -> None:
        """Show the reply that this one will read, or has read."""
        self._one = one
        self._render_reply()

    @property
    def writes(self) -> bool:
        """Whether the explanation is being changed."""
        return self._view is not None and self._view.topic.id in self._begun

    @property
    def _able(self) -> bool:
        return self._view is not None and self._view.topic.closed_at is None

    def _put(self, text: str) -> None:
        if self.text.toPlainText() != text:
            self.text.blockSignals(True)
            self.text.setPlainText(text)
            self.text.blockSignals(False)

    def _typed(self) -> None:
        if self._view is not None:
            text, topic = self.text.toPlainText(), self._view.topic
            if text.strip() == topic.explanation:
                self._begun.pop(topic.id, None)
            else:
                self._begun[topic.id] = text
            self._unkept = True
            self._pause.start()
        self._fault_words = NO_WORDS
        self._render()

    def keep_draft(self) -> None:
        """Keep in the record what was typed since it was kept last."""
        if self._view is None or not self._unkept:
            return
        self._pause.stop()
        self._unkept = False
        topic = self._view.topic.id
        text = self._begun.get(topic, "")
        self._tools.runner.do(lambda desk: topics.keep_draft(desk, topic, text), failed=self.show_fault)

    # --- what it would do --------------------------------------------------------------------------------

    def _look(self) -> None:
        """Find out who would read what."""
        self._plan, self._texts = None, {}
        self.planned.emit(None)
        if self._view is None or not self._able:
            self._tools.runner.forget(("topics", "plan"))
            return
        topic, lines = self._view.topic.id, dict(self.lines)
        self._tools.runner.ask(
            ("topics", "plan"),
            lambda desk: topics_answering.plan(desk, topic, first_lines=lines),
            partial(self._planned, topic),
            self._not_planned,
        )

    def _planned(self, topic: TopicId, found: Planned) -> None:
        if self._view is None or self._view.topic.id != topic:
            return
        self._plan = found
        self._texts = {one.case: text for one, text in found.ready}
        self.planned.emit(found)
        self._render()

    def _not_planned(self, error: StewardError) -> None:
        if not isinstance(error, NotExplained):
            self._fault_words = Words.of(error)
        self._render()

    def _render(self) -> None:
        say, view, plan = self._tools.say, self._view, self._plan
        able = self._able
        self.text.setReadOnly(not able)
        self.save.setEnabled(able and self.writes)
        self._render_promise()
        ready = len(plan.ready) if plan else 0
        shown = words.answering(ready)
        self.answer.setText(f"{say(shown)}  {key_of('topic.answer')}")
        self.answer.setAccessibleName(say(shown))
        self.answer.setEnabled(able and ready > 0 and not self.writes)
        clear(self._lines)
        told: list[Words] = []
        if plan and ready and view:
            told = words.consequences(ready, len(plan.refused), plan.second, view.open_promise)
        if self.writes:
            told = [Words("先保存说明，再答复", "Keep the explanation first")]
        for line in told:
            self._lines.addWidget(label(f"· {say(line)}", "second"))
        self._will.setVisible(bool(told))
        self._fault.setText(say(self._fault_words))
        self._fault_frame.setVisible(self._fault_words != NO_WORDS)
        self._render_reply()

    def _render_promise(self) -> None:
        say, view = self._tools.say, self._view
        promise = view.promises[-1] if view and view.promises else None
        clear(self._state)
        if promise is not None:
            line, state, tone = words.promised(promise, self._tools.clock())
            self._promise.setText(say(line))
            self._state.addWidget(tag(say(state), tone))
        else:
            self._promise.setText(say(Words("没有作承诺", "Nothing is promised")))
        still = promise is not None and promise.ended is None
        self.promise.setVisible(self._able and not still)
        self.follow.setVisible(self._able and still and view is not None and view.topic.answered > 0)
        self.rest.setVisible(view is not None and view.untold > 0)

    def _render_reply(self) -> None:
        say, one, plan = self._tools.say, self._one, self._plan
        self._whose.setText(one.author.name if one and one.author else "")
        for part in (self.before, self.next, self.line):
            part.setEnabled(one is not None)
        self.line.setVisible(one is not None and one.standing is Standing.OPEN and self._able)
        text, why = "", NO_WORDS
        if one is not None and one.standing is not Standing.OPEN:
            text, why = one.said, words.standing(one, refused=False)[0]
        elif one is not None and plan is not None:
            text = self._texts.get(one.case, "")
            why = next((sentence for other, sentence in plan.refused if other.case == one.case), NO_WORDS)
        elif one is not None and self._view and not self._view.topic.explanation:
            why = Words(
                "写好说明，这里就是 TA 会读到的回复", "Once there is an explanation, this is what they will read"
            )
        self._reply.setText(text)
        self._reply.setVisible(bool(text))
        self._why.setText(say(why))
        self._why.setVisible(why != NO_WORDS)

    # --- what is done ------------------------------------------------------------------------------------

    def write(self) -> None:
        """Go to the explanation."""
        self.text.setFocus()

    def explain(self) -> None:
        """Keep the explanation."""
        if self._view is None or not self.writes:
            return
        self._pause.stop()
        self._unkept = False
        topic, text = self._view.topic.id, self.text.toPlainText()
        self._tools.runner.do(
            lambda desk: topics.explain(desk, topic, text), lambda _done: self._explained(topic, text), self.show_fault
        )

    def _explained(self, topic: TopicId, text: str) -> None:
        if self._begun.get(topic) == text:
            del self._begun[topic]
        self._fault_words = NO_WORDS
        self._render()

    def take_line(self, case: CaseId, line: str) -> None:
        """Tell this one that first."""
        if line:
            self.lines[case] = line
        else:
            self.lines.pop(case, None)
        self._look()
        self._render()

    def answer_all(self) -> None:
        """Answer everybody who can be answered."""
        if self._view is None or self._plan is None or not self.answer.isEnabled():
            return
        topic, lines = self._view.topic.id, dict(self.lines)
        cases = [one.case for one, _ in self._plan.ready]
        self.answer.setEnabled(False)
        self._tools.runner.do(
            lambda desk: topics_answering.answer(desk, topic, cases=cases, first_lines=lines, hold=HOLD),
            self._done,
            self.show_fault,
        )

    def _done(self, done: Batch) -> None:
        self.answered.emit(done)

    def show_fault(self, error: StewardError) -> None:
        """It was not done."""
        self._fault_words = Words.of(error)
        self._render()
