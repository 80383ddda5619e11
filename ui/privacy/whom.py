"""Whom a form is about: what was typed is looked up, and who may be meant can be chosen."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.members import MemberRef
from app.domain.words import NO_WORDS, Words
from app.errors import MemberUnknown, NameOfMany
from app.operations import council_accounts, data_requests
from app.operations.desk import Desk
from ui.answering.lane.form import StepForm
from ui.kit.elements import Flow, button, clear, column, label
from ui.kit.remote import brief
from ui.tools import Tools

ROOM = 66
"""Pixels that it takes in a form."""

_MOST = 4
_NOBODY = Words(
    "还没有这样的成员：写编号，或完整的昵称", "Nobody is called so here: give their id, or their whole name"
)


def _look(desk: Desk, typed: str) -> tuple[MemberRef | None, list[MemberRef]]:
    offered = council_accounts.members_like(desk, typed)
    try:
        return data_requests.find_member(desk, typed), offered
    except (MemberUnknown, NameOfMany):
        return None, offered


class Whom(QObject):
    """Tells under a line of a form whom it names, and offers who may be meant.

    Args:
        form: in whose layout it goes, at `place`.
        line: what is typed.
    """

    def __init__(self, tools: Tools, form: StepForm, line: QLineEdit, place: int) -> None:
        super().__init__(form)
        self._tools, self._line = tools, line
        self._told, self.offers = label("", "second"), Flow(4)
        inside = QWidget()
        both: QVBoxLayout = column(self._told, gap=2)
        both.addLayout(self.offers)
        inside.setLayout(both)
        form.inside.insertWidget(place, inside)
        line.textChanged.connect(self._typed)
        self._typed()

    def _typed(self, _text: str = "") -> None:
        typed = self._line.text().strip()
        if not typed:
            self._found("", (None, []))
            return
        self._tools.runner.ask(
            ("privacy", "whom"), partial(_look, typed=typed), partial(self._found, typed), lambda _error: None
        )

    def _found(self, typed: str, found: tuple[MemberRef | None, list[MemberRef]]) -> None:
        if typed != self._line.text().strip():
            return
        known, offered = found
        clear(self.offers)
        words = _NOBODY if typed and not offered else NO_WORDS
        if known is not None:
            name = brief(known.name, 40)
            words = Words(f"是 {name}（编号 {known.id}）", f"It is {name} (id {known.id})")
        self._told.setText(self._tools.say(words))
        for one in offered[:_MOST] if known is None else ():
            both = f"{brief(one.name, 24)} · {one.id}"
            made = button(self._tools.say, Words(both, both), "quiet")
            made.clicked.connect(partial(self._choose, one))
            self.offers.addWidget(made)

    def _choose(self, member: MemberRef, _checked: bool = False) -> None:
        self._line.setText(member.id)
        self._line.setFocus()
