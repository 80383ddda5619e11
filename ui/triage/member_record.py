"""A member's record as a sheet: good deeds first, strikes with their expiry, then everything in the order of time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QPushButton, QWidget

from app.domain.decisions import Decided
from app.domain.ladder import RUNG_WORDS
from app.domain.lifting import LIFT_WORDS, LiftReason
from app.domain.member_record import PAST_KIND_WORDS, STANDING_WORDS, MemberRecord, Past, PastKind, Standing
from app.domain.members import MemberId
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import lifting
from app.operations.member_record import member_record
from ui.answering.forms import HOLD
from ui.kit.elements import Column, Flow, Scroll, button, chip, column, frame, label, named, row, said, tag
from ui.kit.overlay import Overlay, Sheet
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools

MOST_SHOWN = 60
"""Entries that are drawn at once; more are drawn when they are wanted."""

_TONES = {
    Standing.RUNS: Tone.RED,
    Standing.COUNTS: Tone.AMBER,
    Standing.WAITS: Tone.VIOLET,
    Standing.LIFTED: Tone.GREEN,
    Standing.OVERTURNED: Tone.GREEN,
}


class MemberSheet(Sheet):
    """The record of one member.

    Attributes:
        wanted: a case of theirs is to be shown: its id.
        lifted: a measure ended early: words, decisions, cases.
    """

    wanted = Signal(object)
    lifted = Signal(object, object, object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window, 720, 680)
        self._tools = tools
        self._record: MemberRecord | None = None
        self._member: MemberId | None = None
        self._only: PastKind | None = None
        self._all = False
        self._lifting: Past | None = None
        self._fault_words = NO_WORDS
        self._scroll = Scroll()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(tools.say, self._scroll, Words("成员记录", "The member's record"))
        close = button(tools.say, Words("关闭", "Close"), key="Esc")
        close.clicked.connect(self.put_away)
        layout = column(self._scroll, row(None, close))
        layout.setContentsMargins(4, 4, 12, 12)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)
        tools.runner.changed.connect(lambda _changes: self._ask())

    def put_up_for(self, member: MemberId) -> None:
        """Show this member's record."""
        self._member, self._only, self._all, self._lifting = member, None, False, None
        self._fault_words = NO_WORDS
        self._record = None
        self._render()
        self.put_up()
        self._scroll.setFocus()
        self._ask()

    def put_away(self) -> None:
        """Hide it."""
        super().put_away()
        self._tools.runner.forget(("triage", "member"))

    def keeps(self, event: QKeyEvent) -> bool:
        """Whether a key is this sheet's: what was ended early can be taken back, and commands be looked for."""
        return Overlay.keeps(self, event)

    def _ask(self) -> None:
        member = self._member
        if member is not None and self.isVisible():
            self._tools.runner.ask(
                ("triage", "member"), partial(member_record, member_id=member), self._show, self._fail
            )

    def _show(self, record: MemberRecord) -> None:
        if record != self._record:
            self._record = record
            self._render()

    def _fail(self, error: StewardError) -> None:
        self._fault_words = Words.of(error)
        self._render()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        record, content = self._record, self._scroll.fresh()
        at = self._scroll.verticalScrollBar().value()
        inside = content.inside
        if self._fault_words != NO_WORDS:
            inside.addWidget(frame("fault", label(self._tools.say(self._fault_words))))
        if record is None:
            inside.addWidget(said(self._tools.say, Words("正在读取…", "Reading…"), "second"))
        else:
            self._head(content, record)
            self._strikes(content, record)
            inside.addLayout(self._filters(record))
            self._timeline(content, record)
        inside.addStretch(1)
        if self.isVisible() and not self._scroll.hasFocus():
            self._scroll.setFocus()  # what had it is drawn anew
        self._scroll.show_fresh(content)
        self._scroll.verticalScrollBar().setValue(at)

    def _head(self, content: Column, record: MemberRecord) -> None:
        say, inside, member = self._tools.say, content.inside, record.member
        inside.addWidget(label(brief(record.ref.name, 40), "heading"))
        tags = Flow(6)
        for one in member.honours if member else ():
            tags.addWidget(tag(brief(one.name, 24), Tone.VIOLET))
        if member is not None and member.verified_owner is not None:
            owner = (Words("认证车主", "verified owner"), Tone.GREEN)
            words, tone = owner if member.verified_owner else (Words("未认证", "not verified"), Tone.NEUTRAL)
            tags.addWidget(tag(say(words), tone))
        if member is not None and member.car:
            tags.addWidget(tag(brief(member.car, 24), Tone.NEUTRAL))
        inside.addLayout(tags)
        for honour in record.deeds:
            inside.addWidget(label(f"★ {brief(say(honour), 120)}"))
        for deed in member.good_deeds if member else ():
            inside.addWidget(label(f"✓ {brief(deed, 120)}"))
        if record.reports.words != NO_WORDS:
            inside.addWidget(label(say(record.reports.words), "second"))

    def _strikes(self, content: Column, record: MemberRecord) -> None:
        say = self._tools.say
        total = Words(
            f"有效记分 {record.strikes} 分",
            "1 strike counts" if record.strikes == 1 else f"{record.strikes} strikes count",
        )
        lines: list[QWidget | QLayout] = [label(say(total), "strong")]
        for one in record.counted:
            rung, expires = RUNG_WORDS[one.rung], one.expires_at
            day = f"{expires.astimezone():%Y-%m-%d}" if expires else "-"
            count = one.rung.strikes
            told = Words(
                f"{rung.zh}：{count} 分，{day} 到期（{one.article.zh}）",
                f"{rung.en}: {count}, until {day} ({one.article.en})",
            )
            lines.append(label(say(told), "small"))
        if not record.strikes:
            lines.append(said(say, Words("提醒从不记分", "Reminders never give strikes"), "second"))
        content.inside.addWidget(frame("caution" if record.strikes else "advice", *lines, margin=10, gap=4))

    def _filters(self, record: MemberRecord) -> Flow:
        flow = Flow(6)
        kinds: list[PastKind | None] = [None, *record.kinds()]
        for kind in kinds:
            of_kind = [one for one in record.timeline if kind in (None, one.kind)]
            words = PAST_KIND_WORDS[kind] if kind else Words("全部", "All")
            made = chip(self._tools.say, words, Tone.BLUE)
            made.setText(f"{self._tools.say(words)} {len(of_kind)}")
            made.setChecked(kind is self._only)
            made.clicked.connect(partial(self.filter, kind))
            flow.addWidget(made)
        return flow

    def filter(self, kind: PastKind | None, _checked: bool = False) -> None:
        """Show entries of this kind only; None for all."""
        self._only, self._all = kind, False
        self._render()

    def _timeline(self, content: Column, record: MemberRecord) -> None:
        wanted = [one for one in record.timeline if self._only in (None, one.kind)]
        shown = wanted if self._all else wanted[:MOST_SHOWN]
        for one in shown:
            content.inside.addWidget(self._entry(one))
        if not wanted:
            content.inside.addWidget(said(self._tools.say, Words("没有记录", "Nothing is kept"), "second"))
        left = len(wanted) - len(shown)
        if left > 0:
            more = button(self._tools.say, Words(f"再看 {left} 条", f"{left} more"), "quiet")
            more.clicked.connect(self._show_all)
            content.inside.addLayout(row(more, None))

    def _show_all(self) -> None:
        self._all = True
        self._render()

    def _entry(self, one: Past) -> QFrame:
        say = self._tools.say
        head = row(label(f"{one.at.astimezone():%Y-%m-%d %H:%M}", "second", wrap=False))
        head.addWidget(label(brief(say(one.head), 80), "strong"), 1)
        for link in self._links(one):
            head.addWidget(link)
        if one.standing is not None:
            head.addWidget(tag(say(STANDING_WORDS[one.standing]), _TONES.get(one.standing, Tone.NEUTRAL)))
        told = [brief(say(words), 160) for words in one.details]
        if one.by:
            told.append(brief(one.by, 40))
        parts: list[QWidget | QLayout] = [head]
        if told:
            parts.append(label(" · ".join(told), "small"))
        if self._lifting is not None and one.decision == self._lifting.decision is not None:
            parts.append(LiftForm(self._tools, partial(self._lift, one)))
        return frame("post", *parts, margin=8, gap=4)

    def _links(self, one: Past) -> list[QWidget]:
        found: list[QWidget] = []
        if one.case_id is not None:
            go = button(self._tools.say, Words(f"工单 {one.case_id}", f"Case {one.case_id}"), "quiet")
            go.clicked.connect(partial(self._go, one))
            found.append(go)
        if one.decision is not None:
            lift = button(self._tools.say, Words("提前解除…", "End it early…"), "quiet")
            lift.clicked.connect(partial(self._begin_lift, one))
            found.append(lift)
        return found

    def _go(self, one: Past) -> None:
        self.put_away()
        self.wanted.emit(one.case_id)

    # --- ending early ------------------------------------------------------------------------------------

    def _begin_lift(self, one: Past) -> None:
        self._lifting, self._fault_words = one, NO_WORDS
        self._render()

    def _lift(self, one: Past, why: LiftReason, words: str) -> None:
        decision = one.decision
        if decision is None:
            return
        self._tools.runner.do(
            lambda desk: lifting.lift(desk, decision, why, words=words, hold=HOLD),
            self._lifted,
            self._fail,
        )

    def _lifted(self, decided: Decided) -> None:
        self._lifting, self._fault_words = None, NO_WORDS
        told = Words("处置提前解除，记分不变", "The measure ends early; its strikes stay")
        self.lifted.emit(told, [decided.decision], [decided.case])


class LiftForm(QFrame):
    """Why a measure ends early."""

    def __init__(self, tools: Tools, done: Callable[[LiftReason, str], None]) -> None:
        super().__init__()
        self.setObjectName("advice")
        say = tools.say
        self.words = QLineEdit()
        self.words.setMaxLength(500)
        say.tell(self.words, self.words.setPlaceholderText, Words("补充说明，供团队看", "More about it, for the team"))
        named(say, self.words, Words("补充说明", "More about it"))
        note = Words(
            "须由另一个账号、执行过半才能解除；TA 会收到一封信，记分不变",
            "By another account, after half of its term; the member gets a letter, the strikes stay",
        )
        goes: list[QPushButton] = []
        for why in LiftReason:
            told = LIFT_WORDS[why]
            go = button(say, Words(f"{told.zh}，解除", f"{told.en.capitalize()}: end it"))
            go.clicked.connect(lambda _checked=False, why=why: done(why, self.words.text()))
            goes.append(go)
        layout = column(said(say, note, "second"), self.words, row(*goes, None))
        layout.setContentsMargins(10, 8, 10, 8)
        self.setLayout(layout)
