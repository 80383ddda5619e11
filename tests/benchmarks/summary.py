"""`python -m tests.benchmarks.summary [--cases N]`: a month over a million cases and 24 months. Medians of CPU time.

Cases, decisions, promises and what was counted are written straight into the record, as two years leave them.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.domain.months import Month, begins, later
from app.operations import summary
from app.operations.desk import Desk
from app.operations.summary_behind import cases_behind
from storage.backup import _unguarded
from storage.record import RecordConnection
from storage.schema import cases, counters
from storage.schema_decisions import decisions
from storage.schema_promises import promises
from storage.schema_summary import month_counts, summary_facts, summary_state
from storage.values import ms
from tests.benchmarks.__main__ import desk

MONTHS = 24
LAST = Month("2026-10")
SHANGHAI = ZoneInfo("Asia/Shanghai")
BLOCK = 20_000
DEPARTMENTS = ("售后技术部", "电池部", "法务", "渠道部", "车机软件部")
RUNGS = ("warning", "warning", "warning", "mute_1", "mute_1", "mute_7", "suspend_30")


def fill(connection: RecordConnection, count: int) -> None:
    """Cases spread over the months, nearly all of them answered, a fifth with a reminder, some with a measure."""
    chosen, each = random.Random(7), count // MONTHS
    key = 0
    for back in reversed(range(MONTHS)):
        month = later(LAST, -back)
        start = begins(month, SHANGHAI).astimezone(UTC)
        for first in range(0, each, BLOCK):
            size = min(BLOCK, each - first)
            made = list(_cases(chosen, start, key, size))
            connection.execute(sa.insert(cases), [one["case"] for one in made])
            connection.execute(sa.insert(decisions), [one["decision"] for one in made if one["decision"]])
            connection.execute(sa.insert(summary_facts), [fact for one in made for fact in _facts(chosen, month, one)])
            key += size
            _page(connection, month, start, key - size + 1, key)
        connection.execute(sa.insert(promises), list(_promises(chosen, month, start, each // 50)))
    connection.execute(sa.update(summary_state).values(cases_before=0, cases_counted=0))
    connection.execute(sa.insert(counters), [{"name": "cases.new", "n": count // 50}])


def _cases(chosen: random.Random, start: datetime, key: int, size: int) -> Iterator[dict[str, dict[str, object]]]:
    for number in range(key + 1, key + size + 1):
        at = ms(start + timedelta(minutes=chosen.randrange(27 * 1440)))
        kind = chosen.choice(("violation", "violation", "complaint", "dispute"))
        answer = "reply" if kind == "complaint" else chosen.choice(("dismissal", "reply", "acceptance", "coaching"))
        case: dict[str, object] = {
            "key": number,
            "id": f"c-{number:07}",
            "kind": kind,
            "state": "closed",
            "urgency": 4,
            "author_id": f"u-{chosen.randrange(200_000)}",
            "author_name": "车友",
            "title": "冬季续航与充电",
            "body": "电池在零下十五度掉电很快。",
            "revision": "1",
            "written_at": at,
            "latest_revision": "1",
            "edits": 0,
            "reports": 1,
            "reported_at": at,
            "community_state": "upheld",
            "community_version": "1",
            "change_no": number,
        }
        yield {"case": case, "decision": _decision(number, at + chosen.randrange(1, 600) * 60_000, answer)}


def _decision(number: int, at: int, kind: str) -> dict[str, object]:
    basis = ("article", "第九条", "不发广告")
    return {
        "id": f"d-{number}",
        "case_key": number,
        "kind": kind,
        "by_id": "u-901",
        "by_name": "小北",
        "at": at,
        "revision": "1",
        "state_before": "new",
        "state_after": "closed",
        "text": "",
        "reason": "",
        "basis_current": False,
        "basis_law_zh": basis[1],
        "basis_law_en": basis[0],
        "basis_text_zh": basis[2],
        "basis_text_en": basis[0],
    }


def _facts(chosen: random.Random, month: Month, one: dict[str, dict[str, object]]) -> Iterator[dict[str, object]]:
    case, decision = one["case"], one["decision"]
    at = decision["at"]
    row = {"month": month, "case_key": case["key"], "ref": decision["id"], "at": at, "n": 1, "late_from": ""}
    waited = (int(str(at)) - int(str(case["reported_at"]))) // 60_000
    yield row | {"figure": "cases.answered", "slice": f"{waited:06}"}
    yield row | {"figure": "cases.closed", "slice": case["kind"]}
    named = {"dismissal": "cases.dismissed", "reply": "cases.replies", "acceptance": "guidance.corrected"}
    if decision["kind"] in named:
        yield row | {"figure": named[str(decision["kind"])], "slice": ""}
    else:
        yield row | {"figure": "guidance.reminders", "slice": ""}
        yield row | {"figure": "reminded.due", "slice": "", "month": later(month)}
        yield row | {"figure": "articles.reminders", "slice": f"{chosen.randrange(2, 13):03}"}
    if chosen.random() < 0.03:
        yield row | {"figure": "sanctions.made", "slice": chosen.choice(RUNGS)}
    if chosen.random() < 0.02:
        yield row | {"figure": "calm.itself", "slice": ""}


def _page(connection: RecordConnection, month: Month, start: datetime, first: int, last: int) -> None:
    """Cases came in page by page."""
    rows = [
        {
            "month": month,
            "figure": figure,
            "slice": "",
            "case_key": at,
            "last_key": min(at + 499, last),
            "ref": "",
            "at": ms(start),
            "n": min(at + 499, last) - at + 1,
            "late_from": "",
        }
        for at in range(first, last + 1, 500)
        for figure in ("cases.received", "cases.reports")
    ]
    connection.execute(sa.insert(summary_facts), rows)


def _promises(chosen: random.Random, month: Month, start: datetime, count: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        made = start + timedelta(minutes=chosen.randrange(27 * 1440))
        due = made + timedelta(days=3)
        ended = due + timedelta(hours=chosen.randrange(-48, 24)) if chosen.random() < 0.9 else None
        yield {
            "id": f"promise-{month}-{number}",
            "case_key": None,
            "topic_id": "T-1",
            "what": "答复",
            "department": chosen.choice(DEPARTMENTS),
            "owner": "小林",
            "days": 3,
            "guessed": "",
            "first_due_at": ms(due),
            "made_at": ms(made),
            "by_id": "u-901",
            "by_name": "小北",
            "number": "",
            "answered": "",
            "due_at": ms(due),
            "extensions": 0,
            "ended": "closed" if ended else None,
            "ended_at": ms(ended) if ended else None,
            "on_its_way": False,
        }


def _count(connection: RecordConnection) -> None:
    """What a trigger keeps, all at once."""
    part = (summary_facts.c.month, summary_facts.c.figure, summary_facts.c.slice)
    sums = (sa.func.sum(summary_facts.c.n), sa.literal(0), sa.func.max(summary_facts.c.seq))
    every = sa.select(*part, *sums).group_by(*part)
    connection.execute(sa.insert(month_counts).from_select(["month", "figure", "slice", "n", "late", "fact"], every))


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ready = desk(Path(folder))
        begun = time.process_time()
        with ready.record.connection() as connection, _unguarded(connection):
            fill(connection, count)
            _count(connection)
        print(f"{count} cases over {MONTHS} months, written in {time.process_time() - begun:.0f} s CPU")
        _tell("the month before the present one", ready, LAST, lambda: summary.summary(ready, LAST))
        _tell("a month of a year ago", ready, LAST, lambda: summary.summary(ready, later(LAST, -12)))
        _tell("the list of months", ready, LAST, lambda: summary.months(ready))
        _tell(
            "a page of cases behind a figure", ready, LAST, lambda: cases_behind(ready, LAST, "cases.closed", 960_000)
        )
        _tell("a page of cases that came in", ready, LAST, lambda: cases_behind(ready, LAST, "cases.received", 960_000))
        ready.record.close()
        ready.cache.close()


def _tell(what: str, _ready: Desk, _month: Month, work: object) -> None:
    spent = []
    for _ in range(9):
        begun = time.process_time()
        work()  # type: ignore[operator]
        spent.append(time.process_time() - begun)
    print(f"{what}: median {statistics.median(spent) * 1000:.1f} ms CPU, most {max(spent) * 1000:.1f} ms")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cases", type=int, default=1_000_000)
    main(arguments.parse_args().cases)
