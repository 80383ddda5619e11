"""What a member gets who asks what is kept about them: sections of rows, in both languages."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.members import MemberRef
from app.domain.words import Words

ANOTHER = "〔他人〕"
"""What stands where somebody else is named."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A kind of what is kept, as a table.

    Attributes:
        key: its name in the JSON document.
        columns: by their names in the JSON document, with how they are called.
        rows: their values, as text.
    """

    key: str
    words: Words
    columns: tuple[tuple[str, Words], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Everything that is kept about a member, and nothing of others."""

    member: MemberRef
    at: datetime
    sections: tuple[Shown, ...]
