"""The library of texts and the handover of shifts, as a person at the window meets them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

import make
from app.domain.texts import NewText
from app.operations import accounts, claiming, handover, texts, triage
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.ui.stage import Stage, visible_children
from ui.handover.sheet import HandoverSheet
from ui.kit.theme import Choice
from ui.shell.places import Place
from ui.texts.sheet import TextsSheet

Staged = Callable[[Desk], Stage]
_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SAID = NewText("coaching", "zh", "广告提醒（短）", "{昵称}，您好，{具体位置}。{署名}", "远山 E5")


def _other(desk: Desk, name: str = "阿澄") -> Desk:
    sign_in = SignIn(make.info("u-950", name), "print-9", None)
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _library(stage: Stage) -> TextsSheet:
    stage.press(Qt.Key.Key_T, _BOTH)
    return stage.window.team.texts


def _page(stage: Stage) -> HandoverSheet:
    stage.press(Qt.Key.Key_H, _BOTH)
    return stage.window.team.handover


# --- the library ----------------------------------------------------------------------------------------


def test_a_text_is_written_kept_reviewed_and_then_begins_a_letter(stage: Stage, written_desk: Desk) -> None:
    sheet = _library(stage)
    assert stage.reads("还没有话术", sheet)
    sheet.editor.answer.setCurrentIndex(sheet.editor.answer.findData("coaching"))
    stage.write("广告提醒", sheet.editor.name)
    stage.write("{昵称}，您好，{具体位置}。", sheet.editor.paper.editor)
    stage.ctrl(Qt.Key.Key_Return)
    (kept,) = texts.library(written_desk)
    assert (kept.text.said.name, kept.text.said.answer, kept.standing.usable) == ("广告提醒", "coaching", False)
    assert stage.reads("法务还没有审核", sheet)
    stage.click(stage.button("确认法务已审", sheet))
    assert stage.reads("法务已审，有效至", sheet)
    stage.press(Qt.Key.Key_Escape)
    stage.choose(next(row.id for row in triage.queue(written_desk) if row.reported_as == "advert"))
    stage.do("triage.remind")
    letter = stage.window.triage.desk.letter
    for _ in range(4):
        if stage.reads("模板：广告提醒"):
            break
        stage.do("desk.template")
    assert stage.reads("模板：广告提醒")
    assert "，您好，“" in letter.text
    assert "{" not in letter.text


def test_a_text_that_ran_out_is_shown_with_its_reason_and_is_not_gone_to(staged: Staged, written_desk: Desk) -> None:
    key = texts.add(written_desk, SAID).text.key
    texts.review(written_desk, key, until=texts.today(written_desk))
    stage = staged(written_desk)
    stage.clock.advance(days=2)
    stage.open()
    stage.choose(next(row.id for row in triage.queue(written_desk) if row.reported_as == "advert"))
    stage.do("triage.remind")
    seen = set()
    for _ in range(5):
        stage.do("desk.template")
        seen |= {one for one in stage.texts() if one.startswith("模板")}
    assert len(seen) == 3
    assert not any("广告提醒（短）" in one for one in seen)
    head = stage.button("模板：")
    offered = {action.text(): action.isEnabled() for action in head.menu().actions()}  # type: ignore[attr-defined]
    (line,) = [text for text in offered if text.startswith("广告提醒（短）")]
    assert "到期" in line
    assert not offered[line]


def test_another_persons_text_is_to_be_read_by_a_moderator(staged: Staged, written_desk: Desk) -> None:
    texts.add(written_desk, SAID)
    stage = staged(replace(written_desk, me=_other(written_desk).me)).open()
    sheet = _library(stage)
    assert stage.reads("只能由本人和组长改", sheet)
    assert sheet.editor.paper.editor.isReadOnly()
    shown = {one.text() for one in visible_children(sheet, QAbstractButton)}
    assert not any("确认法务" in one or one == "停用" for one in shown)
    assert not sheet.go_button.isEnabled()


def test_what_is_typed_and_not_kept_is_there_again(stage: Stage, written_desk: Desk) -> None:
    first = texts.add(written_desk, SAID).text
    second = texts.add(written_desk, replace(SAID, name="另一条")).text
    sheet = _library(stage)
    sheet.look_at(first.key)
    sheet.editor.paper.editor.setPlainText("写了一半")
    sheet.look_at(second.key)
    assert sheet.editor.said.body == SAID.body
    stage.press(Qt.Key.Key_Escape)
    sheet = _library(stage)
    sheet.look_at(first.key)
    assert sheet.editor.said.body == "写了一半"
    stage.ctrl(Qt.Key.Key_Return)
    assert texts.shown(written_desk, first.key).text.version == 2


def test_a_warning_stands_under_the_words_and_a_strange_day_is_said(stage: Stage, written_desk: Desk) -> None:
    texts.add(written_desk, replace(SAID, body="我们保证修好"))
    sheet = _library(stage)
    assert stage.reads("“保证”说得有点满", sheet)
    sheet.until.setText("下周")
    stage.click(stage.button("确认法务已审", sheet))
    assert stage.reads("日期请写成", sheet)
    assert texts.library(written_desk)[0].text.review is None


def test_a_text_is_retired_by_pressing_twice(stage: Stage, written_desk: Desk) -> None:
    key = texts.add(written_desk, SAID).text.key
    sheet = _library(stage)
    stage.click(sheet.retire)
    assert texts.shown(written_desk, key).text.retired_at is None
    assert stage.reads("再按一次就停用", sheet)
    stage.click(sheet.retire)
    assert texts.shown(written_desk, key).text.retired_at is not None
    assert stage.reads("已停用", sheet)


def test_a_letter_that_ships_is_something_to_begin_with(stage: Stage) -> None:
    sheet = _library(stage)
    sheet.editor.answer.setCurrentIndex(sheet.editor.answer.findData("sanction.standard"))
    stage.click(sheet.editor.begin_with)
    assert "{认定理由}" not in sheet.editor.said.body
    assert "{事实与理由}" in sheet.editor.said.body
    stage.ctrl(Qt.Key.Key_P)
    assert sheet.editor.paper.preview.isVisible()


# --- the handover ---------------------------------------------------------------------------------------


def test_a_shift_is_handed_over_with_a_note(stage: Stage, written_desk: Desk) -> None:
    case = triage.queue(written_desk)[0].id
    claiming.claim(written_desk, case)
    sheet = _page(stage)
    assert stage.reads("还在我手上的", sheet)
    stage.write("盯一下充电桩", sheet.note)
    stage.click(sheet.copy)
    copied = QGuiApplication.clipboard().text()
    assert str(case) in copied
    assert copied.endswith("给下一班的话\n盯一下充电桩")
    stage.click(stage.button("退回我手上的 1 件", sheet))
    assert case_view(written_desk, case).case.claimed_by is None
    assert not sheet.release.isVisible()
    stage.ctrl(Qt.Key.Key_Return)
    (given,) = handover.newest(written_desk)
    assert given.note == "盯一下充电桩"
    assert not sheet.isVisible()
    assert any("已交班" in one for one in stage.notices)


def test_a_shift_that_waits_is_said_at_the_start_and_taken(staged: Staged, written_desk: Desk) -> None:
    handover.give(_other(written_desk), "晚上有人回电")
    stage = staged(written_desk).open()
    assert any("阿澄 交了班" in one for one in stage.notices)
    sheet = _page(stage)
    assert stage.notices == []
    assert stage.reads("晚上有人回电", sheet)
    stage.click(stage.button("接班", sheet))
    assert handover.waiting(written_desk) is None
    assert not stage.reads("晚上有人回电", sheet)
    taken = handover.newest(written_desk)[0].taken_by
    assert taken is not None
    assert taken.id == written_desk.me.id


def test_ones_own_shift_is_not_offered_to_oneself(staged: Staged, written_desk: Desk) -> None:
    handover.give(written_desk)
    stage = staged(written_desk).open()
    assert stage.notices == []
    assert not stage.reads("等您接", _page(stage))


def test_a_line_leads_to_its_case(stage: Stage, written_desk: Desk) -> None:
    case = triage.queue(written_desk)[2].id
    claiming.claim(written_desk, case)
    sheet = _page(stage)
    stage.click(stage.button(str(case), sheet))
    assert not sheet.isVisible()
    assert stage.window.place is Place.TRIAGE
    assert stage.window.triage.queue.case_id == case


# --- both ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intention", ["window.texts", "window.handover"])
def test_every_control_has_a_name_in_both_languages_and_both_themes(
    stage: Stage, written_desk: Desk, intention: str
) -> None:
    texts.add(written_desk, SAID)
    claiming.claim(written_desk, triage.queue(written_desk)[0].id)
    handover.give(_other(written_desk), "看一下")
    stage.do(intention)
    team = stage.window.team
    sheet: QWidget = team.texts if intention == "window.texts" else team.handover
    for language in ("en", "zh"):
        stage.say.choose(language)  # type: ignore[arg-type]
        stage.theme.choose(Choice.DARK if language == "en" else Choice.LIGHT)
        stage.settle()
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit):
            for control in visible_children(sheet, kind):
                assert control.accessibleName() or control.text(), control
        if language == "en":
            heading = {"window.texts": "Library of texts", "window.handover": "Handover"}[intention]
            assert stage.reads(heading, sheet)


def test_both_can_be_had_from_the_settings(stage: Stage) -> None:
    stage.window.go(Place.SETTINGS)
    stage.settle()
    stage.click(stage.button("话术库"))
    assert stage.window.team.texts.isVisible()
    stage.press(Qt.Key.Key_Escape)
    stage.click(stage.button("交接班"))
    assert stage.window.team.handover.isVisible()
