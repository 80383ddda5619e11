"""Sanctions as decided, with what came after each: who agreed, what was lifted, what an appeal left of it."""

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.conduct import Severity
from app.domain.ladder import Rung
from app.domain.members import MemberId, MemberRef
from app.domain.sanctions import (
    MEASURES,
    KeptSanction,
    Malice,
    Outcome,
    PostAction,
    Sanction,
    SecondPerson,
    Term,
    Track,
)
from app.domain.words import Words
from storage.schema import cases
from storage.schema_decisions import commands, decisions
from storage.schema_governing import appeal_outcomes, appeals, approvals, lifts, sanctions
from storage.values import moment, moment_or_none, ms, ms_or_none

_Row = sa.Row[tuple[object, ...]]
_lifting = decisions.alias("lifting")
_answering = decisions.alias("answering")


class Sanctions:
    """The sanctions as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, decision: DecisionId, sanction: Sanction) -> None:
        """Keep the measure of a decision."""
        term = sanction.term
        self._connection.execute(
            sa.insert(sanctions).values(
                decision_id=decision,
                member_id=sanction.member.id,
                member_name=sanction.member.name,
                track=sanction.track,
                rung=sanction.rung,
                severity=sanction.severity,
                proposed=sanction.proposed,
                because=_json(sanction.because),
                strikes=sanction.strikes,
                departure=sanction.departure,
                malice=_json(sanction.malice),
                brand_party=sanction.brand_party,
                brand_hit=sanction.brand_hit,
                post=sanction.post,
                counted=_json(sanction.counted),
                not_counted=_json(sanction.not_counted),
                cluster_id=sanction.cluster or None,
                **(_term_columns(term) if term else {}),
            )
        )

    def take_effect(self, decision: DecisionId, term: Term) -> None:
        """Say from when to when it runs; once (the database refuses more)."""
        self._connection.execute(
            sa.update(sanctions).where(sanctions.c.decision_id == decision).values(**_term_columns(term))
        )

    def lift(self, decision: DecisionId, sanction: DecisionId, by: MemberId, at: datetime) -> None:
        """A measure ends before its term, by this decision."""
        self._connection.execute(
            sa.insert(lifts).values(decision_id=decision, sanction_id=sanction, by_id=by, at=ms(at))
        )

    def get(self, decision: DecisionId) -> KeptSanction | None:
        """The sanction of a decision, if it is one."""
        found = self._all(sanctions.c.decision_id == decision)
        return found[0] if found else None

    def of_member(self, member: MemberId) -> list[KeptSanction]:
        """Every sanction against a member, oldest first, undone ones too."""
        return self._all(sanctions.c.member_id == member)

    def of_case(self, case_id: CaseId) -> list[KeptSanction]:
        """The sanctions decided on a case, oldest first, undone ones too."""
        return self._all(cases.c.id == case_id)

    def of_cluster(self, cluster: str) -> list[KeptSanction]:
        """The sanctions of one batch, in order."""
        return self._all(sanctions.c.cluster_id == cluster)

    def abnormal_with_text(self, text_print: str) -> list[KeptSanction]:
        """The sanctions of abnormal accounts for posts that say the same now, in order."""
        return self._all(sa.and_(cases.c.text_print == text_print, sanctions.c.track == Track.ABNORMAL))

    def ended(self, since: datetime, now: datetime) -> list[KeptSanction]:
        """Sanctions whose measure ended between these moments."""
        return self._all(sa.and_(sanctions.c.ends_at > ms(since), sanctions.c.ends_at <= ms(now)))

    def running(self, now: datetime) -> list[KeptSanction]:
        """Sanctions whose measure was to run at this moment, as decided."""
        return self._all(sanctions.c.ends_at > ms(now))

    def lifted_by(self, decision: DecisionId) -> KeptSanction | None:
        """The sanction whose measure this decision ended early, if it is such a decision."""
        lifted = sa.select(lifts.c.sanction_id).where(lifts.c.decision_id == decision)
        found = self._all(sanctions.c.decision_id.in_(lifted))
        return found[0] if found else None

    def _all(self, which: sa.ColumnElement[bool]) -> list[KeptSanction]:
        rows = self._connection.execute(_select().where(which).order_by(decisions.c.seq))
        return [_kept(row) for row in rows]


def _select() -> sa.Select[Any]:
    lifted = (
        sa.select(sa.func.max(lifts.c.at))
        .join(_lifting, _lifting.c.id == lifts.c.decision_id)
        .where(lifts.c.sanction_id == sanctions.c.decision_id, _lifting.c.undone_at.is_(None))
        .scalar_subquery()
    )
    answered = (
        sa.select(appeals.c.decision_id, appeal_outcomes)
        .join(appeal_outcomes, appeal_outcomes.c.appeal_id == appeals.c.id)
        .join(_answering, _answering.c.id == appeal_outcomes.c.decision_id)
        .where(_answering.c.undone_at.is_(None))
        .with_only_columns(
            appeals.c.decision_id,
            appeal_outcomes.c.outcome,
            appeal_outcomes.c.reduced_to,
            appeal_outcomes.c.reduced_ends,
        )
        .subquery()
    )
    by_hand = sa.exists().where(
        commands.c.decision_id == sanctions.c.decision_id,
        commands.c.by_hand,
        commands.c.kind.in_(set(MEASURES.values())),
    )
    joined = (
        sanctions.join(decisions, decisions.c.id == sanctions.c.decision_id)
        .join(cases, cases.c.key == decisions.c.case_key)
        .outerjoin(approvals, approvals.c.decision_id == sanctions.c.decision_id)
        .outerjoin(answered, answered.c.decision_id == sanctions.c.decision_id)
    )
    return sa.select(
        sanctions,
        *(decisions.c[name] for name in ("by_id", "by_name", "at", "undone_at", "second_person")),
        *(decisions.c[f"basis_{part}_{language}"] for part in ("title", "law") for language in ("zh", "en")),
        cases.c.id.label("case_id"),
        approvals.c.agreed,
        approvals.c.by_id.label("second_id"),
        approvals.c.by_name.label("second_name"),
        lifted.label("lifted_at"),
        *(answered.c[name] for name in ("outcome", "reduced_to", "reduced_ends")),
        by_hand.label("by_hand"),
    ).select_from(joined)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _term_columns(term: Term) -> dict[str, int | None]:
    return {
        "starts_at": ms(term.starts),
        "ends_at": ms_or_none(term.ends),
        "expires_at": ms_or_none(term.expires),
    }


def _sanction(row: _Row) -> Sanction:
    starts = moment_or_none(row.starts_at)
    return Sanction(
        member=MemberRef(MemberId(row.member_id), row.member_name),
        rung=Rung(row.rung),
        severity=Severity(row.severity),
        proposed=Rung(row.proposed),
        because=msgspec.json.decode(row.because, type=tuple[Words, ...]),
        departure=row.departure,
        malice=msgspec.json.decode(row.malice, type=tuple[Malice, ...]),
        brand_party=row.brand_party,
        brand_hit=row.brand_hit,
        post=PostAction(row.post),
        counted=msgspec.json.decode(row.counted, type=tuple[DecisionId, ...]),
        not_counted=msgspec.json.decode(row.not_counted, type=tuple[tuple[DecisionId, str], ...]),
        track=Track(row.track),
        cluster=row.cluster_id or "",
        term=Term(starts, moment_or_none(row.ends_at), moment_or_none(row.expires_at)) if starts else None,
    )


def _kept(row: _Row) -> KeptSanction:
    law = row.basis_law_zh is not None
    return KeptSanction(
        decision=DecisionId(row.decision_id),
        case_id=CaseId(row.case_id),
        at=moment(row.at),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        article=Words(row.basis_law_zh, row.basis_law_en) if law else Words(row.basis_title_zh, row.basis_title_en),
        sanction=_sanction(row),
        undone=row.undone_at is not None,
        second_person=SecondPerson(row.second_person) if row.second_person else None,
        agreed_by=MemberRef(MemberId(row.second_id), row.second_name) if row.agreed else None,
        lifted_at=moment_or_none(row.lifted_at),
        outcome=Outcome(row.outcome) if row.outcome else None,
        reduced_to=Rung(row.reduced_to) if row.reduced_to else None,
        reduced_ends=moment_or_none(row.reduced_ends),
        by_hand=row.by_hand,
    )
