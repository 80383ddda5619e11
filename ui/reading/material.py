"""What is read before somebody is judged: posts by labels, two texts that share passages, the course of an exchange."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A post as it is read, by whoever wrote it under their label.

    Attributes:
        id: by which other parts of the material name it.
        at: when it was written; None where that is not known.
        thread: the label of the thread in which it stands.
        judged: the question is about it.
        hidden: it could not be seen any more when it was taken in.
    """

    id: str
    author: str
    text: str
    at: datetime | None = None
    title: str = ""
    thread: str = ""
    number: int | None = None
    edited_at: datetime | None = None
    judged: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in characters."""

    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts that share passages.

    Attributes:
        first: the earlier one.
        share: of the later one's text that stands in the earlier one, in %.
        passages: where each shared passage stands in the first and in the second.
    """

    first: Written
    second: Written
    share: int
    passages: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """How an exchange went.

    Attributes:
        posts: in order.
        reports: when reports came in; by whom stands nowhere.
        calmed: the ids of the posts after which it grew calmer.
    """

    posts: tuple[Written, ...]
    reports: tuple[datetime, ...] = ()
    calmed: frozenset[str] = frozenset()
