"""The council: respected members who judge what no rule can, so that the brand is not player and referee at once.

A referral puts a question before a panel of seats. Each seat answers three questions apart; nobody sees an answer
before all are counted.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from app.domain.members import MemberRef
from app.domain.words import Words

ReferralId = NewType("ReferralId", str)

PANEL, LARGE_PANEL = 5, 7
"""Seats that judge; seven where staff asks for it."""

TERM = timedelta(days=5)
"""In which a panel votes, in natural days."""

LONGEST_QUESTION, LONGEST_STATEMENT, LONGEST_REASON = 300, 6_000, 2_000
MOST_SEATS = 99

_ID = re.compile(r"referral-([1-9][0-9]{0,17})")


def referral_id(key: int) -> ReferralId:
    """How a referral is named wherever people or files name it."""
    return ReferralId(f"referral-{key}")


def referral_key(referral: str) -> int | None:
    """The key of a referral by its name; None where it can't be one."""
    found = _ID.fullmatch(referral)
    return int(found[1]) if found else None


# --- seats ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Keys:
    """The public keys of a seat: one checks what it signs (minisign), to the other is sealed what it reads (age)."""

    signs: str
    seals: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of the council.

    Attributes:
        number: by which the seat is called in packets and ballots; never given twice.
        member: their account in the community.
        name: by which they are known in the council.
        begins, ends: the term.
        confirmed_at: when somebody compared the fingerprint of the keys with them by voice; None: not yet, and the
            seat can't be drawn.
        left_at: when the seat was given up before its term.
        chair: one of those who open a count together with the secretary.
    """

    key: int
    number: int
    member: MemberRef
    name: str
    keys: Keys
    begins: datetime
    ends: datetime
    confirmed_at: datetime | None = None
    confirmed_by: MemberRef | None = None
    left_at: datetime | None = None
    chair: bool = False

    def sits(self, now: datetime) -> bool:
        """Whether its term runs."""
        return self.begins <= now < self.ends and (self.left_at is None or now < self.left_at)


def fingerprint(keys: Keys) -> str:
    """What two people compare by voice: 24 digits in six groups, made of both keys."""
    return _spoken(f"{keys.signs}\n{keys.seals}")


def key_fingerprint(key: str) -> str:
    """The same of one public key, as that by which the secretary signs."""
    return _spoken(key)


def _spoken(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    digits = f"{int.from_bytes(digest[:16]) % 10**24:024}"
    return " ".join(digits[at : at + 4] for at in range(0, 24, 4))


# --- referrals --------------------------------------------------------------------------------------------


class AskedBy(StrEnum):
    """Who asked for a judgement by the council."""

    STAFF = "staff"
    PARTY = "party"
    SEATS = "seats"


ASKED_BY_WORDS = {
    AskedBy.STAFF: Words("工作人员提请", "asked for by staff"),
    AskedBy.PARTY: Words("当事人申请", "asked for by a party"),
    AskedBy.SEATS: Words("委员提议", "asked for by seats"),
}


class Matter(StrEnum):
    """What a dispute is about; it decides how its evidence is shown."""

    OPINION = "opinion"
    PLAGIARISM = "plagiarism"
    EXCHANGE = "exchange"


MATTER_WORDS = {
    Matter.OPINION: Words("观点争议", "a dispute of opinion"),
    Matter.PLAGIARISM: Words("抄袭 / 搬运", "plagiarism"),
    Matter.EXCHANGE: Words("争吵", "a heated exchange"),
}


class Stage(StrEnum):
    """How far a referral is."""

    PREPARING = "preparing"
    VOTING = "voting"  # the packet is out, ballots come in
    UNDECIDED = "undecided"  # counted, and no answer had enough votes
    DECIDED = "decided"  # counted; the ruling is to be confirmed
    RULED = "ruled"  # confirmed; it is carried out, and published after the term of appeal
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STAGE_WORDS = {
    Stage.PREPARING: Words("准备案卷", "being prepared"),
    Stage.VOTING: Words("委员投票中", "seats are voting"),
    Stage.UNDECIDED: Words("未形成结果", "undecided"),
    Stage.DECIDED: Words("待确认评议结果", "ruling to be confirmed"),
    Stage.RULED: Words("执行中", "being carried out"),
    Stage.CLOSED: Words("已结束", "closed"),
    Stage.WITHDRAWN: Words("已撤回", "withdrawn"),
}

OPEN_STAGES = frozenset({Stage.PREPARING, Stage.VOTING, Stage.UNDECIDED, Stage.DECIDED, Stage.RULED})
UNCOUNTED_STAGES = frozenset({Stage.PREPARING, Stage.VOTING, Stage.UNDECIDED})
"""In which nothing was found yet, and a referral can be withdrawn."""
JUDGED_STAGES = UNCOUNTED_STAGES | {Stage.DECIDED}
"""In which nobody but the council judges what is before it."""


@dataclass(frozen=True, slots=True)
class Referral:
    """A question before the council.

    Attributes:
        question: what is to be judged, in one sentence.
        alleged: what is said to have happened, in neutral words.
        asked_by, asked_name: who asked for it.
        brand_party: the brand, a dealer or staff is a party: undecided ends in the member's favour.
        size: of the panel.
        entries, head: of the ledger with the referral's own entry; seats are drawn by that hash.
        round: 1, and one more with each vote that was held again with new seats.
        packet: the sha256 by which the packet of this round is known; "" before it was built.
        due_at: until when ballots count; None before the packet was built.
        counted_at: when the ballots of this round were counted.
    """

    key: int
    matter: Matter
    question: str
    alleged: str
    asked_by: AskedBy
    asked_name: str
    brand_party: bool
    size: int
    stage: Stage
    opened_at: datetime
    by: MemberRef
    entries: int
    head: str
    round: int = 1
    packet: str = ""
    due_at: datetime | None = None
    counted_at: datetime | None = None

    @property
    def id(self) -> ReferralId:
        """How it is named."""
        return referral_id(self.key)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom a referral is about, or who complains.

    Attributes:
        label: how they are called in the packet, as 甲方.
        statement: what they say to it; "" while they said nothing.
        complains: whether it is they who ask for something.
        silent: they were asked and had their time, and said nothing.
        asked_at, answer_by: when they were asked, and until when they can answer; None while nobody asked.
    """

    seq: int
    member: MemberRef
    label: str
    complains: bool
    statement: str = ""
    stated_at: datetime | None = None
    silent: bool = False
    asked_at: datetime | None = None
    answer_by: datetime | None = None

    @property
    def heard(self) -> bool:
        """Whether they said something, or had their time to."""
        return bool(self.statement) or self.silent


