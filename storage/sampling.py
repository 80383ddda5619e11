"""Samples of decisions, and how evenly they were made."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.commands import DecisionId
from app.domain.ladder import Rung
from app.domain.members import MemberId, MemberRef
from app.domain.sampling import SAMPLED_KINDS, Mark, Marked, Sample
from app.domain.sanctions import Track
from app.domain.words import Words
from storage.schema_decisions import decisions
from storage.schema_governing import approvals, samples, sanctions
from storage.values import moment, ms

_Row = sa.Row[tuple[object, ...]]

_took_effect = sa.and_(decisions.c.undone_at.is_(None), sa.or_(decisions.c.second_person.is_(None), approvals.c.agreed))
_with_approval = decisions.outerjoin(approvals, approvals.c.decision_id == decisions.c.id)


class Samples:
    """Samples as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def population(self, since: datetime, until: datetime, *, without: MemberId) -> list[DecisionId]:
        """Decisions that took effect between two moments, both included, without those of one person."""
        rows = self._connection.execute(
            sa.select(decisions.c.id)
            .select_from(_with_approval)
            .where(
                decisions.c.at.between(ms(since), ms(until)),
                decisions.c.kind.in_([kind.value for kind in SAMPLED_KINDS]),
                decisions.c.by_id != without,
                _took_effect,
            )
        ).scalars()
        return [DecisionId(one) for one in rows]

    def of_case(self, case_key: int) -> list[Sample]:
        """What was said of the decisions on a case, oldest first."""
        rows = self._connection.execute(
            sa.select(samples)
            .join(decisions, decisions.c.id == samples.c.decision_id)
            .where(decisions.c.case_key == case_key)
            .order_by(samples.c.at)
        )
        return [_sample(row) for row in rows]

    def marked(self, since: datetime) -> list[Marked]:
        """What was said of decisions made since, oldest first."""
        rows = self._connection.execute(
            sa.select(
                samples, *(decisions.c[name].label(f"d_{name}") for name in ("by_id", "by_name", "basis_article"))
            )
            .join(decisions, decisions.c.id == samples.c.decision_id)
            .where(decisions.c.at >= ms(since))
            .order_by(samples.c.at)
        )
        return [
            Marked(_sample(row), row.d_basis_article, MemberRef(MemberId(row.d_by_id), row.d_by_name)) for row in rows
        ]

    def rungs(self, since: datetime) -> dict[int, tuple[Words, dict[Rung, int]]]:
        """How often each rung was chosen for people on each article since, with the article's title as last cited.

        Abnormal accounts are handled in batches: how often says nothing of how evenly people are.
        """
        article, titles = decisions.c.basis_article, (decisions.c.basis_title_zh, decisions.c.basis_title_en)
        joined = _with_approval.outerjoin(sanctions, sanctions.c.decision_id == decisions.c.id)
        rows = self._connection.execute(
            sa.select(article, *titles, sanctions.c.rung, sanctions.c.track, sa.func.count().label("number"))
            .select_from(joined)
            .where(decisions.c.at >= ms(since), article.is_not(None), _took_effect)
            .group_by(article, *titles, sanctions.c.rung, sanctions.c.track)
            .order_by(article, sa.func.max(decisions.c.seq))
        )
        found: dict[int, tuple[Words, dict[Rung, int]]] = {}
        for row in rows:
            rung = Rung(row.rung) if row.rung else Rung.COACHING
            counts = found.get(row.basis_article, (None, {}))[1]
            if row.track != Track.ABNORMAL.value:
                counts[rung] = counts.get(rung, 0) + row.number
            found[row.basis_article] = (Words(row.basis_title_zh, row.basis_title_en), counts)
        return found


def _sample(row: _Row) -> Sample:
    by = MemberRef(MemberId(row.by_id), row.by_name)
    return Sample(DecisionId(row.decision_id), by, moment(row.at), Mark(row.mark), row.note)
