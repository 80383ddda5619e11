"""The pictures of a packet, drawn within bounds and off the window's thread; and which were left out, and why."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.words import Words
from app.operations.seat_packets import Reading
from ui.kit.elements import column, frame, said
from ui.kit.images import decoded
from ui.kit.remote import brief
from ui.seat.tools import SeatTools

LONGEST = 1_080
"""Pixels of the longer side, at most."""

MOST = 60
"""Pictures, and words on those left out, that are shown."""

WIDEST = 720
"""Pixels that a picture takes of the page, at most."""


class Attachments(QWidget):
    """Every picture under the other, with whose post it belongs to.

    Args:
        note: makes where something can be noted about a picture.
    """

    def __init__(self, tools: SeatTools, reading: Reading, note: Callable[[str, Words], QWidget]) -> None:
        super().__init__()
        self._tools = tools
        self.pictures: list[PictureLabel] = []
        authors = {one.id: one.author for one in reading.file.posts}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        say = tools.say
        for one in reading.file.pictures[:MOST]:
            number = one.file.rpartition("/")[2].partition(".")[0].lstrip("0")  # texts call it so
            who = brief(authors.get(one.post, "?"), 40)
            about = Words(f"图 {number} · {who}", f"Picture {number} · {who}")
            told = column(said(say, about, "strong"), gap=2)
            if one.blurred:
                told.addWidget(said(say, Words("部分内容已遮挡", "parts were made unreadable"), "second"))
            shown = PictureLabel(say(about))
            self.pictures.append(shown)
            content = bytes(reading.files.get(one.file, b""))
            load = partial(_load, content, one.media_type)
            tools.runner.ask(("picture", reading.kept.sha256, one.file), load, partial(self._drawn, shown))
            layout.addWidget(frame("card", told, shown, note(one.file, about)))
        more = len(reading.file.pictures) - MOST
        if more > 0:
            layout.addWidget(said(say, Words(f"还有 {more} 张没有显示", f"{more} more are not shown"), "second"))
        for left in reading.file.left_out[:MOST]:
            who = brief(authors.get(left.post, "?"), 40)
            why = Words(brief(left.why_zh), brief(left.why_en))
            layout.addWidget(
                said(
                    say,
                    Words(f"{who} 的一张图片没有放进来：{why.zh}", f"A picture of {who} was left out: {why.en}"),
                    "second",
                )
            )

    def _drawn(self, shown: "PictureLabel", picture: QImage) -> None:
        if picture.isNull():
            shown.setText(self._tools.say(Words("这张图片显示不出来", "This picture can't be shown")))
        else:
            shown.show_picture(picture)


def _load(content: bytes, media_type: str, _desk: object) -> QImage:
    return decoded(content, media_type, LONGEST)


class PictureLabel(QLabel):
    """A picture as wide as there is room, never wider than it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QImage) -> None:
        """Show it."""
        self._picture = QPixmap.fromImage(picture)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull() or self.width() < 40:
            return
        wide = min(self.width(), WIDEST, self._picture.width())
        if self.pixmap().width() != wide:
            fit = QSize(wide, 4 * wide)
            smooth = Qt.TransformationMode.SmoothTransformation
            self.setPixmap(self._picture.scaled(fit, Qt.AspectRatioMode.KeepAspectRatio, smooth))
            self.setFixedHeight(self.pixmap().height())
