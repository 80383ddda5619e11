"""Parties from outside who are involved in cases, what was agreed to be said, and what was let go after all."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import Command, DecisionId, Intent
from app.domain.members import MemberId, MemberRef
from app.domain.outside import Line, OutsideParty, Party
from storage.bulk import blocks
from storage.commands import command_of, concerns, counts_for, held_outside
from storage.schema import cases
from storage.schema_contacts import outside_lines, outside_parties, outside_releases
from storage.schema_decisions import commands, decisions, unsettled
from storage.values import moment, moment_or_none, ms, plain

_Row = sa.Row[tuple[object, ...]]


_MINE, _THEIRS = cases.alias("mine"), cases.alias("theirs")
"""Made once: a topic asks this for each of its cases."""


class Outside:
    """The parties from outside, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- reading ---------------------------------------------------------------------------------------

    def involved(self, case_key: int) -> bool:
        """Whether what is said on a case concerns anybody from outside who is involved, there or close to it."""
        return bool(self.involved_in([case_key]))

    def involved_in(self, case_keys: Iterable[int]) -> set[int]:
        """On which of these cases it does."""
        mine, theirs, found = cases.alias("mine"), cases.alias("theirs"), set[int]()
        there = sa.exists().where(
            theirs.c.key == outside_parties.c.case_key, outside_parties.c.ended_at.is_(None), concerns(mine, theirs)
        )
        for block in blocks(case_keys):
            statement = sa.select(mine.c.key).where(mine.c.key.in_(block), there.correlate(mine))
            found.update(self._connection.execute(statement).scalars())
        return found

    def counts(self, case_key: int, said: Iterable[Intent], by: MemberId, at: datetime) -> bool:
        """Whether what somebody says on a case at that moment, or about what the words name, takes another person."""
        mine, theirs = _MINE, _THEIRS
        words = list(said)
        aims = {"post_id": "post_id", "thread_id": "thread_id", "author_id": "member_id"}
        aimed = (theirs.c[name].in_({getattr(one, aim) for one in words} - {None}) for name, aim in aims.items())
        statement = sa.select(outside_parties.c.seq).where(
            mine.c.key == case_key,
            theirs.c.key == outside_parties.c.case_key,
            counts_for(sa.literal(by), sa.literal(ms(at), sa.BigInteger)),
            sa.or_(concerns(mine, theirs), *aimed),
        )
        return self._connection.execute(statement.limit(1)).scalar() is not None

    def of_case(self, case_key: int) -> list[OutsideParty]:
        """Everybody who is or was involved in a case, or is in one that is close to it, oldest first."""
        mine, theirs = cases.alias("mine"), cases.alias("theirs")
        close = sa.exists().where(
            mine.c.key == case_key, theirs.c.key == outside_parties.c.case_key, concerns(mine, theirs)
        )
        there = sa.and_(outside_parties.c.ended_at.is_(None), close.correlate(outside_parties))
        return self._all(sa.or_(outside_parties.c.case_key == case_key, there))

    def find(self, seq: int) -> OutsideParty | None:
        """The party of this number, if there is one."""
        return next(iter(self._all(outside_parties.c.seq == seq)), None)

    def open(self, limit: int) -> list[OutsideParty]:
        """Whoever is involved anywhere, the longest first."""
        return self._all(outside_parties.c.ended_at.is_(None), limit)

    def held(self, case_key: int | None = None) -> list[Command]:
        """Words that were written before a flag and are not sent, on a case or anywhere, oldest first."""
        where = sa.true() if case_key is None else decisions.c.case_key == case_key
        statement = (
            sa.select(commands)
            .join(decisions, decisions.c.id == commands.c.decision_id)
            .where(where, unsettled(), held_outside())
            .order_by(commands.c.seq)
        )
        return [command_of(row) for row in self._connection.execute(statement)]

    def _all(self, which: sa.ColumnElement[bool], limit: int | None = None) -> list[OutsideParty]:
        joined = outside_parties.join(cases, cases.c.key == outside_parties.c.case_key)
        statement = (
            sa.select(outside_parties, cases.c.id.label("case_id"))
            .select_from(joined)
            .where(which)
            .order_by(outside_parties.c.seq)
            .limit(limit)
        )
        rows = self._connection.execute(statement).all()
        lines = self._lines([row.seq for row in rows])
        return [_party(row, tuple(lines.get(row.seq, ()))) for row in rows]

    def _lines(self, parties: list[int]) -> dict[int, list[Line]]:
        found: dict[int, list[Line]] = {}
        for block in blocks(parties):
            statement = sa.select(outside_lines).where(outside_lines.c.party_seq.in_(block))
            for row in self._connection.execute(statement.order_by(outside_lines.c.seq)):
                said = Line(moment(row.at), MemberRef(MemberId(row.by_id), row.by_name), row.text)
                found.setdefault(row.party_seq, []).append(said)
        return found

    # --- writing ---------------------------------------------------------------------------------------

    def add(self, case_key: int, party: Party, by: MemberRef, at: datetime, *, number: str, note: str) -> int:
        """Somebody is involved from now on; the number of the entry."""
        row = self._connection.execute(
            sa.insert(outside_parties)
            .values(
                case_key=case_key,
                party=party.value,
                number=plain(number),
                note=plain(note),
                since=ms(at),
                by_id=by.id,
                by_name=by.name,
            )
            .returning(outside_parties.c.seq)
        ).one()
        return int(row.seq)

    def say(self, seq: int, line: Line) -> None:
        """What was agreed to be said from now on; earlier lines stay."""
        values = {"at": ms(line.at), "by_id": line.by.id, "by_name": line.by.name, "text": plain(line.text)}
        self._connection.execute(sa.insert(outside_lines).values(party_seq=seq, **values))

    def end(self, seq: int, by: MemberRef, at: datetime, reason: str) -> None:
        """They are out."""
        self._connection.execute(
            sa.update(outside_parties)
            .where(outside_parties.c.seq == seq)
            .values(ended_at=ms(at), ended_by_id=by.id, ended_by_name=by.name, end_reason=plain(reason))
        )

    def release(self, decision: DecisionId, by: MemberRef, at: datetime) -> None:
        """Another person agrees to the words of a decision, as things stand; a later flag holds them again."""
        newest = sa.select(sa.func.coalesce(sa.func.max(outside_parties.c.seq), 0)).scalar_subquery()
        values = {"decision_id": decision, "at": ms(at), "by_id": by.id, "by_name": by.name, "up_to": newest}
        self._connection.execute(sa.insert(outside_releases).values(**values))


def _party(row: _Row, lines: tuple[Line, ...]) -> OutsideParty:
    return OutsideParty(
        row.seq,
        CaseId(row.case_id),
        Party(row.party),
        row.number,
        row.note,
        moment(row.since),
        MemberRef(MemberId(row.by_id), row.by_name),
        lines,
        moment_or_none(row.ended_at),
        MemberRef(MemberId(row.ended_by_id), row.ended_by_name) if row.ended_by_id else None,
        row.end_reason,
    )
