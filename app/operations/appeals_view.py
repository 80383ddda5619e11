"""Appeals as they are shown: what is appealed beside the words, who may answer, what that would do, what is offered."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.appeals import Against, Appeal, Appealable, AppealId, milder
from app.domain.cases import Case, CaseId
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import Decision
from app.domain.ladder import STRIKES, Rung
from app.domain.members import MemberId, MemberRef
from app.domain.roles import Account, Role
from app.domain.sanctions import KeptSanction, Outcome
from app.domain.words import NO_WORDS, Words
from app.errors import Refused
from app.operations.appeal_effects import Effects, effects, what_of
from app.operations.appeal_grounds import grounds, took_part
from app.operations.appeal_offers import Offer, found_on, offers
from app.operations.appeals import Verdict, check_may_answer, letter_of, open_appeal
from app.operations.desk import Desk
from app.operations.told import as_told
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal with what it is against.

    Attributes:
        what: is appealed.
        decision: that one.
        kept: the sanction, where it is against one.
        judged: the text on which it was decided.
        took_part: who is locked out.
        refused: why the person who asks can't answer; None when they can.
        who_may: who may, in words.
        reductions: the rungs to which it can be reduced.
    """

    appeal: Appeal
    what: Words
    decision: Decision
    kept: KeptSanction | None
    judged: str
    took_part: tuple[MemberRef, ...]
    refused: Words | None
    who_may: Words
    reductions: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An open appeal in the list; `mine` when the person who asks may answer it."""

    appeal: Appeal
    what: Words
    mine: bool


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an answer would do, in sentences, and its standard letter."""

    lines: tuple[Words, ...]
    letter: str


def shown(desk: Desk, appeal_id: AppealId) -> AppealView:
    """An open appeal with what it is against.

    Raises:
        AppealNotFound: there is none, or it was answered.
    """
    with desk.record.read() as tx:
        appeal = open_appeal(tx, appeal_id)
        case = tx.cases.get(appeal.case_id)
        (decision,) = as_told(tx, [tx.decisions.get(appeal.decision)])
        kept = tx.sanctions.get(appeal.decision) if appeal.against is Against.SANCTION else None
        locked = took_part(tx, case, appeal.against, appeal.decision)
        return AppealView(
            appeal,
            what_of(appeal.against, kept),
            decision,
            kept,
            _text_of(tx, case, decision.revision),
            tuple(locked.values()),
            _refused(desk, tx, case, appeal),
            _who_may(tx, case, appeal, locked),
            milder(kept.rung if kept else None),
        )


def _text_of(tx: Transaction, case: Case, version: str) -> str:
    return next((one.body for one in tx.cases.revisions(case.key) if one.version == version), case.body)


def _refused(desk: Desk, tx: Transaction, case: Case, appeal: Appeal) -> Words | None:
    try:
        check_may_answer(desk, tx, case, appeal)
    except Refused as error:
        return Words.of(error)
    return None


def _who_may(tx: Transaction, case: Case, appeal: Appeal, locked: Mapping[MemberId, MemberRef]) -> Words:
    parties = {*locked, *tx.governing.recused(case.key), appeal.by.id} | ({case.author.id} if case.author else set())
    free = [one.name for one in tx.accounts.every() if one.id not in parties and _answers(one)]
    if free:
        named, count = free[:5], len(free)
        all_ = Words(f"等 {count} 人", f" ({count} in all)") if count > len(named) else NO_WORDS
        return Words(f"可以由{'、'.join(named)}{all_.zh}答复", f"{', '.join(named)}{all_.en} can answer")
    return Words(
        "团队里没有别人能答复：请主管用自己的账号登录后答复，或提请议事会评议",
        "nobody else of the team can answer: a manager signs in with an account of their own, or the council is asked",
    )


def _answers(account: Account) -> bool:
    return Role.TRAINEE not in account.roles and bool(account.roles & {Role.MODERATOR, Role.MANAGER})


def listed(desk: Desk) -> list[Listed]:
    """The appeals that nobody answered yet, the one due first before others."""
    with desk.record.read() as tx:
        return [_listed(desk, tx, one) for one in tx.appeals.open()]


def _listed(desk: Desk, tx: Transaction, appeal: Appeal) -> Listed:
    kept = tx.sanctions.get(appeal.decision) if appeal.against is Against.SANCTION else None
    mine = _refused(desk, tx, tx.cases.get(appeal.case_id), appeal) is None
    return Listed(appeal, what_of(appeal.against, kept), mine)


