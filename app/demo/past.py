"""The months before: what members wrote and reported in them, for a demo with something behind it.

The texts stand in resources/demo/past.json. Which of them fell into which month follows from the month alone, so that
every demo has the same past; only its dates move.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from msgspec import Struct
from msgspec.json import decode

from app.community.bridge.wire import WireCase, WireCounters, WireMember, WirePost, WireRef, WireReport, WireThread
from app.demo.content import HONOURS, Content
from app.domain.cases import CaseId, CommunityState
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId, PostState
from app.files import resource_text

PRESENT = timedelta(days=4)
"""The written community begins so long before now; what is told here ends by then."""

_JOINED = timedelta(days=700)
_A_MORNING = 5
"""So many things are written on one morning."""

_BETWEEN_MORNINGS = timedelta(days=9)
_BETWEEN = timedelta(minutes=35)
_FIRST_HOUR = 1  # of the day, in UTC: nine in the morning in Shanghai


class Fate(StrEnum):
    """What became of something that was written."""

    COACHED = "coached"
    SANCTIONED = "sanctioned"
    COMPLAINED = "complained"
    CALMED = "calmed"
    DISMISSED = "dismissed"
    HELPED = "helped"  # a newcomer was answered; nobody reported anything


class Matter(Struct):
    """Something written, and what was made of it; each fate uses the words that it needs.

    Attributes:
        category: of the report; for a question that nobody reported, of its thread.
        reason: as it was reported; "" where an owner complained and somebody passed that on.
        answer: of the member who calmed the thread, or helped the newcomer.
        departs: why a measure was milder than the proposed one.
        checked: what was found out about it.
        quote, feel, what, department, owner: of the reply to a complaint, and its promise.
    """

    category: str
    title: str
    text: str
    reason: str = "请官方看看"
    article: int = 0
    letter: str = ""
    corrected: str = ""
    departs: str = ""
    checked: str = ""
    quote: str = ""
    feel: str = ""
    what: str = ""
    department: str = ""
    owner: str = ""
    because: str = ""
    answer: str = ""


class _Person(Struct):
    id: str
    name: str
    car: str | None


class _Texts(Struct):
    members: list[_Person]
    helpers: list[str]
    reporters: list[str]
    fates: dict[Fate, list[Matter]]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was written.

    Attributes:
        at: when it was reported; when it was answered, where nobody reported it.
        number: its place in the month, from 0.
        back: how many months ago.
        content: what came into the community with it.
        helper: who calmed the thread or answered the newcomer, by `answer`.
    """

    at: datetime
    number: int
    back: int
    fate: Fate
    matter: Matter
    content: Content
    post: PostId
    case: CaseId
    answer: PostId
    helper: MemberRef
    figure: int

    def says(self, text: str) -> str:
        """A text of the matter, with the figure that it names here."""
        return text.replace("{n}", str(self.figure))


def amounts(back: int) -> dict[Fate, int]:
    """How much of each fell into a month: over the year more is guided and calmed, and less is punished."""
    age = min(back, 11)
    return {
        Fate.COACHED: 2 + (11 - age) // 4,
        Fate.CALMED: 1 + (11 - age) // 9,
        Fate.COMPLAINED: 2,
        Fate.HELPED: 1,
        Fate.SANCTIONED: 1 + age // 5,
        Fate.DISMISSED: (back + 1) % 2,
    }


