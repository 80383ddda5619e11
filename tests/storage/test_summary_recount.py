"""What is counted as it happens, against a slow and obvious recount of the ledger over generated months."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import make
from app.domain.ledger import Body, EntryKind
from app.domain.months import Month
from app.operations import intake
from app.operations.desk import Desk
from storage.record import Record
from storage.schema import ledger

SHANGHAI = ZoneInfo("Asia/Shanghai")
CASES = [f"c-{number}" for number in range(1, 6)]
RUNGS = ["warning", "mute_1", "mute_7", "suspend_30"]

Happening = tuple[float, str, dict[str, Any]]
"""On which day of the year, what kind of entry, and what it says."""


@st.composite
def decided(draw: st.DrawFn, number: int) -> list[Happening]:
    """A decision, and what became of it: agreed with, sent back, taken back, or nothing."""
    at = draw(st.floats(0, 300))
    kind = draw(st.sampled_from(["coaching", "reply", "dismissal", "acceptance", "sanction", "claim", "lift"]))
    second = draw(st.sampled_from(["", "", "grave"]))
    body: dict[str, Any] = {
        "decision": f"d-{number}",
        "kind": kind,
        "case": draw(st.sampled_from(CASES)),
        "case_kind": draw(st.sampled_from(["violation", "complaint"])),
        "from": draw(st.sampled_from(["new", "claimed", "closed"])),
        "state": draw(st.sampled_from(["claimed", "closed"])),
        "second_person": second or None,
        "article": draw(st.sampled_from([None, 3, 9])),
        "calmed": draw(st.booleans()),
        "waited": draw(st.sampled_from([None, 5, 119, 121, 700, 9_000, 50_000])),
        "commands": 1,
    }
    if kind == "sanction":
        rung = draw(st.sampled_from(RUNGS))
        body |= {"rung": rung, "departure": draw(st.booleans()), "brand_party": draw(st.booleans()), "track": "person"}
    if kind == "lift":
        body["lifts"] = "d-0"
    told: list[Happening] = [(at, EntryKind.DECIDED.value, body)]
    named = {"decision": body["decision"], "case": body["case"], "second_person": second or None}
    became = draw(
        st.sampled_from(["agreed", "sent_back", "undone", "agreed and undone", "waits"] if second else ["", "undone"])
    )
    for what, later in (("agreed", 20), ("sent_back", 25), ("undone", 40)):
        if what in became:
            told.append((at + draw(st.floats(0.01, later)), f"decision.{what}", named))
            at = told[-1][0]
    return told


@st.composite
def years(draw: st.DrawFn) -> list[Happening]:
    """Everything that happened in a year, in its order."""
    told: list[Happening] = []
    for number in range(draw(st.integers(0, 8))):
        told += draw(decided(number))
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(
            st.sampled_from(["command.sent", "command.refused", "command.ticked", "case.closed", "appeal.received"])
        )
        body = {"case": draw(st.sampled_from(CASES)), "case_kind": "dispute", "verdict": "gone", "against": "sanction"}
        told.append((draw(st.floats(0, 340)), kind, body))
    return sorted(told, key=lambda one: one[0])


@pytest.fixture
def running(lite_desk: Desk) -> tuple[Record, Iterator[int]]:
    """A record with some cases, and years of which each is used once."""
    intake.on_pulled(lite_desk, make.page(*(make.case(number) for number in range(1, 6))))
    return lite_desk.record, iter(range(2030, 9000))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(years())
def test_what_is_counted_is_what_a_recount_of_the_ledger_finds(
    running: tuple[Record, Iterator[int]], told: list[Happening]
) -> None:
    record, fresh = running
    year = next(fresh)
    with record.write() as tx:
        before = tx.ledger.head()[0]
        for day, kind, body in told:
            at = datetime(year, 1, 10, tzinfo=UTC) + timedelta(days=day)
            waited = body.get("waited")
            since = {} if waited is None else {"first_since": (at - timedelta(minutes=waited)).isoformat()}
            whole: Body = {name: value for name, value in body.items() if name != "waited"} | since
            tx.ledger.append(EntryKind(kind), at, {**whole, "decision": f"{whole.get('decision')}-{year}"})
    with record.read() as tx:
        rows = tx.summary.counts(Month(f"{year}-01"), Month(f"{year}-12"))
        counted = {(month, one.figure, one.slice): one.n for month, many in rows.items() for one in many if one.n}
        assert tx.history.left() == 0
    with record.connection() as connection:
        entries = connection.execute(ledger.select().where(ledger.c.seq > before).order_by(ledger.c.seq)).all()
    assert counted == recount([(row.kind, datetime.fromisoformat(row.at), json.loads(row.body)) for row in entries])
    with record.write() as tx:
        tx.ledger.lock()
        assert not [one for month in sorted(rows) for one in tx.recount(month).differs()]


Entry = tuple[str, datetime, dict[str, Any]]


def recount(entries: list[Entry]) -> dict[tuple[str, str, str], int]:
    """Goes through everything for each figure, and keeps nothing in mind but the entries themselves."""
    found: Counter[tuple[str, str, str]] = Counter()

    def add(at: datetime, figure: str, part: str = "") -> None:
        found[f"{at.astimezone(SHANGHAI):%Y-%m}", figure, part] += 1

    for kind, at, body in entries:
        if kind == "decision.made":
            if body["second_person"]:
                add(at, "second.asked", body["second_person"])
            began = _in_effect(entries, at, body)
            if began is not None:
                _count_decision(partial(add, began), began, body)
        elif kind == "decision.agreed":
            add(at, "second.agreed", body["second_person"])
        elif kind == "decision.sent_back":
            add(at, "second.back")
        elif kind == "case.closed":
            add(at, "cases.closed", "dispute")
            add(at, "cases.elsewhere", "gone")
        elif kind == "appeal.received":
            add(at, "appeals.received", "sanction")
        elif kind.startswith("command."):
            add(at, {"sent": "outbox.sent", "refused": "outbox.refused", "ticked": "outbox.by_hand"}[kind[8:]])
    return dict(found)


def _in_effect(entries: list[Entry], at: datetime, body: dict[str, Any]) -> datetime | None:
    """When a decision took effect; None where it never did, or was taken back."""
    same = [(kind, when) for kind, when, other in entries if other["decision"] == body["decision"]]
    if any(kind in ("decision.undone", "decision.sent_back") for kind, _ in same):
        return None
    if not body["second_person"]:
        return at
    return next((when for kind, when in same if kind == "decision.agreed"), None)


def _count_decision(add: Any, began: datetime, body: dict[str, Any]) -> None:
    if body["state"] == "closed" and body["from"] != "closed":
        add("cases.closed", body["case_kind"])
    if body["from"] == "closed" and body["state"] != "closed":
        add("cases.reopened")
    if "first_since" in body:
        minutes = (began - datetime.fromisoformat(body["first_since"])) // timedelta(minutes=1)
        add("cases.answered", _as_counted(minutes))
    plain = {"reply": "cases.replies", "acceptance": "guidance.corrected", "lift": "sanctions.lifted"}
    if body["kind"] in plain:
        add(plain[body["kind"]])
    if body["kind"] == "dismissal":
        add("cases.dismissed")
        if body["calmed"]:
            add("calm.itself")
    cited = f"{body['article']:03}" if body["article"] else ""
    if body["kind"] == "coaching":
        add("guidance.reminders")
        if cited:
            add("articles.reminders", cited)
    if body["kind"] == "sanction":
        add("sanctions.made", body["rung"])
        for name, figure, part in (
            ("departure", "sanctions.departures", ""),
            ("brand_party", "brand.party", body["rung"]),
        ):
            if body[name]:
                add(figure, part)
        if cited:
            add("articles.sanctions", cited)


def _as_counted(minutes: int) -> str:
    """To the minute for two hours, to five for ten hours, to the hour for a week, then to the day."""
    for upto, step in ((120, 1), (600, 5), (10_080, 60), (10**9, 1440)):
        if minutes <= upto:
            return f"{minutes - minutes % step:06}"
    raise AssertionError(minutes)
