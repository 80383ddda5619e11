"""Which texts are about one matter: tried on the demo's threads and on a night of one matter."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demo.content import Content
from app.demo.wave import with_wave
from app.demo.written import written_content
from app.operations.topics_likely import BACKGROUND, Matter, standing_for
from app.text.likeness import Weights, group_likeness, traits, weighted_likeness

ADVERTS = {"c-0103", "c-0408", "c-0602", "c-1507", "c-2007", "c-2406", "c-2908", "c-3504", "c-4209"}

Known = dict[str, tuple[str, str]]


def _known(content: Content) -> Known:
    titles = {one.id: one.title for one in content.threads}
    posts = {one.id: one for one in content.posts}
    found = {case: posts[post] for case, post in content.post_of.items()}
    return {case: (titles[post.thread_id], post.raw) for case, post in found.items()}


def _alike(known: Known, seeds: list[str]) -> list[str]:
    """Those that are about the same, the likest first."""
    background = random.Random(1).sample(sorted(known), min(BACKGROUND, len(known)))
    weights = Weights(traits("\n".join(known[case])) for case in background)
    matter = Matter(standing_for([known[case] for case in seeds]), weights)
    scores = {case: matter.score(*text) for case, text in known.items() if case not in seeds}
    return sorted((case for case, score in scores.items() if score), key=lambda case: -scores[case])


def _taken_in(known: Known, seeds: list[str]) -> list[str]:
    """What a topic becomes when all that looks like it is put in, again and again."""
    topic = list(seeds)
    while found := _alike(known, topic):
        topic += found
    return topic


@pytest.fixture(scope="module")
def written() -> Known:
    return _known(written_content(datetime(2026, 11, 22, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("case", "others"),
    [
        ("c-0103", ADVERTS - {"c-0103"}),
        ("c-0301", set()),
        ("c-1601", set()),
        ("c-2501", set()),
        ("c-4001", {"c-4002"}),
    ],
)
def test_in_the_demos_threads_a_matter_finds_its_own_and_next_to_nothing_else(
    written: Known, case: str, others: set[str]
) -> None:
    found = set(_alike(written, [case]))
    assert others <= found
    assert len(found - others) <= 2


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("others", "wave"), [(200, 300), (400, 40)])
def test_a_night_of_one_matter_is_found_from_a_few_of_its_posts(others: int, wave: int, seed: int) -> None:
    known = _known(with_wave(others, 7, wave))
    night = {case for case in known if case.startswith("c-w")}
    first = set(_alike(known, random.Random(seed).sample(sorted(night), 3)))
    assert len(first & night) >= 0.6 * len(night)
    assert len(first - night) <= 3


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("others", "wave"), [(200, 300), (400, 40)])
def test_what_is_put_in_by_mistake_does_not_draw_everything_after_it(others: int, wave: int, seed: int) -> None:
    known = _known(with_wave(others, 7, wave))
    night = {case for case in known if case.startswith("c-w")}
    topic = set(_taken_in(known, random.Random(seed).sample(sorted(night), 3)))
    assert len(topic & night) >= 0.85 * len(night)
    assert len(topic - night) <= 8


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
