"""Checks what is kept of the council against the ledger: nothing slipped in, nothing was taken out or changed.

Guards can be taken off by whoever owns the database; what the ledger says can't be changed unseen.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.council import Answers, Finding, Remedy, referral_id
from app.domain.council_counting import Outcome, count
from app.domain.ledger import Verification
from app.domain.privacy import MARK_BYTES
from storage.council_box import digest_of
from storage.council_told import CountTold, Entry, ReferralTold, Told
from storage.rulings import Rulings
from storage.schema import ledger, ledger_private
from storage.schema_council import (
    ballot_answers,
    ballot_roll,
    council_packets,
    panel_seats,
    referral_articles,
    referrals,
    rosters,
    seats,
)
from storage.values import moment, ms, plain

_Row = sa.Row[tuple[Any, ...]]
_ARRIVES_WITHIN = 60  # seconds between a row of the roll and its entry
_UNREAD = Answers(Finding.UNCLEAR, Finding.UNCLEAR, Remedy.NONE)
_THINNED = hashlib.sha256(MARK_BYTES).hexdigest()
"""Of a packet that was deleted; its hash stays."""
_WORDS = ("question", "alleged", "answers", "text")


class CouncilCheck:
    """The council's part of a verification, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._told = Told()

    def verify(self, whole: Verification) -> Verification:
        """Check that panels were drawn as the head decides, that rulings follow from the kept answers, and that seats,
        questions, packets, arrivals and answers are those that were entered.

        Args:
            whole: the ledger, which holds.
        """
        for entry in self._entries():
            fault = self._told.take(entry)
            if fault:
                return replace(whole, ok=False, entry=entry.seq, reason=fault)
        fault = next(self._faults(), "")
        return replace(whole, ok=False, entry=whole.entries, reason=fault) if fault else whole

    def _entries(self) -> Iterator[Entry]:
        private: dict[int, dict[str, str]] = {}
        said = sa.select(ledger_private).join(ledger, ledger.c.seq == ledger_private.c.seq)
        of_council = ledger.c.kind.in_(self._told.kinds)
        for row in self._rows(said.where(of_council, ledger_private.c.field.in_(_WORDS))):
            private.setdefault(row.seq, {})[row.field] = row.value
        for row in self._rows(sa.select(ledger).where(of_council).order_by(ledger.c.seq)):
            at = datetime.fromisoformat(row.at)
            yield Entry(row.seq, at, row.kind, row.hash, json.loads(row.body), private.get(row.seq, {}))

    def _rows(self, chosen: sa.Select[Any]) -> list[_Row]:
        return list(self._connection.execute(chosen))

    def _faults(self) -> Iterator[str]:
        numbers = {row.key: row.number for row in self._rows(sa.select(seats.c.key, seats.c.number))}
        yield from self._seats()
        yield from self._packets()
        for row in self._rows(sa.select(referrals).order_by(referrals.c.key)):
            name = referral_id(row.key)
            told = self._told.referrals.pop(name, None)
            faults = ["it was never entered"] if told is None else self._referral(row, told, numbers)
            yield from (f"{name}: {fault}" for fault in faults)
        yield from (f"{name}: it is missing" for name in self._told.referrals)

    # --- seats and packets -----------------------------------------------------------------------------

    def _seats(self) -> Iterator[str]:
        for row in self._rows(sa.select(seats)):
            told = self._told.seats.pop(row.number, None)
            if told is None:
                yield f"seat {row.number} was never entered"
            elif (row.signs, row.seals) != (told.signs, told.seals):
                yield f"seat {row.number} has other keys than were entered"
            elif (row.begins, row.ends) != (ms(told.begins), ms(told.ends)):
                yield f"seat {row.number} has another term than was entered"
            elif (row.confirmed_at is not None, row.left_at is not None, bool(row.chair)) != (
                told.confirmed,
                told.left,
                told.chair,
            ):
                yield f"seat {row.number}: what became of it was never entered"
        yield from (f"seat {number} is missing" for number in self._told.seats)
        kept = {row.serial: row.sha256 for row in self._rows(sa.select(rosters.c.serial, rosters.c.sha256))}
        if kept != self._told.rosters:
            yield "the signed rosters are not those that were entered"

    def _packets(self) -> Iterator[str]:
        chosen = council_packets.c
        for row in self._rows(sa.select(chosen.referral_key, chosen.round, chosen.sha256, chosen.box)):
            name = referral_id(row.referral_key)
            told = self._told.packets.pop((name, row.round), None)
            if told is None:
                yield f"{name}: a packet was never entered"
            elif told != (row.sha256, row.box):
                yield f"{name}: the packet has another hash than its entry"
            elif self._content_of(row.sha256) not in (row.sha256, _THINNED):
                yield f"{name}: the packet has another content than its hash"
        yield from (f"{name}: the packet is missing" for name, _ in self._told.packets)

    def _content_of(self, sha256: str) -> str:
        chosen = sa.select(council_packets.c.content).where(council_packets.c.sha256 == sha256)
        return _packet_hash(self._connection.execute(chosen).scalar_one())

    # --- a referral ------------------------------------------------------------------------------------

    def _referral(self, row: _Row, told: ReferralTold, numbers: dict[int, int]) -> Iterator[str]:
        if (row.ledger_entries, row.ledger_hash) != (told.drawn_by or told.opened):
            yield "the panel was not drawn as the ledger's head decides"
        kept = {name: getattr(row, name) for name in told.words} | {"brand_party": bool(row.brand_party)}
        if {name: plain(said) if isinstance(said, str) else said for name, said in told.words.items()} != kept:
            yield "what is asked is not what was entered"
        at = "ruled" if row.stage == "closed" else row.stage
        if (at, row.round) != (told.stage, told.round) or (row.stage == "voting" and row.counted_at is not None):
            yield f"it is at another stage than was entered ({row.stage})"
        named = sa.select(referral_articles).where(referral_articles.c.referral_key == row.key)
        if sorted(f"{one.edition}:{one.article}" for one in self._rows(named)) != sorted(told.articles):
            yield "the articles are not those that were entered"
        yield from self._panel(row.key, told, numbers)
        yield from self._roll(row.key, told, numbers)
        yield from self._counts(row.key, told)

    def _panel(self, key: int, told: ReferralTold, numbers: dict[int, int]) -> Iterator[str]:
        left = dict(told.panel)
        for row in self._rows(sa.select(panel_seats).where(panel_seats.c.referral_key == key)):
            number = numbers[row.seat_key]
            if (row.round, number) not in left:
                yield "a seat of the panel was never entered"
            elif left.pop((row.round, number)) != row.aside:
                yield f"whether seat {number} stands aside is not what was entered"
        yield from (f"seat {number} was drawn and is missing" for _, number in left)

    def _roll(self, key: int, told: ReferralTold, numbers: dict[int, int]) -> Iterator[str]:
        left, times, unknown = [one[:4] for one in told.roll], {one[:3]: one[4] for one in told.roll}, list[str]()
        for row in self._rows(sa.select(ballot_roll).where(ballot_roll.c.referral_key == key)):
            arrival = (row.round, numbers[row.seat_key], row.serial, bool(row.recusal))
            if arrival in left:
                left.remove(arrival)
            else:
                unknown.append("a ballot was never entered")
            at = times.get(arrival[:3])
            if at is not None and abs((moment(row.at) - at).total_seconds()) > _ARRIVES_WITHIN:
                yield f"the ballot of seat {arrival[1]} arrived at another time than was entered"
        yield from (f"the arrival of seat {number} is missing" for _, number, *_ in left)
        yield from unknown

    # --- counts and rulings ----------------------------------------------------------------------------

    def _counts(self, key: int, told: ReferralTold) -> Iterator[str]:
        every = self._rows(sa.select(ballot_answers).where(ballot_answers.c.referral_key == key))
        if {row.round for row in every} - set(told.counts):
            yield "an answer was never entered"
        ruling = Rulings(self._connection).find(key)
        decided: tuple[int, Outcome] | None = None
        for round_, counted in told.counts.items():
            rows = [row for row in every if row.round == round_]
            outcome = _outcome(rows, counted, brand_party=told.words["brand_party"])
            digest = counted.entry.private.get("answers")
            if not _same(outcome, counted.entry.body) or digest not in (None, digest_of(rows)):
                yield "the answers are not those that were counted"
            if outcome.remedy is not None:
                decided = round_, outcome
        if (None if ruling is None else (ruling.round, ruling.outcome)) != decided:
            yield "the ruling does not follow from the count"
        if ruling is not None and (ruling.confirmed_at is None) != (told.confirmed is None):
            yield "whether the ruling was taken on is not what was entered"
        if ruling is not None and told.confirmed is not None:
            text = told.confirmed.private.get("text")
            if text is not None and plain(text) != ruling.reasons:
                yield "the ruling has other words than were taken on"


