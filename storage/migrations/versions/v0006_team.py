"""The team: its library of texts, and the handing over of shifts.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_FROZEN = {
    "texts": "key, answer, language, owner_id, owner_name, at",
    "text_versions": "text_key, version, name, body, fits, by_id, by_name, at",
    "text_reviews": "seq, text_key, version, valid_until, by_id, by_name, at",
    "handovers": "key, given_by_id, given_by_name, at, text_zh, text_en, note",
}
_ONCE = {
    "texts": ("retired_at", "OLD.retired_at IS NOT NULL"),
    "handovers": ("taken_by_id, taken_by_name, taken_at", "OLD.taken_at IS NOT NULL"),
}
"""What is written once, later."""

_SAME = {
    "texts": "key = NEW.key",
    "text_versions": "text_key = NEW.text_key AND version = NEW.version",
    "text_reviews": "seq = NEW.seq",
    "handovers": "key = NEW.key",
}
"""What tells each row from the others."""


def upgrade() -> None:
    _create_texts()
    _create_handovers()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_texts() -> None:
    op.create_table(
        "texts",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("answer", "language", "owner_id", "owner_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("language IN ('zh', 'en')", name="ck_texts_language"),
        sa.CheckConstraint("answer <> ''", name="ck_texts_answer"),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name="fk_texts_owner_id"),
        sa.PrimaryKeyConstraint("key", name="pk_texts"),
    )
    unretired = sa.text("retired_at IS NULL")
    op.create_index("ix_texts_answer", "texts", ["answer", "key"], sqlite_where=unretired, postgresql_where=unretired)
    op.create_table(
        "text_versions",
        sa.Column("text_key", _KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "body", "fits", "by_id", "by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_text_versions_version"),
        sa.CheckConstraint("name <> '' AND body <> ''", name="ck_text_versions_said"),
        sa.ForeignKeyConstraint(["text_key"], ["texts.key"], name="fk_text_versions_text_key"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_text_versions_by_id"),
        sa.PrimaryKeyConstraint("text_key", "version", name="pk_text_versions"),
    )
    op.create_table(
        "text_reviews",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("text_key", _KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("valid_until", "by_id", "by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(valid_until) = 10", name="ck_text_reviews_valid_until"),
        sa.ForeignKeyConstraint(
            ["text_key", "version"], ["text_versions.text_key", "text_versions.version"], name="fk_text_reviews_version"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_text_reviews_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_text_reviews"),
    )
    op.create_index("ix_text_reviews_version", "text_reviews", ["text_key", "version", "seq"])


def _create_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("given_by_id", "given_by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("text_zh", "text_en", "note")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("taken_by_id", "taken_by_name")),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("taken_by_id IS NULL OR taken_by_id <> given_by_id", name="ck_handovers_taken_by_another"),
        sa.CheckConstraint(
            "(taken_by_id IS NULL) = (taken_at IS NULL) AND (taken_by_id IS NULL) = (taken_by_name IS NULL)",
            name="ck_handovers_taken_whole",
        ),
        sa.CheckConstraint("text_zh <> '' AND text_en <> ''", name="ck_handovers_said"),
        sa.ForeignKeyConstraint(["given_by_id"], ["accounts.id"], name="fk_handovers_given_by_id"),
        sa.ForeignKeyConstraint(["taken_by_id"], ["accounts.id"], name="fk_handovers_taken_by_id"),
        sa.PrimaryKeyConstraint("key", name="pk_handovers"),
    )
    waiting = sa.text("taken_at IS NULL")
    op.create_index("ix_handovers_waiting", "handovers", ["key"], sqlite_where=waiting, postgresql_where=waiting)


def _guard_sqlite() -> None:
    """`REPLACE` deletes unseen where a connection asks for that, so what is there is guarded from being inserted too."""
    for table, columns in _FROZEN.items():
        changed = f"RAISE(ABORT, '{table}: what was written does not change')"
        op.execute(f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table} BEGIN SELECT {changed}; END")
        op.execute(
            f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_SAME[table]}) BEGIN SELECT {changed}; END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_place BEFORE UPDATE ON {table} WHEN NEW.rowid <> OLD.rowid "
            f"BEGIN SELECT {changed}; END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: nothing is deleted'); END"
        )
    for table, (columns, settled) in _ONCE.items():
        op.execute(
            f"CREATE TRIGGER {table}_settled BEFORE UPDATE OF {columns} ON {table} WHEN {settled} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was written does not change'); END"
        )


def _guard_postgresql() -> None:
    for table, columns in _FROZEN.items():
        _trigger(f"{table}_frozen", f"UPDATE OF {columns}", table)
        _trigger(f"{table}_stays", "DELETE", table)
        _trigger(f"{table}_not_emptied", "TRUNCATE", table, each="STATEMENT")
    for table, (columns, settled) in _ONCE.items():
        _trigger(f"{table}_settled", f"UPDATE OF {columns}", table, when=settled)


def _trigger(name: str, event: str, table: str, *, each: str = "ROW", when: str = "") -> None:
    condition = f" WHEN ({when})" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each}{condition} EXECUTE FUNCTION steward_refuse()"
    )
