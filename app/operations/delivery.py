"""Delivery: what the sender writes down. Each step is one transaction, and none is open while something is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cases import CommunityState
from app.domain.changes import Area, Changes
from app.domain.commands import (
    Command,
    CommandKind,
    CommandState,
    CommandStep,
    Receipt,
    ReceiptStatus,
    back_off,
)
from app.domain.community import RemoteCase
from app.domain.intake import same_ground
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.words import NO_WORDS, Words
from app.operations import council_standing, promises_keeping
from app.operations.desk import Desk
from app.operations.intake import on_read
from storage.transaction import Transaction

SITE = "site"
"""The scope of a pause of everything; other scopes are kinds of command."""

_OUTBOX = Changes.of(Area.OUTBOX)

MOST_REBASES = 8
"""Sends that met a new version of an unchanged case before a person is asked to look."""

ASK_AGAIN = timedelta(minutes=10)
"""How long until the community is asked once more about what it could not tell yet."""

REJECTED = Words("社区拒绝了这个操作", "the community rejected it")
PENDING = Words("正等待社区审批", "waiting for approval in the community")
NEW_VERSION = Words(
    "工单有新版本，帖子未变，将自动重发", "the case has a new version, the post is the same: sent again"
)
CHANGED = Words("做出决定后，工单在社区里有了变化", "the case changed in the community after the decision")
SLOW_DOWN = Words("社区要求放慢", "the community asks us to slow down")
INTERRUPTED = Words("发送时程序中断，将先核对", "the program ended while it was sent; it is checked first")


@dataclass(frozen=True, slots=True)
class Pause:
    """What the community asks for: of everything, or of one kind of command only."""

    length: timedelta
    whole_site: bool = True


def on_sending(desk: Desk) -> Command | None:
    """Take the next command: from now on it may be on its way. None when none can be sent now."""
    now = desk.clock()
    with desk.record.write() as tx:
        tx.marks.end_pauses(now)
        pauses = tx.marks.pauses()
        if SITE in pauses:
            return None
        command = tx.outbox.next(desk.me.id, now, list(pauses))
        while command is not None and not tx.outbox.take(command, now):  # flagged at this very moment: the next one
            command = tx.outbox.next(desk.me.id, now, list(pauses))
        return None if command is None else tx.outbox.get(command.id)


def paused_for(desk: Desk) -> timedelta:
    """How long the whole community still asks us to pause."""
    with desk.record.read() as tx:
        until = tx.marks.pauses_at(desk.clock()).get(SITE)
    return until - desk.clock() if until else timedelta(0)


def held_outside(desk: Desk, command: Command) -> bool:
    """Whether a command may not go out: somebody from outside is involved, and no other person agreed."""
    with desk.record.read() as tx:
        return tx.outbox.held_outside(command)


def on_repeating(desk: Desk, command: Command) -> Command | None:
    """Take an uncertain command whose repeat is safe: the same key can't make it happen twice.

    Returns:
        The command; None for a word that is held since somebody from outside is involved.
    """
    with desk.record.write() as tx:
        return tx.outbox.get(command.id) if tx.outbox.take(command, desk.clock()) else None


def next_due_at(desk: Desk) -> datetime | None:
    """When there is something to send, or to find out about, again; None when there is not."""
    now = desk.clock()
    with desk.record.read() as tx:
        due = tx.outbox.next_due_at(desk.me.id, now)
        pauses = tx.marks.pauses_at(now)
    return None if due is None else max([due, *pauses.values()])


def on_sent(desk: Desk, command: Command, receipt: Receipt) -> Changes:
    """It is done: settle it, and let what follows build on the case's new version."""
    now = desk.clock()
    with desk.record.write() as tx:
        command = tx.outbox.get(command.id)
        if command.state.settled:
            return _OUTBOX  # a person decided meanwhile
        tx.outbox.settle(command, receipt, now, CommandStep.SETTLE)
        tx.outbox.unblock_rest(command)
        follow(desk, tx, command, receipt)
        body = {
            "command": command.id,
            "decision": command.decision,
            "kind": command.intent.kind.value,
            "case": command.intent.case_id,
            "status": receipt.status.value,
            "remote_id": receipt.remote_id,
            "attempts": command.attempts,
        }
        tx.ledger.append(EntryKind.COMMAND_SENT, now, body)
    return Changes.of(Area.OUTBOX, Area.CASES)


def follow(desk: Desk, tx: Transaction, command: Command, receipt: Receipt) -> None:
    """Let the case, and what comes after in its decision, know what a command changed in the community."""
    intent = command.intent
    if intent.case_id is None:
        return
    council_standing.on_delivered(tx, command.decision, desk.clock())
    if receipt.case_version:
        tx.outbox.rebase(command, receipt.case_version)
    state: CommunityState | None = None
    assignee: MemberRef | None = None
    if intent.kind is CommandKind.CLAIM:
        state, assignee = CommunityState.IN_PROGRESS, MemberRef(desk.me.id, desk.me.name)
    elif intent.kind is CommandKind.RELEASE:
        state = CommunityState.OPEN
    elif intent.kind is CommandKind.RESOLVE:
        state = intent.outcome
    released = intent.kind is CommandKind.RELEASE
    tx.cases.follow_command(
        intent.case_id, receipt.case_version, community_state=state, assignee=assignee, released=released
    )


