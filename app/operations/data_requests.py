"""Requests of members about their personal data: cases of a kind of their own, with a clock, answered by message."""

from dataclasses import dataclass
from datetime import datetime

from app.domain import privacy_letters
from app.domain.cases import Case, CaseId, CaseKind, Step
from app.domain.changes import Area, Changes
from app.domain.commands import Command, CommandId, CommandKind, Intent, command_id
from app.domain.decisions import Choice, DecisionKind
from app.domain.hand import HandCase, Place, check
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of
from app.domain.members import BY_NAME_ONLY, MemberId, MemberRef
from app.domain.messages import check_message, typed
from app.domain.privacy import (
    ANSWER_WORDS,
    MARK,
    TERM_DAYS,
    WHAT_WORDS,
    Answer,
    DataRequest,
    What,
)
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import (
    MemberUnknown,
    NameOfMany,
    NothingRequested,
    ReasonNeeded,
    RequestAnswered,
    RequestNotFound,
    StaffNotForgotten,
)
from app.operations import hand
from app.operations.commanding import community_info
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.working_days import calendar, due_in
from storage.commands import case_lane
from storage.transaction import Transaction

PRIVACY = Changes.of(Area.PRIVACY, Area.CASES, Area.OUTBOX, Area.MEMBERS)

_MOST_NAMED = 5
_REQUESTS = Words("答复个人信息请求", "answer a personal data request")


