"""The month: what is counted as it happens, and months that are closed. A closed month never changes.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MONTH = "length({0}) = 7 AND substr({0}, 5, 1) = '-' AND substr({0}, 6, 2) BETWEEN '01' AND '12'"

_CLOSED = "EXISTS (SELECT 1 FROM closed_months WHERE month = {row}.month)"
_CLOSED_WHY = "a closed month does not change"
_NUMBER = "(CAST(substr({0}, 1, 4) AS INTEGER) * 12 + CAST(substr({0}, 6, 2) AS INTEGER))"
_ORDER = (
    "EXISTS (SELECT 1 FROM (SELECT max(month) AS month FROM closed_months) AS last WHERE last.month IS NOT NULL "
    f"AND {_NUMBER.format('last.month')} <> {_NUMBER.format('NEW.month')} - 1) "
    "OR EXISTS (SELECT 1 FROM month_counts WHERE month < NEW.month "
    "AND NOT EXISTS (SELECT 1 FROM closed_months WHERE closed_months.month = month_counts.month))"
)
_ORDER_WHY = "closed_months: months are closed in order, each once"
_RIGHT = "NOT EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.by_id AND role = 'manager')"
_RIGHT_WHY = "closed_months: a manager closes a month"
_EARLIEST = 14 * 3_600_000
"""How much earlier than in UTC a month ends in the first of all time zones, in milliseconds."""

_OVER = {
    "sqlite": f"NEW.at < strftime('%s', NEW.month || '-01', '+1 month') * 1000 - {_EARLIEST}",
    "postgresql": "NEW.at < EXTRACT(EPOCH FROM CAST(NEW.month || '-01' AS TIMESTAMP) + INTERVAL '1 month') * 1000 "
    f"- {_EARLIEST}",
}
_OVER_WHY = "closed_months: the month is not over"
_ZONE = "NEW.zone <> OLD.zone AND EXISTS (SELECT 1 FROM closed_months)"
_ZONE_WHY = "summary_state: months were closed in this time zone"
_ADD = (
    "INSERT INTO month_counts (month, figure, slice, n, late, fact) VALUES (NEW.month, NEW.figure, NEW.slice, NEW.n, "
    "CASE WHEN NEW.late_from = '' THEN 0 ELSE NEW.n END, NEW.seq) ON CONFLICT (month, figure, slice) DO UPDATE SET "
    "n = month_counts.n + excluded.n, late = month_counts.late + excluded.late, fact = excluded.fact"
)
_OF_FACT = (
    "EXISTS (SELECT 1 FROM summary_facts WHERE seq = NEW.fact AND month = NEW.month AND figure = NEW.figure "
    "AND slice = NEW.slice AND n = NEW.n{0} AND CASE WHEN late_from = '' THEN 0 ELSE n END = NEW.late{1})"
)
_COUNTED_WHY = "month_counts: follow the facts, each of them once"
_COUNT_RULES = (
    ("month_counts_begin", "INSERT", f"NOT {_OF_FACT.format('', '')}"),
    (
        "month_counts_follow",
        "UPDATE",
        "NEW.month <> OLD.month OR NEW.figure <> OLD.figure OR NEW.slice <> OLD.slice OR NEW.fact <= OLD.fact "
        f"OR NOT {_OF_FACT.format(' - OLD.n', ' - OLD.late')}",
    ),
    (
        "month_counts_end",
        "DELETE",
        "EXISTS (SELECT 1 FROM summary_facts WHERE month = OLD.month AND figure = OLD.figure AND slice = OLD.slice)",
    ),
)
"""What is counted for a month is the sum of its facts, whoever writes."""

_STANDS = "EXISTS (SELECT 1 FROM summary_state WHERE counted + cases_counted > 0)"
"""Whether what was counted still stands; else it is counted anew, in another time zone."""

_FIXED = (
    ("summary_facts", "UPDATE", ""),
    ("summary_facts", "DELETE", f"EXISTS (SELECT 1 FROM closed_months) OR {_STANDS}"),
    ("closed_months", "UPDATE", ""),
    ("closed_months", "DELETE", ""),
)
"""What was written does not change, and does not go."""

_COUNTED = ("month_counts", "summary_sentences")
"""Tables whose rows change while their month is open."""


def upgrade() -> None:
    _create_counts()
    _create_months()
    for name, table, columns, where in (
        ("ix_promises_made", "promises", ["made_at"], ""),
        ("ix_promises_ended", "promises", ["ended_at"], "ended_at IS NOT NULL"),
        ("ix_promise_events_change", "promise_events", ["change", "at"], ""),
        ("ix_lane_events_at", "lane_events", ["at"], ""),
    ):
        only = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)
    op.execute(
        "INSERT INTO summary_state (id, zone, counted, cases_before, cases_counted) "
        "SELECT 1, 'Asia/Shanghai', 0, coalesce(max(key), 0), 0 FROM cases"
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_counts() -> None:
    op.create_table(
        "summary_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("counted", "cases_before", "cases_counted")),
        sa.CheckConstraint("id = 1", name="ck_summary_state_only_row"),
        sa.CheckConstraint("zone <> ''", name="ck_summary_state_zone"),
        sa.CheckConstraint("cases_counted <= cases_before", name="ck_summary_state_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_summary_state"),
    )
    op.create_table(
        "summary_facts",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("month", "figure", "slice")),
        sa.Column("case_key", _KEY, nullable=True),
        sa.Column("last_key", _KEY, nullable=True),
        sa.Column("ref", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("at", "n")),
        sa.Column("late_from", sa.Text(), nullable=False),
        sa.CheckConstraint(_MONTH.format("month"), name="ck_summary_facts_month"),
        sa.CheckConstraint("late_from = '' OR late_from < month", name="ck_summary_facts_late"),
        sa.CheckConstraint("figure <> ''", name="ck_summary_facts_figure"),
        sa.CheckConstraint("n <> 0", name="ck_summary_facts_n"),
        sa.CheckConstraint("last_key IS NULL OR last_key >= case_key", name="ck_summary_facts_keys"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_summary_facts_case_key"),
        sa.PrimaryKeyConstraint("seq", name="pk_summary_facts"),
    )
    op.create_index("ix_summary_facts_figure", "summary_facts", ["month", "figure", "case_key"])
    named = sa.text("ref <> ''")
    op.create_index("ix_summary_facts_ref", "summary_facts", ["ref"], sqlite_where=named, postgresql_where=named)
    op.create_table(
        "month_counts",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("month", "figure", "slice")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("n", "late", "fact")),
        sa.CheckConstraint(_MONTH.format("month"), name="ck_month_counts_month"),
        sa.PrimaryKeyConstraint("month", "figure", "slice", name="pk_month_counts"),
    )
    op.create_table(
        "summary_held",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("decision_id", "body")),
        sa.PrimaryKeyConstraint("decision_id", name="pk_summary_held"),
    )


def _create_months() -> None:
    op.create_table(
        "summary_sentences",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("month", "better", "worse", "ask")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by_id", "by_name")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(_MONTH.format("month"), name="ck_summary_sentences_month"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_summary_sentences_by_id"),
        sa.PrimaryKeyConstraint("month", name="pk_summary_sentences"),
    )
    op.create_table(
        "closed_months",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by_id", "by_name")),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("head", "sha256", "document", "figures")),
        sa.CheckConstraint(_MONTH.format("month"), name="ck_closed_months_month"),
        sa.CheckConstraint("length(head) = 64 AND length(sha256) = 64", name="ck_closed_months_hashes"),
        sa.CheckConstraint("document <> '' AND figures <> ''", name="ck_closed_months_whole"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_closed_months_by_id"),
        sa.PrimaryKeyConstraint("month", name="pk_closed_months"),
    )


def _rules(engine: str) -> list[tuple[str, str, str, str, str]]:
    """What closing a month and counting must hold to: name, table, when, what is refused, and why."""
    return [
        ("closed_months_order", "closed_months", "INSERT", _ORDER, _ORDER_WHY),
        ("closed_months_right", "closed_months", "INSERT", _RIGHT, _RIGHT_WHY),
        ("closed_months_over", "closed_months", "INSERT", _OVER[engine], _OVER_WHY),
        *((name, "month_counts", event, rule, _COUNTED_WHY) for name, event, rule in _COUNT_RULES),
    ]


def _guard_sqlite() -> None:
    """`REPLACE` deletes unseen where a connection asks for that, so what is there is guarded from being inserted too."""
    for table, event, when in _FIXED:
        only = f"WHEN {when} " if when else ""
        op.execute(
            f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} {only}"
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was written does not change'); END"
        )
    op.execute(
        "CREATE TRIGGER summary_facts_once BEFORE INSERT ON summary_facts "
        "WHEN EXISTS (SELECT 1 FROM summary_facts WHERE seq = NEW.seq) "
        "BEGIN SELECT RAISE(ABORT, 'summary_facts: what was written does not change'); END"
    )
    for name, table, event, rule, why in _rules("sqlite"):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {rule} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
    for table in ("summary_facts", *_COUNTED):
        op.execute(
            f"CREATE TRIGGER {table}_open BEFORE INSERT ON {table} WHEN {_CLOSED.format(row='NEW')} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {_CLOSED_WHY}'); END"
        )
    for table in _COUNTED:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} "
            f"WHEN {_CLOSED.format(row='OLD')} OR {_CLOSED.format(row='NEW')} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {_CLOSED_WHY}'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} WHEN {_CLOSED.format(row='OLD')} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {_CLOSED_WHY}'); END"
        )
    op.execute(
        f"CREATE TRIGGER summary_state_zone BEFORE UPDATE ON summary_state WHEN {_ZONE} "
        f"BEGIN SELECT RAISE(ABORT, '{_ZONE_WHY}'); END"
    )
    op.execute(f"CREATE TRIGGER summary_facts_count AFTER INSERT ON summary_facts BEGIN {_ADD}; END")


def _guard_postgresql() -> None:
    for table, event, when in _FIXED:
        _refusing(
            f"{table}_{event.lower()}", table, event, when or "true", f"{table}: what was written does not change"
        )
    for table in ("summary_facts", "closed_months"):
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            "EXECUTE FUNCTION steward_refuse()"
        )
    for name, table, event, rule, why in _rules("postgresql"):
        _refusing(name, table, event, rule, why)
    for table in ("summary_facts", *_COUNTED):
        _refusing(f"{table}_open", table, "INSERT", _CLOSED.format(row="NEW"), f"{table}: {_CLOSED_WHY}")
    for table in _COUNTED:
        either = f"{_CLOSED.format(row='OLD')} OR {_CLOSED.format(row='NEW')}"
        _refusing(f"{table}_kept", table, "UPDATE", either, f"{table}: {_CLOSED_WHY}")
        _refusing(f"{table}_stays", table, "DELETE", _CLOSED.format(row="OLD"), f"{table}: {_CLOSED_WHY}")
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            "EXECUTE FUNCTION steward_refuse()"
        )
    _refusing("summary_state_zone", "summary_state", "UPDATE", _ZONE, _ZONE_WHY)
    op.execute(
        "CREATE FUNCTION steward_summary_count() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_ADD}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER summary_facts_count AFTER INSERT ON summary_facts FOR EACH ROW "
        "EXECUTE FUNCTION steward_summary_count()"
    )


def _refusing(name: str, table: str, event: str, condition: str, why: str) -> None:
    back = "OLD" if event == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {back}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")
