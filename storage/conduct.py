"""Editions of the code and of the charter. What is published never changes (the database refuses it)."""

from datetime import datetime

import sqlalchemy as sa

from app.domain.conduct import Article, Document, Edition, Helper, Origin, Proof, Severity, Stance, Use
from app.domain.words import Words
from storage.schema import articles, editions, workspace
from storage.schema_conduct import edition_files, edition_helpers
from storage.schema_decisions import decisions
from storage.values import moment, moment_or_none, ms, ms_or_none, plain

_Row = sa.Row[tuple[object, ...]]


class Conduct:
    """The editions as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def editions(self) -> list[Edition]:
        """Every published edition of every document, oldest first."""
        published = self._connection.execute(sa.select(editions).order_by(editions.c.number)).all()
        stored = self._connection.execute(sa.select(articles).order_by(articles.c.edition, articles.c.number)).all()
        helped = self._connection.execute(sa.select(edition_helpers).order_by(edition_helpers.c.place)).all()
        found: dict[int, list[Article]] = {}
        for row in stored:
            found.setdefault(row.edition, []).append(_article(row))
        thanked: dict[int, list[Helper]] = {}
        for row in helped:
            thanked.setdefault(row.edition, []).append(Helper(row.name, row.adopted))
        return [
            _edition(row, tuple(found.get(row.number, ())), tuple(thanked.get(row.number, ()))) for row in published
        ]

    def publish(self, edition: Edition, proof: tuple[str, bytes] | None = None) -> None:
        """Enter an edition with its articles; from now on it can't be changed.

        Args:
            proof: the media type and the content of the file that shows an imported edition.
        """
        self._connection.execute(sa.insert(editions).values(**_edition_row(edition)))
        self._connection.execute(
            sa.insert(articles), [_article_row(edition.number, article) for article in edition.articles]
        )
        if edition.helpers:
            rows = [
                {"edition": edition.number, "place": place, "name": plain(one.name), "adopted": one.adopted}
                for place, one in enumerate(edition.helpers, 1)
            ]
            self._connection.execute(sa.insert(edition_helpers), rows)
        if proof is not None and edition.proof is not None:
            media_type, content = proof
            row = {"edition": edition.number, "media_type": media_type, "sha256": edition.proof.sha256}
            self._connection.execute(sa.insert(edition_files).values(**row, content=content))

    def latest(self) -> datetime | None:
        """When the newest decision was made, or this workspace, where nothing was decided yet."""
        last = sa.select(sa.func.max(decisions.c.at)).scalar_subquery()
        made = sa.select(sa.func.max(workspace.c.created_at)).scalar_subquery()
        return moment_or_none(self._connection.execute(sa.select(sa.func.coalesce(last, made))).scalar())

    def proof(self, edition: int) -> tuple[str, bytes] | None:
        """The media type and the content of what shows an imported edition; None where there is no file."""
        row = self._connection.execute(sa.select(edition_files).where(edition_files.c.edition == edition)).one_or_none()
        return None if row is None else (row.media_type, bytes(row.content))


def _edition_row(edition: Edition) -> dict[str, object]:
    proof = edition.proof or Proof()
    return {
        "number": edition.number,
        "name_zh": plain(edition.name.zh),
        "name_en": plain(edition.name.en),
        "title_zh": plain(edition.title.zh),
        "title_en": plain(edition.title.en),
        "origin": edition.origin.value,
        "consulted": edition.consulted,
        "effective_from": ms(edition.effective_from),
        "articles": len(edition.articles),
        "document": edition.document.value,
        "announced_at": ms_or_none(edition.announced_at),
        "proof_link": plain(proof.link),
        "proof_name": plain(proof.name),
        "proof_sha256": proof.sha256,
        "helpers": len(edition.helpers),
    }


def _edition(row: _Row, whole: tuple[Article, ...], helpers: tuple[Helper, ...]) -> Edition:
    proof = Proof(row.proof_link, row.proof_name, row.proof_sha256)
    return Edition(
        number=row.number,
        name=Words(row.name_zh, row.name_en),
        title=Words(row.title_zh, row.title_en),
        origin=Origin(row.origin),
        consulted=row.consulted,
        effective_from=moment(row.effective_from),
        articles=whole,
        document=Document(row.document),
        announced_at=moment_or_none(row.announced_at),
        proof=proof if proof != Proof() else None,
        helpers=helpers,
    )


def _article(row: _Row) -> Article:
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
    said = {
        f"{part}_{language}": plain(getattr(getattr(article, part), language))
        for part in ("title", "text", "why", "guidance")
        for language in ("zh", "en")
    }
    return said | {
        "edition": edition,
        "number": article.number,
        "stance": article.stance.value,
        "severity": article.severity and article.severity.value,
        "use": article.use.value,
    }
