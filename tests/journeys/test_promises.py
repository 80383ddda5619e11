"""What was promised, from the command line over real HTTP: kept in time; broken, seen everywhere, and closed late."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import app.start
from app.start import open_record
from tests.journeys.conftest import PASSPHRASE, TOKENS, Served, Steward

CLOSING = "您好，查明是网关线束松动，门店今天已经修好并复测。给您添了这么多麻烦，对不起。"


@pytest.fixture
def served(community: Callable[..., Served], steward: Steward) -> Served:
    found = community(posts=40, seed=11)
    steward.ok("connect", found.url, STEWARD_TOKEN=TOKENS[0])
    steward.ok("sync", STEWARD_TOKEN=TOKENS[0])
    return found


def _mine(steward: Steward, *arguments: object) -> Any:
    return steward.ok(*arguments, STEWARD_TOKEN=TOKENS[0])


def _letter(tmp_path: Path, text: str) -> Path:
    path = tmp_path / f"letter-{abs(hash(text))}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _case(steward: Steward) -> str:
    """A case that has no lane of its own, and in which no keyword points to one."""
    rows = _mine(steward, "queue", "--limit", "40")
    found: str = next(one["case"] for one in rows if one["kind"] == "violation" and not one.get("raised"))
    return found


def _promise(steward: Steward, tmp_path: Path, case: str, *more: str) -> dict[str, Any]:
    day = datetime.now().astimezone() + timedelta(days=30)
    text = f"您好，您说的情况我们看到了，换谁都着急。已转给售后技术部，{day.month} 月 {day.day} 日前在这里给您结论。"
    done: dict[str, Any] = _mine(
        steward, "reply", case, "--message", _letter(tmp_path, text), "--promise", "断电原因", "--department",
        "售后技术部", "--owner", "小林", "--due", f"{day:%Y-%m-%d}", "--despite", "先答复", *more,
    )  # fmt: skip
    return done


def _public(served: Served, case: str) -> list[str]:
    thread = served.get(f"/v1/cases/{case}")["post"]["thread_id"]
    return [one["raw"] for one in served.get(f"/v1/threads/{thread}/posts")["posts"]]


def test_answered_promised_and_kept(steward: Steward, served: Served, tmp_path: Path) -> None:
    case = _case(steward)
    made = _promise(steward, tmp_path, case, "--number", "SH-2026-1")
    assert made["state"] == "awaiting_department"
    (row,) = _mine(steward, "promises", "--state", "open")
    assert (row["promise"], row["case"], row["number"]) == (made["promise"], case, "SH-2026-1")
    slip = _mine(steward, "promise", "slip", row["promise"])["slip"]
    assert case in slip
    assert "断电原因" in slip
    _mine(steward, "promise", "answered", row["promise"], "--message", _letter(tmp_path, "线束松动，已返工。"))
    draft = _mine(steward, "promise", "draft", row["promise"], "--language", "zh")
    assert "线束松动" in draft["text"]
    assert draft["gaps"] == []
    told = _mine(steward, "promise", "progress", row["promise"], "--message", _letter(tmp_path, draft["text"]))
    assert told["state"] == "awaiting_department"
    assert _mine(steward, "sync")["refused"] == 0
    closed = _mine(steward, "promise", "close", row["promise"], "--message", _letter(tmp_path, CLOSING))
    assert closed["state"] == "closed"
    _mine(steward, "sync")
    said = _public(served, case)
    assert CLOSING in said
    assert any("断电" not in one and "售后技术部" in one for one in said)
    (kept,) = _mine(steward, "promises", "--state", "kept")
    assert (kept["promise"], kept["state"]) == (row["promise"], "kept")
    assert _mine(steward, "ledger", "verify")["ok"]
    with open_record(steward.folder, PASSPHRASE) as connection:
        kinds = connection.execute(sa.text("SELECT kind FROM ledger WHERE kind LIKE 'promise.%' ORDER BY seq"))
        assert [one.kind for one in kinds] == ["promise.made", "promise.changed"]


def test_the_first_reply_is_marked_when_the_matter_is_settled(steward: Steward, served: Served, tmp_path: Path) -> None:
    case = _case(steward)
    made = _promise(steward, tmp_path, case)
    _mine(steward, "sync")
    _mine(steward, "promise", "close", made["promise"], "--message", _letter(tmp_path, CLOSING))
    _mine(steward, "sync")
    said = _public(served, case)
    assert [one for one in said if one.startswith("〔已解决〕")], said


def test_overdue_it_is_broken_seen_everywhere_and_closed_late(
    steward: Steward, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _case(steward)
    made = _promise(steward, tmp_path, case)
    promise = made["promise"]
    _mine(steward, "sync")
    later = datetime.now().astimezone() + timedelta(days=31)
    monkeypatch.setattr(app.start, "now", lambda: later, raising=True)
    _mine(steward, "sync")
    (row,) = _mine(steward, "promises", "--state", "broken")
    assert row["promise"] == promise
    (note,) = _mine(steward, "promises", "--notes")
    assert note["promise"] == promise
    assert _mine(steward, "case", case)["state"] == "claimed", "it is in our hands again"
    sections = {one["section"]: one for one in _mine(steward, "handover", "show")["sections"]}
    assert (sections["promises"]["count"], sections["promises"]["alarm"]) == (1, True)
    text = _letter(tmp_path, f"要再等到 {later.year + 1}-01-10，抱歉。")
    refused = steward(
        "promise", "extend", promise, "--due", f"{later.year + 1}-01-10", "--message", text, STEWARD_TOKEN=TOKENS[0]
    )
    assert refused.code == 1
    assert "broken" in refused.err
    closed = _mine(steward, "promise", "close", promise, "--message", _letter(tmp_path, CLOSING))
    assert closed["state"] == "closed"
    (late,) = _mine(steward, "promises", "--state", "late")
    assert late["promise"] == promise
    assert _mine(steward, "promises", "--state", "broken") == []


def test_calendar_and_facts_from_the_command_line(steward: Steward, served: Served, tmp_path: Path) -> None:
    assert [one["year"] for one in _mine(steward, "calendar", "show")] == [2025, 2026]
    path = tmp_path / "2027.json"
    path.write_text(
        json.dumps({"years": [2027], "days_off": [["2027-01-01", "2027-01-03"]], "make_up_days": []}), encoding="utf-8"
    )
    assert _mine(steward, "calendar", "import", path) == {"years": [2027], "promises": []}
    assert [one["imported"] for one in _mine(steward, "calendar", "show")] == [False, False, True]
    path.write_text("{}", encoding="utf-8")
    bad = steward("calendar", "import", path, STEWARD_TOKEN=TOKENS[0])
    assert bad.code == 2
    assert "years" in bad.err
    set_ = _mine(steward, "team-facts", "--set", "brand=远山", "--set", "departments=售后,法务")
    assert (set_["brand"], set_["departments"], set_["hotline"]) == ("远山", ["售后", "法务"], "")
    assert _mine(steward, "team-facts") == set_
    assert steward("team-facts", "--set", "slogan=x", STEWARD_TOKEN=TOKENS[0]).code == 2
    assert steward("team-facts", "--set", "brand", STEWARD_TOKEN=TOKENS[0]).code == 2
