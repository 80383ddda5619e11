"""What the database itself refuses of contacts and of outgoing words, whoever writes: by SQL, on both engines."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId
from app.domain.commands import CommandKind, CommandState
from app.domain.contacts import Channel
from app.domain.hand import HandCase, Place
from app.domain.outside import SPEAKING, Party
from app.domain.roles import Role
from app.operations import (
    accounts,
    approving,
    coaching,
    contacts,
    delivery,
    hand,
    intake,
    messages,
    outbox,
    outside,
)
from app.operations.accounts import SignIn
from app.operations.desk import Desk

EVERY = tuple(CommandKind)
CASE = CaseId("c-1")
LETTER = "您好，请把广告链接删掉，谢谢。"
Run = Callable[..., None]

COMMAND = (
    "INSERT INTO commands (id, decision_id, lane, kind, intent, by_id, state, base_version, attempts, reason, by_hand) "
    "SELECT 'x', id, 'case:c-1', :kind, :intent, by_id, 'waiting', '', 0, '[\"\",\"\"]', false FROM decisions "
    "WHERE id = :decision"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


@pytest.fixture
def run(desk: Desk) -> Run:
    def execute(statement: str, **values: object) -> None:
        with desk.record.connection() as connection:
            connection.execute(sa.text(statement), values)

    return execute


@pytest.fixture
def refused(run: Run) -> Run:
    def execute(statement: str, **values: object) -> None:
        with pytest.raises(sa.exc.IntegrityError):
            run(statement, **values)

    return execute


def _add(run: Run, decision: str, kind: CommandKind) -> None:
    run(COMMAND, decision=decision, kind=kind.value, intent=f'{{"kind":"{kind.value}"}}')


@pytest.mark.parametrize("kind", sorted(SPEAKING))
def test_no_word_is_queued_without_a_second_person_while_somebody_is_involved(
    desk: Desk, other: Desk, run: Run, refused: Run, kind: CommandKind
) -> None:
    before = messages.write(desk, CASE, message="工单已转售后。")
    flag = outside.flag(desk, CASE, Party.MEDIA).flag
    _add(refused, before.decision, kind)
    run("UPDATE commands SET state = 'cancelled'")
    outside.end(other, CASE, flag.seq, reason="误标")
    _add(run, before.decision, kind)


def test_nor_while_the_second_person_has_not_agreed(desk: Desk, other: Desk, run: Run, refused: Run) -> None:
    outside.flag(desk, CASE, Party.MEDIA)
    waiting = messages.write(desk, CASE, message="工单已转售后。")
    _add(refused, waiting.decision, CommandKind.MESSAGE)
    approving.approve(other, CASE)
    _add(run, waiting.decision, CommandKind.MESSAGE)


def test_what_says_nothing_is_queued(desk: Desk, run: Run) -> None:
    before = messages.write(desk, CASE, message="工单已转售后。")
    outside.flag(desk, CASE, Party.MEDIA)
    _add(run, before.decision, CommandKind.RESOLVE)


@pytest.mark.parametrize("state", ["sending", "sent"])
def test_what_was_written_before_does_not_go_out(desk: Desk, other: Desk, run: Run, refused: Run, state: str) -> None:
    entered = hand.add_case(desk, HandCase(Place.WECHAT_GROUP, "群友阿明", "加我微信，贴膜全网最低。"))
    case = entered.case if state == "sent" else CASE  # what a person does by hand is ticked off
    messages.write(desk, case, message="工单已转售后。")
    outside.flag(desk, case, Party.MEDIA)
    go = "UPDATE commands SET state = :state, receipt = '{}', settled_at = 1"
    refused(go, state=state)
    outside.release(other, case)
    run(go, state=state)


def test_what_was_on_its_way_is_settled(desk: Desk) -> None:
    messages.write(desk, CASE, message="工单已转售后。")
    command = delivery.on_sending(desk)
    assert command is not None
    outside.flag(desk, CASE, Party.MEDIA)
    delivery.on_sent(desk, command, make.receipt())
    assert [one.state for one in outbox.outbox(desk)] == [CommandState.SENT]


RELEASE = (
    "INSERT INTO outside_releases (decision_id, at, by_id, by_name, up_to) "
    "SELECT :decision, 1, :by, 'n', MAX(seq) FROM outside_parties"
)


def test_nobody_agrees_ahead_of_a_flag(desk: Desk, other: Desk, run: Run, refused: Run) -> None:
    decision = coaching.coach(desk, CASE, article=9, message=LETTER).decision
    outside.flag(desk, CASE, Party.MEDIA)
    refused(RELEASE.replace("MAX(seq)", "MAX(seq) + 1"), decision=decision, by=other.me.id)
    run(RELEASE, decision=decision, by=other.me.id)


def test_who_is_no_moderator_lets_nothing_go_and_ends_nothing(desk: Desk, other: Desk, refused: Run) -> None:
    decision = coaching.coach(desk, CASE, article=9, message=LETTER).decision
    outside.flag(desk, CASE, Party.MEDIA)
    accounts.set_roles(desk, other.me.id, frozenset({Role.SECRETARY}))
    refused(RELEASE, decision=decision, by=other.me.id)
    refused(END, by=other.me.id, reason="误标")


def test_a_flag_covers_other_cases_of_the_same_thread(desk: Desk, other: Desk, run: Run, refused: Run) -> None:
    shared = make.case(9)
    assert shared.post is not None
    assert shared.thread is not None
    first = make.post(1).thread_id
    shared = replace(shared, post=replace(shared.post, thread_id=first), thread=replace(shared.thread, id=first))
    intake.on_pulled(desk, make.page(shared, cursor="c2"))
    written = messages.write(desk, shared.id, message="工单已转售后。")
    outside.flag(desk, CASE, Party.MEDIA)
    _add(refused, written.decision, CommandKind.REPLY)
    refused("UPDATE commands SET state = 'sending' WHERE kind = 'message.send'")


def test_a_flag_covers_whoever_a_word_is_to(desk: Desk, run: Run, refused: Run) -> None:
    written = messages.write(desk, CaseId("c-2"), message="工单已转售后。")
    outside.flag(desk, CASE, Party.MEDIA)
    to = '{"kind":"message.send","member_id":"u-1"}'
    refused(COMMAND, decision=written.decision, kind="message.send", intent=to)
    run(COMMAND, decision=written.decision, kind="message.send", intent=to.replace("u-1", "u-2"))


def test_nobody_lets_go_what_they_wrote_themselves(desk: Desk, other: Desk, run: Run, refused: Run) -> None:
    decision = coaching.coach(desk, CASE, article=9, message=LETTER).decision
    outside.flag(desk, CASE, Party.MEDIA)
    refused(RELEASE, decision=decision, by=desk.me.id)
    refused(RELEASE, decision=decision, by="nobody")
    run(
        "INSERT INTO recusals (account_id, case_key, at, reason) SELECT :by, key, 1, 'r' FROM cases WHERE id = 'c-1'",
        by=other.me.id,
    )
    refused(RELEASE, decision=decision, by=other.me.id)


def test_nor_does_a_trainee(desk: Desk, other: Desk, refused: Run) -> None:
    decision = coaching.coach(desk, CASE, article=9, message=LETTER).decision
    outside.flag(desk, CASE, Party.MEDIA)
    accounts.set_roles(desk, other.me.id, frozenset({Role.MODERATOR, Role.TRAINEE}))
    refused(RELEASE, decision=decision, by=other.me.id)


END = "UPDATE outside_parties SET ended_at = 9, ended_by_id = :by, ended_by_name = 'n', end_reason = :reason"


def test_a_flag_ends_once_with_a_reason_and_by_another(desk: Desk, other: Desk, run: Run, refused: Run) -> None:
    outside.flag(other, CASE, Party.MEDIA)
    refused(END, by=other.me.id, reason="误标")
    refused(END, by=desk.me.id, reason="")
    refused(END, by=None, reason="误标")
    run(END, by=desk.me.id, reason="误标")
    refused(END, by=desk.me.id, reason="再说一次")
    refused("UPDATE outside_parties SET ended_at = NULL, ended_by_id = NULL, end_reason = ''")


def test_a_lead_neither_ends_their_own_nor_speaks_after_ending_anothers(
    desk: Desk, other: Desk, run: Run, refused: Run
) -> None:
    before = messages.write(desk, CASE, message="工单已转售后。")
    run("UPDATE commands SET state = 'cancelled'")
    mine = outside.flag(desk, CASE, Party.MEDIA).flag
    refused(END, by=desk.me.id, reason="误标")
    outside.end(other, CASE, mine.seq, reason="误标")
    _add(run, before.decision, CommandKind.MESSAGE)
    theirs = outside.flag(other, CASE, Party.MEDIA).flag
    run("UPDATE commands SET state = 'cancelled'")
    outside.end(desk, CASE, theirs.seq, reason="误标")
    _add(refused, before.decision, CommandKind.MESSAGE)


def test_nothing_of_it_changes_or_goes(desk: Desk, other: Desk, refused: Run) -> None:
    coaching.coach(desk, CASE, article=9, message=LETTER)
    outside.flag(desk, CASE, Party.MEDIA, line="正在核查。")
    outside.release(other, CASE)
    contacts.log(desk, CASE, Channel.PHONE, reached=True, text="讲清楚了")
    columns = {
        "contacts": "text",
        "outside_parties": "number",
        "outside_lines": "text",
        "outside_releases": "by_name",
    }
    for table, column in columns.items():
        refused(f"DELETE FROM {table}")
        refused(f"UPDATE {table} SET {column} = 'anders'")
        if desk.record.engine.dialect.name == "postgresql":
            refused(f"TRUNCATE {table} CASCADE")


CONTACT = (
    "INSERT INTO contacts (case_key, at, by_id, by_name, channel, reached, text, next_at) "
    "SELECT key, 5, :by, 'n', :channel, :reached, :text, :next FROM cases WHERE id = 'c-1'"
)


@pytest.mark.parametrize(
    "wrong", [{"channel": "pigeon"}, {"reached": True}, {"next": 5}, {"by": "nobody"}], ids=lambda one: next(iter(one))
)
def test_a_contact_is_whole(desk: Desk, run: Run, refused: Run, wrong: dict[str, object]) -> None:
    right = {"by": desk.me.id, "channel": "phone", "reached": False, "text": "", "next": 6}
    refused(CONTACT, **(right | wrong))
    run(CONTACT, **right)
