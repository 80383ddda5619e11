"""`sync` is killed at random moments while commands wait; every message arrives exactly once."""

import random
import signal
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Served, Steward


def _done(served: Served) -> int:
    assert served.community is not None
    return len(served.community._done)


def _kill_amidst(steward: Steward, served: Served, moments: random.Random, most: int, *, at_once: bool) -> None:
    """Start a sync and kill it when some more commands are done: at once, before it hears of it, or a moment later."""
    goal = _done(served) + moments.randint(1, most)
    process = steward.start("sync")
    while _done(served) < goal and process.poll() is None:
        threading.Event().wait(0.002)
    if not at_once:
        threading.Event().wait(moments.uniform(0, 0.08))
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "it had finished before it could be killed"


def _survives(steward: Steward, served: Served, letter: Path, *, messages: int, kills: int, most: int) -> None:
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    wanted = set()
    for row in steward.ok("queue", "--limit", messages):
        decided = steward.ok("coach", row["case"], "--article", "9", "--message", letter)
        wanted.add(decided["commands"][1])
    moments = random.Random(messages)
    found_sending = 0
    for kill in range(kills):
        _kill_amidst(steward, served, moments, most, at_once=kill % 4 == 0)
        states = [command["state"] for command in steward.ok("outbox")]
        assert "waiting" in states, "a kill came when nothing waited any more"
        found_sending += "sending" in states
    assert found_sending, "no kill fell into a send"
    final = steward.process("sync", "--json")
    assert final.code == 0, final.err
    assert all(final.json[state] == 0 for state in ("waiting", "blocked", "refused", "uncertain", "conflict"))
    arrived = Counter(message["client_ref"] for message in served.messages())
    assert arrived == Counter(wanted)
    assert steward.ok("ledger", "verify")["ok"]
    assert steward.ok("sync")["sent"] == 0


def test_a_few_kills(steward: Steward, community: Callable[..., Served], letter: Path) -> None:
    served = community(posts=12, delay_ms=20)
    _survives(steward, served, letter, messages=12, kills=4, most=5)


@pytest.mark.long
def test_fifty_kills_with_two_hundred_messages_waiting(
    steward: Steward, community: Callable[..., Served], letter: Path
) -> None:
    served = community(posts=200, delay_ms=50)
    _survives(steward, served, letter, messages=200, kills=50, most=9)
