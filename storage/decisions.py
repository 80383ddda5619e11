"""Decisions as made. Only the moment of an undo is ever added to one (the database refuses the rest)."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.domain.cases import Back, CaseId, CaseKind, CaseState, Verdict
from app.domain.commands import DecisionId
from app.domain.conduct import Basis, Use
from app.domain.decisions import NO_CASE, Before, Choice, Decision, DecisionKind
from app.domain.members import MemberId, MemberRef
from app.domain.sanctions import SecondPerson
from app.domain.words import NO_WORDS, Words
from storage.schema import cases
from storage.schema_decisions import decisions
from storage.values import moment, moment_or_none, ms, ms_or_none

_Row = sa.Row[tuple[object, ...]]


class Decisions:
    """The decisions as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, decision: Decision, case_key: int | None, *, plan: Choice | None = None) -> None:
        """Keep a decision.

        Args:
            case_key: None for one that is about no case.
            plan: what it does once another person agrees; or who had the case before, where it says who has it.
        """
        self._connection.execute(
            sa.insert(decisions).values(
                id=decision.id,
                case_key=case_key,
                kind=decision.kind.value,
                by_id=decision.by.id,
                by_name=decision.by.name,
                at=ms(decision.at),
                revision=decision.revision,
                state_before=decision.state_before.value,
                state_after=decision.state_after.value,
                text=decision.text,
                reason=decision.reason,
                verdict_before=decision.before.verdict,
                due_before=ms_or_none(decision.before.due_at),
                back_before=decision.before.came_back,
                kind_before=decision.kind_before,
                kind_after=decision.kind_after,
                second_person=decision.second_person,
                plan=msgspec.json.encode(plan).decode() if plan else None,
                **_basis_columns(decision.basis),
            )
        )

    def find(self, decision_id: DecisionId) -> Decision | None:
        """The decision with this id, if there is one."""
        row = self._connection.execute(self._select().where(decisions.c.id == decision_id)).one_or_none()
        return None if row is None else _decision(row)

    def get(self, decision_id: DecisionId) -> Decision:
        """The decision with this id, which must exist."""
        return _decision(self._connection.execute(self._select().where(decisions.c.id == decision_id)).one())

    def plan(self, decision_id: DecisionId) -> Choice | None:
        """What a decision was to do, where that is kept: it waits for another person, or says who has the case."""
        kept = self._connection.execute(sa.select(decisions.c.plan).where(decisions.c.id == decision_id)).scalar()
        return msgspec.json.decode(kept, type=Choice) if kept else None

    def of_case(self, case_key: int) -> list[Decision]:
        """The decisions on a case, oldest first."""
        return self._all(decisions.c.case_key == case_key)

    def of_author(self, author: MemberId) -> list[Decision]:
        """The decisions on any case of this author, oldest first, undone ones too."""
        return self._all(cases.c.author_id == author)

    def replies_since(self, since: datetime, most: int) -> list[tuple[str, str]]:
        """Public replies that stand, the newest first: the text, and the name of the author whom it answers.

        Args:
            since: made then or later.
            most: no more than so many.
        """
        statement = (
            sa.select(decisions.c.text, cases.c.author_name)
            .join(cases, cases.c.key == decisions.c.case_key)
            .where(
                decisions.c.at >= ms(since),
                decisions.c.kind == DecisionKind.REPLY.value,
                decisions.c.undone_at.is_(None),
            )
            .order_by(decisions.c.at.desc())
            .limit(most)
        )
        return [(row.text, row.author_name or "") for row in self._connection.execute(statement)]

    def undo(self, decision_id: DecisionId, at: datetime, by: MemberId) -> None:
        """Mark a decision as undone by somebody (the database refuses who took part in what it came after)."""
        self._connection.execute(
            sa.update(decisions).where(decisions.c.id == decision_id).values(undone_at=ms(at), undone_by=by)
        )

    def _all(self, which: sa.ColumnElement[bool]) -> list[Decision]:
        statement = self._select().where(which).order_by(decisions.c.seq)
        return [_decision(row) for row in self._connection.execute(statement)]

    def _select(self) -> sa.Select[tuple[object, ...]]:
        joined = decisions.outerjoin(cases, cases.c.key == decisions.c.case_key)
        return sa.select(decisions, cases.c.id.label("case_id")).select_from(joined)


def _basis_columns(basis: Basis | None) -> dict[str, object]:
    if basis is None:
        return {"basis_current": False}
    words = {
        "basis_name_zh": basis.edition_name.zh,
        "basis_name_en": basis.edition_name.en,
        "basis_title_zh": basis.title.zh,
        "basis_title_en": basis.title.en,
        "basis_text_zh": basis.text.zh,
        "basis_text_en": basis.text.en,
    }
    if basis.law != NO_WORDS:
        return words | {"basis_current": False, "basis_law_zh": basis.law.zh, "basis_law_en": basis.law.en}
    return words | {
        "basis_edition": basis.edition,
        "basis_article": basis.article,
        "basis_use": Use.CONDUCT.value,
        "basis_current": basis.current_edition,
    }


def _basis(row: _Row) -> Basis | None:
    if row.basis_edition is None and row.basis_law_zh is None:
        return None
    return Basis(
        edition=row.basis_edition or 0,
        edition_name=Words(row.basis_name_zh, row.basis_name_en),
        article=row.basis_article or 0,
        title=Words(row.basis_title_zh, row.basis_title_en),
        text=Words(row.basis_text_zh, row.basis_text_en),
        current_edition=row.basis_current,
        law=Words(row.basis_law_zh, row.basis_law_en) if row.basis_law_zh else NO_WORDS,
    )


def _decision(row: _Row) -> Decision:
    return Decision(
        id=DecisionId(row.id),
        kind=DecisionKind(row.kind),
        case_id=CaseId(row.case_id) if row.case_id is not None else NO_CASE,
        by=MemberRef(MemberId(row.by_id), row.by_name),
        at=moment(row.at),
        revision=row.revision,
        basis=_basis(row),
        text=row.text,
        reason=row.reason,
        state_before=CaseState(row.state_before),
        state_after=CaseState(row.state_after),
        undone_at=moment_or_none(row.undone_at),
        seq=row.seq,
        before=Before(
            Verdict(row.verdict_before) if row.verdict_before else None,
            moment_or_none(row.due_before),
            Back(row.back_before) if row.back_before else None,
        ),
        kind_before=CaseKind(row.kind_before) if row.kind_before else None,
        kind_after=CaseKind(row.kind_after) if row.kind_after else None,
        second_person=SecondPerson(row.second_person) if row.second_person else None,
    )
