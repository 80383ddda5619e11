"""What holds for every community that can be told to do something, whatever it is; and what holds without any API."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

import discourse_harness
import nodebb_site
import pytest

import make
from app.community.connect import reach
from app.community.gateway import Gateway
from app.demo.content import STAFF
from app.demo.generator import generated_content
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandId, CommandKind, Intent, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Adapter, Feature, Found, Level, RemoteCase
from app.domain.members import MemberId
from app.domain.posts import PostId, ThreadId
from app.errors import AuthFailed, Conflict, CursorExpired, Forbidden, Invalid, NotFound, NotOurReply
from tests.conftest import Clock, Serve

CLAIM, RESOLVE, MESSAGE, REPLY = CommandKind.CLAIM, CommandKind.RESOLVE, CommandKind.MESSAGE, CommandKind.REPLY
PLENTY = 1_000
DONE = (ReceiptStatus.DONE, ReceiptStatus.ALREADY_DONE)


@dataclass(frozen=True)
class World:
    """A community with a reported post that nobody has touched.

    Attributes:
        sign_in: a way in for a token; without one, the moderator's.
        edit: the author edits the reported post.
        taken: a colleague takes the case.
    """

    case_id: CaseId
    clock: Clock
    sign_in: Callable[..., Gateway]
    edit: Callable[[str], object]
    taken: Callable[[], object]


def _bridge(clock: Clock, serve: Serve, on_end: ExitStack) -> World:
    content = generated_content(1, 3)
    community, url = serve(content)
    case_id = content.cases[0].id

    def sign_in(token: str = "token-of-xiaobei") -> Gateway:
        gateway = reach(Adapter.BRIDGE, url, token, clock=clock, connect_timeout=5, read_timeout=5)
        on_end.callback(gateway.close)
        return gateway

    def taken() -> None:
        colleague = sign_in("token-of-xiaolin")
        colleague.send(make.command(Intent(CLAIM, case_id=CaseId(case_id))))

    return World(
        CaseId(case_id), clock, sign_in, lambda text: community.edit_post(content.post_of[case_id], text), taken
    )


def _nodebb(clock: Clock, serve: Serve, on_end: ExitStack) -> World:
    site = on_end.enter_context(nodebb_site.a_site(clock))
    return World(
        CaseId("1"),
        clock,
        site.dial,
        lambda text: site.forum.edit(3, text),
        lambda: site.forum.flags["1"].update(state="wip", assignee="4"),
    )


def _discourse(clock: Clock, serve: Serve, on_end: ExitStack) -> World:
    site = on_end.enter_context(discourse_harness.a_site(clock))
    return World(CaseId("1"), clock, site.dial, lambda text: site.forum.edit(21, text), lambda: site.forum.claim(7, 3))


@pytest.fixture(params=[_bridge, _nodebb, _discourse], ids=["bridge", "nodebb", "discourse"])
def world(request: pytest.FixtureRequest, clock: Clock, serve: Serve) -> Iterator[World]:
    with ExitStack() as on_end:
        yield request.param(clock, serve, on_end)


@pytest.fixture
def gateway(world: World) -> Gateway:
    return world.sign_in()


@pytest.fixture
def case(world: World, gateway: Gateway) -> RemoteCase:
    return gateway.case(world.case_id)


def _about(kind: CommandKind, case: RemoteCase) -> Intent:
    assert case.post is not None
    about = {
        MESSAGE: {"member_id": case.post.author.id, "text": "您好，请看一下社区公约，谢谢。"},
        REPLY: {"post_id": case.post.id, "thread_id": case.post.thread_id, "text": "请大家就事论事，谢谢。"},
        RESOLVE: {"outcome": CommunityState.DISMISSED},
    }
    return Intent(kind, case_id=case.id, **about.get(kind, {}))  # type: ignore[arg-type]


def _command(world: World, kind: CommandKind, case: RemoteCase, **more: object) -> Command:
    return make.command(_about(kind, case), first_sent_at=world.clock(), **more)


def _cases(gateway: Gateway, cursor: str | None = None) -> tuple[list[RemoteCase], str]:
    found: list[RemoteCase] = []
    while True:
        page = gateway.changes(cursor, PLENTY)
        found, cursor = [*found, *page.cases], page.cursor
        if not page.more:
            return found, cursor


def test_it_says_who_acts_and_of_everything_whether_it_can_be_done_and_why_not(gateway: Gateway) -> None:
    info = gateway.describe()
    assert info.acting.id
    assert info.acting.name
    for what in (*CommandKind, *Feature):
        capability = info.capability(what)
        assert capability.level is Level.NATIVE or (capability.reason.zh and capability.reason.en), what


def test_a_key_that_is_nobodys_reads_nothing(world: World) -> None:
    stranger = world.sign_in("nobodys-key-1234")
    for ask in (stranger.describe, lambda: stranger.changes(None, PLENTY), lambda: stranger.case(world.case_id)):
        with pytest.raises(AuthFailed):
            ask()


def test_a_report_comes_once_with_its_post_and_reports_and_again_when_it_changed(
    world: World, gateway: Gateway
) -> None:
    first, cursor = _cases(gateway)
    assert [one.id for one in first] == [world.case_id]
    assert first[0].post is not None
    assert first[0].post.raw
    assert first[0].reports
    again, cursor = _cases(gateway, cursor)
    assert again == []
    world.taken()
    changed, _ = _cases(gateway, cursor)
    assert [(one.id, one.assignee is not None) for one in changed] == [(world.case_id, True)]


@pytest.mark.parametrize("cursor", ["{", '{"known": 3}'])
def test_a_cursor_that_is_none_of_its_own_is_refused(gateway: Gateway, cursor: str) -> None:
    with pytest.raises(CursorExpired):
        gateway.changes(cursor, PLENTY)


def test_single_things_agree_with_the_case(gateway: Gateway, case: RemoteCase) -> None:
    assert case.post is not None
    assert case.thread is not None
    post = gateway.post(case.post.id)
    assert (post.raw, post.version, post.author) == (case.post.raw, case.post.version, case.post.author)
    around = gateway.thread(case.post.thread_id, case.post.id)
    assert around.thread.title == case.thread.title != ""
    assert case.post.id in [one.id for one in around.posts]
    assert gateway.member(case.post.author.id).ref.id == case.post.author.id


@pytest.mark.parametrize("missing", ["999999999", "..", "\ud800", "a/b"])
def test_what_is_not_there_is_not_found(gateway: Gateway, missing: str) -> None:
    reads: list[Callable[[], object]] = [
        lambda: gateway.case(CaseId(missing)),
        lambda: gateway.post(PostId(missing)),
        lambda: gateway.thread(ThreadId(missing)),
        lambda: gateway.member(MemberId(missing)),
    ]
    for read in reads:
        with pytest.raises(NotFound):
            read()


@pytest.mark.parametrize("kind", [CLAIM, MESSAGE, REPLY, RESOLVE])
def test_what_was_sent_is_found_and_what_was_not_is_not(
    world: World, gateway: Gateway, case: RemoteCase, kind: CommandKind
) -> None:
    command = _command(world, kind, case, base_version=case.version)
    assert gateway.find_effect(command) == NOT_HAPPENED
    receipt = gateway.send(command)
    assert receipt.status in DONE
    effect = gateway.find_effect(command)
    assert effect.found is Found.HAPPENED
    assert effect.receipt is not None
    assert effect.receipt.remote_id == receipt.remote_id


def test_a_reply_of_ours_is_marked_in_its_place_and_nobody_elses_post_is(
    world: World, gateway: Gateway, case: RemoteCase
) -> None:
    assert case.post is not None
    reply = _about(REPLY, case)
    posted = gateway.send(_command(world, REPLY, case))

    def mark(post_id: str) -> Command:
        text = f"〔已解决〕进展见我们在本帖的最新回复\n\n{reply.text}"
        intent = replace(reply, kind=CommandKind.UPDATE_REPLY, post_id=PostId(post_id), text=text)
        return make.command(intent, first_sent_at=world.clock())

    ours, theirs = mark(posted.remote_id), mark(case.post.id)
    assert gateway.find_effect(ours) == NOT_HAPPENED
    receipt = gateway.send(ours)
    assert (receipt.status, receipt.remote_id) == (ReceiptStatus.DONE, posted.remote_id)
    assert gateway.post(PostId(posted.remote_id)).raw == ours.intent.text
    effect = gateway.find_effect(ours)
    assert effect.receipt is not None
    assert (effect.found, effect.receipt.remote_id) == (Found.HAPPENED, posted.remote_id)
    again = gateway.send(replace(ours, id=CommandId(str(uuid.uuid4()))))
    assert (again.status, again.remote_id) == (ReceiptStatus.ALREADY_DONE, posted.remote_id)
    with pytest.raises((Forbidden, NotOurReply)):
        gateway.send(theirs)
    assert gateway.post(case.post.id).raw == case.post.raw
    with pytest.raises(NotFound):
        gateway.send(mark("999999999"))


def test_an_answer_goes_from_the_claim_to_the_settlement_each_on_the_version_before(
    world: World, gateway: Gateway, case: RemoteCase
) -> None:
    version = case.version
    for kind in (CLAIM, MESSAGE, REPLY, RESOLVE):
        receipt = gateway.send(_command(world, kind, case, base_version=version))
        assert receipt.status in DONE
        version = receipt.case_version or version
    after = gateway.case(case.id)
    assert after.state is CommunityState.DISMISSED
    assert after.version == version


@pytest.mark.parametrize("kind", [CLAIM, MESSAGE, REPLY, RESOLVE])
def test_what_builds_on_an_old_version_is_a_conflict_that_does_nothing(
    world: World, gateway: Gateway, case: RemoteCase, kind: CommandKind
) -> None:
    world.taken()
    command = _command(world, kind, case, base_version=case.version)
    before = gateway.case(case.id)
    with pytest.raises(Conflict):
        gateway.send(command)
    assert gateway.case(case.id) == before
    assert gateway.find_effect(command) == NOT_HAPPENED


def test_a_claim_never_takes_a_case_from_a_colleague(world: World, gateway: Gateway, case: RemoteCase) -> None:
    world.taken()
    before = gateway.case(case.id)
    try:
        status = gateway.send(_command(world, CLAIM, case)).status
    except Conflict:
        status = ReceiptStatus.REJECTED
    assert status is ReceiptStatus.REJECTED
    assert gateway.case(case.id).assignee == before.assignee


@pytest.mark.parametrize("kind", [MESSAGE, REPLY])
@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_is_never_sent(
    world: World, gateway: Gateway, case: RemoteCase, kind: CommandKind, text: str
) -> None:
    command = _command(world, kind, case)
    with pytest.raises(Invalid):
        gateway.send(replace(command, intent=replace(command.intent, text=text)))
    assert gateway.find_effect(command) == NOT_HAPPENED


def test_an_edit_changes_the_version_of_the_post_and_its_text(world: World, gateway: Gateway, case: RemoteCase) -> None:
    world.clock.advance(minutes=1)
    world.edit("已经改好了，谢谢提醒。")
    after = world.sign_in().case(case.id)
    assert case.post is not None
    assert after.post is not None
    assert after.post.version != case.post.version
    assert after.post.raw == "已经改好了，谢谢提醒。"


def test_requests_are_counted(gateway: Gateway, world: World) -> None:
    before = gateway.requests
    gateway.case(world.case_id)
    assert gateway.requests > before


# --- without any API ----------------------------------------------------------------------------------


def test_a_community_without_an_api_asks_nobody_and_sends_nothing(clock: Clock) -> None:
    gateway = reach(
        Adapter.MANUAL, "manual:车友群", f"{STAFF[0].name}:secret", clock=clock, connect_timeout=1, read_timeout=1
    )
    info = gateway.describe()
    assert info.acting.name == STAFF[0].name
    assert not any(info.sends(kind) for kind in CommandKind)
    assert all(info.capability(what).reason.zh and info.capability(what).reason.en for what in (*CommandKind, *Feature))
    page = gateway.changes(None, PLENTY)
    assert (page.cases, page.more, gateway.messages(None).messages, gateway.audit(None).entries) == ((), False, (), ())
    command = make.command(Intent(MESSAGE, member_id=MemberId("u-1"), text="您好"))
    with pytest.raises(Invalid):
        gateway.send(command)
    assert gateway.find_effect(command) == CANNOT_TELL
    assert gateway.requests == 0
    gateway.close()
