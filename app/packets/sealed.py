"""Packets as they travel: sealed by age to the keys of the panel. Sealing again changes nothing in the packet."""

from collections.abc import Collection

from app.errors import PacketTooLarge, SealBroken, SealedForOthers
from app.keys import ages
from app.packets import packet
from app.packets.packet import Packet

ENDING = ".age"
LARGEST = packet.LARGEST + 2**20
"""Bytes of a sealed packet."""


def seal(made: Packet, keys: Collection[str]) -> tuple[str, bytes]:
    """The name and the content of the file in which a packet leaves the machine.

    Args:
        made: the packet.
        keys: public keys of age, of all who may read it.

    Raises:
        BadSealKey: one of them is no key.
    """
    return made.name + ENDING, ages.seal(made.content, keys)


def is_sealed(raw: bytes | memoryview) -> bool:
    """Whether a file says that it is sealed."""
    return ages.sealed(raw)


def unsealed(raw: bytes, secrets: Collection[str]) -> bytes:
    """The packet in a file, sealed or not; nothing of it was checked yet.

    Args:
        raw: the file.
        secrets: keys of age, of the reader.

    Raises:
        SealedForOthers: it was sealed to others.
        SealBroken: the seal is damaged.
        PacketTooLarge: it is larger than any that is made here.
    """
    if not ages.sealed(raw):
        return raw
    if len(raw) > LARGEST:
        raise PacketTooLarge(most=LARGEST // 2**20)
    try:
        return ages.unseal(raw, secrets)
    except ages.NotForThisKey:
        raise SealedForOthers from None
    except ages.BrokenSeal:
        raise SealBroken from None
