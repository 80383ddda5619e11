"""Enter a case that no community tells of: who said what, where, with screenshots."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.domain.cases import KIND_WORDS, CaseId, CaseKind
from app.domain.hand import LONGEST_LINE, LONGEST_LINK, LONGEST_TEXT, PLACE_WORDS, HandCase, Place
from app.domain.hand_pasted import from_clipboard
from app.domain.hand_times import read_time
from app.domain.words import NO_WORDS, Words
from app.errors import EnteredBefore, StewardError
from app.operations import hand
from ui.hand.attachments import AttachmentPicker, clipboard
from ui.hand.form import FilesForm, field, line_edit, tab_order, text_edit
from ui.kit.elements import button, chip, column, frame, label, named, row, said
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools

MOST_PASTED = 20_000
"""Characters of the clipboard that are looked at."""

_STRANGE_TIME = Words(
    "时间看不懂，请写成 15:05、昨天 20:10 或 2026-11-20 15:05",
    "Write the time as 15:05 or 2026-11-20 15:05",
)
_WHEN = Words("空着就是现在", "empty: now")


_CLIPBOARD = ("hand", "clipboard")


class EnterForm(FilesForm):
    """The form for one case.

    Attributes:
        entered: a case is there now: its id.
        wanted: a case that was there already is to be shown: its id.
    """

    entered = Signal(object)
    wanted = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading, does = Words("登记工单", "Enter a case"), Words("登记", "Enter it")
        super().__init__(
            tools, window, heading, does, (780, 760), files=AttachmentPicker(tools, Words("截图", "Screenshots"))
        )
        self._known: CaseId | None = None
        self._build()
        self._offer = ClipboardOffer(tools, self._take_over)
        QGuiApplication.clipboard().dataChanged.connect(self._clipboard_changed)
        for one in (self.author, self.when, self.title, self.link, self.text):
            one.textChanged.connect(self._mended)
        self.kind.activated.connect(self._mended)
        self.inside.insertWidget(1, self._offer)
        self.first = self.author
        tools.say.changed.connect(self._speak)
        self._speak()

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        tools, say = self.tools, self.tools.say
        self.author = line_edit(tools, Words("作者", "Author"), Words("群里的昵称或姓名", "As they are called there"))
        self.when = line_edit(
            tools, Words("时间", "When"), Words("现在；或 15:05、昨天 20:10", "now; or 15:05, 11-20 20:10")
        )
        self.kind = QComboBox()
        named(say, self.kind, Words("类别", "Kind"))
        self.text = text_edit(tools, Words("说了什么", "What was said"), Words("照原话记", "Word for word"))
        self.text.setMinimumHeight(130)
        self.title = line_edit(
            tools, Words("标题", "Title"), Words("可不填，默认取第一句", "Optional: else the first line")
        )
        self.link = line_edit(tools, Words("链接", "Link"), Words("可不填，https://…", "Optional, https://…"))
        for one, most in ((self.author, LONGEST_LINE), (self.title, LONGEST_LINE), (self.link, LONGEST_LINK)):
            one.setMaxLength(most)
        self._when_hint = label("", "second", wrap=False)
        self.when.textChanged.connect(self._read_when)
        self._open_known = button(say, Words("打开那一件", "Open that one"), "quiet")
        self._open_known.clicked.connect(self._go_to_known)
        self._clear = button(say, Words("清空", "Clear"), "quiet")
        self._clear.clicked.connect(self.clear)
        self.more.addLayout(row(self._clear, self._open_known))
        self._open_known.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        tools, say = self.tools, self.tools.say
        about = Words(
            "社区接口看不到的事：微信群、电话、线下活动……登记后和别的工单一样处理",
            "What no interface tells of: a WeChat group, a call, an event. It is handled like any other case",
        )
        who = row(
            field(tools, Words("作者", "Author"), self.author),
            field(tools, Words("类别", "Kind"), self.kind),
            column(
                row(said(say, Words("时间", "When"), "second", wrap=False), self._when_hint, None), self.when, gap=3
            ),
        )
        for at, share in enumerate((4, 2, 4)):
            who.setStretch(at, share)
        whence = row(field(tools, Words("标题", "Title"), self.title), field(tools, Words("链接", "Link"), self.link))
        for at in (0, 1):
            whence.setStretch(at, 1)
        self.inside.addWidget(said(say, about, "second"))
        self.inside.addLayout(field(tools, Words("来源", "Where"), self._places()))
        for part in (who, field(tools, Words("说了什么", "What was said"), self.text), whence):
            self.inside.addLayout(part)
        self.inside.addWidget(self.picker)
        self.inside.addStretch(1)
        self.watch(self.author, self.when, self.text, self.title, self.link)
        self._order()

    def _places(self) -> QHBoxLayout:
        self.places: dict[Place, QPushButton] = {}
        group, line = QButtonGroup(self), row(gap=6)
        for place, words in PLACE_WORDS.items():
            made = chip(self.tools.say, words, Tone.NEUTRAL)
            self.tools.say.tell(made, made.setText, words)
            group.addButton(made)
            line.addWidget(made)
            self.places[place] = made
        self.places[Place.WECHAT_GROUP].setChecked(True)
        line.addStretch(1)
        return line

    def _order(self) -> None:
        files = (self.picker.choose, self.picker.paste)
        fields = (self.author, self.kind, self.when, self.text, self.title, self.link, *files)
        tab_order(*self.places.values(), *fields, self._clear, self._open_known, self._cancel, self.go_button)

    def _speak(self) -> None:
        """Kinds are said again when the language is another one."""
        chosen = max(self.kind.currentIndex(), 0)
        self.kind.clear()
        self.kind.addItems([self.tools.say(KIND_WORDS[one]) for one in CaseKind])
        self.kind.setCurrentIndex(chosen)
        self._read_when()

    # --- what is in it -----------------------------------------------------------------------------------

    def put_up(self) -> None:
        """Show it; what the clipboard holds is offered, never taken by itself."""
        super().put_up()
        self._offer.look()

    @property
    def place(self) -> Place:
        """The place that is chosen."""
        return next(place for place, made in self.places.items() if made.isChecked())

    def _happened(self) -> datetime | None:
        return read_time(self.when.text(), self.tools.clock()) if self.when.text().strip() else None

    def _read_when(self) -> None:
        """Say how the time was understood, while it is typed."""
        now, typed = self.tools.clock(), self.when.text().strip()
        at = self._happened()
        understood = (
            self.tools.say.moment(at, now) if at is not None else self.tools.say(Words("看不懂", "not understood"))
        )
        self._when_hint.setText(f"= {understood}" if typed else self.tools.say(_WHEN))

    def _mended(self) -> None:
        """What was said of the fields no longer holds; of a time only once the time can be read."""
        if not (self._strange_time and self._fault_words == _STRANGE_TIME):
            self._told(NO_WORDS)

    @property
    def _strange_time(self) -> bool:
        return bool(self.when.text().strip()) and self._happened() is None

    def _clipboard_changed(self) -> None:
        """What was offered is not in the clipboard any more."""
        if self.isVisible() and QGuiApplication.clipboard().ownsClipboard():
            self._offer.drop()  # copied in this program: it need not be offered to it
        elif self.isVisible():
            self._offer.look()

    def _case(self) -> HandCase:
        return HandCase(
            self.place,
            self.author.text(),
            self.text.toPlainText(),
            self.title.text(),
            self.link.text(),
            happened_at=self._happened(),
            kind=list(CaseKind)[self.kind.currentIndex()],
        )

    def clear(self) -> None:
        """Begin anew."""
        for one in (self.author, self.when, self.title, self.link):
            one.clear()
        self.text.clear()
        self.kind.setCurrentIndex(0)
        self.picker.clear()
        self._told(NO_WORDS)
        self.author.setFocus()

    def _told(self, words: Words, known: CaseId | None = None) -> None:
        self._known = known
        self._open_known.setVisible(known is not None)
        self.tell_fault(words)

    # --- what the clipboard holds ------------------------------------------------------------------------

    def _take_over(self, found: HandCase | QImage) -> None:
        """Fill what is still empty; what a person typed stays."""
        if isinstance(found, HandCase):
            if not self._typed:
                self.places[found.place].setChecked(True)
            given: tuple[tuple[QLineEdit, str], ...] = (
                (self.author, found.author),
                (self.title, found.title),
                (self.link, found.link),
                (self.when, f"{found.happened_at.astimezone():%Y-%m-%d %H:%M}" if found.happened_at else ""),
            )
            for one, words in given:
                if not one.text().strip():
                    one.setText(words)
            if not self.text.toPlainText().strip():
                self.text.setPlainText(found.text)
        else:
            self.picker.take_picture(found)
        (self.author if not self.author.text() else self.text).setFocus()

    @property
    def _typed(self) -> bool:
        fields = (self.author, self.title, self.link)
        return any(one.text().strip() for one in fields) or bool(self.text.toPlainText().strip())

    # --- entering ----------------------------------------------------------------------------------------

    def go(self) -> None:
        """Enter it."""
        if self._strange_time:
            self._told(_STRANGE_TIME)
            self.when.setFocus()
            return
        if self.reading:
            return
        case = self._case()
        if len(case.text) > LONGEST_TEXT:
            case = replace(case, text=case.text[: LONGEST_TEXT + 1])  # the rule says it; it need not read it all
        files = self.picker.files
        self.busy(True)
        self.tools.runner.do(lambda desk: hand.add_case(desk, case, files), self._entered, self._not_entered)

    def _entered(self, done: hand.Entered) -> None:
        self.busy(False)
        self.clear()
        self._offer.taken()
        self.put_away()
        self.entered.emit(done.case)

    def _not_entered(self, error: StewardError) -> None:
        self.busy(False)
        known = error.fields.get("case") if isinstance(error, EnteredBefore) else None
        self._told(Words.of(error), CaseId(str(known)) if known is not None else None)

    def _go_to_known(self) -> None:
        known = self._known
        if known is not None:
            self.put_away()
            self.wanted.emit(known)


class ClipboardOffer(QWidget):
    """Says what the clipboard holds and offers to take it over.

    Args:
        take: gets what it holds, once a person says so.
    """

    def __init__(self, tools: Tools, take: Callable[[HandCase | QImage], None]) -> None:
        super().__init__()
        self._tools, self._take = tools, take
        self._found: HandCase | QImage | None = None
        self._done: set[Hashable] = set()
        self._mark: Hashable = None
        say = tools.say
        self._words = label("", "small")
        self.yes = button(say, Words("填进来", "Take it over"))
        self.yes.clicked.connect(self._taken_over)
        self.no = button(say, Words("不用", "No"), "quiet")
        self.no.clicked.connect(self.taken)
        line = row(self._words, self.yes, self.no)
        line.setStretch(0, 1)
        self.setLayout(column(frame("advice", line, margin=8)))
        say.changed.connect(self._render)
        self.hide()

    def look(self) -> None:
        """Look into the clipboard. What was taken over or declined is not offered again."""
        self._tools.runner.forget(_CLIPBOARD)
        mime = clipboard()
        picture = mime.imageData() if mime.hasImage() else None
        if isinstance(picture, QImage) and not picture.isNull():
            self._show(picture, ("picture", picture.cacheKey(), picture.width(), picture.height()))
            return
        text = mime.text()[:MOST_PASTED].strip() if mime.hasText() and not mime.hasUrls() else ""
        if not text:
            self._show(None, None)
            return
        now = self._tools.clock()
        show = partial(self._show, mark=text)
        self._tools.runner.ask(_CLIPBOARD, lambda _desk: from_clipboard(text, now), show)

    def drop(self) -> None:
        """What was found is not there any more."""
        self._tools.runner.forget(_CLIPBOARD)
        self._show(None, None)

    def taken(self) -> None:
        """It was taken over, or is not wanted: not again."""
        self._done.add(self._mark)
        self.hide()

    def _taken_over(self) -> None:
        found = self._found
        self.taken()
        if found is not None:
            self._take(found)

    def _show(self, found: HandCase | QImage | None, mark: Hashable) -> None:
        self._found, self._mark = found, mark
        self._render()
        self.setVisible(found is not None and mark not in self._done)

    def _render(self) -> None:
        say, found = self._tools.say, self._found
        if isinstance(found, QImage):
            size = f"{found.width()} × {found.height()}"
            words = Words(
                f"剪贴板里有一张图片（{size}），附上吗？", f"The clipboard holds a picture ({size}). Attach it?"
            )
            self._words.setText(say(words))
        elif found is not None:
            told = [brief(part, 48) for part in (found.author, found.title, found.text, found.link) if part]
            words = Words("剪贴板里有：{what}。填进来吗？", "The clipboard holds: {what}. Take it over?")
            self._words.setText(say(words).format(what=" · ".join(told)))
