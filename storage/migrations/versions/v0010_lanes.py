"""Lanes of their own: what happens in them, and what holds for them whoever writes.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_STEPS = (
    "'raised', 'cleared', 'entered', 'reopened', 'acknowledged', 'passed_on', 'incident', 'incident_corrected', 'owner_contacted', 'reported', 'form_sent', "
    "'nothing_to_report', 'preserved', 'hidden', 'restored', 'checked', 'forwarded', 'statement', 'forwarded_back', 'called', "
    "'written_to', 'thanked', 'minor', 'alarm_shown', 'closed'"
)
_KINDS = (
    "'violation', 'complaint', 'dispute', 'plagiarism', 'safety', 'unlawful', 'rights_notice', 'care', 'suggestion'"
)
_COLUMNS = (
    "seq, case_key, step, lane, at, by_id, by_name, occurred_at, to_whom, number, text, injury, effect, decision_id"
)


def upgrade() -> None:
    op.create_table(
        "lane_events",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("case_key", _KEY, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("step", "lane")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("to_whom", "number", "text")),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in ("injury", "effect")),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.CheckConstraint(f"step IN ({_STEPS})", name="ck_lane_events_step"),
        sa.CheckConstraint(f"lane IN ({_KINDS})", name="ck_lane_events_lane"),
        sa.CheckConstraint("(step IN ('raised', 'reopened')) = (by_id IS NULL)", name="ck_lane_events_by_whom"),
        sa.CheckConstraint(
            "step NOT IN ('passed_on', 'reported', 'form_sent', 'called', 'checked', 'forwarded_back') OR to_whom <> ''",
            name="ck_lane_events_to_whom",
        ),
        sa.CheckConstraint(
            "step NOT IN ('incident', 'incident_corrected') OR occurred_at IS NOT NULL",
            name="ck_lane_events_incident_at",
        ),
        sa.CheckConstraint(
            "step NOT IN ('raised', 'cleared', 'preserved', 'statement') OR text <> ''", name="ck_lane_events_text"
        ),
        sa.CheckConstraint("occurred_at IS NULL OR occurred_at <= at + 300000", name="ck_lane_events_not_to_come"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_lane_events_case_key"),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_lane_events_by_id"),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_lane_events_decision_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_lane_events"),
    )
    op.create_index("ix_lane_events_case", "lane_events", ["case_key", "seq"])
    op.create_index("ix_lane_events_step", "lane_events", ["step", "seq"])
    op.create_index("ix_lane_events_decision", "lane_events", ["decision_id"])
    op.execute("UPDATE cases SET urgency = 0 WHERE kind = 'safety' AND urgency <> 0")
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    guard()


# --- guards ----------------------------------------------------------------------------------------------

_OWN = "('safety', 'unlawful', 'rights_notice', 'care')"


_BEGUN = (
    "(SELECT coalesce(max(seq), 0) FROM lane_events WHERE case_key = NEW.key AND lane = '{lane}' "
    "AND step IN ('entered', 'reopened'))"
)
"""Where a case entered its lane last, or was opened again in it: what was done before is asked anew."""


def _lacks(lane: str, *steps: str) -> str:
    """A case of a lane of which one of these steps was not done; "a or b" asks for one of two."""
    there = " AND ".join(
        f"EXISTS (SELECT 1 FROM lane_events WHERE case_key = NEW.key AND lane = '{lane}' AND step IN "
        f"""({", ".join(f"'{one}'" for one in step.split(" or "))}) AND seq >= {_BEGUN.format(lane=lane)})"""
        for step in steps
    )
    return f"(NEW.kind = '{lane}' AND NOT ({there}))"


_UNFINISHED = " OR ".join(
    (
        _lacks("safety", "acknowledged", "passed_on", "reported or nothing_to_report"),
        _lacks("unlawful", "acknowledged", "preserved", "reported"),
        _lacks("rights_notice", "acknowledged", "checked"),
        _lacks("care", "acknowledged", "called"),
    )
)
_CASE_OF_COMMAND = (
    "EXISTS (SELECT 1 FROM decisions JOIN cases ON cases.key = decisions.case_key "
    "WHERE decisions.id = NEW.decision_id AND {condition})"
)
_TWO = "a complaint, or what has a lane of its own, becomes something else by two only"
_LEAVES = "NOT IN ('violation', 'dispute', 'plagiarism', 'suggestion')"
_UPGRADE = "({before} = 'complaint' AND {after} IN ('safety', 'care'))"
"""A complaint that turns out to be about life and limb: nothing can be done to its author there, nor to the post."""

_RULES: dict[str, tuple[str, str, str, str]] = {
    "cases_safety_stays_first": (
        "UPDATE OF urgency, kind, state",
        "cases",
        "NEW.kind = 'safety' AND NEW.urgency <> 0",
        "a safety case is not put off",
    ),
    "cases_safety_begins_first": (
        "INSERT",
        "cases",
        "NEW.kind = 'safety' AND NEW.urgency <> 0",
        "a safety case is not put off",
    ),
    "cases_lane_to_its_end": (
        "UPDATE OF state, kind",
        "cases",
        f"NEW.state = 'closed' AND (OLD.state <> 'closed' OR OLD.kind <> NEW.kind) AND ({_UNFINISHED})",
        "its lane was not gone through",
    ),
    "cases_lane_begins_anew": (
        "UPDATE OF state",
        "cases",
        f"OLD.state = 'closed' AND NEW.state <> 'closed' AND NEW.kind IN {_OWN} AND EXISTS (SELECT 1 FROM lane_events "
        "LEFT JOIN decisions ON decisions.id = lane_events.decision_id WHERE lane_events.case_key = NEW.key "
        "AND lane_events.lane = NEW.kind AND lane_events.step = 'closed' AND decisions.undone_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM lane_events AS again WHERE again.case_key = NEW.key AND again.step = 'reopened' "
        "AND again.seq > lane_events.seq))",
        "what is open again begins its lane anew",
    ),
    "cases_lane_begins_open": (
        "INSERT",
        "cases",
        f"NEW.state = 'closed' AND NEW.kind IN {_OWN}",
        "its lane was not gone through",
    ),
    "cases_lane_waits_for_no_author": (
        "UPDATE OF state",
        "cases",
        f"NEW.kind IN {_OWN} AND NEW.state IN ('awaiting_author', 'awaiting_council') AND OLD.state <> NEW.state",
        "a lane of its own waits for no author",
    ),
    "cases_raised_unseen": (
        "UPDATE OF state",
        "cases",
        "NEW.state = 'closed' AND OLD.state <> 'closed' AND NEW.raised <> ''",
        "nobody said whether it is an alarm",
    ),
    "cases_raised_stays": (
        "UPDATE OF raised",
        "cases",
        "NEW.raised <> OLD.raised AND ((NEW.raised = '' AND NOT EXISTS (SELECT 1 FROM lane_events WHERE case_key = NEW.key "
        "AND step IN ('cleared', 'entered', 'passed_on') AND seq > (SELECT coalesce(max(hit.seq), 0) FROM lane_events AS hit "
        "WHERE hit.case_key = NEW.key AND hit.step = 'raised'))) OR (NEW.raised <> '' AND NEW.raised NOT LIKE 'safety:%' "
        "AND (OLD.raised LIKE 'safety:%' OR (NEW.raised NOT LIKE 'care:%' AND NEW.raised NOT LIKE 'unlawful:%' "
        "AND NEW.raised NOT LIKE 'rights\\_notice:%' ESCAPE '\\'))))",
        "what a keyword found stays until somebody looked",
    ),
    "cases_reported_once": (
        "UPDATE OF reported_at",
        "cases",
        "NEW.reported_at <> OLD.reported_at",
        "when it was reported does not change",
    ),
    "decisions_of_lanes": (
        "INSERT",
        "decisions",
        "NEW.kind IN ('coaching', 'sanction', 'dismissal', 'acceptance') AND EXISTS (SELECT 1 FROM cases "
        f"WHERE key = NEW.case_key AND (kind IN {_OWN} OR raised <> ''))",
        "a lane of its own is not answered so",
    ),
    "decisions_in_lanes": (
        "INSERT",
        "decisions",
        f"NEW.kind = 'lane' AND NOT EXISTS (SELECT 1 FROM cases WHERE key = NEW.case_key AND kind IN {_OWN[:-1]}, 'suggestion'))",
        "the case is in no lane",
    ),
    "commands_of_lanes": (
        "INSERT",
        "commands",
        "(NEW.kind = 'post.delete' AND "
        + _CASE_OF_COMMAND.format(condition=f"cases.kind IN {_OWN}")
        + ") OR (NEW.kind = 'post.hide' AND "
        + _CASE_OF_COMMAND.format(
            condition="(cases.kind IN ('safety', 'care') OR (cases.kind = 'unlawful' AND NOT EXISTS (SELECT 1 FROM lane_events "
            "JOIN seals ON seals.case_key = cases.key AND seals.sha256 = lane_events.number "
            "WHERE lane_events.case_key = cases.key AND step = 'preserved' AND lane_events.text = decisions.revision "
            "AND seals.revision = decisions.revision AND EXISTS (SELECT 1 FROM ledger WHERE kind = 'evidence.sealed' "
            "AND body LIKE '%\"' || seals.sha256 || '\"%'))))"
        )
        + ") OR (NEW.kind IN ('post.hide', 'post.delete') AND EXISTS (SELECT 1 FROM cases AS help WHERE help.post_id = {post} "
        "AND help.state <> 'closed' AND help.kind IN ('safety', 'care')))",
        "a cry for help stays, and unlawful content is preserved before it is hidden",
    ),
    "lane_events_of_seals": (
        "INSERT",
        "lane_events",
        "NEW.step = 'preserved' AND NOT EXISTS (SELECT 1 FROM seals WHERE case_key = NEW.case_key AND sha256 = NEW.number "
        "AND revision = NEW.text)",
        "nothing is preserved without its seal",
    ),
    "lane_events_in_lane": (
        "INSERT",
        "lane_events",
        "NEW.step NOT IN ('raised', 'cleared', 'alarm_shown') AND NOT EXISTS (SELECT 1 FROM cases WHERE key = NEW.case_key AND kind = NEW.lane)",
        "the case is in another lane",
    ),
}
"""What must hold whoever writes: when, on which table, what is refused, and why."""

_RENEWED: dict[str, tuple[str, str, str, str]] = {
    "decisions_kind_by_two": (
        "INSERT",
        "decisions",
        f"NEW.kind = 'classification' AND NEW.kind_before {_LEAVES} AND NEW.second_person IS NULL AND NOT "
        + _UPGRADE.format(before="NEW.kind_before", after="NEW.kind_after"),
        _TWO,
    ),
    "cases_kind_by_two": (
        "UPDATE OF kind",
        "cases",
        f"OLD.kind {_LEAVES} AND NEW.kind <> OLD.kind AND NOT EXISTS (SELECT 1 FROM decisions WHERE case_key = NEW.key "
        "AND decisions.seq = (SELECT max(newest.seq) FROM decisions AS newest WHERE newest.case_key = NEW.key "
        "AND newest.kind = 'classification') AND ((kind_before = OLD.kind AND kind_after = NEW.kind AND undone_at IS NULL "
        "AND (EXISTS (SELECT 1 FROM approvals WHERE decision_id = decisions.id AND agreed) OR "
        + _UPGRADE.format(before="kind_before", after="kind_after")
        + ")) OR (kind_after = OLD.kind AND kind_before = NEW.kind AND undone_at - at BETWEEN -60000 AND 60000)))",
        _TWO,
    ),
}
"""Rules that were there and are said anew: a complaint enters the lanes of safety and care by one person."""


def _guard_sqlite() -> None:
    _refuse("lane_events_stays", "DELETE", "lane_events", "", "nothing is deleted")
    _refuse("lane_events_frozen", f"UPDATE OF {_COLUMNS}", "lane_events", "", "what was written does not change")
    there = "EXISTS (SELECT 1 FROM lane_events WHERE seq = NEW.seq)"
    _refuse("lane_events_once", "INSERT", "lane_events", there, "what was written does not change")
    for name in _RENEWED:
        op.execute(f"DROP TRIGGER {name}")
    for name, (event, table, condition, why) in (_RULES | _RENEWED).items():
        _refuse(name, event, table, condition.replace("{post}", "json_extract(NEW.intent, '$.post_id')"), why)


def _refuse(name: str, event: str, table: str, condition: str, why: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END"
    )


def _guard_postgresql() -> None:
    _trigger("lane_events_stays", "DELETE")
    _trigger("lane_events_not_emptied", "TRUNCATE", each="STATEMENT")
    _trigger("lane_events_frozen", f"UPDATE OF {_COLUMNS}")
    for name, (event, table, said, why) in (_RULES | _RENEWED).items():
        condition = said.replace("{post}", "(NEW.intent::json ->> 'post_id')")
        op.execute(
            f"CREATE OR REPLACE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        if name in _RULES:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()"
            )


def _trigger(name: str, event: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON lane_events FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
