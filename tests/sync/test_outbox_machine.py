"""Whatever goes wrong on the line, in whatever order: nothing is lost, nothing is sent twice."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import make
from app.community.bridge.adapter import BridgeGateway
from app.community.http import Http
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.generator import generated_content
from app.demo.server import DemoServer
from app.domain.cases import CaseState, CommunityState
from app.domain.commands import Command, CommandKind, CommandState
from app.domain.triage import QueueFilter
from app.errors import CommunityError, Refused
from app.keys.vault import Vault
from app.operations import accounts, coaching, complaints, dismissing, outbox, triage
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from app.sync.cycle import run_round
from storage.cache import Cache
from storage.marks import Identity
from storage.record import RECORD_FILE, Record
from tests.conftest import KEY, TOKEN, Clock
from tests.fakes.flaky import Fault, FlakyGateway, Killed

CASES = 4
_TEMPLATE: list[Path] = []


def _template() -> Path:
    if not _TEMPLATE:
        folder = Path(tempfile.mkdtemp(prefix="steward-machine-"))
        Record.on_file(folder, KEY).close()
        _TEMPLATE.append(folder / RECORD_FILE)
    return _TEMPLATE[0]


class OutboxMachine(RuleBasedStateMachine):
    """A moderator, a community that changes, and a line that breaks."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.community = DemoCommunity(generated_content(CASES, 3), self.clock, {TOKEN: STAFF[0]})
        self.server = DemoServer(self.community).__enter__()
        http = Http(self.server.url, TOKEN, connect_timeout=2, read_timeout=5)
        self.gateway = BridgeGateway(http, clock=self.clock, read_timeout=5)
        self.folder = Path(tempfile.mkdtemp(prefix="steward-machine-"))
        shutil.copy(_template(), self.folder / RECORD_FILE)
        record, cache = Record.on_file(self.folder, KEY), Cache.on_file(self.folder, KEY, "w")
        identity = Identity("w", self.server.url, "bridge", self.clock())
        me = accounts.connect(record, identity, SignIn(make.info(), "print", None), self.clock())
        self.desk = Desk(record, cache, self.clock, me, Vault(KEY))
        self.overruled: set[str] = set()
        """Commands about which a person decided though their fate was open."""
        self.count = 0

    def teardown(self) -> None:
        self.gateway.close()
        self.server.__exit__(None, None, None)
        self.desk.record.close()
        self.desk.cache.close()
        shutil.rmtree(self.folder)

    # --- what happens ----------------------------------------------------------------------------------

    @initialize()
    def first_pull(self) -> None:
        self.sync([])

    @rule(number=st.integers(1, CASES), answer=st.sampled_from(["coach", "reply", "dismiss"]))
    def decide(self, number: int, answer: str) -> None:
        case = make.case(1).id.__class__(f"c-{number:06}")
        self.count += 1
        try:
            if answer == "coach":
                coaching.coach(self.desk, case, article=9, message=f"您好，请修改。{self.count}")
            elif answer == "reply":
                complaints.reply(self.desk, case, message=f"收到，谢谢。{self.count}")
            else:
                dismissing.dismiss(self.desk, case)
        except Refused:
            pass

    @rule(faults=st.lists(st.sampled_from(Fault), max_size=8))
    def sync(self, faults: list[Fault]) -> None:
        flaky = FlakyGateway(self.gateway, iter(faults))
        try:
            run_round(self.desk, flaky, sleep=self.clock.sleep, patience=timedelta(seconds=20))
        except (CommunityError, Killed):
            pass

    @rule(at=st.integers(0, 30), step=st.sampled_from([outbox.retry, outbox.confirm, outbox.withdraw]))
    def overrule(self, at: int, step: object) -> None:
        commands = outbox.outbox(self.desk)
        if not commands:
            return
        command = commands[at % len(commands)]
        try:
            step(self.desk, command.id)  # type: ignore[operator]
        except Refused:
            return
        if command.state is CommandState.UNCERTAIN:
            self.overruled.add(command.id)

    @rule(number=st.integers(1, CASES))
    def author_edits(self, number: int) -> None:
        post = self.community.case(f"c-{number:06}").post
        assert post is not None
        self.community.edit_post(post.id, f"{post.raw}（已修改）")

    @rule(number=st.integers(1, CASES))
    def somebody_reports(self, number: int) -> None:
        self.community.report(f"c-{number:06}", STAFF[2], "还是不妥")

    @rule(number=st.integers(1, CASES))
    def somebody_else_settles(self, number: int) -> None:
        self.community.settle_elsewhere(f"c-{number:06}", STAFF[1], CommunityState.IGNORED)

    @rule(hours=st.sampled_from([0.02, 1, 80, 200]))
    def time_passes(self, hours: float) -> None:
        self.clock.advance(hours=hours)

    @precondition(lambda self: outbox.outbox(self.desk))
    @rule()
    def the_line_gets_better(self) -> None:
        """When nothing goes wrong any more, only what needs a person is left."""
        for _ in range(4):
            self.clock.advance(minutes=15)
            self.sync([])
        left = set(outbox.counts(self.desk))
        stuck = {CommandState.REFUSED, CommandState.CONFLICT, CommandState.UNCERTAIN}
        behind = {CommandState.BLOCKED, CommandState.WAITING}
        assert left <= stuck | behind
        assert not left or left & stuck, "something waits though nothing stands before it"
        assert CommandState.SENDING not in left

    # --- what must always hold -------------------------------------------------------------------------

    def _times(self, command: Command) -> int:
        """How often the community carried it out."""
        if command.intent.kind is CommandKind.MESSAGE:
            sent = self.community.messages(STAFF[0], None).items
            return sum(message.client_ref == command.id for message in sent)
        thread = str(command.intent.thread_id)
        found = self.community.thread(thread, around="", before=200, after=200, client_ref=command.id)
        return len(found.posts)

    @invariant()
    def nothing_is_lost_and_nothing_is_sent_twice(self) -> None:
        for command in outbox.outbox(self.desk):
            if command.intent.kind not in (CommandKind.MESSAGE, CommandKind.REPLY):
                continue
            times = self._times(command)
            assert times <= 1, "sent twice"
            if command.id in self.overruled or command.state in (CommandState.UNCERTAIN, CommandState.SENDING):
                continue
            expected = 1 if command.state is CommandState.SENT else 0
            assert times == expected, f"{command.state} but carried out {times} times"

    @invariant()
    def commands_of_a_decision_go_in_order(self) -> None:
        by_decision: dict[str, list[CommandState]] = {}
        for command in outbox.outbox(self.desk):
            by_decision.setdefault(command.decision, []).append(command.state)
        for states in by_decision.values():
            sent = [state is CommandState.SENT for state in states]
            assert sent == sorted(sent, reverse=True)

    @invariant()
    def counters_agree_with_counting(self) -> None:
        counted = {state: len(triage.queue(self.desk, QueueFilter(state=state), limit=100)) for state in CaseState}
        assert triage.state_counts(self.desk) == counted

    @invariant()
    def the_ledger_holds(self) -> None:
        assert accounts.verify_ledger(self.desk.record).ok


class TestOutbox(OutboxMachine.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
