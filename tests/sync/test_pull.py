from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import make
from app.community.bridge.adapter import BridgeGateway
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.generator import generated_content
from app.domain.cases import CaseState
from app.domain.community import ChangePage, MessagePage
from app.domain.posts import ThreadId, ThreadSlice
from app.errors import AuthFailed, BrokenAnswer, CursorExpired, Forbidden, RateLimited, Unavailable
from app.operations import intake, triage
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.sync.budget import Budget
from app.sync.cycle import run_round
from tests.conftest import SECOND_TOKEN, Clock, Serve
from tests.sync.conftest import FIRST, Team


class Scripted:
    """A gateway whose pages, and faults, are written down; an exception in the script is raised."""

    repeat_window = ask_after = timedelta(days=7)

    def __init__(self, *script: ChangePage | Exception, per_minute: int | None = None, cost: int = 1) -> None:
        self._script = list(script)
        self._per_minute = per_minute
        self._cost = cost
        self.requests = 0
        self.asked: list[str | None] = []

    def describe(self) -> object:
        self.requests += self._cost
        more = {} if self._per_minute is None else {"requests_per_minute": self._per_minute}
        return make.info(**more)

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        self.requests += self._cost
        self.asked.append(cursor)
        step = self._script.pop(0) if self._script else make.page(cursor=cursor or "end")
        if isinstance(step, Exception):
            raise step
        return step

    def messages(self, cursor: str | None) -> MessagePage:
        return MessagePage((), cursor or "", more=False)


def _sync(desk: Desk, clock: Clock, gateway: Scripted, patience: float = 20) -> None:
    run_round(desk, gateway, sleep=clock.sleep, patience=timedelta(seconds=patience))  # type: ignore[arg-type]


def test_pages_are_read_to_the_end_and_read_on_from_there(desk: Desk, clock: Clock) -> None:
    gateway = Scripted(make.page(make.case(1), cursor="a", more=True), make.page(make.case(2), cursor="b"))
    _sync(desk, clock, gateway)
    _sync(desk, clock, gateway)
    assert gateway.asked == [None, "a", "b"]
    assert [row.id for row in triage.queue(desk)] == ["c-1", "c-2"]


def test_what_was_read_before_a_fault_is_kept_and_not_read_again(desk: Desk, clock: Clock) -> None:
    gateway = Scripted(make.page(make.case(1), cursor="a", more=True), *[Unavailable(why="HTTP 502")] * 3)
    with pytest.raises(Unavailable):
        _sync(desk, clock, gateway)
    assert [row.id for row in triage.queue(desk)] == ["c-1"]
    _sync(desk, clock, gateway)
    assert gateway.asked == [None, "a", "a", "a", "a"]


def test_a_passing_fault_is_read_over(desk: Desk, clock: Clock) -> None:
    gateway = Scripted(Unavailable(why="HTTP 503"), make.page(make.case(1), cursor="a"))
    _sync(desk, clock, gateway)
    assert len(triage.queue(desk)) == 1


def test_a_forgotten_cursor_starts_over_and_doubles_nothing(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(make.case(1), cursor="old"))
    gateway = Scripted(CursorExpired(), make.page(make.case(1), make.case(2), cursor="new"))
    _sync(desk, clock, gateway)
    assert gateway.asked == ["old", None]
    assert triage.state_counts(desk)[CaseState.NEW] == 2


def test_a_cursor_that_does_not_move_is_a_broken_answer_and_no_endless_loop(desk: Desk, clock: Clock) -> None:
    stuck = make.page(make.case(1), cursor="same", more=True)
    with pytest.raises(BrokenAnswer):
        _sync(desk, clock, Scripted(stuck, stuck, stuck))


@pytest.mark.parametrize("script", [["a", "b"] * 20, ["a", "b", "c"] * 20])
def test_cursors_that_go_round_in_a_circle_end_the_round(desk: Desk, clock: Clock, script: list[str]) -> None:
    pages = [make.page(make.case(1), cursor=cursor, more=True) for cursor in script]
    with pytest.raises(BrokenAnswer):
        _sync(desk, clock, Scripted(*pages))


def test_a_community_that_never_knows_its_cursor_is_a_broken_answer(desk: Desk, clock: Clock) -> None:
    with pytest.raises(BrokenAnswer):
        _sync(desk, clock, Scripted(CursorExpired()))


def test_a_short_pause_is_waited_for_and_a_long_one_kept_for_the_next_process(desk: Desk, clock: Clock) -> None:
    _sync(desk, clock, Scripted(RateLimited(seconds=5, scope="site"), make.page(make.case(1))))
    begun = clock()
    with pytest.raises(RateLimited):
        _sync(desk, clock, Scripted(RateLimited(seconds=300, scope="site")))
    fresh = Scripted()
    with pytest.raises(RateLimited):
        _sync(desk, clock, fresh)
    assert fresh.requests == 0
    clock.advance(seconds=301)
    _sync(desk, clock, fresh)
    assert clock() - begun < timedelta(minutes=6)


