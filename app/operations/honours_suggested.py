"""Suggestions: who could be honoured, counted from the newest cases, reports, posts and thanks, in bounded time.

Left out: staff and the team itself; who has a sanction that runs, waits or still counts, or an abnormal account; who
ever reported in bad faith; who asked to be forgotten; who holds a title, held one until lately, or is nominated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.decisions import ReportVerdict
from app.domain.honours import Thanks, TitleId
from app.domain.honours_rules import PENDING
from app.domain.honours_suggested import (
    LEAST,
    LOOK_BACK,
    Found,
    Link,
    ReasonKind,
    Seen,
    SeenThread,
    Suggestion,
    answered,
    calmed,
    hinted,
    strongest,
)
from app.domain.member_record import Standing, standing
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId, ThreadId
from app.domain.quoting import one_line
from app.domain.words import NO_WORDS, Words
from app.operations.desk import Desk
from app.operations.honours import wants_to_be_forgotten
from app.operations.member_record import found_about
from storage.cache import CacheTransaction
from storage.honours_suggested import Flagged
from storage.transaction import Transaction

USUAL = 20
"""So many are suggested unless more are asked for."""

HELD_LATELY = timedelta(days=180)
"""Who was given a title since then is not suggested again."""

CASES, DECISIONS, POSTS, THANKS = 2_000, 10_000, 10_000, 5_000
"""So many of the newest are looked at."""

HEATED, OPENED, LONGEST = 150, 250, 200
"""So many heated threads and threads of newcomers are read, and so many posts of each."""

LONGEST_QUOTED = 80
"""Characters of a post that stand beside it."""

CANDIDATES = 3
"""For each suggestion that is asked for, so many members are looked at closer."""

_IN_FORCE = frozenset({Standing.WAITS, Standing.RUNS, Standing.COUNTS, Standing.OVER})
_BAD_FAITH = frozenset({ReportVerdict.MALICIOUS, ReportVerdict.ORGANISED})


def suggestions(desk: Desk, limit: int = USUAL) -> list[Suggestion]:
    """Who could be nominated, those with the strongest reasons first."""
    now = desk.clock()
    since = now - LOOK_BACK
    with desk.record.read() as tx, desk.cache.read() as cached:
        found = counted(tx, cached, since, now)
        found += _reported(tx, since, limit * CANDIDATES)
        found += _thanked(tx, cached, since, now)
        likely = strongest(found, _team(tx), limit * CANDIDATES)
        out = _left_out(tx, cached, [one.member.id for one in likely], now)
        return [_with_posts(one, cached) for one in likely if one.member.id not in out][:limit]


def title_for(desk: Desk, member: MemberId, post: PostId | None = None) -> TitleId | None:
    """For which title what was counted speaks in a member's favour, else that one post; None where nothing does.

    Args:
        post: the one for which they are to be nominated; one that was reported speaks for nothing.
    """
    now = desk.clock()
    since = now - LOOK_BACK
    with desk.record.read() as tx, desk.cache.read() as cached:
        found = [*counted(tx, cached, since, now), *_thanked(tx, cached, since, now)]
        found = [one for one in found if one.member.id == member]
        found += _right(tx, MemberRef(member, ""), since)
        likely = strongest(found, (), 1)
        return likely[0].title if likely else _hinted(tx, cached, post)


def _hinted(tx: Transaction, cached: CacheTransaction, id_: PostId | None) -> TitleId | None:
    post = cached.threads.post(id_) if id_ else None
    if post is None or tx.honours_counted.judged([post.id]):
        return None
    opening = cached.honours_counted.of_threads([post.thread_id], 1)[post.thread_id]
    return hinted(post.raw, answers=bool(opening) and opening[0].author.id != post.author.id)


def thanked_post(desk: Desk, thanks: Thanks) -> Link | None:
    """The post for which somebody was thanked; None where it can't be read any more."""
    with desk.cache.read() as cached:
        title = cached.threads.titles([thanks.thread]).get(thanks.thread, "") if thanks.thread else ""
        link = _with_post(Link(thanks.at, title, thanks.thread, thanks.post, thanks.case), cached)
    return None if not title and link.words == NO_WORDS and link.case is None else link


def _with_posts(one: Suggestion, cached: CacheTransaction) -> Suggestion:
    """With the address of each post that is pointed to, and its first words where nothing else is told of it."""
    return replace(
        one,
        reasons=tuple(replace(why, links=tuple(_with_post(link, cached) for link in why.links)) for why in one.reasons),
    )


def _with_post(link: Link, cached: CacheTransaction) -> Link:
    post = cached.threads.post(link.post) if link.post and (not link.url or link.words == NO_WORDS) else None
    if post is None:
        return link
    said = one_line(post.raw, LONGEST_QUOTED)
    return replace(link, url=link.url or post.url, words=Words(said, said) if link.words == NO_WORDS else link.words)


def counted(tx: Transaction, cached: CacheTransaction, since: datetime, now: datetime) -> list[Found]:
    """Who calmed a quarrel and who answered newcomers, among the newest cases and posts."""
    return [*_calmed(tx, cached, since, now), *_answered(tx, cached, since)]


# --- who calmed a quarrel -------------------------------------------------------------------------------


def _calmed(tx: Transaction, cached: CacheTransaction, since: datetime, now: datetime) -> Iterator[Found]:
    for thread in _heated(tx, cached, since):
        yield from calmed(thread, now)


