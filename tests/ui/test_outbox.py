from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

import make
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind, CommandState
from app.operations import coaching, complaints, delivery, intake, outbox
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui import latin
from tests.ui.stage import Stage, visible_children
from ui.kit.remote import RemoteText
from ui.kit.states import Empty
from ui.outbox.answers import OutboxAnswer
from ui.outbox.page import OutboxPage
from ui.shell.places import Place

Staged = Callable[[Desk], Stage]


@pytest.fixture
def at_outbox(staged: Staged, latin_desk: Desk) -> Stage:
    stage = staged(latin_desk).open()
    stage.ctrl(Qt.Key.Key_3)
    return stage


def _page(stage: Stage) -> OutboxPage:
    return stage.window.outbox


def _answers(stage: Stage) -> dict[CaseId, OutboxAnswer]:
    return {one.first.case: one for one in _page(stage).model.answers}


def _choose(stage: Stage, case: CaseId) -> None:
    model = _page(stage).model
    at = next(row for row, one in enumerate(model.answers) if one.first.case == case)
    _page(stage).list.setCurrentIndex(model.index(at))
    stage.settle()


def _buttons(stage: Stage) -> set[str]:
    """What can be done with the chosen answer, by button; the keys agree."""
    buttons = [one for one in visible_children(_page(stage), QPushButton) if one.property("intention")]
    able = {str(one.property("intention")) for one in buttons if one.isEnabled()}
    names = ("outbox.withdraw", "outbox.change", "outbox.retry", "outbox.confirm")
    assert able == {name for name in names if stage.window.actions_[name].isEnabled()}
    return able


def _state(desk: Desk, case: CaseId, kind: CommandKind = CommandKind.MESSAGE) -> CommandState:
    return next(one.state for one in case_view(desk, case).commands if one.intent.kind is kind)


# --- what is shown ------------------------------------------------------------------------------------


def test_the_steps_of_a_decision_are_one_line_and_what_needs_a_person_comes_first(at_outbox: Stage) -> None:
    shown = _answers(at_outbox)
    assert set(shown) == {latin.COACHED, latin.REFUSED, latin.CONFLICT, latin.UNCERTAIN}
    assert len(_page(at_outbox).model.answers) == 4
    assert len(shown[latin.COACHED].steps) == 3
    assert _page(at_outbox).model.answers[-1].first.case == latin.COACHED
    assert at_outbox.window.place is Place.OUTBOX
    assert _page(at_outbox).list.hasFocus()


def test_places_and_status_say_how_many_wait_and_how_many_need_a_person(at_outbox: Stage) -> None:
    assert at_outbox.reads("待发送 4 · 3 件请你看一下")


def test_an_answer_shows_its_steps_its_text_and_where_it_stands(at_outbox: Stage) -> None:
    _choose(at_outbox, latin.REFUSED)
    shown = at_outbox.texts(_page(at_outbox))
    for words in ("被拒绝", "私信", "办结举报", "等待前一步", latin.LETTER):
        assert any(words in text for text in shown), words
    assert any("拒收" in text for text in shown), "the community's own reason"


def test_a_conflict_shows_both_texts_side_by_side_with_what_changed(at_outbox: Stage) -> None:
    _choose(at_outbox, latin.CONFLICT)
    before, after = visible_children(_page(at_outbox), RemoteText)
    assert "agent.example" in before.text()
    assert "line-through" in before.text()
    assert "underline" not in before.text()
    assert "underline" in after.text()
    assert "any more" in after.text()
    assert (
        before.mapTo(at_outbox.frame, before.rect().topLeft()).x()
        < after.mapTo(at_outbox.frame, after.rect().topLeft()).x()
    )
    assert at_outbox.reads("社区里由 Lin 接手")


def test_the_settled_ones_are_one_key_away(at_outbox: Stage) -> None:
    at_outbox.do("outbox.settled")
    shown = _answers(at_outbox)
    assert {latin.CLOSED, latin.REPLIED, latin.AWAITING} <= set(shown)
    assert latin.COACHED not in shown
    assert _buttons(at_outbox) == set()
    at_outbox.do("outbox.settled")
    assert latin.COACHED in _answers(at_outbox)


def test_an_empty_outbox_says_what_comes_there(staged: Staged, written_desk: Desk) -> None:
    stage = staged(written_desk).open()
    stage.do("go.outbox")
    assert isinstance(_page(stage).stack.showing, Empty)
    assert stage.reads("没有等着发送的操作")
    assert _buttons(stage) == set()


# --- what can be done ---------------------------------------------------------------------------------

ABLE = {
    "coached": {"outbox.withdraw", "outbox.change"},
    "refused": {"outbox.withdraw", "outbox.change", "outbox.retry"},
    "conflict": {"outbox.withdraw", "outbox.change", "outbox.retry"},
    "uncertain": {"outbox.withdraw", "outbox.change", "outbox.retry", "outbox.confirm"},
}


@pytest.mark.parametrize("name", ABLE)
def test_only_what_is_possible_is_offered(at_outbox: Stage, name: str) -> None:
    _choose(at_outbox, latin.CASES[name])
    assert _buttons(at_outbox) == ABLE[name]


def test_a_refused_answer_is_tried_again(at_outbox: Stage, latin_desk: Desk) -> None:
    _choose(at_outbox, latin.REFUSED)
    at_outbox.press(Qt.Key.Key_R)
    assert _state(latin_desk, latin.REFUSED) is CommandState.WAITING
    assert _state(latin_desk, latin.REFUSED, CommandKind.RESOLVE) is CommandState.WAITING
    assert _page(at_outbox)._chosen.first.case == latin.REFUSED, "the chosen one stays chosen"
    assert at_outbox.reads("2 件请你看一下")


