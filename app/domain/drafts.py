"""Drafts: an answer as far as it is written, with what was chosen for it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.commands import CommandKind
from app.domain.decisions import Choice, DecisionKind
from app.domain.ladder import Rung
from app.domain.sanctions import Malice, MaliceFact, PostAction, Track
from app.domain.words import NO_WORDS


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


def draft_of(choice: Choice, open_reports: Sequence[str]) -> Draft | None:
    """An answer that was decided and then sent back, to be written on; None for what is no answer of one sheet.

    Args:
        choice: what was decided.
        open_reports: reports of the case that nobody has judged.
    """
    basis, sanction = choice.basis, choice.sanction
    if choice.kind not in _WRITTEN or (sanction is not None and sanction.track is not Track.PERSON):
        return None
    fold = any(one.kind is CommandKind.HIDE for one in choice.answers)
    article = basis.article or None if basis else None
    if sanction is None:
        return Draft(choice.kind, choice.text, article, fold)
    settled = {report for report, _ in choice.reports}
    law = basis.law if basis else NO_WORDS
    chosen = Choices(
        rung=sanction.rung if sanction.rung is not sanction.proposed else None,
        departure=sanction.departure,
        malice=sanction.malice,
        brand_party=sanction.brand_party if sanction.brand_party is not bool(sanction.brand_hit) else None,
        post=sanction.post,
        unnamed=tuple(sorted(one for one in open_reports if one not in settled)),
        by_law=law != NO_WORDS,
        law_name=law.zh,
        law_text=basis.text.zh if basis and law != NO_WORDS else "",
    )
    return Draft(choice.kind, choice.text, article, choices=chosen)


_WRITTEN = (DecisionKind.COACHING, DecisionKind.REPLY, DecisionKind.SANCTION, DecisionKind.MESSAGE)


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
