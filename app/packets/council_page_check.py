"""Whether the page in a packet of the council can do nothing but be read, whoever wrote it.

It has to begin as ours do, with a policy that lets a browser load nothing and run nothing, and to have no tags but
those that ours have: no links, no forms, no frames, and nothing that sends the reader elsewhere.
"""

import re

from app.packets.page_parts import head

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
HEAD = head(POLICY).encode()
"""The bytes with which such a page begins."""

_TAGS = (
    "html head title style body header main section article figure figcaption h1 h2 h3 p div span b br ul ol li img "
    "table thead tbody tr th td code pre time mark svg g line rect circle text"
)
_FOREIGN = re.compile(rb"<(?!/?(?:%s)[\s>])" % b"|".join(_TAGS.encode().split()))


def harmless(page: bytes | memoryview) -> bool:
    """Whether it begins as it must and has no tag that it must not have."""
    return bytes(page[: len(HEAD)]) == HEAD and _FOREIGN.search(page, len(HEAD)) is None