def on_receipt(desk: Desk, command: Command, receipt: Receipt) -> Changes:
    """Write down whatever the community answered."""
    if receipt.status is ReceiptStatus.REJECTED:
        return on_refused(desk, command, Words(receipt.reason, receipt.reason) if receipt.reason else REJECTED)
    if receipt.status is ReceiptStatus.PENDING_APPROVAL:
        return on_doubt(desk, command, PENDING, ASK_AGAIN)
    return on_sent(desk, command, receipt)


def on_refused(desk: Desk, command: Command, reason: Words) -> Changes:
    """The community said no: show it, and hold back the rest of the decision."""
    with desk.record.write() as tx:
        tx.outbox.move(command, CommandStep.REFUSE, reason)
        tx.outbox.block_rest(command, reason)
        body = {
            "command": command.id,
            "decision": command.decision,
            "kind": command.intent.kind.value,
            "reason": reason.en,
        }
        tx.ledger.append(EntryKind.COMMAND_REFUSED, desk.clock(), body)
        if command.intent.kind is CommandKind.REPLY and tx.promises.spoken_of(command.decision) is not None:
            promises_keeping.after_undo(tx, tx.decisions.get(command.decision))  # nobody reads what it says
            return _OUTBOX | Changes.of(Area.PROMISES, Area.CASES)
    return _OUTBOX


def on_conflict(desk: Desk, command: Command, remote: RemoteCase) -> Changes:
    """The case changed: go on where the ground is the same, else ask the moderator, with both versions kept."""
    on_read(desk, remote)
    with desk.record.write() as tx:
        decision = tx.decisions.get(command.decision)
        if same_ground(decision, remote, desk.me.id) and command.attempts < MOST_REBASES:
            tx.outbox.rebase(command, remote.version)
            tx.outbox.postpone(command, desk.clock(), NEW_VERSION)
            tx.outbox.unblock_rest(command)
        else:
            tx.outbox.move(command, CommandStep.COLLIDE, CHANGED)
            tx.outbox.block_rest(command, CHANGED)
    return Changes.of(Area.OUTBOX, Area.CASES)


def on_not_sent(desk: Desk, command: Command, reason: Words, *, doubtful: bool) -> Changes:
    """It could not be sent now: later, waiting longer each time.

    Args:
        doubtful: an earlier send of it may have happened; then it stays uncertain.
    """
    with desk.record.write() as tx:
        _put_off(tx, command, desk.clock() + back_off(command.attempts), reason, doubtful=doubtful)
    return _OUTBOX


def on_slow_down(desk: Desk, command: Command, pause: Pause, *, doubtful: bool) -> Changes:
    """The community asks for a pause, of everything or of this kind of command."""
    with desk.record.write() as tx:
        until = desk.clock() + max(pause.length, back_off(command.attempts))
        tx.marks.pause(SITE if pause.whole_site else command.intent.kind.value, until)
        _put_off(tx, command, until, SLOW_DOWN, doubtful=doubtful)
    return _OUTBOX


def on_pause(desk: Desk, pause: Pause) -> None:
    """The community asked for a pause while it was read."""
    with desk.record.write() as tx:
        tx.marks.pause(SITE, desk.clock() + pause.length)


def _put_off(tx: Transaction, command: Command, until: datetime, reason: Words, *, doubtful: bool) -> None:
    if doubtful:
        tx.outbox.doubt(command, reason, until)
    else:
        tx.outbox.postpone(command, until, reason)


def on_doubt(desk: Desk, command: Command, reason: Words, ask_after: timedelta) -> Changes:
    """It may have happened: hold back the rest until that is known."""
    with desk.record.write() as tx:
        command = tx.outbox.get(command.id)
        if command.state.settled:
            return _OUTBOX  # a person decided meanwhile
        tx.outbox.doubt(command, reason, desk.clock() + ask_after)
        tx.outbox.block_rest(command, reason)
    return _OUTBOX


def on_not_happened(desk: Desk, command: Command) -> Changes:
    """The community says that it did not happen: it may be sent again, with what follows it."""
    with desk.record.write() as tx:
        command = tx.outbox.get(command.id)
        if command.state.settled:
            return _OUTBOX  # a person decided meanwhile
        tx.outbox.postpone(command, desk.clock(), NO_WORDS)
        tx.outbox.unblock_rest(command)
    return _OUTBOX


def interrupted(desk: Desk) -> list[Command]:
    """Commands found on their way though no sender runs: the process ended while they were sent."""
    with desk.record.read() as tx:
        return tx.outbox.in_state(CommandState.SENDING, desk.me.id)


def in_doubt(desk: Desk) -> list[Command]:
    """Uncertain commands that may be repeated, or asked about, now."""
    now = desk.clock()
    with desk.record.read() as tx:
        paused = set(tx.marks.pauses_at(now))
        due = tx.outbox.in_doubt(desk.me.id, now)
    return [command for command in due if not paused & {SITE, command.intent.kind.value}]
