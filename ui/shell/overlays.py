"""The command finder and the sheet of keys."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QGridLayout, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from app.domain.words import Words
from ui.actions import INTENTIONS, Actions, Intention, Scope
from ui.kit.elements import Scroll, column, label, named, row, said
from ui.kit.overlay import Overlay
from ui.kit.speech import Speech
from ui.shell.finding import fits


class CommandFinder(Overlay):
    """Find anything that can be done, by a word in either language."""

    def __init__(self, window: QWidget, say: Speech, actions: Actions) -> None:
        super().__init__(window, 560, 420)
        self._say, self._actions = say, actions
        self._found: list[QAction] = []
        self.field = QLineEdit()
        say.tell(self.field, self.field.setPlaceholderText, Words("输入命令", "Type a command"))
        named(say, self.field, Words("查找命令", "Find a command"))
        self.field.textChanged.connect(self._search)
        say.changed.connect(lambda: self._search(self.field.text()))
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setObjectName("plain")
        self.list.setModel(self._model)
        self.list.clicked.connect(self._run)
        named(say, self.list, Words("命令", "Commands"))
        layout = column(self.field, self.list)
        layout.setContentsMargins(12, 12, 12, 12)
        self.setLayout(layout)

    def put_up(self) -> None:
        """Show it, empty."""
        super().put_up()
        self.field.clear()
        self._search("")
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the words are typed."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.put_away()
                return True
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None and self._found:
                at = (self.list.currentIndex().row() + by) % len(self._found)
                self.list.setCurrentIndex(self._model.index(at))
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        able = [(one, action) for one, action in self._actions.bound() if action.isEnabled()]
        fitting = [(one, action) for one, action in able if fits(one, text)]
        self._found = [action for _, action in fitting]
        nothing = [self._say(Words("没有这样的命令", "No such command"))]
        self._model.setStringList([self._line(one) for one, _ in fitting] or nothing)
        self.list.setCurrentIndex(self._model.index(0))

    def _line(self, one: Intention) -> str:
        keys = f"    {_shown(one)}" if one.keys else ""
        return f"{self._say(one.scope.value)} · {self._say(one.words)}{keys}"

    def _run(self, _index: QModelIndex | None = None) -> None:
        at = self.list.currentIndex().row()
        if 0 <= at < len(self._found):
            action = self._found[at]
            self.put_away()
            action.trigger()


def _shown(one: Intention) -> str:
    return "  ".join(dict.fromkeys(key.replace("Return", "Enter") for key in one.keys))


COLUMNS: tuple[tuple[Scope, ...], ...] = (
    (Scope.WINDOW, Scope.PROMISES, Scope.TOPICS, Scope.OUTBOX, Scope.CONDUCT, Scope.COUNCIL, Scope.SEATS),
    (Scope.TRIAGE, Scope.DESK, Scope.HONOURS, Scope.REVIEW, Scope.SUMMARY),
)
"""Scopes under each other, and beside each other."""


class KeySheet(Overlay):
    """Every key, by where it works; what is typed over them leaves only those that fit.

    Args:
        columns: the scopes that there are.
        offered: what can be done.

    Attributes:
        field: what is looked for.
        lines: each key and its words, by intention.
    """

    def __init__(
        self,
        window: QWidget,
        say: Speech,
        columns: tuple[tuple[Scope, ...], ...] = COLUMNS,
        offered: tuple[Intention, ...] = INTENTIONS,
    ) -> None:
        super().__init__(window, 760, 620)
        self._say, self._offered = say, offered
        self.lines: dict[Intention, tuple[QLabel, QLabel]] = {}
        self._headings: dict[Scope, QLabel] = {}
        self.field = QLineEdit()
        say.tell(self.field, self.field.setPlaceholderText, Words("输入要做的事或按键", "Type what to do, or a key"))
        named(say, self.field, Words("查找快捷键", "Find a key"))
        self.field.textChanged.connect(self._search)
        scroll = Scroll()
        scroll.inside.addWidget(said(say, Words("快捷键一览", "All keys"), "heading"))
        sides = row(gap=32)
        for scopes in columns:
            sides.addLayout(self._side(scopes))
        scroll.inside.addLayout(sides)
        scroll.inside.addStretch(1)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll = scroll
        named(say, scroll, Words("快捷键一览", "All keys"))
        over = column(self.field)
        over.setContentsMargins(12, 12, 12, 0)
        layout = column(over, scroll)
        layout.setContentsMargins(4, 4, 4, 4)
        self.setLayout(layout)

    def _side(self, scopes: tuple[Scope, ...]) -> QVBoxLayout:
        side = column()
        for scope in scopes:
            self._headings[scope] = said(self._say, scope.value, "strong")
            side.addWidget(self._headings[scope])
            grid = QGridLayout()
            for at, one in enumerate(one for one in self._offered if one.scope is scope and one.keys):
                key, words = label(_shown(one), "small", wrap=False), said(self._say, one.words, "small", wrap=False)
                self.lines[one] = (key, words)
                grid.addWidget(key, at, 0)
                grid.addWidget(words, at, 1)
            grid.setColumnStretch(1, 1)
            side.addLayout(grid)
        side.addStretch(1)
        return side

    def put_up(self) -> None:
        """Show it."""
        super().put_up()
        self.field.clear()
        self.field.setFocus()

    def _search(self, text: str) -> None:
        for one, parts in self.lines.items():
            for part in parts:
                part.setVisible(fits(one, text))
        for scope, heading in self._headings.items():
            heading.setVisible(any(fits(one, text) for one in self.lines if one.scope is scope))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the field has no use for scrolls the sheet."""
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
            Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
            Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
            Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.triggerAction(step)
