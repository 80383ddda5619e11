"""Letters: drafts filled from the case, for a person to finish."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import CaseId
from app.domain.decisions import DecisionKind
from app.domain.members import Member
from app.domain.words import Words
from app.errors import Language
from app.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class Template:
    """A letter to begin with.

    Attributes:
        id: names it in `draft`.
        name: as a person chooses it.
        suits: whom it suits, in one line.
    """

    id: str
    name: Words
    suits: Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft; `gaps` are the places left for a person, as they stand in the text."""

    text: str
    gaps: tuple[str, ...]


def templates(answer: DecisionKind, language: Language) -> list[Template]:
    """The letters there are for an answer, the standard one first."""
    return []


def best_template(member: Member | None, now: datetime) -> str:
    """The id of the coaching letter that suits a member."""
    return "standard"


def draft(
    desk: Desk, case_id: CaseId, *, answer: DecisionKind, template: str, article: int | None, language: Language
) -> Letter:
    """A letter for a case, filled with all that is known."""
    return Letter("", ())


def thanks(desk: Desk, case_id: CaseId, language: Language) -> str:
    """A line or two of thanks to the author who corrected the post; nothing in it is left open."""
    return ""


def checks(text: str) -> list[Words]:
    """Gentle warnings about a text before it is sent; none of them blocks."""
    return []
