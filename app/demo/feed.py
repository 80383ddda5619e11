"""The feed of a community: what changed, in order, each thing once and as it is now."""

from dataclasses import dataclass

from app.community.bridge.wire import ItemType
from app.demo.content import Content


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, at its place in the feed."""

    seq: int
    kind: ItemType
    item_id: str


class Feed:
    """Things in the order of their last change.

    Args:
        epoch: what cursors belong to.
    """

    def __init__(self, epoch: str) -> None:
        self._epoch = epoch
        self._changes: list[Change] = []
        self._newest: dict[tuple[ItemType, str], int] = {}

    def announce(self, kind: ItemType, item_id: str) -> None:
        """Something is new, changed or gone."""
        seq = len(self._changes)
        self._newest[kind, item_id] = seq
        self._changes.append(Change(seq, kind, item_id))

    def announce_all(self, content: Content) -> None:
        """Everything of a community is new."""
        flagged = set(content.post_of.values())
        for member in content.members:
            self.announce("member", member.id)
        for thread in content.threads:
            self.announce("thread", thread.id)
        for post in content.posts:
            if post.id not in flagged:  # the case carries its post
                self.announce("post", post.id)
        for case in content.cases:
            self.announce("case", case.id)

    def after(self, cursor: str | None, limit: int) -> tuple[list[Change], str, bool]:
        """The changes after a cursor, the cursor behind them, and whether more follow.

        Raises:
            LookupError: the cursor is of another epoch, or none of ours.
        """
        at = self._place(cursor)
        found: list[Change] = []
        while at < len(self._changes) and len(found) < limit:
            change = self._changes[at]
            if self._newest[change.kind, change.item_id] == at:  # else it comes again further on
                found.append(change)
            at += 1
        return found, f"{self._epoch}-{at}", at < len(self._changes)

    def _place(self, cursor: str | None) -> int:
        if not cursor:
            return 0
        epoch, _, place = cursor.rpartition("-")
        if epoch != self._epoch or not place.isdecimal() or int(place) > len(self._changes):
            raise LookupError(cursor)
        return int(place)
