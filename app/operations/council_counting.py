"""Counting, by two people and in one step: open, check, strip, shuffle, keep the answers, destroy all else.

A chair of the council takes the outer seal off the key, the secretary the inner one. Nothing that is kept joins a seat
with its answers: the roll has seats and times, the answers have random ids and their own order.
"""

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from app.domain.changes import Area, Changes
from app.domain.conduct_copy import article_name
from app.domain.council import Answers, Finding, Referral, ReferralId, Remedy, Seat, Stage
from app.domain.council_copy import ruling_text
from app.domain.council_counting import Outcome, Undecided, quorum
from app.domain.council_counting import count as count_ballots
from app.domain.council_panel import ASIDE_WORDS, Aside
from app.domain.council_ruling import Ruling
from app.domain.ledger import Body, EntryKind
from app.domain.letters import moment_words
from app.domain.roles import Role, require
from app.domain.words import Words
from app.errors import (
    BallotAside,
    CountBeforeTerm,
    KeyOfOther,
    KeyStillSealed,
    Language,
    NotByChair,
    PacketError,
    RecordUnreachable,
    SignerUnknown,
    StoreBusy,
)
from app.files import read_bytes
from app.keys import ages
from app.operations.council_keyfile import LARGEST, destroy, destroy_keys, key_path, opener_of, sealed_key
from app.operations.council_leaving import check_judgeable
from app.operations.council_panel import came_too_close, sitting
from app.operations.council_referrals import at_stage, check_stage, enter, me, referral_in
from app.operations.desk import Desk
from app.packets import ballot, box_key
from app.packets.box_key import BoxKey
from storage.transaction import Transaction
from storage.values import ms

_TOUCHED = Changes.of(Area.COUNCIL)
_ID_BITS = 128

UNREAD = Answers(Finding.UNCLEAR, Finding.UNCLEAR, Remedy.NONE)
"""Stands for a ballot that nobody opened, where there are too few for a quorum."""


@dataclass(frozen=True, slots=True)
class _Key:
    """The secret key of the box, and the chair who opened it with the secretary."""

    box: str = field(repr=False)
    chair: Seat


@dataclass(frozen=True, slots=True)
class _Made:
    """With what the answers are mixed, and in which language the ruling is drafted."""

    source: random.Random
    language: Language


@dataclass(frozen=True, slots=True)
class Counted:
    """A count.

    Attributes:
        outcome: what the ballots say together.
        text: of the ruling as it was drafted, or of what can be told where they are undecided.
        chair: the number of the seat who opened the key.
        invalid: ballots that could not be counted, by the numbers of their seats, and why.
        left: files of the key that could not be removed; a person has to.
    """

    referral: ReferralId
    round: int
    outcome: Outcome
    text: str
    chair: int
    invalid: tuple[tuple[int, Words], ...] = ()
    left: tuple[Path, ...] = ()
    changes: Changes = _TOUCHED


