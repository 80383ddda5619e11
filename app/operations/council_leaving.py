"""What no council may see leaves its referral by rule, at once and whoever says so: what needs a lane, and minors.

Seats that have the packet judge it as a whole, so a vote on it ends unread; while it is prepared, one case leaves.
"""

from contextlib import suppress

from app.domain.cases import KIND_WORDS, Case, CaseKind
from app.domain.council import UNCOUNTED_STAGES, Referral, Stage, referral_id
from app.domain.council_referring import REFERRED_KINDS
from app.domain.ledger import Body, EntryKind
from app.domain.letters import moment_words
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import NoLongerJudged, OwnReferralVoted, RecordUnreachable, StoreBusy, VotedAlready
from app.operations.approving import make_way
from app.operations.council_cases import bring_back, concerns_minor, referral_of
from app.operations.council_keyfile import destroy_withdrawn
from app.operations.council_naming import let_go
from app.operations.council_openers import why_uncountable
from app.operations.council_referrals import enter, referral_in
from app.operations.desk import Desk
from storage.transaction import Transaction

_MINOR = Words("可能涉及未成年人，不再评议", "may concern a minor: no longer judged")


def make_room(desk: Desk, tx: Transaction, case: Case, kind: CaseKind) -> Case:
    """Take a case out of its referral since it becomes of a kind that no council judges; the case as it is then.

    Raises:
        NotForTrainees: a trainee says that it is an honest complaint, which another person would have to agree with.
    """
    if kind in REFERRED_KINDS or _uncounted(tx, case) is None:
        return case
    words = KIND_WORDS[kind]
    if kind is CaseKind.COMPLAINT:
        require_full(desk.me, Words("把评议中的工单改类别", "change the kind of what is before the council"))
    _leave(desk, tx, case, f"改为“{words.zh}”，不再评议 / {words.en}: no longer judged")
    return tx.cases.get(case.id, to_change=True)


def minor_noted(desk: Desk, tx: Transaction, case: Case) -> None:
    """Take out of every referral what concerns somebody who seems to be a minor: their posts, and what they ask for."""
    why = f"{_MINOR.zh} / {_MINOR.en}"
    if _uncounted(tx, case) is not None:
        _leave(desk, tx, case, why)
    if case.author is None:
        return
    for key in tx.council_posts.of_member(case.author.id, UNCOUNTED_STAGES):
        referral = referral_in(tx, referral_id(key), to_change=True)
        within = [tx.cases.get(one, to_change=True) for one in tx.council.cases(referral.key)]
        others = [one for one in within if one.author is None or one.author.id != case.author.id]
        theirs = [one for one in tx.council.parties(referral.key) if one.member.id == case.author.id]
        if not others or any(one.heard or one.complains for one in theirs):
            _stop(desk, tx, referral, why)
            continue
        for one in within:
            if one not in others and _uncounted(tx, one) is not None:
                _leave(desk, tx, one, why)


def check_judgeable(tx: Transaction, referral: Referral) -> None:
    """Let pass a referral all whose cases can still be judged.

    Raises:
        NoLongerJudged: one can't.
    """
    for case in (tx.cases.get(one) for one in tx.council.cases(referral.key)):
        kind = KIND_WORDS[case.kind]
        if case.kind not in REFERRED_KINDS:
            raise NoLongerJudged(referral=referral.id, case=case.id, why=(f"已改为“{kind.zh}”", f"is “{kind.en}” now"))
        if concerns_minor(tx, case):
            raise NoLongerJudged(referral=referral.id, case=case.id, why=("可能涉及未成年人", "may concern a minor"))


def check_may_withdraw(desk: Desk, tx: Transaction, referral: Referral) -> str:
    """Let pass who may end a vote unread; why nobody can count it, where its term is over, and "" else.

    Raises:
        NoRight: seats had something to judge, and the person is no manager.
        OwnReferralVoted, VotedAlready: seats vote; who acts referred it, or it can be counted.
    """
    if referral.stage is Stage.PREPARING:
        return ""
    require(desk.me, Role.MANAGER)
    if referral.stage is not Stage.VOTING:
        return ""
    if desk.me.id == referral.by.id:
        raise OwnReferralVoted(referral=referral.id)
    if referral.due_at is None or desk.clock() < referral.due_at:
        return ""
    try:
        check_judgeable(tx, referral)
    except NoLongerJudged:
        return ""
    if lost := why_uncountable(desk, tx, referral):
        return lost
    due = moment_words(referral.due_at.astimezone())
    raise VotedAlready(referral=referral.id, due_zh=due.zh, due_en=due.en)


def clean(desk: Desk) -> None:
    """Destroy what is left on this machine of votes that ended unread: keys of their boxes, and rows of the box."""
    if destroy_withdrawn(desk):
        with suppress(StoreBusy, RecordUnreachable):
            desk.record.forget_deleted("ballot_box")


def end_unread(desk: Desk, tx: Transaction, referral: Referral, why: str, *, rule: bool, lost: str = "") -> None:
    """Withdraw a referral whose cases were brought back; ballots vanish with it. `lost`: why they can't be counted."""
    tx.council.end(referral.key, Stage.WITHDRAWN, desk.clock())
    tx.council_box.empty(referral.key, referral.round)
    body: Body = {
        "change": "withdrawn",
        "from": referral.stage.value,
        "by_rule": rule,
        **({"uncountable": lost} if lost else {}),
    }
    enter(desk, tx, referral, EntryKind.REFERRAL_CHANGED, body, private={"reason": why})


def _uncounted(tx: Transaction, case: Case) -> Referral | None:
    found = referral_of(tx, case)
    return found if found is not None and found.stage in UNCOUNTED_STAGES else None


def _leave(desk: Desk, tx: Transaction, case: Case, why: str) -> None:
    referral = _uncounted(tx, case)
    if referral is None:
        raise AssertionError(f"{case.id} is in no referral")
    if referral.stage is not Stage.PREPARING or tx.council.cases(referral.key) == [case.id]:
        _stop(desk, tx, referral, why)
        return
    _back(desk, tx, case, why)
    tx.council.leave(referral.key, desk.clock(), case.key)
    body: Body = {"change": "taken_out", "cases": case.id, "by_rule": True}
    enter(desk, tx, referral, EntryKind.REFERRAL_CHANGED, body, private={"reason": why})
    let_go(desk, tx, referral, case)


def _stop(desk: Desk, tx: Transaction, referral: Referral, why: str) -> None:
    for one in tx.council.cases(referral.key):
        _back(desk, tx, tx.cases.get(one, to_change=True), why)
    end_unread(desk, tx, referral, why, rule=True)


def _back(desk: Desk, tx: Transaction, case: Case, why: str) -> None:
    """On the desk again; a letter beside it that waits for another person goes back to who wrote it."""
    bring_back(desk, tx, make_way(desk, tx, case, why), why)
