"""Silencing and suspending members, and taking it back. A measure about a case is a call of its own.

Discourse wants an end and a reason for each, and does not extend one that stands: it is lifted first.
"""

from datetime import datetime, timedelta

from app.community.discourse import people
from app.community.discourse.site import MEMBER_WORDS, Site, needed, quoted, refused
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.domain.words import Words

LONGEST_REASON = 300
SAME_END = timedelta(seconds=60)
"""Two ends of a measure that lie so close together are the same."""

_NO_END = Words("需要将来的截止时间", "an end in the future is needed")
_REASON = Words(f"理由要有 1 到 {LONGEST_REASON} 个字", f"the reason must have 1 to {LONGEST_REASON} characters")


class Measures:
    """What is done about members."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def take(self, command: Command) -> Receipt:
        """Silence or suspend a member until a time, for a reason; a text, where there is one, is mailed to them."""
        intent = command.intent
        member_id, reason, until = needed(intent.member_id), intent.reason.strip(), intent.until
        if until is None or until.tzinfo is None or until <= self._site.clock():
            raise refused(_NO_END)
        if not 1 <= len(reason) <= LONGEST_REASON:
            raise refused(_REASON)
        self._site.check_base(command)
        silence = intent.kind is CommandKind.SILENCE
        body = {"silenced_till" if silence else "suspend_until": until.isoformat(), "reason": reason}
        if intent.text.strip():
            body["message"] = intent.text.strip()
        if intent.post_id:
            body["post_id"] = intent.post_id
        path = f"/admin/users/{quoted(member_id)}/{'silence' if silence else 'suspend'}.json"
        answer = self._site.send("PUT", path, body)
        if answer.status == 409:
            return self._stands(command, until)
        self._site.check(answer, MEMBER_WORDS)
        measured = self._site.taken(answer, people.MEASURED)
        taken = measured.silence or measured.suspension
        end = (taken.silenced_till or taken.suspended_till) if taken else None
        return self._receipt(member_id, ReceiptStatus.DONE, verified=_same(end, until))

    def _stands(self, command: Command, until: datetime) -> Receipt:
        """One stands already: it is this one, or has to be lifted first."""
        member_id = needed(command.intent.member_id)
        end = self._end(command)
        if _same(end, until):
            return self._receipt(member_id, ReceiptStatus.ALREADY_DONE, verified=True)
        shown = f"{end:%Y-%m-%d %H:%M} UTC" if end else "?"
        raise refused(
            Words(
                f"已有一项到 {shown} 的同类处置，要更改请先解除它",
                f"a measure of this kind stands until {shown}; lift it first to change it",
            )
        )

    def lift(self, command: Command) -> Receipt:
        """Let a member speak, or come back, again."""
        member_id = needed(command.intent.member_id)
        self._site.check_base(command)
        way = "unsilence" if command.intent.kind is CommandKind.UNSILENCE else "unsuspend"
        self._site.check(self._site.send("PUT", f"/admin/users/{quoted(member_id)}/{way}.json", {}), MEMBER_WORDS)
        return self._receipt(member_id, ReceiptStatus.DONE, verified=False)

    def find_measure(self, command: Command) -> Effect:
        """Whether a member stands as a command wants it."""
        member_id, end = needed(command.intent.member_id), self._end(command)
        taking = command.intent.kind in (CommandKind.SILENCE, CommandKind.SUSPEND)
        happened = _same(end, command.intent.until) if taking else end is None
        if not happened:
            over = taking and command.intent.until is not None and command.intent.until <= self._site.clock()
            return CANNOT_TELL if over else NOT_HAPPENED  # a measure that has ended leaves no trace
        return Effect(Found.HAPPENED, self._receipt(member_id, ReceiptStatus.DONE, verified=True))

    def _end(self, command: Command) -> datetime | None:
        member = self._site.staff_view(needed(command.intent.member_id))
        silence = command.intent.kind in (CommandKind.SILENCE, CommandKind.UNSILENCE)
        end = member.silenced_till if silence else member.suspended_till
        return people.standing(end, self._site.clock())

    def _receipt(self, member_id: str, status: ReceiptStatus, *, verified: bool) -> Receipt:
        url = self._site.url(f"/admin/users/{quoted(member_id)}/-")
        return Receipt(status, member_id, url, self._site.clock(), verified=verified)


def _same(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= SAME_END
