"""The community review: every version of it for each month, and which were published. Nothing of it ever changes.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_COLUMNS = {
    "reviews": "month, version, language, title, text, by_id, by_name, at",
    "review_publications": "seq, month, version, decision_id, command_id, by_id, by_name, at",
}
_SAME = {
    "reviews": "month = NEW.month AND version = NEW.version",
    "review_publications": "seq = NEW.seq OR decision_id = NEW.decision_id",
}
"""What tells each row from the others."""

_SENT = "= 'sent'"
_COMMAND = "(SELECT commands.kind FROM commands WHERE commands.id = NEW.command_id)"
_EARLIER = (
    "EXISTS (SELECT 1 FROM review_publications AS other JOIN commands ON commands.id = other.command_id "
    "WHERE other.month = NEW.month AND commands.state {})"
)

_RULES = {
    "reviews_follow": (
        "reviews",
        "NEW.version <> 1 + (SELECT coalesce(max(version), 0) FROM reviews WHERE month = NEW.month)",
        "versions follow each other",
    ),
    "review_publications_newest": (
        "review_publications",
        "NEW.version <> (SELECT coalesce(max(version), 0) FROM reviews WHERE month = NEW.month)",
        "what is published is the newest version",
    ),
    "review_publications_decided": (
        "review_publications",
        "NOT EXISTS (SELECT 1 FROM decisions JOIN commands ON commands.decision_id = decisions.id "
        "WHERE decisions.id = NEW.decision_id AND decisions.kind = 'review' AND decisions.by_id = NEW.by_id "
        "AND commands.id = NEW.command_id AND commands.kind IN ('notice.publish', 'notice.update'))",
        "a decision of the same person publishes it",
    ),
    "review_publications_by_manager": (
        "review_publications",
        "NOT EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.by_id AND role = 'manager')",
        "a manager publishes it",
    ),
    "review_publications_one": (
        "review_publications",
        _EARLIER.format("NOT IN ('refused', 'cancelled', 'sent')")
        + f" OR ({_COMMAND} = 'notice.publish') = {_EARLIER.format(_SENT)}",
        "the review of a month is one notice, brought up to date",
    ),
}
"""Guards of what is added: to which table, when it is refused, and why."""


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
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("language title text by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(month) = 7 AND substr(month, 5, 1) = '-'", name="ck_reviews_month"),
        sa.CheckConstraint("language IN ('zh', 'en')", name="ck_reviews_language"),
        sa.CheckConstraint("title <> '' AND text <> ''", name="ck_reviews_says_something"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_reviews_by_id"),
        sa.PrimaryKeyConstraint("month", "version", name="pk_reviews"),
    )
    op.create_table(
        "review_publications",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("month"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("decision_id command_id by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month", "version"], ["reviews.month", "reviews.version"], name="fk_review_publications_version"
        ),
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
    for table, columns in _COLUMNS.items():
        changed = f"RAISE(ABORT, '{table}: what was written does not change')"
        op.execute(f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table} BEGIN SELECT {changed}; END")
        op.execute(
            f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_SAME[table]}) BEGIN SELECT {changed}; END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: nothing is deleted'); END"
        )
    op.execute(
        "CREATE TRIGGER review_publications_place BEFORE UPDATE ON review_publications WHEN NEW.rowid <> OLD.rowid "
        "BEGIN SELECT RAISE(ABORT, 'review_publications: what was written does not change'); END"
    )
    for name, (table, condition, why) in _RULES.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
        )


def _guard_postgresql() -> None:
    for table, columns in _COLUMNS.items():
        for event, each in ((f"UPDATE OF {columns}", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_{event.split()[0].lower()} BEFORE {event} ON {table} FOR EACH {each} "
                "EXECUTE FUNCTION steward_refuse()"
            )
    for name, (table, condition, why) in _RULES.items():
        op.execute(
            f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")
