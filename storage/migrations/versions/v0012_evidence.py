"""Signed evidence: the keys that sign, and what was sealed with them. Nothing of it is ever changed or deleted.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_COLUMNS = {
    "signing_keys": "id, public, sealed, by_id, by_name, at",
    "seals": "seq, case_key, revision, sha256, size, key_id, ledger_entries, ledger_hash, by_id, by_name, at",
}
_SAME = {
    "signing_keys": "id = NEW.id OR public = NEW.public",
    "seals": "seq = NEW.seq OR sha256 = NEW.sha256",
}
"""What tells each row from the others."""

_UNSEEN = (
    "NOT EXISTS (SELECT 1 FROM cases WHERE key = NEW.case_key AND (revision = NEW.revision "
    "OR latest_revision = NEW.revision)) AND NOT EXISTS (SELECT 1 FROM case_revisions "
    "WHERE case_key = NEW.case_key AND version = NEW.revision)"
)
_WHY = "seals: the case never had this version"


def upgrade() -> None:
    _create()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create() -> None:
    op.create_table(
        "signing_keys",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "public", "sealed", "by_id", "by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(id) = 16 AND ltrim(id, '0123456789ABCDEF') = ''", name="ck_signing_keys_id"),
        sa.CheckConstraint("length(public) = 56", name="ck_signing_keys_public"),
        sa.CheckConstraint("sealed <> ''", name="ck_signing_keys_sealed"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_signing_keys_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signing_keys"),
        sa.UniqueConstraint("public", name="uq_signing_keys_public"),
    )
    op.create_table(
        "seals",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("revision", "sha256")),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("ledger_entries", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("ledger_hash", "by_id", "by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(
            sa.CheckConstraint(
                f"length({name}) = 64 AND ltrim({name}, '0123456789abcdef') = ''", name=f"ck_seals_{name}"
            )
            for name in ("sha256", "ledger_hash")
        ),
        sa.CheckConstraint("size > 0 AND ledger_entries >= 0", name="ck_seals_counts"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_seals_case_key"),
        sa.ForeignKeyConstraint(["key_id"], ["signing_keys.id"], name="fk_seals_key_id"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_seals_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_seals"),
        sa.UniqueConstraint("sha256", name="uq_seals_sha256"),
    )
    op.create_index("ix_seals_case", "seals", ["case_key", "seq"])


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
            f"CREATE TRIGGER {table}_place BEFORE UPDATE ON {table} WHEN NEW.rowid <> OLD.rowid "
            f"BEGIN SELECT {changed}; END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: nothing is deleted'); END"
        )
    op.execute(
        f"CREATE TRIGGER seals_seen BEFORE INSERT ON seals WHEN {_UNSEEN} BEGIN SELECT RAISE(ABORT, '{_WHY}'); END"
    )


def _guard_postgresql() -> None:
    for table in _COLUMNS:
        for event, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} FOR EACH {each} "
                "EXECUTE FUNCTION steward_refuse()"
            )
    op.execute(
        f"CREATE FUNCTION steward_seals_seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {_UNSEEN} THEN "
        f"RAISE EXCEPTION '{_WHY}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute("CREATE TRIGGER seals_seen BEFORE INSERT ON seals FOR EACH ROW EXECUTE FUNCTION steward_seals_seen()")
