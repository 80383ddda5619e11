"""What a member is honoured for, in lines: it stands before anything else that is known of them."""

from datetime import datetime

from app.domain.honours import STANDING_WORDS, Grant, Standing, Thanks
from app.domain.members import MemberId
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
