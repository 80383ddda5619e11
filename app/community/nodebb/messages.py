"""The private messages of this account, read room by room: only what it talks about with one other member."""

from datetime import timedelta

import msgspec

from app.community.nodebb import wire, wire_chats
from app.community.nodebb.forum import Forum, quoted
from app.domain.community import Message, MessagePage
from app.domain.members import MemberRef

FIRST_LOOK_BACK = timedelta(days=30)
ROOMS, MORE_ROOMS, MESSAGES = 20, 100, 50
"""How many a full page holds: of rooms at first, of rooms after that, of messages."""
FIRST_ROOMS = f"/api/v3/chats?start=0&stop={ROOMS - 1}"
MOST_ROOM_PAGES, MOST_MESSAGE_PAGES = 10, 20
MOST_ROOMS = 8
"""Rooms read in one call; the rest follows in the next."""
REMEMBERED = 200
"""Rooms of which it is known one by one how far they were read."""


class Messages:
    """Reads the rooms with something new in them."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def messages(self, written: str | None) -> MessagePage:
        """Messages after the cursor, oldest first. Nothing new costs one request, the list of rooms."""
        cursor = self._cursor(written)
        fresh = self._fresh(cursor)
        found: list[Message] = []
        read = 0
        # The rooms used longest ago come first: what is left is still at the top of the list next time.
        for room in reversed(fresh):
            if read >= MOST_ROOMS and found:
                break
            read += 1
            other, room_id = room.other(), wire.text(room.room_id)
            if other is not None:
                found += self._said(room_id, other, cursor.known(room_id))
            cursor.rooms[room_id] = room.last
        found.sort(key=lambda message: (message.at, message.id))
        return MessagePage(tuple(found), _written(cursor), more=read < len(fresh))

    def _cursor(self, written: str | None) -> wire_chats.MessagesCursor:
        """Where to read on. A cursor that isn't ours is none: what is read twice is the same messages."""
        try:
            return wire_chats.MESSAGES_CURSOR.decode(written or "")
        except (msgspec.DecodeError, UnicodeError):
            self._forum.account()
            return wire_chats.MessagesCursor(wire.milliseconds(self._forum.now() - FIRST_LOOK_BACK))

    def _fresh(self, cursor: wire_chats.MessagesCursor) -> list[wire_chats.WireRoom]:
        """The rooms in which something was said since they were read, the last used first."""
        fresh: list[wire_chats.WireRoom] = []
        path, listed = FIRST_ROOMS, 0
        for _ in range(MOST_ROOM_PAGES):
            rooms = self._forum.get(path, wire_chats.ROOMS).response.rooms
            here = [room for room in rooms if room.room_id and room.last > cursor.known(wire.text(room.room_id))]
            fresh += here
            listed += len(rooms)
            if not here or listed < ROOMS:
                break
            path = f"/api/v3/chats?start={listed}&perPage={MORE_ROOMS}"
        return fresh

    def _said(self, room_id: str, other: MemberRef, after: int) -> list[Message]:
        """What was said in a room after a time."""
        found: dict[str, Message] = {}
        for page in range(MOST_MESSAGE_PAGES):
            path = f"/api/v3/chats/{quoted(room_id)}/messages?start={page * MESSAGES}"
            listed = self._forum.get(path, wire_chats.MESSAGES).response.messages
            new = [message for message in listed if wire.number(message.timestamp) > after]
            found |= {wire.text(message.mid): message.read(other) for message in new if message.told}
            if len(listed) < MESSAGES or len(new) < len(listed):
                break
        return list(found.values())


def _written(cursor: wire_chats.MessagesCursor) -> str:
    """The cursor, which forgets the rooms used longest ago: they were read up to there at least."""
    kept = sorted(cursor.rooms.items(), key=lambda entry: entry[1])
    forgotten, kept = kept[: max(len(kept) - REMEMBERED, 0)], kept[-REMEMBERED:]
    since = max([cursor.since, *(last for _, last in forgotten)])
    return msgspec.json.encode(wire_chats.MessagesCursor(since, dict(kept))).decode()
