"""Leaving out of a text whoever is not the one it is about: their names, what they are called, how they are reached."""

import re
from collections.abc import Iterable

from app.domain.disclosure import ANOTHER
from app.text.mask_patterns import SURNAMES
from app.text.masking import Names, Numbers, find, hide, possible

_CALLED = re.compile(
    rf"[小老阿][{SURNAMES}](?!序)|[{SURNAMES}](?:主管|经理|组长|总监|老师|工程师|店长|站长|师傅|[总工哥姐](?![作程成]))"
)
"""How colleagues are spoken of: 小林, 周主管."""

_ONLY_DIGITS = 3


class Others:
    """Everybody but one member.

    Args:
        names: of others, and their ids.
        own: what the member is called, and their id: that stays, also where another's name is a part of it.
    """

    def __init__(self, names: Iterable[str], own: Iterable[str]) -> None:
        told = {name: ANOTHER for name in names if not (name.isdigit() and len(name) <= _ONLY_DIGITS)}
        self._own = frozenset(name for name in own if name)
        self._names = Names(told | {name: name for name in self._own})

    def in_text(self, text: str) -> str:
        """The text without them. What may be the member's own number is left out too: nobody can tell."""
        if not text:
            return text
        called = dict.fromkeys(_CALLED.findall(text), ANOTHER)
        found = find(text, self._names, called, called)
        found = sorted([*found, *possible(text, self._names, found)], key=lambda one: one.start)
        own = {at for at, one in enumerate(found) if one.label in self._own}
        return hide(text, found, Numbers(), own)
