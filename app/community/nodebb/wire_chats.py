"""NodeBB's private rooms and what is said in them."""

from datetime import datetime

from msgspec import Struct, field
from msgspec.json import Decoder

from app.community.nodebb.wire import Envelope, Id, Number, WireUser, moment, number, shown, text
from app.domain.community import Message
from app.domain.members import MemberRef


class WireMessage(Struct):
    """A private message; its content is HTML. As the newest of a room it comes without its id."""

    timestamp: Number
    mid: Id | None = None
    fromuid: Id | None = None
    content: str | None = None
    deleted: Number = 0
    system: Number = 0

    @property
    def told(self) -> bool:
        """Whether a person said it and it still stands."""
        return not number(self.deleted) and not number(self.system) and self.mid is not None

    def read(self, member: MemberRef) -> Message:
        """In our words, as exchanged with a member."""
        ours = text(self.fromuid) != member.id
        return Message(text(self.mid), member, ours, moment(self.timestamp), shown(self.content))


class WireRoom(Struct, rename="camel"):
    """A private room with its newest message; without an id where there is none yet. `users` are the others in it."""

    room_id: Id | None = None
    teaser: WireMessage | None = None
    users: list[WireUser] = field(default_factory=list)
    user_count: Number = None
    group_chat: bool = False
    public: Number = 0

    @property
    def last(self) -> int:
        """When something was said last, in milliseconds since 1970; 0 for never."""
        return number(self.teaser.timestamp) if self.teaser else 0

    def has(self, member_id: str) -> bool:
        """Whether a member is in it."""
        return any(text(user.uid) == member_id for user in self.users)

    def unused_since(self, at: datetime) -> bool:
        """Whether all was said before a time; what somebody deleted, or one whom we blocked said, is not told."""
        return self.teaser is not None and moment(self.teaser.timestamp) < at

    def other(self) -> MemberRef | None:
        """Who else is in it; None where that is nobody or several."""
        several = self.group_chat or number(self.public) or number(self.user_count) > 2
        return None if several or len(self.users) != 1 else self.users[0].read()


class WireRooms(Struct):
    """This account's private rooms, the last used first."""

    rooms: list[WireRoom]


class WireMessages(Struct):
    """Fifty messages of a room, the oldest of them first."""

    messages: list[WireMessage] = field(default_factory=list)


class Unfinished(Struct):
    """A room of which only the newest messages are read so far: how many, and up to when it is known at its end."""

    room: str
    read: int
    last: int


class MessagesCursor(Struct, omit_defaults=True):
    """Where reading the rooms stopped, in milliseconds since 1970: room by room, and for all others."""

    since: int
    rooms: dict[str, int] = field(default_factory=dict)
    unfinished: Unfinished | None = None

    def known(self, room_id: str) -> int:
        """Up to when a room was read."""
        return max(self.rooms.get(room_id, 0), self.since)


ROOM = Decoder(Envelope[WireRoom])
ROOMS = Decoder(Envelope[WireRooms])
MESSAGE = Decoder(Envelope[WireMessage])
MESSAGES = Decoder(Envelope[WireMessages])
MESSAGES_CURSOR = Decoder(MessagesCursor)
