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
_ASIDE = "'party', 'reporter', 'decided', 'asked', 'conflict', 'term', 'unconfirmed', 'silent', 'earlier'"
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
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


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
        sa.Column("chair_by_id", sa.Text(), nullable=True),
        _check("seats", "number", "number BETWEEN 1 AND 99"),
        _check("seats", "name", "name <> ''"),
        _check("seats", "term", "ends > begins"),
        _check("seats", "confirmed_whole", "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)"),
        _by("seats"),
        _points("seats", "confirmed_by_id", "accounts.id"),
        _points("seats", "chair_by_id", "accounts.id"),
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
        _check("rosters", "serial", "serial >= 1"),
        _by("rosters"),
        sa.PrimaryKeyConstraint("serial", name="pk_rosters"),
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
        _check("referrals", "ended", "(ended_at IS NOT NULL) = (stage IN ('closed', 'withdrawn'))"),
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
        sa.Column("aside_by_id", sa.Text(), nullable=True),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        _check("panel_seats", "aside", f"aside IN ({_ASIDE})"),
        _check("panel_seats", "aside_whole", "(aside IS NULL) = (aside_at IS NULL)"),
        _points("panel_seats", "referral_key", "referrals.key"),
        _points("panel_seats", "seat_key", "seats.key"),
        _points("panel_seats", "aside_by_id", "accounts.id"),
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


# --- guards ----------------------------------------------------------------------------------------------

_FROZEN = {
    "seats": "key, number, member_id, member_name, name, signs, seals, begins, ends, at, by_id, by_name",
    "rosters": "serial, content, sha256, at, by_id, by_name",
    "referrals": "key, asked_by, asked_name, opened_at, by_id, by_name",
    "referral_cases": "seq, referral_key, case_key, added_at, by_id, by_name",
    "referral_parties": "seq, referral_key, member_id, member_name, label",
    "referral_articles": "referral_key, edition, article",
    "packet_choices": "referral_key, what",
    "council_packets": "sha256, referral_key, round, content, box, at, by_id, by_name",
    "panel_seats": "referral_key, seat_key, place, round, drawn_at, instead_of",
    "ballot_roll": "seq, referral_key, round, seat_key, serial, recusal, at",
    "ballot_box": "referral_key, round, seat_key, serial, content",
    "ballot_answers": "id, referral_key, round, facts, breach, remedy, why_facts, why_breach, why_remedy",
    "rulings": "referral_key, round, outcome, counted_at, by_id, by_name, chair_seat",
    "ruling_decisions": "decision_id, referral_key",
    "destructions": "referral_key, seat_key, at, arrived_at",
}
"""What is written once."""

_SHORT_LIVED = ("referral_parties", "referral_articles", "packet_choices", "ballot_box")
"""What may be deleted, at times; nothing else ever is."""

_REPLACED = {
    "seats": "key = NEW.key OR number = NEW.number OR signs = NEW.signs OR seals = NEW.seals OR "
    "(member_id = NEW.member_id AND left_at IS NULL AND NEW.left_at IS NULL)",
    "rosters": "serial = NEW.serial",
    "referrals": "key = NEW.key",
    "referral_cases": "seq = NEW.seq OR (case_key = NEW.case_key AND left_at IS NULL AND NEW.left_at IS NULL)",
    "referral_parties": "seq = NEW.seq OR (referral_key = NEW.referral_key AND "
    "(member_id = NEW.member_id OR label = NEW.label))",
    "referral_articles": "referral_key = NEW.referral_key AND edition = NEW.edition AND article = NEW.article",
    "packet_choices": "referral_key = NEW.referral_key AND what = NEW.what",
    "council_packets": "sha256 = NEW.sha256 OR (referral_key = NEW.referral_key AND round = NEW.round)",
    "panel_seats": "referral_key = NEW.referral_key AND (seat_key = NEW.seat_key OR place = NEW.place)",
    "ballot_roll": "seq = NEW.seq OR (referral_key = NEW.referral_key AND round = NEW.round "
    "AND seat_key = NEW.seat_key AND serial = NEW.serial)",
    "ballot_box": "referral_key = NEW.referral_key AND round = NEW.round AND seat_key = NEW.seat_key",
    "ballot_answers": "id = NEW.id",
    "rulings": "referral_key = NEW.referral_key",
    "ruling_decisions": "decision_id = NEW.decision_id",
    "destructions": "referral_key = NEW.referral_key AND seat_key = NEW.seat_key",
}
"""`REPLACE` deletes unseen where a connection asks for that: what is there is guarded from being inserted too."""

_MS_A_DAY = 86_400_000
_APPEAL = 15 * _MS_A_DAY


def _referral(condition: str, key: str = "NEW.referral_key") -> str:
    return f"EXISTS (SELECT 1 FROM referrals AS of_it WHERE of_it.key = {key} AND {condition})"


def _not_preparing(key: str = "NEW.referral_key") -> str:
    return "NOT " + _referral("of_it.stage = 'preparing'", key)


