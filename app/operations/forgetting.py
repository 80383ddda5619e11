"""Forgetting a member: what would go and what has to stay, carrying it out, and what goes later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import logs
from app.domain import privacy_letters
from app.domain.cases import Case, CaseId
from app.domain.changes import Changes
from app.domain.commands import CommandId
from app.domain.ledger import EntryKind
from app.domain.letters import language_of
from app.domain.members import MemberId, MemberRef
from app.domain.privacy import MARK, SHORTEST_NAME, STAYS_WORDS, Answer, DataRequest, Forecast, Staying, Stays, What
from app.errors import AllStays, CaseNotFound, RequestNotFound
from app.operations.data_requests import PRIVACY, close, find_member, request_words, to_answer
from app.operations.desk import Desk
from app.operations.forgetting_files import clean_stores, remove_backups
from storage.thinning import Thinning
from storage.transaction import Transaction

_BY_NAME_ONLY = "hand:"
_MOST_LONGER = 200
_THINNED_WITH = ("finished", "left")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was deleted.

    Attributes:
        request: as it stands now.
        thinned: how many values went, by the name of their table.
        staying: the cases of which nothing went for now, with why.
        files: what was removed or cleaned beside the record.
        commands: the message that tells the member; `by_hand` where a person hands it on.
        finished: everything went; else the rest goes by itself once nothing keeps it.
    """

    request: DataRequest
    thinned: dict[str, int]
    staying: tuple[Staying, ...]
    files: tuple[Path, ...] = ()
    commands: tuple[CommandId, ...] = ()
    by_hand: bool = False
    finished: bool = True
    changes: Changes = PRIVACY


@dataclass
class _Plan:
    """What of a member can go now."""

    ids: list[str]
    names: list[str]
    shared: bool
    longer: list[str]
    going: dict[int, CaseId] = field(default_factory=dict)
    staying: dict[int, Staying] = field(default_factory=dict)
    reported: dict[int, Staying] = field(default_factory=dict)
    whole: list[Stays] = field(default_factory=list)

    @property
    def sought(self) -> list[str]:
        """What is looked for in what others wrote."""
        with_id = [f"{one} {name}" for one in self.ids for name in self.names]
        plain = [] if self.shared else [name for name in self.names if len(name) >= SHORTEST_NAME]
        by_name = [one for one in self.ids if one.startswith(_BY_NAME_ONLY)]
        return [*with_id, *plain, *by_name]

    @property
    def left(self) -> tuple[Stays, ...]:
        """Why something has to stay."""
        every = [why for one in (*self.staying.values(), *self.reported.values()) for why in one.why]
        return tuple(dict.fromkeys([*self.whole, *every]))

    @property
    def kept(self) -> tuple[Staying, ...]:
        """The cases that have to stay."""
        return tuple({one.case: one for one in (*self.staying.values(), *self.reported.values())}.values())


def forecast(desk: Desk, member: str) -> Forecast:
    """What a deletion would take, and what would have to stay and why.

    Args:
        desk: of the person who asks.
        member: by id, or by a name that only one has; or the number of the request's case.

    Raises:
        MemberUnknown, NameOfMany: nobody, or more than one, is meant.
    """
    who = _whom(desk, member)
    with desk.record.read() as tx:
        requests = {one.case for one in tx.privacy.requests(only_open=True, member=who.id)}
        plan = _plan(desk, tx, who, {tx.cases.get(one).key for one in requests})
        rows = tx.thinnings.going(list(plan.going), plan.ids)
    return Forecast(who, tuple(plan.names), rows, tuple(plan.going.values()), plan.kept, tuple(plan.whole), plan.shared)


def _whom(desk: Desk, named: str) -> MemberRef:
    with desk.record.read() as tx:
        try:
            request = tx.privacy.request(tx.cases.get(CaseId(named)).key)
        except CaseNotFound:
            request = None
    return request.member if request is not None else find_member(desk, named)


def carry_out(desk: Desk, case_id: CaseId, *, message: str = "") -> Forgotten:
    """Delete what is kept about the member of a request, tell them, and name what has to stay for now.

    Args:
        desk: of the person who acts.
        case_id: the case of the request.
        message: as the member will read it; the standard letter where it is empty.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        CaseNotFound, RequestNotFound, RequestAnswered: there is no such request that waits.
        AllStays: a legal hold, a seat, an honour or a referral keeps everything.
        Refused: another rule forbids it. Nothing was deleted.
    """
    with desk.record.write() as tx:
        case, request = to_answer(desk, tx, case_id)
        if request.what is not What.DELETION:
            raise RequestNotFound(case=case_id)
        plan = _plan(desk, tx, request.member, {case.key})
        if plan.whole:
            zh, en = ([getattr(STAYS_WORDS[one], name) for one in plan.whole] for name in ("zh", "en"))
            raise AllStays(name=request.member.name, why_zh="、".join(zh), why_en=", ".join(en))
        letter = message or privacy_letters.deleted(plan.left).say(language_of(request_words(case)))
        done = _carry_out(desk, tx, (case, request), plan, letter)
    files = _clean(desk, plan)
    return Forgotten(done.request, done.thinned, plan.kept, files, done.commands, done.by_hand, finished=done.finished)


def _carry_out(desk: Desk, tx: Transaction, asked: tuple[Case, DataRequest], plan: _Plan, letter: str) -> Forgotten:
    """The request's own case and row go last: they say whom it is about while something is left, or to be told."""
    case, request = asked
    thinned = _thin(desk, tx, plan, case.key)
    answered = close(desk, tx, case, request, Answer.CARRIED_OUT, letter=letter)
    told = answered.by_hand or any(name in letter for name in plan.sought)
    finished = not (told or plan.left or tx.thinnings.mentioned(plan.sought, case.key, plan.longer))
    if finished:
        for what, values in _finish(desk, tx, case, plan).items():
            thinned[what] = thinned.get(what, 0) + values
    _enter(desk, tx, request.case, thinned, _THINNED_WITH[0 if finished else 1])
    return Forgotten(answered.request, thinned, plan.kept, (), answered.commands, answered.by_hand, finished)


