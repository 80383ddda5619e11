from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.journeys.conftest import Steward


@pytest.mark.long
def test_the_tour_draws_every_stop_in_both_languages_and_themes(steward: Steward, tmp_path: Path) -> None:
    walked = steward.process("--json", "tour", "--out", tmp_path / "tour", at_most=600)
    assert walked.code == 0, walked.err
    sheets = [Path(sheet) for sheet in walked.json["sheets"]]
    assert [sheet.stem for sheet in sheets] == ["sheet-zh-light", "sheet-zh-dark", "sheet-en-light", "sheet-en-dark"]
    assert all(QImage(str(sheet)).width() > 1000 for sheet in sheets)
    names = [sorted(one.name for one in (tmp_path / "tour" / sheet.stem[6:]).iterdir()) for sheet in sheets]
    assert names[0] == names[1] == names[2] == names[3]
    assert len(names[0]) * 4 == walked.json["pictures"]
    for stop in names[0]:
        drawn = [QImage(str(tmp_path / "tour" / sheet.stem[6:] / stop)) for sheet in sheets]
        assert all(one.size().width() == 1440 for one in drawn), stop
        assert all(drawn[0] != other for other in drawn[1:]), f"{stop} looks the same in two combinations"
