"""What a reply takes over from the post word by word: quoting a part of it restates it, copying it all does not."""

import re
from collections.abc import Iterator

from app.domain.complaints_words import Span

SHARE = 0.6
"""More of a post than this, taken over as it stands, restates nothing."""

_LEAST, _PIECE = 24, 6
"""So many characters are copied at least, and a piece of them has so many: a short post may be quoted whole."""

_PART = re.compile(r"[^。!?;,\n]+")
_LOOKED_AT = 3_000


def copied(said: str, asked: str) -> Iterator[Span]:
    """Where a folded reply copies a folded post, if it copies most of it."""
    parts = {part for one in _PART.finditer(asked[:_LOOKED_AT]) if len(part := one.group().strip()) >= _PIECE}
    taken = {part for part in parts if part in said}
    whole, length = sum(map(len, parts)), sum(map(len, taken))
    if length < _LEAST or length <= SHARE * whole:
        return
    for part in taken:
        yield from (one.span() for one in re.finditer(re.escape(part), said))
