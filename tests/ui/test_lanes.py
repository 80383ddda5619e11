import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from threading import Event

import pytest

from ui.lanes import Lane

WAIT = 10.0


@pytest.fixture
def lane() -> Iterator[Callable[..., Lane]]:
    made: list[Lane] = []

    def make(*, newest_first: bool = False) -> Lane:
        made.append(Lane("steward-test", newest_first=newest_first))
        return made[-1]

    yield make
    for one in made:
        one.shutdown(wait=True, cancel_futures=True)


@pytest.mark.parametrize(("newest_first", "order"), [(False, [0, 1, 2, 3]), (True, [0, 3, 2, 1])])
def test_jobs_are_done_one_at_a_time_in_order_or_newest_first(
    lane: Callable[..., Lane], newest_first: bool, order: list[int]
) -> None:
    begun, go_on, done = Event(), Event(), list[int]()
    one = lane(newest_first=newest_first)

    def first() -> None:
        begun.set()
        go_on.wait(WAIT)
        done.append(0)

    one.submit(first)
    assert begun.wait(WAIT)
    last = [one.submit(done.append, number) for number in (1, 2, 3)]
    assert done == [], "the others wait for the first"
    go_on.set()
    for future in last:
        future.result(WAIT)
    assert done == order


def test_a_job_that_fails_gives_its_error_back_and_the_next_is_done(lane: Callable[..., Lane]) -> None:
    one = lane()
    broken = one.submit(int, "x")
    with pytest.raises(ValueError, match="invalid literal"):
        broken.result(WAIT)
    assert one.submit(int, "7").result(WAIT) == 7


def test_a_closed_lane_finishes_what_it_has_and_takes_no_more(lane: Callable[..., Lane]) -> None:
    begun, go_on = Event(), Event()
    one = lane()
    one.submit(lambda: (begun.set(), go_on.wait(WAIT)))
    waiting = one.submit(int, "5")
    assert begun.wait(WAIT)
    one.shutdown(wait=False)
    with pytest.raises(RuntimeError, match="steward-test is closed"):
        one.submit(int, "6")
    assert not one.ended(0)
    go_on.set()
    assert waiting.result(WAIT) == 5
    assert one.ended(WAIT)


def test_a_closed_lane_may_drop_what_it_has_not_begun(lane: Callable[..., Lane]) -> None:
    begun, go_on = Event(), Event()
    one = lane()
    running = one.submit(lambda: (begun.set(), go_on.wait(WAIT)))
    waiting = one.submit(int, "5")
    assert begun.wait(WAIT)
    one.shutdown(wait=False, cancel_futures=True)
    with pytest.raises(CancelledError):
        waiting.result(WAIT)
    go_on.set()
    running.result(WAIT)
    assert one.ended(WAIT)


def test_a_lane_is_idle_when_nothing_is_done_and_nothing_waits(lane: Callable[..., Lane]) -> None:
    begun, go_on = Event(), Event()
    one = lane()
    assert one.idle
    running = one.submit(lambda: (begun.set(), go_on.wait(WAIT)))
    assert begun.wait(WAIT)
    assert not one.idle
    go_on.set()
    running.result(WAIT)
    one.shutdown(wait=True)
    assert one.idle


def test_a_thread_that_is_busy_does_not_hold_up_the_end_of_the_process(lane: Callable[..., Lane]) -> None:
    lane()
    assert [thread.daemon for thread in threading.enumerate() if thread.name == "steward-test"] == [True]


def test_a_result_does_not_live_on_in_a_thread_that_waits(lane: Callable[..., Lane]) -> None:
    class Heavy:
        pass

    one = lane()
    future = one.submit(Heavy)
    kept = weakref.ref(future.result(WAIT))
    del future
    pause, until = Event(), time.monotonic() + WAIT
    while kept() is not None and time.monotonic() < until:
        pause.wait(0.01)
    assert kept() is None
