"""Taking ballots in: each is checked whole before anything of it is kept, and every fault has its name.

What a ballot answers stays sealed until the count. The ledger holds of an arrival its seat, serial and time only.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.changes import Area, Changes
from app.domain.council import Referral, ReferralId, Seat, Stage
from app.domain.council_panel import ASIDE_WORDS, Aside
from app.domain.ledger import EntryKind
from app.domain.letters import moment_words
from app.domain.roles import Role, require
from app.domain.words import Words
from app.errors import (
    BallotAside,
    BallotCopied,
    BallotForeign,
    BallotLate,
    BallotOffPanel,
    BallotOfOtherPacket,
    BallotReplayed,
    BallotSecond,
    DestroyedBefore,
    NotAPacket,
    SignerUnknown,
    StewardError,
)
from app.files import read_bytes
from app.operations.council_destroyed import Destroyed, take_done
from app.operations.council_leaving import check_judgeable
from app.operations.council_panel import came_too_close, put_aside, sitting
from app.operations.council_referrals import at_stage, enter, referral_in
from app.operations.desk import Desk
from app.packets import ballot, done, signed
from app.packets.ballot import Ballot
from app.packets.ballot_file import Cast
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.COUNCIL)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A ballot that was taken in.

    Attributes:
        serial: of it; 1 for the first of a seat.
        recusal: the seat stands aside instead of voting.
        replaced: an earlier ballot of the seat no longer counts.
        here: how many seats of the panel have sent a vote that counts now.
        seats: that sit on the panel now.
        instead: the seat that was drawn for one that stands aside, by its number; None where there is none.
    """

    referral: ReferralId
    seat: int
    serial: int
    recusal: bool
    replaced: bool
    here: int
    seats: int
    instead: int | None = None
    changes: Changes = _TOUCHED


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of several files, by their names: taken in, or the sentence that says why not.

    Attributes:
        arrived: ballots.
        destroyed: confirmations of seats that they destroyed what they had.
        known: what was taken in before, the very same; nothing is wrong with it.
    """

    arrived: tuple[tuple[str, Arrived], ...]
    refused: tuple[tuple[str, Words], ...]
    destroyed: tuple[tuple[str, Destroyed], ...] = ()
    known: tuple[tuple[str, Words], ...] = ()
    changes: Changes = _TOUCHED


@dataclass(frozen=True, slots=True)
class _Sent:
    seat: Seat
    ballot: Ballot
    raw: bytes


def take_in(desk: Desk, raw: bytes) -> Arrived:
    """Take a ballot in, in place of an earlier one of the same seat; a recusal frees its place for the next seat.

    Args:
        desk: of the secretary.
        raw: the file.

    Raises:
        NoRight: the person is no secretary.
        PacketError: it is none, or was altered; each subclass says what is wrong.
        BallotForeign: no seat signed it.
        BallotCopied: one seat signed it in the name of another, or has another's answers in it.
        ReferralNotFound, ReferralAtOtherStage: nobody votes on that here.
        BallotOfOtherPacket: it was cast on another packet.
        BallotOffPanel, BallotAside: its seat does not judge this; also where it came too close to the matter since it
            was drawn, which is kept, and the next in order takes its place.
        BallotLate: the term is over.
        NoLongerJudged: what it is about can't be judged any more.
        BallotSecond: the very same came before.
        BallotReplayed: a later one came before.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.write() as tx:
        seats = {seat.keys.signs: seat for seat in tx.council_seats.all()}
        found = _read(raw, list(seats))
        seat = seats[found.key]
        referral = _referral(desk, tx, found, seat)
        check_judgeable(tx, referral)
        _check_sits(tx, referral, seat, found)
        bar = _too_close(desk, tx, referral, seat, found)
        if bar is not None:
            put_aside(desk, tx, referral, seat, bar)
            fault = _aside(referral, seat, bar)
        else:
            return _keep(desk, tx, referral, _Sent(seat, found, raw))
    raise fault  # that it stands aside is kept


def _keep(desk: Desk, tx: Transaction, referral: Referral, sent: _Sent) -> Arrived:
    """Keep a ballot of a seat that judges this."""
    seat, found, bound = sent.seat, sent.ballot, sent.ballot.bound
    replaced = _check_new(tx, referral, seat, found)
    _check_own(tx, referral, seat, found)
    recusal = found.cast is Cast.RECUSAL
    tx.council_box.arrived(referral.key, referral.round, seat.key, bound.serial, desk.clock(), recusal=recusal)
    body = {"seat": seat.number, "serial": bound.serial, "recusal": recusal}
    enter(desk, tx, referral, EntryKind.BALLOT_ARRIVED, body)
    instead = None
    if recusal:
        done = put_aside(desk, tx, referral, seat, Aside.CONFLICT, reason=found.reason)
        instead = next((one.number for one in done.drawn), None)
    else:
        tx.council_box.put(referral.key, referral.round, seat.key, bound.serial, sent.raw)
    here, sit = standing(tx, referral)
    return Arrived(referral.id, seat.number, bound.serial, recusal, replaced, here, sit, instead)


