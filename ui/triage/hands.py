"""Who has the chosen case: claim it, give it back, pass it on, keep out of it."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId, CaseState
from app.domain.decisions import Decided
from app.domain.members import MemberRef
from app.domain.recusing import party_because
from app.domain.words import Words
from app.errors import ClaimedByOther, StewardError
from app.operations import claiming
from app.operations.case_view import CaseView
from ui.actions import key_of
from ui.consistency.hands import PassForm, RecuseForm
from ui.kit.remote import brief
from ui.notices import Offer
from ui.tools import Tools

SECONDS = 8.0


class Hands(QObject):
    """Claims and passes on; the forms are made when they are first wanted.

    Args:
        over: lies in the window over which the forms go.
        seen: the chosen case, while it is the one that is shown.
        refused: says why something could not be done to a case.
    """

    def __init__(
        self,
        tools: Tools,
        over: QWidget,
        seen: Callable[[], CaseView | None],
        refused: Callable[[CaseId, StewardError], None],
    ) -> None:
        super().__init__()
        self._tools, self._over, self._seen, self._refused = tools, over, seen, refused
        self._asked_about: CaseId | None = None
        self._take_away: Callable[[], None] | None = None

    @cached_property
    def passing(self) -> PassForm:
        """The form for passing on."""
        made = PassForm(self._tools, self._over.window())
        made.passed.connect(self._tell_passed)
        return made

    @cached_property
    def recusing(self) -> RecuseForm:
        """The form for keeping out."""
        made = RecuseForm(self._tools, self._over.window())
        made.recused.connect(self._tell_recused)
        return made

    def claim(self) -> None:
        """Claim the case, or give it back; what somebody else has is taken over when that is said twice."""
        view = self._seen()
        if view is None:
            return
        case = view.case
        mine = case.claimed_by is not None and case.claimed_by.id == self._tools.me.id
        if case.state is CaseState.CLAIMED and mine:
            self._do(case.id, lambda desk: claiming.release(desk, case.id), Words("已退回", "Given back"))
            return
        over = self._asked_about == case.id
        self._forget_asked()
        self._tools.runner.do(
            lambda desk: claiming.claim(desk, case.id, over=over),
            partial(self._tell, Words("已接单", "Claimed")),
            partial(self._not_claimed, case.id),
        )

    def _not_claimed(self, case: CaseId, error: StewardError) -> None:
        if not isinstance(error, ClaimedByOther):
            self._refused(case, error)
            return
        self._asked_about = case
        take = Offer(Words("接过来", "Take it over"), key_of("triage.claim"), self.claim)
        name = brief(str(error.fields["name"]), 40)
        told = Words(f"已由 {name} 接手，要接过来吗？", f"{name} has it. Take it over?")
        self._take_away = self._tools.notices.tell(told, offer=take, seconds=SECONDS)

    def _forget_asked(self) -> None:
        self._asked_about = None
        if self._take_away is not None:
            self._take_away()
            self._take_away = None

    def pass_on(self) -> None:
        """Ask to whom."""
        view = self._seen()
        if view is not None:
            self.passing.put_up_for(view)

    def recuse(self) -> None:
        """Ask why."""
        view = self._seen()
        if view is not None:
            me = MemberRef(self._tools.me.id, self._tools.me.name)
            self.recusing.put_up_for(view, party_because(view.case, view.reports, me))

    def _do(self, case: CaseId, work: Callable[..., Decided], told: Words) -> None:
        self._tools.runner.do(work, partial(self._tell, told), partial(self._refused, case))

    def _tell(self, told: Words, decided: Decided) -> None:
        case = decided.case
        self._tools.notices.tell(Words(f"{told.zh}：工单 {case}", f"{told.en}: case {case}"), seconds=3)

    def _tell_passed(self, case: CaseId, name: str) -> None:
        self._tools.notices.tell(Words(f"工单 {case} 已转交给 {name}", f"Case {case} is with {name} now"), seconds=5)

    def _tell_recused(self, case: CaseId) -> None:
        told = Words(f"工单 {case} 已回避，由其他人处理", f"You are recused from case {case}; others decide")
        self._tools.notices.tell(told, seconds=5)