def key_for_chair(desk: Desk, referral: ReferralId | str) -> tuple[str, bytes]:
    """The file with the sealed key, which a chair opens in council mode: its name and its content.

    Raises:
        NoRight: the person is no secretary.
        ReferralNotFound, ReferralAtOtherStage: nobody votes on that.
        CountBeforeTerm: the term runs.
        NoLongerJudged: what was voted on can't be judged any more.
        KeyFileGone: the key is not here.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.read() as tx:
        found = referral_in(tx, referral)
    check_stage(found, {Stage.VOTING})
    _check_over(desk.clock(), found)
    return key_path(desk, found).name, sealed_key(desk, found)


def count(
    desk: Desk,
    referral: ReferralId | str,
    opened: bytes,
    source: random.Random | None = None,
    language: Language = "zh",
) -> Counted:
    """Count the ballots of a round, once its term is over, and draft the ruling; all of it or nothing.

    Afterwards the ballots and the key of their box are destroyed. Short of a quorum no ballot is opened at all: one or
    two answers would tell whose they are.

    Args:
        desk: of the secretary.
        referral: the one that was voted on.
        opened: the key's file as the chair handed it back. Whoever has it as a file destroys it then.
        source: of randomness, for the ids of the answers and their order; the system's where none is given.
        language: of the draft.

    Raises:
        NoRight: the person is no secretary.
        ReferralNotFound, ReferralAtOtherStage: nobody votes on that.
        CountBeforeTerm: the term runs.
        PacketError: the key's file does not hold.
        KeyStillSealed, NotByChair, KeyOfOther: it is not this round's key, opened by a chair.
        KeyFileGone: what opens the secretary's seal is not here: another workspace built the packet.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.write() as tx:
        found = at_stage(tx, referral, {Stage.VOTING})
        _check_over(desk.clock(), found)
        check_judgeable(tx, found)
        key, chair = _opened(desk, tx, found, opened)
        box = _box_secret(tx, found, key, opener_of(desk, found))
        counted = _count(desk, tx, found, _Key(box, chair), _Made(source or SystemRandom(), language))
    left = destroy_keys(desk, found)
    with suppress(StoreBusy, RecordUnreachable):  # it is counted; the rows are gone, what lies beside them goes later
        desk.record.forget_deleted("ballot_box")
    return replace(counted, left=left)


def count_file(
    desk: Desk, referral: ReferralId | str, opened: Path, source: random.Random | None = None, language: Language = "zh"
) -> Counted:
    """The same with the key in a file, which is destroyed with the count.

    Raises:
        UnreadableFile, FileTooLarge: it can't be read.
        StewardError: as `count` says; the file stays then.
    """
    counted = count(desk, referral, read_bytes(opened, LARGEST), source, language)
    return counted if destroy(opened) else replace(counted, left=(*counted.left, opened))


def _check_over(now: datetime, referral: Referral) -> None:
    if referral.due_at is not None and now < referral.due_at:
        due = moment_words(referral.due_at.astimezone())
        raise CountBeforeTerm(referral=referral.id, due_zh=due.zh, due_en=due.en)


# --- the key --------------------------------------------------------------------------------------------


def _opened(desk: Desk, tx: Transaction, referral: Referral, raw: bytes) -> tuple[BoxKey, Seat]:
    """The key, and the chair who took its outer seal off."""
    every, now = tx.council_seats.all(), desk.clock()
    ours = [one.public for one in tx.seals.signing_keys()]
    try:
        key = box_key.read(raw, [*ours, *(one.keys.signs for one in every)])
    except SignerUnknown:
        raise NotByChair from None
    if key.opened_by is None:
        raise KeyStillSealed
    chairs = [one for one in every if one.chair and one.sits(now) and one.confirmed_at is not None]
    chair = next((one for one in chairs if (one.number, one.keys.signs) == (key.opened_by, key.key)), None)
    if chair is None:
        raise NotByChair
    if (key.case, key.round, key.packet) != (referral.id, referral.round, referral.packet):
        raise KeyOfOther(found=f"{key.case} · {key.round}", referral=referral.id, round=referral.round)
    return key, chair


def _box_secret(tx: Transaction, referral: Referral, key: BoxKey, opener: str) -> str:
    packet, box = tx.council.packet(referral.key, referral.round), box_key.open_inner(key, opener)
    if packet is None or ages.public_of(box) != packet.box:
        raise KeyOfOther(found=f"{key.case} · {key.round}", referral=referral.id, round=referral.round)
    return box


# --- the ballots ----------------------------------------------------------------------------------------


