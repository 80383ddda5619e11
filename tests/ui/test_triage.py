from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

import make
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.ledger import EntryKind
from app.domain.triage import QueueFilter
from app.domain.words import Words
from app.errors import MissingSecret, StoreBusy, Unavailable
from app.operations import classifying, dismissing, filters, intake, triage
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.kit.states import Empty, Fault, Loading
from ui.syncing import RoundTaken
from ui.triage.chips import choices

Staged = Callable[[Desk], Stage]


def _ids(stage: Stage) -> list[CaseId]:
    return [row.id for row in stage.window.triage.queue.model.rows]


def _chip(stage: Stage, words: str) -> QAbstractButton:
    return stage.button(words, stage.window.triage.queue.chips)


def _evidence(stage: Stage) -> str:
    return "\n".join(stage.texts(stage.window.triage.evidence))


# --- the queue ----------------------------------------------------------------------------------------


def test_the_queue_shows_every_open_case_and_begins_with_the_first(stage: Stage, written_desk: Desk) -> None:
    rows = triage.queue(written_desk, limit=500, together=True)
    shown = _ids(stage)
    assert shown == [row.id for row in rows][: len(shown)]
    assert stage.window.triage.queue.case_id == rows[0].id
    assert rows[0].id in _evidence(stage)
    assert stage.window.triage.queue.list.hasFocus()


def test_next_and_previous_go_through_the_rows_and_stop_at_the_ends(stage: Stage) -> None:
    queue, ids = stage.window.triage.queue, _ids(stage)
    stage.press(Qt.Key.Key_K)
    assert queue.case_id == ids[0]
    for expected in (ids[1], ids[2]):
        stage.press(Qt.Key.Key_J)
        assert queue.case_id == expected
        assert expected in _evidence(stage)
    stage.press(Qt.Key.Key_K)
    assert queue.case_id == ids[1]
    assert stage.window.triage.desk.case_id == ids[1]


def test_many_quick_steps_show_only_the_case_where_they_end(stage: Stage) -> None:
    queue, ids = stage.window.triage.queue, _ids(stage)
    for _ in range(8):
        QTest.keyClick(queue.list, Qt.Key.Key_J)
    stage.settle()
    assert queue.case_id == ids[8]
    assert stage.window.triage.evidence._view.case.id == ids[8]
    assert stage.window.triage.desk.case_id == ids[8]


def test_a_chip_shows_its_cases_and_a_second_click_all_again(stage: Stage, written_desk: Desk) -> None:
    before = _ids(stage)
    wanted = [row.id for row in triage.queue(written_desk, QueueFilter(reported_as="attack"), limit=50, together=True)]
    assert 0 < len(wanted) < len(before)
    stage.click(_chip(stage, "言语攻击"))
    assert _ids(stage) == wanted
    assert stage.window.triage.queue.case_id == wanted[0]
    assert _chip(stage, "言语攻击").isChecked()
    stage.click(_chip(stage, "言语攻击"))
    assert _ids(stage) == before


def test_a_filter_can_be_kept_and_chosen_again_and_forgotten(stage: Stage, written_desk: Desk) -> None:
    stage.click(_chip(stage, "广告"))
    stage.do("triage.save")
    assert [one.name for one in filters.saved(written_desk)] == ["广告"]
    adverts = _ids(stage)
    stage.do("triage.all")
    assert _ids(stage) != adverts
    stage.click(_chip(stage, "★"))
    assert _ids(stage) == adverts
    stage.window.triage.queue.filters.forget("广告")
    stage.settle()
    assert filters.saved(written_desk) == []


def test_without_a_filter_there_is_nothing_to_keep(stage: Stage, written_desk: Desk) -> None:
    stage.do("triage.save")
    assert filters.saved(written_desk) == []
    assert any("先筛选" in text for text in stage.notices)


def test_search_finds_chinese_while_it_is_typed(stage: Stage, written_desk: Desk) -> None:
    queue = stage.window.triage.queue
    wanted = [row.id for row in triage.queue(written_desk, search="家充", limit=50, together=True)]
    assert 0 < len(wanted) < len(_ids(stage))
    stage.ctrl(Qt.Key.Key_F)
    stage.write("家充")
    stage.until(lambda: _ids(stage) == wanted)
    stage.settle()
    assert queue.case_id == wanted[0]
    assert stage.reads(f"找到 {len(wanted)} 件")
    stage.press(Qt.Key.Key_Return)
    assert queue.list.hasFocus()


def test_a_case_is_found_by_its_number_closed_or_not_and_however_it_is_typed(stage: Stage, written_desk: Desk) -> None:
    closed, other = _ids(stage)[:2]
    dismissing.dismiss(written_desk, closed)
    stage.refresh()
    queue = stage.window.triage.queue
    for typed, wanted in ((closed, closed), (f" {other.upper()} ", other)):
        queue.search.clear()
        stage.write(typed, queue.search)
        stage.until(lambda wanted=wanted: _ids(stage) == [wanted])
        stage.settle()
        assert queue.case_id == wanted


