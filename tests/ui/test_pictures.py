from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from app.domain.cases import CaseId
from app.domain.words import Words
from app.operations import dismissing
from app.operations.desk import Desk
from tests.ui.stage import forget_speech
from ui.kit.theme import DARK, LIGHT
from ui.pictures import Studio, contact_sheet
from ui.session import Session
from ui.syncing import RoundTaken


@dataclass
class Atelier:
    """A studio and what it did."""

    folder: Path
    rounds: int = 0
    bugs: list[BaseException] = field(default_factory=list)
    closed: bool = False
    studio: Studio = field(init=False)

    def keep_step(self, _check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        self.rounds += 1
        return RoundTaken(0, 0, 0)

    def let_go(self) -> None:
        self.closed = True


@pytest.fixture
def atelier(written_desk: Desk, tmp_path: Path) -> Iterator[Atelier]:
    made = Atelier(tmp_path / "pictures" / "deep")
    session = Session(written_desk, made.keep_step, "http://127.0.0.1:1", Words("加密", "encrypted"), made.let_go)
    made.studio = Studio(session, made.folder, language="zh", bug=made.bugs.append)
    yield made
    made.studio.close()
    forget_speech(made.studio.say)
    assert made.bugs == []
    assert not made.closed, "the session belongs to who handed it in"


def _image(path: Path) -> QImage:
    image = QImage(str(path))
    assert not image.isNull()
    return image


def test_a_picture_shows_the_real_window_at_a_place_and_case(atelier: Atelier) -> None:
    studio = atelier.studio
    assert studio.missing is None
    studio.show("TRIAGE", CaseId("c-0101"))
    assert studio.window.triage.evidence._view is not None
    assert studio.window.triage.evidence._view.case.id == "c-0101"
    first = studio.save("一")
    assert (first.parent, first.name) == (atelier.folder, "一.png")
    studio.show("SETTINGS")
    second = studio.save("two")
    assert _image(first).size() == _image(second).size() == studio.window.size()
    assert _image(first) != _image(second)


def test_what_was_changed_past_the_window_is_in_the_next_picture(atelier: Atelier, written_desk: Desk) -> None:
    studio = atelier.studio
    studio.show("TRIAGE")
    before = [row.id for row in studio.window.triage.queue.model.rows]
    dismissing.dismiss(written_desk, before[0])
    studio.refresh()
    assert before[0] not in [row.id for row in studio.window.triage.queue.model.rows]


def test_a_round_is_taken_only_when_asked_for(atelier: Atelier) -> None:
    assert atelier.rounds == 0
    atelier.studio.keep_step()
    assert atelier.rounds == 1


def test_many_pictures_become_one_sheet_that_shows_each(tmp_path: Path, qapp: object) -> None:
    pictures = []
    for name in ("红", "绿", "蓝", "黄"):
        colour = {"红": "#FF0000", "绿": "#00FF00", "蓝": "#0000FF", "黄": "#FFFF00"}[name]
        image = QImage(144, 90, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        pictures.append(tmp_path / f"{name}.png")
        image.save(str(pictures[-1]))
    sheet = _image(contact_sheet(pictures, tmp_path / "sheet.png", columns=3, width=160))
    assert sheet.width() == 3 * 176 + 16
    middles = [
        sheet.pixelColor(16 + column * 176 + 80, 16 + line * 142 + 50) for line in (0, 1) for column in (0, 1, 2)
    ]
    shown = [colour.name().upper() for colour in middles[:4]]
    assert shown == ["#FF0000", "#00FF00", "#0000FF", "#FFFF00"]
    assert middles[4].name() == "#808790", "an empty place stays empty"


def test_a_picture_speaks_and_wears_what_is_asked_for(atelier: Atelier) -> None:
    studio = atelier.studio
    studio.show("SETTINGS")
    light = _image(studio.save("light"))
    studio.wear("en", "dark")
    assert studio.say.language == "en"
    dark = _image(studio.save("dark"))
    assert dark.pixelColor(700, 450).lightness() < 60
    assert light.pixelColor(700, 450).lightness() > 200
    for picture, tokens in ((light, LIGHT), (dark, DARK)):
        assert picture.pixelColor(4, 450) == QColor(tokens.places)  # what only the style sheet draws
