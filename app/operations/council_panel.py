"""The panel of a referral: who may judge it, drawing them, and who stands aside.

Nobody chooses: the order follows from the hash of the ledger's entry by which a case was referred first, which nobody
could foresee, and the ledger tells of each draw who was in it, so that anybody can draw again and compare.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.changes import Area, Changes
from app.domain.council import OPEN_STAGES, PANEL, TERM, Referral, ReferralId, Seat, Stage
from app.domain.council_counting import quorum
from app.domain.council_panel import ASIDE_WORDS, DECLARED, Aside, Close, Sitting, barred, draw
from app.domain.council_referring import seats_asking
from app.domain.ledger import Body, EntryKind
from app.domain.letters import moment_words
from app.domain.members import MemberId, MemberRef
from app.domain.messages import says_something, typed
from app.domain.roles import Role, require, require_either
from app.domain.words import NO_WORDS, Words
from app.errors import (
    AsideByRule,
    NobodyToReplace,
    NotOnPanel,
    PanelComplete,
    PanelTooSmall,
    ReasonNeeded,
    SeatVoted,
    VotedSeatByAnother,
    VotedSeatStays,
    VotingOver,
)
from app.operations.council_accounts import folded
from app.operations.council_referrals import at_stage, enter, referral_in
from app.operations.desk import Desk
from storage.transaction import Transaction

TOUCHED = Changes.of(Area.COUNCIL)
_RUNNING = (Stage.PREPARING, Stage.VOTING)
_LONGEST_REASON = 500
_SMALL = Words(
    f"；可改用 {PANEL} 席的小组：council rewrite --small", f"; a panel of {PANEL} may do: council rewrite --small"
)
_NO_DISTANCE = frozenset({Aside.TERM, Aside.UNCONFIRMED})
"""What is no closeness to the matter: who voted while in office has voted."""


@dataclass(frozen=True, slots=True)
class Eligible:
    """A seat, and whether it can be drawn.

    Attributes:
        bar: why the record keeps it out; None where it does not.
        sitting: its place, where it was drawn before.
    """

    seat: Seat
    bar: Aside | None = None
    sitting: Sitting | None = None


@dataclass(frozen=True, slots=True)
class PanelChanged:
    """What became of a panel.

    Attributes:
        drawn: who was drawn now.
        aside: who stands aside since now, and why.
        lacking: so many seats fewer than were wanted, because there are no more.
    """

    referral: ReferralId
    drawn: tuple[Seat, ...]
    aside: tuple[tuple[Seat, Aside], ...]
    lacking: int
    changes: Changes = TOUCHED


def eligibility(desk: Desk, referral: ReferralId) -> list[Eligible]:
    """Every seat that has not left, by number, and whether it may judge this referral.

    Raises:
        ReferralNotFound: there is none.
    """
    now = desk.clock()
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
        until = ends_at(found, now)
        close, panel = close_to(tx, found), {one.seat.number: one for one in tx.council.panel(found.key)}
        return [
            Eligible(one, barred(one, close, now, until), panel.get(one.number))
            for one in tx.council_seats.all()
            if one.left_at is None or one.number in panel
        ]


def draw_panel(desk: Desk, referral: ReferralId) -> PanelChanged:
    """Draw the seats that a panel lacks; who sits and may no longer judge it stands aside first.

    Raises:
        PanelComplete: it lacks none.
        PanelTooSmall: fewer seats may judge than a quorum of the panel that was asked for; nothing is drawn.
        ReferralNotFound, ReferralAtOtherStage: there is none, or its packet is out already.
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.write() as tx:
        found = at_stage(tx, referral, (Stage.PREPARING,))
        aside = _aside_by_rule(desk, tx, found)
        wanted = found.size - len(sitting(tx, found))
        if not wanted:
            raise PanelComplete(referral=found.id)
        drawn = _draw(desk, tx, found, wanted)
        there = len(sitting(tx, found))
        needed = quorum(found.size)
        if there < needed:
            zh, en = _why_few(desk, tx, found)
            raise PanelTooSmall(there=there, needed=needed, why_zh=zh, why_en=en)
        return PanelChanged(found.id, tuple(drawn), aside, wanted - len(drawn))


