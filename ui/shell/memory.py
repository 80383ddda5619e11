"""What the window remembers of itself: language, theme, sizes. Nothing about anybody is in it."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from app.errors import Language
from ui.kit.theme import Choice

_VERSION = 1


class Memory:
    """The window's own small file.

    Args:
        path: of the file; None remembers nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat) if path else None
        if self._settings is not None and self._settings.value("version", _VERSION, int) != _VERSION:
            self._settings.clear()

    def _get(self, name: str) -> str:
        value = self._settings.value(name, "") if self._settings is not None else ""
        return value if isinstance(value, str) else ""

    def _put(self, name: str, value: object) -> None:
        if self._settings is not None:
            self._settings.setValue("version", _VERSION)
            self._settings.setValue(name, value)

    def language(self, default: Language) -> Language:
        """The language chosen, else the one that the system speaks."""
        kept = self._get("language")
        return "en" if kept == "en" else "zh" if kept == "zh" else default

    def keep_language(self, language: Language) -> None:
        """Speak it next time too."""
        self._put("language", language)

    def theme(self) -> Choice:
        """The theme chosen."""
        kept = self._get("theme")
        return Choice(kept) if kept in list(Choice) else Choice.SYSTEM

    def keep_theme(self, choice: Choice) -> None:
        """Look like that next time too."""
        self._put("theme", choice.value)

    def sounds(self) -> bool:
        """Whether an alarm is heard; unless a person said otherwise, it is."""
        return self._get("sounds") != "off"

    def keep_sounds(self, on: bool) -> None:
        """Hear alarms next time too, or not."""
        self._put("sounds", "on" if on else "off")

    def scale(self, default: float) -> float:
        """How much larger than usual text is."""
        kept = self._get("scale")
        return min(max(float(kept), 1.0), 2.0) if kept.replace(".", "", 1).isdecimal() else default

    def keep_scale(self, scale: float) -> None:
        """Show text as large next time too."""
        self._put("scale", str(scale))

    def restore(self, window: QWidget) -> None:
        """Put a window where it was, if that is still on a screen."""
        geometry = self._settings.value("geometry") if self._settings is not None else None
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
            screens = QGuiApplication.screens()
            if not any(screen.availableGeometry().intersects(window.frameGeometry()) for screen in screens):
                window.move(screens[0].availableGeometry().topLeft())

    def keep(self, window: QWidget) -> None:
        """Remember where a window is."""
        self._put("geometry", window.saveGeometry())
        if self._settings is not None:
            self._settings.sync()

    def restore_columns(self, splitter: QSplitter) -> None:
        """Give columns the widths that they had."""
        state = self._settings.value("columns") if self._settings is not None else None
        if isinstance(state, QByteArray):
            splitter.restoreState(state)

    def keep_columns(self, splitter: QSplitter) -> None:
        """Remember the widths of columns."""
        self._put("columns", splitter.saveState())
