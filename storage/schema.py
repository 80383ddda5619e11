"""The tables of the record. Times are milliseconds since 1970 in UTC; words of the domain are stored as their values.

What must hold whoever writes stands here as keys and checks; what must never change is guarded by the triggers of
the migrations.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from app.domain.cases import CaseKind, CaseState, CommunityState, Verdict
from app.domain.commands import CommandKind, CommandState
from app.domain.conduct import Origin, Severity, Stance, Use
from app.domain.decisions import DecisionKind
from app.domain.roles import Role

metadata = sa.MetaData(
    naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime(1, 1, 3, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LAST = (datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


def ms(moment: datetime) -> int:
    """A moment as it is stored; one at the very edge of the calendar is brought inside it, whatever its zone."""
    return min(max((moment - _EPOCH) // timedelta(milliseconds=1), _FIRST), _LAST)


def ms_or_none(moment: datetime | None) -> int | None:
    """A moment that may be missing, as it is stored."""
    return None if moment is None else ms(moment)


def plain(text: str) -> str:
    """A text without the one character that PostgreSQL can't keep."""
    return text.replace("\0", "�") if "\0" in text else text


def moment(stored: int) -> datetime:
    """A stored moment."""
    return _EPOCH + timedelta(milliseconds=stored)


def moment_or_none(stored: int | None) -> datetime | None:
    """A stored moment that may be missing."""
    return None if stored is None else moment(stored)


