"""Tables of the record: seats and their roster, referrals, parties, panels, the box of ballots, and rulings.

The roll says which seat sent something and when, the answers say what was found; nothing joins the two.
"""

import sqlalchemy as sa

from app.domain.council import AskedBy, Finding, Matter, Remedy, Stage
from app.domain.council_panel import Aside
from storage.columns import Key, metadata, one_of, where
from storage.schema import accounts, cases
from storage.schema_decisions import decisions


def _who() -> "list[sa.Column[str]]":
    return [
        sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
    ]


seats = sa.Table(
    "seats",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("member_id", sa.Text, nullable=False),
    sa.Column("member_name", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("signs", sa.Text, nullable=False, unique=True),
    sa.Column("seals", sa.Text, nullable=False, unique=True),
    sa.Column("begins", sa.BigInteger, nullable=False),
    sa.Column("ends", sa.BigInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
    sa.Column("confirmed_at", sa.BigInteger),
    sa.Column("confirmed_by_id", sa.ForeignKey(accounts.c.id)),
    sa.Column("confirmed_by_name", sa.Text),
    sa.Column("left_at", sa.BigInteger),
    sa.Column("chair", sa.Boolean, nullable=False),
    sa.Column("chair_by_id", sa.ForeignKey(accounts.c.id)),
    sa.CheckConstraint("number BETWEEN 1 AND 99", name="number"),
    sa.CheckConstraint("name <> ''", name="name"),
    sa.CheckConstraint("ends > begins", name="term"),
    sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_whole"),
)
sa.Index("uq_seats_member", seats.c.member_id, unique=True, **where(seats.c.left_at.is_(None)))

rosters = sa.Table(
    "rosters",
    metadata,
    sa.Column("serial", Key, primary_key=True, autoincrement=True),
    sa.Column("content", sa.LargeBinary, nullable=False),  # the signed file as it was given out
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
    sa.CheckConstraint("serial >= 1", name="serial"),
)

referrals = sa.Table(
    "referrals",
    metadata,
    sa.Column("key", Key, primary_key=True, autoincrement=True),
    sa.Column("matter", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("alleged", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_name", sa.Text, nullable=False),
    sa.Column("brand_party", sa.Boolean, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("opened_at", sa.BigInteger, nullable=False),
    *_who(),
    sa.Column("ledger_entries", sa.BigInteger, nullable=False),
    sa.Column("ledger_hash", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("packet", sa.Text, nullable=False),
    sa.Column("due_at", sa.BigInteger),
    sa.Column("counted_at", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger),
    one_of("matter", Matter),
    one_of("asked_by", AskedBy),
    one_of("stage", Stage),
    sa.CheckConstraint("question <> '' AND alleged <> ''", name="words"),
    sa.CheckConstraint("size IN (5, 7)", name="size"),
    sa.CheckConstraint("round >= 1", name="round"),
    sa.CheckConstraint("(packet = '') = (due_at IS NULL)", name="packet"),
    sa.CheckConstraint("(ended_at IS NOT NULL) = (stage IN ('closed', 'withdrawn'))", name="ended"),
)
sa.Index("ix_referrals_stage", referrals.c.stage, referrals.c.key)

referral_cases = sa.Table(
    "referral_cases",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), nullable=False),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("added_at", sa.BigInteger, nullable=False),
    *_who(),
    sa.Column("left_at", sa.BigInteger),  # taken out again, or the referral ended
)
sa.Index("uq_referral_cases_open", referral_cases.c.case_key, unique=True, **where(referral_cases.c.left_at.is_(None)))
sa.Index("ix_referral_cases_referral", referral_cases.c.referral_key, referral_cases.c.seq)
sa.Index("ix_referral_cases_case", referral_cases.c.case_key)

referral_parties = sa.Table(
    "referral_parties",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), nullable=False),
    sa.Column("member_id", sa.Text, nullable=False),
    sa.Column("member_name", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("complains", sa.Boolean, nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("stated_at", sa.BigInteger),
    sa.Column("asked_at", sa.BigInteger),  # when they were asked what they say
    sa.Column("answer_by", sa.BigInteger),  # until when they can say it
    sa.Column("silent", sa.Boolean, nullable=False),
    sa.UniqueConstraint("referral_key", "member_id", name="uq_referral_parties_member"),
    sa.UniqueConstraint("referral_key", "label", name="uq_referral_parties_label"),
    sa.CheckConstraint("NOT silent OR (statement = '' AND answer_by IS NOT NULL)", name="silent"),
    sa.CheckConstraint("(asked_at IS NULL) = (answer_by IS NULL)", name="asked_whole"),
)

referral_articles = sa.Table(
    "referral_articles",
    metadata,
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), primary_key=True),
    sa.Column("edition", sa.Integer, primary_key=True),
    sa.Column("article", sa.Integer, primary_key=True),
)

packet_choices = sa.Table(
    "packet_choices",
    metadata,
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),  # a place that is masked, a picture, an earlier ruling
    sa.Column("choice", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary),  # a picture as it will be seen
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
)

council_packets = sa.Table(
    "council_packets",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # unsealed, as seats get it
    sa.Column("box", sa.Text, nullable=False),  # the public key to which answers are sealed
    sa.Column("at", sa.BigInteger, nullable=False),
    *_who(),
    sa.UniqueConstraint("referral_key", "round", name="uq_council_packets_round"),
)

panel_seats = sa.Table(
    "panel_seats",
    metadata,
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), primary_key=True),
    sa.Column("seat_key", sa.ForeignKey(seats.c.key), primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("drawn_at", sa.BigInteger, nullable=False),
    sa.Column("aside", sa.Text),
    sa.Column("aside_at", sa.BigInteger),
    sa.Column("aside_by_id", sa.ForeignKey(accounts.c.id)),
    sa.Column("instead_of", sa.Integer),
    one_of("aside", Aside),
    sa.UniqueConstraint("referral_key", "place", name="uq_panel_seats_place"),
    sa.CheckConstraint("(aside IS NULL) = (aside_at IS NULL)", name="aside_whole"),
)

