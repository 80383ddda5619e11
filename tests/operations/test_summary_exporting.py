"""A summary leaves the program: whole files or none, names only for managers, and an entry in the ledger."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.domain.ledger import EntryKind
from app.domain.roles import Role
from app.domain.summary import Format
from app.errors import ExportStopped, NoRight, UnwritableFile
from app.operations.desk import Desk
from app.operations.summary_exporting import Check, Wanted, export
from app.text.summary_page import Page
from tests import summaries

EVERYTHING = Wanted(frozenset(Format), "zh")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder"


def _paint(page: Page, check: Check) -> bytes:
    check()
    return f"%PDF {page.month} {page.status}".encode()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def _entries(desk: Desk) -> list[dict[str, object]]:
    wanted = sa.text("SELECT body FROM ledger WHERE kind = :kind ORDER BY seq")
    with desk.record.engine.connect() as connection:
        return [json.loads(body) for body in connection.execute(wanted, {"kind": EntryKind.SUMMARY_EXPORTED}).scalars()]


def test_an_export_writes_a_file_for_each_format_and_the_ledger_knows_them(desk: Desk, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    done = export(
        desk,
        summaries.summary(),
        EVERYTHING,
        folder,
        paint_pdf=_paint,
        progress=lambda at, of: told.append((at, of)),
    )
    assert _names(folder) == sorted(path.name for path in done.files)
    assert {path.name for path in done.files} >= {
        "steward-summary-2026-10.xlsx",
        "steward-summary-2026-10.pdf",
        "steward-summary-2026-10.html",
        "steward-summary-2026-10.csv",
        "steward-summary-2026-10-charts.csv",
        "steward-summary-2026-10-02-departures.csv",
    }
    assert told == [(0, 5), (1, 5), (2, 5), (3, 5), (5, 5)]
    (entry,) = _entries(desk)
    assert (entry["month"], entry["formats"], entry["names"]) == ("2026-10", "xlsx,pdf,html,csv", False)
    assert entry["closed"] is True
    for path in done.files:
        assert entry[f"sha256 {path.name}"] == hashlib.sha256(path.read_bytes()).hexdigest()
    with desk.record.read() as tx:
        assert tx.ledger.verify().ok
    theirs = folder.parent / "theirs.txt"
    theirs.write_text("mine", encoding="utf-8")
    (folder / ".steward-summary-2026-10.html.new").symlink_to(theirs)
    again = export(desk, summaries.summary(), EVERYTHING, folder, paint_pdf=_paint)
    assert theirs.read_text("utf-8") == "mine"  # nothing is written through a link that somebody put there
    assert not [path for path in folder.iterdir() if path.is_symlink()]
    assert again.files == done.files
    first, second = (entry | {"by": ""} for entry in _entries(desk))  # salted anew each time
    assert first == second  # a closed month says the same, byte for byte


def test_names_are_a_managers_to_export(desk: Desk, folder: Path) -> None:
    moderator = replace(desk, me=replace(desk.me, roles=frozenset({Role.MODERATOR})))
    named = replace(EVERYTHING, names=True)
    with pytest.raises(NoRight):
        export(moderator, summaries.summary(), named, folder, paint_pdf=_paint)
    assert not _names(folder)
    assert not _entries(desk)
    export(moderator, summaries.summary(), EVERYTHING, folder, paint_pdf=_paint)
    for path in folder.glob("*.[ch]*"):
        assert summaries.NAME not in path.read_text(encoding="utf-8")
    export(desk, summaries.summary(), named, folder, paint_pdf=_paint)
    assert [entry["names"] for entry in _entries(desk)] == [False, True]
    assert summaries.NAME in (folder / "steward-summary-2026-10-names.html").read_text(encoding="utf-8")


def test_no_export_takes_the_place_of_another_unless_it_says_the_same(desk: Desk, folder: Path) -> None:
    page = replace(EVERYTHING, formats=frozenset({Format.HTML}))
    english = replace(page, language="en")
    for wanted in (page, english, replace(page, names=True), replace(english, names=True)):
        export(desk, summaries.summary(), wanted, folder, paint_pdf=_paint)
    stem = "steward-summary-2026-10"
    assert _names(folder) == [f"{stem}{end}.html" for end in ("-en-names", "-en", "-names", "")]
    kept = (folder / f"{stem}.html").read_bytes()
    for _ in range(2):
        export(desk, summaries.open_month(), page, folder, paint_pdf=_paint, replaces=False)
    assert (folder / f"{stem}.html").read_bytes() == kept
    assert {f"{stem}-2.html", f"{stem}-3.html"} < set(_names(folder))


def test_what_is_stopped_leaves_nothing_whenever_it_is_stopped(desk: Desk, folder: Path) -> None:
    folder.mkdir(parents=True)
    kept = folder / "steward-summary-2026-10.html"
    kept.write_text("before", encoding="utf-8")
    asked = 0

    def count() -> None:
        nonlocal asked
        asked += 1

    two = replace(EVERYTHING, formats=frozenset({Format.HTML, Format.PDF}))
    export(desk, summaries.summary(), two, folder / "other", paint_pdf=_paint, check=count)
    entries = len(_entries(desk))
    for stop_at in range(asked):
        left = stop_at

        def check() -> None:
            nonlocal left
            if left == 0:
                raise ExportStopped(month="2026-10")
            left -= 1

        with pytest.raises(ExportStopped):
            export(desk, summaries.summary(), two, folder, paint_pdf=_paint, check=check)
        assert _names(folder) == ["other", kept.name]
    assert kept.read_text(encoding="utf-8") == "before"
    assert len(_entries(desk)) == entries


def test_where_nothing_can_be_written_nothing_is_left_and_the_ledger_says_nothing(desk: Desk, folder: Path) -> None:
    (folder / "steward-summary-2026-10.html").mkdir(parents=True)
    with pytest.raises(UnwritableFile):
        export(desk, summaries.summary(), EVERYTHING, folder, paint_pdf=_paint)
    assert _names(folder) == ["steward-summary-2026-10.html"]
    (folder / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnwritableFile):
        export(desk, summaries.summary(), EVERYTHING, folder / "file" / "below", paint_pdf=_paint)
    assert not _entries(desk)
