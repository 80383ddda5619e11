"""What changed in the review queue. Discourse keeps no feed of it: there is a count, a newest page, and the whole.

With nothing new a look costs two requests, the count and the newest ten. Every ten minutes the whole queue is swept,
oldest first, ten at a time. What was known and is not where it should be is then read by its id, again ten at a time:
offsets shift while others work, so nothing is concluded from an absence before that.
"""

import logging
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from app.community.discourse.queue import COUNT
from app.community.discourse.reviews import FLAGGED, REVIEWS, Item, WireReviews
from app.community.discourse.site import Site, number
from app.domain.cases import CaseId
from app.domain.community import ChangePage, RemoteCase
from app.domain.posts import Thread
from app.errors import BrokenAnswer, CursorExpired, Forbidden, NotFound, Unavailable

log = logging.getLogger(__name__)

PAGE = 10
"""How many items Discourse puts on a page."""
SWEEP_EVERY = 600
"""Seconds between two sweeps of the whole queue."""
SMALL_QUEUE = 30
"""Up to how many known items a fallen count is worth a sweep before its time."""
CLOCK_DRIFT = 60
MOST_FAILURES = 3
UNREADABLE = "?"
"""Stands in for the mark of an item that could not be read."""

_Natural = Annotated[int, Meta(ge=0)]


class Sweep(Struct):
    """How far a sweep has come."""

    offset: _Natural = 0
    seen: list[str] = field(default_factory=list)


class Cursor(Struct):
    """Where reading stopped.

    Attributes:
        known: each pending item with the mark under which it was last told of.
        count: what the site last counted.
        swept_at: when the last whole sweep began, in seconds since 1970.
        sweep: one that is under way.
        check: items that a sweep did not meet, to be read by their ids.
        failed: items whose reading failed on the community's side, with how often in a row.
    """

    known: dict[str, str] = field(default_factory=dict)
    count: _Natural = 0
    swept_at: _Natural = 0
    sweep: Sweep | None = None
    check: list[str] = field(default_factory=list)
    failed: dict[str, _Natural] = field(default_factory=dict)


CURSOR = msgspec.json.Decoder(Cursor)


