"""The post over our reply, as readers of the thread see both."""

from dataclasses import dataclass

from PySide6.QtWidgets import QLabel

from app.operations.case_view import CaseView
from app.text.display import visible
from ui.kit.elements import column, frame, label
from ui.kit.remote import brief

LONGEST_POST = 90
"""As much of the post is shown over a reply, in characters: what a reader still has in mind."""


@dataclass(frozen=True, slots=True)
class Above:
    """What stands over a reply in its thread."""

    author: str
    title: str
    text: str

    @classmethod
    def of(cls, view: CaseView) -> "Above":
        """The post of a case, as it stands now."""
        case = view.case
        return cls(case.author.name if case.author else "?", case.title, case.revision.body)


class PostAbove:
    """The bubble of the post.

    Attributes:
        bubble: what is shown.
    """

    def __init__(self) -> None:
        self._title: QLabel = label("", "strong")
        self._author, self._text = label("", "small"), label("", "second")
        self.bubble = frame("bubble", column(self._author, self._title, self._text, gap=4), margin=10)
        self.bubble.hide()

    def show_post(self, above: Above | None) -> None:
        """Show a post; None where nothing stands over the text."""
        self.bubble.setVisible(above is not None)
        if above is not None:
            self._author.setText(brief(above.author, 40))
            self._title.setText(brief(above.title, 60))
            self._title.setVisible(bool(above.title.strip()))
            self._text.setText(visible(brief(above.text, LONGEST_POST)))
