"""The form that refers a case, or several joined into one dispute: what is asked, what is said to have happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QWidget

from app.domain.cases import CaseId, CaseKind
from app.domain.council import LONGEST_QUESTION, LONGEST_STATEMENT, MATTER_WORDS, AskedBy, Matter
from app.domain.words import NO_WORDS, Words
from app.operations import council_referring
from app.operations.council_referring import Referred, Wish
from ui.answering.forms import HOLD
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import Flow, button, column, frame, label, named, row, said
from ui.kit.remote import brief
from ui.tools import Tools

K = TypeVar("K", Matter, AskedBy)

_QUESTION = Words("请委员判断什么（一句话）", "What seats are to judge (one sentence)")
_ALLEGED = Words("指称发生了什么（中性地写，不写结论）", "What is said to have happened (neutral, no verdict)")
_ASKED = {
    AskedBy.STAFF: Words("工作人员", "staff"),
    AskedBy.PARTY: Words("当事人", "a party"),
    AskedBy.SEATS: Words("委员", "seats"),
}
_WHO = Words("哪位当事人 / 哪些席位", "which party, which seats")
_ASKING = {
    Matter.OPINION: Words(
        "这些话超出了公约允许的批评吗？", "Do these words go beyond the criticism that the code allows?"
    ),
    Matter.PLAGIARISM: Words("后发的帖子抄了先发的帖子吗？", "Is the later post copied from the earlier one?"),
    Matter.EXCHANGE: Words("这场争吵里谁违反了公约，应当怎样收场？", "Who broke the code here, and how should it end?"),
}
"""The question to begin with, by the matter."""

FIRST = {CaseKind.PLAGIARISM: Matter.PLAGIARISM, CaseKind.DISPUTE: Matter.EXCHANGE}
"""What a referral is about, by the kind of its first case; else by what it was reported as; an opinion otherwise."""
REPORTED = {"plagiarism": Matter.PLAGIARISM}


@dataclass(frozen=True, slots=True)
class About:
    """A case that is to be referred, as the queue shows it; `reported_as` is what most reports call it."""

    case: CaseId
    kind: CaseKind
    title: str
    author: str
    reported_as: str = ""

    @property
    def matter(self) -> Matter:
        """What it seems to be about."""
        return FIRST.get(self.kind) or REPORTED.get(self.reported_as, Matter.OPINION)


class ReferForm(Form):
    """The form; what was typed for the same cases stays in it.

    Attributes:
        referred: it is before the council now: a `Referred`.
    """

    referred = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("提请议事会评议", "Refer to the council")
        super().__init__(tools, window, heading, Words("提请评议", "Refer"), (660, 720))
        self._cases: tuple[CaseId, ...] = ()
        self._matter, self._asked = Matter.OPINION, AskedBy.STAFF
        self._suggested = ""
        self._about = label("", "second")
        self._make_fields()
        self.inside.addWidget(self._about)
        self.inside.addLayout(field(tools, Words("争的是什么", "What it is about"), self._matters))
        self.inside.addLayout(field(tools, _QUESTION, self.question))
        self.inside.addLayout(field(tools, _ALLEGED, self.alleged), 1)
        self.inside.addLayout(field(tools, Words("谁提请的", "Who asks for it"), row(self._askers, self.who)))
        self.inside.addLayout(column(self.brand, self.large, gap=0))
        self.inside.addWidget(self._after())
        self.watch(self.question, self.alleged, self.who)
        self.first = self.question
        tab_order(self.question, self.alleged, self.who, self.brand, self.large, self._cancel, self.go_button)
        tools.say.changed.connect(self._suggest)
        self._choose_asker(AskedBy.STAFF)

    def _make_fields(self) -> None:
        tools = self.tools
        self.question = line_edit(tools, _QUESTION, NO_WORDS, LONGEST_QUESTION)
        example = Words(
            "例如：乙方 11 月 3 日的测评帖与甲方 10 月 20 日的长测有多段相同，甲方认为未经许可",
            "such as: the test that B posted on 3 November shares passages with A's of 20 October; A gave no leave",
        )
        self.alleged = text_edit(tools, _ALLEGED, example)
        self.alleged.setMinimumHeight(80)
        self.who = line_edit(tools, _WHO, _WHO, 80)
        self.matters: dict[Matter, QPushButton] = {}
        self.askers: dict[AskedBy, QPushButton] = {}
        self._matters = self._segments(MATTER_WORDS, self.matters, self._choose_matter)
        self._askers = QWidget()
        self._askers.setLayout(self._segments(_ASKED, self.askers, self._choose_asker))
        self.brand = self._tick(
            Words(
                "品牌、经销商或工作人员是当事方（没有形成多数时，结果有利于车友）",
                "The brand, a dealer or staff is a party (undecided ends in the member's favour)",
            )
        )
        self.large = self._tick(Words("七人评议小组（默认五人）", "A panel of seven (five otherwise)"))

    def _segments(self, words: Mapping[K, Words], made: dict[K, QPushButton], choose: Callable[[K], None]) -> Flow:
        group, flow = QButtonGroup(self), Flow(4)
        for one, name in words.items():
            segment = button(self.tools.say, name, "segment")
            segment.setCheckable(True)
            segment.setMinimumWidth(104)
            segment.clicked.connect(partial(choose, one))
            group.addButton(segment)
            made[one] = segment
            flow.addWidget(segment)
        return flow

    def _tick(self, words: Words) -> QCheckBox:
        made = QCheckBox()
        self.tools.say.tell(made, made.setText, words)
        named(self.tools.say, made, words)
        return made

    def _after(self) -> QWidget:
        say = self.tools.say
        lines = (
            Words(
                "工单转为“评议中”，评议期间不能处置、提醒或办结",
                "The case awaits the council; it is not sanctioned meanwhile",
            ),
            Words(
                "抽选用的台账位置此刻固定下来，谁也挑不了委员",
                "The place in the ledger by which seats are drawn is fixed now: nobody can choose them",
            ),
            Words(
                "双方会被请来陈述，举报人不进案卷", "Both sides are asked for statements; who reported stays out of it"
            ),
        )
        head = said(say, Words("提请后会发生什么", "What will happen"), "strong")
        return frame("advice", head, *(said(say, one, "small") for one in lines), gap=4)

    def begin(self, about: Sequence[About]) -> None:
        """Refer these."""
        cases = tuple(one.case for one in about)
        if cases != self._cases:
            self._cases = cases
            for edit in (self.question, self.alleged, self.who):
                edit.clear()
            self.brand.setChecked(False)
            self.large.setChecked(False)
            self._suggested = ""
            self._choose_asker(AskedBy.STAFF)
            self._choose_matter(about[0].matter)
            self.tell_fault(NO_WORDS)
        self._about.setText(
            "\n".join(f"{one.case} · {brief(one.title, 60)} · {brief(one.author, 24)}" for one in about)
        )
        self.busy(False)
        self.put_up()

    def _choose_matter(self, matter: Matter, _checked: bool = False) -> None:
        self._matter = matter
        self.matters[matter].setChecked(True)
        self._suggest()

    def _suggest(self) -> None:
        """A question to begin with, while nobody wrote another."""
        if self.question.text() == self._suggested and self._cases:
            self._suggested = self.tools.say(_ASKING[self._matter])
            self.question.setText(self._suggested)
            self.question.setCursorPosition(0)

    def _choose_asker(self, asked: AskedBy, _checked: bool = False) -> None:
        self._asked = asked
        self.askers[asked].setChecked(True)
        self.who.setVisible(asked is not AskedBy.STAFF)

    def go(self) -> None:
        """Refer them."""
        wish = Wish(
            cases=self._cases,
            matter=self._matter,
            question=self.question.text(),
            alleged=self.alleged.toPlainText()[:LONGEST_STATEMENT],
            asked_by=self._asked,
            asked_name=self.who.text() if self._asked is not AskedBy.STAFF else "",
            brand_party=self.brand.isChecked() or None,  # unticked: as the posts suggest
            large=self.large.isChecked(),
        )
        self.busy(True)
        self.tools.runner.do(lambda desk: council_referring.refer(desk, wish, hold=HOLD), self._done, self.fail)

    def _done(self, done: Referred) -> None:
        self.busy(False)
        self._cases = ()
        self.put_away()
        self.referred.emit(done)
