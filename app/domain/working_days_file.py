"""A file of working days: the years that it arranges, read strictly, for a wrong holiday moves every date after it."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from app.domain.messages import typed
from app.domain.words import Words
from app.domain.working_days import Year, days_between
from app.errors import BadCalendar

EARLIEST, LATEST = 2000, 2199
"""The first and last year that a calendar may arrange."""

LONGEST_SOURCE = 300
_MOST_YEARS, _MOST_SPAN = 20, 31
_KEYS = frozenset({"source", "years", "days_off", "make_up_days"})
_SATURDAY = 5
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def years_of(document: object, name: str) -> list[Year]:
    """The years that a file arranges, in order.

    Args:
        document: what the JSON of the file says: `source`, `years`, `days_off` (first and last day of each holiday),
            `make_up_days` (days of a weekend that are worked).
        name: of the file, as the error says it.

    Raises:
        BadCalendar: it is not of this form, a day is none, lies outside its years, is both off and worked, or a day
            that is worked to make up for a holiday is no day of a weekend; or a year has no holiday at all.
    """
    file = _File(name)
    if not isinstance(document, dict):
        file.refuse("应是一个 JSON 对象", "it should be one JSON object")
    unknown = sorted(str(key) for key in document.keys() - _KEYS)
    if unknown:
        file.refuse(f"有不认识的项：{'、'.join(unknown)}", f"it has unknown members: {', '.join(unknown)}")
    years = file.years(document.get("years"))
    off = file.days_off(document.get("days_off"))
    worked = file.days(document.get("make_up_days", []))
    file.check(years, off, worked)
    source = document.get("source", "")
    said = " ".join(typed(source, LONGEST_SOURCE).split()) if isinstance(source, str) else ""
    return [
        Year(
            year,
            frozenset(day for day in off if day.year == year),
            frozenset(day for day in worked if day.year == year),
            said,
        )
        for year in years
    ]


class _File:
    """Reads the parts of a file, and says what is wrong with it by its name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def refuse(self, zh: str, en: str) -> NoReturn:
        raise BadCalendar(path=self._name, why=(zh, en))

    def years(self, said: object) -> list[int]:
        if not isinstance(said, list) or not said:
            self.refuse("缺少 years（如 [2027]）", "“years” is missing, as in [2027]")
        years = [one for one in said if isinstance(one, int) and not isinstance(one, bool)]
        if len(years) != len(said) or not all(EARLIEST <= one <= LATEST for one in years):
            self.refuse(f"years 应是 {EARLIEST} 到 {LATEST} 的年份", f"“years” are years from {EARLIEST} to {LATEST}")
        if len(set(years)) != len(years) or len(years) > _MOST_YEARS:
            self.refuse("years 里有重复的年份，或年份太多", "“years” names a year twice, or too many of them")
        return sorted(years)

    def days_off(self, said: object) -> list[date]:
        if not isinstance(said, list):
            self.refuse("缺少 days_off（放假的起止日期）", "“days_off” is missing: first and last day of each holiday")
        return [day for span in said for day in self._span(span)]

    def _span(self, span: object) -> Sequence[date]:
        if not isinstance(span, list) or len(span) != 2:
            self.refuse(
                f"放假要写起止两个日期，现在是 {span!r}", f"a holiday has a first and a last day, and not {span!r}"
            )
        first, last = self._day(span[0]), self._day(span[1])
        if not 0 <= (last - first).days < _MOST_SPAN:
            self.refuse(
                f"{first} 到 {last}：结束早于开始，或超过 {_MOST_SPAN} 天",
                f"{first} to {last}: it ends before it begins, or lasts longer than {_MOST_SPAN} days",
            )
        return sorted(days_between([(first, last)]))

    def days(self, said: object) -> list[date]:
        if not isinstance(said, list):
            self.refuse("make_up_days 应是日期列表", "“make_up_days” is a list of days")
        return [self._day(one) for one in said]

    def _day(self, said: object) -> date:
        try:
            found = date.fromisoformat(said) if isinstance(said, str) and _DAY.fullmatch(said) else None
        except ValueError:
            found = None
        if found is None:
            self.refuse(f"{said!r} 不是日期（如 2027-01-01）", f"{said!r} is no day, as in 2027-01-01")
        return found

    def check(self, years: Sequence[int], off: Sequence[date], worked: Sequence[date]) -> None:
        """Let pass days that fit each other, and their years."""
        for day in (*off, *worked):
            if day.year not in years:
                self.refuse(f"{day} 不在所列年份里", f"{day} lies in none of its years")
        for day, times in Counter((*off, *worked)).items():
            if times > 1:
                self.refuse(f"{day} 写了不止一次", f"{day} is named more than once")
        for day in worked:
            if day.weekday() < _SATURDAY:
                self.refuse(f"调休上班日 {day} 不是周末", f"{day}, worked for a holiday, is no day of a weekend")
        for year in years:
            if not any(day.year == year for day in off):
                self.refuse(f"{year} 年没有任何放假", f"{year} has no holiday at all")


def told(years: Sequence[Year]) -> Words:
    """Years as a sentence names them."""
    said = [str(one.year) for one in years]
    return Words("、".join(said), ", ".join(said))
