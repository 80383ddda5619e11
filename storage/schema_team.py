"""Tables of the record: what the team shares. Texts, shifts handed over, imported years of the calendar, facts."""

import sqlalchemy as sa

from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts

LANGUAGES = ("zh", "en")
FACTS = ("brand", "hotline", "app", "departments", "models")

texts = sa.Table(
    "texts",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=True),
    sa.Column("answer", sa.Text, nullable=False),  # the kind of a decision, or the name of a letter of governing
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("owner_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("owner_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("retired_at", sa.BigInteger),
    one_of("language", LANGUAGES),
    sa.CheckConstraint("answer <> ''", name="answer"),
)
sa.Index("ix_texts_answer", texts.c.answer, texts.c.key, **where(texts.c.retired_at.is_(None)))

text_versions = sa.Table(
    "text_versions",
    metadata,
    sa.Column("text_key", sa.ForeignKey(texts.c.key), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "body", "fits")),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.CheckConstraint("version >= 1", name="version"),
    sa.CheckConstraint("name <> '' AND body <> ''", name="said"),
)

text_reviews = sa.Table(
    "text_reviews",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("text_key", Key, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("valid_until", sa.Text, nullable=False),  # a day, as 2026-12-31
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.ForeignKeyConstraint(
        ["text_key", "version"], [text_versions.c.text_key, text_versions.c.version], name="fk_text_reviews_version"
    ),
    sa.CheckConstraint("length(valid_until) = 10", name="valid_until"),
)
sa.Index("ix_text_reviews_version", text_reviews.c.text_key, text_reviews.c.version, text_reviews.c.seq)

handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=True),
    sa.Column("given_by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("given_by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    *(sa.Column(f"text_{language}", sa.Text, nullable=False) for language in LANGUAGES),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("taken_by_id", sa.ForeignKey(accounts.c.id)),
    sa.Column("taken_by_name", sa.Text),
    sa.Column("taken_at", sa.BigInteger),
    sa.CheckConstraint("taken_by_id IS NULL OR taken_by_id <> given_by_id", name="taken_by_another"),
    sa.CheckConstraint(
        "(taken_by_id IS NULL) = (taken_at IS NULL) AND (taken_by_id IS NULL) = (taken_by_name IS NULL)",
        name="taken_whole",
    ),
    sa.CheckConstraint("text_zh <> '' AND text_en <> ''", name="said"),
)
sa.Index("ix_handovers_waiting", handovers.c.key, **where(handovers.c.taken_at.is_(None)))

calendars = sa.Table(
    "calendars",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("year", sa.Integer, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("source", "days_off", "make_up_days")),  # days in JSON
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.CheckConstraint("year >= 2000 AND year <= 2199", name="year"),
)
sa.Index("ix_calendars_year", calendars.c.year, calendars.c.seq)

team_facts = sa.Table(
    "team_facts",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "value")),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    one_of("name", FACTS),
)
sa.Index("ix_team_facts_name", team_facts.c.name, team_facts.c.seq)
