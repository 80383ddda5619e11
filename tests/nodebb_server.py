"""A NodeBB of recorded answers on this machine, with as much state as a thin line of moderation changes.

Each answer is a recording of NodeBB 4.11.2, patched with what the test set up or an earlier request changed.
"""

import copy
import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from nodebb_accounts import AUTHOR, MODERATOR, NO_SUCH_THING, Accounts, Json, Reply, recorded, recording, wrapped

__all__ = ["NodebbServer", "recorded", "recording"]
MODERATOR_TOKEN, MASTER_TOKEN, GUEST_TOKEN = "moderators-own", "master", "guest"
A_WEB_PAGE = b"<!DOCTYPE html><html><body>Please sign in to the office network.</body></html>"
MASTER_WITHOUT_UID = {"status": {"code": "bad-request", "message": "A master token without `_uid`"}, "response": {}}
TOPIC_PAGE = 20
NAMES = {AUTHOR: "张三", 4: "李四", 5: "赵六"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong once, at the next request like this: without a status, the connection breaks.

    `after_write`: not before something was written.
    """

    method: str
    path: str
    status: int = 0
    applied: bool = False
    after_write: bool = False
    body: bytes = A_WEB_PAGE
    headers: Mapping[str, str] = field(default_factory=dict)


class NodebbServer(Accounts):
    """The forum: one topic with a post of a member, flagged as often as the test says, and one moderator.

    Attributes:
        seen: method, path as sent and body of every request.
        flags: the recorded form of each flag, by its id.
        posts: the recorded form of each post, by its id; its content is the raw text.
        html: what readers see of a post where that is not simply made of its text.
        topics: every topic, by its id.
        raw: the raw text of private messages, by their ids.
        rooms: the moderator's rooms, the last used first: id, members who are still in, messages.
        ignores: whether values of flags are dropped and answered with 200, as bad ones are.
        upset: whether changing a flag answers 400 though it is stored, as after a mute without an end.
        poisoned: flags that can't be read since they hold an empty note.
        blocked: posts whose author the moderator has blocked.
        unseen: posts of the moderator in categories that the moderator may no longer read.
        queues: whether replies wait for approval.
        numbers: whether ids and times of flags are numbers and notes are not escaped, as from 4.15 on.
        hold: how long a write waits for another one to come in beside it, in seconds.
        most_at_once: how many writes were under way at the same moment.
        behind: how far its clock is behind that of the test.
        date: what its answers say instead of the time.
        meanwhile: called with a flag after each change of it, before anybody reads it.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(self.now)
        self.clock = clock
        self.seen: list[tuple[str, str, Json]] = []
        self.faults: list[Fault] = []
        self.flags: dict[str, Json] = {}
        self.posts: dict[str, Json] = {}
        self.html: dict[str, str] = {}
        self.raw: dict[str, str] = {}
        self.rooms: list[Json] = []
        self.queue: list[Json] = []
        self.poisoned: set[str] = set()
        self.blocked: set[str] = set()
        self.unseen: set[str] = set()
        self.ignores = self.upset = self.queues = self.numbers = False
        self.flags_per_page = 500
        self.behind = timedelta(0)
        self.date = ""
        self.meanwhile: Callable[[Json], None] = lambda flag: None
        self.hold = 0.0
        self.most_at_once = self._at_once = 0
        self._counting, self._beside = Lock(), Event()
        self.topic = recorded("018")[1]
        self.topics: dict[str, Json] = {"2": self.topic}
        self.add_post(2, author=4, text="用了一周，**续航**大概一天半，大家呢？")
        self.add_post(3)
        self.add_flag(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Bound", (_Handler,), {"forum": self}))
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

    def add_post(self, pid: int, *, author: int = AUTHOR, text: str = "", at: int = 0) -> Json:
        post = copy.deepcopy(recorded("044")[1]["response"])
        post |= {"pid": pid, "uid": author, "content": text or post["content"], "timestamp": at or post["timestamp"]}
        self.posts[str(pid)] = post
        return post

    def add_flag(self, flag_id: int, *, pid: int = 3, state: str = "open") -> Json:
        flag = copy.deepcopy(recorded("030")[1]["response"])
        flag |= {"flagId": str(flag_id), "targetId": str(pid), "state": state}
        flag["target"] |= {"pid": pid, "flagId": str(flag_id)}
        self.flags[str(flag_id)] = flag
        return flag

    def edit(self, pid: int, text: str) -> None:
        """The author edits a post."""
        self.posts[str(pid)] |= {"content": text, "edited": self.now()}
        for flag in self.flags.values():
            if flag["target"].get("pid") == pid:
                flag["target"]["edited"] = self.now()

    def note(self, flag_id: int, text: str, *, at: int, by: int = MODERATOR) -> Json:
        """A note as it is stored; the same one of the same person moves, one with the same time is replaced."""
        notes = self.flags[str(flag_id)]["notes"]
        notes[:] = [one for one in notes if one["datetime"] != at and (one["uid"], one["content"]) != (by, text)]
        note = recorded("041")[1]["response"]["notes"][0] | {"uid": by, "content": text, "datetime": at}
        notes.append(note)
        return note

    def add_room(self, room_id: int, *, members: tuple[int, ...] = (AUTHOR,)) -> Json:
        self.rooms.insert(0, {"roomId": room_id, "members": list(members), "messages": []})
        return self.rooms[0]

    def say(self, room: Json, raw: str, by: int = MODERATOR) -> Json:
        mid = len(self.raw) + 1
        message = recorded("211")[1]["response"] | {"mid": mid, "fromuid": by, "timestamp": self.now()}
        room["messages"].append(message)
        self.raw[str(mid)] = raw
        self.rooms.sort(key=lambda other: other is not room)
        return message

    def written_by_us(self) -> list[Json]:
        return [post for post in self.posts.values() if post["uid"] == MODERATOR]

    def count_writes(self) -> None:
        """A write is under way; where the test says so, another one may come in beside it."""
        with self._counting:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            if self._at_once > 1:
                self._beside.set()
        if self.hold:
            self._beside.wait(self.hold)
        with self._counting:
            self._at_once -= 1

    def fail(self, method: str, path: str, status: int = 0, **more: Any) -> None:
        self.faults.append(Fault(method, path, status, **more))

    def writes(self) -> list[tuple[str, str, Json]]:
        return [request for request in self.seen if request[0] != "GET"]

    def now(self) -> int:
        return round((self.clock() - self.behind).timestamp() * 1000)

    # --- answers ---------------------------------------------------------------------------------------

    def answer(self, method: str, path: str, body: Json) -> Reply:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        for known_method, pattern, reply in self._routes():
            found = re.fullmatch(pattern, parts.path)
            if found and method == known_method:
                return reply([unquote(part) for part in found.groups()], body if method != "GET" else query)
        return 404, "Not found"

    def _routes(self) -> list[tuple[str, str, Callable[[list[str], Json], Reply]]]:
        flag, post, chats = "/api/v3/flags/([^/]+)", "/api/v3/posts/([^/]+)", "/api/v3/chats"
        return [
            ("GET", "/api/self", lambda ids, _: recorded("121")),
            ("GET", "/api/v3/ping", lambda ids, _: recorded("192")),
            ("GET", "/api/flags", self._flag_list),
            ("GET", flag, self._flag),
            ("PUT", flag, self._change_flag),
            ("POST", f"{flag}/notes", self._take_note),
            ("GET", post, lambda ids, _: self._found(self.posts, ids[0])),
            ("PUT", post, self._edit_post),
            ("GET", f"{post}/raw", self._raw_post),
            ("GET", f"{post}/summary", self._summary),
            ("GET", f"{post}/index", self._index),
            ("DELETE", f"{post}/state", lambda ids, _: self._change_post(ids[0], deleted=1)),
            ("PUT", f"{post}/state", lambda ids, _: self._change_post(ids[0], deleted=0)),
            ("GET", "/api/v3/search/categories", lambda ids, _: recorded("220")),
            ("POST", "/api/v3/topics", self._take_topic),
            ("GET", "/api/v3/topics/([^/]+)", self._topic),
            ("PUT", "/api/v3/topics/([^/]+)/(pin|lock)", self._fasten),
            ("GET", "/api/v3/categories/5", lambda ids, _: wrapped(self.topic["category"])),
            ("GET", "/api/topic/2/-/([0-9]+)", self._topic_page),
            ("GET", "/api/v3/users/([^/]+)/chat", self._room_with),
            ("GET", chats, self._room_list),
            ("POST", chats, self._make_room),
            ("POST", f"{chats}/([^/]+)", self._take_message),
            ("GET", f"{chats}/([^/]+)/messages", self._room_messages),
            ("GET", f"{chats}/[^/]+/messages/([^/]+)/raw", lambda ids, _: wrapped({"content": self.raw[ids[0]]})),
            ("POST", "/api/v3/topics/2", self._take_reply),
            ("POST", "/api/v3/topics/[^/]+", lambda ids, _: recorded("127")),
            ("GET", "/api/user/王版主/posts|/api/user/%E7%8E%8B%E7%89%88%E4%B8%BB/posts", self._own_posts),
            ("GET", "/api/post-queue", self._queue_page),
            *self.routes(),
        ]

    def _found(self, things: dict[str, Json], thing_id: str, only: str = "") -> Reply:
        if thing_id not in things:
            return NO_SUCH_THING
        thing = things[thing_id]
        return wrapped({only: thing[only]} if only else thing)

    def _shown(self, pid: str) -> str:
        """What readers see of a post."""
        return self.html[pid] if pid in self.html else as_html(self.posts[pid]["content"])

    def _flag_list(self, _ids: list[str], query: Json) -> Reply:
        status, page = recorded("187")
        wanted = [flag for flag in self.flags.values() if "state" not in query or flag["state"] in query["state"]]
        if "targetUid" in query:
            wanted = [flag for flag in wanted if str(flag["target"].get("uid")) == query["targetUid"][0]]
        page["count"] = len(wanted)
        first = (int(query.get("page", ["1"])[0]) - 1) * self.flags_per_page
        page["flags"] = [
            page["flags"][0]
            | {name: flag[name] for name in ("flagId", "state", "assignee", "type", "targetId")}
            | {"heat": len(flag["reports"])}
            for flag in wanted[first : first + self.flags_per_page]
        ]
        page["pagination"]["pageCount"] = -(-len(wanted) // self.flags_per_page)
        return status, self._typed(page)

    def _flag(self, ids: list[str], _query: Json) -> Reply:
        if ids[0] in self.poisoned:
            return recorded("170")
        if ids[0] not in self.flags:
            return NO_SUCH_THING
        flag = copy.deepcopy(self.flags[ids[0]])
        pid = str(flag["target"].get("pid"))
        if pid in self.posts:
            post = self.posts[pid]
            flag["target"] |= {"content": self._shown(pid), "deleted": post["deleted"], "toPid": post.get("toPid")}
        for note in flag["notes"]:
            note["content"] = note["content"] if self.numbers else escaped(note["content"])
        for report in flag["reports"]:
            report["value"] = report["value"] if self.numbers else escaped(report["value"])
        return wrapped(self._typed(flag))

    def _take_note(self, ids: list[str], body: Json) -> Reply:
        if ids[0] not in self.flags:
            return NO_SUCH_THING
        if not isinstance(body.get("note"), str):
            self.poisoned.add(ids[0])
            return recorded("124")
        at = body.get("datetime") or self.now()
        if any(one["datetime"] == at and one["uid"] != MODERATOR for one in self.flags[ids[0]]["notes"]):
            return recorded("090")
        if not self.ignores:
            self.note(int(ids[0]), body["note"], at=at)
        return recorded("173" if self.upset else "041")

    def _change_flag(self, ids: list[str], body: Json) -> Reply:
        if ids[0] not in self.flags:
            return NO_SUCH_THING
        if not self.ignores:
            self.flags[ids[0]] |= body
        self.meanwhile(self.flags[ids[0]])
        return recorded("173" if self.upset else "032")

    def _raw_post(self, ids: list[str], _query: Json) -> Reply:
        if ids[0] not in self.posts:
            return NO_SUCH_THING
        status, answer = recorded("045")
        answer["response"]["content"] = self.posts[ids[0]]["content"]
        return status, answer

    def _summary(self, ids: list[str], _query: Json) -> Reply:
        """Without the time of an edit; nothing at all where the account blocked the author."""
        if ids[0] not in self.posts:
            return NO_SUCH_THING
        status, answer = recorded("046")
        user = self.users.get(str(self.posts[ids[0]]["uid"]))
        answer["response"] |= {"pid": self.posts[ids[0]]["pid"], "content": self._shown(ids[0])}
        answer["response"]["user"] |= {name: user[name] for name in ("uid", "username")} if user else {}
        return (status, answer) if ids[0] not in self.blocked else wrapped(None)

    def _index(self, ids: list[str], _query: Json) -> Reply:
        status, answer = recorded("165")
        answer["response"]["index"] = self._order().index(ids[0])
        return status, answer

    def _change_post(self, pid: str, *, deleted: int) -> Reply:
        """Deleting a flagged post settles its flag; restoring it does not open it again."""
        if pid not in self.posts:
            return NO_SUCH_THING
        if self.posts[pid]["deleted"] == deleted:
            return recorded("048" if deleted else "052")
        if not self.ignores:
            self.posts[pid]["deleted"] = deleted
        for flag in self.flags.values():
            if deleted and str(flag["target"].get("pid")) == pid:
                flag["state"] = "resolved"
        return recorded("047" if deleted else "051")

    def _edit_post(self, ids: list[str], body: Json) -> Reply:
        if ids[0] not in self.posts:
            return NO_SUCH_THING
        self.posts[ids[0]] |= {"content": body["content"], "edited": self.now()}
        for topic in self.topics.values():
            if str(topic["mainPid"]) == ids[0] and "title" in body:
                topic |= {"title": escaped(body["title"]), "titleRaw": body["title"]}
        return recorded("103" if "title" in body else "053")

    def _topic(self, ids: list[str], _query: Json) -> Reply:
        if ids[0] not in self.topics:
            return NO_SUCH_THING
        return wrapped(recorded("105")[1]["response"] | _without(self.topics[ids[0]], "posts", "category"))

    def _take_topic(self, _ids: list[str], body: Json) -> Reply:
        if self.queues:
            self.queue.append({"data": {"rawContent": body["content"]}})
            return recorded("011")
        pid = max(map(int, self.posts)) + 1
        tid = max(map(int, self.topics)) + 1
        self.add_post(pid, author=MODERATOR, text=body["content"], at=self.now())["tid"] = tid
        topic = recorded("099")[1]["response"] | {"tid": tid, "mainPid": pid, "cid": body["cid"]}
        self.topics[str(tid)] = topic | {"title": escaped(body["title"]), "titleRaw": body["title"]}
        return wrapped(self.topics[str(tid)])

    def _fasten(self, ids: list[str], _body: Json) -> Reply:
        if not self.may["isGlobalModerator"]:
            return recorded("090")
        self.topics[ids[0]]["pinned" if ids[1] == "pin" else "locked"] = 1
        return recorded("100" if ids[1] == "pin" else "102")

    def _order(self) -> list[str]:
        return sorted((pid for pid, post in self.posts.items() if post["tid"] == 2), key=int)

    def _topic_page(self, ids: list[str], query: Json) -> Reply:
        """The page on which the post with this number from 1 stands; past the end, only an address comes back."""
        order, at = self._order(), int(ids[0])
        if "oldest_to_newest" not in query.get("sort", []):
            order.reverse()  # as for an account that likes to read the newest first
        if at > len(order):
            return 200, f"/topic/2/-/{len(order)}"
        first = (at - 1) // TOPIC_PAGE * TOPIC_PAGE
        shown = [
            self.topic["posts"][-1]
            | {name: self.posts[pid].get(name) for name in ("pid", "edited", "deleted", "timestamp", "toPid", "uid")}
            | {"index": index, "content": self._shown(pid)}
            for index, pid in enumerate(order)
            if first <= index < first + TOPIC_PAGE
        ]
        return 200, self.topic | {"posts": shown, "postcount": len(order)}

    def _room_with(self, ids: list[str], _query: Json) -> Reply:
        status, answer = recorded("063")
        shared = [room["roomId"] for room in self.rooms if room["members"] == [int(ids[0])]]  # None where there is none
        answer["response"]["roomId"] = shared[0] if shared else None
        return status, answer

    def _make_room(self, _ids: list[str], body: Json) -> Reply:
        room = self.add_room(len(self.rooms) + 1, members=tuple(body["uids"]))
        status, answer = recorded("064")
        answer["response"]["roomId"] = room["roomId"]
        return status, answer

    def _take_message(self, ids: list[str], body: Json) -> Reply:
        [room] = [room for room in self.rooms if str(room["roomId"]) == ids[0]]
        return wrapped(self.say(room, body["message"]))

    def _room_list(self, _ids: list[str], query: Json) -> Reply:
        first, many = int(query["start"][0]), min(int(query.get("perPage", ["20"])[0]), 100)
        rows = [_room_row(room) for room in self.rooms[first : first + many]]
        return wrapped({"rooms": rows, "nextStart": first + many})

    def _room_messages(self, ids: list[str], query: Json) -> Reply:
        [room] = [room for room in self.rooms if str(room["roomId"]) == ids[0]]
        last = len(room["messages"]) - int(query["start"][0])
        status, answer = recorded("069")
        shown = room["messages"][max(last - 50, 0) : max(last, 0)]
        answer["response"]["messages"] = [one | {"content": as_html(self.raw[str(one["mid"])])} for one in shown]
        return status, answer

    def _take_reply(self, _ids: list[str], body: Json) -> Reply:
        if self.queues:
            self.queue.append({"data": {"rawContent": body["content"]}})
            return recorded("016")
        post = self.add_post(max(map(int, self.posts)) + 1, author=MODERATOR, text=body["content"], at=self.now())
        return wrapped(recorded("055")[1]["response"] | {"pid": post["pid"], "timestamp": post["timestamp"]})

    def _own_posts(self, _ids: list[str], query: Json) -> Reply:
        """A page of the moderator's posts; those in `unseen` are left out of it only then."""
        status, page = recorded("058")
        ours = sorted(self.written_by_us(), key=lambda post: (post["timestamp"], post["pid"]), reverse=True)
        first = (int(query.get("page", ["1"])[0]) - 1) * 20
        row = page["posts"][0]
        page["posts"] = [
            row
            | {name: post[name] for name in ("pid", "timestamp", "tid")}
            | {"topic": row["topic"] | {"mainPid": self.topics[str(post["tid"])]["mainPid"]}}
            for post in ours[first : first + 20]
            if str(post["pid"]) not in self.unseen
        ]
        return status, page

    def _queue_page(self, _ids: list[str], query: Json) -> Reply:
        """The posts that wait for approval, the newest last."""
        status, page = recorded("154")
        first = (int(query.get("page", ["1"])[0]) - 1) * 20
        page["posts"] = self.queue[first : first + 20]
        page["pagination"]["pageCount"] = max(-(-len(self.queue) // 20), 1)
        return status, page

    def _typed(self, answer: Json) -> Json:
        """Ids and times as this version writes them."""
        if isinstance(answer, list):
            return [self._typed(part) for part in answer]
        if not isinstance(answer, dict):
            return answer
        mixed = ("flagId", "targetId", "targetUid", "assignee", "datetime", "timestamp", "uid", "pid", "edited")
        return {
            name: int(value) if self.numbers and name in mixed and value else self._typed(value)
            for name, value in answer.items()
        }


def escaped(text: str) -> str:
    """As 4.11 escapes names, reasons and notes."""
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "/": "&#x2F;", "\\": "&#x5C;"}
    return "".join(marks.get(char, "&#96;" if char == "`" else char) for char in text)


def as_html(raw: str) -> str:
    """As readers see a text of paragraphs, bold words and marks that nobody sees."""
    parts = [part for part in raw.split("\n\n") if part.strip() and not part.startswith("[//]: # (")]
    bold = [re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html.escape(part, quote=False)) for part in parts]
    return "".join(f'<p dir="auto">{part}</p>\n'.replace("\n", "<br />\n", part.count("\n")) for part in bold)


def _without(thing: Json, *names: str) -> Json:
    return {name: value for name, value in thing.items() if name not in names}


def _room_row(room: Json) -> Json:
    row = recorded("071")[1]["response"]["rooms"][0]
    last = [one for one in room["messages"] if not one["deleted"] and not one["system"]][-1:]
    teaser = row["teaser"] | {name: last[0][name] for name in ("fromuid", "timestamp")} if last else None
    users = [row["users"][0] | {"uid": uid, "username": NAMES.get(uid, f"成员{uid}")} for uid in room["members"]]
    more = {"users": users, "userCount": len(users) + 1, "groupChat": len(users) > 1}
    return row | {"roomId": room["roomId"], "teaser": teaser} | more


class _Handler(BaseHTTPRequestHandler):
    forum: NodebbServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True  # else a second packet of an answer waits for the other side's acknowledgement

    def _handle(self) -> None:
        forum, body = self.forum, self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = json.loads(body) if body else None
        forum.seen.append((self.command, self.path, asked))
        plain = urlsplit(self.path).path
        hit = [
            one
            for one in forum.faults
            if one.method == self.command and re.fullmatch(one.path, plain) and (forum.writes() or not one.after_write)
        ][:1]
        if not hit:
            if self.command != "GET":
                forum.count_writes()
            self._send(*self._reply(asked))
            return
        forum.faults.remove(hit[0])
        if hit[0].applied:
            forum.answer(self.command, self.path, asked)
        if hit[0].status:
            self._send(hit[0].status, hit[0].body, hit[0].headers)
        else:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = _handle

    def _reply(self, asked: Json) -> Reply:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token == MASTER_TOKEN:
            return (400 if self.path.startswith("/api/v3/") else 500), MASTER_WITHOUT_UID
        if token == GUEST_TOKEN:
            return 200, {"uid": 0, "username": "[[global:guest]]", "userslug": ""}
        return (
            self.forum.answer(self.command, self.path, asked) if token == MODERATOR_TOKEN else (401, "not-authorized")
        )

    def _send(self, status: int, body: Json, headers: Mapping[str, str] | None = None) -> None:
        written = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(written)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(written)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return self.forum.date or format_datetime(self.forum.clock() - self.forum.behind, usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:
        pass
