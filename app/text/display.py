"""Text from the community as it may be shown: nothing in it stays invisible, and every link says where it leads."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.messages import BLANK

LONGEST_LINK = 2048
"""A longer address is no link; browsers do not agree on them either."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text.

    Attributes:
        start: where it begins in the text; in Markdown the opening bracket.
        end: where it ends.
        url: the address it leads to.
        host: the host of that address, in punycode.
        spoofed: whether what is shown looks like the address of another host.
    """

    start: int
    end: int
    url: str
    host: str
    spoofed: bool


# --- what can't be seen -------------------------------------------------------------------------------

_EMOJI = (
    r"[\xa9\xae\u203c\u2049\u2122-\u27bf\u2934-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    r"[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?"
)
_WHOLE = re.compile(
    r"\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"  # the flag of a region
    rf"|{_EMOJI}(?:\u200d{_EMOJI})*+"  # an emoji, or several joined
    r"|[0-9#*]\ufe0f\u20e3"  # a key
    r"|[\u3400-\u9fff\U00020000-\U0003ffff][\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # one character's form
)
_BREAK = re.compile(r"\r\n?|[\u2028\u2029]")


def visible(text: str) -> str:
    """The text with control characters dropped and other invisible characters as marks, as in ⟨U+202E⟩.

    Line breaks and tabs stay; emoji that are joined from several, and forms of characters, stay whole.
    """
    text = _BREAK.sub("\n", text)
    shown: list[str] = []
    at = 0
    for whole in _WHOLE.finditer(text):
        shown += [*map(_shown, text[at : whole.start()]), whole.group()]
        at = whole.end()
    return "".join([*shown, *map(_shown, text[at:])])


def _shown(char: str) -> str:
    if char in "\n\t":
        return char
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    return f"⟨U+{ord(char):04X}⟩" if category in ("Cf", "Cs") or BLANK.match(char) else char


# --- links --------------------------------------------------------------------------------------------

_HAN = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_UNSEEN = r"\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
_ENDS = rf"\s<>\"'`\\^|{{}}⟨⟩·\x00-\x1f\x7f-\x9f\u2014\u2015\u2018-\u201f\u2026\ufe10-\ufe6f{_UNSEEN}"
_HOST = rf"[^{_ENDS}/?#()\[\]*\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]++"
_PATH = rf"[/?#][^{_ENDS}{_HAN}]*+"
_LINK = re.compile(
    rf"\[(?P<label>[^\[\]\n]*+)\]\((?P<target>https?://[^{_ENDS}()]++(?:\([^{_ENDS}()]*+\)[^{_ENDS}()]*+)*+)"
    r"(?:[ \t]++\"[^\"\n]*+\")?\)"
    rf"|(?<![a-z0-9])(?P<plain>https?://{_HOST}(?:{_PATH})?)",
    re.IGNORECASE,
)
_LATIN_THEN_HAN = re.compile(rf"((?<=\.)[a-z0-9-]*[a-z0-9](?::\d+)?)[{_HAN}].*", re.IGNORECASE | re.DOTALL)
_MARK = re.compile(rf"⟨U\+[0-9A-F]{{4,6}}⟩|[{_UNSEEN}]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s/?#()\[\]<>]+", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:[^\W\d_]{2,}|xn--[\w-]+)(?=[:/?#\s]|$)", re.IGNORECASE)
_PLAIN_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


def links(text: str) -> list[Link]:
    """The http and https links of a plain or Markdown text, in order; none overlap.

    A link that stands in the text by itself ends at Chinese characters and at full-width punctuation; only its host
    may be written in Chinese. Addresses that lead nowhere are left out.
    """
    found = (_link(match) for match in _LINK.finditer(text))
    return [link for link in found if link]


def _link(match: re.Match[str]) -> Link | None:
    label, url, end = match["label"], match["target"], match.end()
    if url is None:
        url = _without_what_follows(match["plain"])
        end = match.start() + len(url)
    host = _host(url) if len(url) <= LONGEST_LINK else ""
    if not host:
        return None
    return Link(match.start(), end, url, host, _spoofed(url if label is None else label, url, host))


def _without_what_follows(url: str) -> str:
    """The address without the sentence that goes on after it: a.cn咨询 is a.cn, and a full stop is not part of it."""
    scheme, _, rest = url.partition("://")
    name = re.split("[/?#]", rest, maxsplit=1)[0]
    cut = _LATIN_THEN_HAN.search(name)
    if cut:
        return f"{scheme}://{name[: cut.end(1)]}"
    open_left = {")": url.count("(") - url.count(")"), "]": url.count("[") - url.count("]")}
    end = len(url)
    while end and (url[end - 1] in ".,;:!?*_~" or open_left.get(url[end - 1], 0) < 0):
        end -= 1
        if url[end] in open_left:
            open_left[url[end]] += 1
    return url[:end]


def _host(url: str) -> str:
    """The host in punycode; "" where there is none that a browser would reach."""
    try:
        name = (urlsplit(url).hostname or "").rstrip(".")
        host = name.encode("idna").decode("ascii").lower() if len(name) <= 253 else ""
    except ValueError:
        return ""
    if not _PLAIN_HOST.fullmatch(host) or (host.startswith("xn--") and "." not in host):
        return ""
    return host


def _spoofed(shown: str, url: str, host: str) -> bool:
    """Whether what is shown is an address, and of another host than the one it leads to."""
    who = urlsplit(url).netloc.rpartition("@")[0]
    if "." in who:
        return True  # https://bank.example@other.example leads to the other
    shown = unicodedata.normalize("NFKC", _MARK.sub("", shown)).strip(" *_~`\"'“”‘’()")
    addresses = [found.group() for found in _ADDRESS.finditer(shown)]
    domain = _DOMAIN.match(shown)
    return any(_bare(_shown_host(one)) != _bare(host) for one in [*addresses, *([domain.group()] if domain else [])])


def _shown_host(address: str) -> str:
    name = _LATIN_THEN_HAN.sub(r"\1", address.partition("://")[2] or address)
    return _host(f"//{name}")


def _bare(host: str) -> str:
    return host.removeprefix("www.")
