"""Times as people and chat programs write them."""

import re
from datetime import datetime, timedelta, tzinfo

_DATE = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_HALF = r"(?P<half>上午|下午|晚上|凌晨|中午|早上|[AaPp][Mm])?"
_CLOCK = r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:\.\d+)?)?"
_TIME = rf"{_HALF}\s*{_CLOCK}(?:\s*(?P<after>[AaPp][Mm]))?"
TIME = rf"(?:(?P<named>今天|昨天|前天|[Yy]esterday)|{_DATE})?[ T\u3000]*(?:{_TIME})?"
"""A date, a time of day, or both, as in “11月20日 下午3:05”; a pattern for the whole of a text."""

LONGEST_TIME = 40
"""Characters; what is longer is no time, and blanks in it could be told apart in too many ways to try."""

_WHOLE = re.compile(TIME)
_DAYS_AGO = {"今天": 0, "昨天": 1, "yesterday": 1, "前天": 2}


def read_time(text: str, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """A time as somebody wrote it; None when it can't be told.

    Args:
        text: ISO 8601, or a date with or without a time of day, or a time of day, in the ways of China and of Excel.
        now: the time; what says no year, or no day, is the last one before it.
        zone: of a time that names none; the system's own where nothing is said.
    """
    text = text.strip()
    if len(text) > LONGEST_TIME:
        return None
    if re.search(r"(Z|[+-]\d{2}:?\d{2})$", text) and ":" in text:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    found = _WHOLE.fullmatch(text)
    if not text or found is None or not any(found.group(part) for part in ("named", "month", "hour")):
        return None
    try:
        return _moment(found, now.astimezone(zone), zone)
    except (ValueError, OverflowError):
        return None


_TYPED = re.compile(
    r"(?:(?P<day>今天|今日|明天|明日|后天|大后天|昨天|昨日|前天|today|tomorrow|yesterday)[ \u3000,，]*)?(?P<rest>.*)",
    re.IGNORECASE,
)
_DAYS_ON = {
    "今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "大后天": 3,
    "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2,
}  # fmt: skip
_OCLOCK = re.compile(r"(\d{1,2})[点點时](?:(?P<half>半)|(\d{1,2})分?|整)?$")


def read_typed(text: str, now: datetime, *, ahead: bool = False, zone: tzinfo | None = None) -> datetime | None:
    """A time as somebody types it into a field: as `read_time` reads it, and also “明天 10点”, “后天上午9点半”.

    Args:
        text: what was typed.
        now: the time.
        ahead: it is for something to come: what says no year, or no day, is the next one after now.
        zone: of a time that names none; the system's own where nothing is said.
    """
    text = text.strip()
    if len(text) > LONGEST_TIME:
        return None
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    rest = _OCLOCK.sub(_with_minutes, found["rest"].strip())
    here = now.astimezone(zone)
    if found["day"] is None:
        at = read_time(rest, now, zone)
        return _next(at, rest, here) if at is not None and ahead else at
    day = (here + timedelta(days=_DAYS_ON[found["day"].lower()])).strftime("%Y-%m-%d")
    clock = _WHOLE.fullmatch(rest)
    if rest and (clock is None or clock["hour"] is None or clock["named"] or clock["month"]):
        return None
    return read_time(f"{day} {rest}".strip(), now, zone)


def _with_minutes(found: "re.Match[str]") -> str:
    return f"{found[1]}:{'30' if found['half'] else (found[3] or '0').zfill(2)}"


def _next(at: datetime, text: str, now: datetime) -> datetime:
    """A time read as the last one before now: the next one after it, unless its year or day was said."""
    said = _WHOLE.fullmatch(text)
    if at > now or said is None or said["year"] or said["named"]:
        return at
    try:
        wall = at.astimezone(now.tzinfo).replace(tzinfo=None)
        on = wall.replace(year=wall.year + 1) if said["month"] else wall + timedelta(days=1)
    except ValueError:  # the 29th of February
        return at
    later = on.astimezone() if at.tzinfo is None else on.replace(tzinfo=at.tzinfo)
    return later if later > now else at


def _moment(found: "re.Match[str]", now: datetime, zone: tzinfo | None) -> datetime:
    at = datetime(now.year, now.month, now.day, _hour(found), int(found["minute"] or 0), int(found["second"] or 0))
    if found["month"]:
        at = at.replace(year=int(found["year"] or now.year), month=int(found["month"]), day=int(found["day"]))
    elif found["named"]:
        at -= timedelta(days=_DAYS_AGO[found["named"].lower()])
    known = at.astimezone() if zone is None else at.replace(tzinfo=zone)
    if known > now and not found["year"] and not found["named"]:
        before = at.replace(year=at.year - 1) if found["month"] else at - timedelta(days=1)
        return before.astimezone() if zone is None else before.replace(tzinfo=zone)
    return known


def _hour(found: "re.Match[str]") -> int:
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["after"] or "").lower()
    if half in ("下午", "晚上", "pm") and hour < 12:
        return hour + 12
    if half == "中午" and hour < 3:
        return hour + 12
    return 0 if half in ("am", "凌晨", "上午", "早上") and hour == 12 else hour
