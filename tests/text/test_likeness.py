"""Which texts are about one matter: tried on the demo's threads and on a night of one matter."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demo.content import Content
from app.demo.wave import with_wave
from app.demo.written import written_content
from app.operations.topics_likely import BACKGROUND, LEAST_ALIKE
from app.text.likeness import Weights, group_likeness, traits, weighted_likeness

ADVERTS = {"c-0103", "c-0408", "c-0602", "c-1507", "c-2007", "c-2406", "c-2908", "c-3504", "c-4209"}

Known = dict[str, frozenset[str]]


def _known(content: Content) -> Known:
    titles = {one.id: one.title for one in content.threads}
    posts = {one.id: one for one in content.posts}
    found = {case: posts[post] for case, post in content.post_of.items()}
    return {case: traits(f"{titles[post.thread_id]}\n{post.raw}") for case, post in found.items()}


def _alike(known: Known, seeds: list[str]) -> set[str]:
    background = random.Random(1).sample(sorted(known), min(BACKGROUND, len(known)))
    weights = Weights(known[case] for case in background)
    group = [known[case] for case in seeds]
    return {
        case for case, own in known.items() if case not in seeds and group_likeness(own, group, weights) >= LEAST_ALIKE
    }


@pytest.fixture(scope="module")
def written() -> Known:
    return _known(written_content(datetime(2026, 11, 22, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("case", "others"),
    [
        ("c-0103", ADVERTS - {"c-0103"}),
        ("c-0301", {"c-0302", "c-0305"}),
        ("c-1601", {"c-1602"}),
        ("c-2501", set()),
        ("c-4001", {"c-4002"}),
    ],
)
def test_in_the_demos_threads_a_matter_finds_its_own_and_next_to_nothing_else(
    written: Known, case: str, others: set[str]
) -> None:
    found = _alike(written, [case])
    assert others <= found
    assert len(found - others) <= 6


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_night_of_one_matter_is_found_from_a_few_of_its_posts(seed: int) -> None:
    known = _known(with_wave(200, 7, 300))
    night = {case for case in known if case.startswith("c-w")}
    chosen = random.Random(seed)
    few, some = chosen.sample(sorted(night), 3), chosen.sample(sorted(night), 12)
    first, then = _alike(known, few), _alike(known, some)
    assert len(first & night) >= 0.7 * len(night)
    assert len(then & night) >= 0.97 * (len(night) - len(some))
    assert len(first - night) <= 3
    assert len(then - night) <= 10


@given(st.text(max_size=60), st.text(max_size=60), st.lists(st.text(max_size=30), max_size=5))
def test_likeness_is_mutual_and_between_nothing_and_the_same(one: str, other: str, background: list[str]) -> None:
    weights = Weights(traits(text) for text in background)
    mine, theirs = traits(one), traits(other)
    score = weighted_likeness(mine, theirs, weights)
    assert score == pytest.approx(weighted_likeness(theirs, mine, weights))
    assert 0 <= score <= 1.0001
    if mine:
        assert weighted_likeness(mine, mine, weights) == pytest.approx(1)
    assert group_likeness(mine, [], weights) == 0
