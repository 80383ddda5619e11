"""Personal data, over the window: requests that wait, legal holds, how long each kind is kept, what is over."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget

from app.domain.changes import Area, Changes
from app.domain.privacy import WHAT_WORDS, DataRequest, Hold
from app.domain.privacy_retention import FLOORS, KEPT_WORDS, LONGEST, Kept, Period
from app.domain.roles import Role
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import privacy_view, retention
from app.operations.privacy_view import Overview
from app.operations.retention import Thinned
from ui.hand.form import Form
from ui.kit.elements import button, clear, column, frame, label, named, row, said, tag
from ui.kit.remote import brief
from ui.privacy.acting import PrivacyActing
from ui.privacy.words import left_words
from ui.tools import Tools

_NAMES = 190
_TOUCHING = (Area.PRIVACY, Area.CASES)
_NONE_ASKED = Words("没有待办的请求", "No request waits")
_NONE_HELD = Words("没有法律保留", "Nothing is held")
_NOTHING_OVER = Words("没有到期的内容", "Nothing is past its time")
_KEPT_FOR_EVER = Words(
    "安全事件、违法线索和法律保留没有期限；台账的骨架永远保留，个人信息到期单独删除",
    "Safety, unlawful content and what is held have no end; the skeleton of the ledger stays for ever",
)
_SOURCES = {
    Kept.RECORDS: Words("办结后；法定不少于 60 天", "after closing; the law: 60 days at least"),
    Kept.COMPLAINTS: Words("办结后；诉讼时效三年", "after closing; claims lapse after three years"),
    Kept.COACHING: Words("办结后；从不记分", "after closing; a reminder never counts"),
    Kept.LOGS: Words("写下之后；法定不少于六个月", "after they were written; the law: six months at least"),
}


class PrivacySheet(Form):
    """The sheet. Ctrl+Enter enters a request.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, window: QWidget, acting: PrivacyActing) -> None:
        heading = Words("个人信息：请求、法律保留、保存期", "Personal data: requests, holds, retention")
        super().__init__(tools, window, heading, Words("登记请求…", "Enter a request…"), (820, 760))
        self._acting = acting
        self._found: Overview | None = None
        self._counted: Thinned | None = None
        roles = tools.me.roles
        self._full = Role.TRAINEE not in roles
        self._manages = Role.MANAGER in roles and self._full
        self._leads = not roles.isdisjoint((Role.LEAD, Role.MANAGER)) and self._full
        self._build()
        self.first = self.go_button
        tools.runner.changed.connect(self._reload_after)
        tools.say.changed.connect(self._render)

    def _build(self) -> None:
        say = self.tools.say
        self._requests, self._holds = column(gap=6), column(gap=6)
        asked = frame("card", said(say, Words("待办的请求", "Requests that wait"), "strong"), self._requests)
        self.hold_button = button(say, Words("设置法律保留…", "Put on hold…"))
        self.hold_button.clicked.connect(self._hold)
        self.hold_button.setEnabled(self._leads)
        held = frame(
            "card", said(say, Words("法律保留", "Legal holds"), "strong"), self._holds, row(self.hold_button, None)
        )
        self.spins: dict[Kept, QSpinBox] = {}
        self.inside.addWidget(asked)
        self.inside.addWidget(held)
        self.inside.addWidget(frame("card", *self._periods()))
        self.inside.addWidget(frame("card", *self._cleaning()))
        self.inside.addStretch(1)

    def _periods(self) -> list[QWidget]:
        say = self.tools.say
        lines = column(gap=6)
        for kind in Kept:
            spin = QSpinBox()
            spin.setRange(FLOORS[kind], LONGEST)
            spin.setReadOnly(not self._manages)
            spin.setFixedWidth(120)
            spin.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            name = KEPT_WORDS[kind]
            named(say, spin, Words(f"{name.zh}，保存天数", f"{name.en}, days kept"))
            say.tell(spin, spin.setSuffix, Words(" 天", " days"))
            spin.valueChanged.connect(self._follow)
            self.spins[kind] = spin
            words = said(say, Words(name.zh, name.en[:1].upper() + name.en[1:]), wrap=False)
            words.setMinimumWidth(_NAMES)
            lines.addLayout(row(words, spin, said(say, _SOURCES[kind], "second", wrap=False), None))
        self.keep_button = button(say, Words("保存设置", "Keep these periods"))
        self.keep_button.clicked.connect(self.keep)
        self.keep_button.setEnabled(False)
        if not self._manages:  # shown before it has a parent, it would be a window of its own
            self.keep_button.hide()
        lines.addWidget(said(say, _KEPT_FOR_EVER, "second"))
        lines.addLayout(row(self.keep_button, None))
        whole = QWidget()
        whole.setLayout(lines)
        return [said(say, Words("保存期", "How long it is kept"), "strong"), whole]

    def _cleaning(self) -> list[QWidget]:
        say = self.tools.say
        self._told = label()
        self.look_button = button(say, Words("查看到期内容", "Look for what is past its time"))
        self.look_button.clicked.connect(self.look)
        self.run_button = button(say, Words("现在清理", "Delete it now"))
        self.run_button.clicked.connect(self.clean)
        self.run_button.setEnabled(False)
        self.look_button.setEnabled(self._full)
        about = Words(
            "到期的内容每天随同步清理一次，台账记下件数",
            "What is past its time is deleted once a day with a sync; the ledger counts it",
        )
        buttons = QWidget()
        line = row(self.look_button, self.run_button, self._told)
        line.setStretch(2, 1)
        buttons.setLayout(line)
        title = said(say, Words("到期清理", "Past its time"), "strong")
        return [title, said(say, about, "second"), buttons]

    # --- what is shown -----------------------------------------------------------------------------------

    def put_up(self) -> None:
        """Show it, as things stand now."""
        self._counted = None
        super().put_up()
        self._reload()

    def _reload_after(self, changes: Changes) -> None:
        if changes.concern(*_TOUCHING) and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.tools.runner.ask(("privacy", "overview"), privacy_view.overview, self._take, self.fail)

    def _take(self, found: Overview) -> None:
        before, self._found = self._found, found
        if before is None or before.periods != found.periods:
            for period in found.periods:
                self.spins[period.kind].setValue(period.days)
        self._render()

    def _render(self) -> None:
        if self._found is None:
            return
        say = self.tools.say
        clear(self._requests)
        clear(self._holds)
        for request in self._found.requests:
            self._requests.addWidget(self._request(request))
        for hold in self._found.holds:
            self._holds.addWidget(self._hold_line(hold))
        if not self._found.requests:
            self._requests.addWidget(label(say(_NONE_ASKED), "second"))
        if not self._found.holds:
            self._holds.addWidget(label(say(_NONE_HELD), "second"))
        self._follow()
        self._render_cleaning()

    def _request(self, request: DataRequest) -> QWidget:
        say, now = self.tools.say, self.tools.clock()
        told, tone = left_words(request, now)
        what, due = WHAT_WORDS[request.what], say.moment(request.due_at, now)
        name = brief(request.member.name, 40)
        words = Words(f"{name} · {what.zh} · {due} 前", f"{name} · {what.en} · by {due}")
        return self._line(self._case_button(request, words), label(say(words)), tag(say(told), tone))

    def _case_button(self, request: DataRequest, words: Words) -> QPushButton:
        made = button(self.tools.say, Words(str(request.case), str(request.case)), "quiet")
        made.setAccessibleName(f"{request.case} {self.tools.say(words)}")
        made.clicked.connect(partial(self._open, request))
        return made

    def _open(self, request: DataRequest, _checked: bool = False) -> None:
        self.put_away()
        self.opened.emit(request.case)

    def _hold_line(self, hold: Hold) -> QWidget:
        say = self.tools.say
        of = str(hold.case) if hold.case else brief(hold.member.name if hold.member else "", 40)
        by, at = brief(hold.by.name, 40), say.moment(hold.at, self.tools.clock())
        words = label(f"{of} · {brief(hold.reason, 120)}")
        under = label(say(Words(f"{by} 设置于 {at}", f"held by {by}, {at}")), "second")
        both = QWidget()
        both.setLayout(column(words, under, gap=0))
        release = button(say, Words("解除…", "Release…"))
        release.setAccessibleName(say(Words(f"解除 {of} 的法律保留", f"Release the hold on {of}")))
        release.setEnabled(self._leads)
        release.clicked.connect(partial(self._release, hold))
        return self._line(both, release)

    def _line(self, *parts: QWidget) -> QWidget:
        made, layout = QWidget(), row(*parts)
        layout.setStretch(len(parts) - 2, 1)
        made.setLayout(layout)
        return made

    # --- doing -------------------------------------------------------------------------------------------

    def go(self) -> None:
        """Enter a request."""
        self.put_away()
        self._acting.enter()

    def _hold(self) -> None:
        self.put_away()
        self._acting.hold()

    def _release(self, hold: Hold, _checked: bool = False) -> None:
        self.put_away()
        self._acting.release(hold)

    def _changed(self) -> list[Period]:
        known = self._found.periods if self._found is not None else []
        typed = [Period(one.kind, self.spins[one.kind].value()) for one in known]
        return [new for new, old in zip(typed, known, strict=True) if new.days != old.days]

    def _follow(self) -> None:
        self.keep_button.setEnabled(bool(self._changed()))

    def keep(self) -> None:
        """Keep the periods as they stand."""
        for one in self._changed():
            work = partial(retention.set_period, kind=one.kind, days=one.days)
            self.tools.runner.do(work, lambda _changes: None, self.fail)
        self.tools.notices.tell(Words("保存期已保存，记入治理台账", "The periods are kept, and in the ledger"))

    def look(self) -> None:
        """Count what is over, deleting nothing."""
        self.look_button.setEnabled(False)
        self.tools.runner.ask(
            ("privacy", "over"), lambda desk: retention.run(desk, dry=True), self._show_over, self._stop
        )

    def _stop(self, error: StewardError) -> None:
        self.look_button.setEnabled(True)
        self.fail(error)

    def _show_over(self, found: Thinned) -> None:
        self.look_button.setEnabled(True)
        self._counted = found
        self._render_cleaning()

    def _render_cleaning(self) -> None:
        say, found = self.tools.say, self._counted
        self.run_button.setEnabled(found is not None and self._going(found) > 0)
        self._told.setVisible(found is not None)
        if found is None:
            return
        each = [
            Words(f"{KEPT_WORDS[kind].zh} {count} 件", f"{KEPT_WORDS[kind].en}: {count}")
            for kind, count in found.cases.items()
            if count
        ]
        over = Words("、".join(one.zh for one in each), ", ".join(one.en for one in each))
        held = found.held
        rest = Words(f"；其中 {held} 件暂时保留", f"; {held} of these stay for now") if held else NO_WORDS
        told = Words(f"到期：{over.zh}{rest.zh}", f"Over: {over.en}{rest.en}") if each else _NOTHING_OVER
        self._told.setText(say(told))

    def _going(self, found: Thinned) -> int:
        return sum(found.cases.values()) - found.held

    def clean(self) -> None:
        """Delete what is over."""
        self.run_button.setEnabled(False)
        self.look_button.setEnabled(False)
        self.tools.runner.do(retention.run, self._cleaned, self._stop)

    def _cleaned(self, found: Thinned) -> None:
        self.look_button.setEnabled(True)
        self._counted = None
        self._render_cleaning()
        count = self._going(found)
        self.tools.notices.tell(Words(f"已清理 {count} 件", f"Deleted: {count} cases"))
