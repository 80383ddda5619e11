"""The page of a handover: its sections as they stand, each line leading to its case."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.domain.handover import Draft, Line, Section, empty_words, more_words
from app.domain.words import Words
from ui.kit.elements import button, clear, column, frame, label, row, tag
from ui.kit.theme import Tone
from ui.tools import Tools


class HandoverPage(QWidget):
    """The sections under each other.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._draft = Draft(())
        self._sections: QVBoxLayout = column()
        self.setLayout(self._sections)
        tools.say.changed.connect(self._render)

    def show_draft(self, draft: Draft) -> None:
        """Show the page as it stands."""
        self._draft = draft
        self._render()

    def _render(self) -> None:
        clear(self._sections)
        busy = [one for one in self._draft.sections if one.count]
        for section in busy:
            self._sections.addWidget(self._section(section))
        if nothing := empty_words(self._draft):
            self._sections.addWidget(label(self._tools.say(nothing), "second"))

    def _section(self, section: Section) -> QWidget:
        say = self._tools.say
        count = tag(str(section.count), Tone.RED if section.alarm else Tone.NEUTRAL)
        head = row(label(say(section.title), "strong", wrap=False), count, None)
        lines: list[QLayout] = [self._line(one) for one in section.lines]
        if section.more:
            lines.append(row(label(say(more_words(section.more)), "second")))
        return frame("card", head, *lines, gap=4)

    def _line(self, line: Line) -> QVBoxLayout:
        say, text = self._tools.say, self._tools.say(line.said)
        if line.case is None:
            return column(label(f"· {text}"))
        case = line.case
        open_it = button(say, Words(str(case), str(case)), "quiet")
        open_it.setAccessibleName(text)
        open_it.clicked.connect(lambda: self.opened.emit(case))
        about = label(text.removeprefix(f"{case} "))
        both = row(open_it, about)
        both.setStretch(1, 1)
        return column(both)
