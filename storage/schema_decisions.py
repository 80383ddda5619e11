"""Tables of the record: what was decided, what is to be sent, and the files beside cases."""

import sqlalchemy as sa

from app.domain.cases import Back, CaseKind, CaseState, Verdict
from app.domain.commands import CommandKind, CommandState
from app.domain.decisions import DecisionKind
from app.domain.evidence import ENDINGS
from app.domain.sanctions import SecondPerson
from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts, articles, cases

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key)),
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
    *(
        sa.Column(f"basis_{part}_{language}", sa.Text)
        for part in ("name", "title", "text")
        for language in ("zh", "en")
    ),
    *(sa.Column(f"basis_law_{language}", sa.Text) for language in ("zh", "en")),
    sa.Column("undone_at", sa.BigInteger),
    sa.Column("undone_by", sa.ForeignKey(accounts.c.id)),
    sa.Column("second_person", sa.Text),  # why another person must agree before it takes effect
    sa.Column("plan", sa.Text),  # what it does then, until it does
    # what it took from its case, so that an undo can give it back
    *(sa.Column(name, sa.Text) for name in ("verdict_before", "back_before", "kind_before", "kind_after")),
    sa.Column("due_before", sa.BigInteger),
    sa.ForeignKeyConstraint(
        ["basis_edition", "basis_article", "basis_use"],
        [articles.c.edition, articles.c.number, articles.c.use],
        name="fk_decisions_basis",
    ),
    sa.CheckConstraint("basis_use IS NULL OR basis_use = 'conduct'", name="basis_use"),
    sa.CheckConstraint(
        "kind NOT IN ('coaching', 'sanction') OR (((basis_edition IS NOT NULL AND basis_article IS NOT NULL "
        "AND basis_use IS NOT NULL) OR (basis_law_zh IS NOT NULL AND basis_law_zh <> '' AND basis_law_en IS NOT NULL "
        "AND basis_law_en <> '')) AND basis_text_zh IS NOT NULL AND basis_text_en IS NOT NULL "
        "AND basis_text_zh <> '' AND basis_text_en <> '')",
        name="has_basis",
    ),
    sa.CheckConstraint("basis_law_zh IS NULL OR basis_edition IS NULL", name="one_basis"),
    sa.CheckConstraint("kind = 'coaching' OR NOT basis_current", name="current_for_coaching"),
    sa.CheckConstraint(
        "(case_key IS NULL) = (kind IN ('notice', 'welcome', 'thanks', 'honour', 'review'))", name="about_a_case"
    ),
    one_of("second_person", SecondPerson),
    sa.CheckConstraint(
        "kind <> 'classification' OR (kind_before IS NOT NULL AND kind_after IS NOT NULL)",
        name="classification_has_kinds",
    ),
    one_of("kind", DecisionKind),
    one_of("state_before", CaseState),
    one_of("state_after", CaseState),
    one_of("verdict_before", Verdict),
    one_of("back_before", Back),
    one_of("kind_before", CaseKind),
    one_of("kind_after", CaseKind),
)
sa.Index("ix_decisions_case", decisions.c.case_key, decisions.c.seq)
sa.Index("ix_decisions_article", decisions.c.basis_article, decisions.c.seq)
sa.Index("ix_decisions_at", decisions.c.at)

commands = sa.Table(
    "commands",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
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
    sa.Column("by_hand", sa.Boolean, nullable=False, server_default=sa.false()),  # a person does it and ticks it off
    one_of("kind", CommandKind),
    one_of("state", CommandState),
    sa.CheckConstraint("NOT by_hand OR state IN ('waiting', 'blocked', 'sent', 'cancelled')", name="state_by_hand"),
    sa.CheckConstraint(
        "state <> 'sent' OR (receipt IS NOT NULL AND receipt <> '' AND settled_at IS NOT NULL)",
        name="sent_has_receipt",
    ),
)


_SETTLED: tuple[sa.ColumnElement[str], ...] = (sa.literal_column("'sent'"), sa.literal_column("'cancelled'"))


def unsettled(table: sa.FromClause = commands) -> sa.ColumnElement[bool]:
    """Commands to which something may still happen."""
    return table.c.state.not_in(_SETTLED)


def settled(table: sa.FromClause = commands) -> sa.ColumnElement[bool]:
    """Commands to which nothing more will happen."""
    return table.c.state.in_(_SETTLED)


sa.Index("ix_commands_unsettled", commands.c.lane, commands.c.seq, **where(unsettled()))
sa.Index("ix_commands_settled", commands.c.seq, **where(settled()))
sa.Index("ix_commands_lane", commands.c.lane, commands.c.seq)
sa.Index("ix_commands_state", commands.c.state, commands.c.seq)
sa.Index("ix_commands_decision", commands.c.decision_id, commands.c.seq)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("command_id", sa.ForeignKey(commands.c.id)),  # whose receipt it is
    *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "media_type", "sha256")),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    one_of("media_type", ENDINGS),
    sa.CheckConstraint("length(sha256) = 64 AND ltrim(sha256, '0123456789abcdef') = ''", name="sha256"),
    sa.CheckConstraint("size > 0 AND size = length(content)", name="size"),
)
sa.Index("ix_evidence_case", evidence.c.case_key, evidence.c.seq)
sa.Index("ix_evidence_command", evidence.c.command_id)
