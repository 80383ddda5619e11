"""Those who report: what was found about their reports, who was answered, who still waits."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.cases import CaseId, CaseState, Verdict
from app.domain.commands import DecisionId
from app.domain.decisions import DecisionKind, ReportVerdict
from app.domain.members import MemberId
from app.domain.report_answers import Answered, ReporterRecord, Unanswered
from storage.bulk import blocks
from storage.schema import cases, reports
from storage.schema_decisions import decisions
from storage.schema_governing import report_verdicts
from storage.values import moment, ms

_DECIDED = tuple(kind for kind in DecisionKind if kind.answers)
_Row = sa.Row[tuple[object, ...]]


class Reporters:
    """Those who report, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def answered(self, case_key: int) -> dict[str, Answered]:
        """Which reports of a case were answered, with what, by whom and when; by answers that stand."""
        rows = self._connection.execute(
            sa.select(report_verdicts, decisions.c.by_name, decisions.c.at)
            .join(decisions, decisions.c.id == report_verdicts.c.decision_id)
            .where(report_verdicts.c.case_key == case_key, decisions.c.case_key == case_key, _standing_answer())
            .order_by(decisions.c.seq)
        )
        return {row.report_id: _answered(row) for row in rows}

    def judged(self, case_key: int) -> dict[str, ReportVerdict]:
        """What decisions that answer a case found about its reports, the last word on each."""
        rows = self._connection.execute(
            sa.select(report_verdicts.c.report_id, report_verdicts.c.verdict)
            .join(decisions, decisions.c.id == report_verdicts.c.decision_id)
            .where(
                report_verdicts.c.case_key == case_key,
                decisions.c.undone_at.is_(None),
                decisions.c.kind != DecisionKind.FEEDBACK,
            )
            .order_by(decisions.c.seq)
        )
        return {row.report_id: ReportVerdict(row.verdict) for row in rows}

    def records(self, members: Iterable[MemberId]) -> dict[MemberId, ReporterRecord]:
        """How often each of these members reported, and what was last found about that."""
        found: dict[MemberId, list[str | None]] = defaultdict(list)
        for block in blocks(set(members)):
            rows = self._connection.execute(
                sa.select(reports.c.reporter_id, _last_verdict().label("verdict")).where(
                    reports.c.reporter_id.in_(block)
                )
            )
            for row in rows:
                found[MemberId(row.reporter_id)].append(row.verdict)
        return {member: _record(verdicts) for member, verdicts in found.items()}

    def unanswered(self, since: datetime, limit: int) -> list[Unanswered]:
        """Closed cases decided since then whose known reporters were not all answered, the newest decision first.

        Whoever wrote the post is none of them.
        """
        last = sa.func.max(decisions.c.at)
        recent = (
            sa.select(decisions.c.case_key, last.label("at"))
            .where(decisions.c.at >= ms(since), decisions.c.undone_at.is_(None), decisions.c.kind.in_(_DECIDED))
            .group_by(decisions.c.case_key)
            .subquery()
        )
        waiting = sa.func.count(sa.distinct(reports.c.reporter_id))
        rows = self._connection.execute(
            sa.select(cases.c.id, cases.c.title, cases.c.verdict, recent.c.at, waiting.label("waiting"))
            .join(recent, recent.c.case_key == cases.c.key)
            .join(reports, reports.c.case_key == cases.c.key)
            .where(
                cases.c.state == CaseState.CLOSED,
                cases.c.verdict.in_((Verdict.UPHELD, Verdict.NOT_UPHELD)),
                reports.c.reporter_id.is_not(None),
                sa.or_(cases.c.author_id.is_(None), reports.c.reporter_id != cases.c.author_id),
                ~_answer_exists(),
            )
            .group_by(cases.c.key, cases.c.id, cases.c.title, cases.c.verdict, recent.c.at)
            .order_by(recent.c.at.desc(), cases.c.key.desc())
            .limit(limit)
        )
        return [
            Unanswered(CaseId(row.id), row.title, Verdict(row.verdict), moment(row.at), row.waiting) for row in rows
        ]

    def cases_of(self, member: MemberId, since: datetime) -> list[CaseId]:
        """Cases decided since then that concern a member, as the author or as one who reported; oldest first."""
        reported = sa.select(reports.c.case_key).where(reports.c.reporter_id == member)
        rows = self._connection.execute(
            sa.select(cases.c.id)
            .where(
                sa.or_(cases.c.author_id == member, cases.c.key.in_(reported)),
                sa.exists().where(decisions.c.case_key == cases.c.key, decisions.c.at >= ms(since)),
            )
            .order_by(cases.c.key)
        )
        return [CaseId(row.id) for row in rows]


_later = decisions.alias("later")


def _standing_answer() -> sa.ColumnElement[bool]:
    """An answer counts until an appeal brings the case back: what is found then is told anew."""
    reopened = sa.exists().where(
        _later.c.case_key == decisions.c.case_key,
        _later.c.seq > decisions.c.seq,
        _later.c.kind == DecisionKind.APPEAL,
        _later.c.state_before == CaseState.CLOSED,
        _later.c.state_after == CaseState.NEW,
        _later.c.undone_at.is_(None),
    )
    return sa.and_(decisions.c.kind == DecisionKind.FEEDBACK, decisions.c.undone_at.is_(None), ~reopened)


def _of_this_report() -> sa.ColumnElement[bool]:
    return sa.and_(
        report_verdicts.c.case_key == reports.c.case_key,
        report_verdicts.c.report_id == reports.c.id,
        decisions.c.id == report_verdicts.c.decision_id,
    )


def _answer_exists() -> sa.ColumnElement[bool]:
    return sa.exists().where(_of_this_report(), _standing_answer()).correlate(reports)


def _last_verdict() -> sa.ScalarSelect[Any]:
    return (
        sa.select(report_verdicts.c.verdict)
        .where(_of_this_report(), decisions.c.undone_at.is_(None))
        .order_by(decisions.c.seq.desc())
        .limit(1)
        .correlate(reports)
        .scalar_subquery()
    )


def _answered(row: _Row) -> Answered:
    return Answered(DecisionId(row.decision_id), ReportVerdict(row.verdict), row.by_name, moment(row.at))


def _record(verdicts: list[str | None]) -> ReporterRecord:
    upheld, malicious = ReportVerdict.UPHELD.value, ReportVerdict.MALICIOUS.value
    judged = len(verdicts) - verdicts.count(None)
    return ReporterRecord(len(verdicts), verdicts.count(upheld), verdicts.count(malicious), judged)
