"""Editions: what was published, the starter that a fresh workspace begins with, and how one is entered."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from app.domain.conduct import BEGINNING, Document, Edition, Origin
from app.domain.conduct_file import Rules, read_rules
from app.domain.hints import Hint, Hints
from app.domain.ledger import Body, EntryKind
from app.domain.roles import Account, Role, require
from app.domain.words import Words
from app.errors import EditionNotFound, NotForTrainees
from app.files import resource_text
from app.operations.desk import Desk
from storage.transaction import Transaction


def editions(desk: Desk) -> list[Edition]:
    """Every published edition, oldest first."""
    with desk.record.read() as tx:
        return tx.conduct.editions()


def starter() -> Edition:
    """The sixteen articles that ship, as edition 1: in force from the beginning, not yet consulted."""
    shipped = _shipped("starter.json")
    return Edition(
        number=1,
        name=Words("第 1 版（初始版本，尚未征求意见）", "Edition 1 (starter, not yet consulted)"),
        title=shipped.title,
        origin=Origin.STARTER,
        consulted=False,
        effective_from=BEGINNING,
        articles=shipped.articles,
    )


def first_draft(document: Document) -> Rules:
    """What a first draft of a document begins with: the starter, or the charter, that ships."""
    return _shipped("charter.json" if document is Document.CHARTER else "starter.json")


@cache
def hints() -> Hints:
    """What points to each article, as shipped."""
    shipped = json.loads(resource_text("conduct", "hints.json"))
    return Hints(
        tuple(
            Hint(one["title"], tuple(one["categories"].items()), tuple(one["words"]), one.get("least", 1))
            for one in shipped["articles"]
        )
    )


def require_publisher(me: Account, action: Words) -> None:
    """Let pass who may make rules hold for everybody: a manager who is no trainee.

    Args:
        action: what they want to do, as in "a trainee can't ...".

    Raises:
        NoRight: the account is no manager.
        NotForTrainees: it is a trainee.
    """
    require(me, Role.MANAGER)
    if Role.TRAINEE in me.roles:
        raise NotForTrainees(action_zh=action.zh, action_en=action.en)


def enter_starter(tx: Transaction, now: datetime) -> None:
    """Enter the starter where no edition was ever published."""
    if not tx.conduct.editions():
        enter(tx, starter(), now)


def enter(tx: Transaction, edition: Edition, now: datetime, *, more: Body | None = None, by: str = "") -> None:
    """Publish an edition within a transaction, with its entry in the ledger, which binds every word of it.

    Args:
        more: what the entry says beside what every edition has.
        by: who did it, as id and name.
    """
    tx.conduct.publish(edition)
    enter_in_ledger(tx, edition, now, more=more, by=by)


def enter_in_ledger(
    tx: Transaction, edition: Edition, now: datetime, *, more: Body | None = None, by: str = ""
) -> None:
    """The entry of an edition."""
    kind = EntryKind.EDITION_ANNOUNCED if edition.origin is Origin.DRAFTED else EntryKind.EDITION_ENTERED
    body: dict[str, str | int | bool | None] = {
        "edition": edition.number,
        "document": edition.document.value,
        "name": edition.name.zh,
        "origin": edition.origin.value,
        "consulted": edition.consulted,
        "articles": len(edition.articles),
        "articles_sha256": articles_print(edition),
        "effective_from": edition.effective_from.isoformat(),
    }
    tx.ledger.append(kind, now, body | dict(more or {}), {"by": by} if by else None)


def articles_print(edition: Edition) -> str:
    """The hash of every word of an edition's title and articles."""
    words = [
        edition.title,
        *(part for one in edition.articles for part in (one.title, one.text, one.why, one.guidance)),
    ]
    marks = [
        [one.number, one.stance.value, one.severity and one.severity.value, one.use.value] for one in edition.articles
    ]
    whole = json.dumps([words, marks], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def edition_of(editions_: Sequence[Edition], number: int) -> Edition:
    """The edition of that number.

    Raises:
        EditionNotFound: there is none.
    """
    found = next((one for one in editions_ if one.number == number), None)
    if found is None:
        raise EditionNotFound(number=number)
    return found


def _shipped(name: str) -> Rules:
    return read_rules(resource_text("conduct", name).encode())
