"""Cases, posts, threads, members, honours and the staff log of a Discourse site, read by their ids."""

from dataclasses import replace
from datetime import datetime

import msgspec

from app.community.discourse import people, wire
from app.community.discourse.site import THREAD_WORDS, Site, quoted
from app.community.pictures import read_picture
from app.domain.cases import CaseId
from app.domain.community import AuditEntry, AuditPage, RemoteCase
from app.domain.members import Honour, Measure, MeasureKind, Member, MemberId
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, Thread, ThreadId, ThreadSlice
from app.errors import CursorExpired, Forbidden, NotFound

UPLOADS = ("/uploads/", "/secure-uploads/", "/secure-media-uploads/")
"""Where a site keeps what its members uploaded."""
LOG_PAGE = 200
LOG_PAGES = 2
"""Pages of the staff log that one call reads at most; what lies deeper since the last time is left out."""


class Reading:
    """What is read one by one."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case as it is now, with its post read by itself: a settled item does not say whether it is hidden."""
        item = self._site.item(case_id)
        post = item.post()
        if item.post_id and not item.pending:
            read = self._site.or_none(lambda: self._site.post(item.post_id))
            post = read.read(self._site.http.url, self._site.clock()) if read else post
        topic = item.topic()
        return item.read(post, self._thread(topic, item.row.category_id) if topic else None)

    def post(self, post_id: PostId) -> Post:
        """A post as it is now."""
        return self._site.post(post_id).read(self._site.http.url, self._site.clock())

    def picture(self, address: str) -> Picture:
        """A picture that a post shows; a raw text names an upload by `upload://` and its short name.

        A site that keeps its uploads elsewhere (S3) answers with a redirect, which is not followed.
        """
        scheme, mark, short = address.partition("://")
        if mark and scheme.lower() == "upload":
            address = f"{self._site.http.url}/uploads/short-url/{short.lstrip('/')}"
        return read_picture(self._site.http, address, places=UPLOADS)

    def thread(self, thread_id: ThreadId, around: PostId | None, before: int, after: int) -> ThreadSlice:
        """Posts of a thread; two requests, more where the post in the middle is deleted or the thread very long."""
        topic = self._site.topic(thread_id)
        stream = [str(post_id) for post_id in topic.post_stream.stream or [post.id for post in topic.post_stream.posts]]
        posts = {str(post.id): post for post in topic.post_stream.posts if post.raw is not None}
        if around is not None and around not in stream:
            return self._around_lost(thread_id, around, before, after)
        middle = stream.index(around) if around is not None else 0
        wanted = stream[max(middle - before, 0) : middle + after + 1]
        missing = [post_id for post_id in wanted if post_id not in posts]
        if missing:
            params = [("include_raw", "1"), *(("post_ids[]", post_id) for post_id in missing)]
            path = f"/t/{quoted(thread_id)}/posts.json"
            found = self._site.get(path, wire.TOPIC_POSTS, params, THREAD_WORDS).post_stream.posts
            posts |= {str(post.id): post for post in found}
        return self._slice(topic, [posts[post_id] for post_id in wanted if post_id in posts])

    def _around_lost(self, thread_id: ThreadId, around: PostId, before: int, after: int) -> ThreadSlice:
        """Around a post that the list of the thread leaves out: by its number, and with itself put in its place."""
        lost = self._site.post(around)
        if str(lost.topic_id) != thread_id:
            raise NotFound(what_zh="这个主题里的这个帖子", what_en="The post in this thread")
        number = lost.post_number or 1
        path = f"/t/{quoted(thread_id)}/{number}.json"
        topic = self._site.get(path, wire.TOPIC, {"include_raw": "1"}, THREAD_WORDS)
        others = sorted(topic.post_stream.posts, key=lambda post: post.post_number or 0)
        earlier = [post for post in others if (post.post_number or 0) < number][-before:] if before else []
        later = [post for post in others if (post.post_number or 0) > number][:after]
        return self._slice(topic, [*earlier, lost, *later])

    def _slice(self, topic: wire.WireTopic, posts: list[wire.WirePost]) -> ThreadSlice:
        numbers = {post.post_number: post.id for post in posts if post.post_number}
        now, url = self._site.clock(), self._site.http.url
        read = [post.read(url, now, numbers) for post in posts]
        return ThreadSlice(self._thread(topic, topic.category_id), tuple(read))

    def _thread(self, topic: wire.WireTopic, category_id: int | None) -> Thread:
        return topic.read(self._site.http.url, self._site.category(category_id))

    # --- members ---------------------------------------------------------------------------------------

    def member(self, member_id: MemberId) -> Member:
        """A member with honours and past measures: three requests."""
        found = self._site.staff_view(member_id)
        now = self._site.clock()
        return found.read(now, self._honours_of(found.username), self._measures(found))

    def _honours_of(self, username: str) -> tuple[Honour, ...]:
        try:
            found = self._site.get(f"/user-badges/{quoted(username)}.json", people.BADGES)
        except (NotFound, Forbidden):
            return ()
        badges = {badge.id: badge.read() for badge in found.badges}
        held = dict.fromkeys(one.badge_id for one in found.user_badges)
        return tuple(badges[badge_id] for badge_id in held if badge_id in badges)

    def _measures(self, member: people.WireMember) -> tuple[Measure, ...]:
        """Past measures by the staff log, which does not tell when they end; the one that stands now does."""
        params = {"target_user": member.username, "page": "0", "limit": str(LOG_PAGE)}
        try:
            entries = self._site.get("/admin/logs/staff_action_logs.json", people.LOG, params).staff_action_logs
        except (NotFound, Forbidden):
            entries = []
        logged = [
            Measure(
                people.MEASURES[entry.action_name or ""],
                entry.created_at,
                reason=entry.details or "",
                by=entry.acting_user.username if entry.acting_user else "",
            )
            for entry in reversed(entries)
            if entry.action_name in people.MEASURES
        ]
        _put_end(logged, MeasureKind.SILENCED, member.silenced_at, member.silenced_till, member.silence_reason)
        _put_end(logged, MeasureKind.SUSPENDED, member.suspended_at, member.suspended_till, member.full_suspend_reason)
        return tuple(sorted(logged, key=lambda measure: measure.at))

    def honours(self) -> list[Honour]:
        """Every badge of the site; none where it has badges switched off."""
        try:
            return [badge.read() for badge in self._site.get("/badges.json", people.BADGES).badges if badge.enabled]
        except NotFound:
            return []

    # --- what staff did --------------------------------------------------------------------------------

    def audit(self, cursor: str | None) -> AuditPage:
        """What staff did since the entry that the cursor names; without one, the newest page.

        Raises:
            CursorExpired: the cursor is none of ours.
        """
        known = _entry_id(cursor)
        entries: list[people.WireLogEntry] = []
        for page in range(LOG_PAGES if known else 1):
            params = {"page": str(page), "limit": str(LOG_PAGE)}
            found = self._site.get("/admin/logs/staff_action_logs.json", people.LOG, params).staff_action_logs
            entries += [entry for entry in found if entry.id > known]
            if len(found) < LOG_PAGE or found[-1].id <= known:
                break
        newest = max([known, *(entry.id for entry in entries)])
        unique = {entry.id: entry for entry in entries}  # a page moves when something is logged between two requests
        return AuditPage(tuple(_entry(unique[entry_id]) for entry_id in sorted(unique)), str(newest))


def _put_end(
    logged: list[Measure], kind: MeasureKind, at: datetime | None, until: datetime | None, reason: str | None
) -> None:
    """Give the measure that stands its end; enter it where the log does not show it."""
    if until is None:
        return
    for place in reversed(range(len(logged))):
        if logged[place].kind is kind:
            logged[place] = replace(logged[place], until=until)
            return
    if at is not None:
        logged.append(Measure(kind, at, until, reason or ""))


def _entry(entry: people.WireLogEntry) -> AuditEntry:
    told = [part for part in (entry.subject, entry.details) if part]
    return AuditEntry(
        id=str(entry.id),
        at=entry.created_at,
        by=entry.acting_user.read() if entry.acting_user else None,
        action=entry.action_name or "",
        member_id=MemberId(str(entry.target_user.id)) if entry.target_user else None,
        post_id=PostId(str(entry.post_id)) if entry.post_id else None,
        details="\n".join(told),
    )


def _entry_id(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return msgspec.convert(cursor, int, strict=False)
    except msgspec.ValidationError:
        raise CursorExpired from None
