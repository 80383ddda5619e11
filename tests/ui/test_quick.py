"""Somebody is quicker than the window, and the window minds what they saw."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import make
from app.domain.cases import CaseId, CaseState
from app.domain.changes import Changes
from app.errors import StoreBusy
from app.operations import dismissing, intake, notes
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.stage import Stage

Staged = Callable[[Desk], Stage]


def _ids(stage: Stage) -> list[CaseId]:
    return [row.id for row in stage.window.triage.queue.model.rows]


def _state(desk: Desk, case: CaseId) -> CaseState:
    return case_view(desk, case).case.state


def test_nothing_is_done_to_a_case_that_nobody_saw(stage: Stage, written_desk: Desk) -> None:
    queue, ids = stage.window.triage.queue, _ids(stage)
    QTest.keyClick(queue.list, Qt.Key.Key_J)
    QTest.keyClick(queue.list, Qt.Key.Key_E)  # before the case could be read
    stage.settle()
    assert queue.case_id == ids[1]
    assert _state(written_desk, ids[1]) is CaseState.NEW
    stage.press(Qt.Key.Key_E)
    assert _state(written_desk, ids[1]) is CaseState.CLOSED


def test_who_went_on_is_told_which_case_was_refused_and_can_go_back(stage: Stage, written_desk: Desk) -> None:
    queue, ids = stage.window.triage.queue, _ids(stage)
    dismissing.dismiss(written_desk, ids[0])  # somebody else was first; the window does not know yet
    QTest.keyClick(queue.list, Qt.Key.Key_E)
    QTest.keyClick(queue.list, Qt.Key.Key_J)
    stage.settle()
    assert queue.case_id == ids[1]
    assert not stage.window.triage.desk._fault.isVisible()
    assert [text for text in stage.notices if text.startswith(f"工单 {ids[0]}：")]
    stage.click(stage.button("回到那件"))
    assert queue.case_id == ids[0]
    assert stage.notices == [], "a notice whose offer was taken has said its part"


def test_whoever_stayed_reads_the_refusal_where_the_answer_stands(stage: Stage, written_desk: Desk) -> None:
    first = _ids(stage)[0]
    dismissing.dismiss(written_desk, first)
    stage.press(Qt.Key.Key_E)
    assert stage.window.triage.queue.case_id == first
    assert stage.window.triage.desk._fault.isVisible()
    assert not any("撤回" in text for text in stage.notices)


def test_a_note_that_could_not_be_kept_waits_in_the_field_of_its_case(
    stage: Stage, written_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, ids = stage.window.triage.evidence.note, _ids(stage)

    def busy(_desk: Desk, _case: CaseId, _text: str) -> Changes:
        raise StoreBusy(why="locked")

    with monkeypatch.context() as patched:
        patched.setattr(notes, "note", busy)
        field.setFocus()
        stage.write("先问问门店")
        stage.choose(ids[1])
        assert field.text() == ""
        assert any(ids[0] in text for text in stage.notices)
    stage.choose(ids[0])
    assert field.text() == "先问问门店"
    field.setFocus()
    stage.press(Qt.Key.Key_Return)
    assert [note.text for note in case_view(written_desk, ids[0]).notes] == ["先问问门店"]


def test_esc_leaves_a_note_unsaved_in_the_field_of_its_case(stage: Stage, written_desk: Desk) -> None:
    field, ids = stage.window.triage.evidence.note, _ids(stage)
    stage.press(Qt.Key.Key_N)
    stage.write("先问问门店")
    stage.press(Qt.Key.Key_Escape)
    assert stage.window.triage.queue.list.hasFocus()
    assert field.text() == "先问问门店"
    assert any("备注没有保存" in text for text in stage.notices)
    stage.choose(ids[1])
    assert field.text() == ""
    stage.choose(ids[0])
    assert field.text() == "先问问门店"
    assert case_view(written_desk, ids[0]).notes == []
    stage.press(Qt.Key.Key_N)
    stage.press(Qt.Key.Key_Return)
    assert [note.text for note in case_view(written_desk, ids[0]).notes] == ["先问问门店"]
    assert field.text() == ""


# --- after the last one, and among copies -------------------------------------------------------------


@pytest.fixture
def few(staged: Staged, lite_desk: Desk) -> Stage:
    """Two copies of one text, three other cases."""
    texts = ["贴膜全网最低", "贴膜全网最低！", "刹车异响求助", "空调不冷", "充电桩报装"]
    intake.on_described(lite_desk, make.info())
    intake.on_pulled(lite_desk, make.page(*(make.case(number, text=text) for number, text in enumerate(texts, 1))))
    return staged(lite_desk).open()


def test_after_the_last_row_comes_the_one_before_it(few: Stage) -> None:
    ids = _ids(few)
    few.choose(ids[-1])
    few.press(Qt.Key.Key_E)
    assert few.window.triage.queue.case_id == ids[-2]


def test_a_case_with_copies_is_not_dismissed_alone_by_one_key(few: Stage, lite_desk: Desk) -> None:
    few.choose("c-1")
    few.press(Qt.Key.Key_E)
    assert few.reads("已选 2 件工单")
    assert {_state(lite_desk, CaseId(case)) for case in ("c-1", "c-2")} == {CaseState.NEW}


def test_a_reason_is_given_anew_for_each_batch(few: Stage, lite_desk: Desk) -> None:
    bulk = few.window.triage.bulk
    for case in ("c-3", "c-4"):
        few.choose(case)
        few.do("triage.pick")
        few.click(few.button("属于正常讨论"))
        few.click(few.button("全部无需处置"))
        assert _state(lite_desk, CaseId(case)) is CaseState.CLOSED
        assert bulk.reason.text() == ""
