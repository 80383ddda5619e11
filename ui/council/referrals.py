"""What is in the page of referrals: which there are, what one is about, how it goes on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from app.domain.changes import Area, Changes
from app.domain.council import STAGE_WORDS, ReferralId, Stage
from app.domain.words import Words
from app.errors import StewardError
from app.operations import council_evidence, council_packet, council_view
from app.operations.council_evidence import Shown
from app.operations.council_packet import Built
from app.operations.council_view import Dossier, Listed
from ui.actions import key_of, keyed
from ui.council.dossier import DossierPanel
from ui.council.evidence import EvidenceSheet
from ui.council.plan_sheet import PlanSheet
from ui.council.procedure import Procedure
from ui.council.voting import Voting
from ui.council.words import BRAND, MATTER_SHORT, STAGE_TONES, cases, term
from ui.kit.elements import button, column, row, said
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP, Tone
from ui.listing import LineList
from ui.tools import Tools

_AREAS = (Area.COUNCIL, Area.CASES)
_NONE = (
    Words("没有评议事项", "Nothing is before the council"),
    Words(
        "规则判断不了的事交给委员：在待处理里选中工单按 4 提请评议",
        "What no rule can judge goes to respected members: choose a case in the queue and press 4",
    ),
)
_NONE_CLOSED = (
    Words("还没有结束的评议", "No referral is over yet"),
    Words("按 M 回到进行中的", "Press M for those that are open"),
)
_OPEN, _OVER = Words("进行中", "Open"), Words("已结束", "Over")


class Referrals(QWidget):
    """The page itself.

    Attributes:
        opened: a case is to be shown in the queue: its id.
        decided: something was decided that can be taken back for a while: words, decisions, and what is shown then.
    """

    opened = Signal(object)
    decided = Signal(object, object, object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._wanted: ReferralId | None = None
        self._closed = False
        self._sheet: PlanSheet | None = None
        self._reading: EvidenceSheet | None = None
        self._evidence: Shown | None = None
        self._known: object = None
        self.voting = Voting(tools, self)
        self.dossier = DossierPanel(tools, self.voting)
        self.procedure = Procedure(tools, self.voting, self.plan)
        self._lay_out()
        self.voting.opened.connect(self.opened)
        self.dossier.opened.connect(self.opened)
        self.voting.decided.connect(lambda words, decisions: self.decided.emit(words, decisions, self.reload))
        tools.runner.changed.connect(self.follow)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, share, least in ((self._left(), 26, 220), (self.dossier, 48, 330), (self.procedure, 42, 360)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, share)
            part.setMinimumWidth(least)
        splitter.setHandleWidth(WIDE_GAP)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([280, 500, 440])
        layout = row(splitter)
        layout.setContentsMargins(WIDE_GAP, 0, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    def _left(self) -> QFrame:
        say = self._tools.say
        name = Words("评议事项", "Referrals")
        self.list: LineList[Listed] = LineList(
            self._tools, self._line, same=lambda one: one.referral.id, chosen=self._choose, name=name
        )
        self.stack = Stack(self.list, Empty(say), Fault(say, self.reload), Loading(say))
        self.which = button(say, _OPEN, "quiet", key=key_of("council.closed"))
        self.which.clicked.connect(self.closed)
        made = QFrame()
        made.setObjectName("panel")
        inside = column(row(said(say, name, "heading", wrap=False), None, self.which), self.stack)
        inside.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, 4)
        inside.setStretch(1, 1)
        made.setLayout(inside)
        return made

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.stack.take_focus()

    def show_referral(self, referral: ReferralId) -> None:
        """Show this one."""
        self._wanted = referral
        self.reload()

    def follow(self, changes: Changes) -> None:
        """Something was changed, here or by a sync."""
        if changes.concern(*_AREAS) and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the referrals again."""
        closed = self._closed
        self._tools.runner.ask(
            ("council", "list"), lambda desk: council_view.listing(desk, closed=closed), self._show, self._fail
        )

    def _show(self, found: list[Listed]) -> None:
        if found:
            self.stack.show_content()
        else:
            self.stack.show_empty(*(_NONE_CLOSED if self._closed else _NONE))
        self.list.show_rows(found)
        if self._wanted is not None:
            self.list.choose(self._wanted)
            self._wanted = None

    def _fail(self, error: StewardError) -> None:
        self.stack.show_fault(error)

    def _line(self, one: Listed) -> Line:
        say, now, referral = self._tools.say, self._tools.clock(), one.referral
        late = term(referral, now)
        tags = [(say(late or STAGE_WORDS[referral.stage]), STAGE_TONES[referral.stage])]
        if referral.brand_party:
            tags.append((say(BRAND), Tone.VIOLET))
        about = f"{say(MATTER_SHORT[referral.matter])} · {say(cases(one.cases))}"
        return Line(brief(referral.question, 80), tuple(tags), about, say.age(referral.opened_at, now))

    def _choose(self, chosen: Listed | None) -> None:
        """Show what it is about."""
        if chosen is None:
            self._tools.runner.forget(("council", "one"))
            self._show_one(None)
            return
        referral = chosen.referral.id
        self._tools.runner.ask(
            ("council", "one"), lambda desk: council_view.dossier(desk, referral), self._show_one, self.voting.fail
        )

    def _show_one(self, found: Dossier | None) -> None:
        if found is not None and found.referral.id != self.referral:
            return
        self.voting.dossier = found
        for part in (self.dossier, self.procedure):
            part.setVisible(found is not None)
        self._look_at(found)
        self.dossier.show_dossier(found)
        self.procedure.show_dossier(found)

    def _look_at(self, found: Dossier | None) -> None:
        """Ask for the evidence, where it can have changed."""
        known = None
        if found is not None:
            cases = [(one.case.id, one.case.revision.version) for one in found.cases]
            known = (found.referral.id, found.referral.matter, [one.label for one in found.parties], cases)
        if known == self._known:
            return
        self._known, self._evidence = known, None
        if found is not None:
            referral = found.referral.id
            self._tools.runner.ask(
                ("council", "evidence"),
                lambda desk: council_evidence.evidence(desk, referral),
                self._show_evidence,
                self.voting.fail,
            )

    def _show_evidence(self, found: Shown) -> None:
        if found.referral.id == self.referral:
            self._evidence = found
            self.dossier.show_evidence(found)

    def evidence(self) -> None:
        """Look at all of the evidence."""
        if self._evidence is not None:
            self.reading.begin(self._evidence)

    @property
    def reading(self) -> EvidenceSheet:
        """The sheet of the evidence; it is made when it is first asked for."""
        if self._reading is None:
            self._reading = EvidenceSheet(self._tools, self.window())
        return self._reading

    @property
    def referral(self) -> ReferralId | None:
        """The one that is shown."""
        chosen = self.list.current
        return None if chosen is None else chosen.referral.id

    # --- going about it ----------------------------------------------------------------------------------

    def next(self) -> None:
        """Go to the next."""
        self.list.step(1)

    def previous(self) -> None:
        """Go to the one before."""
        self.list.step(-1)

    def closed(self) -> None:
        """Show those that are over, or those that are open."""
        self._closed = not self._closed
        self.which.setText(self._tools.say(keyed(_OVER if self._closed else _OPEN, "council.closed")))
        self.reload()

    def do(self) -> None:
        """Do the next step."""
        self.procedure.do()

    def again(self) -> None:
        """Seal the packet again, for a seat that took the place of another."""
        if shown := self.voting.at(Stage.VOTING):
            referral, folder = shown.referral.id, self.voting.saver.folder()
            self._tools.runner.do(
                lambda desk: council_packet.seal_again(desk, referral, folder), self._built, self.voting.fail
            )

    def plan(self) -> None:
        """Look at masks and pictures, and build the packet."""
        if shown := self.voting.at(Stage.PREPARING):
            self.sheet.begin(shown.referral.id)

    @property
    def sheet(self) -> PlanSheet:
        """The sheet of the packet; it is made when it is first asked for."""
        if self._sheet is None:
            self._sheet = PlanSheet(self._tools, self.window(), self.voting.saver)
            self._sheet.built.connect(self._built)
        return self._sheet

    def _built(self, done: Built) -> None:
        if done.path is None:
            return
        zh, en = ("、".join(map(str, done.seats)), ", ".join(map(str, done.seats)))
        told = Words(f"案卷封给 {zh} 号席位，请发给他们", f"sealed for seats {en}: send it to them")
        self.voting.saver.tell(told, done.path)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.list, self.dossier.paper, self.procedure.go)

    def escape(self) -> None:
        """Back to the list."""
        self.list.setFocus()
