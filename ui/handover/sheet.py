"""Handing a shift over, over the window: what waits to be taken, the page as it stands, a note for the next."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.changes import Area, Changes
from app.domain.handover import LONGEST_NOTE, Draft, Handover
from app.domain.words import Words
from app.errors import StewardError
from app.operations import handover
from app.operations.desk import Desk
from app.operations.handover import Done, Released
from ui.hand.form import Form, field, text_edit
from ui.handover.page import HandoverPage
from ui.kit.elements import button, column, frame, label, row, said
from ui.tools import Tools

Found = tuple[Draft, Handover | None, Words]
_TOUCHING = (Area.CASES, Area.OUTBOX, Area.HANDOVER)


def _found(desk: Desk) -> Found:
    drafted = handover.draft(desk)
    return drafted, handover.waiting(desk), handover.as_text(desk, drafted)


class HandoverSheet(Form):
    """The page. Ctrl+Enter hands over.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("交接班", "Handover"), Words("交班", "Hand over"), (860, 780))
        self._text = Words()
        self._held = 0
        self._waiting: Handover | None = None
        self._build()
        self.first = self.note
        self.watch(self.note)
        tools.runner.changed.connect(self._reload_after)
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        tools, say = self.tools, self.tools.say
        self._who, self._given = label("", "strong"), label()
        self.take = button(say, Words("接班", "Take it over"), "primary")
        self.take.clicked.connect(self.take_over)
        head = row(self._who, self.take)
        head.setStretch(0, 1)
        self._card = frame("advice", head, self._given)
        self._card.hide()
        self.page = HandoverPage(tools)
        self.page.opened.connect(self._open)
        self.note = text_edit(
            tools,
            Words("给下一班的话", "For the next shift"),
            Words("还要留意什么？可不填", "What else to mind? Optional"),
        )
        self.note.setFixedHeight(84)
        mine = said(say, Words("现在的情况", "How things stand"), "strong")
        body = column(self._card, mine, self.page, field(tools, Words("给下一班的话", "For the next shift"), self.note))
        self.inside.addLayout(body)
        self.inside.addStretch(1)
        self.copy = button(say, Words("复制全文", "Copy all of it"))
        self.copy.clicked.connect(self.copy_text)
        self.release = QPushButton()
        self.release.clicked.connect(self.release_all)
        self.more.addLayout(row(self.copy, self.release))

    # --- what is shown -----------------------------------------------------------------------------------

    def put_up(self) -> None:
        """Show it, as things stand now."""
        super().put_up()
        self._reload()

    def _reload_after(self, changes: Changes) -> None:
        if changes.concern(*_TOUCHING) and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.tools.runner.ask(("handover", "page"), _found, self._take, self.fail)

    def _take(self, found: Found) -> None:
        drafted, self._waiting, self._text = found
        self.page.show_draft(drafted)
        self._held = drafted.held
        self._render()

    def _render(self) -> None:
        say, waiting = self.tools.say, self._waiting
        self._card.setVisible(waiting is not None)
        count = self._held
        shown = say(
            Words(f"退回我手上的 {count} 件", "Give back my case" if count == 1 else f"Give back my {count} cases")
        )
        self.release.setText(shown)
        self.release.setAccessibleName(shown)
        self.release.setVisible(count > 0)
        if waiting is not None:
            age = say.age(waiting.at, self.tools.clock())
            self._who.setText(
                say(
                    Words(
                        f"{waiting.by.name} 交的班，等您接（{age}）",
                        f"{waiting.by.name} handed over, waiting for you ({age})",
                    )
                )
            )
            self._given.setText(say(waiting.text))

    def _open(self, case: object) -> None:
        self.put_away()
        self.opened.emit(case)

    # --- what is done ------------------------------------------------------------------------------------

    def copy_text(self) -> None:
        """Put the page on the clipboard, with the note."""
        note = self.note.toPlainText().strip()
        heading = self.tools.say(Words("给下一班的话", "For the next shift"))
        whole = self.tools.say(self._text) + (f"\n\n{heading}\n{note}" if note else "")
        QGuiApplication.clipboard().setText(whole)
        self.tools.notices.tell(Words("已复制，可以贴到群里或打印", "Copied: paste it into a chat, or print it"))

    def go(self) -> None:
        """Hand over."""
        self.busy(True)
        note = self.note.toPlainText()[:LONGEST_NOTE]
        self.tools.runner.do(lambda desk: handover.give(desk, note), self._handed, self.fail)

    def _handed(self, _done: Done) -> None:
        self.busy(False)
        self.note.clear()
        self.put_away()
        self.tools.notices.tell(
            Words("已交班，等下一位同事接班", "Handed over; it waits for the next colleague to take it")
        )

    def release_all(self) -> None:
        """Give back what is still in these hands."""
        self.release.setEnabled(False)
        self.tools.runner.do(handover.release_held, self._released, self._not_released)

    def _released(self, done: Released) -> None:
        self.release.setEnabled(True)
        self.tools.notices.tell(
            Words(f"已退回 {done.count} 件，谁都可以接", f"Given back: {done.count}, for anybody to take")
        )
        if done.refused:
            self.tell_fault(done.refused[0][1])

    def _not_released(self, error: StewardError) -> None:
        self.release.setEnabled(True)
        self.fail(error)

    def take_over(self) -> None:
        """Take the shift over."""
        self.tools.runner.do(handover.take, self._taken, self.fail)

    def _taken(self, done: Done) -> None:
        by = done.handover.by.name
        self.tools.notices.tell(Words(f"已接 {by} 的班", f"The shift of {by} is yours"))
        self._reload()
