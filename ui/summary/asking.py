"""What the page asks for: the months there are, one of them, the cases behind a figure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.cases import CaseId
from app.domain.months import Month
from app.domain.summary import Format, Summary
from app.domain.words import Words
from app.errors import Language
from app.operations.desk import Desk
from ui.kit.theme import Tone


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month that can be read. `over` is whether it has ended, `closed` whether it was closed."""

    month: Month
    over: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """A case behind a figure."""

    case: CaseId
    title: str
    author: str
    at: datetime
    state: tuple[Words, Tone]
    place: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported, and how."""

    summary: Summary
    folder: Path
    formats: tuple[Format, ...]
    language: Language
    names: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """The files."""

    paths: tuple[Path, ...]


def months(desk: Desk) -> list[MonthLine]:
    """None yet."""
    return []


def month(desk: Desk, wanted: Month) -> Summary:
    """Not there yet."""
    raise NotImplementedError


def behind(desk: Desk, month: Month, key: str, after: int | None, limit: int) -> list[Behind]:
    """Not there yet."""
    raise NotImplementedError


def keep(desk: Desk, month: Month, written: tuple[str, str, str]) -> object:
    """Not there yet."""
    raise NotImplementedError


def close(desk: Desk, month: Month) -> object:
    """Not there yet."""
    raise NotImplementedError


def export(desk: Desk, wanted: Wanted, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> Exported:
    """Not there yet."""
    raise NotImplementedError
