from dataclasses import replace

import pytest

import make
from app.domain.cases import Back, CaseId, CaseState, CommunityState, Verdict
from app.domain.commands import DecisionId
from app.domain.decisions import Decision, DecisionKind
from app.domain.intake import Known, Meeting, meet, same_ground
from app.domain.members import MemberId

SETTLED = (CommunityState.UPHELD, CommunityState.DISMISSED, CommunityState.IGNORED)
UNSETTLED = (CommunityState.OPEN, CommunityState.IN_PROGRESS)
ME, OTHER = make.member("u-901", "小北"), make.member("u-902", "小林")


def _known(state: CaseState = CaseState.CLAIMED, **more: object) -> Known:
    whole = {"verdict": None, "latest_revision": "1", "reports": 1, "community_state": CommunityState.OPEN} | more
    return Known(state=state, **whole)  # type: ignore[arg-type]


CLOSED = _known(CaseState.CLOSED, verdict=Verdict.UPHELD, community_state=CommunityState.UPHELD)


# --- meeting a known case again -----------------------------------------------------------------------


@pytest.mark.parametrize("state", CaseState)
def test_a_case_that_did_not_change_stays_as_it_is(state: CaseState) -> None:
    known = _known(state, verdict=Verdict.UPHELD)
    assert meet(known, make.case(), settling=False) == Meeting(state, Verdict.UPHELD, edited=False)


@pytest.mark.parametrize("settling", [False, True])
def test_an_edit_brings_a_case_back_that_waits_for_its_author(settling: bool) -> None:
    known = _known(CaseState.AWAITING_AUTHOR, verdict=Verdict.UPHELD)
    found = meet(known, make.case(post_version="2"), settling=settling)
    assert found == Meeting(CaseState.CLAIMED, Verdict.UPHELD, edited=True, came_back=Back.CORRECTED)


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.AWAITING_AUTHOR])
def test_an_edit_is_noticed_in_every_other_state_and_moves_nothing(state: CaseState) -> None:
    known = _known(state, verdict=Verdict.NOT_UPHELD)
    assert meet(known, make.case(post_version="2"), settling=False) == Meeting(state, Verdict.NOT_UPHELD, edited=True)


def test_a_post_that_is_gone_is_not_an_edit() -> None:
    gone = replace(make.case(), post=None)
    found = meet(_known(CaseState.AWAITING_AUTHOR), gone, settling=False)
    assert found == Meeting(CaseState.AWAITING_AUTHOR, None, edited=False)


@pytest.mark.parametrize("state", [CaseState.NEW, CaseState.CLAIMED])
@pytest.mark.parametrize("remote", SETTLED)
def test_a_case_settled_by_other_hands_is_closed_as_such(state: CaseState, remote: CommunityState) -> None:
    found = meet(_known(state), make.case(state=remote), settling=False)
    assert found == Meeting(CaseState.CLOSED, Verdict.ELSEWHERE, edited=False)


def test_a_case_in_progress_by_other_hands_stays_open() -> None:
    found = meet(_known(CaseState.NEW), make.case(state=CommunityState.IN_PROGRESS), settling=False)
    assert found.state is CaseState.NEW


def test_our_own_settlement_coming_back_closes_nothing() -> None:
    found = meet(_known(), make.case(state=CommunityState.UPHELD), settling=True)
    assert found == Meeting(CaseState.CLAIMED, None, edited=False)


def test_a_settlement_that_was_known_before_is_no_news() -> None:
    known = _known(community_state=CommunityState.DISMISSED)
    assert meet(known, make.case(state=CommunityState.UPHELD), settling=False).state is CaseState.CLAIMED


@pytest.mark.parametrize("state", [CaseState.AWAITING_AUTHOR, CaseState.AWAITING_COUNCIL, CaseState.AWAITING_FACTS])
def test_a_case_that_waits_for_somebody_goes_on_waiting_though_its_report_is_settled(state: CaseState) -> None:
    found = meet(_known(state), make.case(state=CommunityState.DISMISSED), settling=False)
    assert found == Meeting(state, None, edited=False)


@pytest.mark.parametrize("remote", UNSETTLED)
def test_a_new_report_opens_a_closed_case_again(remote: CommunityState) -> None:
    found = meet(CLOSED, make.case(state=remote, reports=2), settling=False)
    assert found == Meeting(CaseState.NEW, None, edited=False, came_back=Back.REPORTED_AGAIN)


def test_a_new_report_against_an_edited_post_opens_it_again_and_notices_the_edit() -> None:
    found = meet(CLOSED, make.case(reports=2, post_version="2"), settling=False)
    assert found == Meeting(CaseState.NEW, None, edited=True, came_back=Back.REPORTED_AGAIN)


@pytest.mark.parametrize(
    ("remote", "reports", "settling"),
    [
        (CommunityState.OPEN, 1, False),  # no report more
        (CommunityState.OPEN, 0, False),  # one taken back
        (CommunityState.UPHELD, 2, False),  # one more, and settled with the others
        (CommunityState.OPEN, 2, True),  # our settlement is still on its way and covers it
    ],
)
def test_a_closed_case_stays_closed(remote: CommunityState, reports: int, settling: bool) -> None:
    found = meet(CLOSED, make.case(state=remote, reports=reports), settling=settling)
    assert found == Meeting(CaseState.CLOSED, Verdict.UPHELD, edited=False)


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.CLOSED])
def test_a_new_report_against_an_open_case_changes_nothing_about_it(state: CaseState) -> None:
    assert meet(_known(state), make.case(reports=5), settling=False) == Meeting(state, None, edited=False)


# --- whether a decision still stands on what it judged ------------------------------------------------

DECISION = Decision(DecisionId("d-1"), DecisionKind.COACHING, CaseId("c-1"), ME, make.NOON, revision="1")


def _same(**case: object) -> bool:
    return same_ground(DECISION, make.case(**case), MemberId("u-901"))  # type: ignore[arg-type]


@pytest.mark.parametrize("assignee", [None, ME])
@pytest.mark.parametrize("state", UNSETTLED)
def test_a_decision_stands_where_the_post_is_the_same_and_nobody_else_has_the_case(
    assignee: object, state: CommunityState
) -> None:
    assert _same(assignee=assignee, state=state, version="9", reports=4)


def test_a_decision_falls_with_the_text_it_judged() -> None:
    assert not _same(post_version="2")


def test_a_decision_stands_though_the_post_is_gone() -> None:
    assert same_ground(DECISION, replace(make.case(), post=None), MemberId("u-901"))


def test_a_decision_falls_when_another_moderator_has_the_case() -> None:
    assert not _same(assignee=OTHER)


@pytest.mark.parametrize("state", SETTLED)
def test_a_decision_falls_when_the_report_is_settled(state: CommunityState) -> None:
    assert not _same(state=state)
