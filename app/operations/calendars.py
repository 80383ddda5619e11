"""The calendar of working days: look at it, and import the arrangement of a year when it is published."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.changes import Area, Changes
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.promises import Change, Promise, PromiseEvent, last
from app.domain.roles import ROLE_WORDS, Role
from app.domain.working_days import Calendar, Year
from app.domain.working_days_file import years_of
from app.errors import BadCalendar, NoRight
from app.files import read_bytes, resource_text
from app.operations.desk import Desk
from app.operations.promises_keeping import enter_changed
from app.operations.working_days import calendar, china, due_in
from storage.transaction import Transaction

LARGEST = 1024 * 1024
"""The largest file of working days that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class KnownYear:
    """A year as it counts; `imported` where the team brought it, else it ships with the program."""

    year: Year
    imported: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """Which years were imported, and the open promises that would be due on another date by them.

    What was told in public stands: the other date is shown as a hint.
    """

    years: tuple[Year, ...]
    reckoned: tuple[Promise, ...]
    changes: Changes


def known(desk: Desk) -> list[KnownYear]:
    """The years whose working days are known, in order."""
    with desk.record.read() as tx:
        imported = {one.year: one for one in tx.calendars.years()}
    shipped = china()
    source = str(json.loads(resource_text("calendar", "china.json"))["source"])
    every = {year: _year(shipped, year, source) for year in shipped.years} | imported
    return [KnownYear(every[year], year in imported) for year in sorted(every)]


def working(desk: Desk) -> Calendar:
    """The working days that are known here."""
    with desk.record.read() as tx:
        return calendar(tx)


def import_file(desk: Desk, path: Path) -> Imported:
    """Take in a file of working days: its years count from now on.

    Open promises that were reckoned over a year without holidays are reckoned anew; the date that was told stands.

    Raises:
        NoRight: the person is neither lead nor manager.
        UnreadableFile, FileTooLarge: there is nothing to read.
        BadCalendar: it is no calendar, or contradicts itself.
    """
    _require(desk)
    try:
        document = json.loads(read_bytes(path, LARGEST).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadCalendar(path=path.name, why=("不是 UTF-8 的 JSON 文件", "it is no JSON in UTF-8")) from None
    return import_years(desk, years_of(document, path.name))


def import_years(desk: Desk, years: list[Year]) -> Imported:
    """The same with years that were read already; those that say nothing new are left as they are."""
    _require(desk)
    now, me = desk.clock(), MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx:
        before = {one.year: one for one in tx.calendars.years()}
        new = [one for one in years if before.get(one.year) != one]
        for one in new:
            tx.calendars.add(one, me, now)
            body: Body = {
                "year": one.year,
                "source": one.source,
                "days_off": " ".join(sorted(day.isoformat() for day in one.days_off)),
                "make_up_days": " ".join(sorted(day.isoformat() for day in one.make_up_days)),
            }
            tx.ledger.append(EntryKind.CALENDAR_IMPORTED, now, body, {"by": f"{me.id} {me.name}"})
        moved = _reckon(desk, tx) if new else ()
    touched = Changes.of(Area.FACTS, Area.PROMISES) if new else Changes()
    return Imported(tuple(new), moved, touched)


def _reckon(desk: Desk, tx: Transaction) -> tuple[Promise, ...]:
    """Note of each open promise whose holidays were not known by when it would be due now."""
    by = calendar(tx)
    me = MemberRef(desk.me.id, desk.me.name)
    moved = []
    for one in tx.promises.register.guessed():
        events = tx.promises.events(one.id)
        reply = events[0].decision  # a second person may have agreed to it days after its date was reckoned
        start = tx.decisions.get(reply).at if reply is not None else one.made_at
        due = due_in(start, one.made.days, by).at
        noted = last(events, Change.RECKONED)
        if due == (noted.due_at if noted is not None else one.due_at):
            continue
        event = PromiseEvent(Change.RECKONED, desk.clock(), me, due)
        tx.promises.add(one.id, event)
        enter_changed(tx, one.id, event)
        if due != one.due_at:
            moved.append(one)
    return tuple(moved)


def _year(shipped: Calendar, year: int, source: str) -> Year:
    def within(days: frozenset[date]) -> frozenset[date]:
        return frozenset(day for day in days if day.year == year)

    return Year(year, within(shipped.days_off), within(shipped.make_up_days), source)


def _require(desk: Desk) -> None:
    if desk.me.roles.isdisjoint((Role.LEAD, Role.MANAGER)):
        lead, manager = ROLE_WORDS[Role.LEAD], ROLE_WORDS[Role.MANAGER]
        raise NoRight(account=desk.me.name, role_zh=f"{lead.zh}或{manager.zh}", role_en=f"{lead.en} or {manager.en}")
