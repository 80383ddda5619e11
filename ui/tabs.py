"""A place with several pages, each a tab of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from app.domain.words import Words
from ui.actions import Scope, key_of
from ui.kit.elements import button, column, row
from ui.kit.theme import WIDE_GAP
from ui.tools import Tools


class TabPage(Protocol):
    """A page that can be a tab."""

    def open(self) -> None:
        """It comes to the front."""

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""

    def escape(self) -> None:
        """Esc was pressed."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the intention that goes there, its name, its page, where its intentions can be had."""

    intention: str
    words: Words
    page: QWidget
    scope: Scope


class TabbedPlace(QWidget):
    """The place.

    Args:
        tabs: the first one is shown first.

    Attributes:
        moved: another tab is shown.
    """

    moved = Signal()

    def __init__(self, tools: Tools, *tabs: Tab) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tools = tools
        self.tabs = tabs
        self._at = 0
        self._stack = QStackedWidget()
        group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        for at, tab in enumerate(self.tabs):
            made = button(tools.say, tab.words, "tab", key=key_of(tab.intention))
            made.setCheckable(True)
            made.setChecked(at == 0)
            made.clicked.connect(partial(self.turn_to, at))
            group.addButton(made)
            self.buttons.append(made)
            self._stack.addWidget(tab.page)
        head = row(*self.buttons, None, gap=0)
        head.setContentsMargins(WIDE_GAP, 4, WIDE_GAP, 0)
        layout = column(head, self._stack, gap=6)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def turn_to(self, at: int, _checked: bool = False) -> None:
        """Show this tab."""
        self._at = at
        self._stack.setCurrentWidget(self.tabs[at].page)
        self.buttons[at].setChecked(True)
        self.moved.emit()

    @property
    def scopes(self) -> set[Scope]:
        """Where one is: what can be done here."""
        return {self.tabs[self._at].scope}

    @property
    def page(self) -> TabPage:
        """The tab that is shown."""
        return self.tabs[self._at].page  # type: ignore[return-value]  # every tab is one

    def open(self) -> None:
        """The place comes to the front."""
        self.page.open()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return self.page.panes()

    def escape(self) -> None:
        """Esc was pressed."""
        self.page.escape()
