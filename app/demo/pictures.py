"""The pictures that members of the demo community posted: drawn when they are asked for, so that no file holds one."""

import math
import struct
import zlib
from collections.abc import Callable
from functools import cache

WIDTH, HEIGHT = 240, 160

Colour = tuple[float, float, float]
Scene = Callable[[float, float], Colour]


def picture(name: str) -> bytes | None:
    """A picture as a PNG file; None where there is none of this name."""
    scene = _SCENES.get(name)
    return None if scene is None else _drawn(name)


@cache
def _drawn(name: str) -> bytes:
    scene = _SCENES[name]
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        for x in range(WIDTH):
            rows += bytes(max(0, min(255, round(part * 255))) for part in scene(x / WIDTH, y / HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(bytes(rows), 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    share = max(0.0, min(1.0, share))
    return tuple(a + (b - a) * share for a, b in zip(first, second, strict=True))  # type: ignore[return-value]


def _cloud(x: float, y: float, puffs: tuple[tuple[float, float, float], ...]) -> float:
    """How thick smoke is at a point: soft round puffs, each with its middle and its size."""
    return sum(math.exp(-((x - px) ** 2 + (y - py) ** 2) / (size * size)) for px, py, size in puffs)


_RISING = ((0.62, 0.62, 0.07), (0.65, 0.5, 0.09), (0.69, 0.37, 0.11), (0.74, 0.22, 0.14), (0.7, 0.08, 0.13))
_BLACK = ((0.55, 0.55, 0.05), (0.52, 0.42, 0.09), (0.46, 0.28, 0.13), (0.36, 0.14, 0.17))


def _car(x: float, y: float) -> bool:
    body = 0.2 < x < 0.66 and 0.6 < y < 0.76
    roof = 0.28 < x < 0.54 and 0.5 < y <= 0.6 and x - 0.28 > (0.6 - y) * 0.7 and 0.54 - x > (0.6 - y) * 0.9
    return body or roof


def _wheel(x: float, y: float) -> bool:
    return any((x - middle) ** 2 * 2.25 + (y - 0.77) ** 2 < 0.0036 for middle in (0.29, 0.57))


def _white_smoke(x: float, y: float) -> Colour:
    """A white car beside a charger, smoke over its front."""
    seen = _mix((0.55, 0.63, 0.72), (0.72, 0.76, 0.8), y / 0.6) if y < 0.6 else (0.42, 0.43, 0.45)
    if 0.05 < x < 0.13 and 0.3 < y < 0.8:
        seen = (0.16, 0.5, 0.42) if y < 0.42 else (0.86, 0.88, 0.9)
    if _car(x, y):
        seen = (0.25, 0.3, 0.36) if y < 0.58 and 0.3 < x < 0.52 else (0.9, 0.91, 0.93)
    if _wheel(x, y):
        seen = (0.12, 0.12, 0.13)
    return _mix(seen, (0.97, 0.97, 0.98), _cloud(x, y, _RISING) * 0.9)


def _bridge_fire(x: float, y: float) -> Colour:
    """An elevated road at night, flames on a small lorry, black smoke."""
    seen = _mix((0.04, 0.05, 0.1), (0.12, 0.1, 0.14), y)
    if 0.66 < y < 0.72 or (y >= 0.72 and (x * 5) % 1 < 0.16):
        seen = (0.3, 0.3, 0.32)
    if 0.5 < x < 0.64 and 0.57 < y < 0.66:
        seen = (0.12, 0.2, 0.38)
    glow = _cloud(x, y, ((0.57, 0.55, 0.08),))
    seen = _mix(seen, (0.08, 0.07, 0.07), _cloud(x, y, _BLACK) * 0.8)
    return _mix(_mix(seen, (1.0, 0.45, 0.08), glow), (1.0, 0.9, 0.5), glow * 2 - 1.2)


def _dashboard(x: float, y: float) -> Colour:
    """A dashboard with an amber sign on it."""
    seen = _mix((0.07, 0.08, 0.1), (0.02, 0.02, 0.03), y)
    if 0.12 < x < 0.88 and 0.2 < y < 0.8:
        seen = (0.03, 0.06, 0.1)
    ring = math.hypot((x - 0.5) * 1.5, y - 0.5)
    if 0.15 < ring < 0.18:
        seen = (0.95, 0.7, 0.12)
    if abs(x - 0.5) < 0.012 and (0.4 < y < 0.54 or 0.57 < y < 0.6):
        seen = (0.95, 0.7, 0.12)
    if any(abs(x - at) < 0.05 and 0.7 < y < 0.72 for at in (0.22, 0.36, 0.64, 0.78)):
        seen = (0.3, 0.6, 0.62)
    return seen


_SCENES: dict[str, Scene] = {
    "white-smoke.png": _white_smoke,
    "bridge-at-night.png": _bridge_fire,
    "dashboard.png": _dashboard,
}
