"""What each remedy becomes: a rung, a letter, or nothing."""

from datetime import UTC, datetime

import pytest

from app.domain.council import AskedBy, Matter, Referral, Remedy, Stage
from app.domain.council_remedies import RUNGS, WAYS, Way, letter
from app.domain.ladder import SANCTIONS
from app.domain.letters import language_of
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words

REFERRAL = Referral(
    key=7,
    matter=Matter.OPINION,
    question="?",
    alleged="…",
    asked_by=AskedBy.STAFF,
    asked_name="",
    brand_party=False,
    size=5,
    stage=Stage.RULED,
    opened_at=datetime(2026, 11, 20, tzinfo=UTC),
    by=MemberRef(MemberId("u-901"), "小北"),
    entries=1,
    head="ab" * 32,
)


def test_every_remedy_has_a_way_and_measures_climb_with_it() -> None:
    assert set(WAYS) == set(Remedy)
    assert set(RUNGS) == {remedy for remedy, way in WAYS.items() if way is Way.SANCTION}
    heights = [RUNGS[remedy].height for remedy in Remedy if remedy in RUNGS]
    assert heights == sorted(heights)
    assert set(RUNGS.values()) <= set(SANCTIONS), "no ruling chooses what nobody can"


@pytest.mark.parametrize("remedy", [one for one, way in WAYS.items() if way in (Way.MESSAGE, Way.COACHING)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_letters_are_whole_in_both_languages_and_name_their_article(remedy: Remedy, language: str) -> None:
    said = letter(remedy, REFERRAL, Words("第三条", "Article 3"), 3, language)  # type: ignore[arg-type]
    assert language_of(said) == language
    assert "referral-7" in said
    assert "{" not in said
    cites = WAYS[remedy] is Way.COACHING
    assert (("第三条" if language == "zh" else "Article 3") in said) is cites


def test_what_is_no_letter_has_none() -> None:
    assert letter(Remedy.MUTE_7, REFERRAL, Words("第三条", "Article 3"), 3, "zh") == ""
