"""Rulings: worded, taken on or refused by the brand, found again; and voting once more where a panel is undecided.

The council recommends, the brand carries out and answers for it. Who counted does not take a ruling on alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.changes import Area, Changes
from app.domain.commands import DecisionId
from app.domain.council import Answers, Referral, ReferralId, Stage
from app.domain.council_copy import (
    LONGEST_RULING,
    Telling,
    published_text,
    reason_for_desk,
    ruling_text,
    telling,
)
from app.domain.council_ruling import APPEAL_TERM, Ruling
from app.domain.decisions import Decided
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of
from app.domain.messages import check_text, typed, visible
from app.domain.roles import ROLE_WORDS, Account, Role, require, require_full
from app.domain.words import Words
from app.errors import CounterConfirms, NoRight, NoRuling, RefusalNeedsLaw, RulingConfirmed, RulingTells
from app.operations.council_cases import bring_back
from app.operations.council_counting import articles_named
from app.operations.council_panel import end_round
from app.operations.council_referrals import at_stage, enter, me, referral_in
from app.operations.desk import Desk
from storage.transaction import Transaction

LEAST_REFUSAL = 10
"""A legal reason has so many characters that can be seen."""

_TOUCHED = Changes.of(Area.COUNCIL, Area.CASES)
_RULING = ("评议结果", "The ruling")


@dataclass(frozen=True, slots=True)
class RulingChanged:
    """A ruling as it stands after a step.

    Attributes:
        back: the cases that came back to the desk with it.
    """

    referral: ReferralId
    ruling: Ruling
    back: tuple[Decided, ...] = ()
    changes: Changes = _TOUCHED


def ruling_of(desk: Desk, referral: ReferralId | str) -> Ruling | None:
    """The ruling of a referral; None while there is none.

    Raises:
        ReferralNotFound: there is no such referral.
    """
    with desk.record.read() as tx:
        return tx.rulings.find(referral_in(tx, referral).key)


def answers_of(desk: Desk, referral: ReferralId | str) -> list[Answers]:
    """What the ballots of the present round answer and why, in an order that says nothing: for wording the ruling.

    Reasons are written by people whose turn of phrase may give them away; they are not to be passed on.

    Raises:
        NoRight: the person is neither secretary nor manager.
        ReferralNotFound: there is no such referral.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
        return tx.council_box.answers(found.key, found.round)


def rewrite(desk: Desk, referral: ReferralId | str, text: str) -> RulingChanged:
    """Reword a ruling before it is taken on.

    Raises:
        NoRight: the person is neither secretary nor manager.
        ReferralNotFound, NoRuling: there is none.
        RulingConfirmed: it was taken on.
        EmptyMessage, TooLong: it can't be kept so.
        RulingTells: a name, or a passage of a post, stands in it.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    text = check_text(text, LONGEST_RULING, _RULING)
    with desk.record.write() as tx:
        found, _ = _draft(tx, referral)
        check_telling(tx, found, text)
        tx.rulings.rewrite(found.key, text)
        enter(desk, tx, found, EntryKind.RULING_CHANGED, {"change": "reworded"}, private={"text": text})
        return RulingChanged(found.id, _kept(tx, found))


def confirm(desk: Desk, referral: ReferralId | str) -> RulingChanged:
    """Take a ruling on: it will be carried out, and published after the term of appeal. Its cases come back.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        ReferralNotFound, NoRuling: there is none.
        RulingConfirmed: it was taken on before.
        CounterConfirms: they counted it.
        RulingTells: a name, or a passage of a post, stands in it.
        NotFromHere: a decision on one of its cases waits for another person.
    """
    return _confirm(desk, referral, "")


def refuse(desk: Desk, referral: ReferralId | str, why: str) -> RulingChanged:
    """Refuse to carry a ruling out, for a legal reason that is published with it. Its cases come back.

    Args:
        desk: of a manager.
        referral: of which it is.
        why: the reason; LEAST_REFUSAL characters at least.

    Raises:
        RefusalNeedsLaw: it says nothing.
        NoRight, NotForTrainees, ReferralNotFound, NoRuling, RulingConfirmed, CounterConfirms, RulingTells,
        NotFromHere: as `confirm` says.
    """
    reason = typed(why)
    if visible(reason) < LEAST_REFUSAL:
        raise RefusalNeedsLaw(least=LEAST_REFUSAL)
    return _confirm(desk, referral, reason)


def _confirm(desk: Desk, referral: ReferralId | str, refused_why: str) -> RulingChanged:
    require(desk.me, Role.MANAGER)
    require_full(desk.me, Words("确认评议结果", "take a ruling on"))
    now = desk.clock()
    with desk.record.write() as tx:
        found, ruling = _draft(tx, referral)
        if ruling.by.id == desk.me.id:
            raise CounterConfirms(name=desk.me.name)
        check_telling(tx, found, published_text(ruling.text, refused_why))
        tx.rulings.confirm(found.key, me(desk), now, now + APPEAL_TERM, refused_why=refused_why)
        tx.council.change(found.key, stage=Stage.RULED.value)
        back = _bring_back(desk, tx, found, ruling, refused_why)
        body: Body = {
            "change": "refused" if refused_why else "confirmed",
            "remedy": ruling.outcome.remedy,
            "publish_at": (now + APPEAL_TERM).isoformat(),
        }
        enter(desk, tx, found, EntryKind.RULING_CHANGED, body, private={"text": ruling.text, "reason": refused_why})
        return RulingChanged(found.id, _kept(tx, found), back)


def _bring_back(
    desk: Desk, tx: Transaction, referral: Referral, ruling: Ruling, refused_why: str
) -> tuple[Decided, ...]:
    reason = reason_for_desk(referral, ruling.outcome)
    refused = Words("；未采纳", "; refused") if refused_why else Words()
    said = Words(reason.zh + refused.zh, reason.en + refused.en).say(language_of(ruling.text))
    every = [tx.cases.get(case, to_change=True) for case in tx.council.cases(referral.key)]
    return tuple(decided for case in every if (decided := bring_back(desk, tx, case, said)) is not None)


def vote_again(desk: Desk, referral: ReferralId | str) -> Changes:
    """Hold the vote once more with new seats, where a panel was undecided: a new round, drawn, packed and counted anew.

    Raises:
        NoRight: the person is no secretary.
        ReferralNotFound, ReferralAtOtherStage: there is none, or it is not undecided.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.write() as tx:
        found = at_stage(tx, referral, {Stage.UNDECIDED})
        end_round(desk, tx, found)
        fresh = {"stage": Stage.PREPARING.value, "round": found.round + 1, "packet": ""}
        tx.council.change(found.key, **fresh, due_at=None, counted_at=None)
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "again", "next_round": found.round + 1})
    return _TOUCHED


