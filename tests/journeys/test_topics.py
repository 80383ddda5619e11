"""One matter in one night: three hundred posts, one topic, one promise, each answered once, over real HTTP."""

import random
import signal
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.demo.wave import with_wave
from tests.journeys.conftest import Served, Steward

NIGHT = 300
EXPLAINED = "目前能确认的是：3.2.1 在部分车上会让中控屏不亮，行车不受影响。原因已经查到，是启动时的一处等待。"

Wave = Callable[..., Served]


@pytest.fixture
def explained(tmp_path: Path) -> Path:
    path = tmp_path / "explained.txt"
    path.write_text(EXPLAINED, encoding="utf-8")
    return path


def _ours(served: Served) -> Counter[str]:
    """How many replies of ours stand in each thread of the night."""
    assert served.community is not None
    staff = {one["id"] for one in served.staff}
    posts = served.community._posts.values()
    return Counter(post.thread_id for post in posts if post.author.id in staff and post.thread_id.startswith("t-w"))


def _topic(steward: Steward, served: Served, explained: Path) -> str:
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    first = [row["case"] for row in steward.ok("queue", "--search", "升级 黑屏", "--limit", "40")]
    night = [case for case in first if case.startswith("c-w")]
    topic: str = steward.ok("topic", "open", "3.2.1 升级后黑屏", *night)["topic"]
    while steward.ok("topic", "like", topic, "--limit", "200", "--add")["cases"]:
        pass
    steward.ok("topic", "explain", topic, "--message", explained)
    steward.ok("topic", "promise", topic, "--what", "修复黑屏的新版本", "--department", "车机研发部", "--owner", "小北")
    return topic


def _delivered(steward: Steward, served: Served, topic: str) -> dict[str, Any]:
    shown: dict[str, Any] = steward.ok("topic", "show", topic)
    within = {one["case"].replace("c-w", "t-w") for one in shown["cases"] if one["case"].startswith("c-w")}
    ours = _ours(served)
    assert set(ours) == within
    assert set(ours.values()) == {1}
    assert steward.ok("ledger", "verify")["ok"]
    return shown


def test_three_hundred_posts_of_one_night_are_one_topic_with_one_promise(
    steward: Steward, community: Wave, explained: Path
) -> None:
    served = community(content=with_wave(40, 7, NIGHT))
    topic = _topic(steward, served, explained)
    shown = steward.ok("topic", "show", topic)
    assert Counter(one["case"][:3] for one in shown["cases"])["c-w"] >= NIGHT * 0.95
    assert shown["count"] <= NIGHT * 1.02
    assert shown["counts"]["versions"]["3.2.1"] > shown["counts"]["versions"]["3.2.0"]
    assert sum(shown["counts"]["models"].values()) == shown["count"]
    assert len(shown["counts"]["places"]) > 10

    planned = steward.ok("topic", "answer", topic, "--plan")
    done = steward.ok("topic", "answer", topic)
    assert len(done["answered"]) == len(planned["ready"])
    assert steward.ok("topic", "answer", topic)["answered"] == []
    replies = Counter(one["case"] for one in steward.ok("outbox") if one["kind"] == "reply.post")
    assert replies == Counter(one["case"] for one in done["answered"])
    shown = steward.ok("topic", "show", topic)
    assert (shown["answered"], shown["open"], len(shown["promises"])) == (
        len(replies),
        shown["count"] - len(replies),
        1,
    )
    assert len({one["text"] for one in planned["ready"]}) == len(planned["ready"]), "each reads words of their own"


def test_the_end_is_told_to_each_once_and_closes_their_cases(
    steward: Steward, community: Wave, explained: Path, tmp_path: Path
) -> None:
    served = community(content=with_wave(10, 7, 12))
    topic = _topic(steward, served, explained)
    steward.ok("topic", "answer", topic)
    sent = steward.ok("sync")
    assert (sent["waiting"], sent["refused"], sent["conflict"]) == (0, 0, 0)
    _delivered(steward, served, topic)
    last = tmp_path / "last.txt"
    last.write_text("3.2.2 已经推送，升级后屏幕恢复。", encoding="utf-8")
    told = steward.ok("topic", "follow-up", topic, "--change", "closed", "--message", last)
    assert {one["state"] for one in told["answered"]} == {"closed"}
    assert steward.ok("topic", "follow-up", topic, "--rest")["answered"] == []
    steward.ok("sync")
    assert set(_ours(served).values()) == {2}
    for one in steward.ok("topic", "show", topic)["cases"]:
        if one["standing"] == "open":
            steward.ok("topic", "out", topic, one["case"])
    assert steward.ok("topic", "close", topic)["topic"] == topic
    assert steward.ok("topic", "list") == []
    assert [one["answered"] for one in steward.ok("topic", "list", "--closed")] == [len(told["answered"])]


def test_without_a_document_it_is_told_in_words(steward: Steward, community: Wave, explained: Path) -> None:
    served = community(content=with_wave(10, 7, 12))
    topic = _topic(steward, served, explained)
    for arguments in (["list"], ["show", topic], ["like", topic], ["answer", topic, "--plan"], ["answer", topic]):
        done = steward("topic", *arguments)
        assert done.code == 0, done.err
        assert done.out.strip()
    wrong = steward("topic", "show", "topic-99")
    assert (wrong.code, wrong.out) == (1, "")
    assert "topic-99" in wrong.err
    assert steward("topic", "answer", topic, "--first-line", "c-1").code == 2
    assert steward("topic", "follow-up", topic).code == 1


def _kill(steward: Steward, served: Served, moments: random.Random, most: int) -> None:
    goal = len(_done(served)) + moments.randint(1, most)
    process = steward.start("sync")
    while len(_done(served)) < goal and process.poll() is None:
        threading.Event().wait(0.002)
    threading.Event().wait(moments.uniform(0, 0.05))
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "it had finished before it could be killed"


def _done(served: Served) -> Any:
    assert served.community is not None
    return served.community._done


@pytest.mark.long
def test_three_hundred_replies_survive_twenty_kills_and_arrive_once_each(
    steward: Steward, community: Wave, explained: Path
) -> None:
    served = community(content=with_wave(20, 7, NIGHT), delay_ms=15)
    topic = _topic(steward, served, explained)
    answered = len(steward.ok("topic", "answer", topic)["answered"])
    assert answered >= NIGHT * 0.9
    moments, found_sending = random.Random(NIGHT), 0
    for _ in range(20):
        _kill(steward, served, moments, 2 * answered // 20)
        states = Counter(command["state"] for command in steward.ok("outbox"))
        assert states["waiting"], "a kill came when nothing waited any more"
        found_sending += states["sending"] > 0
    assert found_sending, "no kill fell into a send"
    final = steward.process("sync", "--json")
    assert final.code == 0, final.err
    assert all(final.json[state] == 0 for state in ("waiting", "blocked", "refused", "uncertain", "conflict"))
    shown = _delivered(steward, served, topic)
    assert shown["answered"] == answered
    assert steward.ok("sync")["sent"] == 0
