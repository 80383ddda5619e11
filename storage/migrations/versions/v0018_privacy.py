"""Retention, legal holds, and personal data requests.

What was written does not change, with one exception, held by the guards themselves: while a thinning stands, a value may
become the mark of what was deleted, or have what is looked for replaced by that mark; nothing else of the row changes. A
thinning stands only within the transaction that makes it: it points at a row that there is not, which the database
bears until the end of a transaction and not beyond. Nothing of a case that has to stay whole is thinned at all.

Revision ID: 0018
"""

import re
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MARK = "'〔已删除〕'"
_BYTES = "forgotten"

_HELD = (
    "cases.kind IN ('safety', 'unlawful') "
    "OR EXISTS (SELECT 1 FROM holds WHERE holds.released_at IS NULL "
    "AND (holds.case_key = cases.key OR holds.member_id = cases.author_id)) "
    "OR EXISTS (SELECT 1 FROM outside_parties AS others WHERE others.case_key = cases.key AND others.ended_at IS NULL)"
)
"""Of which cases nothing is thinned, not even who reported them: those kept without end, and those that are held."""

_OF_DECISION = "(SELECT decisions.case_key FROM decisions WHERE decisions.id = OLD.decision_id)"
_OF_PARTY = "(SELECT outside_parties.case_key FROM outside_parties WHERE outside_parties.seq = OLD.party_seq)"
_OF_PROMISE = "(SELECT promises.case_key FROM promises WHERE promises.id = OLD.promise_id)"


_ENDED = (
    "EXISTS (SELECT 1 FROM referrals AS judged WHERE judged.key = OLD.referral_key "
    "AND judged.stage IN ('closed', 'withdrawn'))"
)


@dataclass(frozen=True)
class _Thin:
    """The columns of a table whose values may become the mark.

    Attributes:
        ids: those that may become a number of the thinning instead.
        gone: those that may become NULL instead.
        dropped: bytes that may become NULL.
        case: the case to which a row belongs.
        member: the member, where a hold on them keeps the row.
        keeps: the view of the cases that keep their rows.
        also: what else must hold.
    """

    texts: str = ""
    ids: str = ""
    gone: str = ""
    dropped: str = ""
    content: str = ""
    size: str = ""
    case: str = ""
    member: str = ""
    keeps: str = "kept_whole"
    also: str = ""


_THIN = {
    "cases": _Thin(texts="author_name title body link", ids="author_id", case="OLD.key", member="author_id"),
    "case_revisions": _Thin(texts="title body", case="OLD.case_key"),
    "reports": _Thin(
        texts="reporter_name reason",
        ids="reporter_id",
        case="OLD.case_key",
        member="reporter_id",
        keeps="held_cases",
    ),
    "notes": _Thin(texts="text", case="OLD.case_key"),
    "contacts": _Thin(texts="text", case="OLD.case_key"),
    "outside_parties": _Thin(texts="number note end_reason", case="OLD.case_key"),
    "outside_lines": _Thin(texts="text", case=_OF_PARTY),
    "lane_events": _Thin(texts="text to_whom", case="OLD.case_key"),
    "decisions": _Thin(texts="text reason", gone="plan", case="OLD.case_key"),
    "commands": _Thin(texts="intent receipt reason", case=_OF_DECISION),
    "evidence": _Thin(texts="name note", content="content", size="size", case="OLD.case_key"),
    "approvals": _Thin(texts="reason", case=_OF_DECISION),
    "samples": _Thin(texts="note", case=_OF_DECISION),
    "recusals": _Thin(texts="reason", case="OLD.case_key"),
    "sanctions": _Thin(
        texts="member_name departure malice because counted not_counted brand_hit",
        ids="member_id",
        case=_OF_DECISION,
        member="member_id",
    ),
    "appeals": _Thin(texts="member_name text", ids="member_id", case=_OF_DECISION, member="member_id"),
    "clusters": _Thin(texts="evidence"),
    "promises": _Thin(texts="what number answered", case="OLD.case_key"),
    "promise_events": _Thin(texts="number text", case=_OF_PROMISE),
    "topics": _Thin(texts="title"),
    "topic_words": _Thin(texts="text"),
    "handovers": _Thin(texts="text_zh text_en note"),
    "referrals": _Thin(texts="question alleged asked_name", also="OLD.stage IN ('closed', 'withdrawn')"),
    "referral_parties": _Thin(texts="member_name statement", ids="member_id", member="member_id", also=_ENDED),
    "packet_choices": _Thin(dropped="content", also=_ENDED),
    "council_packets": _Thin(content="content", also=_ENDED),
    "rulings": _Thin(texts="text refused_why", also=_ENDED),
    "ballot_answers": _Thin(texts="why_facts why_breach why_remedy", also=_ENDED),
    "rosters": _Thin(content="content"),
    "seats": _Thin(texts="member_name name", ids="member_id", member="member_id"),
    "conduct_comments": _Thin(texts="name text proposal reason"),
    "edition_helpers": _Thin(texts="name"),
    "acknowledgements": _Thin(ids="name member_id", member="member_id"),
    "welcomes": _Thin(ids="member_id", member="member_id"),
    "thanks": _Thin(texts="member_name", ids="member_id", case="OLD.case_key", member="member_id"),
    "nominations": _Thin(texts="member_name reason", ids="member_id", case="OLD.case_key", member="member_id"),
    "nomination_evidence": _Thin(texts="about words"),
    "consents": _Thin(texts="source guardian"),
    "grants": _Thin(texts="member_name", ids="member_id", member="member_id"),
    "grant_events": _Thin(texts="reason"),
    "reviews": _Thin(texts="title text"),
    "titles": _Thin(texts="name_zh name_en for_zh for_en"),
    "team_facts": _Thin(texts="value"),
    "text_versions": _Thin(texts="name body fits"),
    "summary_sentences": _Thin(texts="better worse ask"),
    "closed_months": _Thin(texts="document"),
    "data_requests": _Thin(texts="member_name reason", ids="member_id", case="OLD.case_key", member="member_id"),
    "holds": _Thin(texts="member_name reason release_reason", ids="member_id", member="member_id"),
}


