"""One seat: its term, its keys, and where its fingerprint is compared with the member by voice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QFrame

from app.domain.council import STAGE_WORDS
from app.domain.council_seats import STANDING_WORDS, Standing, digits
from app.domain.roles import Role
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations.council_seats import Listed
from ui.actions import key_of
from ui.council.seat_words import CHAIR, STANDING_TONES, numbered, term
from ui.hand.form import field, line_edit
from ui.kit.elements import Scroll, button, clear, column, frame, label, row, said, tag
from ui.kit.remote import brief
from ui.kit.theme import WIDE_GAP, Tone
from ui.tools import Tools

_HOW = Words(
    "打电话给委员，请 TA 读出自己屏幕上的 24 位数字，边听边输入。数字不在这里显示：要听 TA 说，不是念给 TA 听",
    "Call the member and type the 24 digits that they read out from their own screen. They are not shown here: "
    "listen to them, do not read them out",
)
_READ = Words("TA 读出的数字", "What they read out")
_SO_FAR = Words("已输入 {count} / 24 位", "{count} of 24 digits")


class SeatDetail(QFrame):
    """The right column.

    Attributes:
        confirming: the fingerprint was read out: the number of the seat, and what was typed.
        chairing: the seat becomes one of the chairs, or no longer is.
        leaving: the seat is given up.
    """

    confirming = Signal(int, str)
    chairing = Signal()
    leaving = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._seat: Listed | None = None
        self._fault_words = NO_WORDS
        self._build()
        tools.say.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        say = self._tools.say
        self._name, self._who, self._term = label("", "heading"), label("", "second"), label("", "second")
        self._tags, self._panels = row(), label("", "second")
        self.read_out = line_edit(self._tools, _READ, Words("6 组，每组 4 位", "six groups of four"), 60)
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPointSizeF(14)
        self.read_out.setFont(font)
        self.read_out.textChanged.connect(self._typed)
        self.read_out.returnPressed.connect(self._confirm)
        self._count = label("", "second", wrap=False)
        self.confirm = button(say, Words("核对", "Compare"), "primary", key=key_of("seat.confirm"))
        self.confirm.clicked.connect(self._confirm)
        line = row(self._count, None, self.confirm)
        heading = said(say, Words("核对指纹", "Compare the fingerprint"), "strong")
        self._comparing = frame(
            "advice", heading, said(say, _HOW, "small"), field(self._tools, _READ, self.read_out), line
        )
        self._compared = label("", "second")
        self._print = label("", "strong")
        self._print.setFont(font)
        self._print.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        printed = said(say, Words("公钥指纹", "Fingerprint of the keys"), "second")
        self._known = frame("card", printed, self._print, self._compared)
        self._fault_text = label()
        self._fault = frame("fault", self._fault_text)
        self.chair = button(say, Words("设为轮值主席", "Make chair"), key=key_of("seat.chair"))
        self.chair.clicked.connect(self.chairing)
        self.left = button(say, Words("卸任", "Given up"), key=key_of("seat.leave"))
        self.left.clicked.connect(self.leaving)
        scroll = Scroll(margin=0)
        parts = (self._name, self._who, self._term, self._panels, self._comparing, self._known)
        scroll.inside.addWidget(self._name)
        scroll.inside.addLayout(self._tags)
        for part in parts[1:]:
            scroll.inside.addWidget(part)
        scroll.inside.addStretch(1)
        self._scroll = scroll
        self._buttons = row(self.left, None, self.chair)
        layout = column(scroll, self._fault, self._buttons)
        layout.setContentsMargins(16, 16, 16, WIDE_GAP)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    # --- what is shown -----------------------------------------------------------------------------------

    def show_seat(self, seat: Listed | None) -> None:
        """Show this seat."""
        if seat is None or self._seat is None or seat.seat.number != self._seat.seat.number:
            self.read_out.clear()
            self._fault_words = NO_WORDS
        self._seat = seat
        self._render()

    def show_fault(self, number: int, error: StewardError) -> None:
        """Why something could not be done to a seat."""
        if self._seat is not None and self._seat.seat.number == number:
            self._fault_words = Words.of(error)
            self._render()
        else:
            self._tools.notices.tell(Words.of(error))

    def done(self) -> None:
        """It was done."""
        self._fault_words = NO_WORDS
        self.read_out.clear()
        self._render()

    def _typed(self) -> None:
        self._typed_count()
        self._fault_words = NO_WORDS
        self._render_fault()

    def _confirm(self) -> None:
        if self._seat is not None and self.read_out.text().strip():
            self.confirming.emit(self._seat.seat.number, self.read_out.text())

    def _render(self) -> None:
        one, say = self._seat, self._tools.say
        for part in (self._scroll, self.chair, self.left):
            part.setVisible(one is not None)
        self._render_fault()
        if one is None:
            return
        seat = one.seat
        self._name.setText(say(numbered(seat)))
        account = brief(f"{seat.member.name}（{seat.member.id}）", 60)
        self._who.setText(say(Words(f"社区账号 {account}", f"account {account}")))
        self._term.setText(say(term(seat)))
        self._render_tags(one)
        self._render_panels(one)
        open_ = one.standing not in (Standing.LEFT, Standing.OVER)
        secretary = Role.SECRETARY in self._tools.me.roles
        self._comparing.setVisible(seat.confirmed_at is None and open_)
        self._known.setVisible(seat.confirmed_at is not None)
        self._print.setText(one.fingerprint)
        if seat.confirmed_at is not None and seat.confirmed_by is not None:
            at, by = say.moment(seat.confirmed_at, self._tools.clock()), brief(seat.confirmed_by.name, 40)
            self._compared.setText(say(Words(f"{by} 于 {at} 与委员核对过", f"compared by {by} with the member, {at}")))
        name = Words("不再是轮值主席", "No longer chair") if seat.chair else Words("设为轮值主席", "Make chair")
        key = key_of("seat.chair")
        self.chair.setText(say(Words(f"{name.zh}  {key}", f"{name.en}  {key}")))
        self.chair.setAccessibleName(say(name))
        self.chair.setEnabled(secretary and open_ and seat.confirmed_at is not None)
        self.left.setEnabled(secretary and open_)
        self._typed_count()

    def _typed_count(self) -> None:
        count = len(digits(self.read_out.text()))
        self._count.setText(self._tools.say(Words(_SO_FAR.zh.format(count=count), _SO_FAR.en.format(count=count))))

    def _render_fault(self) -> None:
        self._fault_text.setText(self._tools.say(self._fault_words))
        self._fault.setVisible(self._fault_words != NO_WORDS)

    def _render_tags(self, one: Listed) -> None:
        clear(self._tags)
        say = self._tools.say
        self._tags.addWidget(tag(say(STANDING_WORDS[one.standing]), STANDING_TONES[one.standing]))
        if one.seat.chair:
            self._tags.addWidget(tag(say(CHAIR), Tone.VIOLET))
        self._tags.addStretch(1)

    def _render_panels(self, one: Listed) -> None:
        say = self._tools.say
        lines = [f"{panel.id} · {say(STAGE_WORDS[panel.stage])} · {brief(panel.question, 60)}" for panel in one.panels]
        head = say(Words("正在评议：", "Judges just now:"))
        self._panels.setText("\n".join([head, *lines]))
        self._panels.setVisible(bool(lines))
