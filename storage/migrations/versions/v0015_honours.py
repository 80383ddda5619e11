"""Honours: thanks, titles, nominations, consent, and who holds what.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_WAYS = "'thread', 'message'"
_STATES = "'open', 'asked', 'agreed', 'granted', 'declined', 'unwanted', 'withdrawn'"
_EVIDENCE = "'post', 'case', 'thanks', 'suggestion', 'hand'"
_STANDINGS = "'held', 'suspended', 'ended', 'emeritus', 'revoked'"
_CHANGES = "'granted', 'renewed', 'emeritus', 'revoked', 'ended', 'suspended', 'restored', 'taken_back'"

_TITLES = (
    ("peacemaker", "和平缔造者", "peacemaker", "在争吵中劝和、让讨论回到正题", "calming quarrels and bringing talk back to the matter", 12, 10),
    ("guide", "引路人", "guide", "耐心解答新车友的问题、整理实用资料", "answering newcomers patiently and gathering what helps them", 12, 30),
    ("guardian", "文化守护者", "guardian of the culture", "长期维护真诚友善的社区风气", "keeping the community honest and friendly over a long time", 12, 10),
)  # fmt: skip
"""With what every workspace begins: id, name, what for, months, quota."""

_FROZEN = {
    "thanks": "decision_id, member_id, member_name, post_id, thread_id, case_key, way, at",
    "titles": "id",
    "nominations": "key, title_id, member_id, member_name, by_id, by_name, at, case_key",
    "nomination_evidence": "seq, nomination_key, kind, about, words",
    "consents": "seq, nomination_key, shows, at, source, minor, guardian, entered_at, by_id, by_name",
    "grants": "key, title_id, member_id, member_name, nomination_key, decision_id, begins",
    "grant_events": "seq, grant_key, change, at, by_id, by_name, reason, decision_id, standing_before, ends_before, "
    "because_before, standing_after, ends_after, because_after",
}
"""What is written once; nothing of these tables is deleted."""

_SAME = {
    "thanks": "decision_id = NEW.decision_id",
    "titles": "id = NEW.id",
    "nominations": "key = NEW.key OR (title_id = NEW.title_id AND member_id = NEW.member_id AND ended_at IS NULL AND NEW.ended_at IS NULL)",
    "nomination_evidence": "seq = NEW.seq",
    "consents": "seq = NEW.seq OR (nomination_key = NEW.nomination_key AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL)",
    "grants": "key = NEW.key OR decision_id = NEW.decision_id OR (title_id = NEW.title_id AND member_id = NEW.member_id "
    "AND standing IN ('held', 'suspended') AND NEW.standing IN ('held', 'suspended'))",
    "grant_events": "seq = NEW.seq",
}
"""What tells each row from the others: `REPLACE` deletes unseen where a connection asks for that."""

_CONSENTED = (
    "EXISTS (SELECT 1 FROM consents WHERE nomination_key = {nomination} AND withdrawn_at IS NULL "
    "AND (NOT minor OR guardian <> ''))"
)
_FULL = (
    "(SELECT count(*) FROM grants AS held WHERE held.title_id = NEW.title_id AND held.key <> NEW.key "
    "AND held.standing IN ('held', 'suspended')) >= (SELECT quota FROM titles WHERE id = NEW.title_id)"
)
_SANCTIONED = (
    "EXISTS (SELECT 1 FROM sanctions JOIN decisions ON decisions.id = sanctions.decision_id "
    "WHERE sanctions.member_id = NEW.member_id AND sanctions.ends_at > NEW.begins AND decisions.undone_at IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM lifts JOIN decisions AS lifting ON lifting.id = lifts.decision_id "
    "WHERE lifts.sanction_id = sanctions.decision_id AND lifting.undone_at IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM appeals JOIN appeal_outcomes ON appeal_outcomes.appeal_id = appeals.id "
    "JOIN decisions AS answering ON answering.id = appeal_outcomes.decision_id "
    "WHERE appeals.decision_id = sanctions.decision_id AND answering.undone_at IS NULL "
    "AND (appeal_outcomes.outcome = 'overturned' OR (appeal_outcomes.outcome = 'reduced' "
    "AND (appeal_outcomes.reduced_ends IS NULL OR appeal_outcomes.reduced_ends <= NEW.begins)))))"
)
_TOLD = (
    "EXISTS (SELECT 1 FROM grant_events AS told WHERE told.grant_key = NEW.key AND told.seq = (SELECT max(newest.seq) "
    "FROM grant_events AS newest WHERE newest.grant_key = NEW.key) AND told.standing_after = NEW.standing "
    "AND told.ends_after = NEW.ends AND COALESCE(told.because_after, '') = COALESCE(NEW.because, ''))"
)

_NOT_TAKEN_BACK = (
    "EXISTS (SELECT 1 FROM grants WHERE grants.nomination_key = NEW.key AND (SELECT newest.change "
    "FROM grant_events AS newest WHERE newest.grant_key = grants.key ORDER BY newest.seq DESC LIMIT 1) <> 'taken_back')"
)
_BY_NO_RIGHT = (
    "NEW.change IN ('renewed', 'emeritus') AND NOT EXISTS (SELECT 1 FROM decisions JOIN grants "
    "ON grants.key = NEW.grant_key WHERE decisions.id = NEW.decision_id AND decisions.kind = 'honour' "
    "AND decisions.by_id = NEW.by_id AND decisions.by_id <> grants.member_id)"
)
_TERM = (
    "(SELECT (titles.months * 31 + 2) * CAST(86400000 AS BIGINT) FROM titles JOIN grants ON grants.title_id = titles.id "
    "WHERE grants.key = NEW.grant_key)"
)
_TOO_LONG = (
    "NEW.change IN ('granted', 'renewed') AND NEW.ends_after > NEW.at + " + _TERM + " "
    "AND (NEW.ends_before IS NULL OR NEW.ends_after > NEW.ends_before + " + _TERM + ")"
)

_RULES: dict[str, tuple[str, str, str, str]] = {
    "thanks_of_another": (
        "INSERT",
        "thanks",
        "NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision_id AND kind = 'thanks' AND by_id <> NEW.member_id)",
        "somebody else says thanks, by a decision of that kind",
    ),
    "thanks_said_once": (
        "INSERT",
        "thanks",
        "EXISTS (SELECT 1 FROM thanks AS said JOIN decisions ON decisions.id = said.decision_id "
        "WHERE said.post_id = NEW.post_id AND decisions.undone_at IS NULL)",
        "thanks for the post stand",
    ),
    "nominations_begin": (
        "INSERT",
        "nominations",
        "NEW.state <> 'open' OR EXISTS (SELECT 1 FROM titles WHERE id = NEW.title_id AND retired_at IS NOT NULL)",
        "it begins as open, and for a title that is given",
    ),
    "nominations_move": (
        "UPDATE OF state",
        "nominations",
        "NOT (OLD.state = NEW.state OR OLD.state IN ('open', 'asked', 'agreed') "
        "OR (OLD.state = 'granted' AND NEW.state = 'agreed'))",
        "it is over",
    ),
    "nominations_back": (
        "UPDATE OF state",
        "nominations",
        "OLD.state = 'granted' AND NEW.state = 'agreed' AND " + _NOT_TAKEN_BACK,
        "what was granted on it was not taken back",
    ),
    "nominations_consented": (
        "UPDATE OF state",
        "nominations",
        "NEW.state IN ('agreed', 'granted') AND NOT " + _CONSENTED.format(nomination="NEW.key"),
        "nobody has a title who did not agree, a minor with a guardian",
    ),
    "consents_begin": (
        "INSERT",
        "consents",
        "NEW.withdrawn_at IS NOT NULL",
        "nothing begins as withdrawn",
    ),
    "consents_end": (
        "UPDATE OF withdrawn_at, withdrawn_by",
        "consents",
        "OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL",
        "it is withdrawn once",
    ),
    "grants_by_right": (
        "INSERT",
        "grants",
        "NEW.standing <> 'held' OR NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision_id AND kind = 'honour' "
        "AND by_id <> NEW.member_id) OR NOT EXISTS (SELECT 1 FROM nominations WHERE key = NEW.nomination_key "
        "AND title_id = NEW.title_id AND member_id = NEW.member_id AND state = 'agreed') OR NOT "
        + _CONSENTED.format(nomination="NEW.nomination_key"),
        "a nomination to which the member agreed, granted by somebody else",
    ),
    "grants_within_quota": ("INSERT", "grants", _FULL, "the quota is used up"),
    "grants_back_within_quota": (
        "UPDATE OF standing",
        "grants",
        "NEW.standing IN ('held', 'suspended') AND OLD.standing NOT IN ('held', 'suspended') AND " + _FULL,
        "the quota is used up",
    ),
    "grants_not_under_sanction": ("INSERT", "grants", _SANCTIONED, "a sanction against the member is running"),
    "grant_events_by_right": (
        "INSERT",
        "grant_events",
        _BY_NO_RIGHT,
        "a title is kept by a decision of somebody else",
    ),
    "grant_events_term": ("INSERT", "grant_events", _TOO_LONG, "longer than a term of the title"),
    "grants_told": (
        "UPDATE OF standing, ends, because",
        "grants",
        f"NOT {_TOLD}",
        "it changes as was told of it",
    ),
}
"""What must hold whoever writes: when, on which table, what is refused, and why."""


def upgrade() -> None:
    _create_thanks()
    _create_titles()
    _create_nominations()
    _create_grants()
    sqlite = op.get_bind().dialect.name == "sqlite"
    (_guard_sqlite if sqlite else _guard_postgresql)()


def _texts(names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def _create_thanks() -> None:
    op.create_table(
        "thanks",
        *_texts("decision_id member_id member_name post_id"),
        sa.Column("thread_id", sa.Text(), nullable=True),
        sa.Column("case_key", _KEY, nullable=True),
        *_texts("way"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _check("thanks", "way", f"way IN ({_WAYS})"),
        _points("thanks", "decision_id", "decisions.id"),
        _points("thanks", "case_key", "cases.key"),
        sa.PrimaryKeyConstraint("decision_id", name="pk_thanks"),
    )
    op.create_index("ix_thanks_member", "thanks", ["member_id", "at"])
    op.create_index("ix_thanks_post", "thanks", ["post_id"])
    op.create_index("ix_thanks_at", "thanks", ["at"])


def _create_titles() -> None:
    made = op.create_table(
        "titles",
        *_texts("id name_zh name_en for_zh for_en"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("months", "quota")),
        *_texts("honour_id"),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        _check("titles", "told", "name_zh <> '' AND name_en <> '' AND for_zh <> '' AND for_en <> ''"),
        _check("titles", "months", "months BETWEEN 1 AND 60"),
        _check("titles", "quota", "quota BETWEEN 1 AND 1000"),
        sa.PrimaryKeyConstraint("id", name="pk_titles"),
    )
    columns = ("id", "name_zh", "name_en", "for_zh", "for_en", "months", "quota")
    op.bulk_insert(made, [{**dict(zip(columns, one, strict=True)), "honour_id": ""} for one in _TITLES])
    op.create_table(
        "offered_honours",
        *_texts("id name"),
        sa.Column("grantable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offered_honours"),
    )


def _create_nominations() -> None:
    op.create_table(
        "nominations",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        *_texts("title_id member_id member_name by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("case_key", _KEY, nullable=True),
        *_texts("state"),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("asked_by_decision", sa.Text(), nullable=True),
        _check("nominations", "state", f"state IN ({_STATES})"),
        _check("nominations", "not_oneself", "by_id <> member_id"),
        _check("nominations", "ended", "(ended_at IS NULL) = (state IN ('open', 'asked', 'agreed'))"),
        _points("nominations", "title_id", "titles.id"),
        _points("nominations", "by_id", "accounts.id"),
        _points("nominations", "case_key", "cases.key"),
        _points("nominations", "asked_by_decision", "decisions.id"),
        sa.PrimaryKeyConstraint("key", name="pk_nominations"),
    )
    op.create_index("ix_nominations_state", "nominations", ["state", "key"])
    op.create_index("ix_nominations_member", "nominations", ["member_id"])
    _only_one("uq_nominations_pending", "nominations", ["title_id", "member_id"], "ended_at IS NULL")
    op.create_table(
        "nomination_evidence",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("nomination_key", _KEY, nullable=False),
        *_texts("kind about words"),
        _check("nomination_evidence", "kind", f"kind IN ({_EVIDENCE})"),
        _check("nomination_evidence", "says_something", "about <> '' OR words <> ''"),
        _points("nomination_evidence", "nomination_key", "nominations.key"),
        sa.PrimaryKeyConstraint("seq", name="pk_nomination_evidence"),
    )
    op.create_index("ix_nomination_evidence_nomination_key", "nomination_evidence", ["nomination_key"])
    _create_consents()


def _create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("nomination_key", _KEY, nullable=False),
        *_texts("shows"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("source"),
        sa.Column("minor", sa.Boolean(), nullable=False),
        *_texts("guardian"),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        *_texts("by_id by_name"),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        _check("consents", "source", "source <> ''"),
        _check("consents", "guardian", "NOT minor OR guardian <> ''"),
        _check("consents", "not_ahead", "at <= entered_at"),
        _check("consents", "withdrawn", "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"),
        _points("consents", "nomination_key", "nominations.key"),
        _points("consents", "by_id", "accounts.id"),
        _points("consents", "withdrawn_by", "accounts.id"),
        sa.PrimaryKeyConstraint("seq", name="pk_consents"),
    )
    _only_one("uq_consents_stands", "consents", ["nomination_key"], "withdrawn_at IS NULL")


def _create_grants() -> None:
    op.create_table(
        "grants",
        sa.Column("key", _KEY, autoincrement=True, nullable=False),
        *_texts("title_id member_id member_name"),
        sa.Column("nomination_key", _KEY, nullable=False),
        *_texts("decision_id"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("begins", "ends")),
        *_texts("standing"),
        sa.Column("because", sa.Text(), nullable=True),
        _check("grants", "standing", f"standing IN ({_STANDINGS})"),
        _check("grants", "term", "ends > begins"),
        _check("grants", "suspended", "(standing = 'suspended') = (because IS NOT NULL)"),
        _points("grants", "title_id", "titles.id"),
        _points("grants", "nomination_key", "nominations.key"),
        _points("grants", "decision_id", "decisions.id"),
        _points("grants", "because", "decisions.id"),
        sa.PrimaryKeyConstraint("key", name="pk_grants"),
        sa.UniqueConstraint("decision_id", name="uq_grants_decision_id"),
    )
    op.create_index("ix_grants_nomination_key", "grants", ["nomination_key"])
    op.create_index("ix_grants_standing", "grants", ["standing", "ends"])
    op.create_index("ix_grants_member", "grants", ["member_id"])
    op.create_index("ix_grants_begins", "grants", ["begins"])
    _only_one("uq_grants_current", "grants", ["title_id", "member_id"], "standing IN ('held', 'suspended')")
    op.create_table(
        "grant_events",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("grant_key", _KEY, nullable=False),
        *_texts("change"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("by_id by_name reason"),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("standing_before", sa.Text(), nullable=True),
        sa.Column("ends_before", sa.BigInteger(), nullable=True),
        sa.Column("because_before", sa.Text(), nullable=True),
        *_texts("standing_after"),
        sa.Column("ends_after", sa.BigInteger(), nullable=False),
        sa.Column("because_after", sa.Text(), nullable=True),
        _check("grant_events", "change", f"change IN ({_CHANGES})"),
        _check("grant_events", "standing_before", f"standing_before IN ({_STANDINGS})"),
        _check("grant_events", "standing_after", f"standing_after IN ({_STANDINGS})"),
        _points("grant_events", "grant_key", "grants.key"),
        *(_points("grant_events", name, "decisions.id") for name in ("decision_id", "because_before", "because_after")),
        sa.PrimaryKeyConstraint("seq", name="pk_grant_events"),
    )
    op.create_index("ix_grant_events_grant", "grant_events", ["grant_key", "seq"])
    op.create_index("ix_grant_events_decision_id", "grant_events", ["decision_id"])
    op.create_index("ix_grant_events_at", "grant_events", ["at"])


def _only_one(name: str, table: str, columns: list[str], among: str) -> None:
    where = sa.text(among)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


# --- guards ----------------------------------------------------------------------------------------------


def _guard_sqlite() -> None:
    for table, columns in _FROZEN.items():
        _refuse(f"{table}_stays", "DELETE", table, "", "nothing is deleted")
        _refuse(f"{table}_frozen", f"UPDATE OF {columns}", table, "", "what was written does not change")
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {_SAME[table]})"
        _refuse(f"{table}_once", "INSERT", table, there, "what was written does not change")
    for name, (event, table, condition, why) in _RULES.items():
        _refuse(name, event, table, condition, why)


def _refuse(name: str, event: str, table: str, condition: str, why: str) -> None:
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


def _trigger(name: str, event: str, table: str, *, each: str = "ROW") -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION steward_refuse()")
