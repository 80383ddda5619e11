"""The code of conduct as it is made: drafts, comments, announcements, notices, welcomes, acknowledgements.

Editions belong to a document now, the code or the council's charter; each moment has one edition of each document.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_WEEK = 7 * 24 * 3600 * 1000
_OLD_COLUMNS = "number, name_zh, name_en, title_zh, title_en, origin, consulted, effective_from, articles"
_NEW_COLUMNS = "document, announced_at, proof_link, proof_name, proof_sha256, helpers"
_CHECKS = {
    "ck_editions_document": "document IN ('code', 'charter')",
    "ck_editions_announced": (
        f"origin <> 'drafted' OR (announced_at IS NOT NULL AND effective_from >= announced_at + {_WEEK})"
    ),
    "ck_editions_imported": (
        "origin <> 'imported' OR (announced_at IS NOT NULL AND effective_from < announced_at "
        "AND (proof_link <> '' OR proof_sha256 <> ''))"
    ),
}
_CHARTER = (
    "NEW.use <> 'encourages' AND EXISTS (SELECT 1 FROM editions WHERE number = NEW.edition AND document = 'charter')"
)
_HELPER = (
    "(SELECT count(*) FROM edition_helpers WHERE edition = NEW.edition) >= "
    "(SELECT helpers FROM editions WHERE number = NEW.edition)"
)
_OTHER_FILE = "NEW.sha256 <> COALESCE((SELECT proof_sha256 FROM editions WHERE number = NEW.edition), '')"
_DAY = 24 * 3600 * 1000
_MADE = "(SELECT created_at FROM workspace)"
_DATED_BACK = (
    f"(NEW.origin = 'drafted' AND NEW.announced_at < COALESCE((SELECT max(at) FROM decisions), {_MADE}, 0) - {_DAY}) "
    f"OR (NEW.origin = 'imported' AND NEW.effective_from >= COALESCE({_MADE}, 0)) "
    "OR (NEW.origin = 'starter' AND (NEW.effective_from <> 0 "
    "OR EXISTS (SELECT 1 FROM editions WHERE document = NEW.document)))"
)
"""No rule is slipped in with a past date, to punish what nobody had forbidden: a starter is the first of its document,
an import held before the workspace was made, a draft is announced after all that was decided, as far as clocks agree.
"""
_INSERTS = {
    "editions_not_dated_back": ("editions", _DATED_BACK, "editions: none is dated back"),
    "articles_of_charter": ("articles", _CHARTER, "articles: a charter is no basis"),
    "edition_helpers_complete": ("edition_helpers", _HELPER, "edition_helpers: a published edition gets no more"),
    "edition_files_of_proof": ("edition_files", _OTHER_FILE, "edition_files: it is not the proof of its edition"),
}
"""Guards that ask other tables: which table, when it refuses, what it says."""

_LANGUAGES = "'zh', 'en'"
_MEDIA_TYPES = "'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'"
_NOTICE_STATES = "'sending', 'stands', 'by_hand', 'not_sent', 'gone', 'unseen', 'edited', 'loose'"
_OPEN = "state IN ('draft', 'consulting')"

_STAYS = (
    "edition_helpers", "edition_files", "conduct_drafts", "conduct_comments", "conduct_notices", "welcomes",
    "acknowledgements",
)  # fmt: skip
_FROZEN = {
    "edition_helpers": "edition, place, name, adopted",
    "edition_files": "edition, media_type, sha256, content",
    "conduct_drafts": "id, document, based_on, by_id, by_name, at",
    "conduct_comments": "seq, draft, print, article, title_zh, title_en, name, text, proposal, named, by_id, at",
    "conduct_notices": "edition, language",
    "welcomes": "member_id, edition, decision_id, at",
    "acknowledgements": "edition, name, member_id, at, by_hand",
}
_ENDED = "OLD.state IN ('announced', 'dropped')"
_ONCE = {
    "editions": "number = NEW.number OR (document = NEW.document AND effective_from = NEW.effective_from)",
    "edition_helpers": "edition = NEW.edition AND place = NEW.place",
    "edition_files": "edition = NEW.edition",
    "conduct_drafts": "id = NEW.id",
    "conduct_comments": "seq = NEW.seq OR (draft = NEW.draft AND print = NEW.print)",
    "welcomes": "member_id = NEW.member_id",
}
"""Rows that are written once, with what tells each from the others; `REPLACE` would delete them unseen on SQLite."""


def upgrade() -> None:
    lite = op.get_bind().dialect.name == "sqlite"
    if lite:
        _editions_anew()
    else:
        _extend_editions()
    _create_tables()
    if lite:
        _guard_sqlite()
    else:
        _guard_postgresql()


# --- editions -------------------------------------------------------------------------------------------


def _editions_anew() -> None:
    """SQLite can't change a key: the table is made anew, with its rows and guards."""
    op.create_table(
        "editions_next",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name_zh", "name_en", "title_zh", "title_en")),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("consulted", sa.Boolean(), nullable=False),
        sa.Column("effective_from", sa.BigInteger(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), server_default="code", nullable=False),
        sa.Column("announced_at", sa.BigInteger(), nullable=True),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("proof_link", "proof_name", "proof_sha256")
        ),
        sa.Column("helpers", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("origin IN ('starter', 'imported', 'drafted')", name="ck_editions_origin"),
        *(sa.CheckConstraint(check, name=name) for name, check in _CHECKS.items()),
        sa.PrimaryKeyConstraint("number", name="pk_editions"),
        sa.UniqueConstraint("document", "effective_from", name="uq_editions_document"),
    )
    op.execute(f"INSERT INTO editions_next ({_OLD_COLUMNS}) SELECT {_OLD_COLUMNS} FROM editions")
    # Guards of other tables ask `editions`, which is not there for a moment.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.execute("DROP TABLE editions")
    op.execute("ALTER TABLE editions_next RENAME TO editions")
    op.execute("PRAGMA legacy_alter_table = OFF")
    _stays_sqlite("editions")
    _frozen_sqlite("editions", f"{_OLD_COLUMNS}, {_NEW_COLUMNS}")


