"""Publishing rulings after the term of appeal, without names and quotes; finding earlier ones that are alike."""

from dataclasses import dataclass
from heapq import nlargest

from app.domain.changes import Area, Changes
from app.domain.commands import CommandId, CommandKind, DecisionId, Intent
from app.domain.council import Referral, ReferralId, Remedy, referral_id
from app.domain.council_copy import ruling_title
from app.domain.council_ruling import Ruling
from app.domain.decisions import DecisionKind
from app.domain.ledger import Body, EntryKind
from app.domain.letters import language_of, moment_words
from app.domain.roles import Role, require_either
from app.errors import AppealOpen, AppealTermRuns, NoRuling, RulingPublished
from app.operations.conduct_announcing import can_publish
from app.operations.council_nameless import check_remedies, check_telling
from app.operations.council_referrals import enter, referral_in
from app.operations.council_standing import appealed, as_it_stands, close_when_done
from app.operations.council_wording import worded, worded_in
from app.operations.desk import Desk
from app.operations.ordering import order
from app.text.likeness import likeness, traits
from storage.threads import Threads
from storage.transaction import Transaction

LANE = "ruling"
NEWEST = 1_000
"""So many published rulings are looked through."""

LEAST_ALIKE = 0.05
_TOUCHED = Changes.of(Area.COUNCIL, Area.OUTBOX, Area.CASES)


@dataclass(frozen=True, slots=True)
class Published:
    """A ruling that is published.

    Attributes:
        title, text: as they are put up.
        commands: that put it up.
        by_hand: it is a person who puts it where members read, since this community takes no notices.
    """

    referral: ReferralId
    title: str
    text: str
    decision: DecisionId
    commands: tuple[CommandId, ...]
    by_hand: bool
    changes: Changes = _TOUCHED


@dataclass(frozen=True, slots=True)
class Found:
    """A published ruling that is like something; `likeness` from 0 to 1."""

    referral: ReferralId
    ruling: Ruling
    text: str
    likeness: float

    @property
    def remedy(self) -> Remedy | None:
        """What it recommends."""
        return self.ruling.outcome.remedy


def publish(desk: Desk, referral: ReferralId | str) -> Published:
    """Publish a confirmed ruling as a notice of the community, and close its referral once all of it is done.

    Where the community takes no notices, a person puts it where members read, and ticks it off.

    Args:
        desk: of a secretary or a manager.
        referral: of which it is.

    Raises:
        NoRight: the person is neither.
        ReferralNotFound, NoRuling: there is none that was confirmed.
        AppealTermRuns: the term of appeal runs, of the ruling or of what carries it out.
        AppealOpen: an appeal against that waits for its answer.
        RulingPublished: it was published.
        RulingTells: a name, or a passage of a post, stands in it.
        NotSignedIn: the community was never asked what it can do.
    """
    require_either(desk.me, Role.SECRETARY, Role.MANAGER)
    now = desk.clock()
    with desk.record.write() as tx:
        found, ruling = _to_publish(desk, tx, referral)
        check_telling(desk, tx, found, f"{ruling.reasons}\n{ruling.refused_why}")
        check_remedies(ruling.outcome, ruling.reasons)
        text = worded(desk, tx, found, ruling).text
        title = ruling_title(found, language_of(text))
        intent = Intent(CommandKind.PUBLISH_NOTICE, title=title, text=text)
        by_hand = not can_publish(tx.marks.info())
        ordered = order(desk, tx, DecisionKind.NOTICE, [intent], lane=LANE, text=text, by_hand=by_hand)
        tx.rulings.published(found.key, now)
        body: Body = {"change": "published", "decision": ordered.decision, "by_hand": ordered.by_hand > 0}
        enter(desk, tx, found, EntryKind.RULING_CHANGED, body, private={"text": text})
        close_when_done(tx, found, now)
    return Published(found.id, title, text, ordered.decision, ordered.commands, ordered.by_hand > 0)


def _to_publish(desk: Desk, tx: Transaction, referral: ReferralId | str) -> tuple[Referral, Ruling]:
    found = referral_in(tx, referral, to_change=True)
    ruling = tx.rulings.find(found.key)
    ruling = None if ruling is None else as_it_stands(tx, ruling)
    if ruling is None or ruling.publish_at is None:
        raise NoRuling(referral=found.id)
    if ruling.published_at is not None:
        raise RulingPublished(referral=found.id)
    if desk.clock() < ruling.publish_at:
        begins = moment_words(ruling.publish_at.astimezone())
        raise AppealTermRuns(referral=found.id, from_zh=begins.zh, from_en=begins.en)
    if appealed(tx, ruling):
        raise AppealOpen(referral=found.id)
    return found, ruling


def precedents(desk: Desk, text: str, limit: int = 5) -> list[Found]:
    """Published rulings that are like a text, the likest first."""
    with desk.record.read() as tx, desk.cache.read() as cached:
        return precedents_in(tx, cached.threads, text, limit)


def precedents_in(tx: Transaction, threads: Threads, text: str, limit: int = 5) -> list[Found]:
    """The same within a transaction."""
    mine = traits(text)
    every = [_likeness(tx, one, mine) for one in tx.rulings.newest(NEWEST, published=True)]
    best = nlargest(limit, [one for one in every if one[0] >= LEAST_ALIKE], key=lambda one: one[0])
    return [_found(tx, threads, alike, ruling) for alike, ruling in best]


def _likeness(tx: Transaction, ruling: Ruling, mine: frozenset[str]) -> tuple[float, Ruling]:
    about = tx.council.find(ruling.referral)
    said = "" if about is None else f"{about.question}\n{about.alleged}"
    return likeness(mine, traits(f"{said}\n{ruling.reasons}")), ruling


def _found(tx: Transaction, threads: Threads, alike: float, ruling: Ruling) -> Found:
    referral = referral_in(tx, referral_id(ruling.referral))
    ruling = worded_in(tx, threads, referral, ruling)
    return Found(referral.id, ruling, ruling.text, alike)
