"""Tables of the record: promises, and what happened to each."""

import sqlalchemy as sa

from app.domain.promises import ENDINGS, Change
from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts, cases
from storage.schema_decisions import decisions

promises = sa.Table(
    "promises",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key)),
    sa.Column("topic_id", sa.Text, nullable=False),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id)),  # the reply that made it; none for one of a topic
    *(sa.Column(name, sa.Text, nullable=False) for name in ("what", "department", "owner")),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("guessed", sa.Text, nullable=False),
    sa.Column("first_due_at", sa.BigInteger, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    # kept as its events come and go
    *(sa.Column(name, sa.Text, nullable=False) for name in ("number", "answered")),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("told_at", sa.BigInteger),
    sa.Column("extensions", sa.Integer, nullable=False),
    sa.Column("ended", sa.Text),
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("on_its_way", sa.Boolean, nullable=False),
    one_of("ended", sorted(ENDINGS)),
    sa.CheckConstraint("(case_key IS NULL) = (topic_id <> '')", name="of_one"),
    sa.CheckConstraint("(decision_id IS NULL) = (topic_id <> '')", name="said"),
    sa.CheckConstraint("what <> '' AND department <> '' AND owner <> ''", name="complete"),
    sa.CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ended_at"),
    sa.CheckConstraint("first_due_at > made_at", name="first_due"),
)
sa.Index("ix_promises_open", promises.c.due_at, promises.c.seq, **where(promises.c.ended.is_(None)))
sa.Index("ix_promises_due", promises.c.due_at, promises.c.seq)
sa.Index("ix_promises_made", promises.c.made_at)
sa.Index("ix_promises_ended", promises.c.ended_at, **where(promises.c.ended_at.is_not(None)))
sa.Index("ix_promises_case", promises.c.case_key)
sa.Index("ix_promises_topic", promises.c.topic_id)
sa.Index("ix_promises_decision", promises.c.decision_id)

promise_events = sa.Table(
    "promise_events",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("promise_id", sa.ForeignKey(promises.c.id), nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("due_at", sa.BigInteger),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("number", "text")),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id)),
    sa.Column("words", sa.BigInteger),  # of a topic, by their number
    one_of("change", Change),
    sa.CheckConstraint("words IS NULL OR decision_id IS NOT NULL", name="words_by_a_reply"),
    sa.CheckConstraint("change NOT IN ('made', 'extended', 'reckoned') OR due_at IS NOT NULL", name="dated"),
    sa.CheckConstraint("change <> 'handed' OR number <> ''", name="handed_with_number"),
    sa.CheckConstraint("change <> 'answered' OR text <> ''", name="answered_with_words"),
    sa.CheckConstraint("change <> 'withdrawn' OR text <> ''", name="withdrawn_with_reason"),
)
sa.Index("ix_promise_events_promise", promise_events.c.promise_id, promise_events.c.seq)
sa.Index("ix_promise_events_change", promise_events.c.change, promise_events.c.at)
sa.Index("ix_promise_events_decision", promise_events.c.decision_id)
