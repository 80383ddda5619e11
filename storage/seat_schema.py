"""The tables of a seat's folder. What a member wrote is never lost: a newer form comes by a step in `seat_store`."""

import sqlalchemy as sa

SCHEMA = 1

metadata = sa.MetaData()

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

own = sa.Table(
    "own",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("signs", sa.Text, nullable=False),
    sa.Column("seals", sa.Text, nullable=False),
    sa.Column("secret_signs", sa.Text, nullable=False),
    sa.Column("secret_opens", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.CheckConstraint("id = 1", name="ck_own_only_row"),
)

trusted = sa.Table(
    "trusted",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("at", sa.BigInteger, nullable=False),
)

rosters = sa.Table(
    "rosters",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, sa.ForeignKey("trusted.key"), nullable=False),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("key", "serial"),
)

packets = sa.Table(
    "packets",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("case_id", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("taken_at", sa.BigInteger, nullable=False),
    sa.Column("destroyed_at", sa.BigInteger),
)

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("sha256", sa.Text, sa.ForeignKey("packets.sha256"), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("sha256", sa.Text, sa.ForeignKey("packets.sha256"), primary_key=True),
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("marked", sa.Boolean, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.CheckConstraint("marked OR text <> ''", name="ck_notes_says_something"),
)


def _answers() -> list[sa.Column[str]]:
    return [
        sa.Column(name, sa.Text, nullable=False)
        for name in ("facts", "breach", "remedy", "why_facts", "why_breach", "why_remedy")
    ]


drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("sha256", sa.Text, sa.ForeignKey("packets.sha256"), primary_key=True),
    *_answers(),
    sa.Column("at", sa.BigInteger, nullable=False),
)

ballots = sa.Table(
    "ballots",
    metadata,
    sa.Column("sha256", sa.Text, sa.ForeignKey("packets.sha256"), primary_key=True),
    sa.Column("serial", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("recusal", sa.Boolean, nullable=False),
    *_answers(),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("serial >= 1", name="ck_ballots_serial"),
)

confirmations = sa.Table(
    "confirmations",
    metadata,
    sa.Column("sha256", sa.Text, sa.ForeignKey("packets.sha256"), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

_STAY = (
    ("own", "UPDATE"),
    ("own", "DELETE"),
    ("rosters", "UPDATE"),
    ("rosters", "DELETE"),
    ("packets", "DELETE"),
    ("contents", "UPDATE"),
    ("ballots", "UPDATE"),
    ("confirmations", "UPDATE"),
    ("confirmations", "DELETE"),
)

GUARDS = (
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: never changed'); END"
        for table, verb in _STAY
    ),
    "CREATE TRIGGER ballots_in_order BEFORE INSERT ON ballots "
    "WHEN NEW.serial <= (SELECT max(serial) FROM ballots WHERE sha256 = NEW.sha256) "
    "BEGIN SELECT RAISE(ABORT, 'ballots: a later one has a later serial'); END",
    "CREATE TRIGGER packets_stay_destroyed BEFORE UPDATE ON packets WHEN OLD.destroyed_at IS NOT NULL "
    "BEGIN SELECT RAISE(ABORT, 'packets: what was destroyed stays so'); END",
)
"""What holds whoever writes: the keys of a seat, the rosters it took and the ballots it wrote are never changed."""
