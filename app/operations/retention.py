"""Retention: how long what is kept, and deleting what is over, in blocks; a legal hold stops everything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app import logs
from app.domain.changes import Area, Changes
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.privacy_retention import DEFAULTS, FLOORS, KEPT_WORDS, LONGEST, Kept, Period, over_before
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import PeriodTooShort
from app.operations.desk import Desk
from app.operations.forgetting import Forgotten, finish_deletions
from app.operations.forgetting_files import write_over
from storage.bulk import BLOCK
from storage.transaction import Transaction

BETWEEN_RUNS = timedelta(days=1)
"""How often a sync looks for what is over."""

BLOCKS_A_SYNC = 20
"""How many blocks of cases one sync looks at: it has other things to do."""

_MARK = "retention"
_AFTERWARDS = timedelta(days=30)
"""So long after something was last written on a case the ledger may still tell of it."""
_PERIODS = Words("设置保存期", "say how long something is kept")
_PRIVACY = Changes.of(Area.PRIVACY, Area.CASES, Area.MEMBERS, Area.THREADS)


@dataclass
class Thinned:
    """What a run deleted, or would.

    Attributes:
        cases: how many cases are over, by the kind as which they are kept.
        held: how many of those something keeps for now.
        values: how many values went, by the name of their table.
        logs: how many log files went.
        deletions: of members who asked for it earlier.
        reached: the key of the last case that was looked at; None where there are no more.
    """

    cases: dict[Kept, int] = field(default_factory=dict)
    held: int = 0
    values: dict[str, int] = field(default_factory=dict)
    logs: int = 0
    deletions: list[Forgotten] = field(default_factory=list)
    reached: int | None = 0
    stopped: bool = False
    changes: Changes = field(default_factory=Changes)


Progress = Callable[[int], None]
"""Told how many cases were looked at so far."""


def _quiet(_looked_at: int) -> None:
    """Say nothing."""


def _go_on() -> bool:
    """Nobody asks to stop."""
    return False


def periods(desk: Desk) -> list[Period]:
    """How long each kind is kept."""
    with desk.record.read() as tx:
        return list(periods_in(tx).values())


def periods_in(tx: Transaction) -> dict[Kept, Period]:
    """The same within a transaction, by kind."""
    known = tx.privacy.periods()
    return {kind: known.get(kind, Period(kind, days)) for kind, days in DEFAULTS.items()}


def set_period(desk: Desk, kind: Kept, days: int) -> Changes:
    """Say how long a kind is kept from now on.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        PeriodTooShort: it is shorter than its floor, or longer than a hundred years.
    """
    require(desk.me, Role.MANAGER)
    require_full(desk.me, _PERIODS)
    if not FLOORS[kind] <= days <= LONGEST:
        words = KEPT_WORDS[kind]
        raise PeriodTooShort(
            kind_zh=words.zh, kind_en=words.en[:1].upper() + words.en[1:], least=FLOORS[kind], most=LONGEST
        )
    with desk.record.write() as tx:
        before, now = periods_in(tx)[kind].days, desk.clock()
        if before == days:
            return Changes()
        tx.privacy.set_period(kind, days, _me(desk), now)
        body = {"kind": kind.value, "days": days, "before": before}
        tx.ledger.append(EntryKind.RETENTION_SET, now, body, {"by": f"{desk.me.id} {desk.me.name}"})
    return Changes.of(Area.PRIVACY)


def attend(desk: Desk) -> Thinned | None:
    """What a sync does about it: a part of the way, the whole once a day; None where it is not time, or not ours."""
    if Role.MODERATOR not in desk.me.roles:
        return None
    now = desk.clock()
    with desk.cache.read() as cached:
        at, _, key = (cached.mark(_MARK) or "0:0").partition(":")
    if key == "0" and float(at) > (now - BETWEEN_RUNS).timestamp():
        return None
    found = run(desk, after=int(key), most=BLOCKS_A_SYNC)
    with desk.cache.write() as cached:
        cached.keep_mark(_MARK, f"{now.timestamp()}:{found.reached or 0}")
    return found


def run(
    desk: Desk,
    *,
    dry: bool = False,
    after: int = 0,
    most: int | None = None,
    progress: Progress = _quiet,
    stopped: Callable[[], bool] = _go_on,
) -> Thinned:
    """Delete what is over, in blocks; others get their turn in between.

    Args:
        desk: of the person who acts, or whose sync it is.
        dry: only count.
        after: the key of the case after which it begins.
        most: how many blocks are looked at; all where it is not said.
        progress: told how far it is.
        stopped: asked between blocks.

    Raises:
        NoRight: the person is no moderator.
    """
    require(desk.me, Role.MODERATOR)
    found = Thinned(reached=after)
    with desk.record.read() as tx:
        known = periods_in(tx)
    looked_at = 0
    while found.reached is not None and not (most is not None and looked_at >= most):
        if stopped():
            found.stopped = True
            break
        _block(desk, known, found, dry=dry)
        looked_at += 1
        progress(looked_at * BLOCK)
    return found if dry else _beside(desk, known, found)


def _beside(desk: Desk, known: dict[Kept, Period], found: Thinned) -> Thinned:
    """What goes beside cases: logs, and what members asked for earlier."""
    found.logs = len(logs.remove_older(over_before(desk.clock(), known[Kept.LOGS]).timestamp()))
    found.deletions = finish_deletions(desk)
    if found.values:
        write_over(desk)
    found.changes = _PRIVACY if found.values or found.deletions else Changes()
    return found


def _block(desk: Desk, known: dict[Kept, Period], found: Thinned, *, dry: bool) -> None:
    """Look at the next cases; a transaction that writes is begun only where some are over."""
    now, after = desk.clock(), found.reached or 0
    before = {kind: over_before(now, period) for kind, period in known.items()}
    with desk.record.read() as tx:
        over, found.reached = tx.standing.over(before, after)
        if dry or not over:
            _free(tx, over, found, now)
            return
    with desk.record.write() as tx:
        over, found.reached = tx.standing.over(before, after)
        for kind, keys in _free(tx, over, found, now).items():
            _thin(desk, tx, known[kind], keys, found)


def _free(tx: Transaction, over: dict[Kept, list[int]], found: Thinned, now: datetime) -> dict[Kept, list[int]]:
    """Of these cases those that nothing keeps."""
    why = tx.standing.why([key for keys in over.values() for key in keys], now)
    found.held += len(why)
    free = {kind: going for kind, keys in over.items() if (going := [key for key in keys if key not in why])}
    for kind, going in free.items():
        found.cases[kind] = found.cases.get(kind, 0) + len(going)
    return free


def _thin(desk: Desk, tx: Transaction, period: Period, keys: list[int], found: Thinned) -> None:
    now = desk.clock()
    names = [tx.cases.by_key(key) for key in keys]
    posts = [one.post_id for one in names if one.post_id is not None]
    between = tx.standing.entries_between(keys, over_before(now, period) + _AFTERWARDS)
    with tx.thinnings.stand(_me(desk), now) as thinning:
        thinning.cases(keys, tx.marks.next_change_no())
        thinning.referrals(thinning.referrals_of(keys))
        thinning.ledger_values([one.id for one in names], "case", between)
    for what, values in thinning.thinned.items():
        found.values[what] = found.values.get(what, 0) + values
    body: dict[str, str | int | bool | None] = {"kind": period.kind.value, "cases": len(keys), "days": period.days}
    body |= {f"of_{what}": count for what, count in sorted(thinning.thinned.items())}
    tx.ledger.append(EntryKind.THINNED, now, body, {"by": f"{desk.me.id} {desk.me.name}"})
    with desk.cache.write() as cached:
        cached.thinning.cases(one.id for one in names)
        cached.thinning.posts(posts)


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)
