"""Notes, drafts and filters: what people keep for themselves and each other."""

from dataclasses import replace

import pytest

import make
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.changes import Area
from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft
from app.domain.triage import QueueFilter, SavedFilter
from app.errors import CaseNotFound, EmptyMessage, NoRight
from app.operations import accounts, drafts, filters, intake, notes
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk

C1 = make.case(1).id


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))


@pytest.fixture
def other(desk: Desk) -> Desk:
    me = accounts.register(desk.record, SignIn(make.info("u-902", "小林"), "print-2", "t-2"), desk.clock())
    return replace(desk, me=me)


def test_notes_stand_in_the_order_in_which_they_were_written_with_who_wrote_them(desk: Desk, other: Desk) -> None:
    assert notes.note(desk, C1, " 打过电话\n 明天再打 ").areas == {Area.CASES}
    notes.note(other, C1, "\0已经回电")
    kept = case_view(desk, C1).notes
    assert [(note.by.name, note.text) for note in kept] == [("小北", "打过电话\n 明天再打"), ("小林", "已经回电")]
    assert kept[0].at == desk.clock()


def test_a_note_needs_words_a_case_and_the_right(desk: Desk) -> None:
    with pytest.raises(EmptyMessage):
        notes.note(desk, C1, " \n")
    with pytest.raises(CaseNotFound):
        notes.note(desk, CaseId("c-99"), "x")
    with pytest.raises(NoRight):
        notes.note(replace(desk, me=replace(desk.me, roles=frozenset())), C1, "x")
    assert case_view(desk, C1).notes == []


def test_a_draft_is_kept_for_the_one_who_writes_it(desk: Desk, other: Desk) -> None:
    drafts.keep_draft(desk, C1, Draft(DecisionKind.REPLY, "您好"))
    drafts.keep_draft(desk, C1, Draft(DecisionKind.COACHING, "您好，请", 9, fold=True))
    assert case_view(desk, C1).draft == Draft(DecisionKind.COACHING, "您好，请", 9, fold=True)
    assert case_view(other, C1).draft is None
    drafts.drop_draft(other, C1)
    assert case_view(desk, C1).draft is not None
    drafts.drop_draft(desk, C1)
    assert case_view(desk, C1).draft is None


def test_a_draft_without_anything_in_it_is_none(desk: Desk) -> None:
    drafts.keep_draft(desk, C1, Draft(DecisionKind.COACHING, "", 9))
    assert case_view(desk, C1).draft is not None
    drafts.keep_draft(desk, C1, Draft(DecisionKind.COACHING, "  "))
    assert case_view(desk, C1).draft is None


def test_filters_are_kept_by_name_for_each_account(desk: Desk, other: Desk) -> None:
    mine = SavedFilter("我的投诉", QueueFilter(kind=CaseKind.COMPLAINT, mine=True), "电池")
    filters.save(desk, mine)
    filters.save(desk, SavedFilter("a", QueueFilter(state=CaseState.CLOSED)))
    filters.save(desk, SavedFilter("a", QueueFilter(ours=True)))
    assert filters.saved(desk) == [SavedFilter("a", QueueFilter(ours=True)), mine]
    assert filters.saved(other) == []
    filters.forget(desk, "a")
    filters.forget(desk, "nothing")
    assert filters.saved(desk) == [mine]
