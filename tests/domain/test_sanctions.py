"""What a sanction rests on, who must agree, what may be chosen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.cases import CaseKind
from app.domain.conduct import Origin, Severity, basis_for_sanction, basis_in_law, in_force
from app.domain.ladder import SANCTIONS, Rung, propose
from app.domain.members import MemberId, MemberRef
from app.domain.sanctions import (
    Malice,
    MaliceFact,
    PostAction,
    Sanction,
    SecondPerson,
    Track,
    brand_named,
    check_choice,
    check_kind,
    second_person,
)
from app.domain.words import Words
from app.errors import (
    ComplaintProtected,
    NoLaw,
    NoSuchRung,
    NotABasis,
    NotSanctionable,
    NotYetInForce,
    ReasonForDeparture,
    UnlawfulLane,
    UnlinkedMalice,
)
from app.operations.conduct import starter

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MEMBER = MemberRef(MemberId("u-1"), "南山老陈")
days = st.integers(-2000, 2000)


def _edition(number: int, begins: int):  # type: ignore[no-untyped-def]
    return replace(starter(), number=number, origin=Origin.IMPORTED, effective_from=NOW + timedelta(days=begins))


def _sanction(rung: Rung = Rung.WARNING, severity: Severity = Severity.SERIOUS, *, brand: bool = False) -> Sanction:
    return Sanction(member=MEMBER, rung=rung, severity=severity, proposed=rung, brand_party=brand)


@given(begins=st.lists(days, min_size=1, max_size=6, unique=True), written=days)
def test_only_what_was_in_force_when_the_text_was_written_can_be_cited(begins: list[int], written: int) -> None:
    editions = [_edition(number, day) for number, day in enumerate(begins, 1)]
    at = NOW + timedelta(days=written)
    if min(begins) > written:
        with pytest.raises(NotYetInForce):
            basis_for_sanction(editions, 3, written_at=at)
        return
    basis = basis_for_sanction(editions, 3, written_at=at)
    cited = next(one for one in editions if one.number == basis.edition)
    assert cited.effective_from <= at
    assert not [one for one in editions if cited.effective_from < one.effective_from <= at]


@given(begins=st.lists(days, min_size=1, max_size=6, unique=True), written=days, later=st.integers(1, 900))
def test_a_later_edition_changes_nothing_for_what_was_written_before(
    begins: list[int], written: int, later: int
) -> None:
    assume(min(begins) <= written)
    editions = [_edition(number, day) for number, day in enumerate(begins, 1)]
    at = NOW + timedelta(days=written)
    with_later = [*editions, _edition(99, written + later)]
    before = in_force(editions, at)
    assert before is not None
    if written + later not in begins:
        assert basis_for_sanction(with_later, 3, written_at=at) == basis_for_sanction(editions, 3, written_at=at)


@pytest.mark.parametrize(("article", "error"), [(1, UnlawfulLane), (13, NotABasis), (16, NotABasis)])
def test_what_encourages_or_leads_elsewhere_is_no_basis(article: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        basis_for_sanction([_edition(1, -10)], article, written_at=NOW)


@pytest.mark.parametrize("law", [Words("", ""), Words("《网络安全法》第四十九条", " ")])
def test_a_law_is_named_and_quoted(law: Words) -> None:
    with pytest.raises(NoLaw):
        basis_in_law(law, Words("条文", "text"))


@pytest.mark.parametrize("kind", CaseKind)
def test_only_breaches_are_for_the_ladder(kind: CaseKind) -> None:
    if kind in (CaseKind.VIOLATION, CaseKind.DISPUTE, CaseKind.PLAGIARISM):
        check_kind(kind)
        return
    with pytest.raises(ComplaintProtected if kind is CaseKind.COMPLAINT else NotSanctionable):
        check_kind(kind)


@pytest.mark.parametrize(
    ("sanction", "law", "expected"),
    [
        (_sanction(), False, None),
        (_sanction(Rung.MUTE_1), False, None),
        (_sanction(Rung.MUTE_7), False, None),
        (_sanction(Rung.SUSPEND_30), False, SecondPerson.LONG),
        (_sanction(Rung.MUTE_7, Severity.GRAVE), False, SecondPerson.GRAVE),
        (_sanction(Rung.WARNING, Severity.GRAVE), False, SecondPerson.GRAVE),
        (_sanction(brand=True), False, SecondPerson.BRAND),
        (_sanction(), True, SecondPerson.LAW),
    ],
)
def test_who_must_agree(sanction: Sanction, law: bool, expected: SecondPerson | None) -> None:
    assert second_person(sanction, law=law) is expected


@pytest.mark.parametrize("rung", Rung)
def test_the_harshest_and_the_reminder_can_not_be_chosen_and_a_departure_needs_a_reason(rung: Rung) -> None:
    proposal = propose(Severity.SERIOUS, malice=False, record=[], when=NOW)
    if rung not in SANCTIONS:
        with pytest.raises(NoSuchRung):
            check_choice(rung, proposal, "有理由", ())
    elif rung is proposal.rung:
        check_choice(rung, proposal, "", ())
    else:
        with pytest.raises(ReasonForDeparture):
            check_choice(rung, proposal, "  ", ())
        check_choice(rung, proposal, "本人已道歉", ())


def test_malice_without_a_link_is_no_malice() -> None:
    proposal = propose(Severity.SERIOUS, malice=False, record=[], when=NOW)
    with pytest.raises(UnlinkedMalice):
        check_choice(proposal.rung, proposal, "", (Malice(MaliceFact.TARGETED, " "),))


@pytest.mark.parametrize(
    ("text", "hit"), [("门店把我晾了三天", "门店"), ("这个 Dealer 骗人", "dealer"), ("你才是水军", ""), ("", "")]
)
def test_a_text_that_names_the_brands_side_is_noticed(text: str, hit: str) -> None:
    assert brand_named(text, ("门店", "dealer")) == hit


@pytest.mark.parametrize(
    ("rung", "ends"),
    [
        (Rung.WARNING, None),
        (Rung.MUTE_1, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        (Rung.MUTE_7, datetime(2026, 11, 29, 9, 0, tzinfo=UTC)),
        (Rung.SUSPEND_30, datetime(2026, 12, 22, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_term_runs_from_when_it_takes_effect(rung: Rung, ends: datetime | None) -> None:
    term = _sanction(rung).from_now(NOW)
    assert (term.starts, term.ends) == (NOW, ends)
    assert term.expires == datetime(2027, 5, 21, 9, 0, tzinfo=UTC)


def test_an_appeal_can_be_made_to_the_end_of_the_day_that_the_notice_names() -> None:
    until = _sanction().from_now(NOW).appeal_until
    assert until.astimezone().strftime("%H:%M:%S") == "23:59:59"
    assert timedelta(days=15) <= until - NOW < timedelta(days=16)


def test_an_abnormal_account_gets_no_strikes() -> None:
    batch = replace(_sanction(Rung.MUTE_7), track=Track.ABNORMAL, cluster="c-1", post=PostAction.FOLD)
    assert (batch.strikes, batch.from_now(NOW).expires) == (0, None)
