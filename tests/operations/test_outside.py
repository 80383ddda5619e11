"""While press, authorities or lawyers are involved, no word goes out alone, and nothing of the case is dropped."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.commands import CommandKind, CommandState
from app.domain.community import RemoteCase
from app.domain.decisions import Decided, DecisionKind, ReportVerdict
from app.domain.drafts import Draft
from app.domain.hand import HandCase, Place
from app.domain.ladder import Rung
from app.domain.lifting import LiftReason
from app.domain.outside import HELD, Party, agreed_line
from app.domain.roles import Role
from app.domain.sanctions import Outcome, SecondPerson
from app.domain.words import Words
from app.errors import (
    AnotherMustAct,
    EndedBySame,
    HeldOutside,
    NotForTrainees,
    NothingHeld,
    OnHold,
    OutsideByItself,
    OutsideDismissed,
    OwnPost,
    OwnWords,
    PartyNotFound,
    ReasonNeeded,
    WordsHeld,
)
from app.operations import (
    accounts,
    appeals,
    approving,
    classifying,
    coaching,
    complaints,
    delivery,
    dismissing,
    drafts,
    hand,
    handover,
    intake,
    lifting,
    messages,
    outbox,
    outside,
    report_answers,
    sanctions,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.case_view import case_view
from app.operations.clusters_plan import ClusterWish, plan
from app.operations.desk import Desk
from app.operations.report_answers import Reply
from app.operations.sanctions import Wish
from storage.outbox import Outbox
from tests.conftest import Clock

EVERY = tuple(CommandKind)
CASE = CaseId("c-1")
LETTER = "您好，请把广告链接删掉，谢谢。"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(*(make.case(number) for number in (1, 2, 3))))
    return desk


def _another(desk: Desk, at: int, *roles: Role) -> Desk:
    sign_in = SignIn(make.info(STAFF[at].id, STAFF[at].name, able=EVERY), f"print-{at}", f"t-{at}")
    account = accounts.register(desk.record, sign_in, desk.clock())
    if roles:
        accounts.set_roles(desk, account.id, frozenset(roles))
        account = replace(account, roles=frozenset(roles))
    return replace(desk, me=account)


@pytest.fixture
def other(desk: Desk) -> Desk:
    return _another(desk, 1)


WORDS: dict[str, tuple[Callable[[Desk], Decided], CaseState]] = {
    "reminder": (lambda desk: coaching.coach(desk, CASE, article=9, message=LETTER), CaseState.AWAITING_AUTHOR),
    "reply": (lambda desk: complaints.reply(desk, CASE, message="我们在看，有结果就来说。"), CaseState.CLOSED),
    "sanction": (lambda desk: sanctions.sanction(desk, CASE, Wish(article=3)), CaseState.CLOSED),
    "message": (lambda desk: messages.write(desk, CASE, message="工单已转售后。"), CaseState.NEW),
}


@pytest.mark.parametrize("kind", WORDS)
def test_every_word_waits_for_a_second_person(desk: Desk, other: Desk, kind: str) -> None:
    say, after = WORDS[kind]
    outside.flag(desk, CASE, Party.MEDIA)
    decided = say(desk)
    assert (decided.state, decided.commands) == (CaseState.AWAITING_APPROVAL, ())
    pending = case_view(desk, CASE).governed.pending
    assert pending is not None
    assert pending.second_person is SecondPerson.OUTSIDE
    assert outbox.outbox(desk) == []
    assert approving.approve(other, CASE).state is after
    assert outbox.outbox(desk) != []
    assert accounts.verify_ledger(desk.record).ok


def test_what_says_nothing_needs_nobody_else(desk: Desk, other: Desk) -> None:
    outside.flag(desk, CASE, Party.POLICE)
    assert classifying.classify(desk, CASE, CaseKind.DISPUTE).state is CaseState.NEW
    with pytest.raises(OutsideDismissed):
        dismissing.dismiss(desk, CASE, reason=" ")
    assert dismissing.dismiss(desk, CASE, reason="警方确认与本帖无关").state is CaseState.CLOSED


def test_another_case_is_as_it_was(desk: Desk, other: Desk) -> None:
    outside.flag(desk, CaseId("c-2"), Party.MEDIA)
    assert coaching.coach(desk, CASE, article=9, message=LETTER).state is CaseState.AWAITING_AUTHOR


def _close(number: int, way: str) -> RemoteCase:
    """A case of its own whose post is the same, stands in the same thread, or is by the same author."""
    made, first = make.case(number), make.post(1)
    assert made.post is not None
    other = {
        "post": first,
        "thread": replace(made.post, thread_id=first.thread_id),
        "author": replace(made.post, author=first.author),
    }[way]
    return replace(made, post=other, subject=other.author, thread=replace(made.thread, id=other.thread_id))


@pytest.mark.parametrize("way", ["post", "thread", "author"])
def test_a_case_of_the_same_post_thread_or_author_takes_two_as_well(desk: Desk, other: Desk, way: str) -> None:
    outside.flag(desk, CASE, Party.MEDIA, line="由法务答复。")
    intake.on_pulled(desk, make.page(_close(99, way), cursor="c2"))
    second = CaseId("c-99")
    assert agreed_line(case_view(desk, second).outside) == "由法务答复。"
    assert complaints.reply(desk, second, message="我们在看，有结果就来说。").state is CaseState.AWAITING_APPROVAL
    assert _drain(desk) == []
    approving.approve(other, second)
    assert CommandKind.REPLY in _drain(desk)
    with desk.record.read() as tx:
        assert tx.outside.involved(tx.cases.get(second).key)
        assert not tx.outside.involved(tx.cases.get(CaseId("c-2")).key)


def test_a_word_written_on_the_other_case_before_is_held(desk: Desk, other: Desk) -> None:
    intake.on_pulled(desk, make.page(_close(99, "thread"), cursor="c2"))
    complaints.reply(desk, CaseId("c-99"), message="我们在看，有结果就来说。")
    flagged = outside.flag(desk, CASE, Party.MEDIA)
    assert flagged.held == 1
    assert CommandKind.REPLY not in _drain(desk)
    with pytest.raises(WordsHeld):
        outside.end(other, CASE, flagged.flag.seq, reason="误标")
    outside.release(other, CaseId("c-99"))
    assert CommandKind.REPLY in _drain(desk)


def test_a_letter_to_who_is_involved_takes_two_whatever_the_case(desk: Desk, other: Desk) -> None:
    """Somebody whose own case has gone to a lawyer reported another post."""
    reporter = make.member("u-r1", "举报人1")
    theirs = make.case(8)
    assert theirs.post is not None
    own = replace(theirs, subject=reporter, post=replace(theirs.post, author=reporter))
    intake.on_pulled(desk, make.page(own, cursor="c2"))
    dismissing.dismiss(desk, CASE)
    outside.flag(desk, own.id, Party.LAWYER)
    reply = Reply(verdicts={"r-1": ReportVerdict.NOT_UPHELD})
    assert report_answers.answer_reports(desk, CASE, reply).decided.state is CaseState.AWAITING_APPROVAL


def test_reporters_of_a_closed_case_are_answered_by_two(desk: Desk, other: Desk) -> None:
    dismissing.dismiss(desk, CASE)
    outside.flag(desk, CASE, Party.LAWYER)
    reply = Reply(verdicts={"r-1": ReportVerdict.NOT_UPHELD})
    assert report_answers.answer_reports(desk, CASE, reply).decided.state is CaseState.AWAITING_APPROVAL
    assert not [one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.MESSAGE]
    assert approving.approve(other, CASE).state is CaseState.CLOSED
    assert [one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.MESSAGE]


def test_sent_back_or_taken_back_a_closed_case_is_closed_again(desk: Desk, other: Desk) -> None:
    dismissing.dismiss(desk, CASE)
    outside.flag(desk, CASE, Party.LAWYER)
    messages.write(desk, CASE, message="工单已转售后。")
    approving.send_back(other, CASE, reason="先问法务")
    view = case_view(desk, CASE)
    assert view.case.state is CaseState.CLOSED
    assert view.drafts == (Draft(DecisionKind.MESSAGE, "工单已转售后。"),)
    waiting = messages.write(desk, CASE, message="工单已转售后。")
    undoing.undo(desk, [waiting.decision])
    assert case_view(desk, CASE).case.state is CaseState.CLOSED


def test_a_measure_ends_early_once_another_person_agreed(desk: Desk, other: Desk, clock: Clock) -> None:
    done = sanctions.sanction(desk, CASE, Wish(article=3, rung=Rung.MUTE_1, departure="当众辱骂多人"))
    outside.flag(desk, CASE, Party.MEDIA)
    clock.advance(hours=20)
    assert lifting.lift(other, done.decision, LiftReason.APOLOGY).state is CaseState.AWAITING_APPROVAL
    assert lifting.running_of(desk, CASE) is not None
    approving.approve(desk, CASE)
    assert lifting.running_of(desk, CASE) is None


def test_an_appeal_is_answered_by_two_who_took_no_part(desk: Desk, other: Desk) -> None:
    third = _another(desk, 2)
    sanctions.sanction(desk, CASE, Wish(article=3))
    outside.flag(desk, CASE, Party.REGULATOR)
    entered = appeals.enter(other, CASE, Came("我只是开个玩笑。"), letter=False)
    appeals.answer(other, entered.appeal.id, Verdict(Outcome.UPHELD, "原话确属辱骂"))
    with pytest.raises(AnotherMustAct):
        approving.approve(desk, CASE)
    approving.approve(third, CASE)
    with desk.record.read() as tx:
        answered = tx.appeals.get(entered.appeal.id)
    assert answered is not None
    assert answered.outcome is Outcome.UPHELD


def test_an_appeal_is_taken_in_though_another_word_waits(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, CASE, Wish(article=3))
    outside.flag(desk, CASE, Party.REGULATOR)
    messages.write(desk, CASE, message="工单已转售后。")
    entered = appeals.enter(other, CASE, Came("我只是开个玩笑。"))
    assert entered.receipt is None


def test_an_appeal_is_taken_in_by_who_ended_the_flag_though_their_word_waits(desk: Desk, other: Desk) -> None:
    sanctions.sanction(desk, CASE, Wish(article=3))
    flagged = outside.flag(other, CASE, Party.REGULATOR).flag
    outside.release(other, CASE)
    outside.end(desk, CASE, flagged.seq, reason="已结案")
    assert messages.write(desk, CASE, message="工单已转售后。").state is CaseState.AWAITING_APPROVAL
    assert appeals.enter(desk, CASE, Came("我只是开个玩笑。")).receipt is None


def test_a_batch_leaves_the_case_to_people(desk: Desk) -> None:
    outside.flag(desk, CASE, Party.MEDIA)
    refused = dict(plan(desk, [CASE, CaseId("c-2")], ClusterWish(article=9)).refused)
    assert refused[CASE] == Words.of(OutsideByItself())


# --- what was written before ----------------------------------------------------------------------------


def _messages(desk: Desk) -> list[CommandState]:
    return [one.state for one in outbox.outbox(desk) if one.intent.kind is CommandKind.MESSAGE]


def _drain(desk: Desk) -> list[CommandKind]:
    """What a sender would send now."""
    sent = []
    while (command := delivery.on_sending(desk)) is not None:
        sent.append(command.intent.kind)
        delivery.on_receipt(desk, command, make.receipt())
    return sent


def test_what_was_not_sent_is_held_and_says_why(desk: Desk, other: Desk) -> None:
    coaching.coach(desk, CASE, article=9, message=LETTER)
    flagged = outside.flag(desk, CASE, Party.MEDIA)
    assert (flagged.held, flagged.under_way) == (1, 0)
    assert _drain(desk) == [CommandKind.CLAIM]
    assert _messages(desk) == [CommandState.WAITING]
    held = outside.held(desk, CASE)
    assert [one.reason for one in held] == [HELD]
    assert delivery.next_due_at(desk) is None


def test_another_person_lets_it_go_as_it_stands(desk: Desk, other: Desk) -> None:
    coaching.coach(desk, CASE, article=9, message=LETTER)
    outside.flag(desk, CASE, Party.MEDIA)
    with pytest.raises(OwnWords):
        outside.release(desk, CASE)
    assert outside.release(other, CASE).count == 1
    assert _drain(desk) == [CommandKind.CLAIM, CommandKind.MESSAGE, CommandKind.RESOLVE]
    with pytest.raises(NothingHeld):
        outside.release(other, CASE)
    assert accounts.verify_ledger(desk.record).ok


def test_what_was_let_go_is_held_again_by_a_flag_that_comes_later(desk: Desk, other: Desk) -> None:
    coaching.coach(desk, CASE, article=9, message=LETTER)
    outside.flag(desk, CASE, Party.MEDIA)
    outside.release(other, CASE)
    assert outside.flag(desk, CASE, Party.POLICE, line="一个字也不要说").held == 1
    assert _drain(desk) == [CommandKind.CLAIM]
    outside.release(other, CASE)
    assert CommandKind.MESSAGE in _drain(desk)


def test_what_was_agreed_to_before_is_held_by_a_flag_that_comes_later(desk: Desk, other: Desk) -> None:
    trainee = _another(desk, 2, Role.MODERATOR, Role.TRAINEE)
    messages.write(trainee, CASE, message="工单已转售后。")
    approving.approve(desk, CASE)
    assert outside.flag(desk, CASE, Party.POLICE).held == 1
    assert CommandKind.MESSAGE not in _drain(trainee)


def test_who_wrote_it_withdraws_it_and_writes_anew(desk: Desk, other: Desk) -> None:
    coaching.coach(desk, CASE, article=9, message=LETTER)
    outside.flag(desk, CASE, Party.MEDIA)
    outbox.reopen(desk, outside.held(desk, CASE)[0].id)
    view = case_view(desk, CASE)
    assert view.held == []
    assert view.drafts[0].text == LETTER
    assert coaching.coach(desk, CASE, article=9, message=LETTER).state is CaseState.AWAITING_APPROVAL


def test_what_is_on_its_way_is_told_and_settled(desk: Desk) -> None:
    messages.write(desk, CASE, message="工单已转售后。")
    command = delivery.on_sending(desk)
    assert command is not None
    flagged = outside.flag(desk, CASE, Party.MEDIA)
    assert (flagged.held, flagged.under_way) == (0, 1)
    delivery.on_receipt(desk, command, make.receipt())
    assert _messages(desk) == [CommandState.SENT]


def test_what_did_not_arrive_is_held_when_it_would_be_sent_again(desk: Desk) -> None:
    messages.write(desk, CASE, message="工单已转售后。")
    command = delivery.on_sending(desk)
    assert command is not None
    outside.flag(desk, CASE, Party.MEDIA)
    delivery.on_doubt(desk, command, HELD, delivery.ASK_AGAIN)
    assert delivery.held_outside(desk, command)
    delivery.on_not_happened(desk, command)
    assert delivery.on_sending(desk) is None


def test_what_a_person_does_by_hand_is_held_too(desk: Desk, other: Desk) -> None:
    entered = hand.add_case(desk, HandCase(Place.WECHAT_GROUP, "群友阿明", "加我微信，贴膜全网最低。"))
    decided = messages.write(desk, entered.case, message="工单已转售后。")
    outside.flag(desk, entered.case, Party.MEDIA)
    with pytest.raises(HeldOutside):
        hand.tick(desk, decided.commands[0], note="已在群里说")
    outside.release(other, entered.case)
    hand.tick(desk, decided.commands[0], note="已在群里说")


def test_a_word_that_is_flagged_as_it_is_taken_is_held_and_the_next_one_sent(
    desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another connection's flag arrives after the sender looked: the database refuses, and the sender goes on."""
    messages.write(desk, CASE, message="工单已转售后。")
    messages.write(desk, CaseId("c-2"), message="工单已转售后。")
    with desk.record.read() as tx:
        first = tx.outbox.next(desk.me.id, desk.clock(), [])
    assert first is not None
    outside.flag(desk, CASE, Party.MEDIA)
    looks = [False]
    real = Outbox.held_outside
    monkeypatch.setattr(Outbox, "held_outside", lambda self, one: looks.pop() if looks else real(self, one))
    with desk.record.write() as tx:
        assert not tx.outbox.take(first, desk.clock())
    assert looks == []
    sent = delivery.on_sending(desk)
    assert sent is not None
    assert sent.intent.case_id == CaseId("c-2")
    assert [one.attempts for one in outside.held(desk, CASE)] == [0]


