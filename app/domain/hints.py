"""Which articles a reported post may touch: by what the reports call it, and by words that occur in it.

A hint only sorts what a person chooses from; it decides nothing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.conduct import Article, Edition, Use

LONGEST = 20_000
"""As much of a text is looked through, in characters."""

CATEGORY_WEIGHT = 3.0
"""What the reports call it counts like this many words, when all of them say the same."""

MOST_WORDS = 3
"""More words than this say no more."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What points to one article, named by its Chinese title, for numbers may change from edition to edition.

    Attributes:
        title: the article's Chinese title.
        categories: what reports may call it, with how much each says; 1 is plainly.
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

    def words_of(self, article: Article) -> tuple[str, ...]:
        """The words that point to an article; none where nothing is known of it."""
        return next((hint.words for hint in self.articles if hint.title == article.title.zh), ())


def likely_articles(hints: Hints, edition: Edition, categories: Sequence[str], text: str) -> list[int]:
    """The articles of an edition that may apply, likeliest first; empty when nothing points anywhere.

    Only articles on which a reminder may rest are named, and the one that protects honest complaints: where that
    stands first, the post is first of all to be answered.

    Args:
        hints: what points to each article.
        edition: the edition that judges the text.
        categories: what each report calls it; those that mean nothing here are passed over.
        text: title and text of the post.
    """
    by_title = {article.title.zh: article for article in edition.articles}
    said, looked = Counter(categories), text_to_look_through(text)
    scores: dict[int, float] = {}
    for hint in hints.articles:
        article = by_title.get(hint.title)
        score = _score(hint, said, looked)
        if article and score and _may_be_named(hint, article):
            scores[article.number] = score
    return sorted(scores, key=lambda number: (-scores[number], number))


def text_to_look_through(text: str) -> str:
    """The text as words are looked for in it: one width, one case, its Latin words between blanks after it."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return f"{folded}\n {' '.join(re.findall(r'[a-z0-9]+', folded))} "


def occurs(word: str, looked: str) -> bool:
    """Whether a word stands in a text to look through; a Latin one as a whole word."""
    word = word.casefold()
    return f" {' '.join(re.findall(r'[a-z0-9]+', word))} " in looked if word.isascii() else word in looked


def _score(hint: Hint, said: Counter[str], looked: str) -> float:
    total = sum(said.values())
    named = sum(weight * said[category] for category, weight in hint.categories) / total if total else 0.0
    words = sum(occurs(word, looked) for word in hint.words)
    return CATEGORY_WEIGHT * named + (min(words, MOST_WORDS) if words >= hint.least else 0)


def _may_be_named(hint: Hint, article: Article) -> bool:
    """A basis for a reminder, or the protection of complaints."""
    protects = any(category == "complaint" for category, _ in hint.categories)
    return article.use is Use.CONDUCT or (article.use is Use.ENCOURAGES and protects)
