"""Markdown of our own people as HTML: a few marks, everything else escaped. Nothing in it loads, runs or restyles.

Headings, paragraphs, lists, quotes, rules, bold, italics, code and links to http and https; a picture becomes a link.
HTML in the text is shown as it stands. What it costs grows with the length of the text only.
"""

import re
from dataclasses import dataclass, field
from html import escape

from app.text.display import Link, links, visible

LONGEST = 100_000
"""Characters that are looked at."""

_HEADING = re.compile(r"(#{1,4}) +(.*)")
_ITEM = re.compile(r"(?:[-*+]|(\d{1,3})[.)]) +(.*)")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,})\s*")
_MARKS = (
    (re.compile(r"\*\*([^*\n<>]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![*\w])\*([^*\s<>][^*\n<>]*)\*(?![*\w])"), r"<em>\1</em>"),
    (re.compile(r"`([^`\n<>]+)`"), r"<code>\1</code>"),
)


def to_html(text: str) -> str:
    """The text as a fragment of HTML; its headings begin at the second level, below the title of the page."""
    page = _Page()
    for line in visible(text[:LONGEST]).split("\n"):
        page.take(line.strip())
    return page.end()


@dataclass(slots=True)
class _Page:
    """What was read so far: the blocks that are done, and the lines of the one that is open."""

    done: list[str] = field(default_factory=list)
    kind: str = ""
    lines: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if not line:
            self._close()
        elif heading:
            self._close()
            level = max(len(heading[1]), 2)
            self.done.append(f"<h{level}>{_inline(heading[2])}</h{level}>")
        elif _RULE.fullmatch(line):
            self._close()
            self.done.append("<hr>")
        elif item:
            self._add("ol" if item[1] else "ul", f"<li>{_inline(item[2])}</li>")
        elif line.startswith(">"):
            self._add("blockquote", _inline(line[1:].strip()))
        elif self.kind in ("ul", "ol"):
            self.lines[-1] = f"{self.lines[-1].removesuffix('</li>')}<br>{_inline(line)}</li>"
        else:
            self._add("p", _inline(line))

    def _add(self, kind: str, line: str) -> None:
        if self.kind != kind:
            self._close()
        self.kind = kind
        self.lines.append(line)

    def _close(self) -> None:
        if self.lines:
            between = "" if self.kind in ("ul", "ol") else "<br>"
            inside = between.join(self.lines)
            if self.kind == "blockquote":
                inside = f"<p>{inside}</p>"
            self.done.append(f"<{self.kind}>{inside}</{self.kind}>")
        self.kind, self.lines = "", []

    def end(self) -> str:
        self._close()
        return "\n".join(self.done)


def _inline(line: str) -> str:
    parts, at = [], 0
    for link in links(line):
        before = line[at : link.start]
        labelled = line[link.start : link.start + 1] == "["
        parts.append(_marked(before[:-1] if labelled and before.endswith("!") else before))
        parts.append(_anchor(line, link))
        at = link.end
    return "".join([*parts, _marked(line[at:])])


def _anchor(line: str, link: Link) -> str:
    """A link; one whose words look like the address of another place is shown with where it leads."""
    raw = line[link.start : link.end]
    label = raw[1 : raw.index("](")] if raw.startswith("[") else raw
    shown = link.url if link.spoofed or not label.strip() else label
    return f'<a href="{escape(link.url)}" rel="noopener noreferrer nofollow">{_marked(shown)}</a>'


def _marked(text: str) -> str:
    said = escape(text)
    for pattern, instead in _MARKS:
        said = pattern.sub(instead, said)
    return said
