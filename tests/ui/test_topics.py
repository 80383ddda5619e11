"""The page of topics: from a case in the queue to a reply for everybody, and what follows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

import make
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.decisions import DecisionKind
from app.domain.promises import Change
from app.domain.topics import Standing, TopicId
from app.operations import classifying, intake, searching, topics_answering, topics_view
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.topics.forms import FollowForm, LineForm, NameForm, PromiseForm
from ui.topics.page import TopicsPage

TEXT = "昨晚升级 3.2.1 之后中控黑屏{n}次，{city}的，重启没用。"
EXPLAINED = "目前能确认的是，行车不受影响，原因已经查到。"
TOPIC = TopicId("topic-1")


def _ids(count: int) -> list[CaseId]:
    return [CaseId(f"c-{number}") for number in range(1, count + 1)]


@pytest.fixture
def desk(lite_desk: Desk) -> Desk:
    """Five who write of one thing, and two who do not."""
    intake.on_described(lite_desk, make.info())
    alike = [
        make.case(number, title="升级后黑屏", text=TEXT.format(n=number, city="杭州" if number % 2 else "西安"))
        for number in range(1, 6)
    ]
    other = [
        make.case(8, title="自驾", text="一个人开到了川西，路况和住宿都写在这里。"),
        make.case(9, title="轮毂", text="换了二十寸的轮毂，能耗多了不少。"),
    ]
    intake.on_pulled(lite_desk, make.page(*alike, *other))
    searching.index_all(lite_desk)
    return lite_desk


@pytest.fixture
def stage(staged: Callable[[Desk], Stage], desk: Desk) -> Stage:
    return staged(desk).open()


def _page(stage: Stage) -> TopicsPage:
    return stage.window.topics.page


def _joined(stage: Stage) -> TopicsPage:
    """A topic of the first case and those that look like it, opened from the queue."""
    stage.choose("c-1")
    stage.press(Qt.Key.Key_Z)
    form = stage.window.topics.form
    stage.write("3.2.1 升级后黑屏", form.title)
    assert form.along.isVisible()
    stage.ctrl(Qt.Key.Key_Return)
    assert not form.isVisible()
    stage.click(stage.button("打开专题"))
    return _page(stage)


def test_an_explanation_that_is_begun_is_there_again_after_a_restart(
    staged: Callable[[Desk], Stage], stage: Stage, desk: Desk
) -> None:
    page = _joined(stage)
    stage.write("目前能确认的是", page.desk.text)
    assert stage.window.may_close()
    stage.settle()
    assert topics_view.view(desk, TOPIC).draft == "目前能确认的是"
    again = staged(desk).open()
    again.window.topics.page.show_topic(TOPIC)
    again.settle()
    assert _page(again).desk.text.toPlainText() == "目前能确认的是"
    assert _page(again).desk.writes
    _page(again).desk.explain()
    again.settle()
    found = topics_view.view(desk, TOPIC)
    assert (found.draft, found.topic.explanation) == ("", "目前能确认的是")


def _explained(stage: Stage) -> TopicsPage:
    page = _joined(stage)
    stage.write(EXPLAINED, page.desk.text)
    stage.click(page.desk.save)
    return page


def _planned(desk: Desk, case: str) -> str:
    """What this person would read."""
    return next(text for one, text in topics_answering.plan(desk, TOPIC).ready if one.case == case)


def test_a_key_in_the_queue_makes_a_topic_with_all_that_look_like_it(stage: Stage, desk: Desk) -> None:
    page = _joined(stage)
    assert page.isVisible()
    assert {one.case for one in topics_view.view(desk, TOPIC).cases} == set(_ids(5))
    assert stage.reads("5 位 · 还有 5 位没答复", page.people)
    assert not page.people.put_in.isVisible()
    assert "西安 2" in page.people.counts.places._painted.accessibleName()
    assert "3.2.1 5" in page.people.counts.versions._painted.accessibleName()


def test_those_that_were_picked_go_into_a_topic_that_is_open(stage: Stage, desk: Desk) -> None:
    _joined(stage)
    stage.window.go(stage.window.place.TRIAGE)
    stage.settle()
    for case in ("c-8", "c-9"):
        stage.choose(case)
        stage.press(Qt.Key.Key_X)
    stage.press(Qt.Key.Key_Z)
    assert stage.reads("2 件工单", stage.window.topics.form)
    stage.ctrl(Qt.Key.Key_Return)
    assert topics_view.view(desk, TOPIC).topic.cases == 7


def test_each_reply_is_seen_before_it_goes_and_all_go_with_one_key(stage: Stage, desk: Desk) -> None:
    classifying.classify(desk, CaseId("c-3"), CaseKind.SAFETY)
    page = _explained(stage)
    page.people.list.choose(CaseId("c-2"))
    stage.settle()
    assert page.desk._reply.text() == _planned(desk, "c-2")
    assert "车友2，您好" in page.desk._reply.text()
    page.people.list.choose(CaseId("c-3"))
    stage.settle()
    assert "安全事件" in page.desk._why.text()
    assert stage.reads("须单独处理 1", page.people)
    assert stage.reads("在 4 个帖子下各发一条公开回复", page.desk)
    assert stage.reads("回复 4 位还没答复的车友", page.desk)
    stage.do("topic.answer")
    assert any("已回复 4 位" in told for told in stage.notices)
    standing = {one.case: one.standing for one in topics_view.view(desk, TOPIC).cases}
    assert standing == {case: Standing.OPEN if case == "c-3" else Standing.ANSWERED for case in _ids(5)}
    assert not page.desk.answer.isEnabled()


def test_what_was_answered_can_be_taken_back_for_a_moment(stage: Stage, desk: Desk) -> None:
    _explained(stage)
    stage.do("topic.answer")
    stage.do("window.undo")
    assert {one.standing for one in topics_view.view(desk, TOPIC).cases} == {Standing.OPEN}
    assert stage.reads("回复 5 位还没答复的车友", _page(stage).desk)


def test_nothing_goes_while_the_explanation_is_being_changed(stage: Stage) -> None:
    page = _explained(stage)
    stage.write("还有一句。", page.desk.text)
    assert not page.desk.answer.isEnabled()
    assert stage.reads("先保存说明", page.desk)
    page.open()
    stage.settle()
    assert "还有一句。" in page.desk.text.toPlainText()


def test_a_promise_stands_in_every_reply_and_its_end_closes_the_cases(stage: Stage, desk: Desk) -> None:
    page = _explained(stage)
    stage.do("topic.promise")
    form = page._forms[PromiseForm]
    assert isinstance(form, PromiseForm)
    stage.write("修复黑屏的新版本", form.what)
    form.department.setCurrentText("车机研发部")
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("车机研发部", page.desk)
    assert stage.reads("这些工单转为待部门回复", page.desk)
    stage.do("topic.answer")
    assert "车机研发部" in case_view(desk, CaseId("c-1")).decisions[-1].text
    stage.send()
    stage.do("topic.follow")
    told = page._forms[FollowForm]
    assert isinstance(told, FollowForm)
    told.choose(Change.CLOSED)
    stage.write("3.2.2 已推送，升级后恢复。", told.text)
    stage.ctrl(Qt.Key.Key_Return)
    views = [case_view(desk, case) for case in _ids(5)]
    assert {view.case.state for view in views} == {CaseState.CLOSED}
    assert {view.decisions[-1].kind for view in views} == {DecisionKind.FOLLOW_UP}
    stage.do("topic.close")
    assert topics_view.topics(desk) == []
    stage.do("topic.closed")
    assert stage.reads("5 位", page.people)


def test_a_first_line_for_one_person(stage: Stage, desk: Desk) -> None:
    page = _explained(stage)
    page.people.list.choose(CaseId("c-2"))
    stage.do("topic.line")
    form = page._forms[LineForm]
    assert isinstance(form, LineForm)
    stage.write("您昨晚在电话里也说过。", form.text)
    stage.ctrl(Qt.Key.Key_Return)
    assert "您昨晚在电话里也说过。" in page.desk._reply.text()
    stage.do("topic.answer")
    assert "您昨晚在电话里也说过。" in case_view(desk, CaseId("c-2")).decisions[-1].text


def test_what_comes_later_is_offered_and_put_in_with_one_key(stage: Stage, desk: Desk) -> None:
    page = _joined(stage)
    late = make.case(6, title="升级后黑屏", text=TEXT.format(n=6, city="成都"), at=make.NOON + timedelta(hours=1))
    intake.on_pulled(desk, make.page(late, cursor="later"))
    searching.index_all(desk)
    stage.do("topic.likely")
    assert stage.reads("还有 1 件像是同一件事", page.people)
    stage.click(page.people.see)
    assert [one.case for one in page.people.list.lines.rows] == [late.id]
    stage.do("topic.add")
    assert topics_view.view(desk, TOPIC).topic.cases == 6
    page.people.list.choose(late.id)
    stage.do("topic.out")
    assert topics_view.view(desk, TOPIC).topic.cases == 5


def test_a_topic_can_be_opened_empty_and_errors_stay_in_the_form(stage: Stage, desk: Desk) -> None:
    stage.do("go.topics")
    page = _page(stage)
    assert stage.reads("还没有专题", page)
    stage.press(Qt.Key.Key_N)
    form = page._forms[NameForm]
    assert isinstance(form, NameForm)
    stage.ctrl(Qt.Key.Key_Return)
    assert stage.reads("请给专题起个名字", form)
    stage.write("降价", form.title)
    stage.ctrl(Qt.Key.Key_Return)
    assert [one.title for one in topics_view.topics(desk)] == ["降价"]
    assert stage.reads("在待处理里按 Z", page.people)


def test_every_word_follows_the_language(stage: Stage) -> None:
    page = _explained(stage)
    stage.do("window.language")
    for words in ("Topics", "Explanation: what holds for all", "5 people · 5 not answered", "Answer 5 people"):
        assert stage.reads(words, page), words
    assert not [text for text in stage.texts(page.desk) if "还没答复" in text]


def test_the_page_is_left_for_the_case_that_is_shown(stage: Stage) -> None:
    page = _explained(stage)
    page.people.list.choose(CaseId("c-4"))
    stage.do("topic.open")
    assert stage.window.triage.queue.case_id == "c-4"
    assert "c-4" in "\n".join(stage.texts(stage.window.triage.evidence))
