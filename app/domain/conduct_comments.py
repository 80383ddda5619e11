"""Comments on a draft: what members write, how each is answered, and the forms that come back as files.

A form is a table (CSV) or JSON. The table's first line names its columns, in Chinese or English: article (条款), name
(称呼), comment (意见), wording (建议写法), named (可以署名). JSON is a list of objects with the English names, or an
object with `name`, `named` and `comments`. A line without comment and wording says nothing and is passed over.
"""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.conduct import Article, Helper
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.words import Words
from app.errors import EmptyComment, TooLong

LONGEST_COMMENT, LONGEST_NAME = 4000, 60
LARGEST_FORM = 2 * 1024 * 1024
WHOLE = 0
"""The article number of a comment on the whole."""

COLUMNS = {
    "article": ("条款", "条", "article"),
    "title": ("标题", "title"),
    "text": ("条款原文", "原文", "article text"),
    "name": ("称呼", "姓名", "昵称", "name"),
    "comment": ("意见", "您的意见", "comment"),
    "wording": ("建议写法", "建议改为", "proposed wording", "wording", "proposal"),
    "named": ("可以署名", "可以署名(是/否)", "署名", "named", "credit"),
}
"""The names of the columns; the first of each, and the last, are those that an exported form has."""

_YES = frozenset({"是", "可以", "同意", "愿意", "y", "yes", "true", "1", "✓", "√"})
_NO = frozenset({"", "否", "不", "不可以", "不同意", "不愿意", "n", "no", "false", "0"})
_WHOLE_WORDS = frozenset({"", "0", "整体", "全文", "总体", "whole", "all"})
_NUMBER = re.compile(r"(?:第\s*)?([0-9]{1,3})(?:\s*条)?$|article\s+([0-9]{1,3})$", re.IGNORECASE)
_HAN_NUMBER = re.compile(r"(?:第\s*)?([一二三四五六七八九]?十?[一二三四五六七八九]?)(?:\s*条)?$")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


class CommentState(StrEnum):
    """Whether a comment has its answer."""

    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"


COMMENT_WORDS = {
    CommentState.OPEN: Words("待答复", "no answer yet"),
    CommentState.ADOPTED: Words("采纳", "adopted"),
    CommentState.DECLINED: Words("未采纳", "declined"),
}


@dataclass(frozen=True, slots=True)
class NewComment:
    """What a member said, before it is kept.

    Attributes:
        article: its number in the draft; WHOLE for the whole of it.
        proposal: the wording that the member would like.
        named: they may be named as one who helped.
    """

    name: str
    article: int
    text: str
    proposal: str = ""
    named: bool = False

    @property
    def print(self) -> str:
        """What tells it from every other, so that a file read twice is kept once."""
        whole = "\x1f".join((self.name, str(self.article), self.text, self.proposal))
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that is kept, with its answer.

    Attributes:
        title: of the article as it was called when the comment came: its number may change.
        reason: why it was adopted or declined.
    """

    seq: int
    draft: int
    said: NewComment
    title: Words
    at: datetime
    state: CommentState = CommentState.OPEN
    reason: str = ""
    answered_by: MemberRef | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be taken, with all that stands in it."""

    line: int
    reason: Words
    content: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a form that came back holds: comments with their lines, and the rows that can't be taken."""

    comments: tuple[tuple[int, NewComment], ...] = ()
    problems: tuple[BadRow, ...] = ()


def check_comment(comment: NewComment) -> NewComment:
    """The comment as it is kept.

    Raises:
        EmptyComment: nobody says it, or it says nothing.
        TooLong: a part is longer than anybody would read.
    """
    name = typed(" ".join(comment.name.split()), LONGEST_NAME, ("称呼", "The name"))
    text = typed(comment.text, LONGEST_COMMENT, ("意见", "The comment"))
    proposal = typed(comment.proposal, LONGEST_COMMENT, ("建议写法", "The proposed wording"))
    if not name or not (text or proposal):
        raise EmptyComment
    return NewComment(name, comment.article, text, proposal, comment.named)


def helpers(comments: Iterable[Comment]) -> tuple[Helper, ...]:
    """Who is thanked in the edition: each whose comments were adopted, named where they agreed to it every time."""
    adopted = [one for one in comments if one.state is CommentState.ADOPTED]
    counts = Counter(one.said.name for one in adopted)
    silent = {one.said.name for one in adopted if not one.said.named}
    return tuple(Helper("" if name in silent else name, count) for name, count in counts.most_common())


# --- forms ----------------------------------------------------------------------------------------------


def form(articles: Sequence[Article], *, english: bool = False) -> bytes:
    """A table to be filled in, one line for each article and one for the whole; spreadsheets open it as it is."""
    at = -1 if english else 0
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow([names[at] for names in COLUMNS.values()])
    language = 1 if english else 0
    for one in articles:
        table.writerow([one.number, one.title[language], one.text[language], "", "", "", ""])
    table.writerow(["whole" if english else "整体", "", "", "", "", "", ""])
    return written.getvalue().encode("utf-8-sig")


