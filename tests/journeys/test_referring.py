"""Referring on the command line: asked for by a party, its author asked by letter over real HTTP, heard, withdrawn."""

from tests.journeys.conftest import Served, Steward

QUESTION, ALLEGED = "是不是人身攻击？", "回帖里称对方“脑子进水”。"


def _cases(steward: Steward) -> list[tuple[str, str]]:
    """Cases of different authors that can be referred: the id of each, and its author's name."""
    rows = [row for row in steward.ok("queue", "--limit", "40") if row["kind"] == "violation"]
    return [(case, author) for author, case in {row["author"]: row["case"] for row in rows}.items()]


def test_a_matter_is_referred_heard_looked_at_and_withdrawn(connected: tuple[Steward, Served]) -> None:
    steward, served = connected
    (one, author), (two, _), (three, _), *_ = _cases(steward)
    asked = ("--asked-by", "party", "--asked-name", author)
    done = steward.ok("refer", one, "--question", QUESTION, "--alleged", ALLEGED, "--article", "3", *asked)
    assert (done["case"], done["state"], done["referral"]) == (one, "awaiting_council", "referral-1")
    assert set(done) >= {"decision", "commands"}
    joined = steward.ok("council", "join", "referral-1", two, three)
    assert [row["case"] for row in joined["cases"]] == [two, three]
    assert steward("coach", two, "--article", "9", "--message", "-", text="请改一下，谢谢。").code == 1
    assert steward.ok("council", "take-out", "referral-1", three)["state"] == "claimed"

    letters = steward.ok("council", "ask", "referral-1", "--check")
    assert [row["label"] for row in letters] == ["甲方", "乙方"]
    steward.ok("council", "ask", "referral-1", "甲")
    steward.ok("sync")
    assert [row["text"] for row in served.messages()] == [letters[0]["text"]]
    steward.ok("council", "statement", "referral-1", "乙方", "--message", "-", text="我只是开个玩笑。")
    assert steward("council", "statement", "referral-1", "甲方", "--silent").code == 1
    assert steward("council", "statement", "referral-1", "甲方", "--from-reply").code == 1

    steward.ok("council", "rewrite", "referral-1", "--matter", "exchange", "--large")
    shown = steward.ok("council", "show", "referral-1")
    assert (shown["matter"], shown["size"], shown["asked_name"]) == ("exchange", 7, author)
    assert [row["statement"] for row in shown["parties"]] == ["", "我只是开个玩笑。"]
    assert [row["mend"] for row in shown["missing"]] == ["wait", "panel"]
    went = steward.ok("council", "evidence", "referral-1")["exchange"]
    assert sum(turn["judged"] for turn in went["turns"]) == 2
    assert len(went["reports"]) == sum(len(steward.ok("case", case)["reports"]) for case in (one, two))

    assert "referral-1" in steward("council", "list").out
    for language in ("zh", "en"):
        told = steward("council", "show", "referral-1", STEWARD_LANGUAGE=language)
        assert QUESTION in told.out
    steward.ok("council", "withdraw", "referral-1", "--reason", "双方和解")
    assert steward.ok("council", "list") == []
    assert [row["stage"] for row in steward.ok("council", "list", "--closed")] == ["withdrawn"]
    assert steward.ok("case", two)["state"] == "claimed"
    over = steward.ok("council", "tell", "referral-1", "--check")
    assert steward.ok("council", "tell", "referral-1")["parties"] == ["甲方", "乙方"]
    steward.ok("sync")
    assert {row["text"] for row in served.messages()} == {letters[0]["text"], *(row["text"] for row in over)}
    assert steward("council", "tell", "referral-1").code == 1
    assert steward.ok("ledger", "verify")["ok"]


def test_wrong_use_and_what_a_rule_forbids_end_differently(connected: tuple[Steward, Served]) -> None:
    steward, _ = connected
    case, _ = _cases(steward)[0]
    said = ("--question", QUESTION, "--alleged", ALLEGED)
    assert steward("refer", case, "--question", QUESTION).code == 2
    assert steward("refer", case, *said, "--large", "--small").code == 2
    assert steward("council", "withdraw", "referral-1").code == 2
    assert steward("refer", case, *said, "--article", "13").code == 1
    assert steward("refer", case, *said, "--asked-by", "seats", "--asked-name", "1,2").code == 1
    assert steward("council", "show", "referral-1").code == 1
    assert steward.ok("council", "list") == []
