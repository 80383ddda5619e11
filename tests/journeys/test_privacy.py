"""Requests about personal data, legal holds and retention, on the command line; what is deleted is nowhere any more."""

import json
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from app.keys import sealing
from app.start import WorkspaceFile
from tests.journeys.conftest import PASSPHRASE, TOKENS, Served, Steward


def _everything(steward: Steward) -> str:
    """All that the workspace's files and the log hold: record and cache decrypted, the index with its terms."""
    file = WorkspaceFile.read(steward.folder)
    key = sealing.unseal(file.sealed, PASSPHRASE, steward.folder).hex()
    found = []
    for name in ("record.db", "cache.db"):
        connection = sqlcipher.connect(str(steward.folder / name))
        connection.text_factory = bytes
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table.decode()}"'):
                found += [one if isinstance(one, bytes) else str(one).encode() for one in row]
        connection.close()
    others = [path for path in steward.folder.rglob("*") if path.is_file() and path.suffix not in (".db", ".age")]
    found += [path.read_bytes() for path in others]
    found += [path.read_bytes() for path in steward.folder.parent.rglob("steward.log*")]
    return b"\n".join(found).decode("utf-8", "replace")


def _member(steward: Steward) -> tuple[str, dict[str, Any]]:
    """A case whose author has no other, and who it is."""
    rows = steward.ok("queue", "--limit", "40")
    authors = [row["author"] for row in rows]
    case = next(row["case"] for row in rows if authors.count(row["author"]) == 1 and row["kind"] == "violation")
    return case, steward.ok("case", case)["author"]


def _answered(steward: Steward, case: str, author: dict[str, Any], tmp_path: Path) -> None:
    """Something about the member everywhere: a call, a letter, a reason, a note on somebody else's case."""
    letter = tmp_path / "letter.txt"
    letter.write_text(f"{author['name']}您好，您反映的情况我们看到了。", encoding="utf-8")
    steward.ok("contact", case, "--channel", "phone", "--reached", "--text", f"{author['name']}说知道了")
    steward.ok("message", case, "--message", letter)
    steward.ok("sync")
    steward.ok("dismiss", case, "--reason", f"{author['name']}已自行说明")
    other = next(row["case"] for row in steward.ok("queue", "--limit", "40") if row["author"] != author["name"])
    steward.ok("contact", other, "--channel", "phone", "--reached", "--text", f"提到了 {author['name']}")
    steward.ok("dismiss", other, "--reason", "无")
    steward.ok("sync")


def test_a_member_is_forgotten_and_stands_nowhere_any_more(connected: tuple[Steward, Served], tmp_path: Path) -> None:
    steward, served = connected
    case, author = _member(steward)
    _answered(steward, case, author, tmp_path)
    assert author["name"] in _everything(steward)
    asked = steward.ok("forget", author["id"])
    assert case in asked["cases"]
    assert asked["going"]["cases"] == 3  # who wrote it, its title and its text
    assert asked["staying"] == []
    assert steward.ok("forget", author["name"])["case"] == asked["case"]  # the same request, once
    row = next(one for one in steward.ok("queue", "--limit", "60") if one["case"] == asked["case"])
    assert row["kind"] == "data_request"
    assert steward("dismiss", asked["case"], "--reason", "不办").code == 1
    assert steward("coach", asked["case"], "--article", "9", "--message", tmp_path / "letter.txt").code == 1
    done = steward.ok("forget", author["id"], "--carry-out")
    assert done["finished"]
    assert done["answer"] == "carried_out"
    sent = len(served.messages())
    steward.ok("sync")
    assert len(served.messages()) == sent + 1
    assert steward.ok("ledger", "verify")["ok"]
    assert author["name"] not in _everything(steward)
    assert steward.ok("case", asked["case"])["state"] == "closed"
    assert steward("forget", asked["case"], "--carry-out").code == 1
    assert steward.ok("queue", "--search", author["name"]) == []


