"""HTML that a community shows, as plain text: what a reader sees, and where each link and picture really leads.

Every author can write it, so nothing in it is trusted: it never raises, and what it costs is bounded.
"""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

LONGEST = 200_000
"""Characters of HTML that are looked at; a post is a tenth of it at most."""
LONGEST_ADDRESS = 2048
LONGEST_DATA = 60
"""A picture that lies in its own address is named by its beginning."""
DEEPEST = 8
"""Quotes and lists nested deeper look no deeper: else a few tags would make any amount of text."""
CUT = "…"

_HIDDEN = frozenset({"script", "style", "template"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure", "hr"})
_LINES = frozenset(
    {"div", "section", "article", "aside", "header", "footer", "details", "summary", "figcaption", "tr", "dt", "dd"}
)
_LISTS = frozenset({"ul", "ol"})
_FRAMES = {"iframe": "嵌入", "embed": "嵌入", "video": "视频", "audio": "音频", "source": "媒体"}
_NUMBER = re.compile(r"&#(?:[xX][0-9a-fA-F]{7,}|[0-9]{8,});?")
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_OPENING = re.compile(r"<(?=[!?/a-zA-Z])")


def unescaped(text: str) -> str:
    """A text whose markup was escaped, as it was typed. Numbers that no character has stay as they stand."""
    return unescape(_NUMBER.sub(lambda found: "&amp;" + found[0][1:], text))


def plain(html: str) -> str:
    """The text of a piece of HTML.

    Paragraphs and lines are kept, quotes begin with "> ", list items with "- " or their number, code stands in
    backticks. A link whose text is not its address is followed by the address: 这里 ⟨https://…⟩. A picture is
    [图片：what it is said to show] ⟨address⟩; an emoji that is a picture is itself.
    """
    cut = _NUMBER.sub("\ufffd", html[:LONGEST])  # numbers of any length would be too long to be one
    reader = _Reader()
    try:
        reader.feed(_tame(cut))
        reader.close()
        text = reader.text()
    except (AssertionError, ValueError, RecursionError):  # what the parser of the standard library does not take
        text = _TAG.sub(" ", cut)
    return text.strip("\n") + (CUT if len(html) > LONGEST else "")


def _tame(html: str) -> str:
    """Without what makes the parser look through all that follows again and again: tags that are never closed."""
    last = html.rfind(">")
    head, tail = html[: last + 1], html[last + 1 :]
    head = re.sub(r"<(?=[^<>]*<)", "&lt;", head)  # an opening that another one follows before any end
    return head + _OPENING.sub("&lt;", tail)


class _Reader(HTMLParser):
    """Collects lines; knows which quotes, lists and links are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[str] = []
        self._line: list[str] = []
        self._hidden = self._pre = self._quotes = 0
        self._lists: list[int | None] = []
        self._link = ""
        self._said: list[str] = []

    def text(self) -> str:
        """What was read."""
        self._end_link()
        self._break()
        lines = [line.rstrip() for line in "\n".join(self._done).split("\n")]
        return _BLANK_LINES.sub("\n\n", "\n".join(lines))

    # --- what the parser tells ------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        if self._hidden:
            return
        given = {name: value or "" for name, value in reversed(attrs)}
        if tag == "a":
            self._begin_link(given.get("href", ""))
        elif tag == "img":
            self._picture(given)
        elif tag in _FRAMES and given.get("src"):
            self._say(f"[{_FRAMES[tag]}] {_address(given['src'])} ")
        elif tag == "code" and not self._pre:
            self._say("`")
        elif tag == "input" and given.get("type") == "checkbox":
            self._say("[x] " if "checked" in given else "[ ] ")
        else:
            self._begin_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif self._hidden:
            return
        elif tag == "a":
            self._end_link()
        elif tag == "code" and not self._pre:
            self._say("`")
        elif tag in ("td", "th"):
            self._say(" | ")
        else:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._pre:
            first, *others = data.split("\n")
            self._say(first)
            for line in others:
                self._break(even_empty=True)
                self._say(line)
        else:
            self._say(_SPACE.sub(" ", data))

    # --- lines ----------------------------------------------------------------------------------------

    def _say(self, words: str) -> None:
        if self._link:
            self._said.append(words)
        if not self._pre and words.startswith(" ") and (not self._line or self._line[-1].endswith(" ")):
            words = words[1:]
        if words:
            self._line.append(words)

    def _break(self, *, even_empty: bool = False) -> None:
        """End the line."""
        line = "".join(self._line)
        self._line = []
        if line.strip() or even_empty:
            self._done.append(self._quote() + line)

    def _quote(self) -> str:
        return "> " * min(self._quotes, DEEPEST)

    def _paragraph(self) -> None:
        """End the line, with an empty one after it."""
        self._break()
        quote = self._quote().rstrip()
        if self._done and self._done[-1] not in ("", quote) and not self._lists:
            self._done.append(quote)

    def _begin_block(self, tag: str) -> None:
        if tag == "br":
            self._break(even_empty=True)
        elif tag in _PARAGRAPHS:
            self._paragraph()
            if tag == "hr":
                self._done.append("---")
        elif tag == "pre":
            self._paragraph()
            self._pre += 1
            self._done.append(self._quote() + "```")
        elif tag == "blockquote":
            self._paragraph()
            self._quotes += 1
        elif tag in _LISTS:
            self._break() if self._lists else self._paragraph()
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag in _LINES:
            self._break()

    def _end_block(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._paragraph()
        elif tag == "pre" and self._pre:
            self._break()
            self._pre -= 1
            self._done.append(self._quote() + "```")
            self._paragraph()
        elif tag == "blockquote" and self._quotes:
            self._break()
            if self._done and self._done[-1] and not self._done[-1].strip("> "):
                self._done.pop()
            self._quotes -= 1
            self._paragraph()
        elif tag in _LISTS and self._lists:
            self._break()
            self._lists.pop()
            self._paragraph()
        elif tag in _LINES or tag == "li":
            self._break()

    def _item(self) -> None:
        self._break()
        number = self._lists[-1] if self._lists else None
        self._line.append("  " * (min(len(self._lists), DEEPEST) - 1) + (f"{number}. " if number else "- "))
        if number and self._lists:
            self._lists[-1] = number + 1

    # --- links and pictures ---------------------------------------------------------------------------

    def _begin_link(self, href: str) -> None:
        self._end_link()
        if href.strip():
            self._link, self._said = href, []

    def _end_link(self) -> None:
        if not self._link:
            return
        href, said = self._link, "".join(self._said).strip()
        self._link = ""
        if not _tells(said, href):
            self._say(f" {_address(href)}")

    def _picture(self, given: dict[str, str]) -> None:
        alt = _SPACE.sub(" ", given.get("alt", "")).strip()[:LONGEST_ADDRESS]
        if "emoji" in given.get("class", "").split() and alt:
            self._say(alt)
            return
        source = given.get("src", "")
        self._say(f"[图片{'：' if alt else ''}{alt}]" + (f" {_address(source)}" if source.strip() else ""))


def _address(href: str) -> str:
    """An address between brackets that can't be taken for part of it."""
    href = _SPACE.sub("", href)
    longest = LONGEST_DATA if href[:5].lower() == "data:" else LONGEST_ADDRESS
    href = href[:longest] + (CUT if len(href) > longest else "")
    return f"⟨{href.replace('⟨', '%E2%9F%A8').replace('⟩', '%E2%9F%A9')}⟩"


def _tells(said: str, href: str) -> bool:
    """Whether the text of a link is its address already, or the name of a member on the site itself."""
    if said.startswith("@") and re.match(r"/(?:u|user|uid)/[^/\\]", href):
        return True
    return bool(said) and (_bare(said) == _bare(href) or _address(href) in said)


def _bare(address: str) -> str:
    address = re.sub(r"^(?:https?://|mailto:|tel:)", "", unquote(_SPACE.sub("", address)), flags=re.IGNORECASE)
    return address.removesuffix("/")