def read_form(data: bytes, articles: Sequence[int], *, name: str = "") -> Returned:
    """Read a form that came back.

    Args:
        data: a table in UTF-8 or GB18030, or JSON in UTF-8.
        articles: the numbers there are in the draft.
        name: whose it is, where it does not say so itself.
    """
    text = _decoded(data)
    if text is None:
        why = Words("不是文本，或超过 2 MB", "it is no text, or larger than 2 MB")
        return Returned(problems=(BadRow(0, why, ""),))
    reader = _Reader(articles, name)
    if text.lstrip()[:1] in ("[", "{"):
        _read_json(text, reader)
    else:
        _read_table(text, reader)
    return Returned(tuple(reader.comments), tuple(reader.problems))


def _decoded(data: bytes) -> str | None:
    if len(data) > LARGEST_FORM:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


class _Reader:
    """Takes one row after another. A name that was given once holds for the rows below it."""

    def __init__(self, articles: Sequence[int], name: str) -> None:
        self._articles = frozenset(articles)
        self._name = name.strip()
        self._named = False
        self.comments: list[tuple[int, NewComment]] = []
        self.problems: list[BadRow] = []

    def take(self, line: int, row: Mapping[str, str]) -> None:
        said = {column: row.get(column, "").strip() for column in COLUMNS}
        named = said["named"].casefold()
        if said["name"]:
            self._name, self._named = said["name"], False
        if named in _YES:
            self._named = True
        if not (said["comment"] or said["wording"]):
            return
        number = article_number(said["article"])
        if named not in _YES | _NO:
            self._refuse(
                line, said, Words(f"“可以署名”看不懂：{said['named']}", f"named: “{said['named']}” is no yes or no")
            )
        elif number is None or (number != WHOLE and number not in self._articles):
            self._refuse(line, said, Words(f"草案里没有条款“{said['article']}”", f"no article “{said['article']}”"))
        elif not self._name:
            self._refuse(line, said, Words("没有写称呼", "it does not say who says so"))
        else:
            self._keep(line, said, number)

    def _keep(self, line: int, said: Mapping[str, str], number: int) -> None:
        named = self._named if not said["named"] else said["named"].casefold() in _YES
        comment = NewComment(self._name, number, said["comment"], said["wording"], named)
        try:
            self.comments.append((line, check_comment(comment)))
        except (EmptyComment, TooLong) as error:
            self._refuse(line, said, Words.of(error))

    def _refuse(self, line: int, said: Mapping[str, str], why: Words) -> None:
        content = " | ".join(said[part] for part in ("article", "name", "comment", "wording", "named") if said[part])
        self.problems.append(BadRow(line, why, content))

    def broken(self, line: int, why: Words, content: str = "") -> None:
        """From here on it can't be read."""
        self.problems.append(BadRow(line, why, content))


def _read_table(text: str, reader: _Reader) -> None:
    head = text.lstrip().partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count), strict=True)
    known = {name.casefold(): column for column, names in COLUMNS.items() for name in names}
    try:
        columns = [
            known.get(cell.strip().casefold().replace("（", "(").replace("）", ")"), "") for cell in next(lines, [])
        ]
        if "comment" not in columns and "wording" not in columns:
            why = Words("第一行没有“意见”一栏", "the first line names no column “comment”")
            reader.broken(1, why, head[:200])
            return
        first = lines.line_num + 1
        for cells in lines:
            reader.take(first, {name: cell for name, cell in zip(columns, cells, strict=False) if name})
            first = lines.line_num + 1
    except csv.Error as error:
        reader.broken(
            lines.line_num, Words(f"引号不成对，从这里起读不出来（{error}）", f"quotes don't match ({error})")
        )


def _read_json(text: str, reader: _Reader) -> None:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        reader.broken(getattr(error, "lineno", 0), Words(f"不是 JSON：{error}", f"it is no JSON: {error}"))
        return
    if isinstance(whole, dict):
        reader.take(0, {name: _cell(whole.get(name)) for name in ("name", "named")})
        whole = whole.get("comments")
    if not isinstance(whole, list):
        reader.broken(0, Words("没有意见列表（comments）", "there is no list “comments”"))
        return
    for place, row in enumerate(whole, 1):
        if isinstance(row, dict):
            reader.take(place, {str(name): _cell(value) for name, value in row.items()})
        else:
            reader.broken(place, Words("这一项不是一条意见", "this is no comment"), str(row)[:200])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def article_number(text: str) -> int | None:
    """The number in 9, 第9条, 第九条, Article 9; WHOLE for the whole; None for anything else."""
    text = text.strip()
    if text.casefold() in _WHOLE_WORDS:
        return WHOLE
    found = _NUMBER.match(text)
    if found:
        return int(found[1] or found[2])
    han = _HAN_NUMBER.match(text)
    return _han_value(han[1]) if han and han[1] else None


def _han_value(text: str) -> int | None:
    head, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else None
    return (_DIGITS[head] if head else 1) * 10 + (_DIGITS[ones] if ones else 0)