def test_the_menu_of_filters_offers_what_reports_call_a_matter(stage: Stage, written_desk: Desk) -> None:
    offered = dict(choices())[Words("举报为", "Reported as")]
    names = [name.zh for name, _ in offered]
    assert {"言语攻击", "广告", "灌水"} <= set(names)
    wanted = next(one for name, one in offered if name.zh == "广告")
    stage.window.triage.queue.filters.show_filter(wanted)
    stage.settle()
    adverts = [row.id for row in triage.queue(written_desk, QueueFilter(reported_as="advert"), limit=50, together=True)]
    assert len(adverts) > 0
    assert _ids(stage) == adverts


def test_esc_clears_the_search_and_shows_all_again(stage: Stage) -> None:
    queue, before = stage.window.triage.queue, _ids(stage)
    stage.ctrl(Qt.Key.Key_F)
    stage.write("家充")
    stage.until(lambda: _ids(stage) != before)
    stage.settle()
    stage.press(Qt.Key.Key_Escape)
    assert (queue.search.text(), _ids(stage)) == ("", before)
    stage.press(Qt.Key.Key_Escape)
    assert queue.list.hasFocus()


def test_nothing_found_says_so_and_how_to_go_on(stage: Stage) -> None:
    queue = stage.window.triage.queue
    stage.write("没有这样的帖子", queue.search)
    stage.until(lambda: isinstance(queue.stack.showing, Empty))
    stage.settle()
    assert stage.reads("没有找到", queue)
    assert stage.reads("选一件工单", stage.window.triage.evidence)
    assert stage.window.triage.desk.case_id is None


def test_an_empty_queue_says_that_all_is_done(staged: Staged, lite_desk: Desk) -> None:
    intake.on_pulled(lite_desk, make.page())
    stage = staged(lite_desk).open()
    assert stage.reads("都处理完了")
    for intention in ("triage.next", "triage.dismiss", "triage.thank", "triage.pick", "desk.send", "triage.kind"):
        stage.do(intention)


