"""A backup brought back elsewhere: what may have been sent since is found out about, never sent on a guess."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.demo.content import STAFF
from app.domain.commands import CommandState
from app.operations import coaching, complaints, outbox
from app.operations.desk import Desk
from storage.backup import restore_backup, write_backup
from storage.cache import Cache
from storage.record import Record
from tests.conftest import KEY
from tests.fakes.flaky import Fault
from tests.sync.conftest import FIRST, Team

Restore = Callable[[], Team]


@pytest.fixture
def back_up(team: Team, tmp_path: Path) -> Iterator[Callable[[], Restore]]:
    """Makes a backup; what comes back restores it on another machine."""
    opened: list[Desk] = []

    def back_up() -> Restore:
        path = tmp_path / "b.steward"
        write_backup(team.desk.record, KEY, "{}", path, team.clock())

        def restore() -> Team:
            folder = tmp_path / "other"
            folder.mkdir()
            restore_backup(path, folder, KEY, team.clock(), before=lambda: None)
            desk = replace(team.desk, record=Record.on_file(folder, KEY), cache=Cache.on_file(folder, KEY, "w-1"))
            opened.append(desk)
            return replace(team, desk=desk)

        return restore

    yield back_up
    for desk in opened:
        desk.record.close()
        desk.cache.close()


def _messages(team: Team) -> int:
    return len(team.community.messages(STAFF[0], None).items)


def test_what_waited_and_was_not_sent_since_is_sent_once(team: Team, back_up: Callable[[], Restore]) -> None:
    team.coach()
    other = back_up()()
    assert other.sync().sent == 3
    assert _messages(team) == 1


def test_what_was_sent_since_is_not_sent_again(team: Team, back_up: Callable[[], Restore]) -> None:
    team.coach()
    restore = back_up()
    team.sync()
    assert restore().sync().counts == {}
    assert _messages(team) == 1


def test_from_an_old_backup_nothing_is_repeated_on_a_guess(team: Team, back_up: Callable[[], Restore]) -> None:
    complaints.reply(team.desk, FIRST, message="收到，谢谢。")
    restore = back_up()
    team.sync()
    team.community._done.clear()  # a community need not remember keys for more than a week
    team.clock.advance(days=14)
    posts = len(team.community._posts)
    other = restore()
    assert other.sync().sent == 0
    assert {command.state for command in outbox.outbox(other.desk)} == {CommandState.UNCERTAIN}
    assert len(team.community._posts) == posts


def test_what_was_held_back_by_a_refusal_stays_held_back(team: Team, back_up: Callable[[], Restore]) -> None:
    team.coach()
    team.sync(Fault.FORBIDDEN)
    other = back_up()()
    assert other.sync().sent == 0
    assert _messages(team) == 0
    outbox.retry(other.desk, outbox.outbox(other.desk)[0].id)
    assert other.sync().sent == 3
    assert _messages(team) == 1


def test_what_is_held_for_later_waits_and_can_be_withdrawn(team: Team, back_up: Callable[[], Restore]) -> None:
    decided = coaching.coach(team.desk, FIRST, article=9, message="您好", hold=timedelta(hours=5))
    other = back_up()()
    assert other.sync().counts == {CommandState.WAITING: 3}
    outbox.withdraw(other.desk, decided.commands[0])
    assert outbox.counts(other.desk) == {}