ballot_roll = sa.Table(
    "ballot_roll",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("seat_key", sa.ForeignKey(seats.c.key), nullable=False),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("recusal", sa.Boolean, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("referral_key", "round", "seat_key", "serial", name="uq_ballot_roll_serial"),
)

ballot_box = sa.Table(
    "ballot_box",
    metadata,
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),
    sa.Column("seat_key", sa.ForeignKey(seats.c.key), primary_key=True),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # the file as it came; destroyed by the count
)

ballot_answers = sa.Table(
    "ballot_answers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # random: it says nothing of who, and nothing of when
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("breach", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
    sa.Column("why_facts", sa.Text, nullable=False),
    sa.Column("why_breach", sa.Text, nullable=False),
    sa.Column("why_remedy", sa.Text, nullable=False),
    one_of("facts", Finding),
    one_of("breach", Finding),
    one_of("remedy", Remedy),
)
sa.Index("ix_ballot_answers_referral", ballot_answers.c.referral_key, ballot_answers.c.round, ballot_answers.c.id)

rulings = sa.Table(
    "rulings",
    metadata,
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), primary_key=True),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),  # canonical JSON of what was counted
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("counted_at", sa.BigInteger, nullable=False),
    *_who(),
    sa.Column("chair_seat", sa.ForeignKey(seats.c.key)),  # who opened the count with the secretary
    sa.Column("confirmed_at", sa.BigInteger),
    sa.Column("confirmed_by_id", sa.ForeignKey(accounts.c.id)),
    sa.Column("refused_why", sa.Text),  # the brand's published legal reason for not carrying it out
    sa.Column("publish_at", sa.BigInteger),
    sa.Column("published_at", sa.BigInteger),
    sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_whole"),
    sa.CheckConstraint("(confirmed_at IS NULL) = (publish_at IS NULL)", name="publish_at"),
    sa.CheckConstraint("published_at IS NULL OR published_at >= publish_at", name="published"),
)

ruling_decisions = sa.Table(
    "ruling_decisions",
    metadata,
    sa.Column("decision_id", sa.ForeignKey(decisions.c.id), primary_key=True),
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), nullable=False),
)
sa.Index("ix_ruling_decisions_referral", ruling_decisions.c.referral_key)

destructions = sa.Table(
    "destructions",
    metadata,
    sa.Column("referral_key", sa.ForeignKey(referrals.c.key), primary_key=True),
    sa.Column("seat_key", sa.ForeignKey(seats.c.key), primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),  # when the seat says that it destroyed what it had
    sa.Column("arrived_at", sa.BigInteger, nullable=False),
)
