"""Commands: what is to be done in the community, and the states each goes through on its way.

A decision becomes an ordered list of commands. Each is kept before it is sent and is in effect sent once.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from app.domain.cases import CaseId, CommunityState
from app.domain.members import MemberId
from app.domain.posts import PostId, ThreadId
from app.domain.words import NO_WORDS, Words
from app.errors import AlreadyThere, NotFromHere

CommandId = NewType("CommandId", str)
DecisionId = NewType("DecisionId", str)


class CommandKind(StrEnum):
    """Everything that Steward can ask a community to do."""

    CLAIM = "case.claim"
    RELEASE = "case.release"
    RESOLVE = "case.resolve"
    NOTE = "case.note"
    MESSAGE = "message.send"
    REPLY = "reply.post"
    UPDATE_REPLY = "reply.update"
    HIDE = "post.hide"
    DELETE = "post.delete"
    RESTORE = "post.restore"
    SILENCE = "member.silence"
    UNSILENCE = "member.unsilence"
    SUSPEND = "member.suspend"
    UNSUSPEND = "member.unsuspend"
    GRANT_HONOUR = "honour.grant"
    REVOKE_HONOUR = "honour.revoke"
    PUBLISH_NOTICE = "notice.publish"
    UPDATE_NOTICE = "notice.update"


COMMAND_WORDS = {
    CommandKind.CLAIM: Words("接单", "claim"),
    CommandKind.RELEASE: Words("退回", "release"),
    CommandKind.RESOLVE: Words("办结举报", "settle the report"),
    CommandKind.NOTE: Words("备注", "note"),
    CommandKind.MESSAGE: Words("私信", "private message"),
    CommandKind.REPLY: Words("公开回复", "public reply"),
    CommandKind.UPDATE_REPLY: Words("标注回复", "mark a reply"),
    CommandKind.HIDE: Words("折叠帖子", "fold the post"),
    CommandKind.DELETE: Words("删除帖子", "delete the post"),
    CommandKind.RESTORE: Words("恢复帖子", "restore the post"),
    CommandKind.SILENCE: Words("禁言", "mute"),
    CommandKind.UNSILENCE: Words("解除禁言", "unmute"),
    CommandKind.SUSPEND: Words("停用社区账号", "suspend"),
    CommandKind.UNSUSPEND: Words("恢复社区账号", "lift the suspension"),
    CommandKind.GRANT_HONOUR: Words("授予荣誉", "grant an honour"),
    CommandKind.REVOKE_HONOUR: Words("收回荣誉", "revoke an honour"),
    CommandKind.PUBLISH_NOTICE: Words("发布公告", "publish a notice"),
    CommandKind.UPDATE_NOTICE: Words("更新公告", "update a notice"),
}


class CommandState(StrEnum):
    """Where a command stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    CONFLICT = "conflict"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in (CommandState.SENT, CommandState.CANCELLED)


TELLING = (
    CommandState.REFUSED,
    CommandState.CONFLICT,
    CommandState.UNCERTAIN,
    CommandState.SENDING,
    CommandState.WAITING,
    CommandState.BLOCKED,
    CommandState.SENT,
    CommandState.CANCELLED,
)
"""States of the steps of one answer: what needs a person first, then what moves."""


def most_telling(one: CommandState, other: CommandState) -> CommandState:
    """Which of two states of one answer is to be shown: what needs a person first, then what moves."""
    return min(one, other, key=TELLING.index)


NEEDS_PERSON = (CommandState.CONFLICT, CommandState.REFUSED, CommandState.UNCERTAIN)
"""States in which a command goes no further by itself."""

COMMAND_STATE_WORDS = {
    CommandState.WAITING: Words("待发送", "waiting"),
    CommandState.SENDING: Words("发送中", "sending"),
    CommandState.SENT: Words("已送达", "sent"),
    CommandState.REFUSED: Words("被拒绝", "refused"),
    CommandState.UNCERTAIN: Words("未确认（请核对）", "uncertain"),
    CommandState.CONFLICT: Words("有变化", "changed meanwhile"),
    CommandState.BLOCKED: Words("等待前一步", "waiting for the step before"),
    CommandState.CANCELLED: Words("已撤回", "withdrawn"),
}


TO_DO_WORDS = Words("待人工办理", "to be done by hand")
DONE_BY_HAND_WORDS = Words("已人工办理", "done by hand")
"""What a command that a person carries out is said to be, where another waits and is sent."""


class CommandStep(StrEnum):
    """What can happen to a command."""

    TAKE = "take"  # the sender takes it
    TICK = "tick"  # a person did it by hand
    POSTPONE = "postpone"  # it certainly did not happen: later
    SETTLE = "settle"
    REFUSE = "refuse"
    DOUBT = "doubt"  # it may have happened
    COLLIDE = "collide"  # the case changed meanwhile
    BLOCK = "block"  # the step before it did not go through
    UNBLOCK = "unblock"
    RETRY = "retry"  # the moderator says: again
    CONFIRM = "confirm"  # the moderator says: it did happen
    WITHDRAW = "withdraw"


_W, _G, _S = CommandState.WAITING, CommandState.SENDING, CommandState.SENT
_R, _U, _F = CommandState.REFUSED, CommandState.UNCERTAIN, CommandState.CONFLICT
_B, _X = CommandState.BLOCKED, CommandState.CANCELLED

