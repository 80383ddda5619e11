"""On top of the queue: promises that are due today, that are broken, and for which a progress note lies ready."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.domain.promises_register import Which
from app.domain.words import Words
from app.operations.promises_front import NOTHING, Front
from ui.actions import key_of
from ui.kit.elements import button, label, row
from ui.tools import Tools


class PromiseStrip(QFrame):
    """How many, and the way there; nothing while nothing is due.

    Attributes:
        wanted: the promises that stand so are to be shown: a `Which`.
    """

    wanted = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("caution")
        self._tools = tools
        self._front = NOTHING
        self._text = label("", "small")
        self.go = button(tools.say, Words("去看", "See them"), "quiet", key=key_of("go.promises"))
        self.go.clicked.connect(lambda: self.wanted.emit(self.which))
        layout = row(self._text, self.go)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 4, 6, 4)
        self.setLayout(layout)
        self.hide()
        tools.say.changed.connect(self._render)

    @property
    def which(self) -> Which:
        """Which promises are to be seen first."""
        return Which.BROKEN if self._front.broken else Which.SOON

    def show_front(self, front: Front) -> None:
        """Promises stand like this."""
        self._front = front
        self._render()

    def _render(self) -> None:
        front, say = self._front, self._tools.say
        parts: list[str] = []
        if front.today:
            parts.append(say(Words(f"今天到期 {front.today}", f"{front.today} due today")))
        elif front.tomorrow and front.ready:
            parts.append(say(Words(f"明天到期 {front.tomorrow}", f"{front.tomorrow} due tomorrow")))
        if front.broken:
            parts.append(say(Words(f"未兑现 {front.broken}", f"{front.broken} broken")))
        if front.ready:
            count = len(front.ready)
            parts.append(
                say(
                    Words(
                        f"进展说明已拟好 {count}",
                        "1 progress note ready" if count == 1 else f"{count} progress notes ready",
                    )
                )
            )
        self.setVisible(bool(parts))
        text = say(Words("承诺：", "Promises: ")) + " · ".join(parts)
        self._text.setText(text)
        self.setAccessibleName(text)
        look = "fault" if front.broken else "caution"
        if self.objectName() != look:
            self.setObjectName(look)
            self.style().unpolish(self)
            self.style().polish(self)
