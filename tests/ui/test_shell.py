from pathlib import Path

from PySide6.QtGui import QImage

from ui.requirements import has_display, missing_font
from ui.shell import Pictures


def test_a_step_becomes_a_picture_with_chinese_in_it(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    assert pictures.missing is None
    drawn = [QImage(str(pictures.save("一", [text]))) for text in ("待处理", "待处理", "已办结")]
    assert drawn[0].size().width() >= 640
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_a_font_for_chinese_is_there(tmp_path: Path) -> None:
    Pictures(tmp_path)
    assert missing_font() is None


def test_a_display_is_one_that_the_environment_names() -> None:
    assert not has_display({})
    assert not has_display({"DISPLAY": ""})
    assert has_display({"DISPLAY": ":0"})
    assert has_display({"WAYLAND_DISPLAY": "wayland-0"})
