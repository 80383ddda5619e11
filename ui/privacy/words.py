"""Words of personal data in the window: what goes, what stays, how long there is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.domain.lanes_clocks import lasted
from app.domain.privacy import STAYS_WORDS, WHAT_WORDS, DataRequest, Stays
from app.domain.privacy_names import DOUBT_WORDS, Mention
from app.domain.words import Words
from ui.kit.remote import brief
from ui.kit.theme import Tone

_GROUPS = {
    Words("工单与帖子快照", "cases with their posts"): ("cases", "case_revisions"),
    Words("举报记录", "reports"): ("reports",),
    Words("处理决定与复核", "decisions and approvals"): ("decisions", "approvals", "sanctions", "samples", "recusals"),
    Words("发出的信件与操作", "letters and operations"): ("commands",),
    Words("备注、联系与交接", "notes, calls, handovers"): ("notes", "contacts", "handovers", "outside_lines"),
    Words("申诉", "appeals"): ("appeals",),
    Words("承诺与专题里的话", "words in promises and topics"): ("promises", "promise_events", "topics", "topic_words"),
    Words("提名、感谢与同意", "nominations, thanks, consents"): (
        *("nominations", "nomination_evidence", "consents", "grants", "grant_events", "thanks"),
    ),
    Words("评议材料", "material of the council"): (
        *("referrals", "referral_parties", "rulings", "ballot_answers", "seats"),
    ),
    Words("截图与附件", "screenshots and files"): ("evidence",),
}
_REST = Words("其他记录", "other entries")

SOON_DAYS = 5
"""So many days before its end a request warns."""

_HOURS_COUNT = 2


def grouped(going: Mapping[str, int]) -> list[tuple[Words, int]]:
    """How much of each goes, in words of people, what there is most of first."""
    left = dict(going)
    found = [(words, sum(left.pop(table, 0) for table in tables)) for words, tables in _GROUPS.items()]
    found.append((_REST, sum(left.values())))
    return sorted((one for one in found if one[1]), key=lambda one: -one[1])


def joined(why: tuple[Stays, ...]) -> Words:
    """Reasons in a line."""
    return Words("、".join(STAYS_WORDS[one].zh for one in why), ", ".join(STAYS_WORDS[one].en for one in why))


def staying_words(why: Words) -> Words:
    """Why a case stays."""
    return Words(f"保留，因为{why.zh}", f"stays, since {why.en}")


def request_title(title: str) -> Words:
    """The title of a request's case, which is kept as it was entered, in both languages."""
    for words in WHAT_WORDS.values():
        if title == words.zh:
            return Words(words.zh, words.en[:1].upper() + words.en[1:])
    return Words(title, title)


def mention_words(one: Mention) -> Words:
    """How often others wrote a name, and why it may be something else."""
    zh = "、".join(DOUBT_WORDS[why].zh for why in one.doubts)
    en = ", ".join(DOUBT_WORDS[why].en for why in one.doubts)
    name = brief(one.name, 20)
    if not one.doubts:
        return Words(f"“{name}”：{one.places} 处，一并删除", f"“{name}”: {one.places} places, they go too")
    return Words(f"“{name}”：{one.places} 处（{zh}）", f"“{name}”: {one.places} places ({en})")


def left_words(request: DataRequest, now: datetime) -> tuple[Words, Tone]:
    """How long there is, and how urgent that is."""
    if request.overdue(now):
        over = _roughly(now - request.due_at)
        return Words(f"超时 {over.zh}", f"{over.en} over"), Tone.RED
    span = _roughly(request.due_at - now)
    soon = (request.due_at - now).days < SOON_DAYS
    return Words(f"还剩 {span.zh}", f"{span.en} left"), Tone.AMBER if soon else Tone.NEUTRAL


def _roughly(span: timedelta) -> Words:
    """A term of weeks in days; hours count on its last two."""
    days = span.days
    return lasted(span) if days < _HOURS_COUNT else Words(f"{days} 天", f"{days} days")
