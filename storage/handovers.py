"""Shifts handed over. What was given is never changed, and taken by somebody else, once (the database sees to it)."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseState
from app.domain.handover import Handover
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words
from storage.schema import cases, is_open
from storage.schema_team import handovers
from storage.values import moment, moment_or_none, ms, plain


class Handovers:
    """The handovers as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, by: MemberRef, at: datetime, text: Words, note: str) -> int:
        """Keep what is handed over; its number."""
        values = {"text_zh": plain(text.zh), "text_en": plain(text.en), "note": plain(note), "at": ms(at)}
        added = sa.insert(handovers).values(given_by_id=by.id, given_by_name=by.name, **values)
        return int(self._connection.execute(added.returning(handovers.c.key)).scalar_one())

    def newest(self, limit: int) -> list[Handover]:
        """The last ones that were given, the newest first."""
        return self._read(sa.select(handovers).order_by(handovers.c.key.desc()).limit(limit))

    def waiting(self, me: MemberId, *, to_change: bool = False) -> list[Handover]:
        """Those of others that nobody took yet, the newest first."""
        waiting = sa.and_(handovers.c.taken_at.is_(None), handovers.c.given_by_id != me)
        statement = sa.select(handovers).where(waiting).order_by(handovers.c.key.desc())
        return self._read(statement.with_for_update() if to_change else statement)

    def take(self, key: int, by: MemberRef, at: datetime) -> None:
        """Say who took it."""
        values = {"taken_by_id": by.id, "taken_by_name": by.name, "taken_at": ms(at)}
        self._connection.execute(sa.update(handovers).where(handovers.c.key == key).values(**values))

    def due_before(self, until: datetime, limit: int) -> list[int]:
        """The keys of open cases that are due before then, the most pressing first."""
        due = sa.and_(cases.c.due_at.is_not(None), cases.c.due_at <= ms(until), is_open())
        return list(
            self._connection.execute(sa.select(cases.c.key).where(due).order_by(cases.c.due_at).limit(limit)).scalars()
        )

    def count_due_before(self, until: datetime) -> int:
        """How many open cases are due before then."""
        due = sa.and_(cases.c.due_at.is_not(None), cases.c.due_at <= ms(until), is_open())
        return int(self._connection.execute(sa.select(sa.func.count()).select_from(cases).where(due)).scalar_one())

    def held(self, me: MemberId, limit: int) -> list[int]:
        """The keys of cases that are in a person's hands and wait for nobody else, the oldest first."""
        mine = sa.and_(cases.c.claimed_by_id == me, cases.c.state == CaseState.CLAIMED.value)
        return list(
            self._connection.execute(
                sa.select(cases.c.key).where(mine).order_by(cases.c.reported_at).limit(limit)
            ).scalars()
        )

    def _read(self, statement: sa.Select[tuple[object, ...]]) -> list[Handover]:
        return [
            Handover(
                key=row.key,
                by=MemberRef(MemberId(row.given_by_id), row.given_by_name),
                at=moment(row.at),
                text=Words(row.text_zh, row.text_en),
                note=row.note,
                taken_by=MemberRef(MemberId(row.taken_by_id), row.taken_by_name) if row.taken_by_id else None,
                taken_at=moment_or_none(row.taken_at),
            )
            for row in self._connection.execute(statement)
        ]
