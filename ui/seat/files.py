"""Files that a member opens: packets are checked and kept, the others looked at first."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.words import Words
from app.errors import StewardError
from app.files import read_bytes
from app.operations import seat_arrivals, seat_chair, seat_keys, seat_packets
from app.operations.seat_arrivals import Receipt
from app.operations.seat_chair import KeySeen
from app.operations.seat_desk import SeatDesk
from app.operations.seat_files import FOR_SEATS, LARGEST, FileKind, kind_of
from app.operations.seat_keys import RosterSeen, RosterTaken
from app.operations.seat_packets import Taken
from ui.seat.strip import Strip
from ui.seat.tools import SeatTools

_FOR_SECRETARY = Words(
    "这个文件是交给秘书的，不用在这里打开。", "This file is for the secretary; there is nothing to do with it here."
)
_UNKNOWN = Words(
    "不认识这个文件。能打开的是案卷（.stewardpacket）、名册（.stewardroster）、开箱钥匙（.stewardkey）"
    "和收票清单（.stewardarrivals）。",
    "This file is not known here. What can be opened: packets (.stewardpacket), rosters (.stewardroster), keys of a "
    "count (.stewardkey) and lists of arrivals (.stewardarrivals).",
)


class Files(QObject):
    """Opens files.

    Args:
        strip: says what went wrong.
        show: shows a packet that came in.
        ask: has the member compare a roster, or open a key.
    """

    def __init__(
        self,
        tools: SeatTools,
        strip: Strip,
        show: Callable[[str], None],
        ask: Callable[[bytes, RosterSeen | KeySeen], None],
    ) -> None:
        super().__init__(strip)
        self._tools, self._strip, self._show, self._ask = tools, strip, show, ask

    def take(self, files: Sequence[Path]) -> None:
        """Open files: packets, rosters, keys of a count, lists of arrivals."""
        self._strip.put_away()
        for path in files:
            kind = kind_of(path.name)
            if kind is FileKind.PACKET:
                self._take_packet(path)
            elif kind is FileKind.ROSTER:
                self._look_at_roster(path)
            elif kind is FileKind.KEY:
                self._look_at_key(path)
            elif kind is FileKind.ARRIVALS:
                self._look_at_arrivals(path)
            else:
                self._strip.fault(_UNKNOWN if kind is None or kind in FOR_SEATS else _FOR_SECRETARY)

    def _take_packet(self, path: Path) -> None:
        busy = self._tools.notices.tell(Words("正在核对案卷…", "Checking the packet…"), seconds=60)

        def taken(done: Taken) -> None:
            busy()
            self._show(done.kept.sha256)

        def failed(error: StewardError) -> None:
            busy()
            self._strip.fault(Words.of(error))

        self._tools.runner.do(lambda desk: seat_packets.take_packet(desk, read_bytes(path, LARGEST)), taken, failed)

    def _look_at_roster(self, path: Path) -> None:
        def work(desk: SeatDesk) -> tuple[bytes, RosterSeen]:
            raw = read_bytes(path, LARGEST)
            return raw, seat_keys.look_at_roster(desk, raw)

        def seen(found: tuple[bytes, RosterSeen]) -> None:
            raw, roster = found
            if roster.trusted:
                self.take_roster(raw, "")
            else:
                self._ask(raw, roster)

        self._tools.runner.ask(("roster", path), work, seen)

    def take_roster(self, raw: bytes, heard: str, then: Callable[[], None] = lambda: None) -> None:
        """Take a roster, with what was heard of the secretary's fingerprint."""

        def taken(done: RosterTaken) -> None:
            then()
            serial = done.seen.roster.serial
            self._strip.done(Words(f"已收下第 {serial} 版名册。", f"Roster {serial} is taken."))

        self._tools.runner.do(lambda desk: seat_keys.take_roster(desk, raw, heard), taken)

    def _look_at_key(self, path: Path) -> None:
        def work(desk: SeatDesk) -> tuple[bytes, KeySeen]:
            raw = read_bytes(path, LARGEST)
            return raw, seat_chair.look_at_key(desk, raw)

        def seen(found: tuple[bytes, KeySeen]) -> None:
            self._ask(*found)

        self._tools.runner.ask(("key", path), work, seen)

    def _look_at_arrivals(self, path: Path) -> None:
        def work(desk: SeatDesk) -> Receipt:
            return seat_arrivals.receipt(desk, read_bytes(path, LARGEST))

        def seen(found: Receipt) -> None:
            zh, en = found.told
            told = Words(f"{found.case} 第 {found.round} 轮：{zh}", f"{found.case}, round {found.round}: {en}")
            (self._strip.done if found.arrived else self._strip.fault)(told)

        self._tools.runner.ask(("arrivals", path), work, seen)
