"""The form of the letters to parties: every letter is there to be read before any of them goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.council import Party, ReferralId
from app.domain.council_referring import STATEMENT_TERM
from app.domain.hand_times import read_typed
from app.domain.letters import moment_words
from app.domain.words import NO_WORDS, Words
from app.operations import council_parties
from app.operations.council_parties import Asked
from app.operations.desk import Desk
from ui.answering.forms import HOLD
from ui.council.forms import party_name
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import Flow, button, clear, column, label
from ui.tools import Tools

_STRANGE = Words("时间看不懂，请写成 2026-12-01 09:00", "Write it as 2026-12-01 09:00")
_HEIGHT = 170
"""Of a letter, in pixels, so that two are seen at once."""


class AskForm(Form):
    """The letters by which parties are asked for a statement, each under the name of whom it goes to.

    Attributes:
        letters: the field of each letter, by the label of the party.
    """

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("写信请当事人陈述", "Ask the parties for statements")
        super().__init__(tools, window, heading, Words("发出私信", "Send the letters"), (660, 640))
        self._referral: ReferralId | None = None
        self._parties: list[Party] = []
        self._standard: dict[str, str] = {}
        self.letters: dict[str, QPlainTextEdit] = {}
        until = Words("请在这之前答复", "Until when")
        self.until = line_edit(tools, until)
        self.until.textChanged.connect(self._render)
        self.until.editingFinished.connect(self._read)
        self._told, chips = label("", "second"), Flow(6)
        for days in (3, 5, 7):
            made = button(tools.say, Words(f"{days} 天后", f"in {days} days"), "quiet")
            made.clicked.connect(partial(self._offer, days))
            chips.addWidget(made)
        self._fields = column(gap=10)
        self.inside.addLayout(field(tools, until, column(self.until, chips, self._told, gap=4)))
        self.inside.addLayout(self._fields, 1)
        self.watch(self.until)
        tools.say.changed.connect(self._render)

    def begin(self, referral: ReferralId, parties: Sequence[Party]) -> None:
        """Ask those who were neither asked nor heard."""
        waiting = [one for one in parties if not one.heard and one.asked_at is None]
        fresh = referral != self._referral or [one.label for one in waiting] != [one.label for one in self._parties]
        self._referral, self._parties = referral, waiting
        self.tell_fault(NO_WORDS)
        if fresh:
            self._make_fields()
            self._offer(STATEMENT_TERM // timedelta(days=1))
        self._render()
        self.put_up()

    def _make_fields(self) -> None:
        clear(self._fields)
        self._standard, self.letters = {}, {}
        for one in self._parties:
            name = Words(f"给{party_name(one)}的私信", f"The letter to {party_name(one)}")
            edit = self.letters[one.label] = text_edit(self.tools, name)
            edit.setMinimumHeight(_HEIGHT)
            self._fields.addLayout(field(self.tools, name, edit), 1)
        edits = list(self.letters.values())
        self.watch(*edits)
        self.first = edits[0] if edits else None
        tab_order(self.until, *edits, self._cancel, self.go_button)

    def _offer(self, days: int, _checked: bool = False) -> None:
        at = (self.tools.clock() + timedelta(days=days, minutes=1)).astimezone()
        self.until.setText(f"{at:%Y-%m-%d %H:%M}")
        self._read()

    @property
    def _by(self) -> datetime | None:
        return read_typed(self.until.text(), self.tools.clock(), ahead=True)

    def _read(self) -> None:
        """The standard letters, with this date; what was changed by hand stays."""
        referral, until = self._referral, self._by
        if referral is None or until is None:
            return
        labels = [one.label for one in self._parties]

        def work(desk: Desk) -> list[tuple[str, str]]:
            return council_parties.letters(desk, referral, labels, until=until)

        self.tools.runner.ask(("council", "letters"), work, self._take, self.fail)

    def _take(self, letters: list[tuple[str, str]]) -> None:
        for name, text in letters:
            edit = self.letters.get(name)
            if edit is not None and edit.toPlainText() == self._standard.get(name, ""):
                edit.setPlainText(text)
                self._standard[name] = text
        self._render()

    def _render(self) -> None:
        at, count = self._by, len(self._parties)
        self._told.setText(self.tools.say(_STRANGE if at is None else moment_words(at.astimezone())))
        does = Words(f"发出 {count} 封私信", "Send 1 letter" if count == 1 else f"Send {count} letters")
        self.go_button.setText(self.tools.say(Words(f"{does.zh}  Ctrl+Enter", f"{does.en}  Ctrl+Enter")))
        self.go_button.setAccessibleName(self.tools.say(does))
        self.go_button.setEnabled(bool(self._standard))

    def go(self) -> None:
        """Send them."""
        referral, until = self._referral, self._by
        if referral is None or not self._standard:
            return
        if until is None:
            self.tell_fault(_STRANGE)
            return
        texts = {name: edit.toPlainText() for name, edit in self.letters.items()}
        self.busy(True)
        self.tools.runner.do(
            lambda desk: council_parties.ask_parties(desk, referral, until=until, messages=texts, hold=HOLD),
            self._done,
            self.fail,
        )

    def _done(self, done: Asked) -> None:
        self._referral = None
        self.busy(False)
        self.put_away()
        zh, en = "、".join(done.parties), ", ".join(done.parties)
        told = Words(f"给{zh}的信在待发送里，8 秒内可撤回", f"Letters to {en} wait 8 seconds in To be sent")
        self.tools.notices.tell(told)
