"""Rules in a file: Markdown with one heading for each article, or JSON as the starter that ships.

Markdown:

    # 车友社区公约
    ## 第一条 守法底线 [禁止 · 重大 · 违法]
    正文，可以有几段。
    缘由：为什么有这一条
    指引：怎样算，怎样不算
    ### English: Stay within the law
    Do not post anything that laws prohibit.
    Why: …
    Guidance: …

Only the headings and one line of text under each are needed. The number may be left out (第一条, 1., Article 1):
articles are then counted. In square brackets stand, in any order, the stance (禁止, 不鼓励, 鼓励), the severity (轻微,
严重, 重大) and 违法 for what the law forbids; what is not said is 禁止 and 轻微, the mildest that can be cited. What
stands between the title and the first article belongs to no article: it is not kept, and its lines are named.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.domain.conduct import SEVERITY_WORDS, STANCE_WORDS, Article, Document, Severity, Stance, Use
from app.domain.conduct_comments import article_number
from app.domain.words import NO_WORDS, Words, chinese_number

LARGEST_RULES = 1024 * 1024
LONGEST_HEADING = 1000
"""Characters; longer ones are no headings, and would be looked at for hours."""
MOST_TOLD = 20

_TAG = re.compile(r"\s*[\[【(（]([^\[\]【】()（）]*)[\]】)）]\s*$")
_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*$")
_NUMBERED = re.compile(
    r"(?:第\s*(?P<zh>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*条|article\s+(?P<en>[0-9]{1,3})|(?P<no>[0-9]{1,3})[.、．])[\s:：.、]*",
    re.IGNORECASE,
)
_PART = re.compile(r"(缘由|理由|why|指引|说明|guidance)\s*[：:]\s*", re.IGNORECASE)
_PARTS = {"缘由": "why", "理由": "why", "why": "why", "指引": "guidance", "说明": "guidance", "guidance": "guidance"}
_ENGLISH = re.compile(r"(?:english|英文)\s*(?:[：:]\s*(.*))?$", re.IGNORECASE)
_STANCES = {name: stance for stance, words in STANCE_WORDS.items() for name in words}
_SEVERITIES = {name: severity for severity, words in SEVERITY_WORDS.items() for name in words}
_UNLAWFUL = ("违法", "unlawful")


@dataclass(frozen=True, slots=True)
class Fault:
    """What can't be read, and in which line; 0 for the file as a whole."""

    line: int
    why: Words


@dataclass(frozen=True, slots=True)
class Rules:
    """What a file holds: title and articles, the lines that belong to no article, and what can't be read."""

    title: Words = NO_WORDS
    articles: tuple[Article, ...] = ()
    left_out: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()

    def told(self) -> Words:
        """The faults, a line for each."""
        shown = self.faults[:MOST_TOLD]
        return Words(
            "\n".join(f"第 {one.line} 行：{one.why.zh}" if one.line else one.why.zh for one in shown),
            "\n".join(f"line {one.line}: {one.why.en}" if one.line else one.why.en for one in shown),
        )


