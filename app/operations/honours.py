"""Honours: what every step of them shares. What is named must be there, what changes is told in the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.changes import Area, Changes
from app.domain.commands import CommandKind, DecisionId, Intent
from app.domain.community import Level
from app.domain.decisions import DecisionKind
from app.domain.honours import Grant, GrantId, Nomination, NominationId, Standing, Title, TitleId
from app.domain.honours_rules import Change, shown_as
from app.domain.ledger import Body, EntryKind
from app.domain.members import BY_NAME_ONLY, MemberId, MemberRef
from app.domain.privacy import MARK, Answer, What
from app.domain.roles import Role, require, require_full
from app.domain.words import NO_WORDS, Words
from app.errors import GrantNotFound, MemberForgotten, MemberUnknown, NominationNotFound, TitleNotFound
from app.operations.desk import Desk
from app.operations.ordering import Ordered, order_as
from storage.honours import GrantEvent
from storage.threads import Threads
from storage.transaction import Transaction

CHANGED = Changes.of(Area.HONOURS, Area.OUTBOX, Area.MEMBERS)
"""What a step touches."""

AFTER_DELETION = timedelta(days=90)
"""So long after a deletion was carried out its member is left alone: what is counted may be from before."""


class Carried(StrEnum):
    """How a change comes to the account of who is honoured."""

    NATIVE = "native"
    BY_HAND = "by_hand"
    LOCAL = "local"


CARRIED_WORDS = {
    Carried.NATIVE: Words("社区会自动显示", "the community shows it"),
    Carried.BY_HAND: Words("需由人在社区里办理，再到“待发送”登记", "a person does it there and ticks it off"),
    Carried.LOCAL: Words("只记在本工作台，社区里不显示", "it stands only here; the community does not show it"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How a change is carried out, with the community's honour that shows the title; `why` it is not better."""

    how: Carried
    honour_id: str = ""
    why: Words = NO_WORDS


_NO_BADGE = Words(
    "社区没有与这个称号对应的荣誉；可用 steward honours title set 指定", "the community has no honour for this title"
)
_NO_ACCOUNT = Words("没有社区账号", "they have no account there")


def check_manager(desk: Desk) -> None:
    """Let pass a manager; titles are theirs to give and to take.

    Raises:
        NoRight: the person is none.
        NotForTrainees: they are a trainee.
    """
    require(desk.me, Role.MANAGER)
    require_full(desk.me, Words("管理荣誉", "give or take titles"))


def me(desk: Desk) -> MemberRef:
    """The person who acts."""
    return MemberRef(desk.me.id, desk.me.name)


def title_in(tx: Transaction, title: TitleId) -> Title:
    """The title.

    Raises:
        TitleNotFound: there is none.
    """
    found = tx.honours.title(TitleId(title.strip().casefold()))
    if found is None:
        raise TitleNotFound(title=title)
    return found


def nomination_in(tx: Transaction, nomination: NominationId, *, to_change: bool = True) -> Nomination:
    """The nomination, locked unless it is only read.

    Raises:
        NominationNotFound: there is none.
    """
    found = tx.nominations.find(nomination, to_change=to_change)
    if found is None:
        raise NominationNotFound(nomination=nomination)
    return found


def grant_in(tx: Transaction, grant: GrantId, *, to_change: bool = True) -> Grant:
    """The held title, locked unless it is only read.

    Raises:
        GrantNotFound: there is none.
    """
    found = tx.honours.grant(grant, to_change=to_change)
    if found is None:
        raise GrantNotFound(grant=grant)
    return found


def member_in(tx: Transaction, threads: Threads, member: MemberId) -> MemberRef:
    """A member by their id.

    Raises:
        MemberUnknown: nobody ever heard of them.
    """
    known = threads.member(member)
    name = known.ref.name if known else tx.members.name(member)
    if name is None:
        raise MemberUnknown(member=member)
    return MemberRef(member, name)


def wants_to_be_forgotten(tx: Transaction, member: MemberId, now: datetime) -> bool:
    """Whether a member asked for deletion and was not refused, unless that is over for some time."""
    return any(
        one.what is What.DELETION
        and one.answer is not Answer.REFUSED
        and (one.finished_at is None or one.finished_at + AFTER_DELETION > now)
        for one in tx.privacy.requests(member=member)
    )


def check_to_be_kept(tx: Transaction, member: MemberRef, now: datetime) -> None:
    """Let pass a member about whom something new may be kept.

    Raises:
        MemberForgotten: they asked to be forgotten.
    """
    if member.name == MARK or wants_to_be_forgotten(tx, member.id, now):
        raise MemberForgotten