def _too_close(member: str, referral: str) -> str:
    """Staff, a party, an author, a reporter, who decided or agreed, who keeps out, who referred it or asked for it."""
    return (
        f"EXISTS (SELECT 1 FROM accounts WHERE accounts.id = {member}) OR "
        f"EXISTS (SELECT 1 FROM referral_parties AS p WHERE p.referral_key = {referral} AND p.member_id = {member}) "
        f"OR EXISTS (SELECT 1 FROM referrals AS r WHERE r.key = {referral} AND r.by_id = {member}) "
        "OR EXISTS (SELECT 1 FROM referrals AS r JOIN seats AS asker ON '、' || r.asked_name || '、' "
        "LIKE '%、' || CAST(asker.number AS TEXT) || '、%' "
        f"WHERE r.key = {referral} AND r.asked_by = 'seats' AND asker.member_id = {member}) "
        "OR EXISTS (SELECT 1 FROM referral_cases AS rc JOIN cases AS c ON c.key = rc.case_key "
        f"WHERE rc.referral_key = {referral} AND rc.left_at IS NULL AND (c.author_id = {member} "
        f"OR EXISTS (SELECT 1 FROM reports WHERE reports.case_key = c.key AND reports.reporter_id = {member}) "
        f"OR EXISTS (SELECT 1 FROM recusals WHERE recusals.case_key = c.key AND recusals.account_id = {member}) "
        "OR EXISTS (SELECT 1 FROM decisions AS d LEFT JOIN approvals AS a ON a.decision_id = d.id "
        f"WHERE d.case_key = c.key AND (d.by_id = {member} OR a.by_id = {member}))))"
    )


_SITTING = (
    "SELECT count(*) FROM panel_seats AS sitting WHERE sitting.referral_key = {key} AND sitting.round = {round} "
    "AND sitting.aside IS NULL"
)

_ON_PANEL = (
    "EXISTS (SELECT 1 FROM panel_seats AS place WHERE place.referral_key = NEW.referral_key "
    "AND place.seat_key = NEW.seat_key AND {condition})"
)

_VOTES = _referral("of_it.stage = 'voting' AND of_it.round = NEW.round")

_LAST_SERIAL = (
    "(SELECT COALESCE(MAX(arrival.serial), 0) FROM ballot_roll AS arrival WHERE arrival.referral_key = {row}.referral_key "
    "AND arrival.round = {row}.round AND arrival.seat_key = {row}.seat_key)"
)

_RECUSED = (
    "EXISTS (SELECT 1 FROM ballot_roll AS arrival WHERE arrival.referral_key = NEW.referral_key "
    "AND arrival.round = NEW.round AND arrival.seat_key = NEW.seat_key AND arrival.recusal)"
)
_IN_THE_BOX = (
    "(SELECT count(*) FROM ballot_box AS held WHERE held.referral_key = {referral} AND held.round = NEW.round)"
)
_MEMBER_OF_SEAT = "(SELECT seats.member_id FROM seats WHERE seats.key = NEW.seat_key)"


def _answers(condition: str = "1 = 1", referral: str = "NEW.referral_key") -> str:
    """How many answers of the round say so."""
    return (
        f"(SELECT count(*) FROM ballot_answers AS said WHERE said.referral_key = {referral} "
        f"AND said.round = NEW.round AND {condition})"
    )


def _short(votes: str, of: str) -> str:
    """Fewer than 60 %."""
    return f"5 * {votes} < 3 * {of}"


def _no_quorum(votes: str, referral: str = "NEW.referral_key") -> str:
    sitting = f"({_SITTING.format(key=referral, round='NEW.round')})"
    return f"({votes} < 3 OR {_short(votes, sitting)})"


_EACH_REMEDY = tuple(one.strip("'") for one in _REMEDIES.split(", "))


def _says(remedy: str) -> str:
    return f"""NEW.outcome LIKE '%"remedy":"{remedy}"%'"""


def _stronger(remedy: str) -> str:
    """How many want this remedy or a stronger one."""
    wanted = ", ".join(f"'{one}'" for one in _EACH_REMEDY[_EACH_REMEDY.index(remedy) :])
    return _answers(f"said.remedy IN ({wanted})")


_BY_RULE = (
    f"({_answers()} = 0 AND {_no_quorum(_IN_THE_BOX.format(referral='NEW.referral_key'))} AND {_says('none')} "
    """AND NEW.outcome LIKE '%"undecided":"quorum"%' AND """ + _referral("of_it.brand_party") + ")"
)
"""Too few ballots, of which none was opened: where the brand is a party, that is for the member."""

_FOUND, _BREACHED = _answers("said.facts = 'yes'"), _answers("said.breach = 'yes'")
_DOES_NOT_FOLLOW = " OR ".join(
    (
        f"""NEW.outcome NOT LIKE '%"ballots":' || {_answers()} || ',%'""",
        _no_quorum(_answers()),
        f"NOT ({' OR '.join(map(_says, _EACH_REMEDY))})",
        *(f"({_says(one)} AND {_short(_stronger(one), _answers())})" for one in _EACH_REMEDY),
        f"(({_says('suspension')} OR {_says('removal')}) AND {_answers()} < 5)",
        f"(NOT {_says('none')} AND {_short(_FOUND, _answers())})",
        f"(NOT {_says('none')} AND NOT {_says('mediation')} AND {_short(_BREACHED, _answers())})",
    )
)
"""What no count finds by the answers that are kept (app.domain.council_counting)."""

_DRAWN_BEFORE = (
    "EXISTS (SELECT 1 FROM referrals AS before JOIN referral_cases AS was ON was.referral_key = before.key "
    "JOIN referral_cases AS here ON here.case_key = was.case_key WHERE here.referral_key = {key} "
    "AND before.key < {key} AND {condition} "
    "AND EXISTS (SELECT 1 FROM panel_seats AS sat WHERE sat.referral_key = before.key))"
)
"""A case of it was drawn for by an earlier referral."""

