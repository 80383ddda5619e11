"""The seats of the council, and the rosters that were signed and given out."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.council import Keys, Seat
from app.domain.members import MemberId, MemberRef
from storage.schema_council import rosters, seats
from storage.values import moment, moment_or_none, ms, plain

_Row = sa.Row[tuple[object, ...]]


class CouncilSeats:
    """The seats as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- seats -----------------------------------------------------------------------------------------

    def all(self) -> list[Seat]:
        """Every seat that ever was, by number."""
        return [_seat(row) for row in self._connection.execute(sa.select(seats).order_by(seats.c.number))]

    def find(self, number: int, *, to_change: bool = False) -> Seat | None:
        """The seat with this number."""
        chosen = sa.select(seats).where(seats.c.number == number)
        row = self._connection.execute(chosen.with_for_update() if to_change else chosen).one_or_none()
        return None if row is None else _seat(row)

    def of_member(self, member: MemberId) -> Seat | None:
        """The seat that a member has now."""
        row = self._connection.execute(
            sa.select(seats).where(seats.c.member_id == member, seats.c.left_at.is_(None))
        ).one_or_none()
        return None if row is None else _seat(row)

    def of_keys(self, keys: Keys) -> Seat | None:
        """The seat to which one of these keys belongs."""
        same = (seats.c.signs == keys.signs) | (seats.c.seals == keys.seals)
        row = self._connection.execute(sa.select(seats).where(same).limit(1)).one_or_none()
        return None if row is None else _seat(row)

    def come_after(self, moment: datetime) -> set[int]:
        """Numbers of the seats that were entered, or whose keys were confirmed, later than that."""
        later = (seats.c.at > ms(moment)) | (seats.c.confirmed_at > ms(moment))
        return set(self._connection.execute(sa.select(seats.c.number).where(later)).scalars())

    def next_number(self) -> int:
        """The first number that no seat ever had."""
        return (
            int(self._connection.execute(sa.select(sa.func.coalesce(sa.func.max(seats.c.number), 0))).scalar_one()) + 1
        )

    def add(self, seat: Seat, by: MemberRef, at: datetime) -> int:
        """Keep a new seat; `seat.key` does not count. Its key."""
        values = {
            "number": seat.number,
            "member_id": seat.member.id,
            "member_name": plain(seat.member.name),
            "name": plain(seat.name),
            "signs": seat.keys.signs,
            "seals": seat.keys.seals,
            "begins": ms(seat.begins),
            "ends": ms(seat.ends),
            "at": ms(at),
            "by_id": by.id,
            "by_name": by.name,
            "chair": seat.chair,
        }
        return int(self._connection.execute(sa.insert(seats).values(values).returning(seats.c.key)).scalar_one())

    def confirm(self, key: int, by: MemberRef, at: datetime) -> None:
        """Keep that the fingerprint was compared by voice."""
        self._change(key, confirmed_at=ms(at), confirmed_by_id=by.id, confirmed_by_name=by.name)

    def leave(self, key: int, at: datetime) -> None:
        """Keep that a seat was given up."""
        self._change(key, left_at=ms(at))

    def make_chair(self, key: int, chair: bool, by: MemberRef) -> None:
        """Keep whether a seat opens counts with the secretary."""
        self._change(key, chair=chair, chair_by_id=by.id)

    def entered_by(self, key: int) -> MemberRef:
        """Who entered a seat."""
        row = self._connection.execute(sa.select(seats.c.by_id, seats.c.by_name).where(seats.c.key == key)).one()
        return MemberRef(MemberId(row.by_id), row.by_name)

    def _change(self, key: int, **values: object) -> None:
        self._connection.execute(sa.update(seats).where(seats.c.key == key).values(**values))

    # --- rosters ---------------------------------------------------------------------------------------

    def add_roster(self, content: bytes, sha256: str, by: MemberRef, at: datetime) -> int:
        """Keep a signed roster; its serial."""
        added = sa.insert(rosters).values(content=content, sha256=sha256, at=ms(at), by_id=by.id, by_name=by.name)
        return int(self._connection.execute(added.returning(rosters.c.serial)).scalar_one())

    def next_serial(self) -> int:
        """The serial that the next roster will have."""
        return (
            int(self._connection.execute(sa.select(sa.func.coalesce(sa.func.max(rosters.c.serial), 0))).scalar_one())
            + 1
        )

    def newest_roster(self) -> tuple[int, bytes, datetime] | None:
        """The newest signed roster: its serial, the file, when it was signed."""
        row = self._connection.execute(sa.select(rosters).order_by(rosters.c.serial.desc()).limit(1)).one_or_none()
        return None if row is None else (row.serial, row.content, moment(row.at))


def seat_of(row: _Row) -> Seat:
    """The seat in a row that has all columns of `seats`."""
    return _seat(row)


def _seat(row: _Row) -> Seat:
    confirmed_by = (
        None if row.confirmed_by_id is None else MemberRef(MemberId(row.confirmed_by_id), row.confirmed_by_name or "")
    )
    return Seat(
        key=row.key,
        number=row.number,
        member=MemberRef(MemberId(row.member_id), row.member_name),
        name=row.name,
        keys=Keys(row.signs, row.seals),
        begins=moment(row.begins),
        ends=moment(row.ends),
        confirmed_at=moment_or_none(row.confirmed_at),
        confirmed_by=confirmed_by,
        left_at=moment_or_none(row.left_at),
        chair=row.chair,
    )
