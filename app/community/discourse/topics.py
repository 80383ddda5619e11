"""Writing to a member in private, and publishing a notice: both open a topic.

With an administrator's API key a topic carries the command's id, by which the site itself tells whether it was made.
With a user API key it carries our mark in its text instead.
"""

import re
from dataclasses import replace
from typing import Any

from app.community.discourse import wire
from app.community.discourse.answers import expect
from app.community.discourse.lost import absent, look_from
from app.community.discourse.posts import Posts, content, marked
from app.community.discourse.site import Site, conflict, needed, quoted, refused
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.domain.words import Words
from app.errors import BrokenAnswer, CommunityError, Forbidden, Invalid, NotFound, OutcomeUnknown

MOST_LISTED, MOST_READ = 5, 20
"""How many pages of topics are listed, and how many topics are read, to find the one that a command made."""
FEW = 5
"""From how many on the list of topics leaves participants out."""
TITLES = Words("关于您在社区发表的帖子", "About your post in the community")
NAMES = ("公告", "announcement", "notice")
"""What a category for notices is called, the likeliest first."""
MAY_OPEN = 1
STATUSES = ("pinned_globally", "closed")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TOPIC_IN_URL = re.compile(r"/t/(?:[^/?#]+/)?(\d+)(?:[/?.#]|\Z)")
_EDITED = Words("公告在此期间被别人修改过", "the notice was edited by somebody else meanwhile")
_NO_TITLE = Words("公告没有标题", "the notice has no title")


