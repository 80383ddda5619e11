import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.cases import (
    KIND_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    VERDICT_WORDS,
    CaseId,
    CaseKind,
    CaseState,
    Step,
    Verdict,
    can,
    move,
    urgency,
)
from app.domain.roles import ROLE_WORDS, Role
from app.domain.words import Words
from app.errors import AlreadyThere, NotFromHere, StewardError

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

LETTERS = dict(zip("NCADFKPX", CaseState, strict=True))
ALREADY, NOT_FROM_HERE = "=", "."

# Every step (rows) from every state (columns: new, claimed, awaiting author, department, facts, council, approval,
# closed). A letter is the state it leads to, "=" already there, "." not from here.
TABLE = """
claim              C = . . . . . .
release            = N . . . . . .
coach              A A = . . . . .
reply              X X A D F K . =
promise            D D . D D . . .
fulfil             X X . X X . . =
dismiss            X X . . X . . =
ask_department     D D . = . . . .
ask_facts          F F . . = . . .
refer              K K . . K = . .
sanction           X X X . X . . =
sanction_in_part   C C C . C . . .
ask_approval       P P P P P P = P
answered           . = . C C C C .
corrected          . = C . . . . .
term_ended         . = C C C . . .
accept             . X X . . . . =
settled_elsewhere  X X . . . . . =
gone               X X X X X . . =
reported_again     = . . . . . . N
pass               C C . . . . . .
reopen             = . . . . . . N
handle             X X X X X X . =
stay               N C A D F K P X
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    pytest.param(Step(step), state, expected, id=f"{step}-from-{state}")
    for step, *row in ROWS
    for state, expected in zip(CaseState, row, strict=True)
]
REFUSED = [cell for cell in CELLS if cell.values[2] in (ALREADY, NOT_FROM_HERE)]


def _refusal(step: Step, state: CaseState) -> StewardError:
    with pytest.raises((AlreadyThere, NotFromHere)) as caught:
        move(CaseId("c-1"), state, step)
    return caught.value


def test_the_table_here_names_every_step_once() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(Step)


@pytest.mark.parametrize(("step", "state", "expected"), CELLS)
def test_every_step_from_every_state_leads_where_the_table_says(step: Step, state: CaseState, expected: str) -> None:
    if expected == ALREADY:
        assert type(_refusal(step, state)) is AlreadyThere
    elif expected == NOT_FROM_HERE:
        assert type(_refusal(step, state)) is NotFromHere
    else:
        assert move(CaseId("c-1"), state, step) is LETTERS[expected]
    assert can(state, step) == (expected in LETTERS)


@pytest.mark.parametrize(("step", "state", "expected"), REFUSED)
def test_a_refused_step_reads_well_in_both_languages(step: Step, state: CaseState, expected: str) -> None:
    error = _refusal(step, state)
    chinese, english = error.sentence("zh"), error.sentence("en")
    assert chinese.startswith("c-1 ")
    assert STATE_WORDS[state].zh in chinese
    assert not LATIN_WORD.search(chinese)
    assert english.startswith("c-1 ")
    assert STATE_WORDS[state].en in english
    assert not HAN.search(english)
    if expected == NOT_FROM_HERE:
        assert STEP_WORDS[step].zh in chinese
        assert STEP_WORDS[step].en in english


@pytest.mark.parametrize(
    ("enum", "words"),
    [
        (CaseState, STATE_WORDS),
        (CaseKind, KIND_WORDS),
        (Verdict, VERDICT_WORDS),
        (Step, STEP_WORDS),
        (Role, ROLE_WORDS),
    ],
)
def test_every_member_has_words_of_its_own_in_both_languages(enum: type, words: dict[object, Words]) -> None:
    assert set(words) == set(enum)  # type: ignore[call-overload]
    assert all(HAN.search(one.zh) and not LATIN_WORD.search(one.zh) for one in words.values())
    assert all(LATIN_WORD.search(one.en) and not HAN.search(one.en) for one in words.values())
    assert len({one.zh for one in words.values()}) == len({one.en for one in words.values()}) == len(words)


# --- how urgent a case is -----------------------------------------------------------------------------

OURS = (CaseState.NEW, CaseState.CLAIMED, CaseState.AWAITING_APPROVAL)
THEIRS = tuple(state for state in CaseState if state not in OURS)
LANES = (CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE)
ORDINARY = tuple(kind for kind in CaseKind if kind not in (CaseKind.SAFETY, *LANES))
Matter = tuple[CaseKind, CaseState, int]
states, reports = st.sampled_from(list(CaseState)), st.integers(0, 1000)
safety = st.tuples(st.just(CaseKind.SAFETY), states, reports)
lanes = st.tuples(st.sampled_from(LANES), states, reports)
ordinary = st.tuples(st.sampled_from(ORDINARY), states, reports)
ours = st.tuples(st.sampled_from(ORDINARY), st.sampled_from(OURS), reports)
theirs = st.tuples(st.sampled_from(ORDINARY), st.sampled_from(THEIRS), reports)


@settings(deadline=None)
@given(safety, lanes | ordinary)
def test_safety_comes_before_everything(first: Matter, second: Matter) -> None:
    assert urgency(*first) < urgency(*second)


@settings(deadline=None)
@given(lanes, ordinary)
def test_lanes_with_a_clock_of_the_law_come_before_ordinary_cases(first: Matter, second: Matter) -> None:
    assert urgency(*first) < urgency(*second)


@settings(deadline=None)
@given(ours, theirs)
def test_what_waits_for_us_comes_before_what_others_owe_us(first: Matter, second: Matter) -> None:
    assert urgency(*first) < urgency(*second)


@settings(deadline=None)
@given(st.sampled_from(list(CaseKind)), states, reports, reports)
def test_more_reports_never_come_later(kind: CaseKind, state: CaseState, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert urgency(kind, state, more) <= urgency(kind, state, fewer)


@pytest.mark.parametrize("state", CaseState)
def test_three_and_ten_reports_each_bring_a_case_forward(state: CaseState) -> None:
    at = {count: urgency(CaseKind.VIOLATION, state, count) for count in (1, 2, 3, 9, 10)}
    assert at[1] == at[2] > at[3] == at[9] > at[10]


def test_a_complaint_is_heard_as_early_as_a_post_with_several_reports() -> None:
    for kind, count in itertools.product((CaseKind.DISPUTE, CaseKind.SUGGESTION), (1, 2)):
        assert urgency(CaseKind.COMPLAINT, CaseState.NEW, 1) < urgency(kind, CaseState.NEW, count)
    assert urgency(CaseKind.COMPLAINT, CaseState.NEW, 1) == urgency(CaseKind.VIOLATION, CaseState.NEW, 3)
