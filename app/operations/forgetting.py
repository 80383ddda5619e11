"""Forgetting a member: what would go and what has to stay, carrying it out, and what goes later."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain import privacy_letters
from app.domain.cases import Case, CaseId
from app.domain.changes import Changes
from app.domain.commands import CommandId
from app.domain.ledger import EntryKind
from app.domain.letters import language_of
from app.domain.members import BY_NAME_ONLY, MemberId, MemberRef
from app.domain.months import Month
from app.domain.privacy import MARK, STAYS_WORDS, Answer, DataRequest, Staying, Stays, What
from app.domain.privacy_names import MOST_PLACES, Doubt, Forecast, Mention, Sought, doubts
from app.domain.privacy_ways import ways_on
from app.errors import AllStays, CaseNotFound, RequestNotFound
from app.operations.data_requests import PRIVACY, close, find_member, request_words, to_answer
from app.operations.desk import Desk
from app.operations.forgetting_files import Cleaning, begin, begun, clean, drop
from storage.thinning import Thinning
from storage.transaction import Transaction

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
        asking: names that were left in what others wrote, since they may be words and nobody confirmed them.
        unread: how many values name them and were left, since they can't be read as what they should be.
    """

    request: DataRequest
    thinned: dict[str, int]
    staying: tuple[Staying, ...]
    files: tuple[Path, ...] = ()
    commands: tuple[CommandId, ...] = ()
    by_hand: bool = False
    finished: bool = True
    asking: tuple[Mention, ...] = ()
    unread: int = 0
    changes: Changes = PRIVACY


@dataclass
class _Plan:
    """What of a member can go now."""

    ids: list[str]
    names: list[str]
    longer: list[str]
    going: dict[int, CaseId] = field(default_factory=dict)
    staying: dict[int, Staying] = field(default_factory=dict)
    reported: dict[int, Staying] = field(default_factory=dict)
    whole: list[Stays] = field(default_factory=list)
    mentions: tuple[Mention, ...] = ()
    confirmed: bool = False

    @property
    def certain(self) -> list[Sought]:
        """What can mean nobody else, wherever it stands."""
        with_id = [f"{one} {name}" for one in self.ids for name in self.names]
        by_name = [one for one in self.ids if one.startswith(BY_NAME_ONLY)]
        return [Sought(one) for one in (*with_id, *by_name)]

    @property
    def sought(self) -> list[Sought]:
        """What is looked for in what others wrote: names that may be words only where a manager confirmed that."""
        plain = [one.name for one in self.mentions if self.confirmed or not one.doubts]
        return [*self.certain, *(self.by(name) for name in plain)]

    @property
    def asking(self) -> tuple[Mention, ...]:
        """Names that are left in what others wrote."""
        return () if self.confirmed else tuple(one for one in self.mentions if one.asks)

    def by(self, name: str) -> Sought:
        """A name, beside the longer names of others in which it stands."""
        return Sought(name, tuple(one for one in self.longer if name in one))

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
        tried = tx.thinnings.tried(plan.staying)
        _thin_in(tx, tried, plan, list(plan.going), 0)
    going, cases = tried.thinned, tuple(plan.going.values())
    return Forecast(who, tuple(plan.names), going, cases, plan.kept, tuple(plan.whole), plan.mentions)


def _whom(desk: Desk, named: str) -> MemberRef:
    with desk.record.read() as tx:
        try:
            request = tx.privacy.request(tx.cases.get(CaseId(named)).key)
        except CaseNotFound:
            request = None
    return request.member if request is not None else find_member(desk, named)