def test_what_may_have_arrived_is_not_repeated_under_a_flag(desk: Desk) -> None:
    messages.write(desk, CASE, message="工单已转售后。")
    command = delivery.on_sending(desk)
    assert command is not None
    delivery.on_doubt(desk, command, HELD, delivery.ASK_AGAIN)
    outside.flag(desk, CASE, Party.MEDIA)
    assert delivery.on_repeating(desk, command) is None


# --- the flag itself ------------------------------------------------------------------------------------


def test_another_person_ends_it_with_a_reason(desk: Desk, other: Desk) -> None:
    mine = outside.flag(other, CASE, Party.AUTHORITY_12315, number="2026 1124 0031").flag
    assert mine.number == "2026 1124 0031"
    with pytest.raises(EndedBySame):
        outside.end(other, CASE, mine.seq, reason="撤诉了")
    with pytest.raises(ReasonNeeded):
        outside.end(desk, CASE, mine.seq, reason=" ")
    ended = outside.end(desk, CASE, mine.seq, reason="撤诉了").flag
    assert (ended.involved, ended.end_reason) == (False, "撤诉了")
    with pytest.raises(PartyNotFound):
        outside.end(desk, CASE, mine.seq, reason="撤诉了")
    led = outside.flag(desk, CASE, Party.MEDIA).flag
    with pytest.raises(EndedBySame):  # a lead neither
        outside.end(desk, CASE, led.seq, reason="误标")
    with pytest.raises(ReasonNeeded):
        outside.end(other, CASE, led.seq, reason="。")
    assert not outside.end(other, CASE, led.seq, reason="误标").flag.involved


