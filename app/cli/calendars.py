"""`calendar show`, `calendar import`."""

from argparse import Namespace

from app.cli.context import Context
from app.cli.output import local
from app.domain.working_days_file import told
from app.operations import calendars


def show(context: Context, _arguments: Namespace) -> int:
    """The years whose working days are known."""
    out = context.out
    with context.desk() as desk:
        known = calendars.known(desk)
    out.document(
        [
            {
                "year": one.year.year,
                "imported": one.imported,
                "source": one.year.source,
                "days_off": sorted(day.isoformat() for day in one.year.days_off),
                "make_up_days": sorted(day.isoformat() for day in one.year.make_up_days),
            }
            for one in known
        ]
    )
    for one in known:
        off, worked = len(one.year.days_off), len(one.year.make_up_days)
        where = ("导入", "imported") if one.imported else ("随程序提供", "ships with the program")
        out.say(
            f"{one.year.year} 年：放假 {off} 天，调休上班 {worked} 天 · {where[0]} · {one.year.source}",
            f"{one.year.year}: {off} days off, {worked} weekend days worked · {where[1]} · {one.year.source}",
        )
    return 0


def import_calendar(context: Context, arguments: Namespace) -> int:
    """Import the arrangement of a year."""
    out = context.out
    with context.desk() as desk:
        done = calendars.import_file(desk, arguments.file)
    out.document({"years": [one.year for one in done.years], "promises": [str(one.id) for one in done.reckoned]})
    if not done.years:
        out.say("与已有的安排相同，没有改动。", "It says what is known already; nothing was changed.")
        return 0
    years = told(done.years)
    out.say(f"已导入：{years.zh} 年。", f"Imported: {years.en}.")
    for one in done.reckoned:
        out.say(
            f"承诺 {one.id}（{one.made.what}）按新日历会是另一个日期；已公开的 {local(one.due_at)} 不变。",
            f"Promise {one.id} ({one.made.what}) would be due on another date now; {local(one.due_at)} stands.",
        )
    return 0
