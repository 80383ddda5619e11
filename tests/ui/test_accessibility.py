"""Every page without a mouse and without eyes: names, the way of Tab, sizes, states that are words too."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QWidget,
)

import seated
from app.domain.cases import CaseId
from app.domain.honours import PEACEMAKER, Evidence, EvidenceKind
from app.operations import council_referring, honours_nominating, review, sanctions
from app.operations.case_view import case_view
from app.operations.council_referring import Wish as Referring
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.ui import latin
from tests.ui.first_page import STATES
from tests.ui.stage import Stage, visible_children
from ui.shell.places import Place, PlaceButton
from ui.shell.status import StatusBar
from ui.shell.welcome import Welcome

INTERACTIVE = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView, QComboBox)
LEAST = 24
"""Pixels that a target is high and wide at least."""


@pytest.fixture
def latin_stage(staged: Callable[[Desk], Stage], latin_desk: Desk) -> Stage:
    return staged(latin_desk).open()


def _outbox(stage: Stage, case: str) -> None:
    stage.do("go.outbox")
    model = stage.window.outbox.model
    at = next(row for row, one in enumerate(model.answers) if one.first.case == case)
    stage.window.outbox.list.setCurrentIndex(model.index(at))
    stage.settle()


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


def _sanction(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("triage.sanction")


def _everything_open(stage: Stage) -> None:
    """Every field that shows only when it is asked for."""
    form = stage.window.triage.desk.sheets.sanction.form
    stage.do("desk.mute7")
    for tick in form.malice.ticks.values():
        tick.click()
    form.basis.toggle.click()
    stage.settle()


def _waiting(stage: Stage) -> None:
    """A sanction that waits for another person."""
    sanctions.sanction(stage.desk, latin.NEW, Wish(article=3, brand_party=True))
    stage.refresh()
    stage.choose(latin.NEW)


def _bulk(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("triage.pick")


def _unreadable(stage: Stage) -> None:
    stage.window.triage.queue.stack._layout.setCurrentIndex(3)
    assert stage.button("再试一次").isVisible()


def _council(stage: Stage) -> None:
    seated.council(stage.desk, 5)
    wish = Referring((CaseId(latin.NEW),), "Is it copied?", "Two posts are alike. Call 13800138000.")
    council_referring.refer(stage.desk, wish)
    stage.refresh()
    stage.do("go.council")
    assert stage.window.council.referrals.inside.procedure.go.isVisible()


def _seats(stage: Stage) -> None:
    _council(stage)
    stage.do("go.seats")


def _honours(stage: Stage) -> None:
    author = case_view(stage.desk, latin.NEW).case.author
    assert author is not None
    evidence = Evidence(EvidenceKind.HAND, "", "Calmed a quarrel on 3 November")
    honours_nominating.nominate(stage.desk, author.id, PEACEMAKER, [evidence])
    stage.do("go.honours")
    assert stage.window.honours.honours.inside.procedure.go.isVisible()


def _review(stage: Stage) -> None:
    review.draft(stage.desk, review.last_month(stage.desk))
    stage.do("go.review")
    assert stage.window.honours.review.inside.paper.isVisible()


SCENES: dict[str, Callable[[Stage], object]] = {
    **{f"case {name}": partial(Stage.choose, case=case) for name, case in latin.CASES.items()},
    **{f"outbox {name}": partial(_outbox, case=latin.CASES[name]) for name in latin.UNSETTLED},
    "reply": lambda stage: (stage.choose(latin.NEW), stage.do("triage.reply")),
    "preview": lambda stage: (stage.choose(latin.NEW), stage.do("desk.preview")),
    "sanction": _sanction,
    "sanction in full": lambda stage: (_sanction(stage), _everything_open(stage)),
    "two answers": lambda stage: (_sanction(stage), stage.do("desk.double")),
    "approval": lambda stage: (_waiting(stage), None),
    "colleague": lambda stage: (_waiting(stage), stage.do("desk.agree")),
    "bulk": _bulk,
    "accounts": _accounts,
    "sample": _sample,
    "member": lambda stage: (stage.choose(latin.NEW), stage.do("triage.member")),
    "unreadable": _unreadable,
    "conduct": partial(Stage.do, intention="go.conduct"),
    "settings": partial(Stage.do, intention="go.settings"),
    "council": _council,
    "evidence": lambda stage: (_council(stage), stage.do("council.evidence")),
    "packet": lambda stage: (_council(stage), stage.do("council.plan")),
    "refer": lambda stage: (stage.choose(latin.NEW), stage.do("triage.refer")),
    "seats": _seats,
    "honours": _honours,
    "title": lambda stage: (_honours(stage), stage.do("honours.title")),
    "review": _review,
    "commands": partial(Stage.do, intention="window.commands"),
    "keys": partial(Stage.do, intention="window.keys"),
}
EACH = pytest.mark.parametrize("scene", SCENES)
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


def _name(widget: QWidget) -> str:
    """What a screen reader calls it; what is written in a field is not its name."""
    spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    buddies = [one for one in widget.window().findChildren(QLabel) if one.buddy() is widget]
    return spoken.strip() or (buddies[0].text().strip() if buddies else "")


def _own(top: QWidget) -> list[QWidget]:
    """What a person can use; the inner parts of Qt's own widgets belong to them."""
    found = [one for kind in INTERACTIVE for one in visible_children(top, kind)]
    return [one for one in found if not isinstance(one.parentWidget(), QLineEdit | QAbstractSpinBox)]


