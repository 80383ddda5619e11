"""The clocks of lanes, in natural hours, each with where it comes from; and the alarms that follow from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.cases import CaseId, CaseKind
from app.domain.lanes import LaneEvent, LaneStep, Severity, done, events_of, last, severity
from app.domain.words import Words

ACKNOWLEDGE_WITHIN = {Severity.P0: timedelta(minutes=15), Severity.P1: timedelta(hours=1)}
PASS_ON_WITHIN = timedelta(minutes=30)
REPORT_WITHIN, REPORT_GRAVE_WITHIN, FORM_WITHIN = timedelta(hours=12), timedelta(hours=6), timedelta(hours=48)
HIDE_WITHIN, POLICE_WITHIN = timedelta(hours=1), timedelta(hours=24)
CHECK_WITHIN, FORWARD_WITHIN = timedelta(hours=24), timedelta(hours=48)
RESTORE_AFTER = timedelta(days=15)
CALL_WITHIN = timedelta(minutes=30)

SECOND_ALARM_AFTER = timedelta(minutes=15)
"""So long an alarm may stay without anybody seeing to it before the lead hears of it."""

_TEAM = Words("团队内部时限", "the team's own term")
_REPORT = Words(
    "市监质函〔2019〕5号：事故发生后 12 小时内报告", "SAMR letter (2019) no. 5: report within 12 hours of the accident"
)
_REPORT_GRAVE = Words(
    "市监质函〔2019〕5号：有人员伤亡或重大社会影响，6 小时内报告",
    "SAMR letter (2019) no. 5: within 6 hours with injury, death or major social effect",
)
_FORM = Words("市监质函〔2019〕5号：48 小时内提交书面报告", "SAMR letter (2019) no. 5: the form within 48 hours")
_POLICE = Words(
    "《计算机信息网络国际联网安全保护管理办法》第十条（六）：24 小时内报告公安",
    "Measures on the security of international networking, article 10 (6): to the police within 24 hours",
)
_STOP = Words(
    "《网络安全法》（2026 年施行本第四十九条）：立即停止传输、保存记录并报告",
    "Cybersecurity Law (article 49 since 2026): stop it, keep the records, report",
)
_FORWARD = Words("《民法典》第一千一百九十五条：及时转送通知", "Civil Code, article 1195: forward the notice in time")
_RESTORE = Words(
    "《民法典》第一千一百九十六条：合理期限内未起诉则恢复；15 日参照《电子商务法》第四十三条",
    "Civil Code, article 1196: a reasonable term without suit; 15 days as in the E-Commerce Law, article 43",
)


class ClockName(StrEnum):
    """Names a clock."""

    ACKNOWLEDGE = "acknowledge"
    PASS_ON = "pass_on"
    REPORT = "report"
    FORM = "form"
    HIDE = "hide"
    POLICE = "police"
    CHECK = "check"
    FORWARD = "forward"
    RESTORE = "restore"
    CALL = "call"


CLOCK_WORDS = {
    ClockName.ACKNOWLEDGE: Words("有人跟进", "acknowledged"),
    ClockName.PASS_ON: Words("转给负责部门", "passed on"),
    ClockName.REPORT: Words("上报主管部门", "reported to the authority"),
    ClockName.FORM: Words("书面报告", "written form"),
    ClockName.HIDE: Words("停止传播", "hidden"),
    ClockName.POLICE: Words("报告公安", "reported to the police"),
    ClockName.CHECK: Words("核对通知", "notice checked"),
    ClockName.FORWARD: Words("转送作者", "forwarded to the author"),
    ClockName.RESTORE: Words("恢复内容", "shown again"),
    ClockName.CALL: Words("拨打电话", "called"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a case.

    Attributes:
        since: from when it runs.
        due_at: until when it has to be done.
        done_at: when it was; None while it was not.
        source: where the term comes from.
        guessed: it runs from the time of the post, as nobody said yet when the incident was.
    """

    name: ClockName
    since: datetime
    due_at: datetime
    done_at: datetime | None
    source: Words
    guessed: bool = False

    def late(self, now: datetime) -> bool:
        """Whether it was, or still is, too late."""
        return (self.done_at or now) > self.due_at

    def left(self, now: datetime) -> timedelta:
        """How long there still is; negative where it is over."""
        return self.due_at - now


