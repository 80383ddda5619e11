"""What no council may see leaves it by rule, and what it judges is judged by nobody else; on both engines."""

from dataclasses import replace

import pytest

import make
import seated
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.community import RemoteCase
from app.domain.council import AskedBy, Matter, Stage
from app.domain.council_panel import Aside
from app.domain.roles import Role
from app.errors import (
    NoLongerJudged,
    NotForTrainees,
    OwnReferralVoted,
    PostBeforeCouncil,
    VotedAlready,
)
from app.operations import (
    accounts,
    approving,
    classifying,
    coaching,
    council_box,
    council_counting,
    council_keyfile,
    council_panel,
    council_parties,
    council_referring,
    council_view,
    dismissing,
    handover,
    intake,
    lanes,
    sanctions,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.council_referring import Wish
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations.balloting import opened, voting

ONE, TWO, THREE = CaseId("c-1"), CaseId("c-2"), CaseId("c-3")
WISH = Wish((ONE,), "这两篇评测是不是抄袭？", "后一篇有三段与前一篇相同。", Matter.PLAGIARISM)


def _again(number: int, of: RemoteCase) -> RemoteCase:
    """Another case about the same post."""
    return replace(make.case(number), subject=of.subject, post=of.post, thread=of.thread)


def _as_minor(case: RemoteCase) -> RemoteCase:
    return replace(case, version="2", reports=tuple(replace(one, category="minor") for one in case.reports))


def _pulled(desk: Desk, *cases: RemoteCase) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(*cases))
    return desk


def _other(desk: Desk, *roles: Role) -> Desk:
    me = accounts.register(desk.record, SignIn(make.info("u-902", "小林"), "print-2", "t-2"), desk.clock())
    return replace(desk, me=replace(me, roles=frozenset(roles) or desk.me.roles))


def _state(desk: Desk, case: CaseId) -> CaseState:
    return case_view(desk, case).case.state


# --- one post, several cases ------------------------------------------------------------------------------


def test_what_else_is_open_about_a_post_is_joined_or_named_and_decided_on_by_nobody(desk: Desk) -> None:
    _pulled(desk, make.case(1), make.case(5), *(_again(number, make.case(1)) for number in (2, 3, 4)))
    sanctions.sanction(desk, TWO, sanctions.Wish(article=3, brand_party=True))  # waits for another
    classifying.classify(desk, THREE, CaseKind.COMPLAINT)
    done = council_referring.refer(desk, WISH)
    assert [one.case for one in done.decided] == [ONE, CaseId("c-4")]
    assert done.left == (TWO, THREE)
    second = _other(desk)
    with pytest.raises(PostBeforeCouncil) as caught:
        approving.approve(second, TWO)
    assert done.referral in caught.value.sentence("zh")
    approving.send_back(second, TWO, reason="已提请评议")
    for judge in (
        lambda case: sanctions.sanction(desk, case, sanctions.Wish(article=3)),
        lambda case: coaching.coach(desk, case, article=9, message="请改一下，谢谢您的理解。"),
        lambda case: dismissing.dismiss(desk, case),
    ):
        with pytest.raises(PostBeforeCouncil):
            judge(TWO)
    intake.on_pulled(desk, make.page(_again(6, make.case(1))))  # reported once more meanwhile
    with pytest.raises(PostBeforeCouncil):
        dismissing.dismiss(desk, CaseId("c-6"))
    dismissing.dismiss(desk, CaseId("c-5"))  # another post
    joined = council_referring.join(desk, done.referral, [CaseId("c-6")])
    assert {one.case for one in joined.decided} == {TWO, CaseId("c-6")}
    assert joined.left == (THREE,)
    council_referring.withdraw(desk, done.referral, "双方已经和解")
    dismissing.dismiss(desk, TWO)


# --- out of the council by rule ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.CARE])
def test_what_has_a_way_of_its_own_leaves_its_referral(desk: Desk, kind: CaseKind) -> None:
    _pulled(desk, make.case(1), make.case(2))
    referral = council_referring.refer(desk, replace(WISH, cases=(ONE, TWO))).referral
    classifying.classify(desk, ONE, kind)
    found = council_view.dossier(desk, referral)
    assert [one.case.id for one in found.cases] == [TWO]
    assert [one.member.id for one in found.parties] == ["u-2"]
    assert _state(desk, ONE) is CaseState.CLAIMED
    classifying.classify(desk, TWO, kind)
    assert council_view.dossier(desk, referral).referral.stage is Stage.WITHDRAWN
    assert _state(desk, TWO) is CaseState.CLAIMED
    with desk.record.read() as tx:
        assert tx.ledger.verify().ok


def test_a_lane_ends_a_vote_unread_and_staff_read_that_the_seats_must_know(desk: Desk) -> None:
    vote = voting(desk)
    council_box.take_in(desk, vote.cast(vote.panel[0]))
    keys = council_keyfile.key_paths(desk, vote.referral)
    lanes.enter(desk, ONE, CaseKind.SAFETY)
    found = council_view.dossier(desk, vote.referral.id)
    assert found.referral.stage is Stage.WITHDRAWN
    assert _state(desk, ONE) is not CaseState.AWAITING_COUNCIL
    with desk.record.read() as tx:
        assert tx.council_box.files(vote.referral.key, 1) == []
        assert tx.ledger.verify().ok
    assert [one.exists() for one in keys] == [False, False]
    [listed] = council_view.listing(desk, closed=True)
    assert all(str(number) in listed.next.zh for number in vote.panel)
    told = [line.said.en for one in handover.draft(desk).sections if one.id == "council" for line in one.lines]
    assert ["tell" in one and "seats" in one for one in told] == [True]