_WENT = "(OLD.stage = '{then}' AND NEW.stage {now})"
_ON_ITS_WAY = " OR ".join(
    _WENT.format(then=then, now=now)
    for then, now in (
        ("preparing", "IN ('voting', 'withdrawn')"),
        ("voting", "IN ('undecided', 'decided', 'withdrawn')"),
        ("undecided", "IN ('preparing', 'withdrawn')"),
        ("decided", "= 'ruled'"),
        ("ruled", "= 'closed'"),
    )
)
_OUT = _WENT.format(then="preparing", now="= 'voting'")
_ANEW = _WENT.format(then="undecided", now="= 'preparing'")
_COUNTED = _WENT.format(then="voting", now="IN ('undecided', 'decided')")

_BEFORE_COUNCIL = (
    "EXISTS (SELECT 1 FROM referral_cases JOIN referrals ON referrals.key = referral_cases.referral_key "
    "WHERE referral_cases.case_key = {case} AND referral_cases.left_at IS NULL "
    "AND referrals.stage IN ('preparing', 'voting', 'undecided', 'decided'))"
)
_POST_BEFORE_COUNCIL = (
    "EXISTS (SELECT 1 FROM cases AS mine JOIN cases AS judged ON judged.key = mine.key OR judged.post_id = mine.post_id "
    "JOIN referral_cases ON referral_cases.case_key = judged.key "
    "JOIN referrals ON referrals.key = referral_cases.referral_key "
    "WHERE mine.key = {case} AND referral_cases.left_at IS NULL "
    "AND referrals.stage IN ('preparing', 'voting', 'undecided', 'decided'))"
)
_JUDGING = "('coaching', 'sanction', 'dismissal', 'acceptance')"
_NEVER_JUDGED = "('complaint', 'safety', 'unlawful', 'rights_notice', 'care')"
_UNCOUNTED = "('preparing', 'voting', 'undecided')"

_RULED = (
    "SELECT 1 FROM rulings AS ruled WHERE ruled.referral_key = (SELECT MAX(newest.referral_key) FROM rulings AS newest "
    "JOIN referral_cases AS within ON within.referral_key = newest.referral_key WHERE within.case_key = {case} "
    "AND newest.confirmed_at IS NOT NULL AND (within.left_at IS NULL OR within.left_at >= newest.counted_at))"
)
"""The newest ruling on a case."""


def _recommends(*remedies: str) -> str:
    return "(" + " OR ".join(f"""ruled.outcome LIKE '%"remedy":"{one}"%'""" for one in remedies) + ")"


_RUNG_FITS = " OR ".join(
    f"(NEW.rung = '{rung}' AND {_recommends(*remedies)})"
    for rung, remedies in {
        "warning": ("warning",),
        "mute_1": ("mute_1",),
        "mute_7": ("mute_7",),
        "suspend_30": ("suspension", "removal"),
    }.items()
)

