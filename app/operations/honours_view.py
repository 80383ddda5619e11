"""Honours as they are looked at: who holds what and until when, who is nominated and what is missing, what needs
somebody, and what a member is thanked for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.honours import Grant, GrantId, Nomination, NominationId, NominationState, Standing, Thanks, Title
from app.domain.honours_rules import PENDING, Missing, is_due, missing, shown_as
from app.domain.members import Honour, MemberId
from app.operations.desk import Desk
from app.operations.honours import grant_in, nomination_in, sanctioned
from app.operations.honours_granting import ground
from storage.honours import GrantEvent
from storage.transaction import Transaction

LATELY = timedelta(days=92)

MOST_ENDED = 200
"""How many nominations and titles that are over are listed."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds, or held, a title.

    Attributes:
        due: the term ends within thirty days, and nobody has said what becomes of it.
        free: it is suspended, and no measure against the member runs any more: a manager looks.
    """

    grant: Grant
    due: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A nomination, its title, and what still stands between the two."""

    nomination: Nomination
    title: Title
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A title, how many hold it, and the community's honour that shows it, "" where none does."""

    title: Title
    holders: int
    shown_as: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What of honours needs somebody: terms that end soon, suspended titles to be looked at, nominations."""

    due: tuple[Holder, ...]
    free: tuple[Holder, ...]
    to_ask: tuple[Pending, ...]
    asked: tuple[Pending, ...]
    to_grant: tuple[Pending, ...]

    @property
    def count(self) -> int:
        """How many there are, without those that wait for the member."""
        return len(self.due) + len(self.free) + len(self.to_ask) + len(self.to_grant)


@dataclass(frozen=True, slots=True)
class MemberHonours:
    """What a member is honoured for: good deeds come first in their record."""

    grants: tuple[Grant, ...]
    nominations: tuple[Nomination, ...]
    thanks: tuple[Thanks, ...]
    thanks_count: int


def holders(desk: Desk, *, ended: bool = False) -> list[Holder]:
    """Who holds a title now, whose term ends first comes first; or who held one, the newest first."""
    now = desk.clock()
    with desk.record.read() as tx:
        if ended:
            found = tx.honours.grants((Standing.ENDED, Standing.EMERITUS, Standing.REVOKED))
            return [Holder(one) for one in sorted(found, key=lambda one: one.ends, reverse=True)[:MOST_ENDED]]
        return _holders(tx, now)


def _holders(tx: Transaction, now: datetime) -> list[Holder]:
    found = tx.honours.grants((Standing.HELD, Standing.SUSPENDED))
    return [Holder(one, is_due(one, now), _free(tx, one, now)) for one in found]


def _free(tx: Transaction, one: Grant, now: datetime) -> bool:
    return one.standing is Standing.SUSPENDED and not sanctioned(tx, one.member.id, now)


def holder(desk: Desk, grant: GrantId) -> tuple[Holder, list[GrantEvent]]:
    """Somebody who holds, or held, a title, with what happened to it, oldest first.

    Raises:
        GrantNotFound: there is none.
    """
    now = desk.clock()
    with desk.record.read() as tx:
        held = grant_in(tx, grant, to_change=False)
        return Holder(held, is_due(held, now), _free(tx, held, now)), tx.honours.events(held.id)


def nominations(desk: Desk, *, ended: bool = False) -> list[Pending]:
    """Nominations that are not over, newest first, with what is missing; or those that are."""
    with desk.record.read() as tx:
        if not ended:
            return _pending(tx, desk.clock())
        over = [state for state in NominationState if state not in PENDING]
        titles = {one.id: one for one in tx.honours.titles()}
        return [Pending(one, titles[one.title]) for one in tx.nominations.in_states(over, MOST_ENDED)]


def nomination(desk: Desk, number: NominationId) -> Pending:
    """A nomination, with what is missing.

    Raises:
        NominationNotFound: there is none.
    """
    with desk.record.read() as tx:
        return _look(tx, nomination_in(tx, number, to_change=False), desk.clock())


def _pending(tx: Transaction, now: datetime) -> list[Pending]:
    titles, holders = {one.id: one for one in tx.honours.titles()}, tx.honours.holders()
    return [
        _look(tx, one, now, known=(titles[one.title], holders.get(one.title, 0)))
        for one in tx.nominations.in_states(PENDING)
    ]


def _look(tx: Transaction, one: Nomination, now: datetime, *, known: tuple[Title, int] | None = None) -> Pending:
    rests = ground(tx, one, now, known=known)
    return Pending(one, rests.title, missing(one, rests) if one.state in PENDING else ())


def titles(desk: Desk) -> list[TitleRow]:
    """Every title, those that are given first."""
    with desk.record.read() as tx:
        counts, offered = tx.honours.holders(), tx.honours.offered()
        return [TitleRow(one, counts.get(one.id, 0), shown_as(one, offered)) for one in tx.honours.titles()]


def offered(desk: Desk) -> list[Honour]:
    """What the community can put on an account, as it last said."""
    with desk.record.read() as tx:
        return tx.honours.offered()


def needs(desk: Desk) -> Needs:
    """What of honours needs somebody."""
    now = desk.clock()
    with desk.record.read() as tx:
        held, pending = _holders(tx, now), _pending(tx, now)
    state = {one: [each for each in pending if each.nomination.state is one] for one in PENDING}
    return Needs(
        tuple(one for one in held if one.due),
        tuple(one for one in held if one.free),
        tuple(state[NominationState.OPEN]),
        tuple(state[NominationState.ASKED]),
        tuple(one for one in state[NominationState.AGREED] if not one.missing),
    )


def thanks_of(desk: Desk, member: MemberId, limit: int = MOST_ENDED) -> list[Thanks]:
    """What a member was thanked for, newest first."""
    with desk.record.read() as tx:
        return tx.honours.thanks_of(member, limit)


def thanks_lately(desk: Desk, limit: int = MOST_ENDED) -> list[Thanks]:
    """Thanks that were said within the last three months, newest first."""
    now = desk.clock()
    with desk.record.read() as tx:
        return tx.honours.thanks_between(now - LATELY, now + timedelta(seconds=1), limit)


def of_member(desk: Desk, member: MemberId, limit: int = 20) -> MemberHonours:
    """What a member is honoured for.

    Args:
        desk: of the person who asks.
        member: of whom.
        limit: how many of the newest thanks are among it.
    """
    with desk.record.read() as tx:
        return MemberHonours(
            tuple(tx.honours.grants_of(member)),
            tuple(tx.nominations.of_member(member)),
            tuple(tx.honours.thanks_of(member, limit)),
            tx.honours.count_thanks([member]).get(member, 0),
        )
