"""What a case is again after an answer to it was taken back."""

from datetime import timedelta

import pytest

import make
from app.domain.cases import Back, CaseState, CommunityState, Verdict
from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft
from app.operations import coaching, complaints, dismissing, drafts, intake, outbox, triage, undoing
from app.operations.case_view import case_view
from app.operations.desk import Desk

C1 = make.case(1).id
LETTER = "您好，请把广告链接删掉，谢谢。"
HOLD = timedelta(seconds=8)


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))


def _edited(desk: Desk, version: str, text: str) -> None:
    edited = make.post(1, text, version=version, edited_at=make.NOON)
    intake.on_pulled(desk, make.page(posts=(edited,), cursor=f"cursor-{version}"))


def test_two_answers_to_one_case_taken_back_together_leave_it_as_it_was_before_the_first(desk: Desk) -> None:
    reminder = coaching.coach(desk, C1, article=9, message=LETTER, hold=HOLD)
    reply = complaints.reply(desk, C1, message="我们在看。", hold=HOLD)
    undoing.undo(desk, [reminder.decision, reply.decision])
    case = case_view(desk, C1).case
    assert (case.state, case.verdict, case.due_at) == (CaseState.NEW, None, None)


def test_a_case_that_others_settled_meanwhile_is_closed_as_theirs(desk: Desk) -> None:
    reminder = coaching.coach(desk, C1, article=9, message=LETTER, hold=HOLD)
    settled = make.case(1, version="2", state=CommunityState.DISMISSED)
    intake.on_pulled(desk, make.page(settled, cursor="cursor-2"))
    assert case_view(desk, C1).case.state is CaseState.AWAITING_AUTHOR
    undoing.undo(desk, [reminder.decision])
    case = case_view(desk, C1).case
    assert (case.state, case.verdict, case.due_at) == (CaseState.CLOSED, Verdict.ELSEWHERE, None)
    assert triage.queue(desk) == []


def test_a_case_that_had_come_back_is_again_one_that_came_back(desk: Desk) -> None:
    coaching.coach(desk, C1, article=9, message=LETTER)
    _edited(desk, "2", "改好了一半")
    again = coaching.coach(desk, C1, article=9, message=LETTER, hold=HOLD)
    assert case_view(desk, C1).case.came_back is None
    undoing.undo(desk, [again.decision])
    case = case_view(desk, C1).case
    assert (case.state, case.came_back) == (CaseState.CLAIMED, Back.CORRECTED)


def test_a_text_judged_by_an_answer_that_was_taken_back_was_not_judged(desk: Desk) -> None:
    reported = case_view(desk, C1).case.body
    _edited(desk, "2", "删了一半")
    answer = dismissing.dismiss(desk, C1, hold=HOLD)
    assert case_view(desk, C1).judged == "删了一半"
    undoing.undo(desk, [answer.decision])
    assert case_view(desk, C1).judged == reported


def test_a_case_that_was_answered_again_since_stays_where_that_answer_holds_it(desk: Desk) -> None:
    reminder = coaching.coach(desk, C1, article=9, message=LETTER, hold=HOLD)
    complaints.reply(desk, C1, message="我们在看。", hold=HOLD)
    undoing.undo(desk, [reminder.decision])
    view = case_view(desk, C1)
    assert view.case.state is CaseState.AWAITING_AUTHOR
    assert [one.undone_at is None for one in view.decisions] == [False, True]


def test_what_was_written_since_is_not_replaced_by_the_answer_taken_back(desk: Desk) -> None:
    reminder = coaching.coach(desk, C1, article=9, message=LETTER, hold=HOLD)
    newer = Draft(DecisionKind.COACHING, "我换了一种说法", 9)
    drafts.keep_draft(desk, C1, newer)
    outbox.reopen(desk, reminder.commands[0])
    assert case_view(desk, C1).drafts == (newer,)
