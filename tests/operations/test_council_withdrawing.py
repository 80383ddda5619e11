"""A referral on which seats vote: only a manager withdraws it, and what was voted is destroyed unread."""

from dataclasses import replace

import pytest

import make
import seated
from app.domain.cases import CaseId, CaseState
from app.domain.council import Matter, Stage
from app.domain.ledger import EntryKind
from app.domain.roles import Role
from app.errors import (
    KeyFileGone,
    NoRight,
    OwnReferralVoted,
    QuestionStays,
    ReferralSettled,
    VotedAlready,
    VotedBySuchRules,
)
from app.operations import (
    accounts,
    council_box,
    council_counting,
    council_keyfile,
    council_parties,
    council_referring,
    council_ruling,
    council_seats,
    council_view,
)
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations.balloting import counted, voting

ONE = CaseId("c-1")


def test_a_manager_withdraws_it_and_what_was_voted_is_destroyed_unread(desk: Desk) -> None:
    vote = voting(desk)
    referral = vote.referral.id
    council_box.take_in(desk, vote.cast(vote.panel[0]))
    keys = council_keyfile.key_paths(desk, vote.referral)
    assert [one.exists() for one in keys] == [True, True]
    moderator = replace(desk, me=replace(desk.me, roles=frozenset({Role.MODERATOR, Role.LEAD, Role.SECRETARY})))
    with pytest.raises(NoRight):
        council_referring.withdraw(moderator, referral, "结果不合意")
    me = accounts.register(desk.record, SignIn(make.info("u-902", "小林"), "print-2", "t-2"), desk.clock())
    another = replace(desk, me=replace(me, roles=desk.me.roles))
    council_referring.withdraw(another, referral, "双方已经和解")
    with desk.record.read() as tx:
        assert tx.council_box.files(vote.referral.key, 1) == []
        assert tx.council_box.answers(vote.referral.key, 1) == []
    assert [one.exists() for one in keys] == [False, False]
    assert case_view(desk, ONE).case.state is CaseState.CLAIMED
    found = council_view.dossier(desk, referral)
    assert found.referral.stage is Stage.WITHDRAWN
    assert [one.seat for one in found.arrived] == [vote.panel[0]]  # that it came, never what it said
    assert found.packet is not None
    assert found.packet.size == len(b"packet 1")


def test_what_seats_were_given_stays_as_it_is(desk: Desk) -> None:
    referral = voting(desk).referral.id
    for change in (
        lambda: council_referring.rewrite(desk, referral, question="换一个问题？"),
        lambda: council_referring.set_articles(desk, referral, [3]),
        lambda: council_referring.take_out(desk, referral, ONE),
        lambda: council_parties.name_party(desk, referral, make.member("u-9", "路人"), complains=True),
        lambda: council_parties.ask_parties(desk, referral),
    ):
        with pytest.raises(ReferralSettled):
            change()


def test_a_second_vote_is_held_by_the_rules_of_the_first(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    counted(desk, clock, vote)  # nobody voted
    council_ruling.vote_again(desk, vote.referral.id)
    for rules in ({"large": True}, {"brand_party": True}):
        with pytest.raises(VotedBySuchRules):
            council_referring.rewrite(desk, vote.referral.id, **rules)
    for words in ({"question": "换一个问题？"}, {"alleged": "说得更重一些。"}):
        with pytest.raises(QuestionStays):
            council_referring.rewrite(desk, vote.referral.id, **words)
    council_referring.rewrite(desk, vote.referral.id, matter=Matter.OPINION, question=vote.referral.question)
    assert council_view.dossier(desk, vote.referral.id).referral.round == 2


@pytest.mark.parametrize("lost", ["key", "opener", "chair"])
def test_a_vote_that_nobody_can_count_is_withdrawn_after_its_term(lite_desk: Desk, clock: Clock, lost: str) -> None:
    vote, another = voting(lite_desk), seated.partner(lite_desk)
    referral, (key, opener) = vote.referral.id, council_keyfile.key_paths(lite_desk, vote.referral)
    council_box.take_in(lite_desk, vote.cast(vote.panel[0]))
    clock.advance(days=5)
    with pytest.raises(VotedAlready, match="count the ballots"):
        council_referring.withdraw(another, referral, "结果不合意")
    if lost == "chair":
        council_seats.leave_seat(lite_desk, 1)
    else:
        {"key": key, "opener": opener}[lost].unlink()
    if lost == "key":
        with pytest.raises(KeyFileGone, match="council withdraw"):
            council_counting.key_for_chair(lite_desk, referral)
    with pytest.raises(OwnReferralVoted):
        council_referring.withdraw(lite_desk, referral, "电脑坏了")
    council_referring.withdraw(another, referral, "电脑坏了，钥匙没有了")
    assert case_view(lite_desk, ONE).case.state is not CaseState.AWAITING_COUNCIL
    assert not key.exists()
    assert not opener.exists()
    with lite_desk.record.read() as tx:
        assert tx.council_box.files(vote.referral.key, 1) == []
        told = tx.ledger.told(EntryKind.REFERRAL_CHANGED, "withdrawn")
        assert told["uncountable"] == ("no_chair" if lost == "chair" else "key_gone")
        assert tx.ledger.verify().ok
