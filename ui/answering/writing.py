"""What is being written, by case and answer: it is there again whatever a person looked at meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.cases import CaseId
from app.domain.decisions import DecisionKind
from app.domain.drafts import Choices, Draft
from app.domain.promises import Promising


@dataclass
class Sheet:
    """One answer being written.

    Attributes:
        template: the letter that it began with.
        article: what it cites; None for nothing yet.
        fold: whether the post is to be folded until it is corrected.
        base: the letter as it was drafted, with its open places; "" when it is not known.
        typed: a person wrote in it.
        unkept: something of it is not in the record yet.
        sent: it was handed on; it is held only in case that is taken back.
        words: what was written into open places, also into those that the present letter does not have.
        choices: what was chosen for a sanction; None for other answers.
        promise: what a reply promises.
        despite: why a reply goes out although it lacks something.
    """

    template: str
    article: int | None = None
    fold: bool = False
    base: str = ""
    text: str = ""
    typed: bool = False
    unkept: bool = False
    sent: bool = False
    words: dict[str, str] = field(default_factory=dict)
    choices: Choices | None = None
    promise: Promising | None = None
    despite: str = ""

    def draft(self, kind: DecisionKind) -> Draft:
        """As it is kept in the record."""
        return Draft(kind, self.text, self.article, self.fold, self.choices)


class Writing:
    """Every sheet of this window on which a person wrote, and the one on the desk."""

    def __init__(self) -> None:
        self._sheets: dict[tuple[CaseId, DecisionKind], Sheet] = {}
        self._last: dict[CaseId, DecisionKind] = {}

    def sheet(self, case: CaseId, kind: DecisionKind) -> Sheet | None:
        """What is being written, if anything is."""
        return self._sheets.get((case, kind))

    def put(self, case: CaseId, kind: DecisionKind, sheet: Sheet) -> None:
        """Begin to write."""
        self._sheets[case, kind] = sheet
        self._last[case] = kind

    def last(self, case: CaseId) -> DecisionKind | None:
        """Which answer was written last for a case."""
        kind = self._last.get(case)
        return kind if kind is not None and (case, kind) in self._sheets else None

    def leave(self, case: CaseId) -> None:
        """The case is no longer on the desk; what nobody wrote on is not held."""
        for key in [key for key, sheet in self._sheets.items() if key[0] == case and not sheet.typed]:
            del self._sheets[key]

    def drop_sent(self, case: CaseId) -> None:
        """What was sent for this case will not be taken back any more."""
        for key in [key for key, sheet in self._sheets.items() if key[0] == case and sheet.sent]:
            del self._sheets[key]


def from_draft(drafts: Sequence[Draft], kind: DecisionKind, template: str) -> Sheet | None:
    """What was kept in the record of an answer."""
    kept = next((one for one in drafts if one.answer is kind), None)
    if kept is None:
        return None
    return Sheet(template, kept.article, kept.fold, text=kept.text, typed=True, choices=kept.choices)
