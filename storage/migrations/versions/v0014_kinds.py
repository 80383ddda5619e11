"""Personal data requests are cases; thanks, honours and the community review are decisions about no case.

Revision ID: 0014
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_DECISIONS = (
    "'coaching', 'reply', 'dismissal', 'acceptance', 'classification', 'sanction', 'lift', 'appeal', 'feedback', "
    "'claim', 'release', 'passing', 'notice', 'welcome', 'follow_up', 'message', 'lane', 'referral', 'return', "
    "'thanks', 'honour', 'review'"
)
_CASES = (
    "'violation', 'complaint', 'dispute', 'plagiarism', 'safety', 'unlawful', 'rights_notice', 'care', 'suggestion', "
    "'data_request'"
)
_ABOUT_NO_CASE = "(case_key IS NULL) = (kind IN ('notice', 'welcome', 'thanks', 'honour', 'review'))"

_CHECKS = {
    "decisions": {
        "kind": f"kind IN ({_DECISIONS})",
        "about_a_case": _ABOUT_NO_CASE,
        "kind_before": f"kind_before IN ({_CASES})",
        "kind_after": f"kind_after IN ({_CASES})",
    },
    "drafts": {"answer": f"answer IN ({_DECISIONS})"},
    "cases": {"kind": f"kind IN ({_CASES})"},
    "lane_events": {"lane": f"lane IN ({_CASES})"},
}
"""Checks that name kinds of decisions or cases, by table."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
        return
    for table, checks in _CHECKS.items():
        for name, rule in checks.items():
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({rule})")


def _on_sqlite() -> None:
    """SQLite can't change a check: tables are made anew, with their rows and indexes.

    Guards look at tables that are gone meanwhile, which SQLite does not bear: all are set aside, and put back as they were.
    """
    connection = op.get_bind()
    guards = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table, checks in _CHECKS.items():
        _make_anew(connection, table, checks)
    for _, statement in guards:
        connection.exec_driver_sql(statement)


def _make_anew(connection: sa.Connection, table: str, checks: dict[str, str]) -> None:
    beside = list(
        connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL", (table,)
        ).scalars()
    )
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE name = ? AND type = 'table'", (table,)
    ).scalar_one()
    for name, rule in checks.items():
        made = _with_rule(made, f"ck_{table}_{name}", rule)
    made = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_next", made, count=1)
    connection.exec_driver_sql(made)
    connection.exec_driver_sql(f"INSERT INTO {table}_next SELECT * FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_next RENAME TO {table}")
    for statement in beside:
        connection.exec_driver_sql(statement)


def _with_rule(made: str, name: str, rule: str) -> str:
    """The statement that makes a table, with another rule under this name."""
    parts = made.split(f"CONSTRAINT {name} CHECK (")
    if len(parts) != 2:
        raise AssertionError(f"{name}: {len(parts) - 1} checks")
    depth = 1
    for at, sign in enumerate(parts[1]):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return f"{parts[0]}CONSTRAINT {name} CHECK ({rule}{parts[1][at:]}"
    raise AssertionError(f"{name}: it does not end")
