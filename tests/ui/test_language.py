"""The window speaks one language at a time: nothing of ours is Chinese in English, and all of it comes back."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import delete

from app.domain.words import Words
from app.operations.desk import Desk
from tests.ui import latin
from tests.ui.first_page import STATES
from tests.ui.stage import Stage, visible_children
from ui.shell.places import Place
from ui.shell.welcome import Welcome

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
ALLOWED = ("社区治理台", "中文")
"""The program's name, and a language's own name."""


def said(widget: QWidget) -> Iterator[str]:
    """Every word that a widget shows or tells a screen reader, but for what a person wrote into it."""
    yield from (widget.accessibleName(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QListView) and widget.model() is not None:
        yield from (str(widget.model().index(row, 0).data()) for row in range(widget.model().rowCount()))


def words_of(top: QWidget) -> list[str]:
    return [text for widget in [top, *visible_children(top, QWidget)] for text in said(widget) if text]


def chinese(words: list[str]) -> list[str]:
    found = []
    for text in words:
        rest = text
        for allowed in ALLOWED:
            rest = rest.replace(allowed, "")
        if CJK.search(rest):
            found.append(text)
    return found


@pytest.fixture
def latin_stage(staged: Callable[[Desk], Stage], latin_desk: Desk) -> Stage:
    return staged(latin_desk).open()


def _preview(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("desk.preview")


def _fault(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("desk.send")
    assert stage.window.triage.desk._fault.isVisible()


def _accounts(stage: Stage) -> None:
    latin.able(stage.desk)
    stage.choose(latin.NEW)
    stage.do("triage.accounts")
    assert stage.window.triage.bulk.accounts.ready


def _sample(stage: Stage) -> None:
    latin.wait_in_a_batch(stage.desk)
    stage.refresh()
    stage.choose(latin.NEW)
    stage.do("triage.accounts")
    assert stage.window.triage.many.sampling.isVisible()


def _bulk(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("triage.pick")
    stage.window.triage.bulk._dismiss()


def _nothing_found(stage: Stage) -> None:
    stage.window.triage.queue.search.setText("nowhere")
    stage.window.triage.queue.start_over()
    stage.settle()


def _outbox(stage: Stage, case: str) -> None:
    stage.do("go.outbox")
    model = stage.window.outbox.model
    at = next(row for row, one in enumerate(model.answers) if one.first.case == case)
    stage.window.outbox.list.setCurrentIndex(model.index(at))
    stage.settle()


def _settled(stage: Stage) -> None:
    stage.do("go.outbox")
    stage.click(stage.window.outbox._tabs[1])


def _notice(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.window.triage.queue.model.picked.clear()
    stage.do("window.undo")
    assert stage.notices


SCENES: dict[str, Callable[[Stage], object]] = {
    "refer": lambda stage: (stage.choose(latin.NEW), stage.do("triage.refer")),
    "council without referrals": lambda stage: stage.do("go.council"),
    "council without seats": lambda stage: (stage.do("go.seats"), stage.do("seat.enter")),
    **{f"case {name}": partial(Stage.choose, case=case) for name, case in latin.CASES.items()},
    **{f"outbox {name}": partial(_outbox, case=latin.CASES[name]) for name in latin.UNSETTLED},
    "reply": lambda stage: (stage.choose(latin.NEW), stage.do("triage.reply")),
    "preview": _preview,
    "fault": _fault,
    "bulk": _bulk,
    "accounts": _accounts,
    "sample": _sample,
    "member": lambda stage: (stage.choose(latin.NEW), stage.do("triage.member")),
    "nothing found": _nothing_found,
    "settled": _settled,
    "conduct": partial(Stage.do, intention="go.conduct"),
    "settings": partial(Stage.do, intention="go.settings"),
    "commands": partial(Stage.do, intention="window.commands"),
    "keys": partial(Stage.do, intention="window.keys"),
    "notice": _notice,
}


@pytest.mark.parametrize("scene", SCENES)
def test_in_english_nothing_of_ours_is_chinese(latin_stage: Stage, scene: str) -> None:
    stage = latin_stage
    stage.window.go(Place.TRIAGE)
    stage.settle()
    SCENES[scene](stage)
    in_chinese = words_of(stage.frame)
    assert len(chinese(in_chinese)) > 10
    stage.say.choose("en")
    stage.settle()
    assert chinese(words_of(stage.frame)) == []
    stage.say.choose("zh")
    stage.settle()
    assert sorted(words_of(stage.frame)) == sorted(in_chinese)


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


@pytest.mark.parametrize("state", STATES)
def test_the_first_page_speaks_both(latin_stage: Stage, state: str, expect: Callable[[str], None]) -> None:
    expect("openUrl")
    welcome = Welcome(latin_stage.say)
    welcome.show()
    try:
        STATES[state](welcome)
        in_chinese = words_of(welcome)
        assert chinese(in_chinese)
        latin_stage.say.choose("en")
        latin_stage.settle()
        assert chinese(words_of(welcome)) == []
        latin_stage.say.choose("zh")
        latin_stage.settle()
        assert sorted(words_of(welcome)) == sorted(in_chinese)
    finally:
        welcome.hide()
        welcome.deleteLater()


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
