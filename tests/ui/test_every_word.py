"""Every state, kind and choice of honours, reviews, months and personal data has its words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from app.domain import honours_suggested as suggested
from app.domain.honours import SHOW_WORDS, STANDING_WORDS, EvidenceKind, NominationState, Show, Standing, ThanksWay
from app.domain.honours_rules import (
    CHANGE_WORDS,
    EVIDENCE_WORDS,
    MISSING_WORDS,
    NOMINATION_WORDS,
    THANKS_WAY_WORDS,
    Change,
    Missing,
)
from app.domain.privacy import STAYS_WORDS, Stays
from app.domain.privacy_retention import KEPT_WORDS, Kept
from app.domain.review import REVIEW_WORDS, ReviewState
from app.domain.summary import Format, Unit
from app.domain.summary_figures import UNIT_WORDS
from ui.summary.exporting import FORMATS


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (Show, SHOW_WORDS),
        (Standing, STANDING_WORDS),
        (EvidenceKind, EVIDENCE_WORDS),
        (NominationState, NOMINATION_WORDS),
        (ThanksWay, THANKS_WAY_WORDS),
        (Missing, MISSING_WORDS),
        (Change, CHANGE_WORDS),
        (suggested.ReasonKind, suggested.LEAST),
        (suggested.ReasonKind, suggested.TITLES),
        (ReviewState, REVIEW_WORDS),
        (Stays, STAYS_WORDS),
        (Kept, KEPT_WORDS),
        (Unit, UNIT_WORDS),
        (Format, FORMATS),
    ],
)
def test_every_one_of_a_kind_has_its_words(kinds: type[StrEnum], words: Mapping[Any, object]) -> None:
    assert set(words) == set(kinds)
