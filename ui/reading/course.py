"""Where the posts and reports of an exchange lie on a line of time: long pauses are drawn short, and marked so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.domain.words import Words
from ui.kit.remote import brief
from ui.reading.material import Course
from ui.reading.means import Means

LEAST_PAUSE = timedelta(minutes=10)
"""A shorter pause is never drawn short."""

MOST_TOLD = 5
"""Posts after which it grew calmer that are named in words."""

MOST_LANES = 8
"""Authors with a line of their own; the rest share the last one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of time.

    Attributes:
        stops: moments and where each lies, from 0 to 1, in order; between two of them time runs evenly.
        pauses: where a pause was drawn short: from, to, and how long it really was.
    """

    stops: tuple[tuple[datetime, float], ...]
    pauses: tuple[tuple[float, float, timedelta], ...]

    def place(self, at: datetime) -> float:
        """Where a moment lies, from 0 to 1."""
        before = self.stops[0]
        for stop in self.stops:
            if at <= stop[0]:
                span = (stop[0] - before[0]).total_seconds()
                part = (at - before[0]).total_seconds() / span if span > 0 else 0.0
                return before[1] + (stop[1] - before[1]) * min(max(part, 0.0), 1.0)
            before = stop
        return before[1]


def scale_of(moments: Sequence[datetime]) -> Scale:
    """A line of time for these moments: a pause takes no more room than makes it seen.

    Raises:
        ValueError: there are none.
    """
    times = sorted(set(moments))
    gaps = [later - earlier for earlier, later in pairwise(times)]
    lively = sum((gap for gap in gaps if gap < LEAST_PAUSE), timedelta())
    usual = sorted(gaps)[len(gaps) // 2] if gaps else LEAST_PAUSE
    most = max(LEAST_PAUSE, lively / 4, 2 * usual)
    drawn = [min(gap, most) for gap in gaps]
    whole = sum(drawn, timedelta()) or timedelta(seconds=1)
    stops, pauses, at = [(times[0], 0.0)], list[tuple[float, float, timedelta]](), timedelta()
    for moment, gap, shown in zip(times[1:], gaps, drawn, strict=True):
        begins = at / whole
        at += shown
        stops.append((moment, at / whole))
        if shown < gap:
            pauses.append((begins, at / whole, gap))
    return Scale(tuple(stops), tuple(pauses))


def lanes(course: Course) -> list[str]:
    """Who wrote, in the order in which they came in; beyond the room for them, "" stands for all others."""
    authors = list(dict.fromkeys(post.author for post in course.posts))
    return authors if len(authors) <= MOST_LANES else [*authors[: MOST_LANES - 1], ""]


def in_words(course: Course, means: Means) -> list[str]:
    """What the drawing shows, a sentence each, for those who don't see it and those who don't trust drawings."""
    say, now = means.say, means.clock()
    times = [post.at for post in course.posts if post.at is not None]
    if not times:
        return []
    first, last = say.moment(min(times), now), say.moment(max(times), now)
    posts, people = len(course.posts), len({post.author for post in course.posts})
    reports = len(course.reports)
    told = [
        Words(
            f"从 {first} 到 {last}，{people} 位车友说了 {posts} 句，期间收到 {reports} 次举报。",
            f"From {first} to {last}, {people} people wrote {posts} posts; {reports} reports came in.",
        )
    ]
    if course.reports:
        at = say.moment(max(course.reports), now)
        told.append(Words(f"最后一次举报是 {at}。", f"The last report came in {at}."))
    calming = [post for post in course.posts if post.id in course.calmed]
    for post in calming[:MOST_TOLD]:
        if post.at is not None:
            who, at = brief(post.author, 40), say.moment(post.at, now)
            told.append(
                Words(
                    f"{who} {at} 的这句话之后，争吵平息了下来。",
                    f"After what {who} wrote {at}, it grew calmer.",
                )
            )
    return [say(one) for one in told]
