"""Putting members into the groups that serve as honours, and taking them out."""

from app.community.nodebb.forum import Forum, quoted, refusal
from app.community.nodebb.members import Members
from app.community.nodebb.part import DONE_OR_REFUSED, needed, not_stored, receipt, unread
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, CommandKind, Receipt
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.domain.members import MemberId
from app.errors import CommunityError, Forbidden, NotFound


class Honours:
    """Grants and revokes. A refusal for lack of rights is answered with 400 like any other."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum
        self._members = Members(forum)

    def check(self, command: Command) -> None:
        """It needs a member and a group."""
        needed(command.intent.member_id)
        needed(command.intent.honour_id)

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Change what is not so already."""
        intent = command.intent
        if self._is_so(command):
            return self._receipt(command, already=True)
        path = f"/api/v3/groups/{quoted(intent.honour_id)}/membership/{quoted(needed(intent.member_id))}"
        answer = self._forum.http.write("PUT" if intent.kind is CommandKind.GRANT_HONOUR else "DELETE", path, {})
        if answer.status not in DONE_OR_REFUSED:
            raise refusal(answer)
        try:
            so = self._is_so(command)
        except CommunityError as error:
            raise unread(error) from None
        if so is False and answer.status == 400 and not self._may(command):
            raise Forbidden(hint="HTTP 400")
        if not so and (so is False or answer.status == 400):
            raise not_stored(answer)
        return self._receipt(command, verified=bool(so))

    def find(self, command: Command) -> Effect:
        """The member is in the group, or is not."""
        try:
            so = self._is_so(command)
        except NotFound:
            return NOT_HAPPENED
        if so is None:
            return CANNOT_TELL
        return Effect(Found.HAPPENED, self._receipt(command)) if so else NOT_HAPPENED

    def _may(self, command: Command) -> bool:
        rights = self._forum.rights()
        return rights.admin if command.intent.kind is CommandKind.GRANT_HONOUR else rights.moderator

    def _is_so(self, command: Command) -> bool | None:
        """Whether membership is as wanted; None where it is not for us to see."""
        member = self._forum.member(MemberId(needed(command.intent.member_id)))
        info = self._members.info(member)
        if info is None:
            return None
        return info.in_group(command.intent.honour_id) is (command.intent.kind is CommandKind.GRANT_HONOUR)

    def _receipt(self, command: Command, *, already: bool = False, verified: bool = True) -> Receipt:
        return receipt(self._forum, command.intent.honour_id, already=already, verified=verified)
