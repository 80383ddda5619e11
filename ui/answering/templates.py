"""What a letter can begin with: the letters that ship, then the texts of the library by name."""

from dataclasses import dataclass

from app.domain.decisions import DecisionKind
from app.domain.texts import Standing
from app.domain.words import NO_WORDS, Words
from app.operations import letters
from app.operations.case_view import CaseView


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter to begin with.

    Attributes:
        id: as it is drafted by.
        name: as it is chosen.
        usable: whether it may be chosen today.
        why: what there is to know of it: whom it suits, until when it may be used, or why it may not.
    """

    id: str
    name: Words
    usable: bool = True
    why: Words = NO_WORDS


def choices(view: CaseView | None, kind: DecisionKind) -> list[Choice]:
    """Every letter for this answer to this case, those too that may not be used today."""
    if view is None:
        return []
    shipped = [
        Choice(one.id, one.name, why=one.suits) for one in letters.templates(kind, by_hand=view.case.place is not None)
    ]
    ours = [
        Choice(
            one.text.template,
            Words(one.text.said.name, one.text.said.name),
            one.standing.usable,
            Words(one.text.said.fits, one.text.said.fits) if one.standing is Standing.GOOD else one.why,
        )
        for one in view.texts
        if one.text.said.answer == kind.value
    ]
    return shipped + ours


def usable(offered: list[Choice]) -> list[str]:
    """What the key to another letter goes through."""
    return [one.id for one in offered if one.usable]
