"""Pictures drawn anew for a packet: upright, of a bearable size, without anything the camera wrote into them.

Every author can upload them, so nothing in them is trusted: only the four kinds that posts show are opened, and none
that swells to more than MOST_PIXELS. A patch that is made unreadable keeps nothing of what stood there: its shades
come from around it, so that it can't be reckoned back as a mere blur can.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.errors import PictureNotDrawn

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

MOST_PIXELS = 50_000_000
"""Of a picture, width by height; drawing one takes three bytes each."""

LONGEST_SIDE = 1_920
"""In pixels, as it is drawn anew: enough to read a screenshot, and 50 of them fit into a packet."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_QUALITY, _LARGEST_PNG = 85, 600_000
_TILE, _RIM = 12, 6


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle that is made unreadable, in pixels of the picture as it is drawn anew."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it was drawn anew: a JPEG, or a PNG where it is a small drawing or a screenshot."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int


def redraw(content: bytes, patches: Sequence[Patch] = ()) -> Drawn:
    """Draw a picture anew. The same arguments make the same bytes.

    Of one that moves, the first picture is drawn. What is transparent becomes white.

    Args:
        content: a PNG, JPEG, GIF or WebP.
        patches: what is made unreadable; what lies outside of the picture is left away.

    Raises:
        PictureNotDrawn: it is none of these kinds, damaged, or larger than MOST_PIXELS.
    """
    try:
        drawn, sharp = _decoded(content)
    except PictureNotDrawn:
        raise
    except Exception as error:  # what a decoder raises at hostile bytes is not told by its documentation
        raise PictureNotDrawn(why=("无法识别或已损坏", f"not known, or damaged ({type(error).__name__})")) from None
    _hide(drawn, patches)
    return _encoded(drawn, sharp=sharp)


def _decoded(content: bytes) -> "tuple[Image, bool]":
    """The picture, upright and of a bearable size, and whether its lines must stay sharp."""
    from PIL import Image  # noqa: PLC0415 - only who prepares a packet waits for it

    Image.MAX_IMAGE_PIXELS = None  # held here, before anything is decoded: there it only warns
    with Image.open(BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            most = MOST_PIXELS // 10**6
            raise PictureNotDrawn(why=(f"超过 {most} 百万像素", f"more than {most} megapixels"))
        turned = _turned(opened)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # of a JPEG no more is decoded than is needed
        small: Image.Image = opened if opened.mode in ("RGB", "L") else opened.convert("RGBA")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
        upright = small if turned is None else small.transpose(turned)
        drawn = Image.new("RGB", upright.size, "white")  # a new one has nothing written into it
        drawn.paste(upright, mask=upright if upright.mode == "RGBA" else None)
        return drawn, opened.format in ("PNG", "GIF")


def _turned(opened: "Image") -> "Transpose | None":
    """How it is to be turned, by what the camera wrote."""
    from PIL import ExifTags, Image  # noqa: PLC0415

    try:
        way = opened.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # hostile, or merely broken: then it stands as it is
        way = None
    turn = Image.Transpose
    ways = [turn.FLIP_LEFT_RIGHT, turn.ROTATE_180, turn.FLIP_TOP_BOTTOM, turn.TRANSPOSE]
    ways += [turn.ROTATE_270, turn.TRANSVERSE, turn.ROTATE_90]
    return ways[way - 2] if isinstance(way, int) and 2 <= way <= 8 else None


# --- patches ------------------------------------------------------------------------------------------


Box = tuple[int, int, int, int]


def _hide(drawn: "Image", patches: Sequence[Patch]) -> None:
    """Make patches unreadable. All are wiped before a shade is taken: one may lie in the rim of another."""
    boxes = [box for box in (_box(drawn, one) for one in patches) if box is not None]
    for box in boxes:
        drawn.paste((128, 128, 128), box)
    shades = [_around(drawn, box) for box in boxes]
    for box, shade in zip(boxes, shades, strict=True):
        drawn.paste(_tiles(box[2] - box[0], box[3] - box[1], shade), box)


def _box(drawn: "Image", patch: Patch) -> Box | None:
    """Where a patch lies in the picture: left, top, right, bottom; None where it lies outside."""
    left, top = max(patch.left, 0), max(patch.top, 0)
    right, bottom = min(patch.left + patch.width, drawn.width), min(patch.top + patch.height, drawn.height)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _tiles(width: int, height: int, shade: tuple[int, int, int]) -> "Image":
    """Tiles around one shade, so that everybody sees that something was hidden."""
    from PIL import Image  # noqa: PLC0415

    across, down = -(-width // _TILE), -(-height // _TILE)
    tiles = Image.new("RGB", (across, down))
    for y in range(down):
        for x in range(across):
            step = ((x * 2654435761 ^ y * 2246822519) >> 7) % 5 * 11 - 22
            tiles.putpixel((x, y), (_within(shade[0] + step), _within(shade[1] + step), _within(shade[2] + step)))
    whole = tiles.resize((across * _TILE, down * _TILE), Image.Resampling.NEAREST)
    return whole.crop((0, 0, width, height))


def _around(drawn: "Image", box: Box) -> tuple[int, int, int]:
    """The mean colour of a narrow rim outside of a box; grey where there is no outside."""
    from PIL import ImageStat  # noqa: PLC0415

    left, top, right, bottom = box
    wide = (max(left - _RIM, 0), max(top - _RIM, 0), min(right + _RIM, drawn.width), min(bottom + _RIM, drawn.height))
    all_, inside = ImageStat.Stat(drawn.crop(wide)), ImageStat.Stat(drawn.crop(box))
    count = all_.count[0] - inside.count[0]
    if not count:
        return 128, 128, 128
    red, green, blue = (round((one - other) / count) for one, other in zip(all_.sum, inside.sum, strict=True))
    return _inner(red), _inner(green), _inner(blue)


def _inner(value: int) -> int:
    """Not so dark or light that the tiles of a patch could not be told apart."""
    return min(max(value, 40), 215)


def _within(value: int) -> int:
    return min(max(value, 0), 255)


# --- files --------------------------------------------------------------------------------------------


def _encoded(drawn: "Image", *, sharp: bool) -> Drawn:
    if sharp:
        content = _saved(drawn, "PNG", optimize=True)
        if len(content) <= _LARGEST_PNG:
            return Drawn(content, "image/png", drawn.width, drawn.height)
    content = _saved(drawn, "JPEG", quality=_QUALITY, optimize=True)
    return Drawn(content, "image/jpeg", drawn.width, drawn.height)


def _saved(drawn: "Image", kind: str, **how: Any) -> bytes:
    file = BytesIO()
    drawn.save(file, kind, **how)
    return file.getvalue()
