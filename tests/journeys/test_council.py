"""A dispute before the council, from the referral to the published ruling, all at the command line.

Staff works on one workspace, over HTTP; each member of the council in a folder of their own, with networking blocked.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import app.start
import app.start_seat
from tests.journeys.conftest import TOKENS, Served, Steward

SEATS, PANEL = 6, 5
QUESTION = "甲方的回帖是否构成对人的攻击？"
ALLEGED = "甲方在讨论中回复他人，用词激烈。"
VOTE = ("--facts", "yes", "--breach", "yes", "--undertaking")


class Time:
    """The time of everybody; it moves when it is told to."""

    def __init__(self) -> None:
        self._beyond = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._beyond

    def pass_by(self, **by: float) -> None:
        self._beyond += timedelta(**by)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moves = Time()
    monkeypatch.setattr(app.start, "now", moves)
    for way in (app.start_seat.open_seat, app.start_seat.create_seat):
        monkeypatch.setitem(way.__kwdefaults__, "clock", moves)  # type: ignore[attr-defined]
    return moves


@contextmanager
def _offline() -> Iterator[None]:
    """Whoever asks for the network meanwhile has a bug."""

    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("a seat asked for the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@dataclass
class Member:
    """A member of the council at their own machine. `out` is where their files go, as an envelope would carry them."""

    steward: Steward
    out: Path
    number: int = 0
    fingerprint: str = ""

    def ok(self, *arguments: object) -> Any:
        with _offline():
            return self.steward.ok(*arguments)

    def vote(self, referral: str, *answers: str) -> Path:
        return Path(self.ok("ballot", "cast", referral, *VOTE, *answers, "--out", self.out)["file"])


@dataclass
class Staff:
    """The secretary, with the first account, and a manager with another one."""

    steward: Steward
    served: Served
    out: Path
    members: list[Member] = field(default_factory=list)

    def ok(self, *arguments: object, account: int = 0) -> Any:
        return self.steward.ok(*arguments, STEWARD_TOKEN=TOKENS[account])

    def refused(self, *arguments: object, account: int = 0) -> str:
        done = self.steward(*arguments, STEWARD_TOKEN=TOKENS[account])
        assert done.code == 1, done.out
        return done.err


@pytest.fixture
def staff(steward: Steward, community: Callable[..., Served], tmp_path: Path, time: Time) -> Staff:
    served = community(posts=60, seed=11)
    staff = Staff(steward, served, tmp_path / "secretary")
    staff.ok("connect", served.url)
    staff.ok("connect", served.url, account=1)
    staff.ok("sync")
    other = served.staff[1]["id"]
    staff.ok("roles", other, "moderator", "lead", "manager")
    return staff


def _council(staff: Staff, folder: Path) -> None:
    """Each member makes a seat, the secretary enters it and compares its fingerprint, all take the roster."""
    for number in range(1, SEATS + 1):
        home = folder / f"seat-{number}"
        member = Member(Steward(home / "own"), home, number)
        member.fingerprint = member.ok("seat", "new", "--name", f"议员{number}")["fingerprint"]
        card = member.ok("seat", "card", "--out", home)["file"]
        account = ("--member", f"owner-{number}", "--member-name", f"资深车友{number}")
        entered = staff.ok("council", "enter-seat", card, *account, "--until", "2099-12-31")
        assert (entered["seat"], entered["fingerprint"]) == (number, member.fingerprint)
        staff.ok("council", "confirm-seat", number, "--fingerprint", member.fingerprint, account=1)
        staff.members.append(member)
    staff.ok("council", "chair", 1, account=1)
    roster = staff.ok("council", "roster", "--out", staff.out)
    for member in staff.members:
        taken = member.ok("seat", "roster", roster["file"], "--fingerprint", roster["fingerprint"])
        assert (taken["seat"], taken["fingerprint"]) == (member.number, roster["fingerprint"])


def _refer(staff: Staff) -> tuple[str, str]:
    """A case goes to the council, with somebody who complains, and both sides are heard; the referral and the case."""
    rows = staff.ok("queue", "--limit", "200")
    able = [row["case"] for row in rows if row["kind"] == "violation"]
    case = next(one for one in able if not staff.ok("case", one)["brand_hit"])
    author = staff.ok("case", case)["author"]["id"]
    shown = (staff.ok("case", one)["author"]["id"] for one in able)
    complainant = next(one for one in shown if one != author)
    words = ("--question", QUESTION, "--alleged", ALLEGED, "--matter", "opinion", "--article", "3")
    done = staff.ok("refer", case, *words, "--complainant", complainant)
    assert (done["case"], done["state"]) == (case, "awaiting_council")
    referral = str(done["referral"])
    parties = staff.ok("council", "show", referral)["parties"]
    assert {one["member"]: one["complains"] for one in parties} == {author: False, complainant: True}
    said = staff.out / "statement.txt"
    said.parent.mkdir(exist_ok=True)
    for party in parties:
        said.write_text(f"{party['label']}：当时话说得急，但说的是事情。", encoding="utf-8")
        staff.ok("council", "statement", referral, party["label"], "--message", said)
    assert "council" in staff.refused("sanction", case, "--article", "3"), "it is judged first"
    return referral, str(case)


def _packet(staff: Staff, referral: str) -> str:
    """The packet is looked at, confirmed and built; the file."""
    plan = staff.ok("packet", "plan", referral)
    for picture in plan["pictures"]:
        plan = staff.ok("packet", "picture", referral, picture["number"], "--out")
    staff.ok("packet", "confirm", referral, plan["seen"])
    return str(staff.ok("packet", "build", referral, "--out", staff.out)["path"])


def _take(staff: Staff, *files: Path) -> Any:
    taken = staff.ok("ballot", "take", *files)
    assert taken["refused"] == []
    again = staff.ok("ballot", "take", *files)
    assert (again["arrived"], again["refused"]) == ([], [])
    return taken


def _altered(path: Path) -> Path:
    """The same ballot with one digit of its sealed answers changed on the way."""
    raw = bytearray(path.read_bytes())
    at = raw.index(b'"sealed"') + 40
    raw[at] = ord("A") if raw[at] != ord("A") else ord("B")
    changed = path.with_name(f"altered-{path.name}")
    changed.write_bytes(bytes(raw))
    return changed


def _count(staff: Staff, referral: str) -> Any:
    """The chair takes the outer seal off the key, the secretary counts; the key is nowhere afterwards."""
    key = staff.ok("council", "key", referral, "--out", staff.out)["file"]
    chair = staff.members[0]
    opened = Path(chair.ok("seat", "unlock", key, "--out", chair.out)["file"])
    counted = staff.steward("ballot", "count", referral, "--opened", opened, "--json", STEWARD_TOKEN=TOKENS[0])
    assert "Delete every copy of the key" in counted.err
    done = counted.json
    assert not opened.exists()
    assert list((staff.steward.folder / "council").iterdir()) == []
    return done


def _voted(staff: Staff, referral: str, packet: str, panel: list[int]) -> int:
    """Four vote, one of them twice, one on the way altered; one stands aside and is replaced. Who took its place."""
    seats = {number: staff.members[number - 1] for number in range(1, SEATS + 1)}
    for number in panel:
        assert seats[number].ok("seat", "open", packet)["signer"] == "known"
    one, other, third, fourth, aside = (seats[number] for number in panel)
    reason = ("--recuse", "我和甲方在同一个车友会", "--undertaking")
    left = aside.ok("ballot", "cast", referral, *reason, "--out", aside.out)["file"]
    first = one.vote(referral, "--remedy", "none")
    taken = _take(staff, Path(left), first, other.vote(referral, "--remedy", "mute_1", "--why-remedy", "已是第二次"))
    (recused,) = [arrived for arrived in taken["arrived"] if arrived["recusal"]]
    assert recused["seat"] == aside.number
    later = one.vote(referral, "--remedy", "mute_1")
    assert _take(staff, later)["arrived"][0]["replaced"]
    assert "no later one" in staff.refused("ballot", "take", first)
    honest = third.vote(referral, "--remedy", "warning")
    assert "damaged or was changed" in staff.refused("ballot", "take", _altered(honest))
    _take(staff, honest, fourth.vote(referral, "--remedy", "mute_1"))
    instead = seats[recused["instead"]]
    again = staff.ok("packet", "seal", referral, "--out", staff.out / "again")["path"]
    instead.ok("seat", "open", again)
    arrived = _take(staff, instead.vote(referral, "--remedy", "removal"))["arrived"]
    assert (arrived[0]["here"], arrived[0]["seats"]) == (PANEL, PANEL)
    return int(instead.number)


def test_a_dispute_is_judged_by_five_and_the_ruling_carried_out(staff: Staff, tmp_path: Path, time: Time) -> None:
    _council(staff, tmp_path)
    referral, case = _refer(staff)
    panel = staff.ok("council", "draw", referral)["drawn"]
    instead = _voted(staff, referral, _packet(staff, referral), panel)

    saved = staff.steward("backup", tmp_path / "weekly.steward", STEWARD_TOKEN=TOKENS[0])
    assert (saved.code, "ask" in saved.err, referral in saved.err) == (0, True, True), saved.err
    other = Steward(tmp_path / "restored")
    restored = other("restore", tmp_path / "weekly.steward")
    assert f"Seats voted on {referral}" in restored.err, restored.err

    assert "goes on until" in staff.refused("council", "key", referral, "--out", staff.out)
    time.pass_by(days=5)
    late = staff.members[panel[0] - 1].vote(referral, "--remedy", "none")
    assert "late" in staff.refused("ballot", "take", late)
    counted = _count(staff, referral)
    assert (counted["ballots"], counted["remedy"], counted["invalid"]) == (PANEL, "mute_1", [])

    ruling = ("council", "ruling", referral)
    names = [staff.ok("case", case)["author"]["name"], *(f"议员{number}" for number in range(1, SEATS + 1))]
    assert "已是第二次" in {one["why_remedy"] for one in staff.ok(*ruling, "--reasons")}
    words = staff.out / "ruling.txt"
    words.write_text(f"{names[0]}应当注意。", encoding="utf-8")
    assert names[0] in staff.refused(*ruling, "--text", words)
    words.write_text("乙方应当注意措辞。", encoding="utf-8")
    staff.ok(*ruling, "--text", words)
    assert "another manager" in staff.refused(*ruling, "--confirm")
    confirmed = staff.ok(*ruling, "--confirm", account=1)
    assert confirmed["back"] == [case]
    assert staff.ok("case", case)["state"] == "claimed"
    done = staff.ok(*ruling, "--carry-out")
    assert (done["case"], done["state"]) == (case, "closed")
    kept = staff.ok("case", case)["sanctions"][0]
    assert (kept["rung"], referral in kept["departure"]) == ("mute_1", True)
    staff.ok("sync")
    author = staff.ok("case", case)["author"]["id"]
    assert staff.served.get(f"/v1/members/{author}")["standing"]["silenced_until"] is not None

    assert "term of appeal" in staff.refused(*ruling, "--publish")
    time.pass_by(days=16)
    published = staff.ok(*ruling, "--publish")
    assert staff.ok("sync")["sent"] == 1
    assert not published["by_hand"]
    assert "应当注意措辞" in published["text"]
    assert not [name for name in names if name in published["text"]]
    assert [one["referral"] for one in staff.ok("council", "precedents", QUESTION)] == [referral]

    for number in (*panel, instead):
        member = staff.members[number - 1]
        gone = Path(member.ok("seat", "destroy", referral, "--out", member.out)["file"])
        assert _take(staff, gone)["destroyed"][0]["seat"] == number
    assert staff.ok("council", "show", referral)["stage"] == "closed"
    assert staff.ok("ledger", "verify")["ok"]
