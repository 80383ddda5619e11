"""What people do by hand: cases that they enter, commands that they carry out themselves, screenshots as evidence.

Also: a case whose title was not read yet may be given it, once.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_PLACES = "'', 'wechat_group', 'wechat', 'phone', 'event', 'app', 'mail', 'other'"
_EVIDENCE_COLUMNS = "seq, case_key, command_id, name, media_type, sha256, size, content, by_id, by_name, at, note"
_FROZEN = {
    "cases": "key, id, post_id, thread_id, author_id, author_name, body, revision, written_at, place, link",
    "commands": "id, decision_id, lane, kind, intent, by_id, by_hand",
    "evidence": _EVIDENCE_COLUMNS,
}
_TITLED = "OLD.title <> ''"
_SETTLED = "OLD.state IN ('sent', 'cancelled')"
_KEYS = {
    "cases": "key id",
    "decisions": "seq id",
    "commands": "seq id",
    "notes": "seq",
    "evidence": "seq",
    "editions": "number effective_from",
    "ledger": "seq hash",
}
"""Rows that are written once, with what tells each from the others."""

_MEDIA_TYPES = "'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'"
_STATES_BY_HAND = "'waiting', 'blocked', 'sent', 'cancelled'"
_OTHER_CASE = (
    "NEW.command_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commands JOIN decisions ON decisions.id = commands.decision_id "
    "WHERE commands.id = NEW.command_id AND decisions.case_key = NEW.case_key)"
)


def upgrade() -> None:
    _extend()
    _create_evidence()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _extend() -> None:
    """Column by column, in place: nothing of the tables and their other guards is made anew."""
    op.execute(
        f"ALTER TABLE cases ADD COLUMN place TEXT DEFAULT '' NOT NULL CONSTRAINT ck_cases_place CHECK (place IN ({_PLACES}))"
    )
    op.execute("ALTER TABLE cases ADD COLUMN link TEXT DEFAULT '' NOT NULL")
    op.execute(
        "ALTER TABLE commands ADD COLUMN by_hand BOOLEAN DEFAULT false NOT NULL "
        f"CONSTRAINT ck_commands_state_by_hand CHECK (NOT by_hand OR state IN ({_STATES_BY_HAND})) "
        "CONSTRAINT ck_commands_sent_has_receipt "
        "CHECK (state <> 'sent' OR (receipt IS NOT NULL AND receipt <> '' AND settled_at IS NOT NULL))"
    )


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("command_id", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "media_type", "sha256")),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by_id", "by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(f"media_type IN ({_MEDIA_TYPES})", name="ck_evidence_media_type"),
        sa.CheckConstraint("length(sha256) = 64 AND ltrim(sha256, '0123456789abcdef') = ''", name="ck_evidence_sha256"),
        sa.CheckConstraint("size > 0 AND size = length(content)", name="ck_evidence_size"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_evidence_by_id"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_evidence_case_key"),
        sa.ForeignKeyConstraint(["command_id"], ["commands.id"], name="fk_evidence_command_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_evidence"),
    )
    op.create_index("ix_evidence_case", "evidence", ["case_key", "seq"])
    op.create_index("ix_evidence_command", "evidence", ["command_id"])


def _guard_sqlite() -> None:
    """`REPLACE` deletes unseen where a connection asks for that, so what is there is guarded from being inserted too."""
    for table in ("cases", "commands"):
        op.execute(f"DROP TRIGGER {table}_frozen")
    for table, columns in _FROZEN.items():
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was written does not change'); END"
        )
    op.execute(
        f"CREATE TRIGGER cases_titled BEFORE UPDATE OF title ON cases WHEN {_TITLED} "
        "BEGIN SELECT RAISE(ABORT, 'cases: what was written does not change'); END"
    )
    op.execute(
        f"CREATE TRIGGER commands_receipt BEFORE UPDATE OF receipt, settled_at ON commands WHEN {_SETTLED} "
        "BEGIN SELECT RAISE(ABORT, 'commands: a receipt does not change'); END"
    )
    op.execute(
        f"CREATE TRIGGER evidence_of_its_case BEFORE INSERT ON evidence WHEN {_OTHER_CASE} "
        "BEGIN SELECT RAISE(ABORT, 'evidence: a receipt belongs to the case of its command'); END"
    )
    for table, columns in _KEYS.items():
        there = " OR ".join(f"{column} = NEW.{column}" for column in columns.split())
        op.execute(
            f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {there}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was written does not change'); END"
        )
    op.execute(
        "CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence "
        "BEGIN SELECT RAISE(ABORT, 'evidence: nothing is deleted'); END"
    )
    op.execute(
        "CREATE TRIGGER evidence_place BEFORE UPDATE ON evidence WHEN NEW.rowid <> OLD.rowid "
        "BEGIN SELECT RAISE(ABORT, 'evidence: a row keeps its place'); END"
    )
    op.execute(
        "CREATE TRIGGER cases_place BEFORE UPDATE ON cases WHEN NEW.rowid <> OLD.rowid "
        "BEGIN SELECT RAISE(ABORT, 'cases: a row keeps its place'); END"
    )


def _guard_postgresql() -> None:
    _guard_receipts()
    for table in ("cases", "commands"):
        op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
    for table, columns in _FROZEN.items():
        _trigger(f"{table}_frozen", f"UPDATE OF {columns}", table)
    _trigger("cases_titled", "UPDATE OF title", "cases", when=_TITLED)
    _trigger("evidence_stays", "DELETE", "evidence")
    _trigger("evidence_not_emptied", "TRUNCATE", "evidence", each="STATEMENT")


def _guard_receipts() -> None:
    """PostgreSQL asks other tables inside a function only."""
    _trigger("commands_receipt", "UPDATE OF receipt, settled_at", "commands", when=_SETTLED)
    op.execute(
        "CREATE FUNCTION steward_evidence_of_its_case() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_OTHER_CASE} THEN RAISE EXCEPTION 'evidence: a receipt belongs to the case of its command' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER evidence_of_its_case BEFORE INSERT ON evidence FOR EACH ROW "
        "EXECUTE FUNCTION steward_evidence_of_its_case()"
    )


def _trigger(name: str, event: str, table: str, *, each: str = "ROW", when: str = "") -> None:
    condition = f" WHEN ({when})" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each}{condition} EXECUTE FUNCTION steward_refuse()"
    )
