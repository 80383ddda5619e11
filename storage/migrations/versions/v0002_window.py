"""What a window needs: why a case is here again, what it was reported as, copies of a text, notes, drafts, filters.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from app.text.folding import text_print

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BLOCK = 1000

_BACK = "'corrected', 'term_ended', 'reported_again'"
_VERDICTS = "'upheld', 'not_upheld', 'settled_elsewhere', 'gone'"
_STATES = "'new', 'claimed', 'awaiting_author', 'awaiting_department', 'awaiting_facts', 'awaiting_council', 'awaiting_approval', 'closed'"
_KINDS = (
    "'violation', 'complaint', 'dispute', 'plagiarism', 'safety', 'unlawful', 'rights_notice', 'care', 'suggestion'"
)
_DECISIONS = "'coaching', 'reply', 'dismissal', 'acceptance', 'classification'"

_DECISION_COLUMNS = (
    "seq, id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, basis_edition, basis_article, "
    "basis_use, basis_current, basis_name_zh, basis_name_en, basis_title_zh, basis_title_en, basis_text_zh, basis_text_en"
)
_NEW_DECISION_COLUMNS = "verdict_before, due_before, back_before, kind_before, kind_after"

_NEW_CHECKS = {
    "ck_decisions_kind": f"kind IN ({_DECISIONS})",
    "ck_decisions_classification_has_kinds": "kind <> 'classification' OR (kind_before IS NOT NULL AND kind_after IS NOT NULL)",
    "ck_decisions_verdict_before": f"verdict_before IN ({_VERDICTS})",
    "ck_decisions_back_before": f"back_before IN ({_BACK})",
    "ck_decisions_kind_before": f"kind_before IN ({_KINDS})",
    "ck_decisions_kind_after": f"kind_after IN ({_KINDS})",
}

_OPEN = "state != 'closed'"
_PRINT = "text_print != ''"
_INDEXES = {
    "back": ("", "came_back IS NOT NULL"),
    "kind": ("kind", _OPEN),
    "reported_as": ("reported_as", _OPEN),
    "mine": ("claimed_by_id", f"{_OPEN} AND claimed_by_id IS NOT NULL"),
    "text": ("text_print", f"{_OPEN} AND {_PRINT}"),
    "closed_text": ("text_print", f"state = 'closed' AND {_PRINT}"),
}


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    _extend_cases()
    _fill_cases()
    for name, (first, where) in _INDEXES.items():
        columns = [*([first] if first else []), "urgency", "reported_at", "key"]
        _index(f"ix_cases_{name}", "cases", columns, where)
    if lite:
        _decisions_anew()
    else:
        _extend_decisions()
    _index("ix_commands_settled", "commands", ["seq"], "(state IN ('sent', 'cancelled'))")
    op.create_index("ix_commands_lane", "commands", ["lane", "seq"])
    _create_tables()
    if lite:
        _guard_sqlite()
    else:
        _guard_postgresql()


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


# --- cases ----------------------------------------------------------------------------------------------


def _extend_cases() -> None:
    """Column by column, in place: nothing of the table and its guards is made anew."""
    op.execute(
        f"ALTER TABLE cases ADD COLUMN came_back TEXT CONSTRAINT ck_cases_came_back CHECK (came_back IN ({_BACK}))"
    )
    op.execute("ALTER TABLE cases ADD COLUMN reported_as TEXT DEFAULT '' NOT NULL")
    op.execute(
        "ALTER TABLE cases ADD COLUMN text_print TEXT DEFAULT '' NOT NULL "
        "CONSTRAINT ck_cases_closed_is_not_back CHECK (came_back IS NULL OR state <> 'closed')"
    )


def _fill_cases() -> None:
    op.execute(
        "UPDATE cases SET reported_as = COALESCE((SELECT category FROM reports WHERE case_key = cases.key AND category <> '' "
        "GROUP BY category ORDER BY count(*) DESC, min(at), min(id) LIMIT 1), '')"
    )
    connection, after = op.get_bind(), 0
    judged = sa.text(
        "SELECT cases.key, COALESCE(case_revisions.body, cases.body) AS body FROM cases LEFT JOIN case_revisions "
        "ON case_revisions.case_key = cases.key AND case_revisions.version = cases.latest_revision AND cases.edits > 0 "
        f"WHERE cases.key > :after ORDER BY cases.key LIMIT {_BLOCK}"
    )
    keep = sa.text("UPDATE cases SET text_print = :print WHERE key = :key")
    while rows := connection.execute(judged, {"after": after}).all():
        connection.execute(keep, [{"print": text_print(row.body), "key": row.key} for row in rows])
        after = rows[-1].key


# --- decisions ------------------------------------------------------------------------------------------


def _decisions_anew() -> None:
    """SQLite can't change a check: the table is made anew, with its rows, index and guards."""
    _create_decisions("decisions_next")
    op.execute(
        f"INSERT INTO decisions_next ({_DECISION_COLUMNS}, undone_at) SELECT {_DECISION_COLUMNS}, undone_at FROM decisions"
    )
    op.execute("DROP TABLE decisions")
    op.execute("ALTER TABLE decisions_next RENAME TO decisions")
    op.create_index("ix_decisions_case", "decisions", ["case_key", "seq"])
    _stays_sqlite("decisions")
    _frozen_sqlite("decisions", f"{_DECISION_COLUMNS}, {_NEW_DECISION_COLUMNS}")
    op.execute(
        "CREATE TRIGGER decisions_undone_once BEFORE UPDATE OF undone_at ON decisions WHEN OLD.undone_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'decisions: an undo stays'); END"
    )


