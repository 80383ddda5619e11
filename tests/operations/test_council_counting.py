"""The count: by two, in one step, after the term; nothing is left that joins a seat with what it answered."""

import os
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import seated
from app.domain.council import Remedy, Stage
from app.domain.council_counting import Undecided
from app.errors import (
    BallotAside,
    CountBeforeTerm,
    KeyFileGone,
    KeyOfOther,
    KeyStillSealed,
    NotByChair,
    PacketError,
    ReferralAtOtherStage,
    SealedForOthers,
)
from app.keys import ages, signing
from app.operations import accounts, council_box, council_counting, council_keyfile, council_keys
from app.operations.council_counting import count
from app.operations.desk import Desk
from app.packets import ballot, box_key
from storage.backup import write_backup
from tests.conftest import KEY, Clock
from tests.operations.balloting import Vote, counted, opened, take_off, voting

WARN, MUTE = Remedy.WARNING, Remedy.MUTE_7


def test_a_count_drafts_the_ruling_and_destroys_ballots_and_key(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    keys = council_keyfile.key_paths(desk, vote.referral)
    assert [one.exists() for one in keys] == [True, True]
    found = counted(desk, clock, vote, WARN, WARN, WARN, MUTE, Remedy.NONE)
    assert (found.outcome.ballots, found.outcome.remedy, found.chair) == (5, WARN, 1)
    assert "警告" in found.text
    assert "第三条 不攻击人" in found.text
    assert [one.exists() for one in keys] == [False, False]
    referral = seated.referral_in(desk, vote.referral.key)
    assert (referral.stage, referral.counted_at) == (Stage.DECIDED, clock())
    with desk.record.read() as tx:
        assert tx.council_box.files(referral.key, 1) == []
        assert len(tx.council_box.roll(referral.key, 1)) == 5
        assert len(tx.council_box.answers(referral.key, 1)) == 5
        ruling = tx.rulings.find(referral.key)
    assert ruling is not None
    assert (ruling.outcome, ruling.reasons, ruling.chair) == (found.outcome, "", 1)
    with pytest.raises(ReferralAtOtherStage):
        count(desk, referral.id, b"")
    assert accounts.verify_ledger(desk.record).ok


def test_before_the_term_nobody_gets_the_key_nor_counts(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    raw = council_keyfile.sealed_key(desk, vote.referral)
    clock.advance(days=4, hours=23)
    with pytest.raises(CountBeforeTerm):
        council_counting.key_for_chair(desk, vote.referral.id)
    with pytest.raises(CountBeforeTerm):
        count(desk, vote.referral.id, take_off(vote, raw, vote.signer))


def test_it_takes_the_secretary_and_a_chair(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    clock.advance(days=5)
    name, raw = council_counting.key_for_chair(desk, vote.referral.id)
    assert name == f"{vote.referral.id}-1.stewardkey"
    with pytest.raises(KeyStillSealed):
        count(desk, vote.referral.id, raw)
    with pytest.raises(PacketError):
        count(desk, vote.referral.id, opened(desk, vote)[:-9])
    theirs = box_key.open_outer(box_key.read(raw, [vote.signer]), vote.holders[1].seals, 2, vote.holders[2].signs)
    with pytest.raises(NotByChair):  # seat 2 is none
        count(desk, vote.referral.id, theirs.content)
    stranger = seated.holder("外人")
    public, of = ages.public_of(stranger.seals), box_key.For(vote.referral.id, 1, vote.referral.packet, clock())
    with pytest.raises(NotByChair):
        count(desk, vote.referral.id, box_key.wrap(ages.new_secret(), of, public, [public], stranger.signs).content)
    assert count(desk, vote.referral.id, opened(desk, vote)).outcome.undecided is Undecided.QUORUM


def test_who_came_too_close_while_seats_vote_is_neither_taken_in_nor_counted(desk: Desk, clock: Clock) -> None:
    """One reports it before their ballot came, one after: either way another judges, or the count says who was left."""
    vote = voting(desk)
    before, after, *others = vote.panel
    for seat in (after, *others):
        council_box.take_in(desk, vote.cast(seat))
    for seat in (before, after):
        with desk.record.connection() as connection:
            connection.execute(
                sa.text(
                    "INSERT INTO reports (case_key, id, reporter_id, reporter_name, at, reason, category) "
                    f"VALUES (1, 'late-{seat}', 'm-{seat}', 'x', 1, '', 'advert')"
                )
            )
    with pytest.raises(BallotAside, match="reported it"):
        council_box.take_in(desk, vote.cast(before))
    assert before not in seated.numbers(desk, vote.referral)
    assert len(seated.numbers(desk, vote.referral)) == 5
    clock.advance(days=5)
    found = count(desk, vote.referral.id, opened(desk, vote))
    assert found.outcome.ballots == 3
    assert [(number, "reported it" in why.en) for number, why in found.invalid] == [(after, True)]
    assert accounts.verify_ledger(desk.record).ok


def test_a_key_of_another_round_or_packet_counts_nothing(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    clock.advance(days=5)
    secretary = ages.public_of(council_keyfile.opener_of(desk, vote.referral))
    chair = ages.public_of(vote.holders[1].seals)
    _, ours = council_keys.signer(desk)

    def made(secret: str = vote.box, case: str = vote.referral.id, round_: int = 1, to: str = secretary) -> bytes:
        of = box_key.For(case, round_, vote.referral.packet, clock())
        return take_off(vote, box_key.wrap(secret, of, to, [chair], ours).content, vote.signer)

    for other in (made(case="referral-9"), made(round_=2), made(ages.new_secret())):
        with pytest.raises(KeyOfOther):
            count(desk, vote.referral.id, other)
    with pytest.raises(SealedForOthers):
        count(desk, vote.referral.id, made(to=chair))
    assert count(desk, vote.referral.id, made()).chair == 1


def test_without_a_quorum_no_ballot_is_opened_and_no_answer_kept(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    found = counted(desk, clock, vote, Remedy.REMOVAL, Remedy.REMOVAL)
    assert (found.outcome.ballots, found.outcome.undecided) == (2, Undecided.QUORUM)
    assert "清退" not in found.text
    with desk.record.read() as tx:
        assert tx.council_box.answers(vote.referral.key, 1) == []
        assert tx.rulings.find(vote.referral.key) is None
    assert seated.referral_in(desk, vote.referral.key).stage is Stage.UNDECIDED


def test_where_the_brand_is_a_party_too_few_ballots_are_for_the_member(desk: Desk, clock: Clock) -> None:
    found = counted(desk, clock, voting(desk, brand=True), WARN)
    assert (found.outcome.by_rule, found.outcome.remedy) == (True, Remedy.NONE)
    assert "有利于车友" in found.text


def test_a_ballot_whose_answers_are_not_its_own_is_named_and_not_counted(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    a, b, c, d, e = vote.panel
    foreign = ballot._write(  # sealed for the same box, but as another serial's answers
        vote.bound(e), ballot.Cast.VOTE, _sealed(vote.cast(e, serial=7), vote, e), "", vote.holders[e].signs
    ).content
    other_box = replace(vote, box=ages.new_secret()).cast(d)
    for raw in (vote.cast(a), vote.cast(b), vote.cast(c), other_box, foreign):
        council_box.take_in(desk, raw)
    clock.advance(days=5)
    found = count(desk, vote.referral.id, opened(desk, vote))
    assert found.outcome.ballots == 3
    assert sorted(seat for seat, _ in found.invalid) == sorted([d, e])
    assert all(why.zh and why.en for _, why in found.invalid)


def _sealed(raw: bytes, vote: Vote, seat: int) -> str:
    return ballot.read(raw, [signing.public_of(vote.holders[seat].signs)]).envelope.sealed


def test_while_seats_vote_the_key_is_in_no_backup_and_nobody_elses_to_read(lite_desk: Desk, tmp_path: Path) -> None:
    vote = voting(lite_desk)
    council_box.take_in(lite_desk, vote.cast(vote.panel[0]))
    path = tmp_path / "weekly.steward"
    write_backup(lite_desk.record, KEY, "{}", path, lite_desk.clock())
    sealed = council_keyfile.sealed_key(lite_desk, vote.referral)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "council" in name or "stewardkey" in name]
        assert not [name for name in archive.namelist() if sealed in archive.read(name)]
    for kept in council_keyfile.key_paths(lite_desk, vote.referral):
        assert vote.box.encode() not in kept.read_bytes()
        if os.name == "posix":
            assert (stat.S_IMODE(kept.stat().st_mode), stat.S_IMODE(kept.parent.stat().st_mode)) == (0o600, 0o700)


def test_the_key_is_only_where_the_packet_was_built(desk: Desk, clock: Clock) -> None:
    vote = voting(desk)
    clock.advance(days=5)
    handed, (key, opener) = opened(desk, vote), council_keyfile.key_paths(desk, vote.referral)
    council_keyfile.destroy(opener)
    with pytest.raises(KeyFileGone):
        council_counting.count(desk, vote.referral.id, handed)
    opener.write_text("AAAA")
    with pytest.raises(KeyFileGone):
        council_counting.count(desk, vote.referral.id, handed)
    council_keyfile.destroy(key)
    with pytest.raises(KeyFileGone):
        council_counting.key_for_chair(desk, vote.referral.id)


def test_what_is_destroyed_is_gone_and_what_can_not_be_is_told(tmp_path: Path) -> None:
    key = tmp_path / "referral-1-1.opened.stewardkey"
    key.write_bytes(b"key")
    assert council_keyfile.destroy(key)
    assert not key.exists()
    assert council_keyfile.destroy(key), "nothing is left of what was never there"
    assert not council_keyfile.destroy(tmp_path)
