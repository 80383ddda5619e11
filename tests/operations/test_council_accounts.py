"""Whose account a seat belongs to: a name is looked up, and who is called like a party does not judge."""

from datetime import timedelta

import pytest

import make
import seated
from app.domain.council_panel import Aside
from app.domain.members import MemberId, MemberRef
from app.errors import MemberUnknown
from app.operations import council_accounts, council_panel, council_seats
from app.operations.desk import Desk


def test_a_member_is_found_by_part_of_the_name_and_the_number_is_kept(desk: Desk) -> None:
    seated.referred(desk)
    author = make.case(1).post.author
    assert author is not None
    assert author in council_accounts.members_like(desk, author.name[1:].upper())
    assert council_accounts.members_like(desk, " ") == []
    assert council_accounts.members_like(desk, "%") == []
    for typed in (author.id, f" {author.name} "):
        assert council_accounts.member_typed(desk, typed).id == author.id
    with pytest.raises(MemberUnknown):
        council_accounts.member_typed(desk, author.name[:-1])


def test_a_name_in_place_of_the_number_is_no_account(desk: Desk) -> None:
    seated.referred(desk)
    author = make.case(1).post.author
    assert author is not None
    card, ends = seated.holder("青禾").card(desk.clock()), desk.clock() + timedelta(days=365)
    with pytest.raises(MemberUnknown):
        council_seats.enter_seat(
            desk, card, MemberRef(MemberId(author.name), author.name), ends=ends, outside="不在本社区"
        )
    assert council_seats.seats(desk) == []


def test_who_is_called_like_a_party_or_a_reporter_is_not_drawn(desk: Desk) -> None:
    """Such a seat was entered before anybody here heard of the party, by a name or a strange number."""
    author, reporter = make.case(1).post.author, make.case(1).reports[0].by
    assert author is not None
    assert reporter is not None
    seated.council(desk, 5)
    seated.seat(desk, 6, of=MemberRef(MemberId(f" {author.name.upper()}"), "别名"))
    seated.seat(desk, 7, of=MemberRef(MemberId("x-7"), reporter.name))
    referral = seated.referred(desk)
    bars = {one.seat.number: one.bar for one in council_panel.eligibility(desk, referral.id)}
    assert bars == {**dict.fromkeys(range(1, 6)), 6: Aside.PARTY, 7: Aside.REPORTER}
    assert {one.number for one in council_panel.draw_panel(desk, referral.id).drawn} == set(range(1, 6))
