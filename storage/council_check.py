"""Checks what is kept of the council against the ledger: nothing slipped in, nothing was taken out.

Guards can be taken off by whoever owns the database; what the ledger says can't be changed unseen.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.council import referral_id
from app.domain.council_panel import drawn_numbers
from app.domain.ledger import EntryKind, Verification
from storage.schema import ledger
from storage.schema_council import (
    ballot_answers,
    ballot_roll,
    council_packets,
    panel_seats,
    referrals,
    seats,
)

_Body = dict[str, Any]
_Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands in the tables, to be crossed off entry by entry."""

    heads: dict[str, str]
    panel: set[_Place]
    packets: dict[_Place, tuple[str, str]]
    roll: Counter[_Place]
    answers: dict[_Place, str]


class CouncilCheck:
    """The council's part of a verification, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def verify(self, whole: Verification) -> Verification:
        """Check that panels were drawn as the head decides, and that packets, arrivals and answers are all there.

        Args:
            whole: the ledger, which holds.
        """
        kept = self._kept()
        checks: dict[str, Callable[[_Kept, _Body], str]] = {
            EntryKind.PANEL_DRAWN.value: _drawn,
            EntryKind.PACKET_BUILT.value: _built,
            EntryKind.BALLOT_ARRIVED.value: _arrived,
            EntryKind.BALLOTS_COUNTED.value: _counted,
        }
        entered = sa.select(ledger.c.seq, ledger.c.kind, ledger.c.body).where(ledger.c.kind.in_(list(checks)))
        for entry, kind, body in self._connection.execute(entered.order_by(ledger.c.seq)):
            fault = checks[kind](kept, json.loads(body))
            if fault:
                return replace(whole, ok=False, entry=entry, reason=fault)
        fault = _left(kept)
        return replace(whole, ok=False, entry=whole.entries, reason=fault) if fault else whole

    def _kept(self) -> _Kept:
        ask = self._connection.execute
        numbers = {row.key: row.number for row in ask(sa.select(seats.c.key, seats.c.number))}
        built = council_packets.c
        return _Kept(
            heads={referral_id(row.key): row.ledger_hash for row in ask(sa.select(referrals))},
            panel={
                (referral_id(row.referral_key), row.round, numbers[row.seat_key]) for row in ask(sa.select(panel_seats))
            },
            packets={
                (referral_id(row.referral_key), row.round): (row.sha256, row.box)
                for row in ask(sa.select(built.referral_key, built.round, built.sha256, built.box))
            },
            roll=Counter(
                (referral_id(row.referral_key), row.round, numbers[row.seat_key], row.serial, bool(row.recusal))
                for row in ask(sa.select(ballot_roll))
            ),
            answers=_tallies(self._connection),
        )


def _tallies(connection: sa.Connection) -> dict[_Place, str]:
    said: dict[_Place, Counter[str]] = {}
    for row in connection.execute(sa.select(ballot_answers)):
        counted = said.setdefault((referral_id(row.referral_key), row.round), Counter())
        counted.update([f"facts:{row.facts}", f"breach:{row.breach}", f"remedy:{row.remedy}"])
    return {place: " ".join(f"{one}:{many}" for one, many in sorted(found.items())) for place, found in said.items()}


def _round(body: _Body) -> _Place:
    return body["referral"], body["round"]


def _numbers(listed: str) -> list[int]:
    return [int(one) for one in listed.split()]


def _drawn(kept: _Kept, body: _Body) -> str:
    referral, drawn = body["referral"], _numbers(body["drawn"])
    head = kept.heads.get(referral, "")
    due = drawn_numbers(referral, head, _numbers(body["able"]), len(drawn), _numbers(body["late"]))
    if head != body["head"] or due != drawn:
        return f"{referral}: the panel was not drawn as the ledger's head decides"
    for number in drawn:
        place = (*_round(body), number)
        if place not in kept.panel:
            return f"{referral}: seat {number} was drawn and is missing"
        kept.panel.remove(place)
    return ""


def _built(kept: _Kept, body: _Body) -> str:
    if body.get("again"):
        return ""
    found = kept.packets.pop(_round(body), None)
    if found == (body["sha256"], body["box"]):
        return ""
    return f"{body['referral']}: the packet {'is missing' if found is None else 'has another hash than its entry'}"


def _arrived(kept: _Kept, body: _Body) -> str:
    arrival = (*_round(body), body["seat"], body["serial"], body["recusal"])
    if not kept.roll[arrival]:
        return f"{body['referral']}: the arrival of seat {body['seat']} is missing"
    del kept.roll[arrival]
    return ""


def _counted(kept: _Kept, body: _Body) -> str:
    counted = " ".join(sorted(body["counted"].split()))
    found = " ".join(sorted(kept.answers.pop(_round(body), "").split()))
    return "" if found == counted else f"{body['referral']}: the answers are not those that were counted"


def _left(kept: _Kept) -> str:
    """What no entry tells of."""
    for what, places in (
        ("a seat of the panel", kept.panel),
        ("a packet", kept.packets),
        ("a ballot", kept.roll),
        ("an answer", kept.answers),
    ):
        for place in sorted(places):
            return f"{place[0]}: {what} was never entered"
    return ""
