"""Suggestions are counted from the record and the cache, without staff and who is sanctioned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import Clock

import make
from app.domain.cases import CaseKind
from app.domain.commands import CommandKind
from app.domain.decisions import ReportVerdict
from app.domain.honours_suggested import ReasonKind
from app.domain.members import Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, ThreadId
from app.domain.privacy import What
from app.domain.reports import Report
from app.errors import MemberForgotten
from app.operations import (
    classifying,
    data_requests,
    dismissing,
    honours_granting,
    honours_nominating,
    honours_thanking,
    intake,
    report_answers,
    sanctions,
)
from app.operations.desk import Desk
from app.operations.honours_suggested import suggestions, title_for
from app.operations.report_answers import Reply
from app.operations.sanctions import Wish

WATCHFUL = MemberRef(MemberId("u-w"), "老周")


def _post(
    thread: int, number: int, author: str, minutes: float, text: str = "别吵了，大家都是为了车好，喝口茶。"
) -> Post:
    return Post(
        PostId(f"p-{thread}-{number}"),
        ThreadId(f"t-{thread}"),
        MemberRef(MemberId(author), author),
        make.NOON + timedelta(minutes=minutes),
        text,
        "1",
        number=number,
    )


def _quarrel(desk: Desk, thread: int, calm: str) -> None:
    """A thread in which two quarrel, until somebody writes."""
    posts = [_post(thread, n, ("hot", "hotter")[n % 2], n, "你才是骗子，滚。") for n in range(1, 7)]
    judged = replace(posts[3], url="https://community.example/p")
    reports = tuple(Report(f"r-{n}", make.NOON + timedelta(minutes=n), "骂人", WATCHFUL, "abuse") for n in (1, 2))
    case = replace(make.case(thread), post=judged, subject=judged.author, reports=reports)
    intake.on_pulled(desk, make.page(case, posts=(*posts, _post(thread, 7, calm, 8)), cursor=f"cursor-{thread}"))


def _members(desk: Desk, *members: Member, posts: Sequence[Post] = ()) -> None:
    intake.on_pulled(desk, make.page(members=members, posts=tuple(posts), cursor="cursor-m"))


def _who(desk: Desk) -> dict[str, list[tuple[ReasonKind, int]]]:
    return {one.member.id: [(why.kind, why.count) for why in one.reasons] for one in suggestions(desk)}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    return desk


def test_who_calmed_quarrels_is_suggested_but_not_staff_nor_who_is_sanctioned(desk: Desk) -> None:
    for thread, calm in ((1, "calm"), (2, "calm"), (3, "staff"), (4, "muted"), (5, desk.me.id)):
        _quarrel(desk, thread, calm)
    calm = Member(MemberRef(MemberId("calm"), "和事佬"))
    _members(desk, Member(MemberRef(MemberId("staff"), "官方"), is_staff=True), calm)
    assert _who(desk) == {"calm": [(ReasonKind.CALMED, 2)], "muted": [(ReasonKind.CALMED, 1)]}
    _, muted = suggestions(desk)
    assert (muted.reasons[0].links[0].title, muted.reasons[0].links[0].case) == ("新人求助", "c-4")

    attack = replace(make.case(9), post=replace(make.post(9), author=MemberRef(MemberId("muted"), "muted")))
    intake.on_pulled(desk, make.page(attack, cursor="cursor-9"))
    sanctions.sanction(desk, make.case(9).id, Wish(article=3))
    (calm,) = suggestions(desk)
    assert (calm.member.id, calm.reasons[0].count) == ("calm", 2)

    made = honours_nominating.nominate(desk, calm.member.id, calm.title, calm.evidence("zh"))
    assert _who(desk) == {}
    honours_nominating.enter_consent(desk, made.nomination.id, shows=frozenset(), source="私信")
    held = honours_granting.grant(desk, made.nomination.id).grant.id
    assert _who(desk) == {}
    honours_granting.make_emeritus(desk, held, reason="荣休")
    assert _who(desk) == {}


def test_who_asked_to_be_forgotten_is_neither_suggested_nor_nominated(lite_desk: Desk) -> None:
    intake.on_described(lite_desk, make.info(able=tuple(CommandKind)))
    _quarrel(lite_desk, 1, "calm")
    _members(lite_desk, Member(MemberRef(MemberId("calm"), "和事佬")))
    honours_thanking.thank(lite_desk, post=PostId("p-1-7"))
    (calm,) = suggestions(lite_desk)
    assert title_for(lite_desk, calm.member.id) == calm.title
    data_requests.open_request(lite_desk, What.DELETION, "calm")
    assert _who(lite_desk) == {}
    with pytest.raises(MemberForgotten):
        honours_nominating.nominate(lite_desk, calm.member.id, calm.title, calm.evidence("zh"))


def test_a_danger_or_a_complaint_is_no_quarrel_and_a_post_that_was_thanked_for_can_be_read(
    lite_desk: Desk, clock: Clock
) -> None:
    intake.on_described(lite_desk, make.info(able=tuple(CommandKind)))
    _quarrel(lite_desk, 1, "calm")
    classifying.classify(lite_desk, make.case(1).id, CaseKind.COMPLAINT)
    assert _who(lite_desk) == {}
    assert title_for(lite_desk, MemberId("calm")) is None
    read = [replace(_post(thread, 1, "kind", thread, "先预热电池。"), url="https://c.example/p") for thread in (8, 9)]
    _members(lite_desk, posts=read)
    for post in read:
        honours_thanking.thank(lite_desk, post=post.id)
    clock.advance(minutes=1)
    (kind,) = suggestions(lite_desk)
    link = kind.reasons[0].links[0]
    assert (link.url, link.words.zh, link.words.en) == ("https://c.example/p", "先预热电池。", "先预热电池。")


def test_who_answers_newcomers_is_suggested_each_newcomer_counting_once(desk: Desk) -> None:
    new = [Member(MemberRef(MemberId(f"n-{n}"), f"新人{n}"), joined_at=make.NOON - timedelta(days=1)) for n in range(3)]
    old = Member(MemberRef(MemberId("o-1"), "老人"), joined_at=make.NOON - timedelta(days=900))
    posts = []
    for thread, asker in enumerate(["n-0", "n-0", "n-1", "n-2", "o-1"]):
        posts += [
            _post(thread, 1, asker, 0, "请问怎么充电？"),
            _post(thread, 2, "helper", 5),
            _post(thread, 3, "x", 6, "+1"),
        ]
    _members(desk, *new, old, posts=posts)
    assert _who(desk) == {"helper": [(ReasonKind.ANSWERED, 3)]}


def test_whose_reports_were_right_is_suggested_unless_one_was_meant_to_harm(desk: Desk) -> None:
    report = Report("r-1", make.NOON, "广告", WATCHFUL, "advert")
    found = [replace(make.case(number), reports=(report,)) for number in range(1, 5)]
    intake.on_pulled(desk, make.page(*found))
    for number in (1, 2, 3):
        sanctions.sanction(desk, make.case(number).id, Wish(article=3))
    assert _who(desk) == {WATCHFUL.id: [(ReasonKind.REPORTED, 3)]}

    dismissing.dismiss(desk, make.case(4).id)
    report_answers.answer_reports(
        desk, make.case(4).id, Reply(verdicts={"r-1": ReportVerdict.MALICIOUS}, reason="成心添乱")
    )
    assert _who(desk) == {}
