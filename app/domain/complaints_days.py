"""Days that a text names, as seen from today: 12 月 3 日, 十二月三日, 12/3, 下周四, 后天, 3 December, next Thursday."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.complaints_words import Span, blank

HAN = "零〇一二三四五六七八九十"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:(?P<year>(?<!\d)\d{4}|[今明后])\s{0,2}年\s{0,2})?"
_CHINESE = re.compile(
    _YEAR + rf"(?<!\d)(?P<month>\d{{1,2}}|(?<![{HAN}])[{HAN}]{{1,2}})\s{{0,2}}月\s{{0,2}}"
    rf"(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})(?![\d{HAN}个])"
    r"(?:\s{0,2}[日号]|(?=\s{0,2}(?:之前|以前|前|[早晚])))"
)
_FIGURES = re.compile(r"(?<![\d/.-])(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-]|\.\d)")
_SHORT = re.compile(r"(?<![\d/.a-z-])(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?![\d/%-]|\.\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\d:a-z])(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})(?:,? (?P<year>\d{{4}})(?!\d))?"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,? (?P<year>\d{{4}})(?!\d))?"
)
_OF_MONTH = re.compile(r"(?<![\d月a-z./-])(?<!月 )(?P<day>\d{1,2})\s{0,2}[日号](?![内后线楼店])")
_WEEKDAY = re.compile(r"(?P<week>下下|[本这下上])?个?(?:周|星期|礼拜)(?P<han>[一二三四五六日天])")
_ENGLISH = re.compile(rf"\b(?:(?P<week>next|this|last) )?(?P<name>{'|'.join(_WEEKDAYS)})\b")
_NEAR = re.compile(
    r"(?P<a2>大后天|day after tomorrow)|(?P<a1>后天)|(?P<a0>明[天日早晚]|\btomorrow\b)"
    r"|(?P<now>今[天晚日]|\b(?:today|tonight)\b)"
)
_DENIED = re.compile(
    r"(?:不会|不必|不用|无需|不能|不再|别)[^,。!?;\n]{0,4}[等拖到]|(?:不是|并非|原定|原来|原本|本来|早先|原先)[^,。!?;\n]{0,6}$"
    r"|\b(?:not|n['’]t|never|instead of|rather than|originally|previously)\b[^,.!?;\n]{0,24}$"
)
_BACK, _APART = 28, 6


@dataclass(frozen=True, slots=True)
class Named:
    """A day, and where a text names it."""

    span: Span
    day: date


def days_named(text: str, today: date, *, dates_only: bool = False) -> list[Named]:
    """The days that a folded text names, in order; one without a year is the next such day."""
    found: list[Named] = []
    left = text
    for pattern in (_CHINESE, _FIGURES, _DAY_FIRST, _MONTH_FIRST, _SHORT):
        dated = [Named(one.span(), day) for one in pattern.finditer(left) if (day := _dated(one, today)) is not None]
        left = blank((one.span for one in dated), left) if dated else left
        found += dated
    if dates_only:
        return sorted(found, key=lambda one: one.span)
    around = {edge for one in found for edge in one.span}
    found += [one for one in _weekdays(left, today) if not _beside(text, one.span, around)]
    return sorted([*found, *_of_month(left, today), *_near(left, today)], key=lambda one: one.span)


def says_day(text: str, day: date, today: date, *, dates_only: bool = False) -> Span | None:
    """Where a folded text names a day as one that stands: not as one that is denied, or that stood before.

    Args:
        text: the text, folded.
        day: the day.
        today: as seen from which.
        dates_only: “周四” and “明天” are no names for it.
    """
    named = (one for one in days_named(text, today, dates_only=dates_only) if one.day == day)
    return next((one.span for one in named if not denied(text, one.span)), None)


def denied(text: str, span: Span) -> bool:
    """Whether a day is named to say that it is not the one: “不会等到 11 月 25 日”, “原定 12 月 1 日”."""
    return _DENIED.search(text[max(0, span[0] - _BACK) : span[0]]) is not None


def _beside(text: str, span: Span, edges: set[int]) -> bool:
    """Whether a weekday only explains a date that stands beside it: “12 月 3 日（周四）”, “Thursday 3 December”."""
    before = next((at for at in range(span[0], max(span[0] - _APART, -1), -1) if at in edges), None)
    after = next((at for at in range(span[1], span[1] + _APART) if at in edges), None)
    gaps = [text[before : span[0]]] if before is not None else []
    gaps += [text[span[1] : after]] if after is not None else []
    return any(not gap.strip(" (),的the") for gap in gaps)


def _dated(one: re.Match[str], today: date) -> date | None:
    month, number = _month(one["month"]), number_of(one["day"])
    year = one["year"] if "year" in one.re.groupindex else None
    if year is None:
        found = _safe(today.year, month, number)
        return _safe(today.year + 1, month, number) if found is None or found < today else found
    ahead = {"今": 0, "明": 1, "后": 2}.get(year)
    return _safe(today.year + ahead if ahead is not None else int(year), month, number)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(said: str) -> int:
    return _MONTHS.index(said[:3]) + 1 if said[0].isascii() and said[0].isalpha() else number_of(said)


def number_of(said: str) -> int:
    """一 to 九十九, or figures."""
    if said.isdigit() and said.isascii():
        return int(said)
    tens, ten, ones = said.partition("十")
    if not ten:
        return HAN.find(tens[-1:]) - 1 if len(tens) == 1 and HAN.find(tens) > 1 else 0
    return (max(HAN.find(tens) - 1, 0) if tens else 1) * 10 + (max(HAN.find(ones) - 1, 0) if ones else 0)


def _of_month(text: str, today: date) -> Iterator[Named]:
    for one in _OF_MONTH.finditer(text):
        number = int(one["day"])
        following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        month = today if number >= today.day else following
        day = _safe(month.year, month.month, number)
        if day is not None:
            yield Named(one.span(), day)


def _weekdays(text: str, today: date) -> Iterator[Named]:
    monday = today - timedelta(days=today.weekday())
    for one in _WEEKDAY.finditer(text):
        number = "一二三四五六日".find(one["han"].replace("天", "日"))
        week = {"本": 0, "这": 0, "下": 1, "下下": 2, "上": -1}.get(one["week"] or "")
        yield Named(one.span(), _weekday(monday, number, week, today))
    for one in _ENGLISH.finditer(text):
        week = {"this": 0, "next": 1, "last": -1}.get(one["week"] or "")
        yield Named(one.span(), _weekday(monday, _WEEKDAYS.index(one["name"]), week, today))


def _weekday(monday: date, number: int, week: int | None, today: date) -> date:
    day = monday + timedelta(days=number + 7 * (week or 0))
    return day + timedelta(days=7) if week is None and day < today else day


def _near(text: str, today: date) -> Iterator[Named]:
    ahead = {"now": 0, "a0": 1, "a1": 2, "a2": 3}
    for one in _NEAR.finditer(text):
        days = 2 if one.group() == "day after tomorrow" else ahead[one.lastgroup or "now"]
        yield Named(one.span(), today + timedelta(days=days))
