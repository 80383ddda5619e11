"""What the database holds of posts before the council, of what no council may see, and of seats that asked."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import make
import seated
from app.domain.council import AskedBy
from app.operations import accounts, council_referring, intake
from app.operations.accounts import SignIn
from app.operations.council_referring import Wish
from app.operations.desk import Desk
from storage.values import ms

DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
    "reason, basis_current, second_person) SELECT :id, key, :kind, 'u-901', 'n', 1, revision, 'new', 'claimed', 'x', "
    "'', false, :second FROM cases WHERE id = :case"
)
AGREED = (
    "INSERT INTO approvals (decision_id, by_id, by_name, at, agreed, reason) VALUES ('d-0', 'u-902', 'x', 2, :yes, 'x')"
)
MINOR = (
    "INSERT INTO lane_events (case_key, step, lane, at, by_id, by_name, to_whom, number, text) "
    "SELECT key, 'minor', 'care', 1, 'u-901', 'x', '', '', '' FROM cases WHERE id = :case"
)
KIND = "UPDATE cases SET kind = :kind, urgency = 0 WHERE id = 'c-1'"
SIT = (
    "INSERT INTO panel_seats (referral_key, seat_key, place, round, drawn_at) "
    "SELECT 1, key, 1, 1, :at FROM seats WHERE number = :number"
)


def _run(desk: Desk, statement: str, **values: object) -> None:
    with desk.record.connection() as connection:
        connection.execute(sa.text(statement), values)


def _refused(desk: Desk, why: str, statement: str, **values: object) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=why):
        _run(desk, statement, **values)


@pytest.fixture
def before(desk: Desk) -> Desk:
    """`c-1` is before the council; `c-2` is about the same post, `c-3` about another one of its author, `c-4` alone."""
    one, three = make.case(1), make.case(3)
    assert one.post is not None
    assert three.post is not None
    same_post = replace(make.case(2), subject=one.subject, post=one.post, thread=one.thread)
    same_author = replace(three, subject=one.subject, post=replace(three.post, author=one.subject))
    intake.on_described(desk, make.info())
    accounts.register(desk.record, SignIn(make.info("u-902", "小林"), "print-2", "t-2"), desk.clock())
    intake.on_pulled(desk, make.page(same_post, same_author, make.case(4)))
    _run(desk, DECISION, id="d-0", kind="dismissal", second="trainee", case="c-2")
    seated.referred(desk)
    return desk


def test_a_post_before_the_council_is_judged_under_no_other_case(before: Desk) -> None:
    for kind in ("dismissal", "acceptance"):
        _refused(before, "judges it first", DECISION, id="d-1", kind=kind, second=None, case="c-2")
    _refused(before, "judges it first", AGREED, yes=True)
    _run(before, DECISION, id="d-2", kind="reply", second=None, case="c-2")
    _run(before, DECISION, id="d-3", kind="dismissal", second=None, case="c-4")
    _run(before, "UPDATE referrals SET stage = 'withdrawn', ended_at = opened_at")
    _run(before, "UPDATE referral_cases SET left_at = added_at")
    _run(before, AGREED, yes=True)


def test_what_no_council_may_see_leaves_its_referral_first(before: Desk) -> None:
    for kind in ("safety", "unlawful", "rights_notice", "care", "complaint"):
        _refused(before, "leaves its referral first", KIND, kind=kind)
    _run(before, "UPDATE cases SET kind = 'care', urgency = 0 WHERE id IN ('c-3', 'c-4')")
    _refused(before, "leaves its referral first", MINOR, case="c-3")
    _run(before, MINOR, case="c-4")
    _run(before, KIND, kind="plagiarism")
    _run(before, "UPDATE referral_cases SET left_at = added_at")
    _run(before, MINOR, case="c-3")
    _run(before, KIND, kind="safety")


def test_seats_that_asked_are_on_no_panel_of_it(desk: Desk) -> None:
    seated.council(desk, 12)
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1)))
    council_referring.refer(
        desk, Wish((make.case(1).id,), "是不是抄袭？", "有三段相同。", asked_by=AskedBy.SEATS, asked_name="2、11")
    )
    now = ms(desk.clock())
    for number in (2, 11):
        _refused(desk, "may not judge this", SIT, at=now, number=number)
    _run(desk, SIT, at=now, number=1)
