"""The written community: threads in resources/demo that read like people, placed in the days before now."""

from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.json import decode

from app.community.bridge.wire import (
    WireCase,
    WireCounters,
    WireHonour,
    WireMember,
    WirePost,
    WireRef,
    WireReport,
    WireThread,
)
from app.demo.content import HONOURS, Content
from app.domain.cases import CommunityState
from app.domain.posts import PostState
from app.files import resource_names, resource_text


class _Member(Struct):
    id: str
    name: str
    joined_days_ago: float
    verified_owner: bool
    car: str | None
    is_staff: bool
    posts: int
    reports_upheld: int
    honours: list[str]
    good_deeds: list[str]


class _Report(Struct):
    by: str
    hours_ago: float
    reason: str
    category: str


class _Edit(Struct):
    hours_ago: float
    text: str


class _Post(Struct):
    id: str
    author: str
    hours_ago: float
    text: str
    reply_to: str | None = None
    edits: list[_Edit] = field(default_factory=list)
    reports: list[_Report] = field(default_factory=list)


class _Thread(Struct):
    id: str
    title: str
    category: str
    posts: list[_Post]


def written_content(now: datetime) -> Content:
    """The written community as it would stand at `now`."""
    return _Writer(now).content


class _Writer:
    def __init__(self, now: datetime) -> None:
        self._now = now
        self.content = Content(honours=HONOURS)
        self._names: dict[str, WireRef] = {}
        for member in decode(resource_text("demo", "members.json"), type=list[_Member]):
            self._add_member(member)
        for name in resource_names("demo", "threads"):
            self._add_thread(decode(resource_text("demo", "threads", name), type=_Thread))

    def _at(self, hours_ago: float) -> datetime:
        return (self._now - timedelta(hours=hours_ago)).replace(microsecond=0)

    def _add_member(self, member: _Member) -> None:
        self._names[member.id] = WireRef(member.id, member.name)
        granted = {honour.name: honour for honour in HONOURS}
        self.content.members.append(
            WireMember(
                id=member.id,
                name=member.name,
                joined_at=self._at(member.joined_days_ago * 24),
                is_staff=member.is_staff,
                verified_owner=member.verified_owner,
                car=member.car,
                counters=WireCounters(member.posts, member.reports_upheld),
                honours=[granted.get(name) or WireHonour(name, name) for name in member.honours],
                good_deeds=member.good_deeds,
            )
        )

    def _add_thread(self, thread: _Thread) -> None:
        self.content.threads.append(WireThread(thread.id, thread.title, thread.category))
        for number, post in enumerate(thread.posts, 1):
            self._add_post(thread.id, number, post)

    def _add_post(self, thread_id: str, number: int, post: _Post) -> None:
        last = post.edits[-1] if post.edits else None
        self.content.posts.append(
            WirePost(
                id=post.id,
                thread_id=thread_id,
                author=self._names[post.author],
                created_at=self._at(post.hours_ago),
                state=PostState.VISIBLE,
                raw=last.text if last else post.text,
                version=str(len(post.edits) + 1),
                number=number,
                reply_to=post.reply_to,
                edited_at=self._at(last.hours_ago) if last else None,
            )
        )
        if post.reports:
            self._add_case(post)

    def _add_case(self, post: _Post) -> None:
        case_id = post.id.replace("p-", "c-")
        reports = [
            WireReport(f"{case_id}-{number}", self._at(one.hours_ago), one.reason, self._names[one.by], one.category)
            for number, one in enumerate(post.reports, 1)
        ]
        self.content.post_of[case_id] = post.id
        self.content.cases.append(
            WireCase(
                id=case_id,
                version="1",
                state=CommunityState.OPEN,
                created_at=reports[0].at,
                updated_at=reports[-1].at,
                reports=reports,
                kind="post_flag",
                subject=self._names[post.author],
            )
        )
