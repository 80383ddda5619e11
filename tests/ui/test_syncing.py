import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from app.domain.community import BudgetState
from app.errors import RateLimited, StewardError, Unavailable
from tests.conftest import Clock
from tests.ui.stage import drive
from ui.syncing import EVERYTHING, Ended, Link, RoundTaken, Standing, Syncing

WAIT = 10.0
NEVER = 3600.0
OUTAGE = Unavailable(why="no connection")

SPENT = BudgetState(limit=12, spent=3, unread=7)

Until = Callable[..., None]


def _now(syncing: Syncing) -> Standing:
    """How things stand, but for when the next round begins."""
    return replace(syncing.standing, next_at=None)


class Community:
    """Rounds that a test lets succeed, fail or take long."""

    def __init__(self) -> None:
        self.begun = 0
        self.faults: list[BaseException] = []
        self.long: Callable[[Callable[[], None], Callable[[float], None]], None] | None = None

    def __call__(self, check: Callable[[], None], sleep: Callable[[float], None]) -> RoundTaken:
        self.begun += 1
        if self.long is not None:
            self.long(check, sleep)
        if self.faults:
            raise self.faults.pop(0)
        return RoundTaken(1, 2, 3, SPENT)


@pytest.fixture
def community() -> Community:
    return Community()


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def rounds(
    loop: asyncio.AbstractEventLoop, community: Community, clock: Clock, bugs: list[BaseException]
) -> Iterator[Callable[..., Syncing]]:
    """Starts rounds; at the end they stop, whatever a test did."""
    started: list[tuple[Syncing, asyncio.Task[None]]] = []

    def start(*, every: float = NEVER, run: bool = True) -> Syncing:
        made = Syncing(community, clock, bugs.append, loop=loop, every=every)
        if run:
            started.append((made, loop.create_task(made.run())))
        return made

    yield start
    for syncing, task in started:
        syncing.end()
        drive(loop, asyncio.wait({task}, timeout=WAIT))
        assert task.done()
        assert syncing.ended(WAIT)


def test_a_good_round_is_told_with_its_time(rounds: Callable[..., Syncing], clock: Clock, until: Until) -> None:
    syncing, brought, stood = rounds(run=False), list[object](), list[Standing]()
    syncing.brought.connect(brought.append)
    syncing.changed.connect(lambda: stood.append(syncing.standing))
    assert syncing.standing == Standing(Link.UNKNOWN)
    task = asyncio.get_event_loop().create_task(syncing.once())
    until(task.done)
    assert stood == [Standing(Link.UNKNOWN, running=True), Standing(Link.CONNECTED, at=clock(), sent=3, budget=SPENT)]
    assert brought == [EVERYTHING]
    syncing.end()
    assert syncing.ended(WAIT)


def test_rounds_follow_each_other_by_themselves(rounds: Callable[..., Syncing], until: Until) -> None:
    syncing = rounds(every=0.01)
    until(lambda: syncing.rounds >= 3)


def test_a_round_begins_when_it_is_asked_for(rounds: Callable[..., Syncing], until: Until) -> None:
    syncing = rounds()
    until(lambda: syncing.rounds == 1)
    syncing.now()
    until(lambda: syncing.rounds == 2)


def test_asking_while_a_round_is_under_way_brings_one_more_after_it(
    rounds: Callable[..., Syncing], community: Community, until: Until
) -> None:
    begun, go_on = Event(), Event()
    community.long = lambda _check, _sleep: (begun.set(), go_on.wait(WAIT))
    syncing = rounds()
    until(begun.is_set)
    assert syncing.standing.running
    syncing.now()
    syncing.now()
    go_on.set()
    until(lambda: syncing.rounds == 2)
    assert not syncing.standing.running
    assert community.begun == 2


def test_a_round_comes_some_time_after_an_answer_and_not_before(
    rounds: Callable[..., Syncing], loop: asyncio.AbstractEventLoop, until: Until
) -> None:
    syncing = rounds()
    until(lambda: syncing.rounds == 1)
    asked = loop.time()
    syncing.after(0.2)
    until(lambda: syncing.rounds == 2)
    assert loop.time() - asked >= 0.19


def test_a_later_wish_does_not_put_off_an_earlier_one(rounds: Callable[..., Syncing], until: Until) -> None:
    syncing = rounds()
    until(lambda: syncing.rounds == 1)
    syncing.after(0.05)
    syncing.after(NEVER)
    until(lambda: syncing.rounds == 2)
    syncing.after(NEVER)
    syncing.after(0.05)
    until(lambda: syncing.rounds == 3)


def test_a_wish_in_the_middle_of_a_rest_does_not_put_off_the_next_round(
    rounds: Callable[..., Syncing], until: Until
) -> None:
    syncing = rounds(every=0.1)
    until(lambda: syncing.rounds == 1)
    syncing.after(NEVER)
    until(lambda: syncing.rounds == 2)


def test_without_a_connection_the_reason_is_told_and_the_last_good_time_kept(
    rounds: Callable[..., Syncing], community: Community, clock: Clock, until: Until
) -> None:
    syncing, brought = rounds(), list[object]()
    syncing.brought.connect(brought.append)
    until(lambda: syncing.rounds == 1)
    good = clock()
    clock.advance(minutes=5)
    community.faults = [OUTAGE]
    syncing.now()
    until(lambda: syncing.rounds == 2)
    assert _now(syncing) == Standing(Link.OFFLINE, at=good, error=OUTAGE, budget=SPENT)
    assert len(brought) == 2, "also a failed round may have brought something"
    syncing.now()
    until(lambda: syncing.rounds == 3)
    assert _now(syncing) == Standing(Link.CONNECTED, at=good + timedelta(minutes=5), sent=3, budget=SPENT)


