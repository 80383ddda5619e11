"""Answers as far as they are written, one of each kind for each person and case."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft, choices_as_text, choices_from_text
from app.domain.members import MemberId
from storage.schema import drafts
from storage.values import ms, plain


class Drafts:
    """The drafts as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of_case(self, account: MemberId, case_key: int) -> tuple[Draft, ...]:
        """What this person has written so far, the newest first."""
        rows = self._connection.execute(
            sa.select(drafts).where(_of(account, case_key)).order_by(drafts.c.at.desc(), drafts.c.answer)
        )
        return tuple(
            Draft(DecisionKind(row.answer), row.text, row.article, row.fold, choices_from_text(row.choices))
            for row in rows
        )

    def keep(self, account: MemberId, case_key: int, draft: Draft, at: datetime) -> None:
        """Keep what this person has written, in place of the same answer as it was before."""
        self.drop(account, case_key, draft.answer)
        self._connection.execute(
            sa.insert(drafts).values(
                account_id=account,
                case_key=case_key,
                answer=draft.answer.value,
                text=plain(draft.text),
                article=draft.article,
                fold=draft.fold,
                choices=plain(choices_as_text(draft.choices)),
                at=ms(at),
            )
        )

    def drop(self, account: MemberId, case_key: int, answer: DecisionKind | None = None) -> None:
        """Forget what this person has written: one answer, or all of them."""
        which = _of(account, case_key)
        if answer is not None:
            which = sa.and_(which, drafts.c.answer == answer.value)
        self._connection.execute(sa.delete(drafts).where(which))


def _of(account: MemberId, case_key: int) -> sa.ColumnElement[bool]:
    return sa.and_(drafts.c.account_id == account, drafts.c.case_key == case_key)
