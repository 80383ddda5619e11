"""Where members are named in what others wrote: which values would change, and which something keeps for now."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.domain.members import BY_NAME_ONLY
from app.domain.privacy_names import Sought
from storage.bulk import blocks
from storage.schema import cases, drafts, ledger, ledger_private, saved_filters
from storage.schema_council import referrals
from storage.schema_decisions import commands, decisions, settled
from storage.schema_promises import promises
from storage.schema_summary import closed_months
from storage.schema_topics import topic_drafts
from storage.thinning_json import changed, escaped
from storage.thinning_tables import ENDED, PLACES, Place, held_cases, kept_whole

Key = tuple[Any, ...]

_OF_PEOPLE = frozenset({"member_id", "id"})
"""Where JSON has the ids of people who are known by their name only; other ids stay."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_.]*")

OWN_NOTES = (
    Place(drafts, said=("text",), case=drafts.c.case_key, keeps=held_cases),
    Place(topic_drafts, said=("text",)),
)
"""What each person keeps for themselves: nothing was done with it yet, so it changes like anything unwritten."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A value in which somebody is named.

    Attributes:
        key: of its row.
        new: the value without the name; None where it could not be read as what it should be.
    """

    table: sa.Table
    column: str
    key: Key
    new: str | None


class Mentions:
    """What others wrote, as seen by one transaction.

    Args:
        keeping: keys of cases that stay whole for now, beside those that the database keeps.
    """

    def __init__(self, connection: sa.Connection, keeping: Iterable[int] = ()) -> None:
        self._connection = connection
        self._keeping = list(keeping)

    def hits(self, sought: Sought, *, kept: bool = False) -> Iterator[Hit]:
        """The values that name somebody and may change; or those that something keeps."""
        if not sought.replaceable:
            return
        for place in (*PLACES, *(() if kept else OWN_NOTES)):
            if kept and place.case is None and not place.person:
                continue
            for column in place.mentioning:
                yield from self._in_column(place, column, sought, kept)

    def _in_column(self, place: Place, column: str, sought: Sought, kept: bool) -> Iterator[Hit]:
        text, key = place.table.c[column], list(place.table.primary_key.columns)
        there: list[sa.ColumnElement[bool]] = [~place.free() if kept else self._may_change(place)]
        if column in place.names:
            there.append(text == sought.name)
        else:
            ways = dict.fromkeys((sought.name, escaped(sought.name)))
            there.append(sa.or_(*(text.contains(one, autoescape=True) for one in ways)))
        for row in self._connection.execute(sa.select(*key, text.label("found")).where(*there)).all():
            new = _without(place, column, row.found, sought)
            if new != row.found:
                yield Hit(place.table, column, tuple(row)[:-1], new)

    def _may_change(self, place: Place) -> sa.ColumnElement[bool]:
        rules = [place.free()]
        if place.case is not None and self._keeping:
            rules.append(sa.or_(place.case.is_(None), place.case.not_in(self._keeping)))
        if place.table is commands:
            rules.append(settled())  # what is still to be sent says what it says
        return sa.and_(*rules)

    def filters(self, sought: Sought) -> list[Key]:
        """Saved searches for somebody."""
        asked = sa.select(saved_filters.c.account_id, saved_filters.c.name, saved_filters.c.search)
        found = self._connection.execute(asked.where(saved_filters.c.search.contains(sought.name, autoescape=True)))
        return [(row.account_id, row.name) for row in found if sought.stands_in(row.search)]

    # --- the ledger --------------------------------------------------------------------------------------

    def private(self, sought: Sought, *, kept: bool = False) -> list[Key]:
        """Private values of the ledger that name somebody, by entry and field; or those that something keeps.

        Who of the team did something stays; so does what is about a case that stays.
        """
        value = ledger_private.c.value
        asked = sa.select(ledger_private.c.seq, ledger_private.c.field, value, ledger.c.body).join(
            ledger, ledger.c.seq == ledger_private.c.seq
        )
        named = asked.where(value.contains(sought.name, autoescape=True), ledger_private.c.field != "by")
        found = [
            row for row in self._connection.execute(named) if sought.stands_in(row.value) or row.value == sought.name
        ]
        stays = self._stays({row.seq: json.loads(row.body) for row in found})
        return [(row.seq, row.field) for row in found if (row.seq in stays) is kept]

    def _stays(self, bodies: dict[int, dict[str, Any]]) -> set[int]:
        """Those of these entries that are about a case, or a referral, which stays."""
        found: set[int] = set()
        for block in blocks(bodies):
            said = {seq: bodies[seq] for seq in block}
            asked = [
                ("case", sa.select(cases.c.id, cases.c.key)),
                ("decision", sa.select(decisions.c.id, decisions.c.case_key)),
                ("promise", sa.select(promises.c.id, promises.c.case_key)),
            ]
            for field, statement in asked:
                wanted = {one[field] for one in said.values() if isinstance(one.get(field), str)}
                keys = {row[0]: row[1] for row in self._connection.execute(_of(statement, wanted))} if wanted else {}
                kept = self._kept({key for key in keys.values() if key is not None})
                found |= {seq for seq, one in said.items() if keys.get(one.get(field)) in kept}
            found |= self._judged(said)
        return found

    def _kept(self, keys: set[int]) -> set[int]:
        asked = sa.select(kept_whole.c.key).where(kept_whole.c.key.in_(keys))
        return set(self._connection.execute(asked).scalars()) | (keys & set(self._keeping))

    def _judged(self, said: dict[int, dict[str, Any]]) -> set[int]:
        named = {seq: str(one["referral"]) for seq, one in said.items() if one.get("referral")}
        if not named:
            return set()
        going = sa.select(referrals.c.key).where(referrals.c.stage.not_in(ENDED))
        open_ones = {f"referral-{key}" for key in self._connection.execute(going).scalars()}
        return {seq for seq, one in named.items() if one in open_ones}

    # --- what stays --------------------------------------------------------------------------------------

    def left(self, sought: Iterable[Sought], own: int) -> bool:
        """Whether somebody is named where something keeps it for now, beside the case of this key."""
        mine = self._rows_of(own)
        for one in sought:
            if any((hit.table.name, hit.key) not in mine for hit in self.hits(one, kept=True)):
                return True
            if self.private(one, kept=True):
                return True
        return False

    def _rows_of(self, own: int) -> set[tuple[str, Key]]:
        found: set[tuple[str, Key]] = set()
        for place in PLACES:
            if place.case is not None:
                asked = sa.select(*place.table.primary_key.columns).where(place.case == own)
                found |= {(place.table.name, tuple(row)) for row in self._connection.execute(asked)}
        return found


def _of(statement: sa.Select[Any], wanted: set[Any]) -> sa.Select[Any]:
    return statement.where(statement.selected_columns[0].in_(wanted))


def _without(place: Place, column: str, text: str, sought: Sought) -> str | None:
    if column in place.json:
        fields = place.fields | _OF_PEOPLE if sought.name.startswith(BY_NAME_ONLY) else place.fields
        return changed(text, partial(_prose if place.table is closed_months else _any, sought), fields)
    return sought.marked(text)


def _any(sought: Sought, text: str) -> str:
    return sought.marked(text)


def _prose(sought: Sought, text: str) -> str:
    """Of a frozen month: its keys and kinds stand among its words."""
    return text if _IDENTIFIER.fullmatch(text) else sought.marked(text)