def test_an_uncertain_answer_is_confirmed(at_outbox: Stage, latin_desk: Desk) -> None:
    _choose(at_outbox, latin.UNCERTAIN)
    at_outbox.click(at_outbox.button("确认已送达", _page(at_outbox)))
    assert _state(latin_desk, latin.UNCERTAIN) is CommandState.SENT
    assert any("已记为送达" in text for text in at_outbox.notices)


def test_a_withdrawn_answer_leaves_and_its_case_is_open_again(at_outbox: Stage, latin_desk: Desk) -> None:
    _choose(at_outbox, latin.COACHED)
    at_outbox.press(Qt.Key.Key_W)
    assert latin.COACHED not in _answers(at_outbox)
    assert case_view(latin_desk, latin.COACHED).case.state is CaseState.NEW


def test_an_answer_to_be_changed_is_on_the_desk_again_as_it_was_written(at_outbox: Stage, latin_desk: Desk) -> None:
    _choose(at_outbox, latin.COACHED)
    at_outbox.press(Qt.Key.Key_C)
    assert at_outbox.window.place is Place.TRIAGE
    desk = at_outbox.window.triage.desk
    assert desk.case_id == latin.COACHED
    assert desk.letter.text == latin.LETTER
    assert desk.letter.article == 9
    assert desk._send.isEnabled()
    assert _state(latin_desk, latin.COACHED) is CommandState.CANCELLED


def test_what_can_not_be_done_any_more_says_why(at_outbox: Stage, latin_desk: Desk) -> None:
    """The rows are older than the record: somebody was quicker."""
    _choose(at_outbox, latin.REFUSED)
    command = _answers(at_outbox)[latin.REFUSED].telling.command
    outbox.withdraw(latin_desk, command.id)
    at_outbox.press(Qt.Key.Key_R)
    assert at_outbox.notices
    assert _state(latin_desk, latin.REFUSED) is CommandState.CANCELLED


def test_the_case_of_an_answer_is_one_key_away(at_outbox: Stage) -> None:
    _choose(at_outbox, latin.CONFLICT)
    at_outbox.do("outbox.open")
    assert at_outbox.window.place is Place.TRIAGE
    assert at_outbox.window.triage.queue.case_id == latin.CONFLICT


def test_held_back_answers_say_that_they_can_be_taken_back(staged: Staged, written_desk: Desk) -> None:
    stage = staged(written_desk).open()
    stage.press(Qt.Key.Key_E)
    stage.do("go.outbox")
    assert stage.reads("可撤回")
    stage.send()
    assert isinstance(_page(stage).stack.showing, Empty)
    assert stage.reads("已连接")


def test_an_answer_is_settled_only_when_every_step_is(at_outbox: Stage) -> None:
    at_outbox.do("outbox.settled")
    assert {latin.REFUSED, latin.CONFLICT, latin.UNCERTAIN} & set(_answers(at_outbox)) == set()


# --- what is said of it -------------------------------------------------------------------------------


def _at_outbox(staged: Staged, desk: Desk) -> Stage:
    stage = staged(desk).open()
    stage.do("go.outbox")
    return stage


def test_an_answer_without_words_can_not_be_changed(stage: Stage) -> None:
    stage.press(Qt.Key.Key_E)
    stage.do("go.outbox")
    assert _buttons(stage) == {"outbox.withdraw"}


def test_what_another_decided_says_who_will_send_it(staged: Staged, lite_desk: Desk, second_desk: Desk) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1), make.case(2)))
    complaints.reply(second_desk, CaseId("c-1"), message="我们在看。")
    complaints.reply(lite_desk, CaseId("c-2"), message="我们在看。")
    stage = _at_outbox(staged, lite_desk)
    for case, said in (("c-1", True), ("c-2", False)):
        _choose(stage, CaseId(case))
        assert stage.reads("这是 小林 的操作", _page(stage)) is said


def test_what_was_tried_says_how_often_and_when_it_is_tried_again(staged: Staged, lite_desk: Desk) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    complaints.reply(lite_desk, CaseId("c-1"), message="我们在看。")
    command = delivery.on_sending(lite_desk)
    assert command is not None
    delivery.on_slow_down(lite_desk, command, delivery.Pause(timedelta(seconds=90)), doubtful=False)
    stage = _at_outbox(staged, lite_desk)
    assert stage.reads("试过 1 次，91 秒后再试", _page(stage))


def test_a_conflict_stands_beside_the_text_that_was_judged(staged: Staged, lite_desk: Desk) -> None:
    reported, judged, now = "加我头像，贴膜全网最低。", "加我头像，贴膜很便宜。", "想贴膜的可以在这里问我。"
    intake.on_pulled(lite_desk, make.page(make.case(1, text=reported)))
    edited = make.post(1, judged, version="2", edited_at=make.NOON)
    intake.on_pulled(lite_desk, make.page(posts=(edited,), cursor="cursor-2"))
    coaching.coach(lite_desk, CaseId("c-1"), article=9, message="您好，请把广告链接删掉，谢谢。")
    command = delivery.on_sending(lite_desk)
    assert command is not None
    changed = make.case(1, version="9", text=now, post_version="3", edited_at=make.NOON)
    delivery.on_conflict(lite_desk, command, changed)
    stage = _at_outbox(staged, lite_desk)
    before, after = visible_children(_page(stage), RemoteText)
    assert "".join(piece.text for piece in before._pieces or []) == judged
    assert "".join(piece.text for piece in after._pieces or []) == now
