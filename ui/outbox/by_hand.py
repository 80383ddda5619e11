"""What a person has to do themselves: what, for whom, with which words; and the receipt once it is done."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.commands import COMMAND_WORDS, Command, CommandState
from app.domain.evidence import Evidence
from app.domain.outbox import OutboxRow
from app.domain.words import NO_WORDS, Words
from app.operations.case_view import CaseView
from app.text.display import visible
from ui.actions import key_of
from ui.hand.links import host_of
from ui.hand.strip import SmallPictures, Strip
from ui.hand.words import task
from ui.kit.elements import button, column, frame, label, row, said
from ui.kit.remote import brief
from ui.outbox.words import is_held
from ui.tools import Tools


def is_to_do(command: Command, now: datetime) -> bool:
    """Whether it waits for a person to do it, and is not only held so that it can be taken back."""
    return command.by_hand and command.state is CommandState.WAITING and not is_held(command, now)


def task_of(tools: Tools, step: OutboxRow, view: CaseView | None) -> str:
    """What is to be done, in one sentence."""
    place = view.case.place if view is not None else None
    return task(step.command.intent, place, brief(step.author, 40), tools.say, tools.clock())


def copy_words(tools: Tools, text: str) -> None:
    """Put words into the clipboard, to be pasted where they belong."""
    QGuiApplication.clipboard().setText(text)
    tools.notices.tell(Words("已复制，去粘贴发送吧", "Copied: paste and send it"), seconds=4)


class ToDo(QFrame):
    """One step that waits for a person.

    Attributes:
        linked: the link of the case is wanted: its address.
    """

    linked = Signal(str)

    def __init__(self, tools: Tools, step: OutboxRow, view: CaseView | None, tick: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("advice")
        say, text = tools.say, step.command.intent.text
        layout = column(label(task_of(tools, step, view), "strong"))
        layout.setContentsMargins(14, 12, 14, 12)
        why = _why(step.command, view)
        if why != NO_WORDS:
            layout.addWidget(label(say(why), "second"))
        if text:
            layout.addWidget(frame("card", label(text)))
        line = row(gap=8)
        if text:
            copy = button(say, Words("复制这段话", "Copy these words"), key=key_of("outbox.copy"))
            copy.clicked.connect(lambda _checked=False: copy_words(tools, text))
            line.addWidget(copy)
        link = _link(view)
        if link:
            host = brief(host_of(link), 60)
            go = button(say, Words(f"打开链接（{host}）", f"Open the link ({host})"))
            go.setToolTip(visible(link))
            go.clicked.connect(lambda _checked=False: self.linked.emit(link))
            line.addWidget(go)
        done = button(say, Words("登记完成", "Tick it off"), "primary", key=key_of("outbox.tick"))
        done.clicked.connect(tick)
        line.addWidget(done)
        line.addStretch(1)
        layout.addLayout(line)
        self.setLayout(layout)


def _why(command: Command, view: CaseView | None) -> Words:
    """Why a person has to do it."""
    if view is None:
        return NO_WORDS
    if view.case.place is not None:
        return Words(
            "这里没有接口，Steward 发不了；办好后登记，回执留作证据",
            "Steward can't send anything there; tick it off when done",
        )
    reason = view.info.capability(command.intent.kind).reason if view.info is not None else NO_WORDS
    nothing = Words("社区没有接口", "the community offers no way")
    told = reason if reason != NO_WORDS else nothing
    name = COMMAND_WORDS[command.intent.kind]
    return Words(f"{name.zh}要人工做：{told.zh}", f"{name.en[:1].upper()}{name.en[1:]} by hand: {told.en}")


def _link(view: CaseView | None) -> str:
    if view is None:
        return ""
    if view.case.link:
        return view.case.link
    return view.thread.thread.url if view.case.place is None and view.thread is not None else ""


class Receipts(QWidget):
    """What was done by hand: who ticked it off, when, with which words and pictures.

    Attributes:
        opened: a picture is to be seen large: all of them, and the number of the one.
    """

    opened = Signal(object, int)

    def __init__(
        self, tools: Tools, small: SmallPictures, commands: Sequence[Command], kept: Sequence[Evidence]
    ) -> None:
        super().__init__()
        layout = column(said(tools.say, Words("回执", "Receipts"), "strong"))
        for command in commands:
            receipt = command.receipt
            mine = [one for one in kept if one.command == command.id]
            parts = [tools.say(COMMAND_WORDS[command.intent.kind])]
            if receipt is not None and receipt.at is not None:
                parts.append(tools.say.moment(receipt.at, tools.clock()))
            parts += [brief(one.by.name, 40) for one in mine[:1]]
            parts += [brief(receipt.reason, 300)] if receipt is not None and receipt.reason else []
            layout.addWidget(label(" · ".join(parts), "small"))
            if mine:
                strip = Strip(tools, small, mine)
                strip.opened.connect(self.opened)
                layout.addWidget(strip)
        self.setLayout(layout)
