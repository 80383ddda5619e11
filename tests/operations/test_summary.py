"""The month: counted as it happens, closed once and for all, what comes late in the next one."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Clock

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.ledger import EntryKind
from app.domain.months import Month
from app.domain.roles import Role
from app.domain.sanctions import PostAction
from app.domain.summary import Summary
from app.domain.words import Words
from app.errors import (
    ClosedBefore,
    EarlierMonthOpen,
    MonthClosed,
    MonthNotOver,
    NoRight,
    NoSuchMonth,
    NotOpened,
    SentenceTooLong,
    StewardError,
    ZoneFixed,
)
from app.operations import accounts, approving, coaching, intake, sanctions, summary
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from app.operations.dismissing import dismiss
from app.operations.sanctions import Wish
from app.operations.summary_behind import cases_behind
from app.operations.undoing import undo
from storage.record import Record

NOVEMBER, DECEMBER, JANUARY = Month("2026-11"), Month("2026-12"), Month("2027-01")
C1, C2 = CaseId("c-1"), CaseId("c-2")


def values(found: Summary, *keys: str) -> list[int | None]:
    return [found.number(key).value for key in keys]


def behind(desk: Desk, month: Month, key: str, **page: int) -> list[str]:
    return [one.id for one in cases_behind(desk, month, key, **page)]


@pytest.fixture
def after_november(lite_desk: Desk, clock: Clock) -> Desk:
    """Three cases came in November, one was closed then; it is December now."""
    intake.on_pulled(lite_desk, make.page(*(make.case(number, reports=2) for number in (1, 2, 3))))
    dismiss(lite_desk, C1, reason="正常讨论", calmed=True)
    clock.moment = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    return lite_desk


def test_a_month_is_counted_as_it_happens(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(*(make.case(number, reports=2) for number in (1, 2, 3))))
    clock.moment = make.NOON + timedelta(minutes=90)
    dismiss(desk, C1, reason="正常讨论", calmed=True)
    undo(desk, [dismiss(desk, C2, reason="看错了").decision])
    found = summary.summary(desk, NOVEMBER)
    assert values(found, "cases.received", "cases.reports", "cases.closed", "calm.itself", "cases.open") == [
        3,
        6,
        1,
        1,
        2,
    ]
    assert values(found, "answer.median", "answer.in_time") == [90, 100]
    assert behind(desk, NOVEMBER, "cases.closed") == ["c-1"]
    assert behind(desk, NOVEMBER, "cases.received", after=1, limit=1) == ["c-2"]
    assert behind(desk, NOVEMBER, "cases.open") == ["c-2", "c-3"]
    more = make.case(3, version="2", reports=5)
    intake.on_pulled(desk, make.page(more, cursor="cursor-2"))
    assert values(summary.summary(desk, NOVEMBER), "cases.received", "cases.reports") == [3, 9]
    for key in ("answer.median", "no.such"):
        with pytest.raises(NotOpened):
            cases_behind(desk, NOVEMBER, key)


def test_what_waits_for_a_second_person_counts_when_they_agree(desk: Desk, clock: Clock) -> None:
    every = tuple(CommandKind)
    intake.on_described(desk, make.info(able=every))
    intake.on_pulled(desk, make.page(make.case(1, text="你就是个水货，全家都是骗子，滚出车友圈。")))
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=every), "print-2", "t-2")
    other = replace(desk, me=accounts.register(desk.record, sign_in, clock()))
    sanctions.sanction(desk, C1, Wish(article=7, post=PostAction.FOLD))
    keys = ("second.asked", "sanctions.mute_7", "second.agreed", "cases.closed")
    assert values(summary.summary(desk, NOVEMBER), *keys) == [1, 0, 0, 0]
    clock.moment = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    agreed = approving.approve(other, C1)
    assert values(summary.summary(desk, NOVEMBER), *keys) == [1, 0, 0, 0]
    december = summary.summary(desk, DECEMBER)
    assert values(december, *keys) == [0, 1, 1, 1]
    bars = next(chart for section in december.sections for chart in section.charts if chart.key == "articles")
    assert [one.values for one in bars.series] == [(0,), (1,)]
    assert bars.labels[0].zh.startswith("第七条")
    undo(desk, [agreed.decision])
    assert values(summary.summary(desk, DECEMBER), *keys) == [0, 0, 1, 0]


def test_a_closed_month_says_the_same_for_ever_and_what_comes_late_goes_to_the_next(
    after_november: Desk, clock: Clock
) -> None:
    desk = after_november
    undone = dismiss(desk, C2, reason="十二月才看")
    summary.write_sentences(desk, NOVEMBER, ask="请电池部在 12 月 20 日前给出冬季续航数据。")
    as_open = summary.summary(desk, NOVEMBER)
    summary.close(desk, NOVEMBER)
    frozen = summary.summary(desk, NOVEMBER)
    assert frozen.frozen is not None
    assert replace(frozen, frozen=None) == as_open
    assert frozen.sentences.ask.zh == "请电池部在 12 月 20 日前给出冬季续航数据。"
    intake.on_pulled(desk, make.page(make.case(9), cursor="cursor-2"))  # reported in November, known in December
    with desk.record.read() as tx:
        first = next(one for one in tx.decisions.of_case(tx.cases.get(C1).key) if one.undone_at is None)
    undo(desk, [first.id])
    undo(desk, [undone.decision])
    assert summary.summary(desk, NOVEMBER) == frozen
    december = summary.summary(desk, DECEMBER)
    received, closed = december.number("cases.received"), december.number("cases.closed")
    assert (received.value, received.late, received.before) == (1, 1, 3)
    assert (closed.value, closed.late, closed.before) == (-1, -1, 1), "what was taken back of November"
    assert behind(desk, NOVEMBER, "cases.received") == ["c-1", "c-2", "c-3"]
    assert behind(desk, DECEMBER, "cases.received") == ["c-9"]


def test_open_at_the_end_of_a_month_is_what_was_open_then(desk: Desk, clock: Clock) -> None:
    """One closed in time, one closed later, one opened again later, one that came later."""
    intake.on_pulled(desk, make.page(*(make.case(number) for number in (1, 2, 3))))
    dismiss(desk, C1, reason="正常讨论")
    dismiss(desk, CaseId("c-3"), reason="正常讨论")
    assert values(summary.summary(desk, NOVEMBER), "cases.open") == [1]
    clock.moment = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    intake.on_pulled(desk, make.page(make.case(4, at=clock.moment), make.case(5, at=clock.moment), cursor="cursor-2"))
    dismiss(desk, C2, reason="十二月才看")
    again = make.case(1, version="2", reports=5)
    with desk.record.write() as tx:
        tx.ledger.reopened(clock.moment, again.id)
    undone = dismiss(desk, CaseId("c-4"), reason="看错了")
    undo(desk, [undone.decision])
    found = summary.summary(desk, NOVEMBER)
    assert values(found, "cases.open") == [1]
    assert behind(desk, NOVEMBER, "cases.open") == ["c-2"]
    december = summary.summary(desk, DECEMBER).number("cases.open")
    assert (december.value, december.before) == (2, 1)
    assert behind(desk, DECEMBER, "cases.open") == ["c-4", "c-5"]
    summary.close(desk, NOVEMBER)
    dismiss(desk, CaseId("c-5"), reason="正常")
    assert summary.summary(desk, DECEMBER).number("cases.open").before == 1
    assert behind(desk, NOVEMBER, "cases.open") == ["c-2"], "still what the closed month says"


def test_sentences_are_written_in_each_language(lite_desk: Desk) -> None:
    desk = lite_desk
    summary.write_sentences(
        desk, NOVEMBER, ask=Words("请公布排队时间。", "Please publish the queue."), better="好 good"
    )
    said = summary.summary(desk, NOVEMBER).sentences
    assert said.ask == Words("请公布排队时间。", "Please publish the queue.")
    assert said.better == Words("好 good", "好 good")
    summary.write_sentences(desk, NOVEMBER, ask=Words("请公布排队时间。", ""))
    said = summary.summary(desk, NOVEMBER).sentences
    assert (said.ask.zh, said.ask.en[:14]) == ("请公布排队时间。", "No matter of t")


def test_closing_stands_in_the_ledger_with_the_hash_of_the_document(after_november: Desk) -> None:
    desk = after_november
    entries, head = _head(desk.record)
    summary.close(desk, NOVEMBER)
    with desk.record.read() as tx:
        (closed,) = tx.summary.closed()
        said = tx.ledger.told(EntryKind.MONTH_CLOSED, NOVEMBER)
        assert tx.ledger.verify().ok
    assert (closed.frozen.entries, closed.frozen.head) == (entries, head) == (said["entries"], said["head"])
    assert said["sha256"] == closed.sha256 == hashlib.sha256(closed.document.encode()).hexdigest()


def _head(record: Record) -> tuple[int, str]:
    with record.read() as tx:
        return tx.ledger.head()


def _without(desk: Desk, role: Role) -> Desk:
    return replace(desk, me=replace(desk.me, roles=desk.me.roles - {role}))


CLOSED: tuple[tuple[type[StewardError], Callable[[Desk], object]], ...] = (
    (ClosedBefore, lambda desk: summary.close(desk, NOVEMBER)),
    (MonthClosed, lambda desk: summary.write_sentences(desk, NOVEMBER, better="改口")),
    (MonthNotOver, lambda desk: summary.close(desk, DECEMBER)),
    (NoSuchMonth, lambda desk: summary.summary(desk, JANUARY)),
    (ZoneFixed, lambda desk: summary.set_zone(desk, "UTC")),
    (NoRight, lambda desk: summary.close(_without(desk, Role.MANAGER), NOVEMBER)),
    (NoRight, lambda desk: summary.write_sentences(_without(desk, Role.MANAGER), DECEMBER, better="好")),
    (SentenceTooLong, lambda desk: summary.write_sentences(desk, DECEMBER, better="好" * 301)),
)


def test_what_is_refused_once_a_month_is_closed(after_november: Desk) -> None:
    summary.close(after_november, NOVEMBER)
    before = _head(after_november.record)
    for error, work in CLOSED:
        with pytest.raises(error):
            work(after_november)
    assert _head(after_november.record) == before


def test_months_are_closed_in_order(after_november: Desk, clock: Clock) -> None:
    clock.moment = datetime(2027, 1, 3, tzinfo=UTC)
    with pytest.raises(EarlierMonthOpen) as refused:
        summary.close(after_november, DECEMBER)
    assert "2026-11" in refused.value.sentence("zh")
    summary.close(after_november, NOVEMBER)
    summary.close(after_november, DECEMBER)  # nothing happened in it, and it is closed all the same
    lines = [(one.month, one.over, one.closed) for one in summary.months(after_november)]
    assert lines == [(JANUARY, False, False), (DECEMBER, True, True), (NOVEMBER, True, True)]


def test_a_month_begins_at_midnight_in_the_zone_of_the_workspace(lite_desk: Desk) -> None:
    on_the_edge = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # the first moment of November in Shanghai
    intake.on_pulled(
        lite_desk, make.page(make.case(1, at=on_the_edge), make.case(2, at=on_the_edge - timedelta(seconds=1)))
    )

    def received() -> list[int | None]:
        return [*values(summary.summary(lite_desk, NOVEMBER), "cases.received")] + [
            summary.summary(lite_desk, Month("2026-10")).number("cases.received").value
        ]

    assert received() == [1, 1]
    summary.set_zone(lite_desk, "UTC")
    assert received() == [0, 2], "what was counted is counted anew"
    summary.set_zone(lite_desk, "Asia/Shanghai")
    assert received() == [1, 1]


def test_counting_anew_finds_what_was_counted_as_it_happened(after_november: Desk, clock: Clock) -> None:
    """As for a record that was written before anything was counted: from its cases and its ledger."""
    desk = after_november
    undo(desk, [dismiss(desk, C2, reason="看错了").decision])
    dismiss(desk, C2, reason="正常")
    before = [_counts(desk, month) for month in (NOVEMBER, DECEMBER)]
    with desk.record.write() as tx:
        tx.ledger.lock()
        tx.summary.set_zone("Asia/Shanghai")
    left: list[int] = []
    assert summary.catch_up(desk, left.append)
    assert left[0] > 0
    assert not summary.catch_up(desk)
    assert [_counts(desk, month) for month in (NOVEMBER, DECEMBER)] == before
    assert before[0]["cases.closed", "violation"] == 1


def _counts(desk: Desk, month: Month) -> dict[tuple[str, str], int]:
    with desk.record.read() as tx:
        return {(one.figure, one.slice): one.n for one in tx.summary.counts(month, month).get(month, ()) if one.n}


def test_whether_a_reminder_sufficed_is_told_thirty_days_after_it(lite_desk: Desk, clock: Clock) -> None:
    desk = lite_desk
    for number in (1, 2, 3):
        one = make.case(number)
        post = replace(one.post, author=make.member()) if one.post and number < 3 else one.post
        intake.on_pulled(desk, make.page(replace(one, post=post), cursor=f"cursor-{number}"))
    for number in (1, 2, 3):  # the author of the first two needs another word a day later
        coaching.coach(desk, CaseId(f"c-{number}"), article=9, message="请把广告删掉。")
        clock.advance(days=1)
    assert values(summary.summary(desk, NOVEMBER), "guidance.reminders", "guidance.quiet") == [3, None]
    clock.moment = datetime(2026, 12, 28, tzinfo=UTC)
    assert values(summary.summary(desk, DECEMBER), "guidance.quiet") == [67]
