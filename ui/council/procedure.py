"""How a referral goes on: its steps under each other, and one button for the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame

from app.domain.council import Stage
from app.domain.council_missing import Mend
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations.council_box import TakenIn
from app.operations.council_view import Dossier
from ui.actions import key_of
from ui.council.steps import Standing, Step
from ui.council.steps_counting import show_count, show_result, show_ruled
from ui.council.steps_preparing import show_material, show_packet, show_panel
from ui.council.steps_voting import all_here, show_votes
from ui.council.voting import BALLOT, DONE, KEY, Voting
from ui.hand.attachments import local_files
from ui.kit.elements import Flow, Scroll, button, column, frame, label, said
from ui.kit.theme import WIDE_GAP
from ui.tools import Tools

_NAMES = (
    Words("材料：双方陈述与条款", "Material: statements and articles"),
    Words("评议小组", "The panel"),
    Words("案卷", "The packet"),
    Words("投票", "The vote"),
    Words("计票（秘书与主席两人）", "The count, by two"),
    Words("评议结果", "The ruling"),
    Words("执行与公布", "Carried out and published"),
)
_SHOW = (show_material, show_panel, show_packet, show_votes, show_count, show_result, show_ruled)


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next: the words of the button, and what it does."""

    words: Words
    do: Callable[[], None]


