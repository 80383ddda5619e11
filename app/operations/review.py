"""The community review of a month (社区盘点): drafted, written, published as a notice by a manager.

Anybody of the team may draft and write it; every version is kept. What was published is put right by a further one.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.changes import Area, Changes
from app.domain.commands import Command, CommandKind, DecisionId, Intent
from app.domain.community import Level
from app.domain.decisions import DecisionKind
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.months import Month, begins, later, month_of
from app.domain.posts import ThreadId
from app.domain.review import (
    MAY_PUBLISH,
    MAY_WRITE,
    Publication,
    Review,
    ReviewState,
    Sent,
    check_names,
    check_read,
    check_state,
    check_written,
    stands,
    state_of,
    unagreed,
)
from app.domain.review_draft import compose
from app.domain.roles import require_full
from app.domain.words import Words
from app.errors import Language, ReviewNotFound, ReviewTooSoon
from app.operations.commanding import community_info
from app.operations.conduct import require_publisher
from app.operations.desk import NO_HOLD, Desk
from app.operations.ordering import order
from app.operations.review_material import hidden_names, material, workspace_zone
from storage.transaction import Transaction

_WRITTEN = Changes.of(Area.HONOURS)
_PUBLISHED = Changes.of(Area.HONOURS, Area.OUTBOX)


@dataclass(frozen=True, slots=True)
class Written:
    """A review as it was drafted or written."""

    review: Review
    changes: Changes = _WRITTEN


@dataclass(frozen=True, slots=True)
class Published:
    """A review that is on its way; `by_hand`: a person is to put it up."""

    review: Review
    decision: DecisionId
    by_hand: bool
    changes: Changes = _PUBLISHED


@dataclass(frozen=True, slots=True)
class Shown:
    """A review as a page shows it.

    Attributes:
        publication: its last one, with its `command`; None where it was never published.
        names: names in it of people who did not agree to be named, or do no longer; it can't be published so.
        stands: what of it stands in the community.
        by_hand: this community has no notices that can be sent: a person puts it up.
    """

    review: Review
    state: ReviewState
    publication: Publication | None = None
    command: Command | None = None
    names: tuple[str, ...] = ()
    by_hand: bool = False
    stands: Sent | None = None

    @property
    def may_write(self) -> bool:
        """Whether a further version can be written."""
        return self.state in MAY_WRITE

    @property
    def may_publish(self) -> bool:
        """Whether there is something to publish."""
        return self.state in MAY_PUBLISH

    @property
    def url(self) -> str:
        """Where it stands in the community, once that is known."""
        receipt = self.stands.command.receipt if self.stands else None
        return receipt.url if receipt else ""

    @property
    def thread(self) -> ThreadId | None:
        """The thread that it is, once that is known; none where a person put it up."""
        return self.stands.thread if self.stands else None


def reviews(desk: Desk) -> list[Review]:
    """Every review, that of the newest month first."""
    with desk.record.read() as tx:
        return tx.reviews.every()


def last_month(desk: Desk) -> Month:
    """The month that is reviewed unless another one is named: the last one that is over."""
    with desk.record.read() as tx:
        return later(month_of(desk.clock(), workspace_zone(tx)), -1)


def review(desk: Desk, month: Month) -> Shown:
    """The review of a month, and how far it is.

    Raises:
        ReviewNotFound: there is none.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        found = _found(tx, month)
        sent = _sent(tx, month)
        info = tx.marks.info()
        names = unagreed(f"{found.title}\n{found.text}", hidden_names(tx, cached, month, desk.clock()), ())
    last = sent[0] if sent else None
    by_hand = info is None or not info.sends(CommandKind.PUBLISH_NOTICE)
    return Shown(
        found,
        state_of(sent, found.version),
        last.publication if last else None,
        last.command if last else None,
        names,
        by_hand,
        stands(sent),
    )


def versions(desk: Desk, month: Month) -> list[Review]:
    """Every version of a month's review, the newest first."""
    with desk.record.read() as tx:
        return tx.reviews.versions(month)


def draft(desk: Desk, month: Month, language: Language = "zh", *, again: bool = False) -> Written:
    """Draft the review of a month from its honours, thanks and best posts.

    Args:
        language: in which it is written.
        again: write the draft anew as the next version; else a review that is there stays as it is.

    Raises:
        NotForTrainees: the person is a trainee.
        ReviewTooSoon: the month has not begun.
        ReviewUnderway: it is on its way.
    """
    require_full(desk.me, Words("起草社区盘点", "draft the community review"))
    with desk.record.write() as tx, desk.cache.read() as cached:
        zone, now = workspace_zone(tx), desk.clock()
        if begins(month, zone) > now:
            raise ReviewTooSoon(month=month)
        known = tx.reviews.find(month, to_change=True)
        if known is not None and not again:
            return Written(known, Changes())
        if known is not None:
            check_state(month, state_of(_sent(tx, month), known.version), MAY_WRITE)
        title, text = compose(material(desk, tx, cached, month, language), language)
        return Written(_keep(tx, known, Review(month, 1, language, title, text, _me(desk), now)))


