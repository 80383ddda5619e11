"""Evidence: files beside a case, hashed when they come in, with their hashes in the ledger."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.commands import CommandId
from app.domain.evidence import Attachment, Evidence, check_file, plain_name
from app.domain.hand import said_of_receipt
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.roles import Role, require
from app.errors import EvidenceDamaged, EvidenceNotFound
from app.operations.desk import Desk
from storage.transaction import Transaction

_CHANGED = Changes.of(Area.CASES)


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that are evidence now; those that were beside the case before are not among them."""

    evidence: tuple[Evidence, ...]
    changes: Changes = _CHANGED


def add(desk: Desk, case_id: CaseId, files: Sequence[Attachment], *, note: str = "") -> Kept:
    """Keep files beside a case, all of them or none. A file that is there already is not kept twice.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
        NoEvidence: a file is no picture and no PDF.
        FileTooLarge: a file is too large.
    """
    require(desk.me, Role.MODERATOR)
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        kept = keep(desk, tx, case, files, note=said_of_receipt(note))
    return Kept(kept, _CHANGED if kept else Changes())


def keep(
    desk: Desk,
    tx: Transaction,
    case: Case,
    files: Sequence[Attachment],
    *,
    note: str = "",
    command: CommandId | None = None,
    again: bool = False,
) -> tuple[Evidence, ...]:
    """Keep files beside a case within a transaction, with an entry in the ledger for each.

    Args:
        again: keep it even if the case has the same file: the note says where it was found.
        command: whose receipt they are; a receipt is kept even if the case has the same file.
    """
    kinds = [check_file(file) for file in files]
    known = {one.sha256 for one in tx.evidence.of_case(case.key) if one.command == command and not again}
    kept: list[Evidence] = []
    for file, kind in zip(files, kinds, strict=True):
        if file.sha256 not in known:
            known.add(file.sha256)
            kept.append(_keep(desk, tx, case, file, kind, note=note, command=command))
    return tuple(kept)


def _keep(
    desk: Desk, tx: Transaction, case: Case, file: Attachment, kind: str, *, note: str, command: CommandId | None
) -> Evidence:
    by, now = MemberRef(desk.me.id, desk.me.name), desk.clock()
    name, size = plain_name(file.name), len(file.content)
    new = Evidence(0, name, kind, file.sha256, size, by, now, note=note, command=command)
    seq = tx.evidence.add(case.key, new, file.content)
    body: Body = {
        "case": case.id,
        "evidence": seq,
        "sha256": file.sha256,
        "size": size,
        "type": kind,
        "command": command,
    }
    private = {"by": f"{by.id} {by.name}", "name": name} | ({"note": note} if note else {})
    tx.ledger.append(EntryKind.EVIDENCE_ADDED, now, body, private)
    return Evidence(seq, name, kind, file.sha256, size, by, now, note=note, command=command)


def of_case(desk: Desk, case_id: CaseId) -> list[Evidence]:
    """What is kept beside a case, receipts among it, oldest first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        return tx.evidence.of_case(tx.cases.get(case_id).key)


def content(desk: Desk, seq: int) -> bytes:
    """What is in a file, as it came in.

    Raises:
        EvidenceNotFound: there is none of this number.
        EvidenceDamaged: it no longer matches its hash.
    """
    with desk.record.read() as tx:
        found = tx.evidence.find(seq)
    if found is None:
        raise EvidenceNotFound(seq=seq)
    kept, data = found
    if hashlib.sha256(data).hexdigest() != kept.sha256:
        raise EvidenceDamaged(seq=seq)
    return data