def test_no_more_requests_than_the_budget_are_spent_in_a_minute(desk: Desk, clock: Clock) -> None:
    pages = [make.page(make.case(number), cursor=f"p{number}", more=number < 9) for number in range(1, 10)]
    gateway = Scripted(*pages, per_minute=4)
    spent: list[int] = []

    def sleep(seconds: float) -> None:
        assert seconds <= 60
        spent.append(gateway.requests)
        clock.sleep(seconds)

    run_round(desk, gateway, sleep=sleep, patience=timedelta(0))  # type: ignore[arg-type]
    assert triage.state_counts(desk)[CaseState.NEW] == 9
    spent.append(gateway.requests)
    assert all(later - earlier <= 4 for earlier, later in zip([0, *spent], spent, strict=False))


def test_a_round_does_not_wait_for_its_budget_for_ever(desk: Desk, clock: Clock) -> None:
    pages = [make.page(make.case(number), cursor=f"p{number}", more=True) for number in range(1, 60)]
    begun = clock()
    with pytest.raises(RateLimited):
        _sync(desk, clock, Scripted(*pages, per_minute=2))
    assert clock() - begun <= timedelta(minutes=11)


def test_a_budget_is_kept_between_processes_and_renewed_each_minute(clock: Clock) -> None:
    first = Budget(10, clock)
    first.spend(7)
    second = Budget(10, clock, first.written())
    assert second.left() == 3
    second.spend(3)
    assert second.next_at() == clock() + timedelta(minutes=1)
    clock.advance(seconds=61)
    assert second.left() == 10


def test_a_clock_that_was_set_back_does_not_use_up_the_budget(clock: Clock) -> None:
    budget = Budget(10, clock)
    budget.spend(10)
    assert budget.left() == 0
    clock.advance(hours=-3)
    assert budget.left() == 10
    assert budget.next_at() == clock()


def test_a_thread_that_is_not_for_us_to_see_does_not_end_the_round(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    with team.desk.cache.write() as tx:
        tx._connection.exec_driver_sql("DELETE FROM posts")
        tx._connection.exec_driver_sql("DELETE FROM threads")
        tx.keep_mark("cursor", None)
    threads = {row.id: case_view(team.desk, row.id).case.thread_id for row in triage.queue(team.desk)}
    closed = threads[FIRST]
    ask = team.gateway.thread

    def thread(thread_id: ThreadId, *where: Any) -> ThreadSlice:
        if thread_id == closed:
            raise Forbidden(hint="a closed board")
        return ask(thread_id, *where)

    monkeypatch.setattr(team.gateway, "thread", thread)
    team.sync()
    read = {case for case in threads if case_view(team.desk, case).thread is not None}
    assert read == {case for case, thread in threads.items() if thread != closed}
    assert read


def test_without_a_limit_nothing_waits(clock: Clock) -> None:
    budget = Budget(None, clock)
    budget.spend(10**6)
    assert budget.next_at() == clock()


# --- over HTTP, with the demo community ---------------------------------------------------------------


def test_messages_that_came_in_are_read_once(team: Team) -> None:
    author = team.community.case(FIRST).subject
    assert author is not None
    team.community.receive(author, STAFF[0], "好的，已经改了。")
    team.sync()
    team.sync()
    assert [one.text for one in case_view(team.desk, FIRST).messages] == ["好的，已经改了。"]


def test_each_account_reads_its_own_letters(
    team: Team, second_desk: Desk, serve: Serve, reach: Callable[..., BridgeGateway]
) -> None:
    author = team.community.case(FIRST).subject
    assert author is not None
    team.community.receive(author, STAFF[0], "给小北")
    team.community.receive(author, STAFF[1], "给小林")
    team.sync()
    second = reach(team.gateway._http.url, SECOND_TOKEN)
    run_round(second_desk, second, sleep=team.clock.sleep, patience=timedelta(0))
    assert [one.text for one in case_view(team.desk, FIRST).messages] == ["给小北"]
    assert [one.text for one in case_view(second_desk, FIRST).messages] == ["给小林"]


def test_an_empty_cache_fills_again_thread_by_thread(
    team: Team, serve: Serve, reach: Callable[..., BridgeGateway]
) -> None:
    with team.desk.cache.write() as tx:
        tx._connection.exec_driver_sql("DELETE FROM posts")
        tx._connection.exec_driver_sql("DELETE FROM threads")
        tx.keep_mark("cursor", None)
    assert case_view(team.desk, FIRST).thread is None
    team.sync()
    found = case_view(team.desk, FIRST).thread
    assert found is not None
    assert len(found.posts) == 4


def test_another_persons_token_is_not_used_in_this_ones_name(
    team: Team, serve: Serve, reach: Callable[..., BridgeGateway]
) -> None:
    _, url = serve()
    with pytest.raises(AuthFailed):
        run_round(team.desk, reach(url, SECOND_TOKEN), sleep=team.clock.sleep, patience=timedelta(0))


def test_a_restarted_community_is_read_from_the_beginning(
    team: Team, serve: Serve, reach: Callable[..., BridgeGateway]
) -> None:
    _, url = serve(generated_content(12, 3))
    again = Team(team.desk, team.clock, DemoCommunity(generated_content(1, 1), team.clock, {}), reach(url))
    before = triage.queue(team.desk)
    assert again.sync().cases == 12
    assert triage.queue(team.desk) == before
