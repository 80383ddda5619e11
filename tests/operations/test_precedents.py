"""上次怎么判的: what was decided before on the same article, the likest first, fair to what an appeal left."""

from dataclasses import replace

import pytest

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.ladder import Rung
from app.domain.precedents import Situation, Weight, in_words
from app.domain.sanctions import Malice, MaliceFact, Outcome
from app.errors import CaseNotFound, NoSuchArticle
from app.operations import accounts, appeals, approving, coaching, intake, sanctions, undoing
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.desk import Desk
from app.operations.precedents import precedents
from app.operations.sanctions import Wish

EVERY = tuple(CommandKind)
INSULTS = ("你就是个水货，滚出车友圈。", "滚出车友圈吧，你就是水货！", "谁买这车谁是傻子，一群蠢货。", "滚！")
ADVERT = "加我微信，贴膜全网最低价，支持上门。"


def _case(number: int) -> CaseId:
    return make.case(number).id


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    insults = [make.case(number, text=text) for number, text in enumerate(INSULTS, 1)]
    intake.on_pulled(desk, make.page(*insults, make.case(9, text=ADVERT)))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def test_the_likest_comes_first_with_what_was_judged_and_how(desk: Desk) -> None:
    sanctions.sanction(desk, _case(3), Wish(article=3))
    sanctions.sanction(desk, _case(2), Wish(article=3))
    found = precedents(desk, _case(1), article=3)
    assert found.alike[0].case_id == _case(2)
    first = found.alike[0]
    assert (first.text, first.rung, first.by.id) == (INSULTS[1], Rung.WARNING, desk.me.id)
    assert first.likeness > 0.5


def test_other_articles_and_what_was_undone_or_waits_are_no_examples(desk: Desk) -> None:
    coaching.coach(desk, _case(9), article=9, message="请把广告删掉。")
    undone = sanctions.sanction(desk, _case(2), Wish(article=3))
    undoing.undo(desk, [undone.decision])
    intake.on_pulled(desk, make.page(make.case(5, text="官方客服" + INSULTS[0]), cursor="cursor-5"))
    sanctions.sanction(desk, _case(5), Wish(article=3))  # the brand is a party: another person has to agree
    found = precedents(desk, _case(1), article=3)
    assert (found.alike, found.counts) == ((), ())
    assert in_words(found).zh == "同类还没有先例"


def test_what_another_person_agreed_to_is_one(desk: Desk, other: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(5, text="官方客服" + INSULTS[0]), cursor="cursor-5"))
    sanctions.sanction(desk, _case(5), Wish(article=3))
    approving.approve(other, _case(5))
    assert [one.case_id for one in precedents(desk, _case(1), article=3).alike] == [_case(5)]


def test_the_same_offence_in_the_same_situation_is_counted_and_the_choice_weighed(desk: Desk) -> None:
    for number in (2, 3, 4):
        sanctions.sanction(desk, _case(number), Wish(article=3))
    found = precedents(desk, _case(1), article=3, rung=Rung.MUTE_1)
    assert found.counts == ((Rung.WARNING, 3),)
    assert found.weight is Weight.HARDER
    assert in_words(found).zh == "同类（初次）3 次：正式警告 3"
    assert precedents(desk, _case(1), article=3, rung=Rung.WARNING).weight is Weight.USUAL
    assert precedents(desk, _case(1), article=3, rung=Rung.COACHING).weight is Weight.SOFTER
    assert precedents(desk, _case(1), article=3).weight is None


def test_malice_is_compared_with_malice(desk: Desk) -> None:
    sanctions.sanction(desk, _case(2), Wish(article=3))
    sanctions.sanction(
        desk, _case(3), Wish(article=3, malice=(Malice(MaliceFact.TARGETED, "https://bbs.example/p/7"),))
    )
    found = precedents(desk, _case(1), article=3, malice=True)
    assert found.situation is Situation.MALICE
    assert found.counts == ((Rung.MUTE_1, 1),)


def test_what_an_appeal_overturned_is_shown_and_not_counted(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, _case(2), Wish(article=3))
    _appeal(desk, other, _case(2))
    found = precedents(desk, _case(1), article=3)
    assert found.alike[0].overturned
    assert found.counts == ()


def test_an_article_that_there_is_not_or_a_case_is_refused(desk: Desk) -> None:
    with pytest.raises(NoSuchArticle):
        precedents(desk, _case(1), article=99)
    with pytest.raises(CaseNotFound):
        precedents(desk, CaseId("c-0"), article=3)


def _appeal(desk: Desk, other: Desk, case: CaseId) -> None:
    """An appeal that overturned the sanction on a case."""
    appeal = appeals.enter(desk, case, Came("我没有骂人，说的是这台车。")).appeal
    appeals.answer(other, appeal.id, Verdict(Outcome.OVERTURNED, "说的是车，不是人"))
