"""Over whatever is written: the line that all keep to while somebody from outside is involved."""

from PySide6.QtWidgets import QFrame

from app.domain.outside import agreed_line
from app.domain.words import Words
from app.operations.case_view import CaseView
from app.text.display import visible
from ui.actions import keyed
from ui.kit.elements import column, label, said
from ui.kit.theme import GAP
from ui.tools import Tools

_NONE = Words("还没有统一口径：先商量好再写", "None yet: agree on one before anybody writes")


class AgreedLine(QFrame):
    """The agreed line (统一口径) of the case on the desk; nothing where nobody is involved."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("raised")
        self._tools = tools
        self._view: CaseView | None = None
        self._line = label()
        rule = Words("发出前须另一人复核", "Another person agrees before it goes out")
        head = said(tools.say, Words("统一口径", "Agreed line"), "strong")
        layout = column(head, self._line, said(tools.say, rule, "second"), gap=4)
        layout.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        self.setLayout(layout)
        self.hide()
        tools.say.changed.connect(self._render)

    def show_case(self, view: CaseView) -> None:
        """Show what was agreed about a case."""
        self._view = view
        self._render()

    def _render(self) -> None:
        view = self._view
        involved = view is not None and any(one.involved for one in view.outside)
        self.setVisible(involved)
        if view is None or not involved:
            return
        self._line.setText(visible(agreed_line(view.outside)) or self._tools.say(keyed(_NONE, "triage.outside")))
