"""Honours in the demo community: badges on an account, by the list of what can be granted."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from msgspec import structs

from app.community.bridge import wire
from app.demo.feed import Feed
from app.demo.refusals import Refusal, found
from app.domain.commands import CommandKind, ReceiptStatus


class Kept(Protocol):
    """What a community keeps, as far as honours need it."""

    _clock: Callable[[], datetime]
    _feed: Feed
    _members: dict[str, wire.WireMember]
    _honours: list[wire.WireHonour]


def apply(kept: Kept, command: wire.WireCommand) -> wire.WireReceipt:
    """Put an honour on an account, or take it off; twice is once."""
    member = found(kept._members, command.member_id or "")
    honour = next((one for one in kept._honours if one.id == command.honour_id and one.grantable), None)
    if honour is None:
        raise Refusal(422, "invalid", "there is no such honour that can be granted")
    others = [one for one in member.honours if one.id != honour.id]
    wanted = [*others, honour] if CommandKind(command.kind) is CommandKind.GRANT_HONOUR else others
    status = ReceiptStatus.ALREADY_DONE
    if len(wanted) != len(member.honours):
        status = ReceiptStatus.DONE
        kept._members[member.id] = structs.replace(member, honours=wanted)
        kept._feed.announce("member", member.id)
    return wire.WireReceipt(status, member.id, at=kept._clock())
