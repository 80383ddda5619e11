"""Tables of the record: requests about personal data, legal holds, periods of retention, and what was thinned."""

import sqlalchemy as sa

from app.domain.privacy import Answer, What
from app.domain.privacy_retention import FLOORS, Kept
from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts, cases


def _who() -> "list[sa.Column[str]]":
    return [
        sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
    ]


data_requests = sa.Table(
    "data_requests",
    metadata,
    sa.Column("case_key", sa.ForeignKey(cases.c.key), primary_key=True, autoincrement=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("member_id", sa.Text, nullable=False),
    sa.Column("member_name", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("guessed", sa.Text, nullable=False),  # years whose holidays were not known
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
    # said once
    sa.Column("answer", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("answered_at", sa.BigInteger),
    sa.Column("answered_by_id", sa.ForeignKey(accounts.c.id)),
    sa.Column("answered_by_name", sa.Text, nullable=False),
    # of a deletion: when the last of it went; what has to stay for now goes when nothing keeps it any more
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("mentions", sa.Boolean, nullable=False),  # names that may be words go too where others wrote them
    one_of("what", What),
    one_of("answer", Answer),
    sa.CheckConstraint("member_id <> '' AND member_name <> ''", name="member"),
    sa.CheckConstraint("due_at > received_at", name="due"),
    sa.CheckConstraint(
        "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
        name="answered_whole",
    ),
    sa.CheckConstraint("answer IS NULL OR answer <> 'refused' OR reason <> ''", name="refused_with_reason"),
    sa.CheckConstraint("finished_at IS NULL OR answer = 'carried_out'", name="finished"),
)
sa.Index("ix_data_requests_open", data_requests.c.due_at, **where(data_requests.c.answer.is_(None)))
sa.Index("ix_data_requests_member", data_requests.c.member_id)

holds = sa.Table(
    "holds",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key)),
    sa.Column("member_id", sa.Text, nullable=False),  # "" for a hold on a case
    sa.Column("member_name", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
    # said once
    sa.Column("released_at", sa.BigInteger),
    sa.Column("released_by_id", sa.ForeignKey(accounts.c.id)),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("released_by_name", "release_reason")),
    sa.CheckConstraint("(case_key IS NULL) = (member_id <> '')", name="of_one"),
    sa.CheckConstraint("reason <> ''", name="reason"),
    sa.CheckConstraint(
        "(released_at IS NULL) = (released_by_id IS NULL) AND (released_at IS NULL) = (release_reason = '')",
        name="released_whole",
    ),
)
sa.Index("uq_holds_case", holds.c.case_key, unique=True, **where(holds.c.released_at.is_(None)))
sa.Index(
    "uq_holds_member",
    holds.c.member_id,
    unique=True,
    **where(holds.c.released_at.is_(None) & holds.c.case_key.is_(None)),
)

_FLOORS = " AND ".join(f"(kind <> '{kind.value}' OR days >= {days})" for kind, days in FLOORS.items())

retention_periods = sa.Table(
    "retention_periods",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
    one_of("kind", Kept),
    sa.CheckConstraint(_FLOORS, name="floors"),
)
sa.Index("ix_retention_periods_kind", retention_periods.c.kind, retention_periods.c.seq)

never = sa.Table(
    "never",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.CheckConstraint("id IS NULL", name="empty"),
)
"""It has no rows and gets none: what points at it until the end of a transaction can't be kept."""


def _standing() -> "sa.Column[int]":
    """What stands only within its transaction: the database refuses to keep it."""
    points = sa.ForeignKey(never.c.id, deferrable=True, initially="DEFERRED")
    return sa.Column("standing", sa.Integer, points)


thinnings = sa.Table(
    "thinnings",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    _standing(),
    sa.Column("request", sa.ForeignKey(data_requests.c.case_key)),  # none for retention
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
    sa.Column("thinned", sa.Text, nullable=False),  # how many values of what, in JSON
)
sa.Index("ix_thinnings_standing", thinnings.c.standing, **where(thinnings.c.standing.is_not(None)))

thinning_needles = sa.Table(
    "thinning_needles",
    metadata,
    sa.Column("needle", sa.Text, primary_key=True),
    _standing(),
    sa.CheckConstraint("needle <> ''", name="needle"),
    sa.CheckConstraint("standing = 1", name="standing"),
)
"""What is being looked for, such as a name; none of it is ever kept."""
