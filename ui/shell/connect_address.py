"""Step 1: the address of the community, and which kind it is."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.community import Adapter
from app.domain.connecting import KIND_WORDS, MANUAL_SCHEME, Recognised, with_scheme
from app.domain.words import NO_WORDS, Words
from ui.kit.elements import button, column, frame, label, named, row
from ui.kit.speech import Speech
from ui.shell.connect_steps import field

PAUSE = 700
"""Milliseconds without typing after which an address is looked up."""

_AUTO = Words("自动识别", "Find out")
_ADDRESS, _NAME = Words("网址", "Address"), Words("社区名称", "Name of the community")
_HTTPS, _SUCH_AS = Words("https://…", "https://…"), Words("例如：车友微信群", "such as: Owners' chat group")
_LOOKING = Words("正在看这是哪种社区…", "Finding out what this is…")
_BY_HAND = Words("不用网址：给社区起个名字就行。", "No address is needed: just give the community a name.")
_CHOSEN = Words("类型由您选定，测试时会核对。", "The kind is as you chose it; the test shows whether it is right.")
_MISSING = Words("请填社区地址", "The address is missing")


class AddressPart(QWidget):
    """The address with its kind, which is found out or chosen.

    Attributes:
        looked_up: an address is to be looked at: as it would be asked.
        changed: another community is meant now, or none; see `community`.
        passed: Enter was pressed, and the next step can be taken.
    """

    looked_up = Signal(str)
    changed = Signal()
    passed = Signal()

    def __init__(self, say: Speech) -> None:
        super().__init__()
        self._say = say
        self._found: Recognised | None = None
        self._asked, self._told, self._hurry = "", NO_WORDS, False
        self._faulty = False
        self._name, self.address = field(say, _ADDRESS, NO_WORDS)
        self.adapter = self._box()
        self._seen, self._wrong = label("", "second"), label()
        self._fault = frame("fault", self._wrong)
        self.use = button(say, NO_WORDS)
        self.use.hide()
        self.by_hand = button(
            say, Words("没有网址？登记微信群、电话、活动", "No address? Chat groups, phone, events"), "quiet"
        )
        typed = row(self.address, self.adapter)
        typed.setStretch(0, 1)
        self.setLayout(column(self._name, typed, self._seen, self._fault, row(self.use, self.by_hand, None), gap=6))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.look)
        self.address.textEdited.connect(self._typed)
        self.address.returnPressed.connect(self._enter)
        self.adapter.activated.connect(self._chose)
        self.use.clicked.connect(self._use_new)
        self.by_hand.clicked.connect(self._choose_by_hand)
        say.changed.connect(self._render)
        self._render()

    def _box(self) -> QComboBox:
        made = QComboBox()
        made.addItem("", None)
        for adapter in Adapter:
            made.addItem("", adapter.value)
        made.setMinimumWidth(150)
        named(self._say, made, Words("社区类型", "Kind of community"))
        return made

    # --- what is meant -----------------------------------------------------------------------------------

    @property
    def chosen(self) -> Adapter | None:
        """The kind, found out or chosen."""
        value = self.adapter.currentData()
        return Adapter(value) if value else None

    @property
    def community(self) -> Recognised | None:
        """Which community is meant; None before its kind is known."""
        chosen, text = self.chosen, self.address.text().strip()
        if chosen is None or not text:
            return None
        if self._found is not None and self._found.adapter is not None:
            return replace(self._found, adapter=chosen)
        return Recognised(chosen, text if chosen is Adapter.MANUAL else with_scheme(text))

    def wrong(self) -> Words | None:
        """What is missing here."""
        if not self.address.text().strip():
            return _MISSING
        return Words("请先认出或选定社区类型", "Find out or choose the kind first") if self.chosen is None else None

    # --- looking -----------------------------------------------------------------------------------------

    def _typed(self) -> None:
        """What was known was about another address."""
        if self.address.text().strip().startswith(MANUAL_SCHEME):
            self.address.setText(self.address.text().strip().removeprefix(MANUAL_SCHEME))
            self._choose_by_hand()
            return
        by_itself = self._found is not None or self._asked != ""
        self._found, self._asked, self._hurry = None, "", False
        if by_itself:
            self.adapter.setCurrentIndex(0)
        self._tell(_BY_HAND if self.chosen is Adapter.MANUAL else NO_WORDS)
        if self.chosen is None:
            self._timer.start()
        self.changed.emit()

    def look(self) -> None:
        """Have the address looked at, when it can be one."""
        self._timer.stop()
        address = with_scheme(self.address.text().strip())
        if self.chosen is None and address != self._asked and _complete(address):
            self._asked = address
            self._tell(_LOOKING)
            self.looked_up.emit(address)

    def show_recognised(self, address: str, found: Recognised) -> None:
        """What an address turned out to be; an answer to an earlier question is not shown."""
        if address != self._asked:
            return
        self._found = found
        if found.adapter is not None:
            self.adapter.setCurrentIndex(self.adapter.findData(found.adapter.value))
        self._tell(found.why, fault=found.adapter is None and not found.moved_to)
        self.changed.emit()
        if found.adapter is not None and self._hurry and self.address.hasFocus():
            self.passed.emit()

    def show_not_asked(self, address: str, words: Words) -> None:
        """It could not be looked at, for this reason."""
        if address == self._asked:
            self._asked = ""
            self._tell(words, fault=True)

    def _enter(self) -> None:
        if self.community is not None:
            self.passed.emit()
            return
        self._hurry = True
        self.look()
        if not self._asked:
            self._tell(_MISSING if not self.address.text().strip() else _UNLIKE, fault=True)

    def _chose(self) -> None:
        self._timer.stop()
        if self.chosen is Adapter.MANUAL and "." in self.address.text():
            self.address.clear()  # an address is no name
        if self.chosen is None:
            self._found, self._asked = None, ""
            self.look()
        elif self._found is None or self._found.adapter is not self.chosen:
            self._asked = ""
            self._tell(_BY_HAND if self.chosen is Adapter.MANUAL else _CHOSEN)
        self.changed.emit()

    def _choose_by_hand(self) -> None:
        self._found = None
        self.adapter.setCurrentIndex(self.adapter.findData(Adapter.MANUAL.value))
        self._chose()
        self.address.setFocus()

    def _use_new(self) -> None:
        if self._found is not None and self._found.moved_to:
            self.address.setText(self._found.moved_to)
            self._typed()
            self.address.setFocus()
            self._hurry = True
            self.look()

    # --- words -------------------------------------------------------------------------------------------

    def _tell(self, words: Words, *, fault: bool = False) -> None:
        self._told, self._faulty = words, fault
        for part in (self._seen, self._wrong):
            part.setText(self._say(words))
        self._seen.setVisible(bool(words.zh) and not fault)
        self._fault.setVisible(bool(words.zh) and fault)
        moved_to = self._found.moved_to if self._found is not None else ""
        use = Words(f"改用 {moved_to}", f"Use {moved_to}") if moved_to else NO_WORDS
        self.use.setText(self._say(use))
        self.use.setAccessibleName(self._say(use))
        self.use.setVisible(bool(moved_to))
        by_hand = self.chosen is Adapter.MANUAL
        self.address.setPlaceholderText(self._say(_SUCH_AS if by_hand else _HTTPS))
        for tell in (self._name.setText, self.address.setAccessibleName):
            tell(self._say(_NAME if by_hand else _ADDRESS))
        self.by_hand.setVisible(not by_hand)

    def _render(self) -> None:
        self.adapter.setItemText(0, self._say(_AUTO))
        for place, adapter in enumerate(Adapter, 1):
            self.adapter.setItemText(place, _capital(self._say(KIND_WORDS[adapter])))
        self._tell(self._told, fault=self._faulty)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody types here now."""
        self._timer.stop()
        super().hideEvent(event)


_UNLIKE = Words("这还不是一个完整的网址", "This is not a whole address yet")


def _capital(text: str) -> str:
    for article in ("a ", "an "):
        text = text.removeprefix(article)
    return text[:1].upper() + text[1:]


def _complete(address: str) -> bool:
    """Whether an address may be whole: asking for each letter typed would be rude."""
    host = address.partition("://")[2].partition("/")[0]
    return "." in host.strip(".") or host.startswith(("localhost", "["))
