"""Drafts: an answer as far as it is written."""

from dataclasses import dataclass

from app.domain.decisions import DecisionKind


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that is being written: which, its text, the article it cites, whether it folds the post."""

    answer: DecisionKind
    text: str
    article: int | None = None
    fold: bool = False
