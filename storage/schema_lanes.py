"""Tables of the record: what happened to cases in lanes of their own."""

import sqlalchemy as sa

from app.domain.cases import CaseKind
from app.domain.lanes import LaneStep
from storage.columns import Key, metadata, one_of
from storage.schema import accounts, cases
from storage.schema_decisions import decisions

lane_events = sa.Table(
    "lane_events",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id)),  # nobody, for what a keyword found
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("occurred_at", sa.BigInteger),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("to_whom", "number", "text")),
    sa.Column("injury", sa.Boolean),
    sa.Column("effect", sa.Boolean),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id)),
    one_of("step", LaneStep),
    one_of("lane", CaseKind),
    sa.CheckConstraint("(step IN ('raised', 'reopened')) = (by_id IS NULL)", name="by_whom"),
    sa.CheckConstraint(
        "step NOT IN ('passed_on', 'reported', 'form_sent', 'called', 'checked', 'forwarded_back') OR to_whom <> ''",
        name="to_whom",
    ),
    sa.CheckConstraint("step NOT IN ('incident', 'incident_corrected') OR occurred_at IS NOT NULL", name="incident_at"),
    sa.CheckConstraint("step NOT IN ('raised', 'cleared', 'preserved', 'statement') OR text <> ''", name="text"),
    sa.CheckConstraint("occurred_at IS NULL OR occurred_at <= at + 300000", name="not_to_come"),
)
sa.Index("ix_lane_events_at", lane_events.c.at)
sa.Index("ix_lane_events_case", lane_events.c.case_key, lane_events.c.seq)
sa.Index("ix_lane_events_step", lane_events.c.step, lane_events.c.seq)
sa.Index("ix_lane_events_decision", lane_events.c.decision_id)
