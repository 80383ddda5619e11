"""Seat cards: what a member hands to the secretary, so that a seat can be entered: a name and two public keys.

The card signs itself: who made it has the key. That it is the member is known when somebody compares the fingerprint
with them by voice, and not before.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from app.domain.council import Keys, fingerprint
from app.errors import BadKey, BadSealKey, PacketContradicts
from app.keys import ages, signing
from app.packets import signed
from app.packets.case_file import Moment
from app.packets.signed import Form, SignedFile

SCHEMA = 1
ENDING = ".stewardseat"
LONGEST_NAME = 40
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00-\x1f\x7f-\x9f]+\Z")]
"""A name on one line."""

_NOT_IN_NAMES = re.compile(r"[^\w-]+")


class CardFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """seat.json. `signs` is a public key of minisign, and signed it; `seals` one of age."""

    schema: int
    name: Name
    signs: str
    seals: str
    made_at: Moment


FORM = Form(
    CardFile,
    SCHEMA,
    "seat.json",
    ENDING,
    "seat",
    ("席位名片", "seat card"),
    called=lambda said: f"seat-{_NOT_IN_NAMES.sub('-', said.name).strip('-') or 'card'}",
    own=lambda said: said.signs,
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says.

    Attributes:
        fingerprint: what is compared by voice.
    """

    name: str
    keys: Keys
    made_at: datetime

    @property
    def fingerprint(self) -> str:
        """What two people compare by voice."""
        return fingerprint(self.keys)


def write(name: str, secret: str, seals: str, at: datetime) -> SignedFile:
    """A card.

    Args:
        name: by which the seat wants to be known.
        secret: the key by which it signs.
        seals: the public key to which packets for it are sealed.
        at: when it was made.
    """
    return signed.write(FORM, CardFile(SCHEMA, name, signing.public_of(secret), seals, at.astimezone(UTC)), secret)


def read(raw: bytes | memoryview) -> Card:
    """Check a card, in memory.

    Raises:
        PacketError: it does not hold; each subclass says what is wrong.
    """
    said = signed.read(FORM, raw).said
    keys = Keys(said.signs, said.seals)
    if not usable(keys) or not said.name.strip():
        raise PacketContradicts(what=("公钥或名字无效", "a key or the name is none")).about(
            FORM.thing, FORM.ending, FORM.inner
        )
    return Card(said.name.strip(), keys, said.made_at)


def usable(keys: Keys) -> bool:
    """Whether both are public keys, as they are written."""
    try:
        signing.key_id(keys.signs)
        return ages.public_key(keys.seals) == keys.seals
    except (BadKey, BadSealKey):
        return False
