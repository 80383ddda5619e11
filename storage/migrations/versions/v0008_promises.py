"""Promises, and what happened to each; the years of the calendar that the team imported; facts of the team for letters.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_CHANGES = "'made', 'handed', 'answered', 'progress', 'extended', 'closed', 'given_up', 'withdrawn', 'reckoned'"


_PUBLIC = "'progress', 'extended', 'closed', 'given_up'"
_ENDINGS = "'closed', 'given_up', 'withdrawn'"

_FROZEN = {
    "promises": (
        "seq id",
        "seq, id, case_key, topic_id, decision_id, what, department, owner, days, guessed, first_due_at, made_at, by_id, "
        "by_name",
    ),
    "promise_events": (
        "seq",
        "seq, promise_id, change, at, by_id, by_name, due_at, number, text, decision_id, words",
    ),
    "calendars": ("seq", "seq, year, source, days_off, make_up_days, by_id, by_name, at"),
    "team_facts": ("seq", "seq, name, value, by_id, by_name, at"),
}
"""What is never deleted, by which keys it is known, and its columns that do not change."""

_AGREED = "(second_person IS NULL OR EXISTS (SELECT 1 FROM approvals WHERE decision_id = decisions.id AND agreed))"
_WORD = "SELECT 1 FROM commands AS c WHERE c.decision_id = {of} AND c.kind = 'reply.post'"
_STANDING = (
    "SELECT 1 FROM promise_events AS e LEFT JOIN decisions AS d ON d.id = e.decision_id "
    "WHERE e.promise_id = NEW.{of} AND e.change IN ({changes}) AND d.undone_at IS NULL AND (e.decision_id IS NULL "
    f"OR EXISTS ({_WORD.format(of='e.decision_id')} AND c.state NOT IN ('refused', 'cancelled')))"
)
"""What happened to a promise and was not taken back, by a word that the community did not refuse."""

_MADE_AND_UNDONE = (
    "EXISTS (SELECT 1 FROM promises AS p JOIN decisions AS made ON made.id = p.decision_id "
    "WHERE p.id = NEW.promise_id AND made.undone_at IS NOT NULL)"
)

_OF_TOPIC = (
    "(p.topic_id <> '' AND EXISTS (SELECT 1 FROM topic_words AS w JOIN topic_replies AS r ON r.topic_key = w.topic_key "
    "WHERE w.seq = NEW.words AND 'topic-' || w.topic_key = p.topic_id AND w.said = NEW.change AND w.at <= NEW.at "
    "AND COALESCE(w.due_at, 0) = COALESCE(NEW.due_at, 0) AND r.case_key = decisions.case_key AND NOT r.follow_up "
    "AND r.undone_at IS NULL))"
)
"""That the decision tells somebody whom the topic answered what was said to all of it."""

_RULES = {
    "promises_of_a_reply": (
        "INSERT",
        "promises",
        "NEW.decision_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision_id "
        f"AND kind = 'reply' AND case_key = NEW.case_key AND undone_at IS NULL AND {_AGREED}) "
        "OR EXISTS (SELECT 1 FROM promises AS p WHERE p.decision_id = NEW.decision_id))",
        "a promise is made once, by a reply on its case that stands",
    ),
    "promises_begin_open": (
        "INSERT",
        "promises",
        "NEW.due_at <> NEW.first_due_at OR NEW.ended IS NOT NULL OR NEW.extensions <> 0",
        "a promise begins open, with its first date",
    ),
    "promises_due_as_told": (
        "UPDATE OF due_at",
        "promises",
        "NEW.due_at <> NEW.first_due_at AND NOT EXISTS ("
        + _STANDING.format(of="id", changes="'extended'")
        + " AND e.due_at = NEW.due_at)",
        "a date moves only as it was told",
    ),
    "promises_end_as_told": (
        "UPDATE OF ended, ended_at",
        "promises",
        f"(NEW.ended IS NULL AND EXISTS ({_STANDING.format(of='id', changes=_ENDINGS)})) OR (NEW.ended IS NOT NULL "
        f"AND NOT EXISTS ({_STANDING.format(of='id', changes=_ENDINGS)} AND e.change = NEW.ended "
        "AND e.at = NEW.ended_at))",
        "a promise ends only as it was told",
    ),
    "promises_shown_as_told": (
        "UPDATE OF told_at, number, answered, extensions",
        "promises",
        "(NEW.number <> '' AND NOT EXISTS (SELECT 1 FROM promise_events AS e WHERE e.promise_id = NEW.id "
        "AND e.number = NEW.number)) OR (NEW.answered <> '' AND NOT EXISTS (SELECT 1 FROM promise_events AS e "
        "WHERE e.promise_id = NEW.id AND e.change = 'answered' AND e.text = NEW.answered)) "
        "OR (NEW.told_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM promise_events AS e WHERE e.promise_id = NEW.id "
        "AND e.at = NEW.told_at)) OR NEW.extensions > (SELECT COUNT(*) FROM promise_events AS e "
        "WHERE e.promise_id = NEW.id AND e.change = 'extended')",
        "a promise stands as its events say",
    ),
    "promise_events_made_once": (
        "INSERT",
        "promise_events",
        "(NEW.change = 'made' AND (EXISTS (SELECT 1 FROM promise_events AS e WHERE e.promise_id = NEW.promise_id) "
        "OR NOT EXISTS (SELECT 1 FROM promises AS p WHERE p.id = NEW.promise_id AND p.first_due_at = NEW.due_at "
        "AND p.made_at = NEW.at AND COALESCE(p.decision_id, '') = COALESCE(NEW.decision_id, '')))) "
        "OR (NEW.change <> 'made' AND NOT EXISTS (SELECT 1 FROM promise_events AS e "
        "WHERE e.promise_id = NEW.promise_id AND e.change = 'made'))",
        "a promise is made once, and first",
    ),
    "promise_events_in_time": (
        "INSERT",
        "promise_events",
        "EXISTS (SELECT 1 FROM promise_events AS e WHERE e.promise_id = NEW.promise_id AND e.at > NEW.at) "
        "OR EXISTS (SELECT 1 FROM decisions AS d WHERE d.id = NEW.decision_id AND d.at > NEW.at) "
        "OR EXISTS (SELECT 1 FROM approvals AS a WHERE a.decision_id = NEW.decision_id AND a.at > NEW.at)",
        "nothing happens before what happened last, nor before it was decided",
    ),
    "promise_events_in_public": (
        "INSERT",
        "promise_events",
        f"(NEW.change IN ({_PUBLIC}) AND (NOT EXISTS ({_WORD.format(of='NEW.decision_id')}) "
        "OR EXISTS (SELECT 1 FROM promise_events AS e WHERE e.decision_id = NEW.decision_id) "
        "OR NOT EXISTS (SELECT 1 FROM decisions JOIN promises AS p ON p.id = NEW.promise_id "
        "WHERE decisions.id = NEW.decision_id AND decisions.kind = 'follow_up' AND decisions.undone_at IS NULL "
        f"AND {_AGREED} AND ((p.case_key = decisions.case_key AND NEW.words IS NULL) OR {_OF_TOPIC})))) "
        f"OR (NEW.change NOT IN ('made', {_PUBLIC}) AND NEW.decision_id IS NOT NULL)",
        "it is told in public, by a follow-up on its case that stands and says nothing else",
    ),
    "promise_events_extended": (
        "INSERT",
        "promise_events",
        "NEW.change = 'extended' AND NOT EXISTS (SELECT 1 FROM promises AS p WHERE p.id = NEW.promise_id "
        "AND NEW.at <= p.due_at AND NEW.due_at > p.due_at) "
        f"AND NOT EXISTS ({_STANDING.format(of='promise_id', changes=chr(39) + 'extended' + chr(39))} "
        "AND e.words = NEW.words AND e.due_at = NEW.due_at)",
        "a date is moved only before it has come, and to a later one",
    ),
    "promise_events_after_its_end": (
        "INSERT",
        "promise_events",
        f"EXISTS ({_STANDING.format(of='promise_id', changes=_ENDINGS)} AND COALESCE(e.words, 0) <> "
        f"COALESCE(NEW.words, -1)) AND NOT (NEW.change = 'withdrawn' AND {_MADE_AND_UNDONE})",
        "nothing comes after its end",
    ),
    "promise_events_withdrawn": (
        "INSERT",
        "promise_events",
        "NEW.change = 'withdrawn' AND NOT EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.by_id "
        f"AND role = 'lead') AND NOT {_MADE_AND_UNDONE} AND NOT EXISTS (SELECT 1 FROM promises AS p "
        "WHERE p.id = NEW.promise_id AND p.topic_id <> '' AND p.by_id = NEW.by_id)",
        "a promise is withdrawn by a lead, or with the reply that made it",
    ),
    "promise_events_broken": (
        "INSERT",
        "promise_events",
        f"NEW.change = 'withdrawn' AND NOT {_MADE_AND_UNDONE} AND EXISTS (SELECT 1 FROM promises AS p "
        "WHERE p.id = NEW.promise_id AND NEW.at > p.due_at)",
        "what is broken is not withdrawn",
    ),
}
"""What must hold whoever writes: when, on which table, what is refused, and why."""


def upgrade() -> None:
    _create_promises()
    _create_events()
    _create_calendars()
    _create_team_facts()
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    guard()


def _texts(names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def _numbers(names: str) -> list["sa.Column[int]"]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names.split()]


def _create_promises() -> None:
    op.create_table(
        "promises",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("id"),
        sa.Column("case_key", _KEY, nullable=True),
        *_texts("topic_id"),
        sa.Column("decision_id", sa.Text(), nullable=True),
        *_texts("what department owner"),
        sa.Column("days", sa.Integer(), nullable=False),
        *_texts("guessed"),
        *_numbers("first_due_at made_at"),
        *_texts("by_id by_name number answered"),
        *_numbers("due_at"),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("on_its_way", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ended IN ('closed', 'given_up', 'withdrawn')", name="ck_promises_ended"),
        sa.CheckConstraint("(case_key IS NULL) = (topic_id <> '')", name="ck_promises_of_one"),
        sa.CheckConstraint("(decision_id IS NULL) = (topic_id <> '')", name="ck_promises_said"),
        sa.CheckConstraint("what <> '' AND department <> '' AND owner <> ''", name="ck_promises_complete"),
        sa.CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ck_promises_ended_at"),
        sa.CheckConstraint("first_due_at > made_at", name="ck_promises_first_due"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_promises_case_key"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_promises_decision_id"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_promises_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_promises"),
        sa.UniqueConstraint("id", name="uq_promises_id"),
    )
    still = sa.text("ended IS NULL")
    op.create_index("ix_promises_open", "promises", ["due_at", "seq"], sqlite_where=still, postgresql_where=still)
    op.create_index("ix_promises_due", "promises", ["due_at", "seq"])
    op.create_index("ix_promises_case", "promises", ["case_key"])
    op.create_index("ix_promises_topic", "promises", ["topic_id"])
    op.create_index("ix_promises_decision", "promises", ["decision_id"])


def _create_events() -> None:
    op.create_table(
        "promise_events",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("promise_id change"),
        *_numbers("at"),
        *_texts("by_id by_name"),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        *_texts("number text"),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("words", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("words IS NULL OR decision_id IS NOT NULL", name="ck_promise_events_words_by_a_reply"),
        sa.CheckConstraint(f"change IN ({_CHANGES})", name="ck_promise_events_change"),
        sa.CheckConstraint(
            "change NOT IN ('made', 'extended', 'reckoned') OR due_at IS NOT NULL", name="ck_promise_events_dated"
        ),
        sa.CheckConstraint("change <> 'handed' OR number <> ''", name="ck_promise_events_handed_with_number"),
        sa.CheckConstraint("change <> 'answered' OR text <> ''", name="ck_promise_events_answered_with_words"),
        sa.CheckConstraint("change <> 'withdrawn' OR text <> ''", name="ck_promise_events_withdrawn_with_reason"),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name="fk_promise_events_promise_id"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_promise_events_by_id"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_promise_events_decision_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_promise_events"),
    )
    op.create_index("ix_promise_events_promise", "promise_events", ["promise_id", "seq"])
    op.create_index("ix_promise_events_decision", "promise_events", ["decision_id"])


def _create_calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *_texts("source days_off make_up_days by_id by_name"),
        *_numbers("at"),
        sa.CheckConstraint("year >= 2000 AND year <= 2199", name="ck_calendars_year"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_calendars_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_calendars"),
    )
    op.create_index("ix_calendars_year", "calendars", ["year", "seq"])


def _create_team_facts() -> None:
    op.create_table(
        "team_facts",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("name value by_id by_name"),
        *_numbers("at"),
        sa.CheckConstraint("name IN ('brand', 'hotline', 'app', 'departments', 'models')", name="ck_team_facts_name"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_team_facts_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_team_facts"),
    )
    op.create_index("ix_team_facts_name", "team_facts", ["name", "seq"])


def _guard_sqlite() -> None:
    """`REPLACE` deletes unseen where a connection asks for that, so what is there is guarded from being inserted too."""
    for table, (keys, columns) in _FROZEN.items():
        there = " OR ".join(f"{column} = NEW.{column}" for column in keys.split())
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {there})"
        _refuse_sqlite(f"{table}_stays", "DELETE", table, "", "nothing is deleted")
        _refuse_sqlite(f"{table}_frozen", f"UPDATE OF {columns}", table, "", "what was written does not change")
        _refuse_sqlite(f"{table}_once", "INSERT", table, there, "what was written does not change")
        _refuse_sqlite(f"{table}_place", "UPDATE", table, "NEW.rowid <> OLD.rowid", "a row keeps its place")
    for name, (event, table, condition, why) in _RULES.items():
        _refuse_sqlite(name, event, table, condition, why)


def _refuse_sqlite(name: str, event: str, table: str, condition: str, why: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
    )


def _guard_postgresql() -> None:
    for table, (_, columns) in _FROZEN.items():
        _trigger(f"{table}_stays", "DELETE", table)
        _trigger(f"{table}_not_emptied", "TRUNCATE", table, each="STATEMENT")
        _trigger(f"{table}_frozen", f"UPDATE OF {columns}", table)
    for name, (event, table, condition, why) in _RULES.items():
        op.execute(
            f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")


def _trigger(name: str, event: str, table: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
