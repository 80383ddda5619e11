"""Pull: read what changed, page by page, and what the cache lacks. Writes nothing itself: operations do."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.posts import PostId, ThreadId
from app.errors import BrokenAnswer, CursorExpired, Forbidden, NotFound
from app.operations import intake
from app.operations.desk import Desk
from app.sync.line import Line

MOST_THREADS = 200
"""Threads read by id in one round; the rest follows in the next."""

THREAD_COST = 15
"""What reading one thread may cost where each post is a request of its own."""

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
    more = True
    while more:
        more = _pull_page(desk, line, count)
        progress(count.cases, count.posts)
    return count


def _pull_page(desk: Desk, line: Line, count: PullCount) -> bool:
    cursor = intake.cursor(desk)
    try:
        page = line.read(lambda: line.gateway.changes(cursor, line.budget.left()))
    except CursorExpired:
        if cursor is None:
            raise BrokenAnswer(why="it refuses a first reading as too old") from None
        intake.start_over(desk)
        return True
    if page.more and page.cursor == cursor:
        raise BrokenAnswer(why="its cursor does not move on")
    pulled = intake.on_pulled(desk, page)
    count.cases += pulled.cases
    count.posts += pulled.posts
    return page.more


def pull_messages(desk: Desk, line: Line) -> None:
    """Read the private messages that came or went since the last time."""
    more = True
    while more:
        cursor = intake.messages_cursor(desk)
        page = line.read(lambda cursor=cursor: line.gateway.messages(cursor))  # type: ignore[misc]
        if page.more and page.cursor == cursor:
            raise BrokenAnswer(why="its cursor does not move on")
        intake.on_messages(desk, page)
        more = page.more


def fill_threads(desk: Desk, line: Line) -> None:
    """Read threads by id where the cache lacks them: open cases first, some in each round."""
    read: dict[ThreadId, set[PostId]] = {}
    for key, thread_id, post_id in intake.threads_wanted(desk, MOST_THREADS)[:MOST_THREADS]:
        if line.budget.left() < THREAD_COST:
            return  # what is left of this minute belongs to the moderator
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
