"""The ballot: the undertaking of confidence, three questions, or standing aside; and what was written before."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPlainTextEdit, QWidget

from app.domain.council import LONGEST_REASON, Finding, Question, Remedy
from app.domain.seat import NO_DRAFT, UNDERTAKING_WORDS, Draft
from app.domain.words import NO_WORDS, Words
from app.operations.seat_packets import Reading
from app.operations.seat_voting import LATE
from ui.actions import key_of
from ui.kit.elements import Flow, button, column, frame, label, named, row, said
from ui.seat.notes import KEEP_MS
from ui.seat.questions import parts
from ui.seat.tools import SeatTools

_PROMISE_FIRST = Words("请先勾选保密承诺", "Tick the undertaking of confidence first")
_SECRECY = Words(
    "答案用只有计票时才能打开的钥匙封好，秘书在截止前也看不到；计票后答案与席位分开保存。只有五张左右的票，"
    "措辞又是您自己的：理由写得越像您平时说话，越容易被认出来。",
    "Your answers are sealed for the count: before it not even the secretary can see them, and after it they are kept "
    "apart from the seats. Yet there are about five ballots, and the words are your own: a reason that sounds like you "
    "can be recognised as yours.",
)


class VoteForm(QWidget):
    """The ballot of one packet.

    Attributes:
        drafted: what was answered so far is to be kept: a `Draft`.
        cast: the ballot is to be written: its `Draft`, which is complete.
        recused: the seat stands aside: why.
        again: the file of the latest ballot is wanted once more.
        missing: something is not filled in: the part to be seen.
    """

    drafted = Signal(object)
    cast = Signal(object)
    recused = Signal(str)
    again = Signal()
    missing = Signal(object)

    def __init__(self, tools: SeatTools, reading: Reading) -> None:
        super().__init__()
        self._tools, self._reading = tools, reading
        self._latest = next(iter(reading.ballots), None)
        self._kept = reading.draft or (self._latest.answers if self._latest else NO_DRAFT)
        say = tools.say
        self.questions = parts(say)
        self._fill(self._kept)
        self.undertaking = QCheckBox()
        named(say, self.undertaking, UNDERTAKING_WORDS)
        self._fault = label()
        self._fault_frame, self._fault_words = frame("fault", self._fault), NO_WORDS
        self._fault_frame.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.flush)
        self.undertaking.toggled.connect(lambda: self._tell(NO_WORDS))
        for part in self.questions.values():
            part.changed.connect(self._timer.start)
        self._written = label()
        self._build()
        say.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        say, refused = self._tools.say, self._reading.why_not
        if refused is not None:
            self.setLayout(column(frame("caution", said(say, refused)), *self._before()))
            return
        late = [frame("caution", said(say, LATE))] if self._reading.late else []
        words = (
            Words("改投，替换上一张", "Change my ballot")
            if self._latest is not None
            else Words("写出评议票", "Write the ballot")
        )
        self.write = button(say, words, "primary", key=key_of("mode.cast"))
        self.write.clicked.connect(self.try_to_cast)
        self.aside = button(say, Words("我要回避", "I stand aside"), "quiet")
        self.aside.clicked.connect(self.ask_why)
        self.setLayout(
            column(
                *late,
                *self._before(),
                *self.questions.values(),
                frame("advice", said(say, _SECRECY, "second")),
                self._promise(),
                self._fault_frame,
                self._ways(),
                self._aside_part(),
                gap=12,
            )
        )

    def _ways(self) -> QWidget:
        self._vote_ways = QWidget()
        self._vote_ways.setLayout(Flow(8, self.write, self.aside))
        return self._vote_ways

    def _promise(self) -> QWidget:
        """A tick cannot break its line: the words stand beside it, and a click on them ticks too."""
        words = _Clicked(self.undertaking)
        self._tools.say.tell(words, words.setText, UNDERTAKING_WORDS)
        line = row(self.undertaking, words)
        line.setStretch(1, 1)
        made = QWidget()
        made.setLayout(line)
        return made

    def _before(self) -> list[QWidget]:
        """What was written already."""
        if self._latest is None:
            return []
        save = button(self._tools.say, Words("再存一次这张票", "Save this ballot again"))
        save.clicked.connect(self.again)
        return [frame("advice", self._written, row(save, None))]

    def _aside_part(self) -> QFrame:
        say = self._tools.say
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(76)
        named(say, self.reason, Words("回避的理由", "Why you stand aside"))
        told = Words(
            "与当事人认识、有过节、或自觉难以公正，都应当回避；秘书会另抽一位委员。理由秘书看得到。",
            "Stand aside if you know a party, have a quarrel with one, or doubt that you can be fair; another seat is "
            "drawn. The secretary reads the reason.",
        )
        self.go_aside = button(say, Words("写出回避票", "Write that I stand aside"), "primary", key=key_of("mode.cast"))
        self.go_aside.clicked.connect(self._stand_aside)
        self.stay = button(say, Words("不回避，还是投票", "No, I vote"), "quiet")
        self.stay.clicked.connect(self._vote_after_all)
        made = frame("card", said(say, told), self.reason, row(self.go_aside, self.stay, None))
        self._aside = made
        made.hide()
        return made

    def _fill(self, draft: Draft) -> None:
        for question, part in self.questions.items():
            value = getattr(draft, question.value)
            part.show_answer(value.value if value is not None else "", getattr(draft, f"why_{question.value}"))

    # --- what is written ---------------------------------------------------------------------------------

    def ask_why(self) -> None:
        """Show what it takes to stand aside. Until that is put away nothing votes."""
        self._turn(aside=True)
        self.reason.setFocus()

    def _vote_after_all(self) -> None:
        self._turn(aside=False)
        self.aside.setFocus()

    def _turn(self, *, aside: bool) -> None:
        self._tell(NO_WORDS)
        self._aside.setVisible(aside)
        self._vote_ways.setVisible(not aside)
        for part in self.questions.values():
            part.setEnabled(not aside)

    @property
    def standing_aside(self) -> str | None:
        """Why the member stands aside, as far as it is written; None while that is not asked."""
        return self.reason.toPlainText() if self._reading.why_not is None and not self._aside.isHidden() else None

    def go(self) -> None:
        """Write what is being filled in: that the member stands aside, or the ballot."""
        if self.standing_aside is None:
            self.try_to_cast()
        else:
            self._stand_aside()

    def _stand_aside(self) -> None:
        reason = self.reason.toPlainText().strip()
        if not 0 < len(reason) <= LONGEST_REASON:
            self._tell(
                Words(
                    f"请写一句回避的理由，不超过 {LONGEST_REASON} 个字",
                    f"Give a reason, {LONGEST_REASON} characters at most",
                )
            )
            self.reason.setFocus()
        elif not self.undertaking.isChecked():
            self._tell(_PROMISE_FIRST)
            self.undertaking.setFocus()
        else:
            self._turn(aside=False)
            self.recused.emit(reason)

    @property
    def draft(self) -> Draft:
        """What is answered so far."""
        facts, breach, remedy = (self.questions[one] for one in Question)
        return Draft(
            Finding(facts.value) if facts.value else None,
            Finding(breach.value) if breach.value else None,
            Remedy(remedy.value) if remedy.value else None,
            facts.reason[:LONGEST_REASON],
            breach.reason[:LONGEST_REASON],
            remedy.reason[:LONGEST_REASON],
        )

    def flush(self) -> None:
        """Keep what is answered so far."""
        self._timer.stop()
        now = self.draft
        if now != self._kept and self._reading.why_not is None:
            self._kept = now
            self.drafted.emit(now)

    def try_to_cast(self) -> None:
        """Write the ballot if nothing is missing; else say what is, and go there."""
        lacking = [part for part in self.questions.values() if not part.check()]
        if lacking:
            self._tell(NO_WORDS)
            self.missing.emit(lacking[0])
            (lacking[0].why if lacking[0].value else next(iter(lacking[0].radios.values()))).setFocus()
        elif not self.undertaking.isChecked():
            self._tell(_PROMISE_FIRST)
            self.undertaking.setFocus()
            self.missing.emit(self.write)
        else:
            self._tell(NO_WORDS)
            self._timer.stop()
            self.cast.emit(self.draft)

    def _tell(self, words: Words) -> None:
        self._fault_words = words
        self._fault.setText(self._tools.say(words))
        self._fault_frame.setVisible(bool(words.zh))

    def _render(self) -> None:
        say, latest = self._tools.say, self._latest
        self._fault.setText(say(self._fault_words))
        if latest is None:
            return
        now, name = self._tools.clock(), latest.name
        at, due = say.moment(latest.written_at, now), say.moment(self._reading.kept.due_at, now)
        told = (
            Words(f"您已在 {at} 写出回避票：{name}", f"You stood aside ({at}): {name}")
            if latest.recusal
            else Words(f"您已在 {at} 写出评议票：{name}", f"You wrote a ballot ({at}): {name}")
        )
        later = Words(
            f"请把这个文件交给秘书，{due} 前收到才算数。在那之前还可以改：以最后一张为准。",
            f"Hand this file to the secretary; it counts if it arrives before {due}. Until then you can change it: the "
            "last one counts.",
        )
        self._written.setText(f"{say(told)}\n{say(later)}")


class _Clicked(QLabel):
    """Words beside a tick that tick it."""

    def __init__(self, tick: QCheckBox) -> None:
        super().__init__()
        self.setWordWrap(True)
        self._tick = tick

    def mousePressEvent(self, _event: object) -> None:
        """The words are meant as the tick is."""
        self._tick.toggle()
