import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from ui import requirements
from ui.requirements import display_answers, draw_offscreen, has_display, missing_font, missing_library

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X displays are asked for on Linux")


@linux
def test_a_display_is_one_that_the_environment_names() -> None:
    assert not has_display({})
    assert not has_display({"DISPLAY": ""})
    assert has_display({"DISPLAY": ":0"})
    assert has_display({"WAYLAND_DISPLAY": "wayland-0"})
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})


def test_a_font_for_chinese_and_every_library_are_here(qapp: object) -> None:
    assert missing_font() is None
    assert missing_library() is None


@linux
def test_what_lacks_for_a_window_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        raise OSError(f"libxcb-cursor.so.0: cannot open shared object file ({name})")

    monkeypatch.setattr(requirements, "CDLL", load)
    lacking = requirements.missing_window_library({"DISPLAY": ":0"})
    assert lacking is not None
    assert "libxcb-cursor.so.0" in lacking
    assert "libqxcb.so" in lacking
    assert "apt-get install" in lacking
    assert "libxcb-cursor0" in lacking
    assert requirements.missing_window_library({"WAYLAND_DISPLAY": "wayland-0"}) is None
    assert requirements.missing_window_library({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}) is None


def test_without_a_library_of_qt_the_line_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    monkeypatch.delattr("PySide6.QtWidgets", raising=False)
    lacking = missing_library()
    assert lacking is not None
    assert "libegl1" in lacking


@pytest.fixture
def listening() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def _free_number() -> int:
    return next(number for number in range(90, 400) if not display_answers({"DISPLAY": f":{number}"}))


@linux
def test_a_display_answers_when_something_listens_where_it_says(listening: ExitStack) -> None:
    number = _free_number()
    server = listening.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    server.bind(f"\0/tmp/.X11-unix/X{number}")
    server.listen()
    assert display_answers({"DISPLAY": f":{number}"})
    assert display_answers({"DISPLAY": f":{number}.0"})
    assert display_answers({"DISPLAY": f"unix:{number}"})


@linux
def test_a_dead_or_misnamed_display_does_not_answer() -> None:
    assert not display_answers({"DISPLAY": f":{_free_number()}"})
    assert not display_answers({"DISPLAY": ":zero"})
    assert not display_answers({"DISPLAY": "nonsense"})
    assert not display_answers({"DISPLAY": "127.0.0.1:59535"})


def test_only_an_x_display_is_asked() -> None:
    assert display_answers({})
    assert display_answers({"DISPLAY": ":nonsense", "WAYLAND_DISPLAY": "wayland-0"})
    assert display_answers({"DISPLAY": ":nonsense", "QT_QPA_PLATFORM": "offscreen"})


def test_pictures_are_drawn_offscreen_also_where_a_display_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    draw_offscreen()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
