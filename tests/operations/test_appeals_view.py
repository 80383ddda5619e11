"""What is offered as an appeal, who may answer one in words, and what an answer would do, said before."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import Clock

import make
from app.domain.appeals import Against, Source
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.community import Message, MessagePage
from app.domain.hand import HandCase, Place
from app.domain.ladder import Rung
from app.domain.posts import PostId
from app.domain.roles import Role
from app.domain.sanctions import Outcome, PostAction
from app.errors import NotMilder
from app.operations import accounts, appeal_offers, appeals, appeals_view, dismissing, hand, intake, outbox, sanctions
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)
C1 = make.case(1).id
AUTHOR = make.post(1).author
MUTE = Wish(article=3, rung=Rung.MUTE_1, departure="一天三帖", post=PostAction.FOLD)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(make.case(1, text=ATTACK), make.case(2, text=ATTACK)))
    return desk


@pytest.fixture
def another(desk: Desk) -> Callable[..., Desk]:
    def register(account: str, *roles: Role) -> Desk:
        sign_in = SignIn(make.info(account, account, able=EVERY), f"print-{account}", f"t-{account}")
        me = accounts.register(desk.record, sign_in, desk.clock())
        if roles:
            accounts.set_roles(desk, me.id, frozenset(roles))
        return replace(desk, me=replace(me, roles=frozenset(roles) or me.roles))

    return register


def _wrote(desk: Desk, clock: Clock, *texts: str, by: object = AUTHOR, sent_by_us: bool = False) -> None:
    found = []
    for text in texts:
        clock.advance(minutes=10)
        found.append(Message(f"m-{clock():%d%H%M}", by, sent_by_us, clock(), text))  # type: ignore[arg-type]
    intake.on_messages(desk, MessagePage(tuple(found), "cursor-m", False))


def test_what_a_member_writes_after_a_sanction_is_offered_as_one_and_never_taken(desk: Desk, clock: Clock) -> None:
    _wrote(desk, clock, "以前的话")
    clock.advance(minutes=1)
    sanctions.sanction(desk, C1, MUTE)
    _wrote(desk, clock, "通知", sent_by_us=True)
    assert appeal_offers.offers(desk) == []
    _wrote(desk, clock, "我不服。", "说的是车。")
    first = clock()
    (offer,) = appeal_offers.offers(desk)
    assert (offer.text, offer.source, offer.ground.against) == (
        "我不服。\n说的是车。",
        Source.MESSAGE,
        Against.SANCTION,
    )
    assert offer.received_at < first
    assert appeal_offers.offers_on(desk, C1) == [offer]
    assert appeal_offers.offers_on(desk, make.case(2).id) == []
    assert appeals_view.count(desk) == appeals_view.Count(0, 0, 1)
    came = Came(offer.text, offer.ground.by.id, received_at=offer.received_at, source=offer.source)
    appeals.enter(desk, C1, came)
    assert appeal_offers.offers(desk) == []
    assert appeals_view.count(desk) == appeals_view.Count(1, 0, 0)
    clock.advance(days=10)
    assert appeals_view.count(desk).overdue == 1


def test_after_the_term_nothing_is_offered_and_another_account_does_not_see_our_letters(
    desk: Desk, clock: Clock, another: Callable[..., Desk]
) -> None:
    sanctions.sanction(desk, C1, MUTE)
    _wrote(desk, clock, "我不服。")
    assert appeal_offers.offers(another("u-2")) == []
    clock.advance(days=16)
    _wrote(desk, clock, "现在才看到。")
    assert [one.text for one in appeal_offers.offers_on(desk, C1)] == ["我不服。"]


def test_a_reply_in_the_thread_is_offered_on_the_case(desk: Desk, clock: Clock) -> None:
    sanctions.sanction(desk, C1, Wish(article=3))
    clock.advance(hours=1)
    reply = replace(make.post(1, "我说的是车"), id=PostId("p-77"), created_at=clock())
    stranger = replace(make.post(2, "支持管理员"), id=PostId("p-78"), thread_id=reply.thread_id, created_at=clock())
    intake.on_pulled(desk, make.page(cursor="cursor-2", posts=(reply, stranger)))
    (offer,) = appeal_offers.offers_on(desk, C1)
    assert (offer.text, offer.source) == ("我说的是车", Source.REPLY)
    assert appeal_offers.offers(desk) == []  # among letters it is none


def test_a_reporter_who_writes_after_a_rejection_is_offered_too(desk: Desk, clock: Clock) -> None:
    dismissing.dismiss(desk, C1, reason="没有")
    _wrote(desk, clock, "请再看看", by=make.report(1).by)
    grounds = [one.ground.against for one in appeal_offers.offers(desk)]
    assert set(grounds) == {Against.REPORT_REJECTED}


def test_who_may_answer_is_said_in_words(desk: Desk, another: Callable[..., Desk]) -> None:
    sanctions.sanction(desk, C1, MUTE)
    another("u-new", Role.MODERATOR, Role.TRAINEE)
    appeal = appeals.enter(desk, C1, Came("我不服。")).appeal
    shown = appeals_view.shown(desk, appeal.id)
    assert shown.refused is not None
    assert "请主管" in shown.who_may.zh
    assert [one.id for one in shown.took_part] == [desk.me.id]
    other = another("u-2")
    shown = appeals_view.shown(other, appeal.id)
    assert (shown.refused, shown.who_may.zh) == (None, "可以由u-2答复")
    assert shown.judged == ATTACK
    assert shown.reductions == (Rung.WARNING,)
    assert [one.mine for one in appeals_view.listed(other)] == [True]
    assert [one.mine for one in appeals_view.listed(desk)] == [False]


def test_what_an_answer_would_do_is_said_before_and_nothing_is_kept(desk: Desk, another: Callable[..., Desk]) -> None:
    sanctions.sanction(desk, C1, MUTE)
    appeal = appeals.enter(desk, C1, Came("我不服。")).appeal
    other = another("u-2")
    before = len(outbox.outbox(desk))
    found = appeals_view.consequences(other, appeal.id, Verdict(Outcome.OVERTURNED, ""))
    assert [one.zh for one in found.lines] == [
        "立即解除禁言", "恢复显示帖子", "记分 2 分作废", "给车友1发申诉答复",
    ]  # fmt: skip
    assert "{答复理由}" in found.letter
    milder = appeals_view.consequences(other, appeal.id, Verdict(Outcome.REDUCED, "轻一点", Rung.WARNING))
    assert [one.zh for one in milder.lines][:2] == ["立即解除禁言", "记分从 2 分改为 1 分"]
    same = appeals_view.consequences(other, appeal.id, Verdict(Outcome.UPHELD, "不变"))
    assert same.lines[0].zh == "原来的决定不变，也不会加重"
    with pytest.raises(NotMilder):
        appeals_view.consequences(other, appeal.id, Verdict(Outcome.REDUCED, "x", Rung.MUTE_1))
    assert len(outbox.outbox(desk)) == before


def test_a_case_entered_by_hand_is_given_back_by_hand(desk: Desk, another: Callable[..., Desk]) -> None:
    case = _by_hand(desk)
    sanctions.sanction(desk, case, replace(MUTE, post=PostAction.KEEP))
    entered = appeals.enter(desk, case, Came("我说的是车。"))
    assert entered.receipt is not None
    assert entered.receipt.by_hand == 1
    other = another("u-2")
    lines = appeals_view.consequences(other, entered.appeal.id, Verdict(Outcome.OVERTURNED, "说的是车")).lines
    assert lines[-1].zh == "其中 2 步要由人来做，做完登记"
    decided = appeals.answer(other, entered.appeal.id, Verdict(Outcome.OVERTURNED, "说的是车"))
    assert (decided.by_hand, len(decided.commands)) == (2, 2)
    assert case_view(desk, case).governed.record[-1].overturned


def _by_hand(desk: Desk) -> CaseId:
    return hand.add_case(desk, HandCase(Place.WECHAT_GROUP, "老周", ATTACK)).case
