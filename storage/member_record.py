"""What is kept about a member beside measures: their cases, the reports they made, the notes on their cases."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId, Verdict
from app.domain.decisions import ReportVerdict
from app.domain.members import MemberId, MemberRef
from app.domain.notes import Note
from storage.schema import cases, notes, reports
from storage.schema_decisions import decisions
from storage.schema_governing import report_verdicts
from storage.values import moment


@dataclass(frozen=True, slots=True)
class CaseOf:
    """A case of a member; `revision` is the version of the text that would be judged now."""

    case_id: CaseId
    title: str
    revision: str


@dataclass(frozen=True, slots=True)
class ReportBy:
    """A report that a member made.

    Attributes:
        judged: what a decision that stands found about it; None where none did.
        verdict: of its case, whatever an appeal left of that.
    """

    at: datetime
    case_id: CaseId
    title: str
    reason: str
    judged: ReportVerdict | None
    verdict: Verdict | None


class MemberRecords:
    """What is kept about a member, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def name(self, member: MemberId) -> str | None:
        """What a member was called last, as author or as reporter; None for somebody never heard of."""
        written = (
            sa.select(cases.c.author_name).where(cases.c.author_id == member).order_by(cases.c.key.desc()).limit(1)
        )
        found = self._connection.execute(written).scalar()
        if found is None:
            reported = sa.select(reports.c.reporter_name).where(reports.c.reporter_id == member).limit(1)
            found = self._connection.execute(reported).scalar()
        return found

    def like(self, part: str, most: int) -> list[MemberRef]:
        """Authors and reporters whose id or last name has this in it, those first whose it is, then by name."""
        written = sa.select(cases.c.author_id.label("id"), cases.c.author_name.label("name"))
        reported = sa.select(reports.c.reporter_id.label("id"), reports.c.reporter_name.label("name"))
        every = sa.union(written, reported).subquery()
        has = sa.or_(every.c.id.icontains(part, autoescape=True), every.c.name.icontains(part, autoescape=True))
        whose = sa.or_(every.c.id == part, every.c.name == part)
        rows = self._connection.execute(
            sa.select(every.c.id, every.c.name)
            .where(every.c.id.is_not(None), has)
            .order_by(sa.case((whose, 0), else_=1), every.c.name, every.c.id)
            .limit(most)
        )
        return [MemberRef(MemberId(id_), name) for id_, name in {row.id: row.name or row.id for row in rows}.items()]

    def cases_of(self, member: MemberId) -> dict[CaseId, CaseOf]:
        """The cases about posts of a member."""
        rows = self._connection.execute(
            sa.select(cases.c.id, cases.c.title, cases.c.latest_revision).where(cases.c.author_id == member)
        )
        return {CaseId(row.id): CaseOf(CaseId(row.id), row.title, row.latest_revision) for row in rows}

    def notes_on(self, member: MemberId) -> list[tuple[CaseId, Note]]:
        """What the team wrote down about cases of a member, oldest first."""
        rows = self._connection.execute(
            sa.select(notes, cases.c.id.label("case_id"))
            .join(cases, cases.c.key == notes.c.case_key)
            .where(cases.c.author_id == member)
            .order_by(notes.c.seq)
        )
        return [
            (CaseId(row.case_id), Note(moment(row.at), MemberRef(MemberId(row.by_id), row.by_name), row.text))
            for row in rows
        ]

    def reports_by(self, member: MemberId) -> list[ReportBy]:
        """The reports that a member made, oldest first, with what was found about each by decisions that stand."""
        rows = self._connection.execute(
            sa.select(reports, cases.c.id.label("case_id"), cases.c.title, cases.c.verdict)
            .join(cases, cases.c.key == reports.c.case_key)
            .where(reports.c.reporter_id == member)
            .order_by(reports.c.at)
        ).all()
        judged = self._verdicts(member)
        return [
            ReportBy(
                moment(row.at),
                CaseId(row.case_id),
                row.title,
                row.reason,
                judged.get((row.case_key, row.id)),
                Verdict(row.verdict) if row.verdict else None,
            )
            for row in rows
        ]

    def _verdicts(self, member: MemberId) -> dict[tuple[int, str], ReportVerdict]:
        mine = sa.and_(reports.c.case_key == report_verdicts.c.case_key, reports.c.id == report_verdicts.c.report_id)
        rows = self._connection.execute(
            sa.select(report_verdicts)
            .join(reports, mine)
            .join(decisions, decisions.c.id == report_verdicts.c.decision_id)
            .where(reports.c.reporter_id == member, decisions.c.undone_at.is_(None))
            .order_by(decisions.c.seq)
        )
        return {(row.case_key, row.report_id): ReportVerdict(row.verdict) for row in rows}
