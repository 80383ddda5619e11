"""Looking at promises: the register of the community, one promise with all that happened to it, what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cases import CaseId
from app.domain.handover import SHOWN, Line, Section, named
from app.domain.letters import moment_words
from app.domain.promises import (
    Change,
    Promise,
    PromiseEvent,
    PromiseId,
    PromiseState,
    evening_before,
    last,
    notes_reach,
)
from app.domain.promises_register import Place, PromiseCounts, PromiseFilter, PromiseRow, Which
from app.domain.promises_rules import Usual, usual_days
from app.domain.words import Words
from app.domain.working_days import DAY_ENDS
from app.operations.desk import Desk
from app.operations.promises_keeping import promise
from storage.transaction import Transaction

ROWS = 100
_MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise with all that happened to it.

    Attributes:
        title: of the post; "" for a promise of a topic.
        author: of the post, by name.
        link: to what was pasted with the case; "" where none is known.
        events: oldest first, without what was taken back.
        reckoned: by when it would be due by a calendar that came in since; None where that changes nothing.
    """

    promise: Promise
    title: str
    author: str
    link: str
    events: tuple[PromiseEvent, ...]
    reckoned: datetime | None = None


def register(
    desk: Desk, wanted: PromiseFilter | None = None, *, after: Place | None = None, limit: int = ROWS
) -> list[PromiseRow]:
    """A page of the register: what was promised in the community.

    What still needs somebody comes with the earliest date first, anything else with the latest. What a reply promised
    that was taken back before it went out is not in it.

    Args:
        desk: of the person who asks.
        wanted: which ones; all where nothing is said.
        after: the place of the last line of the page before.
        limit: how many lines at most.
    """
    now = desk.clock()
    with desk.record.read() as tx:
        return tx.promises.register.page(wanted or PromiseFilter(), now, tomorrow_ends(now), after=after, limit=limit)


def counts(desk: Desk) -> PromiseCounts:
    """How many promises are open, of these due today or tomorrow, and how many are broken."""
    now = desk.clock()
    with desk.record.read() as tx:
        return tx.promises.register.counts(now, tomorrow_ends(now))


def departments(desk: Desk) -> list[str]:
    """The departments of which anything was promised, by name."""
    with desk.record.read() as tx:
        return tx.promises.register.departments()


def of_case(desk: Desk, case_id: CaseId) -> list[Promise]:
    """What was promised on a case, oldest first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        return tx.promises.of_case(tx.cases.get(case_id).key)


def shown(desk: Desk, promise_id: PromiseId) -> Shown:
    """One promise with all that happened to it.

    Raises:
        PromiseNotFound: there is none with this id.
    """
    with desk.record.read() as tx:
        found = promise(tx, promise_id)
        events = tuple(tx.promises.events(promise_id))
        case = tx.cases.get(found.case) if found.case is not None else None
    reckoned = last(events, Change.RECKONED) if found.made.guessed and not found.extensions else None
    due = reckoned.due_at if reckoned is not None and reckoned.due_at != found.due_at else None
    author = case.author.name if case is not None and case.author is not None else ""
    return Shown(found, case.title if case else "", author, case.link if case else "", events, due)


def due_notes(desk: Desk) -> list[PromiseRow]:
    """Promises for which a progress note is due: from the evening before, until something was told since.

    What is broken stays among them until it is ended.
    """
    now = desk.clock()
    until = notes_reach(now.astimezone())
    with desk.record.read() as tx:
        near = [
            *tx.promises.register.page(PromiseFilter(Which.BROKEN), now, until, after=None, limit=_MOST_NOTES),
            *tx.promises.register.page(PromiseFilter(Which.SOON), now, until, after=None, limit=_MOST_NOTES),
        ]
    return [row for row in near if note_is_due(row.promise, now)]


def note_is_due(one: Promise, now: datetime) -> bool:
    """Whether a progress note lies ready: the evening before has come, and nothing was told since."""
    begins = evening_before(one.due_at.astimezone())
    told = one.told_at is not None and one.told_at >= begins and one.told_at != one.made_at
    waits = one.state(now) in (PromiseState.OPEN, PromiseState.BROKEN) and one.ended is None
    return waits and now >= begins and (now > one.due_at or not told)


def usual(desk: Desk, case_id: CaseId) -> Usual:
    """How many working days suit a promise on a case, and why.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
    return usual_days(f"{case.title}\n{case.revision.body}")


def tomorrow_ends(now: datetime) -> datetime:
    """When the working day of tomorrow ends, here; what is due until then is due soon."""
    return _end_of_day(now.astimezone() + timedelta(days=1))


def _end_of_day(day: datetime) -> datetime:
    return datetime.combine(day.date(), DAY_ENDS, day.tzinfo)


def section(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Of the page with which a shift is handed over: promises that are broken, or due today or tomorrow."""
    until = tomorrow_ends(now)
    rows = [
        row
        for which in (Which.BROKEN, Which.SOON)
        for row in tx.promises.register.page(PromiseFilter(which), now, until, after=None, limit=SHOWN)
    ][:SHOWN]
    found = tx.promises.register.counts(now, until)
    title = Words("答应过的：未兑现和今明到期", "Promised: broken, and due today or tomorrow")
    lines = tuple(_line(row, now) for row in rows)
    return Section("promises", title, lines, more=found.broken + found.soon - len(lines), alarm=bool(found.broken))


def _line(row: PromiseRow, now: datetime) -> Line:
    one, due = row.promise, moment_words(row.promise.due_at.astimezone())
    over = now > one.due_at
    zh = f"{one.made.what}（{one.made.department}，{one.made.owner}），{due.zh}{'已过，未兑现' if over else '到期'}"
    en = f"{one.made.what} ({one.made.department}, {one.made.owner}), {'broken since' if over else 'due'} {due.en}"
    if one.case is None:
        return Line(Words(zh, en))
    whose = named(one.case, row.title, row.author)
    return Line(Words(f"{whose.zh}：{zh}", f"{whose.en}: {en}"), one.case)
