"""A member's record: good deeds first, strikes, and everything in the order of time, each with its own words."""

from dataclasses import replace
from datetime import timedelta

import pytest

import make
from app.demo.content import STAFF
from app.domain.appeals import Against, Appeal, AppealId, Source
from app.domain.commands import CommandKind
from app.domain.community import RemoteCase
from app.domain.member_record import PastKind, Standing, summary
from app.domain.members import Honour, Measure, MeasureKind, Member, MemberId
from app.domain.sanctions import KeptSanction, Outcome
from app.domain.words import NO_WORDS
from app.errors import MemberUnknown
from app.operations import accounts, appeals, coaching, dismissing, intake, lifting, notes, sanctions
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.clusters import handle
from app.operations.clusters_plan import ClusterWish
from app.operations.desk import Desk
from app.operations.lifting import LiftReason
from app.operations.member_record import member_record
from app.operations.sanctions import Wish
from app.operations.undoing import undo

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)
WHO = make.member()


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _case(number: int) -> RemoteCase:
    one = make.case(number, text=ATTACK)
    assert one.post is not None
    return replace(one, post=replace(one.post, author=WHO), subject=WHO)


def _pull(desk: Desk, *numbers: int, member: Member | None = None) -> None:
    members = (member,) if member else ()
    intake.on_pulled(desk, make.page(*(_case(number) for number in numbers), members=members))


def _kept(desk: Desk) -> list[KeptSanction]:
    with desk.record.read() as tx:
        return tx.sanctions.of_member(WHO.id)


def test_each_standing_of_a_sanction_has_its_own_word(desk: Desk, other: Desk, clock) -> None:
    _pull(desk, 1, 2, 3, 4)
    taken_back = sanctions.sanction(desk, make.case(4).id, Wish(article=3), hold=timedelta(seconds=8))
    undo(desk, [taken_back.decision])
    clock.advance(minutes=1)
    sanctions.sanction(desk, make.case(1).id, Wish(article=3))
    clock.advance(days=179)
    second = sanctions.sanction(desk, make.case(2).id, Wish(article=3))
    clock.advance(hours=13)
    lifting.lift(other, second.decision, LiftReason.APOLOGY)
    clock.advance(days=1)
    third = sanctions.sanction(desk, make.case(3).id, Wish(article=3))
    record = member_record(desk, WHO.id)
    found = [one for one in record.timeline if one.kind is PastKind.SANCTION]
    assert [one.standing for one in found] == [
        Standing.RUNS,
        Standing.LIFTED,
        Standing.EXPIRED,
        Standing.TAKEN_BACK,
    ]
    assert [one.decision for one in found] == [third.decision, None, None, None]
    assert "提前解除，记分不变" in "；".join(one.zh for one in found[1].details)
    assert (record.strikes, len(record.counted)) == (5, 2)
    said = summary(_kept(desk), clock())
    assert said.zh == f"有效记分 5 分；最近一次：{clock().astimezone():%Y-%m-%d} 禁言 7 天（执行中）"


def test_reminders_are_no_strikes_and_say_whether_the_author_corrected(desk: Desk, clock) -> None:
    _pull(desk, 1, 2)
    for number in (1, 2):
        coaching.coach(desk, make.case(number).id, article=3, message="请您改一下措辞，谢谢。")
    clock.advance(hours=1)
    edited = make.post(1, "换个措辞。", version="2", edited_at=clock())
    intake.on_pulled(desk, make.page(cursor="cursor-2", posts=(replace(edited, author=WHO),)))
    coaching.accept(desk, make.case(1).id, thanks="谢谢您")
    record = member_record(desk, WHO.id)
    reminders = [one for one in record.timeline if one.kind is PastKind.REMINDER]
    said = {one.case_id: [words.zh for words in one.details] for one in reminders}
    assert said[make.case(1).id][1:] == ["不记分", "已改好"]
    assert said[make.case(2).id][1:] == ["不记分", "没有修改"]
    assert record.strikes == 0
    assert summary(_kept(desk), clock()) == NO_WORDS


def test_reports_notes_appeals_and_what_the_community_tells_stand_in_one_order(desk: Desk, clock) -> None:
    member = Member(
        WHO,
        honours=(Honour("h-1", "热心车友"),),
        good_deeds=("解答了 31 个充电问题",),
        measures=(Measure(MeasureKind.SILENCED, make.NOON, make.NOON + timedelta(days=1), "吵架", "老版主"),),
    )
    _pull(desk, 1, member=member)
    report = replace(make.report(), by=WHO)
    others = [replace(make.case(number), reports=(report,)) for number in (7, 8, 9)]
    copied = make.case(11)
    known = [Member(make.member(f"u-{number}"), verified_owner=False) for number in (8, 11)]
    intake.on_pulled(desk, make.page(*others, copied, cursor="cursor-2", members=tuple(known)))
    dismissing.dismiss(desk, make.case(7).id)
    handle(desk, [make.case(8).id, copied.id], ClusterWish(article=9))
    notes.note(desk, make.case(1).id, "电话里道过歉")
    decided = sanctions.sanction(desk, make.case(1).id, Wish(article=3))
    clock.advance(days=1)
    with desk.record.write() as tx:
        appeal = Appeal(
            id=AppealId("a-1"),
            decision=decided.decision,
            case_id=make.case(1).id,
            against=Against.SANCTION,
            by=WHO,
            source=Source.HAND,
            text="我没有骂人",
            received_at=clock(),
            due_at=clock() + timedelta(days=3),
        )
        tx.appeals.add(appeal, desk.me.id, clock())
    record = member_record(desk, WHO.id)
    assert record.timeline[0].kind is PastKind.APPEAL
    assert set(record.kinds()) == {
        PastKind.SANCTION, PastKind.APPEAL, PastKind.REPORT, PastKind.COMMUNITY, PastKind.NOTE
    }  # fmt: skip
    assert [one.at for one in record.timeline] == sorted((one.at for one in record.timeline), reverse=True)
    assert (record.reports.reports, record.reports.upheld, record.reports.not_upheld) == (3, 1, 1)
    assert record.reports.words.zh == "举报过 3 次，成立 1 次，还没有结论 1 次，不成立 1 次"
    assert record.member is not None
    assert record.member.good_deeds == ("解答了 31 个充电问题",)


def test_a_report_is_not_upheld_once_an_appeal_overturned_what_followed(desk: Desk, other: Desk, clock) -> None:
    intake.on_pulled(
        desk, make.page(replace(_case(1), reports=(replace(make.report(), by=make.member("u-9", "小周")),)))
    )
    sanctions.sanction(desk, make.case(1).id, Wish(article=3))
    before = member_record(desk, MemberId("u-9")).reports
    assert (before.upheld, before.not_upheld) == (1, 0)
    clock.advance(days=1)
    appeal = appeals.enter(desk, make.case(1).id, Came("我没有骂人，说的是这台车。")).appeal
    appeals.answer(other, appeal.id, Verdict(Outcome.OVERTURNED, "说的是车，不是人"))
    after = member_record(desk, MemberId("u-9"))
    assert (after.reports.upheld, after.reports.not_upheld) == (0, 1)
    assert "不成立" in after.timeline[0].details[0].zh


def test_a_member_of_whom_nothing_is_known(desk: Desk) -> None:
    with pytest.raises(MemberUnknown):
        member_record(desk, MemberId("u-nobody"))


def test_a_reporter_who_never_wrote_has_a_record(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    record = member_record(desk, MemberId("u-r1"))
    assert record.ref.name == "举报人1"
    assert [one.kind for one in record.timeline] == [PastKind.REPORT]