def stand_aside(desk: Desk, referral: ReferralId, number: int, aside: Aside, *, reason: str = "") -> PanelChanged:
    """Take a seat off a panel because of a conflict, or because nobody reaches it; the next in order takes its place.

    Args:
        desk: of a secretary or manager; where the seat has voted, of another one than built the packet.
        referral: which one.
        number: of the seat.
        aside: CONFLICT or SILENT.
        reason: what the conflict is; needed where the seat has voted, whose ballot is destroyed then.

    Raises:
        AsideByRule: it is another reason.
        NotOnPanel: the seat does not judge this referral.
        SeatVoted: it is called silent, and its ballot has arrived.
        ReasonNeeded: it has voted, and nothing is said of the conflict.
        VotedSeatByAnother: it has voted, and who acts built the packet.
        NobodyToReplace, VotedSeatStays: it is silent, or seats vote, and none is left.
        VotingOver: the term of the vote is over.
        ReferralNotFound, ReferralAtOtherStage: there is none, or its ballots were counted.
        NoRight: the person is neither secretary nor manager.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    if aside not in DECLARED:
        words = ASIDE_WORDS[aside]
        raise AsideByRule(aside_zh=words.zh, aside_en=words.en)
    reason = typed(reason, _LONGEST_REASON)
    with desk.record.write() as tx:
        found = at_stage(tx, referral, _RUNNING)
        one = _place_of(tx, found, number)
        _check_term(desk, found)
        voted = number in {arrival.seat for arrival in tx.council_box.roll(found.key, found.round)}
        if voted and aside is Aside.SILENT:
            raise SeatVoted(number=number)
        if voted:
            _check_voted(desk, tx, found, number, reason)
        done = put_aside(desk, tx, found, one.seat, aside, reason=reason)
        if not done.drawn and voted:
            raise VotedSeatStays(number=number)
        if not done.drawn and (aside is Aside.SILENT or found.stage is Stage.VOTING):
            raise NobodyToReplace(number=number)
        return done


# --- for the other operations of the council ----------------------------------------------------------------


def close_to(tx: Transaction, referral: Referral) -> Close:
    """Who is too close to a referral: parties, authors, reporters, who decided before or referred it, any of staff."""
    found = [tx.cases.get(case_id) for case_id in tx.council.cases(referral.key)]
    decided = [one for case in found for one in tx.decisions.of_case(case.key)]
    agreed = [tx.governing.approval(one.id) for one in decided]
    return Close(
        parties=_with_namesakes(
            tx,
            [one.member for one in tx.council.parties(referral.key)]
            + [case.author for case in found if case.author is not None],
        ),
        reporters=_with_namesakes(
            tx, [one.by for case in found for one in tx.cases.reports(case.key) if one.by is not None]
        ),
        deciders=frozenset(
            [one.by.id for one in decided] + [one.by.id for one in agreed if one is not None] + [referral.by.id]
        ),
        askers=frozenset(one.member.id for one in tx.council_seats.all() if one.number in seats_asking(referral)),
        conflicted=frozenset(
            [member for case in found for member in tx.governing.recused(case.key)]
            + [account.id for account in tx.accounts.every()]
        ),
    )


def sitting(tx: Transaction, referral: Referral) -> list[Sitting]:
    """The seats that judge a referral in this round, in the order in which they were drawn."""
    return [one for one in tx.council.panel(referral.key) if one.aside is None and one.round == referral.round]


def ends_at(referral: Referral, now: datetime) -> datetime:
    """Until when seats judge it: the end of the term, or of the usual one where no packet went out yet."""
    return referral.due_at or now + TERM


def may_no_longer(
    desk: Desk, tx: Transaction, referral: Referral, until: datetime | None = None
) -> list[tuple[Seat, Aside]]:
    """Seats of the panel that the record keeps out since they were drawn: no packet goes out while there is one.

    Args:
        desk, tx: of whom, and the record.
        referral: which.
        until: the vote would run; None: until the end of its term, or of the usual one.
    """
    close, now = close_to(tx, referral), desk.clock()
    until = until or ends_at(referral, now)
    bars = [(one.seat, barred(one.seat, close, now, until)) for one in sitting(tx, referral)]
    return [(seat, bar) for seat, bar in bars if bar is not None]


def came_too_close(desk: Desk, tx: Transaction, referral: Referral) -> list[tuple[Seat, Aside]]:
    """Those of them who are too close to the matter by now: their ballots are neither taken nor counted."""
    return [(seat, bar) for seat, bar in may_no_longer(desk, tx, referral) if bar not in _NO_DISTANCE]


def put_aside(
    desk: Desk, tx: Transaction, referral: Referral, seat: Seat, aside: Aside, *, reason: str = ""
) -> PanelChanged:
    """Take a seat off the panel, destroy its ballot where one lies in the box, and draw who takes its place."""
    tx.council.stand_aside(referral.key, seat.key, aside, desk.clock(), desk.me.id)
    tx.council_box.take_out(referral.key, referral.round, seat.key)
    private = {"reason": reason} if reason else None
    body: Body = {"seat": seat.number, "change": "aside", "why": aside.value}
    enter(desk, tx, referral, EntryKind.PANEL_CHANGED, body, private=private)
    drawn = _draw(desk, tx, referral, 1, instead_of=seat.number)
    return PanelChanged(referral.id, tuple(drawn), ((seat, aside),), referral.size - len(sitting(tx, referral)))


def off_every_panel(desk: Desk, tx: Transaction, seat: Seat, aside: Aside) -> None:
    """Take a seat off each panel on which it did not vote yet."""
    for referral in tx.council.of_seat(seat.key, OPEN_STAGES):
        arrived = {one.seat for one in tx.council_box.roll(referral.key, referral.round)}
        on = {one.seat.number for one in sitting(tx, referral)}
        over = referral.due_at is not None and desk.clock() >= referral.due_at
        if referral.stage in _RUNNING and seat.number in on - arrived and not over:
            put_aside(desk, tx, referral, seat, aside)


def end_round(desk: Desk, tx: Transaction, referral: Referral) -> None:
    """Release the panel of a round that ended undecided: new seats judge next, none of them votes twice."""
    voted = {one.seat for one in tx.council_box.roll(referral.key, referral.round) if not one.recusal}
    for one in sitting(tx, referral):
        aside = Aside.EARLIER if one.seat.number in voted else Aside.SILENT
        tx.council.stand_aside(referral.key, one.seat.key, aside, desk.clock())


# --- parts ------------------------------------------------------------------------------------------------


def _with_namesakes(tx: Transaction, members: Sequence[MemberRef]) -> frozenset[MemberId]:
    """Their accounts, and those of seats of the same name: the number of a seat's account was typed by a person."""
    names = {folded(one.name) for one in members}
    seats = [one.member for one in tx.council_seats.all()]
    alike = [one.id for one in seats if folded(one.name) in names or folded(one.id) in names]
    return frozenset([one.id for one in members] + alike)


