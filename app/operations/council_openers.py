"""Who can open the key of a round, and whether its ballots can still be counted at all."""

from datetime import datetime

from app.domain.council import MOST_SEATS, Referral, Seat, Stage
from app.domain.ledger import EntryKind
from app.errors import KeyFileGone, OnlyChair, PacketError
from app.operations.council_keyfile import opener_of, sealed_key
from app.operations.desk import Desk
from app.packets import box_key
from storage.transaction import Transaction


def openers(tx: Transaction, referral: Referral, at: datetime) -> list[Seat]:
    """The chairs to whom the key of a referral's round was sealed, and who are in office at that time."""
    told = tx.ledger.told(EntryKind.PACKET_BUILT, referral.packet).get("chairs")
    chairs = [one for one in tx.council_seats.all() if one.chair and one.confirmed_at is not None and one.sits(at)]
    return chairs if told is None else [one for one in chairs if str(one.number) in str(told).split()]


def check_opener_stays(tx: Transaction, seat: Seat, now: datetime, *, leaves: bool) -> None:
    """Let pass a chair without whom every vote that runs can be counted.

    Args:
        tx: the record.
        seat: that would open no more counts.
        now: when.
        leaves: it gives its seat up. Once the term is over it may, as when its keys are lost; the vote is withdrawn.

    Raises:
        OnlyChair: only it can open one.
    """
    for referral in tx.council.newest(MOST_SEATS, {Stage.VOTING}):
        due = referral.due_at or now
        if leaves and now >= due:
            continue
        others = [one for one in openers(tx, referral, max(now, due)) if one.number != seat.number]
        if not others and seat.number in {one.number for one in openers(tx, referral, now)}:
            raise OnlyChair(number=seat.number, referral=referral.id)


def why_uncountable(desk: Desk, tx: Transaction, referral: Referral) -> str:
    """Why nobody can count a vote whose term is over, as the ledger tells it; "" where it can be counted."""
    try:
        box_key.read(sealed_key(desk, referral), [one.public for one in tx.seals.signing_keys()])
        opener_of(desk, referral)
    except (KeyFileGone, PacketError):
        return "key_gone"
    return "" if openers(tx, referral, desk.clock()) else "no_chair"
