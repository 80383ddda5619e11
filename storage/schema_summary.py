"""Tables of the record: what is counted as it happens, sentences written for a month, and the closed months."""

import sqlalchemy as sa

from storage.columns import Key, metadata, only_row, where
from storage.schema import accounts, cases

_MONTH = "length({0}) = 7 AND substr({0}, 5, 1) = '-' AND substr({0}, 6, 2) BETWEEN '01' AND '12'"

summary_state = sa.Table(
    "summary_state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("counted", sa.BigInteger, nullable=False),  # entries of the ledger that are counted
    sa.Column(
        "cases_before", sa.BigInteger, nullable=False
    ),  # the last case that was there before anything was counted
    sa.Column("cases_counted", sa.BigInteger, nullable=False),  # and up to which of these were counted since
    only_row(),
    sa.CheckConstraint("zone <> ''", name="zone"),
    sa.CheckConstraint("cases_counted <= cases_before", name="cases"),
)

summary_facts = sa.Table(
    "summary_facts",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("month", sa.Text, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("figure", "slice")),
    sa.Column("case_key", sa.ForeignKey(cases.c.key)),
    sa.Column("last_key", Key),  # of many cases in a row, the last one
    sa.Column("ref", sa.Text, nullable=False),  # the decision that may be taken back
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("late_from", sa.Text, nullable=False),  # the closed month to which it belongs, "" for its own
    sa.CheckConstraint(_MONTH.format("month"), name="month"),
    sa.CheckConstraint("late_from = '' OR late_from < month", name="late"),
    sa.CheckConstraint("figure <> ''", name="figure"),
    sa.CheckConstraint("n <> 0", name="n"),
    sa.CheckConstraint("last_key IS NULL OR last_key >= case_key", name="keys"),
)
sa.Index("ix_summary_facts_figure", summary_facts.c.month, summary_facts.c.figure, summary_facts.c.case_key)
sa.Index("ix_summary_facts_ref", summary_facts.c.ref, **where(summary_facts.c.ref != sa.literal_column("''")))

month_counts = sa.Table(
    "month_counts",
    metadata,
    *(sa.Column(name, sa.Text, primary_key=True) for name in ("month", "figure", "slice")),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("late", sa.BigInteger, nullable=False),
    sa.Column("fact", sa.BigInteger, nullable=False),  # the last one that was counted
    sa.CheckConstraint(_MONTH.format("month"), name="month"),
)

summary_held = sa.Table(
    "summary_held",
    metadata,
    sa.Column("decision_id", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

summary_sentences = sa.Table(
    "summary_sentences",
    metadata,
    sa.Column("month", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("better", "worse", "ask")),  # "" where the draft stands
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.CheckConstraint(_MONTH.format("month"), name="month"),
)

closed_months = sa.Table(
    "closed_months",
    metadata,
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("entries", sa.BigInteger, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("head", "sha256", "document", "figures")),
    sa.CheckConstraint(_MONTH.format("month"), name="month"),
    sa.CheckConstraint("length(head) = 64 AND length(sha256) = 64", name="hashes"),
    sa.CheckConstraint("document <> '' AND figures <> ''", name="whole"),
)
