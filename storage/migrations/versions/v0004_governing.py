"""Governing: who agrees as the second person, sanctions, appeals, verdicts on reports, recusals, batches, samples.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_BACK = "'corrected', 'term_ended', 'reported_again'"
_VERDICTS = "'upheld', 'not_upheld', 'settled_elsewhere', 'gone'"
_STATES = "'new', 'claimed', 'awaiting_author', 'awaiting_department', 'awaiting_facts', 'awaiting_council', 'awaiting_approval', 'closed'"
_KINDS = (
    "'violation', 'complaint', 'dispute', 'plagiarism', 'safety', 'unlawful', 'rights_notice', 'care', 'suggestion'"
)
_DECISIONS = (
    "'coaching', 'reply', 'dismissal', 'acceptance', 'classification', 'sanction', 'lift', 'appeal', 'feedback', "
    "'claim', 'release', 'passing', 'notice', 'welcome'"
)
_ROLES = "'moderator', 'lead', 'manager', 'secretary', 'trainee'"
_SECOND = "'grave', 'long', 'brand', 'law', 'owner', 'cluster', 'complaint', 'lane', 'trainee'"

_OLD_COLUMNS = (
    "seq, id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, basis_edition, basis_article, "
    "basis_use, basis_current, basis_name_zh, basis_name_en, basis_title_zh, basis_title_en, basis_text_zh, basis_text_en, "
    "verdict_before, due_before, back_before, kind_before, kind_after"
)
_NEW_COLUMNS = "basis_law_zh, basis_law_en, second_person, plan"
_LATER_COLUMNS = "undone_by"
"""What is new, and said only when a decision is undone."""

_HAS_BASIS = (
    "kind NOT IN ('coaching', 'sanction') OR (((basis_edition IS NOT NULL AND basis_article IS NOT NULL "
    "AND basis_use IS NOT NULL) OR (basis_law_zh IS NOT NULL AND basis_law_zh <> '' AND basis_law_en IS NOT NULL "
    "AND basis_law_en <> '')) AND basis_text_zh IS NOT NULL AND basis_text_en IS NOT NULL "
    "AND basis_text_zh <> '' AND basis_text_en <> '')"
)
_NEW_CHECKS = {
    "ck_decisions_kind": f"kind IN ({_DECISIONS})",
    "ck_decisions_has_basis": _HAS_BASIS,
    "ck_decisions_one_basis": "basis_law_zh IS NULL OR basis_edition IS NULL",
    "ck_decisions_current_for_coaching": "kind = 'coaching' OR NOT basis_current",
    "ck_decisions_about_a_case": "(case_key IS NULL) = (kind IN ('notice', 'welcome'))",
    "ck_decisions_second_person": f"second_person IN ({_SECOND})",
}
_KEPT_CHECKS = {
    "ck_decisions_basis_use": "basis_use IS NULL OR basis_use = 'conduct'",
    "ck_decisions_state_after": f"state_after IN ({_STATES})",
    "ck_decisions_state_before": f"state_before IN ({_STATES})",
    "ck_decisions_classification_has_kinds": "kind <> 'classification' OR (kind_before IS NOT NULL AND kind_after IS NOT NULL)",
    "ck_decisions_verdict_before": f"verdict_before IN ({_VERDICTS})",
    "ck_decisions_back_before": f"back_before IN ({_BACK})",
    "ck_decisions_kind_before": f"kind_before IN ({_KINDS})",
    "ck_decisions_kind_after": f"kind_after IN ({_KINDS})",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _anew_on_sqlite()
    else:
        _extend_on_postgresql()
    op.create_index("ix_decisions_article", "decisions", ["basis_article", "seq"])
    op.create_index("ix_decisions_at", "decisions", ["at"])
    op.create_index("ix_reports_reporter", "reports", ["reporter_id"])
    _create_tables()
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    guard()


# --- what is there ---------------------------------------------------------------------------------------


def _anew_on_sqlite() -> None:
    """SQLite can't change a check: tables are made anew, with their rows, indexes and guards."""
    _create_decisions("decisions_next")
    columns = f"{_OLD_COLUMNS}, undone_at"
    op.execute(f"INSERT INTO decisions_next ({columns}) SELECT {columns} FROM decisions")
    op.execute("DROP TABLE decisions")
    op.execute("ALTER TABLE decisions_next RENAME TO decisions")
    op.create_index("ix_decisions_case", "decisions", ["case_key", "seq"])
    _stays("decisions")
    _frozen("decisions", f"{_OLD_COLUMNS}, {_NEW_COLUMNS}")
    _once("decisions", "seq id")
    _refuse_sqlite("decisions_place", "UPDATE", "decisions", "NEW.rowid <> OLD.rowid", "a row keeps its place")
    _refuse_sqlite(
        "decisions_undone_once", "UPDATE OF undone_at", "decisions", "OLD.undone_at IS NOT NULL", "an undo stays"
    )
    with op.batch_alter_table("account_roles") as roles:
        roles.drop_constraint("ck_account_roles_role", type_="check")
        roles.create_check_constraint("ck_account_roles_role", f"role IN ({_ROLES})")
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_constraint("ck_drafts_answer", type_="check")
        drafts.create_check_constraint("ck_drafts_answer", f"answer IN ({_DECISIONS})")
        drafts.add_column(sa.Column("choices", sa.Text(), nullable=False, server_default=""))


