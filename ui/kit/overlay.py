"""What lies over the window for a moment: a sheet that goes with Esc, and a form for which the window waits."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_LOOKS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_LOOK_KEYS = (Qt.Key.Key_L, Qt.Key.Key_D)


class Overlay(QFrame):
    """A sheet over the window; Esc or a click elsewhere puts it away, and the focus goes back."""

    def __init__(self, window: QWidget, width: int, height: int) -> None:
        super().__init__(window)
        self.setObjectName("sheet")
        self._size = (width, height)
        self._before: QWidget | None = None
        self.hide()

    def put_up(self) -> None:
        """Show it."""
        window = self.parentWidget()
        if window is None:
            return
        self._before = window.focusWidget()
        self.settle()
        self.show()
        self.raise_()

    def settle(self) -> None:
        """Stand in the middle of the window, as large as it has room."""
        window = self.parentWidget()
        if window is not None:
            width, height = min(self._size[0], window.width() - 40), min(self._size[1], window.height() - 80)
            self.setGeometry((window.width() - width) // 2, 48, width, height)

    def put_away(self) -> None:
        """Hide it; the focus goes back, to the window where what had it went meanwhile."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        elif (window := self.parentWidget()) is not None:
            window.setFocus()
        self.hide()  # last: hidden with the focus in it, Qt would look through the whole window for the next one

    def event(self, event: QEvent) -> bool:
        """Keys without Ctrl belong to the sheet; they are no commands for the page behind it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.keeps(event):
            event.accept()
            return True
        return super().event(event)

    def keeps(self, event: QKeyEvent) -> bool:
        """Whether a key is this sheet's, and no command of the window."""
        function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        return not event.modifiers() & _COMMANDING and not function

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)


class Sheet(Overlay):
    """An overlay for which the rest of the window waits: the focus stays in it, no command reaches the page behind."""

    def __init__(self, window: QWidget, width: int, height: int) -> None:
        super().__init__(window, width, height)
        self._veil = _Veil(window)
        window.installEventFilter(self)

    def put_up(self) -> None:
        """Show it, with the window behind a veil."""
        self._veil.cover()
        super().put_up()

    def put_away(self) -> None:
        """Hide it."""
        self._veil.hide()
        super().put_away()

    def keeps(self, event: QKeyEvent) -> bool:
        """Every key; only language and theme can be changed meanwhile."""
        return not (event.modifiers() == _LOOKS and event.key() in _LOOK_KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away; nothing goes through to the page behind."""
        super().keyPressEvent(event)
        event.accept()

    def focusNextPrevChild(self, on: bool) -> bool:
        """Tab goes round in the sheet, in the order of the window.

        Qt finds the next one itself while nothing behind the sheet takes Tab. To follow the chain of focus from here
        is no way: PySide takes each one in it for owned by the one before, and what is deleted then takes the rest of
        the window with it.
        """
        window = self.parentWidget()
        behind = [one for one in window.findChildren(QWidget) if self._is_behind(one)] if window is not None else []
        policies = [one.focusPolicy() for one in behind]
        for one in behind:
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        try:
            super().focusNextPrevChild(on)
        finally:
            for one, policy in zip(behind, policies, strict=True):
                one.setFocusPolicy(policy)
        return True

    def _is_behind(self, one: QWidget) -> bool:
        takes_tab = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.isVisible()
        return takes_tab and one is not self and not self.isAncestorOf(one)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._veil.cover()
            self.settle()
            self.raise_()
        return super().eventFilter(watched, event)


class _Veil(QWidget):
    """Dims the window and takes every click."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def cover(self) -> None:
        """Lie over the whole window."""
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
            self.show()
            self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click here is meant for nothing."""
        event.accept()