_RULES: dict[str, tuple[str, str, str, str]] = {
    # --- seats
    "seats_begin": (
        "INSERT",
        "seats",
        "NEW.confirmed_at IS NOT NULL OR NEW.left_at IS NOT NULL OR NEW.chair OR NEW.ends <= NEW.at "
        "OR NEW.number <> (SELECT COALESCE(MAX(earlier.number), 0) + 1 FROM seats AS earlier)",
        "a seat has the next number, and begins without confirmed keys",
    ),
    "seats_no_staff": (
        "INSERT",
        "seats",
        "EXISTS (SELECT 1 FROM accounts WHERE accounts.id = NEW.member_id)",
        "staff has no seat",
    ),
    "seats_keys_of_one": (
        "INSERT",
        "seats",
        "NEW.signs = '' OR NEW.seals = '' OR NEW.member_id = ''",
        "a seat has keys, and a member",
    ),
    "seats_confirmed_once": (
        "UPDATE OF confirmed_at, confirmed_by_id, confirmed_by_name",
        "seats",
        "OLD.confirmed_at IS NOT NULL OR OLD.left_at IS NOT NULL OR NEW.confirmed_at < OLD.at "
        "OR (NEW.confirmed_by_name IS NOT NULL AND NEW.confirmed_at IS NULL) OR NEW.confirmed_by_id = OLD.by_id",
        "keys are confirmed once, while the seat is there, by another account than entered it",
    ),
    "seats_left_once": (
        "UPDATE OF left_at",
        "seats",
        "OLD.left_at IS NOT NULL OR NEW.left_at IS NULL OR NEW.left_at < OLD.at",
        "a seat is given up once",
    ),
    "seats_chair": (
        "UPDATE OF chair, chair_by_id",
        "seats",
        "OLD.left_at IS NOT NULL OR (NEW.chair AND (OLD.confirmed_at IS NULL OR NEW.chair_by_id IS NULL "
        "OR NEW.chair_by_id = OLD.by_id))",
        "a chair has keys that were confirmed, is there, and is made one by another account than entered it",
    ),
    "rosters_in_order": (
        "INSERT",
        "rosters",
        "NEW.serial >= 1 AND NEW.serial <= (SELECT COALESCE(MAX(earlier.serial), 0) FROM rosters AS earlier)",
        "a later roster has a higher serial",
    ),
    # --- referrals
    "referrals_begin": (
        "INSERT",
        "referrals",
        "NEW.stage <> 'preparing' OR NEW.round <> 1 OR NEW.packet <> '' OR NEW.counted_at IS NOT NULL "
        "OR NEW.ledger_hash <> ''",
        "a referral begins with being prepared",
    ),
    "referrals_head": (
        "UPDATE OF ledger_entries, ledger_hash",
        "referrals",
        "(NEW.ledger_hash <> OLD.ledger_hash OR NEW.ledger_entries <> OLD.ledger_entries) AND NOT ("
        "(OLD.ledger_hash = '' AND EXISTS (SELECT 1 FROM ledger WHERE ledger.seq = NEW.ledger_entries "
        "AND ledger.hash = NEW.ledger_hash AND ledger.kind = 'referral.opened' "
        """AND ledger.body LIKE '%"referral":"referral-' || NEW.key || '"%')) OR """
        "(NOT EXISTS (SELECT 1 FROM panel_seats AS sat WHERE sat.referral_key = NEW.key) AND "
        + _DRAWN_BEFORE.format(
            key="NEW.key",
            condition="before.ledger_hash = NEW.ledger_hash AND before.ledger_entries = NEW.ledger_entries",
        )
        + "))",
        "seats are drawn by the entry of the referral, or by that of an earlier one of the same case",
    ),
    "referrals_words": (
        "UPDATE OF matter, question, alleged, brand_party, size",
        "referrals",
        "OLD.stage <> 'preparing' OR NEW.stage <> 'preparing'",
        "what seats were asked does not change",
    ),
    "referrals_question": (
        "UPDATE OF question, alleged",
        "referrals",
        "OLD.round > 1 AND (NEW.question <> OLD.question OR NEW.alleged <> OLD.alleged)",
        "what is asked does not change between rounds",
    ),
    "referrals_size": (
        "UPDATE OF brand_party, size",
        "referrals",
        "OLD.round > 1 AND ((OLD.brand_party AND NOT NEW.brand_party) OR (NEW.brand_party AND NOT OLD.brand_party) "
        "OR NEW.size <> OLD.size)",
        "by what rules seats vote does not change between rounds",
    ),
    "referrals_stage": (
        "UPDATE OF stage",
        "referrals",
        f"NEW.stage <> OLD.stage AND NOT ({_ON_ITS_WAY})",
        "it does not go from that stage to this one",
    ),
    "referrals_out": (
        "UPDATE OF stage",
        "referrals",
        f"{_OUT} AND (NOT EXISTS (SELECT 1 FROM council_packets WHERE council_packets.sha256 = NEW.packet "
        "AND council_packets.referral_key = NEW.key AND council_packets.round = NEW.round "
        f"AND NEW.due_at - council_packets.at BETWEEN {_MS_A_DAY} AND {31 * _MS_A_DAY}) "
        f"OR ({_SITTING.format(key='NEW.key', round='NEW.round')}) < 3 "
        "OR NOT EXISTS (SELECT 1 FROM referral_cases WHERE referral_cases.referral_key = NEW.key "
        "AND referral_cases.left_at IS NULL))",
        "seats vote on a packet, and a quorum of them sits",
    ),
    "referrals_heard": (
        "UPDATE OF stage",
        "referrals",
        f"{_OUT} AND (EXISTS (SELECT 1 FROM referral_parties WHERE referral_parties.referral_key = NEW.key "
        "AND referral_parties.statement = '' AND NOT referral_parties.silent) "
        "OR EXISTS (SELECT 1 FROM referral_cases JOIN cases ON cases.key = referral_cases.case_key "
        "WHERE referral_cases.referral_key = NEW.key AND referral_cases.left_at IS NULL "
        "AND cases.kind IN ('complaint', 'safety', 'unlawful', 'rights_notice', 'care')))",
        "seats vote when every party had its say, and on what can be judged",
    ),
    "referrals_fair": (
        "UPDATE OF stage",
        "referrals",
        f"{_OUT} AND EXISTS (SELECT 1 FROM panel_seats JOIN seats ON seats.key = panel_seats.seat_key "
        "WHERE panel_seats.referral_key = NEW.key AND panel_seats.round = NEW.round AND panel_seats.aside IS NULL "
        f"AND (seats.confirmed_at IS NULL OR seats.left_at IS NOT NULL OR {_too_close('seats.member_id', 'NEW.key')}))",
        "a seat of the panel may not judge this",
    ),
    "referrals_round": (
        "UPDATE OF round, stage",
        "referrals",
        f"NEW.round <> OLD.round + CASE WHEN {_ANEW} THEN 1 ELSE 0 END",
        "a round follows an undecided one",
    ),
    "referrals_packet": (
        "UPDATE OF packet, due_at, stage",
        "referrals",
        f"(({_OUT}) AND (NEW.packet = '' OR OLD.packet <> '')) OR (({_ANEW}) AND NEW.packet <> '') "
        f"OR (NOT ({_OUT}) AND NOT ({_ANEW}) AND (NEW.packet <> OLD.packet "
        "OR COALESCE(NEW.due_at, -1) <> COALESCE(OLD.due_at, -1)))",
        "a packet goes out once a round, with its term",
    ),
    "referrals_counted": (
        "UPDATE OF counted_at, stage",
        "referrals",
        f"(({_COUNTED}) AND (NEW.counted_at IS NULL OR NEW.counted_at < NEW.due_at)) "
        f"OR (({_ANEW}) AND NEW.counted_at IS NOT NULL) "
        f"OR (NOT ({_COUNTED}) AND NOT ({_ANEW}) AND COALESCE(NEW.counted_at, -1) <> COALESCE(OLD.counted_at, -1) "
        "AND (NEW.stage <> 'voting' OR NEW.counted_at IS NULL OR NEW.counted_at < NEW.due_at "
        f"OR {_answers(referral='NEW.key')} > 0))",
        "ballots are counted once, after the term",
    ),
    "referrals_decided": (
        "UPDATE OF stage",
        "referrals",
        f"({_COUNTED}) AND (CASE WHEN NEW.stage = 'decided' THEN 1 ELSE 0 END) <> (SELECT count(*) FROM rulings "
        "WHERE rulings.referral_key = NEW.key AND rulings.round = NEW.round)",
        "it is decided with its ruling",
    ),
    "referrals_undecided": (
        "UPDATE OF stage",
        "referrals",
        f"({_COUNTED}) AND {_no_quorum(_answers(referral='NEW.key'), 'NEW.key')} "
        f"AND NOT {_no_quorum(_IN_THE_BOX.format(referral='NEW.key'), 'NEW.key')}",
        "ballots that are enough are counted, not destroyed",
    ),
    "referrals_ruled": (
        "UPDATE OF stage",
        "referrals",
        "OLD.stage = 'decided' AND NEW.stage = 'ruled' AND NOT EXISTS (SELECT 1 FROM rulings "
        "WHERE rulings.referral_key = NEW.key AND rulings.round = NEW.round AND rulings.confirmed_at IS NOT NULL)",
        "a ruling is confirmed first",
    ),
    "referrals_ended_once": (
        "UPDATE OF ended_at",
        "referrals",
        "OLD.ended_at IS NOT NULL OR NEW.ended_at < OLD.opened_at",
        "a referral ends once, after it began",
    ),
    # --- what is put before seats
    "referral_cases_joined": (
        "INSERT",
        "referral_cases",
        f"NEW.left_at IS NOT NULL OR {_not_preparing()} OR EXISTS (SELECT 1 FROM cases WHERE cases.key = NEW.case_key "
        "AND cases.kind IN ('complaint', 'safety', 'unlawful', 'rights_notice', 'care'))",
        "cases are joined while it is prepared, and of kinds that can be judged",
    ),
    "referral_cases_left": (
        "UPDATE OF left_at",
        "referral_cases",
        "OLD.left_at IS NOT NULL OR NEW.left_at IS NULL OR "
        + _referral("of_it.stage IN ('voting', 'undecided', 'decided', 'ruled')"),
        "a case leaves once, and not while it is judged",
    ),
    "referral_parties_named": (
        "INSERT",
        "referral_parties",
        f"{_not_preparing()} OR NEW.statement <> '' OR NEW.silent OR NEW.stated_at IS NOT NULL",
        "parties are named while it is prepared",
    ),
    "referral_parties_heard": (
        "UPDATE",
        "referral_parties",
        f"{_not_preparing()} OR (NEW.silent AND (NEW.stated_at IS NULL OR NEW.stated_at < NEW.answer_by))",
        "parties are heard before seats vote, and silent when their time is over",
    ),
    "referral_parties_dropped": (
        "DELETE",
        "referral_parties",
        f"{_not_preparing('OLD.referral_key')} OR OLD.statement <> '' OR OLD.silent",
        "who was heard stays",
    ),
    "referral_articles_named": (
        "INSERT",
        "referral_articles",
        f"{_not_preparing()} OR NOT EXISTS (SELECT 1 FROM articles WHERE articles.edition = NEW.edition "
        "AND articles.number = NEW.article AND articles.use = 'conduct')",
        "articles are named while it is prepared, and such as can be breached",
    ),
    "referral_articles_dropped": (
        "DELETE",
        "referral_articles",
        _not_preparing("OLD.referral_key"),
        "what seats were asked does not change",
    ),
    "packet_choices_made": ("INSERT", "packet_choices", _not_preparing(), "the packet is out"),
    "packet_choices_changed": ("UPDATE", "packet_choices", _not_preparing(), "the packet is out"),
    "packet_choices_dropped": ("DELETE", "packet_choices", _not_preparing("OLD.referral_key"), "the packet is out"),
    "council_packets_built": (
        "INSERT",
        "council_packets",
        "NOT "
        + _referral("of_it.stage = 'preparing' AND of_it.round = NEW.round")
        + " OR length(NEW.sha256) <> 64 OR length(NEW.content) = 0 OR NEW.box = ''",
        "a packet is built once a round, while it is prepared",
    ),
    # --- panels
    "panel_seats_drawn": (
        "INSERT",
        "panel_seats",
        "NEW.aside IS NOT NULL OR NOT "
        + _referral("of_it.stage IN ('preparing', 'voting') AND of_it.round = NEW.round AND of_it.ledger_hash <> ''")
        + " OR NEW.place <> (SELECT COALESCE(MAX(before.place), 0) + 1 FROM panel_seats AS before "
        "WHERE before.referral_key = NEW.referral_key) "
        f"OR ({_SITTING.format(key='NEW.referral_key', round='NEW.round')}) >= "
        "(SELECT of_it.size FROM referrals AS of_it WHERE of_it.key = NEW.referral_key)",
        "seats are drawn one after the other, and no more than asked for",
    ),
    "panel_seats_by_the_first_head": (
        "INSERT",
        "panel_seats",
        "NOT EXISTS (SELECT 1 FROM panel_seats AS sat WHERE sat.referral_key = NEW.referral_key) AND "
        + _DRAWN_BEFORE.format(
            key="NEW.referral_key",
            condition="before.ledger_entries < "
            "(SELECT of_it.ledger_entries FROM referrals AS of_it WHERE of_it.key = NEW.referral_key)",
        ),
        "a case that was drawn for once keeps its order",
    ),
    "panel_seats_able": (
        "INSERT",
        "panel_seats",
        "NOT EXISTS (SELECT 1 FROM seats WHERE seats.key = NEW.seat_key AND seats.confirmed_at IS NOT NULL "
        "AND seats.left_at IS NULL AND seats.begins <= NEW.drawn_at AND NEW.drawn_at < seats.ends) "
        f"OR {_too_close('(SELECT member_id FROM seats WHERE seats.key = NEW.seat_key)', 'NEW.referral_key')}",
        "this seat may not judge this",
    ),
    "panel_seats_instead": (
        "INSERT",
        "panel_seats",
        "("
        + _referral("of_it.stage = 'voting' AND (NEW.instead_of IS NULL OR NEW.drawn_at >= of_it.due_at)")
        + ") OR (NEW.instead_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM panel_seats AS left_by JOIN seats "
        "ON seats.key = left_by.seat_key WHERE left_by.referral_key = NEW.referral_key AND left_by.aside IS NOT NULL "
        "AND left_by.round = NEW.round AND seats.number = NEW.instead_of AND NOT EXISTS (SELECT 1 FROM panel_seats AS took "
        "WHERE took.referral_key = NEW.referral_key AND took.instead_of = NEW.instead_of)))",
        "while seats vote, one takes the place of another that stands aside, once",
    ),
    "panel_seats_aside": (
        "UPDATE OF aside, aside_at",
        "panel_seats",
        "OLD.aside IS NOT NULL OR NEW.aside IS NULL OR NEW.aside_at < OLD.drawn_at OR NOT "
        + _referral(
            "(of_it.stage = 'preparing' OR (of_it.stage = 'voting' AND NEW.aside <> 'earlier' "
            "AND NEW.aside_at < of_it.due_at) OR (of_it.stage = 'undecided' AND NEW.aside IN ('earlier', 'silent')))"
        ),
        "a seat stands aside once, and before the term of the vote is over",
    ),
    "panel_seats_aside_by_rule": (
        "UPDATE OF aside",
        "panel_seats",
        f"(NEW.aside IN ('party', 'reporter', 'decided', 'asked') AND NOT ({_too_close(_MEMBER_OF_SEAT, 'NEW.referral_key')})) "
        "OR (NEW.aside IN ('term', 'unconfirmed') AND EXISTS (SELECT 1 FROM seats WHERE seats.key = NEW.seat_key "
        "AND seats.confirmed_at IS NOT NULL AND seats.left_at IS NULL AND seats.begins <= NEW.aside_at "
        "AND NEW.aside_at < seats.ends))",
        "the record knows no such reason",
    ),
    "panel_seats_aside_after_voting": (
        "UPDATE OF aside, aside_at, aside_by_id",
        "panel_seats",
        _referral(
            "of_it.stage = 'voting' AND (NEW.aside_by_id IS NULL OR NEW.aside_by_id = "
            "(SELECT packet.by_id FROM council_packets AS packet WHERE packet.sha256 = of_it.packet))"
        )
        + " AND EXISTS (SELECT 1 FROM ballot_roll AS arrival WHERE arrival.referral_key = NEW.referral_key "
        "AND arrival.round = NEW.round AND arrival.seat_key = NEW.seat_key AND NOT arrival.recusal) "
        f"AND NOT {_RECUSED} AND NOT ({_too_close(_MEMBER_OF_SEAT, 'NEW.referral_key')})",
        "who voted is put aside by another account than built the packet, or by what the record knows",
    ),
    "panel_seats_not_silent": (
        "UPDATE OF aside",
        "panel_seats",
        "NEW.aside = 'silent' AND EXISTS (SELECT 1 FROM ballot_roll AS arrival "
        "WHERE arrival.referral_key = NEW.referral_key AND arrival.seat_key = NEW.seat_key)",
        "who sent a ballot is not silent",
    ),
    # --- ballots
    "ballot_roll_in_time": (
        "INSERT",
        "ballot_roll",
        "NOT "
        + _referral("of_it.stage = 'voting' AND of_it.round = NEW.round AND NEW.at < of_it.due_at")
        + f" OR NEW.serial < 1 OR NEW.serial <= {_LAST_SERIAL.format(row='NEW')}",
        "a ballot arrives while seats vote, each later than the one before",
    ),
    "ballot_roll_of_the_panel": (
        "INSERT",
        "ballot_roll",
        "NOT "
        + _ON_PANEL.format(
            condition="place.round = NEW.round AND NEW.at >= place.drawn_at AND (place.aside IS NULL "
            "OR (NEW.recusal AND place.aside = 'conflict' AND place.aside_at = NEW.at))"
        ),
        "it is a ballot of a seat that judges this",
    ),
    "ballot_roll_fair": (
        "INSERT",
        "ballot_roll",
        f"NOT NEW.recusal AND ({_too_close(_MEMBER_OF_SEAT, 'NEW.referral_key')})",
        "this seat may no longer judge this",
    ),
    "ballot_box_filled": (
        "INSERT",
        "ballot_box",
        f"NOT {_VOTES} OR length(NEW.content) = 0 OR NEW.serial <> {_LAST_SERIAL.format(row='NEW')} OR NOT EXISTS "
        "(SELECT 1 FROM ballot_roll AS arrival WHERE arrival.referral_key = NEW.referral_key "
        "AND arrival.round = NEW.round AND arrival.seat_key = NEW.seat_key AND arrival.serial = NEW.serial "
        f"AND NOT arrival.recusal) OR NOT {_ON_PANEL.format(condition='place.aside IS NULL')}",
        "it is the newest vote of a seat that judges this",
    ),
    "ballot_box_emptied": (
        "DELETE",
        "ballot_box",
        _referral("of_it.stage = 'voting' AND of_it.counted_at IS NULL", "OLD.referral_key")
        + f" AND OLD.serial = {_LAST_SERIAL.format(row='OLD')} AND EXISTS (SELECT 1 FROM panel_seats AS place "
        "WHERE place.referral_key = OLD.referral_key AND place.seat_key = OLD.seat_key AND place.aside IS NULL)",
        "it vanishes with the count, by a later one, or with its seat",
    ),
    "ballot_answers_after_the_term": (
        "INSERT",
        "ballot_answers",
        "NOT "
        + _referral("of_it.stage = 'voting' AND of_it.round = NEW.round AND of_it.counted_at >= of_it.due_at")
        + " OR EXISTS (SELECT 1 FROM rulings WHERE rulings.referral_key = NEW.referral_key) "
        f"OR {_answers()} >= {_IN_THE_BOX.format(referral='NEW.referral_key')}",
        "answers are kept by the count, one for each ballot at most, which go with it",
    ),
    # --- rulings
    "rulings_drafted": (
        "INSERT",
        "rulings",
        "NEW.confirmed_at IS NOT NULL OR NEW.published_at IS NOT NULL OR NEW.refused_why IS NOT NULL OR NOT "
        + _referral("of_it.stage = 'voting' AND of_it.round = NEW.round AND of_it.counted_at = NEW.counted_at"),
        "a ruling is drafted by the count",
    ),
    "rulings_follow": (
        "INSERT",
        "rulings",
        f"NOT {_BY_RULE} AND ({_DOES_NOT_FOLLOW})",
        "it says what the kept answers say",
    ),
    "rulings_counted_by_two": (
        "INSERT",
        "rulings",
        "NOT EXISTS (SELECT 1 FROM seats WHERE seats.key = NEW.chair_seat AND seats.chair "
        "AND seats.confirmed_at IS NOT NULL AND seats.member_id <> NEW.by_id AND NOT EXISTS (SELECT 1 "
        "FROM referral_parties WHERE referral_parties.referral_key = NEW.referral_key "
        "AND referral_parties.member_id = seats.member_id))",
        "ballots are counted by two people, of whom one is a chair and no party",
    ),
    "rulings_text": (
        "UPDATE OF text",
        "rulings",
        "OLD.confirmed_at IS NOT NULL",
        "what was confirmed does not change",
    ),
    "rulings_confirmed_by_another": (
        "UPDATE OF confirmed_at, confirmed_by_id, refused_why, publish_at",
        "rulings",
        "OLD.confirmed_at IS NOT NULL OR (NEW.confirmed_at IS NULL AND NEW.refused_why IS NOT NULL) "
        "OR NEW.refused_why = '' OR NEW.confirmed_at < NEW.counted_at OR NEW.confirmed_by_id = NEW.by_id "
        "OR NEW.confirmed_by_id = (SELECT member_id FROM seats WHERE seats.key = NEW.chair_seat) "
        f"OR NEW.publish_at < NEW.confirmed_at + {_APPEAL} OR NOT " + _referral("of_it.stage = 'decided'"),
        "a ruling is confirmed once, by another person than those who counted; it is published after the term of appeal",
    ),
    "rulings_published_once": (
        "UPDATE OF published_at",
        "rulings",
        "OLD.published_at IS NOT NULL OR (NEW.published_at IS NOT NULL AND (NEW.publish_at IS NULL OR NOT "
        + _referral("of_it.stage IN ('ruled', 'closed')")
        + "))",
        "a ruling that was confirmed is published, once",
    ),
    "ruling_decisions_of_it": (
        "INSERT",
        "ruling_decisions",
        "NOT EXISTS (SELECT 1 FROM decisions JOIN referral_cases ON referral_cases.case_key = decisions.case_key "
        "JOIN rulings ON rulings.referral_key = referral_cases.referral_key WHERE decisions.id = NEW.decision_id "
        "AND decisions.undone_at IS NULL AND referral_cases.referral_key = NEW.referral_key "
        "AND rulings.confirmed_at IS NOT NULL AND decisions.at >= rulings.counted_at "
        "AND (rulings.refused_why IS NULL OR decisions.kind NOT IN ('sanction', 'coaching')))",
        "it is carried out on its own cases, once it is confirmed and not refused",
    ),
    "destructions_after_it": (
        "INSERT",
        "destructions",
        "NOT "
        + _ON_PANEL.format(
            condition="(place.aside IS NOT NULL OR "
            + _referral("of_it.stage IN ('undecided', 'decided', 'ruled', 'closed', 'withdrawn')")
            + ")"
        ),
        "a seat that judged it destroys what it had, when it is over",
    ),
    "destructions_in_time": (
        "INSERT",
        "destructions",
        f"NEW.at > NEW.arrived_at + {_MS_A_DAY} OR NEW.at < "
        "(SELECT MIN(packet.at) FROM council_packets AS packet WHERE packet.referral_key = NEW.referral_key)",
        "it is destroyed after it was made, and not in the future",
    ),
    # --- cases
    "decisions_not_before_the_council": (
        "INSERT",
        "decisions",
        f"NEW.kind IN {_JUDGING} AND " + _POST_BEFORE_COUNCIL.format(case="NEW.case_key"),
        "the council judges it first",
    ),
    "approvals_not_before_the_council": (
        "INSERT",
        "approvals",
        "NEW.agreed AND EXISTS (SELECT 1 FROM decisions AS agreed WHERE agreed.id = NEW.decision_id "
        f"AND agreed.kind IN {_JUDGING} AND " + _POST_BEFORE_COUNCIL.format(case="agreed.case_key") + ")",
        "the council judges it first",
    ),
    "cases_leave_the_council_first": (
        "UPDATE OF kind",
        "cases",
        f"NEW.kind IN {_NEVER_JUDGED} AND OLD.kind <> NEW.kind AND EXISTS (SELECT 1 FROM referral_cases "
        "JOIN referrals ON referrals.key = referral_cases.referral_key WHERE referral_cases.case_key = NEW.key "
        f"AND referral_cases.left_at IS NULL AND referrals.stage IN {_UNCOUNTED})",
        "what no council judges leaves its referral first",
    ),
    "lane_events_of_minors": (
        "INSERT",
        "lane_events",
        "NEW.step = 'minor' AND EXISTS (SELECT 1 FROM cases AS mine JOIN cases AS judged ON judged.key = mine.key "
        "OR judged.author_id = mine.author_id JOIN referral_cases ON referral_cases.case_key = judged.key "
        "JOIN referrals ON referrals.key = referral_cases.referral_key WHERE mine.key = NEW.case_key "
        f"AND referral_cases.left_at IS NULL AND referrals.stage IN {_UNCOUNTED})",
        "what concerns a minor leaves its referral first",
    ),
    "decisions_as_the_council_found": (
        "INSERT",
        "decisions",
        f"NEW.kind IN ('coaching', 'sanction') AND EXISTS ({_RULED.format(case='NEW.case_key')} "
        "AND (ruled.refused_why IS NOT NULL OR (NEW.kind = 'coaching' AND NOT "
        f"{_recommends('correction', 'apology')}) OR (NEW.kind = 'sanction' AND NOT "
        f"{_recommends('warning', 'mute_1', 'mute_7', 'suspension', 'removal')})))",
        "after a ruling of the council nothing follows but what it recommends",
    ),
    "sanctions_as_the_council_found": (
        "INSERT",
        "sanctions",
        f"EXISTS ({_RULED.format(case='(SELECT decisions.case_key FROM decisions WHERE decisions.id = NEW.decision_id)')} "
        f"AND NOT ({_RUNG_FITS}))",
        "after a ruling of the council nothing follows but what it recommends",
    ),
    "cases_not_closed_before_the_council": (
        "UPDATE OF state",
        "cases",
        "NEW.state = 'closed' AND OLD.state <> 'closed' AND " + _BEFORE_COUNCIL.format(case="NEW.key"),
        "the council judges it first",
    ),
}
"""What must hold whoever writes: when, on which table, what is refused, and why."""


