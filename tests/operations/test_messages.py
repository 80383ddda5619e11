"""An ordinary message: no article, no blame; the case stays where it is."""

import pytest

import make
from app.domain.cases import CaseId, CaseState
from app.domain.commands import CommandKind
from app.domain.community import Capability, Level
from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft
from app.domain.hand import HandCase, Place
from app.domain.words import Words
from app.errors import EmptyMessage, MessageTooLong, SaidBefore, UnfilledPlaceholder, Unsupported
from app.operations import accounts, dismissing, drafts, hand, intake, letters, messages, outbox, undoing
from app.operations.case_view import case_view
from app.operations.desk import Desk

CASE = CaseId("c-1")
TEXT = "您好，您说的情况已转给售后，工单号 8812，他们会在两天内联系您。"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    return desk


def test_a_message_goes_out_alone_and_the_case_stays(desk: Desk) -> None:
    decided = messages.write(desk, CASE, message=TEXT)
    assert decided.state is CaseState.NEW
    (command,) = outbox.outbox(desk)
    assert (command.intent.kind, command.intent.text, command.intent.member_id) == (CommandKind.MESSAGE, TEXT, "u-1")
    view = case_view(desk, CASE)
    assert view.decisions[0].kind is DecisionKind.MESSAGE
    assert view.decisions[0].basis is None
    assert view.contact is not None
    assert accounts.verify_ledger(desk.record).ok


def test_a_closed_case_takes_one_too(desk: Desk) -> None:
    dismissing.dismiss(desk, CASE)
    assert messages.write(desk, CASE, message=TEXT).state is CaseState.CLOSED


def test_pressing_twice_says_it_once(desk: Desk) -> None:
    done = messages.write(desk, CASE, message=TEXT)
    with pytest.raises(SaidBefore):
        messages.write(desk, CASE, message=TEXT)
    undoing.undo(desk, [done.decision])
    messages.write(desk, CASE, message=TEXT)


@pytest.mark.parametrize(
    ("text", "error"), [("", EmptyMessage), ("您好，{昵称}", UnfilledPlaceholder), ("长" * 2_001, MessageTooLong)]
)
def test_what_can_not_be_read_is_not_sent(desk: Desk, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        messages.write(desk, CASE, message=text)
    assert outbox.outbox(desk) == []


def test_its_own_draft_goes_and_others_stay(desk: Desk) -> None:
    drafts.keep_draft(desk, CASE, Draft(DecisionKind.REPLY, "我们在看"))
    drafts.keep_draft(desk, CASE, Draft(DecisionKind.MESSAGE, TEXT))
    messages.write(desk, CASE, message=TEXT)
    assert [one.answer for one in case_view(desk, CASE).drafts] == [DecisionKind.REPLY]


def test_where_nobody_can_be_messaged_it_is_refused_before_it_is_kept(desk: Desk) -> None:
    intake.on_described(desk, make.info(able=()))
    with pytest.raises(Unsupported):
        messages.write(desk, CASE, message=TEXT)
    assert case_view(desk, CASE).decisions == []


def test_where_a_person_hands_it_on_it_waits_for_them(desk: Desk) -> None:
    info = make.info(able=tuple(CommandKind))
    by_hand = Capability(Level.MANUAL, Words("请在群里说", "say it in the group"))
    info = type(info)(
        info.platform, info.version, info.acting, {**info.capabilities, "message.send": by_hand}, info.limits
    )
    intake.on_described(desk, info)
    assert messages.write(desk, CASE, message=TEXT).by_hand == 1
    entered = hand.add_case(desk, HandCase(Place.PHONE, "车主刘先生", "刹车异响，等了三周。"))
    assert messages.write(desk, entered.case, message=TEXT).by_hand == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_templates_begin_one(desk: Desk, language: letters.Language) -> None:
    found = letters.templates(DecisionKind.MESSAGE)
    assert [one.id for one in found] == ["standard", "handed", "thanks", "details"]
    for one in found:
        letter = letters.draft(
            desk, CASE, answer=DecisionKind.MESSAGE, template=one.id, article=None, language=language
        )
        assert "车友1" in letter.text
        assert letters.checks(letter.text) == []
        assert letters.checks(letter.text, DecisionKind.MESSAGE) == []


@pytest.mark.parametrize("kind", [DecisionKind.COACHING, DecisionKind.MESSAGE])
def test_a_day_promised_in_private_and_a_word_too_short_are_warned_of(kind: DecisionKind) -> None:
    dated = "您好，感谢您把经过写得这么清楚。11 月 26 日 18:00 前我会在这里告诉您原因。"
    (warning,) = letters.checks(dated, kind)
    assert "11 月 26 日 18:00 前我会" in warning.zh
    assert letters.checks(dated, DecisionKind.REPLY) == [], "the gate under a reply sees to that"
    assert len(letters.checks("明天10点", kind)) == 1
