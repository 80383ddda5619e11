"""Many cases at once: what was picked, why nothing is to be done, one key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton

from app.domain.cases import CaseId
from app.domain.decisions import Batch
from app.domain.words import NO_WORDS, Words
from app.operations import triage
from app.operations.desk import Desk
from ui.actions import key_of
from ui.kit.elements import Flow, button, column, label, named, row, said
from ui.tools import Tools

REASONS: tuple[Words, ...] = (
    Words("内容不违反公约", "Breaks no article"),
    Words("属于正常讨论", "Ordinary discussion"),
    Words("如实的抱怨，受第十三条保护", "An honest complaint, protected by article 13"),
    Words("举报理由不成立", "The reports do not hold"),
    Words("重复举报，已另案处理", "Reported twice, answered elsewhere"),
)


class BulkPanel(QFrame):
    """The right column while cases are picked.

    Attributes:
        dismissed: none of them needs an answer: the reason.
        left: pick none.
    """

    dismissed = Signal(str)
    left = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._count = 0
        say = tools.say
        self._head = label("", "heading")
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        say.tell(self.reason, self.reason.setPlaceholderText, Words("理由（必填）", "Reason (needed)"))
        named(say, self.reason, Words("理由", "Reason"))
        self.reason.returnPressed.connect(self._dismiss)
        self._quick: list[QPushButton] = []
        quick = Flow(6)
        for words in REASONS:
            made = button(say, words, "chip")
            made.clicked.connect(lambda _checked=False, words=words: self.reason.setText(say(words)))
            self._quick.append(made)
            quick.addWidget(made)
        self._fault, self._fault_words = label("", "small"), NO_WORDS
        go = button(say, Words("全部无需处置", "Nothing to do for all"), "primary", key=key_of("triage.dismiss"))
        go.clicked.connect(self._dismiss)
        cancel = button(say, Words("取消选择 Esc", "Pick none Esc"))
        cancel.clicked.connect(self.left)
        note = said(
            say,
            Words(
                "安全、违法线索、侵权和求助类不会被批量办结；8 秒内可以撤回。",
                "Safety, unlawful content, rights notices and care are never closed in bulk. 8 seconds to undo.",
            ),
            "second",
        )
        layout = column(self._head, note, self.reason, quick, self._fault)
        layout.addStretch(1)
        layout.addLayout(row(cancel, None, go))
        layout.setContentsMargins(16, 16, 16, 12)
        self.setLayout(layout)
        say.changed.connect(self._render)

    def show_count(self, count: int) -> None:
        """So many cases are picked."""
        if count != self._count:
            self._count, self._fault_words = count, NO_WORDS
        self._render()

    def go(self) -> None:
        """Dismiss when there is a reason; ask for one otherwise."""
        if self.reason.text().strip():
            self._dismiss()
        else:
            self.reason.setFocus()

    def _dismiss(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._fault_words = Words("请写一句理由，会进治理台账", "A reason is needed; the ledger keeps it")
            self._render()
            self.reason.setFocus()
            return
        self.dismissed.emit(reason)
        self.reason.clear()

    def _render(self) -> None:
        self._head.setText(self._tools.say(Words(f"已选 {self._count} 件工单", f"{self._count} cases picked")))
        self._fault.setText(self._tools.say(self._fault_words))


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
