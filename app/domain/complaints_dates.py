"""Days that a reply names: whether it promises something by one, and whether it says the day that was registered."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from app.domain.complaints_words import Span, blank, places, sentence_at, sentences
from app.domain.words import chinese_number

_N = r"(?:\d+|[一二两三四五六七八九十半]+)"
_WEEKDAY = r"(?:[本这下]个?)?(?:周|星期|礼拜)[一二三四五六日天末]"
_DAY = (
    rf"(?:(?:\d{{4}}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]|(?<!\d)\d{{1,2}}\s*[日号]|\d{{4}}-\d{{1,2}}-\d{{1,2}}|{_WEEKDAY}"
    r"|[今明后]天|今晚|明早|明晚|月底|月末|年底|[本这下]周|[本下]个?月)"
)
_BEFORE = r"(?:之前|以前|(?<![目面眼提当])前(?![面台轮后天排门桥几所]))"
_UNTIL = re.compile(
    rf"{_DAY}[^。!?;\n,]{{0,16}}?(?:{_BEFORE}|[之以]?内)|{_N}\s*个?(?:工作日|小时|天|日|周|星期|月|分钟)[之以]?内"
    rf"|(?:最晚|最迟|不晚于|至迟)[^。!?;\n,]{{0,4}}{_DAY}"
)
_ON = re.compile(_DAY)
_DEED = re.compile(
    r"答复|回复|回电|回话|说明|告诉|告知|反馈|联系|通报|通知|更新|公布|汇报|交代|处理|解决|修好|修复|推送|发布|给出|补发|完成|到位|安排|同步|进展"
    r"|结果|结论|上线|给您|跟进|回您|找您|打给|见分晓|寄出|退还|退款|换好|装好|交付|到货"
)
_WILL = re.compile(r"(?<![机社开不])会(?![员议])|将|争取|承诺|给您|向您|为您|跟您|回您|找您")
_TO_YOU = re.compile(r"(?:您|大家)(?!的)")
_UNDONE = re.compile(r"一直没|没有|没人|未|却|了吗|吗[?]?$")
_REACH = 44
"""How far from the day the deed may stand in a sentence, in characters."""

_MONTHS = "January February March April May June July August September October November December".casefold().split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNTS = "one two three four five six seven eight nine ten".split()
_MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)})\b"
_WHEN = (
    r"(?:(?:\d{1,2}:\d{2}|noon|midnight|\d{1,2} ?[ap]m)(?:,? (?:on )?)?)?(?:the )?(?:end of (?:the |this |next )?)?"
    rf"(?:{'|'.join(_DAYS)}"
    rf"|tomorrow|tonight|today|noon|(?:next|this) (?:week|month|{'|'.join(_DAYS)})|week\b|month\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    rf"|(?:\d+|{'|'.join(_COUNTS)}|a few|few|a couple of) (?:working |business )?(?:hours?|days?|weeks?|minutes?))"
)
_BY = re.compile(rf"\b(?:by|before|within|no later than|latest|on|until|in) {_WHEN}|\b(?:tomorrow|tonight|next week)\b")
_SHALL = re.compile(r"(?:\b\w+['’]ll\b|\b(?:will|shall)\b|\b(?:am|are|is) going to\b)")


def promising(text: str, not_promised: Sequence[str]) -> list[Span]:
    """The sentences of a folded text that promise something by a day.

    What others had promised, what is asked of the member, and what stands in quotation marks is none of ours.
    """
    ours = blank((one.span() for one in re.finditer(r"“[^”\n]*”|「[^」\n]*」|《[^》\n]*》|\"[^\"\n]*\"", text)), text)
    found = [*_chinese(ours, not_promised), *_english(ours, not_promised)]
    return sorted({sentence_at(text, at) for at in found})


def _chinese(text: str, not_promised: Sequence[str]) -> Iterator[int]:
    for start, end in sentences(text):
        said = text[start:end]
        for day in (*_UNTIL.finditer(said), *_ON.finditer(said)):
            deed = _DEED.search(said, day.end(), day.end() + _REACH)
            if deed is None and day.group().startswith(("最", "不晚", "至迟")):
                deed = _DEED.search(said, max(0, day.start() - _REACH), day.start())
            if deed is None:
                continue
            clause = said.rfind(",", 0, min(day.start(), deed.start())) + 1
            window = _DEED.sub(" ", said[clause : max(day.end(), deed.end())])  # “您说” is not in “向您说明”
            firm = day.re is _UNTIL or _WILL.search(said[clause : deed.end()]) or _TO_YOU.match(said, deed.end())
            undone = _UNDONE.match(said[deed.end() :].lstrip("您我,的 ")) or "已" in window
            if firm and not undone and next(places(not_promised, window), None) is None:
                yield start + day.start()


def _english(text: str, not_promised: Sequence[str]) -> Iterator[int]:
    for start, end in sentences(text):
        said = text[start:end]
        day, will = _BY.search(said), _SHALL.search(said)
        if day and will and next(places(not_promised, said[: max(day.end(), will.end())]), None) is None:
            yield start + day.start()


def day_said(text: str, due: datetime, now: datetime, days: int = 0) -> Span | None:
    """Where a folded text names the day of `due`: by its date, as seen from today, or by the working days counted.

    Args:
        text: the reply, folded.
        due: in the time zone of whoever reads.
        now: in the same one.
        days: working days that were promised; 0 where a date was.
    """
    patterns = (*_dates(due), *_seen_from(due, now), *_counted(days))
    return min((one.span() for pattern in patterns if (one := re.search(pattern, text))), default=None)


def _dates(due: datetime) -> Iterator[str]:
    month, day = due.month, due.day
    yield rf"(?<!\d)0?{month}\s*月\s*0?{day}\s*[日号]"
    yield rf"(?<![\d/.-])0?{month}[/.]0?{day}(?![\d/.%])"
    yield rf"{due.year}[-/.]0?{month}[-/.]0?{day}(?!\d)"
    name = _MONTHS[month - 1]
    said = rf"{name[:3]}(?:{name[3:]})?\b"
    yield rf"(?<!\d)0?{day}(?:st|nd|rd|th)?(?: of)? {said}"
    yield rf"\b{said} 0?{day}(?:st|nd|rd|th)?(?!\d)"


def _seen_from(due: datetime, now: datetime) -> Iterator[str]:
    ahead = (due.date() - now.date()).days
    weeks = ((due.date() - timedelta(due.weekday())) - (now.date() - timedelta(now.weekday()))).days // 7
    near = {0: r"今[天晚日]|\b(?:today|tonight)\b", 1: r"明[天日早晚]|\btomorrow\b", 2: r"后天|\bday after tomorrow\b"}
    if ahead in near:
        yield near[ahead]
    name, han = _DAYS[due.weekday()], "[日天]" if due.weekday() == 6 else "一二三四五六"[due.weekday()]
    if weeks == 1:
        yield rf"下个?(?:周|星期|礼拜){han}|\bnext {name}\b"
    if 0 < ahead <= 7 or weeks == 0:
        yield rf"(?<!下)(?<!下个)(?:周|星期|礼拜){han}" if weeks == 0 else rf"(?<![本这下个])(?:周|星期|礼拜){han}"
        yield rf"(?<!next )\b{name}\b"
    if (due.year, due.month) == (now.year, now.month):
        yield rf"(?<![\d月])(?<!月 )0?{due.day}\s*[日号]"


def _counted(days: int) -> Iterator[str]:
    if days > 0:
        written = "|".join({str(days), chinese_number(days) if days < 100 else "", "两" if days == 2 else ""} - {""})
        yield rf"(?<![\d十])(?:{written})\s*个?工作日"
        words = f"{days}|{_COUNTS[days - 1]}" if days <= len(_COUNTS) else str(days)
        yield rf"\b(?:{words}) (?:working|business) days?\b"