def finish_deletions(desk: Desk) -> list[Forgotten]:
    """Delete what had to stay when a request was carried out, and nothing keeps any more."""
    with desk.record.read() as tx:
        waiting = tx.privacy.unfinished()
    return [done for one in waiting if (done := _go_on(desk, one)) is not None]


def _go_on(desk: Desk, request: DataRequest) -> Forgotten | None:
    with desk.record.write() as tx:
        case = tx.cases.get(request.case, to_change=True)
        plan = _plan(desk, tx, request.member, {case.key})
        if plan.whole:
            return None
        thinned = _thin(desk, tx, plan, case.key) if plan.going else {}
        sending = tx.standing.why([case.key], desk.clock()).get(case.key, [])
        finished = not (sending or plan.left or tx.thinnings.mentioned(plan.sought, case.key, plan.longer))
        if finished:
            for what, values in _finish(desk, tx, case, plan).items():
                thinned[what] = thinned.get(what, 0) + values
        if not (thinned or finished):
            return None
        _enter(desk, tx, request.case, thinned, _THINNED_WITH[0 if finished else 1])
    files = _clean(desk, plan)
    return Forgotten(request, thinned, plan.kept, files, finished=finished)


def remember(desk: Desk) -> None:
    """Let the cache know who was forgotten, so that a sync does not read them in again; also where it was made anew."""
    with desk.record.read() as tx:
        since = tx.privacy.forgotten()
    with desk.cache.write() as cached:
        cached.thinning.forgotten(since)


# --- what goes -------------------------------------------------------------------------------------------


def _plan(desk: Desk, tx: Transaction, who: MemberRef, own: set[int]) -> _Plan:
    ids = [str(who.id)]
    with desk.cache.read() as cached:
        known = cached.threads.member(MemberId(who.id))
    names = [*tx.privacy.names(ids), who.name, *([known.ref.name] if known else [])]
    names = [name for name in dict.fromkeys(names) if name and name != MARK]
    longer = tx.privacy.longer(names, _MOST_LONGER)
    plan = _Plan(ids, names, _shared(tx, names, ids) or len(longer) == _MOST_LONGER, longer)
    theirs = {key: case for key, case in tx.standing.cases_of(ids).items() if key not in own}
    told = {key: case for key, case in tx.standing.reported_by(ids).items() if key not in theirs}
    why = tx.standing.why([*theirs, *told], desk.clock())
    plan.going = {key: case for key, case in theirs.items() if key not in why}
    plan.staying = {key: Staying(case, tuple(dict.fromkeys(why[key]))) for key, case in theirs.items() if key in why}
    keeping = {Stays.HELD, Stays.OUTSIDE, Stays.LANE}
    plan.reported = {
        key: Staying(case, tuple(one for one in dict.fromkeys(why[key]) if one in keeping))
        for key, case in told.items()
        if keeping.intersection(why.get(key, ()))
    }
    plan.whole = tx.standing.whole(ids)
    return plan


def _shared(tx: Transaction, names: Sequence[str], ids: Sequence[str]) -> bool:
    """Somebody else is called so, of the members or of the team."""
    return tx.privacy.shared(names, ids) or any(one.name in names for one in tx.accounts.every())


def _thin(desk: Desk, tx: Transaction, plan: _Plan, own: int) -> dict[str, int]:
    tx.ledger.flush()  # what was entered just now is thinned with the rest
    with tx.thinnings.stand(_me(desk), desk.clock(), own) as thinning:
        _thin_in(tx, thinning, plan, list(plan.going))
    return thinning.thinned


def _finish(desk: Desk, tx: Transaction, case: Case, plan: _Plan) -> dict[str, int]:
    """The last of it: the request itself, and whose it was."""
    tx.privacy.finish(case.key, desk.clock())
    tx.ledger.flush()
    with tx.thinnings.stand(_me(desk), desk.clock(), case.key) as thinning:
        plan.going[case.key] = case.id
        _thin_in(tx, thinning, plan, [case.key])
        thinning.ids([one for one in plan.ids if one.startswith(_BY_NAME_ONLY)])
    return thinning.thinned


def _thin_in(tx: Transaction, thinning: Thinning, plan: _Plan, keys: Sequence[int]) -> None:
    change = tx.marks.next_change_no()
    thinning.cases(keys, change)
    thinning.referrals(thinning.referrals_of(keys))
    thinning.member(plan.ids, plan.names)
    for one in (plan.going[key] for key in keys):
        thinning.ledger_values([one], "case")
    thinning.mentions(plan.sought, change, plan.longer)


def _enter(desk: Desk, tx: Transaction, case: CaseId, thinned: dict[str, int], state: str) -> None:
    body: dict[str, str | int | bool | None] = {"case": case, "change": state}
    body |= {f"of_{what}": count for what, count in sorted(thinned.items())}
    tx.ledger.append(EntryKind.THINNED, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})


def _clean(desk: Desk, plan: _Plan) -> tuple[Path, ...]:
    """The cache with its index, logs, and what is left of the record beside its rows."""
    remember(desk)
    with desk.cache.write() as cached:
        cached.thinning.member(plan.ids)
        cached.thinning.cases(plan.going.values())
        cached.thinning.mentions(plan.sought, plan.longer)
    clean_stores(desk)
    return (*remove_backups(desk.record.folder), *logs.forget(plan.sought, MARK))


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)
