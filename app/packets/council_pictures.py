"""Whether a picture in a packet of the council is as one that was drawn anew: small enough to show without harm, with
nothing in it but the picture, so that no camera's notes and no other file ride along.

The parts of a PNG are those of its specification (W3C, third edition, section 5), those of a JPEG of ITU T.81, annex B.
"""

import struct

LONGEST_SIDE = 4_096
"""In pixels. Pictures are drawn anew with less; a larger one could only be meant to exhaust who shows it."""

_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs", b"sRGB", b"gAMA"})
_JPEG, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_SCAN, _FIRST_APP, _LAST_APP, _COMMENT = 0xDA, 0xE1, 0xEF, 0xFE
_FRAMES = frozenset({0xC0, 0xC1})
_HEAD = struct.Struct(">I4s")


def plain(content: bytes | memoryview, media_type: str) -> bool:
    """Whether it is a PNG or a JPEG, by what it says it is, without anything beside the picture, and not too large."""
    raw = bytes(content)
    size = {"image/png": _png, "image/jpeg": _jpeg}.get(media_type, lambda _: None)(raw)
    return size is not None and min(size) > 0 and max(size) <= LONGEST_SIDE


def _png(raw: bytes) -> tuple[int, int] | None:
    """Its width and height; None where its parts are not as they are written, or others than are needed."""
    at, name = len(_PNG), b""
    if raw[:at] != _PNG or raw[at + 4 : at + 8] != b"IHDR":
        return None
    while name != _PNG_END:
        head = raw[at : at + _HEAD.size]
        if len(head) < _HEAD.size:
            return None
        length, name = _HEAD.unpack(head)
        if name not in _CHUNKS:
            return None
        at += _HEAD.size + length + 4
    return struct.unpack(">II", raw[16:24]) if at == len(raw) else None


def _jpeg(raw: bytes) -> tuple[int, int] | None:
    if raw[:2] != _JPEG:
        return None
    at, size = 2, None
    while True:
        part = raw[at : at + 4]
        if len(part) < 4 or part[0] != 0xFF:
            return None
        kind, length = part[1], int.from_bytes(part[2:])
        if _FIRST_APP <= kind <= _LAST_APP or kind == _COMMENT or length < 2:
            return None
        if kind in _FRAMES and size is None:
            size = (int.from_bytes(raw[at + 7 : at + 9]), int.from_bytes(raw[at + 5 : at + 7]))
        if kind == _SCAN:
            return size if raw.find(_JPEG_END, at) == len(raw) - 2 else None
        at += 2 + length
