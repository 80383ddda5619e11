"""Quoting what members wrote inside our own letters: one line, harmless, well cut, its quotation marks nested."""

import re
import unicodedata
from collections.abc import Sequence

from app.domain.hints import LONGEST, occurs, text_to_look_through
from app.domain.words import Words
from app.errors import Language

WIDEST, NARROWEST = 40, 24
"""The width of an excerpt, where a Chinese character counts two: 12 to 20 Chinese characters."""

_HAN = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_LINK, _MAIL = Words("（链接）", " (link)"), Words("（邮箱）", " (e-mail)")
_CHAT, _PLATE = Words("（微信号）", " (WeChat)"), Words("（车牌）", " (plate)")
_VIN, _NUMBER = Words("（车架号）", " (VIN)"), Words("（号码）", " (number)")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_GAP = r"[ \t]{0,4}"
_HIDDEN = tuple(
    (re.compile(pattern, re.IGNORECASE if loose else 0), instead)
    for pattern, loose, instead in (
        (rf"(){_GAP}(?:https?://|www\.)[!-~]+", True, _LINK),
        (rf"(){_GAP}[\w.+-]{{1,64}}@[\w-]{{1,64}}\.[a-zA-Z]{{2,}}", False, _MAIL),
        (rf"(){_GAP}(?<![a-z0-9])(?=[a-z*]{{0,16}}\d)[a-hj-npr-z0-9*]{{17}}(?![a-z0-9])", True, _VIN),
        (rf"(){_GAP}(?<![a-z])(?:wx|vx)[a-z0-9_-]{{4,40}}", True, _CHAT),
        (
            r"((?:微信|薇信|wechat|weixin|v信|扣扣|qq)(?:号|id)?[:是为]?)[ \t]{0,4}"
            r"(?:(?=[a-z_-]{0,19}\d)|(?=[a-z0-9]{1,19}[_-]))[a-z0-9][a-z0-9_-]{4,19}",
            True,
            _CHAT,
        ),
        (r"(加(?:我|个|下)?(?:微信|薇信|微|薇|v信?)号?:?)[ \t]{0,4}[a-z][a-z0-9_-]{5,19}", True, _CHAT),
        (rf"(){_GAP}[{_PROVINCES}][A-Z]\s?[·•]?\s?[A-Z0-9]{{5,6}}(?![A-Za-z0-9])", False, _PLATE),
        (
            rf"(){_GAP}(?<!\d)(?:\+?86[ -]?)?(?:1[3-9]\d[ -]?[\d*]{{4}}[ -]?[\d*]{{4}}|0\d{{2,3}}-\d{{7,8}})",
            False,
            _NUMBER,
        ),
        (rf"(){_GAP}[零〇一二三四五六七八九幺]{{7,}}", False, _NUMBER),
        (rf"(){_GAP}\d[\d*]{{6,}}(?:[Xx](?![A-Za-z]))?", False, _NUMBER),
    )
)
"""What is never repeated: addresses, numbers, names by which somebody can be found or business be won.

Looked for where full-width characters are narrow; what the first group holds stays.
"""

_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]{0,80})\]\([^()\n]{0,400}\)")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_MARKUP = re.compile(
    r"[@#*<>`\[\]|\\]|~~|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,31};)"
    r"|(?<=[a-z]):(?=//)|(?<=\w)\.(?=(?:com|cn|net|org|top|xyz|info|io|cc|me|vip|shop|site|app|link|tv|co|ru|de)(?:\W|$))"
    r"|(?<=www)\.",
    re.IGNORECASE,
)
_WIDE = {narrow: narrow + 0xFEE0 for narrow in range(0x21, 0x7F)}

_SENTENCE = re.compile(r"(?:[^。！？!?；;…～~\n.]|\.(?!\s|$))+")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}(?:\.(?!\d)|[)）、])|[一二三四五六七八九十]{1,2}、|[①-⑳•·>#*]|-(?!\d))\s*")
_CLAUSE = re.compile(r"(?:[^，,、：:]|(?<=\d)[,:：](?=\d))+[，,、：:]*")
_TOKEN = re.compile(rf"(?:(?![{_HAN}])[\w'’.%-]|(?<=\d)[,:：/](?=\d))+|(?s:.)")
_EDGES = re.compile(r"^(?:(?![-−]\d)[^\w（(《“‘【\[])+|[^\w）)》”’】\]%℃]+$")
_GREETING = re.compile(
    r"^(?:(?:大家|各位|你|您)好|(?:hi|hello|hey)\b(?: (?:all|everyone|everybody|there)\b)?)\W*", re.I
)
_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))
_TITLE_MARKS = (("〈", "〉"),)
_PAIRS = (*_QUOTES, *_TITLE_MARKS, ("（", "）"), ("(", ")"), ("《", "》"), ("【", "】"), ("[", "]"), ("［", "］"))
_INNER = {"zh": str.maketrans("“”「」『』", "‘’‘’‘’"), "en": str.maketrans("“”", "‘’")}


