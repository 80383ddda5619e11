"""Parties from outside: press, authorities, lawyers, police. While one is involved, every outgoing word takes two.

What is kept about the case is under legal hold until the last party is out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.cases import CaseId
from app.domain.commands import CommandKind, Intent
from app.domain.decisions import DecisionKind
from app.domain.members import MemberId, MemberRef
from app.domain.messages import LONGEST_REASON, typed
from app.domain.roles import Account, Role, require, require_full
from app.domain.words import Words
from app.errors import EndedBySame, ReasonNeeded


class Party(StrEnum):
    """Who is involved."""

    MEDIA = "media"
    AUTHORITY_12315 = "authority_12315"
    LAWYER = "lawyer"
    POLICE = "police"
    REGULATOR = "regulator"
    OTHER = "other"


PARTY_WORDS = {
    Party.MEDIA: Words("媒体", "press"),
    Party.AUTHORITY_12315: Words("12315/12345", "12315/12345 hotline"),
    Party.LAWYER: Words("律师函", "lawyer"),
    Party.POLICE: Words("公安", "police"),
    Party.REGULATOR: Words("网信、监管部门", "regulator"),
    Party.OTHER: Words("其他外部方", "other party"),
}

SPEAKING = frozenset(
    {
        CommandKind.MESSAGE,
        CommandKind.REPLY,
        CommandKind.UPDATE_REPLY,
        CommandKind.PUBLISH_NOTICE,
        CommandKind.UPDATE_NOTICE,
    }
)
"""Commands that say something to people outside the team; the migration names them again."""

HELD = Words(
    "外部已介入：须另一人放行，或撤回重写", "somebody from outside is involved: another person has to let it go"
)
"""Why a word that was written before is not sent."""

LONGEST_NUMBER, LONGEST_LINE = 80, 1_000

SPEAKS_AGAIN_AFTER = timedelta(hours=24)
"""How long every word of who ended a flag still takes two: nobody ends one in order to speak alone. The migration names
it again."""

_ENDING = Words("结束外部介入标记", "end the flag of an outside party")


@dataclass(frozen=True, slots=True)
class Line:
    """What all who write on the case keep to (统一口径), as it was said at a time."""

    at: datetime
    by: MemberRef
    text: str


@dataclass(frozen=True, slots=True)
class OutsideParty:
    """Somebody from outside who is involved in a case.

    Attributes:
        number: theirs, as that of a complaint at 12315.
        lines: what was agreed to be said, oldest first; the last one holds, "" where none does any more.
        ended_at: None while they are involved.
    """

    seq: int
    case_id: CaseId
    party: Party
    number: str
    note: str
    since: datetime
    by: MemberRef
    lines: tuple[Line, ...] = ()
    ended_at: datetime | None = None
    ended_by: MemberRef | None = None
    end_reason: str = ""

    @property
    def line(self) -> str:
        """What holds now."""
        return self.lines[-1].text if self.lines else ""

    @property
    def involved(self) -> bool:
        """Whether they still are."""
        return self.ended_at is None

    @property
    def words(self) -> Words:
        """Who it is, with their number."""
        said = PARTY_WORDS[self.party]
        return Words(f"{said.zh} {self.number}", f"{said.en} {self.number}") if self.number else said


def speaks(kind: DecisionKind, intents: Iterable[Intent]) -> bool:
    """Whether a decision says anything to people outside the team."""
    return kind is DecisionKind.SANCTION or any(one.kind in SPEAKING for one in intents)


def agreed_line(parties: Iterable[OutsideParty]) -> str:
    """What whoever writes keeps to: of every party that is involved, each line once."""
    return "\n".join(dict.fromkeys(one.line for one in parties if one.involved and one.line))


def check_end(flag: OutsideParty, me: Account, reason: str) -> str:
    """The reason as it is kept, where this person may end the flag: another one than who set it, a lead or not.

    Raises:
        NoRight, NotForTrainees: the person can't.
        EndedBySame: they set it themselves.
        ReasonNeeded: no reason is given, or one that says nothing, as “.”.
    """
    require(me, Role.MODERATOR)
    require_full(me, _ENDING)
    if flag.by.id == MemberId(me.id):
        raise EndedBySame(name=me.name)
    reason = typed(reason, LONGEST_REASON)
    if len({char for char in reason if char.isalnum()}) < 2:
        raise ReasonNeeded
    return reason
