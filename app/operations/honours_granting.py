"""Granting: the title comes to the account by what the community can do; thanks in public are drafted, and sent only
when somebody read them. Then its term: renewed, ended with honour, revoked, over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.changes import Changes
from app.domain.commands import CommandId, CommandKind, DecisionId, Intent
from app.domain.decisions import DecisionKind
from app.domain.honours import Grant, GrantId, Nomination, NominationId, NominationState, Show, Standing, Title
from app.domain.honours_letters import public_thanks
from app.domain.honours_rules import CURRENT, Change, Ground, check_change, check_grant, term_end
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of
from app.domain.messages import check_message, check_text, typed
from app.domain.words import NO_WORDS, Words
from app.errors import Language, NameNotShown, NoConsent, OwnHonour, ReasonNeeded, StillSanctioned, TitleRetired
from app.operations.conduct_announcing import can_publish
from app.operations.desk import NO_HOLD, Desk
from app.operations.honours import (
    CHANGED,
    Carried,
    Step,
    about,
    carry,
    change,
    check_manager,
    enter,
    grant_in,
    in_ledger,
    me,
    nomination_in,
    sanctioned,
    title_in,
)
from app.operations.ordering import Ordered, order
from storage.honours import GrantEvent
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Granted:
    """A title as it is held now, after somebody changed that.

    Attributes:
        decision: takes it back, while nothing of it was sent.
        how: how the community comes to show it, or no more; `why`, where it can't.
        title, text: thanks in public, drafted where it was granted; nothing of them is sent yet.
    """

    grant: Grant
    decision: DecisionId
    commands: tuple[CommandId, ...]
    how: Carried
    why: Words = NO_WORDS
    title: str = ""
    text: str = ""
    changes: Changes = CHANGED


@dataclass(frozen=True, slots=True)
class Announced:
    """Thanks in public, on their way; `by_hand`: a person puts them where members read."""

    decision: DecisionId
    commands: tuple[CommandId, ...]
    by_hand: bool
    changes: Changes = CHANGED


def ground(tx: Transaction, nomination: Nomination, now: datetime, *, known: tuple[Title, int] | None = None) -> Ground:
    """What a grant of this nomination would rest on.

    Args:
        known: its title, and how many hold that now, where they were read.
    """
    title, holders = known or (title_in(tx, nomination.title), tx.honours.holders().get(nomination.title, 0))
    holds = any(one.title == title.id and one.standing in CURRENT for one in tx.honours.grants_of(nomination.member.id))
    return Ground(title, holders, holds, sanctioned(tx, nomination.member.id, now))


def grant(
    desk: Desk, nomination: NominationId, *, language: Language | None = None, hold: timedelta = NO_HOLD
) -> Granted:
    """Grant the title of a nomination to which the member agreed.

    Args:
        desk: of a manager, who is not honoured by it.
        nomination: which one.
        language: of the thanks that are drafted; that of the nomination unless it is named.
        hold: how long its command waits, so that it can be taken back.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        NominationNotFound, NominationOver: there is none that is not over.
        OwnHonour: it is their own.
        NotGrantable: consent or a place is missing, the member is sanctioned or holds it: all of it is named.
        NotSignedIn: the community was never asked what it can do.
    """
    check_manager(desk)
    now = desk.clock()
    step = Step(me(desk), now, until=now + hold if hold else None)
    with desk.record.write() as tx:
        found = nomination_in(tx, nomination)
        rests = ground(tx, found, now)
        check_grant(found, rests, step.by)
        title = rests.title
        ordered, way = carry(tx, step, title, found.member, CommandKind.GRANT_HONOUR)
        held = _begin(tx, step, found, title, ordered.decision)
        body: Body = {
            "grant": held.id,
            "title": title.id,
            "title_zh": title.words.zh,
            "title_en": title.words.en,
            "member": in_ledger(held.member),
            "nomination": found.id,
            "decision": ordered.decision,
            "begins": held.begins.isoformat(),
            "ends": held.ends.isoformat(),
            "honour": way.honour_id,
            "way": way.how.value,
        }
        enter(tx, step, EntryKind.HONOUR_GRANTED, body, {"about": about(held.member)})
        said = "".join(one.words for one in found.evidence)
        heading, text = public_thanks(held, title, language or language_of(said or title.words.zh))
    return Granted(held, ordered.decision, ordered.commands, way.how, way.why, heading, text)


def _begin(tx: Transaction, step: Step, found: Nomination, title: Title, decision: DecisionId) -> Grant:
    ends = term_end(step.at, title.months)
    new = Grant(GrantId(""), title.id, found.member, found.id, step.at, ends)
    number = tx.honours.add_grant(new, decision)
    after = Standing.HELD, ends, None
    tx.honours.begin_grant(GrantEvent(number, Change.GRANTED, step.at, step.by, "", decision, None, after))
    tx.nominations.move(found.id, NominationState.GRANTED, step.at)
    return grant_in(tx, number)


# --- thanks in public ------------------------------------------------------------------------------------


def thanks_draft(desk: Desk, grant: GrantId, language: Language = "zh") -> tuple[str, str]:
    """Title and text of the thanks in public for a title, to be changed before they are sent.

    Raises:
        GrantNotFound: there is none.
    """
    with desk.record.read() as tx:
        held = grant_in(tx, grant, to_change=False)
        return public_thanks(held, title_in(tx, held.title), language)


def announce(desk: Desk, grant: GrantId, *, title: str, text: str, hold: timedelta = NO_HOLD) -> Announced:
    """Thank in public for a title, in words that somebody read.

    Where the community takes no notices, a person puts them where members read, and ticks it off.

    Args:
        desk: of a manager.
        grant: which title, held or emeritus.
        title, text: the words.
        hold: how long they wait, so that they can be taken back.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        GrantNotFound: there is none.
        NameNotShown: the member did not let their name be shown, and it stands there.
        Refused: another rule forbids the text. Nothing was kept.
    """
    check_manager(desk)
    heading, said = check_text(title, 100, ("标题", "The title")), check_message(text, None)
    with desk.record.write() as tx:
        held = grant_in(tx, grant)
        name = held.member.name
        if Show.NAME not in held.shows and name and name in f"{heading}\n{said}":
            raise NameNotShown(name=name)
        intent = Intent(CommandKind.PUBLISH_NOTICE, title=heading, text=said)
        by_hand = not can_publish(tx.marks.info())
        lane = f"honour:{held.member.id}"
        ordered = order(desk, tx, DecisionKind.HONOUR, [intent], lane=lane, text=said, by_hand=by_hand, hold=hold)
        body: Body = {
            "grant": held.id,
            "title": held.title,
            "member": in_ledger(held.member),
            "change": "announced",
            "decision": ordered.decision,
        }
        enter(tx, Step(me(desk), desk.clock()), EntryKind.HONOUR_CHANGED, body, {"about": about(held.member)})
    return Announced(ordered.decision, ordered.commands, ordered.by_hand > 0)


# --- the term --------------------------------------------------------------------------------------------


def renew(desk: Desk, grant: GrantId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Granted:
    """Give a title for another term, which begins when the present one is over.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        OwnHonour: it is their own.
        GrantNotFound, GrantNotSo: it is not held.
        TitleRetired: the title is given no more.
        NoConsent: the member's consent was withdrawn.
        StillSanctioned: a measure against the member runs, or waits for its second person.
    """
    check_manager(desk)
    with desk.record.write() as tx:
        held, step = _to_change(desk, tx, grant, Change.RENEWED, reason=reason, hold=hold)
        title = title_in(tx, held.title)
        if title.retired_at is not None:
            raise TitleRetired(title_zh=title.words.zh, title_en=title.words.en)
        if held.nomination is not None and nomination_in(tx, held.nomination).consent is None:
            raise NoConsent(nomination=held.nomination)
        _check_free(tx, held, step.at)
        ends = term_end(max(held.ends, step.at), title.months)
        ordered, _ = change(tx, step, held, Change.RENEWED, standing=Standing.HELD, ends=ends)
        return _after(tx, held, ordered, Carried.LOCAL)


def make_emeritus(desk: Desk, grant: GrantId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Granted:
    """Let somebody keep a title for life, without its duties; it counts against no quota, and the account keeps it.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        OwnHonour: it is their own.
        GrantNotFound, GrantNotSo: it is neither held nor over.
        StillSanctioned: a measure against the member runs, or waits for its second person.
    """
    check_manager(desk)
    with desk.record.write() as tx:
        held, step = _to_change(desk, tx, grant, Change.EMERITUS, reason=reason, hold=hold)
        _check_free(tx, held, step.at)
        kind = CommandKind.GRANT_HONOUR if held.standing is Standing.ENDED else None
        ordered, way = change(tx, step, held, Change.EMERITUS, standing=Standing.EMERITUS, kind=kind)
        return _after(tx, held, ordered, way.how, way.why if kind else NO_WORDS)


def revoke(desk: Desk, grant: GrantId, *, reason: str, hold: timedelta = NO_HOLD) -> Granted:
    """Take a title away for good; the account loses it.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        GrantNotFound, GrantNotSo: it is not held, suspended or emeritus.
        ReasonNeeded: no reason is given.
    """
    check_manager(desk)
    with desk.record.write() as tx:
        held, step = _to_change(desk, tx, grant, Change.REVOKED, reason=reason, hold=hold)
        if not step.reason:
            raise ReasonNeeded
        kind = CommandKind.REVOKE_HONOUR if held.standing is not Standing.SUSPENDED else None
        ordered, way = change(tx, step, held, Change.REVOKED, standing=Standing.REVOKED, kind=kind)
        return _after(tx, held, ordered, way.how, way.why if kind else NO_WORDS)


def restore(desk: Desk, grant: GrantId, *, reason: str = "", hold: timedelta = NO_HOLD) -> Granted:
    """Give a suspended title back, once the measure is over and a manager looked at it.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        GrantNotFound, GrantNotSo: it is not suspended.
        StillSanctioned: a measure against the member runs, or waits for its second person.
    """
    check_manager(desk)
    with desk.record.write() as tx:
        held, step = _to_change(desk, tx, grant, Change.RESTORED, reason=reason, hold=hold)
        _check_free(tx, held, step.at)
        kind = CommandKind.GRANT_HONOUR
        ordered, way = change(tx, step, held, Change.RESTORED, standing=Standing.HELD, kind=kind)
        return _after(tx, held, ordered, way.how, way.why)


def _to_change(
    desk: Desk, tx: Transaction, grant: GrantId, what: Change, *, reason: str, hold: timedelta
) -> tuple[Grant, Step]:
    held, now = grant_in(tx, grant), desk.clock()
    if held.member.id == desk.me.id and what in (Change.RENEWED, Change.EMERITUS):
        raise OwnHonour(name=desk.me.name)
    check_change(held, what)
    return held, Step(me(desk), now, typed(reason), now + hold if hold else None)


def _check_free(tx: Transaction, held: Grant, now: datetime) -> None:
    if sanctioned(tx, held.member.id, now):
        raise StillSanctioned(name=held.member.name)


def _after(tx: Transaction, held: Grant, ordered: Ordered, how: Carried, why: Words = NO_WORDS) -> Granted:
    return Granted(grant_in(tx, held.id), ordered.decision, ordered.commands, how, why)


def end_due(desk: Desk) -> Changes:
    """End the terms that are over; the accounts lose their titles. Done by itself with each sync."""
    now = desk.clock()
    with desk.record.read() as tx:
        if not tx.honours.over(now):
            return Changes()
    with desk.record.write() as tx:
        over = [one.id for one in tx.honours.over(now)]
        for number in over:
            held = grant_in(tx, number)
            if held.standing in CURRENT and held.ends <= now:
                kind = CommandKind.REVOKE_HONOUR if held.standing is Standing.HELD else None
                change(tx, Step(me(desk), now), held, Change.ENDED, standing=Standing.ENDED, kind=kind)
    return CHANGED