def take_in_files(desk: Desk, files: Sequence[Path]) -> TakenIn:
    """Take in ballots and confirmations of destruction; a folder stands for those in it. Each stands by itself.

    Raises:
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    arrived: list[tuple[str, Arrived]] = []
    destroyed: list[tuple[str, Destroyed]] = []
    refused: list[tuple[str, Words]] = []
    known: list[tuple[str, Words]] = []
    for path in _files_of_seats(files):
        try:
            raw = read_bytes(path, signed.LARGEST)
            if path.name.endswith(done.ENDING):
                destroyed.append((path.name, take_done(desk, raw)))
            else:
                arrived.append((path.name, take_in(desk, raw)))
        except (BallotSecond, DestroyedBefore) as error:
            known.append((path.name, Words.of(error)))
        except StewardError as error:
            refused.append((path.name, Words.of(error)))
    changes = _TOUCHED if arrived or destroyed or refused else Changes()
    return TakenIn(tuple(arrived), tuple(refused), tuple(destroyed), tuple(known), changes)


def standing(tx: Transaction, referral: Referral) -> tuple[int, int]:
    """How many votes are in the box of a round, and how many seats sit on its panel."""
    return len(tx.council_box.files(referral.key, referral.round)), len(sitting(tx, referral))


def _files_of_seats(files: Sequence[Path]) -> list[Path]:
    every: list[Path] = []
    for path in files:
        within = [one for ending in (ballot.ENDING, done.ENDING) for one in sorted(path.glob(f"*{ending}"))]
        every += within if path.is_dir() else [path]
    return list(dict.fromkeys(every))


def _read(raw: bytes, keys: list[str]) -> Ballot:
    try:
        return ballot.read(raw, keys)
    except SignerUnknown:
        raise BallotForeign from None


def _referral(desk: Desk, tx: Transaction, found: Ballot, seat: Seat) -> Referral:
    """The referral on which it votes, while seats vote on it."""
    if found.bound.seat != seat.number:
        raise BallotCopied(seat=found.bound.seat, other=seat.number)
    referral = referral_in(tx, found.bound.case)
    if (found.bound.round, found.bound.packet) != (referral.round, referral.packet):
        raise BallotOfOtherPacket(referral=referral.id, round=referral.round)
    late = referral.due_at is not None and desk.clock() >= referral.due_at
    if late and _is_here(tx, referral, seat, found):
        raise BallotSecond(seat=seat.number, serial=found.bound.serial)
    if referral.due_at is not None and (late or referral.counted_at is not None):
        due = moment_words(referral.due_at.astimezone())
        raise BallotLate(referral=referral.id, due_zh=due.zh, due_en=due.en, seat=seat.number)
    return at_stage(tx, referral.id, {Stage.VOTING})


def _check_sits(tx: Transaction, referral: Referral, seat: Seat, found: Ballot) -> None:
    place = next((one for one in tx.council.panel(referral.key) if one.seat.key == seat.key), None)
    if place is None:
        raise BallotOffPanel(seat=seat.number, referral=referral.id)
    if place.aside is not None and _is_here(tx, referral, seat, found):
        raise BallotSecond(seat=seat.number, serial=found.bound.serial)
    if place.aside is not None:
        raise _aside(referral, seat, place.aside)


def _too_close(desk: Desk, tx: Transaction, referral: Referral, seat: Seat, found: Ballot) -> Aside | None:
    """Why the seat may no longer judge this, though it was drawn; who stands aside by itself says that."""
    if found.cast is Cast.RECUSAL:
        return None
    return next((bar for one, bar in came_too_close(desk, tx, referral) if one.key == seat.key), None)


def _aside(referral: Referral, seat: Seat, aside: Aside) -> BallotAside:
    words = ASIDE_WORDS[aside]
    return BallotAside(seat=seat.number, referral=referral.id, aside_zh=words.zh, aside_en=words.en)


def _check_new(tx: Transaction, referral: Referral, seat: Seat, found: Ballot) -> bool:
    """Let pass what is later than all that its seat sent before; whether there was anything."""
    serials = [one.serial for one in tx.council_box.roll(referral.key, referral.round) if one.seat == seat.number]
    newest, serial = max(serials, default=0), found.bound.serial
    if serial > newest:
        return newest > 0
    if serial == newest and _is_here(tx, referral, seat, found):
        raise BallotSecond(seat=seat.number, serial=serial)
    raise BallotReplayed(seat=seat.number, serial=serial, newest=newest)


def _is_here(tx: Transaction, referral: Referral, seat: Seat, found: Ballot) -> bool:
    """Whether the very same ballot lies in the box, or the roll knows of this recusal."""
    if found.cast is Cast.RECUSAL:
        roll = tx.council_box.roll(referral.key, referral.round)
        return any((one.seat, one.serial, one.recusal) == (seat.number, found.bound.serial, True) for one in roll)
    held = [raw for number, _, raw in tx.council_box.files(referral.key, referral.round) if number == seat.number]
    return any(_sealed(raw, seat) == found.envelope.sealed for raw in held)


def _check_own(tx: Transaction, referral: Referral, seat: Seat, found: Ballot) -> None:
    """Let pass answers that lie in the box of no other seat: what is sealed twice is never the same."""
    if found.cast is Cast.RECUSAL:
        return
    seats = {one.number: one for one in tx.council_seats.all()}
    for number, _, raw in tx.council_box.files(referral.key, referral.round):
        if number != seat.number and hmac.compare_digest(_sealed(raw, seats[number]), found.envelope.sealed):
            raise BallotCopied(seat=seat.number, other=number)


def _sealed(raw: bytes, seat: Seat) -> str:
    """The sealed answers of a ballot that was taken in."""
    found = ballot.read(raw, [seat.keys.signs])
    if not found.envelope.sealed:
        raise NotAPacket
    return found.envelope.sealed
