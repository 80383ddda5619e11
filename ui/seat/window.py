"""The window of a council member: their packets on the left, what they read beside it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QStackedWidget, QWidget

from app.domain.changes import Area, Changes
from app.domain.seat import STANDING_WORDS, Standing
from app.domain.words import Words
from app.operations import seat_chair, seat_keys, seat_packets
from app.operations.seat_chair import KeySeen
from app.operations.seat_desk import Clock, Outgoing
from app.operations.seat_keys import Me, RosterSeen
from app.operations.seat_packets import Line as PacketLine
from ui.actions import BY_ID, MODE, Actions, Scope, keyed
from ui.kit.choosing import choose_files
from ui.kit.elements import button, column, row, said
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.listing import LineList
from ui.notices import Notices
from ui.seat.destroying import confirm_again
from ui.seat.files import Files
from ui.seat.home import HomePage
from ui.seat.packet import PacketPage
from ui.seat.saving import Saving
from ui.seat.strip import Strip
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
_STRANGER = Words("签名人未知", "unknown signer")
_WINDOW_KEYS = ("window.commands", "window.keys", "window.language", "window.theme", "window.close")
_OFFERED = tuple(BY_ID[name] for name in _WINDOW_KEYS) + MODE


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
        self._wanted, self._several = "", False
        self.notices = Notices(self, say, lambda: self.list)
        self.actions_ = Actions(self, say)
        self.tools = SeatTools(say, looks.theme, runner, self.notices, self.actions_, clock)
        self.strip = Strip(say)
        self.saving = Saving(self.tools, self, self.strip)
        self.files = Files(self.tools, self.strip, self._show_packet, self.ask_at_home)
        self.home, self.packet = HomePage(self.tools), PacketPage(self.tools, self.saving, self.strip)
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
        beside = self.bar.layout()
        if isinstance(beside, QBoxLayout):
            beside.setDirection(QBoxLayout.Direction.TopToBottom)
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
        right = column(self.strip, self.stack, gap=10)
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

    def _connect(self) -> None:
        runner, home = self.tools.runner, self.home
        runner.changed.connect(self._changed)
        runner.failed.connect(lambda error: self.strip.fault(Words.of(error)))
        runner.broke.connect(lambda _error: self.strip.fault(OUR_FAULT))
        self.list.clicked.connect(lambda _index: self._open_chosen())
        self.list.activated.connect(lambda _index: self._open_chosen())
        home.card_wanted.connect(self._save_card)
        home.opening.connect(self.ask_for_files)
        home.compared.connect(lambda raw, heard: self.files.take_roster(raw, heard, home.forget_roster))
        home.opened.connect(self._open_key)
        self.bar.language_asked.connect(partial(Looks.speak_other, self._looks))
        self.bar.theme_asked.connect(partial(Looks.wear_other, self._looks))
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
        self.tools.runner.ask("me", seat_keys.me, self._show_me)
        self.tools.runner.ask("packets", seat_packets.packets, self._show_packets)

    def _changed(self, changes: Changes) -> None:
        if changes.concern(Area.COUNCIL):
            self.look()
            self.packet.look_again()

    def _show_me(self, me: Me) -> None:
        self.home.show_me(me)
        number = f"{me.seat.number} · " if me.seat is not None else ""
        self.packet.watermark.tell(f"{number}{brief(me.own.name, 40)}")

    def _show_packets(self, lines: list[PacketLine]) -> None:
        self._none.setVisible(not lines)
        self._several = len({one.kept.key for one in lines if one.known}) > 1
        self.list.show_rows(lines)
        if any(one.kept.sha256 == self._wanted for one in lines):
            self.list.choose(self._wanted)
            self._wanted = ""

    def _line(self, one: PacketLine) -> Line:
        say, now = self.tools.say, self.tools.clock()
        due = say.day(one.kept.due_at, now)
        until = say(Words(f"{due} 截止", f"until {due}"))
        whose = brief(one.community, 40) if self._several and one.known else ""
        state = (say(STANDING_WORDS[one.standing]), _TONES[one.standing])
        stranger = (say(_STRANGER), Tone.RED)
        said_already = one.standing is Standing.READ_ONLY
        return Line(
            brief(one.kept.question, 120),
            (state,) if one.known else (stranger,) if said_already else (stranger, state),
            whose or until,
            until if whose else "",
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
        if one is None:
            return
        if one.standing is Standing.DESTROYED:
            confirm_again(self.tools, self.saving, one.kept.sha256)
        else:
            self.stack.setCurrentWidget(self.packet)

    def go_home(self) -> None:
        """Show the seat."""
        self.stack.setCurrentWidget(self.home)

    def _step(self, by: int) -> None:
        self.list.step(by)
        self._open_chosen()

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
        kinds = "*.stewardpacket *.age *.stewardroster *.stewardkey *.stewardarrivals"
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
        self.files.take(files)

    def _show_packet(self, sha256: str) -> None:
        self._wanted = sha256  # the list is still being read
        self.list.choose(sha256)
        self.packet.show_packet(sha256)
        self.stack.setCurrentWidget(self.packet)

    def ask_at_home(self, raw: bytes, seen: RosterSeen | KeySeen) -> None:
        """A file about which the member has to do something first."""
        self.go_home()
        if isinstance(seen, RosterSeen):
            self.home.ask_fingerprint(raw, seen)
        else:
            self.home.show_key(raw, seen)

    def _open_key(self, raw: bytes) -> None:
        told = Words(
            "您的一层封已取下。请把这个文件交还秘书，然后删除它和收到的钥匙的每一份副本（邮件、聊天、下载）。",
            "Your seal is off. Hand this file back to the secretary, then delete every copy of it and of the key.",
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
