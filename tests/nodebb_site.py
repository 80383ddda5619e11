"""A forum of recorded answers, and our way to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from conftest import Clock
from nodebb_accounts import MODERATOR
from nodebb_server import MODERATOR_TOKEN, NodebbServer

import make
from app.community.connect import reach
from app.community.gateway import Gateway
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Intent
from app.domain.community import Adapter
from app.domain.members import MemberId
from app.domain.posts import PostId, ThreadId

PLENTY = 1_000
HONOUR = "年度热心成员"
OUR_REPLY = "您好，已转给门店，周五前在这里告诉您进展。"

MEMBER = {"member_id": MemberId("3"), "reason": "辱骂他人"}
UNTIL = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FLAGS = (CommandKind.CLAIM, CommandKind.RELEASE, CommandKind.RESOLVE, CommandKind.NOTE)
TEXTS = (CommandKind.MESSAGE, CommandKind.REPLY, CommandKind.PUBLISH_NOTICE, CommandKind.UPDATE_NOTICE)
ABOUT: dict[CommandKind, dict[str, object]] = {
    CommandKind.RESOLVE: {"outcome": CommunityState.UPHELD},
    CommandKind.NOTE: {"text": "首次辱骂，先私信劝导。"},
    CommandKind.MESSAGE: {"member_id": MemberId("3"), "text": "您好，请看一下社区公约。"},
    CommandKind.REPLY: {"thread_id": ThreadId("2"), "post_id": PostId("3"), "text": "请大家就事论事，谢谢。"},
    CommandKind.UPDATE_REPLY: {"post_id": PostId("4"), "text": f"〔已解决〕\n\n{OUR_REPLY}"},
    CommandKind.HIDE: {"post_id": PostId("3")},
    CommandKind.DELETE: {"post_id": PostId("3")},
    CommandKind.RESTORE: {"post_id": PostId("3")},
    CommandKind.SILENCE: {**MEMBER, "until": UNTIL},
    CommandKind.SUSPEND: {**MEMBER, "until": UNTIL},
    CommandKind.UNSILENCE: MEMBER,
    CommandKind.UNSUSPEND: MEMBER,
    CommandKind.GRANT_HONOUR: {**MEMBER, "honour_id": HONOUR},
    CommandKind.REVOKE_HONOUR: {**MEMBER, "honour_id": HONOUR},
    CommandKind.PUBLISH_NOTICE: {"title": "社区公约（2026 版）", "text": "1. 对事不对人"},
    CommandKind.UPDATE_NOTICE: {"thread_id": ThreadId("2"), "text": "1. 对事不对人\n2. 不发广告"},
}
"""What each kind of command needs, to be sent to the forum as `Site.ready` leaves it."""

WRITES = {
    CommandKind.CLAIM: ("PUT", "/api/v3/flags/1"),
    CommandKind.RELEASE: ("PUT", "/api/v3/flags/1"),
    CommandKind.RESOLVE: ("PUT", "/api/v3/flags/1"),
    CommandKind.NOTE: ("POST", "/api/v3/flags/1/notes"),
    CommandKind.MESSAGE: ("POST", "/api/v3/chats/1"),
    CommandKind.REPLY: ("POST", "/api/v3/topics/2"),
    CommandKind.UPDATE_REPLY: ("PUT", "/api/v3/posts/4"),
    CommandKind.HIDE: ("DELETE", "/api/v3/posts/3/state"),
    CommandKind.DELETE: ("DELETE", "/api/v3/posts/3/state"),
    CommandKind.RESTORE: ("PUT", "/api/v3/posts/3/state"),
    CommandKind.SILENCE: ("PUT", "/api/v3/users/3/mute"),
    CommandKind.UNSILENCE: ("DELETE", "/api/v3/users/3/mute"),
    CommandKind.SUSPEND: ("PUT", "/api/v3/users/3/ban"),
    CommandKind.UNSUSPEND: ("DELETE", "/api/v3/users/3/ban"),
    CommandKind.GRANT_HONOUR: ("PUT", "/api/v3/groups/[^/]+/membership/3"),
    CommandKind.REVOKE_HONOUR: ("DELETE", "/api/v3/groups/[^/]+/membership/3"),
    CommandKind.PUBLISH_NOTICE: ("POST", "/api/v3/topics"),
    CommandKind.UPDATE_NOTICE: ("PUT", "/api/v3/posts/2"),
}
"""The one request of each kind that changes something."""


class Site:
    """A forum, and our way to it."""

    def __init__(self, forum: NodebbServer, clock: Clock) -> None:
        self.forum = forum
        self.clock = clock
        self._dialled: list[Gateway] = []
        self.gateway = self.dial()

    def dial(self, token: str = MODERATOR_TOKEN, url: str = "") -> Gateway:
        address = url or self.forum.url
        gateway = reach(Adapter.NODEBB, address, token, clock=self.clock, connect_timeout=5, read_timeout=5)
        self._dialled.append(gateway)
        return gateway

    def hang_up(self) -> None:
        for gateway in self._dialled:
            gateway.close()

    def version(self) -> str:
        return self.gateway.case(CaseId("1")).version

    def ready(self, kind: CommandKind) -> None:
        """Make the forum such that this kind of command has something to change."""
        later = round((self.clock() + timedelta(days=30)).timestamp() * 1000)
        self.forum.may["isAdmin"] = True
        if kind is CommandKind.RELEASE:
            self.forum.flags["1"] |= {"state": "wip", "assignee": "2"}
        elif kind is CommandKind.UPDATE_REPLY:
            self.forum.add_post(4, author=MODERATOR, text=OUR_REPLY)
        elif kind is CommandKind.RESTORE:
            self.forum.posts["3"]["deleted"] = 1
        elif kind is CommandKind.UNSILENCE:
            self.forum.users["3"] |= {"muted": True, "mutedUntil": later}
        elif kind is CommandKind.UNSUSPEND:
            self.forum.users["3"] |= {"banned": True, "banned_until": later}
        elif kind is CommandKind.REVOKE_HONOUR:
            self.forum.members[HONOUR].add("3")

    def command(self, kind: CommandKind, *, base: str = "", **what: object) -> Command:
        intent = Intent(kind, case_id=CaseId("1"), **(ABOUT.get(kind, {}) | what))  # type: ignore[arg-type]
        return make.command(intent, base_version=base, first_sent_at=self.clock())


@contextmanager
def a_site(clock: Clock) -> Iterator[Site]:
    clock.moment = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    with NodebbServer(clock) as forum:
        site = Site(forum, clock)
        try:
            yield site
        finally:
            site.hang_up()
