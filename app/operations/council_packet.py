"""Building a packet: everything that was prepared becomes one signed file, sealed for the panel; then seats vote.

The files are written first and entered into the record afterwards, so that what the record calls built has been
outside; where that fails, or somebody stops it, nothing of it is left.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.changes import Area, Changes
from app.domain.council import TERM, Referral, ReferralId, Seat, Stage
from app.domain.ledger import Body, EntryKind
from app.domain.roles import Role, require
from app.errors import (
    NoPacketYet,
    NoSealedForPanel,
    PacketChangedMeanwhile,
    PacketNotReady,
    TermOutOfReach,
)
from app.files import save_beside
from app.keys import ages, signing
from app.operations.council_keyfile import destroy, keep_keys, key_paths
from app.operations.council_keys import signer
from app.operations.council_packet_file import Heading, council_file
from app.operations.council_packet_plan import chairs, lacking, prepare
from app.operations.council_panel import sitting
from app.operations.council_referrals import at_stage, check_stage, enter, me, referral_in
from app.operations.council_view import dossier_in
from app.operations.desk import Desk
from app.packets import box_key, packet, sealed
from app.packets.council_file import CouncilFile
from app.packets.council_page import render
from app.packets.packet import ENDING, Packet
from storage.council import KeptPacket
from storage.transaction import Transaction
from storage.values import ms

SHORTEST_TERM, LONGEST_TERM = timedelta(days=1), timedelta(days=30)
_TOUCHED = Changes.of(Area.COUNCIL)
_STEPS = 5
"""After the texts: the page, the bag with its signature, the seal, the files, the record."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A packet that is out.

    Attributes:
        path: where it is; None where no folder was named.
        content: of the file, as seats get it.
        sha256: by which it is known.
        due_at: until when ballots count; None where it was only sealed again after that was known.
        seats: to whom it is sealed, by number.
        masked: how many places are masked; `pictures`: how many pictures are in it.
    """

    referral: ReferralId
    name: str
    path: Path | None
    content: bytes = field(repr=False)
    sha256: str
    due_at: datetime | None
    seats: tuple[int, ...]
    masked: int = 0
    pictures: int = 0
    changes: Changes = _TOUCHED


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is built, and what it was built from."""

    referral: Referral
    file: CouncilFile
    contents: dict[str, bytes]
    panel: tuple[Seat, ...]
    chairs: tuple[Seat, ...]
    box_secret: str = field(repr=False)
    marks: object = field(repr=False)


def build(
    desk: Desk,
    referral: ReferralId | str,
    *,
    term: timedelta = TERM,
    folder: Path | None = None,
    unsealed: bool = False,
    progress: Progress = lambda _done, _of: None,
    check: Callable[[], None] = lambda: None,
) -> Built:
    """Build the packet of a referral; from then on its seats vote.

    Args:
        desk: of the secretary.
        referral: which.
        term: in which ballots count, from now.
        folder: where the file goes; made where it is missing. None: only the bytes are handed back.
        unsealed: the file can be read by everybody who has it.
        progress: told now and then how many of how many steps are done.
        check: called between steps; it may raise to stop. Nothing is left of it then.

    Raises:
        PacketNotReady: something is missing; its sentence lists what.
        TermOutOfReach: the term is shorter than SHORTEST_TERM or longer than LONGEST_TERM.
        TooMuchForPacket: the pictures are larger than a packet takes.
        PacketChangedMeanwhile: somebody changed what goes into it while it was built.
        UnwritableFile: a file can't be written; nothing is entered then.
        ReferralNotFound, ReferralAtOtherStage: there is none, or its packet is out.
        NoRight: the person is no secretary.
    """
    (key, secret), opener, steps = signer(desk), ages.new_secret(), _Steps(progress, check)
    draft = _draft(desk, referral, key.public, term, steps)
    made = _signed(draft, secret, steps)
    name, content = (made.name, made.content) if unsealed else _sealed(draft.referral, made, draft.panel)
    steps.one()
    wrapped = _wrapped(draft, made, ages.public_of(opener), secret)
    with _nothing_left() as files:
        path = _save(files, folder, name, content)
        steps.one()
        with desk.record.write() as tx:
            found = _enter(desk, tx, draft, made, unsealed=unsealed)
            files.extend(key_paths(desk, found))  # not before it is sure that nobody else built it meanwhile
            keep_keys(desk, found, wrapped, opener)
    progress(1, 1)
    return _built(draft, made, name, path, content)


