"""Tables of the record: thanks, titles, nominations with evidence and consent, and who holds or held what."""

import sqlalchemy as sa

from app.domain.honours import EvidenceKind, NominationState, Standing, ThanksWay
from app.domain.honours_rules import MOST_HOLDERS, MOST_MONTHS, Change
from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts, cases
from storage.schema_decisions import decisions


def _texts(names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names.split()]


thanks = sa.Table(
    "thanks",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    *_texts("member_id member_name post_id"),
    sa.Column("thread_id", sa.Text),
    sa.Column("case_key", sa.ForeignKey(cases.c.key)),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    one_of("way", ThanksWay),
)
sa.Index("ix_thanks_member", thanks.c.member_id, thanks.c.at)
sa.Index("ix_thanks_post", thanks.c.post_id)
sa.Index("ix_thanks_at", thanks.c.at)

titles = sa.Table(
    "titles",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    *_texts("name_zh name_en for_zh for_en"),
    sa.Column("months", sa.Integer, nullable=False),
    sa.Column("quota", sa.Integer, nullable=False),
    sa.Column("honour_id", sa.Text, nullable=False),
    sa.Column("retired_at", sa.BigInteger),
    sa.CheckConstraint("name_zh <> '' AND name_en <> '' AND for_zh <> '' AND for_en <> ''", name="told"),
    sa.CheckConstraint(f"months BETWEEN 1 AND {MOST_MONTHS}", name="months"),
    sa.CheckConstraint(f"quota BETWEEN 1 AND {MOST_HOLDERS}", name="quota"),
)

offered_honours = sa.Table(
    "offered_honours",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("grantable", sa.Boolean, nullable=False),
)

nominations = sa.Table(
    "nominations",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=True),
    sa.Column("title_id", sa.ForeignKey(titles.c.id), nullable=False),
    *_texts("member_id member_name"),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("case_key", sa.ForeignKey(cases.c.key)),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("asked_by_decision", sa.ForeignKey(decisions.c.id)),  # the newest letter that asks the member
    one_of("state", NominationState),
    sa.CheckConstraint("by_id <> member_id", name="not_oneself"),
    sa.CheckConstraint("(ended_at IS NULL) = (state IN ('open', 'asked', 'agreed'))", name="ended"),
)
sa.Index("ix_nominations_state", nominations.c.state, nominations.c.key)
sa.Index("ix_nominations_member", nominations.c.member_id)
sa.Index(
    "uq_nominations_pending",
    nominations.c.title_id,
    nominations.c.member_id,
    unique=True,
    **where(nominations.c.ended_at.is_(None)),
)

nomination_evidence = sa.Table(
    "nomination_evidence",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("nomination_key", sa.ForeignKey(nominations.c.key), nullable=False, index=True),
    *_texts("kind about words"),
    one_of("kind", EvidenceKind),
    sa.CheckConstraint("about <> '' OR words <> ''", name="says_something"),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("nomination_key", sa.ForeignKey(nominations.c.key), nullable=False),
    sa.Column("shows", sa.Text, nullable=False),  # what may be shown, as JSON
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("minor", sa.Boolean, nullable=False),
    sa.Column("guardian", sa.Text, nullable=False),
    sa.Column("entered_at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    # said once, when it is withdrawn
    sa.Column("withdrawn_at", sa.BigInteger),
    sa.Column("withdrawn_by", sa.ForeignKey(accounts.c.id)),
    sa.CheckConstraint("source <> ''", name="source"),
    sa.CheckConstraint("NOT minor OR guardian <> ''", name="guardian"),
    sa.CheckConstraint("at <= entered_at", name="not_ahead"),
    sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
)
sa.Index("uq_consents_stands", consents.c.nomination_key, unique=True, **where(consents.c.withdrawn_at.is_(None)))

grants = sa.Table(
    "grants",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=True),
    sa.Column("title_id", sa.ForeignKey(titles.c.id), nullable=False),
    *_texts("member_id member_name"),
    sa.Column("nomination_key", sa.ForeignKey(nominations.c.key), nullable=False, index=True),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), nullable=False, unique=True),
    *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("begins", "ends")),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("because", sa.ForeignKey(decisions.c.id)),  # the sanction for which it is suspended
    one_of("standing", Standing),
    sa.CheckConstraint("ends > begins", name="term"),
    sa.CheckConstraint("(standing = 'suspended') = (because IS NOT NULL)", name="suspended"),
)
_CURRENT = grants.c.standing.in_([sa.literal_column("'held'"), sa.literal_column("'suspended'")])
sa.Index("ix_grants_standing", grants.c.standing, grants.c.ends)
sa.Index("ix_grants_member", grants.c.member_id)
sa.Index("ix_grants_begins", grants.c.begins)
sa.Index("uq_grants_current", grants.c.title_id, grants.c.member_id, unique=True, **where(_CURRENT))

grant_events = sa.Table(
    "grant_events",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("grant_key", sa.ForeignKey(grants.c.key), nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("by_id", sa.Text, nullable=False),
    *_texts("by_name reason"),
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), index=True),  # whose commands carry it out
    # how it stood before, so that the change can be taken back, and how it stands since
    sa.Column("standing_before", sa.Text),
    sa.Column("ends_before", sa.BigInteger),
    sa.Column("because_before", sa.ForeignKey(decisions.c.id)),
    sa.Column("standing_after", sa.Text, nullable=False),
    sa.Column("ends_after", sa.BigInteger, nullable=False),
    sa.Column("because_after", sa.ForeignKey(decisions.c.id)),
    one_of("change", Change),
    one_of("standing_before", Standing),
    one_of("standing_after", Standing),
)
sa.Index("ix_grant_events_grant", grant_events.c.grant_key, grant_events.c.seq)
sa.Index("ix_grant_events_at", grant_events.c.at)