def _one_of(column: str, words: Iterable[StrEnum]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def _only_row() -> sa.CheckConstraint:
    return sa.CheckConstraint("id = 1", name="only_row")


_Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

workspace = sa.Table(
    "workspace",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("workspace_id", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("adapter", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    _only_row(),
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("cursor", sa.Text),
    sa.Column("pulled_at", sa.BigInteger),
    sa.Column("change_no", sa.BigInteger, nullable=False),
    sa.Column("case_key", sa.BigInteger, nullable=False),
    sa.Column("info", sa.Text),
    sa.Column("spent", sa.Text),
    _only_row(),
)

pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("until", sa.BigInteger, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("connected_at", sa.BigInteger, nullable=False),
    sa.Column("token_print", sa.Text),
    sa.Column("token", sa.Text),
)

account_roles = sa.Table(
    "account_roles",
    metadata,
    sa.Column("account_id", sa.ForeignKey(accounts.c.id), primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    _one_of("role", Role),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("key", _Key, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text),
    sa.Column("urgency", sa.Integer, nullable=False),
    # the post as first seen, frozen
    sa.Column("post_id", sa.Text),
    sa.Column("thread_id", sa.Text),
    sa.Column("author_id", sa.Text),
    sa.Column("author_name", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("written_at", sa.BigInteger, nullable=False),
    # what came since
    sa.Column("latest_revision", sa.Text, nullable=False),
    sa.Column("edits", sa.Integer, nullable=False),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("reported_at", sa.BigInteger, nullable=False),
    sa.Column("due_at", sa.BigInteger),
    sa.Column("claimed_by_id", sa.Text),
    sa.Column("claimed_by_name", sa.Text),
    sa.Column("community_state", sa.Text, nullable=False),
    sa.Column("community_version", sa.Text, nullable=False),
    sa.Column("assignee_id", sa.Text),
    sa.Column("assignee_name", sa.Text),
    sa.Column("change_no", sa.BigInteger, nullable=False),
    _one_of("kind", CaseKind),
    _one_of("state", CaseState),
    _one_of("verdict", Verdict),
    _one_of("community_state", CommunityState),
)
# With the word itself, not a bound value: only so can the engine see that a query fits a partial index.
OPEN = cases.c.state != sa.literal_column("'closed'")
sa.Index(
    "ix_cases_queue",
    cases.c.urgency,
    cases.c.reported_at,
    cases.c.key,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)
sa.Index("ix_cases_state", cases.c.state, cases.c.urgency, cases.c.reported_at, cases.c.key)
sa.Index("ix_cases_author", cases.c.author_id, cases.c.key)
sa.Index("ix_cases_post", cases.c.post_id)
sa.Index("ix_cases_change", cases.c.change_no, cases.c.key)
sa.Index(
    "ix_cases_due",
    cases.c.due_at,
    sqlite_where=cases.c.due_at.is_not(None),
    postgresql_where=cases.c.due_at.is_not(None),
)

case_revisions = sa.Table(
    "case_revisions",
    metadata,
    sa.Column("case_key", sa.ForeignKey(cases.c.key), primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("written_at", sa.BigInteger, nullable=False),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("case_key", sa.ForeignKey(cases.c.key), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("reporter_id", sa.Text),
    sa.Column("reporter_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
)

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name_zh", sa.Text, nullable=False),
    sa.Column("name_en", sa.Text, nullable=False),
    sa.Column("title_zh", sa.Text, nullable=False),
    sa.Column("title_en", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("consulted", sa.Boolean, nullable=False),
    sa.Column("effective_from", sa.BigInteger, nullable=False, unique=True),
    sa.Column("articles", sa.Integer, nullable=False),
    _one_of("origin", Origin),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("edition", sa.ForeignKey(editions.c.number), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("stance", sa.Text, nullable=False),
    sa.Column("severity", sa.Text),
    sa.Column("use", sa.Text, nullable=False),
    *(
        sa.Column(f"{part}_{language}", sa.Text, nullable=False)
        for part in ("title", "text", "why", "guidance")
        for language in ("zh", "en")
    ),
    sa.UniqueConstraint("edition", "number", "use"),
    _one_of("stance", Stance),
    _one_of("severity", Severity),
    _one_of("use", Use),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("seq", _Key, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("state_before", sa.Text, nullable=False),
    sa.Column("state_after", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    # The basis: the article's own row, and its words frozen. `basis_use` is part of the key so that the database
    # itself refuses an article that only encourages, or that leads to the lane of unlawful content.
    sa.Column("basis_edition", sa.Integer),
    sa.Column("basis_article", sa.Integer),
    sa.Column("basis_use", sa.Text),
    sa.Column("basis_current", sa.Boolean, nullable=False),
    sa.Column("basis_name_zh", sa.Text),
    sa.Column("basis_name_en", sa.Text),
    sa.Column("basis_title_zh", sa.Text),
    sa.Column("basis_title_en", sa.Text),
    sa.Column("basis_text_zh", sa.Text),
    sa.Column("basis_text_en", sa.Text),
    sa.Column("undone_at", sa.BigInteger),
    sa.ForeignKeyConstraint(
        ["basis_edition", "basis_article", "basis_use"],
        [articles.c.edition, articles.c.number, articles.c.use],
        name="fk_decisions_basis",
    ),
    sa.CheckConstraint("basis_use IS NULL OR basis_use = 'conduct'", name="basis_use"),
    sa.CheckConstraint(
        "kind <> 'coaching' OR (basis_edition IS NOT NULL AND basis_article IS NOT NULL AND basis_use IS NOT NULL "
        "AND basis_text_zh IS NOT NULL AND basis_text_en IS NOT NULL AND basis_text_zh <> '' "
        "AND basis_text_en <> '')",
        name="coaching_has_basis",
    ),
    _one_of("kind", DecisionKind),
    _one_of("state_before", CaseState),
    _one_of("state_after", CaseState),
)
sa.Index("ix_decisions_case", decisions.c.case_key, decisions.c.seq)

commands = sa.Table(
    "commands",
    metadata,
    sa.Column("seq", _Key, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), nullable=False),
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("intent", sa.Text, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("base_version", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("not_before", sa.BigInteger),
    sa.Column("next_attempt_at", sa.BigInteger),
    sa.Column("first_sent_at", sa.BigInteger),
    sa.Column("last_sent_at", sa.BigInteger),
    sa.Column("settled_at", sa.BigInteger),
    sa.Column("receipt", sa.Text),
    _one_of("kind", CommandKind),
    _one_of("state", CommandState),
)


def unsettled(table: sa.FromClause = commands) -> sa.ColumnElement[bool]:
    """Commands to which something may still happen."""
    return table.c.state.not_in([sa.literal_column("'sent'"), sa.literal_column("'cancelled'")])


sa.Index(
    "ix_commands_unsettled",
    commands.c.lane,
    commands.c.seq,
    sqlite_where=unsettled(),
    postgresql_where=unsettled(),
)
sa.Index("ix_commands_state", commands.c.state, commands.c.seq)
sa.Index("ix_commands_decision", commands.c.decision_id, commands.c.seq)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("seq", _Key, primary_key=True, autoincrement=False),
    sa.Column("prev", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.CheckConstraint("seq >= 1", name="seq"),
)

ledger_private = sa.Table(
    "ledger_private",
    metadata,
    sa.Column("seq", sa.ForeignKey(ledger.c.seq), primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
)

ledger_head = sa.Table(
    "ledger_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entries", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    _only_row(),
)
