"""What is done by hand, and by a colleague at this window, is joined to the pages from which it is asked for."""

from collections.abc import Callable

from app.domain.commands import DecisionId
from ui.hand.forms import HandForms
from ui.outbox.page import OutboxPage
from ui.triage.colleague import ColleagueForm
from ui.triage.page import TriagePage


def join_colleague(triage: TriagePage, colleague: ColleagueForm) -> None:
    """Who judges at this window with a token of their own."""
    approving, many = triage.approving, triage.many
    approving.by_other.connect(colleague.put_up_for)
    colleague.agreed.connect(approving.agreed_by_other)
    colleague.sent_back.connect(approving.sent_back_by_other)
    many.by_other.connect(colleague.put_up_for_batch)
    colleague.batch_agreed.connect(many.agreed_by_other)
    colleague.batch_sent_back.connect(many.sent_back_by_other)


def join_hand(
    triage: TriagePage, outbox: OutboxPage, forms: HandForms, open_answer: Callable[[DecisionId], None]
) -> None:
    """What is entered, ticked off and looked at by hand, wherever it is asked for."""
    triage.hand.enter.connect(forms.enter)
    triage.hand.import_csv.connect(forms.import_csv)
    triage.hand.correct.connect(forms.correct)
    triage.hand.add.connect(forms.add)
    triage.hand.view.connect(forms.view)
    triage.to_do.connect(open_answer)
    outbox.ticking.connect(forms.tick)
    outbox.viewing.connect(forms.view)
