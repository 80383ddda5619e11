"""Push: send what waits in the outbox, in order, each in effect once. Writes nothing itself: operations do."""

import logging
from datetime import timedelta

from app.domain.commands import CANNOT_TELL, Command, Receipt, ReceiptStatus, back_off
from app.domain.community import CANNOT_TELL as CAN_NOT_TELL
from app.domain.community import Effect, Found, RemoteCase
from app.domain.words import Words
from app.errors import (
    AuthFailed,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from app.operations import delivery
from app.operations.desk import Desk
from app.sync.line import Line

log = logging.getLogger(__name__)

CLOCK_DRIFT = timedelta(minutes=5)

MOST_FAILURES = 5
"""Sends in a row that did not get through before the community counts as out of reach."""


def push(desk: Desk, line: Line) -> int:
    """Send until nothing can be sent now; how many commands were settled as sent.

    Raises:
        AuthFailed: the token is not accepted; everything waits.
        Unavailable: the community is out of reach; everything waits.
    """
    sender = _Sender(desk, line)
    sender.resume()
    return sender.run()


class _Sender:
    def __init__(self, desk: Desk, line: Line) -> None:
        self._desk = desk
        self._line = line
        self._gateway = line.gateway
        self._sent = 0
        self._failures = 0

    def resume(self) -> None:
        """What was on its way when an earlier run ended may have happened: it is found out first."""
        for command in delivery.interrupted(self._desk):
            now = self._desk.clock()
            ask_at = (command.last_sent_at or now) + self._gateway.ask_after
            wait = timedelta(0) if self._repeatable(command) else max(ask_at - now, timedelta(0))
            delivery.on_doubt(self._desk, command, delivery.INTERRUPTED, wait)

    def run(self) -> int:
        """Send until nothing is left that can be sent in this round; how many were settled as sent."""
        while self._line.wait_for_budget():
            if not (self._clear_up() or self._send_next() or self._wait()):
                break
        return self._sent

    def _repeatable(self, command: Command) -> bool:
        """Whether the community still knows the command's key, so that a repeat can't happen twice."""
        age = self._desk.clock() - (command.first_sent_at or self._desk.clock())
        # A clock that was set back tells nothing about the age: then the key counts as forgotten.
        return -CLOCK_DRIFT < age < self._gateway.repeat_window

    def _clear_up(self) -> bool:
        """Repeat, or find out about, uncertain commands that are due; False when there is none."""
        settled = False
        for command in delivery.in_doubt(self._desk):
            again = delivery.on_repeating(self._desk, command) if self._repeatable(command) else None
            if again is not None:
                self._deliver(again, doubtful=True)
                return True
            settled = self._find_out(command) or settled
        return settled

    def _find_out(self, command: Command) -> bool:
        try:
            effect: Effect = self._line.read(lambda: self._gateway.find_effect(command))
        except (NotFound, Forbidden):
            effect = CAN_NOT_TELL
        except Unavailable as error:  # this one can't be asked about now; others may go out all the same
            delivery.on_doubt(self._desk, command, Words.of(error), self._gateway.ask_after)
            self._failed(command, error)
            return False
        if effect.found is Found.HAPPENED and effect.receipt is not None:
            self._receive(command, effect.receipt)
            return True
        if effect.found is Found.NOT_HAPPENED:
            delivery.on_not_happened(self._desk, command)
            return True
        delivery.on_doubt(self._desk, command, CANNOT_TELL, delivery.ASK_AGAIN)
        return False

    def _send_next(self) -> bool:
        command = delivery.on_sending(self._desk)
        if command is None:
            return False
        self._deliver(command, doubtful=False)
        return True

    def _wait(self) -> bool:
        due = delivery.next_due_at(self._desk)
        return due is not None and self._line.wait_until(due)

    def _receive(self, command: Command, receipt: Receipt) -> None:
        delivery.on_receipt(self._desk, command, receipt)
        self._failures = 0
        if receipt.status in (ReceiptStatus.DONE, ReceiptStatus.ALREADY_DONE):
            self._sent += 1

    def _deliver(self, command: Command, *, doubtful: bool) -> None:
        """Send one command and write down what came of it.

        Args:
            doubtful: an earlier send of it may have happened.
        """
        try:
            receipt = self._line.call(lambda: self._gateway.send(command))
        except Conflict:
            self._collide(command, doubtful=doubtful)
        except RateLimited as error:
            pause = delivery.Pause(timedelta(seconds=error.seconds), error.scope == "site")
            delivery.on_slow_down(self._desk, command, pause, doubtful=doubtful)
        except AuthFailed as error:
            delivery.on_not_sent(self._desk, command, Words.of(error), doubtful=doubtful)
            raise
        except (Forbidden, NotFound, Invalid) as error:
            self._refuse(command, error, doubtful=doubtful)
        except OutcomeUnknown as error:
            wait = back_off(command.attempts) if self._repeatable(command) else self._gateway.ask_after
            delivery.on_doubt(self._desk, command, Words.of(error), wait)
            self._failed(command, error)
        except Unavailable as error:
            delivery.on_not_sent(self._desk, command, Words.of(error), doubtful=doubtful)
            self._failed(command, error)
        else:
            self._receive(command, receipt)

    def _refuse(self, command: Command, error: Forbidden | NotFound | Invalid, *, doubtful: bool) -> None:
        """The community won't have it. That says nothing of an earlier send, which it may have carried out."""
        if doubtful:
            self._find_out(command)
        else:
            delivery.on_refused(self._desk, command, Words.of(error))

    def _collide(self, command: Command, *, doubtful: bool) -> None:
        case_id = command.intent.case_id
        if case_id is None:
            raise AssertionError("only commands about a case build on its version")
        try:
            remote: RemoteCase = self._line.read(lambda: self._gateway.case(case_id))
        except (NotFound, Forbidden) as error:
            self._refuse(command, error, doubtful=doubtful)
        except (RateLimited, Unavailable, AuthFailed) as error:
            delivery.on_not_sent(self._desk, command, Words.of(error), doubtful=doubtful)
            raise
        else:
            delivery.on_conflict(self._desk, command, remote)

    def _failed(self, command: Command, error: OutcomeUnknown | Unavailable) -> None:
        log.info("not delivered: %s %s: %s", command.intent.kind, command.id, error)
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            raise Unavailable(why=error.fields.get("why", str(error)))
