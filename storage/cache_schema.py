"""The tables of the cache. It is never migrated: when SCHEMA differs, it is thrown away and filled again."""

import sqlalchemy as sa

SCHEMA = 2

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

threads = sa.Table(
    "threads",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("locked", sa.Boolean, nullable=False),
    sa.Column("pinned", sa.Boolean, nullable=False),
)

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("thread_id", sa.Text, nullable=False),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("author_name", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("edited_at", sa.BigInteger),
    sa.Column("number", sa.Integer),
    sa.Column("reply_to", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
)
sa.Index("ix_posts_thread", posts.c.thread_id, posts.c.created_at, posts.c.id)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("post_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("written_at", sa.BigInteger, nullable=False),
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("account_id", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("member_id", sa.Text, nullable=False),
    sa.Column("member_name", sa.Text, nullable=False),
    sa.Column("sent_by_us", sa.Boolean, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("case_id", sa.Text),
)
sa.Index("ix_messages_member", messages.c.account_id, messages.c.member_id, messages.c.at)

case_notes = sa.Table(
    "case_notes",
    metadata,
    sa.Column("case_id", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.Text),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.Text),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("member_id", sa.Text),
    sa.Column("post_id", sa.Text),
    sa.Column("details", sa.Text, nullable=False),
)
sa.Index("ix_audit_member", audit.c.member_id, audit.c.at)

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
)

search_text = sa.Table(
    "search_text",
    metadata,
    sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("folded", sa.Text, nullable=False),
)

# `columnsize` stays at its default: together with columnsize=0 SQLite refuses contentless_delete, and without it a
# replaced row leaves ghosts behind.
SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE search USING fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii')"
)