def _extend_editions() -> None:
    op.execute("ALTER TABLE editions ADD COLUMN document TEXT DEFAULT 'code' NOT NULL")
    op.execute("ALTER TABLE editions ADD COLUMN announced_at BIGINT")
    for name in ("proof_link", "proof_name", "proof_sha256"):
        op.execute(f"ALTER TABLE editions ADD COLUMN {name} TEXT DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE editions ADD COLUMN helpers INTEGER DEFAULT 0 NOT NULL")
    for name, check in _CHECKS.items():
        op.execute(f"ALTER TABLE editions ADD CONSTRAINT {name} CHECK ({check})")
    op.execute("ALTER TABLE editions DROP CONSTRAINT uq_editions_effective_from")
    op.execute("ALTER TABLE editions ADD CONSTRAINT uq_editions_document UNIQUE (document, effective_from)")
    op.execute("DROP TRIGGER editions_frozen ON editions")
    _trigger("editions_frozen", f"UPDATE OF {_OLD_COLUMNS}, {_NEW_COLUMNS}", "editions")


# --- new tables -----------------------------------------------------------------------------------------


def _create_tables() -> None:
    _create_beside_editions()
    _create_drafts()
    _create_notices()
    _create_readers()


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _of_edition(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["edition"], ["editions.number"], name=f"fk_{table}_edition")


