"""Many cases at once: what was picked, why nothing is to be done, one key."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QStackedWidget, QWidget

from app.domain.cases import CaseId
from app.domain.decisions import Batch
from app.domain.words import NO_WORDS, Words
from app.operations import triage
from app.operations.clusters import Handled
from app.operations.desk import Desk
from ui.actions import key_of, keyed
from ui.kit.elements import Flow, Scroll, button, column, label, named, row, said
from ui.tools import Tools
from ui.triage.cluster_form import ClusterForm

REASONS: tuple[Words, ...] = (
    Words("内容不违反公约", "Breaks no article"),
    Words("属于正常讨论", "Ordinary discussion"),
    Words("如实的抱怨，受第十三条保护", "An honest complaint, protected by article 13"),
    Words("举报理由不成立", "The reports do not hold"),
    Words("重复举报，已另案处理", "Reported twice, answered elsewhere"),
)


class BulkPanel(QFrame):
    """The right column while cases are picked: two ways to handle all of them, or the sample of a batch.

    Attributes:
        dismissed: none of them needs an answer: the reason.
        handled: they are the work of abnormal accounts: a `ClusterWish`.
        left: pick none.
    """

    dismissed = Signal(str)
    handled = Signal(object)
    left = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._cases: list[CaseId] = []
        self._head = label("", "heading")
        self.reason = QLineEdit()
        self._fault, self._fault_words = label("", "small"), NO_WORDS
        self.accounts = ClusterForm(tools)
        self.accounts.handled.connect(self.handled)
        self._ways = QStackedWidget()
        self._ways.addWidget(self._dismissing())
        self._ways.addWidget(self._scrolled(self.accounts))
        self._tabs = [self._tab(at, words, key) for at, (words, key) in enumerate(_WAYS)]
        self.go_button = button(tools.say, NO_WORDS, "primary")
        self.go_button.clicked.connect(self.send)
        cancel = button(tools.say, Words("取消选择 Esc", "Pick none Esc"))
        cancel.clicked.connect(self.left)
        layout = column(self._head, row(*self._tabs, None, gap=0), self._ways, row(cancel, None, self.go_button))
        layout.setStretch(2, 1)
        layout.setContentsMargins(16, 16, 16, 12)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)
        self._render()

    def _tab(self, at: int, words: Words, key: str) -> QPushButton:
        made = button(self._tools.say, words, "tab", key=key)
        made.setCheckable(True)
        made.clicked.connect(partial(self._show_way, at))
        return made

    def _scrolled(self, part: QWidget) -> Scroll:
        scroll = Scroll(margin=0)
        scroll.inside.addWidget(part)
        return scroll

    def _dismissing(self) -> QWidget:
        say = self._tools.say
        self.reason.setMaxLength(500)
        say.tell(self.reason, self.reason.setPlaceholderText, Words("理由（必填）", "Reason (needed)"))
        named(say, self.reason, Words("理由", "Reason"))
        self.reason.returnPressed.connect(self._dismiss)
        quick = Flow(6)
        for words in REASONS:
            made = button(say, words, "chip")
            made.clicked.connect(lambda _checked=False, words=words: self.reason.setText(say(words)))
            quick.addWidget(made)
        note = said(
            say,
            Words(
                "安全、违法线索、侵权和求助类不会被批量办结；8 秒内可以撤回。",
                "Safety, unlawful content, rights notices and care are never closed in bulk. 8 seconds to undo.",
            ),
            "second",
        )
        whole = QWidget()
        layout = column(note, self.reason, quick, self._fault)
        layout.addStretch(1)
        whole.setLayout(layout)
        return whole

    # --- what it stands for ------------------------------------------------------------------------------

    def show_cases(self, cases: list[CaseId]) -> None:
        """These cases are picked; where there are none, dismissing is the way again."""
        if len(cases) != len(self._cases):
            self._fault_words = NO_WORDS
        self._cases = list(cases)
        if not cases:
            self._ways.setCurrentIndex(_DISMISSING)
        self.accounts.show_cases(cases if self.by_accounts else [])
        self._render()

    @property
    def by_accounts(self) -> bool:
        """Whether they are to be handled as the work of abnormal accounts."""
        return self._ways.currentIndex() == _ACCOUNTS

    def show_accounts(self) -> None:
        """Handle them as the work of abnormal accounts."""
        self._show_way(_ACCOUNTS)

    def _show_way(self, at: int, _checked: bool = False) -> None:
        self._ways.setCurrentIndex(at)
        self.accounts.show_cases(self._cases if at == _ACCOUNTS else [])
        self._render()
        if at == _DISMISSING:
            self.reason.setFocus()
        else:
            self.setFocus()  # keys are commands again

    # --- going -------------------------------------------------------------------------------------------

    def go(self) -> None:
        """Dismiss when there is a reason; ask for one otherwise."""
        if self.by_accounts:
            self._show_way(_DISMISSING)
        elif says_why(self.reason.text()):
            self._dismiss()
        else:
            self.reason.setFocus()

    def send(self) -> None:
        """Do what is chosen."""
        if self.by_accounts:
            self.accounts.send()
        else:
            self._dismiss()

    def _dismiss(self) -> None:
        reason = self.reason.text().strip()
        if not says_why(reason):
            self._fault_words = Words(
                "请写一句理由（至少两个字），会进治理台账",
                "A reason of two letters at least is needed; the ledger keeps it",
            )
            self._render()
            self.reason.setFocus()
            return
        self.dismissed.emit(reason)
        self.reason.clear()

    def _render(self) -> None:
        say, count = self._tools.say, len(self._cases)
        self._head.setText(say(Words(f"已选 {count} 件工单", f"{count} cases picked")))
        self._fault.setText(say(self._fault_words))
        for at, tab in enumerate(self._tabs):
            tab.setChecked(at == self._ways.currentIndex())
        words, key = (_DO_ACCOUNTS, "desk.send") if self.by_accounts else (_DO_DISMISS, "triage.dismiss")
        self.go_button.setText(say(keyed(words, key)))
        self.go_button.setAccessibleName(say(words))


_DISMISSING, _ACCOUNTS = 0, 1
_WAYS = (
    (Words("无需处置", "Nothing to do"), key_of("triage.dismiss")),
    (Words("按非正常账号处理", "Abnormal accounts"), key_of("triage.accounts")),
)
_DO_DISMISS = Words("全部无需处置", "Nothing to do for all")
_DO_ACCOUNTS = Words("全部处理", "Handle all of them")


LEAST_REASON = 2
"""Letters and digits of a reason: a single one was a key that went astray."""


def says_why(reason: str) -> bool:
    """Whether a reason says anything."""
    return sum(char.isalnum() for char in reason) >= LEAST_REASON


def with_same_text(desk: Desk, cases: list[CaseId]) -> list[CaseId]:
    """These cases, and all that say the same."""
    found = dict.fromkeys(cases)
    for case_id in cases:
        found.update(dict.fromkeys(one.id for one in triage.same_text(desk, case_id, limit=1000)))
    return list(found)


def told_of(batch: Batch) -> Words:
    """What came of it, in words."""
    count, kept = len(batch.decided), len(batch.refused)
    told = Words(f"{count} 件判为无需处置", f"Nothing to do for {count} cases")
    if kept:
        why = batch.refused[0][1]
        told = Words(f"{told.zh}；{kept} 件没有办结：{why.zh}", f"{told.en}; {kept} were left: {why.en}")
    return told


def told_of_handled(done: Handled) -> Words:
    """What came of handling them as the work of abnormal accounts, in words."""
    count, kept = len(done.decided), len(done.refused)
    told = Words(f"{count} 件按非正常账号处理", f"{count} cases handled as abnormal accounts")
    if done.second is not None:
        told = Words(
            f"{count} 件已提交，等另一人抽查 {done.sample} 件",
            f"{count} cases submitted; another person looks at {done.sample} of them",
        )
    if kept:
        why = done.refused[0][1]
        told = Words(f"{told.zh}；{kept} 件不在内：{why.zh}", f"{told.en}; {kept} were left out: {why.en}")
    return told
