"""Tables of the record: who agreed, sanctions, appeals, verdicts on reports, recusals, batches, samples."""

import sqlalchemy as sa

from app.domain.appeals import Against, Source
from app.domain.conduct import Severity
from app.domain.decisions import ReportVerdict
from app.domain.ladder import LENGTHS, SANCTIONS, STRIKE_LASTS, STRIKES, Rung
from app.domain.sampling import Mark
from app.domain.sanctions import Outcome, PostAction, Track
from storage.columns import Key, metadata, one_of
from storage.schema import accounts, cases
from storage.schema_decisions import decisions

approvals = sa.Table(
    "approvals",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("agreed", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.CheckConstraint("agreed OR reason <> ''", name="sent_back_with_reason"),
)

clusters = sa.Table(
    "clusters",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.CheckConstraint("evidence <> ''", name="evidence"),
)

_DAY = 86_400_000


_LENGTHS = " ".join(f"WHEN '{rung.value}' THEN {length.days * _DAY}" for rung, length in LENGTHS.items())
_STRIKES = " OR ".join(f"(rung = '{rung.value}' AND strikes = {STRIKES[rung]})" for rung in SANCTIONS)


sanctions = sa.Table(
    "sanctions",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("member_id", sa.Text, nullable=False),
    sa.Column("member_name", sa.Text, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("track", "rung", "severity", "proposed", "because")),
    sa.Column("strikes", sa.Integer, nullable=False),
    sa.Column("departure", sa.Text, nullable=False),
    sa.Column("malice", sa.Text, nullable=False),
    sa.Column("brand_party", sa.Boolean, nullable=False),
    sa.Column("brand_hit", sa.Text, nullable=False),
    sa.Column("post", sa.Text, nullable=False),
    sa.Column("counted", sa.Text, nullable=False),
    sa.Column("not_counted", sa.Text, nullable=False),
    sa.Column("cluster_id", sa.ForeignKey(clusters.c.id)),
    # set once, when it takes effect
    *(sa.Column(name, sa.BigInteger) for name in ("starts_at", "ends_at", "expires_at")),
    one_of("track", Track),
    one_of("rung", SANCTIONS),
    one_of("severity", Severity),
    one_of("proposed", Rung),
    one_of("post", PostAction),
    sa.CheckConstraint("rung = proposed OR departure <> '' OR track = 'abnormal'", name="departure"),
    sa.CheckConstraint("brand_hit = '' OR brand_party OR departure <> ''", name="brand"),
    sa.CheckConstraint("(track = 'abnormal') = (cluster_id IS NOT NULL)", name="cluster"),
    sa.CheckConstraint(f"(track = 'abnormal' AND strikes = 0) OR (track = 'person' AND ({_STRIKES}))", name="strikes"),
    sa.CheckConstraint(
        "starts_at IS NULL OR (rung = 'warning' AND ends_at IS NULL) OR (rung <> 'warning' AND ends_at IS NOT NULL AND "
        f"ends_at - starts_at = CASE rung {_LENGTHS} END)",
        name="term",
    ),
    sa.CheckConstraint(
        "starts_at IS NULL OR (strikes = 0 AND expires_at IS NULL) "
        f"OR (strikes > 0 AND expires_at IS NOT NULL AND expires_at - starts_at = {STRIKE_LASTS.days * _DAY})",
        name="expiry",
    ),
)
sa.Index("ix_sanctions_member", sanctions.c.member_id)
sa.Index("ix_sanctions_ends", sanctions.c.ends_at)
sa.Index("ix_sanctions_cluster", sanctions.c.cluster_id)

lifts = sa.Table(
    "lifts",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("sanction_id", sa.ForeignKey(sanctions.c.decision_id), nullable=False, index=True),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
)

appeals = sa.Table(
    "appeals",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("against", "member_id", "member_name", "source", "text")),
    *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("received_at", "due_at", "entered_at")),
    sa.Column("entered_by", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.UniqueConstraint("decision_id", "member_id"),
    one_of("against", Against),
    one_of("source", Source),
    sa.CheckConstraint("text <> ''", name="text"),
)

appeal_outcomes = sa.Table(
    "appeal_outcomes",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("appeal_id", sa.ForeignKey(appeals.c.id), nullable=False, index=True),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("reduced_to", sa.Text),
    sa.Column("reduced_ends", sa.BigInteger),
    one_of("outcome", Outcome),
    one_of("reduced_to", SANCTIONS),
    sa.CheckConstraint("(outcome = 'reduced') = (reduced_to IS NOT NULL)", name="reduced"),
)

report_verdicts = sa.Table(
    "report_verdicts",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("case_key", Key, primary_key=True, autoincrement=False),
    sa.Column("report_id", sa.Text, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(
        ["case_key", "report_id"], ["reports.case_key", "reports.id"], name="fk_report_verdicts_report"
    ),
    one_of("verdict", ReportVerdict),
)
sa.Index("ix_report_verdicts_report", report_verdicts.c.case_key, report_verdicts.c.report_id)

recusals = sa.Table(
    "recusals",
    metadata,
    sa.Column("account_id", sa.ForeignKey(accounts.c.id), primary_key=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.CheckConstraint("reason <> ''", name="reason"),
)

samples = sa.Table(
    "samples",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), primary_key=True),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    one_of("mark", Mark),
)
