"""One piece of evidence large: the picture, what it is, who kept it and when."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QScrollArea, QWidget

from app.domain.evidence import Evidence
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.files import write_bytes
from app.operations import evidence
from ui.hand.words import size_words
from ui.kit.choosing import choose_target
from ui.kit.elements import button, column, frame, label, named, row
from ui.kit.images import decoded
from ui.kit.overlay import Sheet
from ui.kit.remote import brief
from ui.tools import Tools

_LARGE = 10_000
"""More than any window is wide or high, in pixels."""

_NO_PICTURE = Words(
    "这个文件不能在这里显示，请另存后用别的程序打开", "It can't be shown here: save it and open it elsewhere"
)


def save_as(tools: Tools, parent: QWidget, one: Evidence) -> None:
    """Ask for a place and write the file there, as it came in."""

    def write(path: Path) -> None:
        told = Words(f"已另存为 {path.name}", f"Saved as {path.name}")

        def written(_none: None) -> None:
            tools.notices.tell(told)

        tools.runner.do(lambda desk: write_bytes(path, evidence.content(desk, one.seq)), written)

    choose_target(parent, tools.say(Words("另存为", "Save as")), one.file_name, write)


class Viewer(Sheet):
    """The large view. Left and right go through the evidence of the case, Z changes between whole and 100 %."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window, _LARGE, _LARGE)
        self._tools = tools
        self._all: Sequence[Evidence] = ()
        self._at = 0
        self._whole = True
        self._picture = QImage()
        self._message = NO_WORDS
        self._build()
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        say = self._tools.say
        self._name, self._about = label("", "heading"), label("", "second", wrap=False)
        self._note = label("", "small")
        self._hash = label("", "second", wrap=False)
        self._copy = button(say, Words("复制哈希", "Copy the hash"), "quiet")
        self._copy.clicked.connect(self._copy_hash)
        self.picture = label(wrap=False)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fault = label()
        self._fault_frame = frame("fault", self._fault)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.picture)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.installEventFilter(self)
        named(say, self._scroll, Words("截图", "Screenshot"))
        self.before = button(say, Words("上一张", "Previous"), key="←")
        self.before.clicked.connect(lambda: self._step(-1))
        self.after = button(say, Words("下一张", "Next"), key="→")
        self.after.clicked.connect(lambda: self._step(1))
        self.zoom = button(say, Words("原始大小 / 适合窗口", "100 % / whole"), key="Z")
        self.zoom.clicked.connect(self._change_size)
        self.save = button(say, Words("另存为…", "Save as…"), key="Ctrl+S")
        self.save.clicked.connect(self._save)
        close = button(say, Words("关闭", "Close"), key="Esc")
        close.clicked.connect(self.put_away)
        facts = row(self._about, self._hash, self._copy, None)
        foot = row(self.before, self.after, self.zoom, None, self.save, close)
        layout = column(self._name, facts, self._note, self._fault_frame, self._scroll, foot)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        named(say, self, Words("查看证据", "Evidence"))

    # --- what is shown -----------------------------------------------------------------------------------

    def show_evidence(self, all_: Sequence[Evidence], seq: int) -> None:
        """Show one of these."""
        self._all = all_
        self._at = next((at for at, one in enumerate(all_) if one.seq == seq), 0)
        if not self.isVisible():
            self.put_up()
        self._scroll.setFocus()
        self._load()

    def put_away(self) -> None:
        """Hide it, and let go of the picture."""
        super().put_away()
        self._tools.runner.forget(("evidence", "large"))
        self._picture = QImage()
        self.picture.clear()

    def settle(self) -> None:
        """As large as the window allows."""
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect().adjusted(24, 48, -24, -24))
            self._draw()

    @property
    def shown(self) -> Evidence | None:
        """What is shown now."""
        return self._all[self._at] if self._all else None

    def _step(self, by: int) -> None:
        if 0 <= self._at + by < len(self._all):
            self._at += by
            self._load()

    def _load(self) -> None:
        one = self.shown
        if one is None:
            return
        self._picture, self._whole = QImage(), True
        self._message = Words("正在读取…", "Reading…")
        self._render()
        self._tools.runner.ask(
            ("evidence", "large"),
            lambda desk: decoded(evidence.content(desk, one.seq), one.media_type),
            self._show,
            self._fail,
        )

    def _show(self, picture: QImage) -> None:
        self._picture = picture
        self._message = _NO_PICTURE if picture.isNull() else NO_WORDS
        self._render()

    def _fail(self, error: StewardError) -> None:
        self._message = Words.of(error)
        self._render()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        one, say, now = self.shown, self._tools.say, self._tools.clock()
        if one is None:
            return
        place = f"{self._at + 1}/{len(self._all)}  " if len(self._all) > 1 else ""
        self._name.setText(f"{place}{brief(one.name, 80)}")
        who, when = brief(one.by.name, 40), say.moment(one.at, now)
        kept = Words(f"{who} 于 {when} 存入", f"kept by {who}, {when}")
        self._about.setText(f"{size_words(one.size)} · {say(kept)}")
        self._hash.setText(f"sha256 {one.sha256[:12]}…")
        self._hash.setToolTip(one.sha256)
        self._note.setText(brief(one.note, 300))
        self._note.setVisible(bool(one.note))
        self._fault.setText(say(self._message))
        self._fault_frame.setVisible(self._message != NO_WORDS)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at + 1 < len(self._all))
        self.zoom.setEnabled(not self._picture.isNull())
        self.picture.setAccessibleName(brief(one.name, 80))
        self._draw()

    def _draw(self) -> None:
        if self._picture.isNull():
            self.picture.clear()
            return
        pixmap = QPixmap.fromImage(self._picture)
        ratio = self.devicePixelRatioF()
        room = self._scroll.maximumViewportSize() * ratio
        if self._whole and (pixmap.width() > room.width() or pixmap.height() > room.height()):
            kept, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            pixmap = pixmap.scaled(room, kept, smooth)
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)

    # --- doing -------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right go to the next one, unless there is something to scroll to on that side."""
        if watched is self._scroll and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            if sideways and not self._scroll.horizontalScrollBar().maximum():
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, right, Z and Ctrl+S."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif plain and event.key() == Qt.Key.Key_Z:
            self._change_size()
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_S:
            self._save()
        else:
            super().keyPressEvent(event)

    def _change_size(self) -> None:
        self._whole = not self._whole
        self._draw()

    def _copy_hash(self) -> None:
        if self.shown is not None:
            QGuiApplication.clipboard().setText(self.shown.sha256)
            self._tools.notices.tell(Words("哈希已复制", "The hash is copied"), seconds=3)

    def _save(self) -> None:
        if self.shown is not None:
            save_as(self._tools, self, self.shown)
