"""Entering cases by hand, importing tables, ticking off what a person did."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import Back, Case, CaseId, CaseKind, CaseState, Verdict
from app.domain.commands import Command, CommandId, CommandKind, CommandState
from app.domain.community import Capability, Level
from app.domain.evidence import Attachment
from app.domain.hand import HandCase, Place
from app.domain.hand_csv import read_csv
from app.domain.words import Words
from app.errors import (
    AlreadyThere,
    BadLink,
    BadRows,
    EnteredBefore,
    EvidenceDamaged,
    EvidenceNotFound,
    FileTooLarge,
    NoAuthor,
    NoEvidence,
    NoRight,
    NotByHand,
    NotEnteredByHand,
    NotFromHere,
    NothingEntered,
    NotItsTurn,
    NotYet,
    ReceiptNeeded,
    SameText,
    StillHeld,
    Unsupported,
)
from app.operations import (
    accounts,
    coaching,
    complaints,
    delivery,
    dismissing,
    evidence,
    hand,
    intake,
    outbox,
    searching,
    triage,
    undoing,
)
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
JPEG = b"\xff\xd8\xff\xe0" + b"\1" * 16
ADVERT = HandCase(Place.WECHAT_GROUP, "南山老陈", "加我微信，贴膜全网最低！")
LETTER = "您好，请把群里的广告撤回，谢谢您。"


def _shot(name: str = "截图.png", content: bytes = PNG) -> Attachment:
    return Attachment(name, content)


def _entered(desk: Desk, entered: HandCase = ADVERT, *files: Attachment) -> CaseId:
    return hand.add_case(desk, entered, files).case


def _case(desk: Desk, case_id: CaseId) -> Case:
    return case_view(desk, case_id).case


def _commands(desk: Desk, case_id: CaseId) -> list[Command]:
    return case_view(desk, case_id).commands


def _able(desk: Desk, **levels: Level) -> None:
    """Let the community carry out these kinds of command at these levels, the usual ones natively."""
    info = make.info()
    said = {CommandKind[name].value: Capability(level, Words("手工", "by hand")) for name, level in levels.items()}
    intake.on_described(desk, replace(info, capabilities={**info.capabilities, **said}))


def _ledger(desk: Desk) -> list[str]:
    assert accounts.verify_ledger(desk.record).ok
    with desk.record.connection() as connection:
        return list(connection.exec_driver_sql("SELECT kind FROM ledger ORDER BY seq").scalars())


# --- entering -------------------------------------------------------------------------------------------


def test_a_case_entered_by_hand_stands_in_the_queue_like_any_other(desk: Desk, clock: Clock) -> None:
    at = clock() - timedelta(hours=3)
    case_id = _entered(desk, replace(ADVERT, happened_at=at, kind=CaseKind.COMPLAINT, link="https://example.org/g/1"))
    assert case_id.startswith("h-")
    case = _case(desk, case_id)
    assert (case.place, case.link, case.kind) == (Place.WECHAT_GROUP, "https://example.org/g/1", CaseKind.COMPLAINT)
    assert (case.state, case.revision.written_at, case.reported_at) == (CaseState.NEW, at, clock())
    assert case.author is not None
    assert (case.author.id, case.author.name) == ("hand:wechat_group:南山老陈", "南山老陈")
    (row,) = triage.queue(desk)
    assert (row.id, row.title, row.author) == (case_id, "加我微信，贴膜全网最低！", "南山老陈")
    assert triage.state_counts(desk)[CaseState.NEW] == 1
    searching.index_all(desk)
    assert [hit.id for hit in triage.queue(desk, search="贴膜")] == [case_id]
    assert _ledger(desk)[-1] == "case.entered"


def test_nothing_personal_of_it_stands_in_the_ledger_itself(desk: Desk) -> None:
    _entered(desk, replace(ADVERT, link="https://example.org/qun-77"), _shot("陈先生.png"))
    with desk.record.connection() as connection:
        bodies = "\n".join(connection.exec_driver_sql("SELECT body FROM ledger").scalars())
        assert not any(word in bodies for word in ("南山老陈", "贴膜", "qun-77", "陈先生"))
        assert hashlib.sha256(PNG).hexdigest() in bodies


def test_the_author_is_a_member_where_that_is_known_and_one_person_at_one_place_otherwise(desk: Desk) -> None:
    first = _case(desk, _entered(desk))
    again = _case(desk, _entered(desk, replace(ADVERT, text="又来了一次，加我")))
    by_phone = _case(desk, _entered(desk, replace(ADVERT, place=Place.PHONE)))
    member = _case(desk, _entered(desk, replace(ADVERT, text="第三条", author_id="u-7")))
    ids = [one.author.id for one in (first, again, by_phone, member) if one.author]
    assert ids == ["hand:wechat_group:南山老陈"] * 2 + ["hand:phone:南山老陈", "u-7"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (replace(ADVERT, author=" \u0000"), NoAuthor),
        (replace(ADVERT, author="\u200b"), NoAuthor),
        (replace(ADVERT, text="  "), NothingEntered),
        (replace(ADVERT, text="\u2800 \u200b\n\u3164"), NothingEntered),
        (replace(ADVERT, link="javascript:alert(1)"), BadLink),
        (replace(ADVERT, link="https://name:password@example.org/"), BadLink),
        (replace(ADVERT, happened_at=datetime(2027, 1, 1, tzinfo=UTC)), NotYet),
    ],
)
def test_what_says_too_little_or_nonsense_is_refused(lite_desk: Desk, wrong: HandCase, error: type[Exception]) -> None:
    with pytest.raises(error):
        hand.add_case(lite_desk, wrong)
    assert triage.queue(lite_desk) == []


def test_a_screenshot_alone_is_enough_and_is_evidence(desk: Desk, clock: Clock) -> None:
    case_id = _entered(desk, replace(ADVERT, text=""), _shot(), _shot("2.jpg", JPEG))
    kept = evidence.of_case(desk, case_id)
    assert [(one.name, one.media_type, one.size) for one in kept] == [
        ("截图.png", "image/png", len(PNG)),
        ("2.jpg", "image/jpeg", len(JPEG)),
    ]
    assert [one.sha256 for one in kept] == [hashlib.sha256(PNG).hexdigest(), hashlib.sha256(JPEG).hexdigest()]
    assert [evidence.content(desk, one.seq) for one in kept] == [PNG, JPEG]
    assert (kept[0].by.name, kept[0].at, kept[0].command) == (desk.me.name, clock(), None)
    assert case_view(desk, case_id).evidence == kept
    assert _ledger(desk)[-3:] == ["case.entered", "evidence.added", "evidence.added"]


def test_entering_the_very_same_twice_is_refused(lite_desk: Desk) -> None:
    case_id = _entered(lite_desk, ADVERT, _shot())
    with pytest.raises(EnteredBefore, match=case_id):
        hand.add_case(lite_desk, ADVERT, [_shot()])
    assert len(triage.queue(lite_desk)) == 1


def test_a_file_that_is_no_picture_keeps_the_whole_case_out(lite_desk: Desk) -> None:
    for file, error in (
        (_shot("x.png", b"MZ\x90 no picture"), NoEvidence),
        (_shot("x.txt", "聊天记录".encode()), NoEvidence),
        (_shot("x.png", b""), NoEvidence),
        (_shot("x.png", PNG + b"\0" * 20 * 1024 * 1024), FileTooLarge),
    ):
        with pytest.raises(error):
            hand.add_case(lite_desk, ADVERT, [_shot(), file])
    assert triage.queue(lite_desk) == []
    assert "case.entered" not in _ledger(lite_desk)


# --- evidence -------------------------------------------------------------------------------------------


def test_evidence_is_added_to_any_case_and_the_same_file_once(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    kept = evidence.add(desk, make.case(1).id, [_shot(), _shot("again.png")], note="群里的截图")
    assert [(one.name, one.note) for one in kept.evidence] == [("截图.png", "群里的截图")]
    assert evidence.add(desk, make.case(1).id, [_shot()]).evidence == ()
    assert len(evidence.of_case(desk, make.case(1).id)) == 1
    with pytest.raises(EvidenceNotFound):
        evidence.content(desk, 99)


def test_evidence_that_was_replaced_by_going_round_the_guards_is_not_shown(lite_desk: Desk) -> None:
    case_id = _entered(lite_desk, ADVERT, _shot())
    (kept,) = evidence.of_case(lite_desk, case_id)
    with lite_desk.record.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER evidence_frozen")
        connection.execute(sa.text("UPDATE evidence SET content = :new"), {"new": bytes(len(PNG))})
    with pytest.raises(EvidenceDamaged):
        evidence.content(lite_desk, kept.seq)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE evidence SET sha256 = '{other}' WHERE seq = 1", "evidence 1 has another hash than its entry"),
        ("DELETE FROM evidence WHERE seq = 2", "evidence 2 is missing"),
        ("UPDATE evidence SET seq = 9 WHERE seq = 2", "evidence 2 is missing"),
        (
            "INSERT INTO evidence (case_key, name, media_type, sha256, size, content, by_id, by_name, at, note) "
            "SELECT case_key, name, media_type, '{other}', size, content, by_id, by_name, at, note FROM evidence "
            "WHERE seq = 1",
            "evidence 3 was never entered",
        ),
    ],
)
def test_the_check_of_the_ledger_names_the_first_evidence_that_is_not_what_was_entered(
    lite_desk: Desk, statement: str, says: str
) -> None:
    _entered(lite_desk, ADVERT, _shot(), _shot("2.jpg", JPEG))
    assert accounts.verify_ledger(lite_desk.record).ok
    with lite_desk.record.connection() as connection:
        for guard in ("frozen", "stays", "place"):
            connection.exec_driver_sql(f"DROP TRIGGER evidence_{guard}")
        connection.exec_driver_sql(statement.format(other="0" * 64))
    found = accounts.verify_ledger(lite_desk.record)
    assert (found.ok, found.reason) == (False, says)
    with lite_desk.record.connection() as connection:
        kind = connection.exec_driver_sql(f"SELECT kind FROM ledger WHERE seq = {found.entry}").scalar()
    assert kind == "evidence.added"


# --- answering what no community knows ------------------------------------------------------------------


def test_an_answer_to_a_case_entered_by_hand_is_for_a_person_to_carry_out(desk: Desk) -> None:
    case_id = _entered(desk)
    decided = coaching.coach(desk, case_id, article=9, message=LETTER, fold=True)
    commands = _commands(desk, case_id)
    assert [(one.intent.kind, one.by_hand, one.state) for one in commands] == [
        (CommandKind.MESSAGE, True, CommandState.WAITING),
        (CommandKind.HIDE, True, CommandState.WAITING),
    ]
    assert decided.state is CaseState.AWAITING_AUTHOR
    assert delivery.on_sending(desk) is None
    assert delivery.next_due_at(desk) is None
    assert (outbox.counts(desk), outbox.count_by_hand(desk)) == ({}, 2)
    (row,) = triage.queue(desk)
    assert (row.by_hand, row.on_its_way) == (True, CommandState.WAITING)


def test_a_reply_and_a_dismissal_need_nothing_of_the_community(desk: Desk) -> None:
    _able(desk, REPLY=Level.UNSUPPORTED)
    case_id, other = _entered(desk), _entered(desk, replace(ADVERT, author="小林"))
    complaints.reply(desk, case_id, message="已为您登记。" * 2000)
    assert [(one.intent.kind, one.by_hand) for one in _commands(desk, case_id)] == [(CommandKind.REPLY, True)]
    dismissing.dismiss(desk, other)
    assert _commands(desk, other) == []
    assert _case(desk, other).verdict is Verdict.NOT_UPHELD


def test_ticking_with_a_screenshot_settles_it_and_keeps_the_receipt(desk: Desk, clock: Clock) -> None:
    case_id = _entered(desk)
    (command_id,) = coaching.coach(desk, case_id, article=9, message=LETTER).commands
    clock.advance(minutes=5)
    hand.tick(desk, command_id, _shot("已发送.png", JPEG))
    (command,) = _commands(desk, case_id)
    assert command.state is CommandState.SENT
    assert command.receipt is not None
    assert (command.receipt.remote_id, command.receipt.at) == ("by-hand", clock())
    (kept,) = evidence.of_case(desk, case_id)
    assert (kept.command, kept.sha256) == (command_id, hashlib.sha256(JPEG).hexdigest())
    assert _ledger(desk)[-2:] == ["evidence.added", "command.ticked"]
    with pytest.raises(AlreadyThere):
        hand.tick(desk, command_id, _shot())
    assert outbox.count_by_hand(desk) == 0


def test_without_a_screenshot_a_note_is_the_receipt(desk: Desk) -> None:
    case_id = _entered(desk)
    (command_id,) = coaching.coach(desk, case_id, article=9, message=LETTER).commands
    for empty in ("", "  ", "\u200b", "\u2800"):
        with pytest.raises(ReceiptNeeded):
            hand.tick(desk, command_id, note=empty)
    hand.tick(desk, command_id, note="当面说的，活动现场")
    receipt = _commands(desk, case_id)[0].receipt
    assert receipt is not None
    assert receipt.reason == "当面说的，活动现场"


def test_another_moderator_may_tick_and_the_entry_says_who(lite_desk: Desk, second_desk: Desk) -> None:
    case_id = _entered(lite_desk)
    (command_id,) = coaching.coach(lite_desk, case_id, article=9, message=LETTER).commands
    hand.tick(second_desk, command_id, note="小林在群里说了")
    with lite_desk.record.connection() as connection:
        by = connection.exec_driver_sql(
            "SELECT value FROM ledger_private WHERE field = 'by' ORDER BY seq DESC LIMIT 1"
        ).scalar()
    assert by == f"{second_desk.me.id} {second_desk.me.name}"


def test_who_is_no_moderator_enters_adds_and_ticks_nothing(lite_desk: Desk) -> None:
    case_id = _entered(lite_desk)
    (command_id,) = coaching.coach(lite_desk, case_id, article=9, message=LETTER).commands
    reader = replace(lite_desk, me=replace(lite_desk.me, roles=frozenset()))
    attempts: list[Callable[[], object]] = [
        lambda: hand.add_case(reader, replace(ADVERT, text="别的")),
        lambda: hand.import_cases(reader, read_csv("来源,作者,内容\n电话,陈,x\n", reader.clock())),
        lambda: hand.correct(reader, case_id, "改好了"),
        lambda: hand.tick(reader, command_id, note="x"),
        lambda: evidence.add(reader, case_id, [_shot()]),
    ]
    for attempt in attempts:
        with pytest.raises(NoRight):
            attempt()


def test_steps_are_ticked_in_their_order(desk: Desk) -> None:
    case_id = _entered(desk)
    first, second = coaching.coach(desk, case_id, article=9, message=LETTER, fold=True).commands
    later = complaints.reply(desk, case_id, message="大家请看公约。").commands[0]
    assert [row.command.id for row in outbox.to_do(desk)] == [first]
    for early in (second, later):
        with pytest.raises(NotItsTurn):
            hand.tick(desk, early, note="已做")
    for command_id in (first, second, later):
        assert [row.command.id for row in outbox.to_do(desk)] == [command_id]
        hand.tick(desk, command_id, note="已做")
    assert outbox.to_do(desk) == []


def test_a_step_is_neither_to_be_done_nor_ticked_while_the_answer_can_be_taken_back(desk: Desk, clock: Clock) -> None:
    case_id = _entered(desk)
    decided = coaching.coach(desk, case_id, article=9, message=LETTER, fold=True, hold=timedelta(seconds=8))
    first, second = decided.commands
    assert outbox.to_do(desk) == []
    assert [row.command.id for row in outbox.rows(desk)] == [first, second]
    clock.advance(seconds=3)
    with pytest.raises(StillHeld, match="in 5 seconds"):
        hand.tick(desk, first, note="已做")
    with pytest.raises(NotItsTurn):
        hand.tick(desk, second, note="已做")
    assert outbox.count_by_hand(desk) == 2
    clock.advance(seconds=5)
    assert [row.command.id for row in outbox.to_do(desk)] == [first]
    hand.tick(desk, first, note="已做")


def test_a_hold_of_a_clock_that_ran_ahead_holds_nobody_up(desk: Desk, clock: Clock) -> None:
    case_id = _entered(desk)
    clock.advance(days=365)
    (command_id,) = coaching.coach(desk, case_id, article=9, message=LETTER, hold=timedelta(seconds=8)).commands
    clock.advance(days=-365)
    assert [row.command.id for row in outbox.to_do(desk)] == [command_id]
    hand.tick(desk, command_id, note="已做")


# --- what one community can't do ------------------------------------------------------------------------


def test_what_an_adapter_cannot_do_waits_for_a_person_between_what_it_can(desk: Desk) -> None:
    _able(desk, MESSAGE=Level.MANUAL)
    intake.on_pulled(desk, make.page(make.case(1)))
    claim, letter, settle = coaching.coach(desk, make.case(1).id, article=9, message=LETTER).commands
    assert [one.by_hand for one in _commands(desk, make.case(1).id)] == [False, True, False]
    assert (outbox.counts(desk), outbox.count_by_hand(desk)) == ({CommandState.WAITING: 2}, 1)
    with pytest.raises(NotItsTurn):
        hand.tick(desk, letter, note="已发")
    with pytest.raises(NotByHand):
        hand.tick(desk, claim, note="已发")
    sent = delivery.on_sending(desk)
    assert sent is not None
    assert sent.id == claim
    delivery.on_sent(desk, sent, make.receipt())
    assert delivery.on_sending(desk) is None  # the settlement waits for the letter
    assert delivery.next_due_at(desk) is None
    hand.tick(desk, letter, _shot())
    taken = delivery.on_sending(desk)
    assert taken is not None
    assert taken.id == settle


def test_what_is_kept_here_only_sends_nothing_and_what_is_unsupported_is_refused(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    _able(desk, MESSAGE=Level.UNSUPPORTED)
    with pytest.raises(Unsupported):
        coaching.coach(desk, make.case(1).id, article=9, message=LETTER)
    _able(desk, MESSAGE=Level.LOCAL_ONLY)
    coaching.coach(desk, make.case(1).id, article=9, message=LETTER)
    kinds = [one.intent.kind for one in _commands(desk, make.case(1).id)]
    assert kinds == [CommandKind.CLAIM, CommandKind.RESOLVE]
    _able(desk, RESOLVE=Level.MANUAL)
    complaints.reply(desk, make.case(2).id, message="谢谢反馈，已登记。")
    assert [(one.intent.kind, one.by_hand) for one in _commands(desk, make.case(2).id)] == [
        (CommandKind.CLAIM, False),
        (CommandKind.REPLY, False),
        (CommandKind.RESOLVE, True),
    ]


def test_a_report_settled_by_hand_is_settled_for_us_and_its_echo_closes_nothing(desk: Desk) -> None:
    _able(desk, CLAIM=Level.UNSUPPORTED, RESOLVE=Level.MANUAL)
    intake.on_pulled(desk, make.page(make.case(1)))
    letter, settle = coaching.coach(desk, make.case(1).id, article=9, message=LETTER).commands
    sent = delivery.on_sending(desk)
    assert sent is not None
    assert sent.id == letter
    delivery.on_sent(desk, sent, make.receipt())
    hand.tick(desk, settle, note="已在后台关闭举报")
    case = _case(desk, make.case(1).id)
    assert (case.state, case.community_state.settled) == (CaseState.AWAITING_AUTHOR, True)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda desk, one: coaching.coach(desk, one, article=9, message=LETTER), "已私信提醒（社区公约第9条）"),
        (
            lambda desk, one: coaching.coach(desk, one, article=9, message="Please take the advert out, thank you."),
            "reminded in private (code of conduct, article 9)",
        ),
        (lambda desk, one: complaints.reply(desk, one, message="谢谢反馈。"), "已公开回复"),
        (dismissing.dismiss, "无需处置"),
        (lambda desk, one: dismissing.dismiss(desk, one, reason="正常讨论" * 200), ("正常讨论" * 200)[:500]),
    ],
)
def test_a_settled_report_says_why(lite_desk: Desk, answer: Callable[[Desk, CaseId], object], reason: str) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    answer(lite_desk, make.case(1).id)
    assert _commands(lite_desk, make.case(1).id)[-1].intent.reason == reason


# --- taking back ----------------------------------------------------------------------------------------


def test_an_answer_by_hand_is_taken_back_while_nothing_of_it_was_done(desk: Desk) -> None:
    case_id = _entered(desk)
    decided = coaching.coach(desk, case_id, article=9, message=LETTER, fold=True, hold=timedelta(seconds=8))
    undoing.undo(desk, [decided.decision])
    assert _case(desk, case_id).state is CaseState.NEW
    assert outbox.count_by_hand(desk) == 0
    with pytest.raises(NotFromHere):
        hand.tick(desk, decided.commands[0], note="已做")
    again = coaching.coach(desk, case_id, article=9, message=LETTER, fold=True)
    hand.tick(desk, again.commands[0], note="已做")
    outbox.withdraw(desk, again.commands[1])
    view = case_view(desk, case_id)
    assert [one.state for one in view.commands][2:] == [CommandState.SENT, CommandState.CANCELLED]
    assert (view.case.state, view.folded) == (CaseState.AWAITING_AUTHOR, False)


def test_after_a_restore_what_a_person_does_stays_theirs_to_do(desk: Desk, clock: Clock) -> None:
    case_id = _entered(desk)
    coaching.coach(desk, case_id, article=9, message=LETTER)
    made_at = clock()
    clock.advance(hours=1)
    with desk.record.write() as tx:
        tx.outbox.distrust_unsettled(made_at, clock(), Words("先核对", "look first"))
    (command,) = _commands(desk, case_id)
    assert (command.state, command.reason) == (CommandState.WAITING, Words("先核对", "look first"))
    assert delivery.in_doubt(desk) == []
    assert delivery.interrupted(desk) == []
    hand.tick(desk, command.id, note="群里看到已经发过")


# --- the author corrects it -----------------------------------------------------------------------------


def test_the_whole_life_of_a_case_from_a_chat(desk: Desk, clock: Clock) -> None:
    case_id = _entered(desk, ADVERT, _shot(), _shot("2.jpg", JPEG))
    (letter,) = coaching.coach(desk, case_id, article=9, message=LETTER).commands
    hand.tick(desk, letter, _shot("sent.png", PNG + b"1"))
    clock.advance(hours=5)
    with pytest.raises(SameText):
        hand.correct(desk, case_id, ADVERT.text)
    hand.correct(desk, case_id, "我是做贴膜的，有问题可以问我。", [_shot("after.png", PNG + b"2")])
    case = _case(desk, case_id)
    assert (case.state, case.came_back, case.edits) == (CaseState.CLAIMED, Back.CORRECTED, 1)
    assert (case.body, case.revision.body) == (ADVERT.text, "我是做贴膜的，有问题可以问我。")
    decided = coaching.accept(desk, case_id, thanks="谢谢您！")
    assert decided.state is CaseState.CLOSED
    hand.tick(desk, decided.commands[0], note="群里已致谢")
    view = case_view(desk, case_id)
    assert [one.state for one in view.commands] == [CommandState.SENT, CommandState.SENT]
    assert len(view.evidence) == 4
    assert triage.state_counts(desk)[CaseState.CLOSED] == 1
    assert [kind for kind in _ledger(desk) if kind.startswith(("case", "decision", "command"))] == [
        "case.entered",
        "decision.made",
        "command.ticked",
        "case.corrected",
        "decision.made",
        "command.ticked",
    ]


def test_the_end_of_the_term_brings_a_case_by_hand_back_and_a_late_correction_shows(desk: Desk, clock: Clock) -> None:
    case_id = _entered(desk)
    coaching.coach(desk, case_id, article=9, message=LETTER)
    clock.advance(days=4)
    intake.bring_back_due(desk)
    assert _case(desk, case_id).came_back is Back.TERM_ENDED
    hand.correct(desk, case_id, "改好了，谢谢提醒。")
    hand.correct(desk, case_id, "又改了一次。")
    case = _case(desk, case_id)
    assert (case.came_back, case.edits, case.revision.version) == (Back.CORRECTED, 2, "3")


def test_a_pulled_case_is_not_corrected_by_hand_and_a_pull_leaves_those_by_hand_alone(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    with pytest.raises(NotEnteredByHand):
        hand.correct(desk, make.case(1).id, "改好了")
    case_id = _entered(desk)
    with desk.record.read() as tx:
        assert [key for key, *_ in tx.cases.open_threads(0, 10)] == [1]
    intake.on_pulled(desk, make.page(make.case(2), cursor="cursor-2"))
    assert _case(desk, case_id).state is CaseState.NEW


# --- tables ---------------------------------------------------------------------------------------------

BEIJING = timezone(timedelta(hours=8))


def _table(rows: int, *, odd: str = "") -> str:
    lines = [f'微信群,车友{n},"第 {n} 条，含逗号,和\n换行",2026-11-20 {n % 24:02}:{n % 60:02}' for n in range(rows)]
    return "\n".join(["来源,作者,内容,时间", *lines, *([odd] if odd else [])]) + "\n"


def test_a_table_of_300_rows_comes_in_once_however_often_it_is_imported(desk: Desk, clock: Clock) -> None:
    table = read_csv(_table(300).encode("gb18030"), clock(), zone=BEIJING)
    done = hand.import_cases(desk, table)
    assert (len(done.entered), len(done.known)) == (300, 0)
    clock.advance(days=1)
    again = hand.import_cases(desk, read_csv(_table(301), clock(), zone=BEIJING))
    assert (len(again.entered), len(again.known)) == (1, 300)
    assert triage.state_counts(desk)[CaseState.NEW] == 301
    assert _ledger(desk).count("case.entered") == 301


def test_a_bad_line_keeps_the_table_out_unless_the_good_ones_are_asked_for(lite_desk: Desk, clock: Clock) -> None:
    table = read_csv(_table(3, odd="短信,小林,x,"), clock(), zone=BEIJING)
    with pytest.raises(BadRows, match="line 8: unknown place “短信”"):
        hand.import_cases(lite_desk, table)
    assert triage.queue(lite_desk) == []
    assert len(hand.import_cases(lite_desk, table, take_good=True).entered) == 3
    with pytest.raises(BadRows, match="lacks the columns"):
        hand.import_cases(lite_desk, read_csv("a,b\n1,2\n", clock()), take_good=True)


def test_rows_that_say_the_same_are_one_case(lite_desk: Desk, clock: Clock) -> None:
    row = "电话,匿名,车机死机,2026-11-20 10:00\n"
    done = hand.import_cases(lite_desk, read_csv("来源,作者,内容,时间\n" + row * 3, clock(), zone=BEIJING))
    assert (len(done.entered), done.repeated) == (1, {3: 2, 4: 2})


def test_a_line_is_told_to_be_known_from_before_or_from_further_up(lite_desk: Desk, clock: Clock) -> None:
    one, other = ("电话,匿名,车机死机,2026-11-20 10:00\n", "电话,匿名,音响没声,2026-11-20 10:00\n")
    table = read_csv("来源,作者,内容,时间\n" + one + other + one, clock(), zone=BEIJING)
    assert [(line, known.line) for line, known in hand.known(lite_desk, table).items()] == [(4, 2)]
    (entered, _) = hand.import_cases(lite_desk, table).entered
    known = hand.known(lite_desk, table)
    assert [(line, one.line) for line, one in known.items()] == [(2, 0), (3, 0), (4, 0)]
    assert known[2].case == known[4].case == entered


def test_an_unknown_command_or_case_is_said_to_be_unknown(lite_desk: Desk) -> None:
    from app.errors import CaseNotFound, CommandNotFound

    with pytest.raises(CommandNotFound):
        hand.tick(lite_desk, CommandId("k-0"), note="x")
    with pytest.raises(CaseNotFound):
        hand.correct(lite_desk, CaseId("h-0"), "x")
    with pytest.raises(CaseNotFound):
        evidence.add(lite_desk, CaseId("h-0"), [_shot()])
