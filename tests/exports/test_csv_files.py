"""The CSV files as a spreadsheet reads them."""

import csv
import io

from app.domain.summary import Summary
from app.exports.csv_files import as_csv_files
from tests import summaries


def _files(summary: Summary, *, names: bool = False) -> dict[str, bytes]:
    return dict(as_csv_files(summary, "zh", names=names, check=lambda: None))


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_figures_charts_and_each_table_have_a_file_that_begins_with_the_mark_of_utf_8() -> None:
    files = _files(summaries.summary())
    assert list(files)[:4] == ["", "charts", "01-sources", "02-departures"]
    assert all(content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content for content in files.values())
    figures = {row["代号"]: row for row in _rows(files[""])}
    assert figures["cases.received"] | {"本月": "1284", "上月": "1190", "其中补记": "3"} == figures["cases.received"]
    assert (figures["answer.in_time"]["本月"], figures["answer.in_time"]["单位"]) == ("88", "%")
    assert figures["promises.audit"]["本月"] == ""
    assert figures["cases.open"]["关账时间（UTC）"] == "2026-11-02T01:30:00"
    assert figures["sentence.ask"]["说明"].startswith("请电池部门")
    charts = _rows(files["charts"])
    assert [row["数值"] for row in charts if row["系列"] == "两小时内答复"][:3] == ["", "", "410"]
    assert _rows(files["02-departures"])[0]["决定时间"] == "2026-10-03T14:12:00"
    assert _rows(files["04-departments"])[2]["最早到期"] == ""


def test_no_cell_is_taken_for_a_formula_and_every_line_has_all_cells() -> None:
    for name, content in _files(summaries.hostile(), names=True).items():
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        for line in lines:
            assert len(line) == len(lines[0]), name
            for cell in line:
                assert cell.lstrip(" \u3000")[:1] not in {*"=+-@＝＋－＠\t\r\n"}, cell
                assert "\u202e" not in cell
    harmful = _rows(_files(summaries.hostile())["01-hostile"])
    assert harmful[0]["内容"] == "'" + summaries.HOSTILE[0]
    assert harmful[8]["内容"] == summaries.HOSTILE[8]


def test_an_open_month_says_so_and_nobody_is_named_unless_asked() -> None:
    assert {row["关账时间（UTC）"] for row in _rows(_files(summaries.open_month())[""])} == {"未关账"}
    assert summaries.NAME.encode() not in b"".join(_files(summaries.summary()).values())
    assert summaries.NAME.encode() in b"".join(_files(summaries.summary(), names=True).values())
