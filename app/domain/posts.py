"""Posts, the revisions they went through, and the threads they stand in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.members import MemberRef

PostId = NewType("PostId", str)
ThreadId = NewType("ThreadId", str)


class PostState(StrEnum):
    """Whether others can see a post."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    DELETED = "deleted"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Thread:
    """The discussion that a post belongs to."""

    id: ThreadId
    title: str
    category: str = ""
    url: str = ""
    locked: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A post's text as it stood from `written_at` on; `version` is the community's own mark of it."""

    version: str
    title: str
    body: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """A post as the community holds it now. `raw` is the text as typed and is never trusted as markup."""

    id: PostId
    thread_id: ThreadId
    author: MemberRef
    created_at: datetime
    raw: str
    version: str
    state: PostState = PostState.VISIBLE
    edited_at: datetime | None = None
    number: int | None = None
    reply_to: PostId | None = None
    url: str = ""

    @property
    def opens(self) -> bool:
        """Whether it opens its thread, whose title then is its own; also where the community does not tell."""
        return self.reply_to is None and self.number in (None, 0, 1)

    @property
    def written_at(self) -> datetime:
        """When the present text was written: the moment whose rules judge it."""
        return self.edited_at or self.created_at


@dataclass(frozen=True, slots=True)
class ThreadSlice:
    """Some posts of a thread, in reading order."""

    thread: Thread
    posts: tuple[Post, ...]
