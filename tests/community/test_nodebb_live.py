"""The NodeBB adapter against a real forum: it goes through all it can do there, on one open flag after another.

Needs STEWARD_NODEBB_URL and STEWARD_NODEBB_TOKEN, a moderator's own token of a forum made for tests: authors of flagged
posts are muted and banned for a moment, a notice is published. Each test that answers a flag uses one up. With
STEWARD_NODEBB_ADMIN, an administrator's own token, honours are granted too.
"""

import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import make
from app.community.connect import reach
from app.community.gateway import Gateway
from app.community.nodebb.adapter import NodebbGateway
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Intent, Receipt, ReceiptStatus
from app.domain.community import NOT_HAPPENED, Adapter, Found, Level, RemoteCase
from app.domain.members import MeasureKind, MemberRef
from app.domain.posts import Post, PostId, PostState, ThreadId
from app.errors import AuthFailed, Conflict, Forbidden, Invalid, NotFound, NotOurReply

URL, TOKEN = os.environ.get("STEWARD_NODEBB_URL", ""), os.environ.get("STEWARD_NODEBB_TOKEN", "")
ADMIN = os.environ.get("STEWARD_NODEBB_ADMIN", "")
HARMLESS = "[试验](https://example.org/x) **请**忽略\n\n> 引\n\n- 甲\n- 乙"
AS_TEXT = "试验 ⟨https://example.org/x⟩ 请忽略\n\n> 引\n\n- 甲\n- 乙"

pytestmark = pytest.mark.skipif(
    not (URL and TOKEN), reason="needs a NodeBB: set STEWARD_NODEBB_URL and STEWARD_NODEBB_TOKEN"
)


def now() -> datetime:
    return datetime.now(UTC)


def dial(token: str) -> Gateway:
    return reach(Adapter.NODEBB, URL, token, clock=now, connect_timeout=5, read_timeout=20)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = dial(TOKEN)
    yield gateway
    gateway.close()


def open_cases(gateway: Gateway) -> tuple[list[RemoteCase], str]:
    cases: list[RemoteCase] = []
    cursor, more = None, True
    while more:
        page = gateway.changes(cursor, 60)
        cases, cursor, more = cases + list(page.cases), page.cursor, page.more
    assert cursor is not None
    return cases, cursor


def a_case(gateway: Gateway) -> tuple[RemoteCase, str]:
    cases, cursor = open_cases(gateway)
    for case in cases:
        if case.state is CommunityState.OPEN and case.assignee is None and case.post and case.subject:
            return case, cursor
    pytest.skip("the forum has no open flag that nobody took")


def the_post(case: RemoteCase) -> Post:
    assert case.post is not None
    return case.post


def the_author(case: RemoteCase) -> MemberRef:
    assert case.subject is not None
    return case.subject


def command(kind: CommandKind, case: RemoteCase | None = None, base: str = "", **what: object) -> Command:
    intent = Intent(kind, case_id=case.id if case else None, **what)  # type: ignore[arg-type]
    return make.command(intent, base_version=base, first_sent_at=now())


def through(gateway: Gateway, sent: Command) -> Receipt:
    """Send what has not happened; then it has."""
    assert gateway.find_effect(sent) == NOT_HAPPENED
    receipt = gateway.send(sent)
    assert receipt.status is ReceiptStatus.DONE
    effect = gateway.find_effect(sent)
    assert effect.receipt is not None
    assert (effect.found, effect.receipt.remote_id, effect.receipt.verified) == (
        Found.HAPPENED,
        receipt.remote_id,
        True,
    )
    return receipt


def test_the_forum_knows_us_and_nobody_else(gateway: Gateway) -> None:
    info = gateway.describe()
    assert info.acting.name
    assert info.sends(CommandKind.SUSPEND)
    stranger = dial("no-token-of-anybody")
    with pytest.raises(AuthFailed):
        stranger.describe()
    stranger.close()


def test_reading_costs_one_request_and_one_for_each_flag(gateway: Gateway) -> None:
    cases, cursor = open_cases(gateway)
    colleagues = {case.assignee.id for case in cases if case.assignee}
    assert gateway.requests <= 1 + len(cases) + len(colleagues)
    spent = gateway.requests
    assert not gateway.changes(cursor, 60).cases
    assert gateway.requests == spent + 1
    messages = gateway.messages(None)
    while messages.more:
        messages = gateway.messages(messages.cursor)
    spent = gateway.requests
    assert gateway.messages(messages.cursor).messages == ()
    assert gateway.requests == spent + 1