def _extend_on_postgresql() -> None:
    op.execute("ALTER TABLE decisions ALTER COLUMN case_key DROP NOT NULL")
    for column in _NEW_COLUMNS.split(", "):
        op.execute(f"ALTER TABLE decisions ADD COLUMN {column} TEXT")
    op.execute(f"ALTER TABLE decisions ADD COLUMN {_LATER_COLUMNS} TEXT")
    op.execute(
        "ALTER TABLE decisions ADD CONSTRAINT fk_decisions_undone_by FOREIGN KEY (undone_by) REFERENCES accounts (id)"
    )
    op.execute("ALTER TABLE decisions DROP CONSTRAINT ck_decisions_kind")
    op.execute("ALTER TABLE decisions DROP CONSTRAINT ck_decisions_coaching_has_basis")
    for name, check in _NEW_CHECKS.items():
        op.execute(f"ALTER TABLE decisions ADD CONSTRAINT {name} CHECK ({check})")
    op.execute("DROP TRIGGER decisions_frozen ON decisions")
    _trigger("decisions_frozen", f"UPDATE OF {_OLD_COLUMNS}, {_NEW_COLUMNS}", "decisions")
    for table, column, words in (("account_roles", "role", _ROLES), ("drafts", "answer", _DECISIONS)):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({words}))")
    op.execute("ALTER TABLE drafts ADD COLUMN choices TEXT DEFAULT '' NOT NULL")


