"""What a member gets who asks what is kept about them: sections of rows, in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

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
        of_team: names of the columns in which the team wrote, of anybody it may be; all else is the member's own.
    """

    key: str
    words: Words
    columns: tuple[tuple[str, Words], ...]
    rows: tuple[tuple[str, ...], ...]
    of_team: frozenset[str] = frozenset()

    def team_wrote(self) -> list[str]:
        """Every text of the team in it."""
        return [row[at] for at, (name, _) in enumerate(self.columns) if name in self.of_team for row in self.rows]

    def with_hidden(self, hide: Callable[[str], str]) -> "Shown":
        """The same with what the team wrote gone through `hide`."""
        team = [name in self.of_team for name, _ in self.columns]
        rows = (tuple(hide(one) if ours else one for one, ours in zip(row, team, strict=True)) for row in self.rows)
        return replace(self, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Everything that is kept about a member, and nothing of others.

    Attributes:
        zone: in which times are told.
        titles: what titles are called, by their ids.
    """

    member: MemberRef
    at: datetime
    sections: tuple[Shown, ...]
    zone: tzinfo = UTC
    titles: Mapping[str, Words] = field(default_factory=dict)
