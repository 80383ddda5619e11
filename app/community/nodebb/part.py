"""What every part of sending has in common: a command is checked, sent on what was just read, and looked for."""

from dataclasses import astuple
from typing import Protocol

from app.community.http import Answer
from app.community.nodebb.forum import Forum, refusal
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, Receipt, ReceiptStatus
from app.domain.community import Effect
from app.domain.words import Words
from app.errors import CommunityError, Invalid, OutcomeUnknown

NOT_SAID = Words("操作没有写明对象", "the command does not say what it is about")
CHANGED_NOTHING = Words("社区回答成功，但什么也没有改变", "the community answered OK and changed nothing")
NO_CHARACTER = Words("里面有不成字符的编码", "it holds a code that is no character")
DONE_OR_REFUSED = (200, 202, 400)
"""Statuses that are not believed but read back: NodeBB drops values with 200 and stores others with 400."""


class Part(Protocol):
    """Sends some kinds of commands."""

    def check(self, command: Command) -> None:
        """Let pass what can be sent; nothing has left this machine yet.

        Raises:
            Invalid: it can't.
        """

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Do it.

        Args:
            command: what passed `check`.
            flag: the flag of its case as it was just read, where the command builds on one.
        """

    def find(self, command: Command) -> Effect:
        """Whether it happened."""


def needed(value: str | None) -> str:
    """What a command is about.

    Raises:
        Invalid: it does not say.
    """
    if not value:
        raise Invalid(why=NOT_SAID)
    return value


def check_characters(command: Command) -> None:
    """Half of a character pair is text for us and for nobody else: no request can carry it.

    Raises:
        Invalid: there is one.
    """
    try:
        for value in (command.id, *astuple(command.intent)):
            if isinstance(value, str):
                value.encode()
    except UnicodeEncodeError:
        raise Invalid(why=NO_CHARACTER) from None


def receipt(
    forum: Forum,
    remote_id: str,
    *,
    already: bool = False,
    verified: bool = True,
    path: str = "",
    version: str = "",
    reason: str = "",
) -> Receipt:
    """The community has it."""
    status = ReceiptStatus.ALREADY_DONE if already else ReceiptStatus.DONE
    url = forum.http.url + path if path else ""
    return Receipt(status, remote_id, url, at=forum.clock(), case_version=version, reason=reason, verified=verified)


def not_stored(answer: Answer) -> CommunityError:
    """The error for a write whose result was read back and is not there."""
    return refusal(answer) if answer.status == 400 else Invalid(why=CHANGED_NOTHING)


def unread(error: CommunityError) -> OutcomeUnknown:
    """The error for a write that went out and could not be read back."""
    return OutcomeUnknown(why=error.fields.get("why") or Words.of(error))
