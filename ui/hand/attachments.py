"""Files handed in as evidence: chosen, dropped or pasted; each is looked at off the window's thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.domain.evidence import LARGEST_FILE, Attachment, check_file, media_type
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.files import read_bytes
from ui.hand.words import PATTERN, size_words
from ui.kit.choosing import choose_files
from ui.kit.elements import Flow, button, column, frame, label, row, said
from ui.kit.images import as_png, decoded
from ui.kit.remote import brief
from ui.kit.theme import GAP
from ui.tools import Tools

MOST = 20
"""Files that are handed in at once."""

THUMB = 84
"""Pixels of the longer side of a small picture."""

_MOST_URLS = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that can be evidence, with a small picture of it; a null one where it shows none."""

    file: Attachment
    small: QImage


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What became of several files: those that can be taken, and why the first other one can't."""

    taken: tuple[Looked, ...]
    refused: StewardError | None = None


def look_at(file: Attachment, longest: int = 2 * THUMB) -> Looked:
    """Check a file and make its small picture.

    Raises:
        NoEvidence, FileTooLarge: it can't be evidence.
    """
    return Looked(file, decoded(file.content, check_file(file), longest))


def look_through(paths: Sequence[Path]) -> LookedThrough:
    """Read files and check each."""
    taken: list[Looked] = []
    refused: StewardError | None = None
    for path in paths:
        try:
            taken.append(look_at(Attachment(path.name, read_bytes(path, LARGEST_FILE))))
        except StewardError as error:
            refused = refused or error
    return LookedThrough(tuple(taken), refused)


def look_at_picture(picture: QImage, name: str) -> LookedThrough:
    """Make a file of a picture from the clipboard."""
    try:
        return LookedThrough((look_at(Attachment(name, as_png(picture))),))
    except StewardError as error:
        return LookedThrough((), error)


