"""Members and batches on the command line, over HTTP."""

from collections.abc import Callable

from tests.journeys.conftest import Served, Steward


def test_a_batch_waits_for_another_account_that_looks_at_its_sample(
    steward: Steward, community: Callable[..., Served]
) -> None:
    served = community(posts=60)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    cases = [row["case"] for row in steward.ok("queue", "--limit", "60") if row["kind"] == "violation"][:30]
    planned = steward.ok("cluster", "make", *cases, "--article", "7", "--plan")
    assert set(planned["cases"]) < set(cases), "posts that show no pattern are people's, and go to the ladder"
    cases = planned["cases"]
    assert len(cases) > 1
    assert steward.ok("outbox") == []
    made = steward.ok("cluster", "make", *cases, "--article", "7", "--post", "delete")
    assert made["second_person"] in ("cluster", "owner", "brand")
    own = steward("cluster", "approve", made["cluster"], "--seen", *cases)
    assert own.code == 1
    second = {"STEWARD_TOKEN": served.staff[1]["token"]}
    steward.ok("connect", served.url, **second)
    shown = steward.ok("cluster", "show", made["cluster"], **second)
    assert set(shown["sample"]) <= set(cases)
    unseen = steward("cluster", "approve", made["cluster"], "--seen", *shown["sample"][1:], **second)
    assert unseen.code == 1
    assert "not looked at" in unseen.err
    agreed = steward.ok("cluster", "approve", made["cluster"], "--seen", *shown["sample"], **second)
    assert len(agreed["decided"]) == len(cases)
    steward.ok("sync", STEWARD_TOKEN=served.token)
    assert {one["state"] for one in steward.ok("outbox")} == {"sent"}
    who = steward.ok("case", cases[0])["author"]["id"]
    record = steward.ok("member", who)
    assert record["strikes"] == 0
    assert record["timeline"][0]["kind"] in ("sanction", "community")
    assert steward.ok("ledger", "verify")["ok"]


def test_a_measure_is_not_lifted_by_its_own_decider_and_not_before_half(
    steward: Steward, community: Callable[..., Served]
) -> None:
    served = community(posts=3)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    case = steward.ok("queue")[0]["case"]
    assert steward("lift", case, "--reason", "apology").code == 1
    steward.ok("sanction", case, "--article", "3", "--rung", "mute_1", "--reason", "again", "--no-brand-party")
    own = steward("lift", case, "--reason", "apology")
    assert own.code == 1
    assert "another account" in own.err
    second = {"STEWARD_TOKEN": served.staff[1]["token"]}
    steward.ok("connect", served.url, **second)
    early = steward("lift", case, "--reason", "apology", **second)
    assert early.code == 1
    assert "half" in early.err
    assert steward.ok("overdue") == []
    assert steward.ok("sync")["overdue"] == 0
