"""The team's library of texts: letters to begin with, each with an owner, and a legal review that runs out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.domain.decisions import DecisionKind
from app.domain.letters_governing import LETTERS
from app.domain.members import MemberRef
from app.domain.messages import LONGEST_TEXT, typed
from app.domain.words import Words
from app.errors import Language, NoSuchAnswer, TextNotReviewable, TextWithoutName

DUE = timedelta(days=14)
"""So long before its review runs out a text is pointed out."""

LONGEST_NAME, LONGEST_FIT = 40, 120

ANSWERS: dict[str, Words] = {
    DecisionKind.COACHING.value: Words("私信提醒", "private reminder"),
    DecisionKind.REPLY.value: Words("公开回复", "public reply"),
    DecisionKind.MESSAGE.value: Words("私信", "private message"),
    **LETTERS,
}
"""What a text may be for: an answer to a case, or a letter of governing."""


@dataclass(frozen=True, slots=True)
class NewText:
    """What a person writes into the library.

    Attributes:
        answer: one of ANSWERS.
        language: of the letter.
        name: as it is chosen.
        body: the text with its places, as in “{昵称}”.
        fits: for which models or versions, in free words; "" for any.
    """

    answer: str
    language: Language
    name: str
    body: str
    fits: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A legal review: `until` is the last day on which the text may be chosen."""

    until: date
    by: MemberRef
    at: datetime


@dataclass(frozen=True, slots=True)
class LibraryText:
    """A text of the library in one of its versions, with the newest review of that version."""

    key: int
    version: int
    said: NewText
    owner: MemberRef
    by: MemberRef
    at: datetime
    review: Review | None = None
    retired_at: datetime | None = None

    @property
    def template(self) -> str:
        """What names it among the letters to begin with."""
        return f"{_LIBRARY}{self.key}"


_LIBRARY = "text-"


def key_of_template(template: str) -> int | None:
    """The text that a template is; None for one that ships."""
    number = template.removeprefix(_LIBRARY)
    return int(number) if template.startswith(_LIBRARY) and number.isdecimal() else None


class Standing(Enum):
    """Whether a text may be chosen, and why not."""

    GOOD = Words("可以使用", "can be used")
    DUE = Words("法务审核快到期", "its legal review runs out soon")
    UNREVIEWED = Words("法务还没有审核", "not reviewed by legal yet")
    EXPIRED = Words("法务审核已过期", "its legal review has run out")
    RETIRED = Words("已停用", "retired")

    @property
    def usable(self) -> bool:
        """Whether it may be chosen."""
        return self in (Standing.GOOD, Standing.DUE)


def standing(text: LibraryText, today: date) -> Standing:
    """Whether a text may be chosen today. What was reviewed is a version: an edited text needs another review."""
    if text.retired_at is not None:
        return Standing.RETIRED
    if text.review is None:
        return Standing.UNREVIEWED
    if text.review.until < today:
        return Standing.EXPIRED
    return Standing.DUE if text.review.until - today <= DUE else Standing.GOOD


def standing_words(text: LibraryText, today: date) -> Words:
    """How a text stands, with the day where there is one."""
    how, review = standing(text, today), text.review
    if how is Standing.RETIRED or review is None:
        return how.value
    day = review.until.isoformat()
    if how is Standing.EXPIRED:
        return Words(f"法务审核已于 {day} 到期", f"its legal review ran out on {day}")
    if how is Standing.DUE:
        left = (review.until - today).days
        return Words(f"法务审核 {left} 天后到期（{day}）", f"its legal review runs out in {left} days ({day})")
    return Words(f"法务已审，有效至 {day}", f"reviewed by legal until {day}")


def checked(said: NewText) -> NewText:
    """The text as it may be kept: its name and its words can be seen, in one line where it is a line.

    Raises:
        NoSuchAnswer: it is for no answer that there is.
        TextWithoutName: its name or its words are empty.
        TooLong: nobody would read it.
    """
    if said.answer not in ANSWERS:
        raise NoSuchAnswer(answer=said.answer, known=" ".join(ANSWERS))
    name, fits = _line(said.name)[:LONGEST_NAME], _line(said.fits)[:LONGEST_FIT]
    body = typed(said.body, LONGEST_TEXT, ("内容", "The text"))
    if not name or not body:
        raise TextWithoutName
    return NewText(said.answer, said.language, name, body, fits)


def _line(text: str) -> str:
    return " ".join(typed(text).split())


def check_review(until: date, today: date) -> None:
    """Let pass a review that holds today.

    Raises:
        TextNotReviewable: its last day is over.
    """
    if until < today:
        raise TextNotReviewable(until=until.isoformat())
