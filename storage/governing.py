"""What stands beside decisions: who agreed, verdicts on reports, who is recused, samples, batches."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId, CaseState
from app.domain.commands import DecisionId
from app.domain.decisions import Approval, Awaited, DecisionKind, ReportVerdict
from app.domain.members import MemberId, MemberRef
from app.domain.sampling import Mark
from storage.schema import cases
from storage.schema_decisions import decisions
from storage.schema_governing import approvals, clusters, recusals, report_verdicts, samples
from storage.values import moment, ms


class Governing:
    """What stands beside decisions, as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- the second person -------------------------------------------------------------------------------

    def approve(self, approval: Approval) -> None:
        """Keep that another person agreed, or sent the decision back (the database refuses the first person)."""
        self._connection.execute(
            sa.insert(approvals).values(
                decision_id=approval.decision,
                by_id=approval.by.id,
                by_name=approval.by.name,
                at=ms(approval.at),
                agreed=approval.agreed,
                reason=approval.reason,
            )
        )

    def approval(self, decision: DecisionId) -> Approval | None:
        """What the second person said, if they did."""
        row = self._connection.execute(sa.select(approvals).where(approvals.c.decision_id == decision)).one_or_none()
        if row is None:
            return None
        by = MemberRef(MemberId(row.by_id), row.by_name)
        return Approval(decision, by, moment(row.at), row.agreed, row.reason)

    def waiting_for(self, account: MemberId, limit: int) -> list[Awaited]:
        """Decisions of others that wait for another person, the oldest first."""
        rows = self._connection.execute(
            sa.select(cases.c.id.label("case_id"), decisions.c.id, decisions.c.kind, decisions.c.by_name)
            .join(decisions, decisions.c.case_key == cases.c.key)
            .outerjoin(approvals, approvals.c.decision_id == decisions.c.id)
            .where(
                cases.c.state == CaseState.AWAITING_APPROVAL,
                decisions.c.second_person.is_not(None),
                decisions.c.undone_at.is_(None),
                approvals.c.decision_id.is_(None),
                decisions.c.by_id != account,
            )
            .order_by(decisions.c.seq)
            .limit(limit)
        )
        return [Awaited(DecisionId(row.id), CaseId(row.case_id), DecisionKind(row.kind), row.by_name) for row in rows]

    # --- reports -----------------------------------------------------------------------------------------

    def judge_reports(self, decision: DecisionId, case_key: int, found: Mapping[str, ReportVerdict]) -> None:
        """Keep what a decision found about reports of its case."""
        for report, verdict in found.items():
            self._connection.execute(
                sa.insert(report_verdicts).values(
                    decision_id=decision, case_key=case_key, report_id=report, verdict=verdict
                )
            )

    def report_verdicts(self, case_key: int) -> dict[str, ReportVerdict]:
        """What was last found about each report of a case, by decisions that stand."""
        rows = self._connection.execute(
            sa.select(report_verdicts.c.report_id, report_verdicts.c.verdict)
            .join(decisions, decisions.c.id == report_verdicts.c.decision_id)
            .where(report_verdicts.c.case_key == case_key, decisions.c.undone_at.is_(None))
            .order_by(decisions.c.seq)
        )
        return {row.report_id: ReportVerdict(row.verdict) for row in rows}

    # --- who keeps out -----------------------------------------------------------------------------------

    def recuse(self, account: MemberId, case_key: int, reason: str, at: datetime) -> None:
        """Keep somebody out of a case."""
        self._connection.execute(
            sa.insert(recusals).values(account_id=account, case_key=case_key, reason=reason, at=ms(at))
        )

    def recused(self, case_key: int) -> dict[MemberId, str]:
        """Who keeps out of a case, and why."""
        rows = self._connection.execute(sa.select(recusals).where(recusals.c.case_key == case_key))
        return {MemberId(row.account_id): row.reason for row in rows}

    # --- batches and samples -----------------------------------------------------------------------------

    def add_cluster(self, cluster: str, by: MemberRef, at: datetime, evidence: str) -> None:
        """Keep a batch with what shows that it belongs together."""
        self._connection.execute(
            sa.insert(clusters).values(id=cluster, by_id=by.id, by_name=by.name, at=ms(at), evidence=evidence)
        )

    def cluster_evidence(self, cluster: str) -> str | None:
        """What shows that a batch belongs together."""
        return self._connection.execute(sa.select(clusters.c.evidence).where(clusters.c.id == cluster)).scalar()

    def sample(self, decision: DecisionId, by: MemberRef, at: datetime, mark: Mark, note: str) -> None:
        """Keep what a lead says of a decision."""
        self._connection.execute(
            sa.insert(samples).values(
                decision_id=decision, by_id=by.id, by_name=by.name, at=ms(at), mark=mark, note=note
            )
        )

    def sampled(self, wanted: Sequence[DecisionId]) -> set[DecisionId]:
        """Which of these decisions somebody has looked at again."""
        rows = self._connection.execute(
            sa.select(samples.c.decision_id).where(samples.c.decision_id.in_(wanted)).distinct()
        )
        return {DecisionId(row.decision_id) for row in rows}
