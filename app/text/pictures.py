"""Where a post shows pictures: Markdown, HTML, BBCode, Discourse's uploads, and what HTML was turned into here.

Every author can write it, so nothing in it is trusted: it never raises, and what it costs is bounded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from itertools import islice

LONGEST = 200_000
"""Characters of a text that are looked at; a post is a tenth of it at most."""
LONGEST_ADDRESS = 2048
MOST = 200
"""Pictures of one text that are named."""

_NO_ADDRESS = r"\s<>\"'`()\x00-\x1f\x7f"
_TARGET = rf"[^{_NO_ADDRESS}]++(?:\([^{_NO_ADDRESS}]*+\)[^{_NO_ADDRESS}]*+)*+"
_PICTURE = re.compile(
    rf"!\[[^\[\]\n]{{0,500}}+\]\([ \t]{{0,9}}<?(?P<markdown>{_TARGET})"
    rf"|\[[^\[\]\n]{{0,500}}\|attachment\]\((?P<attached>{_TARGET})"
    r"|<img\b[^<>]*?\ssrc\s*+=\s*+(?:\"(?P<double>[^\"<>]*+)\"|'(?P<single>[^'<>]*+)'|(?P<bare>[^\s\"'<>]++))"
    r"|\[图片[^\n⟨⟩]{0,300}\] ⟨(?P<shown>[^⟨⟩\n]++)⟩"
    r"|\[img\](?P<bbcode>[^\s\[\]]++)\[/img\]",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    rf"!\[(?P<name>[^\[\]\n]{{0,500}}+)\]"
    rf"\([ \t]{{0,9}}<?{_TARGET}>?(?:[ \t]{{1,9}}\"[^\"\n]{{0,300}}+\")?[ \t]{{0,9}}\)"
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FETCHED = ("http:", "https:", "upload:")
_HTML, _MARKED = ("double", "single", "bare"), ("markdown", "attached")


def pictures_in(text: str) -> list[str]:
    """The addresses of the pictures of a post, each once, in the order in which they stand.

    They may be relative to the community. `upload:` is how Discourse names its own uploads. Pictures that lie in
    their own address (`data:`) are left out: the text has them.
    """
    found = (_address(match) for match in _PICTURE.finditer(text[:LONGEST]))
    return list(dict.fromkeys(one for one in found if one))[:MOST]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in Markdown: where it stands in its text, and what its author calls it ("" for nothing)."""

    start: int
    end: int
    name: str


def markdown_pictures(text: str) -> list[Shown]:
    """The pictures that a text shows in Markdown, in the order in which they stand."""
    found = islice(_MARKDOWN.finditer(text[:LONGEST]), MOST)
    return [Shown(one.start(), one.end(), one["name"].split("|")[0].strip()) for one in found]


_REST = re.compile(r">?(?:[ \t]{1,9}\"[^\"\n]{0,300}+\")?[ \t]{0,9}\)")
_REST_OF_TAG = re.compile(r"[^<>]{0,2000}+>")


def name_pictures(text: str, called: Callable[[str], str]) -> str:
    """The text with each picture as a word, whatever its mark-up; its name and its address are gone.

    Args:
        text: as its author wrote it.
        called: by the address ("" for one that is never fetched), what stands in its place.
    """
    parts, at = [], 0
    for match in _PICTURE.finditer(text[:LONGEST]):
        if match.start() < at:
            continue
        parts += [text[at : match.start()], called(_address(match))]
        rest = _REST_OF_TAG if match.lastgroup in _HTML else _REST if match.lastgroup in _MARKED else None
        ends = rest.match(text, match.end()) if rest is not None else None
        at = ends.end() if ends else match.end()
    return "".join([*parts, text[at:]])


def _address(match: re.Match[str]) -> str:
    address = match[match.lastgroup or 0].strip()
    if match.lastgroup in _HTML:
        address = unescape(address)
    scheme = _SCHEME.match(address)
    if len(address) > LONGEST_ADDRESS or any(char.isspace() for char in address):
        return ""
    return address if scheme is None or scheme[0].lower() in _FETCHED else ""
