"""A council member's folder, and what the secretary sends there."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.domain.council import key_fingerprint
from app.keys.store import NoKeyStore
from app.operations import seat_keys, seat_packets
from app.operations.seat_desk import Clock, SeatDesk
from app.packets import box_key, roster, sealed
from app.packets.roster import RosterSeat
from app.start_seat import OpenSeat, create_seat
from tests.packets import golden_council as golden
from tests.packets.golden import AT, SECRET

PASSPHRASE = "passphrase of a seat"
NUMBER = 4


@dataclass
class Member:
    """An open folder of a member with seat 4."""

    seat: OpenSeat

    @property
    def desk(self) -> SeatDesk:
        return self.seat.desk

    def roster(self, serial: int = 2, *, chair: bool = False, days: float = 365, key: str = SECRET) -> bytes:
        keys = seat_keys.me(self.desk).own.keys
        begins = AT - timedelta(days=1)
        mine = RosterSeat(NUMBER, "阿木", keys, begins, AT + timedelta(days=days), chair)
        other = RosterSeat(7, "老陈", golden.keys(7), begins, AT + timedelta(days=300))
        return roster.write(serial, "示例车友社区", [other, mine], key, AT).content

    def trust(self, **how: object) -> None:
        raw = self.roster(**how)  # type: ignore[arg-type]
        seat_keys.take_roster(self.desk, raw, key_fingerprint(roster.read(raw).key))

    def packet(self, **other: object) -> bytes:
        return sealed.seal(golden.build(**other), [golden.keys(7).seals, seat_keys.me(self.desk).own.keys.seals])[1]

    def take(self, **other: object) -> str:
        return seat_packets.take_packet(self.desk, self.packet(**other)).kept.sha256

    def wrapped(self, sha256: str, *, days: float = 5) -> bytes:
        of = box_key.For("referral-3", 1, sha256, AT + timedelta(days=days))
        chair = seat_keys.me(self.desk).own.keys.seals
        return box_key.wrap(golden.box_secret(), of, golden.SECRETARY_SEALS, [chair], SECRET).content

    @property
    def signs(self) -> str:
        return seat_keys.me(self.desk).own.keys.signs


def member(folder: Path, clock: Clock) -> Member:
    return Member(create_seat(folder, "阿木", PASSPHRASE, NoKeyStore(), clock=clock))