def _guard_sqlite() -> None:
    for table, columns in _FROZEN.items():
        if table not in _SHORT_LIVED:
            _refuse_sqlite(f"{table}_stays", "DELETE", table, "", "nothing is deleted")
        _refuse_sqlite(f"{table}_frozen", f"UPDATE OF {columns}", table, "", "what was written does not change")
        there = f"EXISTS (SELECT 1 FROM {table} AS there WHERE there.rowid = NEW.rowid OR {_REPLACED[table]})"
        _refuse_sqlite(f"{table}_once", "INSERT", table, there, "what was written does not change")
        _refuse_sqlite(f"{table}_place", "UPDATE", table, "NEW.rowid <> OLD.rowid", "a row keeps its place")
    for name, (event, table, condition, why) in _RULES.items():
        _refuse_sqlite(name, event, table, condition, why)
    op.execute(
        "CREATE TRIGGER referrals_empty_the_box AFTER UPDATE OF stage ON referrals "
        "WHEN OLD.stage = 'voting' AND NEW.stage <> 'voting' BEGIN "
        "DELETE FROM ballot_box WHERE referral_key = NEW.key; END"
    )


def _refuse_sqlite(name: str, event: str, table: str, condition: str, why: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
    )


def _guard_postgresql() -> None:
    for table, columns in _FROZEN.items():
        if table not in _SHORT_LIVED:
            _trigger(f"{table}_stays", "DELETE", table)
        _trigger(f"{table}_not_emptied", "TRUNCATE", table, each="STATEMENT")
        _trigger(f"{table}_frozen", f"UPDATE OF {columns}", table)
    for name, (event, table, condition, why) in _RULES.items():
        row = "OLD" if event == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ({condition}) THEN "
            f"RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")
    op.execute(
        "CREATE FUNCTION steward_referrals_empty_the_box() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.stage = 'voting' AND NEW.stage <> 'voting' THEN DELETE FROM ballot_box WHERE referral_key = NEW.key; "
        "END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER referrals_empty_the_box AFTER UPDATE OF stage ON referrals "
        "FOR EACH ROW EXECUTE FUNCTION steward_referrals_empty_the_box()"
    )


def _trigger(name: str, event: str, table: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
