"""Answering: kinds of decision and command for promises, messages and lanes; what a keyword found in a post.

Revision ID: 0007
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DECISIONS = (
    "'coaching', 'reply', 'dismissal', 'acceptance', 'classification', 'sanction', 'lift', 'appeal', 'feedback', "
    "'claim', 'release', 'passing', 'notice', 'welcome', 'follow_up', 'message', 'lane'"
)
_SECOND = "'grave', 'long', 'brand', 'law', 'owner', 'cluster', 'complaint', 'lane', 'outside', 'trainee'"
_COMMANDS = (
    "'case.claim', 'case.release', 'case.resolve', 'case.note', 'message.send', 'reply.post', 'reply.update', "
    "'post.hide', 'post.delete', 'post.restore', 'member.silence', 'member.unsilence', 'member.suspend', "
    "'member.unsuspend', 'honour.grant', 'honour.revoke', 'notice.publish', 'notice.update'"
)
_CHECKS = {
    "decisions": {"kind": _DECISIONS, "second_person": _SECOND},
    "commands": {"kind": _COMMANDS},
    "drafts": {"answer": _DECISIONS},
}
"""Columns that take new words, and all the words that each takes from now on."""


def upgrade() -> None:
    op.add_column("cases", sa.Column("raised", sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("opens", sa.Boolean(), nullable=False, server_default=sa.true()))
    if op.get_bind().dialect.name == "sqlite":
        _anew_on_sqlite()
    else:
        for table, columns in _CHECKS.items():
            for column, words in columns.items():
                op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}")
                op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({words}))")


def _anew_on_sqlite() -> None:
    """SQLite can't change a check: tables are made anew, with their rows and indexes.

    Guards look at tables that are gone meanwhile, which SQLite does not bear: all are set aside, and put back as they were.
    """
    connection = op.get_bind()
    guards = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table, columns in _CHECKS.items():
        _make_anew(connection, table, columns)
    for _, statement in guards:
        connection.exec_driver_sql(statement)


def _make_anew(connection: sa.Connection, table: str, columns: dict[str, str]) -> None:
    indexes = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL", (table,)
    ).scalars()
    beside = list(indexes)
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE name = ? AND type = 'table'", (table,)
    ).scalar_one()
    for column, words in columns.items():
        made = _with_words(made, table, column, words)
    made = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_next", made, count=1)
    connection.exec_driver_sql(made)
    connection.exec_driver_sql(f"INSERT INTO {table}_next SELECT * FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_next RENAME TO {table}")
    for statement in beside:
        connection.exec_driver_sql(statement)


def _with_words(made: str, table: str, column: str, words: str) -> str:
    changed, times = re.subn(
        rf"(CONSTRAINT ck_{table}_{column} CHECK \({column} IN \()[^)]*(\)\))", rf"\g<1>{words}\g<2>", made
    )
    if times != 1:
        raise AssertionError(f"{table}: {times} checks of {column}")
    return changed
