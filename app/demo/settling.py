"""Who has a case in the demo community, and how it is settled there."""

from threading import RLock
from typing import Protocol

from msgspec import structs

from app.community.bridge import wire
from app.demo.refusals import Refusal, found
from app.domain.cases import CommunityState
from app.domain.commands import ReceiptStatus


class Kept(Protocol):
    """What a community keeps, as far as settling needs it."""

    _lock: RLock
    _cases: dict[str, wire.WireCase]

    def _touch(self, case_id: str) -> str: ...

    def _receipt(
        self, command: wire.WireCommand, *, remote_id: str = "", status: ReceiptStatus = ..., reason: str = ""
    ) -> wire.WireReceipt: ...


def claim(kept: Kept, acting: wire.WireRef, command: wire.WireCommand) -> wire.WireReceipt:
    """Take a case, unless somebody else has it."""
    case = found(kept._cases, command.case_id or "")
    if case.assignee and case.assignee.id != acting.id:
        return kept._receipt(command, status=ReceiptStatus.REJECTED, reason=f"claimed by {case.assignee.name}")
    if case.assignee:
        return kept._receipt(command, status=ReceiptStatus.ALREADY_DONE)
    kept._cases[case.id] = structs.replace(case, assignee=acting, state=CommunityState.IN_PROGRESS)
    kept._touch(case.id)
    return kept._receipt(command)


def release(kept: Kept, command: wire.WireCommand) -> wire.WireReceipt:
    """Give a case back."""
    case = found(kept._cases, command.case_id or "")
    kept._cases[case.id] = structs.replace(case, assignee=None, state=CommunityState.OPEN)
    kept._touch(case.id)
    return kept._receipt(command)


def resolve(kept: Kept, command: wire.WireCommand) -> wire.WireReceipt:
    """Settle the report of a case."""
    case = found(kept._cases, command.case_id or "")
    if command.decision is None or not command.decision.settled:
        raise Refusal(422, "invalid", "a decision is needed")
    if case.state is command.decision:
        return kept._receipt(command, status=ReceiptStatus.ALREADY_DONE)
    kept._cases[case.id] = structs.replace(case, state=command.decision)
    kept._touch(case.id)
    return kept._receipt(command)
