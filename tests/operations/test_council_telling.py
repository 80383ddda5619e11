"""Parties are told in private what was found, once; those of a withdrawn referral only where they knew of it."""

from dataclasses import replace

import pytest

import make
import seated
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.council import Remedy, Stage
from app.domain.roles import EVERY_ROLE
from app.errors import EverybodyTold, ReferralAtOtherStage
from app.keys import ages
from app.operations import accounts, council_parties, council_referring, council_ruling, council_telling, intake
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.council_referring import Wish
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations import balloting
from tests.operations.balloting import Vote, counted

ONE, TWO = CaseId("c-1"), CaseId("c-2")
QUESTION = "是不是人身攻击？"


def _letters(desk: Desk, case: CaseId) -> list[tuple[str, str]]:
    sent = [one.intent for one in case_view(desk, case).commands if one.intent.kind is CommandKind.MESSAGE]
    return [(str(one.member_id), one.text) for one in sent]


def _ruled(desk: Desk, clock: Clock) -> Vote:
    """A ruling about a post of u-1, of which m-77 complained, confirmed by somebody who did not count."""
    found, holders = seated.panelled(desk)
    with desk.record.write() as tx:
        tx.council.set_articles(found.key, [(1, 3)])
        tx.council.add_party(found.key, make.member("u-1", "车友1"), "甲方", complains=False)
        tx.council.add_party(found.key, make.member("m-77", "原作者"), "乙方", complains=True)
        for party in tx.council.parties(found.key):
            tx.council.state(party.seq, "我有话说。", desk.clock())
        tx.cases.set_state(tx.cases.get(ONE), CaseState.AWAITING_COUNCIL, verdict=None, due_at=None, claimed_by=None)
    vote = balloting.out(desk, Vote(found, holders, [], ages.new_secret()))
    counted(desk, clock, vote, *(Remedy.APOLOGY,) * 5)
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name), "print-2", "t-2")
    manager = replace(accounts.register(desk.record, sign_in, desk.clock()), roles=EVERY_ROLE)
    with pytest.raises(ReferralAtOtherStage):
        council_telling.tell_parties(desk, vote.referral.id)
    council_ruling.confirm(replace(desk, me=manager), vote.referral.id)
    return vote


def test_each_party_is_told_once_in_the_words_of_the_ruling_and_who_it_is_there(desk: Desk, clock: Clock) -> None:
    referral = _ruled(desk, clock).referral
    with desk.record.read() as tx:
        ruling = tx.rulings.find(referral.key)
    assert ruling is not None
    clock.advance(hours=1)
    drafted = dict(council_telling.letters(desk, referral.id))
    done = council_telling.tell_parties(desk, referral.id, messages={"乙方": "谢谢您，结果见附。"})
    assert done.parties == ("甲方", "乙方")
    assert _letters(desk, ONE) == [("u-1", drafted["甲方"]), ("m-77", "谢谢您，结果见附。")]
    assert ruling.text in drafted["甲方"]
    assert "“甲方”指您" in drafted["甲方"]
    assert "{" not in drafted["甲方"]
    clock.advance(days=1)
    assert [label for label, _ in council_telling.letters(desk, referral.id)] == ["乙方"]  # told in other words
    council_telling.tell_parties(desk, referral.id)
    with pytest.raises(EverybodyTold):
        council_telling.tell_parties(desk, referral.id)
    assert seated.referral_in(desk, referral.key).stage is Stage.RULED


def test_of_a_withdrawn_referral_those_are_told_who_knew_of_it(desk: Desk, clock: Clock) -> None:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    referral = council_referring.refer(desk, Wish((ONE, TWO), QUESTION, "互相指责。")).referral
    council_parties.ask_parties(desk, referral, who=["甲方"])
    clock.advance(hours=1)
    council_referring.withdraw(desk, referral, "双方已经和解")
    assert council_telling.tell_parties(desk, referral).parties == ("甲方",)
    assert "不再由议事会评议" in _letters(desk, ONE)[-1][1]
    assert _letters(desk, TWO) == []
    with pytest.raises(EverybodyTold):
        council_telling.tell_parties(desk, referral)
