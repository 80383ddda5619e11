"""上次怎么判的, at the desk: one line over what is written, and the decisions behind it."""

import pytest
from PySide6.QtCore import Qt

import make
from app.domain.cases import CaseId
from app.domain.ladder import Rung
from app.operations import intake, sanctions
from app.operations.sanctions import Wish
from tests.ui.stage import Stage
from ui.consistency.past import PastSheet
from ui.consistency.strip import PrecedentStrip

FIRST = 991
TEXTS = (
    "滚出车友圈，你这种水货也配提车？",
    "你这个水货，滚出车友圈！",
    "水货就是水货，快滚出车友圈。",
    "谁买谁傻，水货一个。",
)


def _id(number: int) -> CaseId:
    return make.case(number).id


@pytest.fixture
def judged(stage: Stage) -> Stage:
    """Three attacks were warned; a fourth is on the desk."""
    attacks = [make.case(FIRST + at, text=text) for at, text in enumerate(TEXTS)]
    intake.on_pulled(stage.desk, make.page(*attacks, cursor="cursor-991"))
    for at in (1, 2, 3):
        sanctions.sanction(stage.desk, _id(FIRST + at), Wish(article=3))
    stage.refresh()
    stage.choose(_id(FIRST))
    return stage


def _strip(stage: Stage) -> PrecedentStrip:
    return stage.window.triage.desk.strip


def _sheet(stage: Stage) -> PastSheet:
    return stage.window.triage.looking.sheet


def test_the_line_counts_the_past_and_weighs_the_choice(judged: Stage) -> None:
    judged.do("triage.sanction")
    judged.window.triage.desk.sheets.choose_article(3)
    judged.settle()
    assert judged.reads("同类（初次）3 次：正式警告 3", _strip(judged))
    assert judged.reads("与以往相当", _strip(judged))
    judged.do("desk.mute7")
    assert judged.reads("你选的比以往重", _strip(judged))


def test_a_reminder_is_softer_than_what_was_usual(judged: Stage) -> None:
    judged.do("triage.remind")
    judged.window.triage.desk.sheets.choose_article(3)
    judged.settle()
    assert judged.reads("你选的比以往轻", _strip(judged))


def test_where_nothing_was_decided_there_is_no_line(judged: Stage) -> None:
    judged.do("triage.remind")
    judged.window.triage.desk.sheets.choose_article(10)
    judged.settle()
    assert _strip(judged).isHidden()
    judged.press(Qt.Key.Key_Escape)
    judged.do("desk.precedents")
    assert "同类还没有先例" in judged.notices


def test_one_key_shows_the_decisions_with_what_was_judged_and_opens_the_case(judged: Stage) -> None:
    judged.do("triage.remind")
    judged.window.triage.desk.sheets.choose_article(3)
    judged.settle()
    judged.window.triage.queue.list.setFocus()
    judged.press(Qt.Key.Key_W)
    sheet = _sheet(judged)
    assert sheet.isVisible()
    assert judged.reads(TEXTS[1], sheet)
    before = judged.texts(sheet)
    judged.press(Qt.Key.Key_Down)
    assert judged.texts(sheet) != before
    judged.press(Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_the_second_person_sees_the_past_of_what_waits(judged: Stage) -> None:
    sanctions.sanction(judged.desk, _id(FIRST), Wish(article=3, rung=Rung.SUSPEND_30, departure="屡教不改"))
    judged.refresh()
    assert judged.reads("你选的比以往重", _strip(judged))
