import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest

from app.domain.changes import Area, Changes
from app.errors import CaseNotFound, StewardError
from app.operations.desk import Desk
from tests.ui.stage import drive
from ui.runner import Runner

WAIT = 10.0
CASES = Changes.of(Area.CASES)


@dataclass
class Heard:
    """What a runner told, in order."""

    said: list[object] = field(default_factory=list)
    failed: list[StewardError] = field(default_factory=list)
    broke: list[BaseException] = field(default_factory=list)
    bugs: list[BaseException] = field(default_factory=list)


@dataclass
class Held:
    """Work that has begun and goes on when the test says so."""

    begun: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)

    def __call__(self, _desk: Desk) -> str:
        self.begun.set()
        assert self.go_on.wait(WAIT)
        return "held"


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    made.go_on.set()


@pytest.fixture
def runner(loop: asyncio.AbstractEventLoop, written_desk: Desk, heard: Heard, held: Held) -> Iterator[Runner]:
    made = Runner(written_desk, loop, heard.bugs.append)
    made.changed.connect(heard.said.append)
    made.failed.connect(heard.failed.append)
    made.broke.connect(heard.broke.append)
    yield made
    held.go_on.set()
    assert drive(loop, made.close(WAIT))


Until = Callable[..., None]


def test_work_is_done_with_the_desk_and_its_result_given_back(runner: Runner, written_desk: Desk, until: Until) -> None:
    got: list[object] = []
    runner.do(lambda desk: desk, got.append)
    until(lambda: got)
    assert got == [written_desk]
    assert runner.idle


def test_what_changed_is_told_before_the_result_is_given(runner: Runner, heard: Heard, until: Until) -> None:
    runner.do(lambda _desk: CASES, lambda _result: heard.said.append("then"))
    until(lambda: "then" in heard.said)
    assert heard.said == [CASES, "then"]


def test_a_result_that_knows_its_changes_tells_them_and_one_without_tells_nothing(
    runner: Runner, heard: Heard, until: Until
) -> None:
    @dataclass(frozen=True)
    class Result:
        changes: Changes

    done: list[object] = []
    runner.do(lambda _desk: Result(CASES), done.append)
    runner.do(lambda _desk: Result(Changes()), done.append)
    runner.do(lambda _desk: 5, done.append)
    until(lambda: len(done) == 3)
    assert heard.said == [CASES]


def test_an_error_of_the_world_goes_to_who_asked(runner: Runner, heard: Heard, until: Until) -> None:
    def fail(_desk: Desk) -> None:
        raise CaseNotFound(case="c-1")

    mine: list[StewardError] = []
    runner.do(fail, failed=mine.append)
    runner.ask("slot", fail, heard.said.append, mine.append)
    until(lambda: len(mine) == 2)
    assert heard.failed == []
    runner.do(fail)
    runner.ask("slot", fail, heard.said.append)
    until(lambda: len(heard.failed) == 2)
    assert (len(mine), heard.said, heard.bugs) == (2, [], [])


@pytest.mark.parametrize("asking", [False, True])
def test_a_fault_of_our_own_is_reported_once_and_work_goes_on(
    runner: Runner, heard: Heard, until: Until, asking: bool
) -> None:
    fault = ValueError("ours")

    def break_(_desk: Desk) -> None:
        raise fault

    got: list[object] = []
    if asking:
        runner.ask("slot", break_, got.append, lambda _error: got.append("failed"))
    else:
        runner.do(break_, got.append, lambda _error: got.append("failed"))
    until(lambda: heard.broke)
    assert (heard.bugs, heard.broke, heard.failed, got) == ([fault], [fault], [], [])
    runner.do(lambda _desk: 1, got.append)
    runner.ask("slot", lambda _desk: 2, got.append)
    until(lambda: len(got) == 2)
    assert sorted(got) == [1, 2]


def test_a_fault_in_what_a_page_does_with_the_result_is_reported_too(
    runner: Runner, heard: Heard, until: Until
) -> None:
    runner.do(lambda _desk: 1, lambda result: result.no_such_thing)
    until(lambda: heard.broke)
    assert [type(error) for error in heard.bugs] == [AttributeError]