@dataclass(slots=True)
class _Quarrel:
    """The cases of a thread, the newest first."""

    cases: list[Flagged]

    @property
    def reports(self) -> int:
        return sum(one.reports for one in self.cases)


def _heated(tx: Transaction, cached: CacheTransaction, since: datetime) -> Iterator[SeenThread]:
    """The threads that were reported most for a quarrel, with their posts."""
    quarrels: dict[ThreadId, _Quarrel] = {}
    flagged = tx.honours_counted.flagged(since, CASES)
    grave = {one.thread for one in flagged if one.matter.grave}
    for one in flagged:
        if one.heated and one.thread not in grave:
            quarrels.setdefault(one.thread, _Quarrel([])).cases.append(one)
    hottest = sorted(quarrels, key=lambda thread: -quarrels[thread].reports)[:HEATED]
    told = tx.honours_counted.reported(one.key for thread in hottest for one in quarrels[thread].cases)
    seen = cached.honours_counted.of_threads(hottest, LONGEST)
    addresses = cached.honours_counted.addresses(hottest)
    for thread in hottest:
        cases = quarrels[thread].cases
        title, url = addresses.get(thread, (cases[0].title, ""))
        reports = [one for case in cases for one in told.get(case.key, ())]
        yield SeenThread(
            thread,
            title,
            tuple(seen[thread]),
            frozenset(one.post for one in cases if one.post),
            frozenset(who for who, _ in reports if who),
            tuple(at for _, at in reports),
            cases[0].case,
            url,
        )


# --- who answered newcomers -----------------------------------------------------------------------------


def _answered(tx: Transaction, cached: CacheTransaction, since: datetime) -> Iterator[Found]:
    opened = cached.honours_counted.opened(since, POSTS)
    joined = cached.honours_counted.joined({author for _, author in opened})
    of_newcomers = list(dict.fromkeys(thread for thread, author in opened if author in joined))[:OPENED]
    seen = cached.honours_counted.of_threads(of_newcomers, LONGEST)
    addresses = cached.honours_counted.addresses(of_newcomers)
    judged = tx.honours_counted.judged(post.id for posts in seen.values() for post in posts)
    # One newcomer who is answered in many threads is one newcomer.
    counted: set[tuple[MemberId, MemberId]] = set()
    for thread in of_newcomers:
        for one in answered(_thread(thread, seen[thread], addresses, judged), joined):
            pair = (one.member.id, seen[thread][0].author.id)
            if pair not in counted:
                counted.add(pair)
                yield one


def _thread(
    id_: ThreadId, seen: list[Seen], addresses: dict[ThreadId, tuple[str, str]], judged: set[PostId]
) -> SeenThread:
    title, url = addresses.get(id_, ("", ""))
    return SeenThread(id_, title, tuple(seen), frozenset(one.id for one in seen) & judged, url=url)


# --- whose reports were right ---------------------------------------------------------------------------


def _reported(tx: Transaction, since: datetime, most: int) -> Iterator[Found]:
    for one in tx.honours_counted.upheld(since, LEAST[ReasonKind.REPORTED], DECISIONS)[:most]:
        yield from _right(tx, one.member, since)


def _right(tx: Transaction, member: MemberRef, since: datetime) -> Iterator[Found]:
    """Those of somebody's reports that stand as upheld, after every appeal; none of who ever meant harm."""
    told = [(one, found_about(tx, one)) for one in tx.members.reports_by(member.id)]
    if any(verdict in _BAD_FAITH for _, verdict in told):
        return
    for one, verdict in told:
        if verdict is ReportVerdict.UPHELD and one.at >= since:
            yield Found(ReasonKind.REPORTED, member, Link(one.at, one.title, case=one.case_id))


# --- who was thanked ------------------------------------------------------------------------------------


def _thanked(tx: Transaction, cached: CacheTransaction, since: datetime, now: datetime) -> Iterator[Found]:
    thanks = {one.post: one for one in tx.honours.thanks_between(since, now, THANKS)}
    titles = cached.threads.titles(one.thread for one in thanks.values() if one.thread)
    for one in thanks.values():
        title = titles.get(one.thread, "") if one.thread else ""
        yield Found(ReasonKind.THANKED, one.member, Link(one.at, title, one.thread, one.post, one.case))


# --- who is left out ------------------------------------------------------------------------------------


def _left_out(tx: Transaction, cached: CacheTransaction, members: Iterable[MemberId], now: datetime) -> set[MemberId]:
    nominated = {one.member.id for one in tx.nominations.in_states(PENDING)}
    return not_praised(tx, cached, members, now) | nominated | tx.honours.recent_holders(now - HELD_LATELY)


def not_praised(tx: Transaction, cached: CacheTransaction, members: Iterable[MemberId], now: datetime) -> set[MemberId]:
    """Those of these members whom we do not praise for what was counted: staff, the sanctioned, the forgotten."""
    ids = set(members)
    out = {one for one in ids if _sanctioned(tx, one, now) or wants_to_be_forgotten(tx, one, now)}
    return cached.threads.staff(ids) | out | (ids & _team(tx))


def _team(tx: Transaction) -> set[MemberId]:
    return {one.id for one in tx.accounts.every()}


def _sanctioned(tx: Transaction, member: MemberId, now: datetime) -> bool:
    return any(standing(one, now) in _IN_FORCE for one in tx.sanctions.of_member(member))
