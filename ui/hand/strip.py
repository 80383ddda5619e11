"""Evidence as a row of small pictures; each opens large."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QToolButton, QWidget
from shiboken6 import isValid

from app.domain.evidence import Evidence
from app.domain.words import Words
from app.operations import evidence
from ui.hand.attachments import fitted
from ui.hand.words import size_words
from ui.kit.elements import Flow
from ui.kit.images import decoded
from ui.kit.remote import brief
from ui.kit.speech import COMMA
from ui.tools import Tools

WIDTH, HEIGHT = 116, 76
"""Pixels of a small picture."""

_KEPT = 300
"""Small pictures that are held: what never changes is decoded once."""


_VEILED = Words("可能令人不适\n点开才显示", "May be upsetting:\nclick to see")


class SmallPictures:
    """Small pictures of evidence, decoded off the window's thread and held for a while."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._kept: OrderedDict[int, QImage] = OrderedDict()

    def of(self, one: Evidence, then: Callable[[QImage], None]) -> None:
        """The small picture; a null one where the file shows none or is damaged."""
        if one.seq in self._kept:
            self._kept.move_to_end(one.seq)
            then(self._kept[one.seq])
            return
        self._tools.runner.ask(
            ("evidence", "small", one.seq),
            lambda desk: decoded(evidence.content(desk, one.seq), one.media_type, 2 * WIDTH),
            lambda made: self._made(one, made, then),
            lambda _error: then(QImage()),
        )

    def _made(self, one: Evidence, made: QImage, then: Callable[[QImage], None]) -> None:
        self._kept[one.seq] = made
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        then(made)


class Strip(QWidget):
    """The evidence of a case, or of a receipt.

    Args:
        veiled: the numbers of those that are not shown before they are clicked.

    Attributes:
        opened: one is to be seen large: the evidence of this strip, and the number of the one.
    """

    opened = Signal(object, int)

    def __init__(
        self, tools: Tools, small: SmallPictures, shown: Sequence[Evidence], *, veiled: Collection[int] = ()
    ) -> None:
        super().__init__()
        self._tools, self._shown = tools, shown
        self.tiles: list[QToolButton] = []
        flow = Flow(8)
        for one in shown:
            tile = self._tile(one)
            self.tiles.append(tile)
            flow.addWidget(tile)
            if one.seq in veiled:
                self._veil(tile, one)
                continue
            small.of(one, partial(self._draw, tile, one))
        self.setLayout(flow)

    def _tile(self, one: Evidence) -> QToolButton:
        say, now = self._tools.say, self._tools.clock()
        receipt = f"{say(Words('回执', 'receipt'))} · " if one.command else ""
        made = QToolButton()
        made.setObjectName("tile")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(WIDTH, HEIGHT))
        made.setFixedWidth(WIDTH + 14)
        made.setText(f"{receipt}{brief(one.name, 8 if receipt else 14)}")
        about = [
            f"{receipt}{brief(one.name, 80)}", size_words(one.size), brief(one.by.name, 40), say.moment(one.at, now)
        ]  # fmt: skip
        made.setAccessibleName(say(COMMA).join(about))
        made.setToolTip("\n".join([*about, f"sha256 {one.sha256}", *([brief(one.note, 300)] if one.note else [])]))
        made.clicked.connect(lambda _checked=False: self.opened.emit(self._shown, one.seq))
        return made

    def _veil(self, tile: QToolButton, one: Evidence) -> None:
        say = self._tools.say
        tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        tile.setText(f"{say(_VEILED)}\n{brief(one.name, 14)}")
        tile.setMinimumHeight(HEIGHT + 34)
        tile.setAccessibleName(say(COMMA).join([say(_VEILED), tile.accessibleName()]))

    def _draw(self, tile: QToolButton, one: Evidence, picture: QImage) -> None:
        if not isValid(tile):
            return  # the strip was drawn anew meanwhile
        if picture.isNull():
            tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            kind = "PDF" if one.media_type == "application/pdf" else self._tools.say(Words("看不了", "no picture"))
            tile.setText(f"{kind}\n{brief(one.name, 14)}")
            tile.setMinimumHeight(HEIGHT + 34)
        else:
            tile.setIcon(QIcon(fitted(picture, WIDTH, HEIGHT, tile.devicePixelRatioF())))