def sanctioned(tx: Transaction, member: MemberId, now: datetime) -> bool:
    """Whether a measure against a member is running, or waits for a second person."""
    return any(one.runs(now) or one.waits for one in tx.sanctions.of_member(member))


def way_of(tx: Transaction, title: Title, member: MemberId, kind: CommandKind) -> Way:
    """How a title comes to an account, or goes from it."""
    info = tx.marks.info()
    if info is None or member.startswith(BY_NAME_ONLY):
        return Way(Carried.LOCAL, why=_NO_ACCOUNT)
    can = info.capability(kind)
    honour = shown_as(title, tx.honours.offered())
    if can.level is Level.MANUAL:
        return Way(Carried.BY_HAND, honour, can.reason)
    if not can.level.sends:
        return Way(Carried.LOCAL, why=can.reason)
    return Way(Carried.NATIVE, honour) if honour else Way(Carried.LOCAL, why=_NO_BADGE)


@dataclass(frozen=True, slots=True)
class Step:
    """Who changes something, when, and why; `until`: nothing of it is sent before."""

    by: MemberRef
    at: datetime
    reason: str = ""
    until: datetime | None = None


def carry(
    tx: Transaction, step: Step, title: Title, member: MemberRef, kind: CommandKind | None
) -> tuple[Ordered, Way]:
    """Keep the decision behind a change of a title, with the command that shows it on the account, where one can.

    Args:
        kind: `honour.grant` or `honour.revoke`; None where nothing of the account changes.
    """
    way = way_of(tx, title, member.id, kind) if kind else Way(Carried.LOCAL)
    intents = []
    if kind and way.how is not Carried.LOCAL:
        intents.append(Intent(kind, member_id=member.id, honour_id=way.honour_id, title=title.words.zh))
    ordered = order_as(
        tx,
        DecisionKind.HONOUR,
        intents,
        by=step.by,
        at=step.at,
        until=step.until,
        lane=f"honour:{member.id}",
        words=("", step.reason),
        private={"about": about(member)},
    )
    return ordered, way


def change(
    tx: Transaction,
    step: Step,
    grant: Grant,
    what: Change,
    *,
    standing: Standing,
    ends: datetime | None = None,
    because: DecisionId | None = None,
    kind: CommandKind | None = None,
) -> tuple[Ordered, Way]:
    """Let a held title stand otherwise, with the command that follows, and tell it in the ledger.

    Args:
        standing, ends, because: as it stands from now on; the term stays unless another end is given.
        kind: what is to be done with the account, if anything.
    """
    title = title_in(tx, grant.title)
    ordered, way = carry(tx, step, title, grant.member, kind)
    after = (standing, ends or grant.ends, because)
    tell(tx, step, grant, title, what, after=after, decision=ordered.decision)
    return ordered, way


def tell(
    tx: Transaction,
    step: Step,
    grant: Grant,
    title: Title,
    what: Change,
    *,
    after: tuple[Standing, datetime, DecisionId | None],
    decision: DecisionId | None,
) -> None:
    """Keep what happened to a held title, and enter it in the ledger."""
    standing, ends, because = after
    before = grant.standing, grant.ends, grant.because
    event = GrantEvent(grant.id, what, step.at, step.by, step.reason, decision, before, after)
    tx.honours.change_grant(event)
    body: Body = {
        "grant": grant.id,
        "title": title.id,
        "title_zh": title.words.zh,
        "member": in_ledger(grant.member),
        "change": what.value,
        "from": grant.standing.value,
        "to": standing.value,
        "ends": ends.isoformat(),
        "because": because,
        "decision": decision,
    }
    enter(tx, step, EntryKind.HONOUR_CHANGED, body, {"about": about(grant.member)})


def enter(tx: Transaction, step: Step, kind: EntryKind, body: Body, private: Mapping[str, str]) -> None:
    """Enter a step in the ledger, with who took it and why."""
    told = {"by": about(step.by), "reason": step.reason} | dict(private)
    tx.ledger.append(kind, step.at, body, {name: value for name, value in told.items() if value})


def about(member: MemberRef) -> str:
    """A person as the ledger's commitments name them."""
    return f"{member.id} {member.name}"


def in_ledger(member: MemberRef) -> str | None:
    """The id of a member as it may stand in the ledger; None where it is made of a name."""
    return None if member.id.startswith(BY_NAME_ONLY) else str(member.id)
