"""Destroying a packet after the ruling: everything of it goes, and a file says so to the secretary."""

from dataclasses import dataclass

from app.domain.changes import Changes
from app.errors import DestroyBeforeTerm, PacketNotHere
from app.operations.seat_desk import TOUCHED, Outgoing, SeatDesk
from app.operations.seat_keys import number_by
from app.packets import done
from app.packets.done import Done
from storage.seat_kept import SeatTransaction


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A packet that is gone.

    Attributes:
        confirmation: for the secretary; None where no roster ever gave this seat a number.
    """

    confirmation: Outgoing | None
    changes: Changes = TOUCHED


def destroy(desk: SeatDesk, sha256: str) -> Destroyed:
    """Remove a packet with all notes, drafts and ballots of it, for good. Doing it again gives the confirmation again.

    Raises:
        PacketNotHere: there is no such packet.
        DestroyBeforeTerm: it is still voted on, and this seat did not stand aside.
    """
    now = desk.clock()
    with desk.store.write() as tx:
        kept = tx.packet(sha256)
        if kept is None:
            raise PacketNotHere(case=sha256[:12])
        if kept.destroyed_at is not None:
            return Destroyed(_again(tx, sha256), Changes())
        latest = next(iter(tx.ballots(sha256)), None)
        known = kept.key in tx.trusted()
        if known and now < kept.due_at and not (latest is not None and latest.recusal):
            raise DestroyBeforeTerm(case=kept.case, due=kept.due_at.astimezone())
        number = number_by(tx, kept.key)
        made = None
        if number is not None:
            made = done.write(Done(kept.case, kept.round, sha256, number, now), tx.secrets().signs)
        tx.destroy(sha256, now, None if made is None else (made.name, made.content))
    desk.lying_open.clear()
    desk.store.shrink()
    return Destroyed(None if made is None else Outgoing(made.name, made.content))


def _again(tx: SeatTransaction, sha256: str) -> Outgoing | None:
    kept = tx.confirmation(sha256)
    return None if kept is None else Outgoing(*kept)
