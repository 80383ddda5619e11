"""Tables that leave the program: CSV as a spreadsheet opens it, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_BEGINS_FORMULA = "=+-@＝＋－＠\t\r\n"
"""With these a spreadsheet takes a cell for a formula; the full-width ones as well, in East Asian versions.

Source: OWASP, CSV Injection.
"""


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows as it is: one that could be a formula begins with an apostrophe."""
    inner = cell.lstrip(" \u3000")[:1]
    return f"'{cell}" if inner and inner in _BEGINS_FORMULA else cell


def as_csv(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A table as a file: UTF-8 with its mark, so that spreadsheets read Chinese, and lines that end as they expect.

    Args:
        head: the names of the columns.
        lines: the cells of each line, in the order of `head`.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow([harmless(cell) for cell in head])
    table.writerows([harmless(cell) for cell in line] for line in lines)
    return written.getvalue().encode("utf-8-sig")
