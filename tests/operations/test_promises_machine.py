"""Promises in whatever order things happen: the record, the register and the case say what a plain model says."""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

import make
from app.domain.cases import CaseState
from app.domain.commands import DecisionId
from app.domain.promises import Change, PromiseId, PromiseState
from app.domain.promises_register import PromiseFilter, Which
from app.errors import LaterWord, PromiseBroken, PromiseEnded, Refused, StaysBroken
from app.keys.vault import Vault
from app.operations import accounts, intake, promises, promises_view, undoing
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from storage.cache import Cache
from storage.marks import Identity
from storage.record import RECORD_FILE, Record
from tests.conftest import KEY, Clock
from tests.operations.promising import C1, answered

_TEMPLATE: list[Path] = []


def _template() -> Path:
    if not _TEMPLATE:
        folder = Path(tempfile.mkdtemp(prefix="steward-promises-"))
        Record.on_file(folder, KEY).close()
        _TEMPLATE.append(folder / RECORD_FILE)
    return _TEMPLATE[0]


@dataclass
class Model:
    """What was promised, told in the plainest way: which words stand, in order."""

    made: DecisionId
    first: datetime
    said: list[tuple[DecisionId | None, Change, datetime, datetime | None]] = field(default_factory=list)
    taken_back: bool = False

    @property
    def due(self) -> datetime:
        dates = [until for _, change, _, until in self.said if change is Change.EXTENDED and until]
        return dates[-1] if dates else self.first

    @property
    def end(self) -> tuple[Change, datetime] | None:
        if self.taken_back:
            return Change.WITHDRAWN, datetime.max
        ends = (Change.CLOSED, Change.GIVEN_UP, Change.WITHDRAWN)
        return next(((change, at) for _, change, at, _ in self.said if change in ends), None)

    def rests_on(self, decision: DecisionId) -> bool:
        """Whether something that was said later rests on a word."""
        if decision == self.made:
            return any(said is not None for said, *_ in self.said)
        at = next((at for at, one in enumerate(self.said) if one[0] == decision), None)
        moved = [change for _, change, _, _ in self.said[at:]] if at is not None else []
        return moved[:1] == [Change.EXTENDED] and Change.EXTENDED in moved[1:]

    def state(self, now: datetime) -> PromiseState:
        if self.end is None:
            return PromiseState.BROKEN if now > self.due else PromiseState.OPEN
        change, at = self.end
        if change is Change.CLOSED:
            return PromiseState.KEPT if at <= self.due else PromiseState.LATE
        return PromiseState.BROKEN if change is Change.GIVEN_UP else PromiseState.WITHDRAWN