class Procedure(QFrame):
    """The right column. Ballots and the chair's key can be dropped on it.

    Attributes:
        steps: in order.
        go: the button for the next step.
    """

    def __init__(self, tools: Tools, voting: Voting, plan: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools, self._voting, self._plan = tools, voting, plan
        self._shown: Dossier | None = None
        self._fault_words, self._refused = NO_WORDS, False
        self.steps = [Step(tools.say, at, words) for at, words in enumerate(_NAMES, start=1)]
        self._scroll = Scroll(margin=0)
        self._scroll.inside.addWidget(said(tools.say, Words("怎样往下走", "How it goes on"), "heading"))
        for step in self.steps:
            self._scroll.inside.addWidget(step)
        self._scroll.inside.addStretch(1)
        self._fault_text = label()
        self._fault = frame("fault", self._fault_text)
        self.withdraw = button(tools.say, Words("撤回提请", "Withdraw"), key=key_of("council.withdraw"))
        self.withdraw.clicked.connect(voting.withdraw)
        self.go = button(tools.say, Words("下一步", "Next"), "primary")
        self.go.clicked.connect(self.do)
        layout = column(self._scroll, self._fault, Flow(8, self.withdraw, self.go, apart=1))
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setAcceptDrops(True)
        voting.refused.connect(self.show_fault)
        voting.taken.connect(self._taken)
        tools.say.changed.connect(self._render)
        self._render()

    # --- what is shown -----------------------------------------------------------------------------------

    def show_dossier(self, dossier: Dossier | None) -> None:
        """Show this one."""
        before = self._shown
        other = dossier is None or before is None or dossier.referral != before.referral
        if other or (self._refused and dossier != before):
            self._fault_words = NO_WORDS
        self._shown = dossier
        self._render()

    def show_fault(self, error: StewardError) -> None:
        """Say why something could not be done, until anything is."""
        self._fault_words, self._refused = Words.of(error), True
        self._render_fault()

    def _taken(self, done: TakenIn) -> None:
        """Say what came of files that were taken in: each fault by its file."""
        lines = [Words(f"{name}：{why.zh}", f"{name}: {why.en}") for name, why in (*done.refused, *done.known)]
        self._refused = False
        self._fault_words = Words("\n".join(one.zh for one in lines), "\n".join(one.en for one in lines))
        self._render_fault()
        if done.arrived:
            count = len(done.arrived)
            words = Words(f"收进 {count} 张评议票", "1 ballot is in" if count == 1 else f"{count} ballots are in")
            self._tools.notices.tell(words)
        if done.destroyed:
            count = len(done.destroyed)
            gone = Words(
                f"收进 {count} 份销毁确认", "1 confirmation is in" if count == 1 else f"{count} confirmations are in"
            )
            self._tools.notices.tell(gone)

    def _render(self) -> None:
        shown = self._shown
        for part in (self._scroll, self.go, self.withdraw):
            part.setVisible(shown is not None)
        self._render_fault()
        if shown is None:
            return
        for step, show in zip(self.steps, _SHOW, strict=True):
            step.empty()
            show(step, shown, self._voting)
        QTimer.singleShot(0, self, self._bring_into_sight)
        coming = self.next_of(shown)
        self.go.setVisible(coming is not None)
        if coming is not None:
            key = key_of("council.do")
            self.go.setText(self._tools.say(Words(f"{coming.words.zh}  {key}", f"{coming.words.en}  {key}")))
            self.go.setAccessibleName(self._tools.say(coming.words))
        stages = (Stage.PREPARING, Stage.VOTING, Stage.UNDECIDED)
        self.withdraw.setVisible(shown.referral.stage in stages)

    def _bring_into_sight(self) -> None:
        """The step that is on is seen, however many lie behind."""
        on = [step for step in self.steps if step.standing is Standing.NOW]
        if on:
            self._scroll.inside.activate()
            self._scroll.ensureWidgetVisible(on[-1], 0, 12)

    def _render_fault(self) -> None:
        self._fault_text.setText(self._tools.say(self._fault_words))
        self._fault.setVisible(self._fault_words != NO_WORDS)

    # --- the next step -----------------------------------------------------------------------------------

    def do(self) -> None:
        """Do the next step."""
        coming = None if self._shown is None else self.next_of(self._shown)
        if coming is not None:
            self._fault_words = NO_WORDS
            self._render_fault()
            coming.do()

    def next_of(self, shown: Dossier) -> Next | None:
        """What comes next; None where there is nothing but to wait."""
        stage = shown.referral.stage
        if stage is Stage.PREPARING:
            return self._of_preparing(shown)
        if stage is Stage.VOTING:
            return self._of_voting(shown)
        if stage is Stage.UNDECIDED:
            return Next(Words("换席位再投一次", "Vote again with new seats"), self._voting.revote)
        if stage is Stage.DECIDED:
            return Next(Words("确认评议结果", "Take the ruling on"), self._voting.confirm)
        return self._of_ruled(shown) if stage is Stage.RULED else None

    def _of_preparing(self, shown: Dossier) -> Next:
        open_ = [one for one in shown.missing if one.mend is not Mend.WAIT]
        if not open_:
            return Next(Words("看遮盖和图片，生成案卷", "Masks and pictures, then build"), self._plan)
        names = {
            Mend.TAKE_OUT: Words("移出工单", "Take the case out"),
            Mend.NAME_PARTY: Words("添加当事人", "Name a party"),
            Mend.ASK: Words("写信请陈述", "Ask for statements"),
            Mend.STATEMENT: Words("录入陈述", "Enter the statement"),
            Mend.ARTICLES: Words("选择条款", "Choose the articles"),
            Mend.PANEL: Words("抽选评议小组", "Draw the panel"),
        }
        first = open_[0]
        if first.mend not in names:
            return Next(Words("看遮盖和图片，生成案卷", "Masks and pictures, then build"), self._plan)
        return Next(names[first.mend], lambda: self._voting.mend(first.mend, first.about))

    def _of_voting(self, shown: Dossier) -> Next | None:
        due = shown.referral.due_at
        if due is not None and due <= self._tools.clock():
            return Next(Words("计票：选择主席交回的钥匙", "Count: choose the chair's key"), self._voting.count)
        return None if all_here(shown) else Next(Words("收评议票", "Take ballots in"), self._voting.ballots)

    def _of_ruled(self, shown: Dossier) -> Next | None:
        ruling = shown.ruling
        if ruling is None:
            return None
        if not ruling.decisions and not ruling.refused_why:
            return Next(Words("执行评议结果", "Carry the ruling out"), self._voting.carry_out)
        if ruling.publish_at is not None and ruling.published_at is None and ruling.publish_at <= self._tools.clock():
            return Next(Words("公布评议结果", "Publish the ruling"), self._voting.publish)
        return None

    # --- drops -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Ballots, folders with them and the chair's key are welcome while seats vote; confirmations later too."""
        files = _fitting(local_files(event.mimeData()))
        voting = self._shown is not None and self._shown.referral.stage is Stage.VOTING
        if files and (voting or all(one.suffix == DONE for one in files)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        files = _fitting(local_files(event.mimeData()))
        if files:
            event.acceptProposedAction()
            self._voting.take_files(files)

    def focus(self) -> None:
        """Go to the button."""
        self.go.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _fitting(files: Sequence[Path]) -> list[Path]:
    return [one for one in files if one.suffix in (BALLOT, KEY, DONE) or one.is_dir()]
