"""Contacts: calls and talks with a member beside the community: who spoke, what was said, when to try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.cases import CaseId
from app.domain.letters import moment_words
from app.domain.members import MemberRef
from app.domain.messages import LONGEST_NOTE, typed
from app.domain.words import Words
from app.errors import NextInPast, NothingSaid


class Channel(StrEnum):
    """How somebody was contacted."""

    PHONE = "phone"
    WECOM = "wecom"
    IN_PERSON = "in_person"
    MAIL = "mail"
    OTHER = "other"


CHANNEL_WORDS = {
    Channel.PHONE: Words("电话", "phone"),
    Channel.WECOM: Words("企业微信", "WeCom"),
    Channel.IN_PERSON: Words("当面", "in person"),
    Channel.MAIL: Words("邮件", "mail"),
    Channel.OTHER: Words("其他方式", "another way"),
}

_REACHED = {
    Channel.PHONE: (Words("已接通", "reached"), Words("未接", "no answer")),
    Channel.IN_PERSON: (Words("见到了", "met"), Words("没见到", "not met")),
}
_ANSWERED = Words("已回应", "answered"), Words("未回", "no answer")


@dataclass(frozen=True, slots=True)
class Contacted:
    """One try to reach a member about a case; the next one stands in its place where `next_at` is concerned.

    Attributes:
        text: what was said; may be "" where nobody was reached.
        next_at: when to try again, or to go on; None for no need.
    """

    at: datetime
    by: MemberRef
    channel: Channel
    reached: bool
    text: str
    next_at: datetime | None = None
    case_id: CaseId | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class DueContact:
    """A contact whose time has come; `tries` counts those without an answer since somebody was last reached."""

    contact: Contacted
    title: str
    author: str
    tries: int


def check_contact(text: str, now: datetime, *, reached: bool, next_at: datetime | None) -> str:
    """The text as it is kept.

    Raises:
        NothingSaid: somebody was reached, and nothing tells what was said.
        NextInPast: the next try lies in the past.
        TooLong: nobody would read it.
    """
    text = typed(text, LONGEST_NOTE, ("记录", "The entry"))
    if reached and not text:
        raise NothingSaid
    if next_at is not None and next_at <= now:
        raise NextInPast(at=f"{next_at.astimezone():%Y-%m-%d %H:%M}")
    return text


def result_words(one: Contacted) -> Words:
    """How it was tried, and whether somebody was reached."""
    how, result = CHANNEL_WORDS[one.channel], _REACHED.get(one.channel, _ANSWERED)[0 if one.reached else 1]
    return Words(f"{how.zh}，{result.zh}", f"{how.en}, {result.en}")


def next_words(one: Contacted) -> Words | None:
    """When to try again; None where nobody has to."""
    if one.next_at is None:
        return None
    when = moment_words(one.next_at.astimezone())
    if one.channel is Channel.PHONE:
        return Words(f"{when.zh} 再拨", f"call again at {when.en}")
    return Words(f"{when.zh} 再联系", f"try again at {when.en}")


def tries_words(tries: int) -> Words | None:
    """How often nobody was reached since; None for not once."""
    if not tries:
        return None
    return Words(f"已联系 {tries} 次未回", "no answer so far" if tries == 1 else f"no answer, {tries} times")


EVENING, MORNING = 19, 10
"""Hours of the day at which people can be called again."""


def quick_choices(now: datetime) -> list[tuple[Words, datetime]]:
    """When to try again, to be chosen with a key: in an hour, this evening, tomorrow morning.

    Args:
        now: in the local time zone; what has passed today is not offered.
    """
    evening = now.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    morning = (now + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    hour = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    choices = [(Words("1 小时后", "In an hour"), hour)]
    if evening > hour:
        choices.append((Words("今晚 19:00", "This evening, 19:00"), evening))
    return [*choices, (Words("明天 10:00", "Tomorrow, 10:00"), morning)]