def _extend_decisions() -> None:
    for column in _NEW_DECISION_COLUMNS.split(", "):
        op.execute(f"ALTER TABLE decisions ADD COLUMN {column} {'BIGINT' if column == 'due_before' else 'TEXT'}")
    op.execute("ALTER TABLE decisions DROP CONSTRAINT ck_decisions_kind")
    for name, check in _NEW_CHECKS.items():
        op.execute(f"ALTER TABLE decisions ADD CONSTRAINT {name} CHECK ({check})")
    op.execute("DROP TRIGGER decisions_frozen ON decisions")
    _trigger("decisions_frozen", f"UPDATE OF {_DECISION_COLUMNS}, {_NEW_DECISION_COLUMNS}", "decisions")


def _create_decisions(name: str) -> None:
    op.create_table(
        name,
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        *(sa.Column(column, sa.Text(), nullable=False) for column in ("kind", "by_id", "by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(
            sa.Column(column, sa.Text(), nullable=False)
            for column in ("revision", "state_before", "state_after", "text", "reason")
        ),
        sa.Column("basis_edition", sa.Integer(), nullable=True),
        sa.Column("basis_article", sa.Integer(), nullable=True),
        sa.Column("basis_use", sa.Text(), nullable=True),
        sa.Column("basis_current", sa.Boolean(), nullable=False),
        *(
            sa.Column(f"basis_{part}_{language}", sa.Text(), nullable=True)
            for part in ("name", "title", "text")
            for language in ("zh", "en")
        ),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("verdict_before", sa.Text(), nullable=True),
        sa.Column("due_before", sa.BigInteger(), nullable=True),
        *(sa.Column(column, sa.Text(), nullable=True) for column in ("back_before", "kind_before", "kind_after")),
        sa.CheckConstraint("basis_use IS NULL OR basis_use = 'conduct'", name="ck_decisions_basis_use"),
        sa.CheckConstraint(
            "kind <> 'coaching' OR (basis_edition IS NOT NULL AND basis_article IS NOT NULL AND basis_use IS NOT NULL AND basis_text_zh IS NOT NULL AND basis_text_en IS NOT NULL AND basis_text_zh <> '' AND basis_text_en <> '')",
            name="ck_decisions_coaching_has_basis",
        ),
        sa.CheckConstraint(f"state_after IN ({_STATES})", name="ck_decisions_state_after"),
        sa.CheckConstraint(f"state_before IN ({_STATES})", name="ck_decisions_state_before"),
        *(sa.CheckConstraint(check, name=check_name) for check_name, check in _NEW_CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["basis_edition", "basis_article", "basis_use"],
            ["articles.edition", "articles.number", "articles.use"],
            name="fk_decisions_basis",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_decisions_by_id"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_decisions_case_key"),
        sa.PrimaryKeyConstraint("seq", name="pk_decisions"),
        sa.UniqueConstraint("id", name="uq_decisions_id"),
    )


# --- new tables and guards ------------------------------------------------------------------------------


def _create_tables() -> None:
    op.create_table(
        "notes",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name="ck_notes_text"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_notes_by_id"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_notes_case_key"),
        sa.PrimaryKeyConstraint("seq", name="pk_notes"),
    )
    op.create_index("ix_notes_case", "notes", ["case_key", "seq"])
    op.create_table(
        "drafts",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=True),
        sa.Column("fold", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(f"answer IN ({_DECISIONS})", name="ck_drafts_answer"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_drafts_account_id"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_drafts_case_key"),
        sa.PrimaryKeyConstraint("account_id", "case_key", "answer", name="pk_drafts"),
    )
    op.create_table(
        "saved_filters",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_saved_filters_account_id"),
        sa.PrimaryKeyConstraint("account_id", "name", name="pk_saved_filters"),
    )


_NOTE_COLUMNS = "seq, case_key, by_id, by_name, at, text"


def _guard_sqlite() -> None:
    _stays_sqlite("notes")
    _frozen_sqlite("notes", _NOTE_COLUMNS)
    _places_stay_sqlite()


def _places_stay_sqlite() -> None:
    """The number of a row has another name that `UPDATE OF seq` does not catch."""
    for table in ("notes", "decisions", "commands", "ledger"):
        op.execute(
            f"CREATE TRIGGER {table}_place BEFORE UPDATE ON {table} WHEN NEW.rowid <> OLD.rowid "
            f"BEGIN SELECT RAISE(ABORT, '{table}: a row keeps its place'); END"
        )


def _stays_sqlite(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: nothing is deleted'); END"
    )


def _frozen_sqlite(table: str, columns: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {columns} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: what was written does not change'); END"
    )


def _guard_postgresql() -> None:
    _trigger("notes_stays", "DELETE", "notes")
    _trigger("notes_not_emptied", "TRUNCATE", "notes", each="STATEMENT")
    _trigger("notes_frozen", f"UPDATE OF {_NOTE_COLUMNS}", "notes")


def _trigger(name: str, event: str, table: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
