"""Calls, ordinary messages, and parties from outside, on the command line."""

from datetime import datetime, timedelta
from pathlib import Path

from tests.journeys.conftest import TOKENS, Served, Steward

OTHER = {"STEWARD_TOKEN": TOKENS[1]}
THANKS = "您好，您反映的情况我们已经转给售后，谢谢您。"


def _first(steward: Steward) -> str:
    return str(steward.ok("queue")[0]["case"])


def test_a_message_without_an_article_arrives_and_the_case_stays(
    connected: tuple[Steward, Served], tmp_path: Path
) -> None:
    steward, served = connected
    case, letter = _first(steward), tmp_path / "thanks.txt"
    letter.write_text(THANKS, encoding="utf-8")
    assert steward.ok("message", case, "--message", letter)["state"] == "new"
    assert steward.ok("sync")["sent"] == 1
    assert [one["text"] for one in served.messages()] == [THANKS]
    again = steward("message", case, "--message", letter)
    assert again.code == 1
    assert steward.ok("sync")["sent"] == 0
    assert steward.ok("ledger", "verify")["ok"]


def test_calls_are_logged_told_when_due_and_handed_over(connected: tuple[Steward, Served]) -> None:
    steward, _ = connected
    case, later = _first(steward), datetime.now() + timedelta(hours=2)
    for _ in range(3):
        steward.ok("contact", case, "--channel", "phone", "--no-answer", "--next", f"{later:%Y-%m-%d %H:%M}")
    assert len(steward.ok("contact", case)) == 3
    assert steward.ok("contacts") == []
    section = next(one for one in steward.ok("handover", "show")["sections"] if one["section"] == "contacts")
    assert [line["case"] for line in section["lines"]] == [case]
    assert "no answer, 3 times" in section["lines"][0]["text"]
    steward.ok("contact", case, "--channel", "phone", "--reached", "--text", "已约周五到店检测")
    assert [one["count"] for one in steward.ok("handover", "show")["sections"] if one["section"] == "contacts"] == [0]
    assert steward.ok("case", case)["contacts"][-1]["text"] == "已约周五到店检测"
    assert steward("contact", case, "--reached", "--text", "x").code == 2
    assert steward("contact", case, "--channel", "phone").code == 2
    assert steward("contact", case, "--channel", "phone", "--no-answer", "--next", "2020-01-01 10:00").code == 1
    assert steward("contact", case, "--channel", "phone", "--no-answer", "--next", "soon").code == 2


def test_while_the_press_is_involved_no_word_goes_out_alone(
    connected: tuple[Steward, Served], letter: Path, tmp_path: Path
) -> None:
    steward, served = connected
    steward.ok("sync", **OTHER)  # the second person signs in
    case = _first(steward)
    before = steward.ok("coach", case, "--article", "9", "--message", letter)
    flag = steward.ok("outside", "add", case, "media", "--number", "晚报 0031", "--line", "正在核查，结果会公布。")
    assert flag["held"] == 1
    steward.ok("sync")
    assert served.messages() == []
    shown = steward.ok("case", case)
    assert shown["outside"][0]["line"] == "正在核查，结果会公布。"
    assert set(shown["held"]) < set(before["commands"])
    assert steward("outside", "release", case).code == 1
    assert steward.ok("outside", "release", case, **OTHER)["released"] == 1
    steward.ok("sync")
    assert len(served.messages()) == 1

    said = tmp_path / "said.txt"
    said.write_text(THANKS, encoding="utf-8")
    assert steward.ok("message", case, "--message", said)["state"] == "awaiting_approval"
    assert steward.ok("sync")["sent"] == 0
    assert steward("approve", case).code == 1
    steward.ok("approve", case, **OTHER)
    steward.ok("sync")
    assert [one["text"] for one in served.messages()][-1] == THANKS

    assert [one["case"] for one in steward.ok("outside", "list")] == [case]
    steward.ok("outside", "line", case, str(flag["flag"]), "已经说明，不再回应。")
    assert steward("outside", "end", case, str(flag["flag"]), "--reason", "报道已更正").code == 1  # a lead too
    assert steward("outside", "end", case, str(flag["flag"]), "--reason", ".", **OTHER).code == 1
    ended = steward.ok("outside", "end", case, str(flag["flag"]), "--reason", "报道已更正", **OTHER)
    assert ended["ended_at"]
    assert [one["text"] for one in ended["lines"]] == ["正在核查，结果会公布。", "已经说明，不再回应。"]
    assert steward.ok("outside", "list") == []
    assert steward.ok("ledger", "verify")["ok"]
