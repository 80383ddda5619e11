"""The right column: what we say of a promise, what will come of it, and the button that says it."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.cases import CaseState
from app.domain.promises import STATE_WORDS, Change, PromiseId
from app.domain.roles import Role
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import letters
from ui.actions import key_of
from ui.kit.elements import Scroll, button, clear, column, frame, label, row, said
from ui.kit.theme import WIDE_GAP
from ui.promises.letter import WordPart
from ui.promises.reading import Matter
from ui.promises.sayings import SAYINGS, Word, after, why_not
from ui.promises.words import date_words
from ui.tools import Tools

_READY = Words(
    "进展说明已拟好：看一眼，补上空位就能发，赶在车友来问之前",
    "The progress note lies ready: read it, fill what is open, and speak before they have to ask",
)
_OVER = Words(
    "期限已过，还没有兑现：先公开说明办到了哪一步；办好了就发办结回复",
    "The date is over and nothing was kept: say how far it is, or close it where it is done",
)
_NO_REASON = Words("写明为什么撤回", "Write why it is withdrawn")


class TellingDesk(QFrame):
    """What is said about the chosen promise.

    Attributes:
        word: what is written.
        said: something is to be said: a `Word`.
        going: its case, or the topic of which it is, is wanted.
    """

    said = Signal(object)
    going = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._found: Matter | None = None
        self._warnings: list[Words] = []
        self._fault_words = NO_WORDS
        self.word = WordPart(tools, self.show_fault)
        self.editor = self.word.editor
        self.word.written.connect(self._written)
        self.word.drafted.connect(self._render)
        self._build()
        tools.say.changed.connect(self._render)
        self.show_nothing()

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self._tools.say
        self._banner = label("", "small")
        self._banner_frame = frame("advice", self._banner)
        self._cautions: QVBoxLayout = column(gap=4)
        self._will = said(say, Words("发出后会发生什么", "What will happen"), "strong")
        self._lines: QVBoxLayout = column(gap=3)
        self._standing: QVBoxLayout = column()
        self._scroll = Scroll(margin=0)
        inside = self._scroll.inside
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addWidget(self._banner_frame)
        inside.addWidget(self.word, 1)
        inside.addLayout(self._cautions)
        inside.addWidget(self._will)
        inside.addLayout(self._lines)
        inside.addLayout(self._standing)
        inside.addStretch(0)
        self._fault = label()
        self._fault_frame = frame("fault", self._fault)
        layout = column(self._make_tabs(), self._scroll, self._fault_frame, self._make_buttons(), gap=WIDE_GAP)
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, WIDE_GAP)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _make_tabs(self) -> QHBoxLayout:
        self.tabs: dict[Change, QPushButton] = {}
        line = row(gap=0)
        for change, saying in SAYINGS.items():
            look = "tab" if saying.public else "quiet"
            tab = button(self._tools.say, saying.words, look, key=key_of(saying.intention))
            tab.setCheckable(saying.public)
            tab.clicked.connect(partial(self.choose, change))
            self.tabs[change] = tab
            if saying.public:
                line.addWidget(tab)
        line.addStretch(1)
        return line

    def _make_buttons(self) -> QHBoxLayout:
        """What is done; to withdraw a promise is seldom right, and stands aside."""
        say = self._tools.say
        self.send_button = button(say, Words("公开回复", "Reply in public"), "primary")
        self.send_button.clicked.connect(self.send)
        there = Words("到专题里说", "Say it in the topic")
        self.topic_button = button(say, there, "primary", key=key_of("promises.open"))
        self.topic_button.clicked.connect(self.going)
        return row(self.tabs[Change.WITHDRAWN], None, self.topic_button, self.send_button)

    # --- the promise -------------------------------------------------------------------------------------

    @property
    def able(self) -> bool:
        """Whether anything can be said here."""
        one = self._found.shown.promise if self._found is not None else None
        return one is not None and one.ended is None and one.case is not None and not self._waits

    @property
    def _waits(self) -> bool:
        """Whether what was said waits for a second person."""
        view = self._found.view if self._found is not None else None
        return view is not None and view.case.state is CaseState.AWAITING_APPROVAL

    def show_nothing(self) -> None:
        """No promise is chosen."""
        self.word.leave()
        self._found = None
        self._say_fault(NO_WORDS)
        self._render()

    def show_matter(self, found: Matter) -> None:
        """Say something about this promise; what was written about it before is there again."""
        fresh = self._found is None or self._found.id != found.id
        self._found = found
        if fresh:
            self._begin_again()
            self.word.begin(found)
            self._scroll.verticalScrollBar().setValue(0)
        else:
            self.word.follow(found)
        self._render()

    def _begin_again(self) -> None:
        self._warnings = []
        self.send_button.setEnabled(True)
        self._say_fault(NO_WORDS)

    def choose(self, change: Change, _checked: bool = False) -> None:
        """Write this, or say why it can't be said."""
        found = self._found
        if found is None or not self.able or self.tabs[change].isHidden():
            self._render()
            return
        reason = why_not(found, change, self._tools.clock())
        if reason is not None:
            self._say_fault(reason)
            self._render()
            return
        if change is not self.word.change:
            self._begin_again()
            self.word.take(change)
        self._say_fault(NO_WORDS)
        self._render()
        self.word.write()

    def _written(self) -> None:
        self._say_fault(NO_WORDS)
        text = self.word.text
        self._tools.runner.ask(("promises", "checks"), lambda _desk: letters.checks(text), self._show_warnings)

    def _show_warnings(self, found: list[Words]) -> None:
        self._warnings = found
        self._render_cautions()

    def next_gap(self) -> None:
        """Go to the next open place."""
        if self.able:
            self.word.paper.next_gap()

    def toggle_preview(self) -> None:
        """Show what everybody will read, or the editor again."""
        if self.able:
            self.word.toggle_preview()

    # --- sending -----------------------------------------------------------------------------------------

    def send(self) -> None:
        """Say it, once nothing is open in it."""
        found, word = self._found, self.word
        if found is None or not self.able or not self.send_button.isEnabled():
            return
        gaps = self.editor.gaps() if word.public else []
        if gaps:
            left = " ".join(list(dict.fromkeys(gaps))[:6])
            self._say_fault(Words(f"还有 {len(gaps)} 处没填：{left}", f"{len(gaps)} open places are left: {left}"))
            word.paper.first_gap()
        elif not word.public and not word.text.strip():
            self._say_fault(_NO_REASON)
            word.paper.write()
        else:
            self.send_button.setEnabled(False)
            self.said.emit(Word(found.id, word.change, word.text, word.until))

    def sent(self, promise: PromiseId, change: Change) -> None:
        """It is on its way."""
        self.word.sent(promise, change)
        self.send_button.setEnabled(True)

    def show_fault(self, error: StewardError) -> None:
        """Why it can't be said."""
        self.send_button.setEnabled(True)
        self._say_fault(Words.of(error))

    def _say_fault(self, words: Words) -> None:
        self._fault_words = words
        self._fault.setText(self._tools.say(words))
        self._fault_frame.setVisible(words != NO_WORDS)

    def refresh(self) -> None:
        """Terms are a little nearer now."""
        self._render()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        found, able, say = self._found, self.able, self._tools.say
        now = self._tools.clock()
        for change, tab in self.tabs.items():
            tab.setVisible(able and (SAYINGS[change].public or Role.LEAD in self._tools.me.roles))
            tab.setChecked(change is self.word.change)
            reason = why_not(found, change, now) if found is not None and able else None
            tab.setToolTip(say(reason or NO_WORDS))
        self.word.setVisible(able)
        self.word.render_word()
        self._will.setVisible(able)
        self.send_button.setVisible(able)
        self.topic_button.setVisible(found is not None and found.topic is not None and not able)
        self._fault.setText(say(self._fault_words))
        self._fault_frame.setVisible(able and self._fault_words != NO_WORDS)
        self._render_banner(now)
        self._render_cautions()
        clear(self._lines)
        clear(self._standing)
        if found is not None and able:
            self._name_button()
            for line in after(found, self.word.change, self.word.until, now):
                self._lines.addWidget(label(f"· {say(line)}", "small"))
        elif found is not None:
            self._render_standing(found, now)

    def _name_button(self) -> None:
        shown = self._tools.say(SAYINGS[self.word.change].send)
        self.send_button.setText(f"{shown}  {key_of('promises.send')}")
        self.send_button.setAccessibleName(shown)

    def _render_banner(self, now: datetime) -> None:
        found = self._found
        words, look = NO_WORDS, "advice"
        if found is not None and self.able:
            if now > found.shown.promise.due_at:
                words, look = _OVER, "fault"
            elif found.ready and self.word.change is Change.PROGRESS:
                words = _READY
        self._banner.setText(self._tools.say(words))
        self._banner_frame.setVisible(words != NO_WORDS)
        if self._banner_frame.objectName() != look:
            self._banner_frame.setObjectName(look)
            self._banner_frame.style().unpolish(self._banner_frame)
            self._banner_frame.style().polish(self._banner_frame)

    def _render_cautions(self) -> None:
        clear(self._cautions)
        if self.able:
            for words in self._warnings:
                self._cautions.addWidget(frame("caution", label(self._tools.say(words), "small"), margin=8))

    def _render_standing(self, found: Matter, now: datetime) -> None:
        """Nothing can be said: how it stands, and where to go."""
        one, say = found.shown.promise, self._tools.say
        if one.ended is not None:
            state, ended = STATE_WORDS[one.state(now)], date_words(one.ended_at or now, now)
            words = Words(f"{state.zh}，{ended.zh}", f"{state.en[:1].upper()}{state.en[1:]}, {ended.en}")
            more = Words("这件事说完了，经过在左边", "Nothing more comes of it; what happened is on the left")
        elif self._waits:
            words = Words("已提交复核，等另一个人同意", "Submitted: another person has to agree")
            more = Words("同意后才会发出", "It goes out once they do")
        else:
            words = Words("这是专题的承诺", "A promise to everybody of a topic")
            more = Words(
                "进展、延期和办结在专题里说一次，每位车友都会收到回复",
                "It is said once in the topic, and everybody of it gets a reply",
            )
        self._standing.addWidget(frame("advice", label(say(words), "strong"), label(say(more), "small")))
        self._standing.addStretch(1)
