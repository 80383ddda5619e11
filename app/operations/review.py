"""The community review of a month (社区盘点): drafted, written, published as a notice by a manager.

Anybody of the team may draft and write it; what was published, or is on its way, stays as it is.
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
from app.domain.review import (
    Publication,
    Review,
    ReviewState,
    check_names,
    check_read,
    check_still_open,
    check_written,
    compose,
    state_of,
    unagreed,
)
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
        command: of its last publication; None where it was never published.
        names: names in it of people who did not agree to be named; it can't be published so.
        by_hand: this community has no notices that can be sent: a person puts it up.
    """

    review: Review
    state: ReviewState
    publication: Publication | None = None
    command: Command | None = None
    names: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def url(self) -> str:
        """Where it stands in the community, once that is known."""
        return self.command.receipt.url if self.command and self.command.receipt else ""

    @property
    def thread(self) -> str:
        """The thread that it is, as its community names it, once that is known."""
        return self.command.receipt.remote_id if self.command and self.command.receipt else ""


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
        publication = tx.reviews.published(month)
        command = tx.outbox.get(publication.command) if publication else None
        info = tx.marks.info()
        names = unagreed(f"{found.title}\n{found.text}", hidden_names(tx, cached, month, desk.clock()), ())
    by_hand = info is None or not info.sends(CommandKind.PUBLISH_NOTICE)
    return Shown(found, state_of(command), publication, command, names, by_hand)


def draft(desk: Desk, month: Month, language: Language = "zh", *, again: bool = False) -> Written:
    """Draft the review of a month from its honours, thanks and best posts.

    Args:
        language: in which it is written.
        again: write the draft anew as the next version; else a review that is there stays as it is.

    Raises:
        NotForTrainees: the person is a trainee.
        ReviewTooSoon: the month has not begun.
        ReviewUnderway: it is published, or on its way.
    """
    require_full(desk.me, Words("起草社区盘点", "draft the community review"))
    with desk.record.write() as tx, desk.cache.read() as cached:
        zone, now = workspace_zone(tx), desk.clock()
        if begins(month, zone) > now:
            raise ReviewTooSoon(month=month)
        known = tx.reviews.find(month, to_change=True)
        if known is not None and not again:
            return Written(known, Changes())
        _check_open(tx, month)
        title, text = compose(material(desk, tx, cached, month, language), language)
        return Written(_keep(desk, tx, known, Review(month, 1, language, title, text, _me(desk), now)))


def write(desk: Desk, month: Month, title: str, text: str, *, read: int) -> Written:
    """Write the review of a month.

    Args:
        text: Markdown.
        read: the version that was read before.

    Raises:
        NotForTrainees: the person is a trainee.
        ReviewNotFound: nothing was drafted.
        ReviewChanged: somebody wrote it since.
        ReviewUnderway: it is published, or on its way.
        ReviewEmpty, TooLong: nobody would read it.
    """
    require_full(desk.me, Words("修改社区盘点", "write the community review"))
    title, text = check_written(title, text)
    with desk.record.write() as tx:
        known = _found(tx, month, to_change=True)
        check_read(known, read)
        _check_open(tx, month)
        if (title, text) == (known.title, known.text):
            return Written(known, Changes())
        return Written(_keep(desk, tx, known, replace(known, title=title, text=text, by=_me(desk), at=desk.clock())))


def publish(
    desk: Desk,
    month: Month,
    *,
    read: int,
    named: Collection[str] = (),
    by_hand: bool = False,
    hold: timedelta = NO_HOLD,
) -> Published:
    """Publish the review of a month as a notice.

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
        ReviewUnderway: it is published, or on its way.
        NameNotShown: it names somebody who did not agree.
        NotSignedIn, Unsupported: this community can have no notices, and nobody is to put it up by hand.
    """
    require_publisher(desk.me, Words("发布社区盘点", "publish the community review"))
    with desk.record.write() as tx, desk.cache.read() as cached:
        known = _found(tx, month, to_change=True)
        check_read(known, read)
        _check_open(tx, month)
        check_names(known.title, known.text, hidden_names(tx, cached, month, desk.clock()), named)
        intent = Intent(CommandKind.PUBLISH_NOTICE, title=known.title, text=known.text)
        by_hand = by_hand or community_info(tx).capability(CommandKind.PUBLISH_NOTICE).level is Level.MANUAL
        ordered = order(
            desk, tx, DecisionKind.REVIEW, [intent], lane=f"review:{month}", text=known.text, by_hand=by_hand, hold=hold
        )
        _enter(desk, tx, known, ordered.decision, named)
        publication = Publication(
            month,
            known.version,
            known.title,
            known.text,
            ordered.decision,
            ordered.commands[0],
            _me(desk),
            desk.clock(),
        )
        tx.reviews.publish(publication, known.sha256)
    return Published(known, ordered.decision, by_hand)


def _enter(desk: Desk, tx: Transaction, known: Review, decision: DecisionId, named: Collection[str]) -> None:
    body: Body = {"month": known.month, "version": known.version, "sha256": known.sha256, "decision": decision}
    private = {"by": f"{desk.me.id} {desk.me.name}"} | ({"named": "\n".join(sorted(named))} if named else {})
    tx.ledger.append(EntryKind.REVIEW_PUBLISHED, desk.clock(), body, private)


def _keep(desk: Desk, tx: Transaction, known: Review | None, written: Review) -> Review:
    if known is None:
        tx.reviews.add(written)
        return written
    following = replace(written, version=known.version + 1)
    tx.reviews.save(following)
    return following


def _check_open(tx: Transaction, month: Month) -> None:
    publication = tx.reviews.published(month)
    check_still_open(month, tx.outbox.get(publication.command) if publication else None)


def _found(tx: Transaction, month: Month, *, to_change: bool = False) -> Review:
    found = tx.reviews.find(month, to_change=to_change)
    if found is None:
        raise ReviewNotFound(month=month)
    return found


def _me(desk: Desk) -> MemberRef:
    return MemberRef(desk.me.id, desk.me.name)
