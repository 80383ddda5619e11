"""What a month has for its community review: titles that began, thanks, posts after which a quarrel calmed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from app.domain.honours import NominationState, Show, Standing, Thanks
from app.domain.honours_rules import CHANGE_WORDS, SOMEBODY, Change, name_shown
from app.domain.honours_suggested import Found, ReasonKind
from app.domain.members import MemberRef
from app.domain.months import Month, begins, ends
from app.domain.posts import PostId, PostState, ThreadId
from app.domain.privacy import MARK
from app.domain.quoting import excerpt
from app.domain.review_draft import MOST_BEST, MOST_THANKED, Honoured, Material, Notable
from app.domain.team_facts import known
from app.domain.words import NO_WORDS, Words
from app.errors import Language
from app.operations.desk import Desk
from app.operations.honours_suggested import counted, not_praised
from storage.cache import CacheTransaction
from storage.transaction import Transaction

_TOLD = (Change.GRANTED, Change.RENEWED, Change.EMERITUS)
_STANDS = (Standing.HELD, Standing.EMERITUS, Standing.ENDED)

MOST_THANKS = 5_000
"""So many thanks of a month are looked at."""

MOST_LOOKED_AT, LONGEST = 40, 5_000
"""So many posts are looked at for each list, and so many of the newest posts of their threads for cases about them."""

_CALMED = Words("发言后争吵平息", "a quarrel calmed after what they wrote")
_ANSWERED = Words("因回帖被感谢", "thanked for a reply in it")


def workspace_zone(tx: Transaction) -> tzinfo:
    """The time zone in which months begin and end."""
    return ZoneInfo(tx.summary.zone())


def material(
    desk: Desk, tx: Transaction, cached: CacheTransaction, month: Month, language: Language = "zh"
) -> Material:
    """What a month has for its review. Nobody is named in it who does not let their name be shown."""
    zone = workspace_zone(tx)
    since, until = begins(month, zone), ends(month, zone)
    thanks = tx.honours.thanks_between(since, until, MOST_THANKS)
    now = desk.clock()
    found = [one for one in counted(tx, cached, since, now) if since <= one.link.at < until]
    out = not_praised(tx, cached, {one.member.id for one in found}, now)
    calmed = [one for one in found if one.kind is ReasonKind.CALMED and one.member.id not in out]
    thanked = {one.post: one for one in reversed(thanks)}
    listed, best = list(thanked.values())[:MOST_LOOKED_AT], calmed[:MOST_LOOKED_AT]
    threads = {one.thread for one in listed} | {one.link.thread for one in best}
    telling = _Telling(tx, cached, {one for one in threads if one}, language)
    return Material(
        month,
        known(tx.team_facts.every()).brand,
        tuple(_honoured(tx, since, until)),
        tuple(_listed(telling, listed))[:MOST_THANKED],
        tuple(_calming(telling, best))[:MOST_BEST],
        len(thanked),
        len({one.member.id for one in thanks}),
        len({one.link.thread for one in calmed}),
        len({one.link.thread for one in found if one.kind is ReasonKind.ANSWERED}),
    )


def hidden_names(tx: Transaction, cached: CacheTransaction, month: Month, now: datetime) -> set[str]:
    """Names of people whom the review of a month could be about, and who did not agree that it names them."""
    zone = workspace_zone(tx)
    since, until = begins(month, zone), ends(month, zone)
    about = [one.member for one in tx.honours.thanks_between(since, until, MOST_THANKS)]
    about += [one.member for one in tx.honours.grants()]
    about += [one.member for one in tx.nominations.in_states(tuple(NominationState), MOST_THANKS)]
    about += [one.member for one in counted(tx, cached, since, now) if since <= one.link.at < until]
    names = _Names(tx)
    return {one.name for one in about if not names.shows(one)} - {one.name for one in about if names.shows(one)}


class _Names:
    """How people may be called in public: by name where they hold a title and let their name be shown with it."""

    def __init__(self, tx: Transaction) -> None:
        grants = tx.honours.grants(_STANDS)
        self._shown = {one.member.id for one in grants if Show.NAME in one.shows}

    def shows(self, member: MemberRef) -> bool:
        return member.id in self._shown

    def of(self, member: MemberRef) -> Words:
        return Words(member.name, member.name) if self.shows(member) else SOMEBODY


def _honoured(tx: Transaction, since: datetime, until: datetime) -> Iterator[Honoured]:
    """What became of titles in a month, the last word on each."""
    changed = {one.grant: one.change for one in tx.reviews.titles_changed(since, until)}
    titles = {one.id: one for one in tx.honours.titles()}
    for grant in tx.honours.grants(_STANDS):
        change = changed.get(grant.id)
        if change in _TOLD:
            title = titles[grant.title]
            yield Honoured(name_shown(grant), title.words, title.what_for, CHANGE_WORDS[change])


class _Telling:
    """Points to posts: to none that nobody can read, and to no thread where something is open, upheld or grave."""

    def __init__(self, tx: Transaction, cached: CacheTransaction, threads: set[ThreadId], language: Language) -> None:
        self._cached, self._names, self._language = cached, _Names(tx), language
        self._addresses = cached.honours_counted.addresses(threads)
        of = cached.honours_counted.ids_in(threads, LONGEST)
        about = tx.honours_counted.matters(of).items()
        self._threads = threads - {of[post] for post, found in about if not all(one.behind_us for one in found)}

    def of(self, member: MemberRef, id_: PostId | None, why: Words) -> Notable | None:
        """A post, in its words and with its address only where its author may be named.

        Whoever is not named is not quoted either, nor pointed to by a title that they wrote: a search would name them.
        """
        post = self._cached.threads.post(id_) if id_ and member.name != MARK else None
        if post is None or post.state is not PostState.VISIBLE or post.thread_id not in self._threads:
            return None
        title, url = self._addresses.get(post.thread_id, ("", ""))
        if self._names.shows(member):
            said = excerpt(post.raw, (), self._language)
            return Notable(title, self._names.of(member), post.url or url, said, why)
        if post.opens or not title:
            return None
        return Notable(title, SOMEBODY, url, why=_ANSWERED if why == NO_WORDS else why)


def _listed(telling: _Telling, thanks: Iterable[Thanks]) -> Iterator[Notable]:
    for one in thanks:
        told = telling.of(one.member, one.post, NO_WORDS)
        if told is not None:
            yield told


def _calming(telling: _Telling, found: Sequence[Found]) -> Iterator[Notable]:
    for one in found:
        told = telling.of(one.member, one.link.post, _CALMED)
        if told is not None:
            yield told
