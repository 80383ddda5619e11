from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.operations.desk import Desk
from tests.ui.stage import Stage, forget_deleted
from ui.kit.theme import Choice
from ui.shell.frame import AROUND, LEAST, SIZE, fitting
from ui.shell.memory import Memory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "窗口 1" / "window.ini"


def test_language_and_theme_are_there_again(file: Path) -> None:
    memory = Memory(file)
    assert memory.language("en") == "en"
    assert memory.language("zh") == "zh"
    assert memory.theme() is Choice.SYSTEM
    memory.keep_language("en")
    memory.keep_theme(Choice.DARK)
    again = Memory(file)
    assert again.language("zh") == "en"
    assert again.theme() is Choice.DARK


def test_whether_alarms_are_heard_is_there_again(file: Path) -> None:
    memory = Memory(file)
    assert memory.sounds()
    memory.keep_sounds(False)
    assert not Memory(file).sounds()
    memory.keep_sounds(True)
    assert Memory(file).sounds()


def test_without_a_file_nothing_is_remembered(qapp: object, tmp_path: Path) -> None:
    memory, widget = Memory(None), QWidget()
    memory.keep_language("en")
    memory.keep_theme(Choice.DARK)
    memory.keep(widget)
    memory.restore(widget)
    assert memory.language("zh") == "zh"
    assert memory.theme() is Choice.SYSTEM
    assert list(tmp_path.iterdir()) == []


STRANGE = "[General]\nversion=1\nlanguage=klingon\ntheme=pink\ngeometry=7\n"


@pytest.mark.parametrize("content", ["", "nonsense", STRANGE])
def test_a_file_that_makes_no_sense_does_no_harm(qapp: object, file: Path, content: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    memory, widget, splitter = Memory(file), QWidget(), QSplitter()
    memory.restore(widget)
    memory.restore_columns(splitter)
    assert memory.language("zh") == "zh"
    assert memory.theme() is Choice.SYSTEM


def test_what_another_version_wrote_is_dropped(file: Path) -> None:
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("version", 99)
    settings.setValue("language", "en")
    settings.sync()
    assert Memory(file).language("zh") == "zh"


def test_a_window_stands_where_it_stood(qapp: object, file: Path) -> None:
    first = QWidget()
    first.setGeometry(40, 60, 500, 400)
    Memory(file).keep(first)
    second = QWidget()
    Memory(file).restore(second)
    assert second.geometry() == first.geometry()


def test_a_window_that_stood_on_a_screen_that_is_gone_comes_back_to_one(qapp: object, file: Path) -> None:
    far = QWidget()
    far.setGeometry(20_000, 20_000, 500, 400)
    memory = Memory(file)
    memory.keep(far)
    near = QWidget()
    Memory(file).restore(near)
    assert near.screen().availableGeometry().intersects(near.frameGeometry())


@pytest.mark.parametrize("room", [(1440, 900), (1366, 728), (1024, 600)])
def test_the_first_window_fits_the_screen_with_what_the_system_puts_around_it(room: tuple[int, int]) -> None:
    size = fitting(SIZE, QSize(*room))
    assert size.width() + AROUND[0] <= room[0]
    assert size.height() + AROUND[1] <= room[1]
    least = fitting(LEAST, QSize(*room))
    assert least.width() <= size.width()
    assert least.height() <= size.height()
    assert fitting(SIZE, QSize(3840, 2160)) == QSize(*SIZE)


def test_columns_have_the_widths_that_they_had(qapp: object, file: Path) -> None:
    def columns(*sizes: int) -> QSplitter:
        made = QSplitter(Qt.Orientation.Horizontal)
        for _ in range(3):
            made.addWidget(QWidget())
        made.resize(900, 100)
        made.setSizes(list(sizes))
        return made

    before = columns(100, 300, 500)
    Memory(file).keep_columns(before)
    after = columns(300, 300, 300)
    Memory(file).restore_columns(after)
    assert after.saveState() == before.saveState()
    assert isinstance(after.saveState(), QByteArray)


def test_what_is_chosen_in_the_window_is_there_again_and_names_nobody(
    staged: Callable[[Desk], Stage], written_desk: Desk, file: Path
) -> None:
    stage = staged(written_desk)
    stage.memory = Memory(file)
    stage.open()
    stage.do("go.settings")
    stage.click(stage.window.settings.languages["en"])
    stage.click(stage.window.settings.themes[Choice.DARK])
    stage.frame.close()
    stage.end()
    forget_deleted()
    again = Memory(file)
    assert (again.language("zh"), again.theme()) == ("en", Choice.DARK)
    kept = QSettings(str(file), QSettings.Format.IniFormat)
    assert set(kept.allKeys()) == {"version", "language", "theme", "geometry", "columns"}
