"""A community without an API, in the shape of one that has one."""

from dataclasses import replace

import pytest

import make
from app.community.connect import reach
from app.community.manual.adapter import ManualGateway, named_by
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.community import CANNOT_TELL, Adapter, Feature, Level
from app.domain.connecting import acts_as
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId, ThreadId
from app.errors import AuthFailed, BadAddress, Invalid, NotFound
from tests.conftest import Clock

KEPT_HERE = {CommandKind.CLAIM, CommandKind.RELEASE, CommandKind.RESOLVE, CommandKind.NOTE}


@pytest.fixture
def gateway(clock: Clock) -> ManualGateway:
    reached = reach(
        Adapter.MANUAL, "manual:车友微信群", "小北:s-3:cret", clock=clock, connect_timeout=1.0, read_timeout=1.0
    )
    assert isinstance(reached, ManualGateway)
    return reached


def test_who_acts_is_who_the_token_names(gateway: ManualGateway) -> None:
    info = gateway.describe()
    assert info.platform == "manual"
    assert info.acting.name == "小北:s-3"  # all but the last part: a name may hold a colon, a secret none


@pytest.mark.parametrize(
    ("token", "name"),
    [("小北:secret", "小北"), ("小北", "小北"), (" 小 北 :x", "小 北"), ("Ann:x", "Ann"), ("a:b:c", "a:b")],
)
def test_a_name_is_read_from_the_token(token: str, name: str) -> None:
    assert ManualGateway("manual:群", token).describe().acting.name == name


def test_the_same_name_is_the_same_person_whatever_the_secret() -> None:
    one, other = (ManualGateway("manual:群", token).describe().acting for token in ("Ann:1", "ＡNN:2"))
    assert one == MemberRef(MemberId("person:ann"), "Ann")
    assert other.id == one.id


@pytest.mark.parametrize(
    "name", ["小 北", "小\u3000北", "小北 ", "小\ufe00北", "小\u3164北", "小\U000e0100北", "小\u034f北"]
)
def test_names_that_look_alike_are_one_person(name: str) -> None:
    assert ManualGateway("manual:群", f"{name}:x").describe().acting.id == MemberId("person:小北")


def test_names_that_differ_are_two_people() -> None:
    ids = {named_by(name).id for name in ("小北", "小林", "Ann Lee", "Ann Li", "★", "☆")}
    assert len(ids) == 6


@pytest.mark.parametrize(
    ("account", "same"), [("person:小北", True), ("person:小 北", True), ("person:小林", False), ("u-1", False)]
)
def test_who_acts_is_known_by_the_id_of_an_older_version_too(account: str, same: bool) -> None:
    info = ManualGateway("manual:群", "小 北:x").describe()
    assert acts_as(info, MemberId(account)) is same
    assert acts_as(replace(info, platform="bridge"), MemberId(account)) is (account == info.acting.id)


@pytest.mark.parametrize("token", ["", ":", ":secret", "  :x", "\u202e:x", "长" * 61 + ":x"])
def test_a_token_that_names_nobody_is_not_accepted(token: str) -> None:
    with pytest.raises(AuthFailed):
        ManualGateway("manual:群", token)


@pytest.mark.parametrize("url", ["manual:", "manual: ", "manual:\u0007"])
def test_a_community_needs_a_name(url: str) -> None:
    with pytest.raises(BadAddress):
        ManualGateway(url, "小北:x")


def test_everything_is_told_with_a_reason_and_done_by_hand_or_kept_here(gateway: ManualGateway) -> None:
    info = gateway.describe()
    assert set(info.capabilities) == {*(kind.value for kind in CommandKind), *(one.value for one in Feature)}
    assert all(one.reason.zh and one.reason.en for one in info.capabilities.values())
    for kind in CommandKind:
        assert info.capability(kind).level is (Level.LOCAL_ONLY if kind in KEPT_HERE else Level.MANUAL)
    assert {info.capability(one).level for one in Feature} == {Level.UNSUPPORTED}


def test_it_brings_nothing_and_asks_nobody(gateway: ManualGateway) -> None:
    page = gateway.changes(None, 10)
    assert (page.cases, page.posts, page.threads, page.members, page.more) == ((), (), (), (), False)
    assert gateway.changes("kept", 10).cursor == "kept"
    assert gateway.messages("m").messages == ()
    assert gateway.audit("a").entries == ()
    assert gateway.honours() == gateway.acknowledgements(1) == []
    for read in (
        lambda: gateway.case(CaseId("h-1")),
        lambda: gateway.post(PostId("h-1")),
        lambda: gateway.thread(ThreadId("h-1")),
        lambda: gateway.member(MemberId("u-1")),
    ):
        with pytest.raises(NotFound):
            read()
    assert gateway.requests == 0


def test_it_sends_nothing_and_can_not_tell(gateway: ManualGateway) -> None:
    with pytest.raises(Invalid, match="no API here"):
        gateway.send(make.command())
    assert gateway.find_effect(make.command()) == CANNOT_TELL
    gateway.close()
