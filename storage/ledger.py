"""The ledger in the record: appended last in a transaction, under the lock of the head row; verified from the start."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.ledger import (
    GENESIS,
    SALT_BYTES,
    Body,
    EntryKind,
    Verification,
    canonical,
    commitment,
    entry_hash,
)
from storage.schema import ledger, ledger_head, ledger_private
from storage.summary_counting import Counting, Entry, NewCase

_PAGE = 5_000
_BEFORE_ALL = -(2**62)


@dataclass(frozen=True, slots=True)
class _Pending:
    at: datetime
    kind: EntryKind
    body: Body
    private: Mapping[str, str]


class Ledger:
    """The ledger as seen by one transaction. Entries are held back and written when the transaction ends."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._pending: list[_Pending] = []
        self._arrived: list[NewCase] = []
        self._reported: list[tuple[datetime, int]] = []
        self._reopened: list[tuple[datetime, CaseId]] = []

    @property
    def _counted_only(self) -> bool:
        """Whether anything is counted of which no entry tells."""
        return bool(self._arrived or self._reported or self._reopened)

    def append(self, kind: EntryKind, at: datetime, body: Body, private: Mapping[str, str] | None = None) -> None:
        """Add an entry; the values of `private` enter as salted commitments, and themselves only the side table."""
        self._pending.append(_Pending(at, kind, body, private or {}))

    def arrived(self, new: Sequence[NewCase]) -> None:
        """Cases came in. They are no entries, but they are counted for their months with these, under the same lock."""
        self._arrived += new

    def reported(self, at: datetime, reports: int) -> None:
        """So many reports came in on known cases."""
        if reports:
            self._reported.append((at, reports))

    def reopened(self, at: datetime, case: CaseId) -> None:
        """A closed case is open again because it was reported again: no entry, but counted for its month."""
        self._reopened.append((at, case))

    def refuse_entries(self) -> None:
        """A transaction that only reads must not have appended anything: it would be lost."""
        if self._pending or self._counted_only:
            raise AssertionError("an entry was appended to a transaction that only reads")

    def flush(self) -> None:
        """Write what was appended. The head row stays locked until the transaction ends, a moment from now."""
        if not (self._pending or self._counted_only):
            return
        before, prev = self.lock()
        seq = before
        for pending in self._pending:
            seq += 1
            prev = self._write(seq, prev, pending)
        if self._pending:
            self._connection.execute(sa.update(ledger_head).values(entries=seq, hash=prev))
        self._count(before, seq)

    def lock(self) -> tuple[int, str]:
        """How many entries there are, and the hash of the last one; nobody appends one until the transaction ends."""
        head = self._connection.execute(sa.select(ledger_head.c.entries, ledger_head.c.hash).with_for_update()).one()
        return head.entries, head.hash

    def _count(self, before: int, after: int) -> None:
        counting = Counting(self._connection)
        counting.cases(self._arrived)
        for at, reports in self._reported:
            counting.reports(at, reports)
        for at, case in self._reopened:
            counting.reopened(at, case)
        if self._pending:
            entries = [Entry(one.kind.value, one.at, one.body) for one in self._pending]
            counting.entries(entries, before=before, after=after)
        for done in (self._pending, self._arrived, self._reported, self._reopened):
            done.clear()

    def _write(self, seq: int, prev: str, pending: _Pending) -> str:
        salts = {name: secrets.token_bytes(SALT_BYTES) for name in pending.private}
        body = canonical(
            {
                **pending.body,
                **{name: commitment(salts[name], value) for name, value in pending.private.items()},
            }
        )
        at = pending.at.astimezone(UTC).isoformat()
        kind = pending.kind.value
        digest = entry_hash(seq=seq, prev=prev, at=at, kind=kind, body=body)
        self._connection.execute(sa.insert(ledger).values(seq=seq, prev=prev, at=at, kind=kind, body=body, hash=digest))
        if pending.private:
            self._connection.execute(
                sa.insert(ledger_private),
                [
                    {"seq": seq, "field": name, "salt": salts[name], "value": value}
                    for name, value in pending.private.items()
                ],
            )
        return digest

    def head(self) -> tuple[int, str]:
        """How many entries there are, and the hash of the last one."""
        row = self._connection.execute(sa.select(ledger_head.c.entries, ledger_head.c.hash)).one()
        return row.entries, row.hash

    def newest(self, kind: EntryKind) -> tuple[int, str]:
        """Number and hash of the last entry of a kind. What was just appended is written first, and locks the head."""
        self.flush()
        found = sa.select(ledger.c.seq, ledger.c.hash).where(ledger.c.kind == kind.value)
        row = self._connection.execute(found.order_by(ledger.c.seq.desc()).limit(1)).one()
        return row.seq, row.hash

    def told(self, kind: EntryKind, text: str) -> dict[str, object]:
        """What the newest entry of a kind says that has this text in it, as a hash has; nothing where there is none."""
        within = ledger.c.body.contains(text, autoescape=True)
        found = sa.select(ledger.c.body).where(ledger.c.kind == kind.value, within)
        body = self._connection.execute(found.order_by(ledger.c.seq.desc()).limit(1)).scalar_one_or_none()
        said: dict[str, object] = {} if body is None else json.loads(body)
        return said

    def entry(self, number: int) -> tuple[str, datetime] | None:
        """Hash and time of an entry, if there is one of this number."""
        row = self._connection.execute(
            sa.select(ledger.c.hash, ledger.c.at).where(ledger.c.seq == number)
        ).one_or_none()
        return None if row is None else (row.hash, datetime.fromisoformat(row.at))

    def verify(self, anchor: tuple[int, str] | None = None) -> Verification:
        """Check every entry from the first to the last.

        Args:
            anchor: number and hash of an entry as an earlier verification printed them; shows a cut tail, or a
                chain that was written anew.
        """
        return _Check(self._connection, anchor).run()


