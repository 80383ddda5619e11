"""From the command line: how it was judged before, who has a case, who keeps out, what a lead samples, trainees."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Served, Steward

Team = tuple[Steward, str, str]
Assignee = dict[str, str] | None


@pytest.fixture
def team(steward: Steward, community: Callable[..., Served]) -> Team:
    """A workspace with a lead and a second person: the token, and the account, of the second."""
    served = community(posts=8)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    second = served.staff[1]
    steward.ok("connect", served.url, STEWARD_TOKEN=second["token"])
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)  # who connected last is who acts
    account = next(one["account"] for one in steward.ok("roles") if "lead" not in one["roles"])
    return steward, second["token"], account


def _cases(steward: Steward) -> list[str]:
    return [row["case"] for row in steward.ok("queue")]


def test_how_it_was_judged_before(team: Team, letter: Path) -> None:
    steward, _, _ = team
    first, second = _cases(steward)[:2]
    steward.ok("coach", first, "--article", "9", "--message", letter)
    found = steward.ok("similar", second, "--article", "9", "--rung", "warning")
    assert set(found) == {"situation", "counts", "weight", "alike"}
    assert steward("similar", second, "--article", "99").code == 1
    assert steward("similar", second).code == 2


def test_a_case_goes_from_hand_to_hand(team: Team) -> None:
    steward, token, account = team
    case = _cases(steward)[0]
    assert steward.ok("claim", case)["state"] == "claimed"
    assert "已由" in steward("case", case, STEWARD_LANGUAGE="zh").out
    refused = steward("claim", case, STEWARD_TOKEN=token)
    assert refused.code == 1
    assert "--over" not in refused.out
    assert steward.ok("pass", case, "--to", account, "--note", "你熟悉这个车友")["state"] == "claimed"
    assert steward.ok("case", case)["claimed_by"]["id"] == account
    assert steward.ok("release", case, STEWARD_TOKEN=token)["state"] == "new"
    assert [one["account"] for one in steward.ok("pass", case)] == [account]
    assert steward.ok("ledger", "verify")["ok"]


def test_the_community_shows_who_has_a_case(steward: Steward, community: Callable[..., Served]) -> None:
    served = community(posts=3)
    second = served.staff[1]["token"]
    steward.ok("connect", served.url, STEWARD_TOKEN=second)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    case = _cases(steward)[0]

    def assignee() -> Assignee:
        found: Assignee = served.get(f"/v1/cases/{case}").get("assignee")
        return found

    steward.ok("claim", case)
    steward.ok("sync")
    first = assignee()
    assert first is not None
    steward.ok("claim", case, "--over", STEWARD_TOKEN=second)
    assert steward.ok("sync", STEWARD_TOKEN=second)["refused"] == 0
    taken = assignee()
    assert taken is not None
    assert taken["id"] != first["id"]
    steward.ok("release", case, STEWARD_TOKEN=second)
    steward.ok("sync", STEWARD_TOKEN=second)
    assert assignee() is None
    assert {one["state"] for one in steward.ok("outbox")} == {"sent"}


def test_who_keeps_out_decides_nothing(team: Team) -> None:
    steward, token, _ = team
    case = _cases(steward)[0]
    steward.ok("recuse", case, "--reason", "同一个车友会")
    assert steward("dismiss", case).code == 1
    assert steward.ok("dismiss", case, STEWARD_TOKEN=token)["state"] == "closed"
    assert steward("recuse", _cases(steward)[0]).code == 2


def test_a_lead_samples_what_another_decided(team: Team) -> None:
    steward, token, _ = team
    case = _cases(steward)[0]
    steward.ok("dismiss", case, STEWARD_TOKEN=token)
    drawn = steward.ok("sample", "draw", "--share", "1")
    assert (drawn["of"], len(drawn["drawn"])) == (1, 1)
    assert steward("sample", "draw", STEWARD_TOKEN=token).code == 1
    steward.ok("sample", "mark", drawn["drawn"][0]["decision"], "tone", "--note", "没有称呼")
    assert steward.ok("sample", "draw", "--share", "1", "--anchor", drawn["anchor"])["done"] == 1
    report = steward.ok("sample", "report")
    assert report["people"][0]["tone"] == ["没有称呼"]


def test_a_trainee_waits_for_a_tutor(team: Team) -> None:
    steward, token, account = team
    case = _cases(steward)[0]
    steward.ok("roles", account, "moderator", "trainee")
    assert steward.ok("dismiss", case, STEWARD_TOKEN=token)["state"] == "awaiting_approval"
    assert steward("approve", case, STEWARD_TOKEN=token).code == 1
    assert steward.ok("approve", case)["state"] == "closed"