COMMAND_TRANSITIONS: dict[CommandStep, dict[CommandState, CommandState]] = {
    CommandStep.TAKE: {_W: _G, _U: _G},
    CommandStep.TICK: {_W: _S},
    CommandStep.POSTPONE: {_G: _W, _U: _W},
    CommandStep.SETTLE: {_W: _S, _G: _S, _U: _S},
    CommandStep.REFUSE: {_G: _R, _U: _R},
    CommandStep.DOUBT: {_G: _U, _U: _U},
    CommandStep.COLLIDE: {_G: _F},
    CommandStep.BLOCK: {_W: _B, _B: _B},
    CommandStep.UNBLOCK: {_B: _W},
    CommandStep.RETRY: {_R: _W, _U: _W, _F: _W},
    CommandStep.CONFIRM: {_U: _S},
    CommandStep.WITHDRAW: {_W: _X, _R: _X, _U: _X, _F: _X, _B: _X},
}

_STEP_WORDS = {
    CommandStep.TICK: Words("登记完成", "ticked off"),
    CommandStep.RETRY: Words("重试", "retried"),
    CommandStep.CONFIRM: Words("确认已送达", "confirmed"),
    CommandStep.WITHDRAW: Words("撤回", "withdrawn"),
}


def move_command(command: CommandId, state: CommandState, step: CommandStep) -> CommandState:
    """The state after a step.

    Raises:
        AlreadyThere: the command is already where the step leads.
        NotFromHere: the step is not possible from this state.
    """
    ways = COMMAND_TRANSITIONS[step]
    if state in ways:
        return ways[state]
    now = COMMAND_STATE_WORDS[state]
    if state in ways.values():
        raise AlreadyThere(what=command, state_zh=now.zh, state_en=now.en)
    action = _STEP_WORDS.get(step, Words(step.value, step.value))
    raise NotFromHere(what=command, state_zh=now.zh, state_en=now.en, action_zh=action.zh, action_en=action.en)


@dataclass(frozen=True, slots=True)
class Intent:
    """What a command asks for: its kind, what it is about, and its content. Never changes once kept.

    Attributes:
        post_id: the post; of a reply that is updated: that reply of ours.
        thread_id: of a notice that is updated: its thread.
        title: of a notice; of a private message where the community wants one.
        until: when a measure ends.
        honour_id: as the community's list of honours names it.
    """

    kind: CommandKind
    case_id: CaseId | None = None
    post_id: PostId | None = None
    thread_id: ThreadId | None = None
    member_id: MemberId | None = None
    text: str = ""
    reason: str = ""
    outcome: CommunityState | None = None
    title: str = ""
    until: datetime | None = None
    honour_id: str = ""


class ReceiptStatus(StrEnum):
    """What the community says became of a command."""

    DONE = "done"
    ALREADY_DONE = "already_done"
    PENDING_APPROVAL = "pending_approval"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The community's word on a command. `verified`: read back, not only answered."""

    status: ReceiptStatus
    remote_id: str = ""
    url: str = ""
    at: datetime | None = None
    case_version: str = ""
    reason: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """An intent on its way. `id` is the idempotency key; `base_version` the case version it builds on.

    Attributes:
        by_hand: the community can't be told to do it: a person does it and ticks it off.
    """

    id: CommandId
    decision: DecisionId
    intent: Intent
    state: CommandState = CommandState.WAITING
    base_version: str = ""
    attempts: int = 0
    reason: Words = NO_WORDS
    not_before: datetime | None = None
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    receipt: Receipt | None = None
    by: MemberId = field(default=MemberId(""))
    by_hand: bool = False

    @property
    def state_words(self) -> Words:
        """Where it stands, as it is told."""
        told = {CommandState.WAITING: TO_DO_WORDS, CommandState.SENT: DONE_BY_HAND_WORDS} if self.by_hand else {}
        return told.get(self.state, COMMAND_STATE_WORDS[self.state])

    def based_on(self, version: str) -> "Command":
        """The same command, same key, on another version of the case."""
        return replace(self, base_version=version)


def command_id(decision: DecisionId, number: int) -> CommandId:
    """The key of a decision's command: the same whenever the decision is carried out, so that it happens once.

    A record that was restored may carry a decision out again; the community knows its keys.
    """
    return CommandId(str(uuid.uuid5(uuid.NAMESPACE_OID, f"{decision}:{number}")))


def folded(commands: Sequence[Command]) -> bool:
    """Whether a case's post is folded by us, or is on its way to be: the last word on it, in the order decided."""
    said = [
        command.intent.kind
        for command in commands
        if command.intent.kind in (CommandKind.HIDE, CommandKind.RESTORE)
        and command.state is not CommandState.CANCELLED
    ]
    return bool(said) and said[-1] is CommandKind.HIDE


CANNOT_TELL = Words("社区无法确认是否已送达，请人工核对", "the community can't tell whether it arrived; please check")
"""Why a command is still uncertain after the community was asked: from here on a person decides."""

FIRST_BACK_OFF, LONGEST_BACK_OFF = timedelta(seconds=1), timedelta(minutes=10)


def back_off(attempts: int) -> timedelta:
    """How long to wait after that many failed attempts: 1, 2, 4 ... seconds, ten minutes at most."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_BACK_OFF * (1 << doublings), LONGEST_BACK_OFF)
