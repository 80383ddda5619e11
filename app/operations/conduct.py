"""The code of conduct: what is in force, and the starter that a fresh workspace begins with."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from app.domain.conduct import BEGINNING, Article, Edition, Origin, Severity, Stance, Use
from app.domain.hints import Hint, Hints
from app.domain.ledger import EntryKind
from app.domain.words import Words
from app.files import resource_text
from app.operations.desk import Desk
from storage.record import Transaction


def editions(desk: Desk) -> list[Edition]:
    """Every published edition, oldest first."""
    with desk.record.read() as tx:
        return tx.conduct.editions()


def starter() -> Edition:
    """The sixteen articles that ship, as edition 1: in force from the beginning, not yet consulted."""
    shipped = json.loads(resource_text("conduct", "starter.json"))
    return Edition(
        number=1,
        name=Words("第 1 版（初始版本，尚未征求意见）", "Edition 1 (starter, not yet consulted)"),
        title=_words(shipped["title"]),
        origin=Origin.STARTER,
        consulted=False,
        effective_from=BEGINNING,
        articles=tuple(_article(article) for article in shipped["articles"]),
    )


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


def enter_starter(tx: Transaction, now: datetime) -> None:
    """Enter the starter where no edition was ever published."""
    if tx.conduct.editions():
        return
    edition = starter()
    tx.conduct.publish(edition)
    body = {
        "edition": edition.number,
        "origin": edition.origin.value,
        "articles": len(edition.articles),
        "effective_from": edition.effective_from.isoformat(),
    }
    tx.ledger.append(EntryKind.EDITION_ENTERED, now, body)


def _words(texts: dict[str, str]) -> Words:
    return Words(texts["zh"], texts["en"])


def _article(shipped: dict[str, Any]) -> Article:
    return Article(
        number=shipped["number"],
        stance=Stance(shipped["stance"]),
        severity=Severity(shipped["severity"]) if shipped["severity"] else None,
        use=Use(shipped["use"]),
        title=_words(shipped["title"]),
        text=_words(shipped["text"]),
        why=_words(shipped["why"]),
        guidance=_words(shipped["guidance"]),
    )