class AttachmentPicker(QWidget):
    """The files that go with what is being entered.

    Args:
        heading: what they are called here.
        most: how many files are taken; one takes the place of the one before where it is only one.

    Attributes:
        changed: there is one more, or one less.
    """

    changed = Signal()

    def __init__(self, tools: Tools, heading: Words, most: int = MOST) -> None:
        super().__init__()
        self._most = most
        self._tools = tools
        self._looked: list[Looked] = []
        self._refused: Words = NO_WORDS
        self._numbers = count(1)
        self._under_way = 0
        say = tools.say
        self.choose = button(say, Words("选择文件…", "Choose files…"))
        self.choose.clicked.connect(self._choose)
        self.paste = button(say, Words("粘贴截图", "Paste a screenshot"))
        self.paste.clicked.connect(self.paste_clipboard)
        hint = Words("可拖到这里，或按 Ctrl+V", "Drop them here, or Ctrl+V")
        head = row(said(say, heading, "strong", wrap=False), said(say, hint, "second"), self.choose, self.paste)
        head.setStretch(1, 1)
        self._tiles = QWidget()
        self._fault = label("", "small")
        self._fault_frame = frame("fault", self._fault, margin=8)
        self._column = column(head, self._tiles, self._fault_frame, gap=6)
        self.setLayout(self._column)
        say.changed.connect(self._render)
        self._render()

    @property
    def files(self) -> list[Attachment]:
        """What was handed in."""
        return [one.file for one in self._looked]

    @property
    def reading(self) -> bool:
        """Whether something that was handed in is still being read."""
        return self._under_way > 0

    def clear(self) -> None:
        """Nothing is handed in any more."""
        for number in range(1, next(self._numbers)):
            self._tools.runner.forget(("hand", "files", id(self), number))
        self._numbers = count(1)
        self._looked, self._refused, self._under_way = [], NO_WORDS, 0
        self._render()
        self.changed.emit()

    # --- taking ------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        title = self._tools.say(Words("选择截图或 PDF", "Choose screenshots or PDFs"))
        choose_files(self.window(), title, self._tools.say(PATTERN), self.take_paths)

    def paste_clipboard(self) -> None:
        """Take the picture, or the files, of the clipboard."""
        if not self.take_mime(clipboard()):
            self._refuse(Words("剪贴板里没有图片或文件", "There is no picture and no file in the clipboard"))

    def take_mime(self, mime: QMimeData) -> bool:
        """Take what was pasted or dropped; False where it holds no picture and no file."""
        paths = local_files(mime)
        if paths:
            self.take_paths(paths)
            return True
        picture = mime.imageData() if mime.hasImage() else None
        if not isinstance(picture, QImage) or picture.isNull():
            return False
        self.take_picture(picture)
        return True

    def take_picture(self, picture: QImage) -> None:
        """Take a picture that was copied."""
        name = f"screenshot-{stamp(self._tools.clock())}.png"
        self._ask(lambda: look_at_picture(picture, name))

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Take files."""
        self._ask(lambda: look_through(paths))

    def _ask(self, work: Callable[[], LookedThrough]) -> None:
        self._under_way += 1
        self._tools.runner.ask(("hand", "files", id(self), next(self._numbers)), lambda _desk: work(), self._take)

    def _take(self, found: LookedThrough) -> None:
        self._under_way -= 1
        known = {one.file.sha256 for one in self._looked}
        self._refused = NO_WORDS
        for one in found.taken:
            if one.file.sha256 in known:
                self._refused = Words(f"“{one.file.name}”已经在里面了", f"“{one.file.name}” is there already")
            elif self._most == 1:
                self._looked = [one]
            elif len(self._looked) >= self._most:
                self._refused = Words(f"一次最多 {self._most} 个文件", f"{self._most} files at most at once")
            else:
                known.add(one.file.sha256)
                self._looked.append(one)
        if found.refused is not None:
            self._refused = Words.of(found.refused)
        self._render()
        self.changed.emit()

    def _refuse(self, why: Words) -> None:
        self._refused = why
        self._render()

    def _remove(self, at: int) -> None:
        del self._looked[at]
        self._refused = NO_WORDS
        self._render()
        self.choose.setFocus()
        self.changed.emit()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        flow, tiles = Flow(GAP), QWidget()
        for at, one in enumerate(self._looked):
            flow.addWidget(self._tile(at, one))
        tiles.setLayout(flow)
        self._column.replaceWidget(self._tiles, tiles)
        self._tiles.hide()
        self._tiles.deleteLater()
        self._tiles = tiles
        tiles.setVisible(bool(self._looked))
        self._fault.setText(self._tools.say(self._refused))
        self._fault_frame.setVisible(self._refused != NO_WORDS)

    def _tile(self, at: int, one: Looked) -> QFrame:
        say, name = self._tools.say, brief(one.file.name, 60)
        small = thumb_label(one)
        words = Words("移除", "Remove")
        away = button(say, words, "quiet")
        away.setAccessibleName(say(Words(f"移除 {name}", f"Remove {name}")))
        away.clicked.connect(lambda: self._remove(at))
        about = label(f"{brief(one.file.name, 22)} · {size_words(len(one.file.content))}", "second", wrap=False)
        about.setToolTip(name)
        line = row(small, column(about, row(away, None), gap=2))
        made = frame("tile", line, margin=6)
        made.setMinimumWidth(210)
        return made


def thumb_label(one: Looked) -> QLabel:
    """The small picture of a file, or what kind of file it is."""
    made = label(wrap=False)
    made.setFixedSize(THUMB, THUMB * 3 // 4)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    if one.small.isNull():
        made.setText("PDF" if media_type(one.file.content) == "application/pdf" else "?")
    else:
        made.setPixmap(fitted(one.small, THUMB, THUMB * 3 // 4, made.devicePixelRatioF()))
    return made


def fitted(picture: QImage, width: int, height: int, ratio: float) -> QPixmap:
    """A small picture for a screen, as large as fits."""
    pixmap = QPixmap.fromImage(
        picture.scaled(
            int(width * ratio),
            int(height * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def clipboard() -> QMimeData:
    """What the clipboard holds; nothing where it holds nothing."""
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return held or QMimeData()


def local_files(mime: QMimeData) -> list[Path]:
    """The files that were copied or dragged from a folder."""
    return [Path(url.toLocalFile()) for url in mime.urls()[:_MOST_URLS] if url.isLocalFile()]


def stamp(at: datetime) -> str:
    """A moment as a part of a file's name."""
    return f"{at.astimezone():%Y%m%d-%H%M%S}"
