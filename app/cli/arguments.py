"""Arguments that several commands have, as they are read: whole numbers, and days by whose end something is due."""

import argparse
import re
from collections.abc import Callable
from datetime import datetime

from app.domain.working_days import DAY_ENDS


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two bounds."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r}: {least} … {most}")
        return int(text)

    return read


def due_day(text: str) -> datetime:
    """The end of a working day, here."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: 2026-12-01") from None
    return datetime.combine(day, DAY_ENDS).astimezone()