def test_who_ended_it_says_nothing_alone_for_a_day(desk: Desk, other: Desk, clock: Clock) -> None:
    flagged = outside.flag(other, CASE, Party.MEDIA).flag
    outside.end(desk, CASE, flagged.seq, reason="报道已撤")
    assert messages.write(other, CASE, message="工单已转售后。").state is CaseState.NEW
    waiting = messages.write(desk, CASE, message="工单已转售后，请放心。")
    assert waiting.state is CaseState.AWAITING_APPROVAL
    approving.approve(other, CASE)
    clock.advance(hours=24)
    assert messages.write(desk, CASE, message="工单有结果了。").state is CaseState.NEW


def test_who_is_the_author_does_not_end_it(desk: Desk, other: Desk) -> None:
    theirs, me = make.case(7), make.member(other.me.id, other.me.name)
    assert theirs.post is not None
    own = replace(theirs, subject=me, post=replace(theirs.post, author=me))
    intake.on_pulled(desk, make.page(own, cursor="c2"))
    flagged = outside.flag(desk, own.id, Party.MEDIA).flag
    with pytest.raises(OwnPost):
        outside.end(other, own.id, flagged.seq, reason="报道已撤")


def test_a_trainee_flags_and_ends_nothing(desk: Desk) -> None:
    trainee = _another(desk, 1, Role.MODERATOR, Role.TRAINEE)
    flagged = outside.flag(trainee, CASE, Party.MEDIA).flag
    with pytest.raises(NotForTrainees):
        outside.end(trainee, CASE, flagged.seq, reason="误标")
    coaching.coach(desk, CaseId("c-2"), article=9, message=LETTER)
    outside.flag(desk, CaseId("c-2"), Party.MEDIA)
    with pytest.raises(NotForTrainees):
        outside.release(trainee, CaseId("c-2"))


