"""The code of conduct: editions, articles, and what may be cited as the basis of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.messages import LONGEST_TEXT, typed
from app.domain.words import NO_WORDS, Words
from app.errors import (
    ClockBehind,
    EditionTooSoon,
    ImportInFuture,
    ImportSinceHere,
    NoEditionInForce,
    NoLaw,
    NoProof,
    NoSuchArticle,
    NotABasis,
    NotYetInForce,
    SameDay,
    UnlawfulLane,
)

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The community's beginning, for the starter edition that holds for every post."""


NOTICE_PERIOD = timedelta(days=7)
"""So long before it takes effect a drafted edition is announced, at least. The database holds it too."""


CLOCKS_DIFFER = timedelta(days=1)
"""So far the clocks of a team's machines may be apart before an announcement is refused. The database holds it too."""


class Document(StrEnum):
    """What an edition is an edition of. Only the code is ever cited against anybody."""

    CODE = "code"
    CHARTER = "charter"


_LAW = ("法律原文", "The text of the law")

DOCUMENT_WORDS = {
    Document.CODE: Words("社区公约", "Code of conduct"),
    Document.CHARTER: Words("议事会章程", "Council charter"),
}


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


STANCE_WORDS = {
    Stance.FORBIDDEN: Words("禁止", "forbidden"),
    Stance.DISCOURAGED: Words("不鼓励", "discouraged"),
    Stance.ENCOURAGED: Words("鼓励", "encouraged"),
}
SEVERITY_WORDS = {
    Severity.MINOR: Words("轻微", "minor"),
    Severity.SERIOUS: Words("严重", "serious"),
    Severity.GRAVE: Words("重大", "grave"),
}


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
class Proof:
    """What shows that an imported edition was published when it says.

    Attributes:
        link: where it can be seen; "" for none.
        name, sha256: of the screenshot or PDF kept in the record; "" for none.
    """

    link: str = ""
    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody whose comments were adopted; `name` is "" where they did not agree to be named."""

    name: str
    adopted: int


@dataclass(frozen=True, slots=True)
class Edition:
    """A published code of conduct, or charter, in force from `effective_from` until the next one is.

    Attributes:
        consulted: False for the starter: nobody of the community has been asked about it yet.
        announced_at: when a drafted one was announced, an imported one entered; None for a starter.
        helpers: whose comments went into it.
    """

    number: int
    name: Words
    title: Words
    origin: Origin
    consulted: bool
    effective_from: datetime
    articles: tuple[Article, ...]
    document: Document = Document.CODE
    announced_at: datetime | None = None
    proof: Proof | None = None
    helpers: tuple[Helper, ...] = ()

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
    """What a decision rests on, frozen with its words: an article of an edition, or law.

    `current_edition` marks the one exception: coaching may cite the edition in force now, though the post was
    written before it. `law` names a law and its article, as in 《网络安全法》第四十九条; then `edition` and `article`
    are 0.
    """

    edition: int
    edition_name: Words
    article: int
    title: Words
    text: Words
    current_edition: bool = False
    law: Words = NO_WORDS

    @property
    def cited(self) -> Words:
        """As it is named beside a decision: the article's number, or the law."""
        return self.law if self.law != NO_WORDS else Words(f"第{self.article}条", f"article {self.article}")


def in_force(editions: Sequence[Edition], at: datetime, document: Document = Document.CODE) -> Edition | None:
    """The edition in force at that moment: the one that took effect last. Of the code, unless another is asked for."""
    begun = [edition for edition in editions if edition.document is document and edition.effective_from <= at]
    return max(begun, key=lambda edition: edition.effective_from, default=None)


def newest(editions: Sequence[Edition], document: Document = Document.CODE) -> Edition | None:
    """The edition of a document that takes, or took, effect last: a new one goes on from it, in force or not yet."""
    return max(
        (edition for edition in editions if edition.document is document),
        key=lambda edition: edition.effective_from,
        default=None,
    )


class Standing(StrEnum):
    """Where a published edition stands."""

    IN_FORCE = "in_force"
    ANNOUNCED = "announced"
    SUPERSEDED = "superseded"


STANDING_WORDS = {
    Standing.IN_FORCE: Words("施行中", "in force"),
    Standing.ANNOUNCED: Words("已公告", "announced"),
    Standing.SUPERSEDED: Words("已被替代", "superseded"),
}


def standing(edition: Edition, editions: Sequence[Edition], now: datetime) -> Standing:
    """Where an edition stands now, among all that were published."""
    if edition.effective_from > now:
        return Standing.ANNOUNCED
    present = in_force(editions, now, edition.document)
    return Standing.IN_FORCE if present and present.number == edition.number else Standing.SUPERSEDED


