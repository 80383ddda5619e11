"""What promises ask of every decision: none ends a case over what was promised there and is still to come."""

from app.domain.cases import Case, CaseState
from app.domain.decisions import Choice, DecisionKind
from app.domain.letters import moment_words
from app.errors import PromiseStands
from app.operations.lanes_guard import closes
from app.operations.promises_keeping import open_promise
from storage.transaction import Transaction

_IN_PUBLIC = frozenset({DecisionKind.REPLY, DecisionKind.FOLLOW_UP})
"""Words about which the reply desk and the promises themselves say what they close."""


def check_nothing_promised(tx: Transaction, case: Case, choice: Choice) -> None:
    """Let pass what does not end a case, or ends one on which nothing is promised any more.

    Raises:
        PromiseStands: a promise is open there, or broken and nobody said so in public.
    """
    over = case.state is CaseState.AWAITING_APPROVAL  # looked at when it was decided
    if choice.kind not in _IN_PUBLIC and not over and closes(case, choice):
        check_none_open(tx, case)


def check_none_open(tx: Transaction, case: Case) -> None:
    """The same for what would end the case, whatever it is.

    Raises:
        PromiseStands: a promise is open there, or broken and nobody said so in public.
    """
    found = open_promise(tx, case)
    if found is not None:
        due = moment_words(found.due_at.astimezone())
        raise PromiseStands(what=found.made.what, due_zh=due.zh, due_en=due.en)
