"""A packet of the council prepared from the command line: masked, its pictures seen, and not built too early."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.conftest import Steward

TEXT = "后一篇照抄我的，电话13800138000，我住滨河花园，车是沪A12345。"


@pytest.fixture
def referral(steward: Steward, tmp_path: Path) -> str:
    steward.ok("connect", "manual:车友微信群", "--as", "小北")
    picture = tmp_path / "截图.png"
    file = io.BytesIO()
    Image.new("RGB", (200, 100), (20, 90, 160)).save(file, "PNG")
    picture.write_bytes(file.getvalue())
    entered = steward.ok(
        "new", "--place", "wechat_group", "--author", "南山老陈", "--text", "-", "--screenshot", picture,
        "--kind", "dispute", text=TEXT,
    )  # fmt: skip
    done = steward.ok("refer", entered["case"], "--question", "是否照抄？", "--alleged", "被指照抄。")
    return str(done["referral"])


def test_a_packet_is_prepared_step_by_step(steward: Steward, referral: str, tmp_path: Path) -> None:
    found = steward.ok("packet", "plan", referral)
    masks = [(one["kind"], one["found"], one["shown"]) for one in found["masks"]]
    offered = ("address", "滨河花园", True)
    assert masks == [("phone", "13800138000", False), offered, ("plate", "沪A12345", False)]
    assert {one["mend"] for one in found["missing"]} >= {"panel", "chair", "roster", "pictures", "masks"}
    told = steward("packet", "plan", referral, "--masks")
    assert told.code == 0
    assert "【13800138000】" in told.out
    assert "missing: " in told.out

    saved = steward.ok("packet", "picture", referral, 1, "--save", tmp_path / "look")
    assert (saved["width"], saved["height"]) == (200, 100)
    assert Path(saved["path"]).is_file()
    wrong = steward("packet", "picture", referral, 1, "--blur", "1,2,3")
    assert (wrong.code, wrong.out) == (2, "")
    blurred = steward.ok("packet", "picture", referral, 1, "--blur", "10,10,50,20", "80,5,10,10")
    assert blurred["pictures"][0]["blurred"] == [[10, 10, 50, 20], [80, 5, 10, 10]]

    steward.ok("packet", "mask", referral, "滨河", "--hide")
    steward.ok("packet", "mask", referral, "滨河", "--is", "甲方")
    assert steward("packet", "mask", referral, "滨河", "--is", "癸方").code == 1
    shown = steward.ok("packet", "mask", referral, found["masks"][2]["id"], "--show")
    assert {one["found"]: one["shown"] for one in shown["masks"]} == {
        "13800138000": False,
        "滨河": False,
        "沪A12345": True,
    }
    assert steward("packet", "confirm", referral, found["seen"]).code == 1  # words were masked since
    done = steward.ok("packet", "confirm", referral, shown["seen"][:12])
    assert done["confirmed"]
    assert {one["mend"] for one in done["missing"]}.isdisjoint({"pictures", "masks"})

    early = steward("packet", "build", referral, "--out", tmp_path / "out", "--json")
    assert (early.code, early.out) == (1, "")
    assert "no panel was drawn" in early.err
    assert not (tmp_path / "out").exists()
