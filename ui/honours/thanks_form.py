"""Thanks in other words: the text, under the post or by message, beside what its reader will see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.domain.honours import ThanksWay
from app.domain.members import MemberRef
from app.domain.posts import PostId
from app.domain.words import NO_WORDS, Words
from ui.answering.preview import PhonePreview
from ui.answering.thread_preview import Above
from ui.hand.form import Form, field, tab_order, text_edit
from ui.kit.elements import column, frame, label, named, row, said
from ui.kit.remote import brief
from ui.tools import Tools

LONGEST = 2_000
_WAYS = {
    ThanksWay.THREAD: Words("在帖子下面公开感谢", "In public, under the post"),
    ThanksWay.MESSAGE: Words("发私信感谢", "By message, to them alone"),
}
_ARRIVES = {
    ThanksWay.THREAD: Words("帖子下的回复，所有人可见", "A reply in the thread, seen by all"),
    ThanksWay.MESSAGE: Words("私信，只有 TA 看到", "A message that only they see"),
}


@dataclass(frozen=True, slots=True)
class ToThank:
    """A post for which its author is to be thanked, and the usual words for each way; `against`: why one would not."""

    post: PostId
    author: MemberRef
    text: str
    standard: Mapping[ThanksWay, str]
    against: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Said:
    """The thanks as a person wrote them; `reported`: they read why one would not thank for it."""

    post: PostId
    way: ThanksWay
    text: str
    reported: bool = False


class ThanksForm(Form):
    """The form."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("随手感谢", "Say thanks"), Words("发送", "Send"), (840, 640))
        say = tools.say
        self._about: ToThank | None = None
        self._then: Callable[[Said], None] | None = None
        self._who, self._post = label("", "name"), label("", "small")
        self._against = label("", "strong")
        told = Words(
            "大家会把感谢看成认可它。想谢的是别的帖子，就先关闭，选中那一楼再按 6",
            "All will take thanks for approval. If you mean another post, close this, mark that one and press 6",
        )
        self._caution = frame("caution", self._against, said(say, told), margin=10, gap=4)
        self.ways: dict[ThanksWay, QRadioButton] = {}
        group = QButtonGroup(self)
        for way, words in _WAYS.items():
            made = QRadioButton()
            say.tell(made, made.setText, words)
            named(say, made, words)
            made.toggled.connect(lambda on, way=way: self._turn(way) if on else None)
            group.addButton(made)
            self.ways[way] = made
        name = Words("感谢的话", "The words")
        self.text = text_edit(tools, name)
        self.text.textChanged.connect(self._render)
        self.preview = PhonePreview(say)
        left = column(
            self._caution, frame("post", self._who, self._post, margin=8, gap=4), *self.ways.values(),
            field(tools, name, self.text),
        )  # fmt: skip
        left.setStretch(left.count() - 1, 1)
        both = row(left, self.preview, gap=16)
        both.setStretch(0, 1)
        self.inside.addLayout(both, 1)
        self.watch(self.text)
        self.first = self.text
        tab_order(*self.ways.values(), self.text, self._cancel, self.go_button)
        say.changed.connect(self._render)

    def begin(self, about: ToThank, then: Callable[[Said], None]) -> None:
        """Thank for this post."""
        fresh = self._about is None or about.post != self._about.post
        self._about, self._then = about, then
        self._who.setText(brief(about.author.name, 40))
        self._post.setText(brief(about.text, 160))
        if fresh:
            self.text.clear()
            self.ways[ThanksWay.THREAD].setChecked(True)
        if not self.text.toPlainText():
            self.text.setPlainText(about.standard[self.way])
        self._render()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    @property
    def way(self) -> ThanksWay:
        """How they are said."""
        return next((way for way, made in self.ways.items() if made.isChecked()), ThanksWay.THREAD)

    def _turn(self, way: ThanksWay) -> None:
        """Said otherwise, the standard words are others; what a person wrote stays."""
        if self._about is None:
            return
        typed = self.text.toPlainText()
        if not typed or typed in self._about.standard.values():
            self.text.setPlainText(self._about.standard[way])
        self._render()

    def _render(self) -> None:
        if self._about is not None:
            about, way = self._about, self.way
            above = Above(about.author.name, "", about.text) if way is ThanksWay.THREAD else None
            self._against.setText(self.tools.say(about.against))
            self._caution.setVisible(about.against != NO_WORDS)
            self.preview.show_text(self.text.toPlainText(), self.tools.me.name, _ARRIVES[way], above)

    def go(self) -> None:
        """Hand them on."""
        if self._about is not None and self._then is not None:
            self.busy(True)
            known = self._about.against != NO_WORDS
            self._then(Said(self._about.post, self.way, self.text.toPlainText()[: LONGEST + 1], known))

    def done(self) -> None:
        """They are on their way."""
        self._about = None
        self.busy(False)
        self.put_away()
