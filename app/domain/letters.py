"""Letters to members: places filled from the case, what is left open for a person, and a look before sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.members import Member
from app.domain.words import Words
from app.errors import Language


@dataclass(frozen=True, slots=True)
class Cautions:
    """Words that are better not sent: each group with its gentle warning."""

    groups: tuple[tuple[tuple[str, ...], Words], ...] = ()


def language_of(text: str) -> Language:
    """The language that a text is written in."""
    return "zh"


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its places filled, in one pass; places without a value stay."""
    return template


def gaps(text: str) -> tuple[str, ...]:
    """The places left open, as they stand in the text, each once."""
    return ()


def is_newcomer(member: Member | None, now: datetime) -> bool:
    """Whether somebody joined within the last 30 days."""
    return False


def checks(text: str, cautions: Cautions) -> list[Words]:
    """Gentle warnings about a text before it is sent; none of them blocks."""
    return []
