"""Past decisions on an article, as examples: the newest of them, by the index of articles."""

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.decisions import DecisionKind
from app.domain.ladder import Rung
from app.domain.members import MemberId, MemberRef
from app.domain.precedents import LONGEST_TEXT, Precedent, situation
from app.domain.sanctions import Outcome, Track
from storage.schema import case_revisions, cases
from storage.schema_decisions import decisions
from storage.schema_governing import appeal_outcomes, appeals, approvals, lifts, sanctions
from storage.values import moment

_EXAMPLES = (DecisionKind.COACHING.value, DecisionKind.SANCTION.value)
_answering = decisions.alias("answering")
_lifting = decisions.alias("lifting")


class PastDecisions:
    """Past decisions as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of_article(self, article: int, title: str, *, without: int, limit: int) -> list[Precedent]:
        """The newest decisions on an article that took effect and were not undone, newest first.

        Abnormal accounts, which are handled in batches, are no examples for people.

        Args:
            article: its number.
            title: its Chinese title: in another edition the number may be another article's.
            without: key of the case that is being decided.
            limit: how many decisions are looked at.
        """
        newest = (
            sa.select(decisions.c.seq)
            .where(
                decisions.c.basis_article == article,
                decisions.c.basis_title_zh == title,
                decisions.c.kind.in_(_EXAMPLES),
                decisions.c.undone_at.is_(None),
                decisions.c.case_key != without,
            )
            .order_by(decisions.c.seq.desc())
            .limit(limit)
            .subquery()
        )
        rows = self._connection.execute(_select(newest)).all()
        later = self._what_came_later(newest)
        return [_precedent(row, *later.get(row.id, (None, None, False))) for row in rows]

    def _what_came_later(self, newest: sa.Subquery) -> dict[str, "_Later"]:
        """Appeals and early ends; both are rare, so they are read apart."""
        mine = decisions.c.seq.in_(sa.select(newest.c.seq))
        lifted = self._connection.execute(
            sa.select(lifts.c.sanction_id)
            .join(decisions, decisions.c.id == lifts.c.sanction_id)
            .join(_lifting, _lifting.c.id == lifts.c.decision_id)
            .where(mine, _lifting.c.undone_at.is_(None))
        )
        found: dict[str, _Later] = {row.sanction_id: (None, None, True) for row in lifted}
        answered = self._connection.execute(
            sa.select(appeals.c.decision_id, appeal_outcomes.c.outcome, appeal_outcomes.c.reduced_to)
            .join(appeal_outcomes, appeal_outcomes.c.appeal_id == appeals.c.id)
            .join(decisions, decisions.c.id == appeals.c.decision_id)
            .join(_answering, _answering.c.id == appeal_outcomes.c.decision_id)
            .where(mine, _answering.c.undone_at.is_(None))
        )
        for row in answered:
            was_lifted = found.get(row.decision_id, (None, None, False))[2]
            reduced = Rung(row.reduced_to) if row.reduced_to else None
            found[row.decision_id] = (Outcome(row.outcome), reduced, was_lifted)
        return found


_Later = tuple[Outcome | None, Rung | None, bool]


def _select(newest: sa.Subquery) -> sa.Select[tuple[object, ...]]:
    joined = (
        newest.join(decisions, decisions.c.seq == newest.c.seq)
        .join(cases, cases.c.key == decisions.c.case_key)
        .outerjoin(sanctions, sanctions.c.decision_id == decisions.c.id)
        .outerjoin(approvals, approvals.c.decision_id == decisions.c.id)
        .outerjoin(
            case_revisions,
            sa.and_(
                case_revisions.c.case_key == decisions.c.case_key, case_revisions.c.version == decisions.c.revision
            ),
        )
    )
    return (
        sa.select(
            *(decisions.c[name] for name in ("id", "kind", "by_id", "by_name", "at")),
            *(cases.c[name] for name in ("reported_as", "title")),
            sa.func.substr(cases.c.body, 1, LONGEST_TEXT).label("body"),
            cases.c.id.label("case_id"),
            case_revisions.c.title.label("judged_title"),
            sa.func.substr(case_revisions.c.body, 1, LONGEST_TEXT).label("judged_body"),
            *(sanctions.c[name] for name in ("rung", "malice", "counted")),
        )
        .select_from(joined)
        .where(
            sa.or_(decisions.c.second_person.is_(None), approvals.c.agreed),
            sa.or_(sanctions.c.track.is_(None), sanctions.c.track == Track.PERSON.value),
        )
        .order_by(decisions.c.seq.desc())
    )


def _precedent(
    row: sa.Row[tuple[object, ...]], outcome: Outcome | None, reduced_to: Rung | None, lifted: bool
) -> Precedent:
    sanctioned = row.kind == DecisionKind.SANCTION.value
    title, body = row.judged_title or row.title, row.judged_body if row.judged_body is not None else row.body
    return Precedent(
        decision=DecisionId(row.id),
        case_id=CaseId(row.case_id),
        title=title,
        text=body,
        rung=Rung(row.rung) if sanctioned else Rung.COACHING,
        at=moment(row.at),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        reported_as=row.reported_as,
        situation=situation(malice=sanctioned and row.malice != "[]", counted=sanctioned and row.counted != "[]"),
        outcome=outcome,
        reduced_to=reduced_to,
        lifted=lifted,
    )
