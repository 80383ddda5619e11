"""The community review: drafted from the month, written by version, naming only who agreed, published once."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
from app.domain.cases import CaseKind
from app.domain.commands import CommandKind, Intent, Receipt
from app.domain.honours import GUIDE, Evidence, EvidenceKind, Show
from app.domain.members import MemberId
from app.domain.months import Month
from app.domain.posts import PostId, PostState
from app.domain.review import ReviewState
from app.domain.roles import Role
from app.errors import (
    NameNotShown,
    NoRight,
    ReviewChanged,
    ReviewEmpty,
    ReviewNotFound,
    ReviewTooSoon,
    ReviewUnderway,
    Unsupported,
)
from app.operations import (
    classifying,
    delivery,
    dismissing,
    honours_granting,
    honours_nominating,
    honours_thanking,
    intake,
    outbox,
    review,
    sanctions,
)
from app.operations.desk import Desk
from app.operations.review_exporting import export
from app.operations.sanctions import Wish
from storage.schema import ledger

NOVEMBER = Month("2026-11")
EVERY = tuple(CommandKind)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(
        desk,
        make.page(
            *(make.case(number, text=f"冬天充电慢？先预热电池试试，第 {number} 条心得。") for number in (1, 2, 3))
        ),
    )
    return desk


def _thank(desk: Desk, number: int) -> None:
    honours_thanking.thank(desk, case=make.case(number).id, post=PostId(f"p-{number}"), reported=True)


def _honour(desk: Desk, number: int, shows: frozenset[Show]) -> None:
    evidence = (Evidence(EvidenceKind.HAND, "", "每晚都在回答新车友"),)
    made = honours_nominating.nominate(desk, MemberId(f"u-{number}"), GUIDE, evidence)
    honours_nominating.enter_consent(desk, made.nomination.id, shows=shows, source="私信里回复愿意")
    honours_granting.grant(desk, made.nomination.id)


def test_a_draft_tells_of_honours_and_thanks_and_names_only_who_agreed(desk: Desk) -> None:
    _honour(desk, 1, frozenset({Show.NAME}))
    _honour(desk, 2, frozenset({Show.AVATAR}))
    _thank(desk, 1)
    _thank(desk, 3)
    for number in (1, 3):
        dismissing.dismiss(desk, make.case(number).id)
    drafted = review.draft(desk, NOVEMBER).review
    assert (drafted.version, drafted.title) == (1, "社区盘点：2026 年 11 月")
    assert "**引路人**（授予）：车友1。" in drafted.text
    assert "**引路人**（授予）：一位车友。" in drafted.text
    assert "为 2 个帖子向 2 位车友" in drafted.text
    assert "车友1：《新人求助》，“先预热电池试试，第 1 条心得”" in drafted.text
    assert not any(name in drafted.text for name in ("车友2", "车友3", "第 3 条心得"))
    assert review.review(desk, NOVEMBER).names == ()
    assert review.draft(desk, NOVEMBER).review == drafted
    english = review.draft(desk, NOVEMBER, "en", again=True).review
    assert (english.version, english.title) == (2, "Community review, November 2026")
    assert "a fellow owner" in english.text


def test_what_was_written_meanwhile_is_not_written_over(desk: Desk) -> None:
    with pytest.raises(ReviewNotFound):
        review.review(desk, NOVEMBER)
    with pytest.raises(ReviewTooSoon):
        review.draft(desk, Month("2026-12"))
    drafted = review.draft(desk, NOVEMBER).review
    second = review.write(desk, NOVEMBER, "十一月", "谢谢大家。", read=1).review
    assert (second.version, second.title, second.text) == (2, "十一月", "谢谢大家。")
    with pytest.raises(ReviewChanged):
        review.write(desk, NOVEMBER, drafted.title, "别的", read=1)
    with pytest.raises(ReviewEmpty):
        review.write(desk, NOVEMBER, "十一月", " \n", read=2)
    assert review.review(desk, NOVEMBER).review == second


def test_a_manager_publishes_it_as_a_notice_once_and_it_stays_as_it_was(desk: Desk) -> None:
    review.draft(desk, NOVEMBER)
    drafted = review.write(desk, NOVEMBER, "十一月的社区", "**谢谢**每一位。", read=1).review
    moderator = replace(desk, me=replace(desk.me, roles=frozenset({Role.MODERATOR})))
    with pytest.raises(NoRight):
        review.publish(moderator, NOVEMBER, read=2)
    with pytest.raises(ReviewChanged):
        review.publish(desk, NOVEMBER, read=1)
    done = review.publish(desk, NOVEMBER, read=2, hold=timedelta(seconds=8))
    assert not done.by_hand
    assert review.review(desk, NOVEMBER).state is ReviewState.SENDING
    with pytest.raises(ReviewUnderway):
        review.publish(desk, NOVEMBER, read=2)

    outbox.withdraw(desk, review.review(desk, NOVEMBER).command.id)  # type: ignore[union-attr]
    assert review.review(desk, NOVEMBER).state is ReviewState.DRAFT
    review.publish(desk, NOVEMBER, read=2)
    command = delivery.on_sending(desk)
    assert command is not None
    assert (command.intent.kind, command.intent.title, command.intent.text) == (
        CommandKind.PUBLISH_NOTICE,
        drafted.title,
        drafted.text,
    )
    delivery.on_sent(desk, command, make.receipt("t-9", url="https://c.example/t/9"))
    shown = review.review(desk, NOVEMBER)
    assert (shown.state, shown.url) == (ReviewState.PUBLISHED, "https://c.example/t/9")
    with pytest.raises(ReviewUnderway):
        review.publish(desk, NOVEMBER, read=2)
    with desk.record.connection() as connection:
        entry = (
            connection.execute(
                sa.select(ledger.c.body).where(ledger.c.kind == "review.published").order_by(ledger.c.seq.desc())
            )
            .scalars()
            .first()
        )
    assert json.loads(entry or "")["sha256"] == drafted.sha256
    assert drafted.text not in (entry or "")


def test_what_was_published_is_put_right_by_a_further_version(desk: Desk) -> None:
    review.draft(desk, NOVEMBER)
    review.publish(desk, NOVEMBER, read=1)
    with pytest.raises(ReviewUnderway):
        review.write(desk, NOVEMBER, "十一月", "更正", read=1)
    _deliver(desk, make.receipt("t-9", url="https://c.example/t/9"))
    review.write(desk, NOVEMBER, "十一月", "更正过的。", read=1)
    shown = review.review(desk, NOVEMBER)
    assert (shown.state, shown.may_publish, shown.thread) == (ReviewState.CHANGED, True, "t-9")
    review.publish(desk, NOVEMBER, read=2)
    intent = _deliver(desk, make.receipt("p-9"))
    assert (intent.kind, intent.thread_id, intent.text) == (CommandKind.UPDATE_NOTICE, "t-9", "更正过的。")
    assert review.review(desk, NOVEMBER).state is ReviewState.PUBLISHED
    review.write(desk, NOVEMBER, "十一月", "再更正。", read=2)
    review.publish(desk, NOVEMBER, read=3)
    assert _deliver(desk, make.receipt("p-9")).thread_id == "t-9"
    assert [one.version for one in review.versions(desk, NOVEMBER)] == [3, 2, 1]


def _deliver(desk: Desk, receipt: Receipt) -> Intent:
    command = delivery.on_sending(desk)
    assert command is not None
    delivery.on_sent(desk, command, receipt)
    return command.intent


def test_it_is_not_published_with_a_name_whose_owner_did_not_agree(desk: Desk, clock: Clock) -> None:
    _honour(desk, 1, frozenset({Show.NAME}))
    _thank(desk, 3)
    review.draft(desk, NOVEMBER)
    review.write(desk, NOVEMBER, "十一月", "谢谢车友1和车友3。", read=1)
    assert review.review(desk, NOVEMBER).names == ("车友3",)
    with pytest.raises(NameNotShown):
        review.publish(desk, NOVEMBER, read=2)
    assert review.review(desk, NOVEMBER).state is ReviewState.DRAFT
    review.publish(desk, NOVEMBER, read=2, named=["车友3"])

    clock.advance(days=1)
    nomination = next(iter(_granted(desk)))
    honours_nominating.withdraw_consent(desk, nomination)
    assert set(review.review(desk, NOVEMBER).names) == {"车友1", "车友3"}


def _granted(desk: Desk) -> list[object]:
    with desk.record.read() as tx:
        return [one.nomination for one in tx.honours.grants()]


def test_where_no_notice_can_be_sent_a_person_puts_it_up(desk: Desk) -> None:
    intake.on_described(desk, make.info())
    review.draft(desk, NOVEMBER)
    with pytest.raises(Unsupported):
        review.publish(desk, NOVEMBER, read=1)
    done = review.publish(desk, NOVEMBER, read=1, by_hand=True)
    assert done.by_hand
    assert delivery.on_sending(desk) is None
    assert review.review(desk, NOVEMBER).state is ReviewState.SENDING


def test_it_is_exported_as_a_page_and_as_markdown(lite_desk: Desk, tmp_path: Path) -> None:
    review.draft(lite_desk, NOVEMBER)
    review.write(lite_desk, NOVEMBER, "十一月 <b>", "**谢谢** <script>", read=1)
    html, markdown = export(lite_desk, NOVEMBER, tmp_path / "out")
    assert [html.name, markdown.name] == ["steward-review-2026-11.html", "steward-review-2026-11.md"]
    assert markdown.read_text("utf-8") == "# 十一月 <b>\n\n**谢谢** <script>\n"
    page = html.read_text("utf-8")
    assert "<strong>谢谢</strong> &lt;script&gt;" in page
    assert "<script" not in page


def test_a_quarrel_that_calmed_is_worth_reading(lite_desk: Desk) -> None:
    from tests.operations.test_honours_suggested import _quarrel

    _quarrel(lite_desk, 7, "calm")
    open_ = review.draft(lite_desk, NOVEMBER).review.text
    assert "至少 1 场争吵" in open_
    assert "新人求助" not in open_, "what is not settled is nothing to point to"
    dismissing.dismiss(lite_desk, make.case(7).id)
    text = _drafted(lite_desk)
    assert "- 一位车友：《新人求助》（发言后争吵平息）" in text, "who is not named is not quoted"
    assert "calm" not in text


def test_no_open_thread_is_pointed_to_nor_one_of_a_danger_a_complaint_or_a_violation_nor_a_post_nobody_can_read(
    lite_desk: Desk,
) -> None:
    from tests.operations.test_honours_suggested import _post, _quarrel

    danger, complaint, violation, folded, open_, over = range(1, 7)
    for thread in (danger, complaint, violation, folded, open_, over):
        _quarrel(lite_desk, thread, f"calm{thread}")
    classifying.classify(lite_desk, make.case(danger).id, CaseKind.SAFETY)
    classifying.classify(lite_desk, make.case(complaint).id, CaseKind.COMPLAINT)
    sanctions.sanction(lite_desk, make.case(violation).id, Wish(article=3))
    for thread in (folded, over):
        dismissing.dismiss(lite_desk, make.case(thread).id)
    assert _drafted(lite_desk).count("《新人求助》") == 2
    hidden = replace(_post(folded, 7, f"calm{folded}", 8), state=PostState.HIDDEN, version="2")
    intake.on_pulled(lite_desk, make.page(posts=[hidden], cursor="cursor-hidden"))
    assert _drafted(lite_desk).count("《新人求助》") == 1
    assert "至少 4 场争吵" in _drafted(lite_desk), "a danger or a complaint is no quarrel"


def _drafted(desk: Desk) -> str:
    return review.draft(desk, NOVEMBER, again=True).review.text
