"""What a member notes and marks while reading; it stays in their folder and goes when the packet is destroyed."""

from app.domain.changes import Changes
from app.domain.seat import LONGEST_NOTE, LONGEST_PLACE, Note
from app.errors import NoteTooLong, PacketDestroyed, PacketNotHere
from app.operations.seat_desk import TOUCHED, SeatDesk, writable
from storage.seat_kept import SeatTransaction


def note(desk: SeatDesk, sha256: str, place: str, text: str) -> Changes:
    """Note something at a place, instead of what was noted there; "" takes the note away, the mark stays.

    Args:
        sha256: of the packet.
        place: the id of a post, the label of a party, article-N, the name of a picture; "" for all of it.

    Raises:
        PacketNotHere, PacketDestroyed: there is no such packet any more.
        NoteTooLong: it is endless.
    """
    text = writable(text.strip())
    if len(text) > LONGEST_NOTE or len(place) > LONGEST_PLACE:
        raise NoteTooLong(most=LONGEST_NOTE)
    with desk.store.write() as tx:
        before = _at(tx, sha256, place)
        if before is not None and before.text == text:
            return Changes()
        tx.keep_note(sha256, Note(place, text, before is not None and before.marked, desk.clock()))
    return TOUCHED


def mark(desk: SeatDesk, sha256: str, place: str, marked: bool = True) -> Changes:
    """Mark a place so that it is found again, or take the mark away; what is noted there stays.

    Raises:
        PacketNotHere, PacketDestroyed: there is no such packet any more.
        NoteTooLong: no place is called like this.
    """
    if len(place) > LONGEST_PLACE:
        raise NoteTooLong(most=LONGEST_PLACE)
    with desk.store.write() as tx:
        before = _at(tx, sha256, place)
        if (before is not None and before.marked) == marked:
            return Changes()
        tx.keep_note(sha256, Note(place, before.text if before else "", marked, desk.clock()))
    return TOUCHED


def _at(tx: SeatTransaction, sha256: str, place: str) -> Note | None:
    kept = tx.packet(sha256)
    if kept is None:
        raise PacketNotHere(case=sha256[:12])
    if kept.destroyed_at is not None:
        raise PacketDestroyed(case=kept.case, at=kept.destroyed_at.astimezone())
    return next((one for one in tx.notes(sha256) if one.place == place), None)
