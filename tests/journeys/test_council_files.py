"""`packet verify` and `packet show` of all that leaves the machine for the council, by somebody without a workspace."""

from pathlib import Path

import pytest

from app.packets import arrivals, packet
from app.packets.arrivals import Arrivals, Arrived
from tests.journeys.conftest import Steward
from tests.packets import golden_council as golden
from tests.packets.golden import KEY
from tests.packets.test_council_packet import hostile
from tests.packets.test_golden_files import FILES


@pytest.fixture
def stranger(tmp_path: Path) -> Steward:
    return Steward(tmp_path / "elsewhere" / "workspace", {})


def test_each_kind_is_told_apart_checked_and_shown(stranger: Steward) -> None:
    seat, other = golden.keys(4), golden.keys(7)
    for name, kind, key, told in (
        ("referral-3-1-4.stewardballot", "ballot", seat.signs, "Nobody sees its answers before the count."),
        ("referral-3-1-7.stewardballot", "ballot", other.signs, "Recusal: referral-3, round 1, seat 7, serial 1."),
        ("roster-2.stewardroster", "roster", KEY, "seat 4 席位4, chair, until "),
        ("seat.stewardseat", "seat", seat.signs, "Card of 阿木: "),
        ("referral-3-1.stewardkey", "key", KEY, "a chair takes its outer seal off after "),
        ("referral-3-1.opened.stewardkey", "key", seat.signs, "seat 4 took its outer seal off"),
        ("referral-3-4.stewarddone", "done", seat.signs, "Seat 4 destroyed what it had of referral-3"),
    ):  # fmt: skip
        verified = stranger.ok("packet", "verify", FILES / name, "--key", key)
        assert (verified["kind"], verified["signer"], verified["public"]) == (kind, "known", key)
        shown = stranger("packet", "show", FILES / name, "--key", key)
        assert shown.code == 0
        assert told in shown.out, name
        assert "sealed" not in stranger.ok("packet", "show", FILES / name, "--key", key)


def test_a_list_of_arrivals_is_shown_and_a_page_that_says_something_else_told(
    stranger: Steward, tmp_path: Path
) -> None:
    path = tmp_path / "referral-3-1.stewardarrivals"
    said = Arrivals("referral-3", 1, "ab" * 32, golden.DUE, (Arrived(4, 2, False, "cd" * 32),))
    path.write_bytes(arrivals.write(said, golden.SECRET).content)
    assert stranger.ok("packet", "verify", path, "--key", KEY)["kind"] == "arrivals"
    assert f"seat 4, serial 2: {'cd' * 32}" in stranger("packet", "show", path, "--key", KEY).out
    page = golden.page(golden.file(question="甲是否先骂人？"))
    other = tmp_path / "x.stewardpacket"
    other.write_bytes(packet.build(golden.file(), page, golden.contents(), golden.SECRET).content)
    assert "Read the packet in the program" in stranger("packet", "verify", other, "--key", KEY).err
    assert stranger.ok("packet", "verify", other, "--key", KEY)["page_differs"]
    other.write_bytes(golden.whole())
    assert not stranger.ok("packet", "verify", other, "--key", KEY)["page_differs"]


def test_a_ballot_of_nobody_known_and_a_card_of_nobody_known(stranger: Steward) -> None:
    refused = stranger("packet", "verify", FILES / "referral-3-1-4.stewardballot")
    assert refused.code == 1
    assert "a key that is not on the roster" in refused.err
    card = stranger("packet", "verify", FILES / "seat.stewardseat")
    assert card.code == 0
    assert "The signer is unknown" in card.err
    other = stranger("packet", "verify", FILES / "seat.stewardseat", "--key", KEY)
    assert (other.code, "signed by another key" in other.err) == (1, True)


def test_a_packet_of_the_council_is_shown_and_a_sealed_one_is_for_seats(stranger: Steward, tmp_path: Path) -> None:
    path = tmp_path / "x.stewardpacket"
    path.write_bytes(golden.whole())
    assert stranger.ok("packet", "verify", path, "--key", KEY)["purpose"] == "council"
    shown = stranger("packet", "show", path, "--key", KEY)
    assert "乙的帖子是否搬运了甲的文章而没有署名？" in shown.out
    assert "这段是我去年冬天自己测的。" in shown.out
    assert stranger.ok("packet", "show", path, "--key", KEY)["due_at"] == "2026-11-27T09:00:00Z"
    for command in ("verify", "show"):
        refused = stranger("packet", command, FILES / "referral-3-1.stewardpacket.age")
        assert (refused.code, refused.out) == (1, "")
        assert "only a seat of the panel opens it" in refused.err


def test_what_people_wrote_does_nothing_to_a_terminal(stranger: Steward, tmp_path: Path) -> None:
    file = hostile("\x1b[2J\x1b]0;owned\x07\u202e")
    path = tmp_path / "x.stewardpacket"
    path.write_bytes(packet.build(file, golden.page(file), golden.contents(), golden.SECRET).content)
    shown = stranger("packet", "show", path, "--key", KEY)
    assert shown.code == 0, shown.err
    assert not set("\x1b\x07\u202e") & set(shown.out)


def test_nothing_of_a_damaged_file_is_shown_and_nothing_is_written(stranger: Steward, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for whole in sorted(FILES.iterdir()):
        raw = bytearray(whole.read_bytes())
        raw[len(raw) // 2] ^= 1
        for name, content in (
            (f"changed-{whole.name}", bytes(raw)),
            (f"half-{whole.name}", bytes(raw[: len(raw) // 2])),
        ):
            path = folder / name
            path.write_bytes(content)
            for command in ("verify", "show"):
                refused = stranger("packet", command, path, "--key", KEY)
                assert (refused.code, refused.out) == (1, ""), name
                assert refused.err
    assert not stranger.folder.exists()
    assert len(list(folder.iterdir())) == 2 * len(list(FILES.iterdir()))
