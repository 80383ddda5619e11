"""The private messages of this account, read room by room: only what it talks about with one other member."""

from datetime import timedelta

import msgspec

from app.community.nodebb import wire, wire_chats
from app.community.nodebb.forum import Forum, quoted
from app.domain.community import Message, MessagePage

FIRST_LOOK_BACK = timedelta(days=30)
ROOMS, MORE_ROOMS, MESSAGES = 20, 100, 50
"""How many a full page holds: of rooms at first, of rooms after that, of messages."""
FIRST_ROOMS = f"/api/v3/chats?start=0&stop={ROOMS - 1}"
MOST_REQUESTS, MOST_ROOM_PAGES = 8, 6
"""Requests made in one call, and how many of them can go to the list of rooms; the rest follows in the next."""
MOST_MESSAGES = 1000
"""Messages read of one room that are new at once."""
REMEMBERED = 200
"""Rooms of which it is known one by one how far they were read."""


class Messages:
    """Reads the rooms with something new in them."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def messages(self, written: str | None) -> MessagePage:
        """Messages after the cursor, oldest first. Nothing new costs one request, the list of rooms.

        A long talk is read from its end, in as many calls as it takes.
        """
        enough = self._forum.http.requests + MOST_REQUESTS
        cursor = self._cursor(written)
        # The rooms used longest ago come first: what is left is still at the top of the list next time.
        left = _in_order(self._fresh(cursor), cursor)
        found: list[Message] = []
        while left and self._forum.http.requests < enough:
            room = left[0]
            if room.other() is None:
                cursor.rooms[wire.text(room.room_id)] = room.last
            else:
                found += self._said(room, cursor)
            if cursor.unfinished is None:
                del left[0]
        found.sort(key=lambda message: (message.at, message.id))
        # Where all requests went to what nobody says any more, the rest waits for the next round.
        return MessagePage(tuple(found), _written(cursor, REMEMBERED if not left else None), more=bool(left and found))

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

    def _said(self, room: wire_chats.WireRoom, cursor: wire_chats.MessagesCursor) -> list[Message]:
        """What one page says of a room; it is left unfinished in the cursor unless that was the last."""
        room_id, other = wire.text(room.room_id), room.other()
        at = cursor.unfinished or wire_chats.Unfinished(room_id, 0, room.last)
        path = f"/api/v3/chats/{quoted(room_id)}/messages?start={at.read}"
        listed = self._forum.get(path, wire_chats.MESSAGES).response.messages
        new = [message for message in listed if wire.number(message.timestamp) > cursor.known(room_id)]
        at.read += len(listed)
        if len(listed) < MESSAGES or len(new) < len(listed) or at.read >= MOST_MESSAGES:
            cursor.rooms[room_id], cursor.unfinished = at.last, None
        else:
            cursor.unfinished = at
        return [message.read(other) for message in new if message.told and other]


def _in_order(fresh: list[wire_chats.WireRoom], cursor: wire_chats.MessagesCursor) -> list[wire_chats.WireRoom]:
    """The rooms used longest ago first, and before them the one that was begun, where it is still there."""
    at = cursor.unfinished
    begun = [room for room in fresh if at and wire.text(room.room_id) == at.room and room.other() is not None]
    if not begun:
        cursor.unfinished = None
    return begun + [room for room in reversed(fresh) if room not in begun]


def _written(cursor: wire_chats.MessagesCursor, most: int | None) -> str:
    """The cursor, which forgets the rooms used longest ago: they, and all others, were read up to there at least.

    Args:
        most: how many rooms it remembers; None for all, where some are still to be read.
    """
    kept = sorted(cursor.rooms.items(), key=lambda entry: entry[1])
    forgotten = kept[: max(len(kept) - most, 0)] if most is not None else []
    since = max([cursor.since, *(last for _, last in forgotten)])
    now = wire_chats.MessagesCursor(since, dict(kept[len(forgotten) :]), cursor.unfinished)
    return msgspec.json.encode(now).decode()
