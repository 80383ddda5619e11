"""The texts of the library as a list: what each is for, and whether it may be used."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.domain.texts import ANSWERS, Standing
from app.domain.words import Words
from app.operations.texts import Shown
from ui.kit.elements import named
from ui.kit.lines import Index, Line, LineDelegate
from ui.kit.speech import COMMA
from ui.kit.theme import Tone
from ui.tools import Tools

_SHORT = {
    Standing.GOOD: (Words("可用", "usable"), Tone.GREEN),
    Standing.DUE: (Words("快到期", "due soon"), Tone.AMBER),
    Standing.UNREVIEWED: (Words("待审", "unreviewed"), Tone.NEUTRAL),
    Standing.EXPIRED: (Words("已过期", "ran out"), Tone.RED),
    Standing.RETIRED: (Words("已停用", "retired"), Tone.NEUTRAL),
}


class Shelf(QListWidget):
    """The list.

    Attributes:
        picked: a text is wanted: its key.
    """

    picked = Signal(int)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._found: list[Shown] = []
        self.setItemDelegate(LineDelegate(tools.theme, self._line))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        named(tools.say, self, Words("话术", "Texts"))
        self.currentRowChanged.connect(self._moved)
        tools.say.changed.connect(self._render)
        tools.theme.changed.connect(self.viewport().update)

    def show_texts(self, found: list[Shown], current: int | None) -> None:
        """Show these; `current` is the key of the one that is looked at."""
        self._found = found
        self.blockSignals(True)
        self.clear()
        for _ in found:
            self.addItem(QListWidgetItem())
        self.setCurrentRow(next((at for at, one in enumerate(found) if one.text.key == current), -1))
        self.blockSignals(False)
        self._render()

    def _render(self) -> None:
        say = self._tools.say
        for at, one in enumerate(self._found):
            said = (Words(one.text.said.name, one.text.said.name), ANSWERS[one.text.said.answer], one.why)
            item = self.item(at)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, say(COMMA).join(say(words) for words in said))
            item.setToolTip(say(one.why))
        self.viewport().update()

    def _line(self, index: Index | QModelIndex) -> Line | None:
        if not 0 <= index.row() < len(self._found):
            return None
        say, one = self._tools.say, self._found[index.row()]
        words, tone = _SHORT[one.standing]
        said = one.text.said
        language = "中文" if said.language == "zh" else "English"
        about = f"{say(ANSWERS[said.answer])} · {language}"
        return Line(said.name, ((say(words), tone),), about, one.text.owner.name, faded=not one.standing.usable)

    def _moved(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.picked.emit(self._found[row].text.key)
