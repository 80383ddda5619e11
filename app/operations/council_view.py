"""A referral as a page shows it: what it is about, who is heard, who judges, what is still missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.cases import Case, CaseId, CaseKind
from app.domain.conduct import Article, Edition
from app.domain.council import OPEN_STAGES, Matter, Party, Referral, ReferralId, Stage
from app.domain.council_missing import Missing, missing
from app.domain.council_next import Standing, next_words, to_be_told, waits
from app.domain.council_panel import Sitting
from app.domain.council_ruling import Ruling
from app.domain.decisions import Decision, DecisionKind
from app.domain.handover import SHOWN, Line, Section
from app.domain.members import MemberId
from app.domain.words import NO_WORDS, Words
from app.operations.council_cases import concerns_minor, referral_of
from app.operations.council_letters import as_asked, letter_of
from app.operations.council_referrals import referral_in
from app.operations.council_standing import as_it_stands
from app.operations.council_wording import worded
from app.operations.desk import Desk
from storage.council import BuiltPacket
from storage.council_box import Arrival
from storage.record import Record
from storage.transaction import Transaction

MOST = 200
"""So many referrals are listed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A referral in a list.

    Attributes:
        cases: how many are in it.
        parties: their labels and names, in order.
        seats: how many sit; `arrived`: of how many something came.
        next: what comes next.
        waits: it waits for others or for a date, and for nobody of the team.
        to_be_told: it was withdrawn, and seats have to know.
    """

    referral: Referral
    cases: int
    parties: tuple[str, ...] = ()
    seats: int = 0
    arrived: int = 0
    next: Words = NO_WORDS
    waits: bool = False
    to_be_told: bool = False


@dataclass(frozen=True, slots=True)
class InReferral:
    """A case of a referral.

    Attributes:
        label: how its author is called, "" where nobody knows who wrote it.
        before: the text as it stood when the case was referred, where it was changed since; else "".
    """

    case: Case
    label: str
    before: str = ""

    @property
    def title(self) -> str:
        """The title of the thread."""
        return self.case.revision.title or self.case.title

    @property
    def text(self) -> str:
        """What is judged: the newest text that was seen."""
        return self.case.revision.body


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that may have been breached, in its edition."""

    edition: Edition
    article: Article


@dataclass(frozen=True, slots=True)
class Dossier:
    """A referral with everything about it.

    Attributes:
        cases: in the order in which they were joined.
        parties: in the order in which they were named.
        panel: every seat that was drawn, of all rounds, in the order of drawing.
        arrived: what came in this round and is here, oldest first: seat, serial, time, never what it says.
        packet: of this round, once it was built.
        ruling: once it was counted.
        done: what was decided on the cases and stands, oldest first.
        destroyed: when each seat, by its number, destroyed what it had.
        parties: one whose letter did not go out, as one that nobody asked.
        missing: without what the packet can't be built; empty when it was, or can be.
    """

    referral: Referral
    cases: tuple[InReferral, ...]
    parties: tuple[Party, ...]
    articles: tuple[Cited, ...]
    panel: tuple[Sitting, ...]
    arrived: tuple[Arrival, ...]
    packet: BuiltPacket | None
    ruling: Ruling | None
    done: tuple[Decision, ...]
    destroyed: dict[int, datetime]
    missing: tuple[Missing, ...] = ()

    @property
    def sitting(self) -> tuple[Sitting, ...]:
        """The seats that judge in this round."""
        return tuple(one for one in self.panel if one.aside is None and one.round == self.referral.round)

    def label_of(self, member: str) -> str:
        """The label of a member, "" where they are no party."""
        return next((one.label for one in self.parties if one.member.id == member), "")


def listing(desk: Desk, *, closed: bool = False) -> list[Listed]:
    """The referrals that are open, or those that are over, the newest first."""
    stages = frozenset(Stage) - OPEN_STAGES if closed else OPEN_STAGES
    with desk.record.read() as tx:
        return [_listed(tx, one, desk.clock()) for one in tx.council.newest(MOST, stages)]


def voted_on(record: Record) -> list[ReferralId]:
    """Referrals on which seats vote now, the newest first."""
    with record.read() as tx:
        return [one.id for one in tx.council.newest(MOST, {Stage.VOTING})]


def dossier(desk: Desk, referral: ReferralId) -> Dossier:
    """Everything about a referral.

    Raises:
        ReferralNotFound: there is none.
    """
    with desk.record.read() as tx:
        found = dossier_in(tx, referral_in(tx, referral), desk.clock())
        ruling = found.ruling and worded(desk, tx, found.referral, found.ruling)
        return replace(found, ruling=ruling)