class _Check:
    """One walk along the chain."""

    def __init__(self, connection: sa.Connection, anchor: tuple[int, str] | None) -> None:
        self._connection = connection
        self._anchor = anchor
        self._entries = 0
        self._seen = _BEFORE_ALL
        self._size = _PAGE
        self._prev = GENESIS

    def run(self) -> Verification:
        for self._size in (_PAGE, 1):  # what can't be read in a page is looked for entry by entry
            try:
                return self._walk()
            except sa.exc.DatabaseError:
                continue
        return self._broken(self._entries + 1, "it can't be read")

    def _walk(self) -> Verification:
        while page := self._page():
            private = self._private_values(page[0].seq, page[-1].seq)
            for row in page:
                reason = self._fault(row, private.get(row.seq, {}))
                if reason:
                    return self._broken(self._entries + 1, reason)
                self._seen = self._entries = row.seq
                self._prev = row.hash
        return self._end()

    def _page(self) -> list[sa.Row[tuple[object, ...]]]:
        # Sorted by the number as stored; one that was changed shows as a gap.
        statement = sa.select(ledger).where(ledger.c.seq > self._seen).order_by(ledger.c.seq).limit(self._size)
        return list(self._connection.execute(statement).all())

    def _private_values(self, first: int, last: int) -> dict[int, dict[str, str]]:
        statement = sa.select(ledger_private).where(ledger_private.c.seq.between(first, last))
        found: dict[int, dict[str, str]] = {}
        for row in self._connection.execute(statement):
            # A salt of another length could hold the first bytes of another value.
            whole = isinstance(row.salt, bytes) and len(row.salt) == SALT_BYTES and isinstance(row.value, str)
            found.setdefault(row.seq, {})[row.field] = commitment(row.salt, row.value) if whole else ""
        return found

    def _fault(self, row: sa.Row[tuple[object, ...]], private: Mapping[str, str]) -> str:
        seq, prev, body, digest = row.seq, row.prev, row.body, row.hash
        if seq != self._entries + 1:
            return f"entry {self._entries + 1} is missing"
        if prev != self._prev:
            return "it does not follow the entry before it"
        text = all(isinstance(part, str) for part in (prev, row.at, row.kind, body, digest))
        if not text or entry_hash(seq=seq, prev=prev, at=row.at, kind=row.kind, body=body) != digest:
            return "its content does not match its hash"
        for name, value in private.items():
            if f'"{name}":"{value}"' not in body:
                return f"its private value {name!r} does not match its commitment"
        if self._anchor and seq == self._anchor[0] and digest != self._anchor[1].lower():
            return "its hash is not the one of the anchor: the ledger was written anew"
        return ""

    def _end(self) -> Verification:
        entries, head = self._head_row()
        if self._anchor and self._anchor[0] > self._entries:
            return self._broken(self._entries + 1, f"the anchor names entry {self._anchor[0]}: the tail was cut")
        if entries > self._entries:
            return self._broken(self._entries + 1, f"the head counts {entries} entries: the tail was cut")
        if (entries, head) != (self._entries, self._prev):
            return self._broken(self._entries, "the head does not match the last entry")
        stray = self._connection.execute(
            sa.select(ledger_private.c.seq).where(ledger_private.c.seq > self._entries).limit(1)
        ).scalar()
        if stray is not None:
            return self._broken(stray, "a private value belongs to no entry")
        return Verification(self._entries, self._prev, ok=True)

    def _head_row(self) -> tuple[int, str]:
        row = self._connection.execute(sa.select(ledger_head.c.entries, ledger_head.c.hash)).one_or_none()
        return (-1, "") if row is None else (row.entries, row.hash)

    def _broken(self, entry: int, reason: str) -> Verification:
        return Verification(self._entries, self._prev, ok=False, entry=entry, reason=reason)
