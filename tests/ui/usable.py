"""Whether what a window shows can be used without eyes or a steady hand."""

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
    QTextEdit,
    QWidget,
)

from tests.ui.stage import Stage, visible_children

INTERACTIVE = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView, QComboBox)
LEAST = 24
"""Pixels that a target is high and wide at least."""


def name(widget: QWidget) -> str:
    """What a screen reader calls it; what is written in a field is not its name."""
    spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    buddies = [one for one in widget.window().findChildren(QLabel) if one.buddy() is widget]
    return spoken.strip() or (buddies[0].text().strip() if buddies else "")


def own(top: QWidget) -> list[QWidget]:
    """What a person can use; the inner parts of Qt's own widgets belong to them."""
    found = [one for kind in INTERACTIVE for one in visible_children(top, kind)]
    return [one for one in found if not isinstance(one.parentWidget(), QLineEdit | QAbstractSpinBox)]


def everything_that_can_be_used_has_a_name(frame: QWidget) -> None:
    used = own(frame)
    assert len(used) > 8
    assert [one for one in used if not name(one)] == []
    heard = [one for one in used if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)]
    assert heard == []


def everything_that_can_be_clicked_is_large_enough(frame: QWidget) -> None:
    small = [
        (type(one).__name__, name(one), one.width(), one.height())
        for one in own(frame)
        if not isinstance(one.parentWidget(), QComboBox) and (one.height() < LEAST or one.width() < LEAST)
    ]
    assert small == []


def no_state_is_said_by_its_colour_alone(frame: QWidget) -> None:
    for part in visible_children(frame, QWidget):
        if part.property("tone"):
            assert part.text().strip("●★ "), part


def walk(key: Qt.Key, stage: Stage, most: int = 120) -> list[QWidget]:
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