def appeals_of(desk: Desk, case_id: CaseId) -> list[Appeal]:
    """The appeals against decisions on a case, oldest first."""
    with desk.record.read() as tx:
        return tx.appeals.of_case(case_id)


def appealable(desk: Desk, case_id: CaseId) -> list[Appealable]:
    """What can still be appealed on a case, and by whom; an appeal that came in time may be entered later."""
    with desk.record.read() as tx:
        return grounds(tx, tx.cases.get(case_id))


# --- what an answer would do -----------------------------------------------------------------------------


def consequences(desk: Desk, appeal_id: AppealId, said: Verdict) -> Consequences:
    """What answering in this way would do; nothing is kept.

    Raises:
        AppealNotFound: it was answered meanwhile.
        NothingToReduce, NotMilder: the reduction is none.
    """
    now = desk.clock()
    with desk.record.read() as tx:
        appeal = open_appeal(tx, appeal_id)
        case = tx.cases.get(appeal.case_id)
        found = effects(tx, case, appeal, said.outcome, reduced_to=said.reduced_to, now=now)
        info = tx.marks.info()
        by_hand = sum(
            case.place is not None or info is None or not info.sends(kind)
            for kind in [*(one.kind for one in found.intents), CommandKind.MESSAGE]
        )
    return Consequences(tuple(_lines(appeal, found, by_hand)), letter_of(appeal, found, said.reason, now))


def _lines(appeal: Appeal, found: Effects, by_hand: int) -> list[Words]:
    lines = [_line(one) for one in found.intents]
    if found.said.outcome is Outcome.UPHELD:
        lines.append(Words("原来的决定不变，也不会加重", "the decision stays as it is, and gets no heavier"))
    lines += _strikes(found)
    if found.reopens:
        lines.append(Words("工单退回待处理，重新决定", "the case comes back to be decided anew"))
    lines.append(Words(f"给{appeal.by.name}发申诉答复", f"{appeal.by.name} gets the answer"))
    if by_hand:
        lines.append(Words(f"其中 {by_hand} 步要由人来做，做完登记", f"{by_hand} of it a person does and ticks off"))
    return lines


_DONE = {
    CommandKind.UNSILENCE: Words("立即解除禁言", "the mute ends at once"),
    CommandKind.UNSUSPEND: Words("立即恢复社区账号", "the account is open again at once"),
    CommandKind.RESTORE: Words("恢复显示帖子", "the post is shown again"),
}


def _line(intent: Intent) -> Words:
    if intent.kind in _DONE:
        return _DONE[intent.kind]
    until = f"{intent.until.astimezone():%m-%d %H:%M}" if intent.until else ""
    measure = Words("停用", "the suspension") if intent.kind is CommandKind.SUSPEND else Words("禁言", "the mute")
    return Words(f"{measure.zh}改到 {until} 结束", f"{measure.en} ends at {until}")


def _strikes(found: Effects) -> list[Words]:
    if found.kept is None or found.said.outcome is Outcome.UPHELD or not found.kept.sanction.strikes:
        return []
    before = STRIKES.get(found.kept.rung, 0)
    after = STRIKES.get(found.said.reduced_to, 0) if found.said.reduced_to else 0
    if not after:
        return [Words(f"记分 {before} 分作废", f"its strikes ({before}) are gone")]
    return [Words(f"记分从 {before} 分改为 {after} 分", f"its strikes go from {before} to {after}")]


# --- how it stands ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """How many appeals wait for an answer, how many of them longer than they should, and what may be one."""

    open: int = 0
    overdue: int = 0
    offered: int = 0


def count(desk: Desk) -> Count:
    """What waits, counted."""
    now = desk.clock()
    with desk.record.read() as tx:
        waiting = tx.appeals.open()
    return Count(len(waiting), sum(one.due_at < now for one in waiting), len(offers(desk)))


@dataclass(frozen=True, slots=True)
class Stand:
    """How a case stands as to appeals: those that wait for an answer, and what may be one."""

    open: tuple[Listed, ...]
    offers: tuple[Offer, ...]
    grounds: tuple[Appealable, ...]


def stand(desk: Desk, case_id: CaseId) -> Stand:
    """How a case stands as to appeals.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        case = tx.cases.get(case_id)
        waiting = [one for one in tx.appeals.of_case(case_id) if one.outcome is None]
        return Stand(
            tuple(_listed(desk, tx, one) for one in waiting),
            tuple(found_on(desk, tx, cached, case)),
            tuple(grounds(tx, case)),
        )
