"""Seals: which version of a post was kept as signed evidence, when, by whom, under which key."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.members import MemberRef


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs packets.

    Attributes:
        id: its short name, as minisign writes it.
        public: what others pin, to know what we signed.
        sealed: the secret half; only the workspace that made it can open it.
    """

    id: str
    public: str
    sealed: str
    by: MemberRef
    at: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """A case was sealed as evidence.

    Attributes:
        revision: the newest version of the post that is in the packet.
        sha256: of the packet's `packet.zip`, by which it is known.
        size: of the file, in bytes.
        ledger: entries and hash of the ledger's head as they stand in the packet.
    """

    revision: str
    sha256: str
    size: int
    key_id: str
    ledger: tuple[int, str]
    by: MemberRef
    at: datetime
