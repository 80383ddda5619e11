"""A line in which something may be chosen or typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter


def complete_in_popup(box: QComboBox) -> None:
    """Offer what begins or goes on like this under the line, never in it.

    Completed in the line itself, Qt 6 falls over what an input method hands over, and the program with it.
    """
    completer = box.completer()
    if not isinstance(completer, QCompleter):
        return
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    if popup := completer.popup():
        popup.setObjectName("popup")
        popup.setParent(box.lineEdit(), Qt.WindowType.Popup)  # Qt gives it none; so it wears what the window wears