class PromisesMachine(RuleBasedStateMachine):
    """A moderator who answers one angry owner, over some weeks."""

    words = Bundle("words")

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.folder = Path(tempfile.mkdtemp(prefix="steward-promises-"))
        shutil.copy(_template(), self.folder / RECORD_FILE)
        record, cache = Record.on_file(self.folder, KEY), Cache.on_file(self.folder, KEY, "w")
        identity = Identity("w", "http://127.0.0.1:1", "bridge", self.clock())
        me = accounts.connect(record, identity, SignIn(make.info(), "print", None), self.clock())
        self.desk = Desk(record, cache, self.clock, me, Vault(KEY))
        self.models: dict[PromiseId, Model] = {}
        self.count = 0

    def teardown(self) -> None:
        self.desk.record.close()
        self.desk.cache.close()
        shutil.rmtree(self.folder)

    @initialize()
    def pulled(self) -> None:
        intake.on_described(self.desk, make.info())
        intake.on_pulled(self.desk, make.page(make.case(1, text="五次进店都没修好。")))

    # --- what happens ----------------------------------------------------------------------------------

    @rule(target=words, days=st.integers(1, 12))
    def promise(self, days: int) -> DecisionId | None:
        try:
            decided = answered(self.desk, days=days, message=self._text("会在这里答复。"))
        except Refused:
            assert self._case_state() is CaseState.CLOSED, "a case that is open can be promised something"
            return None
        found = promises_view.of_case(self.desk, C1)[-1]
        self.models[found.id] = Model(decided.decision, found.due_at)
        return decided.decision

    @rule(target=words, at=st.integers(0, 5), change=st.sampled_from([Change.PROGRESS, Change.CLOSED, Change.GIVEN_UP]))
    def tell(self, at: int, change: Change) -> DecisionId | None:
        which = self._one(at)
        if which is None:
            return None
        way = {
            Change.PROGRESS: promises.progress,
            Change.CLOSED: promises.close,
            Change.GIVEN_UP: promises.give_up,
        }[change]
        model = self.models[which]
        try:
            decided = way(self.desk, which, self._text("说一下。"))
        except PromiseEnded:
            assert model.end is not None
            return None
        assert model.end is None
        model.said.append((decided.decision, change, self.clock(), None))
        return decided.decision

    @rule(target=words, at=st.integers(0, 5), days=st.integers(1, 15))
    def extend(self, at: int, days: int) -> DecisionId | None:
        which = self._one(at)
        if which is None:
            return None
        model = self.models[which]
        until = model.due + timedelta(days=days)
        try:
            decided = promises.extend(
                self.desk, which, self._text(f"改到 {until.astimezone():%Y-%m-%d}。"), due_at=until
            )
        except PromiseEnded:
            assert model.end is not None
            return None
        except PromiseBroken:
            assert model.end is None
            assert self.clock() > model.due
            return None
        assert model.end is None
        assert self.clock() <= model.due
        model.said.append((decided.decision, Change.EXTENDED, self.clock(), until))
        return decided.decision

    @rule(at=st.integers(0, 5))
    def withdraw(self, at: int) -> None:
        which = self._one(at)
        if which is None:
            return
        model = self.models[which]
        try:
            promises.withdraw(self.desk, which, "答应错了")
        except PromiseEnded:
            assert model.end is not None
            return
        except StaysBroken:
            assert self.clock() > model.due
            return
        assert self.clock() <= model.due
        self.models[which].said.append((None, Change.WITHDRAWN, self.clock(), None))

    @rule(at=st.integers(0, 5), number=st.integers(1, 3))
    def hand(self, at: int, number: int) -> None:
        which = self._one(at)
        if which is not None:
            with suppress(PromiseEnded):
                promises.hand(self.desk, which, f"SH-{number}")

    @rule(decision=consumes(words))
    def undo(self, decision: DecisionId | None) -> None:
        if decision is None:
            return
        rests = any(model.rests_on(decision) for model in self.models.values())
        try:
            undoing.undo(self.desk, [decision])
        except LaterWord:
            assert rests
            return
        assert not rests
        for model in self.models.values():
            model.taken_back = model.taken_back or model.made == decision
            model.said = [one for one in model.said if one[0] != decision]

    @rule(hours=st.integers(1, 120))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)
        intake.bring_back_due(self.desk)

    def _text(self, text: str) -> str:
        self.count += 1
        return f"{text}{self.count}"

    def _one(self, at: int) -> PromiseId | None:
        every = list(self.models)
        return every[at % len(every)] if every else None

    def _case_state(self) -> CaseState:
        return case_view(self.desk, C1).case.state

    # --- what must hold --------------------------------------------------------------------------------

    @invariant()
    def every_promise_stands_as_what_was_said_comes_to(self) -> None:
        now = self.clock()
        for one in promises_view.of_case(self.desk, C1) if self.models else []:
            model = self.models[one.id]
            assert (one.due_at, one.state(now)) == (model.due, model.state(now))
            assert one.extensions == sum(change is Change.EXTENDED for _, change, _, _ in model.said)

    @invariant()
    def the_register_lists_each_where_it_belongs(self) -> None:
        now = self.clock()
        states = {which: self._listed(which) for which in Which}
        given = {key: model for key, model in self.models.items() if not model.taken_back}
        assert states[Which.ALL] == set(given)
        for key, model in given.items():
            state, ended = model.state(now), model.end
            belongs = Which.GIVEN_UP if ended and ended[0] is Change.GIVEN_UP else Which(state.value)
            others = set(Which) - {Which.ALL, Which.SOON, Which.WAITING, belongs}
            assert key in states[belongs]
            assert not [which for which in others if key in states[which]]
        assert states[Which.WAITING] == states[Which.OPEN] | states[Which.BROKEN]
        counts = promises_view.counts(self.desk)
        assert (counts.open, counts.broken) == (len(states[Which.OPEN]), len(states[Which.BROKEN]))
        assert counts.soon == len(states[Which.SOON])
        assert states[Which.SOON] <= states[Which.OPEN]

    def _listed(self, which: Which) -> set[PromiseId]:
        return {row.promise.id for row in promises_view.register(self.desk, PromiseFilter(which))}

    @invariant()
    def a_case_waits_for_its_earliest_open_promise(self) -> None:
        if not self.models:
            return
        case = case_view(self.desk, C1).case
        dates = [model.due for model in self.models.values() if model.end is None]
        if case.state is CaseState.AWAITING_DEPARTMENT and dates:
            assert case.due_at == min(dates)
        if case.state is CaseState.CLOSED:
            assert not dates, "a case is not closed over an open promise"

    @invariant()
    def the_ledger_holds(self) -> None:
        assert accounts.verify_ledger(self.desk.record).ok


class TestPromises(PromisesMachine.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