LABELS = tuple(f"{one}方" for one in "甲乙丙丁戊己庚辛壬癸")
"""How parties are called where no name may stand, in the order in which they were named."""


# --- answers ----------------------------------------------------------------------------------------------


class Question(StrEnum):
    """The three questions, answered apart."""

    FACTS = "facts"
    BREACH = "breach"
    REMEDY = "remedy"


QUESTION_WORDS = {
    Question.FACTS: Words(
        "一、事实：材料能否证明所说的事发生过？", "1. Facts: does the material show that it happened?"
    ),
    Question.BREACH: Words("二、违约：这件事违反了列出的公约条款吗？", "2. Breach: does it breach the articles named?"),
    Question.REMEDY: Words("三、处理：应当怎样处理？", "3. Remedy: what should follow?"),
}


class Finding(StrEnum):
    """An answer to the first two questions."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


FINDING_WORDS = {
    Finding.YES: Words("是", "yes"),
    Finding.NO: Words("否", "no"),
    Finding.UNCLEAR: Words("说不清", "can't tell"),
}


class Remedy(StrEnum):
    """What may follow, from the mildest to the strongest."""

    NONE = "none"
    MEDIATION = "mediation"
    CORRECTION = "correction"
    APOLOGY = "apology"
    WARNING = "warning"
    MUTE_1 = "mute_1"
    MUTE_7 = "mute_7"
    SUSPENSION = "suspension"
    REMOVAL = "removal"

    @property
    def weight(self) -> int:
        """How strong it is, from 0."""
        return _ORDER.index(self)


_ORDER = tuple(Remedy)

REMEDY_WORDS = {
    Remedy.NONE: Words("不处理", "nothing"),
    Remedy.MEDIATION: Words("调解", "mediation"),
    Remedy.CORRECTION: Words("更正或补署名", "correction or attribution"),
    Remedy.APOLOGY: Words("道歉", "an apology"),
    Remedy.WARNING: Words("警告", "a warning"),
    Remedy.MUTE_1: Words("禁言 1 天", "mute for 1 day"),
    Remedy.MUTE_7: Words("禁言 7 天", "mute for 7 days"),
    Remedy.SUSPENSION: Words("停用社区账号 30 天", "suspension for 30 days"),
    Remedy.REMOVAL: Words("清退", "removal from the community"),
}

HEAVY = frozenset({Remedy.SUSPENSION, Remedy.REMOVAL})
"""What needs five ballots at least."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one ballot says, with a reason for each answer ("" where none is given)."""

    facts: Finding
    breach: Finding
    remedy: Remedy
    why_facts: str = ""
    why_breach: str = ""
    why_remedy: str = ""
