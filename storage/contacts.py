"""Contacts with members. Nothing of them is ever changed or deleted; of a case the newest says when to try again."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.contacts import Channel, Contacted, DueContact
from app.domain.members import MemberId, MemberRef
from storage.schema import cases
from storage.schema_contacts import contacts
from storage.values import moment, moment_or_none, ms, ms_or_none, plain

_Row = sa.Row[tuple[object, ...]]


class Contacts:
    """The contacts as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, case_key: int, one: Contacted) -> int:
        """Keep a contact about a case; its number."""
        row = self._connection.execute(
            sa.insert(contacts)
            .values(
                case_key=case_key,
                at=ms(one.at),
                by_id=one.by.id,
                by_name=one.by.name,
                channel=one.channel.value,
                reached=one.reached,
                text=plain(one.text),
                next_at=ms_or_none(one.next_at),
            )
            .returning(contacts.c.seq)
        ).one()
        return int(row.seq)

    def of_case(self, case_key: int) -> list[Contacted]:
        """The contacts about a case, oldest first."""
        rows = self._connection.execute(_select().where(contacts.c.case_key == case_key).order_by(contacts.c.seq))
        return [_contacted(row) for row in rows]

    def of_member(self, member: MemberId) -> list[Contacted]:
        """The contacts about any case of a member, oldest first."""
        rows = self._connection.execute(_select().where(cases.c.author_id == member).order_by(contacts.c.seq))
        return [_contacted(row) for row in rows]

    def due(self, until: datetime, limit: int) -> list[DueContact]:
        """Of each case the newest contact, where it is to be tried again by then; the earliest first."""
        statement = (
            _select()
            .add_columns(cases.c.title, cases.c.author_name)
            .where(_due(until))
            .order_by(contacts.c.next_at, contacts.c.seq)
            .limit(limit)
        )
        rows = self._connection.execute(statement).all()
        return [DueContact(_contacted(row), row.title, row.author_name, self._tries(row.case_key)) for row in rows]

    def count_due(self, until: datetime) -> int:
        """How many there are of these."""
        counted = sa.select(sa.func.count()).select_from(contacts).where(_due(until))
        return self._connection.execute(counted).scalar_one()

    def _tries(self, case_key: int) -> int:
        reached = sa.select(sa.func.coalesce(sa.func.max(contacts.c.seq), 0)).where(
            contacts.c.case_key == case_key, contacts.c.reached
        )
        counted = (
            sa.select(sa.func.count())
            .select_from(contacts)
            .where(contacts.c.case_key == case_key, contacts.c.seq > reached.scalar_subquery())
        )
        return self._connection.execute(counted).scalar_one()


def _due(until: datetime) -> sa.ColumnElement[bool]:
    later = contacts.alias("later")
    superseded = sa.exists().where(later.c.case_key == contacts.c.case_key, later.c.seq > contacts.c.seq)
    return sa.and_(contacts.c.next_at.is_not(None), contacts.c.next_at <= ms(until), ~superseded)


def _select() -> sa.Select[tuple[object, ...]]:
    joined = contacts.join(cases, cases.c.key == contacts.c.case_key)
    return sa.select(contacts, cases.c.id.label("case_id")).select_from(joined)


def _contacted(row: _Row) -> Contacted:
    return Contacted(
        moment(row.at),
        MemberRef(MemberId(row.by_id), row.by_name),
        Channel(row.channel),
        row.reached,
        row.text,
        moment_or_none(row.next_at),
        CaseId(row.case_id),
        row.seq,
    )
