"""The charts of a summary: twelve months side by side, and articles beneath each other."""

from collections.abc import Callable, Mapping, Sequence

from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.months import Month, month_words
from app.domain.summary import Chart, Series, Shape, Unit
from app.domain.summary_figures import capital, figure
from app.domain.summary_tally import Tally
from app.domain.words import Words

Past = Sequence[tuple[Month, Tally | None]]
"""Months in a row, the last one the summary's own; None of those before anything was counted."""

MOST_ARTICLES = 8

_Line = tuple[Words, Callable[[Tally], int | None]]


def _sum(figure: str, *parts: str) -> Callable[[Tally], int | None]:
    return lambda tally: tally.of(figure, *parts)


def _known(figure: str) -> Callable[[Tally], int | None]:
    return lambda tally: tally.known(figure)


INTAKE: tuple[_Line, ...] = (
    (Words("受理工单", "Cases received"), _sum("cases.received")),
    (Words("首次答复", "Answered"), _sum("cases.answered")),
    (Words("其中两小时内", "of these within two hours"), Tally.in_time),
)
RESPONSE: tuple[_Line, ...] = ((Words("首次答复中位时间", "Median first answer"), Tally.median_wait),)
GUIDANCE: tuple[_Line, ...] = (
    (Words("私信提醒", "Reminders"), _sum("guidance.reminders")),
    (capital(RUNG_WORDS[Rung.WARNING]), _sum("sanctions.made", Rung.WARNING)),
    (Words("禁言", "Mutes"), _sum("sanctions.made", Rung.MUTE_1, Rung.MUTE_7)),
    (Words("停用社区账号", "Suspensions"), _sum("sanctions.made", Rung.SUSPEND_30)),
)
PROMISES: tuple[_Line, ...] = (
    (Words("按期兑现", "Kept in time"), _known("promises.kept")),
    (Words("超期兑现", "Kept late"), _known("promises.late")),
    (Words("到期未兑现", "Broken"), _known("promises.broken")),
)
CALM: tuple[_Line, ...] = ((Words("自行平息", "Calmed by itself"), _sum("calm.itself")),)


def intake(past: Past) -> Chart:
    """What came in, and how it was answered."""
    return _over_time("cases.months", Words("受理与答复", "Intake and response"), Shape.LINES, past, INTAKE)


def response(past: Past) -> Chart:
    """How long the first answer took."""
    title = Words("首次答复中位时间", "Median wait for the first answer")
    return _over_time("answer.months", title, Shape.LINES, past, RESPONSE, unit=Unit.MINUTES)


def guidance(past: Past) -> Chart:
    """Reminders upon measures."""
    return _over_time("guidance.months", Words("引导与处置", "Guidance and punishment"), Shape.STACKED, past, GUIDANCE)


def promises(past: Past) -> Chart:
    """What became of what was promised."""
    return _over_time("promises.months", Words("承诺兑现", "Promises"), Shape.STACKED, past, PROMISES)


def calm(past: Past) -> Chart:
    """What calmed by itself."""
    return _over_time("calm.months", Words("自行平息", "What calmed by itself"), Shape.COLUMNS, past, CALM)


def _over_time(
    key: str, title: Words, shape: Shape, past: Past, lines: Sequence[_Line], *, unit: Unit = Unit.COUNT
) -> Chart:
    labels = tuple(Words(month, month) for month, _ in past)
    series = tuple(
        Series(words, tuple(None if tally is None else reckon(tally) for _, tally in past)) for words, reckon in lines
    )
    return Chart(key, title, shape, labels, series, unit, _told(series, past, unit))


def _told(series: Sequence[Series], past: Past, unit: Unit) -> Words:
    """Each series as it is now, was a month before, and at its highest: what the picture shows, in words."""
    each = [one for one in (_told_of(one, past, unit) for one in series) if one is not None]
    if not each:
        return Words("还没有可以比较的数字。", "There is nothing to compare yet.")
    return Words("；".join(one.zh for one in each) + "。", "; ".join(one.en for one in each) + ".")


def _told_of(one: Series, past: Past, unit: Unit) -> Words | None:
    known = [(value, month) for value, (month, _) in zip(one.values, past, strict=True) if value is not None]
    if not known:
        return None
    most, when = max(known)
    now, before = figure(one.values[-1], unit), figure(one.values[-2] if len(one.values) > 1 else None, unit)
    top, of = figure(most, unit), month_words(when)
    zh = f"{one.words.zh}本月 {now.zh}，上月 {before.zh}"
    en = f"{one.words.en}: {now.en} this month, {before.en} before"
    if most and when != past[-1][0]:
        return Words(f"{zh}，最高 {top.zh}（{of.zh}）", f"{en}, {top.en} at most ({of.en})")
    return Words(zh, en)


def articles(now: Tally, names: Mapping[int, Words]) -> Chart:
    """Which articles were cited most, in reminders and in measures."""
    reminders, measures = now.parts("articles.reminders"), now.parts("articles.sanctions")
    both = {part: reminders.get(part, 0) + measures.get(part, 0) for part in {*reminders, *measures}}
    most = sorted(both, key=lambda part: (-both[part], part))[:MOST_ARTICLES]
    series = (
        Series(Words("私信提醒", "Reminders"), tuple(reminders.get(part, 0) for part in most)),
        Series(Words("处置", "Sanctions"), tuple(measures.get(part, 0) for part in most)),
    )
    labels = tuple(_article(part, names) for part in most)
    said = Words("本月没有引用条款。", "No article was cited in this month.")
    if most:
        first, n = labels[0], both[most[0]]
        said = Words(f"引用最多的是{first.zh}，共 {n} 次。", f"{first.en} was cited most: {n}.")
    return Chart("articles", Words("按条款", "By article"), Shape.BARS, labels, series, says=said)


def _article(part: str, names: Mapping[int, Words]) -> Words:
    if not part.isdigit():
        return Words("法律法规", "Law")
    return names.get(int(part), Words(f"第 {int(part)} 条", f"Article {int(part)}"))
