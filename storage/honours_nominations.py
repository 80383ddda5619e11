"""Nominations with their evidence, and what members agreed to. Nothing of them is deleted."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.honours import (
    Consent,
    Evidence,
    EvidenceKind,
    Nomination,
    NominationId,
    NominationState,
    Show,
    TitleId,
)
from app.domain.honours_rules import PENDING, key_of, nomination_id
from app.domain.members import MemberId, MemberRef
from storage.schema import cases
from storage.schema_honours import consents, nomination_evidence, nominations
from storage.values import moment, ms, plain

_Row = sa.Row[tuple[object, ...]]


class HonourNominations:
    """The nominations as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, new: Nomination, case_key: int | None) -> NominationId:
        """Keep a nomination with its evidence; its id is given here."""
        added = sa.insert(nominations).values(
            title_id=new.title,
            member_id=new.member.id,
            member_name=plain(new.member.name),
            by_id=new.by.id,
            by_name=plain(new.by.name),
            at=ms(new.at),
            case_key=case_key,
            state=new.state.value,
        )
        key = self._connection.execute(added.returning(nominations.c.key)).scalar_one()
        self._connection.execute(
            sa.insert(nomination_evidence),
            [
                {"nomination_key": key, "kind": one.kind.value, "about": plain(one.about), "words": plain(one.words)}
                for one in new.evidence
            ],
        )
        return nomination_id(key)

    def find(self, nomination: NominationId, *, to_change: bool = False) -> Nomination | None:
        """The nomination with this id, if there is one; locked where it is to be changed."""
        key = key_of(nomination)
        if key is None:
            return None
        if to_change:
            self._connection.execute(sa.select(nominations.c.key).where(nominations.c.key == key).with_for_update())
        found = self._all(nominations.c.key == key)
        return found[0] if found else None

    def in_states(self, states: Sequence[NominationState], limit: int | None = None) -> list[Nomination]:
        """Nominations in these states, newest first."""
        return self._all(nominations.c.state.in_([one.value for one in states]), limit)

    def of_member(self, member: MemberId) -> list[Nomination]:
        """Every nomination of a member, newest first."""
        return self._all(nominations.c.member_id == member)

    def pending_of(self, member: MemberId, title: TitleId) -> Nomination | None:
        """The nomination of a member for a title that is not over, if there is one."""
        found = self._all(
            sa.and_(
                nominations.c.member_id == member, nominations.c.title_id == title, nominations.c.ended_at.is_(None)
            )
        )
        return found[0] if found else None

    def move(self, nomination: NominationId, state: NominationState, at: datetime, reason: str = "") -> None:
        """Let a nomination stand otherwise (the database refuses what is over)."""
        self._connection.execute(
            sa.update(nominations)
            .where(nominations.c.key == key_of(nomination))
            .values(state=state.value, ended_at=None if state in PENDING else ms(at), reason=plain(reason))
        )

    def asked_by(self, nomination: NominationId, decision: DecisionId) -> None:
        """By which letter the member is asked."""
        self._connection.execute(
            sa.update(nominations).where(nominations.c.key == key_of(nomination)).values(asked_by_decision=decision)
        )

    def asked_in(self, decision: DecisionId) -> Nomination | None:
        """The nomination about which this letter asks, if it is the newest one that does."""
        found = self._all(nominations.c.asked_by_decision == decision)
        return found[0] if found else None

    def consent(self, nomination: NominationId, given: Consent, by: MemberRef, at: datetime) -> None:
        """Keep what a member agreed to."""
        self._connection.execute(
            sa.insert(consents).values(
                nomination_key=key_of(nomination),
                shows=msgspec.json.encode(sorted(given.shows)).decode(),
                at=ms(given.at),
                source=plain(given.source),
                minor=given.minor,
                guardian=plain(given.guardian),
                entered_at=ms(at),
                by_id=by.id,
                by_name=plain(by.name),
            )
        )

    def withdraw_consent(self, nomination: NominationId, by: MemberId, at: datetime) -> None:
        """A member agrees no longer."""
        stands = sa.and_(consents.c.nomination_key == key_of(nomination), consents.c.withdrawn_at.is_(None))
        self._connection.execute(sa.update(consents).where(stands).values(withdrawn_at=ms(at), withdrawn_by=by))

    def _all(self, which: sa.ColumnElement[bool], limit: int | None = None) -> list[Nomination]:
        given = sa.and_(consents.c.nomination_key == nominations.c.key, consents.c.withdrawn_at.is_(None))
        joined = nominations.outerjoin(consents, given).outerjoin(cases, cases.c.key == nominations.c.case_key)
        agreed = [consents.c[name] for name in ("shows", "source", "minor", "guardian")]
        statement = (
            sa.select(nominations, *agreed, consents.c.at.label("agreed_at"), cases.c.id.label("case_id"))
            .select_from(joined)
            .where(which)
            .order_by(nominations.c.key.desc())
        )
        rows = self._connection.execute(statement.limit(limit) if limit else statement).all()
        evidence = self._evidence([row.key for row in rows])
        return [_nomination(row, evidence.get(row.key, [])) for row in rows]

    def _evidence(self, keys: Sequence[int]) -> dict[int, list[Evidence]]:
        found: dict[int, list[Evidence]] = {}
        statement = sa.select(nomination_evidence).where(nomination_evidence.c.nomination_key.in_(keys))
        for row in self._connection.execute(statement.order_by(nomination_evidence.c.seq)):
            found.setdefault(row.nomination_key, []).append(Evidence(EvidenceKind(row.kind), row.about, row.words))
        return found


def _nomination(row: _Row, evidence: Sequence[Evidence]) -> Nomination:
    return Nomination(
        nomination_id(row.key),
        TitleId(row.title_id),
        MemberRef(MemberId(row.member_id), row.member_name),
        tuple(evidence),
        MemberRef(MemberId(row.by_id), row.by_name),
        moment(row.at),
        NominationState(row.state),
        _consent(row),
        row.reason,
        CaseId(row.case_id) if row.case_id else None,
    )


def _consent(row: _Row) -> Consent | None:
    if row.shows is None:
        return None
    shows = msgspec.json.decode(row.shows, type=frozenset[Show])
    return Consent(shows, moment(row.agreed_at), row.source, row.minor, row.guardian)
