"""Tables of the record: every version of the community reviews, and which of them were published."""

import sqlalchemy as sa

from storage.columns import Key, metadata
from storage.schema import accounts
from storage.schema_decisions import commands, decisions

reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("language", "title", "text")),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.CheckConstraint("length(month) = 7 AND substr(month, 5, 1) = '-'", name="month"),
    sa.CheckConstraint("language IN ('zh', 'en')", name="language"),
    sa.CheckConstraint("title <> '' AND text <> ''", name="says_something"),
)

review_publications = sa.Table(
    "review_publications",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("month", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), nullable=False, unique=True),
    sa.Column("command_id", sa.ForeignKey(commands.c.id), nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.ForeignKeyConstraint(
        ["month", "version"], [reviews.c.month, reviews.c.version], name="fk_review_publications_version"
    ),
)
sa.Index("ix_review_publications_month", review_publications.c.month, review_publications.c.seq)
