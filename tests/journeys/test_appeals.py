"""Appeals and reporters from the command line, over real HTTP."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import TOKENS, Served, Steward


@pytest.fixture
def served(community: Callable[..., Served], steward: Steward) -> Served:
    found = community(posts=40, seed=11)
    steward.ok("connect", found.url, STEWARD_TOKEN=TOKENS[0])
    steward.ok("connect", found.url, STEWARD_TOKEN=TOKENS[1])
    steward.ok("sync", STEWARD_TOKEN=TOKENS[0])
    return found


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words.txt"
    file.write_text("我说的是车，请再看看。", encoding="utf-8")
    return file


def _case(steward: Steward) -> dict[str, object]:
    """A case in which the brand's side is not named, reported by somebody."""
    for row in steward.ok("queue", "--limit", "40", STEWARD_TOKEN=TOKENS[0]):
        view: dict[str, object] = steward.ok("case", row["case"], STEWARD_TOKEN=TOKENS[0])
        if not view["brand_hit"] and any(one["by"] for one in view["reports"]):  # type: ignore[attr-defined]
            return view
    raise AssertionError("no such case")


def test_an_appeal_overturns_and_the_mute_the_strike_and_the_measure_are_gone(
    steward: Steward, served: Served, words: Path
) -> None:
    case = _case(steward)
    mine, other = {"STEWARD_TOKEN": TOKENS[0]}, {"STEWARD_TOKEN": TOKENS[1]}
    steward.ok("sanction", case["case"], "--article", "3", "--rung", "mute_1", "--reason", "一天三帖", **mine)
    steward.ok("sync", **mine)
    author = case["author"]
    assert isinstance(author, dict)
    assert served.get(f"/v1/members/{author['id']}")["standing"]["silenced_until"]

    entered = steward.ok("appeal", case["case"], "--text", words, **mine)
    assert (entered["against"], entered["by"]["id"], len(entered["commands"])) == ("sanction", author["id"], 1)
    twice = steward("appeal", case["case"], "--text", words, **mine)
    assert (twice.code, twice.out) == (1, "")
    (listed,) = steward.ok("appeals", **mine)
    assert (listed["appeal"], listed["mine"], listed["overdue"]) == (entered["appeal"], False, False)
    (listed,) = steward.ok("appeals", **other)
    assert listed["mine"]

    answer = ("appeal-answer", entered["appeal"], "--outcome", "overturned", "--reason", "说的是车，不是人")
    locked = steward(*answer, **mine)
    assert (locked.code, locked.out) == (1, "")
    assert "took part" in locked.err
    decided = steward.ok(*answer, **other)
    assert len(decided["commands"]) == 2
    steward.ok("sync", **mine)  # the receipt goes first
    steward.ok("sync", **other)
    assert served.get(f"/v1/members/{author['id']}")["standing"].get("silenced_until") is None
    view = steward.ok("case", case["case"], **mine)
    assert view["sanctions"][0]["overturned"]
    assert (
        view["appeals"][0]["outcome"],
        view["appeals"][0]["answered_by"]["id"] != view["sanctions"][0]["by"]["id"],
    ) == (
        "overturned",
        True,
    )
    assert view["proposal"]["counted"] == []
    assert steward.ok("appeals", **mine) == []
    assert steward.ok("ledger", "verify")["ok"]


def test_wrong_use_of_the_words_ends_with_two_and_too_late_with_one(
    steward: Steward, served: Served, words: Path
) -> None:
    case = _case(steward)["case"]
    mine = {"STEWARD_TOKEN": TOKENS[0]}
    assert steward("appeal", case, "--text", words, "--received", "gestern", **mine).code == 2
    assert steward("appeal-answer", "x", "--outcome", "harsher", "--reason", "r", **mine).code == 2
    assert steward("appeal", case, "--text", words, **mine).code == 1
    steward.ok("sanction", case, "--article", "3", **mine)
    before = steward("appeal", case, "--text", words, "--received", "2020-01-01", **mine)
    assert (before.code, before.out) == (1, "")


def test_reporters_are_answered_one_case_and_all_that_wait(steward: Steward, served: Served) -> None:
    case = _case(steward)
    mine = {"STEWARD_TOKEN": TOKENS[0]}
    assert steward("reports", case["case"], "--send", **mine).code == 1  # nothing was decided
    steward.ok("dismiss", case["case"], "--reason", "没有违规", **mine)
    (waiting,) = [one for one in steward.ok("reports", "--unanswered", **mine) if one["case"] == case["case"]]
    assert waiting["verdict"] == "not_upheld"
    report = case["reports"][0]["id"]  # type: ignore[index]
    harmful = ("reports", case["case"], "--verdict", f"{report}=malicious")
    assert steward(*harmful, **mine).code == 1  # without a reason
    told = steward.ok("reports", "--unanswered", "--send", **mine)
    assert [one["case"] for one in told["decided"]] == [case["case"]]
    steward.ok("sync", **mine)
    sent = served.messages(TOKENS[0])
    assert any("举报" in one["text"] for one in sent), sent
    assert steward(*harmful, "--reason", "同一句话", **mine).code == 1  # it was answered
    standing = steward.ok("reports", case["case"], **mine)
    assert all(one["verdict"] == "not_upheld" and one["answered_by"] for one in standing["reports"])
    assert steward.ok("reports", "--unanswered", "--send", **mine) == {"decided": [], "refused": []}
