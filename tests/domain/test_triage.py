import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import make
from app.domain.cases import BACK_WORDS, Back, CaseKind, CaseState, urgency
from app.domain.cases import OURS as OURS_STATES
from app.domain.cases import WAITING as WAITING_FROM
from app.domain.commands import CommandKind, CommandState, Intent, folded, most_telling
from app.domain.reports import Report, most_named
from app.domain.triage import QueueFilter

FILTERS = st.builds(
    QueueFilter,
    state=st.none() | st.sampled_from(CaseState),
    kind=st.none() | st.sampled_from(CaseKind),
    reported_as=st.text(),
    mine=st.booleans(),
    came_back=st.booleans(),
    ours=st.booleans(),
)


@given(FILTERS)
def test_a_filter_is_kept_and_read_as_it_was(chosen: QueueFilter) -> None:
    assert QueueFilter.from_json(chosen.to_json()) == chosen


def test_a_filter_keeps_only_what_it_says() -> None:
    assert json.loads(QueueFilter().to_json()) == {}
    assert json.loads(QueueFilter(mine=True, state=CaseState.NEW).to_json()) == {"mine": True, "state": "new"}


def test_a_filter_of_a_later_version_is_read_as_far_as_it_is_known() -> None:
    assert QueueFilter.from_json('{"mine": true, "weather": "rain"}') == QueueFilter(mine=True)


@pytest.mark.parametrize("kept", ["[]", "no", '{"state": "lost"}', '{"kind": "odd"}'])
def test_what_is_no_filter_is_refused(kept: str) -> None:
    with pytest.raises(ValueError, match=r"filter|valid|Expecting"):
        QueueFilter.from_json(kept)


@pytest.mark.parametrize("kind", CaseKind)
@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("reports", [0, 3, 10])
def test_what_needs_us_stands_before_what_waits(kind: CaseKind, state: CaseState, reports: int) -> None:
    if state in OURS_STATES:
        assert urgency(kind, state, reports) < WAITING_FROM


def test_every_way_back_has_its_words() -> None:
    assert set(BACK_WORDS) == set(Back)


# --- reports --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "most"),
    [
        ([], ""),
        ([""], ""),
        (["spam"], "spam"),
        (["", "", "spam"], "spam"),
        (["spam", "advert", "advert"], "advert"),
        (["spam", "advert"], "spam"),
    ],
)
def test_a_case_was_reported_as_what_most_name(named: list[str], most: str) -> None:
    assert most_named([Report(str(at), make.NOON, "", None, category) for at, category in enumerate(named)]) == most


# --- what is on its way ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "is_folded"),
    [
        ([], False),
        ([(CommandKind.HIDE, CommandState.WAITING)], True),
        ([(CommandKind.HIDE, CommandState.CANCELLED)], False),
        ([(CommandKind.HIDE, CommandState.SENT), (CommandKind.RESTORE, CommandState.WAITING)], False),
        ([(CommandKind.HIDE, CommandState.SENT), (CommandKind.RESTORE, CommandState.CANCELLED)], True),
        ([(CommandKind.HIDE, CommandState.SENT), (CommandKind.MESSAGE, CommandState.SENT)], True),
    ],
)
def test_the_last_word_on_a_post_says_whether_it_is_folded(
    said: list[tuple[CommandKind, CommandState]], is_folded: bool
) -> None:
    assert folded([make.command(Intent(kind), state=state) for kind, state in said]) is is_folded


@given(st.lists(st.sampled_from(CommandState), min_size=1))
def test_what_needs_a_person_is_shown_first(states: list[CommandState]) -> None:
    shown = CommandState.CANCELLED
    for state in states:
        shown = most_telling(shown, state)
    for urgent in (CommandState.REFUSED, CommandState.CONFLICT, CommandState.UNCERTAIN):
        if urgent in states:
            assert shown in (CommandState.REFUSED, CommandState.CONFLICT, CommandState.UNCERTAIN)
    assert shown in states
