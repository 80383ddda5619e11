"""What people say: what nobody sees is nothing, what no store takes is left out, what nobody reads is refused."""

from collections.abc import Callable

import pytest

import make
from app.domain.cases import CaseId, CaseKind
from app.domain.commands import CommandKind
from app.domain.decisions import DecisionKind, ReportVerdict
from app.domain.drafts import Draft
from app.domain.ladder import Rung
from app.domain.letters_governing import Law
from app.domain.messages import LONGEST_NOTE, LONGEST_REASON, says_something, typed
from app.domain.words import Words
from app.errors import (
    CaseNotFound,
    EmptyMessage,
    MeasureTold,
    MissingInNotice,
    NoLaw,
    ReasonForDeparture,
    ReasonNeeded,
    Refused,
    SentBack,
    TooLong,
)
from app.operations import (
    approving,
    claiming,
    classifying,
    delivery,
    dismissing,
    drafts,
    handover,
    intake,
    notes,
    recusing,
    report_answers,
    sanctions,
)
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.report_answers import Reply
from app.operations.sanctions import Wish

C1, C2 = CaseId("c-1"), CaseId("c-2")
UNSEEN = [
    "",
    " \n\t",
    "\u200b",
    "\u200b\u2060\ufeff",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\0",
    "\ud800",
    "\u200e\u202e",
]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    return desk


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_cannot_be_seen_says_nothing(unseen: str) -> None:
    assert not says_something(unseen)
    assert typed(unseen) == ""
    assert typed(f" 好{unseen}的 ") == typed(f"好{unseen}的").strip() != ""


def _empty(said: str) -> dict[type[Refused], Callable[[Desk], object]]:
    """Everything that must be said, said like this."""
    law = Law(Words(said, said), Words(said, said))
    return {
        NoLaw: lambda desk: sanctions.sanction(desk, C1, Wish(law=law)),
        ReasonForDeparture: lambda desk: sanctions.sanction(
            desk, C1, Wish(article=3, rung=Rung.MUTE_7, departure=said)
        ),
        EmptyMessage: lambda desk: notes.note(desk, C1, said),
        SentBack: lambda desk: approving.send_back(desk, C1, reason=said),
        ReasonNeeded: lambda desk: recusing.recuse(desk, C1, reason=said),
    }


@pytest.mark.parametrize("unseen", ["\u200b", "\0", "\ud800", "\u3164 \u2060"])
@pytest.mark.parametrize("refusal", [NoLaw, ReasonForDeparture, EmptyMessage, SentBack, ReasonNeeded])
def test_no_reason_is_given_by_what_nobody_sees(desk: Desk, refusal: type[Refused], unseen: str) -> None:
    with pytest.raises(refusal):
        _empty(unseen)[refusal](desk)


def test_cases_are_not_closed_together_for_a_reason_that_nobody_sees(desk: Desk) -> None:
    with pytest.raises(ReasonNeeded):
        dismissing.dismiss_many(desk, [C1, C2], reason="\u200b")


def test_what_no_store_takes_is_left_out_of_what_is_kept(desk: Desk) -> None:
    notes.note(desk, C1, "打过\0电话\ud800")
    drafts.keep_draft(desk, C1, Draft(DecisionKind.COACHING, "您\0好\ud800"))
    classifying.classify(desk, C1, CaseKind.DISPUTE, reason="两人\0争吵")
    claiming.claim(desk, C2)
    claiming.release(desk, C2, note="下\0班")
    recusing.recuse(desk, C2, reason="认\0识")
    given = handover.give(desk, "看\0看")
    view = case_view(desk, C1)
    assert view.notes[0].text == "打过电话"
    assert view.draft is not None
    assert view.draft.text == "您好"
    assert view.decisions[-1].reason == "两人争吵"
    assert case_view(desk, C2).governed.recused == {desk.me.id: "认识"}
    assert given.handover.note == "看看"


def test_a_case_of_a_name_that_no_store_takes_is_not_there(desk: Desk) -> None:
    for name in ("c\0", "c-1\0", "\ud800"):
        with pytest.raises(CaseNotFound):
            case_view(desk, CaseId(name))


def test_what_nobody_would_read_is_refused_with_how_long_it_may_be(desk: Desk) -> None:
    for too_long in (
        lambda: notes.note(desk, C1, "长" * (LONGEST_NOTE + 1)),
        lambda: recusing.recuse(desk, C1, reason="长" * (LONGEST_REASON + 1)),
        lambda: handover.give(desk, "长" * 100_000),
    ):
        with pytest.raises(TooLong) as caught:
            too_long()
        assert "最多" in caught.value.sentence("zh")
    notes.note(desk, C1, "长" * LONGEST_NOTE)
    assert handover.waiting(desk) is None


def test_a_notice_in_own_words_that_leaves_out_how_to_appeal_is_not_sent(desk: Desk) -> None:
    with pytest.raises(MissingInNotice, match="how to appeal"):
        sanctions.sanction(desk, C1, Wish(article=3, message="您违反第 3 条，正式警告。"))
    assert case_view(desk, C1).decisions == []
    sanctions.sanction(desk, C1, Wish(article=3, message="您违反第 3 条，正式警告。不同意可以申诉。"))


def test_no_reporter_is_told_what_was_done_to_the_author(desk: Desk) -> None:
    sanctions.sanction(desk, C1, Wish(article=3))
    while (command := delivery.on_sending(desk)) is not None:
        delivery.on_sent(desk, command, make.receipt(version="2"))
    telling = Reply(messages={ReportVerdict.UPHELD: "谢谢您，作者已经被禁言。"})
    with pytest.raises(MeasureTold, match="禁言"):
        report_answers.answer_reports(desk, C1, telling)
    report_answers.answer_reports(desk, C1, Reply(messages={ReportVerdict.UPHELD: "谢谢您，已经处理。"}))
