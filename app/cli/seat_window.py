"""Council mode in a window: alone, or with a file that somebody opened."""

from argparse import Namespace
from pathlib import Path

from app.cli import screen
from app.cli.context import Context
from app.files import private_folder

WRONG_USE = 2


def council_mode(context: Context, arguments: Namespace) -> int:
    """Open council mode, or say what is missing.

    Args:
        context: of this run.
        arguments: `file`, where one was named.
    """
    file: Path | None = getattr(arguments, "file", None)
    lacking = screen.lacking()
    if lacking is None:
        return show(context, file)
    instead = f"steward seat open {file}" if file is not None else "steward seat --help"
    context.out.hint(
        f"steward：打不开窗口：{lacking.zh}。命令行可用：{instead}",
        f"steward: no window can be opened: {lacking.en}. The command line works: {instead}",
    )
    return WRONG_USE


def show(context: Context, file: Path | None) -> int:
    """Open the window."""
    from ui.shell.frame import open_frame  # noqa: PLC0415 - no Qt for a command without a window

    folder = context.settings.seat
    frame = open_frame(context.out.language, folder.parent / screen.WINDOW_FILE)
    from app.cli.seat_ways import SeatWays  # noqa: PLC0415 - the window is seen first, the stores load behind it
    from ui.seat.program import run  # noqa: PLC0415

    private_folder(folder)
    return run(frame, SeatWays(context), bug=context.log.report_bug, folder=folder, file=file)
