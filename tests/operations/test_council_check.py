"""A verification finds what was done to the council's tables by somebody who took the guards off."""

import json

import pytest
import sqlalchemy as sa

import seated
from app.domain.council import Remedy
from app.domain.council_panel import Aside
from app.operations import accounts, council_box, council_counting, council_panel, council_seats
from app.operations.desk import Desk
from tests.conftest import Clock
from tests.operations import balloting


@pytest.fixture
def counted(lite_desk: Desk, clock: Clock) -> Desk:
    """Three ballots of five were counted."""
    vote = balloting.voting(lite_desk)
    council_seats.sign_roster(lite_desk)
    for seat in vote.panel[:3]:
        council_box.take_in(lite_desk, vote.cast(seat, Remedy.APOLOGY))
    clock.advance(days=5)
    council_counting.count(lite_desk, vote.referral.id, balloting.opened(lite_desk, vote))
    return lite_desk


def test_what_was_done_by_the_operations_holds(counted: Desk) -> None:
    assert accounts.verify_ledger(counted.record).ok


@pytest.mark.parametrize(
    ("by_hand", "reason"),
    [
        (
            "INSERT INTO panel_seats (referral_key, seat_key, place, round, drawn_at) SELECT 1, key, 99, 1, 5 "
            "FROM seats WHERE key NOT IN (SELECT seat_key FROM panel_seats) LIMIT 1",
            "referral-1: a seat of the panel was never entered",
        ),
        ("DELETE FROM panel_seats WHERE place = 5", "and is missing"),
        ("UPDATE referrals SET ledger_hash = 'x'", "referral-1: the panel was not drawn as the ledger's head decides"),
        ("UPDATE council_packets SET box = 'age1other'", "the packet has another hash than its entry"),
        ("DELETE FROM council_packets", "referral-1: the packet is missing"),
        ("UPDATE ballot_roll SET recusal = true WHERE seq = 1", "is missing"),
        ("DELETE FROM ballot_roll WHERE seq = 3", "is missing"),
        (
            "INSERT INTO ballot_roll (referral_key, round, seat_key, serial, recusal, at) "
            "VALUES (1, 1, 1, 7, false, 5)",
            "referral-1: a ballot was never entered",
        ),
        ("UPDATE ballot_answers SET remedy = 'removal'", "referral-1: the answers are not those that were counted"),
        ("DELETE FROM ballot_answers", "referral-1: the answers are not those that were counted"),
        ("UPDATE ballot_answers SET why_facts = 'x'", "referral-1: the answers are not those that were counted"),
        (
            "UPDATE rulings SET outcome = replace(outcome, 'apology', 'suspension')",
            "referral-1: the ruling does not follow from the count",
        ),
        ("DELETE FROM rulings", "referral-1: the ruling does not follow from the count"),
        (
            "UPDATE rulings SET confirmed_at = 5, confirmed_by_id = by_id, publish_at = 5",
            "whether the ruling was taken on is not what was entered",
        ),
        ("UPDATE council_packets SET content = 'x'", "referral-1: the packet has another content than its hash"),
        ("UPDATE seats SET signs = 'x' WHERE number = 2", "seat 2 has other keys than were entered"),
        ("UPDATE seats SET ends = ends + 1 WHERE number = 2", "seat 2 has another term than was entered"),
        ("UPDATE seats SET chair = true WHERE number = 2", "seat 2: what became of it was never entered"),
        ("UPDATE rosters SET sha256 = 'x'", "the signed rosters are not those that were entered"),
        (
            "UPDATE panel_seats SET aside = 'party', aside_at = 5 WHERE place = 5",
            "stands aside is not what was entered",
        ),
        ("UPDATE referrals SET question = 'x'", "referral-1: what is asked is not what was entered"),
        ("UPDATE referrals SET brand_party = true", "referral-1: what is asked is not what was entered"),
        ("UPDATE referrals SET stage = 'ruled'", "referral-1: it is at another stage than was entered"),
        (
            "INSERT INTO referral_articles (referral_key, edition, article) VALUES (1, 1, 4)",
            "referral-1: the articles are not those that were entered",
        ),
        ("UPDATE ballot_roll SET at = at - 90000 WHERE seq = 1", "arrived at another time than was entered"),
    ],
)
def test_what_was_done_by_hand_is_found(counted: Desk, by_hand: str, reason: str) -> None:
    with counted.record.connection() as connection:
        for name in (
            connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        ):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        assert connection.execute(sa.text(by_hand)).rowcount >= 1
    found = accounts.verify_ledger(counted.record)
    assert not found.ok
    assert reason in found.reason


def test_anybody_can_draw_again_from_what_the_ledger_tells(lite_desk: Desk, clock: Clock) -> None:
    """Also with a seat that stood aside, and one that was entered too late to be drawn with the others."""
    referral, _ = seated.panelled(lite_desk, seats=5)
    clock.advance(minutes=1)
    seated.seat(lite_desk, 6)
    first = seated.numbers(lite_desk, referral)[0]
    council_panel.stand_aside(lite_desk, referral.id, first, Aside.CONFLICT)
    assert seated.numbers(lite_desk, referral)[-1] == 6
    assert accounts.verify_ledger(lite_desk.record).ok
    with lite_desk.record.connection() as connection:
        drawn = connection.execute(sa.text("SELECT body FROM ledger WHERE kind = 'panel.drawn' ORDER BY seq")).scalars()
        told = [json.loads(body) for body in drawn]
    assert (told[1]["late"], told[1]["drawn"], told[1]["instead_of"]) == ("6", "6", first)
