"""Rulings: taken on by somebody who did not count, carried out by the ordinary answers, published late and nameless."""

from dataclasses import replace
from datetime import timedelta

import pytest

import make
import seated
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.council import Remedy, Stage
from app.domain.council_panel import Aside
from app.domain.ladder import Rung
from app.domain.roles import EVERY_ROLE
from app.domain.sanctions import SecondPerson
from app.errors import (
    AppealTermRuns,
    CaseOfRulingNeeded,
    CounterConfirms,
    NoRuling,
    ReasonNeeded,
    ReferralAtOtherStage,
    RefusalNeedsLaw,
    RulingCarriedOut,
    RulingConfirmed,
    RulingPublished,
    RulingRefused,
    RulingTells,
)
from app.operations import (
    accounts,
    approving,
    council_box,
    council_carrying,
    council_counting,
    council_panel,
    council_publishing,
    council_ruling,
    intake,
    outbox,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.council_carrying import Carrying, carry_out
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations.balloting import NO, Vote, arrive, counted, opened, out, voting

EVERY = tuple(CommandKind)
C1 = CaseId("c-1")
WARN = Remedy.WARNING


@pytest.fixture
def manager(desk: Desk) -> Desk:
    """Somebody who did not count."""
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    account = replace(accounts.register(desk.record, sign_in, desk.clock()), roles=EVERY_ROLE)
    return replace(desk, me=account)


def _voting(desk: Desk, *, brand: bool = False) -> Vote:
    """A vote on a case that waits for it."""
    vote = voting(desk, brand=brand)
    intake.on_described(desk, make.info(able=EVERY))
    return vote


def _ruled(desk: Desk, manager: Desk, clock: Clock, *remedies: Remedy, brand: bool = False) -> Vote:
    vote = _voting(desk, brand=brand)
    counted(desk, clock, vote, *(remedies or (WARN,) * 5))
    council_ruling.confirm(manager, vote.referral.id)
    return vote


def _stage(desk: Desk, vote: Vote) -> Stage:
    return seated.referral_in(desk, vote.referral.key).stage


# --- taking it on ---------------------------------------------------------------------------------------


def test_who_counted_does_not_take_the_ruling_on(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _voting(desk)
    with pytest.raises(NoRuling):
        council_ruling.confirm(manager, vote.referral.id)
    counted(desk, clock, vote, *[WARN] * 5)
    with pytest.raises(CounterConfirms):
        council_ruling.confirm(desk, vote.referral.id)
    assert case_view(desk, C1).case.state is CaseState.AWAITING_COUNCIL
    done = council_ruling.confirm(manager, vote.referral.id)
    assert done.ruling.publish_at == clock() + timedelta(days=15)
    assert [one.case for one in done.back] == [C1]
    view = case_view(desk, C1)
    assert view.case.state is CaseState.CLAIMED
    assert view.decisions[-1].reason == f"议事会评议结果 {vote.referral.id}：警告"
    assert _stage(desk, vote) is Stage.RULED
    with pytest.raises(RulingConfirmed):
        council_ruling.confirm(manager, vote.referral.id)
    with pytest.raises(RulingConfirmed):
        council_ruling.rewrite(desk, vote.referral.id, "另一个结果")
    assert accounts.verify_ledger(desk.record).ok


def test_names_and_quotes_are_taken_out_before_it_is_kept(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _voting(desk)
    text = counted(desk, clock, vote, *[WARN] * 5).text
    author = make.case(1).post.author.name  # type: ignore[union-attr]
    with pytest.raises(RulingTells, match=author):
        council_ruling.rewrite(desk, vote.referral.id, f"{author}应当注意。")
    with pytest.raises(RulingTells, match="举报人1"):
        council_ruling.rewrite(desk, vote.referral.id, "感谢举报人1。")
    with pytest.raises(RulingTells, match="委员"):
        council_ruling.rewrite(desk, vote.referral.id, f"委员{vote.panel[0]}投了反对票。")
    with pytest.raises(RulingTells, match="贴膜全网最低"):
        council_ruling.rewrite(desk, vote.referral.id, "他说：“加我头像,贴膜全网最低价”")
    kept = council_ruling.rewrite(desk, vote.referral.id, "甲方应当注意。").ruling
    assert kept.text.replace("**理由**　甲方应当注意。\n\n", "") == text
    with pytest.raises(RulingTells):
        council_ruling.refuse(manager, vote.referral.id, f"{author}已经就此事起诉，案件正在审理")


def test_a_refusal_says_its_legal_reason_and_is_not_carried_out(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _voting(desk)
    counted(desk, clock, vote, *[WARN] * 5)
    with pytest.raises(RefusalNeedsLaw):
        council_ruling.refuse(manager, vote.referral.id, "不合适。。。。。。。。。。")
    reason = "此事正由法院审理，依法不宜另行处理"
    done = council_ruling.refuse(manager, vote.referral.id, reason)
    assert (done.ruling.refused_why, len(done.back)) == (reason, 1)
    with pytest.raises(RulingRefused):
        carry_out(desk, vote.referral.id)
    clock.advance(days=15)
    published = council_publishing.publish(desk, vote.referral.id)
    assert reason in published.text
    assert _stage(desk, vote) is Stage.CLOSED


# --- carrying it out ------------------------------------------------------------------------------------


def test_a_measure_is_an_ordinary_sanction_with_the_ruling_as_its_reason(
    desk: Desk, manager: Desk, clock: Clock
) -> None:
    vote = _ruled(desk, manager, clock, *[Remedy.MUTE_1] * 5)
    done = carry_out(desk, vote.referral.id)
    view = case_view(desk, C1)
    sanction = view.governed.record[0].sanction
    assert (sanction.rung, sanction.departure) == (Rung.MUTE_1, f"议事会评议结果 {vote.referral.id}：禁言 1 天")
    assert view.decisions[-1].basis.article == 3  # type: ignore[union-attr]
    assert done.decided.state is CaseState.CLOSED
    assert CommandKind.SILENCE in {one.intent.kind for one in outbox.outbox(desk)}
    with pytest.raises(RulingCarriedOut):
        carry_out(desk, vote.referral.id)
    undoing.undo(desk, [done.decided.decision])
    assert carry_out(desk, vote.referral.id).decided.decision != done.decided.decision, (
        "what was taken back can be redone"
    )


def test_heavy_measures_and_the_brand_as_a_party_still_need_a_second_person(
    desk: Desk, manager: Desk, clock: Clock
) -> None:
    vote = _ruled(desk, manager, clock, *[WARN] * 5, brand=True)
    done = carry_out(desk, vote.referral.id)
    assert done.decided.state is CaseState.AWAITING_APPROVAL
    assert case_view(desk, C1).decisions[-1].second_person is SecondPerson.BRAND
    approving.approve(manager, C1)
    assert case_view(desk, C1).case.state is CaseState.CLOSED


def test_removal_begins_with_a_suspension_by_two_and_says_what_is_left_to_people(
    desk: Desk, manager: Desk, clock: Clock
) -> None:
    vote = _ruled(desk, manager, clock, *[Remedy.REMOVAL] * 5)
    done = carry_out(desk, vote.referral.id)
    assert done.decided.state is CaseState.AWAITING_APPROVAL
    assert "永久停用" in done.left.zh
    view = case_view(desk, C1)
    assert view.governed.record[0].sanction.rung is Rung.SUSPEND_30
    assert any("清退" in note.text for note in view.notes)


def test_the_mildest_remedies_are_letters_that_can_be_changed(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _ruled(desk, manager, clock, *[Remedy.APOLOGY] * 5)
    letter = council_carrying.letter_for(desk, vote.referral.id)
    assert "第三条" in letter
    assert "3天" in letter
    done = carry_out(desk, vote.referral.id, Carrying(message=letter.replace("您好！", "车友您好！")))
    assert done.decided.state is CaseState.AWAITING_AUTHOR
    sent = [one.intent.text for one in outbox.outbox(desk) if one.intent.kind is CommandKind.MESSAGE]
    assert [one[:5] for one in sent] == ["车友您好！"]


def test_where_nothing_follows_the_case_is_put_away(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _voting(desk)
    for seat in vote.panel:
        council_box.take_in(desk, vote.cast(seat, Remedy.REMOVAL, facts=NO))
    clock.advance(days=5)
    assert council_counting.count(desk, vote.referral.id, opened(desk, vote)).outcome.remedy is Remedy.NONE
    council_ruling.confirm(manager, vote.referral.id)
    done = carry_out(desk, vote.referral.id)
    assert done.decided.state is CaseState.CLOSED
    assert case_view(desk, C1).decisions[-1].reason.endswith("不处理")
    assert case_view(desk, C1).governed.record == []


def test_a_ruling_that_can_no_longer_be_carried_out_is_closed_with_a_reason_once_it_is_published(
    desk: Desk, manager: Desk, clock: Clock
) -> None:
    vote = _ruled(desk, manager, clock)
    with pytest.raises(AppealTermRuns):
        council_ruling.close(manager, vote.referral.id, "账号已注销")
    clock.advance(days=15)
    council_publishing.publish(desk, vote.referral.id)
    with pytest.raises(ReasonNeeded):
        council_ruling.close(manager, vote.referral.id, "  ")
    council_ruling.close(manager, vote.referral.id, "账号已注销")
    assert _stage(desk, vote) is Stage.CLOSED


def test_of_several_cases_one_is_named(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _ruled(desk, manager, clock)
    with pytest.raises(CaseOfRulingNeeded):
        carry_out(desk, vote.referral.id, Carrying(case=CaseId("c-9")))
    assert carry_out(desk, vote.referral.id, Carrying(case=C1)).decided.case == C1


# --- publishing, and finding again ----------------------------------------------------------------------


def test_a_ruling_is_published_after_the_term_of_appeal_and_closes_its_referral(
    desk: Desk, manager: Desk, clock: Clock
) -> None:
    vote = _ruled(desk, manager, clock)
    clock.advance(days=14, hours=23)
    with pytest.raises(AppealTermRuns):
        council_publishing.publish(desk, vote.referral.id)
    assert council_publishing.precedents(desk, seated.QUESTION) == []
    clock.advance(hours=1)
    published = council_publishing.publish(desk, vote.referral.id)
    assert _stage(desk, vote) is Stage.RULED, "it was not carried out yet"
    notice = next(one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.PUBLISH_NOTICE)
    assert (notice.intent.title, notice.intent.text) == (published.title, published.text)
    assert published.title == f"【议事会评议结果】{vote.referral.id}"
    with pytest.raises(RulingPublished):
        council_publishing.publish(desk, vote.referral.id)
    carry_out(desk, vote.referral.id)
    assert _stage(desk, vote) is Stage.RULED, "it can be taken back yet"
    arrive(desk)
    assert _stage(desk, vote) is Stage.CLOSED
    assert [one.referral for one in council_publishing.precedents(desk, "这个帖子搬运了别人的内容吗")] == [
        vote.referral.id
    ]
    assert council_publishing.precedents(desk, "zzzz") == []
    assert accounts.verify_ledger(desk.record).ok


def test_where_a_community_takes_no_notices_a_person_puts_it_up(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _ruled(desk, manager, clock)
    carry_out(desk, vote.referral.id)
    arrive(desk)
    intake.on_described(desk, make.info())
    clock.advance(days=16)
    published = council_publishing.publish(desk, vote.referral.id)
    assert published.by_hand
    notice = next(one for one in outbox.outbox(desk) if one.id in published.commands)
    assert (notice.by_hand, notice.intent.text) == (True, published.text)
    assert _stage(desk, vote) is Stage.CLOSED


# --- undecided ------------------------------------------------------------------------------------------


def test_an_undecided_vote_is_held_again_with_seats_that_did_not_vote(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = voting(desk, seats=12)
    found = counted(desk, clock, vote, WARN, WARN)
    assert found.outcome.remedy is None
    assert council_ruling.outcome_of(desk, vote.referral.id) == found.outcome
    council_ruling.vote_again(desk, vote.referral.id)
    referral = seated.referral_in(desk, vote.referral.key)
    assert (referral.stage, referral.round, referral.packet, referral.due_at) == (Stage.PREPARING, 2, "", None)
    with desk.record.read() as tx:
        aside = {one.seat.number: one.aside for one in tx.council.panel(referral.key)}
    assert [aside[seat] for seat in vote.panel] == [Aside.EARLIER] * 2 + [Aside.SILENT] * 3
    council_panel.draw_panel(desk, referral.id)
    again = out(desk, vote)
    assert not set(again.panel) & set(vote.panel)
    assert counted(desk, clock, again, *[WARN] * 5).outcome.remedy is WARN
    with pytest.raises(ReferralAtOtherStage):
        council_ruling.vote_again(desk, vote.referral.id)
