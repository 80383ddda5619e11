"""Nominations: made with evidence, withdrawn by who made them, declined by a manager, asked of and agreed to by the
member, who can withdraw that at any time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.cases import CaseId
from app.domain.changes import Changes
from app.domain.commands import CommandId, CommandKind, DecisionId, Intent
from app.domain.decisions import DecisionKind
from app.domain.honours import (
    Consent,
    Evidence,
    EvidenceKind,
    Nomination,
    NominationId,
    NominationState,
    Show,
    Title,
    TitleId,
)
from app.domain.honours_letters import consent_text
from app.domain.honours_rules import check_nomination, check_pending
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of
from app.domain.members import BY_NAME_ONLY, MemberId
from app.domain.messages import check_message, typed
from app.domain.posts import PostId
from app.domain.quoting import one_line
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import (
    ConsentInFuture,
    ConsentWithoutSource,
    GuardianNeeded,
    Language,
    NoConsent,
    NominatedBefore,
    NotYourNomination,
    OwnHonour,
    ReasonNeeded,
    TitleRetired,
)
from app.operations.commanding import community_info
from app.operations.desk import NO_HOLD, Desk
from app.operations.honours import (
    CHANGED,
    Step,
    about,
    check_manager,
    check_to_be_kept,
    enter,
    in_ledger,
    me,
    member_in,
    nomination_in,
    title_in,
)
from app.operations.ordering import order
from storage.threads import Threads
from storage.transaction import Transaction

LONGEST_QUOTED = 120
"""Characters of a post that stand as evidence."""

_ASKING = Words("向成员征求意愿", "write to members about honours")


@dataclass(frozen=True, slots=True)
class Nominated:
    """A nomination as it stands now."""

    nomination: Nomination
    changes: Changes = CHANGED


@dataclass(frozen=True, slots=True)
class Asked:
    """The letter that asks a member whether they want a title; `by_hand`: a person hands it on and ticks it off."""

    nomination: Nomination
    decision: DecisionId
    commands: tuple[CommandId, ...]
    text: str
    by_hand: bool
    changes: Changes = CHANGED


def nominate(
    desk: Desk, member: MemberId, title: TitleId, evidence: Sequence[Evidence], *, case: CaseId | None = None
) -> Nominated:
    """Nominate a member for a title.

    Args:
        desk: of the person who nominates.
        member: who is to be honoured.
        title: with which title.
        evidence: what they did.
        case: from which it is seen.

    Raises:
        NoRight: the person is no moderator.
        MemberUnknown, TitleNotFound, CaseNotFound: there is no such thing.
        MemberForgotten: they asked to be forgotten.
        TitleRetired: the title is given no more.
        OwnHonour: nobody nominates themselves.
        NominationWithoutEvidence: what they did is not said.
        NominatedBefore: a nomination of them for it is not over.
    """
    require(desk.me, Role.MODERATOR)
    now = desk.clock()
    with desk.cache.read() as cached, desk.record.write() as tx:
        what = title_in(tx, title)
        evidence = [_told(tx, cached.threads, one) for one in evidence]
        of = tx.cases.get(case) if case else None
        author = of.author if of else None
        ref = author if author is not None and author.id == member else member_in(tx, cached.threads, member)
        check_to_be_kept(tx, ref, now)
        kept = check_nomination(ref, me(desk), evidence)
        if what.retired_at is not None:
            raise TitleRetired(title_zh=what.words.zh, title_en=what.words.en)
        pending = tx.nominations.pending_of(ref.id, what.id)
        if pending is not None:
            raise NominatedBefore(name=ref.name, nomination=pending.id)
        new = Nomination(NominationId(""), what.id, ref, kept, me(desk), now, case=case)
        number = tx.nominations.add(new, of.key if of else None)
        _enter_new(tx, replace(new, id=number), what)
        return Nominated(nomination_in(tx, number))


def _told(tx: Transaction, threads: Threads, one: Evidence) -> Evidence:
    """A piece of evidence with the first words of the post, or the title of the case, where it has none of its own."""
    if one.words or not one.about:
        return one
    if one.kind is EvidenceKind.POST and (post := threads.post(PostId(one.about))) is not None:
        return replace(one, words=one_line(post.raw, LONGEST_QUOTED))
    if one.kind is EvidenceKind.CASE:
        return replace(one, words=one_line(tx.cases.get(CaseId(one.about)).title, LONGEST_QUOTED))
    return one


def _enter_new(tx: Transaction, new: Nomination, title: Title) -> None:
    body: Body = {
        "nomination": new.id,
        "title": title.id,
        "title_zh": title.words.zh,
        "member": in_ledger(new.member),
        "case": new.case,
        "evidence": len(new.evidence),
        "kinds": " ".join(one.kind.value for one in new.evidence),
    }
    why = "\n".join(f"{one.kind.value} {one.about} {one.words}" for one in new.evidence)
    enter(tx, Step(new.by, new.at), EntryKind.NOMINATED, body, {"about": about(new.member), "why": why})


def withdraw(desk: Desk, nomination: NominationId, *, reason: str = "") -> Nominated:
    """Take a nomination back, as who made it.

    Raises:
        NominationNotFound, NominationOver: there is none that is not over.
        NotYourNomination: somebody else made it.
    """
    require(desk.me, Role.MODERATOR)
    with desk.record.write() as tx:
        found = _pending(tx, nomination)
        if found.by.id != desk.me.id:
            raise NotYourNomination(nomination=found.id, by=found.by.name)
        return _end(desk, tx, found, NominationState.WITHDRAWN, typed(reason))


def decline(desk: Desk, nomination: NominationId, *, reason: str) -> Nominated:
    """Decline a nomination, as a manager.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        NominationNotFound, NominationOver: there is none that is not over.
        ReasonNeeded: no reason is given.
    """
    check_manager(desk)
    with desk.record.write() as tx:
        found = _pending(tx, nomination)
        words = typed(reason)
        if not words:
            raise ReasonNeeded
        return _end(desk, tx, found, NominationState.DECLINED, words)


def _pending(tx: Transaction, nomination: NominationId) -> Nomination:
    found = nomination_in(tx, nomination)
    check_pending(found)
    return found


def _end(desk: Desk, tx: Transaction, found: Nomination, state: NominationState, reason: str) -> Nominated:
    now = desk.clock()
    tx.nominations.move(found.id, state, now, reason)
    _changed(tx, Step(me(desk), now, reason), found, state.value)
    return Nominated(nomination_in(tx, found.id))


def _changed(
    tx: Transaction,
    step: Step,
    found: Nomination,
    what: str,
    *,
    body: Body | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    known: Body = {"nomination": found.id, "title": found.title, "member": in_ledger(found.member), "change": what}
    enter(
        tx,
        step,
        EntryKind.NOMINATION_CHANGED,
        {**known, **(body or {})},
        {"about": about(found.member)} | dict(private or {}),
    )


# --- what the member wants -------------------------------------------------------------------------------


def consent_draft(desk: Desk, nomination: NominationId, language: Language | None = None) -> str:
    """The letter that asks a member whether they want a title, to be changed before it is sent.

    Args:
        language: of the letter; that of the evidence unless it is named.

    Raises:
        NominationNotFound: there is none.
    """
    with desk.record.read() as tx:
        return _draft(tx, nomination_in(tx, nomination, to_change=False), language)


def _draft(tx: Transaction, found: Nomination, language: Language | None) -> str:
    said = "".join(one.words for one in found.evidence)
    return consent_text(
        found.member.name, title_in(tx, found.title), language or language_of(said or found.member.name)
    )


def ask(desk: Desk, nomination: NominationId, *, text: str = "", hold: timedelta = NO_HOLD) -> Asked:
    """Ask a member whether they want the title, and what of them may be shown.

    Where the community carries no messages and where they have no account, a person asks them and ticks it off.

    Args:
        nomination: about which.
        text: the letter, "" for the standard one.
        hold: how long it waits, so that it can be taken back.

    Raises:
        NoRight, NotForTrainees: the person is no moderator, or a trainee.
        NominationNotFound, NominationOver: there is none that is not over.
        OwnHonour: it is their own.
        MemberForgotten: the member asked to be forgotten.
        Unsupported: nobody can ask there; nothing is queued.
        Refused: another rule forbids the text. Nothing was kept.
    """
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _ASKING)
    with desk.record.write() as tx:
        found, now = _pending(tx, nomination), desk.clock()
        if found.member.id == desk.me.id:
            raise OwnHonour(name=desk.me.name)
        check_to_be_kept(tx, found.member, now)
        outside = found.member.id.startswith(BY_NAME_ONLY)
        limit = None if outside else community_info(tx).limits.message_max
        said = check_message(text if text.strip() else _draft(tx, found, None), limit)
        subject = Words("想邀请您担任社区称号", "A title of this community for you").say(language_of(said))
        ordered = order(
            desk,
            tx,
            DecisionKind.HONOUR,
            [Intent(CommandKind.MESSAGE, member_id=found.member.id, text=said, title=subject)],
            lane=f"honour:{found.member.id}",
            text=said,
            private={"about": about(found.member)},
            by_hand=outside,
            hold=hold,
        )
        if found.state is NominationState.OPEN:
            tx.nominations.move(found.id, NominationState.ASKED, now)
        tx.nominations.asked_by(found.id, ordered.decision)
        _changed(tx, Step(me(desk), now), found, "asked", body={"decision": ordered.decision})
        return Asked(nomination_in(tx, found.id), ordered.decision, ordered.commands, said, ordered.by_hand > 0)


def enter_consent(
    desk: Desk,
    nomination: NominationId,
    *,
    shows: frozenset[Show],
    source: str,
    at: datetime | None = None,
    minor: bool = False,
    guardian: str = "",
) -> Nominated:
    """Enter that a member agreed to the title, and to what may be shown of them. What was entered before is replaced.

    Args:
        desk: of the person who enters it.
        nomination: to which; a granted one too, for who agrees to show more, or less.
        shows: what they agreed to show, each by itself.
        source: how that is known.
        at: when they agreed; now unless it is said.
        minor, guardian: they are, or may be, under age, and who agreed for them.

    Raises:
        NoRight, OwnHonour: the person is no moderator, or it is their own consent.
        NominationNotFound, NominationOver: there is none that is not over, or granted.
        ConsentWithoutSource, ConsentInFuture: it is not said how it is known, or it is later than now.
        GuardianNeeded: a minor's guardian did not agree.
    """
    require(desk.me, Role.MODERATOR)
    now = desk.clock()
    with desk.record.write() as tx:
        found = nomination_in(tx, nomination)
        if found.state is not NominationState.GRANTED:
            check_pending(found)
        if found.member.id == desk.me.id:
            raise OwnHonour(name=desk.me.name)
        given = _consent(Consent(frozenset(shows), at or now, typed(source), minor, typed(guardian)), now)
        if found.consent is not None:
            tx.nominations.withdraw_consent(found.id, desk.me.id, now)
        tx.nominations.consent(found.id, given, me(desk), now)
        if found.state is not NominationState.GRANTED:
            tx.nominations.move(found.id, NominationState.AGREED, now)
        said = " ".join(sorted(given.shows))
        body: Body = {"shows": said, "minor": given.minor, "agreed_at": given.at.isoformat()}
        private = {"source": given.source, "guardian": given.guardian}
        _changed(tx, Step(me(desk), now), found, "agreed", body=body, private=private)
        return Nominated(nomination_in(tx, found.id))


def _consent(given: Consent, now: datetime) -> Consent:
    if not given.source:
        raise ConsentWithoutSource
    if given.at > now:
        raise ConsentInFuture
    if given.minor and not given.guardian:
        raise GuardianNeeded
    return given


def withdraw_consent(desk: Desk, nomination: NominationId, *, reason: str = "") -> Nominated:
    """Enter that a member does not want the title, or agrees no longer to what was shown of them.

    Before the grant that ends the nomination. After it the title stays, and nothing of them is shown any more.

    Raises:
        NoRight: the person is no moderator.
        NominationNotFound, NominationOver: there is none that is not over, or granted.
        NoConsent: of a granted one: none stands.
    """
    require(desk.me, Role.MODERATOR)
    now, words = desk.clock(), typed(reason)
    with desk.record.write() as tx:
        found = nomination_in(tx, nomination)
        if found.state is not NominationState.GRANTED:
            check_pending(found)
        elif found.consent is None:
            raise NoConsent(nomination=found.id)
        if found.consent is not None:
            tx.nominations.withdraw_consent(found.id, desk.me.id, now)
        if found.state is not NominationState.GRANTED:
            return _end(desk, tx, found, NominationState.UNWANTED, words)
        _changed(tx, Step(me(desk), now, words), found, "consent_withdrawn")
        return Nominated(nomination_in(tx, found.id))
