"""The window: places, pages, status, and what holds for all of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QStackedWidget, QWidget

from app.domain.cases import CaseId
from app.domain.commands import DecisionId
from app.domain.promises import Change, PromiseId
from app.domain.promises_register import Which
from app.domain.roles import Role
from app.domain.words import Words
from app.errors import StewardError
from app.operations.promises_front import Front
from ui.actions import Actions, Scope
from ui.appeals.sheets import AppealSheets
from ui.conduct.page import ConductPage
from ui.hand.forms import HandForms
from ui.kit.elements import column, row
from ui.notices import Notices
from ui.outbox.page import OutboxPage
from ui.promises.place import PromisesPlace
from ui.runner import Runner
from ui.session import Session
from ui.settings.page import SettingsPage
from ui.shell.alarms import Alarms
from ui.shell.council import CouncilInWindow, CouncilPlace
from ui.shell.frame import LEAST, SIZE, Frame, Looks
from ui.shell.honours import HonoursInWindow, HonoursPlace
from ui.shell.joining import join_colleague, join_hand
from ui.shell.notifying import Notifier
from ui.shell.overlays import CommandFinder, KeySheet
from ui.shell.places import Place, PlacesBar
from ui.shell.privacy import PrivacyInWindow
from ui.shell.promises import PromiseWatch
from ui.shell.status import StatusBar
from ui.shell.team import TeamSheets
from ui.shell.topics import TopicsInWindow, topics_tab
from ui.shell.undoing import Undoing
from ui.summary.page import SummaryPage
from ui.syncing import Syncing
from ui.tabs import TabbedPlace
from ui.tools import Tools
from ui.triage.colleague import ColleagueForm
from ui.triage.page import TriagePage

_SCOPES = {
    Place.TRIAGE: {Scope.TRIAGE, Scope.DESK},
    Place.PROMISES: {Scope.PROMISES},
    Place.OUTBOX: {Scope.OUTBOX},
    Place.CONDUCT: {Scope.CONDUCT},
    Place.COUNCIL: {Scope.COUNCIL},
    Place.HONOURS: {Scope.HONOURS},
    Place.SUMMARY: {Scope.SUMMARY},
    Place.SETTINGS: set[Scope](),
}

Page = TriagePage | PromisesPlace | OutboxPage | ConductPage | CouncilPlace | HonoursPlace | SummaryPage | SettingsPage


class Window(QWidget):
    """The window of one open workspace.

    Attributes:
        closing: a person asks to close the window.
    """

    closing = Signal()

    def __init__(self, session: Session, runner: Runner, syncing: Syncing, looks: Looks) -> None:
        super().__init__()
        say, theme = looks.say, looks.theme
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session, self._looks, self.syncing = session, looks, syncing
        self._told_of_waiting = False
        self._in_queue = 0
        self.notices = Notices(self, say, self._list)
        self.actions_ = Actions(self, say)
        self.tools = Tools(say, theme, runner, self.notices, self.actions_, session.desk.me, session.desk.clock)
        self.notifier = Notifier(self, say, self.notices, self._to_front)
        self.notifier.sounds = looks.memory.sounds()
        self.place = Place.TRIAGE
        self._build()
        self._connect()
        self._bind()
        self.resize(*SIZE)
        self.setMinimumSize(*LEAST)
        looks.memory.restore_columns(self.triage.splitter)
        self.go(Place.TRIAGE)
        self.alarms.look()
        self.promised.look()
        self.referring.look()
        self.honouring.look()
        self.team.look_for_a_shift()

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        tools = self.tools
        self.triage = TriagePage(tools)
        self.promises = PromisesPlace(tools, topics_tab)
        self.outbox = OutboxPage(tools)
        self.conduct = ConductPage(tools)
        self.council = CouncilPlace(tools)
        self.honours = HonoursPlace(tools)
        self.summary = SummaryPage(tools)
        self.settings = SettingsPage(tools, self._session, self._looks.speak, self._looks.wear)
        self.settings.sounds.setChecked(self.notifier.sounds)
        self.settings.heard.connect(self._hear)
        self.pages: dict[Place, Page] = {
            Place.TRIAGE: self.triage,
            Place.PROMISES: self.promises,
            Place.OUTBOX: self.outbox,
            Place.CONDUCT: self.conduct,
            Place.COUNCIL: self.council,
            Place.HONOURS: self.honours,
            Place.SUMMARY: self.summary,
            Place.SETTINGS: self.settings,
        }
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(page)
        self.places = PlacesBar(tools.say, tools.theme, self.go)
        self.status = StatusBar(tools.say, tools.clock)
        session = self._session
        self.status.show_session(session.community, session.where, by_hand=session.by_hand)
        body = row(self.places, self._stack, gap=0)
        body.setStretch(1, 1)
        layout = column(gap=0)
        layout.addLayout(body, 1)
        layout.addWidget(self.status)
        self.setLayout(layout)
        self._build_over()
        self._show_standing()

    def _build_over(self) -> None:
        """What lies over the pages, and what watches for all of them."""
        tools = self.tools
        self.hand = HandForms(tools, self)
        self.colleague = ColleagueForm(tools, self, self._session)
        self.team = TeamSheets(tools, self)
        self.appeals = AppealSheets(tools, self, self.triage.strip)
        self.alarms = Alarms(tools, self, self.notifier, self._shown_case)
        self.undoing = Undoing(tools, self, self.syncing, self._open_case)
        self.promised = PromiseWatch(tools, self, self.notifier)
        self.topics = TopicsInWindow(tools, self, self.promises, self.triage)
        self.referring = CouncilInWindow(tools, self, self.council, self.triage)
        self.honouring = HonoursInWindow(tools, self, self.honours, self.triage)
        self.privacy = PrivacyInWindow(tools, self, self.triage)
        self.finder = CommandFinder(self, tools.say, self.actions_)
        self.keys = KeySheet(self, tools.say)

    def _connect(self) -> None:
        runner = self.tools.runner
        runner.failed.connect(self._tell_failed)
        runner.broke.connect(self._tell_broken)
        self.syncing.changed.connect(self._show_standing)
        self.syncing.brought.connect(runner.changed)
        self.triage.decided.connect(self.undoing.offer)
        self.triage.clearing.cleared.connect(self.undoing.offer_back)
        self.triage.wanting.connect(self.syncing.now)
        self.triage.preserving.fetch = self.syncing.fetch
        self.triage.counted.connect(self._show_queue)
        self._connect_alarms()
        self.conduct.counted.connect(lambda count: self.places.show_count(Place.CONDUCT, count, alert=count > 0))
        self.conduct.counted.connect(self.status.show_notices)
        self.outbox.opened.connect(self._open_case)
        self.outbox.counted.connect(self._show_waiting)
        self._connect_promises()
        self._connect_council()
        self._connect_honours()
        self.summary.opened.connect(self._open_case)
        join_hand(self.triage, self.outbox, self.hand, self._open_answer)
        self.hand.show_case.connect(self._open_case)
        join_colleague(self.triage, self.colleague)
        for sheets in (self.team.show_case, self.privacy.opened):
            sheets.connect(self._open_case)
        self.appeals.show_case.connect(self._open_case)
        self.appeals.decided.connect(self.undoing.offer)
        self.appeals.counted.connect(self.status.show_appeals)
        self.appeals.to_do.connect(self._open_answer)
        self.status.asked.connect(lambda name: self.actions_[name].trigger())

    def _connect_alarms(self) -> None:
        """What nobody sees to yet, wherever one is in the window."""
        alarms, triage = self.alarms, self.triage
        alarms.found.connect(triage.alarms.show_alarms)
        alarms.found.connect(self.status.show_alarms)
        alarms.found.connect(lambda _found: self._show_queue(self._in_queue))
        alarms.show_case.connect(self._open_case)
        triage.alarms.wanted.connect(alarms.go)
        triage.desk.lane.listing.connect(alarms.open_register)

    def _connect_promises(self) -> None:
        """What we promised, wherever one is in the window."""
        watch, register = self.promised, self.promises.register
        for shows in (self.triage.promised.show_front, self.status.show_promises, self._show_promised):
            watch.found.connect(shows)
        watch.show_which.connect(self._open_promises)
        watch.show_promise.connect(self._open_promise)
        self.triage.promised.wanted.connect(self._open_promises)
        self.triage.promised_line.wanted.connect(self._open_promise)
        self.promises.moved.connect(partial(self.go, Place.PROMISES))
        register.decided.connect(lambda words, decisions, back: self.undoing.offer(words, decisions, (), back))
        register.opened.connect(self._open_case)
        register.to_do.connect(self._open_answer)
        page = self.topics.page
        page.opened.connect(self._open_case)
        page.decided.connect(lambda words, decisions, back: self.undoing.offer(words, decisions, (), back))

    def _connect_council(self) -> None:
        """What is before the council, wherever one is in the window."""
        self.council.moved.connect(partial(self.go, Place.COUNCIL))
        page = self.council.referrals
        page.opened.connect(self._open_case)
        page.decided.connect(lambda words, decisions, back: self.undoing.offer(words, decisions, (), back))
        self.referring.decided.connect(self.undoing.offer)
        self.referring.counted.connect(
            lambda open_, ready: self.places.show_count(Place.COUNCIL, open_, alert=ready > 0)
        )

    def _connect_honours(self) -> None:
        """Honours, wherever one is in the window."""
        self.honours.moved.connect(partial(self.go, Place.HONOURS))
        self.honouring.opened.connect(self._open_case)
        self.honouring.decided.connect(self.undoing.offer)
        self.honouring.to_do.connect(self._open_answer)
        self.honouring.counted.connect(lambda count: self.places.show_count(Place.HONOURS, count))

    def _show_promised(self, front: Front) -> None:
        self.places.show_count(Place.PROMISES, front.pressing, alert=front.broken > 0)

    def _go_to_promises(self) -> None:
        """To the first tab, from wherever one is."""
        self.promises.turn_to(0)

    def _open_promises(self, which: Which) -> None:
        self.promises.turn_to(0)
        self.promises.register.show_which(which)

    def _open_promise(self, promise: PromiseId, change: Change | None = None) -> None:
        self.promises.turn_to(0)
        self.promises.register.show_promise(promise, change)

    def _show_queue(self, count: int) -> None:
        self._in_queue = count
        self.places.show_count(Place.TRIAGE, count, alert=bool(self.alarms.now))

    def _hear(self, on: bool) -> None:
        self.notifier.sounds = on
        self._looks.memory.keep_sounds(on)

    def _to_front(self) -> None:
        frame = self.window()
        if isinstance(frame, Frame):
            frame.to_front()

    def _list(self) -> QWidget:
        """What notices may cover for a while."""
        page = self.pages[self.place]
        if page is self.summary:
            return self.summary.inside.months
        return page.queue if page is self.triage and not self.triage.queue.list.isVisible() else page.panes()[0]

    def _open_answer(self, decision: DecisionId) -> None:
        """Go to what a person has to do."""
        self.go(Place.OUTBOX)
        self.outbox.show_answer(decision)

    def _show_standing(self) -> None:
        self.status.show_standing(self.syncing.standing)
        self.settings.show_standing(self.syncing.standing)
        self.triage.queue.show_standing(self.syncing.standing, by_hand=self._session.by_hand)

    def _bind(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "go.triage": partial(self.go, Place.TRIAGE),
            "go.promises": self._go_to_promises,
            "go.outbox": partial(self.go, Place.OUTBOX),
            "go.conduct": partial(self.go, Place.CONDUCT),
            "go.summary": partial(self.go, Place.SUMMARY),
            "go.settings": partial(self.go, Place.SETTINGS),
            "window.sync": self.syncing.now,
            "window.undo": self.undo,
            "window.commands": self.finder.put_up,
            "window.keys": self.keys.put_up,
            "window.texts": self.team.open_texts,
            "window.handover": self.team.open_handover,
            "window.sampling": self.team.open_sampling,
            "window.alarm": self.alarms.go,
            "window.register": self.alarms.open_register,
            "window.panes": self.next_pane,
            "window.language": self._looks.speak_other,
            "window.theme": self._looks.wear_other,
            "window.close": self.closing.emit,
        }
        for name, run in does.items():
            self.actions_.bind(name, run)
        self.actions_.enable("window.sampling", Role.LEAD in self.tools.me.roles)

    # --- places ------------------------------------------------------------------------------------------

    def go(self, place: Place) -> None:
        """Go to a place; what lay over the one before goes with it."""
        for sheet in (self.finder, self.keys):
            if sheet.isVisible():
                sheet.put_away()
        self.place = place
        self.places.show_place(place)
        page = self.pages[place]
        self.actions_.open(page.scopes if isinstance(page, TabbedPlace) else _SCOPES[place])
        self._stack.setCurrentWidget(page)
        page.open()
        if place is not Place.OUTBOX:
            self.outbox.reload()

    def _open_case(self, case_id: CaseId) -> None:
        self.go(Place.TRIAGE)
        self.triage.show_case(case_id)

    def _shown_case(self) -> CaseId | None:
        return self.triage.queue.case_id if self.place is Place.TRIAGE else None

    def next_pane(self) -> None:
        """Go to the next part of the page."""
        panes = [pane for pane in self.pages[self.place].panes() if pane.isVisible() and pane.isEnabled()]
        if panes:
            here = next((at for at, pane in enumerate(panes) if pane.hasFocus()), -1)
            panes[(here + 1) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def event(self, event: QEvent) -> bool:
        """Arrow keys belong to the field in which something is typed, Space to what it ticks."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focused, key = QApplication.focusWidget(), event.key()
            typing = isinstance(focused, QLineEdit | QComboBox) and key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            ticked = isinstance(focused, QCheckBox) or (focused is not None and focused.objectName() == "chip")
            if typing or (ticked and key == Qt.Key.Key_Space):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.pages[self.place].escape()
        else:
            super().keyPressEvent(event)

    def _show_waiting(self, waiting: int, person: int, sends: int) -> None:
        self.places.show_count(Place.OUTBOX, waiting, alert=person > 0)
        self.status.show_waiting(waiting, person, sends)

    def undo(self) -> None:
        """Take the last decision back, while nothing of it was sent."""
        self.undoing.undo()

    # --- what goes wrong ---------------------------------------------------------------------------------

    def _tell_failed(self, error: StewardError) -> None:
        self.notices.tell(Words.of(error), seconds=12)

    def _tell_broken(self, _error: BaseException) -> None:
        self.notices.tell(
            Words(
                "程序内部出错，已记入日志；已保存的内容不受影响，请重试或重启",
                "A fault of the program itself; it was logged. What was kept is safe: try again, or start again",
            ),
            seconds=12,
        )

    # --- closing -----------------------------------------------------------------------------------------

    def may_close(self) -> bool:
        """Keep what is half done; when something is still to be sent, say so once before the window is closed."""
        self.triage.evidence.note.keep()
        self.triage.desk.sheets.keep_drafts()
        self.promises.register.settle()
        self.topics.page.desk.keep_draft()
        self.honours.review.settle()
        self.triage.columns.settle()
        self._looks.memory.keep_columns(self.triage.splitter)
        sends = self.status.sends
        if not sends or self._told_of_waiting:
            return True
        self._told_of_waiting = True
        told = Words(
            f"还有 {sends} 步没送出，下次打开时会送。再关一次就退出",
            f"{sends} steps were not sent yet; they go out at the next start. Close once more to quit",
        )
        self.notices.tell(told, seconds=10)
        return False