@dataclass(frozen=True, slots=True)
class Requested:
    """A request that stands; `new` where it was entered just now.

    Attributes:
        note: what its date was reckoned without knowing.
    """

    request: DataRequest
    new: bool
    note: Words | None = None
    changes: Changes = PRIVACY


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered, and the message that says so; `by_hand` where a person hands that on."""

    request: DataRequest
    commands: tuple[CommandId, ...]
    by_hand: bool
    changes: Changes = PRIVACY


def find_member(desk: Desk, named: str) -> MemberRef:
    """The member whom an id, or a name that only one has, means.

    Raises:
        MemberUnknown: nobody ever heard of them.
        NameOfMany: several have this name.
    """
    named = named.strip()
    with desk.cache.read() as cached:
        member = cached.threads.member(MemberId(named))
    with desk.record.read() as tx:
        name = tx.members.name(MemberId(named)) or (member.ref.name if member else None)
        if name is not None:
            return MemberRef(MemberId(named), name)
        found = [one for one in tx.members.like(named, 50) if one.name == named]
    if not found:
        raise MemberUnknown(member=named)
    if len(found) > 1:
        ids = ", ".join(one.id for one in found[:_MOST_NAMED])
        raise NameOfMany(count=len(found), name=named, ids=ids)
    return found[0]


def open_request(
    desk: Desk, what: What, member: str, *, said: str = "", received_at: datetime | None = None
) -> Requested:
    """Enter a request, or find the one that waits.

    Args:
        desk: of the person who enters it.
        what: what is asked for.
        member: whose data, by id, or by a name that only one has.
        said: the member's own words.
        received_at: when it came; now unless named. The clock begins then.

    Raises:
        NoRight: the person is no moderator.
        MemberUnknown, NameOfMany: nobody, or more than one, is meant.
        StaffNotForgotten: it is an account of the team.
        NotYet: it says that it came later than now.
    """
    require(desk.me, Role.MODERATOR)
    _check_no_staff(desk, member)
    who, now = find_member(desk, member), desk.clock()
    _check_no_staff(desk, who.id)
    came = received_at or now
    with desk.record.write() as tx:
        waiting = [one for one in tx.privacy.requests(only_open=True, member=who.id) if one.what is what]
        if waiting:
            return Requested(waiting[0], new=False, changes=Changes())
        due = due_in(came, TERM_DAYS, calendar(tx))
        words = privacy_letters.entered(due.at.astimezone(), deletion=what is What.DELETION)
        entered = HandCase(
            Place.OTHER,
            who.name,
            text=typed(said) or words.zh,
            title=WHAT_WORDS[what].zh,
            author_id=who.id,
            happened_at=came,
            kind=CaseKind.DATA_REQUEST,
        )
        case = hand.enter_in(desk, tx, check(entered, now))
        request = DataRequest(case.id, what, who, came, due.at, _me(desk), due.guessed)
        tx.privacy.add_request(case.key, request, now)
        enter(desk, tx, request, "entered", {"due": due.at.isoformat()}, member=f"{who.id} {who.name}")
    return Requested(request, new=True, note=due.note)


def waiting(desk: Desk, what: What, member: str) -> DataRequest:
    """The request of a member that waits to be carried out; the case's number names it too.

    Raises:
        NothingRequested: there is none.
        MemberUnknown, NameOfMany: nobody, or more than one, is meant.
    """
    with desk.record.read() as tx:
        for one in tx.privacy.requests(only_open=True):
            if one.what is what and member in (one.case, one.member.id):
                return one
    who = find_member(desk, member)
    with desk.record.read() as tx:
        for one in tx.privacy.requests(only_open=True, member=who.id):
            if one.what is what:
                return one
    words = WHAT_WORDS[what]
    raise NothingRequested(name=who.name, what_zh=words.zh, what_en=words.en)


def _check_no_staff(desk: Desk, named: str) -> None:
    with desk.record.read() as tx:
        for one in tx.accounts.every():
            if one.id == named.strip():
                raise StaffNotForgotten(name=one.name)


def every(desk: Desk) -> list[DataRequest]:
    """The requests: open ones first, in the order in which they are due, then the answered ones, newest first."""
    with desk.record.read() as tx:
        return tx.privacy.requests()


def of_case(desk: Desk, case_id: CaseId) -> DataRequest:
    """The request that a case is.

    Raises:
        CaseNotFound, RequestNotFound: there is none.
    """
    with desk.record.read() as tx:
        request = tx.privacy.request(tx.cases.get(case_id).key)
    if request is None:
        raise RequestNotFound(case=case_id)
    return request


def to_answer(desk: Desk, tx: Transaction, case_id: CaseId) -> tuple[Case, DataRequest]:
    """The request of a case, by somebody who may answer it.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        OwnPost, SelfRecused: it is about themselves, or they keep out of it.
        CaseNotFound, RequestNotFound: there is none.
        RequestAnswered: it was answered.
    """
    require(desk.me, Role.MANAGER)
    require_full(desk.me, _REQUESTS)
    case = case_to_decide(desk, tx, case_id)
    request = tx.privacy.request(case.key)
    if request is None:
        raise RequestNotFound(case=case_id)
    if request.answer is not None:
        words = ANSWER_WORDS[request.answer]
        raise RequestAnswered(case=case_id, how_zh=words.zh, how_en=words.en)
    return case, request


def refuse(desk: Desk, case_id: CaseId, *, reason: str, message: str = "") -> Answered:
    """Refuse a request with a reason, and tell the member.

    Args:
        message: as the member will read it; the standard letter with the reason where it is empty.

    Raises:
        ReasonNeeded: none is given (个人信息保护法 第五十条).
        Refused: as for `to_answer`.
    """
    reason = typed(reason)
    if not reason:
        raise ReasonNeeded
    with desk.record.write() as tx:
        case, request = to_answer(desk, tx, case_id)
        letter = message or privacy_letters.refused(reason).say(language_of(request_words(case)))
        return close(desk, tx, case, request, Answer.REFUSED, letter=letter, reason=reason)


def close(
    desk: Desk,
    tx: Transaction,
    case: Case,
    request: DataRequest,
    answer: Answer,
    *,
    letter: str,
    reason: str = "",
    mentions: bool = False,
) -> Answered:
    """Answer a request within a transaction: keep how, close its case, tell the member."""
    now, info = desk.clock(), community_info(tx)
    by_name = request.member.id.startswith(BY_NAME_ONLY)
    by_hand = by_name or not info.sends(CommandKind.MESSAGE)
    text = check_message(letter, None if by_hand else info.limits.message_max)
    tx.privacy.answer(case.key, answer, _me(desk), now, reason, mentions=mentions)
    choice = Choice(DecisionKind.MESSAGE, Step.HANDLE, text=text, reason=reason)
    decided = keep(desk, tx, case, choice, NO_HOLD)
    told = Intent(CommandKind.MESSAGE, member_id=request.member.id, text=text)
    command = Command(command_id(decided.decision, 0), decided.decision, told, by=desk.me.id, by_hand=by_hand)
    tx.outbox.add([command], lane=case_lane(case.id))
    enter(desk, tx, request, answer.value, {"in_time": now <= request.due_at}, reason=reason)
    kept = tx.privacy.request(case.key) or request
    return Answered(kept, (command.id,), by_hand)


def request_words(case: Case) -> str:
    """What the member wrote, by which is told in which language they are answered."""
    return "" if case.revision.body == MARK else case.revision.body


def enter(
    desk: Desk, tx: Transaction, request: DataRequest, change: str, body: Body | None = None, **private: str
) -> None:
    """Enter something about a request into the ledger."""
    said = {"by": f"{desk.me.id} {desk.me.name}"} | {name: value for name, value in private.items() if value}
    whole = {"case": request.case, "what": request.what.value, "change": change, **(body or {})}
    tx.ledger.append(EntryKind.DATA_REQUEST_CHANGED, desk.clock(), whole, said)


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)
