"""A community review as files: a web page that needs nothing else, and Markdown."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.months import Month
from app.domain.review import Format, as_markdown
from app.errors import UnwritableFile
from app.files import write_bytes
from app.operations.desk import Desk
from app.operations.review import review
from app.text.review_pages import review_page

EVERY = tuple(Format)


def export(desk: Desk, month: Month, folder: Path, formats: Sequence[Format] = EVERY) -> list[Path]:
    """Write the review of a month into a folder, in each of these formats, as it stands.

    Returns:
        The files, in the order of the formats; those of an earlier export are written over.

    Raises:
        ReviewNotFound: there is none.
        UnwritableFile: the folder can't be made, or a file not written.
    """
    found = review(desk, month).review
    texts = {Format.HTML: review_page(found), Format.MARKDOWN: as_markdown(found.title, found.text)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(path=folder, why=error.strerror or str(error)) from None
    paths = [folder / f"steward-review-{month}.{one.value}" for one in dict.fromkeys(formats)]
    for path, one in zip(paths, dict.fromkeys(formats), strict=True):
        write_bytes(path, texts[one].encode())
    return paths
