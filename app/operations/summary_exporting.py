"""Exporting a summary: files that say what the window says, written whole or not at all, and an entry in the ledger."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import assert_never

from app.domain.changes import Area, Changes
from app.domain.ledger import EntryKind
from app.domain.roles import Role, require
from app.domain.summary import Format, Summary
from app.domain.words import Words
from app.errors import Language, UnwritableFile
from app.exports.csv_files import as_csv_files
from app.exports.html import as_html
from app.exports.xlsx import as_xlsx
from app.operations.desk import Desk
from app.text.summary_page import Page, page

_TOUCHED = Changes.of(Area.SUMMARY)

Check = Callable[[], None]
Progress = Callable[[int, int], None]
PaintPdf = Callable[[Page, Check], bytes]
"""Paints a page as a PDF; only the floor of the window can."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported.

    Attributes:
        formats: in which files.
        language: of all of them.
        names: whether people are named in them; a manager's right.
    """

    formats: frozenset[Format]
    language: Language
    names: bool = False

    def stem(self, month: str) -> str:
        """How its files begin: the language is named unless it is Chinese, and so is that people are named."""
        english = "en" if self.language == "en" else ""
        return "-".join(filter(None, ("steward-summary", month, english, "names" if self.names else "")))


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were written."""

    files: tuple[Path, ...]
    changes: Changes = _TOUCHED


def export(
    desk: Desk,
    summary: Summary,
    wanted: Wanted,
    folder: Path,
    *,
    paint_pdf: PaintPdf,
    progress: Progress = lambda _done, _of: None,
    check: Check = lambda: None,
    replaces: bool = True,
) -> Exported:
    """Write a summary to files named after its month, as in steward-summary-2026-10-en.pdf.

    Args:
        folder: where they go; made where it is missing.
        paint_pdf: from ui.pdf.
        progress: told how many of how many steps are done.
        check: called now and then until the files are written; what it raises ends the work, and nothing is left of it.
        replaces: files of these names are replaced; else the new ones are numbered, as in …-en-2.pdf.

    Raises:
        NoRight: names are wanted, and the person is no manager.
        UnwritableFile: a file can't be written; those that were there are as they were.
    """
    if wanted.names:
        require(desk.me, Role.MANAGER)
    stem, made = wanted.stem(summary.month), _contents(summary, wanted, paint_pdf, progress, check)
    if not replaces:
        stem = _free(folder, stem, made)
    contents = {f"{stem}{rest}": content for rest, content in made.items()}
    with _beside(folder, contents) as written:
        check()
        _enter(desk, summary, wanted, contents)
        for part, path in written:
            _put(part, path)
    steps = len(wanted.formats) + 1
    progress(steps, steps)
    return Exported(tuple(path for _, path in written))


def _contents(
    summary: Summary, wanted: Wanted, paint_pdf: PaintPdf, progress: Progress, check: Check
) -> dict[str, bytes]:
    """What will be in each file, by the end of its name."""
    contents: dict[str, bytes] = {}
    formats = [one for one in Format if one in wanted.formats]
    for done, one in enumerate(formats):
        progress(done, len(formats) + 1)
        check()
        for part, content in _files(summary, wanted, one, paint_pdf, check):
            contents[(f"-{part}" if part else "") + f".{one}"] = content
    return contents


def _free(folder: Path, stem: str, ends: Iterable[str]) -> str:
    """The beginning of names that no file in the folder has."""
    free, number = stem, 2
    while any((folder / f"{free}{end}").exists() for end in ends):
        free, number = f"{stem}-{number}", number + 1
    return free


def _files(
    summary: Summary, wanted: Wanted, one: Format, paint_pdf: PaintPdf, check: Check
) -> Iterator[tuple[str, bytes]]:
    language, names = wanted.language, wanted.names
    match one:
        case Format.CSV:
            yield from as_csv_files(summary, language, names=names, check=check)
        case Format.XLSX:
            yield "", as_xlsx(summary, language, names=names, check=check)
        case Format.HTML:
            yield "", as_html(page(summary, language, names=names), check)
        case Format.PDF:
            yield "", paint_pdf(page(summary, language, names=names), check)
        case _:
            assert_never(one)


def _enter(desk: Desk, summary: Summary, wanted: Wanted, contents: dict[str, bytes]) -> None:
    body: dict[str, str | int | bool | None] = {
        "month": summary.month,
        "closed": summary.frozen is not None,
        "formats": ",".join(one for one in Format if one in wanted.formats),
        "language": wanted.language,
        "names": wanted.names,
    }
    hashes = {f"sha256 {name}": sha256(content).hexdigest() for name, content in contents.items()}
    with desk.record.write() as tx:
        by = {"by": f"{desk.me.id} {desk.me.name}"}
        tx.ledger.append(EntryKind.SUMMARY_EXPORTED, desk.clock(), body | hashes, by)


# --- files ------------------------------------------------------------------------------------------------


@contextmanager
def _beside(folder: Path, contents: dict[str, bytes]) -> Iterator[list[tuple[Path, Path]]]:
    """The files under other names beside where they go; what is left of them in the end is removed."""
    pairs = [(folder / f".{name}.new", folder / name) for name in contents]
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableFile(path=folder, why=error.strerror or str(error)) from None
        for (part, path), content in zip(pairs, contents.values(), strict=True):
            _write(part, path, content)
        yield pairs
    finally:
        for part, _ in pairs:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _write(part: Path, path: Path, content: bytes) -> None:
    try:
        part.unlink(missing_ok=True)  # left by an export that was cut short
        with part.open("xb") as file:  # never through a link that somebody put there
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.is_dir():
            raise UnwritableFile(path=path, why=Words("那里是一个文件夹", "a folder is there"))
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None


def _put(part: Path, path: Path) -> None:
    try:
        part.replace(path)
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