def seal_again(desk: Desk, referral: ReferralId | str, folder: Path | None = None) -> Built:
    """Seal the packet of the present round for the panel as it is now: a seat was replaced. The packet is the same.

    Raises:
        NoPacketYet: it was not built yet.
        UnwritableFile: the file can't be written; nothing is entered then.
        ReferralNotFound, ReferralAtOtherStage: there is none, or nobody votes any more.
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
        kept, panel = tx.council.packet(found.key, found.round), tuple(one.seat for one in sitting(tx, found))
    if kept is None:
        raise NoPacketYet(referral=found.id)
    made = Packet(kept.content, f"{found.id}-{found.round}{ENDING}", kept.sha256, "")
    name, content = _sealed(found, made, panel)
    with _nothing_left() as files:
        path = _save(files, folder, name, content)
        with desk.record.write() as tx:
            at_stage(tx, found.id, (Stage.VOTING,))
            if tuple(one.seat for one in sitting(tx, found)) != panel:
                raise PacketChangedMeanwhile
            enter(
                desk, tx, found, EntryKind.PACKET_BUILT, {"again": True, "sha256": kept.sha256, "seats": _seats(panel)}
            )
    seats = tuple(one.number for one in panel)
    return Built(found.id, name, path, content, kept.sha256, found.due_at, seats)


# --- steps ----------------------------------------------------------------------------------------------


class _Steps:
    """Tells how far it is, and stops where somebody wants it."""

    def __init__(self, progress: Progress, check: Callable[[], None]) -> None:
        self._progress, self._check = progress, check
        self._done, self._of = 0, _STEPS

    def text(self, done: int, of: int) -> None:
        """So many of so many texts are masked."""
        self._check()
        self._done, self._of = done, of + _STEPS
        self._progress(self._done, self._of)

    def one(self) -> None:
        """One more step is done."""
        self._check()
        self._done += 1
        self._progress(self._done, self._of)


@contextmanager
def _nothing_left() -> Iterator[list[Path]]:
    """Files that are gone again where what follows fails."""
    files: list[Path] = []
    try:
        yield files
    except BaseException:
        for path in files:
            with suppress(OSError):
                destroy(path)
        raise


def _save(files: list[Path], folder: Path | None, name: str, content: bytes) -> Path | None:
    if folder is None:
        return None
    files.append(save_beside(folder / name, content))
    return files[-1]


def _draft(desk: Desk, referral: ReferralId | str, key: str, term: timedelta, steps: _Steps) -> _Draft:
    """All that the packet says, as the record and the cache have it now."""
    if not SHORTEST_TERM <= term <= LONGEST_TERM:
        raise TermOutOfReach(least=SHORTEST_TERM.days, most=LONGEST_TERM.days)
    now = desk.clock().replace(microsecond=0)
    with desk.record.read() as tx, desk.cache.read() as cached:
        found = check_stage(referral_in(tx, referral), (Stage.PREPARING,))
        ready = prepare(tx, cached.threads, found, steps.text)
        missing = list(lacking(desk, tx, ready, now + term))
        if missing:
            zh, en = "；".join(one.words.zh for one in missing), "; ".join(one.words.en for one in missing)
            raise PacketNotReady(missing=(zh, en))
        roster, box_secret = tx.council_seats.newest_roster(), ages.new_secret()
        serial = roster[0] if roster is not None else 0
        head = Heading(now + term, ages.public_of(box_secret), now, key, serial)
        file, contents = council_file(tx, ready, dossier_in(tx, found, now), head)
        panel = tuple(one.seat for one in sitting(tx, found))
        able = tuple(chairs(desk, tx, found, now + term))
        return _Draft(found, file, contents, panel, able, box_secret, _marks(tx, found))


def _signed(draft: _Draft, secret: str, steps: _Steps) -> Packet:
    page = render(draft.file, draft.contents)
    steps.one()
    made = packet.build(draft.file, page, draft.contents, secret)
    steps.one()
    return made


def _wrapped(draft: _Draft, made: Packet, opener: str, secret: str) -> bytes:
    """The key of the box, for a chair and who has the secret of `opener`."""
    of = box_key.For(draft.referral.id, draft.referral.round, made.sha256, draft.file.due_at)
    return box_key.wrap(draft.box_secret, of, opener, [one.keys.seals for one in draft.chairs], secret).content


def _built(draft: _Draft, made: Packet, name: str, path: Path | None, content: bytes) -> Built:
    seats = tuple(one.number for one in draft.panel)
    masked = sum(one.count for one in draft.file.masks)
    due_at, pictures = draft.file.due_at, len(draft.contents)
    return Built(draft.referral.id, name, path, content, made.sha256, due_at, seats, masked, pictures)


def _marks(tx: Transaction, referral: Referral) -> object:
    """What a packet is built from, as far as it can tell that something changed."""
    key = referral.key
    cases = [tx.cases.get(one) for one in tx.council.cases(key)]
    choices = [(what, one.choice, one.at) for what, one in sorted(tx.council.choices(key).items())]
    return (
        referral_in(tx, referral.id),
        [(one.id, one.revision.version, one.kind) for one in cases],
        tx.council.parties(key),
        tx.council.articles(key),
        [(one.seat, one.aside) for one in tx.council.panel(key)],
        choices,
    )


def _sealed(referral: Referral, made: Packet, panel: tuple[Seat, ...]) -> tuple[str, bytes]:
    if not panel:
        raise NoSealedForPanel(referral=referral.id)
    return sealed.seal(made, [one.keys.seals for one in panel])


def _enter(desk: Desk, tx: Transaction, draft: _Draft, made: Packet, *, unsealed: bool) -> Referral:
    """Keep the packet, and let the seats vote."""
    file = draft.file
    found = at_stage(tx, draft.referral.id, (Stage.PREPARING,))
    if _marks(tx, found) != draft.marks:
        raise PacketChangedMeanwhile
    kept = KeptPacket(made.sha256, found.round, made.content, file.box, file.sealed_at)
    tx.council.keep_packet(found.key, kept, me(desk))
    tx.council.change(found.key, stage=Stage.VOTING.value, packet=made.sha256, due_at=ms(file.due_at))
    body: Body = {
        "sha256": made.sha256,
        "size": len(made.content),
        "key": signing.key_id(file.key),
        "box": file.box,
        "due_at": file.due_at.isoformat(),
        "seats": _seats(draft.panel),
        "chairs": _seats(draft.chairs),
        "masked": " ".join(f"{one.kind}:{one.count}" for one in file.masks),
        "pictures": len(file.pictures),
        "left_out": len(file.left_out),
        "unsealed": unsealed,
    }
    enter(desk, tx, found, EntryKind.PACKET_BUILT, body)
    return found


def _seats(seats: tuple[Seat, ...]) -> str:
    return " ".join(str(one.number) for one in seats)
