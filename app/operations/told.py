"""Decisions as whoever they are about was told.

A letter that waited for another person has places that are filled only when it takes effect.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.commands import CommandKind
from app.domain.decisions import Decision
from app.domain.letters import gaps
from storage.transaction import Transaction


def as_told(tx: Transaction, decisions: Sequence[Decision]) -> list[Decision]:
    """These decisions with the letters that were sent, or are on their way; one that still waits as it was written."""
    return [_told(tx, one) if gaps(one.text) else one for one in decisions]


def _told(tx: Transaction, decision: Decision) -> Decision:
    letters = (one.intent.text for one in tx.outbox.of_decision(decision.id) if one.intent.kind is CommandKind.MESSAGE)
    return replace(decision, text=next((one for one in letters if one), decision.text))
