"""The register of promises: everything that we promised, one of them with all that happened, and what we say of it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from app.domain.cases import CaseState
from app.domain.changes import Area, Changes
from app.domain.decisions import Decided
from app.domain.promises import Change, PromiseId
from app.domain.promises_register import PromiseRow, Which
from app.domain.words import Words
from app.errors import StewardError
from ui.kit.elements import row
from ui.kit.theme import WIDE_GAP
from ui.notices import Offer
from ui.promises.column import PromiseColumn
from ui.promises.matter import MatterPanel
from ui.promises.reading import Matter, matter
from ui.promises.sayings import SAYINGS, Done, Word
from ui.promises.telling import TellingDesk
from ui.tools import Tools

_AREAS = (Area.PROMISES, Area.CASES, Area.OUTBOX, Area.TOPICS)
_EVERY_MS = 30_000
_SUBMITTED = Words("已提交复核，等另一个人同意", "Submitted for approval")


class PromisesPage(QWidget):
    """The first tab of the place 承诺跟进.

    Attributes:
        decided: something was decided that can be taken back for a while: words, decisions, and what is shown then.
        opened: a case is to be shown in the queue: its id.
        topic: a topic is to be shown: its id.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
    """

    decided = Signal(object, object, object)
    opened = Signal(object)
    topic = Signal(str)
    to_do = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._row: PromiseRow | None = None
        self._shown: Matter | None = None
        self._wanted: tuple[PromiseId, Change] | None = None
        self.column = PromiseColumn(tools)
        self.matter = MatterPanel(tools)
        self.desk = TellingDesk(tools)
        self._lay_out()
        self._bind()
        self.column.chosen.connect(self._choose)
        self.matter.opening.connect(self.open_whose)
        self.matter.retry.connect(self._read)
        self.desk.said.connect(self._say)
        self.desk.going.connect(self.open_whose)
        tools.runner.changed.connect(self.follow)
        self._ages = QTimer(self, interval=_EVERY_MS)
        self._ages.timeout.connect(self._age)
        self._ages.start()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, share, least in ((self.column, 34, 230), (self.matter, 40, 270), (self.desk, 46, 390)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, share)
            part.setMinimumWidth(least)
        self.splitter.setHandleWidth(WIDE_GAP)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([350, 420, 480])
        layout = row(self.splitter)
        layout.setContentsMargins(WIDE_GAP, 0, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)

    def _bind(self) -> None:
        handoff, desk = self.matter.handoff, self.desk
        does: dict[str, Callable[[], object]] = {
            "promises.next": partial(self.column.step, 1),
            "promises.previous": partial(self.column.step, -1),
            **{saying.intention: partial(desk.choose, change) for change, saying in SAYINGS.items()},
            "promises.send": desk.send,
            "promises.preview": desk.toggle_preview,
            "promises.gap": desk.next_gap,
            "promises.draft": desk.word.draft_anew,
            "promises.number": handoff.take_number,
            "promises.answer": handoff.take_answer,
            "promises.slip": handoff.copy_slip,
            "promises.open": self.open_whose,
            "promises.search": self.column.begin_search,
            "promises.which": self.column.next_which,
            "promises.all": partial(self.column.show_which, Which.WAITING),
        }
        for name, run in does.items():
            self._tools.actions.bind(name, run)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.column.reload()
        self._read()
        self.column.stack.take_focus()

    def show_which(self, which: Which) -> None:
        """Show the promises that stand so."""
        self.column.show_which(which)

    def show_promise(self, promise: PromiseId, change: Change | None = None) -> None:
        """Show one, and begin to say something about it."""
        self._wanted = (promise, change) if change is not None else None
        self.column.choose(promise)
        self._go_on()

    def follow(self, changes: Changes) -> None:
        """Something was changed, here or by a sync."""
        if changes.concern(*_AREAS) and self.isVisible():
            self.column.reload()
            self._read()

    def _age(self) -> None:
        if self.isVisible():
            self.column.model.refresh()
            self._read()

    def _choose(self, chosen: PromiseRow | None) -> None:
        before = self._row.promise.id if self._row is not None else None
        self._row = chosen
        if chosen is None:
            self._shown = None
            self._tools.runner.forget(("promises", "one"))
            self.matter.show_nothing()
            self.desk.show_nothing()
        elif chosen.promise.id != before or self._shown is None:
            self._read()

    def _read(self) -> None:
        if self._row is not None:
            promise = self._row.promise.id
            self._tools.runner.ask(("promises", "one"), lambda desk: matter(desk, promise), self._show, self._fail)

    def _fail(self, error: StewardError) -> None:
        self._shown = None
        self.matter.show_fault(error)
        self.desk.show_nothing()

    def _show(self, found: Matter) -> None:
        if self._row is None or self._row.promise.id != found.id:
            return
        if found != self._shown:
            self._shown = found
            self.matter.show_matter(found)
            self.desk.show_matter(found)
        else:
            self.matter.refresh()
            self.desk.refresh()
        self._go_on()

    def _go_on(self) -> None:
        """Begin what was asked for from elsewhere, once its promise is shown."""
        if self._wanted is not None and self._shown is not None and self._shown.id == self._wanted[0]:
            change, self._wanted = self._wanted[1], None
            self.desk.choose(change)

    def open_whose(self) -> None:
        """Go to its case, or to its topic."""
        if self._row is None:
            return
        one = self._row.promise
        if one.case is not None:
            self.opened.emit(one.case)
        else:
            self.topic.emit(one.topic)

    # --- doing -------------------------------------------------------------------------------------------

    def _say(self, word: Word) -> None:
        saying = SAYINGS[word.change]
        self._tools.runner.do(
            lambda desk: saying.give(desk, word), partial(self._done, word), partial(self._refused, word)
        )

    def _done(self, word: Word, done: Done) -> None:
        saying = SAYINGS[word.change]
        self.desk.sent(word.promise, word.change)
        self.column.list.setFocus()
        if not isinstance(done, Decided):
            self._tools.notices.tell(saying.done)
            return
        waits = done.state is CaseState.AWAITING_APPROVAL
        back = partial(self._taken_back, word)
        self.decided.emit(_SUBMITTED if waits else saying.done, [done.decision], back)
        if done.by_hand and not waits:
            told = Words(
                "这里没有接口：请人工发送，然后登记", "Nothing can be sent there: do it yourself, then tick it off"
            )
            go = Offer(Words("去办理", "Go and do it"), "", partial(self.to_do.emit, done.decision))
            self._tools.notices.tell(told, offer=go, seconds=12)

    def _taken_back(self, word: Word) -> None:
        """It was taken back: it is shown again, with its text."""
        self.desk.word.take_back(word.promise, word.change)
        self.show_promise(word.promise, word.change)

    def _refused(self, word: Word, error: StewardError) -> None:
        if self._row is not None and self._row.promise.id == word.promise:
            self.desk.show_fault(error)
            return
        back = Offer(Words("回到那项", "Go back"), "", partial(self.column.choose, word.promise))
        self._tools.notices.tell(Words.of(error), offer=back, seconds=12)

    # --- going about it ----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Keep what is half done, before the window is closed."""
        self.desk.word.keep_draft()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.column.list, self.matter.paper, *self.matter.handoff.fields(), self.desk.editor)

    def escape(self) -> None:
        """Back to the rows; a search is dropped first."""
        if self.column.search.hasFocus() and self.column.search.text():
            self.column.search.clear()
            self.column.start_over()
            return
        self.column.list.setFocus()
