"""Parties of a referral: named, asked for a statement with a date, heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.changes import Area, Changes
from app.domain.community import Message
from app.domain.council import LONGEST_STATEMENT, Party, Referral, ReferralId
from app.domain.council_missing import Letter
from app.domain.council_referring import SHORTEST_TERM, STATEMENT_TERM
from app.domain.decisions import DECIDING, Decided
from app.domain.letters import moment_words
from app.domain.members import MemberId, MemberRef
from app.domain.messages import check_text
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import (
    LetterOnItsWay,
    MemberUnknown,
    NobodyToAsk,
    NotAskedYet,
    PartyHeard,
    PartyStays,
    StatementTooSoon,
    StillTheirTurn,
)
from app.operations.council_cases import preparing
from app.operations.council_letters import as_asked, ask_party, letter_of, letter_to
from app.operations.council_naming import add_party, cases_of, enter_party, party_in
from app.operations.council_referrals import referral_in
from app.operations.desk import NO_HOLD, Desk
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.COUNCIL)
_STATEMENT = ("陈述", "The statement")
_ACTION = Words("记录当事人和陈述", "enter parties and statements")
_TERM_HOURS = int(SHORTEST_TERM / timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Heard:
    """What was entered about a party."""

    referral: ReferralId
    party: Party
    changes: Changes = _TOUCHED


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent to parties: the decisions on their cases, and until when they can answer."""

    referral: ReferralId
    answer_by: datetime
    parties: tuple[str, ...]
    decided: tuple[Decided, ...]
    changes: Changes = DECIDING | _TOUCHED


def name_party(
    desk: Desk, referral: ReferralId, member: MemberRef, *, complains: bool, unheard_of: bool = False
) -> Heard:
    """Name somebody as a party, or say of one whether it is they who ask for something.

    Args:
        desk: of the person who names them.
        referral: which.
        member: who.
        complains: it is they who ask for something.
        unheard_of: the person means it, though nothing was ever read of such an account: no letter may reach it.

    Raises:
        MemberUnknown: nothing was ever read of such an account.
        TooManyParties: there are as many as can be told apart.
        MinorConcerned: they seem to be a minor.
        ReferralNotFound, ReferralSettled: there is none, or seats were given what to judge.
        NoRight, NotForTrainees: the person may not.
    """
    _may(desk)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        known = next((one for one in tx.council.parties(found.key) if one.member.id == member.id), None)
        if known is None:
            if not unheard_of:
                _named(desk, tx, member.id)
            add_party(desk, tx, found, member, complains=complains)
        elif known.complains != complains:
            tx.council.complains(known.seq, complains)
            enter_party(desk, tx, found, known, "party", complains=complains)
        return Heard(found.id, party_in(tx, found, member.id))


def drop_party(desk: Desk, referral: ReferralId, who: str) -> Heard:
    """Take a party off that wrote nothing of what is judged, and said nothing to it.

    Args:
        desk: of the person who acts.
        referral: which.
        who: the party's label, name or id.

    Raises:
        PartyUnknown, PartyStays, PartyHeard: there is none, or it stays.
        ReferralNotFound, ReferralSettled, NoRight, NotForTrainees: as for `name_party`.
    """
    _may(desk)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        party = party_in(tx, found, who)
        if any(case.author and case.author.id == party.member.id for case in cases_of(tx, found)):
            raise PartyStays(label=party.label)
        if party.heard:
            raise PartyHeard(label=party.label)
        tx.council.drop_party(party.seq)
        enter_party(desk, tx, found, party, "party_dropped")
        return Heard(found.id, party)


def state(desk: Desk, referral: ReferralId, who: str, statement: str) -> Heard:
    """Enter what a party says, in place of what it said before.

    Args:
        desk: of the person who enters it.
        referral: which.
        who: the party's label, name or id.
        statement: in the party's own words.

    Raises:
        EmptyMessage, TooLong: it can't be kept so.
        PartyUnknown, ReferralNotFound, ReferralSettled, NoRight, NotForTrainees: as for `drop_party`.
    """
    _may(desk)
    said = check_text(statement, LONGEST_STATEMENT, _STATEMENT)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        party = party_in(tx, found, who)
        tx.council.state(party.seq, said, desk.clock())
        enter_party(desk, tx, found, party, "statement", private={"statement": said})
        return Heard(found.id, party_in(tx, found, party.label))


def state_replied(desk: Desk, referral: ReferralId, who: str) -> Heard:
    """Enter as a party's statement what it wrote last to this account since it was asked.

    Raises:
        EmptyMessage: nothing came.
        Refused: as for `state`.
    """
    with desk.record.read() as tx:
        label = party_in(tx, referral_in(tx, referral), who).label
    came = replies(desk, referral).get(label, ())
    return state(desk, referral, label, came[-1].text if came else "")


