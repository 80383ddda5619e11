"""Which articles a reported post may touch: by what the reports call it, and by words that occur in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.conduct import Edition


@dataclass(frozen=True, slots=True)
class Hint:
    """What points to one article, named by its Chinese title, for numbers may change from edition to edition.

    Attributes:
        title: the article's Chinese title.
        categories: what reports may call it, with how much each says, from 0 to 1.
        words: words that occur in such posts, Chinese and English.
        least: how many different words must occur before they count.
    """

    title: str
    categories: tuple[tuple[str, float], ...]
    words: tuple[str, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Hints:
    """What points to each article."""

    articles: tuple[Hint, ...] = ()


def likely_articles(hints: Hints, edition: Edition, categories: Sequence[str], text: str) -> list[int]:
    """The articles that may apply, likeliest first."""
    return []
