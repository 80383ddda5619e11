"""The packets of a seat: taken in, listed, read. All of it happens in memory and in the encrypted store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.changes import Changes
from app.domain.council import key_fingerprint
from app.domain.seat import Draft, KeptPacket, Note, Standing, WrittenBallot
from app.domain.words import Words
from app.errors import NotForCouncil, NotInRoster, PacketDestroyed, PacketForReading, PacketNotHere, StewardError
from app.keys import signing
from app.operations.seat_desk import TOUCHED, SeatDesk
from app.operations.seat_keys import Me, who
from app.packets import packet, sealed
from app.packets.council_file import CouncilFile
from storage.seat_kept import SeatTransaction

Content = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a packet that holds: nothing was changed since it was signed; and by whom it was signed.

    Attributes:
        known: the key is one that the member compared with the secretary.
        whole, signer: in plain words.
        page: what is to be said of the page for a browser; None where it says what the program shows.
    """

    known: bool
    key_id: str
    fingerprint: str
    whole: Words
    signer: Words
    page: Words | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A packet that came in.

    Attributes:
        new: it was not here before.
    """

    kept: KeptPacket
    verdict: Verdict
    new: bool
    changes: Changes


def take_packet(desk: SeatDesk, raw: bytes) -> Taken:
    """Check a packet, sealed or not, and keep it.

    Raises:
        PacketError: it does not hold, or was sealed to others; each subclass says what is wrong.
        NotForCouncil: it is sealed evidence, no question for the council.
        PacketDestroyed: the member confirmed that it was destroyed.
    """
    with desk.store.read() as tx:
        secrets, trusted = tx.secrets(), tx.trusted()
    content = sealed.unsealed(raw, [secrets.opens])
    whole = packet.verify(content, _by_id(trusted))
    if not isinstance(whole.file, CouncilFile):
        raise NotForCouncil
    file, now = whole.file, desk.clock()
    kept = KeptPacket(whole.sha256, file.case, file.round, file.question, whole.key, file.due_at, now)
    with desk.store.write() as tx:
        known = tx.packet(whole.sha256)
        if known is None:
            tx.add_packet(kept, content)
    if known is not None:
        _still_here(known)
    return Taken(known or kept, _verdict(whole), known is None, Changes() if known else TOUCHED)


def _by_id(keys: list[str]) -> dict[str, str]:
    return {signing.key_id(key): key for key in keys}


def _verdict(whole: packet.Whole) -> Verdict:
    count, spoken = len(whole.files), key_fingerprint(whole.key)
    said = Words(
        f"案卷完整：{count} 个文件逐一核对过，签名之后没有任何改动。",
        f"The packet is whole: each of its {count} files was checked, nothing was changed since it was signed.",
    )
    if whole.known:
        signer = Words(
            f"由议事会秘书签名，就是您核对过的那把钥匙（{whole.key_id}）。",
            f"It was signed by the council's secretary, with the key that you compared ({whole.key_id}).",
        )
    else:
        signer = Words(
            f"签名人未知：钥匙 {whole.key_id} 您没有核对过。可以阅读，不能投票；请向秘书索取名册，打电话核对指纹。",
            f"The signer is unknown: you have not compared key {whole.key_id}. You can read it but not vote; get the "
            "roster from the secretary and compare the fingerprint by telephone.",
        )
    page = packet.PAGE_DIFFERS if whole.page_differs else None
    return Verdict(whole.known, whole.key_id, spoken, said, signer, page)


# --- the list ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A packet in the list.

    Attributes:
        known: a trusted key signed it.
        ballot: the one that was written last.
        community: of the secretary who signed it, as the roster names it; "" where the signer is unknown.
    """

    kept: KeptPacket
    known: bool
    standing: Standing
    ballot: WrittenBallot | None
    community: str


def packets(desk: SeatDesk) -> list[Line]:
    """The packets of this seat, the one that was taken last first; those of unknown signers after all others."""
    with desk.store.read() as tx:
        now = desk.clock()
        mine = {key: who(tx, now, key) for key in tx.trusted()}
        lines = [_line(tx, kept, mine, now) for kept in tx.packets()]
    return sorted(lines, key=lambda one: not one.known)


def _line(tx: SeatTransaction, kept: KeptPacket, mine: Mapping[str, Me], now: datetime) -> Line:
    ballot, me = next(iter(tx.ballots(kept.sha256)), None), mine.get(kept.key)
    standing = _standing(kept, ballot, may_vote=me is not None and me.sits, now=now)
    community = me.roster.community if me is not None and me.roster is not None else ""
    return Line(kept, me is not None, standing, ballot, community)


