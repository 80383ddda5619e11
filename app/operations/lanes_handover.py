"""What the next shift has to know of lanes: what nobody saw to yet, and which clocks run."""

from datetime import datetime

from app.domain.cases import KIND_WORDS, QueueRow
from app.domain.handover import SHOWN, Line, Section, named
from app.domain.lanes import LANES, Registered, raised_words, severity
from app.domain.lanes_clocks import clock_words, clocks, next_due
from app.domain.lanes_closing import left_words
from app.domain.triage import QueueFilter
from app.domain.words import Words
from app.operations import lanes_left
from app.operations.desk import Desk
from app.operations.lanes_guard import events
from app.operations.lanes_view import first_known
from storage.transaction import Transaction

_ALARMS = QueueFilter(alarms=True)


def section(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Open cases in lanes of their own, and those that a keyword raised, each with the clock that runs out first."""
    rows = tx.queue.page(_ALARMS, desk.me.id, limit=SHOWN)
    total = tx.queue.counts([_ALARMS], desk.me.id)[0]
    left = [_left(one) for one in lanes_left.lately(tx, now)]
    lines = (*(_line(tx, row, now) for row in rows), *left[:SHOWN])
    title = Words("安全、违法、侵权、求助", "Safety, unlawful, rights, care")
    return Section("alarms", title, lines, more=total + len(left) - len(lines), alarm=bool(lines))


def _left(one: Registered) -> Line:
    """A case that was closed with something left undone."""
    whose, steps = named(one.case, one.title, ""), left_words(one.left)
    said = Words(f"已办结，还没有办：{steps.zh}", f"closed; not done: {steps.en}")
    return Line(Words(f"{whose.zh}：{said.zh}", f"{whose.en}: {said.en}"), one.case)


def _line(tx: Transaction, row: QueueRow, now: datetime) -> Line:
    whose = named(row.id, row.title or row.excerpt, row.author)
    level, said = severity(row.kind, row.raised, row.reported_as), _said(tx, row, now)
    return Line(Words(f"{level} {whose.zh}：{said.zh}", f"{level} {whose.en}: {said.en}"), row.id)


def _said(tx: Transaction, row: QueueRow, now: datetime) -> Words:
    """What it is, and the clock that runs out first, or did."""
    kind = KIND_WORDS[row.kind]
    if row.raised:
        hit = raised_words(row.raised)
        return Words(f"{hit.zh}，还没有人看", f"{hit.en}, nobody looked yet")
    if row.kind not in LANES:
        return kind
    case = tx.cases.by_key(row.key)
    found = events(tx, case)
    running = clocks(
        case.kind, found, since=first_known(case, found), written_at=tx.cases.first_seen(case.key).written_at
    )
    clock = next_due(running)
    if clock is None:
        return Words(f"{kind.zh}，各时限都已办", f"{kind.en}, no clock runs")
    words = clock_words(clock, now)
    return Words(f"{kind.zh}，{words.zh}", f"{kind.en}, {words.en}")
