"""Members make their cards, the secretary enters them, both compare fingerprints, a roster comes back."""

from pathlib import Path

import pytest

from tests.journeys.conftest import TOKENS, Served, Steward

TERM = ("--until", "2099-12-01")


@pytest.fixture
def member(tmp_path: Path) -> Steward:
    return Steward(tmp_path / "member" / "seat")


def test_from_a_card_to_a_roster_that_its_seat_takes(
    connected: tuple[Steward, Served], member: Steward, tmp_path: Path
) -> None:
    steward, served = connected
    steward.ok("connect", served.url, STEWARD_TOKEN=TOKENS[1])
    steward.ok("connect", served.url, STEWARD_TOKEN=TOKENS[0])
    other = served.staff[1]["id"]
    steward.ok("roles", other, "moderator", "manager")
    own = member.ok("seat", "new", "--name", "阿岚")["fingerprint"]
    card = member.ok("seat", "card", "--out", tmp_path)["file"]
    who = steward.ok("case", steward.ok("queue", "--limit", "1")[0]["case"])["author"]["id"]
    unknown = steward("council", "enter-seat", card, "--member", "u-nobody", *TERM)
    assert (unknown.code, "No member u-nobody is known" in unknown.err) == (1, True)
    entered = steward.ok("council", "enter-seat", card, "--member", who, *TERM)
    assert (entered["seat"], entered["name"], entered["fingerprint"]) == (1, "阿岚", own)
    assert "no seat sits" in steward("council", "roster", "--out", tmp_path).err.lower()
    wrong = steward("council", "confirm-seat", "1", "--fingerprint", own[::-1], STEWARD_TOKEN=TOKENS[1])
    assert (wrong.code, "is not that of the keys of seat 1" in wrong.err) == (1, True)
    assert steward.ok("council", "seats")[0]["standing"] == "unconfirmed"
    alone = steward("council", "confirm-seat", "1", "--fingerprint", own)
    assert (alone.code, "another account" in alone.err) == (1, True)
    steward.ok("council", "confirm-seat", "1", "--fingerprint", own.replace(" ", ""), STEWARD_TOKEN=TOKENS[1])
    steward.ok("council", "chair", "1", STEWARD_TOKEN=TOKENS[1])
    plain = steward("council", "seats").out
    assert all(text in plain for text in ("阿岚", own, "chair", "2099-12-01"))

    signed = steward.ok("council", "roster", "--out", tmp_path)
    assert (Path(signed["file"]).name, signed["seats"]) == ("roster-1.stewardroster", [1])
    taken = member.ok("seat", "roster", signed["file"], "--fingerprint", signed["fingerprint"])
    assert (taken["seat"], taken["fingerprint"]) == (1, signed["fingerprint"])

    steward.ok("council", "leave-seat", "1")
    assert steward.ok("council", "seats")[0]["standing"] == "left"
    assert steward("council", "enter-seat", card, "--member", who, *TERM).code == 1  # keys are used once
    assert steward("council", "seats", STEWARD_TOKEN=TOKENS[1]).code == 0
    steward.ok("roles", other, "moderator")
    refused = steward("council", "chair", "1", STEWARD_TOKEN=TOKENS[1])
    assert (refused.code, "secretary" in refused.err) == (1, True)
    assert steward.ok("ledger", "verify")["ok"]
