"""What a community can and can't do, as a list that can be scanned: what needs a person first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.abilities import LEVEL_MEANINGS, LEVEL_WORDS, Abilities, able
from app.domain.community import CommunityInfo, Level
from app.domain.words import Words
from ui.kit.elements import clear, column, label, tag
from ui.kit.speech import Speech
from ui.kit.theme import Tone

TONES = {
    Level.UNSUPPORTED: Tone.RED,
    Level.MANUAL: Tone.AMBER,
    Level.LOCAL_ONLY: Tone.VIOLET,
    Level.EMULATED: Tone.BLUE,
    Level.NATIVE: Tone.GREEN,
}


class AbilityList(QWidget):
    """Every kind of command and every feature, by level, each with its reason."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self.info: CommunityInfo | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        say.changed.connect(self._render)

    def tell(self, info: CommunityInfo | None) -> None:
        """Show what this community says of itself."""
        if info != self.info:
            self.info = info
            self._render()

    def _render(self) -> None:
        clear(self._layout)
        if self.info is None:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(1, 1)
        for line, group in enumerate(able(self.info)):
            self._put(grid, line, group)
        self._layout.addLayout(grid)

    def _put(self, grid: QGridLayout, line: int, group: Abilities) -> None:
        say, level = self._say, group.level
        name = LEVEL_WORDS[level]
        counted = say(Words(f"{name.zh} {group.count}", f"{name.en} {group.count}"))
        grid.addWidget(tag(counted, TONES[level]), line, 0, Qt.AlignmentFlag.AlignTop)
        rows = column(label(say(LEVEL_MEANINGS[level]), "second"), gap=6)
        for row in group.rows:
            rows.addLayout(column(label(say(row.words)), *self._reason(row.reason), gap=1))
        grid.addLayout(rows, line, 1)

    def _reason(self, reason: Words) -> list[QWidget]:
        return [label(self._say(reason), "second")] if reason.zh else []
