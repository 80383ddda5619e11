"""Muting and banning members, and lifting it.

NodeBB takes wrong ends with 200: a mute without one mutes nobody and breaks the member's history for good, a ban until
0, until a text or until a moment that has passed lasts for ever. So no end leaves this machine but a whole number of
milliseconds in the community's future, and what was written is read back.
"""

from datetime import datetime, timedelta

from app.community.http import Answer, Method
from app.community.nodebb import wire
from app.community.nodebb.forum import Forum, quoted, refusal
from app.community.nodebb.part import DONE_OR_REFUSED, needed, not_stored, receipt, unread
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, CommandKind, Receipt
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.domain.members import MemberId
from app.domain.words import Words
from app.errors import CommunityError, Invalid, NotFound

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=3660)
SAME_END = timedelta(seconds=60)
REASON_MAX = 300

_PATHS = {
    CommandKind.SILENCE: "mute",
    CommandKind.UNSILENCE: "mute",
    CommandKind.SUSPEND: "ban",
    CommandKind.UNSUSPEND: "ban",
}
_BEGINS = (CommandKind.SILENCE, CommandKind.SUSPEND)

_NO_END = Words("必须写明到什么时候为止", "it must say when it ends")
_PASSED = Words("截止时间已过，或不到一分钟后", "its end has passed, or is less than a minute away")
_TOO_LONG = Words("截止时间在十年以后", "its end is more than ten years away")


class Measures:
    """Mutes, bans, and lifts both."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def check(self, command: Command) -> None:
        """A measure needs a member, and an end that lay in the future when it was first sent."""
        needed(command.intent.member_id)
        if command.intent.kind in _BEGINS:
            _check_end(command.intent.until, command.first_sent_at or self._forum.clock())

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Once: a repeat would stand in the member's history as a second measure."""
        intent = command.intent
        self._forum.sign_in()  # how its clock stands, now
        standing = self._standing(command)
        if self._is_so(command, standing):
            return self._receipt(command, already=True)
        if intent.kind in _BEGINS:
            _check_end(intent.until, self._forum.now())
            self._keep_longer(command, standing)
        answer = self._write(command)
        if answer.status not in DONE_OR_REFUSED:
            raise refusal(answer)
        try:
            standing = self._standing(command)
        except CommunityError as error:
            raise unread(error) from None
        if not self._is_so(command, standing):
            raise not_stored(answer)
        return self._receipt(command)

    def find(self, command: Command) -> Effect:
        """The member stands as wanted. A measure that is over left nothing that would show it."""
        try:
            if self._is_so(command, self._standing(command)):
                return Effect(Found.HAPPENED, self._receipt(command))
        except NotFound:
            return NOT_HAPPENED
        until = command.intent.until
        return CANNOT_TELL if until is not None and until <= self._forum.now() else NOT_HAPPENED

    def _standing(self, command: Command) -> datetime | None:
        """Until when the member is muted or banned; None for not at all."""
        member = self._forum.member(MemberId(needed(command.intent.member_id)))
        muted = _PATHS[command.intent.kind] == "mute"
        until = member.silenced_until() if muted else member.suspended_until()
        return until if until is not None and until > self._forum.now() else None

    def _is_so(self, command: Command, standing: datetime | None) -> bool:
        until = command.intent.until
        if command.intent.kind not in _BEGINS or until is None:
            return standing is None
        return standing is not None and abs(standing - until) <= SAME_END

    def _keep_longer(self, command: Command, standing: datetime | None) -> None:
        """What somebody decided for longer is not cut short in passing."""
        until = command.intent.until
        if standing is not None and until is not None and standing > until:
            end = standing.date().isoformat()
            raise Invalid(
                why=Words(
                    f"已有更长的处置，到 {end} 为止；要缩短，请先解除",
                    f"a longer one is in force, until {end}; lift it first to shorten it",
                )
            )

    def _write(self, command: Command) -> Answer:
        intent = command.intent
        reason = {"reason": intent.reason.strip()[:REASON_MAX]} if intent.reason.strip() else {}
        path = f"/api/v3/users/{quoted(needed(intent.member_id))}/{_PATHS[intent.kind]}"
        method: Method = "DELETE"
        body: dict[str, object] = {**reason}
        if intent.kind in _BEGINS:
            _check_end(intent.until, self._forum.now())
            method, body = "PUT", {"until": wire.milliseconds(intent.until or self._forum.now()), **reason}
        return self._forum.http.write(method, path, body)

    def _receipt(self, command: Command, *, already: bool = False) -> Receipt:
        return receipt(self._forum, needed(command.intent.member_id), already=already)


def _check_end(until: datetime | None, now: datetime) -> None:
    """Let pass an end that NodeBB takes for what it is."""
    if until is None or until.tzinfo is None:
        raise Invalid(why=_NO_END)
    if until - now < SHORTEST:
        raise Invalid(why=_PASSED)
    if until - now > LONGEST:
        raise Invalid(why=_TOO_LONG)
