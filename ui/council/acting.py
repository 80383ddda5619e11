"""What can be done with a referral while it is prepared; each form is made when it is first asked for."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.conduct import Edition
from app.domain.council import Party, ReferralId, Stage
from app.domain.council_missing import Mend
from app.domain.council_panel import Aside
from app.domain.words import Words
from app.errors import StewardError
from app.operations import council_panel, council_parties, council_referring
from app.operations.case_view import case_view
from app.operations.council_panel import Eligible, PanelChanged
from app.operations.council_parties import Heard
from app.operations.council_referring import Referred
from app.operations.council_view import Dossier
from app.operations.desk import Desk
from ui.council.ask_form import AskForm
from ui.council.draw_form import DrawForm
from ui.council.forms import PartyForm, RewriteForm, StatementForm
from ui.council.seat_words import numbered
from ui.council.small_forms import ArticlesForm, AsideForm, Asking, TextForm
from ui.hand.form import Form
from ui.tools import Tools

F = TypeVar("F", bound=Form)

_WITHDRAW = Asking(
    Words("撤回提请", "Withdraw the referral"),
    Words("撤回", "Withdraw it"),
    Words("为什么撤回", "Why it is withdrawn"),
    Words(
        "工单带着这句话回到处理台；投来的票不拆封就销毁", "The cases come back with it; ballots are destroyed unread"
    ),
)
_JOIN = Asking(
    Words("并入工单", "Join cases to it"),
    Words("并入", "Join them"),
    Words("工单号（一行一个）", "Numbers of the cases, one a line"),
)
_TAKE_OUT = Asking(
    Words("移出工单", "Take a case out"),
    Words("移出", "Take it out"),
    Words("为什么移出", "Why it is taken out"),
)


class Acting(QObject):
    """Does it.

    Args:
        over: lies in the window over which forms go.

    Attributes:
        dossier: what is shown; None while nothing is.
        opened: a case is to be shown in the queue: its id.
        refused: something could not be done: a `StewardError`.
    """

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, tools: Tools, over: QWidget) -> None:
        super().__init__(over)
        self.tools, self.over = tools, over
        self.dossier: Dossier | None = None
        self._forms: dict[object, Form] = {}

    def form(self, kind: Callable[[Tools, QWidget], F]) -> F:
        """The form of this kind."""
        made = self._forms.get(kind)
        if made is None:
            made = self._forms[kind] = kind(self.tools, self.over.window())
        return made  # type: ignore[return-value]  # it was made by this kind

    def text_form(self, asking: Asking) -> TextForm:
        """The form that asks for this text."""
        made = self._forms.get(asking)
        if not isinstance(made, TextForm):
            made = self._forms[asking] = TextForm(self.tools, self.over.window(), asking)
        return made

    @property
    def referral(self) -> ReferralId | None:
        """The referral that is shown."""
        return None if self.dossier is None else self.dossier.referral.id

    def at(self, *stages: Stage) -> Dossier | None:
        """What is shown, where it is at one of these stages."""
        shown = self.dossier
        return shown if shown is not None and shown.referral.stage in stages else None

    def fail(self, error: StewardError) -> None:
        """Say why something could not be done."""
        self.refused.emit(error)

    # --- its words and cases -----------------------------------------------------------------------------

    def rewrite(self) -> None:
        """Rewrite the question."""
        if shown := self.at(Stage.PREPARING):
            self.form(RewriteForm).begin(shown.referral)

    def join(self) -> None:
        """Join more cases."""
        if shown := self.at(Stage.PREPARING):
            self.text_form(_JOIN).begin("", partial(self._join, shown.referral.id))

    def _join(self, referral: ReferralId, typed: str) -> None:
        cases = [CaseId(one) for one in typed.split()]
        self._do(_JOIN, partial(council_referring.join, referral=referral, cases=cases))

    def take_out(self, case: str) -> None:
        """Take a case out."""
        if shown := self.at(Stage.PREPARING):
            self.text_form(_TAKE_OUT).begin("", partial(self._take_out, shown.referral.id, CaseId(case)), case)

    def _take_out(self, referral: ReferralId, case: CaseId, reason: str) -> None:
        self._do(_TAKE_OUT, partial(council_referring.take_out, referral=referral, case_id=case, reason=reason))

    def withdraw(self) -> None:
        """Withdraw it."""
        if shown := self.at(Stage.PREPARING, Stage.VOTING, Stage.UNDECIDED):
            about = shown.referral.question
            self.text_form(_WITHDRAW).begin("", partial(self._withdraw, shown.referral.id), about)

    def _withdraw(self, referral: ReferralId, reason: str) -> None:
        self._do(_WITHDRAW, partial(council_referring.withdraw, referral=referral, reason=reason))

    def _do(self, asking: Asking, work: "partial[Referred]") -> None:
        form = self.text_form(asking)
        self.tools.runner.do(work, lambda _done: form.done(), form.fail)

    def open_case(self) -> None:
        """Go to its first case."""
        if self.dossier is not None and self.dossier.cases:
            self.opened.emit(self.dossier.cases[0].case.id)

    # --- its parties and articles ------------------------------------------------------------------------

    def party(self) -> None:
        """Name a party."""
        if shown := self.at(Stage.PREPARING):
            self.form(PartyForm).begin(shown.referral.id)

    def statement(self, label: str = "") -> None:
        """Enter what a party says."""
        if (shown := self.at(Stage.PREPARING)) and shown.parties:
            self.form(StatementForm).begin(shown.referral.id, shown.parties, label)

    def ask(self) -> None:
        """Write to the parties."""
        if shown := self.at(Stage.PREPARING):
            if any(one.asked_at is None and not one.heard for one in shown.parties):
                self.form(AskForm).begin(shown.referral.id, shown.parties)
            else:
                self.tools.notices.tell(Words("每一方都已写过信或已陈述", "Every party was asked, or heard"))

    def turn(self, party: Party) -> None:
        """Say the other thing of a party: that it asks for something, or is complained of."""
        if shown := self.at(Stage.PREPARING):
            referral = shown.referral.id

            def work(desk: Desk) -> Heard:
                return council_parties.name_party(desk, referral, party.member, complains=not party.complains)

            self.tools.runner.do(work, None, self.fail)

    def drop(self, label: str) -> None:
        """Take a party off."""
        if shown := self.at(Stage.PREPARING):
            referral = shown.referral.id
            self.tools.runner.do(lambda desk: council_parties.drop_party(desk, referral, label), None, self.fail)

    def articles(self) -> None:
        """Choose the articles."""
        if (shown := self.at(Stage.PREPARING)) and shown.cases:
            case = shown.cases[0].case.id
            self.tools.runner.ask(
                ("council", "edition"), lambda desk: case_view(desk, case).edition, self._choose_articles, self.fail
            )

    def _choose_articles(self, edition: Edition | None) -> None:
        if self.dossier is None or edition is None:
            return
        referral, named = self.dossier.referral.id, [one.article.number for one in self.dossier.articles]
        form = self.form(ArticlesForm)

        def keep(numbers: list[int]) -> None:
            self.tools.runner.do(
                lambda desk: council_referring.set_articles(desk, referral, numbers),
                lambda _done: form.put_away(),
                form.fail,
            )

        form.begin(edition, named, keep)

    # --- the panel ---------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Ask once whether the panel is to be drawn, with who takes no part in it and why."""
        shown = self.at(Stage.PREPARING)
        if shown is None:
            return
        referral, lacking, form = shown.referral.id, shown.referral.size - len(shown.sitting), self.form(DrawForm)

        def done(changed: PanelChanged) -> None:
            form.busy(False)
            form.put_away()
            self._drawn(changed)

        def draw() -> None:
            self.tools.runner.do(lambda desk: council_panel.draw_panel(desk, referral), done, form.fail)

        def ask(seats: list[Eligible]) -> None:
            form.begin(seats, lacking, draw)

        if lacking:
            work = partial(council_panel.eligibility, referral=referral)
            self.tools.runner.ask(("council", "eligible"), work, ask, self.fail)

    def _drawn(self, done: PanelChanged) -> None:
        named = [numbered(one) for one in done.drawn]
        zh, en = "、".join(one.zh for one in named), ", ".join(one.en for one in named)
        few = (
            Words(f"，还缺 {done.lacking} 席", f"; {done.lacking} seats are lacking") if done.lacking else Words("", "")
        )
        self.tools.notices.tell(Words(f"抽到 {zh}{few.zh}", f"Drawn: {en}{few.en}"), seconds=10)

    def aside(self, number: int = 0) -> None:
        """A seat stands aside."""
        shown = self.at(Stage.PREPARING, Stage.VOTING)
        if shown is None or not shown.sitting:
            return
        referral, form = shown.referral.id, self.form(AsideForm)

        def replace(seat: int, aside: Aside, reason: str) -> None:
            def work(desk: Desk) -> PanelChanged:
                return council_panel.stand_aside(desk, referral, seat, aside, reason=reason)

            self.tools.runner.do(work, done, form.fail)

        def done(changed: PanelChanged) -> None:
            form.put_away()
            self._drawn(changed)

        form.begin(shown.sitting, number, replace)

    # --- what is missing ---------------------------------------------------------------------------------

    def mend(self, mend: Mend, about: str) -> None:
        """Do what is to be done about something that is missing."""
        does: dict[Mend, Callable[[], None]] = {
            Mend.TAKE_OUT: partial(self.take_out, about),
            Mend.NAME_PARTY: self.party,
            Mend.ASK: self.ask,
            Mend.STATEMENT: partial(self.statement, about),
            Mend.ARTICLES: self.articles,
            Mend.PANEL: self.draw,
            Mend.CHAIR: self.tools.actions["go.seats"].trigger,
            Mend.ROSTER: self.tools.actions["go.seats"].trigger,
        }
        if mend in does:
            does[mend]()
