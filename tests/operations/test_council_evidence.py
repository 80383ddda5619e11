"""What helps to judge: two posts with the passages that they share, and an exchange in order of time; on SQLite."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

import make
from app.domain.cases import CaseId
from app.domain.council import Matter
from app.domain.members import MemberRef
from app.domain.posts import Post, PostId, Thread, ThreadId
from app.errors import ReferralNotFound
from app.operations import council_evidence, council_referring, intake
from app.operations.council_referring import Wish
from app.operations.desk import Desk

OWN = "冬天充电慢不是坏了，是电池在保温。出发前半小时打开预热，充到八成就走。"
TAKEN = "给大家总结一下：冬天充电慢并不是坏了，是电池在保温；出发前半小时打开预热，充到八成就走。"


def _refer(desk: Desk, matter: Matter, *cases: str) -> council_evidence.Shown:
    wish = Wish(tuple(CaseId(one) for one in cases), "是不是？", "据称如此。", matter)
    return council_evidence.evidence(desk, council_referring.refer(desk, wish).referral)


def test_two_posts_stand_side_by_side_the_earlier_one_first(lite_desk: Desk) -> None:
    intake.on_described(lite_desk, make.info())
    own = make.case(2, text=OWN)
    assert own.post is not None
    earlier = replace(own, post=replace(own.post, created_at=make.NOON - timedelta(days=3)))
    intake.on_pulled(lite_desk, make.page(make.case(1, text=TAKEN), earlier))
    found = _refer(lite_desk, Matter.PLAGIARISM, "c-1", "c-2")
    [pair] = found.pairs
    assert (pair.first.author, pair.second.author) == ("乙方", "甲方")
    [one] = pair.shared.passages
    assert pair.second.text[one.second_at : one.second_end].startswith("冬天充电慢并不是坏了")
    assert pair.first.text[one.first_at : one.first_end] == OWN.rstrip("。")
    assert pair.shared.share > 75
    assert found.exchange is None


def _said(number: int, author: MemberRef, at: datetime, thread: ThreadId) -> Post:
    return Post(PostId(f"p-1{number}"), thread, author, at, f"第 {number} 句。", "1", number=number + 1)


def test_an_exchange_is_told_in_order_with_the_reports_and_who_calmed_it(lite_desk: Desk) -> None:
    intake.on_described(lite_desk, make.info())
    first = make.case(1, text="你懂什么。", reports=3)
    assert first.post is not None
    thread, one, other = first.post.thread_id, first.post.author, make.member("u-2", "车友2")
    posts = [
        _said(1, other, make.NOON + timedelta(minutes=2), thread),
        _said(2, one, make.NOON + timedelta(minutes=4), thread),
        _said(3, make.member("u-8", "热心人"), make.NOON + timedelta(minutes=9), thread),
        _said(4, make.member("u-9", "路人"), make.NOON + timedelta(minutes=50), thread),
    ]
    intake.on_pulled(lite_desk, make.page(first, posts=(first.post, *posts), threads=(Thread(thread, "争论"),)))
    found = _refer(lite_desk, Matter.EXCHANGE, "c-1")
    assert found.pairs == ()
    assert found.exchange is not None
    assert [turn.author for turn in found.exchange.turns] == ["甲方", "车友 1", "甲方", "车友 2", "车友 3"]
    assert [turn.judged for turn in found.exchange.turns] == [True, False, False, False, False]
    assert len(found.exchange.reports) == 3
    calm = [turn.author for turn in found.exchange.turns if turn.post in found.exchange.calmed_by]
    assert calm == ["车友 2"]


def test_there_is_no_evidence_without_a_referral(lite_desk: Desk) -> None:
    with pytest.raises(ReferralNotFound):
        council_evidence.evidence(lite_desk, council_referring.ReferralId("referral-9"))


def test_what_somebody_wrote_twice_is_no_pair(lite_desk: Desk) -> None:
    intake.on_described(lite_desk, make.info())
    one, other = make.case(1, text=OWN), make.case(2, text=OWN)
    assert other.post is not None
    same = replace(other, subject=one.subject, post=replace(other.post, author=one.subject))
    intake.on_pulled(lite_desk, make.page(one, same))
    assert _refer(lite_desk, Matter.PLAGIARISM, "c-1", "c-2").pairs == ()


def test_a_reply_in_the_thread_of_the_copy_and_a_short_remark_are_no_copies(lite_desk: Desk) -> None:
    intake.on_described(lite_desk, make.info())
    copy, reply, remark = (
        make.case(1, text=TAKEN),
        make.case(2, text=f"这是我写的：{OWN}"),
        make.case(3, text="是电池在保温"),
    )
    assert copy.post is not None
    assert reply.post is not None
    inside = replace(reply.post, thread_id=copy.post.thread_id, number=3)
    thread = Thread(copy.post.thread_id, "总结")
    intake.on_pulled(
        lite_desk,
        make.page(
            copy, replace(reply, post=inside), remark, posts=(replace(copy.post, number=1), inside), threads=(thread,)
        ),
    )
    shown = _refer(lite_desk, Matter.PLAGIARISM, "c-1", "c-2", "c-3")
    assert sum(one.judged for one in shown.posts) == 3
    assert shown.pairs == ()
