"""A small Discourse on this machine: a review queue, topics, members and badges that change as they are written to.

It was written from Discourse's public source and API description; no answer in it is a recording. What differs between
versions and settings of a site can be chosen: both sets of actions, where notes are written, how claiming works.
"""

import email.utils
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import discourse_shapes as shapes
from discourse_shapes import Json

SYSTEM, MODERATOR, OTHER, AUTHOR, REPORTER = -1, 2, 3, 10, 11
MODERATOR_KEY, MASTER_KEY, MEMBER_KEY, SYSTEM_KEY = "a1" * 32, "b2" * 32, "c3" * 32, "d4" * 32
USER_CLIENT, USER_KEY = "client-7", "e5" * 16
A_WEB_PAGE = b"<!DOCTYPE html><html><body>Please sign in to the office network.</body></html>"
PENDING, APPROVED, REJECTED, IGNORED = 0, 1, 2, 3
MEMO_SECONDS = 120

Reply = tuple[int, Json] | tuple[int, Json, Mapping[str, str]]
OPEN_TO_ALL = ("/site/basic-info.json", "/about.json")
NOT_FOUND: Reply = (404, {"errors": ["找不到该资源"], "error_type": "not_found"})


@dataclass(frozen=True)
class Fault:
    """What goes wrong once, at the next request like this: without a status, the connection breaks."""

    method: str
    path: str
    status: int = 0
    applied: bool = False
    body: Json = A_WEB_PAGE
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    def __init__(self, status: int, body: Json) -> None:
        self.reply: Reply = (status, body)


def errors(status: int, *said: str, kind: str = "") -> Refused:
    return Refused(status, {"errors": list(said)} | ({"error_type": kind} if kind else {}))


