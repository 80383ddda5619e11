"""What comes next of a referral, in one sentence: for a list, and for who takes the shift over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.council import Referral, Stage
from app.domain.council_missing import Missing
from app.domain.council_ruling import Ruling
from app.domain.letters import moment_words
from app.domain.words import NO_WORDS, Words

_NEWS = timedelta(days=14)
"""After the term of the vote, for which a withdrawal is told to who takes the shift over."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a referral stands.

    Attributes:
        missing: while it is prepared.
        seats: how many judge; `voted`: of how many something came.
        ruling: once it was counted.
        untold: seats, by their numbers, that have the packet of a withdrawn referral as far as anybody knows.
    """

    referral: Referral
    missing: Sequence[Missing] = ()
    seats: int = 0
    voted: int = 0
    ruling: Ruling | None = None
    untold: Sequence[int] = ()


def next_words(one: Standing, now: datetime) -> Words:
    """What comes next; nothing for what is over."""
    stage = one.referral.stage
    if stage is Stage.PREPARING:
        return one.missing[0].words if one.missing else Words("材料齐了，可以做案卷", "all is there: build the packet")
    if stage is Stage.VOTING:
        return _voting(one, now)
    if stage is Stage.UNDECIDED:
        return Words("未形成多数意见：换席位再投一轮，或撤回", "undecided: vote again with new seats, or withdraw it")
    if stage is Stage.DECIDED:
        return Words("等主管确认评议结果", "a manager has to confirm the ruling")
    if stage is Stage.WITHDRAWN and one.untold:
        return _told(one.untold)
    return _ruled(one.ruling, now) if stage is Stage.RULED and one.ruling is not None else NO_WORDS


def waits(one: Standing, now: datetime) -> bool:
    """Whether it waits for others or for a date, and for nobody of the team."""
    if one.referral.stage is Stage.PREPARING:
        return bool(one.missing) and all(lacks.mend == "wait" for lacks in one.missing)
    if one.referral.stage is Stage.VOTING:
        return not _over(one, now)
    ruling = one.ruling
    if one.referral.stage is Stage.RULED and ruling is not None:
        return _carried_out(ruling) and ruling.publish_at is not None and now < ruling.publish_at
    return False


def to_be_told(one: Standing, now: datetime) -> bool:
    """Whether seats that had something to judge have to know that it was withdrawn, as long as that is news."""
    due = one.referral.due_at
    return one.referral.stage is Stage.WITHDRAWN and bool(one.untold) and due is not None and now < due + _NEWS


def _told(seats: Sequence[int]) -> Words:
    zh, en = "、".join(map(str, seats)), ", ".join(map(str, seats))
    return Words(
        f"已撤回：请通知 {zh} 号席位停止评议、销毁案卷，并寄回销毁确认",
        f"withdrawn: tell the seats {en} to stop, to destroy the packet and to confirm that",
    )


def _over(one: Standing, now: datetime) -> bool:
    return one.referral.due_at is not None and now >= one.referral.due_at


def _voting(one: Standing, now: datetime) -> Words:
    due = one.referral.due_at
    if due is None or _over(one, now):
        return Words("投票已截止，可以计票", "the term is over: count the ballots")
    until = moment_words(due.astimezone())
    return Words(
        f"{one.seats} 席中 {one.voted} 席已寄回，{until.zh}截止",
        f"{one.voted} of {one.seats} seats have sent something, until {until.en}",
    )


def _carried_out(ruling: Ruling) -> bool:
    return bool(ruling.decisions) or bool(ruling.refused_why)


def _ruled(ruling: Ruling, now: datetime) -> Words:
    if not _carried_out(ruling):
        return Words("等执行评议结果", "the ruling is to be carried out")
    if ruling.publish_at is None or now >= ruling.publish_at:
        return Words("可以公布评议结果", "the ruling can be published")
    since = moment_words(ruling.publish_at.astimezone())
    return Words(f"申诉期满后公布：{since.zh}起", f"it can be published after the term of appeal: from {since.en}")
