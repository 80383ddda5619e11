"""What is read from the community outside its feed: when it was last read, staff's notes, and staff's actions."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.community import AuditEntry, RemoteNote
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId
from storage.bulk import Upsert, blocks
from storage.cache_schema import audit, case_notes, readings
from storage.cache_thinning import forgotten
from storage.values import moment, ms

_READINGS = Upsert(readings, ["what", "id", "at"], key=["what", "id"], update=["at"])
_AUDIT = Upsert(audit, [column.name for column in audit.columns], key=["id"])


class What(StrEnum):
    """What a reading was of."""

    CASE = "case"
    MEMBER = "member"
    PICTURES = "pictures"


class Attention:
    """What was read by itself, as seen by one transaction on the cache."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def read_at(self, what: What, ids: Iterable[str]) -> dict[str, datetime]:
        """When these were last read; those that never were are missing."""
        return {
            row.id: moment(row.at)
            for block in blocks(ids)
            for row in self._connection.execute(
                sa.select(readings.c.id, readings.c.at).where(readings.c.what == what.value, readings.c.id.in_(block))
            )
        }

    def keep_read(self, what: What, id_: str, at: datetime) -> None:
        """It was read just now, or found to be gone."""
        _READINGS.run(self._connection, [(what.value, id_, ms(at))])

    def keep_notes(self, case_id: CaseId, notes: Iterable[RemoteNote]) -> None:
        """What staff wrote beside a report, as it stands now."""
        self._connection.execute(sa.delete(case_notes).where(case_notes.c.case_id == case_id))
        for note in notes:
            self._connection.execute(
                sa.insert(case_notes).values(
                    case_id=case_id,
                    id=note.id,
                    at=ms(note.at),
                    by_id=note.by and note.by.id,
                    by_name=note.by.name if note.by else "",
                    text=note.text,
                )
            )

    def notes(self, case_id: CaseId) -> list[RemoteNote]:
        """What staff wrote beside a report in the community, oldest first."""
        rows = self._connection.execute(
            sa.select(case_notes).where(case_notes.c.case_id == case_id).order_by(case_notes.c.at, case_notes.c.id)
        )
        return [RemoteNote(row.id, moment(row.at), row.text, _member(row.by_id, row.by_name)) for row in rows]

    def keep_audit(self, entries: Iterable[AuditEntry]) -> None:
        """Actions of staff; one that is known stays as it was. Nothing is kept of what was done to who is forgotten."""
        gone = forgotten(self._connection)
        _AUDIT.run(
            self._connection,
            [
                (
                    entry.id,
                    ms(entry.at),
                    entry.by and entry.by.id,
                    entry.by.name if entry.by else "",
                    entry.action,
                    entry.member_id,
                    entry.post_id,
                    entry.details,
                )
                for entry in entries
                if entry.member_id is None or ms(entry.at) > gone.get(entry.member_id, -(2**62))
            ],
        )

    def audit_of(self, member_id: MemberId, limit: int) -> list[AuditEntry]:
        """What staff last did to a member, oldest first."""
        rows = self._connection.execute(
            sa.select(audit)
            .where(audit.c.member_id == member_id)
            .order_by(audit.c.at.desc(), audit.c.id.desc())
            .limit(limit)
        ).all()
        return [
            AuditEntry(
                row.id,
                moment(row.at),
                _member(row.by_id, row.by_name),
                row.action,
                MemberId(row.member_id),
                PostId(row.post_id) if row.post_id else None,
                row.details,
            )
            for row in reversed(rows)
        ]


def _member(member_id: str | None, name: str) -> MemberRef | None:
    return MemberRef(MemberId(member_id), name) if member_id else None
