"""Who works here: one community, names as the community has them, roles that stand in the ledger."""

import json
from dataclasses import replace

import pytest

import make
from app.domain.ledger import EntryKind
from app.domain.roles import Role
from app.errors import AccountNotFound, NoRight, OtherCommunity
from app.operations import accounts
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from storage.marks import Identity
from storage.schema import ledger

LIN = make.member("u-902", "小林")


def _sign_in(name: str = LIN.name, token: str = "2") -> SignIn:
    return SignIn(make.info(LIN.id, name), f"print-{token}", f"t-{token}")


@pytest.mark.parametrize(
    ("url", "adapter"), [("http://127.0.0.1:2", "bridge"), ("http://127.0.0.1:1", "nodebb")], ids=["url", "adapter"]
)
def test_a_workspace_takes_no_account_of_another_community(desk: Desk, url: str, adapter: str) -> None:
    with pytest.raises(OtherCommunity):
        accounts.connect(desk.record, Identity("w-1", url, adapter, desk.clock()), _sign_in(), desk.clock())
    with pytest.raises(OtherCommunity):
        accounts.check_community(desk.record, url, adapter)
    assert [one.id for one in accounts.accounts(desk)] == [desk.me.id]


def test_whoever_signs_in_again_has_the_name_and_the_token_that_they_have_now(desk: Desk) -> None:
    accounts.register(desk.record, _sign_in(), desk.clock())
    again = accounts.register(desk.record, _sign_in("小林（改名）", "3"), desk.clock())
    assert again.name == "小林（改名）"
    assert accounts.account_of_token(desk.record, "print-2") is None
    assert accounts.account_of_token(desk.record, "print-3") == again
    assert accounts.kept_token(desk.record, again) == "t-3"
    assert len(accounts.accounts(desk)) == 2


def test_roles_are_given_by_a_manager_and_stand_in_the_ledger_with_what_was_before(desk: Desk) -> None:
    other = accounts.register(desk.record, _sign_in(), desk.clock())
    with pytest.raises(NoRight):
        accounts.set_roles(replace(desk, me=other), other.id, frozenset({Role.MANAGER}))
    with pytest.raises(AccountNotFound):
        accounts.set_roles(desk, make.member("u-1").id, frozenset())
    accounts.set_roles(desk, other.id, frozenset({Role.MODERATOR, Role.LEAD}))
    assert accounts.account_by_id(desk.record, other.id) == replace(other, roles=frozenset({Role.MODERATOR, Role.LEAD}))
    with desk.record.connection() as connection:
        entry = connection.execute(ledger.select().order_by(ledger.c.seq.desc())).first()
    assert entry is not None
    body = json.loads(entry.body)
    assert (entry.kind, body["roles"], body["before"]) == (EntryKind.ROLES_CHANGED.value, "lead moderator", "moderator")


def test_a_name_typed_with_a_space_is_the_account_that_is_there(desk: Desk) -> None:
    older = replace(make.info("person:小 林", "小 林"), platform="manual")
    newer = replace(make.info("person:小林", "小林"), platform="manual")
    first = accounts.register(desk.record, SignIn(older, "print-2", "t-2"), desk.clock())
    again = accounts.register(desk.record, SignIn(newer, "print-3", "t-3"), desk.clock())
    assert (again.id, again.roles) == (first.id, first.roles)
    assert accounts.kept_token(desk.record, accounts.known_as(desk.record, newer)) == "t-3"
    assert len(accounts.accounts(desk)) == 2
