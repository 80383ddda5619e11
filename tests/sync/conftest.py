from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.community.bridge.adapter import BridgeGateway
from app.demo.community import DemoCommunity
from app.domain.cases import CaseId
from app.operations import coaching
from app.operations.desk import Desk
from app.sync.cycle import Round, run_round
from tests.conftest import Clock, Serve
from tests.fakes.flaky import Fault, FlakyGateway

FIRST, SECOND = CaseId("c-000001"), CaseId("c-000002")


@dataclass
class Team:
    """A desk, a community over HTTP, and a line between them that can be made bad."""

    desk: Desk
    clock: Clock
    community: DemoCommunity
    gateway: BridgeGateway

    def sync(self, *faults: Fault, patience: float = 20, after: Callable[[], None] = lambda: None) -> Round:
        flaky = FlakyGateway(self.gateway, iter(faults), after)
        return run_round(self.desk, flaky, sleep=self.clock.sleep, patience=timedelta(seconds=patience))

    def coach(self, case: CaseId = FIRST) -> None:
        coaching.coach(self.desk, case, article=9, message="您好，请把广告删掉。")


@pytest.fixture
def team(lite_desk: Desk, clock: Clock, serve: Serve, reach: Callable[..., BridgeGateway]) -> Team:
    community, url = serve()
    ready = Team(lite_desk, clock, community, reach(url))
    ready.sync()
    return ready