def _count(desk: Desk, tx: Transaction, referral: Referral, key: "_Key", made: "_Made") -> Counted:
    now, seats = desk.clock(), len(sitting(tx, referral))
    answers, invalid = _answers(desk, tx, referral, key.box, least=quorum(seats))
    outcome = count_ballots(answers, seats, brand_party=referral.brand_party)
    stage = Stage.UNDECIDED if outcome.remedy is None else Stage.DECIDED
    tx.council.change(referral.key, counted_at=ms(now))
    tx.council_box.discard(referral.key, referral.round, [number for number, _ in invalid])
    if outcome.undecided is not Undecided.QUORUM:
        tx.council_box.keep_answers(referral.key, referral.round, _mixed(answers, made.source))
    text = ruling_text(referral, outcome, articles_named(tx, referral), made.language, seats=seats)
    if stage is Stage.DECIDED:
        tx.rulings.add(Ruling(referral.key, referral.round, outcome, text, now, me(desk)), key.chair.key)
    tx.council.change(referral.key, stage=stage.value)  # the database destroys the ballots with this
    kept = {"answers": tx.council_box.digest(referral.key, referral.round)}
    enter(desk, tx, referral, EntryKind.BALLOTS_COUNTED, _entry(outcome, key.chair, len(invalid), seats), private=kept)
    return Counted(referral.id, referral.round, outcome, text, key.chair.number, tuple(invalid))


def _answers(
    desk: Desk, tx: Transaction, referral: Referral, box: str, *, least: int
) -> tuple[list[Answers], list[tuple[int, Words]]]:
    """What the valid ballots answer, and why others are none. Fewer than the quorum are not opened."""
    seats = {one.seat.number: one.seat for one in sitting(tx, referral)}
    files = [(number, raw) for number, _, raw in tx.council_box.files(referral.key, referral.round) if number in seats]
    close = {seat.number: aside for seat, aside in came_too_close(desk, tx, referral)}
    answers: list[Answers] = []
    invalid = [(number, _left_out(referral, number, close[number])) for number, _ in files if number in close]
    files = [(number, raw) for number, raw in files if number not in close]
    if len(files) < least:
        return [UNREAD] * len(files), invalid
    for number, raw in files:
        try:
            answers.append(ballot.answers(ballot.read(raw, [seats[number].keys.signs]), box))
        except PacketError as error:
            invalid.append((number, Words.of(error)))
    return answers, invalid


def _left_out(referral: Referral, number: int, aside: Aside) -> Words:
    words = ASIDE_WORDS[aside]
    return Words.of(BallotAside(seat=number, referral=referral.id, aside_zh=words.zh, aside_en=words.en))


def _mixed(answers: Sequence[Answers], source: random.Random) -> dict[str, Answers]:
    """The answers under random ids. The order in which they came is lost first, so that it decides nothing."""
    sorted_ = sorted(answers, key=lambda one: (one.facts, one.breach, one.remedy, *_reasons(one)))
    source.shuffle(sorted_)
    return {f"{source.getrandbits(_ID_BITS):032x}": one for one in sorted_}


def _reasons(one: Answers) -> tuple[str, str, str]:
    return one.why_facts, one.why_breach, one.why_remedy


def articles_named(tx: Transaction, referral: Referral) -> list[Words]:
    """The articles that a referral names, as a ruling names them: 第三条 不攻击人."""
    known = {one.number: one for one in tx.conduct.editions()}
    found = [(known[edition], number) for edition, number in tx.council.articles(referral.key) if edition in known]
    return [
        Words(f"{article_name(number, 'zh')} {title.zh}", f"{article_name(number, 'en')}, {title.en}")
        for edition, number in found
        if (title := edition.article(number).title)
    ]


def _entry(outcome: Outcome, chair: Seat, invalid: int, seats: int) -> Body:
    return {
        "chair": chair.number,
        "seats": seats,
        "ballots": outcome.ballots,
        "needed": outcome.needed,
        "invalid": invalid,
        "facts": outcome.facts,
        "breach": outcome.breach,
        "remedy": outcome.remedy,
        "undecided": outcome.undecided,
        "by_rule": outcome.by_rule,
        "counted": " ".join(f"{question}:{answer}:{votes}" for question, answer, votes in outcome.counted),
    }
