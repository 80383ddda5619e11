"""The second person of a batch: its sample, one case after another, then agreeing with all of it or sending it back."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton

from app.domain.cases import CaseId
from app.domain.ladder import RUNG_WORDS
from app.domain.sanctions import POST_ACTION_WORDS, SECOND_WORDS
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations.clusters_sampling import Waiting
from ui.actions import key_of, keyed
from ui.kit.elements import Scroll, button, column, frame, label, named, row, said
from ui.kit.remote import brief
from ui.tools import Tools


class SamplePanel(QFrame):
    """The right column while a batch is sampled.

    Attributes:
        wanted: a case of the sample is to be shown: its id.
        agreed: the batch is agreed with.
        sent_back: it is sent back: the reason.
        left: another time.
    """

    wanted = Signal(object)
    agreed = Signal()
    sent_back = Signal(str)
    left = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self.waiting: Waiting | None = None
        self.seen: set[CaseId] = set()
        self.mine = False
        self._here: CaseId | None = None
        self._fault_words = NO_WORDS
        say = tools.say
        self._head, self._fault = label("", "heading"), label("", "small")
        self._scroll = Scroll(margin=0)
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        say.tell(self.reason, self.reason.setPlaceholderText, Words("退回的理由", "Why it is sent back"))
        named(say, self.reason, Words("退回的理由", "Why it is sent back"))
        self.reason.returnPressed.connect(self.send_back)
        self.agree_button = button(say, _AGREE, "primary", key=key_of("desk.agree"))
        self.agree_button.clicked.connect(self.agree)
        self.back_button = button(say, Words("退回整批", "Send all back"), key=key_of("desk.back"))
        self.back_button.clicked.connect(self.send_back)
        leave = button(say, Words("先不看 Esc", "Not now Esc"), "quiet")
        leave.clicked.connect(self.left)
        layout = column(
            self._head, self._scroll, self._fault, self.reason, row(leave, None, self.back_button, self.agree_button)
        )
        layout.setStretch(1, 1)
        layout.setContentsMargins(16, 16, 16, 12)
        self.setLayout(layout)
        say.changed.connect(self._render)

    # --- what it stands for ------------------------------------------------------------------------------

    def begin(self, waiting: Waiting, here: CaseId | None, *, mine: bool) -> None:
        """Sample this batch.

        Args:
            here: the case that is shown.
            mine: the person at the window made it: a colleague looks, and agrees with their own token.
        """
        self.waiting, self.seen, self._here, self.mine = waiting, set(), None, mine
        self.back_button.setVisible(not mine)
        self.reason.setVisible(not mine)
        self._fault_words = NO_WORDS
        self.reason.clear()
        self._render()
        if here in waiting.sample:
            self.saw(here)
        else:
            self.wanted.emit(waiting.sample[0])

    def end(self) -> None:
        """No batch is sampled any more."""
        self.waiting = None

    def saw(self, case: CaseId | None) -> None:
        """A case is shown."""
        if self.waiting is None or case is None:
            return
        self._here = case
        if case in self.waiting.sample:
            self.seen.add(case)
        self._fault_words = NO_WORDS
        self._render()

    def step(self, by: int) -> None:
        """The next case of the sample, or the one before; it goes round."""
        if self.waiting is None:
            return
        sample = self.waiting.sample
        at = sample.index(self._here) if self._here in sample else -1 if by > 0 else len(sample)
        self.wanted.emit(sample[(at + by) % len(sample)])

    @property
    def _left(self) -> int:
        return len([one for one in self.waiting.sample if one not in self.seen]) if self.waiting else 0

    # --- deciding ----------------------------------------------------------------------------------------

    def agree(self) -> None:
        """Agree, once all of the sample was looked at; show the next one otherwise."""
        if self.waiting is None:
            return
        unseen = [one for one in self.waiting.sample if one not in self.seen]
        if not unseen:
            self.agreed.emit()
            return
        self.wanted.emit(unseen[0])

    def send_back(self) -> None:
        """Send it back with a reason; ask for one otherwise."""
        if self.mine:
            return
        if self.reason.text().strip():
            self.sent_back.emit(self.reason.text().strip())
        else:
            self.reason.setFocus()

    def show_fault(self, error: StewardError) -> None:
        """Why it can't be done."""
        self._fault_words = Words.of(error)
        self._render()

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        waiting, say = self.waiting, self._tools.say
        if waiting is None:
            return
        done, all_ = len(waiting.sample) - self._left, len(waiting.sample)
        self._head.setText(say(Words(f"抽查：已看 {done} / {all_} 件", f"Sample: {done} of {all_} looked at")))
        self._fault.setText(say(self._fault_words))
        self._fault.setVisible(self._fault_words != NO_WORDS)
        agree = _BY_OTHER if self.mine else _AGREE
        self.agree_button.setText(say(keyed(agree, "desk.agree")))
        self.agree_button.setAccessibleName(say(agree))
        self.agree_button.setEnabled(self._left == 0)
        content = self._scroll.fresh()
        for words in [*_told(waiting), *([_MINE] if self.mine else [])]:
            content.inside.addWidget(label(say(words), "small"))
        facts = column(*(label(f"· {say(line)}", "small") for line in waiting.cluster.evidence.lines), gap=4)
        content.inside.addWidget(frame("advice", facts, margin=10))
        content.inside.addWidget(
            said(say, Words("这几件由系统抽出，J / K 逐件看", "Drawn by lot; J and K go on"), "second")
        )
        for case in waiting.sample:
            content.inside.addLayout(row(self._case(case), None))
        content.inside.addStretch(1)
        self._scroll.show_fresh(content)

    def _case(self, case: CaseId) -> QPushButton:
        seen = case in self.seen
        mark = "▸" if case == self._here else "✓" if seen else "○"
        state = Words("已看", "looked at") if seen else Words("没看", "not yet")
        made = button(self._tools.say, Words(f"{mark} {case}  {state.zh}", f"{mark} {case}  {state.en}"), "quiet")
        made.clicked.connect(partial(self.wanted.emit, case))
        return made


_AGREE = Words("同意整批", "Agree with all")
_BY_OTHER = Words("请同事同意整批…", "A colleague agrees…")
_MINE = Words(
    "这是您提交的批次：等另一个账号抽查；同事也可以在这台机器上看完这几件，用自己的令牌同意",
    "You made this batch: it waits for another account; a colleague can also look at these here and agree with "
    "their own token",
)


def _told(waiting: Waiting) -> list[Words]:
    """What was decided about the batch."""
    rung, post = RUNG_WORDS[waiting.rung], POST_ACTION_WORDS[waiting.post]
    by, count = brief(waiting.by.name, 40), len(waiting.cases)
    found = [
        Words(
            f"{by} 把 {count} 件按非正常账号处理：{waiting.article.zh}，{rung.zh}，{post.zh}，不记分",
            f"{by} handles {count} cases as abnormal accounts: {waiting.article.en}, {rung.en}, {post.en}, no strikes",
        )
    ]
    return found if waiting.second is None else [*found, SECOND_WORDS[waiting.second]]
