"""Every way to ask for the queue reads along an index in its order: nothing is sorted, nothing scanned."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import Back, CaseKind, CaseState
from app.domain.members import MemberId
from app.domain.triage import ALL_OPEN, QueueFilter
from app.operations import intake
from app.operations.desk import Desk
from storage import queue
from storage.outbox_rows import OutboxRows
from storage.queue import Spot

ME = MemberId("u-901")
EACH = {
    "all open": (ALL_OPEN, "ix_cases_queue"),
    "mine": (QueueFilter(mine=True), "ix_cases_mine"),
    "kind": (QueueFilter(kind=CaseKind.COMPLAINT), "ix_cases_kind"),
    "reported as": (QueueFilter(reported_as="advert"), "ix_cases_reported_as"),
    "came back": (QueueFilter(came_back=True), "ix_cases_back"),
    "ours": (QueueFilter(ours=True), "ix_cases_queue"),
    "state": (QueueFilter(state=CaseState.AWAITING_AUTHOR), "ix_cases_state"),
    "closed": (QueueFilter(state=CaseState.CLOSED), "ix_cases_state"),
    "mine and a state": (QueueFilter(mine=True, state=CaseState.CLAIMED), "ix_cases_mine"),
    "mine, ours and a kind": (QueueFilter(mine=True, ours=True, kind=CaseKind.DISPUTE), "ix_cases_mine"),
    "came back, of a kind": (QueueFilter(came_back=True, kind=CaseKind.DISPUTE), "ix_cases_kind"),
    "reported as, ours": (QueueFilter(reported_as="advert", ours=True), "ix_cases_reported_as"),
}


def _plan(desk: Desk, statement: sa.Select[tuple[object, ...]]) -> list[str]:
    values = {"after_urgency": 4, "after_reported_at": 0, "after_key": 0, "most": 50, "print": "x", "without": 0}
    return _plan_of(desk, lambda connection: connection.execute(statement, values))


def _plan_of(desk: Desk, ask: Callable[[sa.Connection], object]) -> list[str]:
    asked: list[tuple[str, object]] = []
    with desk.record.connection() as connection:
        listen = lambda _c, _k, written, given, *_: asked.append((written, given))  # noqa: E731
        sa.event.listen(connection, "before_cursor_execute", listen)
        ask(connection)
        sa.event.remove(connection, "before_cursor_execute", listen)
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1]).all()
    return [row[-1] for row in rows]


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", EACH)
def test_a_page_is_read_along_an_index(lite_desk: Desk, name: str, turned: bool, together: bool) -> None:
    wanted, index = EACH[name]
    plan = _plan(lite_desk, queue._page(wanted, ME, turned, together))
    assert not [step for step in plan if "TEMP B-TREE" in step]
    assert f" {index} " in f"{plan[0]} "
    if together:
        texts = "ix_cases_closed_text" if wanted.state is CaseState.CLOSED else "ix_cases_text"
        for copy in ("other", "twin"):
            assert any(f"SEARCH {copy} USING" in step and f"{texts} (text_print=?" in step for step in plan), plan
        assert any("SEARCH other" in step and "(urgency,reported_at)<(?,?)" in step for step in plan), plan


@pytest.mark.parametrize("name", EACH)
def test_counting_and_walking_read_along_the_same_index(lite_desk: Desk, name: str) -> None:
    wanted, index = EACH[name]
    for statement in (queue._counts((wanted,), ME), queue._walk(wanted, ME, True, True)):
        plan = _plan(lite_desk, statement)
        assert any(index in step for step in plan), plan
        assert not [step for step in plan if "TEMP B-TREE" in step]


def test_the_other_cases_of_a_text_are_read_along_its_index(lite_desk: Desk) -> None:
    for statement in (queue._twins(ME), queue._COUNT_TWINS):
        plan = _plan(lite_desk, statement)
        assert any("ix_cases_text (text_print=?" in step for step in plan), plan
        assert not [step for step in plan if "TEMP B-TREE" in step]


@pytest.mark.parametrize("beyond", [None, 99])
def test_what_is_settled_is_read_from_the_newest_on(lite_desk: Desk, beyond: int | None) -> None:
    plan = _plan_of(lite_desk, lambda one: OutboxRows(one).rows(ME, done=True, beyond=beyond, limit=50))
    assert not [step for step in plan if "TEMP B-TREE" in step]
    assert any("SEARCH beside USING" in step and "ix_commands_decision (decision_id=?)" in step for step in plan), plan


def test_what_came_back_is_open_so_that_its_index_need_not_say_so(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    with desk.record.write() as tx:
        case = tx.cases.get(make.case(1).id)
        tx.cases.set_state(case, CaseState.CLAIMED, came_back=Back.CORRECTED)
    with pytest.raises(sa.exc.IntegrityError), desk.record.write() as tx:
        tx.cases.set_state(case, CaseState.CLOSED, came_back=Back.CORRECTED)


def test_a_spot_says_where_a_page_goes_on(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    with desk.record.read() as tx:
        first, second = tx.queue.walk(ALL_OPEN, ME, after=None, limit=5, prints=True)
        assert isinstance(first, Spot)
        assert first.print == second.print != ""
        assert tx.queue.walk(ALL_OPEN, ME, after=first.place, limit=5, prints=True) == [second]
