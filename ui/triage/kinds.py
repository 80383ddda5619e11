"""What the matter is, chosen from a menu."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.cases import KIND_WORDS, CaseKind
from ui.kit.speech import Speech


def ask_kind(say: Speech, over: QWidget, now: CaseKind | None, then: Callable[[CaseKind], None]) -> None:
    """Ask for a kind; each has a digit as its key.

    Args:
        over: where the menu opens.
        now: the present one.
        then: gets the one that was chosen.
    """
    menu = QMenu(over.parentWidget())
    for number, kind in enumerate(CaseKind, 1):
        act = menu.addAction(f"&{number}  {say(KIND_WORDS[kind])}")
        act.setCheckable(True)
        act.setChecked(kind is now)
        act.triggered.connect(lambda _checked=False, kind=kind: then(kind))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(over.mapToGlobal(QPoint(16, 56)))
