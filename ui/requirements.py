"""What the window needs of the machine. Asks before Qt does: Qt itself would end the process without a word."""

import os
import socket
import sys
from collections.abc import Mapping
from ctypes.util import find_library

LIBRARIES = "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1"
WINDOW_LIBRARIES = "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
FONTS = "fonts-wqy-microhei"


def _install(packages: str) -> str:
    return f"apt-get install -y --no-install-recommends {packages}"


def missing_library() -> str | None:
    """What to install before Qt can be loaded; None when it can."""
    try:
        from PySide6 import QtWidgets  # noqa: F401, PLC0415 - the question is whether this works
    except ImportError as error:
        return f"{error}: {_install(f'{LIBRARIES} {WINDOW_LIBRARIES} {FONTS}')}"
    return None


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown; off Linux there is always a display."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_window_library(environment: Mapping[str, str]) -> str | None:
    """What to install before a window can be shown on this display; None when it can, or no display is there."""
    x11 = environment.get("DISPLAY") and not environment.get("QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and x11 and find_library("xcb-cursor") is None:
        return f"libxcb-cursor: {_install(WINDOW_LIBRARIES)}"
    return missing_library()


def display_answers(environment: Mapping[str, str]) -> bool:
    """Whether the X display that is named takes connections; a dead one would make Qt end the process."""
    name = environment.get("DISPLAY", "")
    if not name or environment.get("WAYLAND_DISPLAY") or environment.get("QT_QPA_PLATFORM"):
        return True
    host, _, number = name.rpartition(":")
    number = number.split(".")[0]
    if not number.isdecimal():
        return False
    return any(_connects(address) for address in _addresses(host, int(number)))


def _addresses(host: str, number: int) -> list[str | tuple[str, int]]:
    path = f"/tmp/.X11-unix/X{number}"
    local: list[str | tuple[str, int]] = [f"\0{path}", path]
    return [(host, 6000 + number)] if host and host != "unix" else local


def _connects(address: str | tuple[str, int]) -> bool:
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            probe.connect(address)
    except OSError:
        return False
    return True


def draw_offscreen() -> None:
    """Let Qt draw without a display, also where one is there: pictures need none."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def missing_font() -> str | None:
    """What to install before Chinese can be drawn; None when it can. Needs an application."""
    from PySide6.QtGui import QFontDatabase  # noqa: PLC0415

    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return None
    return f"no Chinese font: {_install(FONTS)}"