def test_what_has_to_stay_is_named_and_goes_once_nothing_keeps_it(
    connected: tuple[Steward, Served], tmp_path: Path
) -> None:
    steward, _ = connected
    case, author = _member(steward)
    steward.ok("hold", author["id"], "--reason", "法院来函")
    assert [one["member"]["id"] for one in steward.ok("hold")] == [author["id"]]
    assert steward.ok("forget", author["id"])["whole"] == ["held"]
    held = steward("forget", author["id"], "--carry-out")
    assert held.code == 1
    assert "legal hold" in held.err
    assert steward("hold", author["id"], "--reason", "再来一次").code == 1
    steward.ok("hold", author["id"], "--release", "--reason", "结案")
    assert steward.ok("forget", author["id"])["staying"] == [{"case": case, "why": ["open"]}]
    first = steward.ok("forget", author["id"], "--carry-out")
    assert not first["finished"]
    assert author["name"] in _everything(steward)  # the case is open still
    steward.ok("sync")
    _answered(steward, case, author, tmp_path)
    steward.ok("retention", "run")
    assert author["name"] not in _everything(steward)
    assert [one["finished_at"] is not None for one in steward.ok("requests")] == [True]
    assert steward.ok("ledger", "verify")["ok"]


def test_a_copy_holds_what_is_kept_about_the_member_and_nothing_of_others(
    connected: tuple[Steward, Served], tmp_path: Path
) -> None:
    steward, served = connected
    case, author = _member(steward)
    reporters = [one["by"]["name"] for one in steward.ok("case", case)["reports"] if one["by"]]
    other = next(row["author"] for row in steward.ok("queue", "--limit", "40") if row["author"] != author["name"])
    steward.ok("contact", case, "--channel", "phone", "--reached", "--text", f"{other}和周主管都问过，电话 13812345678")
    _answered(steward, case, author, tmp_path)
    steward.ok("reports", case, "--send")
    folder = tmp_path / "copy"
    done = steward.ok("disclose", author["id"], "--out", folder)
    page, document = (Path(one).read_text("utf-8") for one in done["files"])
    told = json.loads(document)
    assert told["member"] == {"id": author["id"], "name": author["name"]}
    assert [one["id"] for one in told["cases"] if one["kind"] == "violation"] == [case]
    assert told["contacts"][0]["text"] == "〔他人〕和〔他人〕都问过，电话 ［电话 phone 1］"
    assert told["contacts"][1]["text"] == f"{author['name']}说知道了"
    assert "feedback" not in [one["kind"] for one in told["decisions"]]
    assert told["cases"][0]["body"] in steward.ok("case", case)["body"]
    assert not [name for name in reporters if name in page or name in document]
    assert "<script" not in page
    assert steward.ok("requests")[0]["answer"] == "carried_out"
    steward.ok("sync")
    assert "副本" in served.messages()[-1]["text"]


def test_a_request_is_refused_with_a_reason_and_by_a_manager_only(connected: tuple[Steward, Served]) -> None:
    steward, served = connected
    _, author = _member(steward)
    steward.ok("sync", STEWARD_TOKEN=TOKENS[1])
    asked = steward.ok("forget", author["id"], STEWARD_TOKEN=TOKENS[1])
    assert steward("forget", asked["case"], "--carry-out", STEWARD_TOKEN=TOKENS[1]).code == 1
    assert steward("forget", asked["case"], "--refuse", "").code == 1
    done = steward.ok("forget", asked["case"], "--refuse", "法律规定的保存期限未满。")
    assert done["answer"] == "refused"
    steward.ok("sync")
    assert "保存期限未满" in served.messages()[-1]["text"]
    assert steward("forget", asked["case"], "--carry-out").code == 1


def test_periods_are_set_within_their_floors(connected: tuple[Steward, Served]) -> None:
    steward, _ = connected
    assert {one["kind"]: one["days"] for one in steward.ok("retention", "show")} == {
        "records": 730,
        "complaints": 1095,
        "coaching": 365,
        "logs": 180,
    }
    assert steward("retention", "set", "records", "59").code == 1
    assert steward("retention", "set", "logs", "90").code == 1
    steward.ok("retention", "set", "records", "60")
    assert steward.ok("retention", "run", "--dry-run")["cases"] == {}
    assert steward.ok("ledger", "verify")["ok"]
