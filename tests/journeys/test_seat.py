"""A council member at the command line, on a machine without network: from a new seat to the packet's end."""

import hashlib
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.council import Remedy, key_fingerprint
from app.keys import ages
from app.packets import arrivals, ballot, box_key, done, roster, sealed, seat_card
from app.packets.arrivals import Arrivals, Arrived
from app.packets.roster import RosterSeat
from tests.journeys.conftest import Steward
from tests.packets import golden
from tests.packets import golden_council as council

NOW = datetime.now(UTC)
FINGERPRINT = key_fingerprint(golden.KEY)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("somebody asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@dataclass
class Secretary:
    """What the secretary makes of a member's card."""

    card: seat_card.Card
    folder: Path

    def _file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def roster(self) -> Path:
        begins, ends = NOW - timedelta(days=1), NOW + timedelta(days=300)
        mine = RosterSeat(4, self.card.name, self.card.keys, begins, ends, chair=True)
        made = roster.write(2, "示例车友社区", [mine], golden.SECRET, NOW)
        return self._file(made.name, made.content)

    def packet(self, case: str, days: float) -> Path:
        due, box = NOW + timedelta(days=days), ages.public_of(council.box_secret())
        made = council.build(case=case, due_at=due, box=box)
        return self._file(*sealed.seal(made, [self.card.keys.seals]))

    def arrivals(self, case: str, packet: str, *arrived: Arrived) -> Path:
        made = arrivals.write(Arrivals(case, 1, packet, NOW, arrived), golden.SECRET)
        return self._file(made.name, made.content)

    def key(self, case: str, packet: str, days: float) -> Path:
        of = box_key.For(case, 1, packet, NOW + timedelta(days=days))
        keys = (council.SECRETARY_SEALS, [self.card.keys.seals])
        made = box_key.wrap(council.box_secret(), of, *keys, golden.SECRET)
        return self._file(made.name, made.content)


@pytest.fixture
def secretary(steward: Steward, tmp_path: Path) -> Secretary:
    made = steward.ok("seat", "new", "--name", "阿木")
    card = seat_card.read(Path(steward.ok("seat", "card", "--out", tmp_path)["file"]).read_bytes())
    assert (card.name, card.fingerprint) == ("阿木", made["fingerprint"])
    return Secretary(card, tmp_path)


def test_a_member_reads_votes_and_changes_their_mind(steward: Steward, secretary: Secretary, tmp_path: Path) -> None:
    opened = steward("seat", "open", secretary.packet("referral-3", 5))
    assert opened.code == 0
    assert "nothing was changed since it was signed" in opened.out
    assert "signer is unknown" in opened.err
    vote = ("ballot", "cast", "referral-3", "--facts", "yes", "--breach", "no", "--remedy", "none", "--out", tmp_path)
    refused = steward(*vote, "--undertaking")
    assert (refused.code, "unknown key" in refused.err) == (1, True)
    assert steward("seat", "roster", secretary.roster()).code == 1
    taken = steward.ok("seat", "roster", secretary.roster(), "--fingerprint", FINGERPRINT)
    assert (taken["seat"], taken["fingerprint"]) == (4, FINGERPRINT)
    line = steward.ok("seat", "list")[0]
    assert (line["case"], line["signer"], line["state"]) == ("referral-3", "known", "to_vote")
    read = steward("seat", "read", "referral-3")
    assert (read.code, read.err) == (0, "")
    assert all(text in read.out for text in (council.FIRST, "68 %", "Credit others.", "with the key that you compared"))
    page = tmp_path / "page.html"
    assert "not encrypted" in steward("seat", "read", "referral-3", "--html", page).err
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    noted = steward.ok("seat", "note", "referral-3", "--at", "p-2", "--text", "大段相同", "--mark")
    assert noted == [{"at": "p-2", "text": "大段相同", "marked": True}]
    assert "no “p-99”" in steward("seat", "note", "referral-3", "--at", "p-99", "--mark").err
    lacking = steward(*vote)
    assert (lacking.code, "I undertake" in lacking.err) == (1, True)
    first = Path(steward.ok(*vote, "--undertaking", "--why-facts", "写得一样")["file"])
    later = steward.ok(*vote[:-4], "--remedy", "apology", "--undertaking", "--out", tmp_path)
    votes = [ballot.read(path.read_bytes(), [secretary.card.keys.signs]) for path in (first, Path(later["file"]))]
    assert [one.bound.serial for one in votes] == [1, 2]
    answers = [ballot.answers(one, council.box_secret()) for one in votes]
    assert [(one.remedy, one.why_facts) for one in answers] == [(Remedy.NONE, "写得一样"), (Remedy.APOLOGY, "")]
    aside = steward.ok("ballot", "cast", "referral-3", "--recuse", "我认识乙", "--undertaking", "--out", tmp_path)
    said = ballot.read(Path(aside["file"]).read_bytes(), [secretary.card.keys.signs])
    assert (said.bound.serial, said.reason) == (3, "我认识乙")


def test_the_chair_opens_the_count_and_destroys_the_packet(
    steward: Steward, secretary: Secretary, tmp_path: Path
) -> None:
    steward.ok("seat", "roster", secretary.roster(), "--fingerprint", FINGERPRINT)
    running = steward.ok("seat", "open", secretary.packet("referral-3", 5))["sha256"]
    over = steward.ok("seat", "open", secretary.packet("referral-4", -1))["sha256"]
    early = steward("seat", "unlock", secretary.key("referral-3", running, 5), "--out", tmp_path)
    assert (early.code, "not opened before" in early.err) == (1, True)
    unlocked = steward.ok("seat", "unlock", secretary.key("referral-4", over, -1), "--out", tmp_path)
    box = box_key.read(Path(unlocked["file"]).read_bytes(), [secretary.card.keys.signs])
    assert box_key.open_inner(box, council.SECRETARY_AGE) == council.box_secret()
    late = ("ballot", "cast", "referral-4", "--facts", "no", "--breach", "no", "--remedy", "none", "--undertaking")
    told = steward(*late, "--out", tmp_path)
    assert "will not be counted" in told.err
    assert "referral-4, 示例车友社区 · round 1 · 乙的帖子" in told.out
    lacking = steward("seat", "arrivals", secretary.arrivals("referral-4", over))
    assert (lacking.code, "Your ballot 1 did not arrive." in lacking.err) == (1, True)
    file = hashlib.sha256((tmp_path / "referral-4-1-4.stewardballot").read_bytes()).hexdigest()
    arrived = secretary.arrivals("referral-4", over, Arrived(4, 1, False, file))
    assert steward.ok("seat", "arrivals", arrived) == {"case": "referral-4", "round": 1, "arrived": True, "serial": 1}
    assert steward("seat", "destroy", "referral-3", "--out", tmp_path).code == 1
    assert steward.ok("seat", "read", over[:6])["sha256"] == over
    gone = steward.ok("seat", "destroy", "referral-4", "--out", tmp_path)
    assert done.read(Path(gone["file"]).read_bytes(), [secretary.card.keys.signs])[0].packet == over
    assert steward("seat", "read", "referral-4").code == 1
    assert {one["case"]: one["state"] for one in steward.ok("seat", "list")} == {
        "referral-3": "to_vote",
        "referral-4": "destroyed",
    }


def test_a_file_that_is_double_clicked_opens_council_mode(steward: Steward, secretary: Secretary) -> None:
    packet = secretary.packet("referral-3", 5)
    for words in ((packet,), ("--json", packet), ("seat", "window", packet)):
        opened = steward(*words)
        assert opened.code == 2  # there is no display here
        assert f"steward seat open {packet}" in opened.err
    assert steward("strange.stewardpaket").code == 2
    assert "invalid choice" in steward("strange.stewardpaket").err


def test_what_is_no_packet_is_refused_with_its_reason_and_kept_nowhere(
    steward: Steward, secretary: Secretary, tmp_path: Path
) -> None:
    whole = secretary.packet("referral-3", 5).read_bytes()
    torn = tmp_path / "torn.stewardpacket.age"
    for content, reason in (
        (whole[:-40], "damaged or cut short"),
        (b"age-encryption.org/v1\n" + b"x" * 99, "damaged or cut short"),
        (b"hello", "no packet"),
        (golden.whole(), "not a question for the council"),
    ):
        torn.write_bytes(content)
        refused = steward("seat", "open", torn)
        assert (refused.code, reason in refused.err) == (1, True), refused.err
    assert steward.ok("seat", "list") == []
