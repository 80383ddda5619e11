"""Language and appearance before a workspace is open: two quiet buttons and the keys that work everywhere."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from ui.actions import BY_ID, keyed
from ui.kit.elements import button, row
from ui.kit.speech import Speech


class LooksBar(QWidget):
    """The two switches.

    Args:
        page: where their keys work.

    Attributes:
        language_asked: the other language is wanted.
        theme_asked: the other theme is wanted.
    """

    language_asked = Signal()
    theme_asked = Signal()

    def __init__(self, say: Speech, page: QWidget) -> None:
        super().__init__()
        self.language = button(say, Words("切换到 English", "Switch to 中文"), "quiet")
        self.theme = button(say, Words("浅色 / 深色", "Light / dark"), "quiet")
        for made, intention, asked in (
            (self.language, "window.language", self.language_asked),
            (self.theme, "window.theme", self.theme_asked),
        ):
            made.clicked.connect(asked)
            say.tell(made, made.setToolTip, keyed(BY_ID[intention].words, intention))
            for key in BY_ID[intention].keys:
                QShortcut(QKeySequence(key), page).activated.connect(asked)
        self.setLayout(row(self.language, self.theme, gap=4))