class Topics:
    """What opens topics."""

    def __init__(self, site: Site, posts: Posts) -> None:
        self._site = site
        self._posts = posts

    # --- private messages ------------------------------------------------------------------------------

    def message(self, command: Command) -> Receipt:
        """Write to a member in private."""
        member_id, title = needed(command.intent.member_id), command.intent.title.strip()
        raw = self._raw(command)
        self._site.check_base(command)
        body = {
            "title": title or TITLES.say("zh" if _HAN.search(raw) else "en"),
            "raw": raw,
            "archetype": "private_message",
            "target_recipients": self._site.username(member_id),
        }
        return self._open(command, body)

    def _raw(self, command: Command) -> str:
        return marked(command) if self._site.by_user else content(command)

    def _open(self, command: Command, body: dict[str, Any]) -> Receipt:
        """Open a topic; where the site says no because it has this command's topic already, that is it."""
        if not self._site.by_user:
            body["external_id"] = command.id
        try:
            sent = self._site.write("POST", "/posts.json", body, wire.SENT_POST)
        except Invalid:
            made = None if self._site.by_user else self._by_external_id(command)
            if made is None:
                raise
            return self._receipt(made, ReceiptStatus.ALREADY_DONE)
        posted = self._posts.posted(sent)
        return posted if sent.topic_id is None else replace(posted, remote_id=str(sent.topic_id))

    def _by_external_id(self, command: Command) -> str | None:
        """The topic that a command made, by the site's own word; None where there is none that is not deleted."""
        answer = self._site.http.get(f"/t/external_id/{quoted(command.id)}.json")
        if answer.status in (301, 302):
            found = _TOPIC_IN_URL.search(answer.headers.get("Location", ""))
            if not found:
                raise BrokenAnswer(why="the site sends us elsewhere than to a topic")
            return found.group(1)
        if answer.status == 404:
            return None
        return str(expect(answer, wire.TOPIC).id)

    def _receipt(self, topic_id: str, status: ReceiptStatus) -> Receipt:
        return Receipt(status, topic_id, self._site.url(f"/t/-/{topic_id}"), self._site.clock(), verified=True)

    # --- notices ---------------------------------------------------------------------------------------

    def publish(self, command: Command) -> Receipt:
        """Publish a notice: a topic, pinned everywhere and closed. What an earlier try left undone is done now."""
        if not command.intent.title.strip():
            raise refused(_NO_TITLE)
        raw = self._raw(command)
        made, _ = self._made(command)
        if made is not None:
            receipt = self._receipt(made, ReceiptStatus.ALREADY_DONE)
        else:
            body: dict[str, Any] = {"title": command.intent.title.strip(), "raw": raw}
            receipt = self._open(command, body | self._category())
        if receipt.status is not ReceiptStatus.PENDING_APPROVAL:
            self._put_up(receipt.remote_id)
        return receipt

    def _category(self) -> dict[str, Any]:
        """The category for notices, where there is one; many sites refuse topics without any."""
        try:
            params = {"include_subcategories": "true"}
            listed = self._site.get("/categories.json", wire.CATEGORIES, params).category_list.categories
        except (NotFound, Forbidden, BrokenAnswer):
            return {}
        every = [one for category in listed for one in (category, *(category.subcategory_list or ()))]
        open_to_us = [one for one in every if one.id and one.permission in (None, MAY_OPEN)]
        named = (one.id for name in NAMES for one in open_to_us if name in one.name.casefold())
        found = next(named, None)
        return {} if found is None else {"category": found}

    def _put_up(self, topic_id: str) -> None:
        """Pin and close a topic that is there already: until both are done, the command may have happened."""
        try:
            for status in self._lacking(self._site.topic(topic_id)):
                body = {"status": status, "enabled": "true"}
                self._site.check(self._site.send("PUT", f"/t/{quoted(topic_id)}/status.json", body))
        except OutcomeUnknown:
            raise
        except CommunityError as error:
            raise OutcomeUnknown(why=error.fields.get("why", str(error))) from None

    def _lacking(self, topic: wire.WireTopic) -> list[str]:
        return [status for status in STATUSES if not getattr(topic, status)]

    def update(self, command: Command) -> Receipt:
        """Change the text of a notice, unless somebody else just did."""
        text = content(command)
        topic = self._site.topic(needed(command.intent.thread_id))
        first = next((post for post in topic.post_stream.posts if post.post_number == 1), None)
        if first is None or first.raw is None:
            raise refused(Words("公告的正文不可读", "the text of the notice can't be read"))
        if self._is_text(first.raw, text):
            return self._receipt(str(topic.id), ReceiptStatus.ALREADY_DONE)
        edit = {"raw": text, "edit_reason": command.intent.reason[:200], "original_text": first.raw}
        answer = self._site.send("PUT", f"/posts/{first.id}.json", {"post": edit})
        if answer.status == 409:
            raise conflict(command, _EDITED)
        self._site.taken(answer, wire.EDITED)
        return self._receipt(str(topic.id), ReceiptStatus.DONE)

    @staticmethod
    def _is_text(raw: str, text: str) -> bool:
        return "\n".join(raw.split()) == "\n".join(text.split())

    # --- what became of a lost send --------------------------------------------------------------------

    def find_topic(self, command: Command) -> Effect:
        """Whether the topic of a message or a notice was made; a notice that is not put up yet has not happened."""
        made, all_seen = self._made(command)
        if made is None:
            return absent(self._site, command) if all_seen else CANNOT_TELL
        if command.intent.kind is CommandKind.PUBLISH_NOTICE and self._lacking(self._site.topic(made)):
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, self._receipt(made, ReceiptStatus.DONE))

    def find_update(self, command: Command) -> Effect:
        """Whether a notice has the text of a command."""
        topic = self._site.or_none(lambda: self._site.topic(needed(command.intent.thread_id)))
        first = next((post for post in topic.post_stream.posts if post.post_number == 1), None) if topic else None
        if topic is None or first is None or not self._is_text(first.raw or "", command.intent.text):
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, self._receipt(str(topic.id), ReceiptStatus.DONE))

    def _made(self, command: Command) -> tuple[str | None, bool]:
        """The topic that a command made, and whether its absence says anything."""
        return self._by_mark(command) if self._site.by_user else (self._by_external_id(command), True)

    def _by_mark(self, command: Command) -> tuple[str | None, bool]:
        """Look for the mark in the topics that we opened since the first send: those first that look like it."""
        if command.first_sent_at is None:
            return None, True  # it was never sent before
        topics, all_seen = self._recent(command)
        topics = [topic for topic in topics if self._may_be(command, topic)]
        title = command.intent.title.strip().casefold()
        topics.sort(key=lambda topic: topic.title.casefold() != title)
        for listed in topics[:MOST_READ]:
            topic = self._site.or_none(lambda listed=listed: self._site.topic(str(listed.id)))  # type: ignore[misc]
            if topic and self._posts.with_mark(command, topic.post_stream.posts):
                return str(listed.id), True
        return None, all_seen and len(topics) <= MOST_READ

    def _recent(self, command: Command) -> tuple[list[wire.WireTopic], bool]:
        """Topics of ours that were opened since the first send, and whether these are all."""
        me = self._site.facts().me.username
        name = "private-messages-sent" if command.intent.kind is CommandKind.MESSAGE else "created-by"
        path, found = f"/topics/{name}/{quoted(me)}.json", dict[int, wire.WireTopic]()
        for page in range(MOST_LISTED):
            listed = self._site.get(path, wire.TOPICS, {"page": str(page)} if page else None).topic_list
            since = look_from(self._site, command)
            found |= {topic.id: topic for topic in listed.topics if (topic.created_at or since) >= since}
            if not listed.more_topics_url or all(topic.last_at < since for topic in listed.topics):
                return list(found.values()), True
        return list(found.values()), False

    def _may_be(self, command: Command, topic: wire.WireTopic) -> bool:
        """Whether a listed topic may be a command's: a private one with other members than the command's is not."""
        others = [str(one.user_id) for one in topic.participants or ()]
        return not 0 < len(others) < FEW or command.intent.member_id in (None, *others)
