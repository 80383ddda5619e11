"""The step that marks our first reply: which reply it is about, what it says, and when there is none."""

from dataclasses import replace

import pytest

import make
from app.domain.commands import (
    Command,
    CommandKind,
    CommandState,
    CommandStep,
    Intent,
    Receipt,
    ReceiptStatus,
    command_id,
)
from app.domain.community import Capability, Level
from app.domain.hand import Place
from app.domain.settled_mark import Mark
from app.domain.words import Words
from app.operations import complaints, delivery, intake
from app.operations.desk import Desk
from app.operations.settled_mark import first_reply_of, marking

ABLE = (CommandKind.REPLY, CommandKind.RESOLVE, CommandKind.UPDATE_REPLY)
C1 = make.case(1).id
TEXT = "您好，已转给门店，谢谢您的提醒。"
URL = "https://community.example.test/p/77"


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_described(desk, make.info(able=ABLE))
    intake.on_pulled(desk, make.page(make.case(1)))
    complaints.reply(desk, C1, message=TEXT)


def _deliver(desk: Desk, *remote_ids: str) -> None:
    for remote_id in remote_ids:
        command = delivery.on_sending(desk)
        assert command is not None
        url = f"https://community.example.test/p/{remote_id}" if remote_id else ""
        delivery.on_sent(desk, command, Receipt(ReceiptStatus.DONE, remote_id, url, at=desk.clock()))


def _first(desk: Desk) -> Command | None:
    with desk.record.read() as tx:
        return first_reply_of(tx, tx.cases.get(C1))


def _step(desk: Desk, mark: Mark = Mark.SETTLED, newest: Command | None = None, **case: object) -> Intent | None:
    with desk.record.read() as tx:
        kept = tx.cases.get(C1)
        (reply,) = [one for one in tx.outbox.of_case(C1) if one.intent.kind is CommandKind.REPLY]
        return marking(tx, replace(kept, **case), reply, mark, newest=newest)  # type: ignore[arg-type]


def _queue(desk: Desk, intent: Intent) -> Command:
    """Keep the step with the decision that it belongs to."""
    with desk.record.write() as tx:
        (reply,) = [one for one in tx.outbox.of_case(C1) if one.intent.kind is CommandKind.REPLY]
        number = 10 + len(tx.outbox.of_case(C1))
        command = Command(command_id(reply.decision, number), reply.decision, intent, by=reply.by)
        tx.outbox.add([command])
    return command


def test_the_first_reply_is_marked_where_it_stands(desk: Desk) -> None:
    _deliver(desk, "p-77", "")
    reply = _first(desk)
    assert reply is not None
    assert reply.intent.text == TEXT
    step = _step(desk)
    assert step == Intent(
        CommandKind.UPDATE_REPLY,
        case_id=C1,
        post_id=make.post(77).id,
        thread_id=make.post(1).thread_id,
        text=f"〔已解决〕进展见我们在本帖的最新回复\n\n{TEXT}",
    )


def test_it_links_the_newest_reply_where_its_place_is_known(desk: Desk) -> None:
    _deliver(desk, "p-77", "")
    first = _first(desk)
    assert first is not None
    newest = replace(first, receipt=Receipt(ReceiptStatus.DONE, "p-99", URL))
    for known, line in ((newest, f"〔已解决〕进展见：{URL}"), (replace(first, receipt=None), "〔已解决〕进展见我们")):
        step = _step(desk, newest=known)
        assert step is not None
        assert step.text.startswith(line)


def test_a_mark_is_set_once_and_another_one_replaces_it(desk: Desk) -> None:
    _deliver(desk, "p-77", "")
    first = _step(desk, Mark.IN_PROGRESS)
    assert first is not None
    kept = _queue(desk, first)
    assert _step(desk, Mark.IN_PROGRESS) is None
    then = _step(desk, Mark.SETTLED)
    assert then is not None
    assert then.text == f"〔已解决〕进展见我们在本帖的最新回复\n\n{TEXT}"
    _queue(desk, then)
    assert _step(desk, Mark.SETTLED) is None
    assert _step(desk, Mark.IN_PROGRESS) is not None
    with desk.record.read() as tx:
        assert tx.outbox.get(kept.id).intent == first


def test_a_mark_that_was_withdrawn_can_be_set_again(desk: Desk) -> None:
    _deliver(desk, "p-77", "")
    step = _step(desk)
    assert step is not None
    _queue(desk, step)
    with desk.record.write() as tx:
        (mark,) = [one for one in tx.outbox.of_case(C1) if one.intent.kind is CommandKind.UPDATE_REPLY]
        tx.outbox.move(mark, CommandStep.WITHDRAW)
        assert tx.outbox.get(mark.id).state is CommandState.CANCELLED
    assert _step(desk) == step


def test_a_reply_that_is_not_there_or_nobody_knows_where_is_not_marked(desk: Desk) -> None:
    assert (_first(desk), _step(desk)) == (None, None)
    _deliver(desk, "")
    assert (_first(desk), _step(desk)) == (None, None)


def test_a_community_that_can_not_change_a_reply_gets_no_mark(desk: Desk) -> None:
    _deliver(desk, "p-77", "")
    intake.on_described(desk, make.info(able=(CommandKind.REPLY, CommandKind.RESOLVE)))
    assert _step(desk) is None


def test_where_a_person_has_to_change_it_the_step_is_theirs(desk: Desk) -> None:
    _deliver(desk, "p-77", "")
    info = make.info(able=ABLE)
    by_hand = {CommandKind.UPDATE_REPLY.value: Capability(Level.MANUAL, Words("请在网站上改", "change it on the site"))}
    intake.on_described(desk, replace(info, capabilities={**info.capabilities, **by_hand}))
    assert _step(desk) is not None


def test_a_case_from_outside_the_community_gets_no_mark(desk: Desk) -> None:
    _deliver(desk, "p-77", "")
    assert _step(desk, place=Place.WECHAT_GROUP) is None


@pytest.mark.parametrize(("room", "line"), [(7, "〔已解决〕\n\n"), (6, None)])
def test_the_reply_is_never_cut_for_its_mark(desk: Desk, room: int, line: str | None) -> None:
    _deliver(desk, "p-77", "")
    intake.on_described(desk, make.info(able=ABLE, reply_max=len(TEXT) + room))
    step = _step(desk)
    assert (step.text if step else None) == (line + TEXT if line else None)
