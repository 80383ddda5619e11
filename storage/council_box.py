"""Ballots: the roll of what arrived, the box with the sealed files, and the answers once they are counted.

The roll knows seats and times, the answers know neither. Nothing of a file outlives the count.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.council import Answers, Finding, Remedy
from storage.schema_council import ballot_answers, ballot_box, ballot_roll, seats
from storage.values import moment, ms, plain

_Row = sa.Row[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that a seat sent: a vote, or that it stands aside."""

    seat: int
    serial: int
    recusal: bool
    at: datetime


class CouncilBox:
    """The ballots as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def roll(self, key: int, round_: int) -> list[Arrival]:
        """What arrived in a round, in order; seats by their numbers."""
        rows = self._connection.execute(
            sa.select(seats.c.number, ballot_roll.c.serial, ballot_roll.c.recusal, ballot_roll.c.at)
            .join(seats, seats.c.key == ballot_roll.c.seat_key)
            .where(ballot_roll.c.referral_key == key, ballot_roll.c.round == round_)
            .order_by(ballot_roll.c.seq)
        )
        return [Arrival(row.number, row.serial, row.recusal, moment(row.at)) for row in rows]

    def arrived(self, key: int, round_: int, seat_key: int, serial: int, at: datetime, *, recusal: bool) -> None:
        """Enter an arrival (the database refuses a serial that came before)."""
        values = {"referral_key": key, "round": round_, "seat_key": seat_key, "serial": serial}
        self._connection.execute(sa.insert(ballot_roll).values(values | {"recusal": recusal, "at": ms(at)}))

    def put(self, key: int, round_: int, seat_key: int, serial: int, content: bytes) -> None:
        """Put a file into the box, in place of an earlier one of the same seat."""
        self.take_out(key, round_, seat_key)
        values = {"referral_key": key, "round": round_, "seat_key": seat_key, "serial": serial, "content": content}
        self._connection.execute(sa.insert(ballot_box).values(values))

    def take_out(self, key: int, round_: int, seat_key: int) -> None:
        """Destroy the file of a seat: it stood aside after it had voted."""
        which = sa.and_(_of(key, round_), ballot_box.c.seat_key == seat_key)
        self._connection.execute(sa.delete(ballot_box).where(which))

    def discard(self, key: int, round_: int, numbers: Collection[int]) -> None:
        """Destroy ballots, by the numbers of their seats, that the count of a round could not take."""
        chosen = sa.select(seats.c.key).where(seats.c.number.in_(numbers))
        self._connection.execute(sa.delete(ballot_box).where(_of(key, round_), ballot_box.c.seat_key.in_(chosen)))

    def held(self, key: int, round_: int) -> set[int]:
        """Seats, by their numbers, whose file lies in the box of a round. A restored record has none of them."""
        chosen = sa.select(seats.c.number).join(ballot_box, ballot_box.c.seat_key == seats.c.key)
        return set(self._connection.execute(chosen.where(_of(key, round_))).scalars())

    def files(self, key: int, round_: int) -> list[tuple[int, int, bytes]]:
        """The files of a round: the seat's number, the serial, the file."""
        rows = self._connection.execute(
            sa.select(seats.c.number, ballot_box.c.serial, ballot_box.c.content)
            .join(seats, seats.c.key == ballot_box.c.seat_key)
            .where(_of(key, round_))
            .order_by(seats.c.number)
        )
        return [(row.number, row.serial, row.content) for row in rows]

    def empty(self, key: int, round_: int) -> None:
        """Destroy every file of a round, once nobody votes in it any more (before, the database refuses it)."""
        self._connection.execute(sa.delete(ballot_box).where(_of(key, round_)))

    def keep_answers(self, key: int, round_: int, answers: Mapping[str, Answers]) -> None:
        """Keep what was counted, in the order of its random ids: they say nothing of who, and nothing of when.

        The database refuses it before the term is over, and more of them than there are ballots.
        """
        rows = [
            {
                "id": id_,
                "referral_key": key,
                "round": round_,
                "facts": one.facts.value,
                "breach": one.breach.value,
                "remedy": one.remedy.value,
                "why_facts": plain(one.why_facts),
                "why_breach": plain(one.why_breach),
                "why_remedy": plain(one.why_remedy),
            }
            for id_, one in sorted(answers.items())
        ]
        if rows:
            self._connection.execute(sa.insert(ballot_answers), rows)

    def digest(self, key: int, round_: int) -> str:
        """SHA-256 of all that was counted in a round, reasons too: it shows later whether a word of it changed."""
        return digest_of(
            self._connection.execute(
                sa.select(ballot_answers).where(ballot_answers.c.referral_key == key, ballot_answers.c.round == round_)
            )
        )

    def answers(self, key: int, round_: int) -> list[Answers]:
        """What was counted in a round."""
        rows = self._connection.execute(
            sa.select(ballot_answers)
            .where(ballot_answers.c.referral_key == key, ballot_answers.c.round == round_)
            .order_by(ballot_answers.c.id)
        )
        return [_answers(row) for row in rows]


def digest_of(rows: Iterable[_Row]) -> str:
    """The same of rows that have all columns of `ballot_answers`."""
    said = [[row.id, row.facts, row.breach, row.remedy, row.why_facts, row.why_breach, row.why_remedy] for row in rows]
    return hashlib.sha256(json.dumps(sorted(said), ensure_ascii=False).encode()).hexdigest()


def _of(key: int, round_: int) -> sa.ColumnElement[bool]:
    return sa.and_(ballot_box.c.referral_key == key, ballot_box.c.round == round_)


def _answers(row: _Row) -> Answers:
    return Answers(
        Finding(row.facts), Finding(row.breach), Remedy(row.remedy), row.why_facts, row.why_breach, row.why_remedy
    )
