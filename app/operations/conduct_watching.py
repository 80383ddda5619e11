"""Watching the notices of editions: what became of their commands, and whether they still stand as they were sent.

Sync looks at one notice an hour. What is gone or changed is put right where a manager's account syncs and the community
can do it; else it is said, on the page of the code and on the command line. Nothing is published twice on a guess: only
what was looked for twice and not found, after its command was settled.
"""

from dataclasses import replace
from datetime import datetime

from app.domain.changes import Area, Changes
from app.domain.commands import Command, CommandKind, CommandState
from app.domain.community import Level
from app.domain.conduct import Edition, Standing, standing
from app.domain.conduct_notices import LOOK_EVERY, Finding, Look, Notice, NoticeState, Stage, look_at
from app.domain.posts import ThreadId, ThreadSlice
from app.domain.roles import Role
from app.operations.conduct import edition_of
from app.operations.conduct_announcing import put_up_again, rewrite
from app.operations.desk import Desk
from storage.transaction import Transaction

_CHANGED = Changes.of(Area.CONDUCT, Area.OUTBOX)
_WATCHED = (NoticeState.STANDS, NoticeState.GONE, NoticeState.UNSEEN, NoticeState.EDITED, NoticeState.LOOSE)
_UPDATED = (*_WATCHED, NoticeState.BY_HAND)


def every(desk: Desk) -> list[Notice]:
    """The notice of each edition that has one."""
    with desk.record.read() as tx:
        return tx.conduct_notices.notices()


def follow(desk: Desk) -> Changes:
    """Take in what became of the commands of notices; say 施行中 on one whose edition has taken effect."""
    now, changed = desk.clock(), False
    with desk.record.read() as tx:
        notices = tx.conduct_notices.notices()
    for one in notices:
        with desk.record.write() as tx:
            notice = tx.conduct_notices.find(one.edition, to_change=True)
            if notice is not None:
                changed = _follow(desk, tx, notice, now) or changed
    return _CHANGED if changed else Changes()


def _follow(desk: Desk, tx: Transaction, notice: Notice, now: datetime) -> bool:
    known = tx.conduct.editions()
    edition = edition_of(known, notice.edition)
    fresh = _settled(notice, tx.outbox.get(notice.command))
    begun = standing(edition, known, now) is Standing.IN_FORCE
    old = begun and fresh.stage is Stage.ANNOUNCED and fresh.state in _UPDATED
    if old and _may_order(desk, tx):
        rewrite(desk, tx, edition, fresh)
        return True
    if fresh != notice:
        tx.conduct_notices.save(fresh)
    return fresh != notice


def _settled(notice: Notice, command: Command) -> Notice:
    """The notice as the result of its command has it."""
    if notice.state not in (NoticeState.SENDING, NoticeState.NOT_SENT):
        return notice
    if command.state is CommandState.SENT and command.receipt is not None:
        if command.by_hand:
            return replace(notice, state=NoticeState.BY_HAND)
        there = ThreadId(command.receipt.remote_id) if command.receipt.remote_id else None
        thread_id = notice.thread_id or there
        return replace(
            notice,
            state=NoticeState.STANDS if thread_id else NoticeState.BY_HAND,
            thread_id=thread_id,
            url=command.receipt.url or notice.url,
        )
    failed = command.state in (CommandState.REFUSED, CommandState.CANCELLED)
    return replace(notice, state=NoticeState.NOT_SENT if failed else NoticeState.SENDING)


def wanted(desk: Desk) -> Notice | None:
    """The notice to look at now, the longest unseen; None where every one was seen within the hour."""
    now = desk.clock()
    with desk.record.read() as tx:
        known, notices = tx.conduct.editions(), tx.conduct_notices.notices()
    due = [
        one
        for one in notices
        if one.thread_id is not None
        and one.state in _WATCHED
        and standing(edition_of(known, one.edition), known, now) is not Standing.SUPERSEDED
        and (one.seen_at is None or not one.seen_at <= now < one.seen_at + LOOK_EVERY)
    ]
    return min(due, key=lambda one: (one.seen_at is not None, one.seen_at or now), default=None)


def on_unseen(desk: Desk, edition: int) -> Changes:
    """The account may not look at the notice."""
    with desk.record.write() as tx:
        notice = tx.conduct_notices.find(edition, to_change=True)
        if notice is None or notice.state not in _WATCHED:
            return Changes()
        tx.conduct_notices.save(replace(notice, state=NoticeState.UNSEEN, seen_at=desk.clock()))
    return _CHANGED


def on_looked(desk: Desk, edition: int, found: ThreadSlice | None) -> Changes:
    """Take in a look at a notice; None where it is gone."""
    with desk.record.write() as tx:
        notice = tx.conduct_notices.find(edition, to_change=True)
        if notice is None or notice.state not in _WATCHED:
            return Changes()  # it is on its way once more
        look = look_at(notice, found)
        fresh = _seen(desk, tx, edition_of(tx.conduct.editions(), edition), notice, look)
    return _CHANGED if fresh.state is not notice.state else Changes()


def _seen(desk: Desk, tx: Transaction, edition: Edition, notice: Notice, look: Look) -> Notice:
    now = desk.clock()
    seen = replace(notice, seen_at=now, gone_at=None, pinned=look.pinned, locked=look.locked)
    gone = replace(notice, seen_at=now, gone_at=notice.gone_at or now, state=NoticeState.GONE)
    if look.finding is Finding.PUBLISH and _may_send(desk, tx, CommandKind.PUBLISH_NOTICE):
        return put_up_again(desk, tx, edition, gone)
    if look.finding is Finding.REWRITE and _may_send(desk, tx, CommandKind.UPDATE_NOTICE):
        return rewrite(desk, tx, edition, seen, repair=True)
    fresh = {
        Finding.WAIT: gone,
        Finding.PUBLISH: gone,
        Finding.REWRITE: replace(seen, state=NoticeState.EDITED),
        Finding.REPORT_EDIT: replace(seen, state=NoticeState.EDITED),
        Finding.REPORT_LOOSE: replace(seen, state=NoticeState.LOOSE, seen_print=look.print),
        Finding.FINE: replace(seen, state=NoticeState.STANDS, seen_print=look.print, repairs=0),
    }[look.finding]
    tx.conduct_notices.save(fresh)
    return fresh


def _may_order(desk: Desk, tx: Transaction) -> bool:
    """Whether this account may bring a notice up to date, by itself or for a person to do."""
    info = tx.marks.info()
    level = info.capability(CommandKind.UPDATE_NOTICE).level if info is not None else Level.UNSUPPORTED
    return Role.MANAGER in desk.me.roles and (level.sends or level is Level.MANUAL)


def _may_send(desk: Desk, tx: Transaction, kind: CommandKind) -> bool:
    """Whether this account may put a notice right by itself, and the community carries it out."""
    info = tx.marks.info()
    return Role.MANAGER in desk.me.roles and info is not None and info.sends(kind)
