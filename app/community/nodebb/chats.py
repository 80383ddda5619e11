"""Sending a private message, and finding one whose answer was lost."""

from app.community.nodebb import wire, wire_chats
from app.community.nodebb.forum import MEMBER_WORDS, Forum, quoted
from app.community.nodebb.messages import FIRST_ROOMS, MESSAGES, ROOMS
from app.community.nodebb.part import needed, receipt
from app.community.nodebb.texts import Texts, check_text, mark_of, marked
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, Receipt
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.errors import OutcomeUnknown


class Chats:
    """Writes into the rooms this account shares with one other member."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum
        self._texts = Texts(forum)

    def check(self, command: Command) -> None:
        """A message needs a member and a text."""
        needed(command.intent.member_id)
        check_text(command)

    def send(self, command: Command, flag: WireFlag | None) -> Receipt:
        """Into the room there is, else into a new one."""
        path = f"/api/v3/chats/{quoted(self._room(needed(command.intent.member_id)))}"
        sent = self._forum.write(path, {"message": marked(command)}, wire_chats.MESSAGE).response
        if sent.mid is None:
            raise OutcomeUnknown(why="the answer names no message")
        return receipt(self._forum, wire.text(sent.mid), verified=False)

    def _room(self, member_id: str) -> str:
        """The room with a member. A new one is made only where there is none: asked twice, NodeBB makes two."""
        found = self._forum.get(f"/api/v3/users/{quoted(member_id)}/chat", wire_chats.ROOM, MEMBER_WORDS).response
        if found.room_id:
            return wire.text(found.room_id)
        uids = {"uids": [wire.id_to_send(member_id)]}
        made = self._forum.write("/api/v3/chats", uids, wire_chats.ROOM).response
        if not made.room_id:
            raise OutcomeUnknown(why="the answer names no room")
        return wire.text(made.room_id)

    def find(self, command: Command) -> Effect:
        """Look in every room used since: the one it went to need not be the one found for the member now."""
        me = wire.text(self._forum.sign_in().uid)
        since, mark = self._texts.since(command), mark_of(command)
        rooms = self._forum.get(FIRST_ROOMS, wire_chats.ROOMS).response.rooms
        used = [room for room in rooms if room.teaser and wire.moment(room.teaser.timestamp) >= since]
        all_seen = len(used) < ROOMS
        for room in used:
            path = f"/api/v3/chats/{quoted(wire.text(room.room_id))}/messages"
            messages = self._forum.get(f"{path}?start=0", wire_chats.MESSAGES).response.messages
            recent = [message for message in reversed(messages) if wire.moment(message.timestamp) >= since]
            for message_id in (wire.text(message.mid) for message in recent if wire.text(message.fromuid) == me):
                if mark in self._texts.raw(f"{path}/{quoted(message_id)}/raw"):
                    return Effect(Found.HAPPENED, receipt(self._forum, message_id))
            all_seen = all_seen and len(recent) < MESSAGES
        return NOT_HAPPENED if all_seen else CANNOT_TELL
