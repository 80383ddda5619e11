"""Appeals as they came, and how each was answered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.appeals import Against, Appeal, AppealId, Source
from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.ladder import Rung
from app.domain.members import MemberId, MemberRef
from app.domain.sanctions import Outcome
from storage.schema import cases
from storage.schema_decisions import decisions
from storage.schema_governing import appeal_outcomes, appeals
from storage.values import moment, moment_or_none, ms, ms_or_none

_Row = sa.Row[tuple[object, ...]]
_answering = decisions.alias("answering")


class Appeals:
    """The appeals as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, appeal: Appeal, entered_by: MemberId, at: datetime) -> None:
        """Keep an appeal (the database refuses one after its term, and a second one)."""
        self._connection.execute(
            sa.insert(appeals).values(
                id=appeal.id,
                decision_id=appeal.decision,
                against=appeal.against,
                member_id=appeal.by.id,
                member_name=appeal.by.name,
                source=appeal.source,
                text=appeal.text,
                received_at=ms(appeal.received_at),
                due_at=ms(appeal.due_at),
                entered_at=ms(at),
                entered_by=entered_by,
            )
        )

    def answer(
        self,
        appeal: AppealId,
        decision: DecisionId,
        by: MemberId,
        at: datetime,
        outcome: Outcome,
        *,
        reduced_to: Rung | None = None,
        reduced_ends: datetime | None = None,
    ) -> None:
        """Keep how an appeal was answered, by this decision (the database refuses whoever took part in the first)."""
        self._connection.execute(
            sa.insert(appeal_outcomes).values(
                decision_id=decision,
                appeal_id=appeal,
                by_id=by,
                at=ms(at),
                outcome=outcome,
                reduced_to=reduced_to,
                reduced_ends=ms_or_none(reduced_ends),
            )
        )

    def get(self, appeal: AppealId) -> Appeal | None:
        """The appeal with this id, if there is one."""
        found = self._all(appeals.c.id == appeal)
        return found[0] if found else None

    def of_case(self, case_id: CaseId) -> list[Appeal]:
        """The appeals against decisions on a case, oldest first."""
        return self._all(cases.c.id == case_id)

    def of_decision(self, decision: DecisionId) -> list[Appeal]:
        """The appeals against a decision."""
        return self._all(appeals.c.decision_id == decision)

    def of_member(self, member: MemberId) -> list[Appeal]:
        """A member's appeals, oldest first."""
        return self._all(appeals.c.member_id == member)

    def answered_by(self, decision: DecisionId) -> Appeal | None:
        """The appeal that this decision answers, whether the answer stands or was taken back; None for any other."""
        answers = sa.select(appeal_outcomes.c.appeal_id).where(appeal_outcomes.c.decision_id == decision)
        found = self._all(appeals.c.id.in_(answers))
        return found[0] if found else None

    def answer_to(self, decision: DecisionId) -> DecisionId | None:
        """The answer that stands to an appeal against this sanction, if there is one."""
        standing = (
            sa.select(appeal_outcomes.c.decision_id)
            .join(appeals, appeals.c.id == appeal_outcomes.c.appeal_id)
            .join(_answering, _answering.c.id == appeal_outcomes.c.decision_id)
            .where(appeals.c.decision_id == decision, _answering.c.undone_at.is_(None))
        )
        found = self._connection.execute(standing).scalars().first()
        return DecisionId(found) if found else None

    def open(self) -> list[Appeal]:
        """The appeals that nobody answered yet, the one due first before others."""
        return sorted(self._all(~_answered()), key=lambda one: one.due_at)

    def _all(self, which: sa.ColumnElement[bool]) -> list[Appeal]:
        rows = self._connection.execute(_select().where(which).order_by(appeals.c.seq))
        return [_appeal(row) for row in rows]


def _answered() -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(appeal_outcomes.c.appeal_id == appeals.c.id)
        .where(_answering.c.id == appeal_outcomes.c.decision_id, _answering.c.undone_at.is_(None))
    )


def _select() -> sa.Select[Any]:
    standing = (
        sa.select(appeal_outcomes, _answering.c.by_name)
        .join(_answering, _answering.c.id == appeal_outcomes.c.decision_id)
        .where(_answering.c.undone_at.is_(None))
        .subquery()
    )
    joined = (
        appeals.join(decisions, decisions.c.id == appeals.c.decision_id)
        .join(cases, cases.c.key == decisions.c.case_key)
        .outerjoin(standing, standing.c.appeal_id == appeals.c.id)
    )
    return sa.select(
        appeals,
        cases.c.id.label("case_id"),
        cases.c.title,
        standing.c.outcome,
        standing.c.by_id.label("answered_by_id"),
        standing.c.by_name.label("answered_by_name"),
        standing.c.at.label("answered_at"),
    ).select_from(joined)


def _appeal(row: _Row) -> Appeal:
    return Appeal(
        id=AppealId(row.id),
        decision=DecisionId(row.decision_id),
        case_id=CaseId(row.case_id),
        against=Against(row.against),
        by=MemberRef(MemberId(row.member_id), row.member_name),
        received_at=moment(row.received_at),
        due_at=moment(row.due_at),
        source=Source(row.source),
        text=row.text,
        title=row.title,
        outcome=Outcome(row.outcome) if row.outcome else None,
        answered_by=MemberRef(MemberId(row.answered_by_id), row.answered_by_name) if row.outcome else None,
        answered_at=moment_or_none(row.answered_at),
    )
