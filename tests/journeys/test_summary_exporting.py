"""`steward summary --out`: the month as files, without a display, for whoever may have them."""

import csv
import io
from pathlib import Path

import openpyxl
import pypdf

from tests.journeys.conftest import Served, Steward


def test_the_month_is_written_to_files_without_a_display(connected: tuple[Steward, Served], tmp_path: Path) -> None:
    steward, _ = connected
    month = steward.ok("summary")[-1]["month"]
    received = steward.ok("summary", "--month", month)["figures"]["cases.received"]["value"]
    assert received > 0
    done = steward.process("summary", "--month", month, "--out", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    files = [Path(name) for name in done.json["files"]]
    assert {path.suffix for path in files} == {".xlsx", ".pdf", ".html", ".csv"}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in files)
    assert (done.json["month"], done.json["closed_at"], done.json["names"]) == (month, None, False)
    assert "not closed" in done.err

    by_name = {path.name: path for path in files}
    table = by_name[f"steward-summary-{month}-en.csv"].read_text(encoding="utf-8-sig")
    figures = {row["Key"]: row for row in csv.DictReader(io.StringIO(table))}
    assert figures["cases.received"]["This month"] == str(received)
    book = openpyxl.load_workbook(by_name[f"steward-summary-{month}-en.xlsx"])
    assert ["cases.received", received] in [[row[-1], row[2]] for row in book["Figures"].values]
    read = pypdf.PdfReader(by_name[f"steward-summary-{month}-en.pdf"])
    assert "Cases received" in "".join(page.extract_text() for page in read.pages)
    assert steward.ok("ledger", "verify")["ok"]


def test_what_can_not_be_exported_is_said_and_leaves_nothing(connected: tuple[Steward, Served], tmp_path: Path) -> None:
    steward, served = connected
    out = tmp_path / "out"
    listed = steward("summary", "--out", out, "--format", "csv,html", "--language", "zh", "--names")
    assert listed.code == 0, listed.err
    names = listed.out.splitlines()
    assert all(Path(name).is_file() for name in names)
    assert "尚未关账" in next(Path(name) for name in names if name.endswith(".html")).read_text(encoding="utf-8")

    moderator = served.staff[1]["token"]
    assert steward("connect", served.url, STEWARD_TOKEN=moderator).code == 0
    other = tmp_path / "other"
    refused = steward("summary", "--out", other, "--format", "csv", "--names", STEWARD_TOKEN=moderator)
    assert (refused.code, refused.out) == (1, "")
    assert "manager" in refused.err
    assert not other.exists()
    allowed = steward("summary", "--out", other, "--format", "csv", STEWARD_TOKEN=moderator)
    assert allowed.code == 0, allowed.err

    unknown = steward("summary", "--out", other, "--format", "docx")
    assert unknown.code == 2
    assert "xlsx, pdf, html, csv" in unknown.err
    assert steward("summary", "--names").code == 2
