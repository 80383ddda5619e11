"""The page of promises, and what the window tells of them wherever one is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import create_autospec

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind
from app.domain.decisions import DecisionKind
from app.domain.letters import moment_words
from app.domain.promises import Change, Promise, PromiseState
from app.domain.promises_register import Which
from app.domain.roles import Role
from app.operations import complaints, outbox, promises, promises_view, topics, triage
from app.operations.case_view import case_view
from app.operations.classifying import classify
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.kit.states import Empty
from ui.promises.column import PromiseColumn
from ui.promises.page import PromisesPage
from ui.promises.telling import TellingDesk
from ui.shell.notifying import Tray
from ui.shell.places import Place

Staged = Callable[[Desk], Stage]

MATTERS = (("查清异响的原因", "售后技术部", 1), ("说明冬季续航的依据", "产品部", 3))
WORDS = "您反映的问题已转给{department}，{due}前，我会在这个帖子里向您说明进展。"
TOLD = "备件今天到店，明天给您装上，装好再来这里说。"


@pytest.fixture
def desk(written_desk: Desk) -> Desk:
    """No lead: nobody is shown alarms over the page."""
    return replace(written_desk, me=replace(written_desk.me, roles=written_desk.me.roles - {Role.LEAD}))


@pytest.fixture
def made(desk: Desk) -> list[Promise]:
    """Two promises, the one that is due first in front."""
    return [_promise(desk, case, *matter) for case, matter in zip(_answerable(desk), MATTERS, strict=False)]


@pytest.fixture
def opened(staged: Staged, desk: Desk, made: list[Promise]) -> Stage:
    """The page with both of them; the replies have arrived."""
    assert len(made) == len(MATTERS)
    stage = staged(desk).open()
    stage.send()
    stage.do("go.promises")
    return stage


def _answerable(desk: Desk) -> list[CaseId]:
    rows = [row for row in triage.queue(desk) if not row.raised and row.kind is CaseKind.VIOLATION]
    return [row.id for row in rows if case_view(desk, row.id).same_text == 1]


def _promise(desk: Desk, case: CaseId, what: str, department: str, days: int) -> Promise:
    promise = promises.promising(desk, what=what, department=department, owner="小林", days=days)
    due = moment_words(promise.due_at.astimezone()).zh
    complaints.reply(desk, case, message=WORDS.format(department=department, due=due), promise=promise)
    return promises_view.of_case(desk, case)[-1]


def _page(stage: Stage) -> PromisesPage:
    return stage.window.promises.register


def _column(stage: Stage) -> PromiseColumn:
    return _page(stage).column


def _desk(stage: Stage) -> TellingDesk:
    return _page(stage).desk


def _now(stage: Stage, promise: Promise) -> Promise:
    return promises_view.shown(stage.desk, promise.id).promise


def _say(stage: Stage, intention: str, words: str) -> None:
    stage.do(intention)
    _desk(stage).editor.setPlainText(words)
    stage.settle()
    stage.ctrl(Qt.Key.Key_Return)


def _at(stage: Stage, moment: datetime) -> None:
    """It is later now, and the window has noticed."""
    stage.clock.moment = moment
    stage.window.promised.look()
    stage.refresh()


# --- the list -----------------------------------------------------------------------------------------


def test_the_place_stands_after_the_queue_and_its_key_goes_there(opened: Stage) -> None:
    assert list(Place)[:3] == [Place.TRIAGE, Place.PROMISES, Place.OUTBOX]
    opened.do("go.triage")
    opened.ctrl(Qt.Key.Key_2)
    assert opened.window.place is Place.PROMISES
    assert _column(opened).list.hasFocus()


def test_a_line_tells_what_who_by_when_and_to_whom(opened: Stage, made: list[Promise]) -> None:
    model = _column(opened).model
    assert [row.promise.id for row in model.rows] == [one.id for one in made]
    spoken = str(model.data(model.index(0)))
    for words in ("查清异响的原因", "明天 18:00", "售后技术部", "未更新"):
        assert words in spoken, words
    author = case_view(opened.desk, made[0].case or CaseId("")).case.author
    assert author is not None
    assert author.name in spoken


def test_the_chosen_one_is_shown_with_the_words_that_made_it(opened: Stage, made: list[Promise]) -> None:
    opened.press(Qt.Key.Key_J)
    assert _column(opened).promise == made[1].id
    assert opened.reads("说明冬季续航的依据", _page(opened).matter)
    assert opened.reads("产品部", _page(opened).matter)
    assert opened.reads("我会在这个帖子里向您说明进展", _page(opened).matter)
    opened.press(Qt.Key.Key_K)
    assert opened.reads("查清异响的原因", _page(opened).matter)


def test_chips_departments_and_words_narrow_the_list(opened: Stage, made: list[Promise]) -> None:
    column = _column(opened)
    opened.click(column.chips[Which.SOON])
    assert [row.promise.id for row in column.model.rows] == [made[0].id]
    opened.click(column.chips[Which.KEPT])
    assert isinstance(column.stack.showing, Empty)
    opened.press(Qt.Key.Key_A)
    assert len(column.model.rows) == 2
    column.department.setCurrentIndex(column.department.findData("产品部"))
    column.department.activated.emit(column.department.currentIndex())
    opened.settle()
    assert [row.promise.id for row in column.model.rows] == [made[1].id]
    opened.press(Qt.Key.Key_A)
    opened.do("promises.search")
    opened.write("异响")
    opened.until(lambda: len(column.model.rows) == 1)
    opened.press(Qt.Key.Key_Escape)
    assert column.list.hasFocus() or len(column.model.rows) == 2


def test_nothing_promised_is_told_kindly(staged: Staged, desk: Desk) -> None:
    stage = staged(desk).open()
    stage.do("go.promises")
    assert stage.reads("答应过的都说到做到了")
    assert not _desk(stage).send_button.isVisible()


# --- the department -----------------------------------------------------------------------------------


def test_the_slip_is_copied_and_its_number_and_the_answer_are_kept(opened: Stage, made: list[Promise]) -> None:
    opened.press(Qt.Key.Key_C)
    assert "转办单" in QGuiApplication.clipboard().text()
    assert "查清异响的原因" in QGuiApplication.clipboard().text()
    handoff = _page(opened).matter.handoff
    opened.press(Qt.Key.Key_N)
    assert handoff.number.hasFocus()
    opened.write("SH-014")
    opened.press(Qt.Key.Key_Return)
    assert _now(opened, made[0]).number == "SH-014"
    opened.press(Qt.Key.Key_Escape)
    opened.press(Qt.Key.Key_D)
    opened.write("顶胶老化，备件周四到店")
    opened.ctrl(Qt.Key.Key_Return)
    assert _now(opened, made[0]).answered == "顶胶老化，备件周四到店"
    assert handoff.answer.toPlainText() == ""
    assert opened.reads("顶胶老化", _page(opened).matter)
    assert "顶胶老化" in _desk(opened).editor.toPlainText(), "a draft that nobody touched knows it"
    assert [one.intent.kind for one in outbox.outbox(opened.desk)].count(CommandKind.REPLY) == len(made)


def test_what_the_department_said_stays_typed_while_one_looks_elsewhere(opened: Stage) -> None:
    opened.press(Qt.Key.Key_D)
    opened.write("还在查")
    opened.press(Qt.Key.Key_Escape)
    opened.press(Qt.Key.Key_J)
    assert _page(opened).matter.handoff.answer.toPlainText() == ""
    opened.press(Qt.Key.Key_K)
    assert _page(opened).matter.handoff.answer.toPlainText() == "还在查"


# --- what is said ---------------------------------------------------------------------------------------


def test_progress_is_told_and_can_be_taken_back_with_its_words(opened: Stage, made: list[Promise]) -> None:
    before = _now(opened, made[0]).told_at
    _say(opened, "promises.progress", TOLD)
    assert _now(opened, made[0]).told_at != before
    assert any("8 秒内可撤回" in text for text in opened.notices)
    assert opened.reads(TOLD, _page(opened).matter)
    assert _column(opened).list.hasFocus()
    opened.ctrl(Qt.Key.Key_Z)
    assert _now(opened, made[0]).told_at == before
    assert opened.window.place is Place.PROMISES
    assert _desk(opened).editor.toPlainText() == TOLD


def test_open_places_hold_it_back(opened: Stage, made: list[Promise]) -> None:
    _say(opened, "promises.close", "有结果了：{结果}。")
    assert opened.reads("还有 1 处没填", _desk(opened))
    assert _now(opened, made[0]).ended is None


def test_a_date_moves_by_working_days_with_its_weekday_and_the_text_follows(opened: Stage, made: list[Promise]) -> None:
    opened.press(Qt.Key.Key_3)
    desk = _desk(opened)
    opened.click(desk.word.date.buttons[2])
    until = made[0].due_at.astimezone() + timedelta(days=2)
    assert opened.reads(f"新期限 {until:%m-%d} 周三 18:00", desk)
    assert opened.reads("记为第 1 次延期", desk)
    desk.editor.setPlainText(desk.editor.toPlainText().replace("{来不及的原因}", "备件在路上"))
    opened.click(desk.word.date.buttons[3])
    later = until + timedelta(days=1)
    assert moment_words(later).zh in desk.editor.toPlainText()
    assert "备件在路上" in desk.editor.toPlainText()
    desk.editor.setPlainText(f"备件在路上，改到{moment_words(later).zh}答复您，对不起。")
    desk.editor.setFocus()
    opened.ctrl(Qt.Key.Key_Return)
    after = _now(opened, made[0])
    assert (after.due_at, after.extensions) == (later, 1)
    assert opened.reads("已延期 1 次", _page(opened).matter)


def test_after_the_date_it_is_said_why_it_can_not_be_moved(opened: Stage, made: list[Promise]) -> None:
    _at(opened, made[0].due_at + timedelta(hours=1))
    opened.press(Qt.Key.Key_3)
    assert opened.reads("不能再延期", _desk(opened))
    assert not _desk(opened).word.date.isVisible()


def test_what_can_not_be_kept_counts_as_broken(opened: Stage, made: list[Promise]) -> None:
    opened.press(Qt.Key.Key_4)
    assert opened.reads("记为“未兑现”", _desk(opened))
    assert opened.reads("工单办结", _desk(opened))
    _say(opened, "promises.give_up", "这个零件停产了，没有替代件，承诺的更换办不到，对不起。")
    assert _now(opened, made[0]).ended is Change.GIVEN_UP
    assert case_view(opened.desk, made[0].case or CaseId("")).case.state is CaseState.CLOSED
    opened.do("promises.which")
    assert opened.window.place is Place.PROMISES


def test_a_draft_is_there_again_after_a_look_elsewhere_and_in_the_record(opened: Stage, made: list[Promise]) -> None:
    opened.do("promises.progress")
    _desk(opened).editor.setPlainText("写到一半")
    opened.settle()
    opened.press(Qt.Key.Key_Escape)
    opened.press(Qt.Key.Key_J)
    assert _desk(opened).editor.toPlainText() != "写到一半"
    kept = case_view(opened.desk, made[0].case or CaseId("")).drafts
    assert [(one.answer, one.text) for one in kept] == [(DecisionKind.FOLLOW_UP, "写到一半")]
    opened.press(Qt.Key.Key_K)
    assert _desk(opened).editor.toPlainText() == "写到一半"


def test_the_preview_shows_what_everybody_reads(opened: Stage) -> None:
    _desk(opened).editor.setPlainText(TOLD)
    opened.ctrl(Qt.Key.Key_P)
    assert _desk(opened).word.paper.preview.isVisible()
    assert opened.reads(TOLD, _desk(opened).word.paper.preview)


def test_only_leads_are_offered_to_withdraw(opened: Stage) -> None:
    assert not _desk(opened).tabs[Change.WITHDRAWN].isVisible()
    opened.press(Qt.Key.Key_5)
    assert _desk(opened).word.change is Change.PROGRESS


# --- wherever one is ------------------------------------------------------------------------------------


def test_a_note_lies_ready_the_evening_before_and_is_told_of_once(opened: Stage, made: list[Promise]) -> None:
    strip = opened.window.triage.promised
    opened.do("go.triage")
    assert not strip.isVisible()
    opened.window.notices.clear()
    _at(opened, made[0].due_at - timedelta(hours=23))
    assert opened.reads("进展说明已拟好 1", strip)
    assert opened.reads("进展待发 1", opened.window.status)
    told = [text for text in opened.notices if "进展说明已拟好" in text]
    assert len(told) == 1
    opened.window.notices.clear()
    opened.window.promised.look()
    opened.settle()
    assert not any("进展说明已拟好" in text for text in opened.notices)


def test_a_broken_one_stands_on_the_front_page_and_is_a_click_away(opened: Stage, made: list[Promise]) -> None:
    opened.do("go.triage")
    opened.window.notices.clear()
    _at(opened, made[0].due_at + timedelta(minutes=5))
    assert opened.reads("未兑现 1", opened.window.triage.promised)
    assert opened.reads("未兑现 1", opened.window.status)
    assert sum("未兑现" in text for text in opened.notices) == 1
    opened.click(opened.window.triage.promised.go)
    assert opened.window.place is Place.PROMISES
    assert _column(opened).which is Which.BROKEN
    assert [row.promise.id for row in _column(opened).model.rows] == [made[0].id]


def test_a_case_shows_what_was_promised_on_it_and_its_keys_lead_there(opened: Stage, made: list[Promise]) -> None:
    case = made[1].case
    assert case is not None
    opened.choose(case)
    opened.do("go.triage")
    line = opened.window.triage.promised_line
    assert opened.reads("说明冬季续航的依据", line)
    opened.do("triage.fulfil")
    assert opened.window.place is Place.PROMISES
    assert _column(opened).promise == made[1].id
    assert _desk(opened).word.change is Change.CLOSED
    opened.do("promises.open")
    assert opened.window.place is Place.TRIAGE
    assert opened.window.triage.queue.case_id == case


# --- whole ways -----------------------------------------------------------------------------------------


def test_promised_and_kept(opened: Stage, made: list[Promise]) -> None:
    _at(opened, made[0].due_at - timedelta(hours=2))
    opened.press(Qt.Key.Key_2)
    assert opened.reads("记为“已兑现”", _desk(opened))
    _say(opened, "promises.close", "异响的原因查清了：顶胶老化，已免费更换。")
    opened.send()
    found = _now(opened, made[0])
    assert found.state(opened.clock()) is PromiseState.KEPT
    assert case_view(opened.desk, made[0].case or CaseId("")).case.state is CaseState.CLOSED
    opened.click(_column(opened).chips[Which.KEPT])
    assert [row.promise.id for row in _column(opened).model.rows] == [made[0].id]
    assert opened.reads("这件事说完了", _desk(opened))


def test_overdue_broken_seen_on_the_front_page_and_closed_late(opened: Stage, made: list[Promise]) -> None:
    opened.do("go.triage")
    _at(opened, made[0].due_at + timedelta(days=2))
    opened.click(opened.window.triage.promised.go)
    assert opened.reads("未兑现 · 已过 2 天", _page(opened).matter)
    opened.press(Qt.Key.Key_2)
    assert opened.reads("记为“超期兑现”", _desk(opened))
    _say(opened, "promises.close", "让您久等，对不起。原因查清了：顶胶老化，已免费更换。")
    opened.send()
    assert _now(opened, made[0]).state(opened.clock()) is PromiseState.LATE
    assert not opened.reads("未兑现", opened.window.triage.promised)
    opened.click(_column(opened).chips[Which.LATE])
    assert [row.promise.id for row in _column(opened).model.rows] == [made[0].id]


def test_a_complaint_is_answered_with_a_promise_at_the_desk_and_the_promise_is_kept(staged: Staged, desk: Desk) -> None:
    case = CaseId("c-0401")
    classify(desk, case, CaseKind.COMPLAINT)
    stage = staged(desk).open()
    stage.choose(case)
    stage.do("triage.reply")
    restated = "对不起，升完 3.2 倒车影像要黑 3 到 4 秒，换谁都着急。"
    stage.window.triage.desk.sheets.current.editor.setPlainText(f"{restated}经核实，开机时多起了一个语音进程。")
    stage.do("desk.promise")
    stage.write("车机软件部")
    stage.do("desk.send")
    assert promises_view.of_case(desk, case) == [], "what is promised is read before it goes out"
    stage.do("desk.send")
    stage.send()
    (made,) = promises_view.of_case(desk, case)
    assert case_view(desk, case).case.state is CaseState.AWAITING_DEPARTMENT
    stage.do("go.promises")
    assert stage.reads("车机软件部", _page(stage).matter)
    stage.clock.moment = made.due_at - timedelta(hours=20)
    stage.refresh()
    _say(stage, "promises.close", "倒车影像黑屏的原因查清了，新版本今天推送，感谢您的耐心。")
    stage.send()
    assert _now(stage, made).state(stage.clock()) is PromiseState.KEPT
    assert case_view(desk, case).case.state is CaseState.CLOSED


def test_where_the_system_notifies_a_broken_one_is_told_there_and_a_click_leads_to_it(
    opened: Stage, made: list[Promise]
) -> None:
    tray = create_autospec(Tray, instance=True)
    tray.able.return_value = True
    opened.window.notifier.tray = tray
    opened.do("go.triage")
    _at(opened, made[0].due_at + timedelta(minutes=5))
    told = [call for call in tray.tell.call_args_list if "未兑现" in call.args[1]]
    assert len(told) == 1
    told[0].args[2]()
    opened.settle()
    assert opened.window.place is Place.PROMISES
    assert _column(opened).promise == made[0].id


def test_a_promise_of_a_topic_is_in_the_list_and_leads_to_its_topic(opened: Stage) -> None:
    desk = opened.desk
    cases = [one for one in _answerable(desk) if not promises_view.of_case(desk, one)][:2]
    topic = topics.open_topic(desk, "倒车影像黑屏", cases).topic
    made = promises.promising(desk, what="说明黑屏的原因", department="车机软件部", owner="小北")
    topics.promise(desk, topic, made)
    opened.refresh()
    at = next(at for at, row in enumerate(_column(opened).model.rows) if row.promise.topic)
    assert "专题“倒车影像黑屏” 2 位" in str(_column(opened).model.data(_column(opened).model.index(at)))
    _page(opened).show_promise(_column(opened).model.rows[at].promise.id)
    opened.settle()
    assert opened.reads("2 位车友", _page(opened).matter)
    assert not _desk(opened).send_button.isVisible()
    opened.click(_desk(opened).topic_button)
    assert opened.window.topics.page.isVisible()
    opened.do("go.promises")
    assert _page(opened).isVisible()
