"""The ladder of measures: where an offence stands on it, which strikes count, and why.

Strikes as on a driving licence: each is counted for 180 days after it took effect. Coaching is never one. What is
proposed is never the harshest nor permanent, and removal is only ever named as what could come next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.commands import DecisionId
from app.domain.conduct import Severity
from app.domain.words import Words

STRIKE_LASTS = timedelta(days=180)
"""How long a strike is counted, from when it took effect."""


class Rung(StrEnum):
    """The rungs, lowest first."""

    COACHING = "coaching"
    WARNING = "warning"
    MUTE_1 = "mute_1"
    MUTE_7 = "mute_7"
    SUSPEND_30 = "suspend_30"
    REMOVAL = "removal"

    @property
    def height(self) -> int:
        """How high it stands: 0 for coaching."""
        return list(Rung).index(self)

    @property
    def strikes(self) -> int:
        """How many strikes it gives."""
        return STRIKES.get(self, 0)

    @property
    def length(self) -> timedelta | None:
        """How long its measure lasts; None where there is none."""
        return LENGTHS.get(self)

    @property
    def heavy(self) -> bool:
        """Whether its measure lasts 30 days and more: two decide on it."""
        return (self.length or timedelta()) >= HEAVY


STRIKES = {Rung.WARNING: 1, Rung.MUTE_1: 2, Rung.MUTE_7: 3, Rung.SUSPEND_30: 6}
LENGTHS = {
    Rung.MUTE_1: timedelta(days=1),
    Rung.MUTE_7: timedelta(days=7),
    Rung.SUSPEND_30: timedelta(days=30),
}
HEAVY = timedelta(days=30)
SANCTIONS = (Rung.WARNING, Rung.MUTE_1, Rung.MUTE_7, Rung.SUSPEND_30)
"""The rungs that can be chosen: coaching is an answer of its own, removal is for the council to recommend."""

RUNG_WORDS = {
    Rung.COACHING: Words("私信提醒", "private reminder"),
    Rung.WARNING: Words("正式警告", "formal warning"),
    Rung.MUTE_1: Words("禁言 1 天", "muted for 1 day"),
    Rung.MUTE_7: Words("禁言 7 天", "muted for 7 days"),
    Rung.SUSPEND_30: Words("停用社区账号 30 天", "community account suspended for 30 days"),
    Rung.REMOVAL: Words("清退（永久停用社区账号）", "removal (community account closed for good)"),
}


class Past(StrEnum):
    """Why an earlier measure does not count."""

    EXPIRED = "expired"
    OVERTURNED = "overturned"
    NOT_YET = "not_yet"  # it has not taken effect: another person has not agreed


PAST_WORDS = {
    Past.EXPIRED: Words("已到期", "expired"),
    Past.OVERTURNED: Words("已撤销", "overturned"),
    Past.NOT_YET: Words("尚未生效", "not yet in effect"),
}


@dataclass(frozen=True, slots=True)
class Strike:
    """An earlier measure against a member, as it stands after every appeal.

    Attributes:
        took_effect_at: None while another person has not agreed.
        expires_at: when it is counted no longer, as the member was told; None while it has not taken effect.
        overturned: an appeal, or an undo, took it away.
    """

    decision: DecisionId
    rung: Rung
    took_effect_at: datetime | None
    article: Words
    expires_at: datetime | None
    overturned: bool = False

    def not_counted(self, at: datetime) -> Past | None:
        """Why it does not count at that moment; None when it does."""
        if self.overturned:
            return Past.OVERTURNED
        if self.took_effect_at is None or self.took_effect_at > at:
            return Past.NOT_YET
        return Past.EXPIRED if self.expires_at is None or at >= self.expires_at else None


def counting(record: Sequence[Strike], at: datetime) -> list[Strike]:
    """The measures whose strikes are counted at that moment."""
    return [one for one in record if one.not_counted(at) is None]


def points(record: Sequence[Strike], at: datetime) -> int:
    """How many strikes are counted at that moment."""
    return sum(one.rung.strikes for one in counting(record, at))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the ladder proposes, and why.

    Attributes:
        because: one sentence each, in the order of the reckoning.
        counted: earlier measures whose strikes count.
        not_counted: the others, each with the reason.
        expires: when its own strike would be counted no longer, if it took effect now; None where it gives none.
        next_rung: what the next breach could lead to; only named.
    """

    rung: Rung
    because: tuple[Words, ...]
    counted: tuple[Strike, ...]
    not_counted: tuple[tuple[Strike, Past], ...]
    expires: datetime | None
    next_rung: Rung


