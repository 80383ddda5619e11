"""Cases, posts and threads as they are now. What is shown is always read from HTML, so that texts can be compared."""

from urllib.parse import urlsplit

from app.community.nodebb import wire
from app.community.nodebb.forum import POST_WORDS, THREAD_WORDS, Forum, quoted
from app.community.pictures import read_picture
from app.domain.cases import CaseId
from app.domain.community import RemoteCase
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, Thread, ThreadId, ThreadSlice


class Reading:
    """Reads single things."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum
        self._site = forum.http.url

    def case(self, case_id: CaseId) -> RemoteCase:
        """A case with its thread and who has it."""
        flag = self._forum.flag(case_id)
        thread = self._forum.or_none(lambda: self._thread(wire.text(flag.target.tid)))
        assignee = self._forum.member_ref(wire.text(flag.assignee)) if flag.assignee else None
        return flag.read(self._site, thread, assignee)

    def _thread(self, thread_id: str) -> Thread:
        topic = self._forum.topic(thread_id)
        return self._keep(topic, self._forum.category(wire.text(topic.cid)))

    def _keep(self, topic: wire.WireTopic, category: str) -> Thread:
        thread = topic.read(category, f"{self._site}/topic/{quoted(wire.text(topic.tid))}")
        self._forum.threads[thread.id] = thread
        return thread

    def post(self, post_id: PostId) -> Post:
        """A post. Its summary has the text as readers see it, but not when it was edited: two requests."""
        post = self._forum.raw_post(post_id)
        path = f"/api/v3/posts/{quoted(post_id)}/summary"
        summary = self._forum.get(path, wire.SUMMARY, POST_WORDS).response
        if summary is None:  # NodeBB leaves out whom the account has blocked
            post.user = wire.WireUser(post.uid, self._forum.member_ref(wire.text(post.uid)).name)
            return post.read(self._site, text_shown=post.content or "")
        post.user = summary.user
        return post.read(self._site, text_shown=wire.shown(summary.content))

    def picture(self, address: str) -> Picture:
        """A picture that a post shows. Old posts name the place from which NodeBB redirects to its uploads."""
        base = urlsplit(self._site).path
        if address.startswith(f"{base}/uploads/"):
            address = f"{base}/assets{address.removeprefix(base)}"
        return read_picture(self._forum.http, address, places=("/assets/uploads/",))

    def thread(self, thread_id: ThreadId, around: PostId | None, before: int, after: int) -> ThreadSlice:
        """Posts of a thread: one request for each page of twenty, and one to find the post in the middle.

        For the account it counts as having read the topic, as a topic page always does.
        """
        middle = self._place(around) if around else 0
        first, last = max(middle - before, 0), middle + after
        posts: dict[int, wire.WirePost] = {}
        at = first
        while True:
            path = f"/api/topic/{quoted(thread_id)}/-/{at + 1}?sort=oldest_to_newest"
            topic = self._forum.get(path, wire.TOPIC_PAGE, THREAD_WORDS)
            posts |= {wire.number(post.index): post for post in topic.posts if post.pid is not None}
            here, at = at, max(posts, default=-1) + 1
            if at <= here or at > min(last, wire.number(topic.postcount) - 1):
                break
        wanted = [(index, posts[index]) for index in sorted(posts) if first <= index <= last]
        thread = self._keep(topic, topic.category.name if topic.category else "")
        return ThreadSlice(thread, tuple(post.read(self._site, place=index + 1) for index, post in wanted))

    def _place(self, post_id: PostId) -> int:
        found = self._forum.get(f"/api/v3/posts/{quoted(post_id)}/index", wire.PLACE, POST_WORDS)
        return wire.number(found.response.index)
