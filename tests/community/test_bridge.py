import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

import make
from app.community.bridge.adapter import BridgeGateway
from app.community.gateway import Gateway
from app.demo.community import DemoCommunity
from app.demo.content import STAFF, Content
from app.demo.generator import generated_content
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import CommandKind, Intent, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.domain.posts import PostId, ThreadId
from app.errors import NotFound, OutcomeUnknown, Unavailable
from tests.conftest import SECOND_TOKEN, TOKEN, Clock, Serve
from tests.fakes.gateway import FakeGateway
from tests.scripted_server import Say, ScriptedServer

pytest.register_assert_rewrite("tests.community.contract")

from tests.community.contract import GatewayContract, OpenWorld, World  # noqa: E402

Reach = Callable[..., BridgeGateway]


class TestBridge(GatewayContract):
    """The bridge over real HTTP."""

    @pytest.fixture
    def open_world(self, serve: Serve, reach: Reach) -> OpenWorld:
        def open_world(content: Content) -> World:
            community, url = serve(content)
            return World(community, content, lambda token: reach(url, token))

        return open_world


class TestFake(GatewayContract):
    """The fake of the other tests, held to the same contract."""

    @pytest.fixture
    def open_world(self, clock: Clock) -> OpenWorld:
        def open_world(content: Content) -> World:
            community = DemoCommunity(content, clock, {TOKEN: STAFF[0], SECOND_TOKEN: STAFF[1]})
            return World(community, content, lambda token: FakeGateway(community, token, clock=clock))

        return open_world

    @pytest.fixture
    def fake(self, world: World) -> FakeGateway:
        gateway = world.sign_in(TOKEN)
        assert isinstance(gateway, FakeGateway)
        return gateway

    def test_it_is_a_gateway(self, fake: FakeGateway, reach: Reach) -> None:
        gateways: list[Gateway] = [fake, reach("http://127.0.0.1:9")]  # mypy holds both to the port
        for gateway in gateways:
            assert gateway.ask_after.total_seconds() > 30
            gateway.close()

    def test_a_lost_answer_is_lost_after_the_command_was_done(self, fake: FakeGateway) -> None:
        command = make.command(Intent(CommandKind.CLAIM, case_id=CaseId("c-000001")))
        fake.answers_to_lose = 1
        with pytest.raises(OutcomeUnknown):
            fake.send(command)
        assert fake.case(CaseId("c-000001")).assignee is not None
        receipt = fake.send(command)
        assert receipt.status is ReceiptStatus.DONE
        assert fake.find_effect(command) == Effect(Found.HAPPENED, receipt)

    def test_a_refused_send_does_nothing(self, fake: FakeGateway) -> None:
        command = make.command(Intent(CommandKind.CLAIM, case_id=CaseId("c-000001")))
        fake.sends_to_refuse = 1
        with pytest.raises(Unavailable):
            fake.send(command)
        assert fake.case(CaseId("c-000001")).assignee is None
        assert fake.find_effect(command) == NOT_HAPPENED
        assert fake.send(command).status is ReceiptStatus.DONE

    def test_pages_can_be_made_small(self, clock: Clock) -> None:
        community = DemoCommunity(generated_content(2, 1), clock, {TOKEN: STAFF[0]})
        page = FakeGateway(community, TOKEN, clock=clock, page=1).changes(None, 1)
        assert (len(page.members), page.more) == (1, True)


# --- on the wire --------------------------------------------------------------------------------------

DONE = {"status": "done"}


def test_a_command_carries_its_key_and_the_version_it_builds_on(reach: Reach) -> None:
    settle = Intent(CommandKind.RESOLVE, case_id=CaseId("c-1"), reason="重复", outcome=CommunityState.DISMISSED)
    command = make.command(settle, base_version="7")
    with ScriptedServer(Say(201, DONE), Say(201, DONE), Say(201, DONE)) as server:
        gateway = reach(server.url)
        gateway.send(command)
        gateway.send(make.command(settle))
        gateway.send(make.command(Intent(CommandKind.REPLY, thread_id=ThreadId("t-1"), text="好"), base_version="7"))
    first, without_base, without_case = server.requests
    assert (first.method, first.path) == ("POST", "/v1/commands")
    assert (first.headers["Idempotency-Key"], first.headers["If-Match"]) == (command.id, '"7"')
    said = {"kind": "case.resolve", "case_id": "c-1", "reason": "重复", "decision": "dismissed"}
    assert json.loads(first.body) == said
    assert "If-Match" not in without_base.headers
    assert "If-Match" not in without_case.headers


def test_an_id_cannot_lead_the_request_elsewhere(reach: Reach) -> None:
    with ScriptedServer(Say(404)) as server, pytest.raises(NotFound):
        reach(server.url).post(PostId("../../admin?x=1#帖"))
    assert server.requests[0].path == "/v1/posts/..%2F..%2Fadmin%3Fx%3D1%23%E5%B8%96"


def test_the_feed_is_read_in_the_largest_pages_the_contract_allows(reach: Reach) -> None:
    page = {"items": [], "cursor": "下一页 2&3", "more": True}
    with ScriptedServer(Say(200, page), Say(200, page)) as server:
        gateway = reach(server.url)
        gateway.changes(gateway.changes(None, 5).cursor, 5)
    asked = [parse_qs(urlsplit(heard.path).query) for heard in server.requests]
    assert asked == [{"limit": ["500"]}, {"limit": ["500"], "cursor": ["下一页 2&3"]}]


def test_a_command_that_waits_for_approval_is_accepted_and_its_effect_cannot_be_told_yet(reach: Reach) -> None:
    command, pending = make.command(), {"status": "pending_approval"}
    with ScriptedServer(Say(202, pending), Say(200, pending)) as server:
        gateway = reach(server.url)
        assert gateway.send(command).status is ReceiptStatus.PENDING_APPROVAL
        assert gateway.find_effect(command) == CANNOT_TELL


def test_a_rejected_command_is_found_by_its_key_as_rejected(reach: Reach) -> None:
    command = make.command()
    with ScriptedServer(Say(200, {"status": "rejected", "reason": "已由小林接单"})) as server:
        effect = reach(server.url).find_effect(command)
    assert effect.receipt is not None
    assert (effect.found, effect.receipt.status) == (Found.HAPPENED, ReceiptStatus.REJECTED)
    assert effect.receipt.reason == "已由小林接单"
    assert server.requests[0].path == f"/v1/commands/{command.id}"


def test_a_community_in_trouble_cannot_be_asked_what_became_of_a_command(reach: Reach) -> None:
    with ScriptedServer(Say(503)) as server, pytest.raises(Unavailable):
        reach(server.url).find_effect(make.command())
