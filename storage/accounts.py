"""The people of the team: their community accounts, roles, and, where the system has no key store, their tokens."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.members import MemberId
from app.domain.roles import Account, Role
from storage.schema import account_roles, accounts
from storage.values import ms


class Accounts:
    """The accounts as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """How many accounts have ever connected."""
        return self._connection.execute(sa.select(sa.func.count()).select_from(accounts)).scalar_one()

    def get(self, account_id: MemberId) -> Account | None:
        """The account with this id."""
        return self._one(accounts.c.id == account_id)

    def by_token_print(self, token_print: str) -> Account | None:
        """The account whose token has this print."""
        return self._one(accounts.c.token_print == token_print)

    def every(self) -> list[Account]:
        """All accounts, the first to connect first."""
        ids = self._connection.execute(sa.select(accounts.c.id).order_by(accounts.c.connected_at)).scalars()
        return [account for account in map(self.get, map(MemberId, ids)) if account]

    def _one(self, which: sa.ColumnElement[bool]) -> Account | None:
        row = self._connection.execute(sa.select(accounts.c.id, accounts.c.name).where(which)).first()
        if row is None:
            return None
        roles = self._connection.execute(
            sa.select(account_roles.c.role).where(account_roles.c.account_id == row.id)
        ).scalars()
        return Account(MemberId(row.id), row.name, frozenset(map(Role, roles)))

    def add(self, account: Account, at: datetime) -> None:
        """Take in an account that connects for the first time."""
        self._connection.execute(sa.insert(accounts).values(id=account.id, name=account.name, connected_at=ms(at)))
        self.set_roles(account)

    def set_roles(self, account: Account) -> None:
        """Give an account exactly these roles."""
        self._connection.execute(sa.delete(account_roles).where(account_roles.c.account_id == account.id))
        for role in sorted(account.roles):
            self._connection.execute(sa.insert(account_roles).values(account_id=account.id, role=role.value))

    def sign_in(self, account_id: MemberId, name: str, token_print: str, token: str | None) -> None:
        """Keep whose token it is, and the token itself, sealed, where there is no key store (else None)."""
        self._connection.execute(
            sa.update(accounts)
            .where(accounts.c.id == account_id)
            .values(name=name, token_print=token_print, token=token)
        )

    def token(self, account_id: MemberId) -> str | None:
        """The sealed token, if it is kept here."""
        return self._connection.execute(sa.select(accounts.c.token).where(accounts.c.id == account_id)).scalar()