def _draw(desk: Desk, tx: Transaction, referral: Referral, size: int, *, instead_of: int | None = None) -> list[Seat]:
    now, close, panel = desk.clock(), close_to(tx, referral), tx.council.panel(referral.key)
    every = tx.council_seats.all()
    until = ends_at(referral, now)
    bars = {one.number: barred(one, close, now, until) for one in every}
    taken = [one.seat.number for one in panel]
    able = [one for one in every if bars[one.number] is None]
    late = tx.council_seats.come_after(referral.opened_at)
    head = referral.head if panel else _first_head(tx, referral)
    drawn = draw(head, able, size, taken=taken, late=late)
    for place, seat in enumerate(drawn, len(panel) + 1):
        tx.council.sit(referral.key, Sitting(seat, place, referral.round, now, instead_of=instead_of))
    if drawn:
        body: Body = {
            "head": head,
            "able": _numbers(one.number for one in able if one.number not in taken),
            "late": _numbers(late),
            "out": " ".join(f"{number}:{bar}" for number, bar in sorted(bars.items()) if bar is not None),
            "drawn": " ".join(str(one.number) for one in drawn),
            "instead_of": instead_of,
        }
        enter(desk, tx, referral, EntryKind.PANEL_DRAWN, body)
    return drawn


def _first_head(tx: Transaction, referral: Referral) -> str:
    """By what seats are drawn: a case that was drawn for before keeps its order, so that nobody tries for another."""
    before = tx.council.drawn_before(referral.key)
    if before is None or before[0] >= referral.entries:
        return referral.head
    tx.council.draw_by(referral.key, *before)
    return before[1]


def _check_voted(desk: Desk, tx: Transaction, referral: Referral, number: int, reason: str) -> None:
    if not says_something(reason):
        raise ReasonNeeded
    built_by = tx.council.built_by(referral.key, referral.round)
    if built_by is not None and built_by.id == desk.me.id:
        raise VotedSeatByAnother(number=number, by=built_by.name)


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(str(one) for one in sorted(numbers))


def _aside_by_rule(desk: Desk, tx: Transaction, referral: Referral) -> tuple[tuple[Seat, Aside], ...]:
    """Take off who may no longer judge; those who are drawn next take their places."""
    found = may_no_longer(desk, tx, referral)
    for seat, aside in found:
        tx.council.stand_aside(referral.key, seat.key, aside, desk.clock())
        body: Body = {"seat": seat.number, "change": "aside", "why": aside.value}
        enter(desk, tx, referral, EntryKind.PANEL_CHANGED, body)
    return tuple(found)


def _place_of(tx: Transaction, referral: Referral, number: int) -> Sitting:
    for one in sitting(tx, referral):
        if one.seat.number == number:
            return one
    raise NotOnPanel(number=number, referral=referral.id)


def _check_term(desk: Desk, referral: Referral) -> None:
    if referral.due_at is not None and desk.clock() >= referral.due_at:
        due = moment_words(referral.due_at.astimezone())
        raise VotingOver(referral=referral.id, due_zh=due.zh, due_en=due.en)


def _why_few(desk: Desk, tx: Transaction, referral: Referral) -> tuple[str, str]:
    """Why there are so few, reason by reason."""
    close, now = close_to(tx, referral), desk.clock()
    panel = {one.seat.number: one.aside for one in tx.council.panel(referral.key)}
    bars = [panel.get(one.number) or barred(one, close, now, ends_at(referral, now)) for one in tx.council_seats.all()]
    many = [(aside, bars.count(aside)) for aside in Aside if aside in bars]
    zh = "，".join(f"{count} 个{ASIDE_WORDS[aside].zh}" for aside, count in many)
    en = ", ".join(f"{count} {ASIDE_WORDS[aside].en}" for aside, count in many)
    told = Words(f"其余：{zh}", f"of the others: {en}") if many else Words("没有别的席位", "there are no others")
    small = _SMALL if referral.size > PANEL and referral.round == 1 else NO_WORDS
    return told.zh + small.zh, told.en + small.en
