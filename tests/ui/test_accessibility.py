"""Every page without a mouse and without eyes: names, the way of Tab, sizes, states that are words too."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from app.operations.desk import Desk
from tests.ui import latin
from tests.ui.scenes import SCENES
from tests.ui.stage import Stage, visible_children
from tests.ui.usable import name, own, walk
from ui.shell.places import Place, PlaceButton
from ui.shell.status import StatusBar


@pytest.fixture
def latin_stage(staged: Callable[[Desk], Stage], latin_desk: Desk) -> Stage:
    return staged(latin_desk).open()


PAGES = pytest.mark.parametrize(
    "scene",
    [
        "case new",
        "case corrected",
        "bulk",
        "outbox conflict",
        "conduct",
        "council",
        "seats",
        "settings",
        "honours",
        "review",
    ],
)


@PAGES
def test_tab_goes_through_the_page_and_back_and_is_trapped_nowhere(latin_stage: Stage, scene: str) -> None:
    stage = latin_stage
    SCENES[scene](stage)
    stage.window.pages[stage.window.place].panes()[0].setFocus()
    passed = walk(Qt.Key.Key_Tab, stage)
    reachable = [
        one
        for one in own(stage.frame)
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    ]
    alone = {id(one) for one in passed}
    groups = {id(one.group()) for one in passed if isinstance(one, QAbstractButton) and one.group() is not None}

    def is_passed(one: QWidget) -> bool:
        grouped = isinstance(one, QAbstractButton) and one.group() is not None and id(one.group()) in groups
        inner = isinstance(one, QLineEdit) and isinstance(one.parentWidget(), QComboBox)
        return id(one) in alone or grouped or inner

    assert [(type(one).__name__, name(one)) for one in reachable if not is_passed(one)] == []
    passed[0].setFocus()
    back = walk(Qt.Key.Key_Backtab, stage)
    assert {id(one) for one in passed} == {id(one) for one in back}, "the way back is the way there"


def test_f6_goes_from_pane_to_pane_and_round(latin_stage: Stage) -> None:
    stage = latin_stage
    stage.choose(latin.NEW)
    triage = stage.window.triage
    panes = list(triage.panes())
    assert {triage.queue.list, triage.evidence.note, triage.desk.letter.editor} <= set(panes)
    panes[0].setFocus()
    passed = []
    for _ in panes:
        stage.press(Qt.Key.Key_F6)
        passed.append(QApplication.focusWidget())
    assert passed == [*panes[1:], panes[0]]


def test_esc_leads_back_to_the_rows(latin_stage: Stage) -> None:
    stage = latin_stage
    stage.choose(latin.NEW)
    triage = stage.window.triage
    for field in (triage.queue.search, triage.evidence.note, triage.desk.letter.editor):
        field.setFocus()
        stage.press(Qt.Key.Key_Escape)
        assert triage.queue.list.hasFocus(), type(field)


def test_long_texts_can_be_scrolled_by_keys(latin_stage: Stage) -> None:
    latin_stage.window.go(Place.SETTINGS)
    latin_stage.settle()
    settings = latin_stage.window.pages[Place.SETTINGS].panes()[0]
    assert isinstance(settings, QScrollArea)
    assert settings.hasFocus()
    latin_stage.window.go(Place.CONDUCT)
    latin_stage.settle()
    latin_stage.press(Qt.Key.Key_F6)
    assert latin_stage.window.conduct.paper.hasFocus()
    bar = latin_stage.window.conduct.paper.verticalScrollBar()
    assert bar.maximum() > 0
    latin_stage.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0


# --- states -------------------------------------------------------------------------------------------


def test_every_part_of_the_status_bar_is_a_sentence_of_itsown(latin_stage: Stage) -> None:
    parts = visible_children(latin_stage.window.findChild(StatusBar), QToolButton)
    assert len(parts) == 6
    assert all(part.text().strip("● ") and name(part) for part in parts)
    assert latin_stage.reads("件请你看一下")


def test_a_row_is_spoken_with_its_state(latin_stage: Stage) -> None:
    model = latin_stage.window.triage.queue.model
    spoken = {row.id: model.index(at).data(Qt.ItemDataRole.AccessibleTextRole) for at, row in enumerate(model.rows)}
    expected = {
        latin.CORRECTED: "已修改",
        latin.REFUSED: "被拒绝",
        latin.CONFLICT: "有变化",
        latin.AWAITING: "待作者修改",
    }
    for case, state in expected.items():
        assert state in spoken[case]
        assert f"Charging at home {case[2:]}" in spoken[case]


def test_places_say_how_much_waits_there(latin_stage: Stage) -> None:
    names = [one.accessibleName() for one in visible_children(latin_stage.window.places, PlaceButton)]
    assert any(name.startswith("待发送 ") and name.split()[1].isdecimal() for name in names)
