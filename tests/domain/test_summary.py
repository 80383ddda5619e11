"""The summary's pure rules: promises by month, sentences, shares and medians, the document as text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ledger import EntryKind
from app.domain.promises import Change
from app.domain.summary import Cell, Good, Number, Person, Summary, Table, Unit
from app.domain.summary_facts import facts
from app.domain.summary_figures import change, figure
from app.domain.summary_file import read, written
from app.domain.summary_named import FIGURES
from app.domain.summary_promises import PROMISE_FIGURES, PromiseLine, promise_figures
from app.domain.summary_sentences import NO_MONTH_BEFORE, NONE_WORSE, SUBJECTS, drafted, with_written
from app.domain.summary_tables import HonourLine, Theme, honours, with_names
from app.domain.summary_tally import percent, tally
from app.domain.words import Words
from tests import summaries

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SPANS = [(BEGIN + 10 * number * DAY, BEGIN + 10 * (number + 1) * DAY) for number in range(3)]


def line(made: float, due: float, ended: Change | None = None, at: float = 0) -> PromiseLine:
    ended_at = None if ended is None else BEGIN + at * DAY
    return PromiseLine(1, "电池部", BEGIN + made * DAY, BEGIN + due * DAY, ended, ended_at)


@pytest.mark.parametrize(
    ("one", "counted"),
    [
        (line(1, 4, Change.CLOSED, 4), [{"made", "kept"}, set(), set()]),
        (line(1, 4, Change.CLOSED, 5), [{"made", "late"}, set(), set()]),
        (line(1, 4, Change.CLOSED, 15), [{"made", "broken"}, {"late"}, set()]),
        (line(1, 4), [{"made", "broken"}, set(), set()]),
        (line(1, 14, Change.GIVEN_UP, 5), [{"made", "broken"}, set(), set()]),
        (line(1, 4, Change.GIVEN_UP, 15), [{"made", "broken"}, set(), set()]),
        (line(1, 14, Change.WITHDRAWN, 5), [{"made", "withdrawn"}, set(), set()]),
        (line(1, 4, Change.WITHDRAWN, 15), [{"made", "broken"}, {"withdrawn"}, set()]),
        (line(-9, 25), [set(), set(), {"broken"}]),
        (line(1, 40), [{"made"}, set(), set()]),
    ],
)
def test_a_promise_counts_where_its_word_was_kept_or_broken(one: PromiseLine, counted: list[set[str]]) -> None:
    found = promise_figures([one], SPANS)
    assert [
        {name for name in ("made", "kept", "late", "broken", "withdrawn") if each.get(f"promises.{name}/电池部")}
        for each in found
    ] == counted


_MOMENTS = st.floats(-5, 35)
_ENDS = st.sampled_from([None, Change.CLOSED, Change.GIVEN_UP, Change.WITHDRAWN])


@given(st.lists(st.builds(line, _MOMENTS, _MOMENTS, _ENDS, _MOMENTS), max_size=8))
def test_the_figures_of_many_months_are_those_of_each_month_alone(lines: list[PromiseLine]) -> None:
    together = promise_figures(lines, SPANS)
    for span, found in zip(SPANS, together, strict=True):
        alone = {figure: sum(one.counts(figure, *span) for one in lines) for figure in PROMISE_FIGURES}
        assert {figure: tally([], found).known(figure) for figure in PROMISE_FIGURES} == alone


def test_shares_and_medians() -> None:
    assert [percent(1, 2), percent(1, 8), percent(0, 3), percent(0, 0)] == [50, 13, 0, None]
    waits = tally(
        [("cases.answered", "000010", 2, 0), ("cases.answered", "000120", 1, 0), ("cases.answered", "000600", 3, 0)], {}
    )
    assert (waits.median_wait(), waits.in_time()) == (120, 3)
    assert tally([], {}).median_wait() is None


def number(key: str, value: int | None, before: int | None, good: Good, unit: Unit = Unit.COUNT) -> Number:
    return Number(key, Words(key, key), value, before, unit, good)


def test_the_sentences_name_the_largest_changes_and_the_top_matter() -> None:
    now = BEGIN + 20 * DAY
    numbers = [
        number("办结", 120, 100, Good.UP),
        number("等待", 30, 90, Good.DOWN, Unit.MINUTES),
        number("promises.broken", 9, 2, Good.DOWN),
        number("撤销", 2, 1, Good.DOWN),  # one more is no news
        number("受理", 900, 100, Good.NEITHER),
    ]
    themes = [
        Theme("冬季续航", 41, "电池部", BEGIN + 5 * DAY),
        Theme("车机卡顿", 12, "车机软件部", BEGIN + 25 * DAY),
    ]
    said = drafted(numbers, themes, now)
    assert said.better.zh == "等待从上月的 90 分钟降到 30 分钟。"
    assert said.worse == Words(
        "到期未兑现的承诺从上月的 2 项升到 9 项。", "The number of broken promises rose from 2 to 9."
    )
    assert said.ask == Words(
        "请电池部解决“冬季续航”：本月 41 件工单与此有关，原定 10 月 6 日的答复没有兑现。",
        "We ask 电池部 to settle “冬季续航”: 41 cases of this month are about it, and the answer promised for "
        "6 October 2026 has not come.",
    )
    kept = replace(themes[0], ended=Change.CLOSED, ended_at=BEGIN)
    assert "车机卡顿" in drafted(numbers, [kept, themes[1]], now).ask.en, "nobody is asked for what was done"
    assert drafted(numbers, [kept], now).ask.en.endswith("“冬季续航” (41 cases), has been answered.")
    mixed = with_written(said, (Words("", ""), Words("我们慢了。", ""), Words("", "")))
    assert mixed.worse == Words("我们慢了。", said.worse.en), "the other language keeps its draft"
    assert drafted([replace(one, before=None) for one in numbers], [], now).better == NO_MONTH_BEFORE
    assert drafted(numbers[:1], [], now).worse == NONE_WORSE


def test_only_what_does_not_follow_from_the_intake_is_judged_and_every_judgement_is_a_sentence() -> None:
    judged = {one.key for one in FIGURES.values() if one.good is not Good.NEITHER}
    assert judged <= set(SUBJECTS)
    assert not judged & {"cases.answered", "cases.closed", "honours.granted", "honours.nominated"}
    before = tally([("cases.received", "", 100, 0), ("cases.closed", "violation", 100, 0)], {"promises.broken": 4})
    now = tally([("cases.received", "", 109, 0), ("cases.closed", "violation", 10, 0)], {"promises.broken": 1})
    share = FIGURES["cases.share"].number(now, before, over=False)
    assert (share.value, share.before, change(share).better) == (9, 100, False)
    broken = FIGURES["promises.broken"]
    assert change(broken.number(now, before, over=False)).better is None, "the month is not over"
    assert change(broken.number(now, before)).better is True
    assert change(broken.number(before, now, over=False)).better is False


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (119, "119 分钟", "119 min"),
        (120, "2 小时", "2 h"),
        (205, "3 小时 25 分", "3 h 25 min"),
        (3_000, "2 天 2 小时", "2 days 2 h"),
        (72_000, "50 天", "50 days"),
    ],
)
def test_a_long_time_is_said_in_hours_or_days(minutes: int, zh: str, en: str) -> None:
    assert figure(minutes, Unit.MINUTES) == Words(zh, en)
    longer = Number("answer.median", Words("等", "wait"), 2 * minutes, minutes, Unit.MINUTES, Good.DOWN)
    assert change(longer).amount == Words(f"+{zh}", f"+{en}")


def test_a_frozen_month_is_read_back_word_for_word_without_names() -> None:
    for month in (summaries.summary(), summaries.hostile(), summaries.empty()):
        text = written(month)
        assert summaries.NAME not in text
        assert read(text) == replace(_nameless(month), frozen=None)


def _nameless(month: Summary) -> Summary:
    return replace(month, sections=tuple(replace(one, tables=_without_names(one.tables)) for one in month.sections))


def _without_names(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    return tuple(replace(one, rows=tuple(tuple(map(_without_name, row)) for row in one.rows)) for one in tables)


def _without_name(cell: Cell) -> Cell:
    return replace(cell, name="") if isinstance(cell, Person) else cell


def test_people_of_a_closed_month_are_numbered_and_named_again_only_while_their_name_is_kept() -> None:
    lines = [HonourLine(Words("引路人", "guide"), member, "南山老陈", BEGIN) for member in ("u-17", "hand:南山老陈")]
    table = honours(lines, UTC)
    (frozen,) = _without_names((table,))
    people = [one for row in with_names(frozen, lines, UTC).rows for one in row if isinstance(one, Person)]
    assert [one.name for one in people] == ["南山老陈", "南山老陈"]
    assert [one.label for one in people] == [Words("车友 1", "Member 1"), Words("车友 2", "Member 2")]
    (unnamed,) = [one for row in with_names(frozen, lines[:1], UTC).rows[1:] for one in row if isinstance(one, Person)]
    assert unnamed.name == "", "of whom nothing is kept any more stays unnamed"


def test_every_kind_that_is_counted_is_a_kind_of_the_ledger() -> None:
    assert facts("no.such", BEGIN, {}) == ()
    for kind in EntryKind:
        assert all(
            isinstance(one.decision if hasattr(one, "decision") else one.figure, str) for one in facts(kind, BEGIN, {})
        )
