"""What shows abnormal accounts and what does not, who has to sample, and which cases are drawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import make
from app.domain.cases import Case, CaseId, CaseKind, CaseState, CommunityState
from app.domain.clusters import Cluster, cluster_from, drawn, sample_size, second_person
from app.domain.clusters_evidence import ClusterEvidence, evidence_of, together
from app.domain.conduct import Severity
from app.domain.ladder import Rung
from app.domain.members import Member, MemberId
from app.domain.posts import Revision
from app.domain.sanctions import PostAction, SecondPerson
from app.text.folding import text_print

ADVERT = "加我头像，贴膜全网最低，先到先得。"


def _case(number: int, text: str = ADVERT, *, by: int | None = None, minutes: int = 600) -> Case:
    at = make.NOON + timedelta(minutes=minutes * number)
    return Case(
        key=number,
        id=CaseId(f"c-{number}"),
        kind=CaseKind.VIOLATION,
        state=CaseState.NEW,
        verdict=None,
        post_id=None,
        thread_id=None,
        author=make.member(f"u-{by or number}"),
        title="求助",
        body=text,
        revision=Revision("1", "求助", text, at),
        edits=0,
        reports=1,
        reported_at=at,
        due_at=None,
        claimed_by=None,
        community_state=CommunityState.OPEN,
        community_version="1",
        assignee=None,
        text_print=text_print(text),
    )


def _different(number: int, **more: int) -> Case:
    return _case(number, f"第{number}天在南山试驾，路况和电耗都记在这里。", **more)


def _shown(*cases: Case) -> set[str]:
    return set(together(cases))


@pytest.mark.parametrize(
    ("cases", "shown"),
    [
        ([_case(1), _case(2)], {"c-1", "c-2"}),
        ([_case(1), _case(2, by=1), _case(3, by=1)], {"c-1", "c-2", "c-3"}),
        ([_case(1), _case(2, by=1)], set()),
        ([_case(1)], set()),
        ([_case(1, "太贵了吧"), _case(2, "太贵了吧"), _case(3, "太贵了吧")], set()),
        ([_different(1), _different(2), _different(3)], set()),
        ([_different(one, minutes=10) for one in range(1, 6)], {f"c-{one}" for one in range(1, 6)}),
        ([_different(one, minutes=10) for one in range(1, 5)], set()),
        ([_different(one, minutes=10, by=1) for one in range(1, 6)], set()),
        ([_different(one, minutes=20) for one in range(1, 6)], set()),
        ([_case(1), _case(2), _different(3), _different(4, by=1)], {"c-1", "c-2", "c-4"}),
    ],
)
def test_a_same_text_or_a_burst_shows_abnormal_accounts_and_nothing_else_does(
    cases: list[Case], shown: set[str]
) -> None:
    assert _shown(*cases) == shown


def test_what_was_handled_before_shows_it_too() -> None:
    cases = [_case(1), _different(2)]
    assert together(cases, same_as_before=[CaseId("c-1")]) == {"c-1"}
    assert together(cases, measured=[MemberId("u-2")]) == {"c-2"}


@pytest.mark.parametrize(
    ("evidence", "wanted", "second"),
    [
        ({}, {}, None),
        ({}, {"severity": Severity.SERIOUS}, None),
        ({}, {"severity": Severity.GRAVE}, SecondPerson.GRAVE),
        ({}, {"rung": Rung.SUSPEND_30}, SecondPerson.LONG),
        ({}, {"brand": True}, SecondPerson.BRAND),
        ({}, {"post": PostAction.DELETE}, SecondPerson.CLUSTER),
        ({"cases": 20}, {}, None),
        ({"cases": 21}, {}, SecondPerson.CLUSTER),
        ({"owners": ("甲",)}, {}, SecondPerson.OWNER),
        ({"unknown": 1}, {}, SecondPerson.OWNER),
    ],
)
def test_who_weighs_it_with_another_person(
    evidence: dict[str, Any], wanted: dict[str, Any], second: SecondPerson | None
) -> None:
    whole = {"rung": Rung.MUTE_7, "severity": Severity.MINOR, "post": PostAction.FOLD, "brand": False} | wanted
    shown = replace(ClusterEvidence(cases=3, accounts=3, unverified=3), **evidence)
    assert second_person(shown, **whole) is second


@pytest.mark.parametrize(("count", "looked_at"), [(3, 3), (5, 5), (46, 5), (60, 6), (61, 7)])
def test_a_tenth_and_at_least_five_are_looked_at(count: int, looked_at: int) -> None:
    assert sample_size(count) == looked_at


def test_the_evidence_comes_back_as_it_was_kept_and_the_draw_with_it() -> None:
    cases = [_case(number) for number in range(1, 41)]
    owner, other = (Member(make.member(f"u-{number}", "车友"), verified_owner=number == 1) for number in (1, 2))
    evidence = evidence_of(cases, {owner.ref.id: owner, other.ref.id: other}, earlier=2)
    kept = Cluster("k-1", evidence, "head")
    again = cluster_from("k-1", kept.as_json())
    assert again == kept
    assert (evidence.unknown, evidence.unverified, evidence.owners, evidence.earlier) == (38, 1, ("车友",), 2)
    ids = [one.id for one in cases]
    assert drawn(again, ids) == drawn(kept, ids)
    assert len(drawn(kept, ids)) == 5
    assert set(ids[:2]) <= set(drawn(kept, ids, ids[:2]))


def test_who_may_be_an_owner_is_always_looked_at_where_the_community_tells_of_others() -> None:
    cases = [_case(number) for number in (1, 2, 3)]
    told = {MemberId("u-1"): Member(make.member("u-1"), verified_owner=False)}
    assert evidence_of(cases, told).looked_at == {"u-2", "u-3"}
    assert evidence_of(cases, {}).looked_at == frozenset()
