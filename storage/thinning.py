"""Thinning: values become the mark of what was deleted. The guards bear nothing else, and only while a thinning stands.

What is deleted is written over there: a local record erases what it frees.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.members import MemberRef
from app.domain.privacy import MARK, MARK_BYTES
from storage.bulk import blocks
from storage.schema import cases, drafts, ledger, ledger_private, reports, saved_filters
from storage.schema_conduct import acknowledgements, core_members
from storage.schema_council import (
    council_packets,
    packet_choices,
    referral_cases,
    referral_parties,
    referrals,
    rosters,
    seats,
)
from storage.schema_decisions import commands, decisions, evidence, settled
from storage.schema_privacy import thinning_needles, thinnings
from storage.schema_topics import topic_drafts
from storage.thinning_tables import IDS, PLACES, Place, kept_whole
from storage.values import ms

_Condition = sa.ColumnElement[bool]
_ENDED = ("closed", "withdrawn")
_SAID_IN_INTENTS = ("text", "title", "reason")
_FEW = 20


class Thinning:
    """A thinning that stands, as seen by its transaction.

    Attributes:
        seq: its number.
        thinned: how many values became the mark, by the name of their table.
    """

    def __init__(self, connection: sa.Connection, seq: int) -> None:
        self._connection = connection
        self.seq = seq
        self.thinned: dict[str, int] = {}

    # --- cases -----------------------------------------------------------------------------------------

    def cases(self, keys: Sequence[int], change_no: int) -> None:
        """Thin every text and name of these cases, of whomever; what keeps one whole keeps it here too.

        Args:
            keys: of the cases.
            change_no: by which the index finds that they changed.
        """
        for place in PLACES:
            if place.whole and place.case is not None:
                self._mark(place, place.whole, place.case.in_(keys))
        free = ~sa.exists().where(kept_whole.c.key == cases.c.key).correlate(cases)
        self._run(sa.update(cases).where(cases.c.key.in_(keys), free).values(text_print="", change_no=change_no))
        theirs = decisions.c.case_key.in_(sa.select(cases.c.key).where(cases.c.key.in_(keys), free))
        self._run(sa.update(decisions).where(theirs, decisions.c.plan.is_not(None)).values(plan=None))
        self._intents(commands.c.decision_id.in_(sa.select(decisions.c.id).where(theirs)) & settled())
        self._files(keys, free)
        self._run(sa.delete(drafts).where(drafts.c.case_key.in_(keys)))
        self._people_by_hand(keys, free)

    def _people_by_hand(self, keys: Sequence[int], free: _Condition) -> None:
        """Who is known by their name only has it in their id."""
        self._run(
            sa.update(cases)
            .where(cases.c.key.in_(keys), free, cases.c.author_id.like("hand:%"))
            .values(author_id=self.number)
        )

    def _files(self, keys: Sequence[int], free: _Condition) -> None:
        theirs = sa.and_(
            evidence.c.case_key.in_(sa.select(cases.c.key).where(cases.c.key.in_(keys), free)),
            evidence.c.size != len(MARK_BYTES),
        )
        gone = sa.update(evidence).where(theirs).values(content=MARK_BYTES, size=len(MARK_BYTES))
        self._count("evidence", self._run(gone))

    def _intents(self, which: _Condition) -> None:
        """What commands say; the rest of an intent stays, so that the outbox can be read."""
        for row in self._connection.execute(sa.select(commands.c.seq, commands.c.intent).where(which)).all():
            said = json.loads(row.intent)
            pieces = {piece for name in _SAID_IN_INTENTS if (piece := said.get(name)) and piece != MARK}
            for piece in sorted(pieces, key=len, reverse=True):
                self._replace_in(commands, "intent", commands.c.seq == row.seq, _escaped(piece))

    # --- a person --------------------------------------------------------------------------------------

    @property
    def number(self) -> str:
        """What stands instead of an id that says a name."""
        return f"forgotten:{self.seq}"

    def member(self, ids: Sequence[str], names: Sequence[str]) -> None:
        """Thin what is kept about a member outside of their cases.

        Args:
            ids: by which they are known.
            names: by which they were called.
        """
        for place in PLACES:
            if place.person and place.own:
                self._mark(place, place.own, place.table.c[place.person].in_(ids))
            if place.table is reports:  # why somebody reported goes on being judged while the case is open
                closed = reports.c.case_key.in_(sa.select(cases.c.key).where(cases.c.state == "closed"))
                self._mark(place, ("reason",), reports.c.reporter_id.in_(ids) & closed)
        self._of_the_council(ids)
        known = sa.or_(core_members.c.member_id.in_(ids), core_members.c.name.in_(names))
        self._count("core_members", self._run(sa.delete(core_members).where(known)))
        read = sa.or_(acknowledgements.c.member_id.in_(ids), acknowledgements.c.name.in_(names))
        self._count("acknowledgements", self._run(sa.update(acknowledgements).where(read).values(name=self.number)))

    def ids(self, ids: Sequence[str]) -> None:
        """Put a number in the place of ids that say a name."""
        for place, column in IDS:
            free = place.table.c[column].in_(ids) & place.free()
            self._count(place.table.name, self._run(sa.update(place.table).where(free).values({column: self.number})))

    def _of_the_council(self, ids: Sequence[str]) -> None:
        """Referrals in which they were a party: what was asked and sent out; rosters with their name."""
        theirs = (
            sa.select(referrals.c.key)
            .join(referral_parties, referral_parties.c.referral_key == referrals.c.key)
            .where(referral_parties.c.member_id.in_(ids), referrals.c.stage.in_(_ENDED))
        )
        keys = list(self._connection.execute(theirs).scalars())
        self.referrals(keys)
        if self._connection.execute(sa.select(seats.c.key).where(seats.c.member_id.in_(ids)).limit(1)).first():
            self._count("rosters", self._run(sa.update(rosters).values(content=MARK_BYTES)))

    def referrals_of(self, keys: Sequence[int]) -> list[int]:
        """The referrals of these cases that ended."""
        joined = (
            sa.select(referrals.c.key)
            .join(referral_cases, referral_cases.c.referral_key == referrals.c.key)
            .where(referral_cases.c.case_key.in_(keys), referrals.c.stage.in_(_ENDED))
        )
        return list(self._connection.execute(joined.distinct()).scalars())

    def referrals(self, keys: Sequence[int]) -> None:
        """Thin what the council was asked and sent, and what parties and seats said of it."""
        if not keys:
            return
        for place in PLACES:
            key = place.table.c.get("key" if place.table is referrals else "referral_key")
            if key is not None and place.table.name in ("referrals", "referral_parties", "ballot_answers"):
                self._mark(place, place.texts, key.in_(keys))
        sent = council_packets.c.referral_key.in_(keys)
        self._count("council_packets", self._run(sa.update(council_packets).where(sent).values(content=MARK_BYTES)))
        chosen = packet_choices.c.referral_key.in_(keys) & packet_choices.c.content.is_not(None)
        self._count("packet_choices", self._run(sa.update(packet_choices).where(chosen).values(content=None)))
        self.ledger_values([f"referral-{key}" for key in keys], "referral")

    # --- what others wrote -------------------------------------------------------------------------------

    def mentions(self, names: Iterable[str], change_no: int, longer: Sequence[str] = ()) -> None:
        """Replace names wherever they stand in what is kept.

        Args:
            names: what is looked for.
            change_no: by which the index finds that cases changed.
            longer: names of others in which one of these stands; what names those is left as it is.
        """
        for name in sorted(set(names), key=len, reverse=True):
            for needle in dict.fromkeys((name, _escaped(name))):
                self._mention(needle, change_no, [one for one in longer if needle in one])

    def _mention(self, needle: str, change_no: int, longer: Sequence[str]) -> None:
        shown = [named(cases, name, needle, longer) for name in ("title", "body")]
        changed = list(self._connection.execute(sa.select(cases.c.key).where(sa.or_(*shown))).scalars())
        with self._sought(needle):
            for place in PLACES:
                for column in place.texts:
                    self._count(place.table.name, self._run(_replacing(place, column, needle, longer)))
        for block in blocks(changed):
            self._run(sa.update(cases).where(cases.c.key.in_(block)).values(change_no=change_no))
        for table, column in (
            (saved_filters, "search"),
            (drafts, "text"),
            (drafts, "choices"),
            (topic_drafts, "text"),
            (ledger_private, "value"),
        ):
            gone = self._run(sa.delete(table).where(named(table, column, needle, longer)))
            self._count(table.name, gone)

    def _replace_in(self, table: sa.Table, column: str, which: _Condition, needle: str) -> None:
        with self._sought(needle):
            new = sa.func.replace(table.c[column], needle, MARK)
            self._count(table.name, self._run(sa.update(table).where(which).values({column: new})))

    # --- the ledger ------------------------------------------------------------------------------------

    def ledger_values(self, subjects: Sequence[str], field: str, between: tuple[int, int] | None = None) -> None:
        """Delete the private values, with their salts, of the entries about these; their commitments stay.

        Args:
            subjects: such as cases.
            field: by which a body names them.
            between: the first and the last entry that can be about them.
        """
        if not subjects:
            return
        wanted = set(subjects)
        parts = [f'"{field}":"{one}"' for one in subjects] if len(subjects) <= _FEW else [f'"{field}":']
        named = sa.or_(*(ledger.c.body.contains(part, autoescape=True) for part in parts))
        said = sa.select(ledger.c.seq, ledger.c.body).where(ledger.c.seq.in_(sa.select(ledger_private.c.seq)), named)
        if between is not None:
            said = said.where(ledger.c.seq.between(*between))
        found = [row.seq for row in self._connection.execute(said) if json.loads(row.body).get(field) in wanted]
        for block in blocks(found):
            gone = sa.delete(ledger_private).where(ledger_private.c.seq.in_(block))
            self._count("ledger_private", self._run(gone))

    # --- how -------------------------------------------------------------------------------------------

    @contextmanager
    def _sought(self, needle: str) -> Iterator[None]:
        self._run(sa.insert(thinning_needles).values(needle=needle, standing=1))
        yield
        self._run(sa.delete(thinning_needles))

    def _mark(self, place: Place, columns: Iterable[str], which: _Condition) -> None:
        for name in columns:
            column = place.table.c[name]
            there = sa.and_(which, place.free(), column != "", column != MARK)
            self._count(place.table.name, self._run(sa.update(place.table).where(there).values({name: MARK})))

    def _run(self, statement: Any) -> int:
        return int(self._connection.execute(statement).rowcount)

    def _count(self, what: str, values: int) -> None:
        if values > 0:
            self.thinned[what] = self.thinned.get(what, 0) + values


class Thinnings:
    """What was thinned, and what is to be thinned, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def mentioned(self, names: Sequence[str], own: int, longer: Sequence[str] = ()) -> bool:
        """Whether a name stands where something keeps it for now, beside the case of this key."""
        return bool(names) and kept_mentions(self._connection, names, own, longer)

    def going(self, keys: Sequence[int], ids: Sequence[str]) -> dict[str, int]:
        """How many rows of what would go with these cases, and with a member."""
        found: dict[str, int] = {}
        for place in PLACES:
            ways = [place.case.in_(keys)] if place.case is not None and (place.whole or place.table is commands) else []
            ways += [place.table.c[place.person].in_(ids)] if place.own else []
            if ways:
                counted = sa.select(sa.func.count()).select_from(place.table).where(sa.or_(*ways), place.free())
                rows = int(self._connection.execute(counted).scalar_one())
                found |= {place.table.name: rows} if rows else {}
        return found

    @contextmanager
    def stand(self, by: MemberRef, at: datetime, request: int | None = None) -> Iterator[Thinning]:
        """Let values become the mark until the block ends; the database keeps no thinning that still stands.

        Args:
            request: the key of the case of the request that it carries out; None for retention.
        """
        begun = sa.insert(thinnings).values(
            standing=1, request=request, at=ms(at), by_id=by.id, by_name=by.name, thinned=""
        )
        seq = int(self._connection.execute(begun.returning(thinnings.c.seq)).scalar_one())
        thinning = Thinning(self._connection, seq)
        yield thinning
        told = json.dumps(thinning.thinned, sort_keys=True)
        self._connection.execute(sa.update(thinnings).where(thinnings.c.seq == seq).values(standing=None, thinned=told))


