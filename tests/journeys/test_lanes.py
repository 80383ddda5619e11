"""What can't wait, from the community to its end, by the command line."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import app.start
from tests.journeys.conftest import Served, Steward

BRAKES = "昨晚下高速时刹车失灵，踩到底没反应，副驾的人手擦伤了。"


@pytest.fixture
def braking(steward: Steward, community: Callable[..., Served]) -> tuple[Steward, Served, str]:
    """A workspace in which a reported post was edited since: it tells of failing brakes. And its case."""
    served = community(posts=6)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    case = steward.ok("queue")[-1]["case"]
    assert served.community is not None
    post = served.community.case(case).post
    assert post is not None
    served.community.edit_post(post.id, BRAKES)
    steward.ok("sync")
    return steward, served, case


def test_brake_failure_is_raised_alarmed_handed_on_preserved_reported_and_closed(
    braking: tuple[Steward, Served, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward, _, case = braking
    first = steward.ok("queue")[0]
    assert (first["case"], first["raised"], first["level"]) == (case, "safety:刹车失灵", "P0")
    (alarm,) = steward.ok("alarms")
    assert (alarm["case"], alarm["alarm"], alarm["entered"]) == (case, "first", False)
    later = datetime.now().astimezone() + timedelta(minutes=16)
    monkeypatch.setattr(app.start, "now", lambda: later, raising=True)
    assert [(one["alarm"], one["shown"]) for one in steward.ok("alarms", "--shown")] == [("second", False)]
    assert steward.ok("alarms")[0]["shown"]
    steward.ok("lane", case, "ack")
    assert steward.ok("alarms") == []
    happened = f"{later - timedelta(hours=3):%Y-%m-%d %H:%M}"
    steward.ok("lane", case, "incident", happened, "--injury")
    slip = steward.ok("lane", case, "draft", "passed_on")["text"]
    assert "刹车失灵" in slip
    steward.ok("lane", case, "pass-on", "Quality and safety", "--number", "QS-7", "--text", slip)
    sealed = steward.ok("evidence", case, "--out", tmp_path / "sealed")
    (file,) = (tmp_path / "sealed").iterdir()
    assert steward.ok("packet", "verify", file)
    assert sealed["case"] == case
    steward.ok("lane", case, "report", "SAMR", "--number", "SR-1")
    steward.ok("lane", case, "report", "SAMR", "--number", "SR-1", "--form")
    shown = steward.ok("lane", case)
    assert shown["missing"] == []
    assert {one["clock"]: bool(one["done_at"]) for one in shown["clocks"]} == dict.fromkeys(
        ("acknowledge", "pass_on", "report", "form"), True
    )
    assert {one["step"] for one in shown["steps"] if not one["done"]} == {"owner_contacted"}
    assert steward.ok("lane", case, "close", "--reason", "with quality")["state"] == "closed"
    ended, *told = steward.ok("reports-register")
    assert [one["number"] for one in told] == ["SR-1", "SR-1", "QS-7"]
    assert ended["left"] == ["owner_contacted"]
    assert steward.ok("sync")["sent"] == 1
    assert steward.ok("ledger", "verify")["ok"]


def test_nothing_else_can_be_done_to_it_by_the_command_line(braking: tuple[Steward, Served, str], letter: Path) -> None:
    steward, served, case = braking
    answers = [
        ["coach", case, "--article", "9", "--message", letter],
        ["dismiss", case, "--reason", "advert"],
        ["sanction", case, "--article", "3"],
        ["lane", case, "hide"],
        ["lane", case, "close"],
    ]
    for entered in (False, True):
        if entered:
            steward.ok("lane", case, "enter", "safety")
            answers.append(["classify", case, "violation"])
        for answer in answers:
            done = steward(*answer)
            assert done.code == 1, (answer, done.out)
            assert "Nothing was" in done.err
    assert steward.ok("queue")[0]["case"] == case
    assert served.messages() == []


def test_neither_a_settled_report_nor_a_deleted_post_ends_it(braking: tuple[Steward, Served, str]) -> None:
    steward, served, case = braking
    assert served.community is not None
    served.community.remove_case(case)
    steward.ok("sync")
    assert steward.ok("queue")[0]["case"] == case
    assert [one["case"] for one in steward.ok("alarms")] == [case]


def test_what_is_no_alarm_is_said_to_be_none_with_one_command(braking: tuple[Steward, Served, str]) -> None:
    steward, _, case = braking
    steward.ok("lane", case, "clear", "--reason", "a film")
    assert steward.ok("alarms") == []
    assert steward.ok("dismiss", case, "--reason", "a film")["state"] == "closed"
