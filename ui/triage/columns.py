"""How wide the columns are: two sheets on the desk take more room while they are there."""

from PySide6.QtWidgets import QSplitter, QWidget

from ui.answering.sheets import WIDE

QUEUE, EVIDENCE = 290, 340
"""Pixels that are left to the queue and to the evidence beside two sheets."""

ALL_FOUR = 1500
"""From this width of the window on, in pixels, the queue stays beside two sheets; else it makes room for them."""


class Columns:
    """Gives room to the desk, and takes it back.

    Args:
        queue: the first of the columns.
    """

    def __init__(self, splitter: QSplitter, queue: QWidget) -> None:
        self._splitter, self._queue = splitter, queue
        self._before: list[int] = []

    def follow(self, doubled: bool) -> None:
        """Two sheets are shown, or one again."""
        if not doubled:
            self.settle()
            return
        width, sizes = self._splitter.window().width(), self._splitter.sizes()
        if width < WIDE or self._before:
            return
        self._before = sizes
        queue = QUEUE if width >= ALL_FOUR else 0
        self._queue.setVisible(queue > 0)
        self._splitter.setSizes([queue, EVIDENCE, sum(sizes) - queue - EVIDENCE])

    def settle(self) -> None:
        """As it was before."""
        if self._before:
            self._queue.show()
            self._splitter.setSizes(self._before)
            self._before = []