def read_rules(data: bytes, document: Document = Document.CODE) -> Rules:
    """Read rules from Markdown or JSON, in UTF-8 or GB18030."""
    if len(data) > LARGEST_RULES:
        return _unread(Words("文件超过 1 MB", "the file is larger than 1 MB"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return _read_json(text) if text.lstrip().startswith("{") else _Markdown(document).read(text)
    return _unread(
        Words("不是文本文件；请另存为 UTF-8 的 Markdown 或 JSON", "it is no text; save it as Markdown or JSON, UTF-8")
    )


def _unread(why: Words, line: int = 0) -> Rules:
    return Rules(faults=(Fault(line, why),))


# --- Markdown -------------------------------------------------------------------------------------------


@dataclass
class _Open:
    """An article that is being read."""

    line: int
    number: int
    stance: Stance
    severity: Severity | None
    unlawful: bool
    titles: dict[str, str]
    said: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def words(self, part: str) -> Words:
        return Words(*("\n".join(self.said.get((part, language), ())).strip() for language in ("zh", "en")))

    def close(self) -> Article:
        encourages = self.stance is Stance.ENCOURAGED
        use = Use.ENCOURAGES if encourages else Use.UNLAWFUL_LANE if self.unlawful else Use.CONDUCT
        return Article(
            number=self.number,
            stance=self.stance,
            severity=None if encourages else self.severity or Severity.MINOR,
            use=use,
            title=Words(self.titles.get("zh", ""), self.titles.get("en", "")),
            text=self.words("text"),
            why=self.words("why"),
            guidance=self.words("guidance"),
        )


class _Markdown:
    def __init__(self, document: Document) -> None:
        self._stance = Stance.ENCOURAGED if document is Document.CHARTER else Stance.FORBIDDEN
        self._title: dict[str, str] = {}
        self._open: _Open | None = None
        self._part, self._language = "text", "zh"
        self._articles: list[_Open] = []
        self._left_out: list[int] = []
        self._faults: list[Fault] = []

    def read(self, text: str) -> Rules:
        for number, line in enumerate(text.splitlines(), 1):
            found = _HEADING.match(line) if len(line) <= LONGEST_HEADING else None
            if line.startswith("#") and len(line) > LONGEST_HEADING:
                self._fault(number, "标题行太长", "this heading is too long")
            elif found:
                self._heading(number, len(found[1]), found[2])
            elif line.strip():
                self._text(number, line.strip())
            elif self._open is not None:
                self._said().append("")
        self._check()
        articles = tuple(one.close() for one in self._articles)
        title = Words(self._title.get("zh", ""), self._title.get("en", ""))
        return Rules(title, articles, tuple(self._left_out), tuple(sorted(self._faults, key=lambda one: one.line)))

    def _heading(self, line: int, depth: int, said: str) -> None:
        english = _ENGLISH.match(said)
        if english is not None and (depth == 1 or self._open is not None):
            self._english(depth, (english[1] or "").strip())
        elif depth == 1 and not self._articles:
            if self._title.get("zh"):
                self._fault(line, "有两个总标题（只用一个 #）", "there are two titles (one # each)")
            self._title["zh"] = said
        elif depth == 1:
            self._fault(line, "总标题要在第一条之前；条款用 ##", "the title stands before the articles; they have ##")
        elif depth == 2:
            self._article(line, said)
        else:
            self._text(line, said)

    def _english(self, depth: int, said: str) -> None:
        if depth == 1 or self._open is None:
            self._title["en"] = said
            return
        self._open.titles["en"] = said
        self._part, self._language = "text", "en"

    def _article(self, line: int, said: str) -> None:
        stance, severity, unlawful = self._stance, None, False
        tag = _TAG.search(said)
        words = [word for word in re.split(r"[\s·,，、/|]+", tag[1]) if word] if tag else []
        if tag and any(word.casefold() in (*_STANCES, *_SEVERITIES, *_UNLAWFUL) for word in words):
            said = said[: tag.start()]
            for word in (one.casefold() for one in words):
                if word in _STANCES:
                    stance = _STANCES[word]
                elif word in _SEVERITIES:
                    severity = _SEVERITIES[word]
                elif word in _UNLAWFUL:
                    unlawful = True
                else:
                    self._fault(line, f"不认识“{word}”", f"“{word}” is neither a stance nor a severity")
        numbered = _NUMBERED.match(said)
        number = len(self._articles) + 1
        if numbered:
            number = article_number(numbered["zh"] or numbered["en"] or numbered["no"]) or 0
            said = said[numbered.end() :]
        self._open = _Open(line, number, stance, severity, unlawful, {"zh": said.strip()})
        self._articles.append(self._open)
        self._part, self._language = "text", "zh"

    def _text(self, line: int, said: str) -> None:
        if self._open is None:
            self._left_out.append(line)
            return
        part = _PART.match(said)
        if part:
            self._part = _PARTS[part[1].casefold()]
            said = said[part.end() :]
        self._said().append(said)

    def _said(self) -> list[str]:
        if self._open is None:
            raise AssertionError("there is an article to which a line belongs")
        return self._open.said.setdefault((self._part, self._language), [])

    def _fault(self, line: int, zh: str, en: str) -> None:
        self._faults.append(Fault(line, Words(zh, en)))

    def _check(self) -> None:
        if not self._articles:
            self._fault(
                0,
                "没有找到条款：每条用一个二级标题（## 第一条 …）",
                "no article was found: each has a heading (## Article 1 …)",
            )
        if self._articles and not self._title.get("zh"):
            self._fault(0, "没有总标题（# 车友社区公约）", "there is no title (# Code of conduct)")
        seen: dict[int, int] = {}
        for one in self._articles:
            if one.number in seen:
                self._fault(
                    one.line,
                    f"第 {one.number} 条在第 {seen[one.number]} 行已经有了",
                    f"article {one.number} is in line {seen[one.number]} already",
                )
            elif not one.number:
                self._fault(one.line, "条号看不懂", "its number can't be read")
            seen.setdefault(one.number, one.line)
            if not one.titles.get("zh"):
                self._fault(one.line, "这一条没有标题", "this article has no title")
            if not one.words("text").zh and not one.words("text").en:
                self._fault(one.line, "这一条没有正文", "this article has no text")


def as_markdown(title: Words, articles: tuple[Article, ...], document: Document = Document.CODE) -> str:
    """The file that `read_rules` reads as just these rules, in both languages."""
    lines = [f"# {title.zh}", *([f"# English: {title.en}"] if title.en else [])]
    for one in articles:
        lines += ["", f"## 第{chinese_number(one.number)}条 {one.title.zh}{_tags(one, document)}", one.text.zh]
        lines += list(_said(one, "zh"))
        if one.title.en or one.text.en:
            lines += ["", f"### English: {one.title.en}", one.text.en, *_said(one, "en")]
    return "\n".join(lines) + "\n"


def _tags(article: Article, document: Document) -> str:
    if document is Document.CHARTER:
        return ""
    words = [STANCE_WORDS[article.stance].zh]
    if article.severity is not None:
        words.append(SEVERITY_WORDS[article.severity].zh)
    if article.use is Use.UNLAWFUL_LANE:
        words.append("违法")
    return f" [{' · '.join(words)}]"


def _said(article: Article, language: str) -> Iterator[str]:
    for words, zh, en in ((article.why, "缘由：", "Why: "), (article.guidance, "指引：", "Guidance: ")):
        said = words.zh if language == "zh" else words.en
        if said:
            yield (zh if language == "zh" else en) + said


# --- JSON -----------------------------------------------------------------------------------------------


def _read_json(text: str) -> Rules:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        return _unread(Words(f"JSON 写法有误：{error.msg}", f"it is no JSON: {error.msg}"), error.lineno)
    except ValueError as error:  # a number of thousands of digits
        return _unread(Words(f"JSON 写法有误：{error}", f"it is no JSON: {error}"))
    except RecursionError:
        return _unread(Words("JSON 层数太多", "its JSON is nested too deeply"))
    listed = whole.get("articles")
    if not isinstance(listed, list) or not listed:
        return _unread(Words("没有条款列表（articles）", "there is no list “articles”"))
    articles: list[Article] = []
    faults: list[Fault] = []
    for place, one in enumerate(listed, 1):
        try:
            articles.append(article_of(one))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            faults.append(
                Fault(
                    0, Words(f"第 {place} 个条款读不懂：{error}", f"article {place} of the list can't be read: {error}")
                )
            )
    numbers = [one.number for one in articles]
    faults += [
        Fault(0, Words(f"条号 {number} 重复", f"the number {number} is there twice"))
        for number in sorted({number for number in numbers if numbers.count(number) > 1})
    ]
    return Rules(_words(whole.get("title")), tuple(articles), (), tuple(faults))


def article_of(shipped: dict[str, Any]) -> Article:
    """An article as JSON has it.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    number = shipped["number"]
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 1000:
        raise ValueError(f"number: {number!r}")
    title, text = _words(shipped["title"]), _words(shipped["text"])
    if not any(title) or not any(text):
        raise ValueError("title, text")
    return Article(
        number=number,
        stance=Stance(shipped["stance"]),
        severity=Severity(shipped["severity"]) if shipped.get("severity") else None,
        use=Use(shipped["use"]),
        title=title,
        text=text,
        why=_words(shipped.get("why")),
        guidance=_words(shipped.get("guidance")),
    )


def _words(said: object) -> Words:
    if said is None:
        return NO_WORDS
    if isinstance(said, str):
        return Words(said, said)
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        raise TypeError(f"{said!r} is no text")
    return Words(said.get("zh", ""), said.get("en", ""))
