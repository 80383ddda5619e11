"""A gateway on a bad line: before each send, the test says what goes wrong."""

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Any

from app.community.gateway import Gateway
from app.domain.commands import Command, Receipt, ReceiptStatus
from app.errors import AuthFailed, Forbidden, OutcomeUnknown, RateLimited, Unavailable


class Killed(BaseException):
    """The process ended here; nothing after it runs."""


class Fault(Enum):
    """What happens to one send."""

    NONE = auto()
    UNREACHABLE = auto()
    ANSWER_LOST = auto()
    LOST_ON_THE_WAY = auto()
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()
    SLOW_DOWN_SITE = auto()
    SLOW_DOWN_ACTION = auto()
    FORBIDDEN = auto()
    SIGNED_OUT = auto()
    PENDING = auto()


class FlakyGateway:
    """Everything as the gateway behind it, but for sends."""

    def __init__(self, gateway: Gateway, faults: Iterator[Fault], after: Callable[[], None] = lambda: None) -> None:
        self._gateway = gateway
        self._faults = faults
        self._after = after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._gateway, name)

    def send(self, command: Command) -> Receipt:
        fault = next(self._faults, Fault.NONE)
        if fault is Fault.UNREACHABLE:
            raise Unavailable(why="no connection")
        if fault is Fault.LOST_ON_THE_WAY:
            raise OutcomeUnknown(why="the connection broke")
        if fault is Fault.KILLED_BEFORE:
            raise Killed
        if fault in (Fault.SLOW_DOWN_SITE, Fault.SLOW_DOWN_ACTION):
            raise RateLimited(seconds=30, scope="site" if fault is Fault.SLOW_DOWN_SITE else "action")
        if fault is Fault.FORBIDDEN:
            raise Forbidden(hint="not you")
        if fault is Fault.SIGNED_OUT:
            raise AuthFailed
        if fault is Fault.PENDING:
            return Receipt(ReceiptStatus.PENDING_APPROVAL)
        receipt = self._gateway.send(command)
        self._after()
        if fault is Fault.ANSWER_LOST:
            raise OutcomeUnknown(why="no answer in time")
        if fault is Fault.KILLED_AFTER:
            raise Killed
        return receipt
