"""What is in the page of seats: who sits, whose fingerprint was compared, the roster that is given out."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from app.domain.changes import Area, Changes
from app.domain.council_seats import STANDING_WORDS, Standing
from app.domain.roles import Role
from app.domain.words import Words
from app.errors import StewardError
from app.operations import council_seats
from app.operations.council_seats import Listed, SeatChanged, SignedRoster
from ui.actions import key_of
from ui.council.saving import Saver
from ui.council.seat_detail import SeatDetail
from ui.council.seat_form import SeatForm
from ui.council.seat_words import CHAIR, STANDING_TONES, numbered, term
from ui.hand.attachments import local_files
from ui.kit.elements import button, column, row, said
from ui.kit.lines import Line
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP, Tone
from ui.listing import LineList
from ui.tools import Tools

CARD = ".stewardseat"
_NONE = (
    Words("还没有席位", "There is no seat yet"),
    Words(
        "委员在自己的电脑上用委员模式生成席位名片（.stewardseat），拖到这里登记",
        "Members make a card of their keys in council mode (.stewardseat); drop it here",
    ),
)


class Roster(QWidget):
    """The seats."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._form: SeatForm | None = None
        self.saver = Saver(tools, self)
        self.detail = SeatDetail(tools)
        self._lay_out()
        self.setAcceptDrops(True)
        self.detail.confirming.connect(self._confirm)
        self.detail.chairing.connect(self.chair)
        self.detail.leaving.connect(self.leave)
        tools.runner.changed.connect(self.follow)

    def _lay_out(self) -> None:
        say = self._tools.say
        name = Words("席位", "Seats")
        self.list: LineList[Listed] = LineList(
            self._tools, self._line, same=lambda one: one.seat.number, chosen=self.detail.show_seat, name=name
        )
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        self.new = button(say, Words("登记席位", "Enter a seat"), key=key_of("seat.enter"))
        self.new.clicked.connect(self.enter)
        self.sign = button(say, Words("签发席位名册", "Sign the roster"), "primary", key=key_of("seat.roster"))
        self.sign.clicked.connect(self.roster)
        told = Words(
            "名册带着各席位的公钥和您的签名，发给每位委员；换了席位就要重新签发",
            "It carries the seats' keys and your signature; every member gets it, and again when seats change",
        )
        left = QFrame()
        left.setObjectName("panel")
        inside = column(
            row(said(say, name, "heading", wrap=False), None, self.new),
            self.stack,
            said(say, told, "second"),
            row(None, self.sign),
        )
        inside.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        inside.setStretch(1, 1)
        left.setLayout(inside)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, share, least in ((left, 40, 300), (self.detail, 60, 420)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, share)
            part.setMinimumWidth(least)
        splitter.setHandleWidth(WIDE_GAP)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([440, 760])
        layout = row(splitter)
        layout.setContentsMargins(WIDE_GAP, 0, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.stack.take_focus()

    def follow(self, changes: Changes) -> None:
        """Something was changed."""
        if changes.concern(Area.COUNCIL) and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the seats again."""
        self._tools.runner.ask(("council", "seats"), council_seats.seats, self._show, self._fail)

    def _show(self, found: list[Listed]) -> None:
        if found:
            self.stack.show_content()
        else:
            self.stack.show_empty(*_NONE)
        over = (Standing.LEFT, Standing.OVER)
        self.list.show_rows(sorted(found, key=lambda one: (one.standing in over, one.seat.number)))
        secretary = Role.SECRETARY in self._tools.me.roles
        self.sign.setEnabled(secretary and any(one.standing in (Standing.SITS, Standing.BEGINS) for one in found))
        self.new.setEnabled(secretary)

    def _fail(self, error: StewardError) -> None:
        self.stack.show_fault(error)

    def _line(self, one: Listed) -> Line:
        say = self._tools.say
        tags = [(say(STANDING_WORDS[one.standing]), STANDING_TONES[one.standing])]
        if one.seat.chair:
            tags.append((say(CHAIR), Tone.VIOLET))
        over = one.standing in (Standing.LEFT, Standing.OVER)
        return Line(say(numbered(one.seat)), tuple(tags), say(term(one.seat)), "", faded=over)

    # --- what is done ------------------------------------------------------------------------------------

    @property
    def form(self) -> SeatForm:
        """The form of a new seat; it is made when it is first asked for."""
        if self._form is None:
            self._form = SeatForm(self._tools, self.window())
        return self._form

    def enter(self) -> None:
        """Enter a seat."""
        self.form.put_up()

    def confirm(self) -> None:
        """Go to where the fingerprint is compared."""
        self.detail.read_out.setFocus()

    def _confirm(self, number: int, read_out: str) -> None:
        self._change(number, partial(council_seats.confirm_seat, number=number, read_out=read_out))

    def chair(self) -> None:
        """Make the chosen seat one of the chairs, or no longer."""
        chosen = self.list.current
        if chosen is not None:
            seat = chosen.seat
            self._change(seat.number, partial(council_seats.make_chair, number=seat.number, chair=not seat.chair))

    def leave(self) -> None:
        """The chosen seat is given up."""
        chosen = self.list.current
        if chosen is not None:
            self._change(chosen.seat.number, partial(council_seats.leave_seat, number=chosen.seat.number))

    def _change(self, number: int, work: "partial[SeatChanged]") -> None:
        self._tools.runner.do(work, self._changed, partial(self.detail.show_fault, number))

    def _changed(self, done: SeatChanged) -> None:
        self.detail.done()
        who = numbered(done.seat)
        self._tools.notices.tell(Words(f"{who.zh}：已记下", f"{who.en}: entered"))

    def roster(self) -> None:
        """Sign the roster, and save it."""
        self._tools.runner.do(council_seats.sign_roster, self._signed)

    def _signed(self, done: SignedRoster) -> None:
        count = len(done.seats)
        told = Words(
            f"名册第 {done.serial} 号已签名，{count} 个席位。发给每位委员；"
            f"第一次采用时，请在电话里与您核对指纹 {done.fingerprint}",
            f"roster {done.serial} is signed, {count} seats: give it to every member; the first time, each compares "
            f"its fingerprint with you by voice: {done.fingerprint}",
        )
        self.saver.save(done.name, done.content, told)

    # --- drops -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cards are welcome."""
        if any(path.suffix == CARD for path in local_files(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Enter the seat of a card."""
        cards = [path for path in local_files(event.mimeData()) if path.suffix == CARD]
        if cards:
            event.acceptProposedAction()
            self.take_card(cards[0])

    def take_card(self, path: Path) -> None:
        """Enter the seat of this card."""
        self.form.take_card(path)

    # --- going about it ----------------------------------------------------------------------------------

    def next(self) -> None:
        """Go to the next."""
        self.list.step(1)

    def previous(self) -> None:
        """Go to the one before."""
        self.list.step(-1)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.list, self.detail.read_out)

    def escape(self) -> None:
        """Back to the list."""
        self.list.setFocus()
