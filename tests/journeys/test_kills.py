"""`sync` is killed at random moments while commands wait; every message arrives exactly once."""

import random
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Served, Steward


def _survives(steward: Steward, served: Served, letter: Path, *, messages: int, kills: int, longest: float) -> None:
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    wanted = set()
    for row in steward.ok("queue", "--limit", messages):
        decided = steward.ok("coach", row["case"], "--article", "9", "--message", letter)
        wanted.add(decided["commands"][1])
    moments = random.Random(messages)
    killed = 0
    while killed < kills:
        process = steward.start("sync")
        try:
            process.communicate(timeout=moments.uniform(0.2, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
        if not any(command["state"] in ("waiting", "sending") for command in steward.ok("outbox")):
            break
    final = steward.process("sync", "--json")
    assert final.code == 0, final.err
    assert all(final.json[state] == 0 for state in ("waiting", "blocked", "refused", "uncertain", "conflict"))
    arrived = Counter(message["client_ref"] for message in served.messages())
    assert arrived == Counter(wanted)
    assert steward.ok("ledger", "verify")["ok"]
    assert steward.ok("sync")["sent"] == 0


def test_a_few_kills(steward: Steward, community: Callable[..., Served], letter: Path) -> None:
    served = community(posts=12, delay_ms=20)
    _survives(steward, served, letter, messages=12, kills=4, longest=1.1)


@pytest.mark.long
def test_fifty_kills_with_two_hundred_messages_waiting(
    steward: Steward, community: Callable[..., Served], letter: Path
) -> None:
    served = community(posts=200, delay_ms=50)
    _survives(steward, served, letter, messages=200, kills=50, longest=2.2)
