"""A dispute from the desk to the published ruling, all at windows: that of the staff, and one of each member, who sits
at a machine of their own without network. Nothing but files goes from one to the other.
"""

import asyncio
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.domain.cases import CaseState
from app.domain.council import Remedy
from app.domain.council import Stage as At
from app.domain.decisions import DecisionKind
from app.operations import council_ruling, council_seats
from app.operations.case_view import case_view
from tests.ui.seat_stage import SeatStage
from tests.ui.stage import Stage
from tests.ui.test_council import FIGHT, FIRST, Bench, other_manager
from ui.council.roster import Roster

SEATS = 6


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the network has a bug."""

    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("somebody asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@dataclass
class Council:
    """The window of the staff, and those of the members by the numbers of their seats."""

    bench: Bench
    seats: dict[int, SeatStage]

    @property
    def stage(self) -> Stage:
        return self.bench.stage

    @property
    def roster(self) -> Roster:
        return self.stage.window.council.roster.inside

    def fetch(self, pattern: str, seat: SeatStage | None = None) -> Path:
        """The newest file of a kind that somebody saved."""
        folder = self.bench.folder if seat is None else seat.out
        return max(folder.glob(pattern), key=lambda one: one.stat().st_mtime_ns)


@pytest.fixture
def council(stage: Stage, loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Iterator[Council]:
    """Six members, each with a seat that the secretary entered, compared by voice both ways."""
    folder = tmp_path / "handed"
    folder.mkdir()
    seats: dict[int, SeatStage] = {}
    made = Council(Bench(stage, {}, folder), seats)
    stage.do("go.seats")
    made.roster.saver.folder = lambda: folder
    for number in range(1, SEATS + 1):
        home = tmp_path / f"seat-{number}"
        home.mkdir()
        seat = seats[number] = SeatStage(loop, home, stage.clock).open().enter(f"委员{number}")
        seat.click(seat.window.home.card)
        _enter(made, number, made.fetch("*.stewardseat", seat))
    council_seats.make_chair(replace(stage.desk, me=other_manager(stage)), 1)
    stage.do("seat.roster")
    spoken = re.findall(r"(?:\d{4} ){5}\d{4}", " ".join(stage.notices))[-1]
    for seat in seats.values():
        seat.drop(made.fetch("*.stewardroster"))
        seat.window.home.heard.setText(spoken)
        seat.click(seat.window.home.take)
        assert seat.reads("已收下第"), seat.window.strip.words
    made.bench.page.voting.saver.folder = lambda: folder
    stage.do("go.triage")
    stage.frame.activateWindow()
    yield made
    for seat in seats.values():
        seat.close()


def _enter(council: Council, number: int, card: Path) -> None:
    """The secretary enters a card, and another person compares the fingerprint on the member's window."""
    stage, page = council.stage, council.roster
    page.take_card(card)
    stage.settle()
    page.form.account.setText(f"owner-{number}")
    page.form.outside.setChecked(True)
    page.form.why.setText("车友在别处的账号")
    stage.click(page.form.go_button)
    shown = " ".join(council.seats[number].texts(council.seats[number].window.home))
    read_out = re.findall(r"(?:\d{4} ){5}\d{4}", shown)[0]
    another = replace(stage.desk, me=other_manager(stage))  # who entered it compares nothing
    assert council_seats.confirm_seat(another, number, read_out).seat.confirmed_at is not None


def _open(seat: SeatStage, packet: Path) -> None:
    seat.drop(packet)
    assert seat.reads("签名可信"), seat.window.strip.words
    assert seat.reads("说的是事，不是人"), "what the other side says"
    assert not seat.reads("13800138000"), "masked"


def _vote(seat: SeatStage, remedy: Remedy) -> None:
    form = seat.window.packet.form
    assert form is not None
    for part, value in zip(form.questions.values(), ("yes", "yes", remedy.value), strict=True):
        part.radios[value].click()
    form.undertaking.click()
    seat.do("mode.cast")
    assert "评议票写好了" in seat.window.strip.words.zh


