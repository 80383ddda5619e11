"""What the member will read, on a phone, late in the evening."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.words import NO_WORDS, Words
from app.text.display import visible
from ui.answering.thread_preview import Above, PostAbove
from ui.kit.elements import Scroll, column, frame, label, row
from ui.kit.remote import LONGEST
from ui.kit.speech import Speech

PHONE_WIDTH = 320


class PhonePreview(QWidget):
    """A letter or a reply as it arrives."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._where = NO_WORDS
        say.changed.connect(self._render)
        self._head = label("", "strong")
        self._sub = label("", "second")
        self._body = label()
        self._body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        bubble = frame("bubble", self._body, margin=12)
        scroll = Scroll(margin=4)
        self._above = PostAbove()
        scroll.inside.addWidget(self._above.bubble)
        scroll.inside.addWidget(bubble)
        scroll.inside.addStretch(1)
        phone = QFrame()
        phone.setObjectName("phone")
        phone.setFixedWidth(PHONE_WIDTH)
        inside = column(self._head, self._sub, scroll, gap=4)
        inside.setContentsMargins(14, 14, 14, 14)
        inside.setStretch(2, 1)
        phone.setLayout(inside)
        self.setLayout(row(None, phone, None))
        self.setMinimumHeight(360)

    def show_text(self, text: str, sender: str, where: Words, above: Above | None = None) -> None:
        """Show a text as it arrives.

        Args:
            where: how its reader comes by it.
            above: the post under which it stands, where it stands in a thread.
        """
        self._above.show_post(above)
        self._where = where
        self._head.setText(sender)
        self._body.setText(visible(text[:LONGEST]))
        self._render()

    def _render(self) -> None:
        self._sub.setText(self._say(self._where))
