"""The form of a new seat: the card that a member made, their account, their term."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.council_seats import LONGEST_NAME
from app.domain.hand_times import read_time
from app.domain.letters import moment_words
from app.domain.members import MemberId, MemberRef
from app.domain.words import NO_WORDS, Words
from app.errors import MemberUnknown, StewardError
from app.files import read_bytes
from app.operations import council_accounts, council_seats
from app.operations.council_seats import SeatChanged
from app.operations.desk import Desk
from ui.council.seat_words import numbered
from ui.hand.attachments import local_files
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.choosing import choose_file
from ui.kit.elements import Flow, button, clear, column, label, named, row
from ui.kit.remote import brief
from ui.tools import Tools

LONGEST_WHY = 200
LARGEST_CARD = 64 * 2**10
TERMS = (365, 730)
"""Terms that are offered, in days."""

_CARD = Words("席位名片（.stewardseat）", "Card of the seat (.stewardseat)")
_ACCOUNT = Words("社区账号", "Account in the community")
_NAME = Words("在议事会里的称呼（可不填，按名片）", "Name in the council (empty: as on the card)")
_ENDS = Words("任期到", "Term until")
_OUTSIDE = Words("TA 不在本社区（账号没有记录也登记）", "They are not in this community (enter them all the same)")
_WHY = Words("为什么登记一个这里没有记录的账号", "Why an account is entered that nobody here heard of")
_NOBODY = Words(
    "这里没有这个账号的记录：请从下面选成员，或勾选“不在本社区”并写明原因",
    "Nobody of this number or name is known here: choose a member, or tick that they are not in this community",
)
_STRANGE = Words("日期看不懂，请写成 2027-12-01", "Write it as 2027-12-01")


class SeatForm(Form):
    """The form; what was typed stays in it until the seat is entered."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("登记席位", "Enter a seat")
        super().__init__(tools, window, heading, Words("登记", "Enter"), (600, 560))
        self._card: bytes | None = None
        self._known: MemberRef | None = None
        self._card_name = label("", "strong")
        self.choose = button(tools.say, Words("选择文件", "Choose the file"))
        self.choose.clicked.connect(self._ask_card)
        self.account = line_edit(tools, _ACCOUNT, Words("昵称或账号编号", "their name, or number"), 80)
        self.account.textEdited.connect(self._look)
        self._who, self._offers = label("", "second"), Flow(6)
        self.outside = QCheckBox()
        tools.say.tell(self.outside, self.outside.setText, _OUTSIDE)
        named(tools.say, self.outside, _OUTSIDE)
        self.outside.toggled.connect(lambda _on: self._render())
        self.why = line_edit(tools, _WHY, _WHY, LONGEST_WHY)
        self.name = line_edit(tools, _NAME, NO_WORDS, LONGEST_NAME)
        self.ends = line_edit(tools, _ENDS)
        self.ends.textChanged.connect(self._render)
        self._until, chips = label("", "second"), Flow(6)
        for days in TERMS:
            words = Words(f"{days // 365} 年", "1 year" if days == 365 else f"{days // 365} years")
            made = button(tools.say, words, "quiet")
            made.clicked.connect(partial(self._offer, days))
            chips.addWidget(made)
        card = row(self._card_name, None, self.choose)
        self.inside.addLayout(field(tools, _CARD, card))
        self.inside.addLayout(
            field(tools, _ACCOUNT, column(self.account, self._who, self._offers, self.outside, self.why, gap=4))
        )
        self.inside.addLayout(field(tools, _NAME, self.name))
        self.inside.addLayout(field(tools, _ENDS, column(self.ends, chips, self._until, gap=4)))
        self.inside.addStretch(1)
        self.watch(self.account, self.why, self.name, self.ends)
        self.first = self.account
        tab_order(self.choose, self.account, self.outside, self.why, self.name, self.ends, self._cancel, self.go_button)
        tools.say.changed.connect(self._render)
        self._offer(TERMS[0])
        self._render()

    # --- the card ----------------------------------------------------------------------------------------

    def _ask_card(self) -> None:
        say = self.tools.say
        pattern = f"{say(_CARD)} (*.stewardseat)"
        choose_file(self, say(_CARD), pattern, self.take_card)

    def take_card(self, path: Path) -> None:
        """Take this card."""
        if self.isHidden():
            self.put_up()
        self.tools.runner.ask(
            ("seat", "card"), lambda _desk: read_bytes(path, LARGEST_CARD), partial(self._take, path), self.fail
        )

    def _take(self, path: Path, content: bytes) -> None:
        self._card = content
        self.tell_fault(NO_WORDS)
        self._card_name.setText(path.name)

    def take_mime(self, mime: QMimeData) -> bool:
        """Take a card that was dropped."""
        files = local_files(mime)
        if files:
            self.take_card(files[0])
        return bool(files)

    # --- who ---------------------------------------------------------------------------------------------

    def _look(self, _text: str = "") -> None:
        """Find whose account it is, and who else is meant by what was typed so far."""
        said = self.account.text()
        self._known = None
        self._render()

        def work(desk: Desk) -> tuple[MemberRef | None, list[MemberRef]]:
            offered = council_accounts.members_like(desk, said)
            try:
                return council_accounts.member_typed(desk, said), offered
            except MemberUnknown:
                return None, offered

        self.tools.runner.ask(("seat", "member"), work, partial(self._found, said), self.fail)

    def _found(self, said: str, found: tuple[MemberRef | None, list[MemberRef]]) -> None:
        if said != self.account.text():
            return
        self._known, offered = found
        clear(self._offers)
        for one in offered if self._known is None else ():
            made = button(self.tools.say, Words(*(f"{brief(one.name, 24)} · {one.id}",) * 2), "quiet")
            made.clicked.connect(partial(self.choose_member, one))
            self._offers.addWidget(made)
        self._render()

    def choose_member(self, member: MemberRef, _checked: bool = False) -> None:
        """It is the account of this member: their number is kept."""
        self.account.setText(member.id)
        self.account.setFocus()
        self._found(member.id, (member, []))

    def _offer(self, days: int, _checked: bool = False) -> None:
        at = (self.tools.clock() + timedelta(days=days)).astimezone()
        self.ends.setText(f"{at:%Y-%m-%d}")

    @property
    def _ending(self) -> datetime | None:
        return read_time(self.ends.text(), self.tools.clock())

    def _render(self) -> None:
        say, ends = self.tools.say, self._ending
        self._until.setText(say(_STRANGE if ends is None else moment_words(ends.astimezone())))
        typed, known = self.account.text().strip(), self._known
        if known is not None:
            name = brief(known.name, 40)
            words = Words(f"是 {name}（编号 {known.id}）", f"it is {name} (number {known.id})")
        else:
            words = _NOBODY if typed else NO_WORDS
        self._who.setText(say(words))
        self.outside.setVisible(known is None and bool(typed))
        self.why.setVisible(self.outside.isVisibleTo(self) and self.outside.isChecked())
        if self._card is None:
            self._card_name.setText(say(Words("拖到这里，或选择文件", "drop it here, or choose it")))

    # --- doing -------------------------------------------------------------------------------------------

    def go(self) -> None:
        """Enter it."""
        card, ends, typed = self._card, self._ending, self.account.text().strip()
        if card is None:
            self.tell_fault(Words("先选择席位名片", "Choose the card first"))
        elif not typed:
            self.tell_fault(Words("先填社区账号", "Enter the account first"))
        elif ends is None:
            self.tell_fault(_STRANGE)
        elif self._abroad and not self.why.text().strip():
            self.tell_fault(_WHY)
        else:
            self.busy(True)
            self.tools.runner.do(self._work(card, typed, ends), self._done, self._refused)

    @property
    def _abroad(self) -> bool:
        return self._known is None and self.outside.isChecked()

    def _work(self, card: bytes, typed: str, ends: datetime) -> Callable[[Desk], SeatChanged]:
        """Enters it; whose account it is, is looked up again, so that a name is never kept for a number."""
        name, outside = self.name.text(), self.why.text().strip() if self._abroad else ""

        def work(desk: Desk) -> SeatChanged:
            try:
                member = council_accounts.member_typed(desk, typed)
            except MemberUnknown:
                if not outside:
                    raise
                member = MemberRef(MemberId(typed), typed)
            return council_seats.enter_seat(desk, card, member, name=name, ends=ends, outside=outside)

        return work

    def _refused(self, error: StewardError) -> None:
        self.fail(error)
        if isinstance(error, MemberUnknown):
            self.tell_fault(_NOBODY)
            self._render()

    def _done(self, done: SeatChanged) -> None:
        self.busy(False)
        self._card, self._known = None, None
        for edit in (self.account, self.name, self.why):
            edit.clear()
        self.outside.setChecked(False)
        clear(self._offers)
        self.tell_fault(NO_WORDS)
        self._render()
        self.put_away()
        who = numbered(done.seat)
        told = Words(f"{who.zh} 已登记：请与委员核对指纹", f"{who.en} is entered: compare the fingerprint")
        self.tools.notices.tell(told)
