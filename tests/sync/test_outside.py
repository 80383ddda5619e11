"""A word that was being sent when somebody from outside came in: asked about, never sent again on its own."""

import pytest

from app.demo.content import STAFF
from app.domain.cases import CaseId
from app.domain.commands import CommandKind, CommandState
from app.domain.outside import Party
from app.operations import outbox, outside
from tests.fakes.flaky import Fault, Killed
from tests.sync.conftest import FIRST, Team

FAR = CaseId("c-000007")
"""A case of another thread and another author than the first."""


def _letters(team: Team) -> list[CommandState]:
    return [one.state for one in outbox.outbox(team.desk) if one.intent.kind is CommandKind.MESSAGE]


def _arrived(team: Team) -> int:
    return len(team.community.messages(STAFF[0], None).items)


@pytest.mark.parametrize(
    ("fault", "state", "arrived"),
    [(Fault.KILLED_BEFORE, CommandState.WAITING, 0), (Fault.KILLED_AFTER, CommandState.SENT, 1)],
)
def test_what_was_on_its_way_is_asked_about_and_not_repeated(
    team: Team, fault: Fault, state: CommandState, arrived: int
) -> None:
    team.coach()
    with pytest.raises(Killed):
        team.sync(Fault.NONE, fault)
    outside.flag(team.desk, FIRST, Party.MEDIA)
    team.sync()
    team.clock.advance(hours=1)
    team.sync()
    assert (_letters(team), _arrived(team)) == ([state], arrived)


def test_what_is_held_on_one_case_keeps_no_other_waiting(team: Team) -> None:
    team.coach()
    with team.desk.record.read() as tx:
        flagged, far = tx.cases.get(FIRST), tx.cases.get(FAR)
    assert flagged.thread_id != far.thread_id
    assert flagged.author != far.author
    outside.flag(team.desk, FIRST, Party.MEDIA)
    team.coach(FAR)
    team.sync()
    assert _letters(team) == [CommandState.WAITING, CommandState.SENT]