def test_the_last_flag_does_not_end_over_words_that_are_held(desk: Desk, other: Desk) -> None:
    coaching.coach(desk, CASE, article=9, message=LETTER)
    flagged = outside.flag(desk, CASE, Party.MEDIA).flag
    with pytest.raises(WordsHeld):
        outside.end(other, CASE, flagged.seq, reason="误标")
    outside.release(other, CASE)
    outside.end(other, CASE, flagged.seq, reason="误标")


def test_the_agreed_line_changes_and_its_history_stays(desk: Desk, other: Desk) -> None:
    first = outside.flag(desk, CASE, Party.MEDIA, line="正在核查，结果会公布。").flag
    outside.say_line(other, CASE, first.seq, "已排除起火，报告周五公布。")
    second = outside.flag(desk, CASE, Party.LAWYER, line="来函由法务答复。").flag
    found = outside.of_case(desk, CASE)
    assert agreed_line(found) == "已排除起火，报告周五公布。\n来函由法务答复。"
    assert [(one.by.name, one.text) for one in found[0].lines] == [
        (desk.me.name, "正在核查，结果会公布。"),
        (other.me.name, "已排除起火，报告周五公布。"),
    ]
    outside.say_line(desk, CASE, second.seq, "")
    assert agreed_line(outside.of_case(desk, CASE)) == "已排除起火，报告周五公布。"


def test_nothing_of_it_is_dropped(desk: Desk) -> None:
    drafts.keep_draft(desk, CASE, Draft(DecisionKind.REPLY, "我们"))
    outside.flag(desk, CASE, Party.MEDIA)
    with pytest.raises(OnHold):
        drafts.drop_draft(desk, CASE)
    with desk.record.read() as tx:
        assert outside.on_hold(tx, tx.cases.get(CASE))
        assert not outside.on_hold(tx, tx.cases.get(CaseId("c-2")))


def test_the_next_shift_reads_who_is_involved(desk: Desk) -> None:
    outside.flag(desk, CASE, Party.AUTHORITY_12315, number="20261124")
    section = next(one for one in handover.draft(desk).sections if one.id == "outside")
    assert section.alarm
    assert [line.case for line in section.lines] == [CASE]
    assert "12315/12345 20261124" in section.lines[0].said.zh
