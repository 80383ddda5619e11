"""A referral on which seats vote: only a manager withdraws it, and what was voted is destroyed unread."""

from dataclasses import replace

import pytest

import make
from app.domain.cases import CaseId, CaseState
from app.domain.council import Matter, Stage
from app.domain.roles import Role
from app.errors import NoRight, QuestionStays, ReferralSettled, VotedBySuchRules
from app.operations import (
    accounts,
    council_box,
    council_keyfile,
    council_parties,
    council_referring,
    council_ruling,
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
    assert found.packet.size == len(b"packet")


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
