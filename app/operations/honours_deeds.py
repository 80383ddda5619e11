"""What a member is honoured for, in lines: it stands before anything else that is known of them."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.honours import STANDING_WORDS, Grant, Standing, Thanks
from app.domain.honours_rules import CHANGE_WORDS, Change
from app.domain.member_record import Past, PastKind
from app.domain.members import MemberId
from app.domain.quoting import one_line
from app.domain.words import Words
from storage.transaction import Transaction

_SHOWN = (Standing.HELD, Standing.EMERITUS, Standing.SUSPENDED, Standing.ENDED)


def good_deeds(tx: Transaction, member: MemberId) -> tuple[Words, ...]:
    """Titles with their terms, the newest first, and how often they were thanked, with the last time."""
    titles = {one.id: one.words for one in tx.honours.titles()}
    held = [one for one in reversed(tx.honours.grants_of(member)) if one.standing in _SHOWN]
    lines = [_held(one, titles[one.title]) for one in held]
    newest = tx.honours.thanks_of(member, 1)
    if newest:
        lines.append(_thanked(newest[0], tx.honours.count_thanks([member]).get(member, 1)))
    return tuple(lines)


LONGEST_QUOTE = 80


def past(tx: Transaction, member: MemberId) -> Iterator[Past]:
    """Thanks to a member, and what happened to their titles, as entries of their record."""
    for one in tx.honours.thanks_of(member):
        said = one_line(one.text, LONGEST_QUOTE)
        words = (Words(said, said),) if said else ()
        yield Past(one.at, PastKind.HONOUR, Words("被感谢", "thanked"), words, one.by.name, one.case)
    for held in tx.honours.grants_of(member):
        for event in tx.honours.events(held.id):
            what, reason = CHANGE_WORDS[event.change], one_line(event.reason, LONGEST_QUOTE)
            head = Words(f"{held.words.zh}：{what.zh}", f"{held.words.en}: {what.en}")
            details = [Words(reason, reason)] if reason else []
            if event.change in (Change.GRANTED, Change.RENEWED):
                until = _day(event.after[1])
                details.append(Words(f"到 {until}", f"until {until}"))
            yield Past(event.at, PastKind.HONOUR, head, tuple(details), event.by.name)


def _held(one: Grant, title: Words) -> Words:
    begins, ends, standing = _day(one.begins), _day(one.ends), STANDING_WORDS[one.standing]
    if one.standing is Standing.EMERITUS:
        return Words(f"{title.zh}（{standing.zh}，{begins} 起）", f"{title.en} ({standing.en}, since {begins})")
    return Words(f"{title.zh}（{standing.zh}，{begins} 至 {ends}）", f"{title.en} ({standing.en}, {begins} to {ends})")


def _thanked(newest: Thanks, count: int) -> Words:
    day = _day(newest.at)
    if count == 1:
        return Words(f"{day} 被感谢", f"thanked on {day}")
    return Words(f"被感谢 {count} 次，最近 {day}", f"thanked {count} times, last on {day}")


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"