def silent(desk: Desk, referral: ReferralId, who: str) -> Heard:
    """Enter that a party was asked, had its time, and said nothing.

    Raises:
        NotAskedYet: no letter asked it, or it was refused or taken back.
        LetterOnItsWay, StillTheirTurn: the letter did not arrive yet; or it still has time.
        PartyHeard: it did say something.
        PartyUnknown, ReferralNotFound, ReferralSettled, NoRight, NotForTrainees: as for `drop_party`.
    """
    _may(desk)
    now = desk.clock()
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        party = party_in(tx, found, who)
        if party.statement:
            raise PartyHeard(label=party.label)
        letter = letter_of(tx, found, party)
        if party.answer_by is None or not letter.stands:
            raise NotAskedYet(label=party.label)
        if letter is Letter.WAITS and now >= party.answer_by:
            raise LetterOnItsWay(label=party.label)
        if now < party.answer_by:
            until = moment_words(party.answer_by.astimezone())
            raise StillTheirTurn(label=party.label, until_zh=until.zh, until_en=until.en)
        tx.council.state(party.seq, "", now, silent=True)
        enter_party(desk, tx, found, party, "silent")
        return Heard(found.id, party_in(tx, found, party.label))


def ask_parties(
    desk: Desk,
    referral: ReferralId,
    *,
    until: datetime | None = None,
    who: Sequence[str] = (),
    messages: Mapping[str, str] | None = None,
    hold: timedelta = NO_HOLD,
) -> Asked:
    """Ask parties for a statement, each by a private letter with a date.

    Args:
        desk: of the person who asks.
        referral: which.
        until: by when they can answer; three days from now where nothing else is said.
        who: labels, names or ids; all who were neither asked nor heard, where none is given.
        messages: by label, what is written instead of the standard letter.
        hold: how long the letters wait, so that they can be taken back.

    Raises:
        NobodyToAsk: everybody was asked or heard.
        StatementTooSoon: the date leaves them no time.
        PartyUnknown, ReferralNotFound, ReferralSettled, NoRight, NotForTrainees: as for `drop_party`.
        Refused: a letter can't be sent so, with the sentence that says why. Nothing was sent.
    """
    _may(desk)
    now = desk.clock()
    until = until or _usual_end(now)
    if until < now + SHORTEST_TERM:
        raise StatementTooSoon(least=_TERM_HOURS)
    with desk.record.write() as tx:
        found = preparing(tx, referral)
        asked = _to_ask(tx, found, who)
        if not asked:
            raise NobodyToAsk
        own = messages or {}
        decided = tuple(
            ask_party(desk, tx, found, one, own=own.get(one.label, ""), until=until, hold=hold) for one in asked
        )
        return Asked(found.id, until, tuple(one.label for one in asked), decided)


def letters(
    desk: Desk, referral: ReferralId, who: Sequence[str] = (), *, until: datetime | None = None
) -> list[tuple[str, str]]:
    """The standard letters as they would be sent: to whom, by their labels, and the text. See `ask_parties`.

    Raises:
        ReferralNotFound, PartyUnknown: there is none.
    """
    until = until or _usual_end(desk.clock())
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
        return [(one.label, letter_to(desk, tx, found, one, until)) for one in _to_ask(tx, found, who)]


def replies(desk: Desk, referral: ReferralId) -> dict[str, tuple[Message, ...]]:
    """What parties wrote to this account since they were asked, oldest first, by their labels; none where nobody did.

    Raises:
        ReferralNotFound: there is none.
    """
    with desk.record.read() as tx:
        parties = tx.council.parties(referral_in(tx, referral).key)
    with desk.cache.read() as cached:
        found = {
            one.label: tuple(
                message
                for message in cached.threads.messages_with(desk.me.id, one.member.id)
                if not message.sent_by_us and one.asked_at is not None and message.at >= one.asked_at
            )
            for one in parties
        }
    return {label: said for label, said in found.items() if said}


def member_named(desk: Desk, member: str) -> MemberRef:
    """A member by their id, with the name by which they are known.

    Raises:
        MemberUnknown: nobody ever heard of them.
    """
    with desk.record.read() as tx:
        return _named(desk, tx, member)


def _named(desk: Desk, tx: Transaction, member: str) -> MemberRef:
    who = MemberId(member.strip())
    with desk.cache.read() as cached:
        known = cached.threads.member(who)
    if known is not None:
        return known.ref
    name = tx.members.name(who)
    if name is None:
        raise MemberUnknown(member=member)
    return MemberRef(who, name)


def _usual_end(now: datetime) -> datetime:
    """The end of the usual term, at a full hour, as a letter can say it."""
    return (now + STATEMENT_TERM).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _to_ask(tx: Transaction, referral: Referral, who: Sequence[str]) -> list[Party]:
    """Who was named; all who were neither asked nor heard, where nobody was."""
    if who:
        return [party_in(tx, referral, one) for one in who]
    parties = [as_asked(tx, referral, one) for one in tx.council.parties(referral.key)]
    return [one for one in parties if one.asked_at is None and not one.heard]


def _may(desk: Desk) -> None:
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _ACTION)
