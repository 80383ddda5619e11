"""Rules of promises: how one stands, when its date may move, what a public word must name, what a note begins at."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import make
from app.domain.outgoing import masked
from app.domain.promises import (
    ENDINGS,
    Change,
    FollowUp,
    Promise,
    PromiseId,
    PromiseState,
    Promising,
    evening_before,
    state_of,
)
from app.domain.promises_register import standing_words
from app.domain.promises_rules import check_names, check_promising, check_said, names_day, usual_days
from app.errors import DateNotLater, DateNotNamed, DueAlreadyOver, PromiseBroken, PromiseEnded, TooLong

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DUE = NOW + timedelta(days=3)
MADE = Promising("排查结论", "售后技术部", "小林", DUE, 3)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def _promise(**other: object) -> Promise:
    whole: dict[str, object] = {
        "id": PromiseId("p"),
        "case": make.case(1).id,
        "topic": "",
        "made": MADE,
        "made_at": NOW,
        "by": make.member("u-901", "小北"),
        "due_at": DUE,
    }
    return Promise(**(whole | other))  # type: ignore[arg-type]


@given(due=MOMENTS, now=MOMENTS, ended_at=MOMENTS, ended=st.sampled_from([None, *sorted(ENDINGS)]))
def test_how_a_promise_stands(due: datetime, now: datetime, ended_at: datetime, ended: Change | None) -> None:
    state = state_of(due, ended, ended_at if ended else None, now)
    if ended is None:
        assert state is (PromiseState.OPEN if now <= due else PromiseState.BROKEN)
        return
    in_time = PromiseState.KEPT if ended_at <= due else PromiseState.LATE
    expected = {Change.CLOSED: in_time, Change.GIVEN_UP: PromiseState.BROKEN, Change.WITHDRAWN: PromiseState.WITHDRAWN}
    assert state is expected[ended]
    assert state is state_of(due, ended, ended_at, now + timedelta(days=400)), "what has ended stands so for good"


@given(now=MOMENTS, due=MOMENTS, until=MOMENTS)
def test_a_date_moves_only_before_it_and_only_later(now: datetime, due: datetime, until: datetime) -> None:
    promise, said = _promise(due_at=due), FollowUp(PromiseId("p"), Change.EXTENDED, until)
    if now > due:
        with pytest.raises(PromiseBroken):
            check_said(promise, said, now)
    elif until <= due:
        with pytest.raises(DateNotLater):
            check_said(promise, said, now)
    else:
        check_said(promise, said, now)


@pytest.mark.parametrize("ended", sorted(ENDINGS))
@pytest.mark.parametrize("change", [Change.PROGRESS, Change.EXTENDED, Change.CLOSED, Change.GIVEN_UP])
def test_nothing_comes_after_an_ending(ended: Change, change: Change) -> None:
    with pytest.raises(PromiseEnded):
        check_said(_promise(ended=ended, ended_at=NOW), FollowUp(PromiseId("p"), change, DUE + timedelta(days=1)), NOW)


def test_a_promise_is_due_later_than_now_and_read_in_lines() -> None:
    kept = check_promising(Promising(" 排查\n结论 ", "售后 ", "小林", DUE, number=" 7 "), NOW)
    assert (kept.what, kept.department, kept.number) == ("排查 结论", "售后", "7")
    with pytest.raises(DueAlreadyOver):
        check_promising(MADE, DUE)
    with pytest.raises(TooLong):
        check_promising(Promising("长" * 201, "售后", "小林", DUE), NOW)


NAMED = [
    "12 月 1 日前答复",
    "12月1日",
    "１２月０１日",
    "12月1号之前",
    "改到 2026-12-01",
    "改到2026.12.1前",
    "12/1 之前",
    "by 1 December",
    "by 1st of December",
    "by December 1, 18:00",
    "by Dec. 1st",
]
NOT_NAMED = [
    "再等几天",
    "12 月 11 日",
    "11 月 1 日",
    "2026-12-10",
    "12/15",
    "12月",
    "1 日",
    "31 December",
    "December 12",
    "v12.1.3",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_day_is_named_however_it_is_written(text: str) -> None:
    assert names_day(text, date(2026, 12, 1))
    assert not names_day(text, date(2026, 12, 2))


@pytest.mark.parametrize("text", NOT_NAMED)
def test_what_names_another_day_or_none(text: str) -> None:
    assert not names_day(text, date(2026, 12, 1))
    with pytest.raises(DateNotNamed):
        check_names(text, datetime(2026, 12, 1, 18).astimezone())


@given(day=st.dates(date(2025, 1, 1), date(2030, 12, 31)), other=st.dates(date(2025, 1, 1), date(2030, 12, 31)))
def test_each_way_of_writing_names_its_day_and_no_other(day: date, other: date) -> None:
    for text in (f"{day.month} 月 {day.day} 日", day.isoformat(), f"{day.day} {day:%B}", f"{day:%B} {day.day}"):
        assert names_day(f"改到{text}。", day) or names_day(f"by {text}.", day)
        if (day.month, day.day) != (other.month, other.day):
            assert not names_day(f"by {text}.", other), (text, other)


def test_a_note_lies_ready_from_the_evening_before() -> None:
    due = datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert evening_before(due) == datetime(2026, 11, 30, 18, tzinfo=UTC)


def test_that_a_date_was_moved_is_said_with_how_it_stands() -> None:
    assert standing_words(_promise(extensions=1), NOW).zh == "跟进中（已延期）"
    assert standing_words(_promise(), DUE + timedelta(seconds=1)).en == "broken"


def test_ten_working_days_come_with_their_source() -> None:
    assert "第二十八条" in usual_days("我要退车").because.zh
    assert usual_days("什么时候修好").because.zh == ""


@given(st.text(alphabet="您好吗 13812345678川A微信号：laochen88@example.com，。\n", max_size=80))
def test_masking_keeps_the_length_and_hides_every_number_of_a_phone(text: str) -> None:
    whole = f"{text} 13812345678 {text}"
    hidden = masked(whole)
    assert len(hidden) == len(whole)
    assert masked(hidden) == hidden
    assert " 13812345678 " not in hidden


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("不会等到 11 月 25 日", date(2026, 11, 25), False),
        ("原定 11 月 25 日，延到 12 月 4 日", date(2026, 11, 25), False),
        ("原定 11 月 25 日，延到 12 月 4 日", date(2026, 12, 4), True),
        ("11 月 25 日前答复", date(2027, 11, 25), False),
        ("2027 年 11 月 25 日前答复", date(2027, 11, 25), True),
        ("2026 年 11 月 25 日前答复", date(2027, 11, 25), False),
        ("十二月一日前答复", date(2026, 12, 1), True),
        ("not before 25 November", date(2026, 11, 25), False),
        ("by 25 November 2026", date(2026, 11, 25), True),
    ],
)
def test_the_day_that_a_text_names_is_the_next_one_and_stands(text: str, day: date, *, named: bool) -> None:
    assert names_day(text, day, date(2026, 11, 23)) is named
