"""Why cases and members have to stay for now, and which closed cases are over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.decisions import DecisionKind
from app.domain.honours_rules import CURRENT, PENDING
from app.domain.privacy import MARK, Stays
from app.domain.privacy_retention import FOR_EVER, Kept, kept_as
from storage.bulk import BLOCK, blocks
from storage.schema import cases, ledger, notes, reports
from storage.schema_contacts import contacts, outside_lines, outside_parties
from storage.schema_council import referral_cases, referral_parties, referrals, seats
from storage.schema_decisions import commands, decisions, evidence, unsettled
from storage.schema_governing import appeal_outcomes, appeals, sanctions
from storage.schema_honours import grants, nominations
from storage.schema_lanes import lane_events
from storage.schema_privacy import holds
from storage.schema_promises import promise_events, promises
from storage.schema_topics import topic_cases
from storage.thinning_tables import ENDED, PLACES
from storage.values import ms

_CURRENT = [one.value for one in CURRENT]
_PENDING = [one.value for one in PENDING]
_ANSWERS = {one.value for one in DecisionKind if one.answers}
_HARMLESS = {DecisionKind.COACHING.value, DecisionKind.ACCEPTANCE.value, DecisionKind.DISMISSAL.value}
_CLOSED = cases.c.state == CaseState.CLOSED.value
_WRITTEN_LATE = (notes, contacts, evidence, lane_events)
"""What is written by hand on a case that was closed long ago."""

_WRITTEN = ("at", "entered_at", "settled_at", "made_at")
"""Columns with the moment at which a row was written."""

_GONE = ("", MARK)
says_something = sa.or_(
    *(cases.c[name].not_in(_GONE) for name in ("author_name", "title", "body")),
)
"""What was not thinned yet; somebody may be called like the mark itself."""


class Standing:
    """What keeps cases and members, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def cases_of(self, ids: Sequence[str]) -> dict[int, CaseId]:
        """The cases about a member's posts that still say something."""
        rows = self._connection.execute(
            sa.select(cases.c.key, cases.c.id).where(cases.c.author_id.in_(ids), says_something)
        )
        return {row.key: CaseId(row.id) for row in rows}

    def reported_by(self, ids: Sequence[str]) -> dict[int, CaseId]:
        """The cases which a member reported, where that still is told."""
        rows = self._connection.execute(
            sa.select(cases.c.key, cases.c.id)
            .join(reports, reports.c.case_key == cases.c.key)
            .where(reports.c.reporter_id.in_(ids), reports.c.reporter_name != MARK)
            .distinct()
        )
        return {row.key: CaseId(row.id) for row in rows}

    def why(self, keys: Iterable[int], now: datetime) -> dict[int, list[Stays]]:
        """Why each of these cases has to stay; those are left out that can go."""
        found: dict[int, list[Stays]] = {}
        for block in blocks(keys):
            for reason, statement in self._reasons(block, now):
                for key in self._connection.execute(statement).scalars():
                    found.setdefault(key, []).append(reason)
        return found

    def _reasons(self, keys: list[int], now: datetime) -> list[tuple[Stays, sa.Select[Any]]]:
        mine = cases.c.key.in_(keys)
        held = sa.and_(
            holds.c.released_at.is_(None),
            sa.or_(holds.c.case_key == cases.c.key, holds.c.member_id == cases.c.author_id),
        )
        lanes = cases.c.kind.in_([one.value for one in FOR_EVER])
        return [
            (Stays.HELD, sa.select(cases.c.key).where(mine, sa.exists().where(held))),
            (Stays.OUTSIDE, _keys(outside_parties, keys).where(outside_parties.c.ended_at.is_(None))),
            (Stays.LANE, sa.select(cases.c.key).where(mine, lanes)),
            (Stays.OPEN, sa.select(cases.c.key).where(mine, ~_CLOSED)),
            *_decided(keys, now),
            *_going_on(keys),
        ]

    def whole(self, ids: Sequence[str]) -> list[Stays]:
        """What keeps everything of a member."""
        held = sa.select(holds.c.seq).where(holds.c.member_id.in_(ids), holds.c.released_at.is_(None))
        sits = sa.select(seats.c.key).where(seats.c.member_id.in_(ids), seats.c.left_at.is_(None))
        heard = (
            sa.select(referrals.c.key)
            .join(referral_parties, referral_parties.c.referral_key == referrals.c.key)
            .where(referral_parties.c.member_id.in_(ids), referrals.c.stage.not_in(ENDED))
        )
        honoured = sa.select(grants.c.key).where(grants.c.member_id.in_(ids), grants.c.standing.in_(_CURRENT))
        named = sa.select(nominations.c.key).where(nominations.c.member_id.in_(ids), nominations.c.state.in_(_PENDING))
        asked: list[tuple[Stays, sa.Select[Any]]] = [
            (Stays.HELD, held),
            (Stays.SEAT, sits),
            (Stays.COUNCIL, heard),
            (Stays.HONOUR, honoured),
            (Stays.HONOUR, named),
        ]
        found = [why for why, statement in asked if self._connection.execute(statement.limit(1)).first() is not None]
        return list(dict.fromkeys(found))

    # --- retention ---------------------------------------------------------------------------------------

    def over(
        self, before: Mapping[Kept, datetime], after: int, limit: int = BLOCK
    ) -> tuple[dict[Kept, list[int]], int | None]:
        """Closed cases that were last touched before the moment that counts for what they are kept as.

        Args:
            before: the moment, by kind.
            after: the last key that was looked at.
            limit: how many are looked at.

        Returns:
            Their keys by kind, and the last key that was looked at; None where there are no more.
        """
        latest = ms(max(before.values()))
        old = sa.and_(_CLOSED, cases.c.key > after, cases.c.reported_at < latest, says_something)
        asked = sa.select(cases.c.key, cases.c.kind, cases.c.reported_at)
        rows = self._connection.execute(asked.where(old).order_by(cases.c.key).limit(limit)).all()
        more = rows[-1].key if len(rows) == limit else None
        late = self._late() if after == 0 else []
        rows = [*rows, *self._connection.execute(asked.where(cases.c.key.in_(late)))]
        keys = [row.key for row in rows]
        touched, promised = self._touched(keys), set(self._connection.execute(_keys(promises, keys)).scalars())
        written = self.written(keys)
        found: dict[Kept, list[int]] = {}
        for row in rows:
            last, kinds = touched.get(row.key, (0, set()))
            answers = kinds & _ANSWERS
            reminded = DecisionKind.COACHING.value in answers and answers <= _HARMLESS
            kept = kept_as(CaseKind(row.kind), promised=row.key in promised, only_coached=reminded)
            if kept is not None and max(last, row.reported_at, written.get(row.key, 0)) < ms(before[kept]):
                found.setdefault(kept, []).append(row.key)
        return found, more

    def _late(self, limit: int = BLOCK) -> list[int]:
        """Closed cases of which everything went, and on which something was written since."""
        found = set[int]()
        for place in PLACES:
            if place.table in _WRITTEN_LATE and isinstance(place.case, sa.Column):
                says = sa.or_(*(place.table.c[name].not_in(_GONE) for name in place.whole))
                asked = sa.select(place.case).join(cases, cases.c.key == place.case)
                rows = self._connection.execute(asked.where(says, _CLOSED, ~says_something, place.free()).limit(limit))
                found |= set(rows.scalars())
        return sorted(found)[:limit]

    def _touched(self, keys: list[int]) -> dict[int, tuple[int, set[str]]]:
        """When something was last decided on each case, and of which kinds its decisions are."""
        rows = self._connection.execute(
            sa.select(decisions.c.case_key, decisions.c.kind, sa.func.max(decisions.c.at).label("at"))
            .where(decisions.c.case_key.in_(keys), decisions.c.undone_at.is_(None))
            .group_by(decisions.c.case_key, decisions.c.kind)
        )
        found: dict[int, tuple[int, set[str]]] = {}
        for row in rows:
            last, kinds = found.get(row.case_key, (0, set()))
            found[row.case_key] = max(last, row.at), kinds | {row.kind}
        return found

    def written(self, keys: Sequence[int]) -> dict[int, int]:
        """When something was last written on each case beside its decisions: notes, calls, files, steps, appeals."""
        found: dict[int, int] = {}
        for place in PLACES:
            at = next((place.table.c[name] for name in _WRITTEN if name in place.table.c), None)
            few = isinstance(place.case, sa.Column) or place.table in (appeals, outside_lines, promise_events)
            if place.case is None or at is None or not few or place.table is decisions:
                continue
            case = place.case.label("case_key")
            asked = sa.select(case, at.label("at")).where(place.case.in_(keys))
            for row in self._connection.execute(asked):
                found[row.case_key] = max(found.get(row.case_key, 0), row.at or 0)
        return found

    def entries_between(self, keys: Sequence[int], until: datetime) -> tuple[int, int]:
        """The first and the last entry of the ledger that can be about these cases."""
        first = self._connection.execute(
            sa.select(sa.func.min(cases.c.reported_at)).where(cases.c.key.in_(keys))
        ).scalar_one()
        last = self._connection.execute(sa.select(sa.func.max(ledger.c.seq))).scalar_one() or 0
        return self._entry_at(first or 0, last), self._entry_at(ms(until), last)

    def _entry_at(self, at: int, last: int) -> int:
        """The last entry before a moment, looked for by halves: they are in the order of time."""
        low, high = 0, last
        while low < high:
            middle = (low + high + 1) // 2
            told = self._connection.execute(sa.select(ledger.c.at).where(ledger.c.seq == middle)).scalar_one()
            low, high = (middle, high) if ms(datetime.fromisoformat(told)) < at else (low, middle - 1)
        return low


