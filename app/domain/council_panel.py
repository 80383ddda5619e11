"""The panel: which seats may judge a referral, and which of them are drawn. Anybody can draw them again and compare."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.council import Seat
from app.domain.members import MemberId
from app.domain.words import Words


class Aside(StrEnum):
    """Why a seat does not judge a referral."""

    PARTY = "party"
    REPORTER = "reporter"
    DECIDED = "decided"
    ASKED = "asked"
    CONFLICT = "conflict"  # declared by the seat itself, or by staff who know of it
    TERM = "term"
    UNCONFIRMED = "unconfirmed"
    SILENT = "silent"  # could not be reached, or did not vote in an earlier round
    EARLIER = "earlier"  # voted in an earlier round of the same referral


ASIDE_WORDS = {
    Aside.PARTY: Words("是当事人", "is a party"),
    Aside.REPORTER: Words("举报过此事", "reported it"),
    Aside.DECIDED: Words("参与过先前的处理", "had a part in what was decided before"),
    Aside.ASKED: Words("提议了这次评议", "asked for this judgement"),
    Aside.CONFLICT: Words("申明有利害关系", "declared a conflict of interest"),
    Aside.TERM: Words("任期不覆盖整个投票期", "is not in office until the vote ends"),
    Aside.UNCONFIRMED: Words("公钥尚未核对", "the keys were not confirmed yet"),
    Aside.SILENT: Words("联系不上", "could not be reached"),
    Aside.EARLIER: Words("上一轮已投票", "voted in an earlier round"),
}

DECLARED = frozenset({Aside.CONFLICT, Aside.SILENT})
"""What a person enters; the others follow from the record."""


@dataclass(frozen=True, slots=True)
class Close:
    """Members who are too close to a matter to judge it, by their community accounts.

    Attributes:
        parties: who is named as one, and who wrote what it is about.
        reporters: who reported it.
        deciders: who decided on it before, agreed to that, or referred it.
        askers: whose seats asked for the judgement.
        conflicted: who keeps out of it for a reason of their own, or works for the brand by now.
    """

    parties: frozenset[MemberId] = frozenset()
    reporters: frozenset[MemberId] = frozenset()
    deciders: frozenset[MemberId] = frozenset()
    askers: frozenset[MemberId] = frozenset()
    conflicted: frozenset[MemberId] = frozenset()


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat of a panel.

    Attributes:
        place: in the order in which seats were drawn, from 1.
        aside: why it no longer judges; None while it does.
        instead_of: the number of the seat whose place it took.
    """

    seat: Seat
    place: int
    round: int
    drawn_at: datetime
    aside: Aside | None = None
    aside_at: datetime | None = None
    instead_of: int | None = None


def barred(seat: Seat, close: Close, now: datetime, until: datetime | None = None) -> Aside | None:
    """Why a seat can't be drawn, by what the record knows; None where it can.

    Args:
        seat: which.
        close: who is too close to the matter.
        now: when its term runs.
        until: and when it still runs: at the end of the vote. None: that does not matter.
    """
    if not seat.sits(now) or (until is not None and not seat.sits(until)):
        return Aside.TERM
    if seat.confirmed_at is None:
        return Aside.UNCONFIRMED
    reasons = {
        Aside.PARTY: close.parties,
        Aside.REPORTER: close.reporters,
        Aside.DECIDED: close.deciders,
        Aside.ASKED: close.askers,
        Aside.CONFLICT: close.conflicted,
    }
    return next((aside for aside, members in reasons.items() if seat.member.id in members), None)


def draw(
    head: str,
    seats: Sequence[Seat],
    size: int,
    *,
    taken: Collection[int] = (),
    late: Collection[int] = (),
) -> list[Seat]:
    """The seats that are drawn.

    Args:
        head: the hash of the ledger's entry by which the matter was referred first.
        seats: that may judge.
        size: how many are wanted; fewer come back where there are not enough.
        taken: numbers of seats that were drawn before: they sit, stood aside, or voted in an earlier round.
        late: numbers of seats that were entered, or confirmed, after the matter was referred. Whoever did that could
            know their lot, so they come after all others.
    """
    able = {seat.number: seat for seat in seats if seat.number not in taken}
    return [able[number] for number in drawn_numbers(head, able, size, late)]


def drawn_numbers(head: str, able: Collection[int], size: int, late: Collection[int] = ()) -> list[int]:
    """The same by numbers alone, as anybody can work it out again from what the ledger tells of a draw."""
    lots = sorted(able, key=lambda number: _lot(head, number))
    return sorted(lots, key=lambda number: number in late)[:size]


def _lot(head: str, number: int) -> bytes:
    """Decides the order, which nobody could choose beforehand."""
    return hashlib.sha256(f"{head}\n{number}".encode()).digest()
