"""The choices of cases that people keep under a name."""

import sqlalchemy as sa

from app.domain.members import MemberId
from app.domain.triage import QueueFilter, SavedFilter
from storage.schema import saved_filters
from storage.values import plain


class Filters:
    """The kept filters as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of_account(self, account: MemberId) -> list[SavedFilter]:
        """Everything this person keeps, by name."""
        statement = sa.select(saved_filters).where(saved_filters.c.account_id == account)
        rows = self._connection.execute(statement.order_by(saved_filters.c.name))
        return [SavedFilter(row.name, QueueFilter.from_json(row.filter), row.search) for row in rows]

    def keep(self, account: MemberId, saved: SavedFilter) -> None:
        """Keep a choice, in place of one with the same name."""
        self.forget(account, saved.name)
        values = {"filter": saved.filter.to_json(), "search": plain(saved.search)}
        self._connection.execute(sa.insert(saved_filters).values(account_id=account, name=plain(saved.name), **values))

    def forget(self, account: MemberId, name: str) -> None:
        """Forget a choice; nothing happens where there is none."""
        mine = sa.and_(saved_filters.c.account_id == account, saved_filters.c.name == plain(name))
        self._connection.execute(sa.delete(saved_filters).where(mine))