def carry_out(desk: Desk, case_id: CaseId, *, message: str = "", mentions: bool = False) -> Forgotten:
    """Delete what is kept about the member of a request, tell them, and name what has to stay for now.

    Args:
        desk: of the person who acts.
        case_id: the case of the request.
        message: as the member will read it; the standard letter where it is empty.
        mentions: names that may be words, or mean somebody else, go too where others wrote them.

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
        plan = _plan(desk, tx, request.member, {case.key}, confirmed=mentions)
        if plan.whole:
            why, ways = [STAYS_WORDS[one] for one in plan.whole], ways_on(tuple(plan.whole))
            zh = f"{'、'.join(one.zh for one in why)}（{'；'.join(one.zh for one in ways)}）"
            en = f"{', '.join(one.en for one in why)} ({'; '.join(one.en for one in ways)})"
            raise AllStays(name=request.member.name, why_zh=zh, why_en=en)
        letter = message or privacy_letters.deleted(plan.left).say(language_of(request_words(case)))
        done = _carry_out(desk, tx, (case, request), plan, letter)
        begin(desk, _cleaning(case.id, plan))
    return replace(done, files=_clean(desk, case.id, plan))


def _carry_out(desk: Desk, tx: Transaction, asked: tuple[Case, DataRequest], plan: _Plan, letter: str) -> Forgotten:
    """The request's own case and row go last: they say whom it is about while something is left, or to be told."""
    case, request = asked
    tried = _thin(desk, tx, plan, case.key)
    thinned = tried.thinned
    answered = close(desk, tx, case, request, Answer.CARRIED_OUT, letter=letter, mentions=plan.confirmed)
    told = answered.by_hand or any(one.stands_in(letter) for one in plan.sought)
    finished = not (told or tried.unread or _left(tx, plan, case))
    if finished:
        _enter(desk, tx, request.case, _finish(desk, tx, case, plan), "request")
    _enter(desk, tx, request.case, thinned, _THINNED_WITH[0 if finished else 1])
    return Forgotten(
        request=answered.request,
        thinned=thinned,
        staying=plan.kept,
        commands=answered.commands,
        by_hand=answered.by_hand,
        finished=finished,
        asking=plan.asking,
        unread=len(tried.unread),
    )


def _left(tx: Transaction, plan: _Plan, case: Case) -> bool:
    return bool(plan.left) or tx.thinnings.mentioned(plan.sought, case.key)


def finish_deletions(desk: Desk) -> list[Forgotten]:
    """Delete what had to stay when a request was carried out, and nothing keeps any more."""
    with desk.record.read() as tx:
        waiting = tx.privacy.unfinished()
    return [done for one in waiting if (done := _go_on(desk, one)) is not None]


def _go_on(desk: Desk, request: DataRequest) -> Forgotten | None:
    with desk.record.write() as tx:
        case = tx.cases.get(request.case, to_change=True)
        plan = _plan(desk, tx, request.member, {case.key}, confirmed=request.mentions)
        if plan.whole:
            return None
        tried = _thin(desk, tx, plan, case.key)
        thinned = tried.thinned
        sending = tx.standing.why([case.key], desk.clock()).get(case.key, [])
        finished = not (sending or tried.unread or _left(tx, plan, case))
        if finished:
            _enter(desk, tx, request.case, _finish(desk, tx, case, plan), "request")
        if not (thinned or finished):
            return None
        _enter(desk, tx, request.case, thinned, _THINNED_WITH[0 if finished else 1])
        begin(desk, _cleaning(case.id, plan))
    files = _clean(desk, case.id, plan)
    return Forgotten(
        request, thinned, plan.kept, files, finished=finished, asking=plan.asking, unread=len(tried.unread)
    )


def remember(desk: Desk) -> None:
    """Let the cache know who was forgotten, so that a sync does not read them in again; also where it was made anew.

    What a deletion left uncleaned, as the program ended, is cleaned.
    """
    with desk.record.read() as tx:
        since = tx.privacy.forgotten()
    with desk.cache.write() as cached:
        cached.thinning.forgotten(since)
    cleaning = begun(desk)
    if cleaning is None:
        return
    with desk.record.read() as tx:
        request = tx.privacy.request(tx.cases.get(CaseId(cleaning.request)).key)
    if request is not None and request.answer is Answer.CARRIED_OUT:
        clean(desk, cleaning)
    else:
        drop(desk)


# --- what goes -------------------------------------------------------------------------------------------