def incident_at(lane: CaseKind, events: Sequence[LaneEvent], written_at: datetime) -> tuple[datetime, bool]:
    """When the incident was, as told by hand, else when the post was written; and whether that is only the latter.

    Args:
        lane: in which the case is.
        events: what happened to it since it entered.
        written_at: when the post was written first: no edit of its author's moves a term of the law.
    """
    told = incident_of(lane, events)
    if told is not None:
        return told.at, False
    again = last(lane, events, LaneStep.REOPENED)
    return (written_at if again is None else again.moment), True


@dataclass(frozen=True, slots=True)
class Incident:
    """What is known of an accident: when it was, whether somebody was hurt, whether it has a major social effect."""

    at: datetime
    injury: bool = False
    effect: bool = False

    @property
    def grave(self) -> bool:
        """Whether the shorter term runs."""
        return self.injury or self.effect

    def with_(self, other: "Incident") -> "Incident":
        """The stricter of both in each regard."""
        return Incident(min(self.at, other.at), self.injury or other.injury, self.effect or other.effect)


def incident_of(lane: CaseKind, events: Sequence[LaneEvent]) -> Incident | None:
    """The incident as it was entered: the earliest time and the gravest that was said stand, until a lead put it right.

    Returns: None where nobody entered one.
    """
    found: Incident | None = None
    for one in events:
        if one.lane is not lane or one.occurred_at is None:
            continue
        said = Incident(one.occurred_at, bool(one.injury), bool(one.effect))
        if one.step is LaneStep.INCIDENT_CORRECTED:
            found = said
        elif one.step is LaneStep.INCIDENT:
            found = said if found is None else found.with_(said)
    return found


def clocks(lane: CaseKind, events: Sequence[LaneEvent], *, since: datetime, written_at: datetime) -> list[Clock]:
    """The clocks of a case in a lane, in the order of their steps.

    Args:
        lane: in which it is.
        events: what happened to it.
        since: when we first knew: the keyword's hit, or when it entered the lane.
        written_at: when the post to be judged was written.
    """
    if lane is CaseKind.SAFETY:
        return _safety(events, since, written_at)
    if lane is CaseKind.UNLAWFUL:
        return [
            _acknowledge(lane, events, since),
            _clock(lane, events, ClockName.HIDE, LaneStep.HIDDEN, since=since, term=HIDE_WITHIN, source=_STOP),
            _clock(lane, events, ClockName.POLICE, LaneStep.REPORTED, since=since, term=POLICE_WITHIN, source=_POLICE),
        ]
    if lane is CaseKind.RIGHTS_NOTICE:
        return _rights(events, since)
    if lane is CaseKind.CARE:
        called = _clock(lane, events, ClockName.CALL, LaneStep.CALLED, since=since, term=CALL_WITHIN, source=_TEAM)
        return [_acknowledge(lane, events, since), called]
    return []


def _safety(events: Sequence[LaneEvent], since: datetime, written_at: datetime) -> list[Clock]:
    lane = CaseKind.SAFETY
    found = [
        _acknowledge(lane, events, since),
        _clock(lane, events, ClockName.PASS_ON, LaneStep.PASSED_ON, since=since, term=PASS_ON_WITHIN, source=_TEAM),
    ]
    if done(lane, events, LaneStep.NOTHING_TO_REPORT):
        return found
    happened, guessed = incident_at(lane, events, written_at)
    told = incident_of(lane, events)
    grave = told is not None and told.grave
    term, source = (REPORT_GRAVE_WITHIN, _REPORT_GRAVE) if grave else (REPORT_WITHIN, _REPORT)
    return [
        *found,
        _clock(
            lane, events, ClockName.REPORT, LaneStep.REPORTED, since=happened, term=term, source=source, guessed=guessed
        ),
        _clock(
            lane,
            events,
            ClockName.FORM,
            LaneStep.FORM_SENT,
            since=happened,
            term=FORM_WITHIN,
            source=_FORM,
            guessed=guessed,
        ),
    ]


