"""The form for parties from outside: who is involved, the agreed line, what is held, how a flag ends."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from app.domain.cases import CaseId
from app.domain.commands import Command
from app.domain.outside import LONGEST_LINE, LONGEST_NUMBER, PARTY_WORDS, OutsideParty, Party
from app.domain.words import NO_WORDS, Words
from app.operations import outside
from app.operations.case_view import CaseView, case_view
from app.operations.outside import Flagged, Released
from app.text.display import visible
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import Column, button, clear, column, frame, label, named, row, said
from ui.kit.remote import SHORTER, brief
from ui.tools import Tools

_RULE = Words(
    "从标记起：对外每句话须双人复核；写好未发的先扣下；这件工单的记录只留不删。",
    "From the flag on every word to the outside takes a second person, what was not sent is held, and nothing of the "
    "case is dropped.",
)
_LINE = Words("统一口径", "The agreed line")
_ENDS = Words("由另一个人结束，须写明原因", "Another person ends it, with the reason")


class OutsideForm(Form):
    """The form; it stays up while flags are changed, and shows what came of it.

    Attributes:
        lines, reasons: of each party that is involved: the agreed line, and why it ends.
    """

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("外部介入", "Outside parties"), Words("标记", "Flag it"), (700, 640))
        say = tools.say
        self._case: CaseId | None = None
        self._parties: Sequence[OutsideParty] = ()
        self._held: Sequence[Command] = ()
        self.lines: list[QLineEdit] = []
        self.reasons: list[QLineEdit] = []
        self._about = label("", "second")
        self._list = Column(0)
        self._make_fields()
        self.inside.addWidget(self._about)
        self.inside.addWidget(said(say, _RULE, "second"))
        self.inside.addWidget(self._list)
        self.inside.addWidget(said(say, Words("新增", "Another one"), "strong"))
        for name, part in (
            (Words("谁", "Who"), self.party),
            (Words("对方的编号", "Their number"), self.number),
            (Words("统一口径", "The agreed line"), self.line),
            (Words("备注", "Note"), self.note),
        ):
            self.inside.addLayout(field(tools, name, part))
        self.inside.addStretch(1)
        self.watch(self.number, self.line, self.note)
        self.first = self.party
        tab_order(self.party, self.number, self.line, self.note, self._cancel, self.go_button)
        say.changed.connect(self._render)
        self._render()

    def _make_fields(self) -> None:
        tools = self.tools
        self.party = QComboBox()
        named(tools.say, self.party, Words("谁", "Who"))
        tools.say.tell(self.party, self.party.setPlaceholderText, Words("选一个", "Choose one"))
        number = Words("如 12315 编号、记者所属媒体", "As at 12315, or which paper")
        self.number = line_edit(tools, Words("对方的编号", "Their number"), number, LONGEST_NUMBER)
        hint = Words("所有写这件工单的人照此说", "What all who write on this case keep to")
        self.line = text_edit(tools, Words("统一口径", "The agreed line"), hint)
        self.line.setFixedHeight(64)
        self.note = line_edit(tools, Words("备注", "Note"), Words("同事应当知道的", "What the team should know"), 500)

    def put_up_for(self, view: CaseView) -> None:
        """Show it for a case."""
        if view.case.id != self._case:
            self._case = view.case.id
            self.party.setCurrentIndex(-1)
            for one in (self.number, self.note):
                one.clear()
            self.line.clear()
            self.tell_fault(NO_WORDS)
        who = brief(view.case.author.name, 40) if view.case.author else "?"
        self._about.setText(f"{who} · {brief(view.case.title or view.case.body, 60)}")
        self._show(view)
        self.first = self.lines[0] if self.lines else self.party
        self.busy(False)
        self.put_up()

    def _show(self, view: CaseView) -> None:
        if view.case.id == self._case:
            self._parties, self._held = view.outside, view.held
            self._render()
            if self.isVisible() and not self.isAncestorOf(QApplication.focusWidget() or self.window()):
                self.party.setFocus(Qt.FocusReason.OtherFocusReason)  # what had it is drawn anew

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        say, at = self.tools.say, self.party.currentIndex()
        self.party.clear()
        for one in Party:
            self.party.addItem(begun(say(PARTY_WORDS[one])), one)
        self.party.setCurrentIndex(at)
        inside = self._list.inside
        clear(inside)
        self.lines, self.reasons = [], []
        if self._held:
            inside.addWidget(self._held_words())
        for flag in self._parties:
            inside.addWidget(self._involved(flag) if flag.involved else self._ended(flag))
        self._list.setVisible(inside.count() > 0)

    def _held_words(self) -> QWidget:
        say, count = self.tools.say, len(self._held)
        told = Words(f"扣下 {count} 条介入前写好、没有发出的内容", f"Held back, not sent: {count}")
        texts = [label(visible(one.intent.text[:SHORTER]), "small") for one in self._held if one.intent.text]
        let_go = button(say, Words("复核后放行", "Let them go"))
        let_go.clicked.connect(self._release)
        words = Words("写的人不能放行自己的；也可撤回重写", "Not by who wrote them; they can be withdrawn")
        hint = said(say, words, "second")
        return frame("caution", said(say, told, "strong"), *texts, row(let_go, hint, None))

    def _involved(self, flag: OutsideParty) -> QWidget:
        say, now = self.tools.say, self.tools.clock()
        since, by = say.moment(flag.since, now), brief(flag.by.name, 40)
        head = label(begun(brief(say(flag.words), 80)), "strong")
        lines = [label(say(Words(f"{since} {by} 标记", f"flagged by {by}, {since}")), "second")]
        if flag.note:
            lines.append(label(brief(flag.note), "small"))
        line = line_edit(self.tools, _LINE, _LINE, LONGEST_LINE)
        line.setText(flag.line)
        self.lines.append(line)
        change = button(say, Words("改口径", "Change it"))
        change.clicked.connect(partial(self._say_line, flag.seq, line))
        reason = line_edit(self.tools, Words("为什么结束", "Why it ends"), _ENDS, 500)
        self.reasons.append(reason)
        end = button(say, Words("结束标记", "End it"))
        end.clicked.connect(partial(self._end, flag.seq, reason))
        earlier = len(flag.lines) - 1
        if earlier > 0:
            before = flag.lines[-2]
            words = Words(f"此前：{before.text}（{before.by.name}）", f"before: {before.text} ({before.by.name})")
            lines.append(label(brief(say(words), 120), "second"))
        self.watch(line, reason)
        return frame("raised", head, *lines, _wide(line, change), _wide(reason, end))

    def _ended(self, flag: OutsideParty) -> QWidget:
        say, now = self.tools.say, self.tools.clock()
        by = brief(flag.ended_by.name, 40) if flag.ended_by else "?"
        when = say.moment(flag.ended_at, now) if flag.ended_at else ""
        told = Words(
            f"{flag.words.zh}：{when} {by} 结束，{brief(flag.end_reason, 120)}",
            f"{flag.words.en}: ended by {by}, {when}: {brief(flag.end_reason, 120)}",
        )
        return label(say(told), "second")

    # --- doing -------------------------------------------------------------------------------------------

    def go(self) -> None:
        """Flag a party; which one is nobody's guess: only another person can end it."""
        if self.party.currentIndex() < 0:
            self.tell_fault(Words("先选是谁", "Choose who it is"))
            self.party.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        party = list(Party)[self.party.currentIndex()]
        number, note, line = self.number.text(), self.note.text(), self.line.toPlainText()
        self._do(lambda desk, case: outside.flag(desk, case, party, number=number, note=note, line=line), self._flagged)

    def _flagged(self, done: Flagged) -> None:
        self.party.setCurrentIndex(-1)
        for one in (self.number, self.note):
            one.clear()
        self.line.clear()
        if done.held or done.under_way:
            told = Words(
                f"已扣下 {done.held} 条未发的内容；{done.under_way} 条正在发送，来不及扣",
                f"Held: {done.held} messages; {done.under_way} were being sent and could not be held",
            )
            self.tools.notices.tell(told, seconds=8)

    def _say_line(self, seq: int, line: QLineEdit, _checked: bool = False) -> None:
        text = line.text()
        self._do(lambda desk, case: outside.say_line(desk, case, seq, text))

    def _end(self, seq: int, reason: QLineEdit, _checked: bool = False) -> None:
        why = reason.text()
        self._do(lambda desk, case: outside.end(desk, case, seq, reason=why))

    def _release(self) -> None:
        self._do(outside.release, self._let_go)

    def _let_go(self, done: Released) -> None:
        told = Words(f"已放行 {done.count} 条", f"Let go: {done.count}")
        if done.left:
            told = Words(f"{told.zh}，{done.left} 条是您自己写的", f"{told.en}; {done.left} are your own")
        self.tools.notices.tell(told, seconds=5)

    def _do(self, work: Callable[..., Flagged | Released], then: Callable[..., None] | None = None) -> None:
        case = self._case
        if case is None:
            return
        self.busy(True)
        self.tools.runner.do(lambda desk: work(desk, case), partial(self._done, then), self.fail)

    def _done(self, then: Callable[..., None] | None, done: Flagged | Released) -> None:
        case = self._case
        self.busy(False)
        self.tell_fault(NO_WORDS)
        if then is not None:
            then(done)
        if case is not None:
            self.tools.runner.ask(("outside", "case"), lambda desk: case_view(desk, case), self._show, self.fail)


def begun(text: str) -> str:
    """Words as they begin a line."""
    return text[:1].upper() + text[1:]


def _wide(edit: QWidget, beside: QWidget) -> QWidget:
    made = QWidget()
    line = row(edit, beside)
    line.setStretch(0, 1)
    line.setContentsMargins(0, 0, 0, 0)
    made.setLayout(column(line, gap=0))
    return made
