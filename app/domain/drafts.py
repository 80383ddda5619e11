"""Drafts: an answer as far as it is written, with what was chosen for it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.decisions import DecisionKind
from app.domain.ladder import Rung
from app.domain.sanctions import Malice, MaliceFact, PostAction


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen for a sanction so far; what a person left alone follows the ladder and the evidence.

    Attributes:
        rung: None for the proposed one.
        departure: why it is not the proposed one, or why the brand is no party.
        malice: the facts that are ticked, each with its link; the link may still be missing.
        brand_party: None as the text suggests.
        post: what happens to the post.
        unnamed: reports that it leaves open.
        by_law: it rests on law instead of an article.
        law_name: which law, with its article.
        law_text: what it says.
    """

    rung: Rung | None = None
    departure: str = ""
    malice: tuple[Malice, ...] = ()
    brand_party: bool | None = None
    post: PostAction = PostAction.KEEP
    unnamed: tuple[str, ...] = ()
    by_law: bool = False
    law_name: str = ""
    law_text: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that is being written: which, its text, the article it cites, whether it folds the post, and what was
    chosen beside them, for a sanction."""

    answer: DecisionKind
    text: str
    article: int | None = None
    fold: bool = False
    choices: Choices | None = None


def choices_as_text(choices: Choices | None) -> str:
    """Choices as they are kept: JSON, "" for none."""
    if choices is None:
        return ""
    return json.dumps(
        {
            "rung": choices.rung,
            "departure": choices.departure,
            "malice": [[one.fact, one.link] for one in choices.malice],
            "brand": choices.brand_party,
            "post": choices.post,
            "unnamed": choices.unnamed,
            "law": [choices.law_name, choices.law_text] if choices.by_law else None,
        },
        ensure_ascii=False,
    )


def choices_from_text(text: str) -> Choices | None:
    """Choices as they were kept; None where none were, or where they can't be read any more: a draft is no loss."""
    try:
        return _choices(json.loads(text)) if text else None
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def _choices(kept: Mapping[str, Any]) -> Choices:
    law: Sequence[str] | None = kept["law"]
    return Choices(
        rung=Rung(kept["rung"]) if kept["rung"] else None,
        departure=str(kept["departure"]),
        malice=tuple(Malice(MaliceFact(fact), str(link)) for fact, link in kept["malice"]),
        brand_party=None if kept["brand"] is None else bool(kept["brand"]),
        post=PostAction(kept["post"]),
        unnamed=tuple(str(one) for one in kept["unnamed"]),
        by_law=law is not None,
        law_name=str(law[0]) if law else "",
        law_text=str(law[1]) if law else "",
    )
