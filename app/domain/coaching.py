"""Coaching: a private, kind reminder for a first, harmless offence. It is never a strike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cases import KIND_WORDS, Back, CaseKind
from app.domain.community import Message
from app.domain.contacts import CHANNEL_WORDS, Contacted
from app.domain.decisions import DECISION_WORDS, Decision, DecisionKind
from app.domain.words import Words
from app.errors import NotCoachable, NotCoached, NotCorrected

COACHABLE = frozenset({CaseKind.VIOLATION, CaseKind.DISPUTE, CaseKind.PLAGIARISM})
"""Kinds answered by a reminder. Complaints are replied to; safety, unlawful content, rights and care have lanes."""

RECENT = timedelta(days=7)
"""How long a contact with a member counts as recent: whoever writes again should know of it."""

_CONTACTS = (DecisionKind.COACHING, DecisionKind.REPLY, DecisionKind.ACCEPTANCE, DecisionKind.MESSAGE)
_MESSAGE = Words("私信", "a private message")


def check_kind(kind: CaseKind) -> None:
    """Let pass a kind of case that may be coached.

    Raises:
        NotCoachable: this kind is answered otherwise.
    """
    if kind not in COACHABLE:
        words = KIND_WORDS[kind]
        raise NotCoachable(kind_zh=words.zh, kind_en=words.en)


def coached(decisions: Sequence[Decision]) -> bool:
    """Whether a reminder stands on the case that these decisions are about."""
    return any(one.kind is DecisionKind.COACHING and one.undone_at is None for one in decisions)


def check_corrected(decisions: Sequence[Decision], revision: str) -> None:
    """Let pass a case whose author edited the post after the reminder, so that there is something to accept.

    Args:
        decisions: on the case, oldest first.
        revision: the post's present one.

    Raises:
        NotCoached: no reminder stands on the case.
        NotCorrected: the post is as it was.
    """
    reminders = [one for one in decisions if one.kind is DecisionKind.COACHING and one.undone_at is None]
    if not reminders:
        raise NotCoached
    if reminders[-1].revision == revision:
        raise NotCorrected


@dataclass(frozen=True, slots=True)
class Contact:
    """The last time that somebody of the team wrote to a member: when, who ("" where that is not known), and how."""

    at: datetime
    by: str
    kind: Words


def recent_contact(
    decisions: Sequence[Decision], messages: Sequence[Message], now: datetime, logged: Sequence[Contacted] = ()
) -> Contact | None:
    """The newest contact with a member within RECENT; None when nobody wrote lately.

    Args:
        decisions: on any case of this member; undone ones don't count, nor does what says nothing to the member.
        messages: between the member and the account that asks; one that carries a decision's own text is that decision.
        now: the time.
        logged: calls and talks with them; those in which nobody was reached don't count.
    """
    standing = [one for one in decisions if one.undone_at is None and one.kind in _CONTACTS and one.text]
    known = {one.text for one in standing}
    contacts = [Contact(one.at, one.by.name, DECISION_WORDS[one.kind]) for one in standing]
    contacts += [Contact(one.at, "", _MESSAGE) for one in messages if one.sent_by_us and one.text not in known]
    contacts += [Contact(one.at, one.by.name, CHANNEL_WORDS[one.channel]) for one in logged if one.reached]
    recent = [contact for contact in contacts if now - contact.at <= RECENT]
    return max(recent, key=lambda contact: contact.at, default=None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The answer that lies nearest, and why. The person decides."""

    answer: DecisionKind
    because: Words


_LANE = Words(
    "“{kind}”不做私信提醒，先按规定处理，需要时公开说明",
    "a case of kind “{kind}” is not answered by a reminder: follow its rules, explain in public where needed",
)
_COMPLAINT = Words(
    "如实的投诉抱怨受公约第十三条保护，公开回复", "an honest complaint is protected by article 13: reply"
)
_PERHAPS_COMPLAINT = Words(
    "被当作抱怨举报：先看是不是如实投诉；是就公开回复", "reported as complaining: if it is honest, reply in public"
)
_LIKE_COMPLAINT = Words(
    "读起来像如实的抱怨，受公约保护：是的话公开回复，不提醒",
    "it reads like an honest complaint, which is protected: if it is, reply in public",
)
_PRAISE = Words(
    "夸车本身不算违规；只有口号、没有经历和数据的吹捧才谈得上条款",
    "praise is no offence; only slogans without anything experienced touch an article",
)
_CORRECTED = Words(
    "提醒之后作者修改了帖子：改好了就确认", "the author edited the post after the reminder: accept if it is good"
)
_NOT_CORRECTED = Words("到期仍未修改：可再提醒一次", "the term ended without an edit: remind once more")
_FIRST = Words("没有提醒过这位作者：先私信提醒", "this author was never reminded: a private reminder comes first")
_AGAIN = Words("提醒过这位作者 {times} 次；提醒不计分", "this author was reminded {times} times; reminders never count")


def suggest(
    kind: CaseKind,
    reported_as: str,
    decisions_about_author: Sequence[Decision],
    *,
    came_back: Back | None = None,
    was_coached: bool = False,
    protected: bool = False,
    piled_on: int = 0,
) -> Suggestion:
    """The answer that lies nearest.

    Args:
        kind: of the case.
        reported_as: the category that most reports name.
        decisions_about_author: on any case of the author.
        came_back: why the case is here again.
        was_coached: a reminder stands on this very case.
        protected: the text reads like an honest complaint, which the code of conduct protects.
        piled_on: how many reports use the same words, where somebody may have organised them.
    """
    return (
        _by_kind(kind)
        or _by_return(came_back if was_coached else None)
        or (_by_pile(piled_on) if piled_on else None)
        or (Suggestion(DecisionKind.REPLY, _LIKE_COMPLAINT) if protected else None)
        or _by_report(
            reported_as,
            sum(one.kind is DecisionKind.COACHING and one.undone_at is None for one in decisions_about_author),
        )
    )


def _by_kind(kind: CaseKind) -> Suggestion | None:
    if kind in COACHABLE:
        return None
    if kind in (CaseKind.COMPLAINT, CaseKind.SUGGESTION):
        return Suggestion(DecisionKind.REPLY, _COMPLAINT)
    words = KIND_WORDS[kind]
    return Suggestion(DecisionKind.REPLY, Words(_LANE.zh.format(kind=words.zh), _LANE.en.format(kind=words.en)))


def _by_return(came_back: Back | None) -> Suggestion | None:
    if came_back is Back.CORRECTED:
        return Suggestion(DecisionKind.ACCEPTANCE, _CORRECTED)
    if came_back is Back.TERM_ENDED:
        return Suggestion(DecisionKind.COACHING, _NOT_CORRECTED)
    return None


def _by_pile(reports: int) -> Suggestion:
    because = Words(
        f"{reports} 条举报措辞雷同，可能是有人组织的：先看帖子本身有没有违规",
        f"{reports} reports use the same words and may have been organised: look first whether the post is wrong",
    )
    return Suggestion(DecisionKind.DISMISSAL, because)


def _by_report(reported_as: str, reminders: int) -> Suggestion:
    if reported_as == "complaint":
        return Suggestion(DecisionKind.REPLY, _PERHAPS_COMPLAINT)
    if reported_as == "praise":
        return Suggestion(DecisionKind.DISMISSAL, _PRAISE)
    if reminders:
        return Suggestion(DecisionKind.COACHING, Words(*(words.format(times=reminders) for words in _AGAIN)))
    return Suggestion(DecisionKind.COACHING, _FIRST)
