"""抽检: one decision of somebody else after another; keys 1 to 4 say what is thought of it, and go on."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QWidget

from app.domain.changes import Changes
from app.domain.decisions import DECISION_WORDS
from app.domain.ladder import RUNG_WORDS
from app.domain.sampling import MARK_WORDS, SHARE, Consistency, Mark
from app.domain.words import NO_WORDS, Words, chinese_number
from app.errors import StewardError
from app.operations import sampling
from app.operations.sampling import Draw, Drawn
from ui.kit.elements import Scroll, button, clear, column, frame, label, named, row, said
from ui.kit.overlay import Sheet
from ui.kit.remote import RemoteText, brief
from ui.tools import Tools

PERIOD = timedelta(days=7)
LONGEST_NOTE = 300
_LABELS = {
    Mark.AGREE: Words("同意", "Agree"),
    Mark.TOO_HARD: Words("偏重", "Too hard"),
    Mark.TOO_SOFT: Words("偏轻", "Too soft"),
    Mark.TONE: Words("用语不当", "Tone"),
}
_KEYS = {Qt.Key.Key_1: Mark.AGREE, Qt.Key.Key_2: Mark.TOO_HARD, Qt.Key.Key_3: Mark.TOO_SOFT, Qt.Key.Key_4: Mark.TONE}


class SamplingSheet(Sheet):
    """The sheet: post beside decision, four answers; at the end, how evenly articles were applied."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window, 940, 620)
        self._tools = tools
        self._draw: Draw | None = None
        self._report: Consistency | None = None
        self._at = 0
        say = tools.say
        self._how_far = label("", "second")
        self._fault = label("", "second")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._looking())
        self.report = Scroll(margin=4)
        self._stack.addWidget(self.report)
        self.marks = {mark: button(say, _LABELS[mark], key=str(at)) for at, mark in enumerate(Mark, 1)}
        for mark, made in self.marks.items():
            made.clicked.connect(partial(self.mark, mark))
        self.turn = button(say, Words("各条款判得齐不齐", "How even it is"), "quiet", key="R")
        self.turn.clicked.connect(self.turn_over)
        close = button(say, Words("关闭", "Close"), key="Esc")
        close.clicked.connect(self.put_away)
        heading = Words("抽检", "Sampling")
        bottom = row(close, self.turn, None, *self.marks.values())
        layout = column(said(say, heading, "heading"), self._how_far, self._stack, self._fault, bottom)
        layout.setStretch(2, 1)
        layout.setContentsMargins(20, 16, 20, 16)
        self.setLayout(layout)
        named(say, self, heading)
        say.changed.connect(self._render)

    def _looking(self) -> QWidget:
        say = self._tools.say
        self._title, self._about = label("", "strong"), label("", "second")
        self.text = RemoteText(self._tools.theme, say)
        self._decided, self._by = label("", "strong"), label("", "second")
        self._article = label("", "small")
        self._said = label()
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        named(say, self.note, Words("给处理人的话", "What to tell them"))
        placeholder = Words(
            "想说的话，可不填（N 开始写，回车回来）", "What to tell them, if anything (N to write, Enter to leave)"
        )
        say.tell(self.note, self.note.setPlaceholderText, placeholder)
        self.note.returnPressed.connect(self.setFocus)
        self._post, self._answer = Scroll(), Scroll()
        self._post.inside.addWidget(frame("judged", self._title, self._about, self.text))
        self._quote = frame("article", self._article)
        for beside in (self._decided, self._by, self._quote, frame("card", self._said)):
            self._answer.inside.addWidget(beside)
        for scroll in (self._post, self._answer):
            scroll.inside.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._post)
        split.addWidget(self._answer)
        split.setSizes([450, 450])
        split.setChildrenCollapsible(False)
        page = QWidget()
        page.setLayout(column(split, self.note))
        return page

    # --- what is drawn -----------------------------------------------------------------------------------

    def put_up(self) -> None:
        """Draw anew, unless the draw before is not done with."""
        super().put_up()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self._say_fault(NO_WORDS)
        if self._draw is None or self.drawn is None:
            since = self._tools.clock() - PERIOD
            slot = ("consistency", "draw")
            self._tools.runner.ask(
                slot, lambda desk: sampling.draw(desk, since=since, share=SHARE), self._take, self._fail
            )
        self._ask_report()
        self._render()

    def _ask_report(self) -> None:
        since = self._tools.clock() - PERIOD
        slot = ("consistency", "report")
        self._tools.runner.ask(
            slot, lambda desk: sampling.consistency(desk, since=since), self._take_report, self._fail
        )

    def _take(self, draw: Draw) -> None:
        self._draw, self._at = draw, 0
        self._stack.setCurrentIndex(0 if draw.drawn else 1)
        self._render()

    def _take_report(self, report: Consistency) -> None:
        self._report = report
        self._render_report()

    def _fail(self, error: StewardError) -> None:
        self._say_fault(Words.of(error))

    def _say_fault(self, words: Words) -> None:
        self._fault.setText(self._tools.say(words))
        self._fault.setVisible(words != NO_WORDS)

    @property
    def drawn(self) -> Drawn | None:
        """What is looked at."""
        found = self._draw.drawn if self._draw else ()
        return found[self._at] if self._at < len(found) else None

    # --- what is said of it ------------------------------------------------------------------------------

    def mark(self, what: Mark, _checked: bool = False) -> None:
        """Say it, and go on to the next."""
        one, note = self.drawn, self.note.text()
        if one is None or self._stack.currentIndex() != 0:
            return
        for made in self.marks.values():
            made.setEnabled(False)
        decision = one.decision.id
        self._tools.runner.do(
            lambda desk: sampling.mark(desk, decision, what, note=note), self._marked, self._not_marked
        )

    def _marked(self, _changes: Changes) -> None:
        self._at += 1
        self.note.clear()
        self.setFocus()
        self._say_fault(NO_WORDS)
        if self.drawn is None:
            self._stack.setCurrentIndex(1)
        self._ask_report()
        self._render()

    def _not_marked(self, error: StewardError) -> None:
        self._fail(error)
        self._render()

    def turn_over(self) -> None:
        """The report, or the decisions again."""
        if self.drawn is not None:
            self._stack.setCurrentIndex(1 - self._stack.currentIndex())
            self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 mark; N writes; R turns over."""
        what = _KEYS.get(Qt.Key(event.key()))
        if event.modifiers() or self.note.hasFocus():
            super().keyPressEvent(event)
        elif what is not None:
            self.mark(what)
        elif event.key() == Qt.Key.Key_N:
            self.note.setFocus()
        elif event.key() == Qt.Key.Key_R:
            self.turn_over()
        else:
            super().keyPressEvent(event)

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        one = self.drawn
        looking = one is not None and self._stack.currentIndex() == 0
        for made in self.marks.values():
            made.setVisible(looking)
            made.setEnabled(looking)
        self.turn.setVisible(one is not None)
        self._how_far.setText(self._tools.say(self._progress()))
        if one is not None:
            self._render_drawn(one)
        self._render_report()

    def _progress(self) -> Words:
        draw = self._draw
        if draw is None:
            return Words("正在抽取……", "Drawing …")
        days, share = PERIOD.days, f"{SHARE:.0%}"
        entry = draw.anchor.entry
        if not draw.drawn:
            return Words(
                f"最近 {days} 天别人作的 {draw.of} 个决定，抽到的都看过了",
                f"Of {draw.of} decisions of others in {days} days, all that were drawn were looked at",
            )
        at, all_ = min(self._at + 1, len(draw.drawn)), len(draw.drawn)
        if self.drawn is None:
            return Words(f"{all_} 件都看完了，谢谢", f"All {all_} are looked at, thank you")
        return Words(
            f"第 {at} / {all_} 件 · 从最近 {days} 天 {draw.of} 个决定里抽 {share}，按台账第 {entry} 条抽签",
            f"{at} of {all_} · {share} of {draw.of} decisions in {days} days, drawn by entry {entry} of the ledger",
        )

    def _render_drawn(self, one: Drawn) -> None:
        say, decision = self._tools.say, one.decision
        self._title.setText(brief(one.title, 120))
        self._about.setText(say(Words(f"工单 {decision.case_id}", f"Case {decision.case_id}")))
        self.text.show_text(one.text)
        words = RUNG_WORDS[one.sanction.sanction.rung] if one.sanction else DECISION_WORDS[decision.kind]
        self._decided.setText(say(words))
        when = say.moment(decision.at, self._tools.clock())
        self._by.setText(f"{brief(decision.by.name, 40)} · {when}")
        basis = decision.basis
        self._quote.setVisible(basis is not None)
        if basis is not None:
            zh = f"第{chinese_number(basis.article)}条 {basis.title.zh}" if basis.article else basis.law.zh
            en = f"Article {basis.article} {basis.title.en}" if basis.article else basis.law.en
            self._article.setText(say(Words(zh, en)))
        nothing = say(Words("（没有写给作者的话）", "(nothing was written to the author)"))
        self._said.setText(decision.text or decision.reason or nothing)

    def _render_report(self) -> None:
        report, say, inside = self._report, self._tools.say, self.report.inside
        clear(inside)
        if report is None:
            return
        head = Words(
            f"最近 {PERIOD.days} 天，各条款判得齐不齐", f"How evenly articles were applied in {PERIOD.days} days"
        )
        inside.addWidget(label(say(head), "strong"))
        if not report.articles:
            inside.addWidget(label(say(Words("还没有引用条款的决定", "No decision cited an article yet")), "second"))
        for one in report.articles:
            title = Words(f"第{chinese_number(one.article)}条 {one.title.zh}", f"Article {one.article} {one.title.en}")
            rungs = say(Words("、", ", ")).join(f"{say(RUNG_WORDS[rung])} {number}" for rung, number in one.rungs)
            inside.addWidget(
                frame(
                    "card",
                    label(say(title), "strong"),
                    label(rungs),
                    label(self._agreed(one.marks, one.agreement), "second"),
                )
            )
        for person in report.people:
            said_ = self._agreed(person.marks, None)
            notes = "".join(f"\n“{brief(note, LONGEST_NOTE)}”" for note in person.notes)
            inside.addWidget(frame("card", label(brief(person.person.name, 40), "strong"), label(said_ + notes)))
        inside.addStretch(1)

    def _agreed(self, marks: tuple[tuple[Mark, int], ...], agreement: float | None) -> str:
        say = self._tools.say
        if not marks:
            return say(Words("还没有抽检", "not sampled yet"))
        parts = [f"{say(MARK_WORDS[mark])} {number}" for mark, number in marks]
        if agreement is not None:
            parts.append(say(Words(f"一致率 {agreement:.0%}", f"agreement {agreement:.0%}")))
        return say(Words("抽检：", "Sampled: ")) + " · ".join(parts)
