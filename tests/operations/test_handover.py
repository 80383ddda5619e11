"""Handing a shift over, on both engines: the page drafts itself, is frozen, and another account takes it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import CaseKind
from app.domain.commands import CommandState
from app.domain.hand import HandCase, Place
from app.domain.handover import SHOWN, Draft, Line, Section, page
from app.domain.words import Words
from app.errors import NoHandover
from app.operations import accounts, claiming, classifying, coaching, hand, handover, intake
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from tests.conftest import Clock

C1 = make.case(1).id


@pytest.fixture
def other(desk: Desk, clock: Clock) -> Desk:
    """The next shift."""
    return replace(
        desk, me=accounts.register(desk.record, SignIn(make.info("u-902", "阿澄"), "print-2", None), clock())
    )


def _section(desk: Desk, name: str) -> Section:
    return next(one for one in handover.draft(desk).sections if one.id == name)


def _said(desk: Desk, name: str) -> list[str]:
    return [one.said.zh for one in _section(desk, name).lines]


def _pull(desk: Desk, *numbers: int) -> None:
    cases = (make.case(number, title=f"求助 {number}") for number in numbers)
    intake.on_pulled(desk, make.page(*cases, cursor=f"cursor-{numbers}"))


def test_an_empty_workspace_has_a_page_all_the_same(desk: Desk) -> None:
    drafted = handover.draft(desk)
    assert [one.id for one in drafted.sections] == [
        *("alarms", "outside", "promises", "due", "contacts", "overdue", "topics", "council"),
        *("came_back", "approvals", "contacted", "stuck", "held"),
    ]
    assert all(one.count == 0 and not one.alarm for one in drafted.sections)
    text = handover.as_text(desk, drafted)
    assert "没有：安全、违法、侵权、求助；外部已介入，每句话须双人复核；" in text.zh
    assert text.en.endswith("Still in my hands")


def test_a_reminder_is_told_of_while_its_author_is_awaited_and_when_its_term_comes(desk: Desk, clock: Clock) -> None:
    _pull(desk, 1)
    coaching.coach(desk, C1, article=9, message="您好，请改一下。")
    assert len(_said(desk, "contacted")) == 1
    assert "c-1 《求助 1》车友1：" in _said(desk, "contacted")[0]
    assert _section(desk, "due").count == 0
    clock.advance(hours=65)
    assert _section(desk, "due").count == 1
    assert not _section(desk, "due").alarm
    clock.advance(hours=8)
    assert _section(desk, "due").alarm
    assert "已到期" in _said(desk, "due")[0]


def test_who_acted_waits_for_us(desk: Desk, clock: Clock) -> None:
    _pull(desk, 1)
    coaching.coach(desk, C1, article=9, message="您好，请改一下。")
    edited = make.case(1, version="2", text="改好了。", post_version="2", edited_at=clock())
    intake.on_pulled(desk, make.page(edited, cursor="cursor-2"))
    assert "已修改" in _said(desk, "came_back")[0]
    assert _section(desk, "contacted").count == 0


def test_cases_with_a_lane_of_their_own_come_first_and_sound_the_alarm(desk: Desk) -> None:
    _pull(desk, 1, 2)
    classifying.classify(desk, C1, CaseKind.SAFETY)
    section = _section(desk, "alarms")
    assert section.alarm
    assert section.lines[0].case == C1
    assert "安全" in section.lines[0].said.zh


def test_what_is_to_be_done_by_hand_or_was_refused_is_stuck(desk: Desk) -> None:
    entered = hand.add_case(desk, HandCase(Place.WECHAT_GROUP, "老陈", "你就是个托")).case
    coaching.coach(desk, entered, article=9, message="您好，请改一下。")
    _pull(desk, 1)
    coaching.coach(desk, C1, article=9, message="您好，请改一下。")
    assert _section(desk, "stuck").alarm
    assert all("等人工办理" in line for line in _said(desk, "stuck"))
    with desk.record.connection() as connection:
        connection.execute(
            sa.text("UPDATE commands SET state = :state WHERE lane = 'case:c-1' AND kind = 'message.send'"),
            {"state": CommandState.REFUSED.value},
        )
    assert any("私信被拒绝" in line for line in _said(desk, "stuck"))


def test_what_is_too_long_is_counted(desk: Desk) -> None:
    _pull(desk, *range(1, SHOWN + 4))
    for number in range(1, SHOWN + 4):
        coaching.coach(desk, make.case(number).id, article=9, message="您好，请改一下。")
    section = _section(desk, "contacted")
    assert (len(section.lines), section.more) == (SHOWN, 3)
    assert "还有 3 件" in handover.as_text(desk, handover.draft(desk)).zh


def test_a_shift_is_given_with_a_note_and_taken_by_another(desk: Desk, other: Desk) -> None:
    _pull(desk, 1)
    coaching.coach(desk, C1, article=9, message="您好，请改一下。")
    given = handover.give(desk, "  晚上盯一下充电桩那件 ").handover
    assert "给下一班的话\n晚上盯一下充电桩那件" in given.text.zh
    assert handover.waiting(desk) is None
    seen = handover.waiting(other)
    assert seen is not None
    assert (seen.text, seen.by.name, seen.note) == (given.text, "小北", "晚上盯一下充电桩那件")
    taken = handover.take(other)
    assert taken.handover.taken_by is not None
    assert (taken.handover.taken_by.name, taken.also) == ("阿澄", 0)
    assert handover.waiting(other) is None
    assert handover.newest(desk)[0].taken_by == taken.handover.taken_by
    with desk.record.read() as tx:
        assert tx.ledger.verify().ok
    with desk.record.connection() as connection:
        kinds = list(connection.execute(sa.text("SELECT kind FROM ledger ORDER BY seq")).scalars())
    assert kinds[-2:] == ["handover.given", "handover.taken"]


def test_the_page_stays_as_it_was_given(desk: Desk, other: Desk) -> None:
    given = handover.give(desk).handover
    _pull(desk, 1)
    coaching.coach(desk, C1, article=9, message="您好，请改一下。")
    seen = handover.waiting(other)
    assert seen is not None
    assert seen.text == given.text


def test_the_newest_is_taken_and_with_it_those_before(desk: Desk, other: Desk) -> None:
    handover.give(desk, "一")
    handover.give(desk, "二")
    handover.give(other, "三")
    taken = handover.take(other)
    assert (taken.handover.note, taken.also) == ("二", 1)
    waiting = handover.waiting(desk)
    assert waiting is not None
    assert waiting.note == "三"


def test_nobody_takes_their_own(desk: Desk) -> None:
    handover.give(desk)
    with pytest.raises(NoHandover):
        handover.take(desk)


@pytest.mark.parametrize(
    "change",
    [
        "taken_by_id = 'u-901', taken_by_name = '小北', taken_at = 9",
        "taken_by_id = 'u-902'",
        "text_zh = 'x'",
        "note = 'x'",
        "given_by_id = 'u-902'",
    ],
)
def test_the_database_refuses_a_taker_who_gave_and_changes_to_what_was_given(
    desk: Desk, other: Desk, change: str
) -> None:
    handover.give(desk, "看一下")
    with pytest.raises(sa.exc.DatabaseError), desk.record.connection() as connection:
        connection.execute(sa.text(f"UPDATE handovers SET {change}"))
    with pytest.raises(sa.exc.DatabaseError), desk.record.connection() as connection:
        connection.execute(sa.text("DELETE FROM handovers"))
    handover.take(other)
    with pytest.raises(sa.exc.DatabaseError), desk.record.connection() as connection:
        connection.execute(sa.text("UPDATE handovers SET taken_at = 1"))


def test_the_page_names_who_gives_and_when(clock: Clock) -> None:
    section = Section("x", Words("标题", "Title"), (Line(Words("一件", "one")),), more=2)
    text = page(Draft((section,)), "小北", clock(), "")
    assert text.zh.startswith("交接班  小北  2026 年 11 月 22 日")
    assert text.zh.endswith("标题（3）\n· 一件\n· 还有 2 件")
    assert text.en.endswith("Title (3)\n· one\n· 2 more")


def test_what_is_still_in_ones_hands_is_told_of_and_given_back_at_once(desk: Desk, other: Desk) -> None:
    _pull(desk, 1, 2, 3)
    claiming.claim(desk, C1)
    claiming.claim(desk, make.case(2).id)
    claiming.claim(other, make.case(3).id)
    assert handover.draft(desk).held == 2
    assert [line.split(" ")[0] for line in _said(desk, "held")] == ["c-1", "c-2"]
    done = handover.release_held(desk)
    assert (done.count, done.refused) == (2, ())
    assert handover.draft(desk).held == 0
    assert handover.draft(other).held == 1
