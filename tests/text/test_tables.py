import csv
import io

import pytest

from app.text.tables import as_csv, harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86 10", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "　＠x", "\n=2", '=HYPERLINK("x")']
)
def test_a_cell_that_a_spreadsheet_could_run_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "刹车失灵", "12315", "A=1", "　", "回执 3-1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_table_is_read_back_as_it_was() -> None:
    lines = [("市监局", '说"收到"，\n第二行'), ("=cmd()", "")]
    data = as_csv(("向谁", "-内容"), lines)
    assert data.startswith(b"\xef\xbb\xbf")
    back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert back == [["向谁", "'-内容"], ["市监局", '说"收到"，\n第二行'], ["'=cmd()", ""]]
