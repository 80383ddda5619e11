"""The reasons of a ruling: the one paragraph of it that a person writes. What follows is said by the count alone."""

import re

from app.domain.council import Remedy

_DAY = r"\s*(?:天|日|days?)"
_NAMED = {
    Remedy.NONE: r"不(?:作|予|做)?处理|no action|nothing follows",
    Remedy.MEDIATION: r"调解|mediat",
    Remedy.CORRECTION: r"更正|补署名|\bcorrection|attribution",
    Remedy.APOLOGY: r"道歉|apolog",
    Remedy.WARNING: r"警告|\bwarn",
    Remedy.MUTE_1: rf"(?:禁言|\bmute\w*)[^。；;.]{{0,8}}?(?<![0-9])(?:1|一){_DAY}",
    Remedy.MUTE_7: rf"(?:禁言|\bmute\w*)[^。；;.]{{0,8}}?(?<![0-9])(?:7|七){_DAY}",
    Remedy.SUSPENSION: r"停用|封号|封禁|\bsuspen|\bban(?:s|ned)?\b",
    Remedy.REMOVAL: r"清退|除名|永久|踢出|\bremoval|\bexpel|\bpermanent",
}
_MUTED = re.compile(r"禁言|\bmute", re.IGNORECASE)
_MUTES = frozenset({Remedy.MUTE_1, Remedy.MUTE_7})
_BEGINS_WITH = {Remedy.REMOVAL: Remedy.SUSPENSION}
"""A removal begins with a suspension, so its reasons may name one."""


def other_remedies(text: str, recommended: Remedy | None) -> tuple[Remedy, ...]:
    """Remedies that a text names beside the one that the count recommends; None: it recommends none."""
    fits = {recommended, _BEGINS_WITH.get(recommended) if recommended else None}
    found = [one for one, words in _NAMED.items() if one not in fits and re.search(words, text, re.IGNORECASE)]
    if not found and recommended not in _MUTES and _MUTED.search(text):
        found.append(Remedy.MUTE_1)
    return tuple(found)
