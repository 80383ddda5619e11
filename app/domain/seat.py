"""A council member's own side: who they are, which packets they got, what they noted, how they voted.

Nothing here leaves their machine but the files that they hand over themselves.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.council import Finding, Keys, Remedy
from app.domain.words import Words

LONGEST_NAME, LONGEST_NOTE, LONGEST_PLACE = 40, 10_000, 200


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret keys of a seat: one signs (minisign), the other opens what is sealed to the seat (age)."""

    signs: str = field(repr=False)
    opens: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Own:
    """Whose folder it is."""

    name: str
    keys: Keys
    made_at: datetime


@dataclass(frozen=True, slots=True)
class KeptPacket:
    """A packet that came in and verified.

    Attributes:
        sha256: by which it is known.
        case, round: of the referral.
        key: the public key that signed it; whether it is trusted is decided each time it is looked at.
        due_at: ballots count that arrive before it.
        destroyed_at: when everything of it but this line was removed; None while it is here.
    """

    sha256: str
    case: str
    round: int
    question: str
    key: str
    due_at: datetime
    taken_at: datetime
    destroyed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a member noted at one place of a packet.

    Attributes:
        place: the id of a post, the label of a party, the name of a file; "" for the whole packet.
        marked: the place was marked to be found again.
    """

    place: str
    text: str
    marked: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers that are being written; None for a question without an answer yet."""

    facts: Finding | None = None
    breach: Finding | None = None
    remedy: Remedy | None = None
    why_facts: str = ""
    why_breach: str = ""
    why_remedy: str = ""


NO_DRAFT = Draft()


@dataclass(frozen=True, slots=True)
class WrittenBallot:
    """A ballot as it was written into a file.

    Attributes:
        serial: the latest one counts.
        recusal: the seat does not judge this; `reason` says why, and there are no answers.
        answers: what was voted, for the member's own eyes.
        name, content: of the file, so that it can be handed over again.
    """

    serial: int
    recusal: bool
    answers: Draft
    reason: str
    written_at: datetime
    name: str
    content: bytes = field(repr=False)


UNDERTAKING_WORDS = Words(
    "我承诺：案卷只供我本人评议使用，不外传、不截图、不与他人讨论，也不打听当事人是谁；评议结束后按要求销毁并确认。",
    "I undertake to use the packet for judging only: I pass nothing of it on, take no pictures of it, discuss it with "
    "nobody and don't try to find out who the parties are; afterwards I destroy it and confirm that.",
)
"""What each ballot accepts, in the version that app.packets.ballot_file names."""


class Standing(StrEnum):
    """What a member has to do about a packet."""

    TO_VOTE = "to_vote"
    VOTED = "voted"
    RECUSED = "recused"
    READ_ONLY = "read_only"  # nobody trusted signed it, or no roster names this seat
    OVER = "over"  # the term has ended
    DESTROYED = "destroyed"


STANDING_WORDS = {
    Standing.TO_VOTE: Words("待投票", "to vote on"),
    Standing.VOTED: Words("已写评议票", "ballot written"),
    Standing.RECUSED: Words("已回避", "recused"),
    Standing.READ_ONLY: Words("只能阅读", "for reading only"),
    Standing.OVER: Words("已截止", "the term is over"),
    Standing.DESTROYED: Words("已销毁", "destroyed"),
}
