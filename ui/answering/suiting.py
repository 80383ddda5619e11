"""Which answer and which letter suit a case, before a person says otherwise."""

from datetime import datetime

from app.domain.cases import can
from app.domain.coaching import COACHABLE
from app.domain.decisions import DecisionKind
from app.operations import letters
from app.operations.case_view import CaseView
from ui.answering.forms import FORMS


def answerable(view: CaseView) -> bool:
    """Whether any answer can be given to the case as it stands."""
    return any(can(view.case.state, form.step) for form in FORMS.values())


def first_kind(view: CaseView) -> DecisionKind:
    """The answer to begin with."""
    wanted = view.suggestion.answer
    if wanted in FORMS:
        return wanted
    return DecisionKind.COACHING if view.case.kind in COACHABLE else DecisionKind.REPLY


def first_template(view: CaseView, kind: DecisionKind, now: datetime) -> str:
    """The letter to begin an answer with."""
    if not FORMS[kind].cites:
        return letters.SPOKEN if view.case.place else letters.SHORT
    alone = view.same_text == 1  # nobody welcomes who posts the same text again and again
    if not alone:
        return letters.STANDARD
    met = any(one.kind in (DecisionKind.COACHING, DecisionKind.REPLY) for one in view.history)
    return letters.best_template(view.case, view.author, now, met=met)


def first_article(view: CaseView) -> int | None:
    """The likeliest article that can be cited; None where none may apply."""
    citable = (number for number in view.articles if view.edition and view.edition.article(number).severity)
    return next(citable, None)
