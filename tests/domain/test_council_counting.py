"""Counting, held against what the charter says of it: a quorum, sixty in a hundred, and the member in doubt."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.council import HEAVY, Answers, Finding, Remedy
from app.domain.council_counting import Outcome, Undecided, count, quorum

YES, NO, UNCLEAR = Finding.YES, Finding.NO, Finding.UNCLEAR
SIXTY = Fraction(60, 100)

ballots = st.builds(Answers, st.sampled_from(Finding), st.sampled_from(Finding), st.sampled_from(Remedy))
panels = st.sampled_from((5, 7))
boxes = st.lists(ballots, max_size=7)
full = st.lists(ballots, min_size=5, max_size=7)


def _say(facts: Finding = YES, breach: Finding = YES, remedy: Remedy = Remedy.WARNING) -> Answers:
    return Answers(facts, breach, remedy)


def _count(*said: Answers, seats: int = 5, brand: bool = False) -> Outcome:
    return count(said, seats, brand_party=brand)


@pytest.mark.parametrize(("seats", "needed"), [(3, 3), (4, 3), (5, 3), (6, 4), (7, 5)])
def test_a_quorum_is_three_and_sixty_in_a_hundred_of_the_seats(seats: int, needed: int) -> None:
    assert quorum(seats) == needed


@given(st.integers(0, 99))
def test_a_quorum_is_never_less_than_either(seats: int) -> None:
    assert quorum(seats) >= 3
    assert quorum(seats) >= SIXTY * seats
    assert quorum(seats) == 3 or quorum(seats) - 1 < SIXTY * seats, "nor more than that"


@given(st.lists(ballots, max_size=2), panels, st.booleans())
def test_without_a_quorum_nothing_is_told_of_the_few_ballots_there_are(
    said: list[Answers], seats: int, brand: bool
) -> None:
    found = count(said, seats, brand_party=brand)
    assert found.undecided is Undecided.QUORUM
    assert (found.ballots, found.facts, found.breach, found.counted) == (len(said), None, None, ())
    assert found.by_rule is brand
    assert found.remedy is (Remedy.NONE if brand else None)


@pytest.mark.parametrize(
    ("yes", "of", "found"), [(3, 5, YES), (2, 5, None), (4, 6, YES), (3, 6, None), (5, 7, YES), (4, 7, None)]
)
def test_sixty_in_a_hundred_of_the_ballots_find_the_facts(yes: int, of: int, found: Finding | None) -> None:
    said = [_say(YES)] * yes + [_say(UNCLEAR)] * (of - yes)
    assert count(said, of, brand_party=False).facts is found


@pytest.mark.parametrize("other", [NO, UNCLEAR])
def test_who_cant_tell_is_a_ballot_for_neither_side(other: Finding) -> None:
    found = _count(*[_say(YES)] * 2, *[_say(UNCLEAR)] * 2, _say(other))
    assert (found.undecided, found.facts, found.breach, found.remedy) == (Undecided.FACTS, None, None, None)


def test_what_did_not_happen_is_no_breach_and_nothing_follows() -> None:
    found = _count(*[_say(NO, YES, Remedy.REMOVAL)] * 5)
    assert (found.facts, found.breach, found.remedy, found.undecided) == (NO, None, Remedy.NONE, None)


@pytest.mark.parametrize(("wanted", "follows"), [(Remedy.REMOVAL, Remedy.MEDIATION), (Remedy.NONE, Remedy.NONE)])
def test_without_a_breach_no_more_than_mediation_follows(wanted: Remedy, follows: Remedy) -> None:
    found = _count(*[_say(YES, NO, wanted)] * 5)
    assert (found.breach, found.remedy) == (NO, follows)


def test_a_breach_on_which_they_disagree_is_undecided_though_the_facts_are_found() -> None:
    found = _count(*[_say(YES, YES)] * 2, *[_say(YES, NO)] * 2, _say(YES, UNCLEAR))
    assert (found.undecided, found.facts, found.breach, found.remedy) == (Undecided.BREACH, YES, None, None)


@pytest.mark.parametrize(
    ("wanted", "follows"),
    [
        (("removal", "mute_7", "mute_7", "warning", "none"), Remedy.MUTE_7),
        (("removal", "removal", "removal", "none", "none"), Remedy.REMOVAL),
        (("removal", "removal", "suspension", "none", "none"), Remedy.SUSPENSION),
        (("removal", "removal", "none", "none", "none"), Remedy.NONE),
        (("warning", "apology", "correction", "mediation", "none"), Remedy.CORRECTION),
        (("removal", "suspension", "mute_7", "none"), Remedy.MUTE_7),
        (("removal", "removal", "removal", "removal"), Remedy.MUTE_7),
        (("suspension", "suspension", "suspension"), Remedy.MUTE_7),
    ],
)
def test_the_strongest_that_sixty_in_a_hundred_want_or_exceed(wanted: tuple[str, ...], follows: Remedy) -> None:
    assert _count(*(_say(remedy=Remedy(one)) for one in wanted)).remedy is follows


def test_where_the_brand_is_a_party_undecided_is_for_the_member() -> None:
    torn = [_say(YES)] * 2 + [_say(NO)] * 2 + [_say(UNCLEAR)]
    found = _count(*torn, brand=True)
    assert (found.remedy, found.by_rule, found.undecided) == (Remedy.NONE, True, Undecided.FACTS)
    decided = _count(*[_say(YES, YES, Remedy.MUTE_7)] * 5, brand=True)
    assert (decided.remedy, decided.by_rule) == (Remedy.MUTE_7, False)


# --- what holds for every box of ballots --------------------------------------------------------------


@given(boxes, panels, st.booleans())
def test_an_answer_never_stands_beside_a_reason_why_there_is_none(said: list[Answers], seats: int, brand: bool) -> None:
    found = count(said, seats, brand_party=brand)
    assert (found.undecided is not None) == (found.remedy is None or found.by_rule)
    assert not found.by_rule or brand
    assert found.breach is None or found.facts is YES


@given(boxes, panels, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_says_nothing(said: list[Answers], seats: int, brand: bool, random) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)
    assert count(shuffled, seats, brand_party=brand) == count(said, seats, brand_party=brand)


@given(boxes, panels, st.booleans())
def test_what_is_found_has_sixty_in_a_hundred_behind_it(said: list[Answers], seats: int, brand: bool) -> None:
    found = count(said, seats, brand_party=brand)
    least = SIXTY * len(said)
    if found.facts is not None:
        assert sum(one.facts is found.facts for one in said) >= least
    if found.breach is not None:
        assert sum(one.breach is found.breach for one in said) >= least
    if found.remedy is not None and not found.by_rule and found.facts is YES:
        assert sum(one.remedy.weight >= found.remedy.weight for one in said) >= least


@given(boxes, panels, st.booleans())
@example([_say(remedy=Remedy.REMOVAL)] * 4, 5, False)
def test_three_alone_never_suspend_or_remove_anybody(said: list[Answers], seats: int, brand: bool) -> None:
    found = count(said, seats, brand_party=brand)
    assert found.remedy not in HEAVY or len(said) >= 5


@given(full, st.data())
def test_a_harder_ballot_never_makes_the_ruling_milder(said: list[Answers], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(said) - 1))
    one = said[at]
    harder = data.draw(st.sampled_from([remedy for remedy in Remedy if remedy.weight >= one.remedy.weight]))
    then = [*said[:at], Answers(one.facts, one.breach, harder), *said[at + 1 :]]
    before, after = count(said, 5, brand_party=False), count(then, 5, brand_party=False)
    assert (before.remedy is None) == (after.remedy is None)
    if before.remedy is not None and after.remedy is not None:
        assert after.remedy.weight >= before.remedy.weight


@given(full)
def test_the_count_tells_every_answer_once(said: list[Answers]) -> None:
    told = count(said, 5, brand_party=False).counted
    for question in ("facts", "breach", "remedy"):
        assert sum(votes for asked, _, votes in told if asked == question) == len(said)
    assert all(votes == sum(getattr(one, asked) == answer for one in said) for asked, answer, votes in told)
