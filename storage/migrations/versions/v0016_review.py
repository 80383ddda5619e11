"""The community review: one for each month as it was last written, and what was published of it, which never changes.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_PUBLISHED = "seq, month, version, title, text, sha256, decision_id, command_id, by_id, by_name, at"

_RULES = {
    "reviews_counted": (
        "UPDATE",
        "reviews",
        "NEW.month <> OLD.month OR NEW.version <> OLD.version + 1",
        "a review of a month is written version by version",
    ),
    "reviews_begin": ("INSERT", "reviews", "NEW.version <> 1", "the first version is 1"),
    "review_publications_as_written": (
        "INSERT",
        "review_publications",
        "NOT EXISTS (SELECT 1 FROM reviews WHERE month = NEW.month AND version = NEW.version "
        "AND title = NEW.title AND text = NEW.text)",
        "what is published is the review as it stands",
    ),
    "review_publications_decided": (
        "INSERT",
        "review_publications",
        "NOT EXISTS (SELECT 1 FROM decisions JOIN commands ON commands.decision_id = decisions.id "
        "WHERE decisions.id = NEW.decision_id AND decisions.kind = 'review' AND decisions.by_id = NEW.by_id "
        "AND commands.id = NEW.command_id AND commands.kind = 'notice.publish')",
        "a decision of the same person publishes it",
    ),
    "review_publications_by_manager": (
        "INSERT",
        "review_publications",
        "NOT EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.by_id AND role = 'manager')",
        "a manager publishes it",
    ),
    "review_publications_one": (
        "INSERT",
        "review_publications",
        "EXISTS (SELECT 1 FROM review_publications AS other JOIN commands ON commands.id = other.command_id "
        "WHERE other.month = NEW.month AND commands.state NOT IN ('refused', 'cancelled'))",
        "the review of this month is published, or on its way",
    ),
}
"""Guards: what is watched for, in which table, when it is refused, and why."""


def upgrade() -> None:
    _create()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create() -> None:
    op.create_table(
        "reviews",
        *_texts("month"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("language title text by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(month) = 7 AND substr(month, 5, 1) = '-'", name="ck_reviews_month"),
        sa.CheckConstraint("language IN ('zh', 'en')", name="ck_reviews_language"),
        sa.CheckConstraint("title <> '' AND text <> ''", name="ck_reviews_says_something"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_reviews_by_id"),
        sa.PrimaryKeyConstraint("month", name="pk_reviews"),
    )
    op.create_table(
        "review_publications",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("month"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("title text sha256 decision_id command_id by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "length(sha256) = 64 AND ltrim(sha256, '0123456789abcdef') = ''", name="ck_review_publications_sha256"
        ),
        sa.ForeignKeyConstraint(["month"], ["reviews.month"], name="fk_review_publications_month"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_review_publications_decision_id"),
        sa.ForeignKeyConstraint(["command_id"], ["commands.id"], name="fk_review_publications_command_id"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_review_publications_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_review_publications"),
        sa.UniqueConstraint("decision_id", name="uq_review_publications_decision_id"),
    )
    op.create_index("ix_review_publications_month", "review_publications", ["month", "seq"])


def _texts(names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def _guard_sqlite() -> None:
    """`REPLACE` deletes unseen where a connection asks for that, so what is there is guarded from being inserted too."""
    changed = "RAISE(ABORT, 'review_publications: what was published does not change')"
    op.execute(
        f"CREATE TRIGGER review_publications_frozen BEFORE UPDATE OF {_PUBLISHED} ON review_publications "
        f"BEGIN SELECT {changed}; END"
    )
    op.execute(
        "CREATE TRIGGER review_publications_once BEFORE INSERT ON review_publications WHEN EXISTS (SELECT 1 FROM "
        "review_publications WHERE seq = NEW.seq OR decision_id = NEW.decision_id) "
        f"BEGIN SELECT {changed}; END"
    )
    op.execute(
        "CREATE TRIGGER reviews_once BEFORE INSERT ON reviews WHEN EXISTS (SELECT 1 FROM reviews WHERE month = NEW.month) "
        "BEGIN SELECT RAISE(ABORT, 'reviews: the month has one'); END"
    )
    for table in ("reviews", "review_publications"):
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: nothing is deleted'); END"
        )
    for name, (event, table, condition, why) in _RULES.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
        )


def _guard_postgresql() -> None:
    for table in ("reviews", "review_publications"):
        _trigger(f"{table}_stays", "DELETE", table)
        _trigger(f"{table}_not_emptied", "TRUNCATE", table, each="STATEMENT")
    _trigger("review_publications_frozen", f"UPDATE OF {_PUBLISHED}", "review_publications")
    for name, (event, table, condition, why) in _RULES.items():
        op.execute(
            f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")


def _trigger(name: str, event: str, table: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
