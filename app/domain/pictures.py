"""Pictures in posts: what is read of them, and how evidence says where each stood."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from app.domain.words import Words


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the community serves it. `media_type` is told by its first bytes, never by its name."""

    content: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class InPost:
    """A picture that a post shows.

    Attributes:
        address: as it stands in the post.
        version: of the post in which it was first seen.
    """

    address: str
    version: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture of a post that is not kept, and why."""

    address: str
    version: str
    why: Words


NOT_ASKED = Words("还没有去社区取", "it was not fetched from the community yet")

_NOTE = re.compile(r"帖中图片 picture in the post · version (\S*) · (\S+)")


def note_of(picture: InPost) -> str:
    """The note of the evidence that it becomes: where it stood, in words for both readers."""
    return f"帖中图片 picture in the post · version {'_'.join(picture.version.split())} · {picture.address}"


def address_in(note: str) -> str | None:
    """The address of the picture of which a note speaks; None for a note that a person wrote."""
    found = _NOTE.fullmatch(note)
    return found[2] if found else None


def file_name(address: str) -> str:
    """The name of the file behind an address, as people would save it."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        path = ""
    return path.rstrip("/").rpartition("/")[2] or "picture"
