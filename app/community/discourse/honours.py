"""Granting badges to members, and revoking them."""

from app.community.discourse import people, wire
from app.community.discourse.lost import by_times
from app.community.discourse.site import MEMBER_WORDS, Site, needed, number, quoted, refused
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import NOT_HAPPENED, Effect, Found
from app.domain.words import Words

_NO_BADGE = Words("荣誉编号不是徽章的编号", "the honour is no badge of this site")


class Honours:
    """What is done with badges. To grant one twice leaves one, except for badges that can be had many times."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def grant(self, command: Command) -> Receipt:
        """Grant a badge."""
        member_id, badge_id = needed(command.intent.member_id), _badge(command)
        body = {"username": self._site.username(member_id), "badge_id": badge_id}
        granted = self._site.write("POST", "/user_badges.json", body, people.GRANTED).user_badge
        return self._receipt(str(granted.id), ReceiptStatus.DONE)

    def revoke(self, command: Command) -> Receipt:
        """Revoke a badge, the newest of its kind."""
        member_id, badge_id = needed(command.intent.member_id), _badge(command)
        _, held = self._held(member_id, badge_id)
        if not held:
            return self._receipt("", ReceiptStatus.ALREADY_DONE)
        answer = self._site.send("DELETE", f"/user_badges/{held[0].id}.json", {})
        if answer.status == 404:
            return self._receipt("", ReceiptStatus.ALREADY_DONE)
        self._site.check(answer)
        return self._receipt(str(held[0].id), ReceiptStatus.DONE)

    def _held(self, member_id: str, badge_id: int) -> tuple[bool, list[people.WireUserBadge]]:
        """Whether a badge can be had many times, and how often a member has it, the newest first."""
        path = f"/user-badges/{quoted(self._site.username(member_id))}.json"
        found = self._site.get(path, people.BADGES, what=MEMBER_WORDS)
        held = [one for one in found.user_badges if one.badge_id == badge_id]
        many = any(badge.multiple_grant for badge in found.badges if badge.id == badge_id)
        return many, sorted(held, key=lambda one: one.granted_at or wire.NEVER, reverse=True)

    def find_badge(self, command: Command) -> Effect:
        """Whether a member has a badge, or has it no more. One that can be had many times must be ours, and new."""
        many, held = self._held(needed(command.intent.member_id), _badge(command))
        granting = command.intent.kind is CommandKind.GRANT_HONOUR
        happened = bool(held) is granting
        if granting and many:
            me = self._site.me
            ours = [one.granted_at or wire.NEVER for one in held if str(one.granted_by_id) == me]
            effect = by_times(self._site, command, ours)
            if effect.found is not Found.HAPPENED:
                return effect
        remote_id = str(held[0].id) if held else ""
        return Effect(Found.HAPPENED, self._receipt(remote_id, ReceiptStatus.DONE)) if happened else NOT_HAPPENED

    def _receipt(self, remote_id: str, status: ReceiptStatus) -> Receipt:
        return Receipt(status, remote_id, at=self._site.clock(), verified=True)


def _badge(command: Command) -> int:
    badge = number(needed(command.intent.honour_id))
    if badge is None:
        raise refused(_NO_BADGE)
    return badge