def dossier_in(tx: Transaction, referral: Referral, now: datetime) -> Dossier:
    """The same within a transaction; `now`: whether a party's time is over."""
    key = referral.key
    cases = [tx.cases.get(one) for one in tx.council.cases(key)]
    parties = [as_asked(tx, referral, one) for one in tx.council.parties(key)]
    labels = {one.member.id: one.label for one in parties}
    ruling = tx.rulings.find(key)
    done = sorted((one for case in cases for one in tx.decisions.of_case(case.key)), key=lambda one: one.seq)
    found = Dossier(
        referral=referral,
        cases=tuple(_within(tx, one, labels, done) for one in cases),
        parties=tuple(parties),
        articles=tuple(_cited(tx, referral)),
        panel=tuple(tx.council.panel(key)),
        arrived=tuple(_arrived(tx, referral)),
        packet=tx.council.built(key, referral.round),
        ruling=None if ruling is None else as_it_stands(tx, ruling),
        done=tuple(one for one in done if one.undone_at is None),
        destroyed=tx.council.destructions(key),
    )
    return replace(found, missing=_missing(tx, found, now)) if referral.stage is Stage.PREPARING else found


def _arrived(tx: Transaction, referral: Referral) -> Iterator[Arrival]:
    """What came; while seats vote, without what a record that was restored from a backup no longer has."""
    held = tx.council_box.held(referral.key, referral.round)
    for one in tx.council_box.roll(referral.key, referral.round):
        if one.recusal or one.seat in held or referral.stage is not Stage.VOTING:
            yield one


def _within(tx: Transaction, case: Case, labels: Mapping[MemberId, str], done: Sequence[Decision]) -> InReferral:
    referred = [one for one in done if one.case_id == case.id and one.kind is DecisionKind.REFERRAL]
    version = referred[-1].revision if referred else case.revision.version
    before = ""
    if version != case.revision.version:
        before = next((one.body for one in tx.cases.revisions(case.key) if one.version == version), case.body)
    return InReferral(case, labels.get(case.author.id, "") if case.author else "", before)


def _missing(tx: Transaction, found: Dossier, now: datetime) -> tuple[Missing, ...]:
    cases = [one.case for one in found.cases]
    asked = [one for one in tx.council.parties(found.referral.key) if one.asked_at is not None]
    return missing(
        found.referral,
        cases=cases,
        minors=[one.id for one in cases if concerns_minor(tx, one)],
        parties=found.parties,
        articles=len(found.articles),
        sitting=len(found.sitting),
        now=now,
        letters={one.label: letter_of(tx, found.referral, one) for one in asked},
    )


def _cited(tx: Transaction, referral: Referral) -> Iterator[Cited]:
    named = tx.council.articles(referral.key)
    editions = {one.number: one for one in tx.conduct.editions()} if named else {}
    for number, article in named:
        yield Cited(editions[number], editions[number].article(article))


def _listed(tx: Transaction, referral: Referral, now: datetime) -> Listed:
    found = dossier_in(tx, referral, now)
    sitting = {one.seat.number for one in found.sitting}
    voted = len(sitting.intersection(one.seat for one in found.arrived))
    untold = sorted(sitting - set(found.destroyed)) if referral.stage is Stage.WITHDRAWN and referral.packet else []
    stands = Standing(referral, found.missing, len(sitting), voted, found.ruling, untold)
    return Listed(
        referral,
        len(found.cases),
        tuple(f"{one.label} {one.member.name}" for one in found.parties),
        len(sitting),
        voted,
        next_words(stands, now),
        waits(stands, now),
        to_be_told(stands, now),
    )


def section(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Referrals that wait for somebody of the team, for who takes the shift over."""
    found = [_listed(tx, one, now) for one in tx.council.newest(MOST, OPEN_STAGES)]
    over = [_listed(tx, one, now) for one in tx.council.newest(SHOWN, {Stage.WITHDRAWN})]
    waiting = [one for one in over if one.to_be_told] + [one for one in found if not one.waits]
    lines = tuple(
        Line(
            Words(
                f"{one.referral.id} “{one.referral.question}”：{one.next.zh}",
                f"{one.referral.id} “{one.referral.question}”: {one.next.en}",
            )
        )
        for one in waiting[:SHOWN]
    )
    return Section("council", Words("议事会的事项", "Before the council"), lines, more=len(waiting) - len(lines))


def referral_of_case(desk: Desk, case_id: CaseId) -> Referral | None:
    """The open referral in which a case is.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        return referral_of(tx, tx.cases.get(case_id))


def matter_of(kind: CaseKind) -> Matter:
    """What a dispute is about, as far as the kind of its first case tells."""
    return {CaseKind.PLAGIARISM: Matter.PLAGIARISM, CaseKind.DISPUTE: Matter.EXCHANGE}.get(kind, Matter.OPINION)
