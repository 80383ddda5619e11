"""Push: send what waits in the outbox, in order, each in effect once. Writes nothing itself: operations do."""

import logging
from datetime import timedelta

from app.domain.commands import Command
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

    # --- what an earlier run left in doubt -------------------------------------------------------------

    def resume(self) -> None:
        """Find out, or repeat, what was on its way when an earlier run ended."""
        for command in delivery.interrupted(self._desk):
            now = self._desk.clock()
            first = command.first_sent_at or now
            last = command.last_sent_at or now
            delivery.on_interrupted(
                self._desk,
                command,
                repeatable=now - first < self._gateway.repeat_window,
                ask_after=max(last + self._gateway.ask_after - now, timedelta(0)),
            )
        for command in delivery.in_doubt(self._desk):
            self._find_out(command)

    def _find_out(self, command: Command) -> None:
        effect: Effect = self._line.read(lambda: self._gateway.find_effect(command))
        if effect.found is Found.HAPPENED and effect.receipt is not None:
            delivery.on_receipt(self._desk, command, effect.receipt)
            self._sent += 1
        elif effect.found is Found.NOT_HAPPENED:
            delivery.on_not_happened(self._desk, command)

    # --- sending ---------------------------------------------------------------------------------------

    def run(self) -> int:
        """Send until nothing is left that can be sent in this round."""
        while self._line.wait_until(self._line.budget.next_at()):
            command = delivery.on_sending(self._desk)
            if command is not None:
                self._deliver(command)
            elif not self._wait():
                break
        return self._sent

    def _wait(self) -> bool:
        wait = delivery.next_wait(self._desk)
        return wait is not None and self._line.wait_until(wait.until)

    def _deliver(self, command: Command) -> None:
        try:
            receipt = self._line.call(lambda: self._gateway.send(command))
        except Conflict:
            self._collide(command)
        except RateLimited as error:
            delivery.on_slow_down(self._desk, command, error.seconds, error.scope)
        except AuthFailed as error:
            delivery.on_not_sent(self._desk, command, Words.of(error))
            raise
        except (Forbidden, NotFound, Invalid) as error:
            delivery.on_refused(self._desk, command, Words.of(error))
        except OutcomeUnknown as error:
            self._unknown(command, error)
        except Unavailable as error:
            self._failed(command, error)
        else:
            delivery.on_receipt(self._desk, command, receipt)
            self._failures = 0
            self._sent += 1

    def _collide(self, command: Command) -> None:
        case_id = command.intent.case_id
        if case_id is None:
            raise AssertionError("only commands about a case build on its version")
        try:
            remote: RemoteCase = self._line.read(lambda: self._gateway.case(case_id))
        except NotFound as error:
            delivery.on_refused(self._desk, command, Words.of(error))
        except (RateLimited, Unavailable) as error:
            delivery.on_not_sent(self._desk, command, Words.of(error))
            raise
        else:
            delivery.on_conflict(self._desk, command, remote)

    def _unknown(self, command: Command, error: OutcomeUnknown) -> None:
        first = command.first_sent_at or self._desk.clock()
        if self._desk.clock() - first < self._gateway.repeat_window:
            self._failed(command, error)  # the same key makes a repeat safe
        else:
            delivery.on_doubt(self._desk, command, Words.of(error), self._gateway.ask_after)

    def _failed(self, command: Command, error: OutcomeUnknown | Unavailable) -> None:
        log.info("not delivered: %s %s: %s", command.intent.kind, command.id, error)
        delivery.on_not_sent(self._desk, command, Words.of(error))
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            raise Unavailable(why=str(error.fields.get("why", error)))
