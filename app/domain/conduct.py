"""The code of conduct: editions, articles, and what may be cited as the basis of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.domain.words import Words
from app.errors import NoEditionInForce, NoSuchArticle, NotABasis, UnlawfulLane

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The community's beginning, for the starter edition that holds for every post."""


class Stance(StrEnum):
    """What an article does with the conduct that it names."""

    FORBIDDEN = "forbidden"
    DISCOURAGED = "discouraged"
    ENCOURAGED = "encouraged"


class Severity(StrEnum):
    """How heavy a breach is; decides where the ladder starts."""

    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"


class Use(StrEnum):
    """Where an article leads: to coaching and the ladder, to the lane of unlawful content, or to thanks only."""

    CONDUCT = "conduct"
    UNLAWFUL_LANE = "unlawful_lane"
    ENCOURAGES = "encourages"


class Origin(StrEnum):
    """How an edition came to be here."""

    STARTER = "starter"
    IMPORTED = "imported"
    DRAFTED = "drafted"


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an edition; `why` completes "it is there because", `guidance` tells what is in and out."""

    number: int
    stance: Stance
    severity: Severity | None
    use: Use
    title: Words
    text: Words
    why: Words
    guidance: Words


@dataclass(frozen=True, slots=True)
class Edition:
    """A published code of conduct, in force from `effective_from` until the next one is.

    `consulted` is False for the starter: nobody of the community has been asked about it yet.
    """

    number: int
    name: Words
    title: Words
    origin: Origin
    consulted: bool
    effective_from: datetime
    articles: tuple[Article, ...]

    def article(self, number: int) -> Article:
        """The article with this number.

        Raises:
            NoSuchArticle: the edition has none.
        """
        for article in self.articles:
            if article.number == number:
                return article
        raise NoSuchArticle(edition_zh=self.name.zh, edition_en=self.name.en, article=number)


@dataclass(frozen=True, slots=True)
class Basis:
    """An article as cited by a decision, frozen with its words.

    `current_edition` marks the one exception: coaching may cite the edition in force now, though the post was
    written before it.
    """

    edition: int
    edition_name: Words
    article: int
    title: Words
    text: Words
    current_edition: bool = False


def in_force(editions: Sequence[Edition], at: datetime) -> Edition | None:
    """The edition in force at that moment: the one that took effect last."""
    begun = [edition for edition in editions if edition.effective_from <= at]
    return max(begun, key=lambda edition: edition.effective_from, default=None)


def basis_for_coaching(editions: Sequence[Edition], number: int, *, written_at: datetime, now: datetime) -> Basis:
    """The basis of a reminder: the article as in force when the judged text was written, else as in force now.

    Raises:
        NoEditionInForce: no edition is in force, then or now.
        NoSuchArticle: the edition has no such article.
        NotABasis: the article encourages.
        UnlawfulLane: the article is about unlawful content.
    """
    then = in_force(editions, written_at)
    edition = then or in_force(editions, now)
    if edition is None:
        raise NoEditionInForce
    article = edition.article(number)
    if article.use is Use.ENCOURAGES:
        raise NotABasis(article=number)
    if article.use is Use.UNLAWFUL_LANE:
        raise UnlawfulLane(article=number)
    return Basis(
        edition=edition.number,
        edition_name=edition.name,
        article=article.number,
        title=article.title,
        text=article.text,
        current_edition=then is None,
    )
