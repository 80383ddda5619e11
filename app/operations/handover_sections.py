"""The sections of the page with which a shift is handed over. A feature that has something to tell adds one here."""

from collections.abc import Callable
from datetime import datetime

from app.domain.cases import BACK_WORDS, KIND_WORDS, CaseState, QueueRow
from app.domain.commands import CANNOT_TELL, COMMAND_STATE_WORDS, COMMAND_WORDS, NEEDS_PERSON, CommandState
from app.domain.handover import SHOWN, SOON, Line, Section, named
from app.domain.letters import moment_words
from app.domain.outbox import OutboxRow
from app.domain.triage import COUNT_CAP, QueueFilter
from app.domain.words import Words
from app.operations import contacts, council_view, lanes_handover, lifting, outside, promises_view, topics_view
from app.operations.desk import Desk
from storage.transaction import Transaction

Source = Callable[[Desk, Transaction, datetime], Section]
"""Drafts one section of the page, in the transaction and at the moment in which all of it is drafted."""


def due(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """What is due in the shift that comes, and what was due before."""
    until = now + SOON
    keys = tx.handovers.due_before(until, SHOWN)
    rows = {row.key: row for row in tx.queue.by_keys(keys, desk.me.id)}
    lines = [_due_line(rows[key], now) for key in keys if key in rows]
    more = tx.handovers.count_due_before(until) - len(lines)
    late = any(row.due_at and row.due_at <= now for row in rows.values())
    return Section("due", Words("8 小时内到期", "Due within 8 hours"), tuple(lines), more=more, alarm=late)


def came_back(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """People who acted and wait for us to look."""
    title = Words("对方已有动作，等我们看", "They acted; it is our turn to look")
    lines, more = _queued(desk, tx, QueueFilter(came_back=True), _back_words)
    return Section("came_back", title, lines, more)


def approvals(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Decisions that wait for a second person."""
    lines, more = _queued(desk, tx, QueueFilter(state=CaseState.AWAITING_APPROVAL), lambda row: KIND_WORDS[row.kind])
    return Section("approvals", Words("等复核人", "Waiting for a second person"), lines, more)


def contacted(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """People who were written to and have done nothing yet."""
    title = Words("已联系，对方还没有回应", "Contacted, no answer yet")
    wanted = QueueFilter(state=CaseState.AWAITING_AUTHOR)
    lines, more = _queued(desk, tx, wanted, lambda row: _until_words(row, now))
    return Section("contacted", title, lines, more)


def stuck(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """What is in the outbox and goes no further without a person."""
    found: list[OutboxRow] = []
    for row in tx.outbox_rows.rows(desk.me.id, done=False, beyond=None, limit=COUNT_CAP):
        command = row.command
        asked = command.state is not CommandState.UNCERTAIN or command.reason == CANNOT_TELL
        if command.by_hand or (command.state in NEEDS_PERSON and asked):
            found.append(row)
    lines = tuple(_stuck_line(row) for row in found[:SHOWN])
    title = Words("待发送里卡住的", "Stuck in “To be sent”")
    return Section("stuck", title, lines, more=len(found) - len(lines), alarm=bool(found))


def held(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Cases that are still in the hands of the person who leaves."""
    keys = tx.handovers.held(desk.me.id, COUNT_CAP)
    rows = tx.queue.by_keys(keys[:SHOWN], desk.me.id)
    lines = tuple(_case_line(row, KIND_WORDS[row.kind]) for row in rows)
    return Section("held", Words("还在我手上的", "Still in my hands"), lines, more=len(keys) - len(lines))


SECTIONS: tuple[Source, ...] = (
    lanes_handover.section,
    outside.section,
    promises_view.section,
    due,
    contacts.section,
    lifting.section,
    topics_view.section,
    council_view.section,
    came_back,
    approvals,
    contacted,
    stuck,
    held,
)
"""The page in its order. A feature that has something to hand over adds its source here."""


def _queued(
    desk: Desk, tx: Transaction, wanted: QueueFilter, about: Callable[[QueueRow], Words]
) -> tuple[tuple[Line, ...], int]:
    """Lines of the queue, and how many there are beyond these."""
    rows = tx.queue.page(wanted, desk.me.id, limit=SHOWN)
    total = tx.queue.counts([wanted], desk.me.id)[0]
    return tuple(_case_line(row, about(row)) for row in rows), total - len(rows)


def _case_line(row: QueueRow, about: Words) -> Line:
    whose = named(row.id, row.title or row.excerpt, row.author)
    return Line(Words(f"{whose.zh}：{about.zh}", f"{whose.en}: {about.en}"), row.id)


def _back_words(row: QueueRow) -> Words:
    return BACK_WORDS[row.came_back] if row.came_back else KIND_WORDS[row.kind]


def _until_words(row: QueueRow, now: datetime) -> Words:
    if row.due_at is None:
        return KIND_WORDS[row.kind]
    until = moment_words(row.due_at.astimezone())
    over = row.due_at <= now
    return Words(f"{until.zh} {'已到期' if over else '到期'}", f"{'was due' if over else 'due'} {until.en}")


def _due_line(row: QueueRow, now: datetime) -> Line:
    return _case_line(row, _until_words(row, now))


def _stuck_line(row: OutboxRow) -> Line:
    command = row.command
    how = Words("等人工办理", "to be done by hand") if command.by_hand else COMMAND_STATE_WORDS[command.state]
    what = COMMAND_WORDS[command.intent.kind]
    if row.case is None:
        return Line(Words(f"{what.zh}：{how.zh}", f"{what.en}: {how.en}"))
    whose = named(row.case, row.title, row.author)
    return Line(Words(f"{whose.zh}：{what.zh}{how.zh}", f"{whose.en}: {what.en}, {how.en}"), row.case)
