"""Topics: many cases of one matter, what is said to all of them, and that each is answered once.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_FROZEN = {
    "topics": "key, title, opened_at, by_id, by_name",
    "topic_cases": "seq, topic_key, case_key, added_at, by_id, by_name",
    "topic_words": "seq, topic_key, said, text, due_at, at, by_id, by_name",
    "topic_replies": "decision_id, topic_key, case_key, words_seq, follow_up",
}

_CLOSED = "EXISTS (SELECT 1 FROM topics WHERE key = NEW.topic_key AND closed_at IS NOT NULL)"

_RULES = {
    "topics_closed_once": (
        "UPDATE OF closed_at, closed_by_id",
        "topics",
        "OLD.closed_at IS NOT NULL OR EXISTS (SELECT 1 FROM topic_cases WHERE topic_key = NEW.key AND left_at IS NULL)",
        "a topic is closed once, and with all its cases",
    ),
    "topic_cases_left_once": (
        "UPDATE OF left_at, taken_out",
        "topic_cases",
        "OLD.left_at IS NOT NULL OR NEW.left_at IS NULL",
        "a case leaves a topic once",
    ),
    "topic_cases_of_an_open_one": ("INSERT", "topic_cases", _CLOSED, "the topic is closed"),
    "topic_words_of_an_open_one": ("INSERT", "topic_words", _CLOSED, "the topic is closed"),
    "topic_replies_rest_on_a_decision": (
        "INSERT",
        "topic_replies",
        "NEW.undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM decisions JOIN topic_words "
        "ON topic_words.seq = NEW.words_seq AND topic_words.topic_key = NEW.topic_key "
        "WHERE decisions.id = NEW.decision_id AND decisions.case_key = NEW.case_key AND decisions.undone_at IS NULL "
        "AND decisions.kind = CASE WHEN NEW.follow_up THEN 'follow_up' ELSE 'reply' END "
        "AND (topic_words.said <> 'explained') = NEW.follow_up)",
        "a reply of a topic rests on a decision on its case, and on words of the topic",
    ),
    "topic_replies_to_its_cases": (
        "INSERT",
        "topic_replies",
        "NOT EXISTS (SELECT 1 FROM topic_cases WHERE topic_key = NEW.topic_key AND case_key = NEW.case_key "
        "AND left_at IS NULL) OR (NEW.follow_up AND NOT EXISTS (SELECT 1 FROM topic_replies AS answer "
        "WHERE answer.topic_key = NEW.topic_key AND answer.case_key = NEW.case_key AND answer.undone_at IS NULL "
        "AND NOT answer.follow_up))",
        "it goes to a case of the topic, and what follows to one that was answered",
    ),
    "topic_replies_one_by_one": (
        "INSERT",
        "topic_replies",
        "EXISTS (SELECT 1 FROM cases WHERE key = NEW.case_key AND kind IN ('safety', 'unlawful', 'rights_notice', 'care'))",
        "a case with a lane of its own is not answered with others",
    ),
    "topic_replies_undone_with_it": (
        "UPDATE OF undone_at",
        "topic_replies",
        "OLD.undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision_id "
        "AND undone_at = NEW.undone_at)",
        "it is taken back with its decision",
    ),
}
"""What must hold whoever writes: when, on which table, what is refused, and why."""

_REPLACED = {
    "topics": "key = NEW.key",
    "topic_cases": "seq = NEW.seq OR (case_key = NEW.case_key AND left_at IS NULL AND NEW.left_at IS NULL)",
    "topic_words": "seq = NEW.seq",
    "topic_replies": "decision_id = NEW.decision_id OR (undone_at IS NULL AND case_key = NEW.case_key AND "
    "((NOT follow_up AND NOT NEW.follow_up AND topic_key = NEW.topic_key) OR "
    "(follow_up AND NEW.follow_up AND words_seq = NEW.words_seq)))",
}
"""`REPLACE` deletes unseen where a connection asks for that: what is there is guarded from being inserted too."""


def upgrade() -> None:
    _create_topics()
    _create_cases()
    _create_words()
    _create_drafts()
    _create_replies()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _who() -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in ("by_id", "by_name")]


def _create_topics() -> None:
    op.create_table(
        "topics",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        *_who(),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_id", sa.Text(), nullable=True),
        sa.CheckConstraint("title <> ''", name="ck_topics_title"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="ck_topics_closed_whole"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_topics_by_id"),
        sa.ForeignKeyConstraint(["closed_by_id"], ["accounts.id"], name="fk_topics_closed_by_id"),
        sa.PrimaryKeyConstraint("key", name="pk_topics"),
    )


def _create_cases() -> None:
    op.create_table(
        "topic_cases",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("topic_key", _KEY, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        *_who(),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint("left_at IS NOT NULL OR NOT taken_out", name="ck_topic_cases_taken_out"),
        sa.ForeignKeyConstraint(["topic_key"], ["topics.key"], name="fk_topic_cases_topic_key"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_topic_cases_case_key"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_topic_cases_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_topic_cases"),
    )
    _unique_where("uq_topic_cases_open", "topic_cases", ["case_key"], "left_at IS NULL")
    op.create_index("ix_topic_cases_topic", "topic_cases", ["topic_key", "seq"])
    op.create_index("ix_topic_cases_case", "topic_cases", ["case_key"])


def _unique_where(name: str, table: str, columns: list[str], condition: str) -> None:
    only = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=only, postgresql_where=only)


def _create_words() -> None:
    op.create_table(
        "topic_words",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("topic_key", _KEY, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_who(),
        sa.CheckConstraint(
            "said IN ('explained', 'progress', 'extended', 'closed', 'given_up')", name="ck_topic_words_said"
        ),
        sa.CheckConstraint("text <> ''", name="ck_topic_words_text"),
        sa.CheckConstraint("(said = 'extended') = (due_at IS NOT NULL)", name="ck_topic_words_due_at"),
        sa.ForeignKeyConstraint(["topic_key"], ["topics.key"], name="fk_topic_words_topic_key"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_topic_words_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_topic_words"),
    )
    op.create_index("ix_topic_words_topic", "topic_words", ["topic_key", "seq"])


def _create_drafts() -> None:
    op.create_table(
        "topic_drafts",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("topic_key", _KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_topic_drafts_account_id"),
        sa.ForeignKeyConstraint(["topic_key"], ["topics.key"], name="fk_topic_drafts_topic_key"),
        sa.PrimaryKeyConstraint("account_id", "topic_key", name="pk_topic_drafts"),
    )


def _create_replies() -> None:
    op.create_table(
        "topic_replies",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("topic_key", _KEY, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("words_seq", _KEY, nullable=False),
        sa.Column("follow_up", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_topic_replies_decision_id"),
        sa.ForeignKeyConstraint(["topic_key"], ["topics.key"], name="fk_topic_replies_topic_key"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_topic_replies_case_key"),
        sa.ForeignKeyConstraint(["words_seq"], ["topic_words.seq"], name="fk_topic_replies_words_seq"),
        sa.PrimaryKeyConstraint("decision_id", name="pk_topic_replies"),
    )
    _unique_where(
        "uq_topic_replies_answer", "topic_replies", ["topic_key", "case_key"], "undone_at IS NULL AND NOT follow_up"
    )
    _unique_where(
        "uq_topic_replies_told", "topic_replies", ["words_seq", "case_key"], "undone_at IS NULL AND follow_up"
    )
    op.create_index("ix_topic_replies_case", "topic_replies", ["case_key"])


def _guard_sqlite() -> None:
    for table, columns in _FROZEN.items():
        _refuse_sqlite(f"{table}_stays", "DELETE", table, "", "nothing is deleted")
        _refuse_sqlite(f"{table}_frozen", f"UPDATE OF {columns}", table, "", "what was written does not change")
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {_REPLACED[table]})"
        _refuse_sqlite(f"{table}_once", "INSERT", table, there, "what was written does not change")
        _refuse_sqlite(f"{table}_place", "UPDATE", table, "NEW.rowid <> OLD.rowid", "a row keeps its place")
    for name, (event, table, condition, why) in _RULES.items():
        _refuse_sqlite(name, event, table, condition, why)
    op.execute(
        "CREATE TRIGGER topic_replies_follow AFTER UPDATE OF undone_at ON decisions WHEN NEW.undone_at IS NOT NULL BEGIN "
        "UPDATE topic_replies SET undone_at = NEW.undone_at WHERE decision_id = NEW.id AND undone_at IS NULL; END"
    )


def _refuse_sqlite(name: str, event: str, table: str, condition: str, why: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
    )


def _guard_postgresql() -> None:
    for table, columns in _FROZEN.items():
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
    op.execute(
        "CREATE FUNCTION steward_topic_replies_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.undone_at IS NOT NULL THEN UPDATE topic_replies SET undone_at = NEW.undone_at "
        "WHERE decision_id = NEW.id AND undone_at IS NULL; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER topic_replies_follow AFTER UPDATE OF undone_at ON decisions "
        "FOR EACH ROW EXECUTE FUNCTION steward_topic_replies_follow()"
    )


def _trigger(name: str, event: str, table: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