def _rights(events: Sequence[LaneEvent], since: datetime) -> list[Clock]:
    lane = CaseKind.RIGHTS_NOTICE
    found = [
        _acknowledge(lane, events, since),
        _clock(lane, events, ClockName.CHECK, LaneStep.CHECKED, since=since, term=CHECK_WITHIN, source=_TEAM),
    ]
    if done(lane, events, LaneStep.CHECKED):
        found.append(
            _clock(
                lane, events, ClockName.FORWARD, LaneStep.FORWARDED, since=since, term=FORWARD_WITHIN, source=_FORWARD
            )
        )
    back = last(lane, events, LaneStep.FORWARDED_BACK)
    if back is not None:
        found.append(
            _clock(
                lane,
                events,
                ClockName.RESTORE,
                LaneStep.RESTORED,
                since=back.moment,
                term=RESTORE_AFTER,
                source=_RESTORE,
            )
        )
    return found


def _acknowledge(lane: CaseKind, events: Sequence[LaneEvent], since: datetime) -> Clock:
    term = ACKNOWLEDGE_WITHIN[severity(lane)]
    return _clock(lane, events, ClockName.ACKNOWLEDGE, LaneStep.ACKNOWLEDGED, since=since, term=term, source=_TEAM)


def _clock(
    lane: CaseKind,
    events: Sequence[LaneEvent],
    name: ClockName,
    step: LaneStep,
    *,
    since: datetime,
    term: timedelta,
    source: Words,
    guessed: bool = False,
) -> Clock:
    found = events_of(lane, events, step)
    return Clock(name, since, since + term, found[0].moment if found else None, source, guessed)


def next_due(found: Iterable[Clock]) -> Clock | None:
    """The clock that runs out first, or did, among those that were not stopped."""
    return min((one for one in found if one.done_at is None), key=lambda one: one.due_at, default=None)


def worst(found: Iterable[Clock], now: datetime) -> list[Clock]:
    """The clocks that ran out and were not stopped, the longest first."""
    return sorted((one for one in found if one.done_at is None and one.late(now)), key=lambda one: one.due_at)


# --- alarms -------------------------------------------------------------------------------------------


class AlarmLevel(StrEnum):
    """How loud an alarm is."""

    FIRST = "first"  # at once, to everybody
    SECOND = "second"  # nobody saw to it: to the lead too


@dataclass(frozen=True, slots=True)
class Alarm:
    """A case that nobody sees to yet.

    Attributes:
        lane: in which it is, or to which a keyword points.
        raised: the hit, as in "safety:冒烟"; "" where a person entered the lane.
        entered: it is in its lane; else a person has to say whether it belongs there.
        since: from when we knew.
        shown: the second alarm was shown to a lead.
    """

    case: CaseId
    lane: CaseKind
    level: AlarmLevel
    severity: Severity
    since: datetime
    second_at: datetime
    title: str = ""
    author: str = ""
    excerpt: str = ""
    raised: str = ""
    entered: bool = False
    shown: bool = False


def level(since: datetime, now: datetime) -> AlarmLevel:
    """How loud an alarm is at a moment."""
    return AlarmLevel.SECOND if now - since >= SECOND_ALARM_AFTER else AlarmLevel.FIRST


def lasted(span: timedelta) -> Words:
    """A span of time as a clock says it: minutes up to an hour, then hours, then days."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 60:
        return Words(f"{minutes} 分钟", f"{minutes} min")
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return Words(
            f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时", f"{hours} h {rest} min" if rest else f"{hours} h"
        )
    return Words(f"{hours // 24} 天 {hours % 24} 小时", f"{hours // 24} d {hours % 24} h")


def clock_words(clock: Clock, now: datetime) -> Words:
    """A clock in a line: what it waits for, and how long there still is, or since when it is over."""
    name, span = CLOCK_WORDS[clock.name], lasted(clock.left(now))
    if clock.done_at is not None:
        late = clock.done_at > clock.due_at
        return Words(f"{name.zh}：{'超时完成' if late else '已完成'}", f"{name.en}: {'done late' if late else 'done'}")
    if clock.late(now):
        return Words(f"{name.zh}：已超时 {span.zh}", f"{name.en}: {span.en} over")
    return Words(f"{name.zh}：还有 {span.zh}", f"{name.en}: {span.en} left")
