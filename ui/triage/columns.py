"""How wide the columns are: two sheets on the desk take more room while they are there."""

from PySide6.QtWidgets import QSplitter

from ui.answering.sheets import WIDE

QUEUE, EVIDENCE = 290, 340
"""Pixels that are left to the queue and to the evidence beside two sheets."""


class Columns:
    """Gives room to the desk, and takes it back."""

    def __init__(self, splitter: QSplitter) -> None:
        self._splitter = splitter
        self._before: list[int] = []

    def follow(self, doubled: bool) -> None:
        """Two sheets are shown, or one again."""
        if not doubled:
            self.settle()
            return
        sizes = self._splitter.sizes()
        if self._splitter.window().width() >= WIDE and not self._before:
            self._before = sizes
            self._splitter.setSizes([QUEUE, EVIDENCE, sum(sizes) - QUEUE - EVIDENCE])

    def settle(self) -> None:
        """As it was before."""
        if self._before:
            self._splitter.setSizes(self._before)
            self._before = []
