"""上次怎么判的, in one line over what is being written: how often which rung, and how the choice stands to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.domain.cases import CaseId
from app.domain.ladder import Rung
from app.domain.precedents import WEIGHT_WORDS, Precedents, Weight, in_words
from app.domain.words import Words
from app.errors import StewardError
from app.operations.precedents import precedents
from ui.actions import key_of
from ui.kit.elements import button, label, row, tag
from ui.kit.theme import Tone
from ui.tools import Tools

_TONES = {Weight.HARDER: Tone.AMBER, Weight.USUAL: Tone.GREEN, Weight.SOFTER: Tone.BLUE}

Asked = tuple[CaseId, int, Rung | None, bool]


class PrecedentStrip(QFrame):
    """The line. It hides while no article is chosen, and where nothing like it was decided.

    Attributes:
        opened: somebody wants to see the decisions themselves.
        found: what is shown; None while nothing is.
    """

    opened = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("advice")
        self._tools = tools
        self._asked: Asked | None = None
        self.found: Precedents | None = None
        self._words = label("", "small")
        self._weight = tag("", Tone.NEUTRAL)
        look = Words("看过往类似", "Look")
        self._open = button(tools.say, look, "quiet", key=key_of("desk.precedents"))
        self._open.clicked.connect(self.opened)
        line = row(self._words, self._weight, self._open)
        line.setStretch(0, 1)
        line.setContentsMargins(10, 4, 6, 4)
        self.setLayout(line)
        tools.say.changed.connect(self._render)
        self.hide()

    @property
    def asked(self) -> Asked | None:
        """What is shown: case, article, rung, malice."""
        return self._asked

    def show_for(
        self, case: CaseId | None, article: int | None = None, rung: Rung | None = None, malice: bool = False
    ) -> None:
        """Show how it was judged before; nothing where no article is chosen.

        Args:
            rung: what is about to be chosen; None says nothing of it.
            malice: a fact of malice is ticked.
        """
        if case is None or article is None:
            self._asked = None
            self._tools.runner.forget(("consistency", "strip"))
            self.hide()
            return
        asked = (case, article, rung, malice)
        if asked == self._asked:
            return
        if self._asked is None or self._asked[:2] != asked[:2]:
            self.hide()  # what is shown is about another case or article
        self._asked = asked
        self._tools.runner.ask(
            ("consistency", "strip"),
            lambda desk: precedents(desk, case, article=article, rung=rung, malice=malice),
            self._show,
            self._fail,
        )

    def again(self) -> None:
        """Something was decided meanwhile: ask once more."""
        if self._asked is not None:
            (case, article, rung, malice), self._asked = self._asked, None
            self.show_for(case, article, rung, malice)

    def _show(self, found: Precedents) -> None:
        self.found = found
        self._render()
        self.setVisible(bool(found.total or found.alike))

    def _fail(self, _error: StewardError) -> None:
        """An article that is no longer there has no past; what is wrong with it is said where it is chosen."""
        self.hide()

    def _render(self) -> None:
        found, say = self.found, self._tools.say
        if found is None:
            return
        self._words.setText(say(in_words(found)))
        self._weight.setVisible(found.weight is not None)
        if found.weight is not None:
            self._weight.setText(say(WEIGHT_WORDS[found.weight]))
            self._weight.setProperty("tone", _TONES[found.weight].value)
            self._weight.style().unpolish(self._weight)
            self._weight.style().polish(self._weight)
        self._open.setVisible(bool(found.alike))
