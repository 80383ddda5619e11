"""Sampling by a lead: drawn so that anybody can draw it again, marked by another person, reported evenly."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind
from app.domain.commands import CommandKind, DecisionId
from app.domain.ladder import Rung
from app.domain.roles import Role
from app.domain.sampling import Anchor, Mark
from app.errors import AlreadyThere, BadAnchor, NoRight, NotForTrainees, NothingToSample, OwnDecision
from app.operations import accounts, classifying, coaching, dismissing, intake, sampling, sanctions, undoing
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.conftest import Clock

EVERY = tuple(CommandKind)
HOW_MANY = 12


def _case(number: int) -> CaseId:
    return make.case(number).id


@pytest.fixture
def lead(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(*(make.case(number) for number in range(1, HOW_MANY + 1))))
    return desk


@pytest.fixture
def other(lead: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(lead, me=accounts.register(lead.record, sign_in, lead.clock()))


@pytest.fixture
def decided(other: Desk) -> list[DecisionId]:
    """Ten decisions of somebody else."""
    return [dismissing.dismiss(other, _case(number)).decision for number in range(1, 11)]


def _since(desk: Desk) -> datetime:
    return desk.clock() - timedelta(days=1)


def test_a_share_of_what_others_decided_is_drawn_and_the_same_again_from_its_anchor(
    lead: Desk, decided: list[DecisionId], clock: Clock
) -> None:
    own = dismissing.dismiss(lead, _case(11)).decision
    first = sampling.draw(lead, since=_since(lead), share=0.3)
    assert (first.of, len(first.drawn)) == (10, 3)
    chosen = {one.decision.id for one in first.drawn}
    assert chosen <= set(decided)
    assert own not in chosen
    clock.advance(minutes=5)
    classifying.classify(lead, _case(12), CaseKind.COMPLAINT)
    again = sampling.draw(lead, since=_since(lead), share=0.3, anchor=first.anchor)
    assert {one.decision.id for one in again.drawn} == chosen
    elsewhere = sampling.draw(lead, since=_since(lead), share=0.3, anchor=_head(lead))
    assert elsewhere.anchor != first.anchor


def test_what_was_marked_is_not_drawn_again(lead: Desk, decided: list[DecisionId]) -> None:
    first = sampling.draw(lead, since=_since(lead), share=1.0)
    sampling.mark(lead, first.drawn[0].decision.id, Mark.AGREE)
    again = sampling.draw(lead, since=_since(lead), share=1.0, anchor=first.anchor)
    assert (len(again.drawn), again.done) == (9, 1)
    assert first.drawn[0].decision.id not in {one.decision.id for one in again.drawn}


def test_what_is_drawn_shows_what_was_judged(lead: Desk, other: Desk) -> None:
    sanctions.sanction(other, _case(1), Wish(article=3))
    drawn = sampling.draw(lead, since=_since(lead)).drawn[0]
    assert (drawn.title, drawn.text) == ("新人求助", "加我头像，贴膜全网最低。")
    assert drawn.sanction is not None
    assert drawn.sanction.rung is Rung.WARNING


def test_only_a_lead_samples_and_never_their_own(lead: Desk, other: Desk, decided: list[DecisionId]) -> None:
    with pytest.raises(NoRight):
        sampling.draw(other, since=_since(lead))
    with pytest.raises(NoRight):
        sampling.mark(other, decided[0], Mark.AGREE)
    own = dismissing.dismiss(lead, _case(11)).decision
    with pytest.raises(OwnDecision):
        sampling.mark(lead, own, Mark.AGREE)
    sampling.mark(lead, decided[0], Mark.TOO_HARD, note="初次，提醒就够")
    with pytest.raises(AlreadyThere):
        sampling.mark(lead, decided[0], Mark.AGREE)
    assert accounts.verify_ledger(lead.record).ok


def test_what_was_undone_or_is_no_answer_is_not_sampled(lead: Desk, other: Desk) -> None:
    undone = dismissing.dismiss(other, _case(1))
    undoing.undo(other, [undone.decision])
    kind = classifying.classify(other, _case(2), CaseKind.COMPLAINT)
    for decision in (undone.decision, kind.decision, DecisionId("d-0")):
        with pytest.raises(NothingToSample):
            sampling.mark(lead, decision, Mark.AGREE)
    assert sampling.draw(lead, since=_since(lead), share=1.0).of == 0


def test_an_anchor_that_the_ledger_does_not_have_is_refused(lead: Desk, decided: list[DecisionId]) -> None:
    head = _head(lead)
    for wrong in (Anchor(head.entry, "0" * 64), Anchor(head.entry + 5, head.hash)):
        with pytest.raises(BadAnchor):
            sampling.draw(lead, since=_since(lead), anchor=wrong)


def test_how_evenly_an_article_is_applied(lead: Desk, other: Desk) -> None:
    reminder = coaching.coach(other, _case(1), article=9, message="请把广告删掉。")
    sanction = sanctions.sanction(other, _case(2), Wish(article=3))
    sanctions.sanction(other, _case(3), Wish(article=3))
    sampling.mark(lead, sanction.decision, Mark.TOO_HARD)
    sampling.mark(lead, reminder.decision, Mark.TONE, note="少了称呼")
    found = sampling.consistency(lead, since=_since(lead))
    by_article = {one.article: one for one in found.articles}
    assert by_article[3].rungs == ((Rung.WARNING, 2),)
    assert by_article[3].marks == ((Mark.TOO_HARD, 1),)
    assert by_article[3].agreement == 0
    assert by_article[9].rungs == ((Rung.COACHING, 1),)
    assert [(one.person.id, one.notes) for one in found.people] == [(other.me.id, ("少了称呼",))]


def test_the_database_lets_nobody_sample_their_own(lead: Desk, other: Desk, decided: list[DecisionId]) -> None:
    columns = "decision_id, by_id, by_name, at, mark, note"
    insert = sa.text(f"INSERT INTO samples ({columns}) VALUES (:d, :by, 'x', 1, 'agree', '')")
    with pytest.raises(sa.exc.DBAPIError), lead.record.connection() as connection:
        connection.execute(insert, {"d": decided[0], "by": other.me.id})
    with lead.record.connection() as connection:
        connection.execute(insert, {"d": decided[0], "by": lead.me.id})


def test_a_lead_in_training_samples_nothing(lead: Desk) -> None:
    trainee = replace(lead, me=replace(lead.me, roles=lead.me.roles | {Role.TRAINEE}))
    with pytest.raises(NotForTrainees):
        sampling.draw(trainee, since=_since(lead))


def _head(desk: Desk) -> Anchor:
    with desk.record.read() as tx:
        return Anchor(*tx.ledger.head())
