"""The community review on the command line: drafted, written in a file, published as a notice, saved as files."""

from datetime import UTC, datetime
from pathlib import Path

from tests.journeys.conftest import Served, Steward

Connected = tuple[Steward, Served]
MONTH = f"{datetime.now(UTC):%Y-%m}"


def test_a_review_goes_from_its_draft_to_the_community(connected: Connected, tmp_path: Path) -> None:
    steward, served = connected
    of = ("--month", MONTH)
    assert steward("review", "show", *of).code == 1
    assert steward("review", "draft", "--month", "October").code == 2
    drafted = steward.ok("review", "draft", *of, "--language", "zh")
    assert (drafted["version"], drafted["month"]) == (1, MONTH)
    file = tmp_path / "review.md"
    file.write_text(f"# 我们的一个月\n\n{drafted['text']}\n\n**谢谢** <b>大家</b>。\n", encoding="utf-8")
    assert steward.ok("review", "write", *of, file)["version"] == 2
    stale = steward("review", "write", *of, file, "--version", "1")
    assert (stale.code, stale.out) == (1, "")
    assert steward.ok("review", "publish", *of)["by_hand"] is False
    steward.ok("sync")
    shown = steward.ok("review", "show", *of)
    assert (shown["state"], shown["published_version"], shown["title"]) == ("published", 2, "我们的一个月")
    notice = served.get(f"/v1/threads/{shown['thread']}/posts")["posts"][0]
    assert "**谢谢**" in notice["raw"]
    html, markdown = steward.ok("review", "export", *of, "--out", tmp_path / "out")["files"]
    assert "<strong>谢谢</strong> &lt;b&gt;大家&lt;/b&gt;" in Path(html).read_text(encoding="utf-8")
    assert Path(markdown).read_text(encoding="utf-8").startswith("# 我们的一个月\n")
    assert steward("review", "export", *of, "--out", tmp_path, "--format", "pdf").code == 2
    assert steward("review", "publish", *of).code == 1
    assert steward.ok("ledger", "verify")["ok"]
