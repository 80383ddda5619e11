"""A community without an API, from the command line: entered, answered, ticked off, corrected, accepted."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.start import open_record
from tests.journeys.conftest import PASSPHRASE, ROOT, Run, Served, Steward

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def group(steward: Steward) -> Steward:
    """A workspace of a chat group."""
    steward.ok("connect", "manual:车友微信群", "--as", "小北")
    return steward


@pytest.fixture
def shots(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"截图 {number}.png" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_bytes(PNG + bytes([number]) * 20)
    return paths


@pytest.fixture
def text(tmp_path: Path) -> Callable[[str], Path]:
    def write(words: str) -> Path:
        path = tmp_path / "text.txt"
        path.write_text(words, encoding="utf-8")
        return path

    return write


def _enter(steward: Steward, *more: object, text: str = "加我微信，贴膜全网最低！") -> str:
    made = steward.ok("new", "--place", "wechat_group", "--author", "南山老陈", "--text", "-", *more, text=text)
    return str(made["case"])


def test_the_whole_life_of_a_case_from_a_chat_group(
    group: Steward, shots: list[Path], letter: Path, text: Callable[[str], Path], tmp_path: Path
) -> None:
    case = _enter(group, "--screenshot", *shots[:2], "--at", "2026-11-01 15:30", "--link", "https://example.org/g")
    assert [row["case"] for row in group.ok("queue")] == [case]
    assert [row["case"] for row in group.ok("queue", "--search", "贴膜")] == [case]
    decided = group.ok("coach", case, "--article", "9", "--message", letter)
    (command,) = decided["commands"]
    assert (decided["state"], decided["by_hand"]) == ("awaiting_author", 1)
    synced = group.ok("sync")
    assert (synced["sent"], synced["waiting"], synced["by_hand"]) == (0, 0, 1)
    (waiting,) = group.ok("outbox")
    assert (waiting["by_hand"], waiting["state"], waiting["kind"]) == (True, "waiting", "message.send")
    assert waiting["text"] == letter.read_text(encoding="utf-8")
    assert letter.read_text(encoding="utf-8") in group("outbox").out  # to be copied from there
    (ticked,) = group.ok("outbox", "tick", command, "--screenshot", shots[2])
    assert (ticked["state"], ticked["remote_id"]) == ("sent", "by-hand")
    group.ok("correct", case, "--text", text("有问题可以问我。"), "--screenshot", shots[3])
    seen = group.ok("case", case)
    assert (seen["state"], seen["current"]["body"], seen["body"]) == (
        "claimed",
        "有问题可以问我。",
        "加我微信，贴膜全网最低！",
    )
    assert (seen["place"], seen["link"]) == ("wechat_group", "https://example.org/g")
    assert [one["command"] for one in seen["evidence"]] == [None, None, command, None]
    assert group.ok("accept", case)["state"] == "closed"
    saved = group.ok("evidence", case, "--save", tmp_path / "out")
    assert [Path(one["file"]).read_bytes() for one in saved] == [path.read_bytes() for path in shots]
    assert group.ok("ledger", "verify")["ok"]
    assert group.ok("sync")["by_hand"] == 0


def test_a_person_reads_the_same_in_words(group: Steward, shots: list[Path], letter: Path) -> None:
    case = _enter(group, "--screenshot", shots[0])
    said = group("coach", case, "--article", "9", "--message", letter)
    assert "1 steps of it are to be done by hand" in said.out
    assert "steward sync" not in said.out
    assert "to be done by hand: 1" in group("sync").out
    assert "待人工办理: 1" in group("sync", STEWARD_LANGUAGE="zh").out
    shown = group("case", case).out
    assert "WeChat group" in shown
    assert "to be done by hand" in shown
    assert "evidence 1: 截图 0.png (SHA-256" in shown
    assert "证据 1：" in group("case", case, STEWARD_LANGUAGE="zh").out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("new", "--place", "pub", "--author", "陈"), 2, "--place"),
        (("new", "--place", "phone", "--author", " "), 1, "Say who"),
        (("new", "--place", "phone", "--author", "陈"), 1, "a link or a screenshot is needed"),
        (("new", "--place", "phone", "--author", "陈", "--link", "file:///etc/passwd"), 1, "no web address"),
        (("new", "--place", "phone", "--author", "陈", "--at", "soon", "--link", "https://e.org"), 2, "is no time"),
        (("new", "--place", "phone", "--author", "陈", "--screenshot", "nowhere.png"), 2, "can't be read"),
        (("import", "nowhere.csv"), 2, "can't be read"),
        (("evidence", "h-0"), 1, "There is no case h-0"),
        (("outbox", "tick", "k-0", "--note", "x"), 1, "There is no command k-0"),
    ],
)
def test_wrong_use_and_refusals_are_said_and_leave_no_document(
    group: Steward, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = group(*arguments, "--json")
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert group.ok("queue") == []


def test_a_table_is_imported_once_and_its_bad_lines_are_named(group: Steward, tmp_path: Path) -> None:
    table = tmp_path / "群聊.csv"
    lines = [f'微信群,车友{n},"第 {n} 条，要联系\n方式的,加我",2026-11-20 1{n % 10}:30' for n in range(300)]
    table.write_bytes("\r\n".join(["来源,昵称,内容,时间", *lines, "短信,陈,x,"]).encode("gb18030"))
    refused = group("import", table, "--json")
    assert (refused.code, refused.out) == (1, "")
    assert "line 602: unknown place “短信”" in refused.err
    assert group.ok("queue") == []
    done = group.ok("import", table, "--take-good")
    assert (len(done["entered"]), done["known"], [one["line"] for one in done["problems"]]) == (300, [], [602])
    again = group.ok("import", table, "--take-good")
    assert (again["entered"], len(again["known"])) == ([], 300)
    assert len(group.ok("queue", "--limit", 1000)) == 300
    assert group.ok("ledger", "verify")["ok"]


def test_the_same_workspace_keeps_cases_of_a_real_community_and_of_a_chat_apart(
    connected: tuple[Steward, Served], letter: Path
) -> None:
    steward, served = connected
    case = _enter(steward)
    pulled = steward.ok("queue")[0]["case"]
    assert pulled != case
    steward.ok("coach", pulled, "--article", "9", "--message", letter)
    by_hand = steward.ok("coach", case, "--article", "9", "--message", letter)["commands"]
    synced = steward.ok("sync")
    assert (synced["sent"], synced["waiting"], synced["by_hand"]) == (3, 0, 1)
    assert len(served.messages()) == 1
    steward.ok("outbox", "tick", by_hand[0], "--note", "群里说了")
    assert steward.ok("sync")["sent"] == 0
    assert steward.ok("case", case)["state"] == "awaiting_author"


# --- what goes wrong ------------------------------------------------------------------------------------

_STOP_BEFORE_COMMIT = """
import sys, time
from storage.ledger import Ledger

