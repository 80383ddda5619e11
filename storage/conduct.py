"""Editions of the code of conduct and their articles. What is published never changes (the database refuses it)."""

import sqlalchemy as sa

from app.domain.conduct import Article, Edition, Origin, Severity, Stance, Use
from app.domain.words import Words
from storage.schema import articles, editions
from storage.values import moment, ms


class Conduct:
    """The editions as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def editions(self) -> list[Edition]:
        """Every published edition, oldest first."""
        published = self._connection.execute(sa.select(editions).order_by(editions.c.number)).all()
        stored = self._connection.execute(sa.select(articles).order_by(articles.c.edition, articles.c.number)).all()
        found: dict[int, list[Article]] = {}
        for row in stored:
            found.setdefault(row.edition, []).append(_article(row))
        return [_edition(row, tuple(found.get(row.number, ()))) for row in published]

    def publish(self, edition: Edition) -> None:
        """Enter an edition with its articles; from now on it can't be changed."""
        self._connection.execute(
            sa.insert(editions).values(
                number=edition.number,
                name_zh=edition.name.zh,
                name_en=edition.name.en,
                title_zh=edition.title.zh,
                title_en=edition.title.en,
                origin=edition.origin.value,
                consulted=edition.consulted,
                effective_from=ms(edition.effective_from),
                articles=len(edition.articles),
            )
        )
        self._connection.execute(
            sa.insert(articles), [_article_row(edition.number, article) for article in edition.articles]
        )


def _edition(row: sa.Row[tuple[object, ...]], whole: tuple[Article, ...]) -> Edition:
    return Edition(
        number=row.number,
        name=Words(row.name_zh, row.name_en),
        title=Words(row.title_zh, row.title_en),
        origin=Origin(row.origin),
        consulted=row.consulted,
        effective_from=moment(row.effective_from),
        articles=whole,
    )


def _article(row: sa.Row[tuple[object, ...]]) -> Article:
    return Article(
        number=row.number,
        stance=Stance(row.stance),
        severity=Severity(row.severity) if row.severity else None,
        use=Use(row.use),
        title=Words(row.title_zh, row.title_en),
        text=Words(row.text_zh, row.text_en),
        why=Words(row.why_zh, row.why_en),
        guidance=Words(row.guidance_zh, row.guidance_en),
    )


def _article_row(edition: int, article: Article) -> dict[str, object]:
    return {
        "edition": edition,
        "number": article.number,
        "stance": article.stance.value,
        "severity": article.severity and article.severity.value,
        "use": article.use.value,
        "title_zh": article.title.zh,
        "title_en": article.title.en,
        "text_zh": article.text.zh,
        "text_en": article.text.en,
        "why_zh": article.why.zh,
        "why_en": article.why.en,
        "guidance_zh": article.guidance.zh,
        "guidance_en": article.guidance.en,
    }
