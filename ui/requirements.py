"""What the window needs of the machine. Asks before Qt does: Qt itself would end the process without a word."""

import builtins
import linecache
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import CDLL
from pathlib import Path

LIBRARIES = "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1"
WINDOW_LIBRARIES = "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
FONTS = "fonts-wqy-microhei"


def _install(packages: str) -> str:
    return f"apt-get install -y --no-install-recommends {packages}"


def missing_library() -> str | None:
    """What to install before Qt can be loaded; None when it can."""
    try:
        with _plain_imports():
            from PySide6 import QtWidgets  # noqa: F401, PLC0415 - the question is whether this works
    except ImportError as error:
        return f"{error}: {_install(f'{LIBRARIES} {WINDOW_LIBRARIES} {FONTS}')}"
    return None


@contextmanager
def _plain_imports() -> Iterator[None]:
    """Load Qt without its hook on everything that is loaded later.

    PySide6 puts itself before `import` for its `__feature__` switches, which are not used here, and reads the source of
    every module: half as much time again, and 18 MiB.
    """
    plain = builtins.__import__
    try:
        yield
    finally:
        builtins.__import__ = plain
        linecache.clearcache()


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown; off Linux there is always a display."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_window_library(environment: Mapping[str, str]) -> str | None:
    """What to install before a window can be shown on this display; None when it can, or no display is there."""
    missing = missing_library()
    x11 = (
        environment.get("DISPLAY") and not environment.get("QT_QPA_PLATFORM") and not environment.get("WAYLAND_DISPLAY")
    )
    if missing is not None or not x11 or not sys.platform.startswith("linux"):
        return missing
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415

    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms", "libqxcb.so")
    try:
        CDLL(str(plugin))  # what Qt would do, but Qt ends the process when it fails
    except OSError as error:
        return f"{error}: {_install(WINDOW_LIBRARIES)}"
    return None


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