class Past:
    """What happened in so many months before `now`, and in the present one.

    Args:
        now: when the past ends.
        months: how many months before the present one.
        known: everybody of the written community.
        most: no more happened in a month.

    Attributes:
        people: everybody who was there.
        length: how many months it has before the present one.
    """

    def __init__(self, now: datetime, months: int, known: list[WireMember], most: int = 99) -> None:
        self._now, self.length, self._most = now.replace(second=0, microsecond=0), months, most
        self._texts = decode(resource_text("demo", "past.json"), type=_Texts)
        people = [self._member(one) for one in self._texts.members]
        self.people = Content(members=[*known, *people], honours=HONOURS)
        self._names = {one.id: WireRef(one.id, one.name) for one in self.people.members}
        self._authors = [self._names[one.id] for one in people]

    @property
    def begins(self) -> datetime:
        """When the oldest of its months begins."""
        return self.first_of(self.length)

    def mornings(self) -> list[list[Event]]:
        """What was reported, morning by morning, the oldest first."""
        events = [event for back in range(self.length, -1, -1) for event in self._month(back)]
        return [list(morning) for _, morning in groupby(events, key=lambda one: one.at.date())]

    def first_of(self, back: int) -> datetime:
        """The first morning of the month so many before the present one."""
        year, month = divmod(self._now.year * 12 + self._now.month - 1 - back, 12)
        return self._now.replace(year=year, month=month + 1, day=1, hour=_FIRST_HOUR, minute=0)

    def _month(self, back: int) -> list[Event]:
        many = amounts(back)
        wanted = [(fate, nth) for nth in range(max(many.values())) for fate in many if nth < many[fate]]
        events = [self._event(back, number, *one) for number, one in enumerate(wanted[: self._most])]
        return [one for one in events if one.at < self._now - PRESENT]

    def _event(self, back: int, number: int, fate: Fate, nth: int) -> Event:
        texts, turn = self._texts, back * 7 + number
        matter = texts.fates[fate][(back + nth) % len(texts.fates[fate])]
        morning, place = divmod(number, _A_MORNING)
        at = self.first_of(back) + morning * _BETWEEN_MORNINGS + place * _BETWEEN + timedelta(minutes=turn % 9)
        name = f"e{back:02}{number:02}"
        helper = self._names[texts.helpers[turn % len(texts.helpers)]]
        post, case, answer = PostId(f"p-{name}"), CaseId(f"c-{name}"), PostId(f"p-{name}-2")
        calm, figure = MemberRef(MemberId(helper.id), helper.name), 3 + turn * 5 % 29
        event = Event(at, number, back, fate, matter, Content(), post, case, answer, calm, figure)
        self._write(event, self._authors[turn % len(self._authors)], helper)
        if fate is not Fate.HELPED:
            self._report(event, self._names[texts.reporters[turn % len(texts.reporters)]])
        return event

    def _write(self, event: Event, author: WireRef, helper: WireRef) -> None:
        matter, thread = event.matter, f"t-{event.case[2:]}"
        event.content.threads.append(WireThread(thread, matter.title, "车友日常"))
        written = event.at - timedelta(minutes=50)
        event.content.posts.append(_post(event.post, thread, author, written, event.says(matter.text)))
        if matter.answer:
            later = event.at - timedelta(minutes=8)
            event.content.posts.append(_post(event.answer, thread, helper, later, matter.answer, number=2))

    def _report(self, event: Event, by: WireRef) -> None:
        report = WireReport(f"{event.case}-1", event.at, event.matter.reason, by, event.matter.category)
        event.content.post_of[event.case] = event.post
        event.content.cases.append(
            WireCase(
                id=event.case,
                version="1",
                state=CommunityState.OPEN,
                created_at=event.at,
                updated_at=event.at,
                reports=[report],
                kind="post_flag",
                subject=event.content.posts[0].author,
            )
        )

    def _member(self, person: _Person) -> WireMember:
        return WireMember(
            id=person.id,
            name=person.name,
            joined_at=self._now - _JOINED,
            is_staff=False,
            verified_owner=person.car is not None or None,
            car=person.car,
            counters=WireCounters(40, 0),
        )


def _post(post: PostId, thread: str, author: WireRef, at: datetime, text: str, *, number: int = 1) -> WirePost:
    return WirePost(
        id=post,
        thread_id=thread,
        author=author,
        created_at=at,
        state=PostState.VISIBLE,
        raw=text,
        version="1",
        number=number,
    )
