"""Personal data: what members may ask for and by when it is answered, legal holds, and why something has to stay."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.cases import CaseId
from app.domain.members import MemberRef
from app.domain.words import Words

MARK = "〔已删除〕"
"""What stands where something was thinned."""

MARK_BYTES = b"forgotten"
"""The same for the content of a file."""

TERM_DAYS = 15
"""Working days within which a request is answered.

Sources: 个人信息保护法 第四十五条 (to see, to get a copy), 第四十七条 (to have deleted), 第五十条 (a refusal says why);
App 违法违规收集使用个人信息行为认定方法 第六条 (15 working days).
"""

HoldId = NewType("HoldId", int)


class What(StrEnum):
    """What a member asks for."""

    COPY = "copy"
    DELETION = "deletion"


WHAT_WORDS = {
    What.COPY: Words("查阅、复制个人信息", "a copy of their personal data"),
    What.DELETION: Words("删除个人信息", "deletion of their personal data"),
}


class Answer(StrEnum):
    """How a request was answered."""

    CARRIED_OUT = "carried_out"
    REFUSED = "refused"


ANSWER_WORDS = {
    Answer.CARRIED_OUT: Words("已办理", "carried out"),
    Answer.REFUSED: Words("不予办理", "refused"),
}


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A member's request about their personal data; a case of its own kind, with a clock.

    Attributes:
        due_at: the end of the last working day of the term.
        guessed: years on the way whose holidays were not known.
        reason: of a refusal, as the member was told it.
        finished_at: of a deletion, when the last of it went.
        mentions: of a deletion that was carried out: names that may be words went too where others wrote them.
    """

    case: CaseId
    what: What
    member: MemberRef
    received_at: datetime
    due_at: datetime
    by: MemberRef
    guessed: tuple[int, ...] = ()
    answer: Answer | None = None
    reason: str = ""
    answered_at: datetime | None = None
    answered_by: MemberRef | None = None
    finished_at: datetime | None = None
    mentions: bool = False

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been answered."""
        return self.answer is None and self.due_at < now


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing of this case, or of this member's, is deleted while it stands."""

    id: HoldId
    reason: str
    by: MemberRef
    at: datetime
    case: CaseId | None = None
    member: MemberRef | None = None
    released_at: datetime | None = None
    released_by: MemberRef | None = None
    release_reason: str = ""


class Stays(StrEnum):
    """Why something has to stay for now."""

    HELD = "held"
    OUTSIDE = "outside"
    LANE = "lane"
    OPEN = "open"
    SENDING = "sending"
    SANCTION = "sanction"
    APPEAL = "appeal"
    PROMISE = "promise"
    COUNCIL = "council"
    SEAT = "seat"
    HONOUR = "honour"


STAYS_WORDS = {
    Stays.HELD: Words("法律保留", "a legal hold"),
    Stays.OUTSIDE: Words("媒体、机关或律师介入中", "press, authorities or lawyers are involved"),
    Stays.LANE: Words("安全事件、违法线索长期保存", "safety and unlawful content are kept without end"),
    Stays.OPEN: Words("工单还没有办结", "the case is open"),
    Stays.SENDING: Words("还有操作没有送达", "something is still to be sent"),
    Stays.SANCTION: Words("处置或记分还在期限内", "a measure runs, or its strikes count"),
    Stays.APPEAL: Words("申诉还没有答复", "an appeal waits for its answer"),
    Stays.PROMISE: Words("承诺还没有办结", "a promise is open"),
    Stays.COUNCIL: Words("议事会评议还没有结束", "the council has not ended with it"),
    Stays.SEAT: Words("还是议事会成员", "they have a seat in the council"),
    Stays.HONOUR: Words("还持有荣誉称号", "they hold an honour"),
}


@dataclass(frozen=True, slots=True)
class Staying:
    """A case of which nothing goes for now, and why."""

    case: CaseId
    why: tuple[Stays, ...]