def next_number(editions: Sequence[Edition]) -> int:
    """The number of the next edition to be entered, of whatever document."""
    return max((edition.number for edition in editions), default=0) + 1


def next_name(editions: Sequence[Edition], document: Document, year: int) -> Words:
    """What the next edition is called unless somebody calls it otherwise: 2026 年第 2 版."""
    count = sum(edition.document is document for edition in editions) + 1
    return Words(f"{year} 年第 {count} 版", f"Edition {count} of {year}")


def check_announcement(
    editions: Sequence[Edition],
    document: Document,
    *,
    now: datetime,
    effective: datetime,
    latest: datetime | None = None,
) -> None:
    """Let pass a date that leaves everybody the time to read.

    Args:
        latest: the newest thing that was decided here, so that nobody dates an announcement back.

    Raises:
        ClockBehind: something was decided later than now.
        EditionTooSoon: it is less than seven days away.
        SameDay: another edition of the document takes effect at the same moment.
    """
    if latest is not None and now < latest - CLOCKS_DIFFER:
        raise ClockBehind(now=now.astimezone(), latest=latest.astimezone())
    if effective < now + NOTICE_PERIOD:
        raise EditionTooSoon(days=NOTICE_PERIOD.days, earliest=(now + NOTICE_PERIOD).astimezone())
    _check_free(editions, document, effective)


def check_import(
    editions: Sequence[Edition],
    document: Document,
    *,
    now: datetime,
    effective: datetime,
    proof: Proof,
    began: datetime,
) -> None:
    """Let pass rules that were really published earlier.

    They hold for what was written from their date on until the next edition took effect. What was decided before they
    were imported keeps the article, with its text, that it was decided on. What took effect once Steward was used here
    was announced from here, or never: else a rule could be dated back to punish what nobody had forbidden.

    Args:
        began: when this workspace was made.

    Raises:
        NoProof: neither a link nor a file shows it.
        ImportInFuture: they are said to take effect later than now.
        ImportSinceHere: they are said to have taken effect while Steward was used here.
        SameDay: another edition of the document took effect at the same moment.
    """
    if not proof.link and not proof.sha256:
        raise NoProof
    if effective >= now:
        raise ImportInFuture
    if effective >= began:
        raise ImportSinceHere(began=began.astimezone())
    _check_free(editions, document, effective)


def _check_free(editions: Sequence[Edition], document: Document, effective: datetime) -> None:
    for one in editions:
        if one.document is document and one.effective_from == effective:
            raise SameDay(name=one.name)


def complete(words: Words) -> Words:
    """Words in which a language that is missing is filled with the other."""
    return Words(words.zh or words.en, words.en or words.zh)


def published(article: Article, document: Document) -> Article:
    """An article as it is published: both languages, and used as its stance and its document demand."""
    use = article.use
    if document is Document.CHARTER or article.stance is Stance.ENCOURAGED:
        use = Use.ENCOURAGES
    elif use is Use.ENCOURAGES:
        use = Use.CONDUCT
    return Article(
        number=article.number,
        stance=Stance.ENCOURAGED if document is Document.CHARTER else article.stance,
        severity=None if use is Use.ENCOURAGES else article.severity or Severity.MINOR,
        use=use,
        title=complete(article.title),
        text=complete(article.text),
        why=complete(article.why),
        guidance=complete(article.guidance),
    )


NEW_ARTICLE = Article(0, Stance.DISCOURAGED, Severity.MINOR, Use.CONDUCT, NO_WORDS, NO_WORDS, NO_WORDS, NO_WORDS)
"""What a new article begins as: the mildest."""


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
    return _cite(edition, number, current=then is None)


def basis_for_sanction(editions: Sequence[Edition], number: int, *, written_at: datetime) -> Basis:
    """The basis of a sanction: the article as in force when the judged text was written, and no other.

    Raises:
        NotYetInForce: no edition was in force then: what was not forbidden is not punished.
        NoSuchArticle: the edition has no such article.
        NotABasis: the article encourages.
        UnlawfulLane: the article is about unlawful content.
    """
    edition = in_force(editions, written_at)
    if edition is None:
        raise NotYetInForce
    return _cite(edition, number, current=False)


def basis_in_law(law: Words, text: Words) -> Basis:
    """The basis of a measure that rests on law: the law's name with its article, and its text.

    Raises:
        NoLaw: one of them is missing.
        TooLong: nobody would read it.
    """
    law, text = Words(*map(typed, law)), Words(*(typed(said, LONGEST_TEXT, _LAW) for said in text))
    if not all((*law, *text)):
        raise NoLaw
    return Basis(edition=0, edition_name=NO_WORDS, article=0, title=law, text=text, law=law)


def _cite(edition: Edition, number: int, *, current: bool) -> Basis:
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
        current_edition=current,
    )
