"""Calls and talks about the chosen case: a form to log one, and a strip of those that are due."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.contacts import Channel, DueContact, next_words, result_words, tries_words
from app.domain.words import Words
from app.operations import contacts
from app.operations.case_view import CaseView
from app.operations.contacts import Entered
from app.operations.desk import Desk
from ui.kit.elements import button, label, row
from ui.kit.remote import brief
from ui.tools import Tools
from ui.triage.contact_form import ContactForm
from ui.triage.outside_form import OutsideForm


class ContactStrip(QFrame):
    """Whom to contact again now; nothing while that is nobody.

    Attributes:
        wanted: the case of the first is to be shown: its id.
        logging: what came of it is to be logged: of which case.
    """

    wanted = Signal(object)
    logging = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("caution")
        self._tools = tools
        self.found: list[DueContact] = []
        self._text = label("", "small")
        say = tools.say
        look = button(say, Words("看这一件", "Look at it"), "quiet")
        look.clicked.connect(self._look)
        log = button(say, Words("登记这次联系", "Log the call"), "primary")
        log.clicked.connect(self._log)
        layout = row(self._text, look, log)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 6, 12, 6)
        self.setLayout(layout)
        self.hide()
        say.changed.connect(self._render)

    def look(self) -> None:
        """See whose time has come."""
        self._tools.runner.ask(("triage", "contacts"), _due, self._show)

    def _show(self, found: list[DueContact]) -> None:
        self.found = found
        self._render()

    def _render(self) -> None:
        self.setVisible(bool(self.found))
        if not self.found:
            return
        first, more = self.found[0], len(self.found) - 1
        who, title = brief(first.author, 24) or "?", brief(first.title, 40)
        parts = [tries_words(first.tries) or result_words(first.contact), next_words(first.contact)]
        told = [words for words in parts if words]
        zh, en = "，".join(one.zh for one in told), "; ".join(one.en for one in told)
        rest = Words(f"。另有 {more} 人", f". {more} more") if more else Words()
        words = Words(
            f"该再联系了：{who}（{title}），{zh}{rest.zh}", f"To be contacted again: {who} ({title}); {en}{rest.en}"
        )
        self._text.setText(self._tools.say(words))

    def _look(self) -> None:
        if self.found:
            self.wanted.emit(self.found[0].contact.case_id)

    def _log(self) -> None:
        if self.found:
            self.logging.emit(self.found[0])


def _due(desk: Desk) -> list[DueContact]:
    return contacts.due(desk)


class Contacting(QObject):
    """Logs contacts and flags parties from outside; the forms are made when they are first wanted.

    Args:
        over: lies in the window over which the forms go.
        seen: the chosen case, while it is the one that is shown.

    Attributes:
        strip: of those who are to be contacted again.
        wanted: a case is to be shown: its id.
    """

    wanted = Signal(object)

    def __init__(self, tools: Tools, over: QWidget, seen: Callable[[], CaseView | None]) -> None:
        super().__init__()
        self._tools, self._over, self._seen = tools, over, seen
        self.strip = ContactStrip(tools)
        self.strip.wanted.connect(self.wanted)
        self.strip.logging.connect(self._log_due)
        tools.actions.bind("triage.contact", self.log)
        tools.actions.bind("triage.outside", self.flag)

    @cached_property
    def form(self) -> ContactForm:
        """The form for a contact."""
        made = ContactForm(self._tools, self._over.window())
        made.logged.connect(self._logged)
        return made

    @cached_property
    def outside(self) -> OutsideForm:
        """The form for parties from outside."""
        return OutsideForm(self._tools, self._over.window())

    def log(self) -> None:
        """Log a contact about the chosen case."""
        view = self._seen()
        if view is not None:
            case = view.case
            who = brief(case.author.name, 40) if case.author else "?"
            last = view.contacts[-1].channel if view.contacts else Channel.PHONE
            self.form.put_up_for(case.id, f"{who} · {brief(case.title or case.body, 60)}", last)

    def _log_due(self, due: DueContact) -> None:
        case = due.contact.case_id
        if case is not None:
            self.form.put_up_for(case, f"{brief(due.author, 40)} · {brief(due.title, 60)}", due.contact.channel)

    def flag(self) -> None:
        """Who from outside is involved in the chosen case."""
        view = self._seen()
        if view is not None:
            self.outside.put_up_for(view)

    def _logged(self, entered: Entered) -> None:
        again = next_words(entered.contact)
        case = entered.contact.case_id
        told = Words(f"工单 {case}：联系已登记", f"Case {case}: the contact is logged")
        if again is not None:
            told = Words(f"{told.zh}，{again.zh}", f"{told.en}; {again.en}")
        self._tools.notices.tell(told, seconds=4)
        open_ = self._seen()
        if open_ is None or open_.case.id != case:
            self._tools.runner.ask(("triage", "contacts"), _due, partial(self._refresh))

    def _refresh(self, found: list[DueContact]) -> None:
        self.strip.found = found
        self.strip.look()
