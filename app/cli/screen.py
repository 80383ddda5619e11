"""Whether a window can be shown here, and showing it: painted first, loaded then."""

import os
from collections.abc import Mapping

from app.cli.context import Context
from app.domain.words import Words
from app.files import private_folder
from app.settings import Settings
from ui.requirements import display_answers, has_display, missing_window_library

WINDOW_FILE = "window.ini"
SEAT_FILE = "seat.json"
"""What lies in a member's folder (app.start_seat); looked for without loading what opens it."""


def lacking(environment: Mapping[str, str] = os.environ) -> Words | None:
    """What keeps a window from being opened here; None when it can be."""
    missing = missing_window_library(environment)
    if missing is not None:
        return Words(missing, missing)
    if not has_display(environment):
        return Words("没有显示器（DISPLAY / WAYLAND_DISPLAY 未设置）", "there is no display")
    if not display_answers(environment):
        name = environment.get("DISPLAY", "")
        return Words(f"显示器 {name} 没有回应", f"display {name} does not answer")
    return None


def show(context: Context, *, demo: bool) -> int:
    """Open the window; the demo in a throw-away workspace."""
    if not demo and _only_a_seat(context.settings):
        return _council_mode(context)
    from ui.shell.frame import open_frame  # noqa: PLC0415 - no Qt for a command without a window

    folder = context.settings.workspace
    frame = open_frame(context.out.language, None if demo else folder.parent / WINDOW_FILE)
    # Only now: whoever starts the program sees it at once, and the stores load behind it.
    from app.cli.window import Ways  # noqa: PLC0415
    from ui.shell.application import COUNCIL, run  # noqa: PLC0415

    if not demo:
        private_folder(folder)
    code = run(frame, Ways(context), bug=context.log.report_bug, demo=demo, folder=None if demo else folder)
    return _council_mode(context) if code == COUNCIL else code


def _council_mode(context: Context) -> int:
    from app.cli import seat_window  # noqa: PLC0415 - for the few who sit on a council

    return seat_window.show(context, None)


def _only_a_seat(settings: Settings) -> bool:
    """Whether a council member has a seat here, and nobody a workspace."""
    if not (settings.seat / SEAT_FILE).exists():
        return False
    from app.start import workspace_exists  # noqa: PLC0415 - the window of the staff is painted before that
    from app.start_seat import seat_exists  # noqa: PLC0415

    return seat_exists(settings.seat) and not workspace_exists(settings.workspace)
