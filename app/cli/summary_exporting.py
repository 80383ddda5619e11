"""`summary --out`: the month as files."""

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.context import Context
from app.cli.output import stamp
from app.domain.months import Month
from app.domain.roles import Role, require
from app.domain.summary import Format, Summary
from app.errors import NoExportFolder, PdfUnavailable
from app.operations import summary as work
from app.operations.desk import Desk

if TYPE_CHECKING:
    from app.text.summary_page import Page


def wanted_files(arguments: Namespace) -> bool:
    """Whether files are asked for.

    Raises:
        NoExportFolder: they are, but not where.
    """
    if arguments.out is None and (arguments.format or arguments.names or arguments.language):
        raise NoExportFolder
    return arguments.out is not None


def export(context: Context, arguments: Namespace, progress: work.Progress) -> int:
    """Write a month to files and list them.

    Args:
        progress: while the past is counted for the first time.
    """
    from app.operations.summary_exporting import Wanted  # noqa: PLC0415 - only who exports pays for it
    from app.operations.summary_exporting import export as write_files  # noqa: PLC0415

    out = context.out
    formats = arguments.format or frozenset(Format)
    wanted = Wanted(formats, arguments.language or out.language, arguments.names)
    with context.desk() as desk:
        if wanted.names:
            require(desk.me, Role.MANAGER)
        found = work.summary(desk, arguments.month or _last_over(desk, progress), progress)
        done = write_files(desk, found, wanted, arguments.out, paint_pdf=_paint_pdf)
    out.document(_document(found, wanted.names, [str(path) for path in done.files]))
    for path in done.files:
        out.line(str(path))
    if found.frozen is None:
        out.hint(
            f"{found.month} 尚未关账，文件里的数字还会变化；文件里写明了这一点。",
            f"{found.month} is not closed: figures may still change. The files say so.",
        )
    return 0


def _last_over(desk: Desk, progress: work.Progress) -> Month:
    months = work.months(desk, progress)
    return next((one.month for one in months if one.over), months[0].month)


def _document(found: Summary, names: bool, files: list[str]) -> dict[str, object]:
    closed_at = stamp(found.frozen.at) if found.frozen else None
    return {"month": found.month, "closed_at": closed_at, "names": names, "files": files}


def _paint_pdf(page: "Page", check: Callable[[], None]) -> bytes:
    from ui.requirements import missing_font, missing_library  # noqa: PLC0415 - no Qt for the other formats

    lacking = missing_library()
    if lacking is None:
        from ui.pdf.document import application_alone, as_pdf  # noqa: PLC0415

        application_alone()
        lacking = missing_font()
    if lacking is not None:
        raise PdfUnavailable(reason=lacking)
    return as_pdf(page, check)
