"""The tables of the record. Times are milliseconds since 1970 in UTC; words of the domain are stored as their values.

What must hold whoever writes stands here as keys and checks; what must never change is guarded by the triggers of
the migrations.
"""

import sqlalchemy as sa

from app.domain.cases import Back, CaseKind, CaseState, CommunityState, Verdict
from app.domain.conduct import Document, Origin, Severity, Stance, Use
from app.domain.decisions import DecisionKind
from app.domain.hand import Place
from app.domain.roles import Role
from storage.columns import Key, metadata, one_of, only_row, where

workspace = sa.Table(
    "workspace",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("workspace_id", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("adapter", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    only_row(),
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
    only_row(),
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
    one_of("role", Role),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=False),
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
    sa.Column("came_back", sa.Text),
    sa.Column("reported_as", sa.Text, nullable=False, server_default=""),
    sa.Column("text_print", sa.Text, nullable=False, server_default=""),  # of the text to be judged now
    # of a case entered by hand: where it happened, "" for a pulled one; and what was pasted with it
    sa.Column("place", sa.Text, nullable=False, server_default=""),
    sa.Column("link", sa.Text, nullable=False, server_default=""),
    sa.Column("raised", sa.Text, nullable=False, server_default=""),  # the lane that a keyword points to, and the word
    sa.Column("opens", sa.Boolean, nullable=False, server_default=sa.true()),  # the post opens its thread
    one_of("place", Place, or_empty=True),
    one_of("kind", CaseKind),
    one_of("state", CaseState),
    one_of("verdict", Verdict),
    one_of("community_state", CommunityState),
    one_of("came_back", Back),
    sa.CheckConstraint("came_back IS NULL OR state <> 'closed'", name="closed_is_not_back"),
)


# With the words themselves, not bound values: only so can the engine see that a query fits a partial index.
def is_open(table: sa.FromClause = cases) -> sa.ColumnElement[bool]:
    """Cases that are not closed."""
    return table.c.state != sa.literal_column("'closed'")


def is_closed(table: sa.FromClause = cases) -> sa.ColumnElement[bool]:
    """Cases that are closed."""
    return table.c.state == sa.literal_column("'closed'")


def has_print(table: sa.FromClause = cases) -> sa.ColumnElement[bool]:
    """Cases whose text is long enough to be found again in others."""
    return table.c.text_print != sa.literal_column("''")


QUEUE = (cases.c.urgency, cases.c.reported_at, cases.c.key)
"""The order of the queue: most urgent first, then who waits longest."""

# One index for each way to ask for a page of the queue; each is read in the order of the queue.
sa.Index("ix_cases_queue", *QUEUE, **where(is_open()))
sa.Index("ix_cases_back", *QUEUE, **where(cases.c.came_back.is_not(None)))
sa.Index("ix_cases_state", cases.c.state, *QUEUE)
sa.Index("ix_cases_kind", cases.c.kind, *QUEUE, **where(is_open()))
sa.Index("ix_cases_reported_as", cases.c.reported_as, *QUEUE, **where(is_open()))
sa.Index("ix_cases_mine", cases.c.claimed_by_id, *QUEUE, **where(is_open() & cases.c.claimed_by_id.is_not(None)))
sa.Index("ix_cases_text", cases.c.text_print, *QUEUE, **where(is_open() & has_print()))
sa.Index("ix_cases_closed_text", cases.c.text_print, *QUEUE, **where(is_closed() & has_print()))
sa.Index("ix_cases_author", cases.c.author_id, cases.c.key)
sa.Index("ix_cases_post", cases.c.post_id)
sa.Index("ix_cases_change", cases.c.change_no, cases.c.key)
sa.Index("ix_cases_due", cases.c.due_at, **where(cases.c.due_at.is_not(None)))

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
sa.Index("ix_reports_reporter", reports.c.reporter_id)

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
    sa.Column("effective_from", sa.BigInteger, nullable=False),
    sa.Column("articles", sa.Integer, nullable=False),
    sa.Column("document", sa.Text, nullable=False, server_default="code"),
    sa.Column("announced_at", sa.BigInteger),
    *(
        sa.Column(name, sa.Text, nullable=False, server_default="")
        for name in ("proof_link", "proof_name", "proof_sha256")
    ),
    sa.Column("helpers", sa.Integer, nullable=False, server_default="0"),
    sa.UniqueConstraint("document", "effective_from"),
    one_of("origin", Origin),
    one_of("document", Document),
    sa.CheckConstraint(
        "origin <> 'drafted' OR (announced_at IS NOT NULL AND effective_from >= announced_at + 604800000)",
        name="announced",
    ),
    sa.CheckConstraint(
        "origin <> 'imported' OR (announced_at IS NOT NULL AND effective_from < announced_at "
        "AND (proof_link <> '' OR proof_sha256 <> ''))",
        name="imported",
    ),
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
    one_of("stance", Stance),
    one_of("severity", Severity),
    one_of("use", Use),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.CheckConstraint("text <> ''", name="text"),
)
sa.Index("ix_notes_case", notes.c.case_key, notes.c.seq)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("account_id", sa.ForeignKey(accounts.c.id), primary_key=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), primary_key=True),
    sa.Column("answer", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("article", sa.Integer),
    sa.Column("fold", sa.Boolean, nullable=False),
    sa.Column("choices", sa.Text, nullable=False, server_default=""),
    sa.Column("at", sa.BigInteger, nullable=False),
    one_of("answer", DecisionKind),
)

saved_filters = sa.Table(
    "saved_filters",
    metadata,
    sa.Column("account_id", sa.ForeignKey(accounts.c.id), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("filter", sa.Text, nullable=False),
    sa.Column("search", sa.Text, nullable=False),
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=False),
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
    only_row(),
)