def upgrade() -> None:
    _create_requests()
    _create_holds()
    _create_periods()
    _create_thinnings()
    op.execute(f"CREATE VIEW held_cases AS SELECT cases.key FROM cases WHERE {_HELD}")
    op.execute(f"CREATE VIEW kept_whole AS SELECT cases.key FROM cases WHERE cases.state <> 'closed' OR {_HELD}")
    for name, table, event, rule, said in _GUARDS:
        _guard(name, table, event, rule, said)
    _open_for_thinning()


# --- tables ----------------------------------------------------------------------------------------------


def _text(*names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _at_the_end(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["standing"], ["never.id"], name=f"fk_{table}_standing", deferrable=True, initially="DEFERRED"
    )


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def _partial(name: str, table: str, columns: list[str], rule: str, *, unique: bool = False) -> None:
    where = sa.text(rule)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _create_requests() -> None:
    op.create_table(
        "data_requests",
        sa.Column("case_key", _KEY, autoincrement=False, nullable=False),
        *_text("what", "member_id", "member_name"),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        *_text("guessed"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_text("by_id", "by_name"),
        sa.Column("answer", sa.Text(), nullable=True),
        *_text("reason"),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by_id", sa.Text(), nullable=True),
        *_text("answered_by_name"),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("mentions", sa.Boolean(), nullable=False),
        _check("data_requests", "what", "what IN ('copy', 'deletion')"),
        _check("data_requests", "answer", "answer IN ('carried_out', 'refused')"),
        _check("data_requests", "member", "member_id <> '' AND member_name <> ''"),
        _check("data_requests", "due", "due_at > received_at"),
        _check(
            "data_requests",
            "answered_whole",
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
        ),
        _check("data_requests", "refused_with_reason", "answer IS NULL OR answer <> 'refused' OR reason <> ''"),
        _check("data_requests", "finished", "finished_at IS NULL OR answer = 'carried_out'"),
        _points("data_requests", "case_key", "cases.key"),
        _points("data_requests", "by_id", "accounts.id"),
        _points("data_requests", "answered_by_id", "accounts.id"),
        sa.PrimaryKeyConstraint("case_key", name="pk_data_requests"),
    )
    _partial("ix_data_requests_open", "data_requests", ["due_at"], "answer IS NULL")
    op.create_index("ix_data_requests_member", "data_requests", ["member_id"], unique=False)


def _create_holds() -> None:
    op.create_table(
        "holds",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("case_key", _KEY, nullable=True),
        *_text("member_id", "member_name", "reason"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_text("by_id", "by_name"),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("released_by_id", sa.Text(), nullable=True),
        *_text("released_by_name", "release_reason"),
        _check("holds", "of_one", "(case_key IS NULL) = (member_id <> '')"),
        _check("holds", "reason", "reason <> ''"),
        _check(
            "holds",
            "released_whole",
            "(released_at IS NULL) = (released_by_id IS NULL) AND (released_at IS NULL) = (release_reason = '')",
        ),
        _points("holds", "case_key", "cases.key"),
        _points("holds", "by_id", "accounts.id"),
        _points("holds", "released_by_id", "accounts.id"),
        sa.PrimaryKeyConstraint("seq", name="pk_holds"),
    )
    _partial("uq_holds_case", "holds", ["case_key"], "released_at IS NULL", unique=True)
    _partial("uq_holds_member", "holds", ["member_id"], "released_at IS NULL AND case_key IS NULL", unique=True)


def _create_periods() -> None:
    op.create_table(
        "retention_periods",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_text("kind"),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_text("by_id", "by_name"),
        _check("retention_periods", "kind", "kind IN ('records', 'complaints', 'coaching', 'logs')"),
        _check(
            "retention_periods",
            "floors",
            "(kind <> 'records' OR days >= 60) AND (kind <> 'complaints' OR days >= 60) "
            "AND (kind <> 'coaching' OR days >= 60) AND (kind <> 'logs' OR days >= 180)",
        ),
        _points("retention_periods", "by_id", "accounts.id"),
        sa.PrimaryKeyConstraint("seq", name="pk_retention_periods"),
    )
    op.create_index("ix_retention_periods_kind", "retention_periods", ["kind", "seq"], unique=False)


def _create_thinnings() -> None:
    op.create_table(
        "never",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _check("never", "empty", "id IS NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_never"),
    )
    op.create_table(
        "thinnings",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("standing", sa.Integer(), nullable=True),
        sa.Column("request", _KEY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_text("by_id", "by_name", "thinned"),
        _at_the_end("thinnings"),
        _points("thinnings", "request", "data_requests.case_key"),
        _points("thinnings", "by_id", "accounts.id"),
        sa.PrimaryKeyConstraint("seq", name="pk_thinnings"),
    )
    _partial("ix_thinnings_standing", "thinnings", ["standing"], "standing IS NOT NULL")
    op.create_table(
        "thinning_needles",
        *_text("needle"),
        sa.Column("standing", sa.Integer(), nullable=True),
        _check("thinning_needles", "needle", "needle <> ''"),
        _check("thinning_needles", "standing", "standing = 1"),
        _at_the_end("thinning_needles"),
        sa.PrimaryKeyConstraint("needle", name="pk_thinning_needles"),
    )


# --- guards of these tables ---------------------------------------------------------------------------------

_REQUESTED = (
    "EXISTS (SELECT 1 FROM data_requests WHERE data_requests.case_key = NEW.key AND data_requests.answer IS NOT NULL)"
)

_GUARDS: tuple[tuple[str, str, str, str, str], ...] = (
    *(
        (f"{table}_frozen", table, f"UPDATE OF {columns}", "", "what was written does not change")
        for table, columns in {
            "data_requests": "case_key, what, member_id, member_name, received_at, due_at, guessed, at, by_id, by_name",
            "holds": "seq, case_key, member_id, member_name, reason, at, by_id, by_name",
            "retention_periods": "seq, kind, days, at, by_id, by_name",
            "thinnings": "seq, request, at, by_id, by_name",
            "thinning_needles": "needle, standing",
        }.items()
    ),
    *(
        (f"{table}_stays", table, "DELETE", "", "nothing is deleted")
        for table in ("data_requests", "holds", "retention_periods", "thinnings")
    ),
    *(
        (
            f"{table}_once",
            table,
            "INSERT",
            f"EXISTS (SELECT 1 FROM {table} AS there WHERE there.{key} = NEW.{key})",
            "what was written does not change",
        )
        for table, key in {
            "data_requests": "case_key",
            "holds": "seq",
            "retention_periods": "seq",
            "thinnings": "seq",
        }.items()
    ),
    (
        "data_requests_answered_once",
        "data_requests",
        "UPDATE OF answer, reason, answered_at, answered_by_id, answered_by_name, mentions",
        "OLD.answer IS NOT NULL",
        "a request is answered once",
    ),
    (
        "data_requests_finished_once",
        "data_requests",
        "UPDATE OF finished_at",
        "OLD.finished_at IS NOT NULL OR NEW.finished_at < NEW.answered_at",
        "a deletion ends once, after it began",
    ),
    (
        "data_requests_by_a_manager",
        "data_requests",
        "UPDATE OF answered_by_id",
        "NOT EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.answered_by_id AND role = 'manager') "
        "OR NEW.answered_by_id = NEW.member_id",
        "a manager answers, and not about themselves",
    ),
    (
        "data_requests_begin_open",
        "data_requests",
        "INSERT",
        "NEW.answer IS NOT NULL OR NEW.finished_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM cases "
        "WHERE cases.key = NEW.case_key AND cases.kind = 'data_request')",
        "a request begins open, as a case of its kind",
    ),
    (
        "cases_data_request_stays_one",
        "cases",
        "UPDATE OF kind",
        "NEW.kind <> OLD.kind AND 'data_request' IN (OLD.kind, NEW.kind)",
        "a personal data request is entered as one, and stays one",
    ),
    (
        "cases_data_request_answered",
        "cases",
        "UPDATE OF state",
        f"NEW.kind = 'data_request' AND NEW.state = 'closed' AND OLD.state <> 'closed' AND NOT {_REQUESTED}",
        "a personal data request is answered first",
    ),
    (
        "decisions_of_data_requests",
        "decisions",
        "INSERT",
        "NEW.kind IN ('coaching', 'sanction', 'dismissal', 'acceptance', 'reply', 'referral', 'lane', 'follow_up') "
        "AND EXISTS (SELECT 1 FROM cases WHERE cases.key = NEW.case_key AND cases.kind = 'data_request')",
        "a personal data request is carried out or refused, by message",
    ),
    (
        "holds_begin",
        "holds",
        "INSERT",
        "NEW.released_at IS NOT NULL",
        "nothing begins as ended",
    ),
    (
        "holds_released_once",
        "holds",
        "UPDATE OF released_at, released_by_id, released_by_name, release_reason",
        "OLD.released_at IS NOT NULL OR NEW.released_at < NEW.at",
        "a hold ends once, after it began",
    ),
    (
        "retention_periods_by_a_manager",
        "retention_periods",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.by_id AND role = 'manager')",
        "a manager says how long something is kept",
    ),
    (
        "thinnings_begin",
        "thinnings",
        "INSERT",
        "NEW.standing IS NULL OR NEW.standing <> 1 OR EXISTS (SELECT 1 FROM thinnings WHERE thinnings.standing = 1)",
        "a thinning stands until the end of its transaction, alone",
    ),
    (
        "thinnings_end",
        "thinnings",
        "UPDATE OF standing, thinned",
        "OLD.standing IS NULL OR NEW.standing IS NOT NULL",
        "a thinning ends once",
    ),
    (
        "thinning_needles_stand",
        "thinning_needles",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM thinnings WHERE thinnings.standing = 1)",
        "only a thinning looks for something",
    ),
)


def _guard(name: str, table: str, event: str, rule: str, said: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        when = f" WHEN {rule}" if rule else ""
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{table}: {said}'); END"
        )
        return
    row = "OLD" if event == "DELETE" else "NEW"
    asked = f"IF ({rule or 'true'}) THEN RAISE EXCEPTION '{table}: {said}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
    op.execute(
        f"CREATE FUNCTION steward_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {asked} RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION steward_{name}()")
    if event == "DELETE":
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            "EXECUTE FUNCTION steward_refuse()"
        )


# --- the one exception of every guard ------------------------------------------------------------------------


def _open_for_thinning() -> None:
    connection = op.get_bind()
    tables = sa.inspect(connection)
    for table, thin in _THIN.items():
        columns = [str(column["name"]) for column in tables.get_columns(table)]
        if connection.dialect.name == "sqlite":
            _open_on_sqlite(connection, table, _thins(thin, columns, "IS", f"X'{_BYTES.encode().hex()}'"))
        else:
            _open_on_postgresql(
                connection, table, _thins(thin, columns, "IS NOT DISTINCT FROM", rf"'\x{_BYTES.encode().hex()}'::bytea")
            )


def _thins(thin: _Thin, columns: list[str], same: str, content: str) -> str:
    """What holds where an update is nothing but thinning: nothing else of the row changes."""
    rules = ["EXISTS (SELECT 1 FROM thinnings WHERE thinnings.standing = 1)"]
    if thin.case:
        rules.append(f"NOT EXISTS (SELECT 1 FROM {thin.keeps} AS whole WHERE whole.key = {thin.case})")
    if thin.also:
        rules.append(thin.also)
    if thin.member:
        rules.append(
            "NOT EXISTS (SELECT 1 FROM holds AS kept WHERE kept.released_at IS NULL "
            f"AND kept.member_id <> '' AND kept.member_id = OLD.{thin.member})"
        )
    each = ("texts", "ids", "gone", "dropped", "content", "size")
    kinds = {name: kind for kind in each for name in getattr(thin, kind).split()}
    missing = kinds.keys() - set(columns)
    if missing:
        raise AssertionError(f"there are no columns {missing}")
    rules += [_thinned(name, kinds.get(name, ""), same, content) for name in columns]
    return " AND ".join(rules)


def _thinned(name: str, kind: str, same: str, content: str) -> str:
    kept, new, old = f"NEW.{name} {same} OLD.{name}", f"NEW.{name}", f"OLD.{name}"
    looked_for = (
        f"(length(replace({new}, {_MARK}, '')) < length(replace({old}, {_MARK}, '')) "
        "AND EXISTS (SELECT 1 FROM thinning_needles AS sought "
        f"WHERE replace({new}, {_MARK}, sought.needle) = replace({old}, {_MARK}, sought.needle)))"
    )
    """Some of the places of what is looked for became the mark, and nothing else: put back, both say the same."""
    ways = {
        "": [kept],
        "texts": [kept, f"{new} {same} {_MARK}", looked_for],
        "ids": [
            kept,
            f"{new} {same} 'forgotten:' || CAST((SELECT max(thinnings.seq) FROM thinnings) AS TEXT)",
        ],
        "gone": [kept, f"{new} IS NULL", looked_for],
        "dropped": [kept, f"{new} IS NULL"],
        "content": [kept, f"{new} {same} {content}"],
        "size": [kept, f"({new} = {len(_BYTES)} AND NEW.content {same} {content})"],
    }
    return f"({' OR '.join(ways[kind])})"


_ON_SQLITE = re.compile(
    r"^CREATE TRIGGER (\w+) BEFORE UPDATE( OF [\w, ]+?)? ON (\w+)(?: WHEN (.+?))? (BEGIN SELECT RAISE\(.+; END)$",
    re.DOTALL,
)


def _open_on_sqlite(connection: sa.Connection, table: str, thins: str) -> None:
    guards = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND sql LIKE '%BEFORE UPDATE%'",
        (table,),
    ).all()
    for name, statement in guards:
        parts = _ON_SQLITE.match(statement)
        if parts is None:
            raise AssertionError(f"{name}: {statement}")
        _, columns, of, rule, refuse = parts.groups()
        when = f"({rule}) AND NOT ({thins})" if rule else f"NOT ({thins})"
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE UPDATE{columns or ''} ON {of} WHEN {when} {refuse}")


