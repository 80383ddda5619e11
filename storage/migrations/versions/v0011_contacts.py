"""Contacts with members, and parties from outside with what they ask of every outgoing word.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_CHANNELS = "'phone', 'wecom', 'in_person', 'mail', 'other'"
_PARTIES = "'media', 'authority_12315', 'lawyer', 'police', 'regulator', 'other'"
_SPEAKING = "'message.send', 'reply.post', 'reply.update', 'notice.publish', 'notice.update'"
"""Commands that say something to people outside the team."""

_STAYS = ("contacts", "outside_parties", "outside_lines", "outside_releases")
_FROZEN = {
    "contacts": "seq, case_key, at, by_id, by_name, channel, reached, text, next_at",
    "outside_parties": "seq, case_key, party, number, note, since, by_id, by_name",
    "outside_lines": "seq, party_seq, at, by_id, by_name, text",
    "outside_releases": "seq, decision_id, at, by_id, by_name, up_to",
}

_SPEAKS_AGAIN_AFTER = 24 * 60 * 60 * 1000
"""How long, in ms, what somebody says takes another person after they ended a flag themselves."""

_COUNTS = (
    "(outside_parties.ended_at IS NULL OR (outside_parties.ended_by_id = decisions.by_id "
    f"AND decisions.at < outside_parties.ended_at + {_SPEAKS_AGAIN_AFTER}))"
)
_CONCERNS = " OR ".join(f"theirs.{name} = mine.{name}" for name in ("key", "post_id", "thread_id", "author_id"))
_AIMED = " OR ".join(
    f"""NEW.intent LIKE '%"{key}":"' || theirs.{name} || '"%'"""
    for key, name in (("post_id", "post_id"), ("thread_id", "thread_id"), ("member_id", "author_id"))
)
_AGREED = (
    "EXISTS (SELECT 1 FROM outside_releases WHERE outside_releases.decision_id = NEW.decision_id "
    "AND outside_releases.up_to >= outside_parties.seq)"
)
_HOLDING = (
    "EXISTS (SELECT 1 FROM decisions JOIN cases AS mine ON mine.key = decisions.case_key JOIN outside_parties ON "
    f"{_COUNTS} JOIN cases AS theirs ON theirs.key = outside_parties.case_key "
    f"WHERE decisions.id = NEW.decision_id AND ({_CONCERNS} OR {_AIMED}) AND NOT {_AGREED})"
)
"""A flag on a case of the same post, thread or author, since which no other person agreed with a command's words."""

_NO_MODERATOR = (
    "EXISTS (SELECT 1 FROM account_roles WHERE account_id = {who} AND role = 'trainee') OR "
    "NOT EXISTS (SELECT 1 FROM account_roles WHERE account_id = {who} AND role = 'moderator')"
)

_RULES: dict[str, tuple[str, str, str, str]] = {
    "commands_outside_by_two": (
        "INSERT",
        "commands",
        f"NEW.kind IN ({_SPEAKING}) AND {_HOLDING}",
        "somebody from outside is involved: another person has to agree with every word",
    ),
    "commands_outside_held": (
        "UPDATE OF state",
        "commands",
        f"NEW.kind IN ({_SPEAKING}) AND ((NEW.state = 'sending' AND OLD.state <> 'sending') OR (NEW.state = 'sent' "
        f"AND OLD.state = 'waiting' AND NEW.by_hand)) AND {_HOLDING}",
        "somebody from outside is involved: what was written before waits for another person",
    ),
    "outside_releases_by_another": (
        "INSERT",
        "outside_releases",
        "EXISTS (SELECT 1 FROM decisions LEFT JOIN cases ON cases.key = decisions.case_key WHERE decisions.id = "
        "NEW.decision_id AND (decisions.by_id = NEW.by_id OR cases.author_id = NEW.by_id)) OR "
        "EXISTS (SELECT 1 FROM decisions JOIN recusals ON recusals.case_key = decisions.case_key "
        "WHERE decisions.id = NEW.decision_id AND recusals.account_id = NEW.by_id) OR "
        "NEW.up_to > (SELECT COALESCE(MAX(seq), 0) FROM outside_parties) OR " + _NO_MODERATOR.format(who="NEW.by_id"),
        "another person lets go what was written, no party, and not ahead of a flag",
    ),
    "appeal_outcomes_agreed_by_another": (
        "INSERT",
        "appeal_outcomes",
        "EXISTS (SELECT 1 FROM approvals AS second JOIN appeals ON appeals.id = NEW.appeal_id JOIN decisions AS first "
        "ON first.id = appeals.decision_id LEFT JOIN approvals AS agreed ON agreed.decision_id = first.id "
        "WHERE second.decision_id = NEW.decision_id AND second.by_id IN (first.by_id, agreed.by_id, appeals.member_id))",
        "whoever took part does not agree with the answer to the appeal",
    ),
    "decisions_keep_what_was_promised": (
        "INSERT",
        "decisions",
        "NEW.kind NOT IN ('reply', 'follow_up') AND NEW.state_after = 'closed' AND NEW.state_before <> 'closed' AND "
        "EXISTS (SELECT 1 FROM promises WHERE promises.case_key = NEW.case_key AND promises.ended IS NULL)",
        "a case does not end over what was promised there",
    ),
    "outside_parties_begin": (
        "INSERT",
        "outside_parties",
        "NEW.ended_at IS NOT NULL",
        "nothing begins as ended",
    ),
    "outside_parties_end": (
        "UPDATE OF ended_at, ended_by_id, ended_by_name, end_reason",
        "outside_parties",
        "OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.ended_by_id IS NULL OR NEW.end_reason = '' OR "
        "LENGTH(NEW.end_reason) < 2 OR NEW.ended_by_id = NEW.by_id OR "
        "EXISTS (SELECT 1 FROM cases WHERE key = NEW.case_key AND author_id = NEW.ended_by_id) OR "
        "EXISTS (SELECT 1 FROM recusals WHERE case_key = NEW.case_key AND account_id = NEW.ended_by_id) OR "
        + _NO_MODERATOR.format(who="NEW.ended_by_id"),
        "it ends once, with a reason, by another person who is no party",
    ),
}
"""What must hold whoever writes: when, on which table, what is refused, and why."""


