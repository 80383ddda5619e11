"""Says the program's words in the language chosen, and again when another is chosen."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.domain.words import Words
from app.errors import Language

COMMA = Words("，", ", ")
"""Between the parts of what a screen reader is told."""

_QT_WORDS = "words of Qt"
_LOCALES: dict[Language, str] = {"zh": "zh_CN", "en": "en_US"}


class Speech(QObject):
    """The language of the window. Call it to say words; `tell` keeps a widget in step with it.

    Attributes:
        changed: the language is another one now; whoever renders text from data does so again.
    """

    changed = Signal()

    def __init__(self, app: QApplication, language: Language) -> None:
        super().__init__(app)
        self._app = app
        self._told: dict[int, tuple[QObject, Callable[[str], object], Words]] = {}
        self._next = 0
        self.language: Language = language
        self._load()

    def __call__(self, words: Words) -> str:
        """The words in the language of the window."""
        return words.say(self.language)

    def choose(self, language: Language) -> None:
        """Speak this language from now on, everywhere."""
        if language == self.language:
            return
        self.language = language
        self._load()
        for owner, setter, words in list(self._told.values()):
            if isValid(owner):  # one told before it may have taken it away
                setter(self(words))
        self.changed.emit()

    def tell(self, owner: QObject, setter: Callable[[str], object], words: Words) -> None:
        """Give the words to a setter of a widget now, and at each change of language while the widget lives."""
        self._next += 1
        self._told[self._next] = (owner, setter, words)
        owner.destroyed.connect(partial(self._told.pop, self._next, None))
        setter(self(words))

    def _load(self) -> None:
        """Qt's own words, as in the menu of a text field, come from Qt's catalogue; there is one for all."""
        for before in self._app.findChildren(QTranslator, _QT_WORDS):
            self._app.removeTranslator(before)
            before.deleteLater()
        locale = QLocale(_LOCALES[self.language])
        QLocale.setDefault(locale)
        translator = QTranslator(self._app)
        translator.setObjectName(_QT_WORDS)
        where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(locale, "qtbase", "_", where):
            self._app.installTranslator(translator)

    # --- times ---------------------------------------------------------------------------------------

    def age(self, at: datetime, now: datetime) -> str:
        """How long ago something was, in one unit."""
        seconds = max(0, int((now - at).total_seconds()))
        minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
        if minutes < 1:
            return self(Words("刚刚", "just now"))
        if hours < 1:
            return self(Words(f"{minutes} 分钟", f"{minutes} min"))
        if days < 1:
            return self(Words(f"{hours} 小时", f"{hours} h"))
        return self(Words(f"{days} 天", f"{days} d"))

    def ago(self, at: datetime, now: datetime) -> str:
        """How long ago something was, as a part of a sentence."""
        if (now - at).total_seconds() < 60:
            return self(Words("刚刚", "just now"))
        age = self.age(at, now)
        return self(Words(f"{age}前", f"{age} ago"))

    def moment(self, at: datetime, now: datetime) -> str:
        """A moment in local time: only the clock for today, with the date otherwise."""
        local, today = at.astimezone(), now.astimezone()
        if local.date() == today.date():
            return self(Words(f"今天 {local:%H:%M}", f"today {local:%H:%M}"))
        if local.year == today.year:
            return f"{local:%m-%d %H:%M}"
        return f"{local:%Y-%m-%d %H:%M}"

    def day(self, at: datetime, now: datetime) -> str:
        """A day in local time, with its year where that is another one."""
        local = at.astimezone()
        return f"{local:%m-%d}" if local.year == now.astimezone().year else f"{local:%Y-%m-%d}"
