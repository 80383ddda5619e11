"""Pull: read what changed, page by page, and what the cache lacks. Writes nothing itself: operations do."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.posts import PostId, ThreadId
from app.domain.words import Words
from app.errors import BrokenAnswer, CursorExpired, Forbidden, NotFound
from app.operations import intake
from app.operations.desk import Desk
from app.sync.line import Line

MOST_THREADS = 200
"""Threads read by id in one round; the rest follows in the next."""

THREAD_COST = 3
"""What reading one thread may cost, in requests."""

MESSAGES_COST = 1
"""What a look at the messages costs when nothing is new."""

Progress = Callable[[int, int], None]
"""Told after each page: cases and posts so far."""


@dataclass(slots=True)
class PullCount:
    """What a pull brought."""

    cases: int = 0
    posts: int = 0


def pull(desk: Desk, line: Line, progress: Progress) -> PullCount:
    """Read on from the cursor until nothing more is new.

    Raises:
        CommunityError: the community could not be read; the pages before are kept.
    """
    count = PullCount()
    road = _Road()
    more = True
    while more:
        more = _pull_page(desk, line, count, road)
        progress(count.cases, count.posts)
    return count


class _Road:
    """The cursors of one round. A reading that comes by the same place again would never end."""

    def __init__(self) -> None:
        self._passed: set[str | None] = set()
        self._started_over = False

    def step(self, cursor: str) -> None:
        """A page says that reading goes on at this cursor."""
        if cursor in self._passed:
            raise BrokenAnswer(why=_STANDS_STILL)
        self._passed.add(cursor)

    def start_over(self) -> None:
        """The community forgot the cursor."""
        if self._started_over:
            raise BrokenAnswer(why=_FORGETS)
        self._started_over = True


_STANDS_STILL = Words("它的游标没有前进", "its cursor does not move on")
_FORGETS = Words("它反复不认自己的游标", "it keeps forgetting its own cursor")


def _pull_page(desk: Desk, line: Line, count: PullCount, road: _Road) -> bool:
    cursor = intake.cursor(desk)
    try:
        page = line.read(lambda: line.gateway.changes(cursor, line.budget.left()))
    except CursorExpired:
        if cursor is None:
            raise BrokenAnswer(why=_FORGETS) from None
        road.start_over()
        intake.start_over(desk)
        return True
    if page.more:
        road.step(page.cursor)
        if page.cursor == cursor:
            raise BrokenAnswer(why=_STANDS_STILL)
    pulled = intake.on_pulled(desk, page)
    count.cases += pulled.cases
    count.posts += pulled.posts
    return page.more


def pull_messages(desk: Desk, line: Line) -> None:
    """Read the private messages that came or went since the last time, as far as the budget of this minute goes."""
    road = _Road()
    more = True
    while more and line.budget.left() >= MESSAGES_COST:
        cursor = intake.messages_cursor(desk)
        page = line.read(lambda cursor=cursor: line.gateway.messages(cursor))  # type: ignore[misc]
        if page.more:
            road.step(page.cursor)
            if page.cursor == cursor or not page.messages:
                raise BrokenAnswer(why=_STANDS_STILL)
        intake.on_messages(desk, page)
        more = page.more


def fill_threads(desk: Desk, line: Line) -> int:
    """Read threads by id where the cache lacks them: open cases first, some in each round; how many are left."""
    read: dict[ThreadId, set[PostId]] = {}
    wanted = intake.threads_wanted(desk, MOST_THREADS)[:MOST_THREADS]
    for done, (key, thread_id, post_id) in enumerate(wanted):
        if line.budget.left() < THREAD_COST:
            return len(wanted) - done  # what is left of this minute belongs to the moderator
        if post_id in read.get(thread_id, set()):
            intake.on_thread_read(desk, None, key)
            continue
        try:
            found = line.read(lambda ids=(thread_id, post_id): line.gateway.thread(ids[0], ids[1]))  # type: ignore[misc]
        except (NotFound, Forbidden):
            found = None
        intake.on_thread_read(desk, found, key)
        if found is not None:
            read.setdefault(thread_id, set()).update(post.id for post in found.posts)
    return 0
