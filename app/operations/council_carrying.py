"""Carrying a ruling out, through the ordinary answers with all their rules: the brand does it and answers for it.

A measure still needs its basis, a second person where it weighs, and spares what article 13 protects.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import COACHING_TERM, Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.conduct_copy import article_name
from app.domain.council import Referral, ReferralId, Remedy, Stage
from app.domain.council_copy import reason_for_desk
from app.domain.council_remedies import BY_HAND, RUNGS, WAYS, Way, letter
from app.domain.council_ruling import Ruling
from app.domain.decisions import DECIDING, Decided
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of
from app.domain.members import MemberRef
from app.domain.notes import Note
from app.domain.sanctions import PostAction
from app.domain.words import NO_WORDS, Words
from app.errors import (
    ArticleNotReferred,
    CaseOfComplainant,
    CaseOfRulingNeeded,
    NoBasis,
    NoRuling,
    PostNotJudged,
    RulingCarriedOut,
    RulingRefused,
)
from app.operations import coaching, dismissing, messages, sanctions
from app.operations.council_nameless import check_remedies
from app.operations.council_referrals import at_stage, enter, referral_in
from app.operations.council_standing import close_when_done, standing_decisions
from app.operations.desk import NO_HOLD, Desk
from app.operations.sanctions import Wish
from storage.transaction import Transaction

_TOUCHED = DECIDING | Changes.of(Area.COUNCIL)


@dataclass(frozen=True, slots=True)
class Carrying:
    """How a ruling is to be carried out, where the ruling leaves it open.

    Attributes:
        case: on which; None where there is only one on which it can be.
        article: that is cited; None where the referral names one only.
        message: to the member; "" for the standard one.
        post: what happens to the post, for a measure.
    """

    case: CaseId | None = None
    article: int | None = None
    message: str = ""
    post: PostAction = PostAction.KEEP


@dataclass(frozen=True, slots=True)
class Carried:
    """A ruling that was carried out.

    Attributes:
        left: what is left to people; NO_WORDS for nothing.
    """

    referral: ReferralId
    decided: Decided
    left: Words = NO_WORDS
    changes: Changes = _TOUCHED


def carry_out(
    desk: Desk, referral: ReferralId | str, how: Carrying = Carrying(), *, hold: timedelta = NO_HOLD
) -> Carried:
    """Carry a confirmed ruling out on one of its cases, by the ordinary operation for what it recommends.

    Args:
        desk: of a moderator.
        referral: of which it is.
        how: what the ruling leaves open.
        hold: how long it waits, so that it can be taken back.

    Raises:
        ReferralNotFound, ReferralAtOtherStage, NoRuling: there is none that was confirmed.
        RulingRefused: the brand does not carry it out.
        RulingCarriedOut: it was, on this case.
        CaseOfRulingNeeded: it could be carried out on several.
        CaseOfComplainant: it is the post of who complains.
        NoBasis: several articles are named, or none, and a measure needs one.
        ArticleNotReferred, PostNotJudged, OtherRemedyNamed: it would go further than the council.
        Refused: a rule of the ordinary answer forbids it. Nothing was kept.
    """
    with desk.record.write() as tx:
        found, ruling, remedy = _confirmed(tx, referral)
        case = _case(tx, found, ruling, how.case)
        decided = _decide(desk, tx, _Task(found, ruling, remedy, case, how), hold)
        tx.rulings.carried_out(found.key, decided.decision)
        left = BY_HAND.get(remedy, NO_WORDS)
        if left != NO_WORDS:
            note = left.say(language_of(found.question))
            tx.notes.add(case.key, Note(desk.clock(), MemberRef(desk.me.id, desk.me.name), note))
        body: Body = {
            "change": "carried_out",
            "case": case.id,
            "decision": decided.decision,
            "remedy": remedy,
            "by_hand": left != NO_WORDS,
        }
        enter(desk, tx, found, EntryKind.RULING_CHANGED, body)
        close_when_done(tx, found, desk.clock())
    return Carried(found.id, decided, left)


def letter_for(desk: Desk, referral: ReferralId | str, how: Carrying = Carrying()) -> str:
    """The standard message of a remedy that is a letter, to look at and change before; "" for other remedies.

    Raises:
        ReferralNotFound, NoRuling, CaseOfRulingNeeded, NoBasis: as `carry_out` says.
    """
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
        ruling = tx.rulings.find(found.key)
        if ruling is None or ruling.outcome.remedy is None:
            raise NoRuling(referral=found.id)
        case = _case(tx, found, ruling, how.case)
        return _letter(tx, _Task(found, ruling, ruling.outcome.remedy, case, how))


@dataclass(frozen=True, slots=True)
class _Task:
    referral: Referral
    ruling: Ruling
    remedy: Remedy
    case: Case
    how: Carrying


def _confirmed(tx: Transaction, referral: ReferralId | str) -> tuple[Referral, Ruling, Remedy]:
    found = at_stage(tx, referral, {Stage.RULED})
    ruling = tx.rulings.find(found.key)
    if ruling is None or ruling.outcome.remedy is None:
        raise NoRuling(referral=found.id)
    if ruling.refused_why:
        raise RulingRefused(referral=found.id)
    return found, ruling, ruling.outcome.remedy


def _case(tx: Transaction, referral: Referral, ruling: Ruling, wanted: CaseId | None) -> Case:
    """The case that is meant: of what was complained of, the one that is named, else the only one.

    What asks for mediation goes to either side. Where each side complains of the other, each is complained of.
    """
    every = [tx.cases.get(case, to_change=True) for case in tx.council.cases(referral.key)]
    complaining = {one.member.id for one in tx.council.parties(referral.key) if one.complains}
    about = [one for one in every if one.author is None or one.author.id not in complaining]
    if not about and len({one.author.id for one in every if one.author}) > 1:
        about = every
    either = about if wanted is None or ruling.outcome.remedy is not Remedy.MEDIATION else every
    named = [one for one in either if wanted in (None, one.id)]
    if len(named) != 1 and wanted in {one.id for one in every}:
        raise CaseOfComplainant(referral=referral.id, case=wanted)
    if len(named) != 1:
        raise CaseOfRulingNeeded(referral=referral.id, cases=" ".join(one.id for one in about))
    done = {tx.decisions.get(one).case_id for one in standing_decisions(tx, ruling)}
    if named[0].id in done:
        raise RulingCarriedOut(referral=referral.id, case=named[0].id)
    return named[0]


def _decide(desk: Desk, tx: Transaction, task: _Task, hold: timedelta) -> Decided:
    way, case = WAYS[task.remedy], task.case.id
    reason = reason_for_desk(task.referral, task.ruling.outcome).say(language_of(task.referral.question))
    if way is Way.NOTHING:
        return dismissing.dismiss_in(desk, tx, case, reason=reason, hold=hold)
    if way is Way.SANCTION:
        return sanctions.sanction_in(desk, tx, case, _wish(tx, task, reason), hold, ruled=True)
    check_remedies(task.ruling.outcome, task.how.message)
    said = task.how.message or _letter(tx, task)
    if way is Way.MESSAGE:
        return messages.write_in(desk, tx, case, message=said, hold=hold)
    article = _article(tx, task)
    return coaching.coach_in(desk, tx, case, article=article, message=said, fold=False, hold=hold, ruled=True)


def _wish(tx: Transaction, task: _Task, reason: str) -> Wish:
    if task.how.post is PostAction.DELETE and task.remedy is not Remedy.REMOVAL:
        raise PostNotJudged(referral=task.referral.id)
    return Wish(
        article=_article(tx, task),
        rung=RUNGS[task.remedy],
        brand_party=task.referral.brand_party,
        departure=reason,
        post=task.how.post,
        message=task.how.message,
    )


def _article(tx: Transaction, task: _Task) -> int:
    """The article that is cited: the one that is named, else the only one that the council looked at.

    Raises:
        NoBasis: none is named, and the council looked at several.
        ArticleNotReferred: the one that is named was not before the council.
    """
    looked_at = {number for _, number in tx.council.articles(task.referral.key)}
    if task.how.article is not None:
        if task.how.article not in looked_at:
            raise ArticleNotReferred(referral=task.referral.id, article=task.how.article)
        return task.how.article
    if len(looked_at) != 1:
        raise NoBasis
    return looked_at.pop()


def _letter(tx: Transaction, task: _Task) -> str:
    if WAYS[task.remedy] not in (Way.MESSAGE, Way.COACHING):
        return ""
    number = _article(tx, task) if WAYS[task.remedy] is Way.COACHING else 0
    article = Words(article_name(number, "zh"), article_name(number, "en"))
    return letter(task.remedy, task.referral, article, COACHING_TERM.days, language_of(task.case.body))
