"""Seals and the keys that made them. Nothing of it is ever changed or deleted (the database refuses it)."""

import json
from dataclasses import replace

import sqlalchemy as sa

from app.domain.ledger import EntryKind, Verification
from app.domain.members import MemberId, MemberRef
from app.domain.seals import Seal, SigningKey
from storage.schema import ledger
from storage.schema_evidence import seals, signing_keys
from storage.values import moment, ms, plain


class Seals:
    """The seals as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def signing_keys(self) -> list[SigningKey]:
        """The keys of this record, newest first; on a team's server each workspace has one of its own."""
        rows = self._connection.execute(sa.select(signing_keys).order_by(signing_keys.c.at.desc(), signing_keys.c.id))
        return [SigningKey(row.id, row.public, row.sealed, _by(row), moment(row.at)) for row in rows]

    def add_key(self, key: SigningKey) -> None:
        """Keep a key."""
        values = {"public": key.public, "sealed": key.sealed, "at": ms(key.at)}
        self._connection.execute(
            sa.insert(signing_keys).values(id=key.id, by_id=key.by.id, by_name=plain(key.by.name), **values)
        )

    def add(self, case_key: int, seal: Seal) -> int:
        """Keep that a case was sealed; the number of the seal."""
        entries, head = seal.ledger
        added = sa.insert(seals).values(
            case_key=case_key,
            revision=seal.revision,
            sha256=seal.sha256,
            size=seal.size,
            key_id=seal.key_id,
            ledger_entries=entries,
            ledger_hash=head,
            by_id=seal.by.id,
            by_name=plain(seal.by.name),
            at=ms(seal.at),
        )
        return int(self._connection.execute(added.returning(seals.c.seq)).scalar_one())

    def of_case(self, case_key: int) -> list[Seal]:
        """The seals of a case, oldest first."""
        rows = self._connection.execute(sa.select(seals).where(seals.c.case_key == case_key).order_by(seals.c.seq))
        return [_seal(row) for row in rows]

    def of_version(self, case_key: int, revision: str) -> Seal | None:
        """The newest seal over this version of the post, if there is one."""
        which = sa.and_(seals.c.case_key == case_key, seals.c.revision == revision)
        rows = self._connection.execute(sa.select(seals).where(which).order_by(seals.c.seq.desc()).limit(1))
        return next((_seal(row) for row in rows), None)

    def verify(self, whole: Verification) -> Verification:
        """Check that every seal has the hash under which the ledger entered it, and that none is missing or slipped in.

        Args:
            whole: the ledger, which holds.
        """
        kept = {row.seq: row.sha256 for row in self._connection.execute(sa.select(seals.c.seq, seals.c.sha256))}
        entered = sa.select(ledger.c.seq, ledger.c.body).where(ledger.c.kind == EntryKind.EVIDENCE_SEALED.value)
        for entry, body in self._connection.execute(entered.order_by(ledger.c.seq)):
            said = json.loads(body)
            found = kept.pop(said["seal"], None)
            if found != said["sha256"]:
                fault = "is missing" if found is None else "has another hash than its entry"
                return replace(whole, ok=False, entry=entry, reason=f"seal {said['seal']} {fault}")
        if kept:
            return replace(whole, ok=False, entry=whole.entries, reason=f"seal {min(kept)} was never entered")
        return whole


def _seal(row: sa.Row[tuple[object, ...]]) -> Seal:
    ledger_head = (row.ledger_entries, row.ledger_hash)
    return Seal(row.revision, row.sha256, row.size, row.key_id, ledger_head, _by(row), moment(row.at))


def _by(row: sa.Row[tuple[object, ...]]) -> MemberRef:
    return MemberRef(MemberId(row.by_id), row.by_name)
