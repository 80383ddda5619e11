"""The packet before it is built: its masks, its pictures, earlier rulings, and the button that builds it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QProgressBar, QPushButton, QStackedWidget, QWidget

from app.domain.council import TERM, ReferralId
from app.domain.council_missing import Mend
from app.domain.words import NO_WORDS, Words
from app.errors import PacketStopped, StewardError
from app.operations import council_packet, council_packet_choices, council_packet_plan
from app.operations.council_packet import LONGEST_TERM, Built
from app.operations.council_packet_choices import Chosen
from app.operations.council_packet_plan import Look, Plan
from app.operations.desk import Desk
from app.text.redraw import Patch
from ui.council.plan_masks import MasksPart
from ui.council.plan_pictures import PicturesPart
from ui.council.saving import Saver
from ui.hand.form import Form, line_edit
from ui.kit.elements import button, clear, column, frame, label, row, said
from ui.kit.remote import brief
from ui.tools import Tools

_DAYS = Words("投票几天", "Days to vote")
_SIZE = (1240, 820)


class PlanSheet(Form):
    """The sheet.

    Attributes:
        built: the packet is out: a `Built`.
        moved: so many of so many steps are done; from the thread that builds.
    """

    built = Signal(object)
    moved = Signal(int, int)

    def __init__(self, tools: Tools, window: QWidget, saver: Saver) -> None:
        heading = Words("案卷：遮盖与图片", "The packet: masks and pictures")
        super().__init__(
            tools, window, heading, Words("生成案卷，封给评议小组", "Build it, sealed for the panel"), _SIZE
        )
        self._saver = saver
        self._referral: ReferralId | None = None
        self.plan: Plan | None = None
        self._stopped = Event()
        self.masks, self.pictures = MasksPart(tools), PicturesPart(tools)
        self._earlier = column()
        earlier = QWidget()
        earlier.setLayout(self._earlier)
        self._stack = QStackedWidget()
        self.tabs: list[QPushButton] = []
        group = QButtonGroup(self)
        for at, page in enumerate((self.masks, self.pictures, earlier)):
            made = button(tools.say, NO_WORDS, "tab")
            made.setCheckable(True)
            made.clicked.connect(partial(self.turn_to, at))
            group.addButton(made)
            self.tabs.append(made)
            self._stack.addWidget(page)
        self.tabs[0].setChecked(True)
        self._lacks = label("", "small")
        self._lacking = frame("caution", self._lacks)
        self.inside.addLayout(row(*self.tabs, None, gap=0))
        self.inside.addWidget(self._stack, 1)
        self.inside.addWidget(self._lacking)
        self._make_bottom()
        self._connect()
        tools.say.changed.connect(self._render)

    def _make_bottom(self) -> None:
        tools = self.tools
        self.days = line_edit(tools, _DAYS)
        self.days.setValidator(QIntValidator(1, LONGEST_TERM.days, self))
        self.days.setFixedWidth(56)
        self.days.setText(str(TERM.days))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.bar.setAccessibleName(tools.say(Words("生成进度", "Progress")))
        self.stop = button(tools.say, Words("停止", "Stop"))
        self.stop.clicked.connect(self._stopped.set)
        self.more.addLayout(row(said(tools.say, _DAYS, "second", wrap=False), self.days, self.bar, self.stop))
        for part in (self.bar, self.stop):
            part.hide()

    def _connect(self) -> None:
        self.moved.connect(self._show_progress)
        self.masks.choosing.connect(self._choose_mask)
        self.masks.naming.connect(self._name_words)
        self.masks.confirming.connect(self._confirm)
        self.pictures.seen.connect(self._see)
        self.pictures.out.connect(self._leave_out)

    # --- what is shown -----------------------------------------------------------------------------------

    def begin(self, referral: ReferralId) -> None:
        """Plan the packet of this referral."""
        if referral != self._referral:
            self._referral, self.plan = referral, None
            self.turn_to(0)
        self.tell_fault(NO_WORDS)
        self.busy(True)
        self.put_up()
        self.reload()

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the plan again."""
        referral = self._referral
        if referral is None:
            return

        def show(plan: Plan) -> None:
            self._show(plan)
            if then is not None:
                then()

        self.tools.runner.ask(
            ("council", "plan"), lambda desk: council_packet_plan.plan(desk, referral), show, self.fail
        )

    def _show(self, plan: Plan) -> None:
        if plan.referral.id != self._referral:
            return
        self.plan = plan
        self.masks.show_plan(plan)
        self.pictures.show_plan(plan)
        self._render()

    def turn_to(self, at: int, _checked: bool = False) -> None:
        """Show the masks, the pictures, or the earlier rulings."""
        self._stack.setCurrentIndex(at)
        self.tabs[at].setChecked(True)

    def _render(self) -> None:
        plan, say = self.plan, self.tools.say
        if plan is None:
            return
        looked = sum(one.look is not Look.UNSEEN for one in plan.pictures)
        within, pictures, places = sum(on for _, on in plan.earlier), len(plan.pictures), len(plan.places)
        names = (
            Words(f"文字与遮盖 {places}", f"Words and masks {places}"),
            Words(f"图片 {looked}/{pictures} 已看", f"Pictures {looked}/{pictures} seen"),
            Words(f"以往评议 {within}", f"Earlier rulings {within}"),
        )
        for tab, name in zip(self.tabs, names, strict=True):
            tab.setText(say(name))
            tab.setAccessibleName(say(name))
        self._render_lacking(plan)
        self._render_earlier(plan)
        self.busy(bool(plan.missing))

    def _render_lacking(self, plan: Plan) -> None:
        say = self.tools.say
        lines = [say(one.words) for one in plan.missing]
        if plan.left_out:
            count = len(plan.left_out)
            lines.append(
                say(Words(f"帖中 {count} 张图没有存下，案卷会写明", f"{count} pictures were never kept: it says so"))
            )
        if plan.further or plan.newer:
            told = Words(
                f"离评议的帖子太远的 {plan.further} 条、确认后新发的 {plan.newer} 条不放入",
                f"{plan.further} posts too far away and {plan.newer} written since stay out",
            )
            lines.append(say(told))
        head = say(Words("还差：", "Still missing: ")) if plan.missing else ""
        self._lacks.setText(head + " · ".join(lines))
        self._lacking.setVisible(bool(lines))

    def _render_earlier(self, plan: Plan) -> None:
        clear(self._earlier)
        say = self.tools.say
        if not plan.earlier:
            none = Words("没有相似的以往评议", "There is no earlier ruling like this")
            self._earlier.addWidget(label(say(none), "second"))
        for found, within in plan.earlier:
            tick = QCheckBox(found.referral)
            tick.setChecked(within)
            tick.setAccessibleName(say(Words(f"放入 {found.referral}", f"Put in {found.referral}")))
            tick.clicked.connect(self._earlier_of(found.referral))
            self._earlier.addWidget(frame("card", tick, label(brief(found.text, 600), "small"), gap=4))
        self._earlier.addStretch(1)

    # --- choosing ----------------------------------------------------------------------------------------

    def _choose(self, work: Callable[[Desk, ReferralId], Chosen], then: Callable[[], None] | None = None) -> None:
        referral = self._referral
        if referral is not None:
            self.tell_fault(NO_WORDS)
            self.tools.runner.do(lambda desk: work(desk, referral), lambda _done: self.reload(then), self._refused)

    def _refused(self, error: StewardError) -> None:
        self.tell_fault(Words.of(error))
        self.reload()

    def _choose_mask(self, mask: str, masked: bool) -> None:
        choose = council_packet_choices.cover if masked else council_packet_choices.lift
        self._choose(lambda desk, referral: choose(desk, referral, mask))

    def _name_words(self, words: str) -> None:
        self._choose(lambda desk, referral: council_packet_choices.cover(desk, referral, words))

    def _confirm(self) -> None:
        if self.plan is not None:
            seen = self.plan.seen
            self._choose(lambda desk, referral: council_packet_choices.confirm_masks(desk, referral, seen), self._next)

    def _see(self, number: int, patches: tuple[Patch, ...]) -> None:
        self._choose(
            lambda desk, referral: council_packet_choices.see(desk, referral, number, patches), self.pictures.go_on
        )

    def _leave_out(self, number: int) -> None:
        self._choose(
            lambda desk, referral: council_packet_choices.leave_out(desk, referral, number), self.pictures.go_on
        )

    def _earlier_of(self, ruling: ReferralId) -> Callable[[bool], None]:
        return lambda within: self._choose_earlier(ruling, within=within)

    def _choose_earlier(self, ruling: ReferralId, *, within: bool) -> None:
        self._choose(
            lambda desk, referral: council_packet_choices.choose_earlier(desk, referral, ruling, within=within)
        )

    def _next(self) -> None:
        """The words are done: pictures that nobody looked at are next."""
        if self.plan is not None and any(one.mend is Mend.PICTURES for one in self.plan.missing):
            self.turn_to(1)
            self.pictures.go_on()

    # --- building ----------------------------------------------------------------------------------------

    def go(self) -> None:
        """Build it."""
        referral, folder, days = self._referral, self._saver.folder(), int(self.days.text() or 0)
        if referral is None:
            return
        self._stopped.clear()
        self._work(on=True)

        def check() -> None:
            if self._stopped.is_set():
                raise PacketStopped(referral=referral)

        def work(desk: Desk) -> Built:
            term = timedelta(days=days)
            return council_packet.build(desk, referral, term=term, folder=folder, progress=self.moved.emit, check=check)

        self.tools.runner.do(work, self._done, self._failed)

    def _work(self, *, on: bool) -> None:
        for part in (self.bar, self.stop):
            part.setVisible(on)
        self.bar.setRange(0, 0)
        self.busy(on)
        self._stack.setEnabled(not on)

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _done(self, done: Built) -> None:
        self._work(on=False)
        self._referral, self.plan = None, None
        self.put_away()
        self.built.emit(done)

    def _failed(self, error: StewardError) -> None:
        self._work(on=False)
        self.fail(error)
        self.reload()