def upgrade() -> None:
    _create_contacts()
    _create_parties()
    _create_beside_parties()
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    guard()


def _texts(names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def _create_contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("by_id by_name channel"),
        sa.Column("reached", sa.Boolean(), nullable=False),
        *_texts("text"),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(f"channel IN ({_CHANNELS})", name="ck_contacts_channel"),
        sa.CheckConstraint("NOT reached OR text <> ''", name="ck_contacts_what_was_said"),
        sa.CheckConstraint("next_at > at", name="ck_contacts_later"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_contacts_case_key"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_contacts_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_contacts"),
    )
    op.create_index("ix_contacts_case", "contacts", ["case_key", "seq"])
    again = sa.text("next_at IS NOT NULL")
    op.create_index("ix_contacts_next", "contacts", ["next_at", "seq"], sqlite_where=again, postgresql_where=again)


def _create_parties() -> None:
    op.create_table(
        "outside_parties",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        *_texts("party number note"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        *_texts("by_id by_name"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by_id", sa.Text(), nullable=True),
        sa.Column("ended_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("end_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(f"party IN ({_PARTIES})", name="ck_outside_parties_party"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ck_outside_parties_ended"),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="ck_outside_parties_ended_why"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_outside_parties_case_key"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_outside_parties_by_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["accounts.id"], name="fk_outside_parties_ended_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_outside_parties"),
    )
    op.create_index("ix_outside_parties_case", "outside_parties", ["case_key", "seq"])
    there = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_outside_parties_involved", "outside_parties", ["case_key"], sqlite_where=there, postgresql_where=there
    )


def _create_beside_parties() -> None:
    op.create_table(
        "outside_lines",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("party_seq", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("by_id by_name text"),
        sa.ForeignKeyConstraint(["party_seq"], ["outside_parties.seq"], name="fk_outside_lines_party_seq"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_outside_lines_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_outside_lines"),
    )
    op.create_index("ix_outside_lines_party", "outside_lines", ["party_seq", "seq"])
    op.create_table(
        "outside_releases",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("decision_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("by_id by_name"),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_outside_releases_decision_id"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_outside_releases_by_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_outside_releases"),
    )
    op.create_index("ix_outside_releases_decision", "outside_releases", ["decision_id", "up_to"])


# --- guards ----------------------------------------------------------------------------------------------


def _guard_sqlite() -> None:
    for table in _STAYS:
        _refuse(f"{table}_stays", "DELETE", table, "", "nothing is deleted")
        _refuse(f"{table}_frozen", f"UPDATE OF {_FROZEN[table]}", table, "", "what was written does not change")
        there = f"EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq)"  # REPLACE deletes unseen
        _refuse(f"{table}_once", "INSERT", table, there, "what was written does not change")
    for name, (event, table, condition, why) in _RULES.items():
        _refuse(name, event, table, condition, why)


def _refuse(name: str, event: str, table: str, condition: str, why: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
    )


def _guard_postgresql() -> None:
    for table in _STAYS:
        _trigger(f"{table}_stays", "DELETE", table)
        _trigger(f"{table}_not_emptied", "TRUNCATE", table, each="STATEMENT")
        _trigger(f"{table}_frozen", f"UPDATE OF {_FROZEN[table]}", table)
    for name, (event, table, condition, why) in _RULES.items():
        op.execute(
            f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")


def _trigger(name: str, event: str, table: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
