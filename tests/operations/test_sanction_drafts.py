"""What is shown of a sanction before it is decided, what is kept of one half written, and who is told that it waits."""

from dataclasses import replace

import pytest

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.decisions import DecisionKind
from app.domain.drafts import Choices, Draft, choices_as_text, choices_from_text
from app.domain.ladder import Rung
from app.domain.sanctions import Malice, MaliceFact, PostAction, SecondPerson
from app.operations import accounts, approving, drafts, intake, sanctions
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish

EVERY = tuple(CommandKind)
CHOSEN = Choices(
    rung=Rung.MUTE_7,
    departure="连发三帖",
    malice=(Malice(MaliceFact.TARGETED, "p-7"), Malice(MaliceFact.ADMITTED, "")),
    brand_party=False,
    post=PostAction.FOLD,
    unnamed=("r-2",),
    by_law=True,
    law_name="《网络信息内容生态治理规定》第六条",
    law_text="……",
)
ATTACK = CaseId("c-1")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(make.case(1, text="你就是个水货，滚出车友圈。"), make.case(2)))
    return desk


@pytest.mark.parametrize("choices", [CHOSEN, Choices(), None])
def test_what_was_chosen_for_a_sanction_is_there_again(desk: Desk, choices: Choices | None) -> None:
    draft = Draft(DecisionKind.SANCTION, "写到一半", 3, choices=choices)
    drafts.keep_draft(desk, ATTACK, draft)
    assert case_view(desk, ATTACK).draft == draft


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"rung": "gallows"}', "{"])
def test_choices_that_can_not_be_read_are_none(kept: str) -> None:
    assert choices_from_text(kept) is None
    assert choices_from_text(choices_as_text(CHOSEN)) == CHOSEN


def test_a_sanction_is_shown_with_its_notice_before_anything_is_kept(desk: Desk) -> None:
    prepared = sanctions.prepare(desk, ATTACK, Wish(article=3))
    assert prepared.reckoned.sanction.rung is Rung.WARNING
    assert "正式警告" in prepared.notice
    assert prepared.second is None
    assert sanctions.prepare(desk, ATTACK, Wish(article=3, rung=Rung.SUSPEND_30)).second is SecondPerson.LONG
    assert case_view(desk, ATTACK).decisions == []


def test_where_the_ladder_proposes_a_reminder_there_is_no_notice_until_a_rung_is_chosen(desk: Desk) -> None:
    assert sanctions.prepare(desk, ATTACK, Wish(article=9)).notice == ""
    assert "正式警告" in sanctions.prepare(desk, ATTACK, Wish(article=9, rung=Rung.WARNING)).notice


def test_the_others_are_told_what_waits_and_only_while_it_waits(desk: Desk) -> None:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    other = replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))
    decided = sanctions.sanction(desk, ATTACK, Wish(article=7, post=PostAction.FOLD))
    assert approving.waiting_for_me(desk) == []
    told = approving.waiting_for_me(other)
    assert [(one.decision, one.case, one.by) for one in told] == [(decided.decision, ATTACK, desk.me.name)]
    waiting = approving.waiting(other, ATTACK)
    assert waiting is not None
    assert waiting.choice is not None
    assert waiting.choice.sanction is not None
    assert waiting.choice.sanction.post is PostAction.FOLD
    approving.approve(other, ATTACK)
    assert approving.waiting_for_me(other) == []
    assert approving.waiting(other, ATTACK) is None