def test_single_things_are_as_the_case_tells(gateway: Gateway) -> None:
    case, _ = a_case(gateway)
    post, author = the_post(case), the_author(case)
    whole = gateway.case(case.id)
    assert whole.thread is not None
    assert replace(whole, thread=case.thread) == case
    assert gateway.post(post.id) == post
    spent = gateway.requests
    around = gateway.thread(whole.thread.id, post.id, before=2, after=2)
    assert gateway.requests - spent <= 3
    assert around.thread == whole.thread
    assert post in [replace(one, number=None) for one in around.posts]
    assert len(around.posts) <= 5
    member = gateway.member(author.id)
    assert (member.ref, member.is_staff) == (author, False)
    assert member.reports_upheld is not None
    with pytest.raises(NotFound):
        gateway.case(CaseId("999999999"))


def test_a_case_goes_from_open_to_settled(gateway: Gateway) -> None:
    case, cursor = a_case(gateway)
    claim = command(CommandKind.CLAIM, case, case.version)
    version = through(gateway, claim).case_version
    assert gateway.case(case.id).assignee == gateway.describe().acting
    with pytest.raises(Conflict):
        gateway.send(claim)
    version = through(gateway, command(CommandKind.RELEASE, case, version)).case_version
    assert (version, gateway.case(case.id).assignee) == (case.version, None)
    version = through(gateway, command(CommandKind.CLAIM, case, version)).case_version
    note = command(CommandKind.NOTE, case, version, text="第一次，<先私信> & 看看 'x' /")
    for _ in range(2):
        gateway.send(note)
    settle = command(CommandKind.RESOLVE, case, version, outcome=CommunityState.DISMISSED, reason="就事论事")
    through(gateway, settle)
    assert gateway.send(replace(settle, base_version="")).status is ReceiptStatus.ALREADY_DONE
    page = gateway.changes(cursor, 60)
    assert [(one.id, one.state) for one in page.cases] == [(case.id, CommunityState.DISMISSED)]
    assert [one.text for one in page.cases[0].notes] == [note.intent.text, "就事论事"]


def test_a_message_and_a_reply_arrive_once_without_their_mark(gateway: Gateway) -> None:
    case, _ = a_case(gateway)
    cursor, more = None, True
    while more:
        page = gateway.messages(cursor)
        cursor, more = page.cursor, page.more
    sent = through(
        gateway, command(CommandKind.MESSAGE, case, case.version, member_id=the_author(case).id, text=HARMLESS)
    )
    page = gateway.messages(cursor)
    assert [(one.id, one.text, one.member) for one in page.messages] == [(sent.remote_id, AS_TEXT, the_author(case))]
    reply = command(CommandKind.REPLY, case, case.version, post_id=the_post(case).id, text=HARMLESS)
    post = gateway.post(PostId(through(gateway, reply).remote_id))
    assert (post.raw, post.reply_to, post.author) == (AS_TEXT, the_post(case).id, gateway.describe().acting)
    mark = command(CommandKind.UPDATE_REPLY, case, post_id=post.id, text=f"〔已解决〕\n\n{HARMLESS}")
    assert through(gateway, mark).remote_id == post.id
    assert gateway.post(post.id).raw == f"〔已解决〕\n\n{AS_TEXT}"
    assert gateway.send(mark).status is ReceiptStatus.ALREADY_DONE
    assert gateway.find_effect(reply).found is Found.HAPPENED
    with pytest.raises(NotOurReply):
        gateway.send(command(CommandKind.UPDATE_REPLY, case, post_id=the_post(case).id, text="〔已解决〕"))


