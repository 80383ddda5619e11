"""Which kind of file somebody hands to a seat, so that it can be double-clicked or dropped."""

import re
from enum import StrEnum

from app.packets import arrivals, ballot, box_key, done, packet, roster, sealed, seat_card


class FileKind(StrEnum):
    """A kind of file of the council."""

    PACKET = "packet"
    ROSTER = "roster"
    KEY = "key"
    CARD = "card"
    BALLOT = "ballot"
    DONE = "done"
    ARRIVALS = "arrivals"


_ENDINGS = {
    packet.ENDING + sealed.ENDING: FileKind.PACKET,
    packet.ENDING: FileKind.PACKET,
    roster.ENDING: FileKind.ROSTER,
    box_key.ENDING: FileKind.KEY,
    seat_card.ENDING: FileKind.CARD,
    ballot.ENDING: FileKind.BALLOT,
    done.ENDING: FileKind.DONE,
    arrivals.ENDING: FileKind.ARRIVALS,
}

_COPY = re.compile(r"(?<=[a-z])[ _-]?[(（]?\d{1,3}[)）]?(?=\.age$)")

FOR_SEATS = frozenset({FileKind.PACKET, FileKind.ROSTER, FileKind.KEY, FileKind.ARRIVALS})
"""What a seat can do something with; the others are for the secretary."""

LARGEST = sealed.LARGEST
"""Bytes of any of them."""


def kind_of(name: str) -> FileKind | None:
    """What a file is, by its name; None where it is none of the council's.

    Programs that fetch files put a number before the last ending where they have a file of that name already.
    """
    folded = _COPY.sub("", name.casefold())
    return next((kind for ending, kind in _ENDINGS.items() if folded.endswith(ending)), None)
