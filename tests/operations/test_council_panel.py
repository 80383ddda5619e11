"""The panel of a referral: who may judge, the draw, who stands aside."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

import make
import seated
from app.domain.council import Referral, Stage, referral_id
from app.domain.council_panel import Aside
from app.domain.ledger import EntryKind
from app.domain.members import MemberId, MemberRef
from app.domain.roles import Role
from app.errors import (
    AsideByRule,
    NobodyToReplace,
    NoRight,
    NotOnPanel,
    PanelComplete,
    PanelTooSmall,
    ReasonNeeded,
    ReferralAtOtherStage,
    ReferralNotFound,
    SeatVoted,
    VotedSeatByAnother,
    VotedSeatStays,
    VotingOver,
)
from app.operations import accounts, council_packet_plan, council_panel, council_seats, dismissing, intake
from app.operations.accounts import SignIn
from app.operations.council_referrals import enter
from app.operations.desk import Desk
from storage.council import KeptPacket
from storage.values import ms
from tests.conftest import Clock


def _order(referral: Referral, seats: list[int]) -> list[int]:
    """The draw by the words of the charter, worked out apart from the program."""
    return sorted(seats, key=lambda one: hashlib.sha256(f"{referral.head}\n{one}".encode()).hexdigest())


def _vote(desk: Desk, referral: Referral, days: int = 5) -> Referral:
    """Let the packet go out."""
    due = desk.clock() + timedelta(days=days)
    packet = KeptPacket("a" * 64, referral.round, b"packet", "age1box", desk.clock())
    with desk.record.write() as tx:
        tx.council.keep_packet(referral.key, packet, MemberRef(desk.me.id, desk.me.name))
        tx.council.change(referral.key, stage=Stage.VOTING.value, packet=packet.sha256, due_at=ms(due))
    return seated.referral_in(desk, referral.key)


def _arrive(desk: Desk, referral: Referral, number: int) -> None:
    with desk.record.write() as tx:
        seat = tx.council_seats.find(number)
        assert seat is not None
        tx.council_box.arrived(referral.key, referral.round, seat.key, 1, desk.clock(), recusal=False)
        tx.council_box.put(referral.key, referral.round, seat.key, 1, b"ballot")


def test_a_panel_is_drawn_in_the_order_that_anybody_can_work_out(desk: Desk) -> None:
    referral, _ = seated.panelled(desk, seats=9)
    assert seated.numbers(desk, referral) == _order(referral, list(range(1, 10)))[:5]
    with pytest.raises(PanelComplete):
        council_panel.draw_panel(desk, referral.id)


def test_who_is_too_close_is_not_drawn_whatever_their_lot(desk: Desk) -> None:
    """A party, an author, a reporter, who decided before, and whose keys nobody compared."""
    author, reporter = make.case(1).post.author, make.case(1).reports[0].by
    assert author is not None
    assert reporter is not None
    seated.council(desk, 5)
    for number, of in ((6, author), (7, reporter), (8, MemberRef(MemberId("u-party"), "阿山"))):
        seated.seat(desk, number, of=of)
    seated.seat(desk, 9, confirmed=False)
    referral = seated.referred(desk, parties=["u-party"])
    bars = {one.seat.number: one.bar for one in council_panel.eligibility(desk, referral.id)}
    assert bars == {
        **dict.fromkeys(range(1, 6)),
        6: Aside.PARTY,
        7: Aside.REPORTER,
        8: Aside.PARTY,
        9: Aside.UNCONFIRMED,
    }
    drawn = council_panel.draw_panel(desk, referral.id)
    assert sorted(one.number for one in drawn.drawn) == [1, 2, 3, 4, 5]
    assert drawn.lacking == 0


def test_a_seat_entered_after_the_referral_is_drawn_last(desk: Desk, clock: Clock) -> None:
    """So is one whose keys were compared only then: whoever did either could know its lot."""
    seated.council(desk, 4)
    for number in range(5, 10):
        seated.seat(desk, number, confirmed=False)
    referral = seated.referred(desk)
    clock.advance(minutes=5)
    for number in range(10, 15):
        seated.seat(desk, number)
    entered = council_seats.seats(desk)[4:9]
    for one in entered:
        council_seats.confirm_seat(seated.partner(desk), one.seat.number, one.fingerprint)
    council_panel.draw_panel(desk, referral.id)
    assert set(seated.numbers(desk, referral)[:4]) == {1, 2, 3, 4}
    assert seated.numbers(desk, referral)[4] == _order(referral, list(range(5, 15)))[0]


def test_fewer_than_a_quorum_are_not_drawn_and_a_small_panel_grows_when_seats_come(desk: Desk) -> None:
    seated.council(desk, 2)
    seated.seat(desk, 3, confirmed=False)
    referral = seated.referred(desk)
    with pytest.raises(PanelTooSmall, match="keys were not confirmed"):
        council_panel.draw_panel(desk, referral.id)
    assert seated.numbers(desk, referral) == []
    seated.seat(desk, 4)
    assert council_panel.draw_panel(desk, referral.id).lacking == 2
    seated.seat(desk, 5)
    assert council_panel.draw_panel(desk, referral.id).lacking == 1
    assert sorted(seated.numbers(desk, referral)) == [1, 2, 4, 5]


def test_who_stands_aside_is_replaced_by_the_next_in_order(desk: Desk) -> None:
    referral, _ = seated.panelled(desk, seats=7)
    order = _order(referral, list(range(1, 8)))
    done = council_panel.stand_aside(desk, referral.id, order[1], Aside.CONFLICT, reason="与甲方同一车友会")
    assert [one.number for one in done.drawn] == [order[5]]
    assert seated.numbers(desk, referral) == [order[0], *order[2:6]]
    with desk.record.read() as tx:
        newest = tx.council.panel(referral.key)[-1]
        assert (newest.place, newest.instead_of) == (6, order[1])
    for wrong in (order[1], order[6]):
        with pytest.raises(NotOnPanel):
            council_panel.stand_aside(desk, referral.id, wrong, Aside.CONFLICT)
    with pytest.raises(AsideByRule):
        council_panel.stand_aside(desk, referral.id, order[0], Aside.PARTY)
    council_panel.stand_aside(desk, referral.id, order[0], Aside.SILENT)
    with pytest.raises(NobodyToReplace):
        council_panel.stand_aside(desk, referral.id, order[2], Aside.SILENT)
    assert seated.numbers(desk, referral) == order[2:7]
    alone = council_panel.stand_aside(desk, referral.id, order[2], Aside.CONFLICT)
    assert (alone.drawn, alone.lacking) == ((), 1)


def test_a_large_panel_of_too_few_is_not_drawn_and_the_small_one_is_named(lite_desk: Desk) -> None:
    seated.council(lite_desk, 4)
    referral = seated.referred(lite_desk, size=7)
    with pytest.raises(PanelTooSmall, match=r"4 seats.* 5 are needed.*rewrite --small"):
        council_panel.draw_panel(lite_desk, referral.id)
    assert seated.numbers(lite_desk, referral) == []


def test_whose_term_ends_before_the_vote_is_neither_drawn_nor_sits_nor_opens_it(lite_desk: Desk, clock: Clock) -> None:
    seated.council(lite_desk, 6)
    clock.advance(days=362)  # three days before the terms end
    for number in range(7, 11):
        seated.seat(lite_desk, number)
    referral = seated.referred(lite_desk)
    assert {one.seat.number for one in council_panel.eligibility(lite_desk, referral.id) if one.bar is Aside.TERM} == {
        1,
        2,
        3,
        4,
        5,
        6,
    }
    assert council_panel.draw_panel(lite_desk, referral.id).lacking == 1
    assert set(seated.numbers(lite_desk, referral)) == {7, 8, 9, 10}
    with lite_desk.record.read() as tx:
        assert council_packet_plan.chairs(lite_desk, tx, referral) == []
        soon, late = clock() + timedelta(days=5), clock() + timedelta(days=400)
        assert council_panel.may_no_longer(lite_desk, tx, referral, soon) == []
        assert len(council_panel.may_no_longer(lite_desk, tx, referral, late)) == 4


def test_a_party_named_after_the_draw_stands_aside_at_the_next_one(desk: Desk) -> None:
    referral, _ = seated.panelled(desk, seats=7)
    order = _order(referral, list(range(1, 8)))
    with desk.record.write() as tx:
        tx.council.add_party(referral.key, seated.member(order[0]), "乙方", complains=False)
    with desk.record.read() as tx:
        assert [(one.number, why) for one, why in council_panel.may_no_longer(desk, tx, referral)] == [
            (order[0], Aside.PARTY)
        ]
    done = council_panel.draw_panel(desk, referral.id)
    assert [(one.number, why) for one, why in done.aside] == [(order[0], Aside.PARTY)]
    assert seated.numbers(desk, referral) == order[1:6]


def test_while_seats_vote_a_ballot_protects_from_being_called_silent_and_the_term_ends_all_changes(
    desk: Desk, clock: Clock
) -> None:
    referral, _ = seated.panelled(desk, seats=8)
    order = sorted(seated.numbers(desk, referral), key=lambda number: number == 1)  # the chair stays, wherever drawn
    referral = _vote(desk, referral)
    with pytest.raises(ReferralAtOtherStage):
        council_panel.draw_panel(desk, referral.id)
    for number in order[:2]:
        _arrive(desk, referral, number)
    with pytest.raises(SeatVoted):
        council_panel.stand_aside(desk, referral.id, order[0], Aside.SILENT)
    another = seated.partner(desk)
    for nothing in ("", " \u200b　"):
        with pytest.raises(ReasonNeeded):
            council_panel.stand_aside(another, referral.id, order[0], Aside.CONFLICT, reason=nothing)
    with pytest.raises(VotedSeatByAnother, match=desk.me.name):
        council_panel.stand_aside(desk, referral.id, order[0], Aside.CONFLICT, reason="甲方的亲属")
    council_panel.stand_aside(another, referral.id, order[0], Aside.CONFLICT, reason="甲方的亲属")
    council_panel.stand_aside(desk, referral.id, order[2], Aside.SILENT)
    with desk.record.read() as tx:
        assert [number for number, *_ in tx.council_box.files(referral.key, 1)] == [order[1]]
    council_seats.leave_seat(desk, order[1])  # it voted while it sat
    council_seats.leave_seat(desk, order[3])
    assert len(seated.numbers(desk, referral)) == 5
    assert set(order[:4]) & set(seated.numbers(desk, referral)) == {order[1]}
    clock.advance(days=5)
    with pytest.raises(VotingOver):
        council_panel.stand_aside(desk, referral.id, order[4], Aside.SILENT)


def test_while_seats_vote_a_panel_does_not_shrink_at_will(desk: Desk) -> None:
    """Whoever asks for it: who voted stays, and so does who has not, where nobody can take the place."""
    referral, _ = seated.panelled(desk, seats=5)
    order = seated.numbers(desk, referral)
    referral = _vote(desk, referral)
    _arrive(desk, referral, order[0])
    another = seated.partner(desk)
    with pytest.raises(VotedSeatStays):
        council_panel.stand_aside(another, referral.id, order[0], Aside.CONFLICT, reason="甲方的亲属")
    with pytest.raises(NobodyToReplace):
        council_panel.stand_aside(another, referral.id, order[1], Aside.CONFLICT, reason="甲方的亲属")
    with desk.record.read() as tx:
        assert [number for number, *_ in tx.council_box.files(referral.key, 1)] == [order[0]]
    assert seated.numbers(desk, referral) == order


def test_a_case_that_was_drawn_for_once_is_drawn_for_by_the_same_order_again(desk: Desk) -> None:
    """Else a referral could be withdrawn and made again until the panel suits."""
    first, _ = seated.panelled(desk, seats=9)
    order = seated.numbers(desk, first)
    for _ in range(2):
        with desk.record.write() as tx:
            tx.council.end(first.key, Stage.WITHDRAWN, desk.clock())
            enter(desk, tx, first, EntryKind.REFERRAL_CHANGED, {"change": "withdrawn"})
        again = seated.referred(desk, [1])
        assert again.head != first.head
        council_panel.draw_panel(desk, again.id)
        assert seated.numbers(desk, again) == order
        first = again
    assert accounts.verify_ledger(desk.record).ok


def test_after_an_undecided_round_nobody_of_it_is_drawn_again(desk: Desk, clock: Clock) -> None:
    referral, _ = seated.panelled(desk, seats=9)
    first = seated.numbers(desk, referral)
    referral = _vote(desk, referral)
    _arrive(desk, referral, first[0])
    clock.advance(days=5)
    with desk.record.write() as tx:
        tx.council.change(referral.key, stage=Stage.UNDECIDED.value, counted_at=ms(clock()))
        council_panel.end_round(desk, tx, referral)
        tx.council.change(referral.key, stage=Stage.PREPARING.value, round=2, packet="", due_at=None, counted_at=None)
    done = council_panel.draw_panel(desk, referral.id)
    assert done.lacking == 1
    assert not {one.number for one in done.drawn} & set(first)
    with desk.record.read() as tx:
        asides = {one.seat.number: one.aside for one in tx.council.panel(referral.key) if one.round == 1}
    assert asides == {first[0]: Aside.EARLIER, **dict.fromkeys(first[1:], Aside.SILENT)}


def test_whoever_decided_on_a_case_before_or_referred_it_or_works_for_the_brand_is_too_close(
    desk: Desk, clock: Clock
) -> None:
    signed_in = accounts.register(desk.record, SignIn(make.info("u-902", "小林"), "print-2", "t-2"), clock())
    idle = accounts.register(desk.record, SignIn(make.info("u-903", "小周"), "print-3", "t-3"), clock())
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1)))
    dismissing.dismiss(replace(desk, me=signed_in), make.case(1).id, reason="看过了")
    referral = seated.referred(desk)
    with desk.record.read() as tx:
        close = council_panel.close_to(tx, referral)
    assert close.deciders == {desk.me.id, signed_in.id}
    assert idle.id in close.conflicted


def test_only_the_secretary_draws(lite_desk: Desk) -> None:
    referral, _ = seated.panelled(lite_desk, seats=6)
    plain = replace(lite_desk, me=replace(lite_desk.me, roles=frozenset({Role.MODERATOR})))
    with pytest.raises(NoRight):
        council_panel.draw_panel(plain, referral.id)
    with pytest.raises(NoRight):
        council_panel.stand_aside(plain, referral.id, 1, Aside.CONFLICT)
    with pytest.raises(ReferralNotFound):
        council_panel.draw_panel(lite_desk, referral_id(99))
