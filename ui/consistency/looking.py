"""Looking up how it was judged before: from the line over what is being written, to the decisions themselves."""

from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.precedents import Precedents, in_words
from app.domain.words import Words
from app.operations.precedents import precedents
from ui.consistency.past import PastSheet
from ui.consistency.strip import PrecedentStrip
from ui.tools import Tools

MOST = 12
_NOTHING = Words("先选一条公约条款，再看过往类似", "Choose an article first, then look at past decisions")


class Looking(QObject):
    """Opens the sheet of past decisions.

    Args:
        over: lies in the window over which the sheet goes.
        strip: says for what is asked.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, over: QWidget, strip: PrecedentStrip) -> None:
        super().__init__()
        self._tools, self._over, self._strip = tools, over, strip
        strip.opened.connect(self.look)
        tools.runner.changed.connect(lambda _changes: strip.again())

    @cached_property
    def sheet(self) -> PastSheet:
        """The sheet, made when it is first wanted."""
        made = PastSheet(self._tools, self._over.window())
        made.opened.connect(self.opened)
        return made

    def look(self) -> None:
        """Show the likest."""
        asked = self._strip.asked
        if asked is None:
            self._tools.notices.tell(_NOTHING, seconds=4)
            return
        case, article, rung, malice = asked
        self._tools.runner.ask(
            ("consistency", "past"),
            lambda desk: precedents(desk, case, article=article, rung=rung, malice=malice, limit=MOST),
            self._show,
        )

    def _show(self, found: Precedents) -> None:
        if found.alike:
            self.sheet.show_found(found)
        else:
            self._tools.notices.tell(in_words(found), seconds=4)
