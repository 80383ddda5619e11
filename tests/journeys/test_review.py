"""The community review on the command line: drafted, written in a file, published as a notice, saved as files."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tests.journeys.conftest import Served, Steward

Connected = tuple[Steward, Served]
MONTH = f"{datetime.now(UTC):%Y-%m}"


def _thanked_twice(steward: Steward) -> str:
    """Thank somebody for two posts; their name."""
    authors = Counter(one["author"] for one in steward.ok("queue"))
    name = authors.most_common(1)[0][0]
    first, second, *_ = (one["case"] for one in steward.ok("queue") if one["author"] == name)
    for case in (first, second):
        steward.ok("thank", case, "--reported")
    return name


def test_a_review_goes_from_its_draft_to_the_community(connected: Connected, tmp_path: Path) -> None:
    steward, served = connected
    of = ("--month", MONTH)
    name = _thanked_twice(steward)
    (one,) = (one for one in steward.ok("honours", "suggest") if one["member"]["name"] == name)
    assert [reason["count"] for reason in one["reasons"] if reason["kind"] == "thanked"] == [2]
    said = steward("honours", "suggest", STEWARD_LANGUAGE="zh").out
    assert (name in said, "因 2 个帖子被感谢" in said) == (True, True)
    assert steward("review", "show", *of).code == 1
    assert steward("review", "draft", "--month", "October").code == 2
    drafted = steward.ok("review", "draft", *of, "--language", "zh")
    assert (drafted["version"], drafted["month"]) == (1, MONTH)
    assert ("为 2 个帖子向 1 位车友" in drafted["text"], name in drafted["text"]) == (True, False)
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
    told = steward("review", "show", *of)
    assert (told.code, "published" in told.out, "**谢谢**" in told.out) == (0, True, True)
    html, markdown = steward.ok("review", "export", *of, "--out", tmp_path / "out")["files"]
    assert "<strong>谢谢</strong> &lt;b&gt;大家&lt;/b&gt;" in Path(html).read_text(encoding="utf-8")
    assert Path(markdown).read_text(encoding="utf-8").startswith("# 我们的一个月\n")
    assert steward("review", "export", *of, "--out", tmp_path, "--format", "pdf").code == 2
    assert steward("review", "publish", *of).code == 1
    assert steward.ok("ledger", "verify")["ok"]
