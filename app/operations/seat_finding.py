"""Which packet a member means by a name: secretaries of two communities, or anybody at all, may use the same one."""

import re
from collections.abc import Sequence

from app.domain.seat import STANDING_WORDS, KeptPacket, Standing
from app.domain.words import Words
from app.errors import PacketAmbiguous, PacketNotHere
from app.operations.seat_desk import SeatDesk
from app.operations.seat_packets import Line, packets
from app.text.display import visible

_PREFIX = re.compile(r"[0-9a-f]{6,64}")
_SHOWN = 8
"""Digits of a sha256 that are shown at least."""


def find(desk: SeatDesk, which: str, round_: int | None = None, *, to_destroy: bool = False) -> Line:
    """The packet that is meant: by the id of the case in its newest round, or by the first digits of its sha256.

    One whose signer is known goes before all others, whatever they say of themselves; then one that can be voted on.

    Args:
        desk: of the member.
        which: the id of the referral, or six or more digits of the packet's sha256.
        round_: of the case; the newest one where none is named.
        to_destroy: it is going to be destroyed: of several, none is guessed.

    Raises:
        PacketNotHere: there is none.
        PacketAmbiguous: there are several, which only their sha256 tells apart.
    """
    lines = [one for one in packets(desk) if round_ in (None, one.kept.round)]
    if _PREFIX.fullmatch(which.casefold()):
        found = [one for one in lines if one.kept.sha256.startswith(which.casefold())]
        found = found or [one for one in lines if one.kept.case == which]
    else:
        found = _preferred([one for one in lines if one.kept.case == which], to_destroy=to_destroy)
    if not found:
        raise PacketNotHere(case=which)
    if len(found) > 1:
        zh, en = _listed(found)
        raise PacketAmbiguous(which=visible(which)[:80], list_zh=zh, list_en=en)
    return found[0]


def _preferred(found: list[Line], *, to_destroy: bool) -> list[Line]:
    found = [one for one in found if one.known] or found
    if not to_destroy:
        found = [one for one in found if one.standing is not Standing.DESTROYED] or found
        found = [one for one in found if one.standing is not Standing.READ_ONLY] or found
    if len({one.kept.key for one in found}) > 1:
        return found
    newest = max((one.kept.round for one in found), default=0)
    return [one for one in found if one.kept.round == newest]


def _listed(lines: Sequence[Line]) -> tuple[str, str]:
    """In both languages, one on a line."""
    shown = prefixes([one.kept for one in lines])
    told = [(f"  {shown[one.kept.sha256]} · ", about(one)) for one in lines]
    return "\n".join(head + words.zh for head, words in told), "\n".join(head + words.en for head, words in told)


def about(line: Line) -> Words:
    """Whose packet it is, and what it asks."""
    number, question = line.kept.round, visible(line.kept.question)
    gone = STANDING_WORDS[Standing.DESTROYED] if line.standing is Standing.DESTROYED else Words(question, question)
    community = visible(line.community)
    by = Words(community, community) if line.known else Words("签名人未知", "unknown signer")
    return Words(f"{by.zh} · 第 {number} 轮 · {gone.zh}", f"{by.en} · round {number} · {gone.en}")


def prefixes(kept: Sequence[KeptPacket]) -> dict[str, str]:
    """As many digits of each sha256 as tell it from the others, and no fewer than are shown anyway."""
    hashes = [one.sha256 for one in kept]
    length = _SHOWN
    while length < 64 and len({one[:length] for one in hashes}) < len(set(hashes)):
        length += 1
    return {one: one[:length] for one in hashes}
