"""What an honour takes: who may nominate whom, what is missing before a title is given, how long it is held."""

import re
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from app.domain.honours import (
    STANDING_WORDS,
    Evidence,
    EvidenceKind,
    Grant,
    GrantId,
    Nomination,
    NominationId,
    NominationState,
    Show,
    Standing,
    ThanksWay,
    Title,
    TitleId,
)
from app.domain.members import Honour, MemberRef
from app.domain.messages import names_somebody, says_something, typed
from app.domain.words import Words
from app.errors import (
    GrantNotSo,
    NominationOver,
    NominationWithoutEvidence,
    NotGrantable,
    OwnHonour,
    TitleIdNotPlain,
    TitleIncomplete,
)

LOOK_AHEAD = timedelta(days=30)
"""So long before its end a term is to be renewed, or not."""

MOST_MONTHS, MOST_HOLDERS = 60, 1_000
LONGEST_NAME, LONGEST_WHAT_FOR, LONGEST_EVIDENCE = 20, 200, 500
"""In characters."""

THANKS_WAY_WORDS = {ThanksWay.THREAD: Words("在帖内", "in the thread"), ThanksWay.MESSAGE: Words("私信", "by message")}

EVIDENCE_WORDS = {
    EvidenceKind.POST: Words("帖子", "a post"),
    EvidenceKind.CASE: Words("工单", "a case"),
    EvidenceKind.THANKS: Words("随手感谢", "thanks"),
    EvidenceKind.SUGGESTION: Words("系统统计", "counted by the program"),
    EvidenceKind.HAND: Words("人工说明", "told by a person"),
}

NOMINATION_WORDS = {
    NominationState.OPEN: Words("待征求本人意愿", "the member is still to be asked"),
    NominationState.ASKED: Words("已征求，待回复", "asked, no answer yet"),
    NominationState.AGREED: Words("本人已同意", "the member agreed"),
    NominationState.GRANTED: Words("已授予", "granted"),
    NominationState.DECLINED: Words("未通过", "declined"),
    NominationState.UNWANTED: Words("本人不愿意", "the member does not want it"),
    NominationState.WITHDRAWN: Words("提名人撤回", "withdrawn by who nominated"),
}

PENDING = (NominationState.OPEN, NominationState.ASKED, NominationState.AGREED)
"""Nominations about which somebody has still to say something."""

CURRENT = (Standing.HELD, Standing.SUSPENDED)
"""Titles that count against the quota."""

SOMEBODY = Words("一位车友", "a fellow owner")
"""Who is not to be named."""


class Change(StrEnum):
    """What happened to a title that somebody holds."""

    GRANTED = "granted"
    RENEWED = "renewed"
    EMERITUS = "emeritus"
    REVOKED = "revoked"
    ENDED = "ended"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    TAKEN_BACK = "taken_back"  # the change before it was


CHANGE_WORDS = {
    Change.GRANTED: Words("授予", "granted"),
    Change.RENEWED: Words("续任", "renewed"),
    Change.EMERITUS: Words("荣休", "made emeritus"),
    Change.REVOKED: Words("收回", "revoked"),
    Change.ENDED: Words("届满", "term over"),
    Change.SUSPENDED: Words("因处置暂停", "suspended by a sanction"),
    Change.RESTORED: Words("恢复", "restored"),
    Change.TAKEN_BACK: Words("撤回上一步", "the change before was taken back"),
}

ALLOWED = {
    Change.RENEWED: (Standing.HELD,),
    Change.EMERITUS: (Standing.HELD, Standing.ENDED),
    Change.REVOKED: (Standing.HELD, Standing.SUSPENDED, Standing.EMERITUS),
    Change.RESTORED: (Standing.SUSPENDED,),
}
"""From where a person can change how a title is held."""


class Missing(StrEnum):
    """What still stands between a nomination and the title."""

    CONSENT = "consent"
    HOLDS = "holds"
    QUOTA = "quota"
    SANCTION = "sanction"
    RETIRED = "retired"