flush = Ledger.flush
def stop(ledger):
    flush(ledger)
    print("written", flush=True)
    time.sleep(600)

Ledger.flush = stop
from app.cli.main import run
run(sys.argv[1:])
"""


def test_a_tick_that_is_killed_before_it_is_kept_leaves_nothing(
    group: Steward, shots: list[Path], letter: Path
) -> None:
    case = _enter(group)
    (command,) = group.ok("coach", case, "--article", "9", "--message", letter)["commands"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _STOP_BEFORE_COMMIT,
            *group.arguments("outbox", "tick", command, "--screenshot", shots[0]),
        ],
        cwd=ROOT,
        env=group.environment({}),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    assert [one["state"] for one in group.ok("outbox")] == ["waiting"]
    assert group.ok("evidence", case) == []
    assert group.ok("ledger", "verify")["ok"]
    group.ok("outbox", "tick", command, "--screenshot", shots[0])
    assert [one["command"] for one in group.ok("evidence", case)] == [command]
    assert group.ok("ledger", "verify")["ok"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence SET content = x'00'",
        "UPDATE evidence SET rowid = 9",
        "DELETE FROM evidence",
        "INSERT OR REPLACE INTO evidence SELECT * FROM evidence",
        "UPDATE cases SET place = 'phone'",
        "UPDATE cases SET link = ''",
        "UPDATE commands SET by_hand = false",
        "UPDATE commands SET state = 'waiting' WHERE state = 'sent'",
    ],
)
def test_what_was_entered_and_ticked_can_not_be_changed_by_hand(
    group: Steward, shots: list[Path], letter: Path, statement: str
) -> None:
    import sqlalchemy as sa

    case = _enter(group, "--link", "https://example.org/g")
    (command,) = group.ok("coach", case, "--article", "9", "--message", letter)["commands"]
    group.ok("outbox", "tick", command, "--screenshot", shots[0])
    with (
        pytest.raises(sa.exc.DatabaseError, match=r"does not change|keeps its place|nothing is deleted|stays settled"),
        open_record(group.folder, PASSPHRASE) as connection,
    ):
        connection.exec_driver_sql(statement)


def test_nobody_is_their_own_second_person_by_another_way_of_writing_their_name(group: Steward) -> None:
    case = _enter(group, "--at", "2026-11-01 15:30", text="你全家都去死。")
    assert group.ok("sanction", case, "--article", "7")["state"] == "awaiting_approval"
    for name in ("小北", "小 北", "小\u3000北", "小\ufe00北"):
        refused = group("approve", case, STEWARD_TOKEN=f"{name}:x")
        assert (refused.code, "小" in refused.err) == (1, True)
    agreed = group("approve", case, STEWARD_TOKEN="小林:x")
    assert agreed.code == 0, agreed.err
    assert "the ledger has it as unverified" in agreed.out
    with open_record(group.folder, PASSPHRASE) as connection:
        kept = "SELECT body FROM ledger WHERE kind = 'decision.agreed'"
        body = json.loads(connection.exec_driver_sql(kept).scalar_one())
    assert body["verified"] is False


def test_a_backup_holds_the_evidence(group: Steward, shots: list[Path], tmp_path: Path) -> None:
    case = _enter(group, "--screenshot", *shots)
    group.ok("backup", tmp_path / "b.steward")
    other = Steward(tmp_path / "other")
    other.ok("restore", tmp_path / "b.steward")
    saved = other.ok("evidence", case, "--save", tmp_path / "out", STEWARD_TOKEN="小北:anything")
    assert [Path(one["file"]).read_bytes() for one in saved] == [path.read_bytes() for path in shots]


def test_saving_replaces_no_file_of_somebody_else(group: Steward, shots: list[Path], tmp_path: Path) -> None:
    case = _enter(group, "--screenshot", shots[0])
    out = tmp_path / "out"
    (saved,) = group.ok("evidence", case, "--save", out)
    assert group.ok("evidence", case, "--save", out) == [saved]
    Path(saved["file"]).write_bytes(b"mine")
    (beside,) = group.ok("evidence", case, "--save", out)
    assert Path(beside["file"]).name == "1-截图 0-2.png"
    assert (Path(saved["file"]).read_bytes(), Path(beside["file"]).read_bytes()) == (b"mine", shots[0].read_bytes())
    assert group.ok("evidence", case, "--save", out) == [beside]


def test_one_file_that_can_not_be_saved_keeps_no_other_back(group: Steward, shots: list[Path], tmp_path: Path) -> None:
    import sqlalchemy as sa

    case = _enter(group, "--screenshot", *shots[:3])
    with open_record(group.folder, PASSPHRASE) as connection:
        connection.exec_driver_sql("DROP TRIGGER evidence_frozen")
        connection.execute(sa.text("UPDATE evidence SET content = :new WHERE seq = 2"), {"new": bytes(28)})
    done: Run = group("evidence", case, "--save", tmp_path / "out", "--json")
    assert done.code == 1
    first, second, third = json.loads(done.out)
    assert second["file"] is None
    assert "2" in second["reason"]
    assert second["reason"] in done.err
    assert [Path(one["file"]).read_bytes() for one in (first, third)] == [shots[0].read_bytes(), shots[2].read_bytes()]


def test_a_team_keeps_evidence_on_its_server_and_in_its_backup(
    steward: Steward, new_server_url: str, shots: list[Path], tmp_path: Path
) -> None:
    steward.ok("connect", "manual:车友微信群", "--as", "小北", "--record", new_server_url)
    case = _enter(steward, "--screenshot", *shots)
    steward.ok("backup", tmp_path / "b.steward")
    other = Steward(tmp_path / "other")
    other.ok("restore", tmp_path / "b.steward")
    saved = other.ok("evidence", case, "--save", tmp_path / "out", STEWARD_TOKEN="小北:anything")
    assert [Path(one["file"]).read_bytes() for one in saved] == [path.read_bytes() for path in shots]