def test_a_trainee_takes_it_to_safety_at_once_but_says_not_alone_that_it_is_a_complaint(desk: Desk) -> None:
    _pulled(desk, make.case(2))
    other = seated.referred(desk, (2,))
    referral = council_referring.refer(_pulled(desk, make.case(1)), WISH).referral
    trainee = _other(desk, Role.MODERATOR, Role.TRAINEE)
    with pytest.raises(NotForTrainees):
        classifying.classify(trainee, TWO, CaseKind.COMPLAINT)
    lanes.enter(trainee, ONE, CaseKind.SAFETY)
    assert council_view.dossier(desk, referral).referral.stage is Stage.WITHDRAWN
    assert council_view.dossier(desk, other.id).referral.stage is Stage.PREPARING
    classifying.classify(desk, TWO, CaseKind.COMPLAINT)
    assert council_view.dossier(desk, other.id).referral.stage is Stage.WITHDRAWN
    assert case_view(desk, ONE).case.kind is CaseKind.SAFETY
    assert _state(desk, ONE) is CaseState.CLAIMED


def test_a_minor_leaves_every_referral_whichever_case_tells_so(desk: Desk) -> None:
    lane = make.case(5, text="我想静静。")
    by_same = replace(make.case(1), subject=lane.subject, post=replace(make.case(1).post, author=lane.subject))
    _pulled(desk, by_same, make.case(2), make.case(3), lane)
    both = council_referring.refer(desk, replace(WISH, cases=(ONE, TWO))).referral
    asks = council_referring.refer(desk, replace(WISH, cases=(THREE,), complainant=lane.subject)).referral
    council_parties.ask_parties(desk, both)
    classifying.classify(desk, lane.id, CaseKind.CARE)
    lanes.minor(desk, lane.id)
    assert [one.case.id for one in council_view.dossier(desk, both).cases] == [TWO]
    assert [one.member.id for one in council_view.dossier(desk, both).parties] == ["u-2"]
    assert council_view.dossier(desk, asks).referral.stage is Stage.WITHDRAWN
    assert [_state(desk, one) for one in (ONE, THREE)] == [CaseState.CLAIMED] * 2


def test_what_reports_tell_of_a_minor_stops_ballots_and_count_until_it_is_withdrawn(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    cast = [vote.cast(seat) for seat in vote.panel]
    for one in cast[:-1]:
        council_box.take_in(desk, one)
    intake.on_pulled(desk, make.page(_as_minor(make.case(1))))
    with pytest.raises(NoLongerJudged):
        council_box.take_in(desk, cast[-1])
    clock.advance(days=6)
    with pytest.raises(NoLongerJudged):
        council_counting.count(desk, vote.referral.id, opened(desk, vote))
    council_referring.withdraw(_other(desk), vote.referral.id, "可能涉及未成年人")
    assert council_view.dossier(desk, vote.referral.id).referral.stage is Stage.WITHDRAWN


def test_undoing_a_kind_under_which_it_was_referred_takes_it_out(desk: Desk) -> None:
    _pulled(desk, make.case(1))
    classifying.classify(desk, ONE, CaseKind.CARE)
    classifying.classify(desk, ONE, CaseKind.DISPUTE, reason="只是争执")
    agreed = approving.approve(_other(desk), ONE)
    referral = council_referring.refer(desk, WISH).referral
    undoing.undo(desk, [agreed.decision])
    assert case_view(desk, ONE).case.kind is CaseKind.CARE
    assert council_view.dossier(desk, referral).referral.stage is Stage.WITHDRAWN


# --- who asked, who withdraws -----------------------------------------------------------------------------


def test_seats_that_asked_do_not_judge(desk: Desk) -> None:
    seated.council(desk, 8)
    _pulled(desk, make.case(1))
    referral = council_referring.refer(desk, replace(WISH, asked_by=AskedBy.SEATS, asked_name="2、5")).referral
    bars = {one.seat.number: one.bar for one in council_panel.eligibility(desk, referral)}
    assert {number for number, bar in bars.items() if bar is Aside.ASKED} == {2, 5}
    drawn = council_panel.draw_panel(desk, referral).drawn
    assert len(drawn) == 5
    assert {2, 5}.isdisjoint(one.number for one in drawn)


def test_a_vote_is_withdrawn_by_another_manager_and_before_its_term_is_over(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    with pytest.raises(OwnReferralVoted):
        council_referring.withdraw(desk, vote.referral.id, "结果不合意")
    clock.advance(days=5)
    with pytest.raises(VotedAlready):
        council_referring.withdraw(_other(desk), vote.referral.id, "结果不合意")
    assert council_view.dossier(desk, vote.referral.id).referral.stage is Stage.VOTING
