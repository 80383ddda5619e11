"""A picture in a packet shows what its secretary saw, and carries nothing else."""

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from app.domain.evidence import media_type
from app.errors import PictureNotDrawn
from app.text.redraw import LONGEST_SIDE, MOST_PIXELS, Patch, redraw

RED, BLUE = (200, 30, 30), (30, 30, 200)


def encoded(picture: Image.Image, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def halves(width: int = 80, height: int = 40) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def near(one: tuple[int, ...] | float | None, other: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


def test_what_the_camera_wrote_goes_and_the_picture_stands_upright() -> None:
    written = Image.Exif()
    written[ExifTags.Base.Orientation] = 6  # turned a quarter to the right to be seen
    written[ExifTags.Base.Model] = "SECRET-CAMERA"
    written.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "SECRET-PLACE"
    content = encoded(halves(), "JPEG", exif=written, comment=b"SECRET-COMMENT", quality=95)
    assert b"SECRET" in content
    drawn = redraw(content)
    assert (drawn.width, drawn.height, drawn.media_type) == (40, 80, "image/jpeg")
    assert b"SECRET" not in drawn.content
    assert b"Exif" not in drawn.content
    assert near(opened(drawn.content).getpixel((20, 10)), RED)
    assert near(opened(drawn.content).getpixel((20, 70)), BLUE)


def test_notes_and_hidden_parts_of_a_png_go_too() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SECRET")
    picture = halves().convert("RGBA")
    picture.putpixel((1, 1), (1, 2, 3, 0))  # there, but not to be seen
    content = encoded(picture, "PNG", pnginfo=notes) + b"SECRET behind the end"
    drawn = redraw(content)
    assert b"SECRET" not in drawn.content
    assert opened(drawn.content).getpixel((1, 1)) == (255, 255, 255)
    assert drawn.media_type == "image/png"
    assert opened(drawn.content).getpixel((70, 20)) == BLUE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_picture_that_can_be_written_is_drawn(kind: str, mode: str) -> None:
    try:
        content = encoded(halves().convert("L" if mode == "I;16" else mode).convert(mode), kind)
    except (OSError, ValueError, KeyError):
        return  # there is no such file
    drawn = redraw(content)
    assert media_type(drawn.content) == drawn.media_type
    assert (drawn.width, drawn.height) == (80, 40)


def test_a_patch_keeps_nothing_of_what_stood_there() -> None:
    """Two pictures that differ below the patch only become the same bytes: nothing can be reckoned back."""
    plain, written = halves(), halves()
    for x in range(24, 40):
        written.putpixel((x, x - 10), (255, 255, 255))
    patches = [Patch(20, 10, 10, 25), Patch(30, 10, 20, 25)]  # each lies in the rim of the other
    hidden = redraw(encoded(written, "PNG"), patches)
    assert hidden.content == redraw(encoded(plain, "PNG"), patches).content
    assert hidden.content != redraw(encoded(written, "PNG")).content
    seen = opened(hidden.content)
    assert seen.getpixel((19, 10)) == RED  # beside it nothing changed
    assert len({seen.getpixel((x, y)) for x in range(20, 50) for y in range(10, 35)}) > 2  # and one sees that it is one


def test_a_patch_over_all_of_it_or_beside_it_harms_nothing() -> None:
    assert redraw(encoded(halves(), "PNG"), [Patch(-5, -5, 500, 500)]).width == 80
    beside = redraw(encoded(halves(), "PNG"), [Patch(80, 0, 10, 10), Patch(0, 0, 0, 5), Patch(-20, -20, 5, 5)])
    assert beside.content == redraw(encoded(halves(), "PNG")).content


def test_large_pictures_become_small_and_heavy_drawings_light() -> None:
    drawn = redraw(encoded(halves(4000, 1000), "JPEG"))
    assert (drawn.width, drawn.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)
    noise = Image.effect_noise((900, 900), 80).convert("RGB")
    assert redraw(encoded(noise, "PNG")).media_type == "image/jpeg"


def _bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 by 30,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


_GOOD = encoded(halves(), "PNG")


@pytest.mark.parametrize(
    "content",
    [
        _bomb(),
        b"",
        b"<svg/>",
        b"%PDF-1.7",
        _GOOD[: len(_GOOD) // 2],
        encoded(halves(), "TIFF"),
        encoded(halves(), "BMP"),
    ],
    ids=["bomb", "empty", "svg", "pdf", "cut", "tiff", "bmp"],
)
def test_what_is_no_picture_of_a_post_or_swells_is_refused(content: bytes) -> None:
    with pytest.raises(PictureNotDrawn):
        redraw(content)
    assert MOST_PIXELS < 30_000**2


def test_no_damage_of_a_picture_does_more_than_refuse_it() -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        content = encoded(halves(), kind)
        for at in range(0, len(content), max(1, len(content) // 60)):
            damaged = bytearray(content)
            damaged[at] ^= 0x55
            try:
                drawn = redraw(bytes(damaged))
            except PictureNotDrawn:
                continue
            assert media_type(drawn.content) == drawn.media_type
