"""Tables of the record: the code of conduct as it is made, announced, watched and read."""

import sqlalchemy as sa

from app.domain.conduct import Document
from app.domain.conduct_comments import CommentState
from app.domain.conduct_drafts import DraftState
from app.domain.conduct_notices import NoticeState, Stage
from app.domain.evidence import ENDINGS
from storage.columns import Key, metadata, one_of, only_row, where

LANGUAGES = ("zh", "en")

edition_helpers = sa.Table(
    "edition_helpers",
    metadata,
    sa.Column("edition", sa.ForeignKey("editions.number"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),  # "" where they did not agree to be named
    sa.Column("adopted", sa.Integer, nullable=False),
    sa.CheckConstraint("adopted > 0", name="adopted"),
)

edition_files = sa.Table(
    "edition_files",
    metadata,
    sa.Column("edition", sa.ForeignKey("editions.number"), primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("media_type", "sha256")),
    sa.Column("content", sa.LargeBinary, nullable=False),
    one_of("media_type", ENDINGS),
    sa.CheckConstraint("length(sha256) = 64 AND length(content) > 0", name="sha256"),
)

conduct_drafts = sa.Table(
    "conduct_drafts",
    metadata,
    sa.Column("id", Key, primary_key=True, autoincrement=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("based_on", sa.ForeignKey("editions.number")),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("title_zh", "title_en", "articles")),
    sa.Column("by_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("opened_at", sa.BigInteger),
    sa.Column("until", sa.BigInteger),
    sa.Column("edition", sa.ForeignKey("editions.number")),
    one_of("document", Document),
    one_of("state", DraftState),
    sa.CheckConstraint("state <> 'consulting' OR (opened_at IS NOT NULL AND until IS NOT NULL)", name="consulting"),
    sa.CheckConstraint("(state = 'announced') = (edition IS NOT NULL)", name="announced"),
)


def _open() -> sa.ColumnElement[bool]:
    return conduct_drafts.c.state.in_((sa.literal_column("'draft'"), sa.literal_column("'consulting'")))


sa.Index("ix_conduct_drafts_open", conduct_drafts.c.document, unique=True, **where(_open()))

conduct_comments = sa.Table(
    "conduct_comments",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("draft", sa.ForeignKey("conduct_drafts.id"), nullable=False),
    sa.Column("print", sa.Text, nullable=False),
    sa.Column("article", sa.Integer, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("title_zh", "title_en", "name", "text", "proposal")),
    sa.Column("named", sa.Boolean, nullable=False),
    sa.Column("by_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("answered_by_id", sa.ForeignKey("accounts.id")),
    sa.Column("answered_by_name", sa.Text),
    sa.Column("answered_at", sa.BigInteger),
    sa.UniqueConstraint("draft", "print"),
    one_of("state", CommentState),
    sa.CheckConstraint("name <> '' AND (text <> '' OR proposal <> '')", name="says_something"),
    sa.CheckConstraint(
        "state = 'open' OR (reason <> '' AND answered_by_id IS NOT NULL AND answered_at IS NOT NULL)",
        name="answered_with_reason",
    ),
)

conduct_notices = sa.Table(
    "conduct_notices",
    metadata,
    sa.Column("edition", sa.ForeignKey("editions.number"), primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("language", "stage", "title", "text", "sha256")),
    sa.Column("command_id", sa.ForeignKey("commands.id"), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("thread_id", sa.Text),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("url", "seen_print")),
    sa.Column("seen_at", sa.BigInteger),
    *(sa.Column(name, sa.Boolean, nullable=False) for name in ("pinned", "locked")),
    sa.Column("gone_at", sa.BigInteger),
    sa.Column("repairs", sa.Integer, nullable=False),
    one_of("language", LANGUAGES),
    one_of("stage", Stage),
    one_of("state", NoticeState),
)

welcoming = sa.Table(
    "welcoming",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("switched_on", sa.Boolean, nullable=False),
    sa.Column("per_day", sa.Integer, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("since", sa.BigInteger, nullable=False),
    one_of("language", LANGUAGES),
    sa.CheckConstraint("per_day BETWEEN 1 AND 500", name="per_day"),
    only_row(),
)

welcomes = sa.Table(
    "welcomes",
    metadata,
    sa.Column("member_id", sa.Text, primary_key=True),  # once ever, whatever happens
    sa.Column("edition", sa.ForeignKey("editions.number"), nullable=False),
    sa.Column("decision_id", sa.ForeignKey("decisions.id"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)
sa.Index("ix_welcomes_at", welcomes.c.at)

acknowledgements = sa.Table(
    "acknowledgements",
    metadata,
    sa.Column("edition", sa.ForeignKey("editions.number"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("member_id", sa.Text, primary_key=True),  # "" of who is known by name only
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_hand", sa.Boolean, nullable=False),
)

core_members = sa.Table(
    "core_members",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("member_id", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)
