"""Who has a case: claim it, give it back, pass it on to somebody else of the team.

A claim goes to the community at once where the community can keep one, so that two people do not answer the same
post. It is no answer: a trainee claims like anybody else.
"""

from app.domain.cases import Case, CaseId, CaseState, Step
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import Choice, Decided, DecisionKind
from app.domain.members import MemberId, MemberRef
from app.domain.messages import LONGEST_NOTE, typed
from app.domain.roles import Account, Role, require
from app.errors import AccountNotFound, CannotTake, ClaimedByOther
from app.operations.commanding import claimed_there, community_info
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk
from app.operations.hands import check_hand
from storage.transaction import Transaction


def claim(desk: Desk, case_id: CaseId, *, over: bool = False) -> Decided:
    """Take a case into one's own hands.

    Args:
        over: take it over though somebody else has it.

    Raises:
        ClaimedByOther: somebody else has it, and it was not said that it is to be taken over.
        AlreadyThere: it is in these hands.
        NotFromHere: it waits for somebody, or is closed.
        Refused: another rule forbids it.
    """
    with desk.record.write() as tx:
        case = case_to_decide(desk, tx, case_id)
        holder = case.claimed_by if case.state is CaseState.CLAIMED else None
        if holder is not None and holder.id != desk.me.id and not over:
            raise ClaimedByOther(case=case.id, name=holder.name)
        me = MemberRef(desk.me.id, desk.me.name)
        mine = holder is not None and holder.id == desk.me.id
        step = Step.PASS if case.state is CaseState.CLAIMED and not mine else Step.CLAIM
        return _keep(desk, tx, case, DecisionKind.CLAIM, step, holder=me, command=CommandKind.CLAIM)


def release(desk: Desk, case_id: CaseId, *, note: str = "") -> Decided:
    """Give a case back, for anybody to take. Another person's claim is for a lead to end.

    Raises:
        NoRight: it is another person's, and that is for a lead.
        AlreadyThere: nobody has it.
        NotFromHere: it waits for somebody, or is closed.
    """
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        _check_hands(desk, case)
        return let_go(desk, tx, case, note=note)


def let_go(desk: Desk, tx: Transaction, case: Case, *, note: str = "") -> Decided:
    """The same within a transaction, once the person was found to have the right to it."""
    return _keep(
        desk, tx, case, DecisionKind.RELEASE, Step.RELEASE, holder=None, note=note, command=CommandKind.RELEASE
    )


def pass_on(desk: Desk, case_id: CaseId, to: MemberId, *, note: str = "") -> Decided:
    """Put a case into the hands of somebody else of the team.

    What the community knows of our claim is given back: the other person's answer claims it there in their name.

    Args:
        to: their account.
        note: what they should know.

    Raises:
        AccountNotFound: there is no such account.
        CannotTake: they are no moderator, a party to the case, recused from it, or have it already.
        NoRight: the case is in the hands of a third person, and that is for a lead.
        NotFromHere: it waits for somebody, or is closed.
    """
    with desk.record.write() as tx:
        case = tx.cases.get(case_id, to_change=True)
        _check_hands(desk, case)
        account = tx.accounts.get(to)
        if account is None:
            raise AccountNotFound(account=to)
        if not _can_take(tx, case, account):
            raise CannotTake(name=account.name, case=case.id)
        other = MemberRef(account.id, account.name)
        return _keep(
            desk, tx, case, DecisionKind.PASSING, Step.PASS, holder=other, note=note, command=CommandKind.RELEASE
        )


def takers(desk: Desk, case_id: CaseId) -> list[Account]:
    """Who of the team could take a case.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        return [one for one in tx.accounts.every() if one.id != desk.me.id and _can_take(tx, case, one)]


def _can_take(tx: Transaction, case: Case, account: Account) -> bool:
    party = case.author is not None and case.author.id == account.id
    has_it = case.state is CaseState.CLAIMED and case.claimed_by is not None and case.claimed_by.id == account.id
    may = Role.MODERATOR in account.roles and account.id not in tx.governing.recused(case.key)
    return may and not party and not has_it


def _check_hands(desk: Desk, case: Case) -> None:
    require(desk.me, Role.MODERATOR)
    if case.state is CaseState.CLAIMED and case.claimed_by is not None:
        check_hand(desk, case.claimed_by.id)


def _keep(
    desk: Desk,
    tx: Transaction,
    case: Case,
    kind: DecisionKind,
    step: Step,
    *,
    holder: MemberRef | None,
    command: CommandKind,
    note: str = "",
) -> Decided:
    choice = Choice(
        kind=kind,
        step=step,
        answers=_told(desk, tx, case, command),
        reason=typed(note, LONGEST_NOTE, ("备注", "The note")),
        holder=holder,
        held_by=case.claimed_by if case.state is CaseState.CLAIMED else None,
    )
    return keep(desk, tx, case, choice, NO_HOLD)


def _told(desk: Desk, tx: Transaction, case: Case, command: CommandKind) -> tuple[Intent, ...]:
    """What the community is told; nothing where it can't keep a claim, where the case is settled or not of it."""
    if case.place is not None or case.community_state.settled:
        return ()
    info, ours = community_info(tx), claimed_there(tx, case, desk.me.id)
    if ours is (command is CommandKind.CLAIM) or not info.sends(command):
        return ()
    told = (Intent(command, case_id=case.id),)
    others = case.assignee is not None and not ours
    if command is CommandKind.CLAIM and others and info.sends(CommandKind.RELEASE):
        return (Intent(CommandKind.RELEASE, case_id=case.id), *told)  # a community refuses what another one has
    return told
