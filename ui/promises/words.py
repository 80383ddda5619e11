"""Promises in words: when they are due, how they stand, whose they are, what will come of a public word."""

from datetime import datetime, timedelta

from app.domain.promises import ON_ITS_WAY_WORDS, Promise, PromiseState
from app.domain.promises_register import PromiseRow
from app.domain.topics import Topic
from app.domain.words import NO_WORDS, Words
from ui.kit.remote import brief
from ui.kit.speech import Speech
from ui.kit.theme import Tone

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()

TONES = {
    PromiseState.OPEN: Tone.BLUE,
    PromiseState.BROKEN: Tone.RED,
    PromiseState.KEPT: Tone.GREEN,
    PromiseState.LATE: Tone.AMBER,
    PromiseState.WITHDRAWN: Tone.NEUTRAL,
}
"""What each state looks like; an open one that is due today or tomorrow is amber."""


def weekday(at: datetime) -> Words:
    """The day of the week, here."""
    day = at.astimezone().weekday()
    return Words(f"周{'一二三四五六日'[day]}", _DAYS[day])


def date_words(at: datetime, now: datetime) -> Words:
    """A date with its weekday and the hour; with its year where that is another one."""
    local, day = at.astimezone(), weekday(at)
    shown = f"{local:%m-%d}" if local.year == now.astimezone().year else f"{local:%Y-%m-%d}"
    return Words(f"{shown} {day.zh} {local:%H:%M}", f"{day.en} {shown} {local:%H:%M}")


def when(at: datetime, now: datetime) -> Words:
    """By when, as one says it: today and tomorrow by their names, this week by the weekday."""
    local, days = at.astimezone(), (at.astimezone().date() - now.astimezone().date()).days
    hour = f"{local:%H:%M}"
    if days in (0, 1):
        return Words(f"{('今天', '明天')[days]} {hour}", f"{('today', 'tomorrow')[days]} {hour}")
    if 1 < days < 7:
        day = weekday(at)
        return Words(f"{day.zh} {hour}", f"{day.en} {hour}")
    return date_words(at, now)


def gone(span: timedelta) -> Words:
    """How long something is over, in its largest unit."""
    hours = max(0, int(span.total_seconds() // 3600))
    if hours >= 24:
        return Words(f"{hours // 24} 天", f"{hours // 24} d")
    if hours:
        return Words(f"{hours} 小时", f"{hours} h")
    minutes = max(1, int(span.total_seconds() // 60))
    return Words(f"{minutes} 分钟", f"{minutes} min")


def due(one: Promise, now: datetime, *, in_short: bool = False) -> tuple[Words, Tone]:
    """How a promise stands against its date, and the tone of it.

    Args:
        in_short: in as few words as a line has room for.
    """
    state = one.state(now)
    if state is PromiseState.OPEN:
        days = (one.due_at.astimezone().date() - now.astimezone().date()).days
        return when(one.due_at, now), Tone.AMBER if days < 2 else Tone.BLUE
    if state is PromiseState.BROKEN and one.ended is None:
        over = gone(now - one.due_at)
        short = Words(f"已过 {over.zh}", f"{over.en} over")
        return short if in_short else Words(f"未兑现 · {short.zh}", f"broken · {short.en}"), Tone.RED
    if state is PromiseState.BROKEN:
        return Words("未兑现 · 已说明", "broken · told why"), Tone.RED
    if state is PromiseState.LATE and one.ended_at is not None:
        over = gone(one.ended_at - one.due_at)
        return Words(f"超期兑现 · 晚 {over.zh}", f"kept {over.en} late"), TONES[state]
    words = {PromiseState.KEPT: Words("已兑现", "kept"), PromiseState.WITHDRAWN: Words("已撤回", "withdrawn")}
    return words.get(state, NO_WORDS), TONES[state]


def extended(one: Promise) -> Words:
    """That its date was moved, and how often."""
    times = one.extensions
    return Words(f"已延期 {times} 次", "extended once" if times == 1 else f"extended {times} times")


def last_told(one: Promise, say: Speech, now: datetime) -> str:
    """When the community last heard of it, or that what it is told has not arrived."""
    if one.on_its_way:
        return say(ON_ITS_WAY_WORDS)
    if one.told_at is None or one.told_at == one.made_at:
        return say(Words("未更新", "no update"))
    ago = say.ago(one.told_at, now)
    return say(Words(f"{ago}说过", f"told {ago}"))


def whose(row: PromiseRow, topic: Topic | None = None) -> Words:
    """To whom it was promised: an author with a post, or everybody of a topic."""
    if topic is not None:
        name, members = brief(topic.title, 40), topic.cases
        return Words(f"专题“{name}” {members} 位", f"topic “{name}”, {members} members")
    title, author = brief(row.title, 40), brief(row.author, 24)
    named = Words(f"{author}《{title}》", f"{author}, “{title}”") if title else Words(author, author)
    return named if title or author else Words(f"工单 {row.promise.case}", f"case {row.promise.case}")
