"""Tables of the record: the keys that sign, and what was sealed with them."""

import sqlalchemy as sa

from storage.columns import Key, metadata
from storage.schema import accounts, cases


def _hex(column: str, length: int, digits: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) = {length} AND ltrim({column}, '{digits}') = ''", name=column)


signing_keys = sa.Table(
    "signing_keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("public", sa.Text, nullable=False, unique=True),
    sa.Column("sealed", sa.Text, nullable=False),  # the secret half, sealed by the key of the workspace that made it
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    _hex("id", 16, "0123456789ABCDEF"),
    sa.CheckConstraint("length(public) = 56", name="public"),
    sa.CheckConstraint("sealed <> ''", name="sealed"),
)

seals = sa.Table(
    "seals",
    metadata,
    sa.Column("seq", Key, primary_key=True, autoincrement=True),
    sa.Column("case_key", sa.ForeignKey(cases.c.key), nullable=False),
    sa.Column("revision", sa.Text, nullable=False),  # of the post, the newest that was sealed
    sa.Column("sha256", sa.Text, nullable=False, unique=True),  # of packet.zip
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("key_id", sa.ForeignKey(signing_keys.c.id), nullable=False),
    # the head of the ledger as it stands in the packet
    sa.Column("ledger_entries", sa.BigInteger, nullable=False),
    sa.Column("ledger_hash", sa.Text, nullable=False),
    sa.Column("by_id", sa.ForeignKey(accounts.c.id), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    *(_hex(column, 64, "0123456789abcdef") for column in ("sha256", "ledger_hash")),
    sa.CheckConstraint("size > 0 AND ledger_entries >= 0", name="counts"),
)
sa.Index("ix_seals_case", seals.c.case_key, seals.c.seq)
