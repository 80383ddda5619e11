"""The three sentences with which a summary opens, drafted from its numbers: better, worse, what is asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from app.domain.months import month_of, month_words
from app.domain.promises import PromiseState
from app.domain.summary import Good, Number, Sentences, Unit
from app.domain.summary_figures import figure
from app.domain.summary_tables import Theme
from app.domain.words import NO_WORDS, Words

LEAST = {Unit.COUNT: 3, Unit.PERCENT: 3, Unit.MINUTES: 5, Unit.WORKING_DAYS: 1}
"""By how much a figure has to change for a sentence to be made of it."""

_BASE = {Unit.COUNT: 10, Unit.PERCENT: 50, Unit.MINUTES: 30, Unit.WORKING_DAYS: 3}
"""Against what a change is weighed at least: from 1 to 4 is no larger news than from 100 to 140."""

_ANSWERED = (PromiseState.KEPT, PromiseState.LATE)
_TOUCH = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Subject:
    """A figure as the subject of a sentence: “The number of open cases …”; in Chinese with its counter."""

    words: Words
    counter: str = ""


def _subject(zh: str, en: str, counter: str = "") -> Subject:
    return Subject(Words(zh, en), counter)


SUBJECTS = {
    "cases.open": _subject("未办结的工单", "The number of open cases", "件"),
    "answer.share": _subject("首次答复与受理之比", "The ratio of first answers to cases received"),
    "cases.share": _subject("办结与受理之比", "The ratio of cases closed to cases received"),
    "answer.median": _subject("首次答复的中位时间", "The median wait for a first answer"),
    "answer.in_time": _subject("两小时内首次答复的比例", "The share of first answers given within two hours"),
    "guidance.quiet": _subject("提醒后 30 天内未再犯的比例", "The share of reminders with no repeat within 30 days"),
    "sanctions.overturned": _subject("申诉后撤销的处置", "The number of sanctions overturned on appeal", "件"),
    "promises.late": _subject("超期兑现的承诺", "The number of promises kept late", "项"),
    "promises.broken": _subject("到期未兑现的承诺", "The number of broken promises", "项"),
    "promises.extended": _subject("公开延期的承诺", "The number of promises put off in public", "项"),
    "promises.share": _subject("承诺按期兑现率", "The share of promises kept in time"),
    "lanes.unseen": _subject("无人跟进的预警", "The number of alarms nobody has seen to", "件"),
    "lanes.in_time": _subject("专门流程在时限内完成的比例", "The share of urgent lanes that met every deadline"),
    "appeals.in_time": _subject("申诉按期答复的比例", "The share of appeals answered in time"),
    "reporters.malicious": _subject("恶意举报", "The number of malicious reports", "件"),
    "council.turnout": _subject("议事会参与率", "Turnout in the council"),
    "council.refused": _subject("未采纳的评议结果", "The number of council rulings that were refused", "件"),
    "honours.thanks": _subject("随手感谢", "The number of thanks given to members", "次"),
    "outbox.refused": _subject("社区拒绝的操作", "The number of commands the community refused", "项"),
    "requests.in_time": _subject("个人信息请求按期完成的比例", "The share of personal data requests answered in time"),
}
"""Every figure of which it can be said that it became better or worse."""

NONE_BETTER = Words("与上月相比，没有明显好转的数字。", "Against the month before, no figure is clearly better.")
NONE_WORSE = Words("与上月相比，没有明显变差的数字。", "Against the month before, no figure is clearly worse.")
NO_MONTH_BEFORE = Words("还没有上月的数字可以比较。", "There is no month before to compare with.")
NOTHING_ASKED = Words("本月没有需要公司改变的集中问题。", "No matter of this month asks the company for a change.")


def drafted(numbers: Iterable[Number], themes: Sequence[Theme], now: datetime, zone: tzinfo = UTC) -> Sentences:
    """The sentences as the numbers say them.

    Args:
        numbers: every figure of the summary.
        themes: what most cases were about, the largest first.
        now: by when promises stand as they do.
        zone: in which the day of a promise is said.
    """
    moved = [(weight(one), one) for one in numbers]
    known = any(one.before is not None for _, one in moved)
    best, worst = max(moved, key=_first, default=None), min(moved, key=_first, default=None)
    better = _changed(best[1]) if best is not None and best[0] > 0 else NONE_BETTER
    worse = _changed(worst[1]) if worst is not None and worst[0] < 0 else NONE_WORSE
    if not known:
        better = worse = NO_MONTH_BEFORE
    return Sentences(better, worse, asked(themes, now, zone))


def _first(pair: tuple[float, Number]) -> float:
    return pair[0]


def weight(number: Number) -> float:
    """How much better a figure became, negative where it became worse; 0 where the change says nothing."""
    if number.value is None or number.before is None or number.good is Good.NEITHER:
        return 0.0
    by = number.value - number.before
    if abs(by) < LEAST[number.unit]:
        return 0.0
    share = by / max(abs(number.before), _BASE[number.unit])
    return share if number.good is Good.UP else -share


def _changed(number: Number) -> Words:
    """What a figure did, in a sentence of its own."""
    plain = Subject(Words(number.words.zh, f"The figure for “{number.words.en}”"))
    subject, rose = SUBJECTS.get(number.key, plain), (number.value or 0) > (number.before or 0)
    before, now = figure(number.before, number.unit), figure(number.value, number.unit)
    pieces = (subject.words.zh, "从上月的", before.zh, subject.counter, "升到" if rose else "降到", now.zh)
    zh = spaced("".join((*pieces, subject.counter, "。")))
    en = f"{subject.words.en} {'rose' if rose else 'fell'} from {before.en} to {now.en}."
    return Words(zh, en)


def spaced(zh: str) -> str:
    """Chinese with a space between its characters and what is written in letters and digits."""
    return _TOUCH.sub(" ", zh)


def asked(themes: Sequence[Theme], now: datetime, zone: tzinfo) -> Words:
    """What the company is asked to change: the matter that most cases are about of those that nobody has settled, its
    department, and how the promise about it stands."""
    if not themes:
        return NOTHING_ASKED
    open_ = [one for one in themes if one.state(now) not in _ANSWERED]
    if not open_:
        return _all_answered(themes[0])
    most = open_[0].cases
    theme = next((one for one in open_ if one.state(now) is PromiseState.BROKEN and one.cases * 2 >= most), open_[0])
    zh = f"请{theme.department or '公司'}解决“{theme.title}”：本月 {theme.cases} 件工单与此有关"
    are = "case of this month is" if theme.cases == 1 else "cases of this month are"
    en = f"We ask {theme.department or 'the company'} to settle “{theme.title}”: {theme.cases:,} {are} about it"
    stands = _stands(theme, now, zone)
    return Words(f"{zh}，{stands.zh}。", f"{en}, and {stands.en}.")


def _all_answered(theme: Theme) -> Words:
    n = Words(f"{theme.cases:,} 件工单", "1 case" if theme.cases == 1 else f"{theme.cases:,} cases")
    return Words(
        f"本月没有等待公司解决的集中问题：最集中的“{theme.title}”（{n.zh}）已经答复。",
        f"No matter of this month waits for the company: the largest, “{theme.title}” ({n.en}), has been answered.",
    )


def _stands(theme: Theme, now: datetime, zone: tzinfo) -> Words:
    """How the promise of a matter stands that is not settled."""
    state = theme.state(now)
    if theme.due_at is None or state is None or state is PromiseState.WITHDRAWN:
        return Words("还没有给车友答复日期", "members have not been given a date for an answer")
    day = theme.due_at.astimezone(zone)
    zh, en = f"{day.month} 月 {day.day} 日", f"{day.day} {month_words(month_of(theme.due_at, zone)).en}"
    if state is PromiseState.BROKEN:
        return Words(f"原定 {zh}的答复没有兑现", f"the answer promised for {en} has not come")
    return Words(f"已承诺在 {zh}前答复", f"an answer is promised for {en}")


def with_written(draft: Sentences, written: Sequence[Words]) -> Sentences:
    """The draft, with what people wrote in its place, in the language in which they did."""
    each = [Words(own.zh or one.zh, own.en or one.en) for own, one in zip(written, draft.each, strict=True)]
    return Sentences(*each)


EMPTY = Sentences(NO_WORDS, NO_WORDS, NO_WORDS)
"""Before they are drafted."""