def _plan(desk: Desk, tx: Transaction, who: MemberRef, own: set[int], *, confirmed: bool = False) -> _Plan:
    ids = [str(who.id)]
    with desk.cache.read() as cached:
        known = cached.threads.member(MemberId(who.id))
    names = [*tx.privacy.names(ids), who.name, *([known.ref.name] if known else [])]
    names = [name for name in dict.fromkeys(names) if name]
    if len(names) > 1:
        names = [name for name in names if name != MARK]
    plan = _Plan(ids, names, tx.privacy.longer(names, _MOST_LONGER), confirmed=confirmed)
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
    plan.mentions = tuple(_mention(tx, plan, name) for name in names)
    return plan


def _mention(tx: Transaction, plan: _Plan, name: str) -> Mention:
    """In how many places of others a name stands, and why it may be something else."""
    tried = tx.thinnings.tried(plan.staying)
    _thin_own(tx, tried, plan, list(plan.going), 0)
    places = tried.mention(plan.by(name))
    looked_up = (
        (Doubt.WORD, tx.privacy.worded(name)),
        (Doubt.SHARED, tx.privacy.shared(name, plan.ids) or len(plan.longer) == _MOST_LONGER),
        (Doubt.MANY, places > MOST_PLACES),
    )
    return Mention(name, places, (*doubts(name), *(one for one, there in looked_up if there)))


def _thin(desk: Desk, tx: Transaction, plan: _Plan, own: int) -> Thinning:
    tx.ledger.flush()  # what was entered just now is thinned with the rest
    with tx.thinnings.stand(_me(desk), desk.clock(), own, plan.staying) as thinning:
        _thin_in(tx, thinning, plan, list(plan.going), tx.marks.next_change_no())
    _enter_months(desk, tx, tx.cases.by_key(own).id, thinning.months)
    return thinning


def _finish(desk: Desk, tx: Transaction, case: Case, plan: _Plan) -> dict[str, int]:
    """The last of it: the request itself, and whose it was."""
    tx.privacy.finish(case.key, desk.clock())
    tx.ledger.flush()
    with tx.thinnings.stand(_me(desk), desk.clock(), case.key) as thinning:
        plan.going[case.key] = case.id
        _thin_in(tx, thinning, plan, [case.key], tx.marks.next_change_no())
        thinning.ids([one for one in plan.ids if one.startswith(BY_NAME_ONLY)])
    return thinning.thinned


def _thin_in(tx: Transaction, thinning: Thinning, plan: _Plan, keys: Sequence[int], change: int) -> None:
    _thin_own(tx, thinning, plan, keys, change)
    thinning.mentions(plan.sought, change)


def _thin_own(tx: Transaction, thinning: Thinning, plan: _Plan, keys: Sequence[int], change: int) -> None:
    """What is the member's own, and where their id says that they are meant."""
    thinning.cases(keys, change)
    thinning.referrals(thinning.referrals_of(keys))
    thinning.member(plan.ids, plan.names)
    for one in (plan.going[key] for key in keys):
        thinning.ledger_values([one], "case")
    thinning.mentions(plan.certain, change)


def _enter(desk: Desk, tx: Transaction, case: CaseId, thinned: dict[str, int], state: str) -> None:
    body: dict[str, str | int | bool | None] = {"case": case, "change": state}
    body |= {f"of_{what}": count for what, count in sorted(thinned.items())}
    tx.ledger.append(EntryKind.THINNED, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})


def _enter_months(desk: Desk, tx: Transaction, case: CaseId, months: Iterable[str]) -> None:
    """What a closed month says by now has another hash than it was closed with: the ledger tells both."""
    for month in sorted(months):
        for one in tx.summary.closed(Month(month), Month(month)):
            body = {"case": case, "change": "month", "month": month, "closed_as": one.sha256}
            body["sha256"] = hashlib.sha256(one.document.encode()).hexdigest()
            tx.ledger.append(EntryKind.THINNED, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})


def _cleaning(case: CaseId, plan: _Plan) -> Cleaning:
    names = [(one.name, one.longer) for one in plan.sought]
    return Cleaning(case, plan.ids, list(plan.going.values()), names)


def _clean(desk: Desk, case: CaseId, plan: _Plan) -> tuple[Path, ...]:
    with desk.record.read() as tx:
        since = tx.privacy.forgotten()
    with desk.cache.write() as cached:
        cached.thinning.forgotten(since)
    return clean(desk, _cleaning(case, plan))


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)
