import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.start import open_record
from tests.journeys.conftest import PASSPHRASE, Served, Steward

Connected = tuple[Steward, Served]


def _first(steward: Steward) -> str:
    case: str = steward.ok("queue", "--limit", "1")[0]["case"]
    return case


def test_a_case_is_pulled_coached_delivered_exactly_once_and_proved(connected: Connected, letter: Path) -> None:
    steward, served = connected
    case = _first(steward)
    decided = steward.ok("coach", case, "--article", "9", "--message", letter)
    assert decided["state"] == "awaiting_author"
    assert len(decided["commands"]) == 3
    first, second = steward.ok("sync"), steward.ok("sync")
    assert (first["sent"], second["sent"]) == (3, 0)
    (message,) = served.messages()
    assert message["text"] == letter.read_text(encoding="utf-8")
    assert message["case_id"] == case
    assert served.get(f"/v1/cases/{case}")["state"] == "upheld"
    view = steward.ok("case", case)
    assert view["state"] == "awaiting_author"
    assert [command["state"] for command in view["commands"]] == ["sent"] * 3
    assert view["decisions"][0]["basis"]["article"] == 9
    assert view["proposal"]["rung"] in ("coaching", "warning", "mute_7")
    proved = steward.ok("ledger", "verify")
    assert proved["ok"]
    assert steward("ledger", "verify", "--anchor", f"{proved['entries']}:{proved['head']}").code == 0


def test_the_sync_document_counts_what_came_and_how_the_outbox_stands(
    steward: Steward, community: Callable[..., Served]
) -> None:
    served = community(posts=25)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    done = steward.ok("sync")
    assert done["pulled"] == {"cases": 25, "posts": 51}
    for name in ("sent", "waiting", "blocked", "refused", "uncertain", "conflict"):
        assert done[name] == 0


def test_the_queue_names_what_a_script_needs(connected: Connected) -> None:
    steward, _ = connected
    rows = steward.ok("queue")
    assert len(rows) == 40
    assert set(rows[0]) >= {"case", "state", "kind", "author", "title", "excerpt", "reports", "reported_at"}
    assert rows[0]["kind"] == "violation"
    assert len(steward.ok("queue", "--limit", "7")) == 7
    assert steward.ok("queue", "--state", "closed") == []
    word = rows[3]["excerpt"][:2]
    assert rows[3]["case"] in {row["case"] for row in steward.ok("queue", "--search", word)}


def test_a_public_reply_stands_under_the_post_once(connected: Connected, letter: Path) -> None:
    steward, served = connected
    case = _first(steward)
    steward.ok("reply", case, "--message", letter)
    steward.ok("sync")
    steward.ok("sync")
    thread = served.get(f"/v1/cases/{case}")["thread"]["id"]
    posts = served.get(f"/v1/threads/{thread}/posts?before=200&after=200")["posts"]
    assert [post["raw"] for post in posts].count(letter.read_text(encoding="utf-8")) == 1


def test_dismissing_settles_the_report_and_leaves_the_queue(connected: Connected) -> None:
    steward, served = connected
    case = _first(steward)
    assert steward.ok("dismiss", case, "--reason", "正常讨论")["state"] == "closed"
    steward.ok("sync")
    assert served.get(f"/v1/cases/{case}")["state"] == "dismissed"
    assert case not in {row["case"] for row in steward.ok("queue")}


def test_what_is_held_back_can_be_withdrawn(connected: Connected, letter: Path) -> None:
    steward, served = connected
    case = _first(steward)
    decided = steward.ok("coach", case, "--article", "9", "--message", letter, "--hold", "600")
    assert steward.ok("sync")["waiting"] == 3
    steward.ok("outbox", "withdraw", decided["commands"][0])
    assert {command["state"] for command in steward.ok("outbox")} == {"cancelled"}
    assert steward.ok("case", case)["state"] == "new"
    steward.ok("sync")
    assert served.messages() == []


def test_every_answer_can_be_held_back(connected: Connected, letter: Path) -> None:
    steward, _ = connected
    first, second = (row["case"] for row in steward.ok("queue")[:2])
    replied = steward.ok("reply", first, "--message", letter, "--hold", "600")
    dismissed = steward.ok("dismiss", second, "--reason", "fine", "--hold", "600")
    done = steward.ok("sync")
    assert (done["sent"], done["waiting"]) == (0, len(replied["commands"]) + len(dismissed["commands"]))
    assert all(command["not_before"] for command in steward.ok("outbox"))