def write(desk: Desk, month: Month, title: str, text: str, *, read: int) -> Written:
    """Write the review of a month.

    Args:
        text: Markdown.
        read: the version that was read before.

    Raises:
        NotForTrainees: the person is a trainee.
        ReviewNotFound: nothing was drafted.
        ReviewChanged: somebody wrote it since.
        ReviewUnderway: it is on its way.
        ReviewEmpty, TooLong: nobody would read it.
    """
    require_full(desk.me, Words("修改社区盘点", "write the community review"))
    title, text = check_written(title, text)
    with desk.record.write() as tx:
        known = _found(tx, month, to_change=True)
        check_read(known, read)
        check_state(month, state_of(_sent(tx, month), known.version), MAY_WRITE)
        if (title, text) == (known.title, known.text):
            return Written(known, Changes())
        return Written(_keep(tx, known, replace(known, title=title, text=text, by=_me(desk), at=desk.clock())))


def publish(
    desk: Desk,
    month: Month,
    *,
    read: int,
    named: Collection[str] = (),
    by_hand: bool = False,
    hold: timedelta = NO_HOLD,
) -> Published:
    """Publish the review of a month as a notice; where it stands already, bring that up to date.

    Args:
        read: the version that was read before.
        named: names that may stand in it though no consent is entered: their owners agreed elsewhere, or they are
            common words here. The ledger keeps them.
        by_hand: a person puts it up, whatever the community can do.
        hold: how long it can be taken back.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        ReviewNotFound: there is none.
        ReviewChanged: somebody wrote it since.
        ReviewUnderway: it is on its way, or published as it is.
        NameNotShown: it names somebody who did not agree.
        NotSignedIn, Unsupported: this community can have no notices, and nobody is to put it up by hand.
    """
    require_publisher(desk.me, Words("发布社区盘点", "publish the community review"))
    with desk.record.write() as tx, desk.cache.read() as cached:
        known = _found(tx, month, to_change=True)
        check_read(known, read)
        sent = _sent(tx, month)
        check_state(month, state_of(sent, known.version), MAY_PUBLISH)
        check_names(known.title, known.text, hidden_names(tx, cached, month, desk.clock()), named)
        intent = _intent(known, stands(sent))
        lost = intent.kind is CommandKind.UPDATE_NOTICE and intent.thread_id is None  # a person put it up
        by_hand = by_hand or lost or community_info(tx).capability(intent.kind).level is Level.MANUAL
        ordered = order(
            desk, tx, DecisionKind.REVIEW, [intent], lane=f"review:{month}", text=known.text, by_hand=by_hand, hold=hold
        )
        _enter(desk, tx, known, ordered.decision, named)
        tx.reviews.publish(
            Publication(month, known.version, ordered.decision, ordered.commands[0], _me(desk), desk.clock())
        )
    return Published(known, ordered.decision, by_hand)


def _intent(known: Review, there: Sent | None) -> Intent:
    """A notice; where one stands, it is brought up to date."""
    if there is None:
        return Intent(CommandKind.PUBLISH_NOTICE, title=known.title, text=known.text)
    reason = Words("更正社区盘点", "community review put right").say(known.language)
    return Intent(CommandKind.UPDATE_NOTICE, thread_id=there.thread, title=known.title, text=known.text, reason=reason)


def _enter(desk: Desk, tx: Transaction, known: Review, decision: DecisionId, named: Collection[str]) -> None:
    body: Body = {"month": known.month, "version": known.version, "sha256": known.sha256, "decision": decision}
    private = {"by": f"{desk.me.id} {desk.me.name}"} | ({"named": "\n".join(sorted(named))} if named else {})
    tx.ledger.append(EntryKind.REVIEW_PUBLISHED, desk.clock(), body, private)


def _keep(tx: Transaction, known: Review | None, written: Review) -> Review:
    following = replace(written, version=known.version + 1 if known else 1)
    tx.reviews.add(following)
    return following


def _sent(tx: Transaction, month: Month) -> list[Sent]:
    return [Sent(one, tx.outbox.get(one.command)) for one in tx.reviews.publications(month)]


def _found(tx: Transaction, month: Month, *, to_change: bool = False) -> Review:
    found = tx.reviews.find(month, to_change=to_change)
    if found is None:
        raise ReviewNotFound(month=month)
    return found


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)