# --- what may not stand in it -----------------------------------------------------------------------------


def check_telling(tx: Transaction, referral: Referral, text: str) -> None:
    """Let pass a text that leads to nobody.

    Raises:
        RulingTells: a name, or a passage of a post or statement, stands in it.
    """
    found = telling_of(tx, referral, text)
    if found:
        names, quotes = "、".join(found.names), "”“".join(found.quotes)
        zh = [f"名字：{names}"] * bool(names) + [f"原文：“{quotes}”"] * bool(quotes)
        en = [f"names: {names}"] * bool(names) + [f"words of a post: “{quotes}”"] * bool(quotes)
        raise RulingTells(what_zh="；".join(zh), what_en="; ".join(en))


def telling_of(tx: Transaction, referral: Referral, text: str) -> Telling:
    """What of a text leads to people who have to do with a referral."""
    every = [tx.cases.get(case) for case in tx.council.cases(referral.key)]
    parties, panel = tx.council.parties(referral.key), tx.council.panel(referral.key)
    reports = [report for case in every for report in tx.cases.reports(case.key)]
    names = [one.member.name for one in parties] + [case.author.name for case in every if case.author]
    names += [one.by.name for one in reports if one.by]
    names += [name for one in panel for name in (one.seat.name, one.seat.member.name)]
    names += [one.name for one in tx.accounts.every()]
    words = [text_ for case in every for text_ in (case.title, case.body, case.revision.title, case.revision.body)]
    words += [one.statement for one in parties]
    return telling(text, [one for one in names if one], [one for one in words if one], ours=_own_words(tx, referral))


def _own_words(tx: Transaction, referral: Referral) -> str:
    """What the program itself says in the ruling of a referral, without what people put into it."""
    ruling = tx.rulings.find(referral.key)
    if ruling is None:
        return ""
    said = [ruling_text(referral, ruling.outcome, articles_named(tx, referral), one) for one in ("zh", "en")]
    return "\n".join(said).replace(referral.question, "").replace(referral.alleged, "")


# --- for the other operations of rulings ------------------------------------------------------------------


def require_either(account: Account, *roles: Role) -> None:
    """Let pass who holds one of these roles.

    Raises:
        NoRight: the account holds none.
    """
    if account.roles.isdisjoint(roles):
        words = [ROLE_WORDS[role] for role in roles]
        zh, en = "或".join(one.zh for one in words), " or ".join(one.en for one in words)
        raise NoRight(account=account.name, role_zh=zh, role_en=en)


def standing_decisions(tx: Transaction, ruling: Ruling) -> Sequence[DecisionId]:
    """Those by which a ruling was carried out, and which stand: not undone, not sent back."""
    return [one for one in ruling.decisions if tx.decisions.get(one).undone_at is None]


def close_when_done(desk: Desk, tx: Transaction, referral: Referral) -> None:
    """Close a referral whose ruling is published, and was carried out or refused; its cases leave it."""
    ruling = tx.rulings.find(referral.key)
    if ruling is None or ruling.published_at is None or referral.stage is not Stage.RULED:
        return
    if ruling.refused_why or standing_decisions(tx, ruling):
        tx.council.end(referral.key, Stage.CLOSED, desk.clock())


def _draft(tx: Transaction, referral: ReferralId | str) -> tuple[Referral, Ruling]:
    found = referral_in(tx, referral, to_change=True)
    ruling = tx.rulings.find(found.key)
    if ruling is None:
        raise NoRuling(referral=found.id)
    if ruling.confirmed_at is not None:
        raise RulingConfirmed(referral=found.id)
    return found, ruling


def _kept(tx: Transaction, referral: Referral) -> Ruling:
    ruling = tx.rulings.find(referral.key)
    if ruling is None:
        raise NoRuling(referral=referral.id)
    return ruling