MISSING_WORDS = {
    Missing.CONSENT: Words("还没有本人的同意", "the member has not agreed"),
    Missing.HOLDS: Words("本人已有这个称号", "they hold the title already"),
    Missing.QUOTA: Words("名额已满", "the quota is used up"),
    Missing.SANCTION: Words("本人正被处置", "a sanction against them is running"),
    Missing.RETIRED: Words("这个称号不再授予", "the title is given no more"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a grant rests on, beside the nomination: how many hold the title, and how things stand with the member."""

    title: Title
    holders: int
    holds: bool = False
    sanctioned: bool = False


def nomination_id(key: int) -> NominationId:
    """How a nomination is named wherever people name it."""
    return NominationId(f"n-{key}")


def grant_id(key: int) -> GrantId:
    """How a title that somebody holds is named wherever people name it."""
    return GrantId(f"h-{key}")


def key_of(number: str) -> int | None:
    """The key of a nomination or of a held title by its name; None where it can't be one."""
    digits = number.strip().casefold().partition("-")[2]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None


# --- titles ----------------------------------------------------------------------------------------------


def check_title(title: Title) -> Title:
    """The title as it is kept.

    Raises:
        TitleIdNotPlain: its id is more than small letters, digits and hyphens.
        TitleIncomplete: it has no name, says not what for, or its term or quota can't be.
        TooLong: name or purpose are longer than anybody would read.
    """
    if not title.id or not all(one.isascii() and (one.isalnum() or one == "-") for one in title.id):
        raise TitleIdNotPlain(title=title.id)
    names = [typed(one, LONGEST_NAME * 2, ("称号名称", "The name")) for one in title.words]
    purposes = [typed(one, LONGEST_WHAT_FOR, ("授予条件", "The purpose")) for one in title.what_for]
    if not all(names_somebody(one) for one in names) or not all(says_something(one) for one in purposes):
        raise TitleIncomplete(months=MOST_MONTHS, quota=MOST_HOLDERS)
    if not 1 <= title.months <= MOST_MONTHS or not 1 <= title.quota <= MOST_HOLDERS:
        raise TitleIncomplete(months=MOST_MONTHS, quota=MOST_HOLDERS)
    return Title(
        TitleId(title.id.casefold()),
        Words(*names),
        Words(*purposes),
        title.months,
        title.quota,
        title.honour_id.strip(),
        title.retired_at,
    )


def id_of(name: str, taken: Collection[TitleId] = ()) -> TitleId:
    """An id for a new title, from its name: plain, and none of those that are taken."""
    plain = re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") or "title"
    ids = (TitleId(plain if number == 1 else f"{plain}-{number}") for number in count(1))
    return next(one for one in ids if one not in taken)


def shown_as(title: Title, offered: Sequence[Honour]) -> str:
    """By which honour of the community a title is shown: the one that was set, else one of the same id or name that
    can be granted; "" where there is none.
    """
    if title.honour_id:
        return title.honour_id
    same = (one for one in offered if one.grantable and (one.id == title.id or one.name in title.words))
    return next((one.id for one in same), "")


# --- nominations -----------------------------------------------------------------------------------------


def check_nomination(member: MemberRef, by: MemberRef, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence as it is kept.

    Raises:
        OwnHonour: nobody nominates themselves.
        NominationWithoutEvidence: none is given, or a piece says nothing.
        TooLong: longer than anybody would read.
    """
    if member.id == by.id:
        raise OwnHonour(name=by.name)
    what = ("事由", "The evidence")
    kept = tuple(Evidence(one.kind, one.about.strip(), typed(one.words, LONGEST_EVIDENCE, what)) for one in evidence)
    if not kept or not all(says_something(one.words or one.about) for one in kept):
        raise NominationWithoutEvidence
    if any(one.kind is EvidenceKind.HAND and not one.words for one in kept):
        raise NominationWithoutEvidence
    return kept


def check_pending(nomination: Nomination) -> None:
    """Let pass a nomination that is not over.

    Raises:
        NominationOver: it was granted, declined, or withdrawn.
    """
    if nomination.state not in PENDING:
        words = NOMINATION_WORDS[nomination.state]
        raise NominationOver(nomination=nomination.id, state_zh=words.zh, state_en=words.en)


def missing(nomination: Nomination, ground: Ground) -> tuple[Missing, ...]:
    """What still stands between a nomination and the title, in the order in which it is said."""
    checks = (
        (Missing.CONSENT, nomination.consent is None),
        (Missing.HOLDS, ground.holds),
        (Missing.SANCTION, ground.sanctioned),
        (Missing.QUOTA, ground.holders >= ground.title.quota),
        (Missing.RETIRED, ground.title.retired_at is not None),
    )
    return tuple(what for what, lacks in checks if lacks)


def check_grant(nomination: Nomination, ground: Ground, by: MemberRef) -> None:
    """Let pass a nomination that can be granted by this person.

    Raises:
        NominationOver: it is over.
        OwnHonour: nobody grants a title to themselves.
        NotGrantable: something is missing, all of which is named.
    """
    check_pending(nomination)
    if nomination.member.id == by.id:
        raise OwnHonour(name=by.name)
    lacking = [MISSING_WORDS[one] for one in missing(nomination, ground)]
    if lacking:
        raise NotGrantable(
            nomination=nomination.id,
            missing_zh="、".join(one.zh for one in lacking),
            missing_en=", ".join(one.en for one in lacking),
        )


# --- terms -----------------------------------------------------------------------------------------------


def term_end(begins: datetime, months: int) -> datetime:
    """When a term of so many months is over: at the same hour of the same day, or of the month's last day."""
    years, month = divmod(begins.month - 1 + months, 12)
    year = begins.year + years
    day = min(begins.day, monthrange(year, month + 1)[1])
    return begins.replace(year=year, month=month + 1, day=day)


def is_due(grant: Grant, now: datetime) -> bool:
    """Whether somebody has to say what becomes of a term, which ends soon."""
    return grant.standing is Standing.HELD and now < grant.ends <= now + LOOK_AHEAD


def is_over(grant: Grant, now: datetime) -> bool:
    """Whether a term is over though nobody has said so yet."""
    return grant.standing in CURRENT and grant.ends <= now


def check_change(grant: Grant, change: Change) -> None:
    """Let pass a change that is possible from where a title stands.

    Raises:
        GrantNotSo: it is not.
    """
    if grant.standing not in ALLOWED[change]:
        now, wanted = STANDING_WORDS[grant.standing], CHANGE_WORDS[change]
        raise GrantNotSo(grant=grant.id, state_zh=now.zh, state_en=now.en, action_zh=wanted.zh, action_en=wanted.en)


def name_shown(grant: Grant) -> Words:
    """How whoever holds a title is called in public: by name only where they let it be shown."""
    return Words(grant.member.name, grant.member.name) if Show.NAME in grant.shows else SOMEBODY
