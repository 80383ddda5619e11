"""The month: its summary, the cases behind a figure, the sentences, and closing it."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, available_timezones

from app.domain import summary_file
from app.domain.changes import Area, Changes
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.months import Month, begins, ends, later, month_of
from app.domain.roles import Role, require
from app.domain.summary import Frozen, Summary
from app.domain.summary_document import summary_of, with_names
from app.domain.words import Words
from app.errors import (
    ClosedBefore,
    EarlierMonthOpen,
    MonthClosed,
    MonthNotOver,
    NoSuchMonth,
    NoSuchZone,
    SentenceTooLong,
    ZoneFixed,
)
from app.operations.desk import Desk
from app.operations.summary_reckoning import reckoned
from storage.summary import Closed
from storage.transaction import Transaction

log = logging.getLogger(__name__)

Sentence = str | Words
"""A sentence as it is written: a text alone stands in both languages."""

LONGEST_SENTENCE = 300
"""Of each of the three sentences, in characters."""

SUMMARY = Changes.of(Area.SUMMARY)


Progress = Callable[[int], None]
"""Is told how many cases and entries of the past are still to be counted; raises to stop."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month that can be read: whether it has ended, and whether it was closed."""

    month: Month
    over: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class MonthChanged:
    """What closing a month, or writing its sentences, gives back.

    Attributes:
        put_right: how many counts were not what the ledger tells; they were put right before it was closed.
    """

    month: Month
    put_right: int = 0
    changes: Changes = SUMMARY


def _quiet(_left: int) -> None:
    pass


def catch_up(desk: Desk, progress: Progress = _quiet) -> bool:
    """Count what was there before anything was counted, block by block; nothing where that was done.

    Returns: whether there was anything to count.
    """
    with desk.record.read() as tx:
        left = tx.history.left()
    if not left:
        return False
    while left:
        progress(left)
        with desk.record.write() as tx:
            tx.ledger.lock()
            tx.history.count_block()
            left = tx.history.left()
    return True


def months(desk: Desk, progress: Progress = _quiet) -> list[MonthLine]:
    """Every month from the first that anything was counted for to the present one, newest first."""
    catch_up(desk, progress)
    with desk.record.read() as tx:
        zone, now = ZoneInfo(tx.summary.zone()), desk.clock()
        present, closed = month_of(now, zone), tx.summary.last_closed()
        first = min(tx.summary.first() or present, present)
    found, month = list[MonthLine](), present
    while month >= first:
        found.append(MonthLine(month, ends(month, zone) <= now, closed is not None and month <= closed))
        month = later(month, -1)
    return found


def summary(desk: Desk, month: Month, progress: Progress = _quiet) -> Summary:
    """A month: as it was frozen where it is closed, else as it stands now.

    Raises:
        NoSuchMonth: it has not begun.
    """
    catch_up(desk, progress)
    with desk.record.read() as tx:
        closed = tx.summary.closed(month, month)
        if closed:
            found = replace(summary_file.read(closed[0].document), frozen=closed[0].frozen)
            zone = ZoneInfo(found.zone)
            return with_names(found, tx.registers.honours(begins(month, zone), ends(month, zone)))
        return summary_of(reckoned(desk, tx, _begun(desk, tx, month)))


def _begun(desk: Desk, tx: Transaction, month: Month) -> Month:
    present = month_of(desk.clock(), ZoneInfo(tx.summary.zone()))
    if month > present:
        raise NoSuchMonth(month=month, present=present)
    return month


# --- the sentences ---------------------------------------------------------------------------------------


def write_sentences(
    desk: Desk,
    month: Month,
    *,
    better: Sentence | None = None,
    worse: Sentence | None = None,
    ask: Sentence | None = None,
) -> MonthChanged:
    """Put words of one's own in the place of the drafted sentences; None leaves one as it is, "" brings back the draft.

    Args:
        better, worse, ask: in each language; a text alone stands in both.

    Raises:
        NoRight: the person is no manager.
        NoSuchMonth: it has not begun.
        MonthClosed: it is closed.
        SentenceTooLong: nobody would read it.
    """
    require(desk.me, Role.MANAGER)
    wanted = [None if text is None else _clean(text) for text in (better, worse, ask)]
    with desk.record.write() as tx:
        _begun(desk, tx, month)
        _check_open(tx, month)
        old = tx.summary.sentences(month)
        new = [before if text is None else text for before, text in zip(old, wanted, strict=True)]
        tx.summary.write_sentences(month, (new[0], new[1], new[2]), MemberRef(desk.me.id, desk.me.name), desk.clock())
    return MonthChanged(month)