def _create_beside_editions() -> None:
    op.create_table(
        "edition_helpers",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *_texts("name"),
        sa.Column("adopted", sa.Integer(), nullable=False),
        sa.CheckConstraint("adopted > 0", name="ck_edition_helpers_adopted"),
        _of_edition("edition_helpers"),
        sa.PrimaryKeyConstraint("edition", "place", name="pk_edition_helpers"),
    )
    op.create_table(
        "edition_files",
        sa.Column("edition", sa.Integer(), nullable=False),
        *_texts("media_type", "sha256"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(f"media_type IN ({_MEDIA_TYPES})", name="ck_edition_files_media_type"),
        sa.CheckConstraint("length(sha256) = 64 AND length(content) > 0", name="ck_edition_files_sha256"),
        _of_edition("edition_files"),
        sa.PrimaryKeyConstraint("edition", name="pk_edition_files"),
    )


def _create_drafts() -> None:
    op.create_table(
        "conduct_drafts",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        *_texts("document"),
        sa.Column("based_on", sa.Integer(), nullable=True),
        *_texts("state"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("title_zh", "title_en", "articles", "by_id", "by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.CheckConstraint("document IN ('code', 'charter')", name="ck_conduct_drafts_document"),
        sa.CheckConstraint("state IN ('draft', 'consulting', 'announced', 'dropped')", name="ck_conduct_drafts_state"),
        sa.CheckConstraint(
            "state <> 'consulting' OR (opened_at IS NOT NULL AND until IS NOT NULL)",
            name="ck_conduct_drafts_consulting",
        ),
        sa.CheckConstraint("(state = 'announced') = (edition IS NOT NULL)", name="ck_conduct_drafts_announced"),
        sa.ForeignKeyConstraint(["based_on"], ["editions.number"], name="fk_conduct_drafts_based_on"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_conduct_drafts_by_id"),
        _of_edition("conduct_drafts"),
        sa.PrimaryKeyConstraint("id", name="pk_conduct_drafts"),
    )
    op.create_index(
        "ix_conduct_drafts_open",
        "conduct_drafts",
        ["document"],
        unique=True,
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
    _create_comments()


def _create_comments() -> None:
    op.create_table(
        "conduct_comments",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("draft", _KEY, nullable=False),
        *_texts("print"),
        sa.Column("article", sa.Integer(), nullable=False),
        *_texts("title_zh", "title_en", "name", "text", "proposal"),
        sa.Column("named", sa.Boolean(), nullable=False),
        *_texts("by_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("state", "reason"),
        sa.Column("answered_by_id", sa.Text(), nullable=True),
        sa.Column("answered_by_name", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'adopted', 'declined')", name="ck_conduct_comments_state"),
        sa.CheckConstraint("name <> '' AND (text <> '' OR proposal <> '')", name="ck_conduct_comments_says_something"),
        sa.CheckConstraint(
            "state = 'open' OR (reason <> '' AND answered_by_id IS NOT NULL AND answered_at IS NOT NULL)",
            name="ck_conduct_comments_answered_with_reason",
        ),
        sa.ForeignKeyConstraint(["draft"], ["conduct_drafts.id"], name="fk_conduct_comments_draft"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_conduct_comments_by_id"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["accounts.id"], name="fk_conduct_comments_answered_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_conduct_comments"),
        sa.UniqueConstraint("draft", "print", name="uq_conduct_comments_draft"),
    )


def _create_notices() -> None:
    op.create_table(
        "conduct_notices",
        sa.Column("edition", sa.Integer(), nullable=False),
        *_texts("language", "stage", "title", "text", "sha256", "command_id", "state"),
        sa.Column("thread_id", sa.Text(), nullable=True),
        *_texts("url", "seen_print"),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("repairs", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"language IN ({_LANGUAGES})", name="ck_conduct_notices_language"),
        sa.CheckConstraint("stage IN ('announced', 'in_force')", name="ck_conduct_notices_stage"),
        sa.CheckConstraint(f"state IN ({_NOTICE_STATES})", name="ck_conduct_notices_state"),
        _of_edition("conduct_notices"),
        sa.ForeignKeyConstraint(["command_id"], ["commands.id"], name="fk_conduct_notices_command_id"),
        sa.PrimaryKeyConstraint("edition", name="pk_conduct_notices"),
    )


def _create_readers() -> None:
    op.create_table(
        "welcoming",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("switched_on", sa.Boolean(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        *_texts("language"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(f"language IN ({_LANGUAGES})", name="ck_welcoming_language"),
        sa.CheckConstraint("per_day BETWEEN 1 AND 500", name="ck_welcoming_per_day"),
        sa.CheckConstraint("id = 1", name="ck_welcoming_only_row"),
        sa.PrimaryKeyConstraint("id", name="pk_welcoming"),
    )
    op.create_table(
        "welcomes",
        *_texts("member_id"),
        sa.Column("edition", sa.Integer(), nullable=False),
        *_texts("decision_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _of_edition("welcomes"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_welcomes_decision_id"),
        sa.PrimaryKeyConstraint("member_id", name="pk_welcomes"),
    )
    op.create_index("ix_welcomes_at", "welcomes", ["at"])
    op.create_table(
        "acknowledgements",
        sa.Column("edition", sa.Integer(), nullable=False),
        *_texts("name", "member_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        _of_edition("acknowledgements"),
        sa.PrimaryKeyConstraint("edition", "name", "member_id", name="pk_acknowledgements"),
    )
    op.create_table(
        "core_members",
        *_texts("name", "member_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_core_members"),
    )


# --- guards ---------------------------------------------------------------------------------------------


def _guard_sqlite() -> None:
    for table in _STAYS:
        _stays_sqlite(table)
    for table, columns in _FROZEN.items():
        _frozen_sqlite(table, columns)
    for name, (table, condition, says) in _INSERTS.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{says}'); END"
        )
    op.execute(
        f"CREATE TRIGGER conduct_drafts_ended BEFORE UPDATE ON conduct_drafts WHEN {_ENDED} "
        "BEGIN SELECT RAISE(ABORT, 'conduct_drafts: what was announced or dropped does not change'); END"
    )
    for table, there in _ONCE.items():
        op.execute(
            f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {there}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was written does not change'); END"
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
    for table in _STAYS:
        _trigger(f"{table}_stays", "DELETE", table)
        _trigger(f"{table}_not_emptied", "TRUNCATE", table, each="STATEMENT")
    for table, columns in _FROZEN.items():
        _trigger(f"{table}_frozen", f"UPDATE OF {columns}", table)
    for name, (table, condition, says) in _INSERTS.items():
        _asking(name, table, condition, says)
    _trigger("conduct_drafts_ended", "UPDATE", "conduct_drafts", when=_ENDED)


def _asking(name: str, table: str, condition: str, says: str) -> None:
    """PostgreSQL asks other tables inside a function only."""
    op.execute(
        f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{says}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")


def _trigger(name: str, event: str, table: str, *, each: str = "ROW", when: str = "") -> None:
    condition = f" WHEN ({when})" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each}{condition} EXECUTE FUNCTION steward_refuse()"
    )
