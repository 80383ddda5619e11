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
from storage.transaction import Transaction

LEAST_ALIKE, FROM_FEW, LEAST_BODY = 0.12, 0.18, 0.06
"""From here on a post is about the matter, tried on nights of one matter among the demo's other posts: its title and
text; the same while fewer than FEW posts say what the matter is; its text alone, for a title is the thread's."""

FEW = 3

SEEDS, CORE, MANY = 12, 24, 100
"""So many posts stand for a topic. They are of the first that came in, so that what was taken in by mistake does not
draw more of its like; of all of them once the topic has so many that a few mistakes say nothing."""

TELLING, NEWEST, CANDIDATES, BACKGROUND = 40, 2_000, 600, 300
"""Words asked of the index, newest cases with each, cases that are read, texts that they are compared with."""

TERMS = 12
"""Words of the matter by which the passage of a post is chosen that its reply quotes."""

Text = tuple[str, str]
"""Title and text of a post."""


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
    chosen = standing_for(texts)
    seeds = [traits(f"{title}\n{body}") for title, body in chosen]
    with desk.cache.read() as cached:
        weights = Weights(traits(text) for text in cached.search.sample(BACKGROUND))
        found: dict[int, float] = {}
        for gram, weight in _telling(seeds, weights):
            for key in cached.search.newest_with(gram, NEWEST):
                found[key] = found.get(key, 0.0) + weight
    keys = nlargest(CANDIDATES, (key for key in found if key not in known), key=lambda key: found[key])
    with desk.record.read() as tx:
        candidates = tx.topics.free(keys)
    matter = Matter(chosen, weights)
    alike = [Likely(one, matter.score(one.title, one.text)) for one in candidates]
    return nlargest(limit, (one for one in alike if one.score), key=lambda one: (one.score, one.case.key))


class Matter:
    """What some posts are about.

    Args:
        texts: title and text of posts that are about it.
        weights: how much each word says.
    """

    def __init__(self, texts: Sequence[Text], weights: Weights) -> None:
        self._weights = weights
        self._whole = [traits(f"{title}\n{body}") for title, body in texts]
        self._bodies = [traits(body) for _, body in texts]
        self._least = LEAST_ALIKE if len(texts) >= FEW else FROM_FEW

    def score(self, title: str, body: str) -> float:
        """How alike a post is to them, from 0 to 1; 0 where it is about something else."""
        score = group_likeness(traits(f"{title}\n{body}"), self._whole, self._weights)
        about = score >= self._least and group_likeness(traits(body), self._bodies, self._weights) >= LEAST_BODY
        return score if about else 0.0


def standing_for(texts: Sequence[Text]) -> list[Text]:
    """The posts that stand for a topic, evenly over those that may."""
    may = texts if len(texts) >= MANY else texts[:CORE]
    step = -(-len(may) // SEEDS) or 1
    return list(may[::step])


def terms(desk: Desk, texts: Sequence[str]) -> list[str]:
    """The words that most of some texts share and few others have, Chinese ones only: what the matter is about."""
    each = [traits(text) for text in texts]
    if not each:
        return []
    with desk.cache.read() as cached:
        weights = Weights(traits(text) for text in cached.search.sample(BACKGROUND))
    shared = {trait for trait, many in Counter(trait for one in each for trait in one).items() if many * 4 >= len(each)}
    return [trait for trait, _ in _telling([one & shared for one in each], weights) if not trait.isascii()][:TERMS]


def _texts(tx: Transaction, about: TopicId | Sequence[CaseId]) -> tuple[list[Text], set[int]]:
    """The texts that are compared with, and the keys of their cases."""
    if isinstance(about, str):
        within = tx.topics.cases(topic_in(tx, TopicId(about)).key)
        return [(one.title, one.text) for one in within], {one.key for one in within}
    every = [tx.cases.get(one) for one in dict.fromkeys(about)]
    return [(one.revision.title, one.revision.body) for one in every], {one.key for one in every}


def _telling(seeds: Sequence[frozenset[str]], weights: Weights) -> list[tuple[str, float]]:
    """What most of the texts share and few others have, most telling first."""
    held = Counter(trait for one in seeds for trait in one)
    return nlargest(
        TELLING, ((trait, many * weights.of(trait)) for trait, many in held.items()), key=lambda pair: pair[1]
    )
