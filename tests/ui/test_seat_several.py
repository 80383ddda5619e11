"""Council mode where somebody sits in two councils, where strangers send packets, and after the term."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.council import Finding, Remedy, key_fingerprint
from app.domain.seat import Draft
from app.keys import signing
from app.operations import seat_keys, seat_voting
from app.packets import arrivals, packet, roster
from app.packets.arrivals import Arrivals, Arrived
from tests.conftest import Clock
from tests.operations.seats import NUMBER
from tests.packets import golden
from tests.packets import golden_council as council
from tests.ui.seat_stage import SeatStage

OTHER, STRANGER = golden.secret(3), golden.secret(5)


@pytest.fixture
def stage(loop: asyncio.AbstractEventLoop, tmp_path: Path, clock: Clock) -> Iterator[SeatStage]:
    made = SeatStage(loop, tmp_path, clock).open().enter()
    yield made
    made.close()


def _by(stage: SeatStage, secret: str, question: str, page: bytes | None = None) -> None:
    said = council.file(key=signing.public_of(secret), question=question)
    built = packet.build(said, page or council.page(said), council.contents(), secret)
    stage.drop(stage.file(built.name, built.content))


def _lines(stage: SeatStage) -> list[str]:
    shown = stage.window.list
    return [str(shown.lines.data(shown.lines.index(at))) for at in range(len(shown.lines.rows))]


def test_packets_of_two_councils_and_of_a_stranger_are_told_apart(stage: SeatStage, clock: Clock) -> None:
    stage.trust()
    stage.packet()
    assert "示例车友社区" not in _lines(stage)[0]
    keys = seat_keys.me(stage.member.desk).own.keys
    seat = roster.RosterSeat(9, "木", keys, golden.AT - timedelta(days=1), golden.AT + timedelta(days=90))
    raw = roster.write(1, "另一个社区", [seat], OTHER, golden.AT).content
    seat_keys.take_roster(stage.member.desk, raw, key_fingerprint(signing.public_of(OTHER)))
    clock.advance(minutes=1)
    _by(stage, OTHER, "另一个问题？")
    clock.advance(minutes=1)
    _by(stage, STRANGER, "谁的问题？", page=council.page(council.file()))
    assert stage.reads("请在程序里阅读，以程序显示的为准")
    first, second, third = _lines(stage)
    assert ("另一个问题？" in first, "另一个社区" in first) == (True, True)
    assert ("示例车友社区" in second, "签名人未知" in second) == (True, False)
    assert ("谁的问题？" in third, "签名人未知" in third) == (True, True)


def test_after_the_term_a_member_sees_whether_their_ballot_arrived(stage: SeatStage, clock: Clock) -> None:
    stage.trust()
    sha256 = stage.member.take()
    said = Draft(Finding.YES, Finding.NO, Remedy.NONE)
    written = [seat_voting.vote(stage.member.desk, sha256, said, undertaking=True) for _ in range(2)]
    clock.advance(days=5)

    def drop(*arrived: Arrived) -> str:
        made = arrivals.write(Arrivals("referral-3", 1, sha256, clock(), arrived), golden.SECRET)
        stage.drop(stage.file(made.name, made.content))
        return stage.window.strip.objectName()

    digest = hashlib.sha256(written[1].content).hexdigest()
    assert drop(Arrived(NUMBER, 2, False, digest)) == "advice"
    assert stage.reads("referral-3 第 1 轮：您的第 2 张评议票已到。")
    assert drop() == "fault"
    assert stage.reads("您的第 2 张评议票没有到。")
