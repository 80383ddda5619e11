"""The window speaks one language at a time: nothing of ours is Chinese in English, and all of it comes back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
)
from shiboken6 import delete

from app.domain.words import Words
from app.operations.desk import Desk
from tests.ui import latin
from tests.ui.shown import chinese
from tests.ui.stage import Stage


@pytest.fixture
def latin_stage(staged: Callable[[Desk], Stage], latin_desk: Desk) -> Stage:
    return staged(latin_desk).open()


def test_the_window_and_every_intention_speak_the_language(latin_stage: Stage) -> None:
    stage = latin_stage
    for language in ("en", "zh", "en"):
        stage.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        assert stage.say.language == language
        for one, action in stage.window.actions_.bound():
            assert action.text() == getattr(one.words, language)
    assert stage.frame.windowTitle() == "Steward · 社区治理台"


def test_menus_speak_the_language_in_which_they_are_opened(latin_stage: Stage) -> None:
    stage = latin_stage
    stage.say.choose("en")
    stage.choose(latin.NEW)
    opened = {
        "filters": stage.window.triage.queue.filters.open_menu,
        "rows": lambda: stage.window.triage.queue.list.open_menu(stage.window.rect().center()),
        "kinds": stage.window.triage.noting.choose_kind,
    }
    for name, open_ in opened.items():
        open_()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), name
        words = [action.text() for action in menu.actions()]
        assert words
        assert chinese(words) == []
        menu.close()
        stage.settle()


def test_qt_speaks_the_language_too(latin_stage: Stage) -> None:
    note = latin_stage.window.triage.evidence.note
    shown = {}
    for language in ("zh", "en"):
        latin_stage.say.choose("en" if language == "en" else "zh")
        menu = note.createStandardContextMenu()
        shown[language] = " ".join(action.text() for action in menu.actions())
        menu.deleteLater()
    assert "粘贴" in shown["zh"]
    assert "Paste" in shown["en"]


def test_after_tab_went_round_in_sheets_every_field_still_follows_the_language(stage: Stage) -> None:
    """Also those that Qt makes itself, as the field in a box to choose from."""
    edit = stage.window.triage.desk.letter.picker.box.lineEdit()
    for said_in in ("Find an article", "输入条号", "Find an article"):
        for sheet in ("window.texts", "window.handover"):
            stage.do(sheet)
            for _ in range(4):
                stage.press(Qt.Key.Key_Tab)
            stage.press(Qt.Key.Key_Escape)
            stage.do("triage.next")
        stage.do("window.language")
        assert edit.placeholderText().startswith(said_in)


def test_what_is_deleted_while_the_language_changes_is_told_nothing_and_the_others_are(stage: Stage) -> None:
    draws_anew, goes, stays = QLabel(stage.window), QLineEdit(), QLabel(stage.window)
    words = Words("一", "one")

    def draw_anew(text: str) -> None:
        if text == words.en:
            delete(goes)

    stage.say.tell(draws_anew, draw_anew, words)
    stage.say.tell(goes, goes.setPlaceholderText, words)
    stage.say.tell(stays, stays.setText, words)
    stage.do("window.language")
    assert stays.text() == words.en
