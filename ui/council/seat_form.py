"""The form of a new seat: the card that a member made, their account, their term."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from app.domain.council_seats import LONGEST_NAME
from app.domain.hand_times import read_time
from app.domain.letters import moment_words
from app.domain.members import MemberId, MemberRef
from app.domain.words import NO_WORDS, Words
from app.files import read_bytes
from app.operations import council_parties, council_seats
from app.operations.council_seats import SeatChanged
from ui.council.seat_words import numbered
from ui.hand.attachments import local_files
from ui.hand.form import Form, field, line_edit, tab_order
from ui.kit.choosing import choose_file
from ui.kit.elements import Flow, button, column, label, row
from ui.tools import Tools

LARGEST_CARD = 64 * 2**10
TERMS = (365, 730)
"""Terms that are offered, in days."""

_CARD = Words("席位名片（.stewardseat）", "Card of the seat (.stewardseat)")
_ACCOUNT = Words("社区账号", "Account in the community")
_NAME = Words("在议事会里的称呼（可不填，按名片）", "Name in the council (empty: as on the card)")
_ENDS = Words("任期到", "Term until")
_STRANGE = Words("日期看不懂，请写成 2027-12-01", "Write it as 2027-12-01")


class SeatForm(Form):
    """The form; what was typed stays in it until the seat is entered."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("登记席位", "Enter a seat")
        super().__init__(tools, window, heading, Words("登记", "Enter"), (580, 500))
        self._card: bytes | None = None
        self._known: MemberRef | None = None
        self._card_name = label("", "strong")
        self.choose = button(tools.say, Words("选择文件", "Choose the file"))
        self.choose.clicked.connect(self._ask_card)
        self.account = line_edit(tools, _ACCOUNT, Words("账号编号，如 u-1024", "its number, such as u-1024"), 80)
        self.account.editingFinished.connect(self._look)
        self._who = label("", "second")
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
        self.inside.addLayout(field(tools, _ACCOUNT, column(self.account, self._who, gap=2)))
        self.inside.addLayout(field(tools, _NAME, self.name))
        self.inside.addLayout(field(tools, _ENDS, column(self.ends, chips, self._until, gap=4)))
        self.inside.addStretch(1)
        self.watch(self.account, self.name, self.ends)
        self.first = self.account
        tab_order(self.choose, self.account, self.name, self.ends, self._cancel, self.go_button)
        tools.say.changed.connect(self._render)
        self._offer(TERMS[0])

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

    def _look(self) -> None:
        """Find whose account it is."""
        member = MemberId(self.account.text().strip())
        self._known = None
        self._render()
        if member:
            self.tools.runner.ask(
                ("seat", "member"),
                lambda desk: council_parties.member_named(desk, member),
                self._found,
                lambda _error: self._render(),
            )

    def _found(self, member: MemberRef) -> None:
        self._known = member
        self._render()

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
            words = Words(f"是 {known.name}", f"it is {known.name}")
        else:
            words = (
                Words("这里还没有这个账号的记录：请核对编号", "Nobody heard of it here yet: check it")
                if typed
                else NO_WORDS
            )
        self._who.setText(say(words))
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
        else:
            known, name = self._known, self.name.text()
            member = known if known is not None and known.id == typed else MemberRef(MemberId(typed), typed)
            self.busy(True)
            self.tools.runner.do(
                lambda desk: council_seats.enter_seat(desk, card, member, name=name, ends=ends), self._done, self.fail
            )

    def _done(self, done: SeatChanged) -> None:
        self.busy(False)
        self._card, self._known = None, None
        for edit in (self.account, self.name):
            edit.clear()
        self.tell_fault(NO_WORDS)
        self._render()
        self.put_away()
        who = numbered(done.seat)
        told = Words(f"{who.zh} 已登记：请与委员核对指纹", f"{who.en} is entered: compare the fingerprint")
        self.tools.notices.tell(told)
