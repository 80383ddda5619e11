"""The contact log: who called whom, what was said, and when to call again."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

import make
from app.domain.cases import CaseId
from app.domain.contacts import Channel, quick_choices
from app.domain.member_record import PastKind
from app.domain.members import MemberId
from app.errors import NextInPast, NoRight, NothingSaid, TooLong
from app.operations import accounts, contacts, handover, intake
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.member_record import member_record
from tests.conftest import Clock

CASE = CaseId("c-1")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(*(make.case(number) for number in (1, 2, 3))))
    return desk


def _later(desk: Desk, hours: float) -> datetime:
    return desk.clock() + timedelta(hours=hours)


def test_a_call_stands_beside_the_case_and_in_the_ledger(desk: Desk) -> None:
    contacts.log(desk, CASE, Channel.PHONE, reached=True, text="已说明检测安排，周五回店。")
    (one,) = contacts.of_case(desk, CASE)
    assert (one.channel, one.reached, one.text, one.by.name) == (
        Channel.PHONE,
        True,
        "已说明检测安排，周五回店。",
        desk.me.name,
    )
    assert case_view(desk, CASE).contacts == [one]
    assert accounts.verify_ledger(desk.record).ok


def test_nobody_answered_needs_no_words(desk: Desk) -> None:
    contacts.log(desk, CASE, Channel.PHONE, reached=False, text="")
    with pytest.raises(NothingSaid):
        contacts.log(desk, CASE, Channel.PHONE, reached=True, text=" ")
    assert len(contacts.of_case(desk, CASE)) == 1


@pytest.mark.parametrize("hours", [0, -1])
def test_the_next_try_lies_ahead(desk: Desk, hours: float) -> None:
    with pytest.raises(NextInPast):
        contacts.log(desk, CASE, Channel.PHONE, reached=False, text="", next_at=_later(desk, hours))


def test_too_much_is_refused(desk: Desk) -> None:
    with pytest.raises(TooLong):
        contacts.log(desk, CASE, Channel.MAIL, reached=True, text="长" * 4_001)


def test_only_moderators_log(desk: Desk) -> None:
    with pytest.raises(NoRight):
        contacts.log(replace(desk, me=replace(desk.me, roles=frozenset())), CASE, Channel.PHONE, reached=False, text="")


def test_what_is_due_is_told_until_the_next_entry(desk: Desk, clock: Clock) -> None:
    contacts.log(desk, CASE, Channel.PHONE, reached=False, text="", next_at=_later(desk, 1))
    contacts.log(desk, CaseId("c-2"), Channel.WECOM, reached=False, text="", next_at=_later(desk, 3))
    assert contacts.due(desk) == []
    clock.advance(hours=1)
    assert [(one.contact.case_id, one.tries, one.author) for one in contacts.due(desk)] == [(CASE, 1, "车友1")]
    contacts.log(desk, CASE, Channel.PHONE, reached=False, text="关机", next_at=_later(desk, 1))
    assert contacts.due(desk) == []
    clock.advance(hours=1)
    (again,) = contacts.due(desk)
    assert again.tries == 2
    clock.advance(hours=1)
    assert [one.contact.case_id for one in contacts.due(desk)] == [CASE, CaseId("c-2")]
    contacts.log(desk, CASE, Channel.PHONE, reached=True, text="讲清楚了")
    assert [one.contact.case_id for one in contacts.due(desk)] == [CaseId("c-2")]


def test_tries_count_since_somebody_was_reached(desk: Desk, clock: Clock) -> None:
    contacts.log(desk, CASE, Channel.PHONE, reached=False, text="")
    contacts.log(desk, CASE, Channel.PHONE, reached=True, text="说晚上再谈")
    contacts.log(desk, CASE, Channel.PHONE, reached=False, text="", next_at=_later(desk, 1))
    clock.advance(hours=2)
    assert [one.tries for one in contacts.due(desk)] == [1]


def test_the_next_shift_reads_whom_to_call(desk: Desk, clock: Clock) -> None:
    for _ in range(3):
        contacts.log(desk, CASE, Channel.PHONE, reached=False, text="", next_at=_later(desk, 2))
    contacts.log(desk, CaseId("c-2"), Channel.PHONE, reached=False, text="", next_at=_later(desk, 72))
    section = next(one for one in handover.draft(desk).sections if one.id == "contacts")
    assert [line.case for line in section.lines] == [CASE]
    assert "已联系 3 次未回" in section.lines[0].said.zh
    assert "再拨" in section.lines[0].said.zh
    assert not section.alarm
    clock.advance(hours=3)
    assert next(one for one in handover.draft(desk).sections if one.id == "contacts").alarm


def test_who_comes_tomorrow_reads_of_a_call_agreed_on_for_tomorrow(desk: Desk) -> None:
    tomorrow = (desk.clock().astimezone() + timedelta(days=1)).replace(hour=21, minute=0)
    contacts.log(desk, CASE, Channel.PHONE, reached=False, text="", next_at=tomorrow)
    contacts.log(desk, CaseId("c-2"), Channel.PHONE, reached=False, text="", next_at=tomorrow + timedelta(days=1))
    section = next(one for one in handover.draft(desk).sections if one.id == "contacts")
    assert [line.case for line in section.lines] == [CASE]


def test_it_is_part_of_the_members_record(desk: Desk) -> None:
    contacts.log(desk, CASE, Channel.IN_PERSON, reached=True, text="到店面谈，满意离开")
    found = [one for one in member_record(desk, MemberId("u-1")).timeline if one.kind is PastKind.CONTACT]
    assert [(one.head.zh, one.details[0].zh, one.case_id) for one in found] == [
        ("当面，见到了", "到店面谈，满意离开", CASE)
    ]


def test_whoever_writes_next_is_told_that_somebody_spoke_to_them(desk: Desk) -> None:
    contacts.log(desk, CASE, Channel.PHONE, reached=False, text="")
    assert case_view(desk, CASE).contact is None
    contacts.log(desk, CASE, Channel.PHONE, reached=True, text="讲清楚了")
    contact = case_view(desk, CASE).contact
    assert contact is not None
    assert (contact.by, contact.kind.zh) == (desk.me.name, "电话")


def test_quick_choices_offer_what_lies_ahead() -> None:
    noon = datetime(2026, 11, 24, 12, 20)
    assert [at for _, at in quick_choices(noon)] == [
        datetime(2026, 11, 24, 13, 20),
        datetime(2026, 11, 24, 19, 0),
        datetime(2026, 11, 25, 10, 0),
    ]
    assert [at.hour for _, at in quick_choices(noon.replace(hour=20))] == [21, 10]
