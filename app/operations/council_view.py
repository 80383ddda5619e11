"""A referral as a page shows it: what it is about, who is heard, who judges, what is still missing."""

from dataclasses import dataclass

from app.domain.council import OPEN_STAGES, Referral, Stage
from app.operations.desk import Desk

MOST = 200
"""So many referrals are listed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A referral in a list; `cases` counts those that are in it."""

    referral: Referral
    cases: int


def listing(desk: Desk, *, closed: bool = False) -> list[Listed]:
    """The referrals that are open, or those that are over, the newest first."""
    stages = frozenset(Stage) - OPEN_STAGES if closed else OPEN_STAGES
    with desk.record.read() as tx:
        return [Listed(one, len(tx.council.cases(one.key))) for one in tx.council.newest(MOST, stages)]