def propose(
    severity: Severity,
    *,
    malice: bool,
    record: Sequence[Strike],
    when: datetime,
    written_at: datetime | None = None,
) -> Proposal:
    """The rung for a breach: the article's start, or one above the highest that still counts.

    Args:
        severity: of the article that was breached.
        malice: a fact of malice was ticked and linked; without one nobody is taken to be malicious.
        record: all earlier measures against the member.
        when: the moment of the reckoning.
        written_at: when the judged text was written, where that is to be thought of: what was written before the
            author could know of the last measure is pointed out, for whoever decides to depart.
    """
    counted = tuple(counting(record, when))
    passed = tuple((one, why) for one in record if (why := one.not_counted(when)) is not None)
    start, why_start = _start(severity, malice=malice, first=not counted)
    because = [why_start]
    rung = start
    if counted:
        highest = max((one.rung for one in counted), key=lambda one: one.height)
        rung = max(start, _above(highest), key=lambda one: one.height)
        because.append(_climbs(counted, highest, when))
        last = max(one.took_effect_at for one in counted if one.took_effect_at)
        if written_at is not None and written_at < last:
            because.append(_WRITTEN_BEFORE)
    if rung is Rung.REMOVAL:
        rung = Rung.SUSPEND_30
        because.append(_NEVER_PROPOSED)
    because += [_left_out(one, why) for one, why in passed]
    expires = when + STRIKE_LASTS if rung.strikes else None
    return Proposal(rung, tuple(because), counted, passed, expires, _above(rung))


def _above(rung: Rung) -> Rung:
    return list(Rung)[min(rung.height + 1, Rung.REMOVAL.height)]


def _start(severity: Severity, *, malice: bool, first: bool) -> tuple[Rung, Words]:
    if severity is Severity.GRAVE:
        return Rung.MUTE_7, Words(
            "重大条款从禁言 7 天起，须双人复核", "a grave article starts at a mute of 7 days, by two"
        )
    if severity is Severity.SERIOUS:
        if malice or not first:
            return Rung.MUTE_1, _AGAIN if not malice else _MALICE
        return Rung.WARNING, Words(
            "严重条款，初次、未见恶意：正式警告", "a serious article, the first time, no malice shown"
        )
    if malice:
        return Rung.WARNING, Words("轻微条款，恶意有据：正式警告", "a minor article, malice shown by facts: a warning")
    return Rung.COACHING, Words("轻微条款从私信提醒起", "a minor article starts at a private reminder")


_AGAIN = Words("严重条款，已有记分：从禁言 1 天起", "a serious article with strikes before: from a mute of 1 day")
_MALICE = Words("严重条款，恶意有据：从禁言 1 天起", "a serious article, malice shown by facts: from a mute of 1 day")
_WRITTEN_BEFORE = Words(
    "注意：本帖写于上次处置生效之前，不是处置之后再犯，可酌情从轻",
    "mind: this was written before the last measure took effect, not in spite of it; a milder rung may be fair",
)
_NEVER_PROPOSED = Words(
    "清退只能由议事会建议，这里不作建议", "removal is for the council to recommend; it is not proposed here"
)


def _climbs(counted: Sequence[Strike], highest: Rung, when: datetime) -> Words:
    total, words = points(counted, when), RUNG_WORDS[highest]
    return Words(
        f"有效记分 {total} 分，其中最高一级是{words.zh}：高一级",
        f"{total} strikes count, the highest rung among them: {words.en}; one above",
    )


def _left_out(one: Strike, why: Past) -> Words:
    rung, reason = RUNG_WORDS[one.rung], PAST_WORDS[why]
    return Words(f"不计入：{rung.zh}（{reason.zh}）", f"not counted: {rung.en} ({reason.en})")