def _outcome(rows: list[_Row], counted: CountTold, *, brand_party: bool) -> Outcome:
    """What the kept answers say together, counted again; of ballots that nobody opened there are none."""
    answers = [Answers(Finding(row.facts), Finding(row.breach), Remedy(row.remedy)) for row in rows]
    return count(answers or [_UNREAD] * counted.entry.body["ballots"], counted.sitting, brand_party=brand_party)


def _same(outcome: Outcome, body: dict[str, Any]) -> bool:
    said = (outcome.ballots, outcome.needed, outcome.facts, outcome.breach, outcome.remedy, outcome.undecided)
    counted = " ".join(f"{question}:{answer}:{votes}" for question, answer, votes in outcome.counted)
    told = tuple(body[name] for name in ("ballots", "needed", "facts", "breach", "remedy", "undecided"))
    return said == told and outcome.by_rule == body["by_rule"] and counted == body["counted"]


def _packet_hash(content: bytes | str) -> str:
    """By what a packet is known: the hash of the `packet.zip` in it; of the whole where there is none."""
    whole = content.encode() if isinstance(content, str) else content
    with suppress(zipfile.BadZipFile, KeyError), zipfile.ZipFile(io.BytesIO(whole)) as outer:
        return _sha256(outer.read("packet.zip"))
    return _sha256(whole)


def _sha256(content: bytes | str) -> str:
    """Of a column of bytes; SQLite keeps a text in it too, where somebody writes one."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