def _stand_aside(seat: SeatStage) -> None:
    form = seat.window.packet.form
    assert form is not None
    seat.click(form.aside)
    form.reason.setPlainText("我和作者是同事")
    form.undertaking.click()
    seat.click(form.go_aside)


def _altered(path: Path) -> Path:
    """The same ballot, changed on the way."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    changed = path.with_name(f"altered-{path.name}")
    changed.write_bytes(bytes(raw))
    return changed


def test_a_dispute_goes_through_six_windows_to_a_ruling(council: Council) -> None:
    bench, stage = council.bench, council.stage
    bench.refer()
    bench.prepare()
    bench.build()
    panel = bench.panel
    instead = _voted(council, panel)
    stage.clock.advance(days=5)
    stage.refresh()
    _counted(council)
    _ruled(council)
    for number in (*panel, instead):
        _destroyed(council, number)
    assert bench.dossier.referral.stage is At.CLOSED


def _voted(council: Council, panel: list[int]) -> int:
    """One stands aside and is replaced, one ballot is altered, one is replaced by a later one; who takes the place."""
    bench, stage, seats = council.bench, council.stage, council.seats
    packet = council.fetch("*.stewardpacket.age")
    for number in panel:
        _open(seats[number], packet)
    aside, twice, altered, *others = (seats[number] for number in panel)
    _stand_aside(aside)
    _vote(twice, Remedy.NONE)
    _vote(altered, Remedy.WARNING)
    files = [council.fetch("*.stewardballot", one) for one in (aside, twice, altered)]
    assert bench.drop(*files[:2], _altered(files[2]))
    assert stage.reads("altered-", bench.page.procedure), "it is named, with what is wrong with it"
    (instead,) = set(bench.panel) - set(panel)
    stage.do("council.again")
    _open(seats[instead], council.fetch("*.stewardpacket.age"))
    for seat in (twice, *others, seats[instead]):
        _vote(seat, Remedy.WARNING)
        assert bench.drop(council.fetch("*.stewardballot", seat))
    assert bench.drop(files[2])
    assert stage.reads("到票 5 / 5", bench.page.procedure.steps[3])
    assert not stage.reads("警告"), "nothing of what was voted is shown before the count"
    return instead


def _counted(council: Council) -> None:
    """The chair takes the outer seal off, at their window; the secretary counts with what they hand back."""
    bench, stage, chair = council.bench, council.stage, council.seats[1]
    stage.do("council.key")
    chair.drop(council.fetch("*.stewardkey"))
    chair.click(chair.window.home.open_key)
    assert bench.drop(council.fetch("*.stewardkey", chair))
    shown = bench.dossier
    assert shown.referral.stage is At.DECIDED
    assert shown.ruling is not None
    assert shown.ruling.outcome.remedy is Remedy.WARNING, "the later ballot counted"
    assert stage.reads("警告", bench.page.procedure.steps[5])


def _ruled(council: Council) -> None:
    bench, stage = council.bench, council.stage
    council_ruling.confirm(replace(stage.desk, me=other_manager(stage)), FIRST)
    stage.refresh()
    stage.do("council.do")
    view = case_view(stage.desk, FIGHT)
    assert view.decisions[-1].kind is DecisionKind.SANCTION
    stage.clock.advance(days=16)
    stage.refresh()
    stage.do("council.do")
    assert bench.dossier.ruling is not None
    assert bench.dossier.ruling.published_at is not None
    stage.send()
    assert case_view(stage.desk, FIGHT).case.state is CaseState.CLOSED


def _destroyed(council: Council, number: int) -> None:
    """The member destroys the packet; the secretary is told by a file."""
    seat = council.seats[number]
    seat.window.list.clicked.emit(seat.window.list.currentIndex())
    seat.settle()
    part = seat.window.packet.destroying
    assert part is not None
    part.sure.click()
    seat.click(part.go)
    assert "已销毁" in seat.window.strip.words.zh, seat.window.strip.words
    assert council.bench.drop(council.fetch("*.stewarddone", seat))
    assert "收进 1 份销毁确认" in council.stage.notices
