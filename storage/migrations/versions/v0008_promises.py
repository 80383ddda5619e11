"""Promises, and what happened to each.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_CHANGES = "'made', 'handed', 'answered', 'progress', 'extended', 'closed', 'given_up', 'withdrawn', 'reckoned'"


def upgrade() -> None:
    _create_promises()
    _create_events()


def _texts(names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def _numbers(names: str) -> list["sa.Column[int]"]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names.split()]


def _create_promises() -> None:
    op.create_table(
        "promises",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("id"),
        sa.Column("case_key", _KEY, nullable=True),
        *_texts("topic_id"),
        sa.Column("decision_id", sa.Text(), nullable=True),
        *_texts("what department owner"),
        sa.Column("days", sa.Integer(), nullable=False),
        *_texts("guessed"),
        *_numbers("first_due_at made_at"),
        *_texts("by_id by_name number answered"),
        *_numbers("due_at"),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("ended IN ('closed', 'given_up', 'withdrawn')", name="ck_promises_ended"),
        sa.CheckConstraint("(case_key IS NULL) = (topic_id <> '')", name="ck_promises_of_one"),
        sa.CheckConstraint("(decision_id IS NULL) = (topic_id <> '')", name="ck_promises_said"),
        sa.CheckConstraint("what <> '' AND department <> '' AND owner <> ''", name="ck_promises_complete"),
        sa.CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ck_promises_ended_at"),
        sa.CheckConstraint("first_due_at > made_at", name="ck_promises_first_due"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_promises_case_key"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_promises_decision_id"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_promises_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_promises"),
        sa.UniqueConstraint("id", name="uq_promises_id"),
    )
    still = sa.text("ended IS NULL")
    op.create_index("ix_promises_open", "promises", ["due_at", "seq"], sqlite_where=still, postgresql_where=still)
    op.create_index("ix_promises_due", "promises", ["due_at", "seq"])
    op.create_index("ix_promises_case", "promises", ["case_key"])
    op.create_index("ix_promises_topic", "promises", ["topic_id"])
    op.create_index("ix_promises_decision", "promises", ["decision_id"])


def _create_events() -> None:
    op.create_table(
        "promise_events",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("promise_id change"),
        *_numbers("at"),
        *_texts("by_id by_name"),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        *_texts("number text"),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.CheckConstraint(f"change IN ({_CHANGES})", name="ck_promise_events_change"),
        sa.CheckConstraint("change <> 'extended' OR due_at IS NOT NULL", name="ck_promise_events_extended_to"),
        sa.CheckConstraint("change <> 'withdrawn' OR text <> ''", name="ck_promise_events_withdrawn_with_reason"),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name="fk_promise_events_promise_id"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_promise_events_by_id"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_promise_events_decision_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_promise_events"),
    )
    op.create_index("ix_promise_events_promise", "promise_events", ["promise_id", "seq"])
    op.create_index("ix_promise_events_decision", "promise_events", ["decision_id"])
