"""Every rung that can be chosen has all that it needs, in every table and at the window."""

from datetime import timedelta

import pytest

from app.domain.ladder import RUNG_WORDS, SANCTIONS, Rung
from app.domain.sanctions import MEASURES, REVERSED
from app.operations.sanction_letters import STILL
from ui.actions import INTENTIONS
from ui.answering.sanction_words import RUNG_LABELS


@pytest.mark.parametrize("rung", SANCTIONS)
def test_every_rung_that_can_be_chosen_has_all_that_it_needs(rung: Rung) -> None:
    assert rung.strikes > 0
    assert (rung.length is not None) is (rung in MEASURES)
    assert rung.length is None or rung.length > timedelta()
    assert rung not in MEASURES or MEASURES[rung] in REVERSED
    assert all(RUNG_WORDS[rung])
    assert all(RUNG_LABELS[rung])
    assert all(STILL[rung])


def test_a_higher_rung_weighs_more_and_lasts_longer() -> None:
    strikes = [rung.strikes for rung in SANCTIONS]
    lengths = [rung.length or timedelta() for rung in SANCTIONS]
    assert strikes == sorted(set(strikes))
    assert lengths == sorted(set(lengths))
    assert set(MEASURES) < set(SANCTIONS)


def test_each_rung_has_its_key() -> None:
    keys = {one.keys[0] for one in INTENTIONS if one.keys}
    assert {f"Alt+{number}" for number in range(1, len(SANCTIONS) + 1)} <= keys
