"""A community without any API: a chat group, the phone, events. People do everything there; Steward keeps the list.

Nothing is ever requested or sent. The token is `NAME:SECRET`, made on this machine: it names who acts, and no server
proves it. Whoever can open the workspace can act under any name here, as on paper; the ledger says which name it was,
and of a second person's consent that it is unverified.
"""

from datetime import timedelta

from app.domain.cases import CaseId
from app.domain.commands import Command, CommandKind, Receipt
from app.domain.community import (
    CANNOT_TELL,
    Acknowledgement,
    AuditPage,
    Capability,
    ChangePage,
    CommunityInfo,
    Effect,
    Feature,
    Level,
    MessagePage,
    RemoteCase,
)
from app.domain.connecting import manual_address, person_id, plain_name
from app.domain.members import Honour, Member, MemberId, MemberRef
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, ThreadId, ThreadSlice
from app.domain.words import Words
from app.errors import AuthFailed, BadAddress, Invalid, NotFound

BY_A_PERSON = Words(
    "这里没有接口：请在群里、电话里或现场办理，再回来登记",
    "there is no API here: do it in the group, by phone or on the spot, then tick it off",
)
KEPT_HERE = Words("这里没有接口：只记在本机的工单里", "there is no API here: it is kept in the case only")
_NOTHING_TOLD = Words(
    "这里没有接口：没有人登记的事，Steward 不会知道", "there is no API here: what nobody enters is not known"
)
_ONCE = Words(
    "由人办理，登记一次算一次；登记之前请先看看是否有人做过",
    "a person does it and ticks it off once; look first whether somebody has done it",
)

_KEPT_HERE = (CommandKind.CLAIM, CommandKind.RELEASE, CommandKind.RESOLVE, CommandKind.NOTE)
_DONE_ONCE = (Feature.MESSAGE_ONCE, Feature.REPLY_ONCE)

CAPABILITIES: dict[str, Capability] = {
    **{kind.value: Capability(Level.MANUAL, BY_A_PERSON) for kind in CommandKind},
    **{kind.value: Capability(Level.LOCAL_ONLY, KEPT_HERE) for kind in _KEPT_HERE},
    **{feature.value: Capability(Level.UNSUPPORTED, _NOTHING_TOLD) for feature in Feature},
    **{feature.value: Capability(Level.UNSUPPORTED, _ONCE) for feature in _DONE_ONCE},
}


class ManualGateway:
    """A community that can't be asked anything, in the shape of one that can.

    Args:
        url: `manual:` and its name.
        token: who acts, as `NAME:SECRET`; a name alone will do.

    Raises:
        BadAddress: it has no name that can be read.
        AuthFailed: the token names nobody.
    """

    repeat_window = timedelta(0)
    ask_after = timedelta(0)
    requests = 0

    def __init__(self, url: str, token: str) -> None:
        self.url = manual_address(url)
        self._acting = named_by(token)

    def close(self) -> None:
        """There is nothing to let go of."""

    def describe(self) -> CommunityInfo:
        """Who acts, by their own word, and that everything here is done by hand."""
        return CommunityInfo("manual", "", self._acting, CAPABILITIES)

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """Nothing ever changes by itself here."""
        return ChangePage((), (), (), (), cursor or "", more=False)

    def case(self, case_id: CaseId) -> RemoteCase:
        """Nothing is kept anywhere else."""
        raise NotFound(what_zh="这件工单", what_en="The case")

    def post(self, post_id: PostId) -> Post:
        """Nothing is kept anywhere else."""
        raise NotFound(what_zh="这个帖子", what_en="The post")

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        """Nothing is kept anywhere else."""
        raise NotFound(what_zh="这个主题", what_en="The thread")

    def picture(self, address: str) -> Picture:
        """None: nothing of it can be read."""
        raise NotFound(what_zh="这张图片", what_en="The picture")

    def member(self, member_id: MemberId) -> Member:
        """Nothing is kept anywhere else."""
        raise NotFound(what_zh="这位成员", what_en="The member")

    def messages(self, cursor: str | None) -> MessagePage:
        """None: they are in people's phones."""
        return MessagePage((), cursor or "", more=False)

    def honours(self) -> list[Honour]:
        """None that an account could carry."""
        return []

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        """None: nobody counts who has read something."""
        return []

    def audit(self, cursor: str | None) -> AuditPage:
        """Nothing but what the ledger has."""
        return AuditPage((), cursor or "")

    def send(self, command: Command) -> Receipt:
        """Never called: what a person does is never handed to a sender."""
        raise Invalid(why=BY_A_PERSON)

    def find_effect(self, command: Command) -> Effect:
        """Nobody here can tell."""
        return CANNOT_TELL


def named_by(token: str) -> MemberRef:
    """Who acts, by the token's own word. The same name is the same person, on any machine.

    Raises:
        AuthFailed: it names nobody.
    """
    before, colon, last = token.rpartition(":")
    try:
        name = plain_name(before if colon else last)
    except BadAddress:
        raise AuthFailed from None
    return MemberRef(person_id(name), name)