def test_a_fault_of_our_own_is_reported_and_rounds_go_on(
    rounds: Callable[..., Syncing], community: Community, bugs: list[BaseException], until: Until
) -> None:
    fault = KeyError("ours")
    community.faults = [fault]
    syncing = rounds()
    until(lambda: syncing.rounds == 1)
    assert bugs == [fault]
    assert _now(syncing) == Standing(Link.OFFLINE)
    syncing.now()
    until(lambda: syncing.rounds == 2)
    assert syncing.standing.link is Link.CONNECTED


def test_a_runtime_error_of_our_own_is_a_fault_like_any_other(
    rounds: Callable[..., Syncing], community: Community, bugs: list[BaseException], until: Until
) -> None:
    community.faults = [RuntimeError("ours")]
    syncing = rounds()
    until(lambda: syncing.rounds == 1)
    assert [str(bug) for bug in bugs] == ["ours"]
    syncing.now()
    until(lambda: syncing.rounds == 2)


# --- waiting ------------------------------------------------------------------------------------------


def test_a_round_that_waits_says_until_when_and_no_longer_when_it_goes_on(
    rounds: Callable[..., Syncing], community: Community, clock: Clock, until: Until
) -> None:
    told = list[Standing]()

    def steps(_check: Callable[[], None], sleep: Callable[[float], None]) -> None:
        sleep(1.0)

    community.long = steps
    syncing = rounds(run=False)
    syncing.changed.connect(lambda: told.append(syncing.standing))
    task = asyncio.get_event_loop().create_task(syncing.once())
    until(task.done)
    assert [one.waiting_until for one in told] == [None, clock() + timedelta(seconds=1), None, None]
    assert [one.running for one in told] == [True, True, True, False]
    syncing.end()
    assert syncing.ended(WAIT)


def test_a_blink_is_not_worth_telling(rounds: Callable[..., Syncing], community: Community, until: Until) -> None:
    told = list[Standing]()
    community.long = lambda _check, sleep: sleep(0.01)
    syncing = rounds(run=False)
    syncing.changed.connect(lambda: told.append(syncing.standing))
    task = asyncio.get_event_loop().create_task(syncing.once())
    until(task.done)
    assert len(told) == 2
    syncing.end()
    assert syncing.ended(WAIT)


def test_a_community_that_asks_us_to_slow_down_is_not_out_of_reach(
    rounds: Callable[..., Syncing], community: Community, clock: Clock, until: Until
) -> None:
    syncing = rounds()
    until(lambda: syncing.rounds == 1)
    good, slow = clock(), RateLimited(seconds=90.0, scope="site")
    clock.advance(minutes=1)
    community.faults = [slow]
    syncing.now()
    until(lambda: syncing.rounds == 2)
    later = clock() + timedelta(seconds=90)
    assert _now(syncing) == Standing(Link.CONNECTED, at=good, error=slow, budget=SPENT, waiting_until=later)
    syncing.now()
    until(lambda: syncing.rounds == 3)
    assert syncing.standing.waiting_until is None


def test_the_next_round_is_announced_and_an_earlier_wish_brings_it_forward(
    rounds: Callable[..., Syncing], clock: Clock, until: Until
) -> None:
    syncing = rounds()
    until(lambda: syncing.standing.next_at is not None)
    hour, second = timedelta(seconds=NEVER), timedelta(seconds=1)
    assert abs(syncing.standing.next_at - clock() - hour) < second
    syncing.after(60.0)
    until(lambda: syncing.standing.next_at < clock() + timedelta(seconds=61))
    assert not syncing.standing.running


# --- the end ------------------------------------------------------------------------------------------


def test_a_round_stops_at_the_next_step_when_the_window_closes(
    rounds: Callable[..., Syncing], community: Community, bugs: list[BaseException], until: Until
) -> None:
    begun, go_on, after = Event(), Event(), list[str]()

    def steps(check: Callable[[], None], _sleep: Callable[[float], None]) -> None:
        begun.set()
        go_on.wait(WAIT)
        check()
        after.append("went on")

    community.long = steps
    syncing, brought = rounds(), list[object]()
    syncing.brought.connect(brought.append)
    until(begun.is_set)
    syncing.end()
    go_on.set()
    assert syncing.ended(WAIT)
    assert (after, bugs, brought) == ([], [], [])


def test_a_round_that_waits_for_a_pause_ends_at_once(
    rounds: Callable[..., Syncing], community: Community, until: Until
) -> None:
    begun, seen = Event(), list[BaseException]()

    def pause(_check: Callable[[], None], sleep: Callable[[float], None]) -> None:
        begun.set()
        try:
            sleep(NEVER)
        except BaseException as error:
            seen.append(error)
            raise

    community.long = pause
    syncing = rounds()
    until(begun.is_set)
    syncing.end()
    assert syncing.ended(WAIT)
    assert [type(error) for error in seen] == [Ended]


def test_ending_while_resting_ends_the_rounds(
    rounds: Callable[..., Syncing], loop: asyncio.AbstractEventLoop, until: Until
) -> None:
    syncing = rounds(run=False)
    task = loop.create_task(syncing.run())
    until(lambda: syncing.rounds == 1)
    syncing.end()
    until(task.done)
    assert syncing.rounds == 1
    assert syncing.ended(WAIT)


def test_the_end_is_no_error_of_the_world() -> None:
    assert not issubclass(Ended, StewardError)
