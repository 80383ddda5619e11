"""What is being written is kept in the record as a draft, so that it is there again after whatever happens."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.domain.cases import CaseId
from app.domain.decisions import DecisionKind
from app.domain.words import Words
from app.errors import StewardError
from app.operations import drafts
from ui.answering.writing import Sheet
from ui.tools import Tools

DRAFT_PAUSE = 700
"""Milliseconds of rest in writing before a draft is kept."""


class DraftKeeping(QObject):
    """Keeps a sheet once its writer rests.

    Args:
        keep_now: keeps what is on the desk.
    """

    def __init__(self, tools: Tools, keep_now: Callable[[], None]) -> None:
        super().__init__()
        self._tools = tools
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE)
        self._pause.timeout.connect(keep_now)

    def touch(self, sheet: Sheet) -> None:
        """A person wrote on this sheet: it is to be kept soon."""
        sheet.typed = sheet.unkept = True
        sheet.sent = False
        self._pause.start()

    def keep(self, case_id: CaseId | None, kind: DecisionKind, sheet: Sheet) -> None:
        """Keep a sheet of a case now, where something of it is not in the record yet."""
        self._pause.stop()
        if case_id is None or not sheet.unkept:
            return
        sheet.unkept = False
        kept = sheet.draft(kind)
        self._tools.runner.do(lambda desk: drafts.keep_draft(desk, case_id, kept), failed=partial(self._lost, sheet))

    def _lost(self, sheet: Sheet, error: StewardError) -> None:
        sheet.unkept = True
        self._tools.notices.tell(Words.of(error))