class DiscourseServer:
    """A site with one topic, whose second post an author wrote and a reporter flagged.

    Attributes:
        seen: method, path as sent and body of every request.
        claiming: optional, required or disabled.
        split: whether actions are those of the queue that speaks of posts and users.
        notes_path: how the path of notes begins; empty on a site without notes.
        ignores_ids: whether the review list does not know `ids[]`, as on old sites.
        uncategorised: whether topics may stand in no category.
        queues: whether posts wait for approval.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.seen: list[tuple[str, str, Json]] = []
        self.faults: list[Fault] = []
        self.keys = {MODERATOR_KEY: MODERATOR, MEMBER_KEY: AUTHOR, SYSTEM_KEY: SYSTEM}
        self.user_keys = {(USER_CLIENT, USER_KEY): MODERATOR}
        self.claiming, self.notes_path = "optional", "review"
        self.split = self.ignores_ids = self.queues = False
        self.badges_on = self.uncategorised = True
        self.categories = [{"id": 4, "name": "用车交流", "slug": "cars", "permission": 1}]
        self.users: dict[int, Json] = {}
        self.topics: dict[int, Json] = {}
        self.posts: dict[int, Json] = {}
        self.reviews: dict[int, Json] = {}
        self.claims: dict[int, Json] = {}
        self.queue: list[Json] = []
        self.log: list[Json] = []
        self.badges = shapes.badges()
        self.user_badges: list[Json] = []
        self.memo: dict[str, tuple[datetime, Reply]] = {}
        self.last_id = 100
        for user_id, name in ((SYSTEM, "system"), (MODERATOR, "版主小林"), (OTHER, "版主小周")):
            self.add_user(user_id, name, moderator=user_id > 0, admin=user_id < 0)
        self.add_user(AUTHOR, "老王")
        self.add_user(REPORTER, "车友小李")
        self.add_topic(7, "新款车机值不值得升级", user=REPORTER)
        self.add_post(20, topic=7, user=REPORTER, raw="大家升级之后感觉怎么样？")
        self.add_post(21, topic=7, user=AUTHOR, raw="升级的都是冤大头，点我头像有惊喜。")
        self.add_review(1, post=21)
        self._writing = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Bound", (_Handler,), {"site": self}))
        self._thread = Thread(target=self._server.serve_forever, args=(0.002,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # --- what a test sets up and looks at --------------------------------------------------------------

    def add_user(self, user_id: int, name: str, *, moderator: bool = False, admin: bool = False) -> Json:
        self.users[user_id] = shapes.user(user_id, name, self.clock(), moderator=moderator, admin=admin)
        return self.users[user_id]

    def add_topic(self, topic_id: int, title: str, *, user: int, private: tuple[int, ...] = (), **more: Json) -> Json:
        self.topics[topic_id] = shapes.topic(topic_id, title, user, self.clock(), private) | more
        return self.topics[topic_id]

    def add_post(self, post_id: int, *, topic: int, user: int, raw: str, **more: Json) -> Json:
        number = 1 + sum(post["topic_id"] == topic for post in self.posts.values())
        post = shapes.post(post_id, self.topics[topic], number, self.users[user], raw=raw, now=self.clock()) | more
        self.posts[post_id] = post
        self.topics[topic]["last_posted_at"] = post["created_at"]
        return post

    def add_review(self, review_id: int, *, post: int, kind: str = "ReviewableFlaggedPost", **more: Json) -> Json:
        self.reviews[review_id] = shapes.review(review_id, self.posts[post], kind, self.clock()) | more
        self.add_score(review_id, REPORTER)
        return self.reviews[review_id]

    def add_score(self, review_id: int, user: int, written: str = "") -> None:
        review = self.reviews[review_id]
        review["scores"].append(shapes.score(self.new_id(), user, written, self.clock()))
        review["score"] += 1.5
        review["status"] = PENDING

    def edit(self, post_id: int, raw: str) -> None:
        self.posts[post_id] |= {"raw": raw, "version": self.posts[post_id]["version"] + 1, "updated_at": self.now()}

    def settle(self, review_id: int, status: int, by: int = OTHER) -> None:
        review = self.reviews[review_id]
        review |= {"status": status, "version": review["version"] + 1}
        self.claims.pop(review["topic_id"], None)
        for score in review["scores"]:
            score |= {"reviewed_by_id": by, "reviewed_at": self.now()}

    def claim(self, topic_id: int, by: int, *, automatic: bool = False) -> None:
        self.claims[topic_id] = {"id": self.new_id(), "user_id": by, "automatic": automatic}

    def log_action(self, action: str, *, by: int = OTHER, member: int | None = AUTHOR, details: str = "") -> None:
        target = shapes.named(self.users[member]) if member else None
        entry = shapes.log_entry(
            self.new_id(), action, self.now(), by=shapes.named(self.users[by]), target=target, details=details
        )
        self.log.insert(0, entry)

    def asked(self) -> list[tuple[str, str]]:
        """Method and path, without what follows a question mark, of every request since the last time."""
        asked = [(method, urlsplit(path).path) for method, path, _ in self.seen]
        self.seen.clear()
        return asked

    def own(self, topic_id: int) -> list[Json]:
        return [post for post in self.posts.values() if post["topic_id"] == topic_id and post["user_id"] == MODERATOR]

    def private(self) -> list[Json]:
        return [topic for topic in self.topics.values() if topic["private"]]

    def new_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def now(self) -> str:
        return shapes.time(self.clock())

    # --- answering -------------------------------------------------------------------------------------

    def who(self, headers: Mapping[str, str]) -> tuple[int, bool]:
        """Whose request it is, and whether it came with an administrator's API key."""
        denied = errors(403, "API 用户名或密钥无效", kind="invalid_access")
        if "User-Api-Key" in headers:
            user = self.user_keys.get((headers.get("User-Api-Client-Id", ""), headers["User-Api-Key"]))
            if user is None:
                raise denied
            return user, False
        key, name = headers.get("Api-Key", ""), headers.get("Api-Username")
        if key == MASTER_KEY:
            named = [user_id for user_id, user in self.users.items() if user["username"] == name]
            if not named:
                raise denied
            return named[0], True
        if key not in self.keys or (name and self.users[self.keys[key]]["username"] != name):
            raise denied
        return self.keys[key], True

    def answer(self, method: str, path: str, body: Json, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(path)
        for way, pattern, handle in ROUTES:
            found = re.fullmatch(pattern, parts.path)
            if way == method and found:
                try:
                    signed = not {"Api-Key", "User-Api-Key"}.isdisjoint(headers.keys())
                    me, by_admin = self.who(headers) if signed or parts.path not in OPEN_TO_ALL else (0, False)
                    asked = Asked(me, by_admin, [unquote(one) for one in found.groups()], parse_qs(parts.query), body)
                    with self._writing:
                        return handle(self, asked)
                except Refused as refused:
                    return refused.reply
        return NOT_FOUND

    def staff(self, asked: "Asked") -> None:
        if not (self.users[asked.me]["moderator"] or self.users[asked.me]["admin"]):
            raise errors(403, "无权执行此操作", kind="invalid_access")

    def found(self, where: dict[int, Json], number: str) -> Json:
        known = {str(one): row for one, row in where.items()}
        if number not in known:
            raise Refused(404, NOT_FOUND[1])
        return known[number]


@dataclass(frozen=True)
class Asked:
    me: int
    by_admin: bool
    args: list[str]
    query: dict[str, list[str]]
    body: Json

    def param(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


def remembered(site: DiscourseServer, asked: Asked, create: Callable[[], Reply]) -> Reply:
    """The memo of two minutes: an identical request gets the same answer, a refusal as well."""
    if not asked.by_admin:
        return create()
    print_ = hashlib.sha1(json.dumps([asked.me, asked.body], sort_keys=True).encode()).hexdigest()
    known = site.memo.get(print_)
    if known and site.clock() - known[0] < timedelta(seconds=MEMO_SECONDS):
        return known[1]
    try:
        reply = create()
    except Refused as refused:
        reply = refused.reply
    site.memo[print_] = (site.clock(), reply)
    return reply


class _Handler(BaseHTTPRequestHandler):
    site: DiscourseServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True  # else a second packet of an answer waits for the other side's acknowledgement

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length)
        body = json.loads(sent) if sent else None
        self.site.seen.append((self.command, self.path, body))
        fault = next((one for one in self.site.faults if self._meets(one)), None)
        if fault is not None:
            self.site.faults.remove(fault)
        if fault is None or fault.applied:
            reply = self.site.answer(self.command, self.path, body, self.headers)
        if fault is None:
            self._say(*reply)
        elif fault.status:
            self._say(fault.status, fault.body, fault.headers)
        else:
            self.close_connection = True

    def _meets(self, fault: Fault) -> bool:
        return self.command == fault.method and re.search(fault.path, self.path) is not None

    def _say(self, status: int, body: Json, headers: Mapping[str, str] | None = None) -> None:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(raw))} | dict(headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = do_PUT = do_DELETE = _serve

    def date_time_string(self, timestamp: float | None = None) -> str:
        return email.utils.formatdate(self.site.clock().timestamp(), usegmt=True)

    def log_message(self, *_: Any) -> None:
        return


from discourse_routes import ROUTES  # noqa: E402 - the routes know the server, the server looks them up when asked
