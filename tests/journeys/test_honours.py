"""An honour's whole life, from the command line to the member's account in the community and back."""

from pathlib import Path

from tests.journeys.conftest import TOKENS, Served, Steward

OTHER, THIRD = {"STEWARD_TOKEN": TOKENS[1]}, {"STEWARD_TOKEN": TOKENS[2]}


def _first(steward: Steward) -> tuple[str, str]:
    """The first case, and its author."""
    case = str(steward.ok("queue")[0]["case"])
    return case, str(steward.ok("case", case)["author"]["id"])


def _badges(served: Served, member: str) -> list[str]:
    return [one["id"] for one in served.get(f"/v1/members/{member}").get("honours", [])]


def test_thanked_nominated_asked_granted_suspended_and_given_back(
    connected: tuple[Steward, Served], tmp_path: Path
) -> None:
    steward, served = connected
    for colleague in (OTHER, THIRD):
        steward.ok("sync", **colleague)  # signs in
    case, member = _first(steward)
    before = _badges(served, member)

    assert "--reported" in steward("thank", case, **OTHER).err  # it is the post that was reported
    assert steward.ok("thank", case, "--reported", **OTHER)["way"] == "thread"
    assert steward("thank", case, "--reported").code == 1  # thanks for the post stand
    steward.ok("sync", **OTHER)
    assert steward.ok("honours", "thanks", member)["count"] == 1
    assert "★ thanked on" in steward("member", member).out
    assert [one["kind"] for one in steward.ok("member", member)["timeline"] if one["by"] == "小林"] == ["honour"]

    titles = steward.ok("honours", "titles")
    assert {one["title"]: one["honour"] for one in titles["titles"]} == {
        "peacemaker": "peacemaker",
        "guide": "guide",
        "guardian": "guardian",
    }
    made = steward.ok(
        "honours", "nominate", member, "--title", "peacemaker", "--because", "劝停争吵", "--case", case, **OTHER
    )
    nomination = made["nomination"]
    assert made["missing"] == ["consent"]
    assert steward("honours", "grant", nomination).code == 1
    assert steward("honours", "decline", nomination, "--reason", "不够", **OTHER).code == 1  # no manager
    asked = steward.ok("honours", "ask", nomination)
    steward.ok("sync")
    assert asked["text"] in [one["text"] for one in served.messages()]
    steward.ok("honours", "consent", nomination, "--shows", "name,avatar", "--source", "私信回复愿意")
    granted = steward.ok("honours", "grant", nomination)
    assert granted["carried"] == "native"
    steward.ok("sync")
    assert _badges(served, member) == [*before, "peacemaker"]
    held = steward.ok("honours", "list")["held"]
    assert [(one["grant"], one["standing"], one["shown"]) for one in held] == [(granted["grant"], "held", True)]

    words = tmp_path / "thanks.txt"
    words.write_text(granted["thanks"], encoding="utf-8")
    steward.ok("honours", "announce", granted["grant"], "--message", words, "--title", granted["thanks_title"])

    assert steward.ok("sanction", case, "--article", "3")["state"] == "awaiting_approval"
    assert steward.ok("honours")["held"][0]["standing"] == "held"  # nothing happened yet
    steward.ok("approve", case, **OTHER)
    steward.ok("sync")
    assert _badges(served, member) == before
    shown = steward.ok("honours", "show", granted["grant"])
    assert (shown["standing"], [one["change"] for one in shown["events"]]) == ("suspended", ["granted", "suspended"])
    words.write_text("我没有骂人，说的是这台车。", encoding="utf-8")
    appeal = steward.ok("appeal", case, "--text", words)["appeal"]
    steward.ok("appeal-answer", appeal, "--outcome", "overturned", "--reason", "说的是车", **THIRD)
    steward.ok("sync", **THIRD)
    assert _badges(served, member) == [*before, "peacemaker"]  # by itself
    assert steward.ok("honours", "renew", granted["grant"])["ends"] > granted["ends"]
    assert steward("honours", "revoke", granted["grant"]).code == 2  # a reason is needed
    steward.ok("honours", "revoke", granted["grant"], "--reason", "买卖称号")
    steward.ok("sync")
    assert _badges(served, member) == before
    assert steward.ok("honours", "list", "--ended")["held"][0]["standing"] == "revoked"
    assert steward.ok("ledger", "verify")["ok"]


def test_titles_of_ones_own(connected: tuple[Steward, Served]) -> None:
    steward, _ = connected
    steward.ok("sync")
    made = steward.ok(
        "honours", "title", "set", "driver", "--name", "安全达人", "--for", "一年无事故分享", "--months", "6"
    )
    assert (made["months"], made["honour"], made["name"]["en"]) == (6, "", "安全达人")
    assert steward("honours", "title", "set", "driver", "--honour", "no-such").code == 1
    assert steward.ok("honours", "title", "set", "driver", "--honour", "guide")["honour"] == "guide"
    assert steward.ok("honours", "title", "retire", "driver")["retired"]
    assert "安全达人" in steward("honours", "titles").out
    assert steward("honours", "show", "n-99").code == 1
    assert steward("honours", "show", "h-99").code == 1
