"""Rules of promises: when a date may be moved, what may still come, what a public word names, how many days suit."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.complaints_days import says_day
from app.domain.letters import moment_words
from app.domain.messages import typed
from app.domain.promises import CHANGE_WORDS, ENDINGS, USUAL_DAYS, Change, FollowUp, Promise, Promising
from app.domain.words import NO_WORDS, Words
from app.errors import (
    DateNotLater,
    DateNotNamed,
    DueAlreadyOver,
    DueTooFar,
    HandoffWithoutNumber,
    PromiseBroken,
    PromiseEnded,
    PromiseIncomplete,
    StaysBroken,
)

LONGEST_WHAT, LONGEST_NAME, LONGEST_NUMBER = 200, 60, 60
"""The longest text of what is promised, name of a department or person, and number of a handoff, in characters."""

MOST_DAYS = 250
"""No promise is reckoned over more working days: a year of them."""

MOST_AHEAD = 364
"""No promise is due later than so many days from now: its day, said without the year, is then the next such day."""

RETURN_DAYS = 10
"""Working days in which a seller answers a demand for exchange or return with reasons."""

_RETURN = re.compile(
    r"换车(?![机漆膜衣位牌贴灯窗门轮钥险道载厢主])|退车(?!位)|退换车|退一赔三|更换(?:整车|车辆|新车)|三包|退(?:车|购车)款"
    r"|\b(?:exchange|replace|return|refund|buy ?back)\b[^.!?。！？]{0,40}\b(?:car|vehicle)\b"
    r"|\b(?:car|vehicle)\b[^.!?。！？]{0,40}\b(?:exchanged|replaced|returned|refunded|bought back)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Usual:
    """So many working days suit a promise; `because` says where the number comes from, NO_WORDS for our own habit."""

    days: int
    because: Words = NO_WORDS


_BY_LAW = Words(
    "《家用汽车产品修理更换退货责任规定》第二十八条：对换车、退车的要求，销售者应在 10 个工作日内答复并说明理由",
    "article 28 of China's rules on repair, exchange and return of family cars: the seller answers a demand for "
    "exchange or return within 10 working days, with reasons",
)


def usual_days(text: str) -> Usual:
    """How many working days suit a promise about a post.

    Source of the longer one: 家用汽车产品修理更换退货责任规定 (2021), article 28.
    """
    return Usual(RETURN_DAYS, _BY_LAW) if _RETURN.search(text) else Usual(USUAL_DAYS)


def check_promising(made: Promising, now: datetime) -> Promising:
    """What is promised, as it may be kept: complete, in lines, and due later than now.

    Raises:
        PromiseIncomplete: it lacks what, which department, or who sees to it.
        DueAlreadyOver, DueTooFar: its date has passed, or is years away.
        TooLong: something of it is longer than anybody would read.
    """
    what = line(made.what, LONGEST_WHAT, ("承诺的事", "What is promised"))
    department = line(made.department, LONGEST_NAME, ("部门", "The department"))
    owner = line(made.owner, LONGEST_NAME, ("跟进人", "The owner"))
    if not (what and department and owner):
        raise PromiseIncomplete
    check_not_over(made.due_at, now)
    number = line(made.number, LONGEST_NUMBER, ("转办单号", "The number of the handoff"))
    return Promising(what, department, owner, made.due_at, made.days, made.guessed, number)


def check_not_over(due_at: datetime, now: datetime) -> None:
    """Let pass a date that is still to come, and not further ahead than anybody keeps in mind.

    Raises:
        DueAlreadyOver: it has passed.
        DueTooFar: it is more than MOST_AHEAD days away.
    """
    if due_at <= now:
        said = moment_words(due_at.astimezone())
        raise DueAlreadyOver(due_zh=said.zh, due_en=said.en)
    if (due_at - now).days >= MOST_AHEAD:
        year, said = due_at.astimezone().year, moment_words(due_at.astimezone())
        raise DueTooFar(due_zh=f"{year} 年 {said.zh}", due_en=f"{said.en} {year}", most=MOST_AHEAD)


def check_number(number: str) -> str:
    """The number of a handoff, as it is kept.

    Raises:
        HandoffWithoutNumber: nothing of it can be seen.
        TooLong: no system numbers like that.
    """
    found = line(number, LONGEST_NUMBER, ("转办单号", "The number of the handoff"))
    if not found:
        raise HandoffWithoutNumber
    return found


def check_open(promise: Promise) -> None:
    """Let pass a promise to which something can still happen.

    Raises:
        PromiseEnded: it was closed, given up, or withdrawn.
    """
    if promise.ended is not None:
        how = CHANGE_WORDS[promise.ended]
        raise PromiseEnded(what=promise.made.what, how_zh=how.zh, how_en=how.en)


def check_in_time(promise: Promise, now: datetime) -> None:
    """Let pass a promise that may still be withdrawn: one that is broken stays in the register as that.

    Raises:
        StaysBroken: its date has passed.
    """
    if now > promise.due_at:
        due = moment_words(promise.due_at.astimezone())
        raise StaysBroken(due_zh=due.zh, due_en=due.en)


def check_said(promise: Promise, said: FollowUp, now: datetime) -> None:
    """Let pass what a public word changes about a promise.

    Args:
        promise: as it stands.
        said: what it changes.
        now: when the word is given.

    Raises:
        PromiseEnded: nothing comes after its end.
        PromiseBroken: its date has passed, and is moved no more.
        DateNotLater: the new date is not later than the one that was given.
    """
    check_open(promise)
    if said.change is not Change.EXTENDED:
        return
    due = moment_words(promise.due_at.astimezone())
    if now > promise.due_at:
        raise PromiseBroken(due_zh=due.zh, due_en=due.en)
    if said.due_at is None or said.due_at <= promise.due_at:
        raise DateNotLater(due_zh=due.zh, due_en=due.en)


def check_names(message: str, due_at: datetime, now: datetime | None = None) -> None:
    """Let pass a message that names the new date.

    Raises:
        DateNotNamed: it does not.
    """
    day = due_at.astimezone().date()
    if not names_day(message, day, now.astimezone().date() if now else None):
        raise DateNotNamed(day_zh=f"{day.month} 月 {day.day} 日", day_en=f"{day.day} {day:%B}", iso=day.isoformat())


def names_day(message: str, day: date, today: date | None = None) -> bool:
    """Whether a text names a day as one that stands, however it writes it: 12 月 1 日, 12/1, 2026-12-01, 1 December.

    “不会等到 12 月 1 日” does not, nor does “原定 12 月 1 日”; a year that is written is the one that counts.

    Args:
        message: the text.
        day: the day.
        today: from when on a day without a year is the next such day; without it, the year is not asked for.
    """
    text = unicodedata.normalize("NFKC", message).casefold()
    return says_day(text, day, today or day - timedelta(days=1), dates_only=True) is not None


def ends(change: Change) -> bool:
    """Whether nothing more comes of a promise after this."""
    return change in ENDINGS


def line(text: str, most: int, what: tuple[str, str]) -> str:
    """What a person typed, in one line.

    Raises:
        TooLong: longer than `most` characters.
    """
    return " ".join(typed(text, most, what).split())
