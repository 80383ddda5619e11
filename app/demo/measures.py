"""Measures in the demo community: they touch what an account may say, never the car or anything bought."""

from collections.abc import Callable
from datetime import datetime
from threading import RLock
from typing import Protocol

from msgspec import structs

from app.community.bridge import wire
from app.demo.feed import Feed
from app.demo.refusals import Refusal, found
from app.domain.commands import CommandKind, ReceiptStatus


class Kept(Protocol):
    """What a community keeps, as far as measures need it."""

    _lock: RLock
    _clock: Callable[[], datetime]
    _feed: Feed
    _members: dict[str, wire.WireMember]
    _cases: dict[str, wire.WireCase]


_STANDING = {
    CommandKind.SILENCE: "silenced_until",
    CommandKind.UNSILENCE: "silenced_until",
    CommandKind.SUSPEND: "suspended_until",
    CommandKind.UNSUSPEND: "suspended_until",
}
_BEGIN = (CommandKind.SILENCE, CommandKind.SUSPEND)


def apply(kept: Kept, command: wire.WireCommand) -> wire.WireReceipt:
    """Mute or suspend an account until a time, or end that. A measure without an end is refused."""
    member, kind = found(kept._members, command.member_id or ""), CommandKind(command.kind)
    until = command.until if kind in _BEGIN else None
    if kind in _BEGIN and (until is None or until <= kept._clock()):
        raise Refusal(422, "invalid", "a measure needs an end that lies ahead")
    if kind in _BEGIN and member.is_staff:
        raise Refusal(403, "forbidden", "staff are not muted here")
    which = _STANDING[kind]
    done = getattr(member.standing, which) == until
    if not done:
        standing = structs.replace(member.standing, **{which: until})
        kept._members[member.id] = structs.replace(member, standing=standing)
        kept._feed.announce("member", member.id)
    case = kept._cases.get(command.case_id or "")
    status = ReceiptStatus.ALREADY_DONE if done else ReceiptStatus.DONE
    return wire.WireReceipt(status, member.id, at=kept._clock(), case_version=case.version if case else "")