class Feed:
    """The review queue, read on from a cursor."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """What changed, as far as the budget goes; one step is always made.

        Raises:
            CursorExpired: the cursor is none of ours.
        """
        state = _read(cursor)
        reading = _Reading(self._site, state)
        enough = self._site.http.requests + budget
        if state.sweep is None and not state.check:
            reading.begin(first=cursor is None)
        while reading.unfinished and (not reading.stepped or self._site.http.requests < enough):
            reading.step()
        written = msgspec.json.encode(state).decode()
        return ChangePage(
            tuple(reading.cases.values()),
            (),
            (),
            (),
            written,
            more=reading.unfinished,
            gone_cases=tuple(reading.gone),
            whole_threads=False,
        )


class _Reading:
    """One call's worth of reading; what it finds, and the cursor as it moves on."""

    def __init__(self, site: Site, state: Cursor) -> None:
        self._site = site
        self._state = state
        self.cases: dict[str, RemoteCase] = {}
        self.gone: list[CaseId] = []
        self.stepped = False
        self._postponed: set[str] = set()

    @property
    def unfinished(self) -> bool:
        """Whether a sweep is under way or something is to be checked."""
        return self._state.sweep is not None or bool(self._state.check)

    def begin(self, *, first: bool) -> None:
        """Look for what is new; begin a sweep when it is time."""
        state, now = self._state, int(self._site.clock().timestamp())
        due = first or not -CLOCK_DRIFT <= now - state.swept_at < SWEEP_EVERY
        if not first:
            counted = self._site.get("/review/count.json", COUNT).count
            fell = counted < state.count and len(state.known) <= SMALL_QUEUE
            state.count = max(counted, 0)
            page = self._page("created_at", 0)
            behind = self._newest(page)
            self.stepped = True
            if page.more:
                due = behind or fell or due
            else:
                due, state.swept_at = False, now  # that was the whole queue
        state.check += [case_id for case_id in state.failed if case_id not in state.check]
        if due:
            state.swept_at, state.sweep = now, Sweep()

    def _newest(self, page: WireReviews) -> bool:
        """Take in the newest page; whether there may be more that is new behind it.

        What should stand on it and does not was handled elsewhere. Ids rise with the time of the first report.
        """
        before = list(self._state.known)
        listed = set(self._take_all(page))
        oldest = min((number(case_id) or 0 for case_id in listed), default=0) if page.more else 0
        self._state.check = [one for one in before if one not in listed and (number(one) or 0) > oldest]
        return page.more and listed.isdisjoint(before)

    def step(self) -> None:
        """One page of the sweep, or ten items by their ids."""
        self.stepped = True
        if self._state.sweep is not None:
            self._sweep(self._state.sweep)
        else:
            self._check()

    def _sweep(self, sweep: Sweep) -> None:
        page = self._page("created_at_asc", sweep.offset)
        sweep.seen += self._take_all(page)
        sweep.offset += PAGE
        if not page.more:
            met = {*sweep.seen, *self.cases, *self._postponed}
            self._state.check = [case_id for case_id in self._state.known if case_id not in met]
            self._state.sweep = None

    def _check(self) -> None:
        """Read what vanished from the queue. Old sites ignore the ids, so what does not come is read by itself."""
        ids, self._state.check = self._state.check[:PAGE], self._state.check[PAGE:]
        params = [("status", "all"), ("priority", "low"), *(("ids[]", case_id) for case_id in ids)]
        found = {item.id: item for item in self._site.get("/review.json", REVIEWS, params).items()}
        for case_id in map(CaseId, ids):
            try:
                self._take(found.get(case_id) or self._site.item(case_id))
            except NotFound:
                self._state.known.pop(case_id, None)
                self.gone.append(case_id)
            except (BrokenAnswer, Forbidden):
                log.warning("item %s of the review queue can't be read and is passed over", case_id)
                self._state.known.pop(case_id, None)
            except Unavailable:
                if not self._postpone(case_id):
                    raise
                continue
            self._state.failed.pop(case_id, None)

    def _postpone(self, case_id: str) -> bool:
        """Whether an item may be tried again with the next look; after three times the site is out of order."""
        failed = self._state.failed
        failed[case_id] = failed.get(case_id, 0) + 1
        self._postponed.add(case_id)
        return failed[case_id] < MOST_FAILURES

    def _take_all(self, page: WireReviews) -> list[str]:
        """Take in a page; the ids on it. What can't be read is known from then on, until it can be."""
        items, broken = page.items(), [case_id for case_id in page.reviewables.broken if case_id]
        for item in items:
            self._take(item)
        for case_id in broken:
            if self._state.known.get(case_id) != UNREADABLE:
                log.warning("item %s of the review queue can't be read and is passed over", case_id)
                self._state.known[case_id] = UNREADABLE
        return [*(item.id for item in items), *broken]

    def _page(self, order: str, offset: int) -> WireReviews:
        params = {"status": "pending", "type": FLAGGED, "priority": "low", "sort_order": order, "offset": str(offset)}
        return self._site.get("/review.json", REVIEWS, params)

    def _take(self, item: Item) -> None:
        known, told = self._state.known, self._state.known.get(item.id)
        if told == item.mark:
            return
        self._site.learn_names(item.users())
        # A settled item no longer says whether its post is hidden: unless the post was edited, leave it as it is known.
        same_post = told is not None and told.rpartition(".")[2] == item.mark.rpartition(".")[2]
        post = None if not item.pending and same_post else item.post()
        self.cases[item.id] = item.read(post, self._thread(item))
        known.pop(item.id, None)
        if item.pending:
            known[item.id] = item.mark

    def _thread(self, item: Item) -> Thread | None:
        topic = item.topic()
        return topic.read(self._site.http.url, self._site.category(item.row.category_id)) if topic else None


def _read(cursor: str | None) -> Cursor:
    if cursor is None:
        return Cursor()
    try:
        return CURSOR.decode(cursor)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise CursorExpired from None