def _create_decisions(name: str) -> None:
    op.create_table(
        name,
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_key", _KEY, nullable=True),
        *_texts("kind by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("revision state_before state_after text reason"),
        sa.Column("basis_edition", sa.Integer(), nullable=True),
        sa.Column("basis_article", sa.Integer(), nullable=True),
        sa.Column("basis_use", sa.Text(), nullable=True),
        sa.Column("basis_current", sa.Boolean(), nullable=False),
        *(
            sa.Column(f"basis_{part}_{language}", sa.Text(), nullable=True)
            for part in ("name", "title", "text", "law")
            for language in ("zh", "en")
        ),
        *(sa.Column(column, sa.BigInteger(), nullable=True) for column in ("undone_at", "due_before")),
        *(
            sa.Column(column, sa.Text(), nullable=True)
            for column in (
                "undone_by",
                "second_person",
                "plan",
                "verdict_before",
                "back_before",
                "kind_before",
                "kind_after",
            )
        ),
        *(sa.CheckConstraint(check, name=check_name) for check_name, check in (_KEPT_CHECKS | _NEW_CHECKS).items()),
        sa.ForeignKeyConstraint(
            ["basis_edition", "basis_article", "basis_use"],
            ["articles.edition", "articles.number", "articles.use"],
            name="fk_decisions_basis",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name="fk_decisions_by_id"),
        sa.ForeignKeyConstraint(["case_key"], ["cases.key"], name="fk_decisions_case_key"),
        sa.ForeignKeyConstraint(["undone_by"], ["accounts.id"], name="fk_decisions_undone_by"),
        sa.PrimaryKeyConstraint("seq", name="pk_decisions"),
        sa.UniqueConstraint("id", name="uq_decisions_id"),
    )


def _texts(names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


# --- new tables ------------------------------------------------------------------------------------------

_RUNGS = "'warning', 'mute_1', 'mute_7', 'suspend_30'"
_STRIKES = (
    "(track = 'abnormal' AND strikes = 0) OR (track = 'person' AND ((rung = 'warning' AND strikes = 1) "
    "OR (rung = 'mute_1' AND strikes = 2) OR (rung = 'mute_7' AND strikes = 3) OR (rung = 'suspend_30' AND strikes = 6)))"
)
_TERM = (
    "starts_at IS NULL OR (rung = 'warning' AND ends_at IS NULL) OR (rung <> 'warning' AND ends_at IS NOT NULL AND "
    "ends_at - starts_at = CASE rung WHEN 'mute_1' THEN 86400000 WHEN 'mute_7' THEN 604800000 WHEN 'suspend_30' THEN 2592000000 END)"
)
_EXPIRY = (
    "starts_at IS NULL OR (strikes = 0 AND expires_at IS NULL) "
    "OR (strikes > 0 AND expires_at IS NOT NULL AND expires_at - starts_at = 15552000000)"
)


def _create_tables() -> None:
    op.create_table(
        "approvals",
        *_texts("decision_id by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        *_texts("reason"),
        sa.CheckConstraint("agreed OR reason <> ''", name="ck_approvals_sent_back_with_reason"),
        *_keys("approvals", "decision_id", by_id="accounts.id", decision_id="decisions.id"),
    )
    op.create_table(
        "clusters",
        *_texts("id by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("evidence"),
        sa.CheckConstraint("evidence <> ''", name="ck_clusters_evidence"),
        *_keys("clusters", "id", by_id="accounts.id"),
    )
    _create_sanctions()
    op.create_table(
        "lifts",
        *_texts("decision_id sanction_id by_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_keys(
            "lifts", "decision_id", by_id="accounts.id", decision_id="decisions.id", sanction_id="sanctions.decision_id"
        ),
    )
    op.create_index("ix_lifts_sanction_id", "lifts", ["sanction_id"])
    _create_appeals()
    _create_the_rest()


def _create_sanctions() -> None:
    op.create_table(
        "sanctions",
        *_texts("decision_id member_id member_name track rung severity proposed because"),
        sa.Column("strikes", sa.Integer(), nullable=False),
        *_texts("departure malice"),
        sa.Column("brand_party", sa.Boolean(), nullable=False),
        *_texts("brand_hit post counted not_counted"),
        sa.Column("cluster_id", sa.Text(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("starts_at", "ends_at", "expires_at")),
        sa.CheckConstraint("track IN ('person', 'abnormal')", name="ck_sanctions_track"),
        sa.CheckConstraint(f"rung IN ({_RUNGS})", name="ck_sanctions_rung"),
        sa.CheckConstraint("severity IN ('minor', 'serious', 'grave')", name="ck_sanctions_severity"),
        sa.CheckConstraint(f"proposed IN ('coaching', {_RUNGS}, 'removal')", name="ck_sanctions_proposed"),
        sa.CheckConstraint("post IN ('keep', 'fold', 'delete')", name="ck_sanctions_post"),
        sa.CheckConstraint("rung = proposed OR departure <> '' OR track = 'abnormal'", name="ck_sanctions_departure"),
        sa.CheckConstraint("brand_hit = '' OR brand_party OR departure <> ''", name="ck_sanctions_brand"),
        sa.CheckConstraint("(track = 'abnormal') = (cluster_id IS NOT NULL)", name="ck_sanctions_cluster"),
        sa.CheckConstraint(_STRIKES, name="ck_sanctions_strikes"),
        sa.CheckConstraint(_TERM, name="ck_sanctions_term"),
        sa.CheckConstraint(_EXPIRY, name="ck_sanctions_expiry"),
        *_keys("sanctions", "decision_id", cluster_id="clusters.id", decision_id="decisions.id"),
    )
    op.create_index("ix_sanctions_member", "sanctions", ["member_id"])
    op.create_index("ix_sanctions_ends", "sanctions", ["ends_at"])
    op.create_index("ix_sanctions_cluster", "sanctions", ["cluster_id"])


def _create_appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("seq", _KEY, autoincrement=True, nullable=False),
        *_texts("id decision_id against member_id member_name source text"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("received_at", "due_at", "entered_at")),
        *_texts("entered_by"),
        sa.CheckConstraint("against IN ('sanction', 'folding', 'report_rejected')", name="ck_appeals_against"),
        sa.CheckConstraint("source IN ('reply', 'message', 'hand')", name="ck_appeals_source"),
        sa.CheckConstraint("text <> ''", name="ck_appeals_text"),
        sa.UniqueConstraint("id", name="uq_appeals_id"),
        sa.UniqueConstraint("decision_id", "member_id", name="uq_appeals_decision_id"),
        *_keys("appeals", "seq", decision_id="decisions.id", entered_by="accounts.id"),
    )
    op.create_table(
        "appeal_outcomes",
        *_texts("decision_id appeal_id by_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("outcome"),
        sa.Column("reduced_to", sa.Text(), nullable=True),
        sa.Column("reduced_ends", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("outcome IN ('upheld', 'reduced', 'overturned')", name="ck_appeal_outcomes_outcome"),
        sa.CheckConstraint(f"reduced_to IN ({_RUNGS})", name="ck_appeal_outcomes_reduced_to"),
        sa.CheckConstraint("(outcome = 'reduced') = (reduced_to IS NOT NULL)", name="ck_appeal_outcomes_reduced"),
        *_keys(
            "appeal_outcomes", "decision_id", appeal_id="appeals.id", by_id="accounts.id", decision_id="decisions.id"
        ),
    )
    op.create_index("ix_appeal_outcomes_appeal_id", "appeal_outcomes", ["appeal_id"])


def _create_the_rest() -> None:
    op.create_table(
        "report_verdicts",
        *_texts("decision_id"),
        sa.Column("case_key", _KEY, autoincrement=False, nullable=False),
        *_texts("report_id verdict"),
        sa.CheckConstraint(
            "verdict IN ('upheld', 'not_upheld', 'malicious', 'organised')", name="ck_report_verdicts_verdict"
        ),
        sa.ForeignKeyConstraint(
            ["case_key", "report_id"], ["reports.case_key", "reports.id"], name="fk_report_verdicts_report"
        ),
        *_keys("report_verdicts", "decision_id", "case_key", "report_id", decision_id="decisions.id"),
    )
    op.create_index("ix_report_verdicts_report", "report_verdicts", ["case_key", "report_id"])
    op.create_table(
        "recusals",
        *_texts("account_id"),
        sa.Column("case_key", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("reason"),
        sa.CheckConstraint("reason <> ''", name="ck_recusals_reason"),
        *_keys("recusals", "account_id", "case_key", account_id="accounts.id", case_key="cases.key"),
    )
    op.create_table(
        "samples",
        *_texts("decision_id by_id by_name"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_texts("mark note"),
        sa.CheckConstraint("mark IN ('agree', 'too_hard', 'too_soft', 'tone')", name="ck_samples_mark"),
        *_keys("samples", "decision_id", "by_id", by_id="accounts.id", decision_id="decisions.id"),
    )


def _keys(table: str, *primary: str, **foreign: str) -> list[sa.Constraint]:
    keys: list[sa.Constraint] = [sa.PrimaryKeyConstraint(*primary, name=f"pk_{table}")]
    return keys + [
        sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}") for column, target in foreign.items()
    ]


# --- guards ----------------------------------------------------------------------------------------------

_FROZEN = {
    "approvals": ("decision_id", "decision_id, by_id, by_name, at, agreed, reason"),
    "clusters": ("id", "id, by_id, by_name, at, evidence"),
    "sanctions": (
        "decision_id",
        "decision_id, member_id, member_name, track, rung, severity, proposed, because, strikes, departure, malice, brand_party, "
        "brand_hit, post, counted, not_counted, cluster_id",
    ),
    "lifts": ("decision_id", "decision_id, sanction_id, by_id, at"),
    "appeals": (
        "seq id",
        "seq, id, decision_id, against, member_id, member_name, source, text, received_at, due_at, entered_at, entered_by",
    ),
    "appeal_outcomes": ("decision_id", "decision_id, appeal_id, by_id, at, outcome, reduced_to, reduced_ends"),
    "report_verdicts": ("", "decision_id, case_key, report_id, verdict"),
    "recusals": ("", "account_id, case_key, at, reason"),
    "samples": ("", "decision_id, by_id, by_name, at, mark, note"),
}
"""What is written once: the keys of each table, where REPLACE could delete unseen, and its columns."""

_WRITTEN = (
    "COALESCE((SELECT written_at FROM case_revisions WHERE case_key = NEW.case_key AND version = NEW.revision), "
    "(SELECT written_at FROM cases WHERE key = NEW.case_key))"
)


def _edition_at(moment: str) -> str:
    """The edition with articles for conduct that took effect last at a moment."""
    return (
        "(SELECT number FROM editions WHERE effective_from <= " + moment + " AND EXISTS (SELECT 1 FROM articles "
        "WHERE edition = editions.number AND use = 'conduct') ORDER BY effective_from DESC LIMIT 1)"
    )


_AGREED = "EXISTS (SELECT 1 FROM approvals WHERE decision_id = {id} AND agreed)"
_FIRST = "EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision_id AND {condition})"
_HEIGHT = "CASE {rung} WHEN 'warning' THEN 1 WHEN 'mute_1' THEN 2 WHEN 'mute_7' THEN 3 WHEN 'suspend_30' THEN 4 END"
_DECISION_OF_APPEAL = "(SELECT decision_id FROM appeals WHERE id = NEW.appeal_id)"

_FITS = (
    "(SELECT 1 FROM decisions JOIN cases ON cases.key = decisions.case_key WHERE decisions.id = NEW.decision_id "
    "AND cases.kind IN ('violation', 'dispute', 'plagiarism') AND decisions.at <= NEW.starts_at)"
)

_RULES: dict[str, tuple[str, str, str, str]] = {
    "decisions_basis_in_force": (
        "INSERT",
        "decisions",
        "NEW.basis_edition IS NOT NULL AND ((NOT NEW.basis_current AND COALESCE("
        + _edition_at(_WRITTEN)
        + ", -1) <> NEW.basis_edition) OR (NEW.basis_current AND ("
        + _edition_at(_WRITTEN)
        + " IS NOT NULL OR COALESCE("
        + _edition_at("NEW.at")
        + ", -1) <> NEW.basis_edition)))",
        "the article was not in force when the text was written",
    ),
    "decisions_basis_words": (
        "INSERT",
        "decisions",
        "NEW.basis_edition IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles WHERE edition = NEW.basis_edition "
        "AND number = NEW.basis_article AND text_zh = NEW.basis_text_zh AND text_en = NEW.basis_text_en)",
        "these are not the words of the article",
    ),
    "decisions_kind_of_case": (
        "INSERT",
        "decisions",
        "NEW.kind IN ('coaching', 'sanction') AND NOT EXISTS (SELECT 1 FROM cases WHERE key = NEW.case_key "
        "AND kind IN ('violation', 'dispute', 'plagiarism'))",
        "a case of this kind is not answered so",
    ),
    "decisions_recused": (
        "INSERT",
        "decisions",
        "NEW.kind NOT IN ('release', 'passing') AND EXISTS (SELECT 1 FROM recusals WHERE account_id = NEW.by_id "
        "AND case_key = NEW.case_key)",
        "whoever is recused does not decide",
    ),
    "decisions_begin_standing": (
        "INSERT",
        "decisions",
        "NEW.undone_at IS NOT NULL",
        "nothing begins as undone",
    ),
    "decisions_kind_by_two": (
        "INSERT",
        "decisions",
        "NEW.kind = 'classification' AND NEW.kind_before NOT IN ('violation', 'dispute', 'plagiarism', 'suggestion') "
        "AND NEW.second_person IS NULL",
        "a complaint, or what has a lane of its own, becomes something else by two only",
    ),
    "cases_kind_by_two": (
        "UPDATE OF kind",
        "cases",
        "OLD.kind NOT IN ('violation', 'dispute', 'plagiarism', 'suggestion') AND NEW.kind <> OLD.kind AND NOT EXISTS "
        "(SELECT 1 FROM decisions WHERE case_key = NEW.key AND decisions.seq = (SELECT max(newest.seq) FROM decisions AS "
        "newest WHERE newest.case_key = NEW.key AND newest.kind = 'classification') AND ((kind_before = OLD.kind "
        "AND kind_after = NEW.kind AND undone_at IS NULL AND "
        + _AGREED.format(id="decisions.id")
        + ") OR (kind_after = OLD.kind AND kind_before = NEW.kind AND undone_at - at <= 60000)))",
        "a complaint, or what has a lane of its own, becomes something else by two only",
    ),
    "commands_agreed": (
        "INSERT",
        "commands",
        _FIRST.format(condition="second_person IS NOT NULL AND NOT " + _AGREED.format(id="decisions.id")),
        "another person has not agreed",
    ),
    "commands_as_they_say": (
        "INSERT",
        "commands",
        'NEW.intent NOT LIKE \'{"kind":"\' || NEW.kind || \'"%\' OR NEW.intent LIKE \'{%"kind":%"kind":%\'',
        "the content is of another kind",
    ),
    "commands_of_a_sanction": (
        "INSERT",
        "commands",
        "(NEW.kind IN ('member.silence', 'member.suspend') AND NOT EXISTS (SELECT 1 FROM sanctions "
        "WHERE decision_id = NEW.decision_id AND starts_at IS NOT NULL) AND NOT "
        + _FIRST.format(condition="kind = 'appeal'")
        + ") OR ("
        + _FIRST.format(condition="kind = 'sanction'")
        + " AND NOT EXISTS (SELECT 1 FROM sanctions WHERE decision_id = NEW.decision_id AND starts_at IS NOT NULL))",
        "a measure needs a sanction in effect",
    ),
    "commands_of_a_complaint": (
        "INSERT",
        "commands",
        "NEW.kind IN ('post.hide', 'post.delete') AND EXISTS (SELECT 1 FROM decisions JOIN cases ON cases.key = "
        "decisions.case_key WHERE decisions.id = NEW.decision_id AND cases.kind = 'complaint')",
        "a complaint is not hidden",
    ),
    "approvals_by_another": (
        "INSERT",
        "approvals",
        _FIRST.format(condition="(by_id = NEW.by_id OR second_person IS NULL OR undone_at IS NOT NULL)")
        + " OR EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.by_id AND role = 'trainee') "
        "OR EXISTS (SELECT 1 FROM decisions JOIN recusals ON recusals.case_key = decisions.case_key "
        "WHERE decisions.id = NEW.decision_id AND recusals.account_id IN (NEW.by_id, decisions.by_id)) "
        "OR EXISTS (SELECT 1 FROM decisions JOIN cases ON cases.key = decisions.case_key "
        "WHERE decisions.id = NEW.decision_id AND cases.author_id = NEW.by_id)",
        "the second person is another one, and no party",
    ),
    "sanctions_by_two": (
        "INSERT",
        "sanctions",
        _FIRST.format(
            condition="second_person IS NULL AND (NEW.rung = 'suspend_30' OR NEW.brand_party OR basis_law_zh IS NOT NULL "
            "OR NEW.severity = 'grave' OR (NEW.track = 'abnormal' AND NEW.post = 'delete'))"
        ),
        "another person has to agree",
    ),
    "sanctions_of_a_large_batch": (
        "INSERT",
        "sanctions",
        "NEW.cluster_id IS NOT NULL AND "
        + _FIRST.format(condition="second_person IS NULL")
        + " AND (SELECT COUNT(*) FROM sanctions WHERE cluster_id = NEW.cluster_id) >= 20",
        "another person has to sample a large batch",
    ),
    "sanctions_of_a_sanction": (
        "INSERT",
        "sanctions",
        "NOT "
        + _FIRST.format(
            condition="kind = 'sanction' AND (basis_law_zh IS NOT NULL OR EXISTS (SELECT 1 FROM articles "
            "WHERE edition = basis_edition AND number = basis_article AND severity = NEW.severity)) "
            "AND EXISTS (SELECT 1 FROM cases WHERE key = case_key AND author_id = NEW.member_id)"
        ),
        "it fits no decision",
    ),
    "sanctions_in_effect": (
        "INSERT",
        "sanctions",
        "NEW.starts_at IS NOT NULL AND "
        + _FIRST.format(condition="second_person IS NOT NULL AND NOT " + _AGREED.format(id="decisions.id")),
        "another person has not agreed",
    ),
    "sanctions_of_a_text_once": (
        "INSERT",
        "sanctions",
        "EXISTS (SELECT 1 FROM sanctions AS earlier JOIN decisions AS first ON first.id = earlier.decision_id "
        "JOIN decisions AS second ON second.id = NEW.decision_id WHERE first.case_key = second.case_key "
        "AND first.revision = second.revision AND first.id <> second.id AND first.undone_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM appeals JOIN appeal_outcomes ON appeal_outcomes.appeal_id = appeals.id JOIN decisions AS answer "
        "ON answer.id = appeal_outcomes.decision_id WHERE appeals.decision_id = first.id AND answer.undone_at IS NULL "
        "AND appeal_outcomes.outcome = 'overturned'))",
        "one text is sanctioned once",
    ),
    "sanctions_begin_fit": (
        "INSERT",
        "sanctions",
        "NEW.starts_at IS NOT NULL AND NOT EXISTS " + _FITS,
        "it does not begin before it was decided, nor on a case of another kind",
    ),
    "sanctions_begin_fit_later": (
        "UPDATE OF starts_at",
        "sanctions",
        "NOT EXISTS " + _FITS,
        "it does not begin before it was decided, nor on a case of another kind",
    ),
    "sanctions_take_effect": (
        "UPDATE OF starts_at, ends_at, expires_at",
        "sanctions",
        "OLD.starts_at IS NOT NULL OR "
        + _FIRST.format(condition="second_person IS NOT NULL AND NOT " + _AGREED.format(id="decisions.id")),
        "it takes effect once, when another person has agreed",
    ),
    "lifts_by_another": (
        "INSERT",
        "lifts",
        "EXISTS (SELECT 1 FROM decisions WHERE id = NEW.sanction_id AND by_id = NEW.by_id) OR NOT "
        + _FIRST.format(condition="kind = 'lift' AND by_id = NEW.by_id"),
        "another person ends a measure early",
    ),
    "appeals_in_time": (
        "INSERT",
        "appeals",
        "NEW.received_at > 1382400000 + COALESCE((SELECT starts_at FROM sanctions WHERE decision_id = NEW.decision_id), "
        "(SELECT at FROM decisions WHERE id = NEW.decision_id))",
        "the term for appeals has ended",
    ),
    "appeals_of_a_party": (
        "INSERT",
        "appeals",
        "NOT ((NEW.against = 'sanction' AND EXISTS (SELECT 1 FROM sanctions WHERE decision_id = NEW.decision_id "
        "AND member_id = NEW.member_id AND starts_at IS NOT NULL)) OR (NEW.against = 'folding' AND "
        + _FIRST.format(
            condition="kind = 'coaching' AND EXISTS (SELECT 1 FROM commands WHERE decision_id = decisions.id "
            "AND commands.kind = 'post.hide') AND EXISTS (SELECT 1 FROM cases WHERE key = case_key "
            "AND author_id = NEW.member_id)"
        )
        + ") OR (NEW.against = 'report_rejected' AND "
        + _FIRST.format(
            condition="kind IN ('dismissal', 'reply', 'feedback') AND EXISTS (SELECT 1 FROM reports "
            "WHERE reports.case_key = decisions.case_key AND reporter_id = NEW.member_id)"
        )
        + ")) OR "
        + _FIRST.format(condition="undone_at IS NOT NULL"),
        "only whom a decision concerns can appeal against it",
    ),
    "appeals_of_a_report_once": (
        "INSERT",
        "appeals",
        "NEW.against = 'report_rejected' AND EXISTS (SELECT 1 FROM appeals AS earlier JOIN decisions AS its "
        "ON its.id = earlier.decision_id WHERE earlier.against = 'report_rejected' AND earlier.member_id = NEW.member_id "
        "AND its.case_key = (SELECT case_key FROM decisions WHERE id = NEW.decision_id))",
        "a rejected report is appealed once",
    ),
    "appeal_outcomes_by_another": (
        "INSERT",
        "appeal_outcomes",
        "EXISTS (SELECT 1 FROM appeals WHERE id = NEW.appeal_id AND member_id = NEW.by_id) OR EXISTS (SELECT 1 FROM "
        "appeals JOIN decisions AS first ON first.id = appeals.decision_id JOIN decisions AS other "
        "ON other.case_key = first.case_key WHERE appeals.id = NEW.appeal_id AND appeals.against = 'report_rejected' "
        "AND other.kind IN ('dismissal', 'reply') AND other.undone_at IS NULL AND other.by_id = NEW.by_id) OR "
        f"EXISTS (SELECT 1 FROM decisions WHERE id = {_DECISION_OF_APPEAL} AND by_id = NEW.by_id) "
        f"OR EXISTS (SELECT 1 FROM approvals WHERE decision_id = {_DECISION_OF_APPEAL} AND by_id = NEW.by_id) OR NOT "
        + _FIRST.format(condition="kind = 'appeal' AND by_id = NEW.by_id"),
        "whoever took part does not answer the appeal",
    ),
    "appeal_outcomes_one": (
        "INSERT",
        "appeal_outcomes",
        "EXISTS (SELECT 1 FROM appeal_outcomes AS earlier JOIN decisions ON decisions.id = earlier.decision_id "
        "WHERE earlier.appeal_id = NEW.appeal_id AND decisions.undone_at IS NULL)",
        "it was answered",
    ),
    "appeal_outcomes_milder": (
        "INSERT",
        "appeal_outcomes",
        "NEW.reduced_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sanctions WHERE decision_id = "
        + _DECISION_OF_APPEAL
        + " AND "
        + _HEIGHT.format(rung="NEW.reduced_to")
        + " < "
        + _HEIGHT.format(rung="rung")
        + ")",
        "an appeal never makes anything worse",
    ),
    "decisions_undone_by": (
        "UPDATE OF undone_at, undone_by",
        "decisions",
        "OLD.undone_by IS NOT NULL OR NEW.undone_at IS NULL OR NEW.undone_by IS NULL OR "
        "EXISTS (SELECT 1 FROM recusals WHERE account_id = NEW.undone_by AND case_key = NEW.case_key) OR "
        "EXISTS (SELECT 1 FROM cases WHERE key = NEW.case_key AND author_id = NEW.undone_by) OR "
        "(NEW.undone_by <> NEW.by_id AND ("
        "EXISTS (SELECT 1 FROM account_roles WHERE account_id = NEW.undone_by AND role = 'trainee') OR "
        "EXISTS (SELECT 1 FROM lifts JOIN decisions AS first ON first.id = lifts.sanction_id "
        "WHERE lifts.decision_id = NEW.id AND first.by_id = NEW.undone_by) OR "
        "EXISTS (SELECT 1 FROM appeal_outcomes JOIN appeals ON appeals.id = appeal_outcomes.appeal_id "
        "JOIN decisions AS first ON first.id = appeals.decision_id "
        "LEFT JOIN approvals ON approvals.decision_id = first.id WHERE appeal_outcomes.decision_id = NEW.id "
        "AND NEW.undone_by IN (first.by_id, approvals.by_id, appeals.member_id))))",
        "whoever took part, or keeps out, undoes nothing",
    ),
    "decisions_undone_whole": (
        "UPDATE OF undone_at",
        "decisions",
        "(EXISTS (SELECT 1 FROM commands WHERE decision_id = NEW.id AND state = 'sent') AND "
        "(EXISTS (SELECT 1 FROM lifts WHERE decision_id = NEW.id) OR "
        "EXISTS (SELECT 1 FROM appeal_outcomes WHERE decision_id = NEW.id))) OR "
        "EXISTS (SELECT 1 FROM commands AS done JOIN sanctions ON sanctions.decision_id = done.decision_id "
        "WHERE done.decision_id = NEW.id AND done.state = 'sent' AND done.kind IN ('member.silence', 'member.suspend') "
        "AND sanctions.ends_at > NEW.undone_at AND NOT EXISTS (SELECT 1 FROM commands AS later "
        "WHERE later.decision_id = NEW.id AND later.seq > done.seq AND later.state <> 'cancelled' "
        "AND later.kind IN ('member.unsilence', 'member.unsuspend', 'member.silence', 'member.suspend')) "
        "AND NOT EXISTS (SELECT 1 FROM lifts WHERE lifts.sanction_id = NEW.id) "
        "AND NOT EXISTS (SELECT 1 FROM appeals JOIN appeal_outcomes ON appeal_outcomes.appeal_id = appeals.id "
        "WHERE appeals.decision_id = NEW.id))",
        "what was carried out is not undone by a word",
    ),
    "samples_by_another": (
        "INSERT",
        "samples",
        _FIRST.format(condition="by_id = NEW.by_id"),
        "nobody samples their own decisions",
    ),
}
"""What must hold whoever writes: when, on which table, what is refused, and why."""


def _guard_sqlite() -> None:
    for table, (keys, columns) in _FROZEN.items():
        _stays(table)
        _frozen(table, columns)
        if keys:
            _once(table, keys)
    for table, keys in (("report_verdicts", "decision_id case_key report_id"), ("recusals", "account_id case_key")):
        _once(table, keys, every=True)
    _once("samples", "decision_id by_id", every=True)
    for name, (event, table, condition, why) in _RULES.items():
        _refuse_sqlite(name, event, table, condition, why)


def _stays(table: str) -> None:
    _refuse_sqlite(f"{table}_stays", "DELETE", table, "", "nothing is deleted")


def _frozen(table: str, columns: str) -> None:
    _refuse_sqlite(f"{table}_frozen", f"UPDATE OF {columns}", table, "", "what was written does not change")


def _once(table: str, columns: str, *, every: bool = False) -> None:
    """`REPLACE` deletes unseen where a connection asks for that, so what is there is guarded from being inserted too."""
    there = (" AND " if every else " OR ").join(f"{column} = NEW.{column}" for column in columns.split())
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {there})"
    _refuse_sqlite(f"{table}_once", "INSERT", table, there, "what was written does not change")


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
