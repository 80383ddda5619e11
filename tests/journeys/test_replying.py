"""A reply to a complaint from the command line: looked at, kept back, sent all the same with a reason."""

from pathlib import Path

from tests.journeys.conftest import Served, Steward

COLD = "非常抱歉给您带来不便，我们高度重视。"


def _complaint(steward: Steward) -> str:
    rows = steward.ok("queue", "--limit", "40")
    case: str = next(one["case"] for one in rows if one["kind"] == "violation" and len(one["excerpt"]) > 20)
    steward.ok("classify", case, "complaint")
    return case


def test_a_reply_is_looked_at_before_it_is_sent(connected: tuple[Steward, Served], tmp_path: Path) -> None:
    steward, served = connected
    case = _complaint(steward)
    letter = tmp_path / "reply.txt"
    letter.write_text(COLD, encoding="utf-8")
    looked = steward("reply", case, "--message", letter, "--check", "--json")
    assert looked.code == 1
    assert looked.json["parts"] == ["soothe"]
    assert {one["lack"]: (one["blocking"], one["passable"]) for one in looked.json["lacks"]} == {
        "no_restatement": (True, True),
        "no_substance": (True, True),
        "empty_phrase": (False, False),
    }
    told = steward("reply", case, "--message", letter, "--check")
    assert "缺复述" in told.out or "No restatement" in told.out
    assert steward.ok("outbox") == [], "looking sends nothing"

    refused = steward("reply", case, "--message", letter, "--json")
    assert (refused.code, refused.out) == (1, "")
    assert "复述" in refused.err or "restatement" in refused.err
    assert steward.ok("reply", case, "--message", letter, "--despite", "已电话沟通")["state"] == "closed"
    steward.ok("sync")
    thread = served.get(f"/v1/cases/{case}")["post"]["thread_id"]
    assert COLD in [one["raw"] for one in served.get(f"/v1/threads/{thread}/posts?before=200&after=200")["posts"]]
    assert steward.ok("ledger", "verify")["ok"]


def test_what_promises_past_the_register_is_not_sent(connected: tuple[Steward, Served], tmp_path: Path) -> None:
    steward, _ = connected
    case = steward.ok("queue", "--limit", "1")[0]["case"]
    letter = tmp_path / "reply.txt"
    letter.write_text("您好，明天 18 点前给您答复。", encoding="utf-8")
    refused = steward("reply", case, "--message", letter, "--despite", "来不及了", "--json")
    assert (refused.code, refused.out) == (1, "")
    assert steward.ok("outbox") == []
