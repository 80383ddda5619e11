"""The code of conduct on the command line: from a draft to its notice, rules of before, the copy for everybody."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.journeys.conftest import Served, Steward

Connected = tuple[Steward, Served]


def _day(days: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}"


def test_a_draft_becomes_an_edition_with_its_notice_in_the_community(connected: Connected, tmp_path: Path) -> None:
    steward, served = connected
    assert steward.ok("conduct", "draft", "new")["version"] == 1
    steward.ok("conduct", "draft", "set", "9", "--text", "广告请到二手专区。", "--text-en", "Adverts have a board.")
    shown = steward.ok("conduct", "draft", "show")
    (change,) = shown["amendments"]
    assert (change["change"], change["after"]["text"]) == ("changed", "Adverts have a board.")
    refused = steward("conduct", "draft", "set", "9", "--text", "迟了", "--version", "1")
    assert (refused.code, refused.out) == (1, "")
    steward.ok("conduct", "consult", "open", "--until", _day(7))
    files = steward.ok("conduct", "consult", "export", tmp_path / "out")["files"]
    assert [Path(one).name for one in files] == ["征求意见稿.html", "意见表.csv"]
    table = tmp_path / "back.csv"
    table.write_text("条款,称呼,意见,可以署名\n9,老陈,哪个专区,是\n", encoding="utf-8")
    (comment,) = steward.ok("conduct", "comment", "import", table)["comments"]
    assert steward.ok("conduct", "comment", "import", table)["known"] == 1
    steward.ok("conduct", "consult", "end")
    blocked = steward("conduct", "announce", "--effective", _day(9))
    assert (blocked.code, f"#{comment}" in blocked.err) == (1, True)
    steward.ok("conduct", "comment", "adopt", str(comment), "--reason", "已写明")
    early = steward("conduct", "announce", "--effective", _day(3))
    assert early.code == 1
    announced = steward.ok("conduct", "announce", "--effective", _day(9))
    assert announced["edition"] == 2
    steward.ok("sync")
    (notice,) = steward.ok("conduct", "notice")
    assert notice["state"] == "stands"
    posts = served.get(f"/v1/threads/{notice['thread']}/posts")["posts"]
    assert "广告请到二手专区。" in posts[0]["raw"]
    listed = steward.ok("conduct", "list")
    assert [(one["edition"], one["standing"]) for one in listed] == [(1, "in_force"), (2, "announced")]
    assert listed[1]["helpers"] == [{"name": "老陈", "adopted": 1}]
    (difference,) = steward.ok("conduct", "diff", "1", "2")
    assert difference["before"]["article"] == 9
    assert steward.ok("conduct")["edition"] == 1
    assert steward.ok("conduct", "--on", _day(10))["edition"] == 2
    assert steward.ok("ledger", "verify")["ok"]


def test_rules_of_before_are_brought_in_and_the_faults_of_a_file_are_named(
    connected: Connected, tmp_path: Path
) -> None:
    steward, _ = connected
    rules, bad = tmp_path / "old.md", tmp_path / "bad.md"
    rules.write_text("# 旧公约\n前言\n## 第一条 文明 [禁止 · 严重]\n请文明。\n", encoding="utf-8")
    bad.write_text("# 旧公约\n## 第一条 文明\n", encoding="utf-8")
    faulty = steward("conduct", "import", bad, "--effective", "2024-05-01", "--link", "https://example.org/1")
    assert (faulty.code, "2" in faulty.err) == (1, True)
    unproved = steward("conduct", "import", rules, "--effective", "2024-05-01")
    assert unproved.code == 1
    done = steward.ok("conduct", "import", rules, "--effective", "2024-05-01", "--link", "https://example.org/1")
    assert done == {"edition": 2, "articles": 1, "left_out": [2]}
    assert steward.ok("conduct", "--on", "2024-06-01")["edition"] == 2
    assert steward.ok("conduct", "--on", "2024-04-01")["edition"] == 1
    page, text = steward.ok("conduct", "copy", tmp_path / "copy")["files"]
    assert "请文明。" in Path(page).read_text(encoding="utf-8")
    assert Path(text).read_text(encoding="utf-8").startswith("# 旧公约")


def test_readers_core_members_and_welcomes(connected: Connected) -> None:
    steward, _ = connected
    steward.ok("conduct", "core", "add", "老陈")
    steward.ok("conduct", "core", "add", "小鹿", "--member", "u-000001")
    steward.ok("conduct", "acknowledge", "老陈")
    found = steward.ok("conduct", "readers")
    assert [one["name"] for one in found["read"]] == ["老陈"]
    assert found["missing"] == ["小鹿"]
    told = steward.ok("conduct", "welcome", "on", "--per-day", "3")
    assert (told["on"], told["per_day"]) == (True, 3)
