"""Tables of the record: topics, the cases in each, what is said to all of them, and to whom it was said."""

import sqlalchemy as sa

from app.domain.topics import Said
from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts, cases
from storage.schema_decisions import decisions

topics = sa.Table(
    "topics",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("opened_at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("closed_at", sa.BigInteger),
    sa.Column("closed_by_id", sa.ForeignKey(accounts.c.id)),
    sa.CheckConstraint("title <> ''", name="title"),
    sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_whole"),
)

topic_cases = sa.Table(
    "topic_cases",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("topic_key", sa.ForeignKey(topics.c.key), nullable=False),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("added_at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("left_at", sa.BigInteger),  # taken out, or the topic was closed
    sa.Column("taken_out", sa.Boolean, nullable=False),
    sa.CheckConstraint("left_at IS NOT NULL OR NOT taken_out", name="taken_out"),
)
sa.Index("uq_topic_cases_open", topic_cases.c.case_key, unique=True, **where(topic_cases.c.left_at.is_(None)))
sa.Index("ix_topic_cases_topic", topic_cases.c.topic_key, topic_cases.c.seq)
sa.Index("ix_topic_cases_case", topic_cases.c.case_key)

topic_words = sa.Table(
    "topic_words",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("topic_key", sa.ForeignKey(topics.c.key), nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("due_at", sa.BigInteger),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    one_of("said", Said),
    sa.CheckConstraint("text <> ''", name="text"),
    sa.CheckConstraint("(said = 'extended') = (due_at IS NOT NULL)", name="due_at"),
)
topic_drafts = sa.Table(
    "topic_drafts",
    metadata,
    sa.Column("account_id", sa.ForeignKey(accounts.c.id), primary_key=True),
    sa.Column("topic_key", sa.ForeignKey(topics.c.key), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)

sa.Index("ix_topic_words_topic", topic_words.c.topic_key, topic_words.c.seq)

topic_replies = sa.Table(
    "topic_replies",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("topic_key", sa.ForeignKey(topics.c.key), nullable=False),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("words_seq", sa.ForeignKey(topic_words.c.seq), nullable=False),
    sa.Column("follow_up", sa.Boolean, nullable=False),
    sa.Column("undone_at", sa.BigInteger),  # follows its decision, by a trigger
)
_STANDS = topic_replies.c.undone_at.is_(None)
sa.Index(
    "uq_topic_replies_answer",
    topic_replies.c.topic_key,
    topic_replies.c.case_key,
    unique=True,
    **where(_STANDS & ~topic_replies.c.follow_up),
)
sa.Index(
    "uq_topic_replies_told",
    topic_replies.c.words_seq,
    topic_replies.c.case_key,
    unique=True,
    **where(_STANDS & topic_replies.c.follow_up),
)
sa.Index("ix_topic_replies_case", topic_replies.c.case_key)