def test_before_the_first_round_an_empty_queue_says_so_and_why_and_never_that_all_is_done(
    staged: Staged, lite_desk: Desk
) -> None:
    outage = Unavailable(why=Words("没有连接上", "no connection"))

    def fail(_check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        raise outage

    stage = staged(lite_desk).open(fail)
    queue = stage.window.triage.queue
    assert stage.reads("还没有同步过", queue)
    stage.sync()
    assert stage.reads(outage.sentence("zh"), queue)
    assert not stage.reads("都处理完了", queue)
    assert not stage.reads("0 件", queue)
    stage.say.choose("en")
    assert stage.reads("Not synced yet", queue)


def test_where_everything_is_entered_by_hand_an_empty_queue_says_how(staged: Staged, lite_desk: Desk) -> None:
    stage = staged(lite_desk).open(community="manual:车友微信群")
    queue = stage.window.triage.queue
    assert stage.reads("登记工单  Ctrl+N", queue)
    assert not stage.reads("同步", queue)


def test_before_the_first_round_a_missing_token_is_named_as_the_window_can_mend_it(
    staged: Staged, lite_desk: Desk
) -> None:
    def fail(_check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        raise MissingSecret(what_zh="社区令牌", what_en="The community token", variable="STEWARD_TOKEN")

    stage = staged(lite_desk).open(fail)
    stage.sync()
    assert stage.reads("需要重新输入社区令牌", stage.window.triage.queue)
    assert not any("STEWARD_TOKEN" in text for text in stage.texts())


def test_what_can_not_be_read_says_why_and_is_tried_again(
    staged: Staged, written_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, ask = True, triage.queue

    def queue(*args: object, **more: object) -> object:
        if busy:
            raise StoreBusy(why="locked")
        return ask(*args, **more)

    monkeypatch.setattr(triage, "queue", queue)
    stage = staged(written_desk).open()
    column = stage.window.triage.queue
    assert isinstance(column.stack.showing, Fault)
    assert stage.reads("没有读到", column)
    assert stage.reads(StoreBusy(why="locked").sentence("zh"), column)
    busy = False
    stage.click(stage.button("再试一次", column))
    assert len(_ids(stage)) > 10


def test_a_case_that_can_not_be_read_is_tried_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, ask = True, case_view

    def view(desk: Desk, case: CaseId) -> object:
        if busy:
            raise StoreBusy(why="locked")
        return ask(desk, case)

    monkeypatch.setattr("ui.triage.page.case_view", view)
    stage.press(Qt.Key.Key_J)
    evidence = stage.window.triage.evidence
    assert isinstance(evidence.stack.showing, Fault)
    busy = False
    stage.click(stage.button("再试一次", evidence))
    assert _ids(stage)[1] in _evidence(stage)


def test_while_the_rows_are_read_the_column_says_so(staged: Staged, written_desk: Desk) -> None:
    stage = staged(written_desk)
    showing: list[type] = []
    stage.open()
    column = stage.window.triage.queue
    column.model.show([], complete=True)
    column.reload()
    showing.append(type(column.stack.showing))
    stage.settle()
    assert showing == [Loading]
    assert len(_ids(stage)) > 10


def test_the_chosen_case_stays_chosen_when_others_come_and_go(stage: Stage, written_desk: Desk) -> None:
    ids = _ids(stage)
    stage.choose(ids[3])
    dismissing.dismiss(written_desk, ids[0])
    stage.refresh()
    assert ids[0] not in _ids(stage)
    assert stage.window.triage.queue.case_id == ids[3]
    assert stage.window.triage.queue.list.currentIndex().row() == _ids(stage).index(ids[3])


# --- decisions ----------------------------------------------------------------------------------------


def test_nothing_to_do_goes_on_to_the_next_case_and_can_be_taken_back(stage: Stage, written_desk: Desk) -> None:
    ids = _ids(stage)
    stage.press(Qt.Key.Key_E)
    assert case_view(written_desk, ids[0]).case.state is CaseState.CLOSED
    assert stage.window.triage.queue.case_id == ids[1]
    assert any("8 秒内可撤回" in text for text in stage.notices)
    stage.ctrl(Qt.Key.Key_Z)
    assert case_view(written_desk, ids[0]).case.state is CaseState.NEW
    assert stage.window.triage.queue.case_id == ids[0], "whoever takes it back wants to see it"
    assert any("什么都没有发出" in text for text in stage.notices)
    stage.press(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert case_view(written_desk, ids[0]).case.state is CaseState.CLOSED
    with written_desk.record.read() as tx:
        newest = case_view(written_desk, ids[0]).decisions[-1].id
        assert tx.ledger.told(EntryKind.DECIDED, newest)["calmed"] is True, "what calmed by itself is counted apart"


def test_after_eight_seconds_nothing_is_taken_back(stage: Stage, written_desk: Desk) -> None:
    first = _ids(stage)[0]
    stage.press(Qt.Key.Key_E)
    stage.clock.advance(seconds=9)
    stage.ctrl(Qt.Key.Key_Z)
    assert case_view(written_desk, first).case.state is CaseState.CLOSED
    assert any("没有可以撤回的" in text for text in stage.notices)


def test_the_last_decisions_are_taken_back_one_by_one(stage: Stage, written_desk: Desk) -> None:
    ids = _ids(stage)
    for _ in range(2):
        stage.press(Qt.Key.Key_E)
    for case in (ids[1], ids[0]):
        assert case_view(written_desk, case).case.state is CaseState.CLOSED
        stage.ctrl(Qt.Key.Key_Z)
        assert case_view(written_desk, case).case.state is CaseState.NEW


def test_the_kind_of_a_case_is_chosen_from_a_menu(stage: Stage, written_desk: Desk) -> None:
    case = _ids(stage)[0]
    stage.do("triage.kind")
    stage.window.triage.noting.classify(stage.window.triage._seen(), CaseKind.SAFETY)
    stage.settle()
    assert case_view(written_desk, case).case.kind is CaseKind.SAFETY
    assert stage.reads("安全事件", stage.window.triage.evidence)


def test_a_note_is_kept_with_enter_and_shown(stage: Stage, written_desk: Desk) -> None:
    case = _ids(stage)[0]
    stage.press(Qt.Key.Key_N)
    stage.write("先问问门店")
    stage.press(Qt.Key.Key_Return)
    assert [note.text for note in case_view(written_desk, case).notes] == ["先问问门店"]
    assert "小北 备注：先问问门店" in _evidence(stage)
    assert stage.window.triage.evidence.note.text() == ""


def test_a_complaint_becomes_another_kind_with_a_reason_and_by_two(stage: Stage, written_desk: Desk) -> None:
    case = stage.window.triage.queue.case_id
    classifying.classify(written_desk, case, CaseKind.COMPLAINT)
    stage.refresh()
    stage.window.triage.noting.classify(stage.window.triage._seen(), CaseKind.DISPUTE)
    form = stage.window.triage.noting.kind_form
    assert form.isVisible()
    assert form.reason.hasFocus()
    assert stage.reads("投诉抱怨改为其他类别须两人同意", form)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("请写明理由", form)
    assert case_view(written_desk, case).case.state is not CaseState.AWAITING_APPROVAL
    stage.write("通篇吵架，没有说到车")
    stage.ctrl(Qt.Key.Key_Return)
    assert not form.isVisible()
    view = case_view(written_desk, case)
    assert view.case.state is CaseState.AWAITING_APPROVAL
    assert view.case.kind is CaseKind.COMPLAINT
    assert view.governed.pending.reason == "通篇吵架，没有说到车"
    assert any("另一人同意后" in text for text in stage.notices)


# --- many at once -------------------------------------------------------------------------------------


@pytest.fixture
def copies(staged: Staged, lite_desk: Desk) -> Stage:
    """Three copies of one text, two other cases."""
    texts = [
        "加我头像，贴膜全网最低",
        "加我头像 贴膜 全网最低！",
        "加我头像。贴膜全网最低🚗",
        "刹车异响求助",
        "空调不冷",
    ]
    cases = [make.case(number, text=text, title=f"帖子{number}") for number, text in enumerate(texts, 1)]
    intake.on_described(lite_desk, make.info())
    intake.on_pulled(lite_desk, make.page(*cases))
    return staged(lite_desk).open()


def _states(desk: Desk) -> dict[str, CaseState]:
    return {f"c-{number}": case_view(desk, CaseId(f"c-{number}")).case.state for number in range(1, 6)}


def test_the_same_text_is_one_line_and_handled_together(copies: Stage, lite_desk: Desk) -> None:
    assert len(_ids(copies)) == 3
    row = copies.window.triage.queue.model.rows[0]
    copies.choose(row.id)
    spoken = copies.window.triage.queue.spoken(row)
    assert "同文 ×3" in spoken
    assert copies.reads("同样的文字还出现在 2 件工单里")
    copies.click(copies.button("一并处理"))
    assert copies.reads("已选 3 件工单")
    copies.press(Qt.Key.Key_E)
    copies.write("同一个广告，已处理", copies.window.triage.bulk.reason)
    copies.press(Qt.Key.Key_Return)
    closed = [case for case, state in _states(lite_desk).items() if state is CaseState.CLOSED]
    assert sorted(closed) == ["c-1", "c-2", "c-3"]
    assert len(_ids(copies)) == 2


def test_several_cases_are_dismissed_with_one_reason_and_taken_back_together(copies: Stage, lite_desk: Desk) -> None:
    bulk = copies.window.triage.bulk
    alone = [case for case in _ids(copies) if case in ("c-4", "c-5")]
    for case in alone:
        copies.choose(case)
        copies.do("triage.pick")
    assert copies.reads("已选 2 件工单")
    copies.click(copies.button("全部无需处置"))
    assert copies.reads("请写一句理由")
    assert CaseState.CLOSED not in _states(lite_desk).values()
    copies.click(copies.button("属于正常讨论"))
    assert bulk.reason.text() == "属于正常讨论"
    copies.click(copies.button("全部无需处置"))
    assert [case for case, state in _states(lite_desk).items() if state is CaseState.CLOSED] == ["c-4", "c-5"]
    assert case_view(lite_desk, alone[0]).decisions[0].reason == "属于正常讨论"
    assert any("2 件判为无需处置" in text for text in copies.notices)
    copies.do("window.undo")
    assert CaseState.CLOSED not in _states(lite_desk).values()


def test_what_needs_a_look_each_is_left_and_named(copies: Stage, lite_desk: Desk) -> None:
    classifying.classify(lite_desk, CaseId("c-4"), CaseKind.SAFETY)
    copies.refresh()
    for case in ("c-4", "c-5"):
        copies.choose(case)
        copies.do("triage.pick")
    copies.write("正常讨论", copies.window.triage.bulk.reason)
    copies.press(Qt.Key.Key_Return)
    assert _states(lite_desk)["c-4"] is not CaseState.CLOSED
    assert _states(lite_desk)["c-5"] is CaseState.CLOSED
    assert any("1 件判为无需处置；1 件没有办结" in text for text in copies.notices)


def test_esc_drops_the_picks(copies: Stage) -> None:
    copies.do("triage.pick")
    assert copies.window.triage.bulk.isVisible()
    copies.press(Qt.Key.Key_Escape)
    assert not copies.window.triage.bulk.isVisible()
    assert copies.window.triage.queue.picked == []
    assert copies.window.triage.queue.list.hasFocus()


def test_ages_follow_the_clock(stage: Stage) -> None:
    queue = stage.window.triage.queue
    row = queue.model.rows[0]
    before = queue.spoken(row)
    stage.clock.advance(days=40)
    assert queue.spoken(row) != before
    assert timedelta(days=40) <= stage.clock() - row.reported_at


def test_what_is_shown_of_a_case_ages_with_it(stage: Stage) -> None:
    before = _evidence(stage)
    stage.clock.advance(days=400)
    stage.window.triage._ages.timeout.emit()
    stage.settle()
    assert _evidence(stage) != before
