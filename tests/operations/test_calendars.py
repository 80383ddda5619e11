"""Working days from files: read strictly, kept, used by everything that reckons, and noted on what was guessed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from conftest import Clock
from hypothesis import given
from hypothesis import strategies as st

import make
from app.domain.promises import Change
from app.domain.roles import Role
from app.domain.working_days import Calendar, Year, due
from app.domain.working_days_file import years_of
from app.errors import BadCalendar, FileTooLarge, NoRight, UnreadableFile
from app.files import resource_text
from app.operations import calendars, intake, promises, promises_view
from app.operations.desk import Desk
from app.operations.working_days import china
from tests.operations.promising import C1, promised

CHINA = timezone(timedelta(hours=8))
Y2027: dict[str, object] = {
    "source": "国务院办公厅通知",
    "years": [2027],
    "days_off": [["2027-01-01", "2027-01-03"], ["2027-02-05", "2027-02-11"]],
    "make_up_days": ["2027-02-13", "2027-02-20"],
}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    return desk


def _file(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "2027.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


# --- files --------------------------------------------------------------------------------------------


def test_the_shipped_file_is_a_good_one_of_the_same_form() -> None:
    years = years_of(json.loads(resource_text("calendar", "china.json")), "china.json")
    assert [one.year for one in years] == [2025, 2026]
    assert Calendar().with_years(years) == china()


BAD = {
    "no object": [1],
    "an unknown member": Y2027 | {"holidays": []},
    "no years": {"days_off": [], "make_up_days": []},
    "a year in words": Y2027 | {"years": ["2027"]},
    "a year as yes": Y2027 | {"years": [True]},
    "a year twice": Y2027 | {"years": [2027, 2027]},
    "a year long ago": Y2027 | {"years": [1887]},
    "no days off": {"years": [2027]},
    "a bad date": Y2027 | {"days_off": [["2027-02-30", "2027-03-01"]]},
    "a date in another form": Y2027 | {"days_off": [["2027/02/03", "2027/02/04"]]},
    "a week's date": Y2027 | {"make_up_days": ["2027-W01-6"]},
    "one end only": Y2027 | {"days_off": [["2027-01-01"]]},
    "an end before its beginning": Y2027 | {"days_off": [["2027-01-03", "2027-01-01"]]},
    "a holiday of a year": Y2027 | {"days_off": [["2027-01-01", "2027-12-31"]]},
    "a make-up day in the week": Y2027 | {"make_up_days": ["2027-02-15"]},
    "a day outside its years": Y2027 | {"days_off": [["2026-12-31", "2027-01-02"]]},
    "a make-up day outside its years": Y2027 | {"make_up_days": ["2028-02-05"]},
    "off and worked": Y2027 | {"make_up_days": ["2027-02-06"]},
    "off twice": Y2027 | {"days_off": [["2027-01-01", "2027-01-02"], ["2027-01-02", "2027-01-03"]]},
    "a year without holidays": Y2027 | {"years": [2027, 2028]},
}


@pytest.mark.parametrize("document", BAD.values(), ids=BAD)
def test_a_file_that_contradicts_itself_is_refused_by_name(desk: Desk, tmp_path: Path, document: object) -> None:
    with pytest.raises(BadCalendar) as refused:
        calendars.import_file(desk, _file(tmp_path, document))
    for language in ("zh", "en"):
        assert "2027.json" in refused.value.sentence(language)  # type: ignore[arg-type]
    assert [one.imported for one in calendars.known(desk)] == [False, False]


def test_what_is_no_json_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for content in (b"{", b"\xff\xfe", b"[" * 200_000):
        path.write_bytes(content)
        with pytest.raises(BadCalendar):
            calendars.import_file(desk, path)
    path.write_bytes(b" " * (calendars.LARGEST + 1))
    with pytest.raises(FileTooLarge):
        calendars.import_file(desk, path)
    with pytest.raises(UnreadableFile):
        calendars.import_file(desk, tmp_path / "none.json")


def test_only_leads_and_managers_import(desk: Desk, tmp_path: Path) -> None:
    plain = replace(desk, me=replace(desk.me, roles=frozenset({Role.MODERATOR})))
    with pytest.raises(NoRight):
        calendars.import_file(plain, _file(tmp_path, Y2027))


# --- kept, and used -----------------------------------------------------------------------------------


def _local(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00").astimezone()


def test_an_imported_year_counts_from_now_on_and_the_newest_wins(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    clock.moment = _local("2026-12-30")
    guessed = promises.reckon(desk, 3)
    assert (guessed.at.date(), guessed.guessed) == (date(2027, 1, 4), (2027,))
    assert calendars.import_file(desk, _file(tmp_path, Y2027)).changes.areas
    known = promises.reckon(desk, 3)
    assert (known.at.date(), known.guessed) == (date(2027, 1, 5), ())
    calendars.import_file(desk, _file(tmp_path, Y2027 | {"days_off": [["2027-01-01", "2027-01-05"]]}))
    assert promises.reckon(desk, 3).at.date() == date(2027, 1, 7)
    assert [(one.year.year, one.imported) for one in calendars.known(desk)] == [
        (2025, False),
        (2026, False),
        (2027, True),
    ]
    again = calendars.import_file(desk, _file(tmp_path, Y2027 | {"days_off": [["2027-01-01", "2027-01-05"]]}))
    assert (again.years, again.changes.areas) == ((), frozenset())


def test_a_shipped_year_can_be_put_right(desk: Desk, tmp_path: Path) -> None:
    changed = {"source": "x", "years": [2026], "days_off": [["2026-11-23", "2026-11-27"]], "make_up_days": []}
    calendars.import_file(desk, _file(tmp_path, changed))
    days = calendars.working(desk)
    assert days.works(date(2026, 10, 1)), "the file says nothing of it any more"
    assert not days.works(date(2026, 11, 24))
    assert not days.works(date(2025, 10, 1))


def test_what_was_guessed_is_reckoned_anew_and_the_date_that_was_told_stands(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    clock.moment = _local("2026-12-30")
    found, other = promised(desk), promised(desk, case=make.case(2).id, due_at=_local("2027-01-04", 18))
    assert found.made.guessed == (2027,)
    done = calendars.import_file(desk, _file(tmp_path, Y2027))
    assert [one.id for one in done.reckoned] == [found.id]
    shown = promises_view.shown(desk, found.id)
    assert (shown.promise.due_at, shown.reckoned) == (found.due_at, _local("2027-01-05", 18))
    assert [event.change for event in shown.events] == [Change.MADE, Change.RECKONED]
    assert promises_view.shown(desk, other.id).reckoned is None, "a named date is not reckoned"
    (row,) = [one for one in promises_view.register(desk) if one.promise.id == found.id]
    assert row.reckoned == shown.reckoned
    back = Y2027 | {"days_off": [["2027-02-05", "2027-02-11"]]}
    calendars.import_file(desk, _file(tmp_path, back))
    assert promises_view.shown(desk, found.id).reckoned is None, "by the newest file it is the date that was told"
    assert calendars.import_file(desk, _file(tmp_path, back)).reckoned == ()


def test_what_has_ended_is_not_reckoned_anew(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    clock.moment = _local("2026-12-30")
    found = promised(desk)
    promises.close(desk, found.id, "好了。")
    assert calendars.import_file(desk, _file(tmp_path, Y2027)).reckoned == ()
    assert promises_view.of_case(desk, C1)[0].ended is Change.CLOSED


# --- reckoning ----------------------------------------------------------------------------------------


@st.composite
def _calendars(draw: st.DrawFn) -> tuple[Calendar, list[int]]:
    """Years from 2024 to 2029, some of them not known, with holidays and weekend days that are worked."""
    known = draw(st.sets(st.integers(2024, 2029)))
    years = []
    for year in sorted(known):
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
        off = draw(st.sets(st.sampled_from(days), max_size=30))
        weekend = [day for day in days if day.weekday() >= 5 and day not in off]
        worked = draw(st.sets(st.sampled_from(weekend), max_size=8))
        years.append(Year(year, frozenset(off), frozenset(worked)))
    return Calendar().with_years(years), sorted(known)


@given(
    arranged=_calendars(),
    start=st.datetimes(datetime(2024, 1, 2), datetime(2028, 6, 1), timezones=st.just(CHINA)),
    days=st.integers(1, 250),
)
def test_it_ends_on_a_working_day_after_exactly_so_many_and_says_which_years_were_guessed(
    arranged: tuple[Calendar, list[int]], start: datetime, days: int
) -> None:
    calendar, known = arranged
    found = due(start, days, calendar)
    end = found.at.date()
    between = [start.date() + timedelta(days=n) for n in range(1, (end - start.date()).days + 1)]
    assert calendar.works(end)
    assert sum(calendar.works(day) for day in between) == days
    assert set(found.guessed) == {start.year, *(day.year for day in between)} - set(known)


@given(year=st.integers(2000, 2199), first=st.integers(0, 360), more=st.integers(0, 4), data=st.data())
def test_every_year_that_holds_together_is_read_as_it_says(
    year: int, first: int, more: int, data: st.DataObject
) -> None:
    begin = date(year, 1, 1) + timedelta(days=first)
    end = min(begin + timedelta(days=more), date(year, 12, 31))
    off = {begin + timedelta(days=n) for n in range((end - begin).days + 1)}
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    weekend = [day for day in days if day.weekday() >= 5 and day not in off]
    worked = data.draw(st.sets(st.sampled_from(weekend), max_size=5))
    document = {
        "years": [year],
        "days_off": [[begin.isoformat(), end.isoformat()]],
        "make_up_days": [day.isoformat() for day in sorted(worked)],
    }
    assert years_of(document, "x") == [Year(year, frozenset(off), frozenset(worked), "")]


def test_moments_are_reckoned_in_the_zone_of_this_machine(desk: Desk) -> None:
    assert promises.reckon(desk, 1).at.tzinfo is not None
    assert promises.reckon(desk, 1).at.astimezone(UTC) > desk.clock()
