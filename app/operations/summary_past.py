"""Counting the past bit by bit, for a window in which other work goes on between the bits."""

from dataclasses import dataclass

from app.domain.changes import Changes
from app.operations.desk import Desk

NOTHING = Changes()


@dataclass(frozen=True, slots=True)
class Bit:
    """One bit was counted; so much is left."""

    left: int
    changes: Changes = NOTHING


def left(desk: Desk) -> int:
    """How many cases and entries of the ledger were there before anything was counted, and are not counted yet."""
    with desk.record.read() as tx:
        return tx.history.left()


def count_a_bit(desk: Desk) -> Bit:
    """Count one bit of them; nothing where all of it is counted."""
    with desk.record.write() as tx:
        tx.ledger.lock()
        if tx.history.left():
            tx.history.count_block()
        return Bit(tx.history.left())