def written(desk: Desk, month: Month) -> tuple[Words, Words, Words]:
    """What people wrote for a month; "" where the draft stands."""
    with desk.record.read() as tx:
        return tx.summary.sentences(month)


def _clean(sentence: Sentence) -> Words:
    """A sentence on one line."""
    both = (sentence, sentence) if isinstance(sentence, str) else sentence
    zh, en = (" ".join(typed(text).split()) for text in both)
    length = max(len(zh), len(en))
    if length > LONGEST_SENTENCE:
        raise SentenceTooLong(most=LONGEST_SENTENCE, length=length)
    return Words(zh, en)


def _check_open(tx: Transaction, month: Month) -> None:
    closed = tx.summary.last_closed()
    if closed is not None and month <= closed:
        raise MonthClosed(month=month)


# --- closing ---------------------------------------------------------------------------------------------


def close(desk: Desk, month: Month, progress: Progress = _quiet) -> MonthChanged:
    """Freeze a month that is over: its figures, charts, tables and sentences never change again.

    Before that it is counted again from the ledger. What somebody changed beside the program is put right, and told.
    What belongs to it and comes later counts for the first month that is open, marked as late.

    Raises:
        NoRight: the person is no manager.
        NoSuchMonth: it has not begun.
        MonthNotOver: it has not ended.
        ClosedBefore: it was closed.
        EarlierMonthOpen: one before it is not closed, and anything was counted for it.
    """
    require(desk.me, Role.MANAGER)
    catch_up(desk, progress)
    with desk.record.write() as tx:
        entries, head = tx.ledger.lock()
        _check_turn(desk, tx, month)
        put_right = _count_again(desk, tx, month)
        found = reckoned(desk, tx, month)
        text = summary_file.written(summary_of(found))
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        frozen = Frozen(found.reckoned_at, desk.me.name, entries, head)
        tx.summary.close(Closed(month, frozen, sha256, text, found.now.counts), desk.me.id)
        body: dict[str, str | int | bool | None] = {
            "month": month,
            "zone": found.zone_name,
            "entries": entries,
            "head": head,
            "sha256": sha256,
            "put_right": put_right,
        }
        tx.ledger.append(EntryKind.MONTH_CLOSED, found.reckoned_at, body, {"by": f"{desk.me.id} {desk.me.name}"})
    return MonthChanged(month, put_right)


def _count_again(desk: Desk, tx: Transaction, month: Month) -> int:
    """Put right what was counted for a month otherwise than the ledger tells; how many counts that were."""
    while tx.history.left():  # another time zone was chosen a moment ago
        tx.history.count_block()
    recount = tx.recount(month)
    differs = recount.differs()
    recount.put_right(differs, desk.clock())
    if differs:
        log.info("%s was counted otherwise than the ledger tells: %s", month, differs)
    return len(differs)


def _check_turn(desk: Desk, tx: Transaction, month: Month) -> None:
    _begun(desk, tx, month)
    closed = tx.summary.last_closed()
    if closed is not None and month <= closed:
        raise ClosedBefore(month=month)
    end = ends(month, ZoneInfo(tx.summary.zone()))
    if desk.clock() < end:
        raise MonthNotOver(month=month, ends=f"{end:%Y-%m-%d %H:%M}")
    first = tx.summary.first() or month
    turn = first if closed is None else later(closed)
    if turn < month:
        raise EarlierMonthOpen(month=month, earlier=turn)


# --- the time zone ---------------------------------------------------------------------------------------


def zone(desk: Desk) -> str:
    """The name of the time zone in which months begin and end."""
    with desk.record.read() as tx:
        return tx.summary.zone()


def set_zone(desk: Desk, name: str) -> MonthChanged:
    """Let months begin and end in another time zone; what was counted is counted anew.

    Raises:
        NoRight: the person is no manager.
        NoSuchZone: there is no zone of this name.
        ZoneFixed: a month was closed in the present one.
    """
    require(desk.me, Role.MANAGER)
    name = name.strip()
    if name not in available_timezones() or not ("/" in name or name == "UTC"):  # "localtime" differs by machine
        raise NoSuchZone(name=name)
    with desk.record.write() as tx:
        tx.ledger.lock()
        before = tx.summary.zone()
        if name != before:
            if tx.summary.last_closed() is not None:
                raise ZoneFixed(name=before)
            tx.summary.set_zone(name)
    return MonthChanged(month_of(desk.clock(), ZoneInfo(name)))
