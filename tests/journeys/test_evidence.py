"""One-key evidence from the command line: sealed, checked here, by others without a workspace, and by stock tools."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from tests.journeys.conftest import Served, Steward

CASE = "c-000001"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def sealed(steward: Steward, tmp_path: Path) -> tuple[Steward, dict[str, str]]:
    """A workspace with a case that was sealed."""
    steward.ok("connect", "manual:车友微信群", "--as", "小北")
    picture = tmp_path / "群聊.png"
    picture.write_bytes(PNG)
    entered = steward.ok(
        "new", "--place", "wechat_group", "--author", "南山老陈", "--text", "-", "--screenshot", picture,
        "--kind", "safety", text="高速上刹车失灵，方向盘锁死！\u202e",
    )  # fmt: skip
    return steward, steward.ok("evidence", entered["case"], "--out", tmp_path / "out")


@pytest.fixture
def stranger(tmp_path: Path) -> Steward:
    """Somebody with the program and without a workspace."""
    return Steward(tmp_path / "elsewhere" / "workspace", {})


def test_a_case_is_sealed_and_the_ledger_says_so(sealed: tuple[Steward, dict[str, str]]) -> None:
    steward, done = sealed
    path = Path(done["file"])
    assert path.name.endswith(".stewardpacket")
    assert path.stat().st_size == done["size"]
    assert set(done) >= {"case", "file", "sha256", "key", "entries"}
    verified = steward.ok("packet", "verify", path)
    assert verified["signer"] == "known"
    assert {name: verified[name] for name in ("case", "sha256", "key")} == {
        name: done[name] for name in ("case", "sha256", "key")
    }
    assert steward.ok("ledger", "verify")["ok"]
    assert [one["sha256"] for one in steward.ok("case", done["case"])["seals"]] == [done["sha256"]]
    head = steward.ok("packet", "show", path)["ledger"]
    assert head["entries"] == done["entries"]
    assert steward.ok("ledger", "verify", "--anchor", f"{head['entries']}:{head['head']}")["ok"]


def test_others_check_it_with_the_key_that_they_were_given(
    sealed: tuple[Steward, dict[str, str]], stranger: Steward, tmp_path: Path
) -> None:
    steward, done = sealed
    key = steward.ok("evidence", "--key")["key"]
    assert steward("evidence", "--key").out == f"{key}\n"
    assert stranger.ok("packet", "verify", done["file"], "--key", key)["signer"] == "known"
    pub = tmp_path / "steward.pub"
    pub.write_text(f"untrusted comment: minisign public key\n{key}\n")
    assert stranger.ok("packet", "verify", done["file"], "--key", pub)["signer"] == "known"
    unknown = stranger("packet", "verify", done["file"])
    assert unknown.code == 0
    assert "The signer is unknown" in unknown.err
    assert not stranger.folder.exists()  # looking makes no workspace


def test_whatever_is_not_whole_is_refused_and_not_shown(
    sealed: tuple[Steward, dict[str, str]], stranger: Steward, tmp_path: Path
) -> None:
    _, done = sealed
    whole = Path(done["file"]).read_bytes()
    half, changed, text = tmp_path / "half", tmp_path / "changed", tmp_path / "text"
    half.write_bytes(whole[:-100])
    at = whole.index("刹车失灵".encode())
    changed.write_bytes(whole[:at] + b"X" + whole[at + 1 :])
    text.write_text("hello")
    for path, why in ((half, "cut short"), (changed, "damaged or was changed"), (text, "This is no packet")):
        for command in ("verify", "show"):
            refused = stranger("packet", command, path, "--json")
            assert (refused.code, refused.out) == (1, "")
            assert why in refused.err
    other = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
    refused = stranger("packet", "verify", done["file"], "--key", other)
    assert refused.code == 1
    assert "signed by another key" in refused.err
    assert stranger("packet", "verify", done["file"], "--key", "RWQ-no-key").code == 2
    assert stranger("packet", "verify", tmp_path / "nowhere").code == 2


def test_it_is_read_as_plain_text_that_moves_no_cursor(
    sealed: tuple[Steward, dict[str, str]], stranger: Steward
) -> None:
    _, done = sealed
    shown = stranger("packet", "show", done["file"]).out
    assert "高速上刹车失灵，方向盘锁死！⟨U+202E⟩" in shown
    assert "\u202e" not in shown
    assert "群聊.png" in shown
    assert done["case"] in shown


def test_stock_tools_find_it_whole(sealed: tuple[Steward, dict[str, str]], tmp_path: Path) -> None:
    steward, done = sealed
    with zipfile.ZipFile(done["file"]) as archive:
        archive.extractall(tmp_path / "a")
    with zipfile.ZipFile(tmp_path / "a" / "packet.zip") as archive:
        archive.extractall(tmp_path / "bag")
    assert bagit.Bag(str(tmp_path / "bag")).validate()
    said = json.loads((tmp_path / "bag" / "data" / "case.json").read_text(encoding="utf-8"))
    (kept,) = said["files"]
    assert (tmp_path / "bag" / kept["file"]).read_bytes() == PNG
    minisign = shutil.which("minisign")
    if minisign is None:
        pytest.skip("the stock tool minisign is not installed")
    key = steward.ok("evidence", "--key")["key"]
    command = [minisign, "-V", "-m", "packet.zip", "-P", key]
    checked = subprocess.run(command, cwd=tmp_path / "a", capture_output=True, text=True, check=False, timeout=60)
    assert checked.returncode == 0, checked.stderr
    assert f"sha256:{done['sha256']}" in checked.stdout


def test_what_is_asked_for_must_be_said(sealed: tuple[Steward, dict[str, str]]) -> None:
    steward, done = sealed
    for arguments in (("evidence",), ("evidence", done["case"], "--key", "--out", "x"), ("packet",)):
        assert steward(*arguments).code == 2, arguments
    assert steward("evidence", "h-99", "--out", "x").code == 1


def test_the_key_goes_with_a_backup(sealed: tuple[Steward, dict[str, str]], tmp_path: Path) -> None:
    steward, done = sealed
    key = steward.ok("evidence", "--key")["key"]
    steward.ok("backup", tmp_path / "b.steward")
    other = Steward(tmp_path / "other" / "workspace", {})
    other.ok("restore", tmp_path / "b.steward")
    assert other.ok("packet", "verify", done["file"])["signer"] == "known"
    assert other.ok("evidence", "--key", STEWARD_TOKEN="小北:anything")["key"] == key


def test_the_pictures_of_the_post_are_fetched_before_it_is_sealed(
    steward: Steward, community: Callable[..., Served], tmp_path: Path
) -> None:
    served = community(posts=3)
    assert served.community is not None
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    served.community.pictures["kept.png"] = PNG
    served.community.edit_post("p-0000002", "看 ![1](/v1/pictures/kept.png) ![2](/v1/pictures/gone.png)")
    steward.ok("sync")
    done = steward.ok("evidence", CASE, "--out", tmp_path / "a")
    assert done["pictures"] == 1
    ((address, reason),) = [(one["address"], one["reason"]) for one in done["missing"]]
    assert address == "/v1/pictures/gone.png"
    shown = steward("packet", "show", done["file"]).out
    assert reason in shown
    assert "kept.png" in shown
    told = steward("evidence", CASE, "--out", tmp_path / "b")
    assert "A picture of the post is missing, /v1/pictures/gone.png" in told.err
    (listed,) = steward.ok("evidence", CASE)
    assert (listed["name"], listed["sha256"]) == ("kept.png", hashlib.sha256(PNG).hexdigest())
    served.stop()
    offline = steward.ok("evidence", CASE, "--out", tmp_path / "c")
    assert offline["pictures"] == 0
    assert [one["address"] for one in offline["missing"]] == ["/v1/pictures/gone.png"]
    assert steward.ok("packet", "verify", offline["file"])["signer"] == "known"
    assert steward.ok("ledger", "verify")["ok"]
