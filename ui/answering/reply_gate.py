"""Under a public reply: which of its parts are there, what it lacks, and why it goes out all the same."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.complaints import PART_WORDS, Look, Part
from app.domain.messages import LONGEST_REASON
from app.domain.words import Words
from ui.kit.elements import Flow, button, clear, column, label, named, tag
from ui.kit.theme import Tone
from ui.tools import Tools

_WHY = Words("照发的原因（记入台账，不公开）", "Why it goes out like this (kept in the ledger, not public)")


class ReplyGate(QWidget):
    """A strip of four parts that light up while the reply is written, and a line for each thing it lacks.

    Attributes:
        changed: the reason was changed by hand.
    """

    changed = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._seen: Look | None = None
        say = tools.say
        self.parts: dict[Part, QLabel] = {part: tag("", Tone.NEUTRAL) for part in Part}
        flow = Flow(6)
        for one in self.parts.values():
            flow.addWidget(one)
        self._chips = QWidget()
        self._chips.setLayout(flow)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.all_the_same = button(say, Words("照发并说明原因", "Send it all the same, with a reason"), "quiet")
        self.all_the_same.clicked.connect(self.ask_why)
        self.why = QLineEdit()
        self.why.setMaxLength(LONGEST_REASON)
        named(say, self.why, _WHY)
        say.tell(self.why, self.why.setPlaceholderText, _WHY)
        self.why.textEdited.connect(self.changed)
        self.setLayout(column(self._chips, self._lines, self.all_the_same, self.why, gap=4))
        say.changed.connect(self._render)
        self.begin("")

    @property
    def despite(self) -> str:
        """Why it goes out all the same; "" where no reason is given, or none is needed."""
        return self.why.text() if not self.why.isHidden() else ""

    @property
    def tells(self) -> bool:
        """Whether it says itself what keeps the reply back."""
        return self._seen is not None and bool(self._seen.blocking)

    @property
    def what_now(self) -> Words:
        """What to do about that, in one line."""
        if self._seen is not None and self._seen.passable:
            return Words(
                "先补上面标 ✗ 的，或说明照发的原因；没有发送",
                "Mend what has ✗ above, or say why it goes; nothing was sent",
            )
        return Words("先补上面标 ✗ 的；没有发送", "Mend what has ✗ above; nothing was sent")

    def begin(self, despite: str) -> None:
        """Begin with a reply of which nothing is known yet."""
        self._seen = None
        self.why.setText(despite)
        self._render()

    def show_look(self, seen: Look) -> None:
        """Show what was seen in the reply as it stands."""
        self._seen = seen
        self._render()

    def ask_why(self) -> None:
        """Let a person say why it goes out like this."""
        self.why.show()
        self.all_the_same.hide()
        self.why.setFocus()

    def _render(self) -> None:
        seen, say = self._seen, self._tools.say
        self._chips.setVisible(seen is not None and seen.asks)
        clear(self._lines)
        passable = seen is not None and seen.passable
        asked = bool(self.why.text()) or self.why.hasFocus()
        self.why.setVisible(passable and asked)
        self.all_the_same.setVisible(passable and not asked)
        if seen is None:
            return
        for part, chip in self.parts.items():
            self._light(chip, part, there=part in seen.parts)
        for one in seen.lacks:
            mark = "✗" if one.blocking else "！" if say.language == "zh" else "!"
            self._lines.addWidget(label(f"{mark} {say(one.words)}", "small"))

    def _light(self, chip: QLabel, part: Part, *, there: bool) -> None:
        words = self._tools.say(PART_WORDS[part])
        chip.setText(f"{'✓' if there else '○'} {words}")
        found = Words("已有", "there") if there else Words("还没有", "not there yet")
        chip.setAccessibleName(f"{words}: {self._tools.say(found)}")
        tone = (Tone.GREEN if there else Tone.NEUTRAL).value
        if chip.property("tone") != tone:
            chip.setProperty("tone", tone)
            chip.style().unpolish(chip)
            chip.style().polish(chip)
