"""The accounts of the NodeBB of recorded answers: what may be done to them, what was done, and their groups."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).parent / "recordings" / "nodebb"
MODERATOR, AUTHOR = 2, 3

Json = Any
Reply = tuple[int, Json]


def recording(name: str) -> Json:
    [path] = RECORDINGS.glob(f"{name}-*.json")
    return json.loads(path.read_text("utf-8"))


def recorded(name: str) -> Reply:
    answer = recording(name)["response"]
    return answer["status"], answer["body"]


def wrapped(response: Json) -> Reply:
    return 200, {"status": {"code": "ok", "message": "OK"}, "response": response}


NO_SUCH_THING = recorded("043")


class Accounts:
    """Members as the forum knows them.

    Attributes:
        users: the recorded form of each account, by its id.
        history: bans and mutes of each account, the newest first.
        groups: the recorded form of each group.
        members: who is in which group, by its slug.
        may: what the moderator may do: canBan, canMute, isAdmin, isGlobalModerator.
        shows_info: whether the page of an account is for the moderator to see.
        administrators: accounts that nobody bans.
        broken: accounts whose history can't be told any more, after a mute without an end.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self.now = now
        self.users = {str(AUTHOR): recorded("075")[1]["response"], str(MODERATOR): recorded("121")[1]}
        self.history: dict[str, dict[str, list[Json]]] = {}
        self.groups: list[Json] = recorded("107")[1]["response"]["groups"]
        self.members: dict[str, set[str]] = {group["slug"]: set() for group in self.groups}
        self.may = {"canBan": True, "canMute": True, "isAdmin": False, "isGlobalModerator": True}
        self.shows_info = True
        self.administrators: set[str] = set()
        self.broken: set[str] = set()

    def routes(self) -> list[tuple[str, str, Callable[[list[str], Json], Reply]]]:
        user, group = "/api/v3/users/([^/]+)", "/api/v3/groups/([^/]+)/membership/([^/]+)"
        return [
            ("GET", user, self._user),
            ("PUT", f"{user}/(mute|ban)", self._begin),
            ("DELETE", f"{user}/(mute|ban)", self._end),
            ("GET", "/api/user/([^/]+)", lambda ids, _: (200, recorded("221")[1] | self.may)),
            ("GET", "/api/user/([^/]+)/info", self._info),
            ("GET", "/api/v3/groups", self._groups),
            ("PUT", group, self._join),
            ("DELETE", group, self._leave),
        ]

    def _user(self, ids: list[str], _query: Json) -> Reply:
        return wrapped(self.users[ids[0]]) if ids[0] in self.users else NO_SUCH_THING

    def _begin(self, ids: list[str], body: Json) -> Reply:
        """What a mute or ban does with each kind of end is what was seen on the real one."""
        uid, what = ids
        if uid not in self.users:
            return NO_SUCH_THING
        if not self.may["canMute" if what == "mute" else "canBan"]:
            return recorded("077" if what == "mute" else "090")
        if uid in self.administrators:
            return recorded("089")
        until = body.get("until")
        if what == "mute" and not until:
            self.broken.add(uid)
            return recorded("143")
        ends = until if isinstance(until, int) and until > self.now() else 0
        if what == "mute":
            self.users[uid] |= {"muted": bool(ends), "mutedUntil": ends}
        else:
            seen = recorded("085" if ends else "205")[1]["response"]
            self.users[uid] |= {"banned": seen["banned"], "banned_until": ends or seen["banned_until"]}
        self._enter(uid, what, body, until=ends or None)
        return recorded("136" if what == "mute" else "083")

    def _end(self, ids: list[str], body: Json) -> Reply:
        uid, what = ids
        if not self.may["canMute" if what == "mute" else "canBan"]:
            return recorded("077" if what == "mute" else "090")
        self.users[uid] |= {"muted": False, "mutedUntil": 0} if what == "mute" else {"banned": False, "banned_until": 0}
        self._enter(uid, f"un{what}", body, until=None)
        return recorded("142" if what == "mute" else "088")

    def _enter(self, uid: str, what: str, body: Json, *, until: int | None) -> None:
        lines = self.history.setdefault(uid, {"bans": [], "mutes": []})["bans" if what.endswith("ban") else "mutes"]
        line = copy.deepcopy(recorded("186")[1]["history"]["bans"][0])
        line |= {"type": what, "timestamp": str(self.now()), "until": until}
        lines.insert(0, line | {"reason": body.get("reason") or "[[user:info.banned-no-reason]]"})

    def _info(self, ids: list[str], _query: Json) -> Reply:
        found = [uid for uid, user in self.users.items() if user["userslug"] == ids[0]]
        if not found:
            return 404, "Not found"
        if not self.shows_info:
            return 403, {"path": "/user/x/info", "loggedIn": True, "title": "[[global:403.title]]"}
        history = self.history.get(found[0], {"bans": [], "mutes": []})
        groups = [group for group in self.groups if found[0] in self.members[group["slug"]]]
        return 200, recorded("222")[1] | self.users[found[0]] | {"history": history, "groups": groups}

    def _groups(self, _ids: list[str], query: Json) -> Reply:
        page = int(query.get("page", ["1"])[0])
        return wrapped({"groups": self.groups[(page - 1) * 15 : page * 15], "nextStart": page * 15})

    def _join(self, ids: list[str], _body: Json) -> Reply:
        slug, uid = ids
        if slug not in self.members:
            return NO_SUCH_THING
        if not self.may["isAdmin"]:
            return recorded("110")
        self.members[slug].add(uid)
        return recorded("108")

    def _leave(self, ids: list[str], _body: Json) -> Reply:
        slug, uid = ids
        if slug not in self.members:
            return NO_SUCH_THING
        if uid not in self.members[slug]:
            return recorded("224")
        if not self.may["isGlobalModerator"]:
            return recorded("110")
        self.members[slug].remove(uid)
        return recorded("223")