def test_everything_but_signing_in_works_offline_and_stays_waiting(
    steward: Steward, community: Callable[..., Served], letter: Path
) -> None:
    served = community(posts=4)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    case = _first(steward)
    served.stop()
    steward.ok("coach", case, "--article", "9", "--message", letter)
    failed = steward("sync", "--json")
    assert failed.code == 1
    assert failed.out == ""
    assert "kept" in failed.err
    assert [command["state"] for command in steward.ok("outbox")] == ["waiting"] * 3
    assert steward.ok("ledger", "verify")["ok"]


def test_the_message_may_come_from_standard_input(connected: Connected) -> None:
    steward, served = connected
    done = steward("coach", _first(steward), "--article", "9", "--message", "-", text="\ufeff您好，请修改。\n")
    assert done.code == 0, done.err
    steward.ok("sync")
    assert served.messages()[0]["text"] == "您好，请修改。"


def test_json_and_workspace_may_stand_before_or_after_the_command(connected: Connected) -> None:
    steward, _ = connected
    before = steward("--json", "queue", "--limit", "1")
    after = steward("queue", "--limit", "1", "--json", "--workspace", steward.folder)
    assert before.json == after.json


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["coach", "c-000001", "--article", "13", "--message", "-"], 1),
        (["coach", "c-000001", "--article", "1", "--message", "-"], 1),
        (["coach", "c-nothing", "--article", "9", "--message", "-"], 1),
        (["coach", "c-000001", "--message", "-"], 2),
        (["coach", "c-000001", "--article", "nine", "--message", "-"], 2),
        (["reply", "c-000001", "--message", "no-such-file.txt"], 2),
        (["outbox", "retry", "nothing"], 1),
        (["queue", "--limit", "0"], 2),
        (["queue", "--state", "lost"], 2),
        (["ledger", "verify", "--anchor", "nonsense"], 2),
        (["nonsense"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_use_ends_with_2_and_refusals_with_1_and_neither_writes(
    connected: Connected, arguments: list[str], code: int
) -> None:
    steward, _ = connected
    before = steward.ok("ledger", "verify")
    done = steward(*arguments, "--json", text="您好，请修改。")
    assert (done.code, done.out) == (code, "")
    assert done.err.strip()
    assert "Traceback" not in done.err
    assert steward.ok("ledger", "verify") == before


def test_a_second_account_signs_in_with_its_own_token_and_sends_only_its_own(
    connected: Connected, letter: Path
) -> None:
    steward, served = connected
    rows = steward.ok("queue")
    other = served.staff[1]
    steward.ok("coach", rows[0]["case"], "--article", "9", "--message", letter)
    steward.ok("coach", rows[1]["case"], "--article", "9", "--message", letter, STEWARD_TOKEN=other["token"])
    assert steward.ok("sync", STEWARD_TOKEN=other["token"])["sent"] == 3
    assert len(served.messages(other["token"])) == 1
    assert served.messages() == []
    assert steward.ok("sync")["sent"] == 3
    listed = {one["account"]: one["roles"] for one in steward.ok("roles")}
    assert listed[other["id"]] == ["moderator"]
    assert len(listed[served.staff[0]["id"]]) == 4
    assert [one["account"] for one in steward.ok("roles", other["id"])] == [other["id"]]


def test_a_new_token_of_the_same_account_takes_the_place_of_the_kept_one(connected: Connected) -> None:
    steward, served = connected
    community = served.community
    assert community is not None
    community.renew_token(served.token, "a-newer-token")
    done = steward("sync")
    assert (done.code, "connect" in done.err) == (1, True)
    steward.ok("sync", STEWARD_TOKEN="a-newer-token")
    assert steward.ok("sync")["sent"] == 0


# --- keys and workspaces ------------------------------------------------------------------------------


def test_a_wrong_passphrase_opens_nothing(connected: Connected) -> None:
    steward, _ = connected
    done = steward("queue", "--json", STEWARD_PASSPHRASE="something else")
    assert (done.code, done.out) == (1, "")
    assert "passphrase is wrong" in done.err


def test_a_missing_passphrase_is_named(connected: Connected) -> None:
    steward, _ = connected
    done = steward("queue", STEWARD_PASSPHRASE="")
    assert done.code == 2
    assert "STEWARD_PASSPHRASE" in done.err


def test_a_wrong_token_makes_no_connection(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    done = steward("connect", served.url, STEWARD_TOKEN="wrong-token-value")
    assert done.code == 1
    assert "does not accept this token" in done.err
    assert "Nothing was changed" in done.err
    assert "wrong-token-value" not in done.err
    assert not steward.folder.exists()


def test_a_workspace_is_of_one_community(connected: Connected, community: Callable[..., Served]) -> None:
    steward, _ = connected
    other = community(seed=9)
    done = steward("connect", other.url, STEWARD_TOKEN=other.token)
    assert done.code == 1
    assert "belongs to" in done.err


@pytest.mark.parametrize(
    "url", ["http://community.example.test", "ftp://127.0.0.1", "nonsense", "http://a:b@127.0.0.1"]
)
def test_an_address_that_must_not_be_used_is_refused_before_anything_is_made(steward: Steward, url: str) -> None:
    done = steward("connect", url, STEWARD_TOKEN="t")
    assert done.code == 1
    assert not steward.folder.exists()


def test_nothing_secret_is_written_in_the_clear(connected: Connected, letter: Path, tmp_path: Path) -> None:
    steward, served = connected
    steward.ok("coach", _first(steward), "--article", "9", "--message", letter)
    steward.ok("sync")
    steward.process("sync", STEWARD_TOKEN="another-secret-token")
    secrets = [served.token.encode(), PASSPHRASE.encode(), b"another-secret-token"]
    for path in tmp_path.rglob("*"):
        if path.is_file() and path != letter:
            content = path.read_bytes()
            assert not any(secret in content for secret in secrets), path
            assert letter.read_bytes() not in content, path


# --- backup -------------------------------------------------------------------------------------------


def test_a_backup_restores_on_a_machine_with_an_empty_key_store(
    connected: Connected, letter: Path, tmp_path: Path
) -> None:
    steward, served = connected
    case = _first(steward)
    steward.ok("coach", case, "--article", "9", "--message", letter)
    written = steward.ok("backup", tmp_path / "b.steward")
    other = Steward(tmp_path / "new machine" / "workspace")
    other.folder.parent.mkdir()
    restored = other.ok("restore", tmp_path / "b.steward")
    assert (restored["entries"], restored["head"]) == (written["entries"], written["head"])
    assert other.ok("ledger", "verify")["head"] == written["head"]
    assert other.ok("case", case)["state"] == "awaiting_author"
    assert other.ok("sync")["sent"] == 3
    assert len(served.messages()) == 1
    assert other.ok("case", case)["posts"]


def test_what_was_sent_after_the_backup_is_not_sent_again_from_it(
    connected: Connected, letter: Path, tmp_path: Path
) -> None:
    steward, served = connected
    steward.ok("coach", _first(steward), "--article", "9", "--message", letter)
    steward.ok("backup", tmp_path / "b.steward")
    steward.ok("sync")
    other = Steward(tmp_path / "other" / "workspace")
    other.folder.parent.mkdir()
    other.ok("restore", tmp_path / "b.steward")
    other.ok("sync")
    assert len(served.messages()) == 1
    assert {command["state"] for command in other.ok("outbox")} == {"sent"}


def test_a_damaged_backup_restores_nothing(connected: Connected, tmp_path: Path) -> None:
    steward, _ = connected
    path = tmp_path / "b.steward"
    steward.ok("backup", path)
    whole = path.read_bytes()
    other = Steward(tmp_path / "other" / "workspace")
    other.folder.parent.mkdir()
    for damaged in (whole[: len(whole) // 2], b"", whole[:2000] + b"\xff" * 4000 + whole[6000:]):
        path.write_bytes(damaged)
        done = other("restore", path)
        assert done.code == 1, done.out
        assert "Traceback" not in done.err
        assert not (other.folder / "record.db").exists()
    path.write_bytes(whole)
    assert other("restore", path, STEWARD_PASSPHRASE="not this one").code == 1
    other.ok("restore", path)
    assert other("restore", path).code == 1


def test_a_backup_does_not_replace_a_good_one_when_it_can_not_be_written(connected: Connected, tmp_path: Path) -> None:
    steward, _ = connected
    done = steward("backup", tmp_path / "no such folder" / "b.steward")
    assert done.code == 1
    assert "can't be written" in done.err


# --- the rest -----------------------------------------------------------------------------------------


def test_the_contract_check_passes_on_the_demo_community(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    found = steward.ok("community", "check", served.url, STEWARD_TOKEN=served.token)
    assert found["ok"]
    assert len(found["checks"]) == 10
    assert served.messages() == []
    steward.ok("community", "check", served.url, "--write", "u-000001", STEWARD_TOKEN=served.token)
    assert len(served.messages()) == 1


def test_the_contract_check_fails_where_nobody_keeps_it(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    done = steward("community", "check", f"{served.url}/elsewhere", "--json", STEWARD_TOKEN=served.token)
    assert done.code == 1


def test_the_demo_does_the_main_job_headless(steward: Steward, tmp_path: Path) -> None:
    done = steward.process("--demo", "--pictures", tmp_path)
    assert done.code == 0, done.err
    assert "exactly 1 such message" in done.out
    assert "nothing is sent twice" in done.out
    assert len(list(tmp_path.glob("*.png"))) == 8


def test_the_demo_speaks_chinese_where_nothing_else_is_said(steward: Steward, tmp_path: Path) -> None:
    done = steward.process("--demo", "--pictures", tmp_path, STEWARD_LANGUAGE="", LC_ALL="C.UTF-8")
    assert "正好有 1 封" in done.out


def test_without_a_display_the_window_says_what_is_missing(steward: Steward) -> None:
    done = steward.process()
    assert done.code == 2
    assert "no display" in done.err


def test_the_doctor_looks_at_machine_and_workspace(connected: Connected) -> None:
    steward, _ = connected
    found = steward.ok("doctor")
    assert found["ok"]
    assert {"workspace", "ledger", "qt", "key store"} <= {check["check"] for check in found["checks"]}


def test_a_ledger_that_was_altered_is_named_by_whoever_looks_at_it(connected: Connected) -> None:
    steward, _ = connected
    with open_record(steward.folder, PASSPHRASE) as connection:  # as an intruder with the key would
        connection.exec_driver_sql("DROP TRIGGER ledger_frozen")
        connection.exec_driver_sql("UPDATE ledger SET kind = 'command.sent' WHERE seq = 2")
    verified, doctor = steward("ledger", "verify", "--json"), steward("doctor", "--json")
    assert (verified.code, verified.json["ok"], verified.json["entry"]) == (1, False, 2)
    assert (doctor.code, doctor.json["ok"]) == (1, False)
    assert [check["ok"] for check in doctor.json["checks"] if check["check"] == "ledger"] == [False]


def test_an_edited_case_is_shown_with_the_text_that_was_reported(connected: Connected) -> None:
    steward, served = connected
    case = _first(steward)
    before = steward.ok("case", case)
    assert served.community is not None
    served.community.edit_post(served.get(f"/v1/cases/{case}")["post"]["id"], "改好了，谢谢提醒")
    steward.ok("sync")
    shown = steward("case", case).out
    assert shown.index("改好了，谢谢提醒") < shown.index("(as it was reported)") < shown.index(before["body"])
    assert "(as it was reported)" not in steward("case", steward.ok("queue", "--limit", "2")[1]["case"]).out


def test_a_served_community_answers_as_its_first_line_says(steward: Steward, letter: Path) -> None:
    process = steward.start("community", "serve", "--posts", "3", "--seed", "5", "--port", "0")
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        first = steward.process("connect", said["url"], "--json", STEWARD_TOKEN=said["token"])
        assert first.code == 0, first.err
        done = steward.process("sync", "--json")
        assert done.json["pulled"]["cases"] == 3
    finally:
        process.terminate()
        _, err = process.communicate(timeout=10)
    assert process.returncode == 0, err


@pytest.mark.parametrize(
    "words",
    [
        ("case", "c-1\udcff"),
        ("recuse", "c-1", "--reason", "a\udcff"),
        ("classify", "c-1", "dispute", "--reason", "a\udcff"),
        ("member", "a\udcff"),
        ("sanction", "c-1", "--article", "3", "--malice", "admitted=a\udcff"),
    ],
)
def test_words_that_are_no_text_are_refused_before_anything_is_opened(steward: Steward, words: tuple[str, ...]) -> None:
    done = steward(*words)
    assert (done.code, done.out) == (2, "")
    assert "\\udcff” is no valid text" in done.err
    assert not steward.folder.exists()
