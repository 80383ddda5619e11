"""After a ruling: nothing but the ruling follows, on what was complained of, and it is over when that happened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

import make
import seated
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.council import Remedy, Stage
from app.domain.ladder import Rung
from app.domain.posts import PostId
from app.domain.roles import EVERY_ROLE
from app.domain.sanctions import PostAction
from app.errors import (
    AppealOpen,
    AppealTermRuns,
    ArticleNotReferred,
    CaseOfComplainant,
    OtherRemedyNamed,
    PostNotJudged,
    RulingBinds,
    RulingTells,
)
from app.operations import (
    accounts,
    appeals,
    approving,
    coaching,
    council_publishing,
    council_ruling,
    council_view,
    council_wording,
    dismissing,
    intake,
    sanctions,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.appeals import Came
from app.operations.case_view import case_view
from app.operations.council_carrying import Carrying, carry_out
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.conftest import Clock
from tests.operations.balloting import Vote, arrive, counted, voting

C1 = CaseId("c-1")
WARN = Remedy.WARNING
LAW = "此事正由法院审理，依法不宜另行处理"
Past = Callable[[Desk], object]


@pytest.fixture
def manager(desk: Desk) -> Desk:
    """Somebody who did not count."""
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=tuple(CommandKind)), "print-2", "t-2")
    account = replace(accounts.register(desk.record, sign_in, desk.clock()), roles=EVERY_ROLE)
    return replace(desk, me=account)


def _counted(desk: Desk, clock: Clock, remedy: Remedy = WARN, *, complains: str = "") -> Vote:
    vote = voting(desk, complains=complains)
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    counted(desk, clock, vote, *[remedy] * 5)
    return vote


def _ruled(desk: Desk, manager: Desk, clock: Clock, remedy: Remedy = WARN, *, complains: str = "") -> Vote:
    vote = _counted(desk, clock, remedy, complains=complains)
    council_ruling.confirm(manager, vote.referral.id)
    return vote


def _stage(desk: Desk, vote: Vote) -> Stage:
    return seated.referral_in(desk, vote.referral.key).stage


def _mute(desk: Desk) -> object:
    return sanctions.sanction(desk, C1, Wish(article=3, rung=Rung.MUTE_7, departure="情节严重，从重处理"))


def _remind(desk: Desk) -> object:
    return coaching.coach(desk, C1, article=3, message="请注意第三条，把帖子改一改。")


# --- nothing but the ruling -----------------------------------------------------------------------------


@pytest.mark.parametrize("past", [_mute, _remind, lambda desk: dismissing.dismiss(desk, C1, reason="算了")])
def test_a_ruling_is_not_gone_past_by_the_ordinary_way(desk: Desk, manager: Desk, clock: Clock, past: Past) -> None:
    vote = _ruled(desk, manager, clock)
    with pytest.raises(RulingBinds):
        past(desk)
    carry_out(desk, vote.referral.id)
    assert [one.sanction.rung for one in case_view(desk, C1).governed.record] == [Rung.WARNING]


@pytest.mark.parametrize("past", [_mute, _remind])
def test_no_measure_follows_where_the_ruling_is_nothing_or_was_refused(
    desk: Desk, manager: Desk, clock: Clock, past: Past
) -> None:
    vote = _counted(desk, clock)
    council_ruling.refuse(manager, vote.referral.id, LAW)
    with pytest.raises(RulingBinds):
        past(desk)
    dismissing.dismiss(desk, C1, reason="法院在审理")


@pytest.mark.parametrize("follows", [(Remedy.NONE, "warning"), (WARN, "mute_7"), (Remedy.APOLOGY, "warning")])
def test_the_database_takes_no_measure_that_was_not_recommended(
    desk: Desk, manager: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, follows: tuple[Remedy, str]
) -> None:
    remedy, rung = follows
    _ruled(desk, manager, clock, remedy)
    monkeypatch.setattr(sanctions, "check_left_to_ruling", lambda *_: None)
    with pytest.raises(sa.exc.DBAPIError, match="council"):
        sanctions.sanction(desk, C1, Wish(article=3, rung=Rung(rung), departure="情节严重，从重处理"))
    assert case_view(desk, C1).governed.record == []


# --- on what was complained of, and no further ----------------------------------------------------------


def test_it_is_carried_out_by_no_other_article_and_deletes_nothing(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _ruled(desk, manager, clock)
    with pytest.raises(ArticleNotReferred):
        carry_out(desk, vote.referral.id, Carrying(article=7))
    with pytest.raises(PostNotJudged):
        carry_out(desk, vote.referral.id, Carrying(post=PostAction.DELETE))
    assert case_view(desk, C1).governed.record == []


def test_it_is_carried_out_on_no_case_of_who_complains(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _ruled(desk, manager, clock, complains="u-1")
    with pytest.raises(CaseOfComplainant):
        carry_out(desk, vote.referral.id, Carrying(case=C1))
    assert case_view(desk, C1).governed.record == []


def test_a_letter_of_mediation_says_no_more_than_the_council_and_goes_to_either_side(
    desk: Desk, manager: Desk, clock: Clock
) -> None:
    vote = _ruled(desk, manager, clock, Remedy.MEDIATION, complains="u-1")
    with pytest.raises(OtherRemedyNamed, match="removal"):
        carry_out(desk, vote.referral.id, Carrying(case=C1, message="您已被议事会认定抄袭，再犯清退。"))
    assert carry_out(desk, vote.referral.id, Carrying(case=C1)).decided.case == C1


# --- over when it happened ------------------------------------------------------------------------------


def test_what_a_second_person_sends_back_is_carried_out_again(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _ruled(desk, manager, clock, Remedy.SUSPENSION)
    clock.advance(days=10)
    assert carry_out(desk, vote.referral.id).decided.state is CaseState.AWAITING_APPROVAL
    clock.advance(days=16)
    assert "将按这一建议执行" in council_publishing.publish(desk, vote.referral.id).text
    assert _stage(desk, vote) is Stage.RULED, "nobody agreed yet"
    approving.send_back(manager, C1, reason="理由再写清楚一点")
    shown = council_view.dossier(desk, vote.referral.id)
    assert shown.ruling is not None
    assert shown.ruling.decisions == (), "it is to be carried out"
    carry_out(desk, vote.referral.id)
    approving.approve(manager, C1)
    assert _stage(desk, vote) is Stage.RULED, "nothing was sent yet"
    arrive(desk)
    assert _stage(desk, vote) is Stage.CLOSED


def test_what_is_taken_back_within_its_time_leaves_the_referral_open(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _ruled(desk, manager, clock)
    clock.advance(days=15)
    council_publishing.publish(desk, vote.referral.id)
    done = carry_out(desk, vote.referral.id, hold=timedelta(seconds=60))
    assert _stage(desk, vote) is Stage.RULED
    undoing.undo(desk, [done.decided.decision])
    carry_out(desk, vote.referral.id)
    arrive(desk)
    assert _stage(desk, vote) is Stage.CLOSED


# --- published when it stands ---------------------------------------------------------------------------


def test_it_is_published_after_the_appeal_term_of_what_carries_it_out_and_under_no_open_appeal(
    desk: Desk, manager: Desk, clock: Clock
) -> None:
    vote = _ruled(desk, manager, clock)
    clock.advance(days=14)
    done = carry_out(desk, vote.referral.id)
    arrive(desk)
    clock.advance(days=1)
    with pytest.raises(AppealTermRuns):
        council_publishing.publish(desk, vote.referral.id)
    shown = council_view.dossier(desk, vote.referral.id)
    assert shown.ruling is not None
    assert shown.ruling.publish_at is not None
    assert shown.ruling.publish_at > clock() + timedelta(days=13)
    author = make.case(1).post.author  # type: ignore[union-attr]
    appeals.enter(desk, C1, Came("我没有这样说，请再看一遍。", author.id, decision=done.decided.decision))
    clock.advance(days=20)
    with pytest.raises(AppealOpen):
        council_publishing.publish(desk, vote.referral.id)


# --- in words -------------------------------------------------------------------------------------------


def test_what_was_counted_is_not_reworded(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _counted(desk, clock, Remedy.NONE)
    with pytest.raises(OtherRemedyNamed, match="removal"):
        council_ruling.rewrite(desk, vote.referral.id, "议事会五席一致认定严重违反公约，建议永久清退。")
    council_ruling.rewrite(desk, vote.referral.id, "双方说的是同一件事。")
    text = council_ruling.confirm(manager, vote.referral.id).ruling.text
    clock.advance(days=15)
    published = council_publishing.publish(desk, vote.referral.id).text
    assert published == text
    for said in (seated.QUESTION, "收到有效评议票 5 张", "建议：不作处理", "**理由**　双方说的是同一件事。"):
        assert said in published


def test_a_refusal_is_counted_where_it_is_published(desk: Desk, manager: Desk, clock: Clock) -> None:
    vote = _counted(desk, clock)
    council_ruling.refuse(manager, vote.referral.id, LAW)
    clock.advance(days=15)
    assert f"{LAW}（至今 1 件评议结果中，未采纳 1 件。）" in council_publishing.publish(desk, vote.referral.id).text


@pytest.mark.parametrize(
    ("reasons", "kind"),
    [
        ("他的电话是13800138000。", "phone"),
        ("车牌是粤B12345。", "plate"),
        ("车架号 LSVAA4182E2184847。", "VIN"),
        ("写信到 a@b.com。", "e-mail"),
        ("见 https://example.org/t/1。", "link"),
        ("那是 u-1 写的。", "names: u-1"),
        ("围观的人说得对。", "names: 围观的人"),
    ],
)
def test_what_leads_to_somebody_is_refused_by_name(
    desk: Desk, manager: Desk, clock: Clock, reasons: str, kind: str
) -> None:
    vote = _counted(desk, clock)
    found = make.thread_slice()
    with desk.cache.write() as cached:
        cached.threads.store_threads([found.thread])
        other = replace(found.posts[0], id=PostId("p-99"), author=make.member("m-500", "围观的人"))
        cached.threads.store_posts([*found.posts, other])
    with pytest.raises(RulingTells, match=kind):
        council_ruling.rewrite(desk, vote.referral.id, reasons)


def test_the_question_is_published_without_what_leads_to_somebody(desk: Desk, clock: Clock) -> None:
    vote = _counted(desk, clock)
    author = make.case(1).post.author  # type: ignore[union-attr]
    found = replace(vote.referral, question=f"{author.name}（13800138000）是否违反公约？")
    with desk.record.read() as tx, desk.cache.read() as cached:
        ruling = tx.rulings.find(found.key)
        assert ruling is not None
        text = council_wording.worded_in(tx, cached.threads, found, ruling).text
    assert "是否违反公约" in text
    assert author.name not in text
    assert "13800138000" not in text
