"""Pictures that came from anywhere, decoded within bounds; never in the thread of the window."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_PIXELS = 40_000_000
"""A picture with more is not decoded: it would take 160 MB and more."""

_FORMATS = {"image/png": b"png", "image/jpeg": b"jpeg", "image/gif": b"gif", "image/webp": b"webp"}


def decoded(content: bytes, media_type: str, longest: int = 0) -> QImage:
    """The picture, the first one where it moves; a null one where it is none, is damaged, or is too large.

    Args:
        content: the file.
        media_type: what it is; other decoders are not tried.
        longest: pixels of the longer side; 0 leaves it as it is.
    """
    kind = _FORMATS.get(media_type)
    if kind is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return QImage()
    if longest and max(size.width(), size.height()) > longest:
        fit = size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fit.expandedTo(QSize(1, 1)))
    return reader.read()


def as_png(picture: QImage) -> bytes:
    """The picture as a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know of bytes only
    return bytes(buffer.data().data())
