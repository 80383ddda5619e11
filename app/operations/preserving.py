"""Preserving (固证): a case as signed evidence that legal, a notary or the police can check without us.

The file is written first and entered into the record afterwards: what the record calls preserved has been outside.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.pictures import NOT_ASKED, Missing
from app.domain.roles import Role, require
from app.domain.seals import Seal, SigningKey
from app.domain.words import Words
from app.files import save_beside
from app.keys import signing
from app.operations.desk import Desk
from app.operations.lanes_guard import keep_seal
from app.operations.pictures import Fetched
from app.operations.preserving_file import Sealing, gather
from app.packets import packet
from app.packets.page import render
from storage.record import Record
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.CASES)
_PURPOSE = "packet signing key"


@dataclass(frozen=True, slots=True)
class Preserved:
    """A case that is preserved now.

    Attributes:
        name: of the file.
        path: where it is; None where no folder was named.
        content: of the file.
        sha256: by which the packet is known: that of the `packet.zip` in it.
        key: that signed it.
        entries: how many entries the ledger had; its head stands in the packet.
        missing: pictures of the post that are not in it, and why.
    """

    case: CaseId
    name: str
    path: Path | None
    content: bytes = field(repr=False)
    sha256: str
    key: SigningKey
    entries: int
    missing: tuple[Missing, ...] = ()
    changes: Changes = _TOUCHED


def preserve(desk: Desk, case_id: CaseId, folder: Path | None = None, *, pictures: Fetched | None = None) -> Preserved:
    """Seal everything that is known of a case into a signed packet, and enter that into the ledger.

    Args:
        desk: of the person who preserves.
        case_id: the case.
        folder: where the file goes; made where it is missing. None: only the bytes are handed back.
        pictures: what became of the post's pictures just before; the file says of each missing one why.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
        EvidenceDamaged: a file beside the case no longer matches its hash.
        TooMuchToPreserve: the files beside the case are larger than a packet takes.
        UnwritableFile: the file can't be written; nothing is entered then.
    """
    require(desk.me, Role.MODERATOR)
    key, secret = own_key(desk)
    now = desk.clock()
    with desk.record.read() as tx, desk.cache.read() as cached:
        case = tx.cases.get(case_id)
        found = gather(tx, cached.threads, case, _sealing(desk, now, key.public, pictures))
    made = packet.build(found.file, render(found.file, found.contents), found.contents, secret)
    path = None if folder is None else save_beside(folder / made.name, made.content)
    head = found.file.ledger
    by = MemberRef(desk.me.id, desk.me.name)
    seal = Seal(case.revision.version, made.sha256, len(made.content), key.id, (head.entries, head.head), by, now)
    try:
        _enter(desk, case, seal)
    except BaseException:
        if path is not None:
            with suppress(OSError):
                path.unlink()
        raise
    lacking = tuple(Missing(one.address, one.version, Words(one.why_zh, one.why_en)) for one in found.file.missing)
    return Preserved(case.id, made.name, path, made.content, made.sha256, key, head.entries, lacking)


def _sealing(desk: Desk, now: datetime, key: str, pictures: Fetched | None) -> Sealing:
    by = MemberRef(desk.me.id, desk.me.name)
    if pictures is None:
        return Sealing(now, by, key)
    reasons = {one.address: one.why for one in pictures.missing}
    return Sealing(now, by, key, reasons, pictures.unreached or NOT_ASKED)


def _enter(desk: Desk, case: Case, seal: Seal) -> None:
    with desk.record.write() as tx:
        number = tx.seals.add(case.key, seal)
        body: Body = {
            "case": case.id,
            "seal": number,
            "sha256": seal.sha256,
            "revision": seal.revision,
            "size": seal.size,
            "key": seal.key_id,
        }
        keep_seal(tx, tx.cases.get(case.id, to_change=True), desk.clock())
        tx.ledger.append(EntryKind.EVIDENCE_SEALED, seal.at, body, {"by": f"{seal.by.id} {seal.by.name}"})


def preserved(tx: Transaction, case: Case) -> Seal | None:
    """The newest seal over the post as it stands now; None where this version was never preserved."""
    return tx.seals.of_version(case.key, case.revision.version)


def seals_of(desk: Desk, case_id: CaseId) -> list[Seal]:
    """When and by whom a case was preserved, oldest first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        return tx.seals.of_case(tx.cases.get(case_id).key)


# --- keys -----------------------------------------------------------------------------------------------


def keys(desk: Desk) -> list[SigningKey]:
    """The keys of this record, the one that signs here first; it is made where there is none.

    Raises:
        NoRight: the person is no moderator.
    """
    require(desk.me, Role.MODERATOR)
    mine, _ = own_key(desk)
    with desk.record.read() as tx:
        return [mine, *(one for one in tx.seals.signing_keys() if one.id != mine.id)]


def trusted(record: Record) -> dict[str, str]:
    """The public keys with which this record's evidence was signed, by their ids."""
    with record.read() as tx:
        return {one.id: one.public for one in tx.seals.signing_keys()}


def own_key(desk: Desk) -> tuple[SigningKey, str]:
    """The key that signs here, and its secret half. On a team's server each workspace has its own."""
    with desk.record.read() as tx:
        found = _openable(desk, tx)
    if found is not None:
        return found
    with desk.record.write() as tx:
        return _openable(desk, tx) or _make_key(desk, tx, desk.clock())


def _openable(desk: Desk, tx: Transaction) -> tuple[SigningKey, str] | None:
    for key in tx.seals.signing_keys():
        secret = desk.vault.unseal(key.sealed, _PURPOSE)
        if secret is not None and signing.public_of(secret) == key.public:
            return key, secret
    return None


def _make_key(desk: Desk, tx: Transaction, now: datetime) -> tuple[SigningKey, str]:
    secret = signing.new_secret()
    public = signing.public_of(secret)
    by = MemberRef(desk.me.id, desk.me.name)
    key = SigningKey(signing.key_id(public), public, desk.vault.seal(secret, _PURPOSE), by, now)
    tx.seals.add_key(key)
    body = {"key": key.id, "public": public}
    tx.ledger.append(EntryKind.SIGNING_KEY_MADE, now, body, {"by": f"{by.id} {by.name}"})
    return key, secret
