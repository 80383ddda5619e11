"""The NodeBB adapter against a real forum: it claims, answers and settles one open flag there.

Needs STEWARD_NODEBB_URL and STEWARD_NODEBB_TOKEN, a moderator's own token of a forum made for tests.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import make
from app.community.connect import reach
from app.community.gateway import Gateway
from app.community.nodebb import wire
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Intent
from app.domain.community import NOT_HAPPENED, Adapter, Found, RemoteCase
from app.domain.posts import PostId
from app.errors import AuthFailed, Conflict, NotFound

URL, TOKEN = os.environ.get("STEWARD_NODEBB_URL", ""), os.environ.get("STEWARD_NODEBB_TOKEN", "")

pytestmark = pytest.mark.skipif(
    not (URL and TOKEN), reason="needs a NodeBB: set STEWARD_NODEBB_URL and STEWARD_NODEBB_TOKEN"
)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = reach(Adapter.NODEBB, URL, TOKEN, clock=now, connect_timeout=5, read_timeout=20)
    yield gateway
    gateway.close()


def open_cases(gateway: Gateway) -> tuple[list[RemoteCase], str]:
    cases: list[RemoteCase] = []
    cursor, more = None, True
    while more:
        page = gateway.changes(cursor, 60)
        cases, cursor, more = cases + list(page.cases), page.cursor, page.more
    assert cursor is not None
    return cases, cursor


def a_case(gateway: Gateway) -> tuple[RemoteCase, str]:
    cases, cursor = open_cases(gateway)
    for case in cases:
        if case.state is CommunityState.OPEN and case.assignee is None and case.post and case.subject:
            return case, cursor
    pytest.skip("the forum has no open flag that nobody took")


def command(kind: CommandKind, case: RemoteCase, base: str, **what: object) -> Command:
    intent = Intent(kind, case_id=case.id, **what)  # type: ignore[arg-type]
    return make.command(intent, base_version=base, first_sent_at=now())


def test_the_forum_knows_us_and_nobody_else(gateway: Gateway) -> None:
    info = gateway.describe()
    assert info.acting.name
    stranger = reach(Adapter.NODEBB, URL, "no-token-of-anybody", clock=now, connect_timeout=5, read_timeout=20)
    with pytest.raises(AuthFailed):
        stranger.describe()
    stranger.close()


def test_a_second_reading_brings_nothing_new(gateway: Gateway) -> None:
    _, cursor = open_cases(gateway)
    assert not gateway.changes(cursor, 60).cases


def test_single_things_are_as_the_case_tells(gateway: Gateway) -> None:
    case, _ = a_case(gateway)
    assert case.post is not None
    assert case.thread is not None
    assert case.subject is not None
    assert gateway.case(case.id) == case
    assert gateway.post(case.post.id) == case.post
    assert gateway.member(case.subject.id).ref == case.subject
    around = gateway.thread(case.thread.id, case.post.id, before=2, after=2)
    assert around.thread == case.thread
    assert case.post in [replace(post, number=None) for post in around.posts]
    assert len(around.posts) <= 5
    with pytest.raises(NotFound):
        gateway.case(CaseId("999999999"))


def test_a_case_goes_from_open_to_settled(gateway: Gateway) -> None:
    case, cursor = a_case(gateway)
    assert case.post is not None
    assert case.subject is not None
    claim = command(CommandKind.CLAIM, case, case.version)
    assert gateway.find_effect(claim) == NOT_HAPPENED
    version = gateway.send(claim).case_version
    assert gateway.find_effect(claim).found is Found.HAPPENED
    assert gateway.case(case.id).assignee == gateway.describe().acting
    with pytest.raises(Conflict):
        gateway.send(claim)
    answers = [
        command(CommandKind.MESSAGE, case, version, member_id=case.subject.id, text="您好，请看一下社区公约，谢谢。"),
        command(CommandKind.REPLY, case, version, post_id=case.post.id, text="请大家就事论事，谢谢配合。"),
    ]
    for answer in answers:
        assert gateway.find_effect(answer) == NOT_HAPPENED
        sent = gateway.send(answer)
        effect = gateway.find_effect(answer)
        assert effect.receipt is not None
        assert effect.receipt.remote_id == sent.remote_id
    assert gateway.post(PostId(sent.remote_id)).raw.endswith(wire.marker(answers[1].id))
    settle = command(CommandKind.RESOLVE, case, version, outcome=CommunityState.DISMISSED)
    assert gateway.find_effect(settle) == NOT_HAPPENED
    gateway.send(settle)
    assert gateway.find_effect(settle).found is Found.HAPPENED
    page = gateway.changes(cursor, 60)
    assert [(one.id, one.state) for one in page.cases] == [(case.id, CommunityState.DISMISSED)]
