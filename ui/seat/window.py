"""The window of a council member: their packets on the left, what they read beside it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedWidget, QWidget

from app.domain.changes import Area, Changes
from app.domain.seat import STANDING_WORDS, Standing
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.files import read_bytes
from app.operations import seat_chair, seat_keys, seat_packets
from app.operations.seat_chair import KeySeen
from app.operations.seat_desk import Clock, Outgoing, SeatDesk
from app.operations.seat_files import FOR_SEATS, LARGEST, FileKind, kind_of
from app.operations.seat_keys import RosterSeen, RosterTaken
from app.operations.seat_packets import Line as PacketLine
from app.operations.seat_packets import Taken
from ui.actions import BY_ID, MODE, Actions, Scope, keyed
from ui.kit.choosing import choose_files
from ui.kit.elements import button, column, frame, label, row, said
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.listing import LineList
from ui.notices import Notices
from ui.seat.home import HomePage
from ui.seat.packet import PacketPage
from ui.seat.saving import Saving
from ui.seat.tools import SeatRunner, SeatTools
from ui.shell.frame import Looks
from ui.shell.looks_bar import LooksBar
from ui.shell.overlays import CommandFinder, KeySheet
from ui.shell.reception import OUR_FAULT

LEFT = 272
"""Pixels of the column of packets."""

SIZES = (1.0, 1.15, 1.3, 1.5)
USUAL = 1.15
"""How much larger than elsewhere text is, and as it is at first: people of any age read here at length."""

_TONES = {
    Standing.TO_VOTE: Tone.BLUE,
    Standing.VOTED: Tone.GREEN,
    Standing.RECUSED: Tone.VIOLET,
    Standing.READ_ONLY: Tone.AMBER,
    Standing.OVER: Tone.NEUTRAL,
    Standing.DESTROYED: Tone.NEUTRAL,
}
_WINDOW_KEYS = ("window.commands", "window.keys", "window.language", "window.theme", "window.close")
_OFFERED = tuple(BY_ID[name] for name in _WINDOW_KEYS) + MODE
_FOR_SECRETARY = Words(
    "这个文件是交给秘书的，不用在这里打开。", "This file is for the secretary; there is nothing to do with it here."
)
_UNKNOWN = Words(
    "不认识这个文件。能打开的是案卷（.stewardpacket）、名册（.stewardroster）和开箱钥匙（.stewardkey）。",
    "This file is not known here. What can be opened: packets (.stewardpacket), rosters (.stewardroster) and keys of a "
    "count (.stewardkey).",
)


class SeatWindow(QWidget):
    """Council mode.

    Attributes:
        closing: a person asks to close the window.
        resized_text: text is to be so much larger than usual.
    """

    closing = Signal()
    resized_text = Signal(float)

    def __init__(self, runner: SeatRunner, clock: Clock, looks: Looks) -> None:
        super().__init__()
        say = looks.say
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._looks = looks
        self.notices = Notices(self, say, lambda: self.list)
        self.actions_ = Actions(self, say)
        self.tools = SeatTools(say, looks.theme, runner, self.notices, self.actions_, clock)
        self.saving = Saving(self.tools, self)
        self.home, self.packet = HomePage(self.tools), PacketPage(self.tools, self.saving)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.home)
        self.stack.addWidget(self.packet)
        self._build()
        self.finder = CommandFinder(self, say, self.actions_)
        self.keys = KeySheet(self, say, ((Scope.WINDOW,), (Scope.MODE,)), _OFFERED)
        self._connect()
        self.look()

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self.tools.say
        self.list: LineList[PacketLine] = LineList(
            self.tools,
            self._line,
            same=lambda one: one.kept.sha256,
            chosen=self._chosen,
            name=Words("案卷", "Packets"),
        )
        self.seat = button(say, Words("我的席位", "My seat"))
        self.seat.clicked.connect(self.go_home)
        self._none = said(
            say, Words("还没有案卷。收到后拖进来就能看。", "No packets yet. Drop one here to read it."), "second"
        )
        self.bar = LooksBar(say, self)
        head = said(say, Words("委员模式", "Council mode"), "heading")
        offline = said(say, Words("不联网 · 内容已加密", "No network · encrypted"), "second")
        left = column(head, offline, self.seat, said(say, Words("案卷", "Packets"), "strong"), self._none, gap=10)
        left.addWidget(self.list, 1)
        left.addLayout(row(*self._text_sizes(), None, gap=4))
        left.addWidget(self.bar)
        left.setContentsMargins(14, 16, 14, 12)
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setFixedWidth(LEFT)
        panel.setLayout(left)
        self._strip, self._strip_text, self._strip_words = self._strip_part()
        right = column(self._strip, self.stack, gap=10)
        right.setStretch(1, 1)
        whole = row(panel, right, gap=12)
        whole.setStretch(1, 1)
        whole.setContentsMargins(12, 12, 12, 12)
        self.setLayout(whole)

    def _text_sizes(self) -> list[QPushButton]:
        """What reads better for whom, without knowing a key."""
        say = self.tools.say
        made = []
        for words, by, name in (
            (Words("字大一点", "Larger text"), 1, "mode.larger"),
            (Words("字小一点", "Smaller"), -1, "mode.smaller"),
        ):
            one = button(say, words, "quiet")
            one.clicked.connect(partial(self._size, by))
            say.tell(one, one.setToolTip, keyed(BY_ID[name].words, name))
            made.append(one)
        return made

    def _strip_part(self) -> tuple[QFrame, QLabel, Words]:
        """What went wrong stays until it was read."""
        text = label()
        away = button(self.tools.say, Words("知道了", "All right"))
        away.clicked.connect(lambda: self.tell(NO_WORDS))
        line = row(text, away)
        line.setStretch(0, 1)
        made = frame("fault", line)
        made.hide()
        return made, text, NO_WORDS

    def _connect(self) -> None:
        runner, home = self.tools.runner, self.home
        runner.changed.connect(self._changed)
        runner.failed.connect(lambda error: self.tell(Words.of(error)))
        runner.broke.connect(lambda _error: self.tell(OUR_FAULT))
        self.list.clicked.connect(lambda _index: self._open_chosen())
        self.list.activated.connect(lambda _index: self._open_chosen())
        home.card_wanted.connect(self._save_card)
        home.opening.connect(self.ask_for_files)
        home.compared.connect(self._take_roster)
        home.opened.connect(self._open_key)
        self.bar.language_asked.connect(partial(Looks.speak_other, self._looks))
        self.bar.theme_asked.connect(partial(Looks.wear_other, self._looks))
        self.tools.say.changed.connect(lambda: self._strip_text.setText(self.tools.say(self._strip_words)))
        for name, run in self._deeds().items():
            self.actions_.bind(name, run)
        self.actions_.open({Scope.MODE})

    def _deeds(self) -> dict[str, Callable[[], object]]:
        return {
            "mode.open": self.ask_for_files,
            "mode.seat": self.go_home,
            "mode.next": lambda: self._step(1),
            "mode.previous": lambda: self._step(-1),
            "mode.vote": self.packet.go_to_ballot,
            "mode.cast": self.packet.cast,
            "mode.larger": lambda: self._size(1),
            "mode.smaller": lambda: self._size(-1),
            "window.commands": self.finder.put_up,
            "window.keys": self.keys.put_up,
            "window.close": self.closing.emit,
        }

    # --- what is shown -----------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask who the member is, and for their packets."""
        self.tools.runner.ask("me", seat_keys.me, self.home.show_me)
        self.tools.runner.ask("packets", seat_packets.packets, self._show_packets)

    def _changed(self, changes: Changes) -> None:
        if changes.concern(Area.COUNCIL):
            self.look()
            self.packet.look_again()

    def _show_packets(self, lines: list[PacketLine]) -> None:
        self._none.setVisible(not lines)
        self.list.show_rows(lines)

    def _line(self, one: PacketLine) -> Line:
        say, now = self.tools.say, self.tools.clock()
        due = say.day(one.kept.due_at, now)
        return Line(
            brief(one.kept.question, 120),
            ((say(STANDING_WORDS[one.standing]), _TONES[one.standing]),),
            say(Words(f"{due} 截止", f"until {due}")),
            faded=one.standing is Standing.DESTROYED,
        )

    def _chosen(self, one: PacketLine | None) -> None:
        if one is None:
            self.go_home()
        elif one.standing is not Standing.DESTROYED:
            fresh = one.kept.sha256 != self.packet.sha256
            self.packet.show_packet(one.kept.sha256)
            if fresh:
                self.stack.setCurrentWidget(self.packet)
        else:
            self.go_home()

    def _open_chosen(self) -> None:
        one = self.list.current
        if one is not None and one.standing is not Standing.DESTROYED:
            self.stack.setCurrentWidget(self.packet)

    def go_home(self) -> None:
        """Show the seat."""
        self.stack.setCurrentWidget(self.home)

    def _step(self, by: int) -> None:
        self.list.step(by)
        self._open_chosen()

    def tell(self, words: Words) -> None:
        """Say what went wrong, until it was read; no words: nothing."""
        self._strip_words = words
        self._strip_text.setText(self.tools.say(words))
        self._strip.setVisible(bool(words.zh))

    def _size(self, by: int, _checked: bool = False) -> None:
        now = self._looks.memory.scale(USUAL)
        at = min(range(len(SIZES)), key=lambda one: abs(SIZES[one] - now)) + by
        scale = SIZES[min(max(at, 0), len(SIZES) - 1)]
        self._looks.memory.keep_scale(scale)
        self.resized_text.emit(scale)

    def may_close(self) -> bool:
        """Keep what was typed last; the window may always be closed."""
        self.packet.flush()
        return True

    # --- files -------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        """Choose files to open."""
        say = self.tools.say
        pattern = say(Words("议事会文件", "Files of the council"))
        kinds = "*.stewardpacket *.age *.stewardroster *.stewardkey"
        choose_files(self, say(Words("打开文件", "Open a file")), f"{pattern} ({kinds})", self.take)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def take(self, files: Sequence[Path]) -> None:
        """Open files: packets, rosters, keys of a count."""
        self.tell(NO_WORDS)
        for path in files:
            kind = kind_of(path.name)
            if kind is FileKind.PACKET:
                self._take_packet(path)
            elif kind is FileKind.ROSTER:
                self._look_at_roster(path)
            elif kind is FileKind.KEY:
                self._look_at_key(path)
            else:
                self.tell(_UNKNOWN if kind is None or kind in FOR_SEATS else _FOR_SECRETARY)

    def _take_packet(self, path: Path) -> None:
        busy = self.notices.tell(Words("正在核对案卷…", "Checking the packet…"), seconds=60)

        def taken(done: Taken) -> None:
            busy()
            self.list.choose(done.kept.sha256)
            self.packet.show_packet(done.kept.sha256)
            self.stack.setCurrentWidget(self.packet)

        def failed(error: StewardError) -> None:
            busy()
            self.tell(Words.of(error))

        self.tools.runner.do(lambda desk: seat_packets.take_packet(desk, read_bytes(path, LARGEST)), taken, failed)

    def _look_at_roster(self, path: Path) -> None:
        def work(desk: SeatDesk) -> tuple[bytes, RosterSeen]:
            raw = read_bytes(path, LARGEST)
            return raw, seat_keys.look_at_roster(desk, raw)

        def seen(found: tuple[bytes, RosterSeen]) -> None:
            raw, roster = found
            if roster.trusted:
                self._take_roster(raw, "")
            else:
                self.go_home()
                self.home.ask_fingerprint(raw, roster)

        self.tools.runner.ask(("roster", path), work, seen)

    def _take_roster(self, raw: bytes, heard: str) -> None:
        def taken(done: RosterTaken) -> None:
            self.home.forget_roster()
            self.tell(NO_WORDS)
            serial = done.seen.roster.serial
            self.notices.tell(Words(f"已收下第 {serial} 版名册", f"Roster {serial} is taken"))

        self.tools.runner.do(lambda desk: seat_keys.take_roster(desk, raw, heard), taken)

    def _look_at_key(self, path: Path) -> None:
        def work(desk: SeatDesk) -> tuple[bytes, KeySeen]:
            raw = read_bytes(path, LARGEST)
            return raw, seat_chair.look_at_key(desk, raw)

        def seen(found: tuple[bytes, KeySeen]) -> None:
            self.go_home()
            self.home.show_key(*found)

        self.tools.runner.ask(("key", path), work, seen)

    def _open_key(self, raw: bytes) -> None:
        told = Words(
            "您的一层封已取下。请把这个文件交还秘书。", "Your seal is off. Hand this file back to the secretary."
        )

        def opened(out: Outgoing) -> None:
            self.home.forget_key()
            self.saving.save(out.name, out.content, told)

        self.tools.runner.do(lambda desk: seat_chair.open_key(desk, raw), opened)

    def _save_card(self) -> None:
        told = Words("席位文件存好了，请交给秘书。", "Your seat file is saved; hand it to the secretary.")

        def made(out: Outgoing) -> None:
            self.saving.save(out.name, out.content, told)

        self.tools.runner.ask("card", seat_keys.card, made)