def one_line(text: str, longest: int) -> str:
    """Remote text as one line without control or bidi characters, cut at `longest` characters."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or _harmless(char))
    line = " ".join("".join(kept).split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()}……"


def inert(text: str) -> str:
    """Remote text as plain data in words of ours: nobody is called by it, nothing is linked, drawn or set by it.

    The marks that a community's Markdown, HTML or mentions give a meaning become full-width ones; letters and figures
    stay as they are.
    """
    return _MARKUP.sub(lambda found: found[0].translate(_WIDE), text)


def in_quotes(text: str, language: Language) -> str:
    """A text that is put between quotation marks: those within it become the inner ones."""
    parts = text.split('"')
    if len(parts) % 2:  # straight marks open and close by turns
        text = "".join(part + ("”" if at % 2 else "“") for at, part in enumerate(parts[:-1])) + parts[-1]
    else:
        text = "".join(parts)
    return _balanced(text, _QUOTES).translate(_INNER[language])


def in_title_marks(text: str) -> str:
    """A title that is put between 《 and 》."""
    return _balanced(text.translate(str.maketrans("《》", "〈〉")), _TITLE_MARKS)


def excerpt(text: str, words: Sequence[str], language: Language) -> str:
    """A few words of a post that show which passage is meant; "" where it has none.

    The passage with most of the given words is chosen, else the beginning. Links, numbers and plates are left out, and
    what is left is plain data (`inert`).
    """
    text = "".join(char for char in text[:LONGEST] if char.isspace() or _harmless(char))
    text = _MARKDOWN_LINK.sub(rf"\1{_LINK.say(language)}", text)
    for pattern, instead in _HIDDEN:
        text = _hidden(text, pattern, instead.say(language))
    sentences = [_GREETING.sub("", _NUMBERING.sub("", found.group())).strip() for found in _SENTENCE.finditer(text)]
    sentences = [one for one in sentences if sum(map(str.isalnum, one)) >= 4] or [one for one in sentences if one]
    if not sentences:
        return ""
    best = max(sentences, key=lambda one: (_hits(one, words), min(_width(one), NARROWEST)))
    cut, whole = _cut(best, words)
    quoted = in_quotes(_EDGES.sub("", _balanced(inert(one_line(cut, len(cut))), _PAIRS)), language)
    if not any(map(str.isalnum, quoted)):
        return ""
    return quoted if whole else quoted + Words("……", "…").say(language)


def _hidden(text: str, pattern: re.Pattern[str], instead: str) -> str:
    """The text with what the pattern finds replaced."""
    kept, at = [], 0
    for found in pattern.finditer(text.translate(_NARROW)):
        kept += [text[at : found.end(1)], instead]
        at = found.end()
    return "".join((*kept, text[at:]))


def _cut(sentence: str, words: Sequence[str]) -> tuple[str, bool]:
    """As much of a sentence as fits, from the clause on that has the words; and whether it ends where a clause does."""
    clauses = [found.group() for found in _CLAUSE.finditer(sentence)] or [sentence]
    start = next((at for at, clause in enumerate(clauses) if _hits(clause, words)), 0)
    while start and _width("".join(clauses[start:])) < NARROWEST:
        start -= 1
    taken = ""
    for clause in clauses[start:]:
        if _width(taken + clause) > WIDEST:
            whole = _width(taken) >= NARROWEST
            return (taken if whole else _begin(taken + clause)), whole
        taken += clause
    return taken, True


def _begin(text: str) -> str:
    """The beginning of a text up to a word's end, as far as fits; a word longer than that is cut."""
    taken = ""
    for token in _TOKEN.findall(text):
        if _width(taken + token) > WIDEST - 2:
            break
        taken += token
    return taken.rstrip() or text[: WIDEST // 2]


def _hits(text: str, words: Sequence[str]) -> int:
    looked = text_to_look_through(text)
    return sum(occurs(word, looked) for word in words)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _harmless(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char == "\u200d"


def _balanced(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The text without marks that open and never close, or the reverse."""
    for opening, closing in pairs:
        depth = 0
        for char in text:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                break
        if depth:
            text = text.replace(opening, "").replace(closing, "")
    return text
