"""How long what is kept, by kind, and what is over by now. What the law sets a least time for has a floor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.cases import CaseKind
from app.domain.words import Words


class Kept(StrEnum):
    """Kinds of what is kept for a time. Safety, unlawful content and what is held stay without end."""

    RECORDS = "records"
    COMPLAINTS = "complaints"
    COACHING = "coaching"
    LOGS = "logs"


KEPT_WORDS = {
    Kept.RECORDS: Words("帖子与处置记录", "posts and their record"),
    Kept.COMPLAINTS: Words("投诉与承诺", "complaints and promises"),
    Kept.COACHING: Words("私信提醒", "reminders"),
    Kept.LOGS: Words("运行日志", "logs"),
}

DEFAULTS = {Kept.RECORDS: 730, Kept.COMPLAINTS: 1095, Kept.COACHING: 365, Kept.LOGS: 180}
"""Days after a case was closed; of logs, after they were written.

Sources: 互联网信息服务管理办法 第十四条 (60 days at least, the floor of records), 民法典 第一百八十八条 (three years
for claims), 网络安全法 第二十一条 (logs six months at least). 24 and 12 months are the habit of such teams.
"""

FLOORS = {Kept.RECORDS: 60, Kept.COMPLAINTS: 60, Kept.COACHING: 60, Kept.LOGS: 180}
"""The least days that can be set."""

LONGEST = 36_500
"""The most days that can be set."""

FOR_EVER = frozenset({CaseKind.SAFETY, CaseKind.UNLAWFUL})
"""Kinds of cases that are kept without end."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long a kind is kept, and since when and by whom it is set so; by nobody where it is the default."""

    kind: Kept
    days: int
    set_at: datetime | None = None
    set_by: str = ""


def kept_as(kind: CaseKind, *, promised: bool, only_coached: bool) -> Kept | None:
    """As what a closed case is kept; None for one that stays without end.

    Args:
        kind: of the case.
        promised: something was promised about it.
        only_coached: a reminder is all that was decided about it.
    """
    if kind in FOR_EVER:
        return None
    if kind is CaseKind.COMPLAINT or promised or kind is CaseKind.DATA_REQUEST:
        return Kept.COMPLAINTS
    return Kept.COACHING if only_coached else Kept.RECORDS


def over_before(now: datetime, period: Period) -> datetime:
    """What was closed, or written, before this moment is over."""
    return now - timedelta(days=period.days)