def _decided(keys: list[int], now: datetime) -> list[tuple[Stays, sa.Select[Any]]]:
    """What was decided and is not over: commands to be sent, measures and strikes, appeals."""
    theirs = sa.select(decisions.c.case_key).where(decisions.c.case_key.in_(keys)).distinct()
    answered = (
        sa.select(appeal_outcomes.c.appeal_id)
        .join(decisions, decisions.c.id == appeal_outcomes.c.decision_id)
        .where(decisions.c.undone_at.is_(None))
    )
    counts = sa.or_(sanctions.c.ends_at > ms(now), sanctions.c.expires_at > ms(now))
    return [
        (Stays.SENDING, theirs.join(commands, commands.c.decision_id == decisions.c.id).where(unsettled())),
        (
            Stays.SANCTION,
            theirs.join(sanctions, sanctions.c.decision_id == decisions.c.id).where(
                decisions.c.undone_at.is_(None), counts
            ),
        ),
        (
            Stays.APPEAL,
            theirs.join(appeals, appeals.c.decision_id == decisions.c.id).where(appeals.c.id.not_in(answered)),
        ),
    ]


def _going_on(keys: list[int]) -> list[tuple[Stays, sa.Select[Any]]]:
    """What goes on about a case: its promises, those of its topic, the council."""
    named = sa.literal("topic-") + sa.cast(topic_cases.c.topic_key, sa.Text)
    of_topic = (
        sa.select(topic_cases.c.case_key)
        .join(promises, promises.c.topic_id == named)
        .where(topic_cases.c.case_key.in_(keys), topic_cases.c.left_at.is_(None), promises.c.ended.is_(None))
    )
    judged = (
        sa.select(referral_cases.c.case_key)
        .join(referrals, referrals.c.key == referral_cases.c.referral_key)
        .where(referral_cases.c.case_key.in_(keys), referrals.c.stage.not_in(ENDED))
    )
    return [
        (Stays.PROMISE, _keys(promises, keys).where(promises.c.ended.is_(None))),
        (Stays.PROMISE, of_topic.distinct()),
        (Stays.COUNCIL, judged.distinct()),
    ]


def _keys(table: sa.Table, keys: list[int]) -> sa.Select[Any]:
    return sa.select(table.c.case_key).where(table.c.case_key.in_(keys)).distinct()
