"""What a council member does in their own folder: whom they trust, what they read, how they vote, what they leave."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.domain.council import Finding, Remedy, fingerprint, key_fingerprint
from app.domain.seat import Draft, Standing
from app.errors import (
    AnswerMissing,
    DestroyBeforeTerm,
    FingerprintDiffers,
    FingerprintNeeded,
    KeyBeforeTerm,
    NotChair,
    NoteTooLong,
    NotForCouncil,
    NotInRoster,
    PacketContradicts,
    PacketDestroyed,
    PacketError,
    PacketForReading,
    PacketNotHere,
    ReasonTooLong,
    RecusalNeedsReason,
    RosterByAnother,
    RosterOlder,
    RosterSplit,
    SealBroken,
    SealedForOthers,
    SignerUnknown,
    StewardError,
    UndertakingNeeded,
)
from app.keys import ages, signing
from app.keys.store import NoKeyStore
from app.operations import seat_chair, seat_destroying, seat_finding, seat_keys, seat_notes, seat_packets, seat_voting
from app.packets import ballot, box_key, done, roster, sealed, seat_card, signed
from app.start_seat import open_seat
from storage.seat_schema import contents, notes
from tests.conftest import Clock
from tests.operations.seats import NUMBER, PASSPHRASE, Member, member
from tests.packets import golden
from tests.packets import golden_council as council
from tests.packets.mutants import mutants

SAID = Draft(Finding.YES, Finding.NO, Remedy.NONE, "两处一致", "", "提醒一下就够")
OTHER = golden.secret(3)


@pytest.fixture
def mine(tmp_path: Path, clock: Clock) -> Iterator[Member]:
    made = member(tmp_path / "seat", clock)
    yield made
    made.seat.close()


def standing(mine: Member) -> Standing:
    return seat_packets.packets(mine.desk)[0].standing


# --- card and roster ----------------------------------------------------------------------------------------


def test_the_card_bears_the_name_and_the_keys_whose_fingerprint_is_read_out(mine: Member) -> None:
    card = seat_card.read(seat_keys.card(mine.desk).content)
    me = seat_keys.me(mine.desk)
    assert (card.name, card.keys, card.fingerprint) == ("阿木", me.own.keys, me.fingerprint)
    assert me.fingerprint == fingerprint(card.keys)
    assert me.seat is None
    assert not me.sits


def test_a_first_roster_is_taken_only_with_the_fingerprint_that_was_compared(mine: Member) -> None:
    raw = mine.roster()
    seen = seat_keys.look_at_roster(mine.desk, raw)
    assert (seen.first, seen.trusted, seen.fingerprint) == (True, False, key_fingerprint(golden.KEY))
    with pytest.raises(FingerprintNeeded):
        seat_keys.take_roster(mine.desk, raw)
    with pytest.raises(FingerprintDiffers):
        seat_keys.take_roster(mine.desk, raw, "1234 " * 6)
    assert seat_keys.me(mine.desk).roster is None
    seat_keys.take_roster(mine.desk, raw, seen.fingerprint.replace(" ", "-"))
    me = seat_keys.me(mine.desk)
    assert (me.seat.number if me.seat else None, me.sits) == (NUMBER, True)


def test_later_rosters_need_the_same_key_and_a_higher_number(mine: Member) -> None:
    mine.trust(serial=3)
    assert seat_keys.take_roster(mine.desk, mine.roster(serial=3)).changes.areas == frozenset()
    with pytest.raises(RosterOlder):
        seat_keys.take_roster(mine.desk, mine.roster(serial=2))
    with pytest.raises(RosterSplit):
        seat_keys.take_roster(mine.desk, mine.roster(serial=3, chair=True))
    seat_keys.take_roster(mine.desk, mine.roster(serial=4))  # nothing is compared again
    strange = mine.roster(serial=9, key=OTHER)
    with pytest.raises(RosterByAnother):
        seat_keys.take_roster(mine.desk, strange)
    with pytest.raises(FingerprintDiffers):
        seat_keys.take_roster(mine.desk, strange, key_fingerprint(golden.KEY))
    assert [one.serial for one in (seat_keys.me(mine.desk).roster,) if one] == [4]
    seat_keys.take_roster(mine.desk, strange, key_fingerprint(signing.public_of(OTHER)))  # the secretary's new machine
    assert [one.serial for one in (seat_keys.me(mine.desk).roster,) if one] == [9]


# --- packets ------------------------------------------------------------------------------------------------


def test_a_packet_of_an_unknown_signer_opens_to_read_and_is_voted_on_once_its_key_was_compared(mine: Member) -> None:
    taken = seat_packets.take_packet(mine.desk, mine.packet())
    assert taken.new
    assert not taken.verdict.known
    assert taken.verdict.fingerprint == key_fingerprint(golden.KEY)
    sha256 = taken.kept.sha256
    reading = seat_packets.read(mine.desk, sha256)
    assert reading.file.question == council.file().question
    assert reading.standing is Standing.READ_ONLY
    assert reading.why_not is not None
    for act in (
        lambda: seat_voting.vote(mine.desk, sha256, SAID, undertaking=True),
        lambda: seat_voting.recuse(mine.desk, sha256, "我是当事人的朋友", undertaking=True),
    ):
        with pytest.raises(PacketForReading):
            act()
    mine.trust()
    assert standing(mine) is Standing.TO_VOTE
    again = seat_packets.take_packet(mine.desk, mine.packet())  # sealed anew: the same packet
    assert (again.new, again.verdict.known, again.kept.sha256) == (False, True, sha256)
    assert seat_packets.read(mine.desk, sha256).why_not is None
    seat_voting.vote(mine.desk, sha256, SAID, undertaking=True)


def test_what_is_refused_leaves_nothing_in_the_folder(mine: Member) -> None:
    mine.trust()
    whole = mine.packet()
    others = sealed.seal(council.build(), [council.keys(7).seals])[1]
    plain = bytearray(council.whole())
    plain[len(plain) // 2] ^= 1
    cases: list[tuple[bytes, type[Exception]]] = [
        (others, SealedForOthers),
        (golden.whole(), NotForCouncil),
        (bytes(plain), PacketError),
        (whole[:-9], SealBroken),
    ]
    for raw, error in cases:
        with pytest.raises(error):
            seat_packets.take_packet(mine.desk, raw)
    assert seat_packets.packets(mine.desk) == []
    with mine.desk.store.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(contents)).scalar() == 0


def test_no_mutant_of_a_file_is_taken_and_none_is_worse_than_refused(mine: Member, clock: Clock) -> None:
    mine.trust(chair=True)
    sha256 = mine.take()
    clock.advance(days=6)
    kept = {"packet": seat_packets.packets(mine.desk), "roster": seat_keys.me(mine.desk).roster}
    files: list[tuple[bytes, bytes, Callable[[bytes], object]]] = [
        (mine.packet(), mine.packet(), lambda raw: seat_packets.take_packet(mine.desk, raw)),
        (council.whole(), council.build(round=2).content, lambda raw: seat_packets.take_packet(mine.desk, raw)),
        (mine.roster(serial=9), mine.roster(serial=8), lambda raw: seat_keys.take_roster(mine.desk, raw)),
        (mine.wrapped(sha256), mine.wrapped("ab" * 32), lambda raw: seat_chair.open_key(mine.desk, raw)),
    ]
    for whole, other, take in files:
        for mutant in mutants(whole, other, seed=len(whole), count=80):
            with pytest.raises(StewardError):
                take(mutant)
    assert kept == {"packet": seat_packets.packets(mine.desk), "roster": seat_keys.me(mine.desk).roster}


def test_the_newest_round_of_a_case_is_found_by_its_name(mine: Member) -> None:
    mine.trust()
    first, second = mine.take(), mine.take(round=2)
    assert seat_finding.find(mine.desk, "referral-3").kept.sha256 == second
    assert seat_finding.find(mine.desk, "referral-3", 1).kept.sha256 == first
    with pytest.raises(PacketNotHere):
        seat_finding.find(mine.desk, "referral-4")


def test_notes_marks_and_drafts_are_there_after_the_next_opening(mine: Member, clock: Clock) -> None:
    mine.trust()
    sha256 = mine.take()
    seat_notes.note(mine.desk, sha256, "p-2", "  大段相同  ")
    seat_notes.mark(mine.desk, sha256, "p-2")
    seat_notes.mark(mine.desk, sha256, "p-1")
    seat_notes.mark(mine.desk, sha256, "p-1", False)
    seat_notes.note(mine.desk, sha256, "", "再看一遍")
    assert not seat_notes.note(mine.desk, sha256, "p-2", "大段相同").areas  # as it was
    half = Draft(facts=Finding.YES, why_facts="还没想好")
    seat_voting.keep_draft(mine.desk, sha256, replace(half, why_facts="半个\ud83d"))  # as a keyboard may send it
    seat_voting.keep_draft(mine.desk, sha256, half)
    seat_notes.note(mine.desk, sha256, "p-3", "半个\ud83d")
    seat_notes.note(mine.desk, sha256, "p-3", "")
    with pytest.raises(NoteTooLong):
        seat_notes.note(mine.desk, sha256, "p-2", "字" * 10_001)
    with pytest.raises(PacketNotHere):
        seat_notes.note(mine.desk, "00", "p-2", "字")
    mine.seat.close()
    again = open_seat(mine.seat.folder, NoKeyStore(), passphrase=PASSPHRASE, clock=clock)
    reading = seat_packets.read(again.desk, sha256)
    again.close()
    said = {one.place: (one.text, one.marked) for one in reading.notes}
    assert said == {"p-2": ("大段相同", True), "": ("再看一遍", False)}
    assert reading.draft == half
    assert said.keys() <= reading.places


# --- voting -------------------------------------------------------------------------------------------------


def test_a_later_ballot_takes_the_place_of_the_earlier_one_and_both_hold(mine: Member) -> None:
    mine.trust()
    sha256 = mine.take(box=ages.public_of(council.box_secret()))
    seat_voting.keep_draft(mine.desk, sha256, SAID)
    first = seat_voting.vote(mine.desk, sha256, SAID, undertaking=True)
    assert (first.serial, first.replaces, first.late) == (1, None, False)
    assert standing(mine) is Standing.VOTED
    assert seat_packets.read(mine.desk, sha256).draft is None
    changed = replace(SAID, remedy=Remedy.APOLOGY)
    second = seat_voting.vote(mine.desk, sha256, changed, undertaking=True)
    third = seat_voting.recuse(mine.desk, sha256, " 我认识乙方 ", undertaking=True)
    assert (second.replaces, third.replaces) == (1, 2)
    assert standing(mine) is Standing.RECUSED
    read = [ballot.read(one.content, [mine.signs]) for one in (first, second, third)]
    assert [one.bound for one in read] == [ballot.Bound("referral-3", 1, sha256, NUMBER, at) for at in (1, 2, 3)]
    assert ballot.answers(read[1], council.box_secret()).remedy is Remedy.APOLOGY
    assert read[2].reason == "我认识乙方"
    written = seat_packets.read(mine.desk, sha256).ballots
    assert [(one.serial, one.recusal, one.answers.remedy) for one in written] == [
        (3, True, None),
        (2, False, Remedy.APOLOGY),
        (1, False, Remedy.NONE),
    ]
    assert written[1].content == second.content


def test_a_ballot_that_lacks_something_is_not_written(mine: Member) -> None:
    mine.trust()
    sha256, desk = mine.take(), mine.desk
    with pytest.raises(UndertakingNeeded):
        seat_voting.vote(desk, sha256, SAID, undertaking=False)
    with pytest.raises(UndertakingNeeded):
        seat_voting.recuse(desk, sha256, "认识", undertaking=False)
    with pytest.raises(AnswerMissing) as lacking:
        seat_voting.vote(desk, sha256, replace(SAID, breach=None), undertaking=True)
    assert "2. Breach" in str(lacking.value)
    assert "1. Facts" not in str(lacking.value)
    with pytest.raises(ReasonTooLong):
        seat_voting.vote(desk, sha256, replace(SAID, why_remedy="字" * 2_001), undertaking=True)
    for reason in ("  ", "\x00", "字" * 2_001):
        with pytest.raises(RecusalNeedsReason):
            seat_voting.recuse(desk, sha256, reason, undertaking=True)
    assert standing(mine) is Standing.TO_VOTE


def test_who_is_not_in_the_roster_or_out_of_office_does_not_vote(mine: Member, clock: Clock) -> None:
    mine.trust(days=2)
    sha256 = mine.take()
    clock.advance(days=3)
    with pytest.raises(NotInRoster):
        seat_voting.vote(mine.desk, sha256, SAID, undertaking=True)
    strangers = roster.write(5, "示例车友社区", [], golden.SECRET, golden.AT).content
    seat_keys.take_roster(mine.desk, strangers)
    assert standing(mine) is Standing.READ_ONLY
    with pytest.raises(NotInRoster):
        seat_voting.recuse(mine.desk, sha256, "认识", undertaking=True)


def test_who_sits_in_two_councils_votes_in_each_by_its_own_roster(mine: Member) -> None:
    mine.trust()
    sha256 = mine.take()
    keys = seat_keys.me(mine.desk).own.keys
    elsewhere = roster.RosterSeat(9, "木", keys, golden.AT, golden.AT + timedelta(days=9), chair=True)
    raw = roster.write(1, "另一个社区", [elsewhere], OTHER, golden.AT).content
    seat_keys.take_roster(mine.desk, raw, key_fingerprint(signing.public_of(OTHER)))
    assert standing(mine) is Standing.TO_VOTE
    written = seat_voting.vote(mine.desk, sha256, SAID, undertaking=True)
    assert ballot.read(written.content, [mine.signs]).bound.seat == NUMBER
    with pytest.raises(NotChair):
        seat_chair.open_key(mine.desk, mine.wrapped(sha256))


def test_after_the_term_it_is_said_that_a_ballot_will_not_count(mine: Member, clock: Clock) -> None:
    mine.trust()
    sha256 = mine.take()
    clock.advance(days=5)
    assert standing(mine) is Standing.OVER
    assert seat_packets.read(mine.desk, sha256).late
    assert seat_voting.vote(mine.desk, sha256, SAID, undertaking=True).late


# --- the chair's key, and the end ---------------------------------------------------------------------------


def test_the_chair_opens_the_outer_seal_after_the_term_and_never_sees_the_key(mine: Member, clock: Clock) -> None:
    sha256 = mine.take()
    wrapped = mine.wrapped(sha256, days=1)  # the secretary's file names a shorter term than the packet does
    with pytest.raises(SignerUnknown):
        seat_chair.open_key(mine.desk, wrapped)
    mine.trust()
    with pytest.raises(NotChair):
        seat_chair.open_key(mine.desk, wrapped)
    seat_keys.take_roster(mine.desk, mine.roster(serial=3, chair=True))
    clock.advance(days=4)
    assert seat_chair.look_at_key(mine.desk, wrapped).why_not is not None
    with pytest.raises(KeyBeforeTerm):
        seat_chair.open_key(mine.desk, wrapped)
    clock.advance(days=1)
    assert seat_chair.look_at_key(mine.desk, wrapped).why_not is None
    opened = seat_chair.open_key(mine.desk, wrapped)
    assert council.box_secret().encode() not in opened.content
    box = box_key.read(opened.content, [mine.signs])
    assert box.opened_by == NUMBER
    assert box_key.open_inner(box, council.SECRETARY_AGE) == council.box_secret()
    damaged = bytearray(wrapped)
    damaged[wrapped.index(b'"sealed"') + 20] ^= 1
    with pytest.raises(PacketError, match="key of the count"):
        seat_chair.open_key(mine.desk, bytes(damaged))


def test_a_chair_without_the_packet_opens_by_the_term_inside_the_seal_only(mine: Member, clock: Clock) -> None:
    mine.trust(chair=True)
    real = mine.wrapped("cd" * 32)
    with pytest.raises(KeyBeforeTerm):
        seat_chair.open_key(mine.desk, real)
    found = box_key.read(real, [golden.KEY])
    text = base64.b64encode(found.sealed).decode()
    said = box_key.KeyFile(1, "referral-9", 1, "99" * 32, clock() - timedelta(days=1), None, text)
    with pytest.raises(PacketContradicts):
        seat_chair.open_key(mine.desk, signed.write(box_key.FORM, said, golden.SECRET).content)
    clock.advance(days=5)
    assert seat_chair.open_key(mine.desk, real).name == "referral-3-1.opened.stewardkey"


def test_destroying_leaves_a_confirmation_and_nothing_else(mine: Member, clock: Clock) -> None:
    mine.trust()
    sha256 = mine.take()
    seat_notes.note(mine.desk, sha256, "p-1", "记号" * 40)
    seat_voting.vote(mine.desk, sha256, SAID, undertaking=True)
    with pytest.raises(DestroyBeforeTerm):
        seat_destroying.destroy(mine.desk, sha256)
    clock.advance(days=6)
    gone = seat_destroying.destroy(mine.desk, sha256).confirmation
    assert gone is not None
    said, key = done.read(gone.content, [mine.signs])
    assert (said.case, said.packet, said.seat, key) == ("referral-3", sha256, NUMBER, mine.signs)
    assert standing(mine) is Standing.DESTROYED
    for again in (
        lambda: seat_packets.read(mine.desk, sha256),
        mine.take,
        lambda: seat_notes.mark(mine.desk, sha256, "p-1"),
        lambda: seat_voting.vote(mine.desk, sha256, SAID, undertaking=True),
    ):
        with pytest.raises(PacketDestroyed):
            again()
    assert seat_destroying.destroy(mine.desk, sha256).confirmation == gone
    with mine.desk.store.engine.connect() as connection:
        for table in (contents, notes):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar() == 0  # no page of it is left in the file


def test_who_stood_aside_or_does_not_know_the_signer_need_not_keep_the_packet(mine: Member) -> None:
    unknown = mine.take()
    assert seat_destroying.destroy(mine.desk, unknown).confirmation is None  # no roster gave this seat a number
    mine.trust()
    second = mine.take(round=2)
    seat_voting.recuse(mine.desk, second, "认识乙方", undertaking=True)
    assert seat_destroying.destroy(mine.desk, second).confirmation is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE own SET secret_signs = 'x'",
        "DELETE FROM own",
        "UPDATE ballots SET remedy = 'removal'",
        "INSERT INTO ballots SELECT sha256, 1, recusal, facts, breach, remedy, why_facts, why_breach, why_remedy,"
        " reason, at, name, content FROM ballots WHERE serial = 2",
        "INSERT OR REPLACE INTO ballots SELECT sha256, 2, recusal, 'no', breach, remedy, why_facts, why_breach,"
        " why_remedy, reason, at, name, content FROM ballots WHERE serial = 2",
        "DELETE FROM rosters",
        "UPDATE rosters SET serial = 99",
        "UPDATE contents SET content = x'00'",
        "DELETE FROM packets",
    ],
)
def test_the_store_itself_changes_no_keys_rosters_or_ballots(mine: Member, statement: str) -> None:
    mine.trust()
    sha256 = mine.take()
    for _ in range(2):
        seat_voting.vote(mine.desk, sha256, SAID, undertaking=True)
    with (
        mine.desk.store.engine.connect() as connection,
        pytest.raises(sa.exc.DatabaseError, match=r"never changed|later"),
    ):
        connection.exec_driver_sql(statement)
