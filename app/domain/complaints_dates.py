"""Days that a reply names: whether it promises something by one, and whether it says the day that was registered."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from app.domain.complaints_days import HAN, MONTH, Named, days_named, number_of, says_day
from app.domain.complaints_words import QUOTED, Span, blank, places, sentences
from app.domain.promises import Promising
from app.domain.words import chinese_number

_N = r"(?:(?<!\d)\d{1,4}|[一二两三四五六七八九十半]{1,3})"
_FEAST = (
    r"(?:元旦|春节|新年|过年|除夕|元宵|清明|五一|劳动节|端午|中秋|国庆|十一假期|圣诞|双十一|双十二|双11|双12"
    r"|(?<![\d一二两三四五六七八九十几半多今去明前后当每])年(?=前))"
)
_FIGURES = (
    r"(?<![\d./a-z])(?<![升级到本版])(?<![升级到本版] )(?:0?[1-9]|1[0-2])[/.](?:0?[1-9]|[12]\d|3[01])(?![\d%]|[./]\d)"
)
_WEEKDAY = r"(?:(?:下下|[本这下])?个?)(?:周|星期|礼拜)[一二三四五六日天末]"
_DAY = (
    rf"(?:(?:(?:(?<!\d)\d{{4}}|[今明])\s?年\s?)?(?:(?<!\d)\d{{1,2}}|(?<![{HAN}])[{HAN}]{{1,2}})\s?月\s?(?:\d{{1,2}}|[{HAN}]{{1,3}})\s?[日号]"
    rf"|(?<!\d)\d{{1,2}}\s?[日号](?![线楼店后])|(?<!\d)\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|{_WEEKDAY}"
    r"|大后天|[今明后]天|[今明]日|今晚|明早|明晚|月底|月末|年底|[本这下]周|[本下]个?月)"
)
_BEFORE = r"(?:之前|以前|(?<![目面眼提当])前(?![面台轮后天排门桥几所]))"
_CLOCK = r"\s?(?:[日号]|(?:上午|下午|晚上|早上)?\s?\d{1,2}\s?[:点]\s?\d{0,2})?\s?"
_LATEST = r"(?:最晚|最迟|不晚于|至迟)[^。!?;\n,]{0,4}"
_UNTIL = re.compile(
    rf"{_DAY}[^。!?;\n,]{{0,16}}?(?:{_BEFORE}|[之以]?内)"
    rf"|(?:{_FIGURES}{_CLOCK}|{_FEAST}|(?:\d{{1,2}}|[{HAN}]{{1,2}})月(?:\d{{1,2}}|[{HAN}]{{1,3}})){_BEFORE}"
    rf"|{_N}\s?个?\s?(?:工作日|小时|钟头|h|天|日|周|星期|月|分钟)\s?[之以]?内|{_LATEST}(?:{_DAY}|{_FIGURES})"
)
_ON = re.compile(rf"{_DAY}|{_N}\s?个?\s?(?:工作日|小时|天|日|周|星期|月)[之以]?后")
_DEED = re.compile(
    r"答复|回复|回电|回话|说明|告诉|告知|反馈|联系|通报|通知|更新|公布|汇报|交代|处理|解决|修好|修复|推送|发布|给出|补发|完成|到位|安排|同步|进展"
    r"|结果|结论|上线|给您|跟进|回您|找您|打给|见分晓|寄出|退还|退款|换好|装好|交付|到货"
)
_WILL = re.compile(r"(?<![机社开不])会(?![员议])|将|争取|承诺|给您|向您|为您|跟您|回您|找您|咱就|我就|一定")
_TO_YOU = re.compile(r"(?:您|大家)(?!的)")
_UNDONE = re.compile(r"一直没|没有|没人|未|却|了吗|吗[?]?$")
_MOST_DAYS = 12
"""So many days of one sentence are looked at; no sentence that people write has more."""

_REACH, _CLAUSE = 44, 80
"""How far from the day the deed may stand in a sentence, and how far back its clause is read, in characters."""

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNTS = "one two three four five six seven eight nine ten".split()
_WHEN = (
    r"(?:(?:\d{1,2}:\d{2}|noon|midnight|\d{1,2} ?[ap]m)(?:,? (?:on )?)?)?(?:the )?(?:end of (?:the |this |next )?)?"
    rf"(?:{'|'.join(_DAYS)}"
    rf"|tomorrow|tonight|today|noon|(?:next|this) (?:week|month|{'|'.join(_DAYS)})|week\b|month\b|year\b|eod\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}|{MONTH} \d{{1,2}}|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    r"|christmas|(?:chinese )?new year|(?:the )?spring festival"
    rf"|(?:\d{{1,4}}|{'|'.join(_COUNTS)}|a few|few|a couple of) ?"
    r"(?:working |business )?(?:hours?|hrs?|h|days?|weeks?|minutes?)\b)"
)
_BY = re.compile(
    rf"\b(?:by|before|within|no later than|latest|on|until|in) {_WHEN}|\b(?:tomorrow|tonight|next week)\b"
    rf"|(?<!last )(?<!since )(?<!from )\b(?:this |next )?(?P<bare>{'|'.join(_DAYS)})\b"
)
_SHALL = re.compile(
    r"(?:\b\w{1,20}['’]ll\b|\b(?:will|shall)\b|\b(?:am|are|is) going to\b|\b(?:we|i) (?:promise|guarantee)\b)"
)
_HIDDEN = re.compile(
    r"(?<=[\u3400-\u9fff])[ \u200b-\u200f\u2060\ufeff]+(?=[\u3400-\u9fff])|[\u200b-\u200f\u2060\ufeff]+"
)
"""What splits a word without being seen, and the blanks that Chinese writes between no two characters."""


def promising(text: str, not_promised: Sequence[str]) -> list[Span]:
    """The sentences of a folded text that promise something by a day.

    What others had promised, what is asked of the member, and what stands in quotation marks is none of ours.
    """
    whole = sentences(text)
    starts = [start for start, _ in whole]
    found = {whole[max(bisect_right(starts, at) - 1, 0)] for at, _ in dated(text, not_promised)} if whole else set()
    return sorted(found)


def dated(text: str, not_promised: Sequence[str]) -> list[Span]:
    """Where a folded text names the days by which it promises something."""
    ours = blank((one.span() for one in QUOTED.finditer(text)), text)
    ours, places_in = _squeezed(ours)
    found = sorted({*_chinese(ours, not_promised), *_english(ours, not_promised)}, key=lambda at: (at[0], -at[1]))
    return [(places_in(start), places_in(end - 1) + 1) for start, end in found]


def _squeezed(text: str) -> tuple[str, Callable[[int], int]]:
    """A text without what only hides words, and where each of its characters stood."""
    kept, cuts, shift = [], [0], [0]
    at = removed = 0
    for one in _HIDDEN.finditer(text):
        kept.append(text[at : one.start()])
        removed += one.end() - one.start()
        at = one.end()
        cuts.append(one.end() - removed)
        shift.append(removed)
    kept.append(text[at:])
    return "".join(kept), lambda place: place + shift[bisect_right(cuts, place) - 1]


def _chinese(text: str, not_promised: Sequence[str]) -> Iterator[Span]:
    for start, end in sentences(text):
        said = text[start:end]
        on = list(islice(_ON.finditer(said), _MOST_DAYS))
        begins = [one.start() for one in on]
        for day in (*islice(_UNTIL.finditer(said), _MOST_DAYS), *on):
            later = bisect_right(begins, day.end() - 1)
            reach = min(day.end() + _REACH, begins[later] if later < len(begins) else len(said))
            if _promises(said, day, reach, not_promised):
                yield start + day.start(), start + day.end()


def _promises(said: str, day: re.Match[str], reach: int, not_promised: Sequence[str]) -> bool:
    """Whether a sentence says that something is done by that day; `reach`: up to which place it may say so."""
    deed = _DEED.search(said, day.end(), reach)
    if deed is None and day.group().startswith(("最", "不晚", "至迟")):
        deed = _DEED.search(said, max(0, day.start() - _REACH), day.start())
    if deed is None:
        return False
    first = min(day.start(), deed.start())
    clause = said.rfind(",", max(0, first - _CLAUSE), first) + 1 or max(0, first - _CLAUSE)
    window = _DEED.sub(" ", said[clause : max(day.end(), deed.end())])  # “您说” is not in “向您说明”
    firm = day.re is _UNTIL or _WILL.search(said[clause : deed.end()]) or _TO_YOU.match(said, deed.end())
    undone = _UNDONE.match(said[deed.end() : deed.end() + 12].lstrip("您我,的 ")) or "已" in window
    return bool(firm) and not undone and next(places(not_promised, window), None) is None


def _english(text: str, not_promised: Sequence[str]) -> Iterator[Span]:
    for start, end in sentences(text):
        said = text[start:end]
        will = _SHALL.search(said)
        if will is None:
            continue
        for day in islice(_BY.finditer(said), _MOST_DAYS):
            if day["bare"] and day.start() < will.end():
                continue  # “what we shipped on Monday will mend it”
            window = said[: max(day.end(), will.end())][-4 * _CLAUSE :]
            if next(places(not_promised, window), None) is None:
                yield start + day.start(), start + day.end()
            else:
                break


def other_days(text: str, not_promised: Sequence[str], now: datetime, promise: Promising) -> list[Span]:
    """Where a folded text promises something by another day than the one that was registered.

    A week or a month that holds the day is none; of hours, days and working days those are that end before it.

    Args:
        text: the reply, folded.
        not_promised: beside these words a day is no promise.
        now: in the time zone of whoever reads.
        promise: that is registered; its date in the same zone.
    """
    named = days_named(text, now.date())
    return [span for span in dated(text, not_promised) if _is_other(text, span, named, now, promise)]


def _is_other(text: str, span: Span, named: Sequence[Named], now: datetime, promise: Promising) -> bool:
    said = [one.day for one in named if one.span[0] < span[1] and span[0] < one.span[1]]
    if said:
        return promise.due_at.date() not in said
    count = _COUNTED.search(text[slice(*span)])
    if count is None:
        return False
    number, unit = _count(count[1]), count[2]
    if unit.startswith(("工作", "working", "business")):
        ahead = (promise.due_at.date() - now.date()).days
        return number != promise.days if promise.days else not number <= ahead <= 2 * number + _FEASTS
    return promise.due_at - now > number * _LONG[unit[0]] + timedelta(days=1)


_FEASTS = 10
"""So many days holidays may add to working days that nobody counted."""

_COUNTED = re.compile(
    rf"({_N}|{'|'.join(_COUNTS)})\s?个?\s?(工作日|小时|钟头|天|日|周|星期|分钟"
    r"|(?:working |business )days?|h(?:ou)?rs?|h|days?|weeks?|minutes?)"
)
_LONG = {
    **dict.fromkeys("小钟h", timedelta(hours=1)),
    **dict.fromkeys("天日d", timedelta(days=1)),
    **dict.fromkeys("周星w", timedelta(weeks=1)),
    **dict.fromkeys("分m", timedelta(minutes=1)),
}


def _count(said: str) -> int:
    if said in _COUNTS:
        return _COUNTS.index(said) + 1
    return int(said) if said.isdigit() else {"两": 2, "半": 1}.get(said) or number_of(said)


def day_said(text: str, due: datetime, now: datetime, days: int = 0) -> Span | None:
    """Where a folded text names the day of `due`: by its date, as seen from today, or by the working days counted.

    Args:
        text: the reply, folded.
        due: in the time zone of whoever reads.
        now: in the same one.
        days: working days that were promised; 0 where a date was.
    """
    counted = (one.span() for pattern in _counted(days) if (one := re.search(pattern, text)))
    named = says_day(text, due.date(), now.date())
    return min((span for span in (named, *counted) if span is not None), default=None)


def _counted(days: int) -> Iterator[str]:
    if days > 0:
        written = "|".join({str(days), chinese_number(days) if days < 100 else "", "两" if days == 2 else ""} - {""})
        yield rf"(?<![\d十])(?:{written})\s*个?工作日"
        words = f"{days}|{_COUNTS[days - 1]}" if days <= len(_COUNTS) else str(days)
        yield rf"\b(?:{words}) (?:working|business) days?\b"
