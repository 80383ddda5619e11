"""Which answer and which letter suit a case, before a person says otherwise."""

from datetime import datetime

from app.domain.cases import KIND_WORDS, STATE_WORDS, Step, can
from app.domain.coaching import COACHABLE
from app.domain.council_referring import check_kind as check_referable
from app.domain.decisions import DecisionKind
from app.domain.lanes import OWN_LANES
from app.domain.lanes_next import undecided
from app.domain.sanctions import check_kind
from app.domain.words import Words
from app.errors import Refused
from app.operations import letters
from app.operations.case_view import CaseView
from ui.answering.forms import FORMS

_ALARM = Words(
    "先看警报：Shift+S 转入流程，Shift+X 不是警报", "First the alarm: Shift+S into its lane, Shift+X if it is none"
)


def answerable(view: CaseView) -> bool:
    """Whether any answer can be given to the case as it stands."""
    return any(can(view.case.state, form.step) for form in FORMS.values() if form.step is not Step.STAY)


def first_kind(view: CaseView) -> DecisionKind:
    """The answer to begin with."""
    kept = view.draft.answer if view.draft else None
    for wanted in (kept, view.suggestion.answer):
        if wanted in FORMS:
            return wanted
    return DecisionKind.COACHING if view.case.kind in COACHABLE else DecisionKind.REPLY


def first_template(view: CaseView, kind: DecisionKind, now: datetime) -> str:
    """The letter to begin an answer with."""
    if kind is DecisionKind.MESSAGE:
        return letters.STANDARD
    if not FORMS[kind].cites:
        return letters.best_reply(view.case)
    alone = view.same_text == 1  # nobody welcomes who posts the same text again and again
    if not alone:
        return letters.STANDARD
    met = any(one.kind in (DecisionKind.COACHING, DecisionKind.REPLY) for one in view.history)
    return letters.best_template(view.case, view.author, now, met=met)


def first_article(view: CaseView) -> int | None:
    """The likeliest article that can be cited; None where none may apply."""
    citable = (number for number in view.articles if view.edition and view.edition.article(number).severity)
    return next(citable, None)


def in_lane(view: CaseView) -> bool:
    """Whether the case is in a lane of its own, or a person has to say first whether it belongs there."""
    return view.case.kind in OWN_LANES or undecided(view.case)


def why_not(view: CaseView, kind: DecisionKind) -> Words | None:
    """Why this answer can't be given to the case as it stands; None where it can."""
    if undecided(view.case):
        return _ALARM
    return _not_of_case(view, kind)


def why_not_referred(view: CaseView) -> Words | None:
    """Why the case can't be put before the council as it stands; None where it can."""
    if undecided(view.case):
        return _ALARM
    try:
        check_referable(view.case.id, view.case.kind)
    except Refused as error:
        return Words.of(error)
    if can(view.case.state, Step.REFER):
        return None
    state = STATE_WORDS[view.case.state]
    return Words(
        f"工单现在是“{state.zh}”，不能提请评议", f"The case is “{state.en}”: it can't be put before the council"
    )


def _not_of_case(view: CaseView, kind: DecisionKind) -> Words | None:
    case, form = view.case, FORMS[kind]
    if kind is DecisionKind.SANCTION:
        try:
            check_kind(case.kind)
        except Refused as error:
            return Words.of(error)
    if not can(case.state, form.step):
        state = STATE_WORDS[case.state]
        return Words(
            f"工单现在是“{state.zh}”，不能{form.words.zh}", f"The case is “{state.en}”: {form.words.en} is not possible"
        )
    if kind is DecisionKind.REPLY:
        return None if case.thread_id is not None else Words("没有可以回复的帖子", "There is no thread to reply in")
    if case.author is None:
        return Words("不知道作者是谁", "Nobody knows who wrote it")
    if kind is DecisionKind.COACHING and case.kind not in COACHABLE:
        words = KIND_WORDS[case.kind]
        return Words(f"“{words.zh}”不做私信提醒", f"A case of kind “{words.en}” is not answered by a reminder")
    return None
