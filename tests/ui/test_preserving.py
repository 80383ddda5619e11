"""One key seals the case that is shown, into the folder of the person's documents, and says where."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton

import make
from app.domain.cases import CaseId
from app.operations import intake, preserving
from app.operations.desk import Desk
from app.packets import packet
from tests.ui.stage import Stage, visible_children
from ui.triage.preserving import documents

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
