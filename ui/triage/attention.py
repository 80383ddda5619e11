"""Which case somebody reads: what it lacks is read from the community first."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.cases import CaseId
from app.operations import attention
from ui.tools import Tools

REST_MS = 1_500
"""How long a case must be open before it is one that somebody reads."""


class Attention(QObject):
    """Notices that somebody reads a case and does not only pass by.

    Args:
        chosen: the case that is open now.

    Attributes:
        wanting: it lacks something that a round with the community can bring.
    """

    wanting = Signal()

    def __init__(self, tools: Tools, owner: QObject, chosen: Callable[[], CaseId | None]) -> None:
        super().__init__(owner)
        self._tools, self._chosen = tools, chosen
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._look)

    def begin(self) -> None:
        """Another case is open."""
        self._resting.start()

    def _look(self) -> None:
        case_id = self._chosen()
        if case_id is not None:
            self._tools.runner.do(lambda desk: attention.look_at(desk, case_id), self._looked, lambda _: None)

    def _looked(self, looked: attention.Looked) -> None:
        if looked.wanting:
            self.wanting.emit()
