"""Cases from a table: CSV as people write it and as Excel saves it."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.domain.cases import KIND_WORDS, CaseKind
from app.domain.hand import PLACE_WORDS, HandCase, Place, check
from app.domain.hand_times import read_time
from app.domain.words import Words
from app.errors import Refused, StewardError

MOST_ROWS = 5_000
LARGEST_TABLE = 20 * 1024 * 1024

HEADERS = {
    "place": ("来源", "渠道", "地点", "场所", "place", "source", "channel"),
    "author": ("作者", "昵称", "姓名", "发布者", "发言人", "author", "name", "nickname"),
    "text": ("内容", "正文", "原文", "发言", "text", "content", "message"),
    "title": ("标题", "主题", "title", "subject"),
    "link": ("链接", "网址", "link", "url"),
    "time": ("时间", "发生时间", "日期", "发布时间", "time", "date", "at", "happened_at"),
    "kind": ("类别", "类型", "kind", "type"),
    "author_id": ("成员编号", "账号", "用户编号", "member", "member_id", "author_id"),
}
"""What each column may be called."""

_PLACES = {word.casefold(): place for place in Place for word in (place.value, *PLACE_WORDS[place])} | {
    "微信": Place.WECHAT,
    "微信群聊": Place.WECHAT_GROUP,
    "群聊": Place.WECHAT_GROUP,
    "来电": Place.PHONE,
    "活动": Place.EVENT,
    "小程序": Place.APP,
    "应用": Place.APP,
    "app": Place.APP,
    "邮箱": Place.MAIL,
    "email": Place.MAIL,
    "other": Place.OTHER,
}
_KINDS = {
    word.casefold(): kind
    for kind in CaseKind
    if kind is not CaseKind.DATA_REQUEST  # entered with whom it is about, by itself
    for word in (kind.value, *KIND_WORDS[kind])
}

NO_TABLE = Words("不是 CSV 文本（UTF-8 或 GBK）", "it is no CSV text (UTF-8 or GBK)")
TOO_LARGE = Words("表格太大，请分成几份", "the table is too large; split it")


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that can't be taken; `line` counts from 1, 0 is the table as a whole."""

    line: int
    reason: Words


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds: cases with their lines, and the lines that can't be taken."""

    rows: tuple[tuple[int, HandCase], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_csv(data: bytes | str, now: datetime, *, zone: tzinfo | None = None, place: Place | None = None) -> Table:
    """Read a table whose first line names its columns, in Chinese or English.

    Args:
        data: UTF-8, with or without a byte order mark, UTF-16 with one, or GBK.
        now: the time; nothing may have happened after it.
        zone: of times that name none; the system's own where nothing is said.
        place: of lines that name none.
    """
    text = data if isinstance(data, str) else _decoded(data)
    if text is None:
        return _no_table(NO_TABLE)
    if len(text) > LARGEST_TABLE:
        return _no_table(TOO_LARGE)
    lines = _Lines(text)
    columns = _columns(next(lines, []))
    lacking = _lacking(columns, place)
    if lacking:
        return _no_table(lacking)
    reader = _Rows(columns, now, zone, place)
    for cells in lines:
        if len(reader.rows) + len(reader.problems) >= MOST_ROWS:
            return _no_table(TOO_LARGE)
        reader.take(lines.first, cells)
    if lines.broken:
        reader.problems.append(Problem(lines.first, lines.broken))
    return Table(tuple(reader.rows), tuple(reader.problems))


def _no_table(reason: Words) -> Table:
    return Table(problems=(Problem(0, reason),))


def _decoded(data: bytes) -> str | None:
    if len(data) > LARGEST_TABLE:
        return " " * (LARGEST_TABLE + 1)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = any(unicodedata.category(char) == "Cc" and char not in "\t\r\n" for char in text[:10_000])
        return None if odd else text
    return None


class _Lines:
    """The lines of a table, quoted line breaks inside; `first` is where the present one begins."""

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff")
        head = text.lstrip().partition("\n")[0]
        delimiter = max(",\t;", key=head.count)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        self.first = 1
        self.broken: Words | None = None

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        while True:
            self.first = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except csv.Error as error:
                self.broken = Words(
                    f"引号不成对，或单元格过长，从这一行起无法读取（{error}）",
                    f"quotes don't match or a cell is too long; it can't be read from here on ({error})",
                )
                raise StopIteration from None
            if any(cell.strip() for cell in cells):
                return cells


def _columns(head: list[str]) -> list[str]:
    """The column that each cell of the first line names; "" for one that says nothing to us."""
    known = {name: column for column, names in HEADERS.items() for name in names}
    return [known.get(cell.strip().casefold(), "") for cell in head]


def _lacking(columns: list[str], place: Place | None) -> Words | None:
    doubled = [HEADERS[name][0] for name in HEADERS if columns.count(name) > 1]
    if doubled:
        return Words(f"第一行里“{doubled[0]}”出现了不止一次", f"the first line names “{doubled[0]}” more than once")
    wanted = [*([] if place else ["place"]), "author"]
    lacking = [HEADERS[name] for name in wanted if name not in columns]
    if "text" not in columns and "link" not in columns:
        lacking.append(HEADERS["text"])
    if not lacking:
        return None
    zh = "、".join(names[0] for names in lacking)
    en = ", ".join(next(name for name in names if name.isascii()) for names in lacking)
    return Words(f"第一行缺少列名：{zh}", f"the first line lacks the columns: {en}")


class _Rows:
    """Takes one line after another: into a case, or into a problem."""

    def __init__(self, columns: list[str], now: datetime, zone: tzinfo | None, place: Place | None) -> None:
        self._columns = columns
        self._now = now
        self._zone = zone
        self._place = place
        self.rows: list[tuple[int, HandCase]] = []
        self.problems: list[Problem] = []

    def take(self, line: int, cells: list[str]) -> None:
        extra = [cell for cell in cells[len(self._columns) :] if cell.strip()]
        if extra:
            reason = Words(
                "比第一行多出单元格（内容里有逗号时要加引号）", "it has more cells than the first line (quote commas)"
            )
            self.problems.append(Problem(line, reason))
            return
        said = {name: cell for name, cell in zip(self._columns, cells, strict=False) if name}
        try:
            self.rows.append((line, check(self._case(said), self._now)))
        except _Unread as error:
            self.problems.append(Problem(line, error.reason))
        except Refused as error:
            self.problems.append(Problem(line, _sentence(error)))

    def _case(self, said: dict[str, str]) -> HandCase:
        return HandCase(
            place=self._place_of(said.get("place", "")),
            author=said.get("author", ""),
            text=said.get("text", ""),
            title=said.get("title", ""),
            link=said.get("link", ""),
            author_id=said.get("author_id", ""),
            happened_at=self._time_of(said.get("time", "")),
            kind=self._kind_of(said.get("kind", "")),
        )

    def _place_of(self, cell: str) -> Place:
        place = _PLACES.get(cell.strip().casefold()) if cell.strip() else self._place
        if place is None:
            there = Words("、".join(words.zh for words in PLACE_WORDS.values()), ", ".join(Place))
            raise _Unread(
                Words(f"来源“{cell}”不认识，可用：{there.zh}", f"unknown place “{cell}”; there are: {there.en}")
            )
        return place

    def _kind_of(self, cell: str) -> CaseKind:
        kind = _KINDS.get(cell.strip().casefold()) if cell.strip() else CaseKind.VIOLATION
        if kind is None:
            there = Words("、".join(words.zh for words in KIND_WORDS.values()), ", ".join(CaseKind))
            raise _Unread(
                Words(f"类别“{cell}”不认识，可用：{there.zh}", f"unknown kind “{cell}”; there are: {there.en}")
            )
        return kind

    def _time_of(self, cell: str) -> datetime | None:
        if not cell.strip():
            return None
        at = read_time(cell, self._now, self._zone)
        if at is None:
            raise _Unread(
                Words(f"时间“{cell}”看不懂，请写成 2026-11-20 15:30", f"“{cell}” is no time; write 2026-11-20 15:30")
            )
        return at


class _Unread(Exception):
    def __init__(self, reason: Words) -> None:
        self.reason = reason
        super().__init__(reason.en)


def _sentence(error: StewardError) -> Words:
    """What a rule says, without “nothing was changed”: that is said of the table as a whole."""
    words = Words.of(error)
    return Words(
        words.zh.removesuffix("没有做任何改动。").rstrip("。"),
        words.en.removesuffix("Nothing was changed.").rstrip(" ."),
    )
