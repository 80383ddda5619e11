"""Words that go out with an honour: the question whether somebody wants it, and thanks in public."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.honours import Grant, Nomination, Show
from app.domain.words import NO_WORDS, Words
from ui.answering.preview import PhonePreview
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import column, frame, label, row, said
from ui.tools import Tools

_TEXT = Words("内容", "The words")


class AskForm(Form):
    """The letter that asks a member whether they want a title, beside what they will read."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("写信征求同意", "Ask for their consent")
        super().__init__(tools, window, heading, Words("发送", "Send"), (840, 640))
        self._nomination: Nomination | None = None
        self._then: Callable[[str], None] | None = None
        self._who = label("", "strong")
        self.text = text_edit(tools, _TEXT)
        self.preview = PhonePreview(tools.say)
        self.text.textChanged.connect(self._render)
        left = column(self._who, field(tools, _TEXT, self.text))
        left.setStretch(1, 1)
        both = row(left, self.preview, gap=16)
        both.setStretch(0, 1)
        self.inside.addLayout(both, 1)
        self.watch(self.text)
        self.first = self.text
        tab_order(self.text, self._cancel, self.go_button)

    def begin(self, nomination: Nomination, about: str, usual: str, then: Callable[[str], None]) -> None:
        """Ask about this nomination; what was begun for it stays."""
        if self._nomination is None or self._nomination.id != nomination.id or not self.text.toPlainText():
            self.text.setPlainText(usual)
        self._nomination, self._then = nomination, then
        self._who.setText(about)
        self._render()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _render(self) -> None:
        arrives = Words("私信，只有 TA 看到", "A message that only they see")
        self.preview.show_text(self.text.toPlainText(), self.tools.me.name, arrives)

    def go(self) -> None:
        """Send it."""
        if self._then is not None:
            self.busy(True)
            self._then(self.text.toPlainText())

    def done(self) -> None:
        """It is on its way."""
        self._nomination = None
        self.busy(False)
        self.put_away()


class AnnounceForm(Form):
    """Thanks in public for a title, drafted to be read before anybody else reads them."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("公开感谢", "Thank in public"), Words("发布", "Publish"), (860, 600))
        self._grant: Grant | None = None
        self._then: Callable[[str, str], None] | None = None
        told = Words(
            "还没有发出。发布后作为公告，所有成员可见，署名是您的账号；不想公开，关闭就行，称号照样有效",
            "Nothing is sent yet. Published, it is a notice that all members see, in your account's name. Close this "
            "if you would rather not: the title holds all the same",
        )
        unnamed = Words(
            "TA 没有同意展示昵称，公告里只能写“一位车友”，大家看不出是谁：不发也可以",
            "They did not agree to be named: the notice can only say “a fellow owner”, and need not be sent",
        )
        self._unnamed = frame("caution", said(tools.say, unnamed), margin=10)
        self.preview = PhonePreview(tools.say)
        title = Words("标题", "Title")
        self.title = line_edit(tools, title, NO_WORDS, 100)
        self.text = text_edit(tools, _TEXT)
        for one in (self.title, self.text):
            one.textChanged.connect(self._render)
        left = column(field(tools, title, self.title), field(tools, _TEXT, self.text))
        left.setStretch(1, 1)
        both = row(left, self.preview, gap=16)
        both.setStretch(0, 1)
        self.inside.addWidget(said(tools.say, told, "second"))
        self.inside.addWidget(self._unnamed)
        self.inside.addLayout(both, 1)
        self.watch(self.title, self.text)
        self.first = self.text
        tab_order(self.title, self.text, self._cancel, self.go_button)

    def begin(self, grant: Grant, title: str, text: str, then: Callable[[str, str], None]) -> None:
        """Thank for this title; what was begun for it stays."""
        if self._grant is None or self._grant.id != grant.id:
            self.title.setText(title)
            self.text.setPlainText(text)
        self._grant, self._then = grant, then
        self._unnamed.setVisible(Show.NAME not in grant.shows)
        self._render()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _render(self) -> None:
        whole = "\n\n".join(filter(None, (self.title.text().strip(), self.text.toPlainText())))
        self.preview.show_text(whole, self.tools.me.name, Words("公告，所有成员可见", "A notice, seen by all members"))

    def go(self) -> None:
        """Publish them."""
        if self._then is not None:
            self.busy(True)
            self._then(self.title.text(), self.text.toPlainText())

    def done(self) -> None:
        """They are on their way."""
        self._grant = None
        self.busy(False)
        self.put_away()


class GrantForm(Form):
    """Once more what will be given, before it is."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("授予称号", "Confer the title"), Words("授予", "Confer"), (560, 360))
        self._lines: tuple[Words, ...] = ()
        self._then: Callable[[], None] | None = None
        self._who = label("", "heading")
        self._told = label()
        self.inside.addWidget(self._who)
        self.inside.addWidget(said(tools.say, Words("会发生什么", "What will happen"), "strong"))
        self.inside.addWidget(self._told)
        self.inside.addStretch(1)
        self.first = self.go_button
        tools.say.changed.connect(self._render)

    def begin(self, who: str, lines: tuple[Words, ...], then: Callable[[], None]) -> None:
        """Confer it on them.

        Args:
            lines: what comes of it.
        """
        self._lines, self._then = lines, then
        self._who.setText(who)
        self._render()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _render(self) -> None:
        self._told.setText("\n".join(f"· {self.tools.say(one)}" for one in self._lines))

    def go(self) -> None:
        """Confer it."""
        if self._then is not None:
            self.busy(True)
            self._then()

    def done(self) -> None:
        """It was conferred."""
        self.busy(False)
        self.put_away()
