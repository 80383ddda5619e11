"""Evidence: files beside cases. Nothing of it is ever changed or deleted (the database refuses it)."""

import json
from dataclasses import replace

import sqlalchemy as sa

from app.domain.commands import CommandId
from app.domain.evidence import Evidence
from app.domain.ledger import EntryKind, Verification
from app.domain.members import MemberId, MemberRef
from storage.schema import ledger
from storage.schema_decisions import evidence
from storage.values import moment, ms, plain

_WITHOUT_CONTENT = sa.select(*(column for column in evidence.c if column is not evidence.c.content))


class EvidenceFiles:
    """The evidence as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, case_key: int, kept: Evidence, content: bytes) -> int:
        """Keep a file beside a case; its number."""
        values = {
            "command_id": kept.command,
            "name": plain(kept.name),
            "media_type": kept.media_type,
            "sha256": kept.sha256,
            "size": kept.size,
            "content": content,
            "by_id": kept.by.id,
            "by_name": kept.by.name,
            "at": ms(kept.at),
            "note": plain(kept.note),
        }
        added = sa.insert(evidence).values(case_key=case_key, **values).returning(evidence.c.seq)
        return int(self._connection.execute(added).scalar_one())

    def of_case(self, case_key: int) -> list[Evidence]:
        """What is kept beside a case, oldest first."""
        rows = self._connection.execute(
            _WITHOUT_CONTENT.where(evidence.c.case_key == case_key).order_by(evidence.c.seq)
        )
        return [_evidence(row) for row in rows]

    def find(self, seq: int) -> tuple[Evidence, bytes] | None:
        """A file with its content; None where there is none of this number."""
        row = self._connection.execute(sa.select(evidence).where(evidence.c.seq == seq)).one_or_none()
        return None if row is None else (_evidence(row), bytes(row.content))

    def verify(self, whole: Verification) -> Verification:
        """Check that every file has the hash under which the ledger entered it, and that none is missing or slipped in.

        Only the hashes are compared; a content is held against its hash whenever it is read.

        Args:
            whole: the ledger, which holds.
        """
        kept = self._connection.execute(sa.select(evidence.c.seq, evidence.c.sha256))
        hashes: dict[int, str] = {row.seq: row.sha256 for row in kept}
        entered = sa.select(ledger.c.seq, ledger.c.body).where(ledger.c.kind == EntryKind.EVIDENCE_ADDED.value)
        for entry, body in self._connection.execute(entered.order_by(ledger.c.seq)):
            said = json.loads(body)
            found = hashes.pop(said["evidence"], None)
            if found != said["sha256"]:
                fault = "is missing" if found is None else "has another hash than its entry"
                return replace(whole, ok=False, entry=entry, reason=f"evidence {said['evidence']} {fault}")
        if hashes:
            reason = f"evidence {min(hashes)} was never entered"
            return replace(whole, ok=False, entry=whole.entries, reason=reason)
        return whole


def _evidence(row: sa.Row[tuple[object, ...]]) -> Evidence:
    return Evidence(
        seq=row.seq,
        name=row.name,
        media_type=row.media_type,
        sha256=row.sha256,
        size=row.size,
        by=MemberRef(MemberId(row.by_id), row.by_name),
        at=moment(row.at),
        note=row.note,
        command=CommandId(row.command_id) if row.command_id else None,
    )
