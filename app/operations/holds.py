"""Legal holds: nothing of a case, or of a member, is deleted while one stands."""

from dataclasses import dataclass, replace

from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.privacy import Hold, HoldId
from app.domain.roles import Role, require_either, require_full
from app.domain.words import Words
from app.errors import CaseNotFound, HeldAlready, NotHeld, ReasonNeeded
from app.operations.data_requests import find_member
from app.operations.desk import Desk
from storage.transaction import Transaction

_HOLDS = Words("设置或解除法律保留", "set or release a legal hold")


_HELD = Changes.of(Area.PRIVACY)


@dataclass(frozen=True, slots=True)
class Held:
    """A hold as it stands now."""

    hold: Hold
    changes: Changes = _HELD


def hold(desk: Desk, target: str, *, reason: str) -> Held:
    """Keep everything of a case, or of a member, until it is released.

    Args:
        desk: of the person who acts.
        target: the number of a case; a member's id, or a name that only one has.
        reason: such as the number of a suit.

    Raises:
        NoRight, NotForTrainees: the person is neither lead nor manager.
        ReasonNeeded: none is given.
        HeldAlready: a hold stands there.
        MemberUnknown, NameOfMany: nobody, or more than one, is meant.
    """
    reason = _may(desk, reason)
    case, member = _target(desk, target)
    with desk.record.write() as tx:
        there = _standing(tx, case, member)
        if there is not None:
            raise HeldAlready(what=target, reason=there.reason)
        key = tx.cases.get(case, to_change=True).key if case else None
        new = Hold(HoldId(0), reason, MemberRef(desk.me.id, desk.me.name), desk.clock(), case, member)
        kept = replace(new, id=tx.privacy.hold(new, key))
        _enter(desk, tx, kept, "held", reason)
        return Held(kept)


def release(desk: Desk, target: str, *, reason: str) -> Held:
    """Release what was held.

    Raises:
        NotHeld: nothing is.
        Refused: as for `hold`.
    """
    reason = _may(desk, reason)
    case, member = _target(desk, target)
    with desk.record.write() as tx:
        there = _standing(tx, case, member)
        if there is None:
            raise NotHeld(what=target)
        tx.privacy.release(there.id, MemberRef(desk.me.id, desk.me.name), desk.clock(), reason)
        _enter(desk, tx, there, "released", reason)
    return Held(there)


def holds(desk: Desk, *, only_standing: bool = True) -> list[Hold]:
    """The legal holds, newest first."""
    with desk.record.read() as tx:
        return tx.privacy.holds(only_standing=only_standing)


def _may(desk: Desk, reason: str) -> str:
    require_either(desk.me, Role.LEAD, Role.MANAGER)
    require_full(desk.me, _HOLDS)
    reason = typed(reason)
    if not reason:
        raise ReasonNeeded
    return reason


def _target(desk: Desk, named: str) -> tuple[CaseId | None, MemberRef | None]:
    with desk.record.read() as tx:
        try:
            return tx.cases.get(CaseId(named)).id, None
        except CaseNotFound:
            pass
    return None, find_member(desk, named)


def _standing(tx: Transaction, case: CaseId | None, member: MemberRef | None) -> Hold | None:
    if case is not None:
        return tx.privacy.hold_on(case_key=tx.cases.get(case).key)
    return tx.privacy.hold_on(member=member.id if member else "")


def _enter(desk: Desk, tx: Transaction, one: Hold, change: str, reason: str) -> None:
    said = {"by": f"{desk.me.id} {desk.me.name}", "reason": reason}
    if one.member is not None:
        said["member"] = f"{one.member.id} {one.member.name}"
    tx.ledger.append(EntryKind.HOLD_CHANGED, desk.clock(), {"hold": one.id, "case": one.case, "change": change}, said)