@EACH
def test_a_page_can_be_used_without_eyes_or_a_steady_hand(latin_stage: Stage, scene: str) -> None:
    """One window for each scene: opening it is the dear part."""
    SCENES[scene](latin_stage)
    _everything_that_can_be_used_has_a_name(latin_stage)
    _everything_that_can_be_clicked_is_large_enough(latin_stage)
    _no_state_is_said_by_its_colour_alone(latin_stage)


def _everything_that_can_be_used_has_a_name(stage: Stage) -> None:
    used = _own(stage.frame)
    assert len(used) > 8
    assert [one for one in used if not _name(one)] == []
    heard = [one for one in used if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)]
    assert heard == []


def _everything_that_can_be_clicked_is_large_enough(stage: Stage) -> None:
    small = [
        (type(one).__name__, _name(one), one.width(), one.height())
        for one in _own(stage.frame)
        if not isinstance(one.parentWidget(), QComboBox) and (one.height() < LEAST or one.width() < LEAST)
    ]
    assert small == []


def _no_state_is_said_by_its_colour_alone(stage: Stage) -> None:
    for part in visible_children(stage.frame, QWidget):
        if part.property("tone"):
            assert part.text().strip("●★ "), part


def _walk(key: Qt.Key, stage: Stage, most: int = 120) -> list[QWidget]:
    """Where the focus goes when Tab is pressed again and again, until it is back at its beginning."""
    passed: list[QWidget] = []
    for _ in range(most):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in passed:
            return passed
        passed.append(focus)
        QTest.keyClick(focus, key)
    raise AssertionError(f"no way back in {most} steps: {[type(one).__name__ for one in passed[-5:]]}")


@PAGES
def test_tab_goes_through_the_page_and_back_and_is_trapped_nowhere(latin_stage: Stage, scene: str) -> None:
    stage = latin_stage
    SCENES[scene](stage)
    stage.window.pages[stage.window.place].panes()[0].setFocus()
    passed = _walk(Qt.Key.Key_Tab, stage)
    reachable = [
        one
        for one in _own(stage.frame)
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    ]
    alone = {id(one) for one in passed}
    groups = {id(one.group()) for one in passed if isinstance(one, QAbstractButton) and one.group() is not None}

    def is_passed(one: QWidget) -> bool:
        grouped = isinstance(one, QAbstractButton) and one.group() is not None and id(one.group()) in groups
        inner = isinstance(one, QLineEdit) and isinstance(one.parentWidget(), QComboBox)
        return id(one) in alone or grouped or inner

    assert [(type(one).__name__, _name(one)) for one in reachable if not is_passed(one)] == []
    passed[0].setFocus()
    back = _walk(Qt.Key.Key_Backtab, stage)
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


def test_every_part_of_the_status_bar_is_a_sentence_of_its_own(latin_stage: Stage) -> None:
    parts = visible_children(latin_stage.window.findChild(StatusBar), QToolButton)
    assert len(parts) == 6
    assert all(part.text().strip("● ") and _name(part) for part in parts)
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


@pytest.mark.parametrize("state", STATES)
def test_the_first_page_can_be_used_without_eyes_and_mouse(
    latin_stage: Stage, state: str, expect: Callable[[str], None]
) -> None:
    expect("openUrl")
    welcome = Welcome(latin_stage.say)
    latin_stage.frame.put(welcome)
    STATES[state](welcome)
    latin_stage.settle()
    used = _own(welcome)
    assert used
    assert [one for one in used if not _name(one)] == []
    assert [one for one in used if one.height() < LEAST] == []
    passed = _walk(Qt.Key.Key_Tab, latin_stage)
    used = [one for one in used if one.isEnabled()]
    assert {id(one) for one in used if one.focusPolicy() & Qt.FocusPolicy.TabFocus} <= {id(one) for one in passed}
