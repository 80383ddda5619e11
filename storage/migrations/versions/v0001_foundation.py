"""The foundation: workspace, accounts, cases, code of conduct, decisions, outbox, ledger, and their guards.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_COMPLETE = (
    "(SELECT count(*) FROM articles WHERE edition = NEW.edition) >= "
    "(SELECT articles FROM editions WHERE number = NEW.edition)"
)
_NEVER_DELETED = (
    "ledger", "decisions", "commands", "editions", "articles", "cases", "reports", "case_revisions", "ledger_head",
    "workspace",
)  # fmt: skip
_FROZEN_COLUMNS = {
    "ledger": "seq prev at kind body hash",
    "ledger_private": "seq field salt value",
    "editions": "number name_zh name_en title_zh title_en origin consulted effective_from articles",
    "articles": "edition number stance severity use title_zh title_en text_zh text_en why_zh why_en guidance_zh guidance_en",
    "decisions": (
        "seq id case_key kind by_id by_name at revision state_before state_after text reason basis_edition basis_article basis_use "
        "basis_current basis_name_zh basis_name_en basis_title_zh basis_title_en basis_text_zh basis_text_en"
    ),
    "commands": "id decision_id lane kind intent by_id",
    "cases": "key id post_id thread_id author_id author_name title body revision written_at",
    "reports": "case_key id reporter_id reporter_name at reason category",
    "case_revisions": "case_key version title body written_at seen_at",
    "workspace": "workspace_id url adapter created_at",
}


def upgrade() -> None:
    _create_tables()
    op.execute("INSERT INTO ledger_head (id, entries, hash) VALUES (1, 0, '" + "0" * 64 + "')")
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table in _NEVER_DELETED:
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: nothing is deleted'); END"
        )
    for table, columns in _FROZEN_COLUMNS.items():
        listed = ", ".join(columns.split())
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {listed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was written does not change'); END"
        )
    op.execute(
        "CREATE TRIGGER commands_settled BEFORE UPDATE OF state ON commands "
        "WHEN OLD.state IN ('sent', 'cancelled') AND NEW.state <> OLD.state "
        "BEGIN SELECT RAISE(ABORT, 'commands: a settled command stays settled'); END"
    )
    op.execute(
        "CREATE TRIGGER ledger_head_grows BEFORE UPDATE ON ledger_head WHEN NEW.entries <= OLD.entries "
        "BEGIN SELECT RAISE(ABORT, 'ledger_head: the ledger only grows'); END"
    )
    op.execute(
        f"CREATE TRIGGER articles_complete BEFORE INSERT ON articles WHEN {_COMPLETE} "
        "BEGIN SELECT RAISE(ABORT, 'articles: a published edition gets no more'); END"
    )
    op.execute(
        "CREATE TRIGGER decisions_undone_once BEFORE UPDATE OF undone_at ON decisions "
        "WHEN OLD.undone_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'decisions: an undo stays'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION steward_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%: what was written does not change', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in _NEVER_DELETED:
        _trigger(f"{table}_stays", "DELETE", table)
        _trigger(f"{table}_not_emptied", "TRUNCATE", table, each="STATEMENT")
    for table, columns in _FROZEN_COLUMNS.items():
        _trigger(f"{table}_frozen", "UPDATE OF " + ", ".join(columns.split()), table)
    _guard_published_editions()
    settled = "OLD.state IN ('sent', 'cancelled') AND NEW.state <> OLD.state"
    _trigger("commands_settled", "UPDATE OF state", "commands", when=settled)
    _trigger("ledger_head_grows", "UPDATE", "ledger_head", when="NEW.entries <= OLD.entries")
    _trigger("decisions_undone_once", "UPDATE OF undone_at", "decisions", when="OLD.undone_at IS NOT NULL")


def _guard_published_editions() -> None:
    """PostgreSQL asks other tables inside a function only."""
    op.execute(
        "CREATE FUNCTION steward_edition_is_complete() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_COMPLETE} THEN RAISE EXCEPTION 'articles: a published edition gets no more' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER articles_complete BEFORE INSERT ON articles FOR EACH ROW "
        "EXECUTE FUNCTION steward_edition_is_complete()"
    )


def _trigger(name: str, event: str, table: str, *, each: str = "ROW", when: str = "") -> None:
    condition = f" WHEN ({when})" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each}{condition} EXECUTE FUNCTION steward_refuse()"
    )


def _create_tables() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("connected_at", sa.BigInteger(), nullable=False),
        sa.Column("token_print", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_table(
        "cases",
        sa.Column("key", _KEY, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=True),
        sa.Column("thread_id", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("latest_revision", sa.Text(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by_id", sa.Text(), nullable=True),
        sa.Column("claimed_by_name", sa.Text(), nullable=True),
        sa.Column("community_state", sa.Text(), nullable=False),
        sa.Column("community_version", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Text(), nullable=True),
        sa.Column("assignee_name", sa.Text(), nullable=True),
        sa.Column("change_no", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "community_state IN ('open', 'in_progress', 'upheld', 'dismissed', 'ignored')",
            name="ck_cases_community_state",
        ),
        sa.CheckConstraint(
            "kind IN ('violation', 'complaint', 'dispute', 'plagiarism', 'safety', 'unlawful', 'rights_notice', 'care', 'suggestion')",
            name="ck_cases_kind",
        ),
        sa.CheckConstraint(
            "state IN ('new', 'claimed', 'awaiting_author', 'awaiting_department', 'awaiting_facts', 'awaiting_council', 'awaiting_approval', 'closed')",
            name="ck_cases_state",
        ),
        sa.CheckConstraint("verdict IN ('upheld', 'not_upheld', 'settled_elsewhere', 'gone')", name="ck_cases_verdict"),
        sa.PrimaryKeyConstraint("key", name="pk_cases"),
        sa.UniqueConstraint("id", name="uq_cases_id"),
    )
    op.create_index("ix_cases_author", "cases", ["author_id", "key"], unique=False)
    op.create_index("ix_cases_change", "cases", ["change_no", "key"], unique=False)
    op.create_index(
        "ix_cases_due",
        "cases",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_cases_post", "cases", ["post_id"], unique=False)
    op.create_index(
        "ix_cases_queue",
        "cases",
        ["urgency", "reported_at", "key"],
        unique=False,
        sqlite_where=sa.text("state != 'closed'"),
        postgresql_where=sa.text("state != 'closed'"),
    )
    op.create_index("ix_cases_state", "cases", ["state", "urgency", "reported_at", "key"], unique=False)
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "editions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("consulted", sa.Boolean(), nullable=False),
        sa.Column("effective_from", sa.BigInteger(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.CheckConstraint("origin IN ('starter', 'imported', 'drafted')", name="ck_editions_origin"),
        sa.PrimaryKeyConstraint("number", name="pk_editions"),
        sa.UniqueConstraint("effective_from", name="uq_editions_effective_from"),
    )
    op.create_table(
        "ledger",
        sa.Column("seq", _KEY, autoincrement=False, nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("seq >= 1", name="ck_ledger_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_ledger"),
        sa.UniqueConstraint("hash", name="uq_ledger_hash"),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_ledger_head_only_row"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_head"),
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("pulled_at", sa.BigInteger(), nullable=True),
        sa.Column("change_no", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("info", sa.Text(), nullable=True),
        sa.Column("spent", sa.Text(), nullable=True),
        sa.CheckConstraint("id = 1", name="ck_marks_only_row"),
        sa.PrimaryKeyConstraint("id", name="pk_marks"),
    )
    op.create_table(
        "pauses",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_pauses"),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("adapter", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_workspace_only_row"),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
    )
    op.create_table(
        "account_roles",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('moderator', 'lead', 'manager', 'secretary')", name="ck_account_roles_role"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_account_roles_account_id"),
        sa.PrimaryKeyConstraint("account_id", "role", name="pk_account_roles"),
    )
    op.create_table(
        "articles",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("why_zh", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.Column("guidance_zh", sa.Text(), nullable=False),
        sa.Column("guidance_en", sa.Text(), nullable=False),
        sa.CheckConstraint("severity IN ('minor', 'serious', 'grave')", name="ck_articles_severity"),
        sa.CheckConstraint("stance IN ('forbidden', 'discouraged', 'encouraged')", name="ck_articles_stance"),
        sa.CheckConstraint("use IN ('conduct', 'unlawful_lane', 'encourages')", name="ck_articles_use"),
        sa.ForeignKeyConstraint(["edition"], ["editions.number"], name="fk_articles_edition"),
        sa.PrimaryKeyConstraint("edition", "number", name="pk_articles"),
        sa.UniqueConstraint("edition", "number", "use", name="uq_articles_edition"),
    )
    op.create_table(
        "case_revisions",
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_case_revisions_case_key"),
        sa.PrimaryKeyConstraint("case_key", "version", name="pk_case_revisions"),
    )
    op.create_table(
        "ledger_private",
        sa.Column("seq", _KEY, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["ledger.seq"], name="fk_ledger_private_seq"),
        sa.PrimaryKeyConstraint("seq", "field", name="pk_ledger_private"),
    )
    op.create_table(
        "reports",
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Text(), nullable=True),
        sa.Column("reporter_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_reports_case_key"),
        sa.PrimaryKeyConstraint("case_key", "id", name="pk_reports"),
    )
    op.create_table(
        "decisions",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("state_before", sa.Text(), nullable=False),
        sa.Column("state_after", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis_edition", sa.Integer(), nullable=True),
        sa.Column("basis_article", sa.Integer(), nullable=True),
        sa.Column("basis_use", sa.Text(), nullable=True),
        sa.Column("basis_current", sa.Boolean(), nullable=False),
        sa.Column("basis_name_zh", sa.Text(), nullable=True),
        sa.Column("basis_name_en", sa.Text(), nullable=True),
        sa.Column("basis_title_zh", sa.Text(), nullable=True),
        sa.Column("basis_title_en", sa.Text(), nullable=True),
        sa.Column("basis_text_zh", sa.Text(), nullable=True),
        sa.Column("basis_text_en", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("basis_use IS NULL OR basis_use = 'conduct'", name="ck_decisions_basis_use"),
        sa.CheckConstraint(
            "kind <> 'coaching' OR (basis_edition IS NOT NULL AND basis_article IS NOT NULL AND basis_use IS NOT NULL AND basis_text_zh IS NOT NULL AND basis_text_en IS NOT NULL AND basis_text_zh <> '' AND basis_text_en <> '')",
            name="ck_decisions_coaching_has_basis",
        ),
        sa.CheckConstraint("kind IN ('coaching', 'reply', 'dismissal')", name="ck_decisions_kind"),
        sa.CheckConstraint(
            "state_after IN ('new', 'claimed', 'awaiting_author', 'awaiting_department', 'awaiting_facts', 'awaiting_council', 'awaiting_approval', 'closed')",
            name="ck_decisions_state_after",
        ),
        sa.CheckConstraint(
            "state_before IN ('new', 'claimed', 'awaiting_author', 'awaiting_department', 'awaiting_facts', 'awaiting_council', 'awaiting_approval', 'closed')",
            name="ck_decisions_state_before",
        ),
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
    op.create_index("ix_decisions_case", "decisions", ["case_key", "seq"], unique=False)
    op.create_table(
        "commands",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("first_sent_at", sa.BigInteger(), nullable=True),
        sa.Column("last_sent_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('case.claim', 'case.release', 'case.resolve', 'case.note', 'message.send', 'reply.post', 'post.hide', 'post.delete', 'post.restore', 'member.silence', 'member.unsilence', 'member.suspend', 'member.unsuspend', 'honour.grant', 'honour.revoke', 'notice.publish', 'notice.update')",
            name="ck_commands_kind",
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'refused', 'uncertain', 'conflict', 'blocked', 'cancelled')",
            name="ck_commands_state",
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_commands_decision_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_commands"),
        sa.UniqueConstraint("id", name="uq_commands_id"),
    )
    op.create_index("ix_commands_decision", "commands", ["decision_id", "seq"], unique=False)
    op.create_index("ix_commands_state", "commands", ["state", "seq"], unique=False)
    op.create_index(
        "ix_commands_unsettled",
        "commands",
        ["lane", "seq"],
        unique=False,
        sqlite_where=sa.text("(state NOT IN ('sent', 'cancelled'))"),
        postgresql_where=sa.text("(state NOT IN ('sent', 'cancelled'))"),
    )