@pytest.mark.parametrize("kind", [CommandKind.HIDE, CommandKind.DELETE])
def test_a_post_is_deleted_and_restored(gateway: Gateway, kind: CommandKind) -> None:
    case, _ = a_case(gateway)
    post = the_post(case)
    version = through(gateway, command(kind, case, case.version, post_id=post.id)).case_version
    assert gateway.post(post.id) == replace(post, state=PostState.DELETED)
    settle = command(CommandKind.RESOLVE, case, version, outcome=CommunityState.UPHELD)
    assert gateway.send(settle).status is ReceiptStatus.ALREADY_DONE
    through(gateway, command(CommandKind.RESTORE, case, version, post_id=post.id))
    assert gateway.post(post.id) == post
    assert gateway.case(case.id).state is CommunityState.UPHELD


@pytest.mark.parametrize(
    ("begin", "end", "began", "ended"),
    [
        (CommandKind.SILENCE, CommandKind.UNSILENCE, MeasureKind.SILENCED, MeasureKind.UNSILENCED),
        (CommandKind.SUSPEND, CommandKind.UNSUSPEND, MeasureKind.SUSPENDED, MeasureKind.UNSUSPENDED),
    ],
)
def test_a_member_is_stopped_for_a_while_and_let_go(
    gateway: Gateway, begin: CommandKind, end: CommandKind, began: MeasureKind, ended: MeasureKind
) -> None:
    case, _ = a_case(gateway)
    about = {"member_id": the_author(case).id, "reason": "试验 <请忽略>"}
    until = now() + timedelta(days=2)
    sent = command(begin, until=until, **about)
    if gateway.describe().capability(begin).level is Level.MANUAL:
        with pytest.raises(Forbidden, match="Ask an administrator"):
            gateway.send(sent)
        return
    through(gateway, sent)
    try:
        member = gateway.member(the_author(case).id)
        standing = member.silenced_until if begin is CommandKind.SILENCE else member.suspended_until
        assert standing is not None
        assert abs(standing - until) < timedelta(seconds=1)
        assert (member.measures[0].kind, member.measures[0].reason) == (began, "试验 <请忽略>")
        again = command(begin, until=until + timedelta(seconds=30), **about)
        assert gateway.send(again).status is ReceiptStatus.ALREADY_DONE
        with pytest.raises(Invalid, match="longer"):
            gateway.send(command(begin, until=until - timedelta(days=1), **about))
    finally:
        through(gateway, command(end, **about))
    member = gateway.member(the_author(case).id)
    assert (member.silenced_until, member.suspended_until, member.measures[0].kind) == (None, None, ended)


def test_a_notice_is_published_fastened_and_rewritten(gateway: Gateway) -> None:
    title = f"公约试验 {uuid.uuid4().hex[:6]}"
    notice = through(gateway, command(CommandKind.PUBLISH_NOTICE, title=title, text=HARMLESS))
    found = gateway.thread(ThreadId(notice.remote_id))
    assert (found.thread.title, found.thread.pinned, found.thread.locked) == (title, True, True)
    assert [post.raw for post in found.posts] == [AS_TEXT]
    update = command(CommandKind.UPDATE_NOTICE, thread_id=ThreadId(notice.remote_id), title=f"{title} 二版", text="改")
    with pytest.raises(Invalid):
        gateway.send(replace(update, intent=replace(update.intent, text=" ")))
    through(gateway, update)
    found = gateway.thread(ThreadId(notice.remote_id))
    assert (found.thread.title, [post.raw for post in found.posts]) == (f"{title} 二版", ["改"])


def test_honours_are_granted_by_administrators_only(gateway: Gateway) -> None:
    case, _ = a_case(gateway)
    honours = gateway.honours()
    if not honours:
        pytest.skip("the forum has no group with a title")
    about = {"member_id": the_author(case).id, "honour_id": honours[0].id}
    grant, revoke = command(CommandKind.GRANT_HONOUR, **about), command(CommandKind.REVOKE_HONOUR, **about)
    assert not honours[0].grantable
    assert gateway.describe().capability(CommandKind.GRANT_HONOUR).level is Level.MANUAL
    with pytest.raises(Forbidden, match="administrator"):
        gateway.send(grant)
    if not ADMIN:
        pytest.skip("needs an administrator: set STEWARD_NODEBB_ADMIN")
    admin = dial(ADMIN)
    assert isinstance(admin, NodebbGateway)
    assert admin.honours()[0].grantable
    through(admin, grant)
    assert honours[0].id in [one.id for one in gateway.member(the_author(case).id).honours]
    through(gateway, revoke)
    admin.close()
