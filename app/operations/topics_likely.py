"""Which open cases are about the same matter as some others: found by the search index, weighed by their words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from app.domain.cases import CaseId
from app.domain.topics import TopicCase, TopicId
from app.operations.desk import Desk
from app.operations.searching import index_some
from app.operations.topics import topic_in
from app.text.likeness import Weights, group_likeness, traits
from storage.record import Transaction

LEAST_ALIKE = 0.1
"""From here on two posts are about one matter, tried on nights of one matter among the demo's other posts."""

SEEDS = 12
"""So many posts of a topic, evenly over it, stand for all of them."""

TELLING, NEWEST, CANDIDATES, BACKGROUND = 40, 2_000, 600, 300
"""Words asked of the index, newest cases with each, cases that are read, texts that they are compared with."""

TERMS = 12
"""Words of the matter by which the passage of a post is chosen that its reply quotes."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A case that may be about the same matter; `score` is from 0 to 1."""

    case: TopicCase
    score: float


def likely(desk: Desk, about: TopicId | Sequence[CaseId], *, limit: int = 50) -> list[Likely]:
    """Open cases in no topic that are about the same matter, the likest first.

    Args:
        desk: of the person who asks.
        about: a topic, or cases that are about it.
        limit: how many.

    Raises:
        TopicNotFound, CaseNotFound: there is none.
    """
    index_some(desk)
    with desk.record.read() as tx:
        texts, known = _texts(tx, about)
    if not texts:
        return []
    step = max(1, len(texts) // SEEDS)
    seeds = [traits(text) for text in texts[::step][:SEEDS]]
    with desk.cache.read() as cached:
        weights = Weights(traits(text) for text in cached.search.sample(BACKGROUND))
        found: Counter[int] = Counter()
        for gram, weight in _telling(seeds, weights):
            for key in cached.search.newest_with(gram, NEWEST):
                found[key] += weight  # type: ignore[assignment] # a weight is no whole number
    keys = [key for key, _ in found.most_common(CANDIDATES + len(known)) if key not in known]
    with desk.record.read() as tx:
        candidates = tx.topics.free(keys[:CANDIDATES])
    scored = [Likely(one, group_likeness(traits(_whole(one)), seeds, weights)) for one in candidates]
    alike = [one for one in scored if one.score >= LEAST_ALIKE]
    return nlargest(limit, alike, key=lambda one: (one.score, one.case.key))


def terms(desk: Desk, texts: Sequence[str]) -> list[str]:
    """The words that most of some texts share and few others have, Chinese ones only: what the matter is about."""
    each = [traits(text) for text in texts]
    if not each:
        return []
    with desk.cache.read() as cached:
        weights = Weights(traits(text) for text in cached.search.sample(BACKGROUND))
    shared = {trait for trait, many in Counter(trait for one in each for trait in one).items() if many * 4 >= len(each)}
    return [trait for trait, _ in _telling([one & shared for one in each], weights) if not trait.isascii()][:TERMS]


def _texts(tx: Transaction, about: TopicId | Sequence[CaseId]) -> tuple[list[str], set[int]]:
    """The texts that are compared with, and the keys of their cases."""
    if isinstance(about, str):
        within = tx.topics.cases(topic_in(tx, TopicId(about)).key)
        return [_whole(one) for one in within], {one.key for one in within}
    every = [tx.cases.get(one) for one in dict.fromkeys(about)]
    return [f"{one.revision.title}\n{one.revision.body}" for one in every], {one.key for one in every}


def _whole(case: TopicCase) -> str:
    return f"{case.title}\n{case.text}"


def _telling(seeds: Sequence[frozenset[str]], weights: Weights) -> list[tuple[str, float]]:
    """What most of the texts share and few others have, most telling first."""
    held = Counter(trait for one in seeds for trait in one)
    return nlargest(
        TELLING, ((trait, many * weights.of(trait)) for trait, many in held.items()), key=lambda pair: pair[1]
    )
