"""Answers as far as they are written, one for each person and case."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft
from app.domain.members import MemberId
from storage.schema import drafts, ms, plain


class Drafts:
    """The drafts as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, account: MemberId, case_key: int) -> Draft | None:
        """What this person has written so far."""
        row = self._connection.execute(sa.select(drafts).where(_of(account, case_key))).one_or_none()
        return None if row is None else Draft(DecisionKind(row.answer), row.text, row.article, row.fold)

    def keep(self, account: MemberId, case_key: int, draft: Draft, at: datetime) -> None:
        """Keep what this person has written, in place of what was there."""
        self.drop(account, case_key)
        self._connection.execute(
            sa.insert(drafts).values(
                account_id=account,
                case_key=case_key,
                answer=draft.answer.value,
                text=plain(draft.text),
                article=draft.article,
                fold=draft.fold,
                at=ms(at),
            )
        )

    def drop(self, account: MemberId, case_key: int) -> None:
        """Forget what this person has written."""
        self._connection.execute(sa.delete(drafts).where(_of(account, case_key)))


def _of(account: MemberId, case_key: int) -> sa.ColumnElement[bool]:
    return sa.and_(drafts.c.account_id == account, drafts.c.case_key == case_key)
