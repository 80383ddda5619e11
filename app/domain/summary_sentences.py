"""The three sentences with which a summary opens, drafted from its numbers: better, worse, what is asked for."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.summary import Good, Number, Sentences, Unit
from app.domain.summary_figures import figure
from app.domain.summary_tables import Theme
from app.domain.words import NO_WORDS, Words

LEAST = {Unit.COUNT: 3, Unit.PERCENT: 3, Unit.MINUTES: 5, Unit.WORKING_DAYS: 1}
"""By how much a figure has to change for a sentence to be made of it."""

_BASE = {Unit.COUNT: 10, Unit.PERCENT: 50, Unit.MINUTES: 30, Unit.WORKING_DAYS: 3}
"""Against what a change is weighed at least: from 1 to 4 is no larger news than from 100 to 140."""

NONE_BETTER = Words("与上月相比，没有明显好转的数字。", "Against the month before, no figure is clearly better.")
NONE_WORSE = Words("与上月相比，没有明显变差的数字。", "Against the month before, no figure is clearly worse.")
NO_MONTH_BEFORE = Words("还没有上月的数字可以比较。", "There is no month before to compare with.")
NOTHING_ASKED = Words("本月没有需要公司改变的集中问题。", "No matter of this month asks the company for a change.")


def drafted(numbers: Iterable[Number], themes: Sequence[Theme], now: datetime) -> Sentences:
    """The sentences as the numbers say them.

    Args:
        numbers: every figure of the summary.
        themes: what most cases were about, the largest first.
        now: by when promises stand as they do.
    """
    moved = [(weight(one), one) for one in numbers]
    known = any(one.before is not None for _, one in moved)
    best, worst = max(moved, key=_first, default=None), min(moved, key=_first, default=None)
    better = _changed(best[1]) if best is not None and best[0] > 0 else NONE_BETTER
    worse = _changed(worst[1]) if worst is not None and worst[0] < 0 else NONE_WORSE
    if not known:
        better = worse = NO_MONTH_BEFORE
    return Sentences(better, worse, asked(themes, now))


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
    before, now = figure(number.before, number.unit), figure(number.value, number.unit)
    rose = (number.value or 0) > (number.before or 0)
    zh = f"{number.words.zh}从上月的 {before.zh}{'升到' if rose else '降到'} {now.zh}。"
    name = number.words.en[:1].upper() + number.words.en[1:]
    return Words(zh, f"{name} {'rose' if rose else 'fell'} from {before.en} to {now.en}.")


def asked(themes: Sequence[Theme], now: datetime) -> Words:
    """What the company is asked to change: the matter that most cases are about, its department, its promise."""
    if not themes:
        return NOTHING_ASKED
    theme = next((one for one in themes if one.broken(now) and one.cases * 2 >= themes[0].cases), themes[0])
    whose = theme.department
    zh = f"请{whose or '公司'}解决“{theme.title}”：本月 {theme.cases} 件工单与此有关"
    en = f"{'Please have ' + whose if whose else 'We ask the company to'} settle “{theme.title}”: {_cases(theme.cases)}"
    if theme.due_at is None:
        return Words(f"{zh}，还没有给车友答复日期。", f"{en} of this month; no date was promised yet.")
    record = theme.record(now)
    return Words(f"{zh}，答复承诺{record.zh}。", f"{en} of this month; its promise is {record.en}.")


def _cases(n: int) -> str:
    return "1 case" if n == 1 else f"{n:,} cases"


def with_written(draft: Sentences, written: Sequence[str]) -> Sentences:
    """The draft, with what people wrote in its place where they did."""
    each = [Words(text, text) if text else one for text, one in zip(written, draft.each, strict=True)]
    return Sentences(*each)


EMPTY = Sentences(NO_WORDS, NO_WORDS, NO_WORDS)
"""Before they are drafted."""
