"""Thinning: values become the mark of what was deleted. The guards bear nothing else, and only while a thinning stands.

What is deleted is written over there: a local record erases what it frees.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.members import BY_NAME_ONLY, MemberRef
from app.domain.privacy import MARK, MARK_BYTES
from app.domain.privacy_names import Sought
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
from storage.schema_honours import nomination_evidence, nominations, thanks
from storage.schema_privacy import thinning_needles, thinnings
from storage.schema_summary import closed_months
from storage.thinning_json import changed, escaped, texts
from storage.thinning_mentions import Hit, Key, Mentions
from storage.thinning_tables import ENDED, IDS, PLACES, Place, kept_whole
from storage.values import ms

_Condition = sa.ColumnElement[bool]
_SAID_IN_INTENTS = frozenset({"text", "title", "reason"})
_FEW = 20


class Thinning:
    """A thinning that stands, as seen by its transaction; or one that is only tried, and counts what it would change.

    Args:
        number: its number; None for one that is tried.
        keeping: keys of cases that stay whole for now, beside those that the database keeps.

    Attributes:
        unread: values that name somebody and were left, since they could not be read as what they should be.
        months: closed months whose frozen words changed.
    """

    def __init__(self, connection: sa.Connection, number: int | None, keeping: Collection[int] = ()) -> None:
        self._connection = connection
        self._number = number
        self._keeping = list(keeping)
        self._changed: dict[str, set[tuple[str, Key]]] = {}
        self.unread: set[tuple[str, str, Key]] = set()
        self.months: set[str] = set()

    @property
    def thinned(self) -> dict[str, int]:
        """How many values became the mark, or went, by the name of their table."""
        return {table: len(values) for table, values in self._changed.items() if values}

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
        self._quietly(sa.update(cases).where(cases.c.key.in_(keys), free).values(text_print="", change_no=change_no))
        theirs = decisions.c.case_key.in_(sa.select(cases.c.key).where(cases.c.key.in_(keys), free))
        self._update(decisions, {"plan": None}, theirs & decisions.c.plan.is_not(None))
        self._said_by(sa.select(decisions.c.id).where(theirs))
        self._files(keys, free)
        self._delete(drafts, drafts.c.case_key.in_(keys))
        self._honours_of(keys, free)
        self._people_by_hand(keys, free)

    def _said_by(self, which: sa.Select[Any]) -> None:
        """What these decisions say, in what went out too."""
        mine = commands.c.decision_id.in_(which) & settled()
        self._intents("intent", mine)
        self._intents("receipt", mine & commands.c.receipt.is_not(None))

    def _honours_of(self, keys: Sequence[int], free: _Condition) -> None:
        """Thanks are decisions about no case: their letters and what shows a nomination go with the case."""
        going = sa.select(cases.c.key).where(cases.c.key.in_(keys), free)
        thanked = sa.select(thanks.c.decision_id).where(thanks.c.case_key.in_(going))
        self._mark(_place(decisions), ("text", "reason"), decisions.c.id.in_(thanked))
        self._said_by(thanked)
        named = sa.select(nominations.c.key).where(nominations.c.case_key.in_(going))
        shown = nomination_evidence.c.nomination_key.in_(named)
        self._mark(_place(nomination_evidence), ("about", "words"), shown)
        self.ledger_values(list(self._connection.execute(thanked).scalars()), "decision")
        self.ledger_values([f"n-{key}" for key in self._connection.execute(named).scalars()], "nomination")

    def _people_by_hand(self, keys: Sequence[int], free: _Condition) -> None:
        """Who is known by their name only has it in their id."""
        which = sa.and_(cases.c.key.in_(keys), free, cases.c.author_id.startswith(BY_NAME_ONLY))
        self._update(cases, {"author_id": self.number}, which)

    def _files(self, keys: Sequence[int], free: _Condition) -> None:
        theirs = sa.and_(
            evidence.c.case_key.in_(sa.select(cases.c.key).where(cases.c.key.in_(keys), free)),
            evidence.c.size != len(MARK_BYTES),
        )
        self._update(evidence, {"content": MARK_BYTES, "size": len(MARK_BYTES)}, theirs)

    def _intents(self, column: str, which: _Condition) -> None:
        """What commands say; the rest of an intent stays, so that the outbox can be read."""
        text = commands.c[column]
        for seq, raw in self._connection.execute(sa.select(commands.c.seq, text).where(which)).all():
            left: str | None = raw
            for written in dict.fromkeys(texts(raw, _SAID_IN_INTENTS)):
                piece = json.loads(f'"{written}"')
                if piece and piece != MARK:
                    left = self._without(left or "", piece)
                    self._put(Hit(commands, column, (seq,), left), written)

    def _without(self, raw: str, piece: str) -> str | None:
        return changed(raw, lambda text: MARK if text == piece else text, _SAID_IN_INTENTS)

    # --- a person --------------------------------------------------------------------------------------

    @property
    def number(self) -> str:
        """What stands instead of an id that says a name."""
        return f"forgotten:{self._number or 0}"

    def member(self, ids: Sequence[str], names: Sequence[str]) -> None:
        """Thin what is kept about a member outside of their cases; what is about a case that stays, stays.

        Args:
            ids: by which they are known.
            names: by which they were called.
        """
        for place in PLACES:
            theirs: _Condition = place.table.c[place.person].in_(ids) if place.person else sa.false()
            if place.case is not None and self._keeping:
                theirs = sa.and_(theirs, sa.or_(place.case.is_(None), place.case.not_in(self._keeping)))
            if place.person and place.own:
                self._mark(place, place.own, theirs)
            if place.table is reports:  # why somebody reported goes on being judged while the case is open
                closed = reports.c.case_key.in_(sa.select(cases.c.key).where(cases.c.state == "closed"))
                self._mark(place, ("reason",), theirs & closed)
        self._of_the_council(ids)
        known = sa.or_(core_members.c.member_id.in_(ids), core_members.c.name.in_(names))
        self._delete(core_members, known)
        read = sa.or_(acknowledgements.c.member_id.in_(ids), acknowledgements.c.name.in_(names))
        self._update(acknowledgements, {"name": self.number}, read & ~acknowledgements.c.name.like("forgotten:%"))

    def ids(self, ids: Sequence[str]) -> None:
        """Put a number in the place of ids that say a name."""
        for place, column in IDS:
            self._update(place.table, {column: self.number}, place.table.c[column].in_(ids) & place.free())

    def _of_the_council(self, ids: Sequence[str]) -> None:
        """Referrals in which they were a party: what was asked and sent out; rosters with their name."""
        theirs = (
            sa.select(referrals.c.key)
            .join(referral_parties, referral_parties.c.referral_key == referrals.c.key)
            .where(referral_parties.c.member_id.in_(ids), referrals.c.stage.in_(ENDED))
        )
        self.referrals(list(self._connection.execute(theirs).scalars()))
        if self._connection.execute(sa.select(seats.c.key).where(seats.c.member_id.in_(ids)).limit(1)).first():
            self._update(rosters, {"content": MARK_BYTES}, rosters.c.content != MARK_BYTES)

    def referrals_of(self, keys: Sequence[int]) -> list[int]:
        """The referrals of these cases that ended."""
        joined = (
            sa.select(referrals.c.key)
            .join(referral_cases, referral_cases.c.referral_key == referrals.c.key)
            .where(referral_cases.c.case_key.in_(keys), referrals.c.stage.in_(ENDED))
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
        sent = council_packets.c.referral_key.in_(keys) & (council_packets.c.content != MARK_BYTES)
        self._update(council_packets, {"content": MARK_BYTES}, sent)
        chosen = packet_choices.c.referral_key.in_(keys) & packet_choices.c.content.is_not(None)
        self._update(packet_choices, {"content": None}, chosen)
        self.ledger_values([f"referral-{key}" for key in keys], "referral")

    # --- what others wrote -------------------------------------------------------------------------------

    def mentions(self, names: Iterable[Sought], change_no: int) -> None:
        """Replace names wherever they stand as such in what is kept and may change.

        Args:
            names: what is looked for.
            change_no: by which the index finds that cases changed.
        """
        for sought in sorted(names, key=lambda one: len(one.name), reverse=True):
            self.mention(sought, change_no)

    def mention(self, sought: Sought, change_no: int = 0) -> int:
        """Replace one name; the number of values that changed by it and had not yet."""
        before = sum(self.thinned.values())
        found = Mentions(self._connection, self._keeping)
        shown = set[int]()
        for hit in list(found.hits(sought)):
            self._put(hit, sought.name, escaped(sought.name))
            if hit.table is cases:
                shown.add(hit.key[0])
        for block in blocks(shown):
            self._quietly(sa.update(cases).where(cases.c.key.in_(block)).values(change_no=change_no))
        for account, name in found.filters(sought):
            self._delete(saved_filters, (saved_filters.c.account_id == account) & (saved_filters.c.name == name))
        for seq, field in found.private(sought):
            self._delete(ledger_private, (ledger_private.c.seq == seq) & (ledger_private.c.field == field))
        return sum(self.thinned.values()) - before

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
            self._delete(ledger_private, ledger_private.c.seq.in_(block))

    # --- how -------------------------------------------------------------------------------------------

    def _put(self, hit: Hit, *needles: str) -> None:
        """Write a value without what was looked for; one that could not be read is left, and said."""
        if hit.new is None:
            self.unread.add((hit.table.name, hit.column, hit.key))
            return
        if (hit.column, hit.key) in self._changed.get(hit.table.name, ()) and self._number is None:
            return
        which = sa.and_(*(column == one for column, one in zip(hit.table.primary_key.columns, hit.key, strict=True)))
        with self._sought(needles):
            self._update(hit.table, {hit.column: hit.new}, which)
        if hit.table is closed_months:
            self.months.add(hit.key[0])

    @contextmanager
    def _sought(self, needles: Iterable[str]) -> Iterator[None]:
        if self._number is None:
            yield
            return
        for needle in dict.fromkeys(needles):
            self._quietly(sa.insert(thinning_needles).values(needle=needle, standing=1))
        yield
        self._quietly(sa.delete(thinning_needles))

    def _mark(self, place: Place, columns: Iterable[str], which: _Condition) -> None:
        for name in columns:
            column = place.table.c[name]
            self._update(place.table, {name: MARK}, sa.and_(which, place.free(), column != "", column != MARK))

    def _update(self, table: sa.Table, values: dict[str, Any], which: _Condition) -> None:
        self._count(table, next(iter(values)), sa.update(table).where(which).values(values), which)

    def _delete(self, table: sa.Table, which: _Condition) -> None:
        self._count(table, "*", sa.delete(table).where(which), which)

    def _count(self, table: sa.Table, column: str, statement: Any, which: _Condition) -> None:
        """Run a statement, or find what it would change; a value counts once, however often it changes."""
        key = list(table.primary_key.columns)
        tried = self._number is None
        found = self._connection.execute(sa.select(*key).where(which) if tried else statement.returning(*key))
        rows = {(column, tuple(row)) for row in found}
        self._changed.setdefault(table.name, set()).update(rows)

    def _quietly(self, statement: Any) -> None:
        if self._number is not None:
            self._connection.execute(statement)


def _place(table: sa.Table) -> Place:
    return next(one for one in PLACES if one.table is table)


class Thinnings:
    """What was thinned, and what is to be thinned, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def mentioned(self, names: Iterable[Sought], own: int) -> bool:
        """Whether a name stands where something keeps it for now, beside the case of this key."""
        return Mentions(self._connection).left(names, own)

    def tried(self, keeping: Collection[int] = ()) -> Thinning:
        """One that changes nothing and counts what it would change."""
        return Thinning(self._connection, None, keeping)

    @contextmanager
    def stand(
        self, by: MemberRef, at: datetime, request: int | None = None, keeping: Collection[int] = ()
    ) -> Iterator[Thinning]:
        """Let values become the mark until the block ends; the database keeps no thinning that still stands.

        Args:
            request: the key of the case of the request that it carries out; None for retention.
            keeping: keys of cases that stay whole for now.
        """
        begun = sa.insert(thinnings).values(
            standing=1, request=request, at=ms(at), by_id=by.id, by_name=by.name, thinned=""
        )
        seq = int(self._connection.execute(begun.returning(thinnings.c.seq)).scalar_one())
        thinning = Thinning(self._connection, seq, keeping)
        yield thinning
        told = json.dumps(thinning.thinned, sort_keys=True)
        self._connection.execute(sa.update(thinnings).where(thinnings.c.seq == seq).values(standing=None, thinned=told))
