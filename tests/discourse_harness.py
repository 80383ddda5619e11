"""A Discourse of ours and our way to it, as the tests of the adapter need both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from conftest import Clock
from discourse_server import AUTHOR, MODERATOR_KEY, DiscourseServer, Fault

import make
from app.community.connect import reach
from app.community.gateway import Gateway
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Intent
from app.domain.community import Adapter, ChangePage
from app.domain.members import MemberId
from app.domain.posts import PostId, ThreadId

PLENTY = 1_000
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)

OUR_REPLY = "您好，已转给门店，周五前在这里告诉您进展。"

ABOUT: dict[CommandKind, dict[str, object]] = {
    CommandKind.RESOLVE: {"outcome": CommunityState.UPHELD},
    CommandKind.NOTE: {"text": "已电话联系作者。"},
    CommandKind.MESSAGE: {"member_id": MemberId(str(AUTHOR)), "text": "您好，请看一下社区公约，谢谢。"},
    CommandKind.REPLY: {"post_id": PostId("21"), "thread_id": ThreadId("7"), "text": "请大家就事论事，谢谢。"},
    CommandKind.UPDATE_REPLY: {"post_id": PostId("22"), "text": f"〔已解决〕进展见我们在本帖的最新回复\n\n{OUR_REPLY}"},
    CommandKind.HIDE: {"post_id": PostId("21")},
    CommandKind.DELETE: {"post_id": PostId("21")},
    CommandKind.RESTORE: {"post_id": PostId("21")},
    CommandKind.PUBLISH_NOTICE: {"title": "社区公约（第二版）", "text": "请大家友善交流，就事论事。"},
    CommandKind.UPDATE_NOTICE: {"thread_id": ThreadId("8"), "text": "请大家友善交流，不发广告。"},
    CommandKind.GRANT_HONOUR: {"member_id": MemberId(str(AUTHOR)), "honour_id": "1"},
    CommandKind.REVOKE_HONOUR: {"member_id": MemberId(str(AUTHOR)), "honour_id": "1"},
} | {
    kind: {"member_id": MemberId(str(AUTHOR)), "until": NOW + timedelta(days=3), "reason": "多次发布广告"}
    for kind in (CommandKind.SILENCE, CommandKind.SUSPEND, CommandKind.UNSILENCE, CommandKind.UNSUSPEND)
}
WITHOUT_CASE = (CommandKind.PUBLISH_NOTICE, CommandKind.UPDATE_NOTICE)


class Site:
    """A site, and our way to it."""

    def __init__(self, forum: DiscourseServer, clock: Clock) -> None:
        self.forum = forum
        self.clock = clock
        self._dialled: list[Gateway] = []
        self.gateway = self.dial()

    def dial(self, token: str = MODERATOR_KEY, url: str = "") -> Gateway:
        address = url or self.forum.url
        gateway = reach(Adapter.DISCOURSE, address, token, clock=self.clock, connect_timeout=5, read_timeout=5)
        self._dialled.append(gateway)
        return gateway

    def hang_up(self) -> None:
        for gateway in self._dialled:
            gateway.close()

    def known(self) -> None:
        """Have the site described, so that what follows is counted by itself."""
        self.gateway.describe()
        self.forum.asked()

    def version(self) -> str:
        return self.gateway.case(CaseId("1")).version

    def fault(self, method: str, path: str, status: int = 0, **what: object) -> None:
        self.forum.faults.append(Fault(method, path, status, **what))  # type: ignore[arg-type]

    def command(self, kind: CommandKind, *, base: str = "", **what: object) -> Command:
        case = {} if kind in WITHOUT_CASE else {"case_id": CaseId("1")}
        intent = Intent(kind, **(case | ABOUT.get(kind, {}) | what))  # type: ignore[arg-type]
        return make.command(intent, base_version=base, first_sent_at=self.clock())

    def writes(self) -> list[tuple[str, str]]:
        """Method and path of everything since the last time that was to change something."""
        return [(method, path) for method, path in self.forum.asked() if method != "GET"]


@contextmanager
def a_site(clock: Clock) -> Iterator[Site]:
    clock.moment = NOW
    with DiscourseServer(clock) as forum:
        site = Site(forum, clock)
        try:
            yield site
        finally:
            site.hang_up()


def all_changes(gateway: Gateway, budget: int = PLENTY, cursor: str | None = None) -> list[ChangePage]:
    pages: list[ChangePage] = []
    while not pages or pages[-1].more:
        pages.append(gateway.changes(cursor, budget))
        assert pages[-1].cursor != cursor or not pages[-1].more
        cursor = pages[-1].cursor
    return pages
