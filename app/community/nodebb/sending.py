"""Doing something in a NodeBB forum, and finding out what became of it when the answer was lost."""

from collections.abc import Mapping
from dataclasses import replace

from app.community.nodebb.capabilities import ASK_FOR_BAN, ASK_FOR_EDIT, ASK_FOR_GROUP, ASK_FOR_MUTE, ASK_FOR_REMOVAL
from app.community.nodebb.chats import Chats
from app.community.nodebb.flags import Flags
from app.community.nodebb.forum import Forum, Poisoned
from app.community.nodebb.honours import Honours
from app.community.nodebb.measures import Measures
from app.community.nodebb.notices import Notices
from app.community.nodebb.part import Part, check_characters
from app.community.nodebb.posts import PostStates, Replies
from app.community.nodebb.settled_mark import Marks
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, CommandKind, Receipt
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect
from app.domain.words import Words
from app.errors import BrokenAnswer, CommunityError, Conflict, Forbidden, Invalid, NotFound

HINTS: Mapping[CommandKind, Words] = {
    CommandKind.UPDATE_REPLY: ASK_FOR_EDIT,
    CommandKind.SILENCE: ASK_FOR_MUTE,
    CommandKind.UNSILENCE: ASK_FOR_MUTE,
    CommandKind.SUSPEND: ASK_FOR_BAN,
    CommandKind.UNSUSPEND: ASK_FOR_BAN,
    CommandKind.GRANT_HONOUR: ASK_FOR_GROUP,
    CommandKind.REVOKE_HONOUR: ASK_FOR_REMOVAL,
}
"""Whom to ask for the right that a refused command needs."""


class Sending:
    """What is written to a forum, and what became of it: one thing at a time."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum
        flags, states, measures = Flags(forum), PostStates(forum), Measures(forum)
        honours, notices = Honours(forum), Notices(forum)
        self._parts: Mapping[CommandKind, Part] = {
            CommandKind.CLAIM: flags,
            CommandKind.RELEASE: flags,
            CommandKind.RESOLVE: flags,
            CommandKind.NOTE: flags,
            CommandKind.MESSAGE: Chats(forum),
            CommandKind.REPLY: Replies(forum),
            CommandKind.UPDATE_REPLY: Marks(forum),
            CommandKind.HIDE: states,
            CommandKind.DELETE: states,
            CommandKind.RESTORE: states,
            CommandKind.SILENCE: measures,
            CommandKind.UNSILENCE: measures,
            CommandKind.SUSPEND: measures,
            CommandKind.UNSUSPEND: measures,
            CommandKind.GRANT_HONOUR: honours,
            CommandKind.REVOKE_HONOUR: honours,
            CommandKind.PUBLISH_NOTICE: notices,
            CommandKind.UPDATE_NOTICE: notices,
        }

    def send(self, command: Command) -> Receipt:
        """Do something. Between the look at the case and the write a moment remains that no lock guards."""
        kind = command.intent.kind
        part = self._parts[kind]
        check_characters(command)
        part.check(command)
        with self._forum.sending:
            flag = self._base(command)
            try:
                receipt = part.send(command, flag)
            except Poisoned as error:
                raise Invalid(why=error.fields["why"]) from None
            except Forbidden as error:
                self._forum.forget_rights()
                raise Forbidden(hint=HINTS.get(kind, error.fields["hint"])) from None
            return self._carry_on(command, flag, receipt)

    def find_effect(self, command: Command) -> Effect:
        """Whether a command happened: its values are there, or its mark in one of our texts since the send."""
        part = self._parts[command.intent.kind]
        try:
            check_characters(command)
            part.check(command)
        except Invalid:
            return NOT_HAPPENED  # it is never sent
        try:
            return part.find(command)
        except (BrokenAnswer, Forbidden, NotFound):
            return CANNOT_TELL

    def _base(self, command: Command) -> WireFlag | None:
        """The lock that NodeBB lacks: see whether the case is still as it was."""
        if command.intent.case_id is None or not command.base_version:
            return None
        try:
            flag = self._forum.flag(command.intent.case_id)
        except Poisoned as error:
            raise Invalid(why=error.fields["why"]) from None
        if flag.version != command.base_version:
            raise Conflict
        return flag

    def _carry_on(self, command: Command, before: WireFlag | None, receipt: Receipt) -> Receipt:
        """The receipt with the version on which the next step builds.

        Deleting a post settles its flag, and so may a ban: that is our own doing, unless anything else changed too.
        """
        case_id = command.intent.case_id
        if before is None or case_id is None or receipt.case_version:
            return receipt
        if command.intent.kind in (CommandKind.MESSAGE, CommandKind.REPLY):
            return receipt
        try:
            after = self._forum.flag(case_id)
        except CommunityError:
            return receipt  # it is done all the same; the next step reads the case by itself
        return replace(receipt, case_version=after.version) if after.ground == before.ground else receipt