_NAMES = ("author_name", "reporter_name", "member_name", "name", "asked_name")


def named(table: sa.Table, column: str, needle: str, longer: Sequence[str]) -> _Condition:
    """Rows in which somebody is named; a column of names has the whole name, and nobody else's that is longer."""
    text = table.c[column]
    if column in _NAMES:
        return text == needle
    spared = [~text.contains(one, autoescape=True) for one in longer]
    return sa.and_(text.contains(needle, autoescape=True), *spared)


def kept_mentions(connection: sa.Connection, names: Sequence[str], own: int, longer: Sequence[str]) -> bool:
    """Whether a name stands where something keeps it for now, beside a case.

    Args:
        connection: of the transaction.
        names: what is looked for.
        own: the key of the case beside which is looked.
        longer: names of others in which one of these stands.
    """
    for place in PLACES:
        if not place.texts or (place.case is None and not place.person):
            continue
        found = [
            named(place.table, column, name, [one for one in longer if name in one])
            for column in place.texts
            for name in names
        ]
        there = sa.and_(sa.or_(*found), ~place.free())
        if place.case is not None:
            there = there & (sa.or_(place.case.is_(None), place.case != own))
        if connection.execute(sa.select(sa.literal(1)).select_from(place.table).where(there).limit(1)).first():
            return True
    return False


def _replacing(place: Place, column: str, needle: str, longer: Sequence[str]) -> sa.Update:
    text = place.table.c[column]
    there = sa.and_(named(place.table, column, needle, longer), place.free())
    if place.table is commands:
        there = there & settled()  # what is still to be sent says what it says
    return sa.update(place.table).where(there).values({column: sa.func.replace(text, needle, MARK)})


def _escaped(text: str) -> str:
    """The same as it stands within JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
