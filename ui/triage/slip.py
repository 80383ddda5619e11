"""After a reply that promises: the handoff slip, to be pasted into the company's own system."""

from PySide6.QtGui import QGuiApplication

from app.domain.cases import CaseId
from app.domain.words import Words
from app.operations import promises_letters, promises_view
from app.operations.desk import Desk
from ui.notices import Offer
from ui.tools import Tools

_READY = Words("承诺已登记，转办单已备好", "The promise is registered; the handoff slip is ready")
_COPIED = Words("转办单已复制，去贴到公司系统里", "The slip is copied: paste it into the company's system")
_SECONDS = 12


def offer_slip(tools: Tools, case_id: CaseId) -> None:
    """Offer to copy the slip of the promise that was made last on a case."""
    language = tools.say.language

    def slip(desk: Desk) -> str:
        made = promises_view.of_case(desk, case_id)
        return promises_letters.handoff_slip(desk, made[-1].id, language) if made else ""

    def copy(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        tools.notices.tell(_COPIED)

    def offer(text: str) -> None:
        if text:
            way = Offer(Words("复制转办单", "Copy the slip"), "", lambda: copy(text))
            tools.notices.tell(_READY, offer=way, seconds=_SECONDS)

    tools.runner.ask(("desk", "slip", case_id), slip, offer)
