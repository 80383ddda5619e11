"""Bringing in rules that were published before Steward came, with their true date and a proof."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.changes import Area, Changes
from app.domain.conduct import (
    Document,
    Edition,
    Origin,
    Proof,
    check_import,
    complete,
    next_name,
    next_number,
    published,
)
from app.domain.conduct_drafts import called_by, check_title, fit_articles
from app.domain.conduct_file import Rules, read_rules
from app.domain.evidence import Attachment, check_file, plain_name
from app.domain.hand import check_link
from app.domain.words import NO_WORDS, Words
from app.errors import BadEditionFile, NotSignedIn
from app.operations.conduct import enter_in_ledger, require_publisher
from app.operations.desk import Desk
from storage.transaction import Transaction

CONDUCT = Changes.of(Area.CONDUCT)


@dataclass(frozen=True, slots=True)
class Imported:
    """The edition that came in, and the lines of its file that belong to no article."""

    edition: Edition
    left_out: tuple[int, ...]
    changes: Changes = CONDUCT


def read_file(name: str, data: bytes, document: Document = Document.CODE) -> Rules:
    """The rules in a file.

    Raises:
        BadEditionFile: something in it can't be read; every fault is named with its line.
    """
    rules = read_rules(data, document)
    if rules.faults:
        raise BadEditionFile(name=name, count=len(rules.faults), problems=rules.told())
    return rules


def import_edition(
    desk: Desk,
    file: Attachment,
    *,
    effective: datetime,
    document: Document = Document.CODE,
    name: Words = NO_WORDS,
    link: str = "",
    proof: Attachment | None = None,
) -> Imported:
    """Enter rules published earlier: in force from their date until the edition that took effect next.

    No decision changes by it: each keeps the article, with its words, that it was made on.

    Args:
        file: Markdown or JSON; `app.domain.conduct_file` says how.
        effective: when they took effect.
        name: what the edition is called; counted where nothing is said.
        link: where it was published.
        proof: a screenshot or a PDF of it, which is kept.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        BadEditionFile, BadArticle, BadTitle: the file can't be taken.
        NoEvidence, FileTooLarge: the proof can't be kept.
        BadLink: the link is none.
        NoProof, ImportInFuture, ImportSinceHere, SameDay: it can't have been so.
    """
    require_publisher(desk.me, Words("导入公约", "bring in rules"))
    rules = _fit(read_file(plain_name(file.name), file.content, document))
    media_type = check_file(proof) if proof is not None else ""
    shown = Proof(check_link(link), plain_name(proof.name) if proof else "", proof.sha256 if proof else "")
    now = desk.clock()
    with desk.record.write() as tx:
        known = tx.conduct.editions()
        check_import(known, document, now=now, effective=effective, proof=shown, began=_began(tx))
        blank = _edition(rules, document, next_number(known), effective)
        called = called_by(name, next_name(known, document, effective.astimezone().year))
        edition = replace(blank, name=called, proof=shown, announced_at=now)
        tx.conduct.publish(edition, (media_type, proof.content) if proof else None)
        more = {"proof_link": shown.link, "proof_sha256": shown.sha256, "file_sha256": file.sha256}
        enter_in_ledger(tx, edition, now, more=more, by=f"{desk.me.id} {desk.me.name}")
    return Imported(edition, rules.left_out)


def _fit(rules: Rules) -> Rules:
    return replace(rules, title=check_title(rules.title), articles=fit_articles(rules.articles))


def _began(tx: Transaction) -> datetime:
    here = tx.marks.identity()
    if here is None:
        raise NotSignedIn
    return here.created_at


def _edition(rules: Rules, document: Document, number: int, effective: datetime) -> Edition:
    return Edition(
        number=number,
        name=NO_WORDS,
        title=complete(rules.title),
        origin=Origin.IMPORTED,
        consulted=False,
        effective_from=effective,
        articles=tuple(published(one, document) for one in rules.articles),
        document=document,
    )


def proof(desk: Desk, edition: int) -> tuple[str, bytes] | None:
    """The media type and the content of the file that shows an imported edition."""
    with desk.record.read() as tx:
        return tx.conduct.proof(edition)
