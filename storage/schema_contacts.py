"""Tables of the record: contacts with members, and parties from outside."""

import sqlalchemy as sa

from app.domain.contacts import Channel
from app.domain.outside import Party
from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts, cases
from storage.schema_decisions import decisions

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("reached", sa.Boolean, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("next_at", sa.BigInteger),
    one_of("channel", Channel),
    sa.CheckConstraint("NOT reached OR text <> ''", name="what_was_said"),
    sa.CheckConstraint("next_at > at", name="later"),
)
sa.Index("ix_contacts_case", contacts.c.case_key, contacts.c.seq)
sa.Index("ix_contacts_next", contacts.c.next_at, contacts.c.seq, **where(contacts.c.next_at.is_not(None)))

outside_parties = sa.Table(
    "outside_parties",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("party", "number", "note")),
    sa.Column("since", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    # said once, when they are out
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("ended_by_id", sa.ForeignKey(accounts.c.id)),
    *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in ("ended_by_name", "end_reason")),
    one_of("party", Party),
    sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
    sa.CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="ended_why"),
)
sa.Index("ix_outside_parties_case", outside_parties.c.case_key, outside_parties.c.seq)
sa.Index("ix_outside_parties_involved", outside_parties.c.case_key, **where(outside_parties.c.ended_at.is_(None)))

outside_lines = sa.Table(
    "outside_lines",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("party_seq", sa.ForeignKey(outside_parties.c.seq), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("by_name", "text")),
)
sa.Index("ix_outside_lines_party", outside_lines.c.party_seq, outside_lines.c.seq)

outside_releases = sa.Table(
    "outside_releases",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("up_to", sa.BigInteger, nullable=False),  # the newest flag of that moment: a later one holds again
)
sa.Index("ix_outside_releases_decision", outside_releases.c.decision_id, outside_releases.c.up_to)
