"""Honours of a demo's past: who was nominated, agreed and was granted a title; the reviews and ends of its months."""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.honours import GUARDIAN, GUIDE, PEACEMAKER, Evidence, EvidenceKind, NominationId, Show, TitleId
from app.domain.members import MemberId
from app.domain.months import Month
from app.operations import honours_granting, honours_nominating, review, summary
from app.operations.desk import Desk

FIRST_DAYS = timedelta(days=1.5)
"""So long after the first morning of a month somebody is nominated."""

SOURCE = "社区私信，本人回复同意"
NAME_ONLY = frozenset({Show.NAME})
MOST_SHOWN = frozenset({Show.NAME, Show.AVATAR, Show.MODEL})


@dataclass(frozen=True, slots=True)
class Honoured:
    """Somebody who is honoured.

    Attributes:
        back: how many months ago; the oldest month there is, where it does not go back so far.
        because: what they did.
        granted: whether they have the title by now; else they were asked, and did not answer.
        shows: what they let be shown.
    """

    back: int
    member: MemberId
    title: TitleId
    because: str
    granted: bool = True
    shows: frozenset[Show] = MOST_SHOWN


HONOURED = (
    Honoured(11, MemberId("u-004"), PEACEMAKER, "去年冬天劝停三次争吵，两边都服气，还请双方喝了羊汤"),
    Honoured(11, MemberId("u-036"), GUIDE, "手算充电费用对照表，带公式；新车友提问区几乎每问必答"),
    Honoured(7, MemberId("u-025"), GUARDIAN, "公开六条自驾路书，含充电点和厕所，别人引用从不计较"),
    Honoured(4, MemberId("u-057"), GUIDE, "回答轮胎问题前先写自己是开店的，免费给外地车友补过胎"),
    Honoured(
        1,
        MemberId("u-049"),
        PEACEMAKER,
        "把吵快充的两边数据放进一张表，话一下子就说到一起了",
        shows=NAME_ONLY,
    ),
    Honoured(0, MemberId("u-055"), GUIDE, "帮二十多位车友挑过安全座椅，自己贴卷尺量的", granted=False),
)


def nominate(desk: Desk, one: Honoured) -> NominationId:
    """Nominate somebody, and ask whether they want it."""
    evidence = [Evidence(EvidenceKind.HAND, "", one.because)]
    nomination = honours_nominating.nominate(desk, one.member, one.title, evidence).nomination.id
    honours_nominating.ask(desk, nomination)
    return nomination


def grant(desk: Desk, manager: Desk, one: Honoured, nomination: NominationId) -> None:
    """Enter that they agreed, and grant it."""
    honours_nominating.enter_consent(desk, nomination, shows=one.shows, source=SOURCE)
    honours_granting.grant(manager, nomination)


def end_of_month(manager: Desk, month: Month, *, closes: bool) -> None:
    """The community review of a month that is over is drafted and published; the month is closed, or not yet."""
    drafted = review.draft(manager, month).review
    review.publish(manager, month, read=drafted.version)
    if closes:
        summary.close(manager, month)