_ON_POSTGRESQL = re.compile(
    r"^(CREATE TRIGGER \w+ BEFORE UPDATE.* FOR EACH ROW)(?: WHEN \((.+)\))? (EXECUTE FUNCTION .+)$"
)


def _open_on_postgresql(connection: sa.Connection, table: str, thins: str) -> None:
    asked = re.sub(r"\bOLD\.", "was.", re.sub(r"\bNEW\.", "becomes.", thins))
    connection.exec_driver_sql(
        f"CREATE FUNCTION steward_thins_{table}(was {table}, becomes {table}) RETURNS boolean LANGUAGE plpgsql AS "
        f"$$ BEGIN RETURN ({asked}); END $$"
    )
    guards = connection.exec_driver_sql(
        "SELECT tgname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger WHERE tgrelid = %s::regclass "
        "AND NOT tgisinternal AND (tgtype & 16) <> 0 AND (tgtype & 2) <> 0",
        (table,),
    ).all()
    for name, statement in guards:
        parts = _ON_POSTGRESQL.match(statement)
        if parts is None:
            raise AssertionError(f"{name}: {statement}")
        head, rule, tail = parts.groups()
        when = f"({rule}) AND " if rule else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
        connection.exec_driver_sql(f"{head} WHEN ({when}NOT steward_thins_{table}(OLD, NEW)) {tail}")
