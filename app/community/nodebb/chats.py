"""Sending a private message, and finding one whose answer was lost."""

from app.community.nodebb import wire, wire_chats
from app.community.nodebb.forum import MEMBER_WORDS, Forum, quoted
from app.community.nodebb.messages import FIRST_ROOMS, MESSAGES, MORE_ROOMS, MOST_ROOM_PAGES
from app.community.nodebb.part import needed, receipt
from app.community.nodebb.texts import MOST_PAGES, Search, check_text, marked
from app.community.nodebb.wire_flags import WireFlag
from app.domain.commands import Command, Receipt
from app.domain.community import Effect, Found
from app.errors import OutcomeUnknown


class Chats:
    """Writes into the rooms this account shares with one other member."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

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
        """Look in every room it can have gone to, which need not be the one found for the member now."""
        look = Search(self._forum, command)
        for room_id in self._rooms(command, look):
            message_id = self._in_room(room_id, look)
            if message_id:
                return Effect(Found.HAPPENED, receipt(self._forum, message_id))
        return look.absent()

    def _rooms(self, command: Command, look: Search) -> list[str]:
        """The rooms with the member, and those that everybody else has left since."""
        found: dict[str, None] = {}
        path, listed = FIRST_ROOMS, 0
        for _ in range(MOST_ROOM_PAGES):
            if not look.goes_on():
                return list(found)
            rooms = self._forum.get(path, wire_chats.ROOMS).response.rooms
            for room in rooms:
                with_member = room.has(needed(command.intent.member_id))
                if with_member or (not room.users and not room.unused_since(look.since)):
                    found[wire.text(room.room_id)] = None
            if not rooms or rooms[-1].unused_since(look.since):
                return list(found)
            listed += len(rooms)
            path = f"/api/v3/chats?start={listed}&perPage={MORE_ROOMS}"
        look.all_seen = False
        return list(found)

    def _in_room(self, room_id: str, look: Search) -> str:
        """The id of the message in a room; "" for none."""
        path = f"/api/v3/chats/{quoted(room_id)}/messages"
        for page in range(MOST_PAGES):
            if not look.goes_on():
                return ""
            listed = self._forum.get(f"{path}?start={page * MESSAGES}", wire_chats.MESSAGES).response.messages
            recent = [message for message in reversed(listed) if wire.moment(message.timestamp) >= look.since]
            for message_id in (wire.text(message.mid) for message in recent if wire.text(message.fromuid) == look.me):
                if look.holds(f"{path}/{quoted(message_id)}/raw"):
                    return message_id
            if not listed or len(recent) < len(listed):
                return ""
        look.all_seen = False
        return ""
