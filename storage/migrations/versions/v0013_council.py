"""The council: seats, rosters, referrals with their parties and panels, packets, ballots, answers, rulings.

Revision ID: 0013
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_MATTERS = "'opinion', 'plagiarism', 'exchange'"
_STAGES = "'preparing', 'voting', 'undecided', 'decided', 'ruled', 'closed', 'withdrawn'"
_ASIDE = "'party', 'reporter', 'decided', 'conflict', 'term', 'unconfirmed', 'silent', 'earlier'"
_FINDINGS = "'yes', 'no', 'unclear'"
_REMEDIES = "'none', 'mediation', 'correction', 'apology', 'warning', 'mute_1', 'mute_7', 'suspension', 'removal'"

_DECISIONS = (
    "'coaching', 'reply', 'dismissal', 'acceptance', 'classification', 'sanction', 'lift', 'appeal', 'feedback', "
    "'claim', 'release', 'passing', 'notice', 'welcome', 'follow_up', 'message', 'lane', 'referral', 'return'"
)
_CHECKS = {"decisions": "kind", "drafts": "answer"}
"""Columns that name a kind of decision."""


def upgrade() -> None:
    _new_kinds()
    _create_seats()
    _create_referrals()
    _create_parts()
    _create_packets()
    _create_panels()
    _create_ballots()
    _create_rulings()


def _new_kinds() -> None:
    """A case goes to the council and comes back: two kinds of decision more."""
    if op.get_bind().dialect.name == "sqlite":
        _new_kinds_on_sqlite()
        return
    for table, column in _CHECKS.items():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({_DECISIONS}))")


def _new_kinds_on_sqlite() -> None:
    """SQLite can't change a check: tables are made anew, with their rows and indexes.

    Guards look at tables that are gone meanwhile, which SQLite does not bear: all are set aside, and put back as they were.
    """
    connection = op.get_bind()
    guards = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table, column in _CHECKS.items():
        _make_anew(connection, table, column)
    for _, statement in guards:
        connection.exec_driver_sql(statement)


def _make_anew(connection: sa.Connection, table: str, column: str) -> None:
    indexes = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL", (table,)
    ).scalars()
    beside = list(indexes)
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE name = ? AND type = 'table'", (table,)
    ).scalar_one()
    made, times = re.subn(
        rf"(CONSTRAINT ck_{table}_{column} CHECK \({column} IN \()[^)]*(\)\))", rf"\g<1>{_DECISIONS}\g<2>", made
    )
    if times != 1:
        raise AssertionError(f"{table}: {times} checks of {column}")
    made = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_next", made, count=1)
    connection.exec_driver_sql(made)
    connection.exec_driver_sql(f"INSERT INTO {table}_next SELECT * FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_next RENAME TO {table}")
    for statement in beside:
        connection.exec_driver_sql(statement)


def _text(*names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _time(*names: str) -> list["sa.Column[int]"]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _maybe_time(*names: str) -> list["sa.Column[int]"]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in names]


def _running(name: str) -> "sa.Column[int]":
    return sa.Column(name, _KEY, autoincrement=True, nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _by(table: str) -> sa.ForeignKeyConstraint:
    return _points(table, "by_id", "accounts.id")


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def _create_seats() -> None:
    op.create_table(
        "seats",
        _running("key"),
        _number("number"),
        *_text("member_id", "member_name", "name", "signs", "seals"),
        *_time("begins", "ends", "at"),
        *_text("by_id", "by_name"),
        *_maybe_time("confirmed_at"),
        sa.Column("confirmed_by_id", sa.Text(), nullable=True),
        sa.Column("confirmed_by_name", sa.Text(), nullable=True),
        *_maybe_time("left_at"),
        sa.Column("chair", sa.Boolean(), nullable=False),
        _check("seats", "number", "number BETWEEN 1 AND 99"),
        _check("seats", "name", "name <> ''"),
        _check("seats", "term", "ends > begins"),
        _check("seats", "confirmed_whole", "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)"),
        _by("seats"),
        _points("seats", "confirmed_by_id", "accounts.id"),
        sa.PrimaryKeyConstraint("key", name="pk_seats"),
        *(sa.UniqueConstraint(name, name=f"uq_seats_{name}") for name in ("number", "signs", "seals")),
    )
    op.create_index(
        "uq_seats_member",
        "seats",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "rosters",
        _running("serial"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_text("sha256"),
        *_time("at"),
        *_text("by_id", "by_name"),
        _by("rosters"),
        sa.PrimaryKeyConstraint("serial", name="pk_rosters"),
    )
    op.create_table(
        "council_keys",
        *_text("public", "sealed"),
        *_time("at"),
        *_text("by_id", "by_name"),
        _by("council_keys"),
        sa.PrimaryKeyConstraint("public", name="pk_council_keys"),
    )


def _create_referrals() -> None:
    op.create_table(
        "referrals",
        _running("key"),
        *_text("matter", "question", "alleged", "asked_by", "asked_name"),
        sa.Column("brand_party", sa.Boolean(), nullable=False),
        _number("size"),
        *_text("stage"),
        *_time("opened_at"),
        *_text("by_id", "by_name"),
        *_time("ledger_entries"),
        *_text("ledger_hash"),
        _number("round"),
        *_text("packet"),
        *_maybe_time("due_at", "counted_at", "ended_at"),
        _check("referrals", "matter", f"matter IN ({_MATTERS})"),
        _check("referrals", "asked_by", "asked_by IN ('staff', 'party', 'seats')"),
        _check("referrals", "stage", f"stage IN ({_STAGES})"),
        _check("referrals", "words", "question <> '' AND alleged <> ''"),
        _check("referrals", "size", "size IN (5, 7)"),
        _check("referrals", "round", "round >= 1"),
        _check("referrals", "packet", "(packet = '') = (due_at IS NULL)"),
        _by("referrals"),
        sa.PrimaryKeyConstraint("key", name="pk_referrals"),
    )
    op.create_index("ix_referrals_stage", "referrals", ["stage", "key"])
    op.create_table(
        "referral_cases",
        _running("seq"),
        sa.Column("referral_key", _KEY, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        *_time("added_at"),
        *_text("by_id", "by_name"),
        *_maybe_time("left_at"),
        _points("referral_cases", "referral_key", "referrals.key"),
        _points("referral_cases", "case_key", "cases.key"),
        _by("referral_cases"),
        sa.PrimaryKeyConstraint("seq", name="pk_referral_cases"),
    )
    op.create_index(
        "uq_referral_cases_open",
        "referral_cases",
        ["case_key"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_index("ix_referral_cases_referral", "referral_cases", ["referral_key", "seq"])
    op.create_index("ix_referral_cases_case", "referral_cases", ["case_key"])


def _create_parts() -> None:
    op.create_table(
        "referral_parties",
        _running("seq"),
        sa.Column("referral_key", _KEY, nullable=False),
        *_text("member_id", "member_name", "label"),
        sa.Column("complains", sa.Boolean(), nullable=False),
        *_text("statement"),
        *_maybe_time("stated_at", "asked_at", "answer_by"),
        sa.Column("silent", sa.Boolean(), nullable=False),
        _check("referral_parties", "silent", "NOT silent OR (statement = '' AND answer_by IS NOT NULL)"),
        _check("referral_parties", "asked_whole", "(asked_at IS NULL) = (answer_by IS NULL)"),
        _points("referral_parties", "referral_key", "referrals.key"),
        sa.PrimaryKeyConstraint("seq", name="pk_referral_parties"),
        sa.UniqueConstraint("referral_key", "member_id", name="uq_referral_parties_member"),
        sa.UniqueConstraint("referral_key", "label", name="uq_referral_parties_label"),
    )
    op.create_table(
        "referral_articles",
        sa.Column("referral_key", _KEY, nullable=False),
        _number("edition"),
        _number("article"),
        _points("referral_articles", "referral_key", "referrals.key"),
        sa.PrimaryKeyConstraint("referral_key", "edition", "article", name="pk_referral_articles"),
    )


def _create_packets() -> None:
    op.create_table(
        "packet_choices",
        sa.Column("referral_key", _KEY, nullable=False),
        *_text("what", "choice"),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        *_time("at"),
        *_text("by_id", "by_name"),
        _points("packet_choices", "referral_key", "referrals.key"),
        _by("packet_choices"),
        sa.PrimaryKeyConstraint("referral_key", "what", name="pk_packet_choices"),
    )
    op.create_table(
        "council_packets",
        *_text("sha256"),
        sa.Column("referral_key", _KEY, nullable=False),
        _number("round"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_text("box"),
        *_time("at"),
        *_text("by_id", "by_name"),
        _points("council_packets", "referral_key", "referrals.key"),
        _by("council_packets"),
        sa.PrimaryKeyConstraint("sha256", name="pk_council_packets"),
        sa.UniqueConstraint("referral_key", "round", name="uq_council_packets_round"),
    )


def _create_panels() -> None:
    op.create_table(
        "panel_seats",
        sa.Column("referral_key", _KEY, nullable=False),
        sa.Column("seat_key", _KEY, nullable=False),
        _number("place"),
        _number("round"),
        *_time("drawn_at"),
        sa.Column("aside", sa.Text(), nullable=True),
        *_maybe_time("aside_at"),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        _check("panel_seats", "aside", f"aside IN ({_ASIDE})"),
        _check("panel_seats", "aside_whole", "(aside IS NULL) = (aside_at IS NULL)"),
        _points("panel_seats", "referral_key", "referrals.key"),
        _points("panel_seats", "seat_key", "seats.key"),
        sa.PrimaryKeyConstraint("referral_key", "seat_key", name="pk_panel_seats"),
        sa.UniqueConstraint("referral_key", "place", name="uq_panel_seats_place"),
    )
    op.create_table(
        "destructions",
        sa.Column("referral_key", _KEY, nullable=False),
        sa.Column("seat_key", _KEY, nullable=False),
        *_time("at", "arrived_at"),
        _points("destructions", "referral_key", "referrals.key"),
        _points("destructions", "seat_key", "seats.key"),
        sa.PrimaryKeyConstraint("referral_key", "seat_key", name="pk_destructions"),
    )


def _create_ballots() -> None:
    op.create_table(
        "ballot_roll",
        _running("seq"),
        sa.Column("referral_key", _KEY, nullable=False),
        _number("round"),
        sa.Column("seat_key", _KEY, nullable=False),
        _number("serial"),
        sa.Column("recusal", sa.Boolean(), nullable=False),
        *_time("at"),
        _points("ballot_roll", "referral_key", "referrals.key"),
        _points("ballot_roll", "seat_key", "seats.key"),
        sa.PrimaryKeyConstraint("seq", name="pk_ballot_roll"),
        sa.UniqueConstraint("referral_key", "round", "seat_key", "serial", name="uq_ballot_roll_serial"),
    )
    op.create_table(
        "ballot_box",
        sa.Column("referral_key", _KEY, nullable=False),
        _number("round"),
        sa.Column("seat_key", _KEY, nullable=False),
        _number("serial"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _points("ballot_box", "referral_key", "referrals.key"),
        _points("ballot_box", "seat_key", "seats.key"),
        sa.PrimaryKeyConstraint("referral_key", "round", "seat_key", name="pk_ballot_box"),
    )
    op.create_table(
        "ballot_answers",
        *_text("id"),
        sa.Column("referral_key", _KEY, nullable=False),
        _number("round"),
        *_text("facts", "breach", "remedy", "why_facts", "why_breach", "why_remedy"),
        _check("ballot_answers", "facts", f"facts IN ({_FINDINGS})"),
        _check("ballot_answers", "breach", f"breach IN ({_FINDINGS})"),
        _check("ballot_answers", "remedy", f"remedy IN ({_REMEDIES})"),
        _points("ballot_answers", "referral_key", "referrals.key"),
        sa.PrimaryKeyConstraint("id", name="pk_ballot_answers"),
    )
    op.create_index("ix_ballot_answers_referral", "ballot_answers", ["referral_key", "round", "id"])


def _create_rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("referral_key", _KEY, nullable=False),
        _number("round"),
        *_text("outcome", "text"),
        *_time("counted_at"),
        *_text("by_id", "by_name"),
        sa.Column("chair_seat", _KEY, nullable=True),
        *_maybe_time("confirmed_at"),
        sa.Column("confirmed_by_id", sa.Text(), nullable=True),
        sa.Column("refused_why", sa.Text(), nullable=True),
        *_maybe_time("publish_at", "published_at"),
        _check("rulings", "confirmed_whole", "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)"),
        _check("rulings", "publish_at", "(confirmed_at IS NULL) = (publish_at IS NULL)"),
        _check("rulings", "published", "published_at IS NULL OR published_at >= publish_at"),
        _points("rulings", "referral_key", "referrals.key"),
        _by("rulings"),
        _points("rulings", "chair_seat", "seats.key"),
        _points("rulings", "confirmed_by_id", "accounts.id"),
        sa.PrimaryKeyConstraint("referral_key", name="pk_rulings"),
    )
    op.create_table(
        "ruling_decisions",
        *_text("decision_id"),
        sa.Column("referral_key", _KEY, nullable=False),
        _points("ruling_decisions", "decision_id", "decisions.id"),
        _points("ruling_decisions", "referral_key", "referrals.key"),
        sa.PrimaryKeyConstraint("decision_id", name="pk_ruling_decisions"),
    )
    op.create_index("ix_ruling_decisions_referral", "ruling_decisions", ["referral_key"])
