"""What helps to judge a dispute: posts side by side with what they share, and how an exchange went over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from app.domain.council import Matter, Referral, ReferralId
from app.domain.council_heat import Exchange, Turn, exchange
from app.operations.council_packet_material import Material, PostOf, read
from app.operations.council_referrals import referral_in
from app.operations.desk import Desk
from app.text.passages import Shared, shared
from storage.transaction import Transaction

MOST_PAIRS = 6
"""So many pairs are shown, those that share most; more than that nobody reads side by side."""

LEAST_LETTERS, LEAST_SHARE = 20, 10
"""Letters that a post has at least, and % that the later shares, where two posts are held side by side."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts side by side, the earlier one first; they stand in each other's order of writing."""

    first: PostOf
    second: PostOf
    shared: Shared


@dataclass(frozen=True, slots=True)
class Shown:
    """A dispute as it can be looked at.

    Attributes:
        posts: thread by thread, in reading order, with labels for people; texts are not masked.
        pairs: for plagiarism, those that share most first.
        exchange: None for another matter than an exchange.
    """

    referral: Referral
    posts: tuple[PostOf, ...]
    pairs: tuple[Pair, ...]
    exchange: Exchange | None


def evidence(desk: Desk, referral: ReferralId) -> Shown:
    """The posts of a referral, and what helps to judge them.

    Raises:
        ReferralNotFound: there is none.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        found = referral_in(tx, referral)
        material = read(tx, cached.threads, found)
        went = exchange_of(tx, material, desk.clock()) if found.matter is Matter.EXCHANGE else None
    pairs = pairs_of(material.posts) if found.matter is Matter.PLAGIARISM else ()
    return Shown(found, material.posts, pairs, went)


def pairs_of(posts: Sequence[PostOf]) -> tuple[Pair, ...]:
    """The posts that are judged, two and two of different authors and threads, with what each pair shares.

    Who answers in a thread and quotes what stands there, to say that it is theirs, copied nothing.

    Args:
        posts: with the texts that are compared: where they are masked, places are those in the masked texts.
    """
    long_enough = (one for one in posts if one.judged and sum(map(str.isalnum, one.text)) >= LEAST_LETTERS)
    judged = sorted(long_enough, key=lambda one: (one.written_at, one.id))
    pairs = [
        Pair(one, other, shared(one.text, other.text))
        for one, other in combinations(judged, 2)
        if one.author != other.author and one.thread != other.thread
    ]
    alike = (one for one in pairs if one.shared.share >= LEAST_SHARE)
    return tuple(sorted(alike, key=lambda pair: -pair.shared.share)[:MOST_PAIRS])


def exchange_of(tx: Transaction, material: Material, until: datetime) -> Exchange:
    """How the exchange went: the posts of its threads, and when those that are judged were reported, by no name."""
    quarrel = {one.author for one in material.posts if one.judged} | {one.label for one in material.parties}
    turns = [
        Turn(one.id, one.author, one.written_at, one.judged, quarrels=one.author in quarrel) for one in material.posts
    ]
    reports = [one.at for case in material.cases for one in tx.cases.reports(case.key)]
    return exchange(turns, reports, until)
