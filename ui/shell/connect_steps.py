"""The parts of the connect assistant: a step with its head, a named field, and what stands beside them."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QLineEdit, QWidget

from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import Guide, guide_to
from app.domain.words import NO_WORDS, Words
from ui.kit.abilities import AbilityList
from ui.kit.elements import Scroll, column, label, named, row, said
from ui.kit.speech import Speech

_TOP = Qt.AlignmentFlag.AlignTop


class Stand(Enum):
    """How far a step is."""

    LATER = "later"
    NOW = "now"
    DONE = "done"


class Step(QWidget):
    """One step: a head that is always there, and a body once it is its turn."""

    def __init__(self, say: Speech, number: int, words: Words, *parts: QWidget | QLayout) -> None:
        super().__init__()
        self._say, self._number, self._words = say, number, words
        self.stand = Stand.NOW
        self._head, self._done = label("", "strong", wrap=False), label("", "small", wrap=False)
        self._body = QWidget()
        self._body.setLayout(column(*parts, gap=8))
        self.setLayout(column(row(self._head, self._done, None), self._body, gap=8))
        say.changed.connect(self._render)
        self._render()

    def tell(self, words: Words) -> None:
        """Call it so."""
        self._words = words
        self._render()

    def show_stand(self, stand: Stand) -> None:
        """Say how far it is."""
        self.stand = stand
        self._render()

    def _render(self) -> None:
        head = "second" if self.stand is Stand.LATER else "strong"
        if self._head.objectName() != head:
            self._head.setObjectName(head)
            self._head.style().unpolish(self._head)
            self._head.style().polish(self._head)
        self._head.setText(f"{self._number}  {self._say(self._words)}")
        done = Words("✓ 好了", "✓ done") if self.stand is Stand.DONE else NO_WORDS
        self._done.setText(self._say(done))
        self._body.setVisible(self.stand is not Stand.LATER)


def field(say: Speech, words: Words, hint: Words, *, secret: bool = False) -> tuple[QLabel, QLineEdit]:
    """A field with its name over it."""
    made = QLineEdit()
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    say.tell(made, made.setPlaceholderText, hint)
    named(say, made, words)
    name = said(say, words, "small", wrap=False)
    name.setBuddy(made)
    return name, made


_KINDS = (
    (
        Words("品牌自有社区", "A brand's own community"),
        Words("按 bridge 接口接入的应用或论坛。", "An app or forum that keeps the bridge contract."),
    ),
    (Words("NodeBB 论坛", "A NodeBB forum"), Words("4.11 及以后的版本。", "Version 4.11 and later.")),
    (Words("Discourse 论坛", "A Discourse forum"), Words("自建或托管都可以。", "Self-hosted or hosted.")),
    (
        Words("没有接口的社区", "A community without an API"),
        Words("微信群、电话、线下活动：手工登记，由人办理。", "Chat groups, phone, events: entered and done by hand."),
    ),
)


class Side(Scroll):
    """What stands beside the steps: what can be connected, how to get a key, or what the community can do."""

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self.setObjectName("side")
        self._say = say
        self._guide: Guide | None = None
        self._info: CommunityInfo | None = None
        named(say, self, Words("说明", "Explanation"))
        say.changed.connect(self._render)
        self._render()

    def tell(self, adapter: Adapter | None, info: CommunityInfo | None) -> None:
        """Show what fits how far things are.

        Args:
            adapter: the kind of community, once it is known.
            info: what it said of itself, once the key was tested.
        """
        guide = guide_to(adapter) if adapter is not None else None
        if (guide, info) != (self._guide, self._info):
            self._guide, self._info = guide, info
            self._render()

    def _render(self) -> None:
        content = self.fresh()
        content.inside.setSpacing(10)
        if self._info is not None:
            parts = self._abilities(self._info)
        elif self._guide is not None:
            parts = self._steps(self._guide)
        else:
            parts = self._kinds()
        for part in parts:
            content.inside.addWidget(part)
        content.inside.addStretch(1)
        self.show_fresh(content)

    def _text(self, words: Words, look: str = "") -> QLabel:
        return label(self._say(words), look)

    def _pair(self, head: Words, text: Words) -> QWidget:
        made = QWidget()
        made.setLayout(column(self._text(head), self._text(text, "second"), gap=1))
        return made

    def _kinds(self) -> list[QWidget]:
        head = Words("能连接哪些社区", "What can be connected")
        note = Words("填上网址就行，类型会自己认出来。", "Type the address; the kind is found out by itself.")
        return [self._text(head, "strong"), self._text(note, "second"), *(self._pair(*kind) for kind in _KINDS)]

    def _steps(self, guide: Guide) -> list[QWidget]:
        parts: list[QWidget] = [self._text(guide.title, "strong"), self._text(guide.least, "second")]
        for number, step in enumerate(guide.steps, 1):
            parts.append(self._numbered(str(number), step))
        if guide.looks.zh:
            parts.append(self._pair(Words("它的样子", "What it looks like"), guide.looks))
        for one in guide.wrong:
            parts.append(self._numbered("·", one, look="second"))
        if guide.browser.zh:
            parts.append(self._pair(Words("或者在浏览器里授权", "Or allow it in the browser"), guide.browser))
        return parts

    def _numbered(self, number: str, words: Words, *, look: str = "") -> QWidget:
        made, mark = QWidget(), label(number, look, wrap=False)
        mark.setFixedWidth(16)
        line = row(mark, self._text(words, look), gap=6)
        line.setStretch(1, 1)
        line.setAlignment(mark, _TOP)
        made.setLayout(line)
        return made

    def _abilities(self, info: CommunityInfo) -> list[QWidget]:
        platform, name = f"{info.platform} {info.version}".strip(), info.acting.name
        shown = AbilityList(self._say)
        shown.tell(info)
        return [
            self._text(Words(f"登录为 {name}", f"Signed in as {name}"), "strong"),
            self._text(Words(f"{platform}。在这个社区里能做什么：", f"{platform}. What can be done there:"), "second"),
            shown,
        ]
