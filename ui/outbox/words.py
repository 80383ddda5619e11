"""Why a command waits, in words."""

from datetime import datetime, timedelta
from math import ceil

from app.domain.commands import Command, CommandState
from app.domain.outbox import OutboxRow
from app.domain.words import NO_WORDS, Words
from ui.kit.theme import Tone

HELD = Words("可撤回", "can be taken back")

_LONGEST_HOLD = timedelta(days=31)
"""A longer one was written by a clock that ran ahead, and holds nothing back."""

_TONES = {
    CommandState.SENT: Tone.GREEN,
    CommandState.REFUSED: Tone.RED,
    CommandState.UNCERTAIN: Tone.AMBER,
    CommandState.CONFLICT: Tone.AMBER,
    CommandState.BLOCKED: Tone.NEUTRAL,
    CommandState.CANCELLED: Tone.NEUTRAL,
}

_EXPLAINED = {
    CommandState.REFUSED: Words(
        "社区拒绝了这一步。可以改写、再试，或撤回整个决定；已经送达的不会收回。",
        "The community refused this step. Change it, try again, or withdraw the decision; what arrived stays.",
    ),
    CommandState.UNCERTAIN: Words(
        "不能确定是否已经送达，所以没有重发。到社区里看一眼：看到了就“确认已送达”，没看到就“再试一次”。",
        "It may or may not have arrived, so it was not sent again. Look in the community: if it is there, say that it "
        "did arrive; if not, try again.",
    ),
    CommandState.CONFLICT: Words(
        "写好之后帖子或举报有了变化，先看看再决定：按现在的版本再试，或撤回。",
        "The post or the report changed after you wrote this. Look first: try again on the present version, or "
        "withdraw.",
    ),
    CommandState.BLOCKED: Words("等前一步完成后自动发送。", "It is sent by itself once the step before went through."),
}


def is_held(command: Command, now: datetime) -> bool:
    """Whether it waits only so that it can be taken back."""
    if command.state is not CommandState.WAITING or command.not_before is None:
        return False
    return timedelta(0) < command.not_before - now <= _LONGEST_HOLD


def state_of(command: Command, now: datetime) -> tuple[Words, Tone]:
    """Where a command stands; held back for undo is told apart from waiting."""
    if is_held(command, now):
        return HELD, Tone.BLUE
    if command.by_hand and command.state is CommandState.WAITING:
        return command.state_words, Tone.AMBER
    return command.state_words, _TONES.get(command.state, Tone.BLUE)


def why(one: OutboxRow, now: datetime) -> list[Words]:
    """What there is to know about a command that is not settled."""
    command = one.command
    lines = [_EXPLAINED[command.state]] if command.state in _EXPLAINED else []
    receipt = command.by_hand and command.state is CommandState.SENT  # its note stands with its receipt
    if command.reason != NO_WORDS and command.state is not CommandState.CONFLICT and not receipt:
        lines.append(command.reason)
    if not one.mine and not command.state.settled and not command.by_hand:
        lines.append(
            Words(
                f"这是 {one.by_name} 的操作，由 TA 的账号登录后发送",
                f"This is {one.by_name}'s; it is sent when they sign in",
            )
        )
    if command.by_hand and command.not_before is not None and is_held(command, now):
        seconds = ceil((command.not_before - now).total_seconds())
        lines.append(
            Words(
                f"还可以撤回；{seconds} 秒后由人办理并登记",
                f"It can still be taken back; in {seconds} seconds a person is to do it and tick it off",
            )
        )
    if command.state is CommandState.WAITING and one.next_attempt_at is not None and one.next_attempt_at > now:
        seconds = int((one.next_attempt_at - now).total_seconds()) + 1
        lines.append(
            Words(
                f"试过 {command.attempts} 次，{seconds} 秒后再试",
                f"Tried {command.attempts} times; again in {seconds} seconds",
            )
        )
    return lines
