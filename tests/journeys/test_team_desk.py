"""What a team shares, from the command line: the library of texts, and a shift handed over."""

from pathlib import Path

from tests.journeys.conftest import Served, Steward

Connected = tuple[Steward, Served]


def _text(tmp_path: Path, words: str) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(words, encoding="utf-8")
    return path


def test_a_text_is_written_reviewed_edited_and_retired(connected: Connected, tmp_path: Path) -> None:
    steward, _ = connected
    first = _text(tmp_path, "{昵称}，您好，我们保证修好。")
    added = steward("texts", "add", first, "--answer", "reply", "--name", "充电桩", "--fits", "OTA 3.2", "--json")
    assert added.code == 0
    assert "“保证” is a strong promise" in added.err
    text = added.json["text"]
    assert (added.json["standing"], added.json["usable"]) == ("unreviewed", False)
    assert steward.ok("texts", "review", text, "--until", "2099-12-31")["reviewed_until"] == "2099-12-31"
    second = _text(tmp_path, "{昵称}，您好。")
    edited = steward.ok("texts", "edit", text, second)
    assert (edited["version"], edited["name"], edited["fits"], edited["usable"]) == (2, "充电桩", "OTA 3.2", False)
    assert steward("texts", "edit", text, first, "--base", "1").code == 1
    shown = steward.ok("texts", "show", text)
    assert [one["body"] for one in shown["versions"]] == ["{昵称}，您好。", "{昵称}，您好，我们保证修好。"]
    assert [one["reviewed_until"] for one in shown["versions"]] == [None, "2099-12-31"]
    assert [one["text"] for one in steward.ok("texts", "list", "--answer", "reply")] == [text]
    assert steward.ok("texts", "list", "--answer", "coaching") == []
    assert steward.ok("texts", "retire", text)["standing"] == "retired"
    assert steward("texts", "retire", text).code == 1
    assert steward.ok("ledger", "verify")["ok"]


def test_a_text_that_is_not_there_or_a_day_that_is_none(connected: Connected) -> None:
    steward, _ = connected
    assert steward("texts", "show", "7").code == 1
    assert steward("texts", "review", "7", "--until", "soon").code == 2


def test_a_shift_is_handed_over_to_another_account(connected: Connected, letter: Path) -> None:
    steward, served = connected
    case = steward.ok("queue", "--limit", "1")[0]["case"]
    steward.ok("coach", case, "--article", "9", "--message", letter)
    shown = steward.ok("handover", "show")
    contacted = next(one for one in shown["sections"] if one["section"] == "contacted")
    assert [one["case"] for one in contacted["lines"]] == [case]
    assert shown["waiting"] is None
    given = steward.ok("handover", "give", "--note", "看一下充电桩")
    assert case in given["text"]["zh"]
    assert given["note"] == "看一下充电桩"
    assert steward("handover", "take").code == 1
    second = served.staff[1]["token"]
    steward.ok("connect", served.url, STEWARD_TOKEN=second)
    taken = steward.ok("handover", "take", STEWARD_TOKEN=second)
    assert taken["text"] == given["text"]
    assert taken["taken_by"] not in (None, taken["by"])