def test_two_quick_clicks_are_both_done_in_order(runner: Runner, held: Held, until: Until) -> None:
    done: list[str] = []
    runner.do(held, done.append)
    runner.do(lambda _desk: done.append("second begins") or "second", done.append)
    until(held.begun.is_set)
    assert not runner.idle
    assert done == []
    held.go_on.set()
    until(lambda: len(done) == 3)
    assert done in (["held", "second begins", "second"], ["second begins", "held", "second"])
    assert done.index("held") < done.index("second")


def test_reading_goes_on_while_a_change_takes_long(runner: Runner, held: Held, until: Until) -> None:
    got: list[object] = []
    runner.do(held)
    runner.ask("slot", lambda _desk: "read", got.append)
    until(lambda: got)
    assert not held.go_on.is_set()


def test_a_question_asked_again_is_answered_once_and_the_one_before_not_even_begun(
    runner: Runner, held: Held, until: Until
) -> None:
    begun, got = list[int](), list[object]()

    def read(number: int) -> Callable[[Desk], int]:
        return lambda _desk: begun.append(number) or number

    runner.ask("other", held, got.append)
    until(held.begun.is_set)
    for number in (1, 2, 3):
        runner.ask("slot", read(number), got.append)
    held.go_on.set()
    until(lambda: runner.idle)
    assert begun == [3]
    assert sorted(map(str, got)) == ["3", "held"]


def test_a_question_under_way_that_is_asked_again_gets_no_answer(runner: Runner, held: Held, until: Until) -> None:
    got: list[object] = []
    runner.ask("slot", held, got.append)
    until(held.begun.is_set)
    runner.ask("slot", lambda _desk: "new", got.append)
    held.go_on.set()
    until(lambda: runner.idle)
    assert got == ["new"]


def test_the_newest_question_is_answered_first(runner: Runner, held: Held, until: Until) -> None:
    read, got = list[str](), list[object]()
    runner.ask("slow", held, lambda _result: None)
    until(held.begun.is_set)
    for name in ("a", "b", "c"):
        runner.ask(name, lambda _desk, name=name: read.append(name), got.append)
    held.go_on.set()
    until(lambda: len(got) == 3)
    assert read == ["c", "b", "a"]


def test_a_forgotten_question_gets_no_answer_and_no_error(
    runner: Runner, held: Held, heard: Heard, until: Until
) -> None:
    def fail(desk: Desk) -> None:
        held(desk)
        raise CaseNotFound(case="c-1")

    got: list[object] = []
    runner.ask("slot", fail, got.append)
    until(held.begun.is_set)
    runner.forget("slot")
    held.go_on.set()
    until(lambda: runner.idle)
    assert (got, heard.failed) == ([], [])


def test_an_answer_may_be_none(runner: Runner, until: Until) -> None:
    got: list[object] = []
    runner.ask("slot", lambda _desk: None, got.append)
    until(lambda: got)
    assert got == [None]


# --- closing ------------------------------------------------------------------------------------------


def test_at_the_end_what_is_being_written_is_finished_and_questions_are_dropped(
    runner: Runner, held: Held, loop: asyncio.AbstractEventLoop, until: Until
) -> None:
    written, read = list[object](), list[object]()
    asked = Held()
    runner.ask("under way", asked, read.append)
    runner.do(held, written.append)
    runner.do(lambda _desk: "after", written.append)
    until(lambda: held.begun.is_set() and asked.begun.is_set())
    runner.ask("waiting", lambda _desk: read.append("begun"), read.append)
    closing = loop.create_task(runner.close(WAIT))
    drive(loop, asyncio.sleep(0))
    held.go_on.set()
    asked.go_on.set()
    drive(loop, closing)
    assert closing.result() is True
    assert (written, read) == (["held", "after"], [])


def test_after_the_end_nothing_is_taken_any_more(runner: Runner, loop: asyncio.AbstractEventLoop, heard: Heard) -> None:
    assert drive(loop, runner.close(WAIT))
    runner.do(lambda _desk: CASES, heard.said.append)
    runner.ask("slot", lambda _desk: CASES, heard.said.append)
    assert runner.idle
    assert heard.said == []


def test_the_end_is_not_waited_for_longer_than_patience(
    runner: Runner, held: Held, loop: asyncio.AbstractEventLoop, until: Until
) -> None:
    runner.do(held)
    until(held.begun.is_set)
    begun = loop.time()
    assert drive(loop, runner.close(0.1)) is False
    assert loop.time() - begun < 2
    held.go_on.set()
    until(lambda: runner.idle)
