"""One key seals the case that is shown, into the folder of the person's documents, and says where."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton

import make
from app.domain.cases import CaseId
from app.errors import Unavailable
from app.operations import intake, preserving
from app.operations.desk import Desk
from app.packets import packet
from tests.ui.stage import Stage, visible_children
from ui.hand.strip import Strip
from ui.hand.viewer import Viewer
from ui.kit.folders import documents

Staged = Callable[[Desk], Stage]
C = CaseId("c-0101")


def _press(stage: Stage, words: str) -> None:
    stage.click(next(one for one in visible_children(stage.window, QPushButton) if one.text().startswith(words)))


@pytest.fixture
def folder(stage: Stage, tmp_path: Path) -> Path:
    """Where this person's documents are."""
    place = tmp_path / "Documents" / "Steward"
    stage.window.triage.preserving.folder = lambda: place
    stage.choose(C)
    return place


def test_one_key_seals_the_case_and_says_where_it_is(
    stage: Stage, written_desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    stage.do("triage.preserve")
    (path,) = folder.iterdir()
    whole = packet.verify(path.read_bytes(), preserving.trusted(written_desk.record))
    assert (whole.file.case, whole.known) == (C, True)
    assert [one.sha256 for one in preserving.seals_of(written_desk, C)] == [whole.sha256]
    (told,) = stage.window.notices.texts()
    assert C in told
    assert str(Path("Documents", "Steward")) in told
    _press(stage, "打开文件夹")
    assert opened == [str(folder)]


def test_the_case_says_when_it_was_sealed_and_whether_the_post_changed_since(
    stage: Stage, written_desk: Desk, folder: Path
) -> None:
    assert not stage.reads("已固证", stage.window.triage.evidence)
    stage.do("triage.preserve")
    assert stage.reads(f"· {written_desk.me.name}", stage.window.triage.evidence)
    assert not stage.reads("又有改动", stage.window.triage.evidence)
    stage.community.edit_post("p-0101", "改好了，谢谢提醒")
    stage.sync()
    assert stage.reads("此后帖子又有改动", stage.window.triage.evidence)
    assert len(list(folder.iterdir())) == 1


def test_the_button_beside_the_files_does_the_same(stage: Stage, folder: Path) -> None:
    _press(stage, "固证")
    assert len(list(folder.iterdir())) == 1


def test_where_nothing_can_be_written_another_folder_is_asked_for(
    stage: Stage, written_desk: Desk, folder: Path, tmp_path: Path
) -> None:
    folder.parent.mkdir()
    folder.write_text("in the way")
    stage.do("triage.preserve")
    (told,) = stage.window.notices.texts()
    assert "没有固证" in told
    assert preserving.seals_of(written_desk, C) == []
    _press(stage, "换个文件夹")
    (dialog,) = stage.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "elsewhere")])
    stage.settle()
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1
    dialog.close()
    stage.clock.advance(seconds=2)
    stage.do("triage.preserve")  # the folder that was chosen stays chosen
    assert len(list((tmp_path / "elsewhere").iterdir())) == 2


def test_without_a_case_nothing_is_sealed(staged: Staged, lite_desk: Desk, tmp_path: Path) -> None:
    intake.on_pulled(lite_desk, make.page())
    stage = staged(lite_desk).open()
    stage.window.triage.preserving.folder = lambda: tmp_path / "Steward"
    stage.do("triage.preserve")
    assert not (tmp_path / "Steward").exists()


def test_evidence_goes_into_the_documents_of_the_person() -> None:
    assert documents().name == "Steward"
    assert documents().is_absolute()


# --- the pictures of the post -----------------------------------------------------------------------------

DASHBOARD = "/v1/pictures/dashboard.png"


@pytest.fixture
def shown(stage: Stage, folder: Path) -> str:
    """The chosen post shows a picture since its author edited it; its address."""
    stage.community.edit_post("p-0101", f"大家看看 ![仪表]({DASHBOARD})")
    stage.sync()
    stage.choose(C)
    assert stage.window.triage.evidence.findChild(Strip) is None
    return DASHBOARD


def _sealed(folder: Path, desk: Desk) -> packet.Whole:
    (path,) = folder.iterdir()
    return packet.verify(path.read_bytes(), preserving.trusted(desk.record))


def test_sealing_fetches_the_pictures_of_the_post_first(
    stage: Stage, written_desk: Desk, folder: Path, shown: str
) -> None:
    stage.do("triage.preserve")
    whole = _sealed(folder, written_desk)
    (kept,) = whole.file.files
    assert (kept.name, kept.media_type) == ("dashboard.png", "image/png")
    assert whole.file.missing == ()
    assert not any("缺" in one for one in stage.window.notices.texts())
    assert stage.reads("dashboard", stage.window.triage.evidence.findChild(Strip))


def test_a_picture_that_can_not_be_had_is_told_and_the_case_is_sealed_all_the_same(
    stage: Stage, written_desk: Desk, folder: Path, shown: str
) -> None:
    stage.community.pictures["dashboard.png"] = b""
    stage.do("triage.preserve")
    (absent,) = _sealed(folder, written_desk).file.missing
    assert absent.address == shown
    told = stage.window.notices.texts()
    assert any("已固证" in one and "缺 1 张帖中图片" in one and absent.why_zh in one for one in told)


def test_offline_what_is_there_is_sealed_and_said_so(
    stage: Stage, written_desk: Desk, folder: Path, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_connection() -> None:
        raise Unavailable(why="没有连接上")

    monkeypatch.setattr(stage.gateway, "describe", no_connection)
    stage.do("triage.preserve")
    (absent,) = _sealed(folder, written_desk).file.missing
    assert "没有连接上" in absent.why_zh
    assert any("缺 1 张帖中图片" in one for one in stage.window.notices.texts())


def test_what_may_upset_is_not_shown_before_it_is_clicked(stage: Stage, folder: Path) -> None:
    stage.community.edit_post("p-0101", f"充电的时候冒烟了 ![仪表]({DASHBOARD})")
    stage.sync()  # a keyword points to safety: its picture is kept by itself
    stage.choose(C)
    (tile,) = stage.window.triage.evidence.findChild(Strip).tiles
    assert "点开才显示" in tile.text()
    assert tile.icon().isNull()
    stage.click(tile)
    viewer = stage.window.findChild(Viewer)
    assert viewer is not None
    assert viewer.isVisible()
    assert not viewer.picture.pixmap().isNull()
