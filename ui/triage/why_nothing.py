"""Why nothing is to be done about a case in which press, authorities or lawyers are involved."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.messages import LONGEST_REASON
from app.domain.words import NO_WORDS, Words
from app.operations.case_view import CaseView
from ui.hand.form import Form, field, line_edit
from ui.kit.elements import label, said
from ui.kit.remote import brief
from ui.tools import Tools

_WHY = Words("为什么无需处置", "Why nothing is to be done")
_HINT = Words("例如：记者已撤稿，法务确认不再跟进", "such as: the paper withdrew it, the lawyers agree")
_TOLD = Words(
    "有媒体、监管或律师介入。理由记入台账，标记不会因此结束。",
    "Press, authorities or lawyers are involved. The reason is kept in the ledger; the flag stays.",
)


class WhyNothing(Form):
    """Asked before such a case is put away with one key."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading, does = (
            Words("外部介入：确认无需处置？", "Outside party: nothing to do?"),
            Words("无需处置", "Nothing to do"),
        )
        super().__init__(tools, window, heading, does, (520, 260))
        self._then: Callable[[str], None] | None = None
        self._about = label("", "strong")
        self.why = line_edit(tools, _WHY, _HINT, LONGEST_REASON)
        self.inside.addWidget(self._about)
        self.inside.addWidget(said(tools.say, _TOLD, "second"))
        self.inside.addLayout(field(tools, _WHY, self.why))
        self.inside.addStretch(1)
        self.watch(self.why)
        self.first = self.why

    def begin(self, view: CaseView, then: Callable[[str], None]) -> None:
        """Ask about a case; `then` gets the reason."""
        self._then = then
        self.why.clear()
        self.tell_fault(NO_WORDS)
        self._about.setText(brief(view.case.title or view.case.body, 60))
        self.put_up()

    def go(self) -> None:
        """Hand the reason on."""
        reason, then = self.why.text().strip(), self._then
        if not reason:
            self.tell_fault(Words("写一句理由", "Say why, in a line"))
        elif then is not None:
            self.put_away()
            then(reason)
