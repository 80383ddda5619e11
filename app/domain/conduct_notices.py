"""The notice of an edition in the community: what is sent, what was last seen of it, what is to be done then."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.commands import CommandId
from app.domain.posts import PostState, ThreadId, ThreadSlice
from app.domain.words import Words
from app.errors import Language

LOOK_EVERY = timedelta(hours=1)
"""How often a notice is looked at: one request."""

_MEANING = re.compile(r"[\W_]+")


class Stage(StrEnum):
    """What a notice tells of its edition."""

    ANNOUNCED = "announced"
    IN_FORCE = "in_force"


class NoticeState(StrEnum):
    """What is known of a notice in the community."""

    SENDING = "sending"  # a command is on its way, or waits for a person
    STANDS = "stands"  # seen, or at least delivered
    BY_HAND = "by_hand"  # a person put it up; nobody can look whether it still stands
    NOT_SENT = "not_sent"  # refused or withdrawn
    GONE = "gone"  # nobody finds it; seen once
    UNSEEN = "unseen"  # we are not let in to look
    EDITED = "edited"  # somebody else changed its text, and it could not be put right
    LOOSE = "loose"  # no longer pinned or no longer locked


NOTICE_WORDS = {
    NoticeState.SENDING: Words("正在发布或更新", "on its way"),
    NoticeState.STANDS: Words("公告帖完好", "the notice stands as sent"),
    NoticeState.BY_HAND: Words("由人工发布，无法自动查看", "put up by hand; nobody can look by itself"),
    NoticeState.NOT_SENT: Words("没有发出，请看“待发送”", "not sent; look at “To be sent”"),
    NoticeState.GONE: Words(
        "公告帖找不到了，下次查看仍找不到就重新发布", "not found; published again if it is gone at the next look"
    ),
    NoticeState.UNSEEN: Words("没有权限查看公告帖，请人工核对", "we may not see it; please look"),
    NoticeState.EDITED: Words(
        "公告帖的文字与发出的不同，自动恢复没有成功，请人工核对",
        "its text differs and could not be put right; please look",
    ),
    NoticeState.LOOSE: Words(
        "公告帖不再置顶或不再锁定，请在社区里恢复", "no longer pinned or locked; put that right in the community"
    ),
}

ALARMS = (NoticeState.NOT_SENT, NoticeState.GONE, NoticeState.UNSEEN, NoticeState.EDITED, NoticeState.LOOSE)
"""States for which a person should look."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of one edition.

    Attributes:
        text: what was sent last; `command` carried it.
        thread_id: where it stands; None before its receipt, or where a person put it up.
        seen_print: of the text as it was first seen after it was sent; "" before.
        pinned, locked: whether it was ever seen so.
        gone_at: when it was first not found; None while it is found.
        repairs: how often it was put right since it was last seen as sent.
    """

    edition: int
    language: Language
    stage: Stage
    title: str
    text: str
    command: CommandId
    state: NoticeState = NoticeState.SENDING
    thread_id: ThreadId | None = None
    url: str = ""
    seen_at: datetime | None = None
    seen_print: str = ""
    pinned: bool = False
    locked: bool = False
    gone_at: datetime | None = None
    repairs: int = 0

    @property
    def sha256(self) -> str:
        """Of the text that was sent."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Finding(StrEnum):
    """What a look at a notice says is to be done."""

    FINE = "fine"
    WAIT = "wait"  # it is gone; look once more before anything is done
    PUBLISH = "publish"  # it is gone for the second time
    REWRITE = "rewrite"
    REPORT_EDIT = "report_edit"
    REPORT_LOOSE = "report_loose"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a notice found."""

    finding: Finding
    print: str = ""
    pinned: bool = False
    locked: bool = False


def meaning(text: str) -> str:
    """The letters and digits of a text: communities show Markdown without its marks, and break lines as they like."""
    return _MEANING.sub("", text).casefold()


def text_print(text: str) -> str:
    """What tells a text from another, whatever a community makes of its marks."""
    return hashlib.sha256(meaning(text).encode()).hexdigest()


def look_at(notice: Notice, found: ThreadSlice | None) -> Look:
    """What is to be done, seeing this; None where the thread is gone.

    A notice is published again only when it was not found twice, a while apart; it is rewritten only once before it
    was seen right again, so that a community that changes our text by itself is not written to for ever. That it is
    pinned or locked counts as lost only where it was seen so before: not every community tells.
    """
    first = found.posts[0] if found is not None and found.posts else None
    if found is None or first is None or first.state is PostState.DELETED:
        return Look(Finding.WAIT if notice.gone_at is None else Finding.PUBLISH)
    print_, pinned, locked = text_print(first.raw), found.thread.pinned, found.thread.locked
    as_sent = meaning(first.raw).startswith(meaning(notice.text))
    edited = print_ != notice.seen_print if notice.seen_print else not as_sent
    if edited or first.state is PostState.HIDDEN:
        finding = Finding.REWRITE if notice.repairs == 0 else Finding.REPORT_EDIT
    elif (notice.pinned and not pinned) or (notice.locked and not locked):
        finding = Finding.REPORT_LOOSE
    else:
        finding = Finding.FINE
    return Look(finding, print_, pinned or notice.pinned, locked or notice.locked)