def _standing(kept: KeptPacket, ballot: WrittenBallot | None, *, may_vote: bool, now: datetime) -> Standing:
    if kept.destroyed_at is not None:
        return Standing.DESTROYED
    if ballot is not None:
        return Standing.RECUSED if ballot.recusal else Standing.VOTED
    if now >= kept.due_at:
        return Standing.OVER
    return Standing.TO_VOTE if may_vote else Standing.READ_ONLY


# --- reading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """A packet as it is read.

    Attributes:
        file: what it says.
        files: everything in it by its name, as views.
        why_not: why no ballot can be written for it; None where one can.
        late: the term is over: a ballot written now would not be counted.
        draft: answers that are being written.
        ballots: those that were written, the latest first; that one counts.
    """

    kept: KeptPacket
    file: CouncilFile
    files: Mapping[str, Content] = field(repr=False)
    verdict: Verdict
    standing: Standing
    why_not: Words | None
    late: bool
    notes: tuple[Note, ...]
    draft: Draft | None
    ballots: tuple[WrittenBallot, ...]

    @property
    def page(self) -> bytes:
        """The page that any browser shows and prints."""
        return bytes(self.files[packet.PAGE])

    @property
    def places(self) -> frozenset[str]:
        """Where something can be noted."""
        file = self.file
        articles = (f"article-{one.number}" for one in file.articles)
        pictures = (one.file for one in file.pictures)
        parties = (one.label for one in file.parties)
        return frozenset(("", *(one.id for one in file.posts), *parties, *articles, *pictures))


def read(desk: SeatDesk, sha256: str) -> Reading:
    """A packet with everything that the member wrote about it.

    Raises:
        PacketNotHere: there is none.
        PacketDestroyed: the member confirmed that it was destroyed.
    """
    with desk.store.read() as tx:
        now = desk.clock()
        kept, whole, file = opened(desk, tx, sha256)
        mine, ballots = who(tx, now, kept.key), tx.ballots(sha256)
        refused = _refusal(kept, mine, known=whole.known)
        latest = next(iter(ballots), None)
        return Reading(
            kept,
            file,
            whole.files,
            _verdict(whole),
            _standing(kept, latest, may_vote=refused is None, now=now),
            None if refused is None else Words.of(refused),
            now >= kept.due_at,
            tuple(tx.notes(sha256)),
            tx.draft(sha256),
            tuple(ballots),
        )


def opened(desk: SeatDesk, tx: SeatTransaction, sha256: str) -> tuple[KeptPacket, packet.Whole, CouncilFile]:
    """A packet out of the store, checked again when it was not the last one that was read.

    Raises:
        PacketNotHere, PacketDestroyed: it is not there any more.
    """
    kept = tx.packet(sha256)
    if kept is None:
        raise PacketNotHere(case=sha256[:12])
    _still_here(kept)
    trusted = tx.trusted()
    whole = desk.lying_open.get((sha256, *trusted))
    if whole is None:
        whole = packet.verify(tx.content(sha256) or b"", _by_id(trusted))
        desk.lying_open.clear()
        desk.lying_open[(sha256, *trusted)] = whole
    if not isinstance(whole.file, CouncilFile):
        raise NotForCouncil
    return kept, whole, whole.file


def _still_here(kept: KeptPacket) -> None:
    if kept.destroyed_at is not None:
        raise PacketDestroyed(case=kept.case, at=kept.destroyed_at.astimezone())


def _refusal(kept: KeptPacket, mine: Me, *, known: bool) -> StewardError | None:
    """Why no ballot can be written for a packet."""
    if not known:
        return PacketForReading(case=kept.case, key=signing.key_id(kept.key))
    if not mine.sits:
        return NotInRoster(serial=mine.roster.serial if mine.roster else 0)
    return None


def to_vote_on(desk: SeatDesk, tx: SeatTransaction, sha256: str) -> tuple[CouncilFile, int]:
    """A packet for which a ballot is to be written, and the number of this seat.

    Raises:
        PacketNotHere, PacketDestroyed: it is not there any more.
        PacketForReading: nobody whom this seat trusts signed it.
        NotInRoster: the roster does not name this seat, or its term is not now.
    """
    kept, whole, file = opened(desk, tx, sha256)
    mine = who(tx, desk.clock(), kept.key)
    refused = _refusal(kept, mine, known=whole.known)
    if refused is not None or mine.seat is None:
        raise refused or NotInRoster(serial=0)
    return file, mine.seat.number
