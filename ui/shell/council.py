"""The council, wherever one is in the window: its place, and the key that puts a case before it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Area, Changes
from app.domain.council import ReferralId
from app.domain.words import Words
from app.operations import council_view
from app.operations.council_referring import Referred
from app.operations.desk import Desk
from ui.actions import Scope
from ui.council.page import CouncilPage
from ui.council.roster_page import RosterPage
from ui.notices import Offer
from ui.tabs import Tab, TabbedPlace
from ui.tools import Tools
from ui.triage.page import TriagePage

if TYPE_CHECKING:
    from ui.council.refer_form import ReferForm


class CouncilPlace(TabbedPlace):
    """The place 议事会: what is before the council, and its seats, as two tabs.

    Attributes:
        referrals: the first tab.
        roster: the second.
    """

    def __init__(self, tools: Tools) -> None:
        referrals, roster = CouncilPage(tools), RosterPage(tools)
        super().__init__(
            tools,
            Tab("go.council", Words("评议事项", "Referrals"), referrals, Scope.COUNCIL),
            Tab("go.seats", Words("席位", "Seats"), roster, Scope.SEATS),
        )
        self.referrals, self.roster = referrals, roster
        tools.actions.bind("go.council", partial(self.turn_to, 0))
        tools.actions.bind("go.seats", partial(self.turn_to, 1))


class CouncilInWindow(QObject):
    """What leads to the council, and from it.

    Args:
        triage: the queue, from which cases come.

    Attributes:
        counted: how many referrals are open, and how many wait for us: two numbers.
        decided: cases were referred, which can be taken back for a while: words, decisions, cases.
    """

    counted = Signal(int, int)
    decided = Signal(object, object, object)

    def __init__(self, tools: Tools, window: QWidget, place: CouncilPlace, triage: TriagePage) -> None:
        super().__init__(window)
        self._tools, self._window, self._place, self._triage = tools, window, place, triage
        self._form: ReferForm | None = None
        tools.actions.bind("triage.refer", self.refer)
        triage.referred_line.wanted.connect(self.show_referral)
        tools.runner.changed.connect(self._follow)

    @property
    def form(self) -> "ReferForm":
        """The form; it is made when it is first asked for."""
        if self._form is None:
            from ui.council.refer_form import ReferForm  # noqa: PLC0415 - it is not needed to open the window

            self._form = ReferForm(self._tools, self._window)
            self._form.referred.connect(self._referred)
        return self._form

    # --- referring -----------------------------------------------------------------------------------------

    def refer(self) -> None:
        """Put the chosen case, or those that were picked, before the council."""
        from ui.council.refer_form import About  # noqa: PLC0415

        queue = self._triage.queue
        picked = self._triage.many.cases or queue.picked
        rows = [row for case in picked if (row := queue.row(case)) is not None]
        about = [About(one.id, one.kind, one.title, one.author, one.reported_as) for one in rows]
        if not picked and (view := self._triage.desk.to_refer()) is not None and view.case.id == queue.case_id:
            case = view.case
            author = case.author.name if case.author else ""
            about = [About(case.id, case.kind, case.title, author, case.reported_as)]
        if about:
            self.form.begin(about)

    def _referred(self, done: Referred) -> None:
        cases = [one.case for one in done.decided]
        queue = self._triage.queue
        following = queue.after(set(cases)) if queue.case_id in cases else None
        if following is not None:
            queue.choose(following)
            queue.list.setFocus()
        self.decided.emit(Words("已提请评议", "Referred to the council"), [one.decision for one in done.decided], cases)
        go = Offer(Words("去准备案卷", "Prepare the packet"), "", partial(self.show_referral, done.referral))
        told = Words(f"{done.referral} 已提请评议", f"{done.referral} is before the council")
        self._tools.notices.tell(told, offer=go, seconds=10)

    def show_referral(self, referral: ReferralId) -> None:
        """To this referral."""
        self._place.turn_to(0)
        self._place.referrals.show_referral(referral)

    # --- how many ------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask how many there are."""
        self._tools.runner.ask(("council", "counts"), _counts, self._tell, lambda _error: None)

    def _follow(self, changes: Changes) -> None:
        if changes.concern(Area.COUNCIL):
            self.look()

    def _tell(self, found: tuple[int, int]) -> None:
        self.counted.emit(*found)


def _counts(desk: Desk) -> tuple[int, int]:
    """How many referrals are open, and how many of them wait for a count that can be made."""
    now = desk.clock()
    found = [one.referral for one in council_view.listing(desk)]
    return len(found), sum(one.due_at is not None and one.counted_at is None and one.due_at <= now for one in found)
