"""A nomination: who, for which title, and what shows that they earned it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.domain.cases import CaseId
from app.domain.honours import Evidence, EvidenceKind, Title, TitleId
from app.domain.honours_rules import EVIDENCE_WORDS, LONGEST_EVIDENCE
from app.domain.members import MemberId, MemberRef
from app.domain.words import NO_WORDS, Words
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import clear, column, label, named, said
from ui.kit.remote import brief
from ui.tools import Tools

_NAMES = 60


@dataclass(frozen=True, slots=True)
class Nominee:
    """Whom a nomination begins with.

    Attributes:
        member: None where a person has to say who.
        evidence: what is there to be ticked; all of it is, at first.
        title: None where nothing points to one: a person chooses.
        case: from which it is made.
    """

    member: MemberRef | None = None
    evidence: tuple[Evidence, ...] = ()
    title: TitleId | None = None
    case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class Nominated:
    """What a person nominates, as it was filled in."""

    member: MemberRef
    title: TitleId
    evidence: tuple[Evidence, ...]
    case: CaseId | None


class NominateForm(Form):
    """The form."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(
            tools, window, Words("提名荣誉", "Nominate for an honour"), Words("提名", "Nominate"), (600, 580)
        )
        say = tools.say
        self._about = Nominee()
        self._then: Callable[[Nominated], None] | None = None
        self._titles: Sequence[tuple[Title, int]] = ()
        self.ticks: list[tuple[Evidence, QCheckBox]] = []
        who, title, because = (
            Words("提名谁（社区账号编号）", "Whom (the number of the account)"),
            Words("哪个称号", "For which title"),
            Words("TA 做了什么（可以补充）", "What they did (in your words)"),
        )
        self._name = label("", "heading")
        self.account = line_edit(tools, who, Words("如 u-1024", "As u-1024"), 80)
        self.called = line_edit(tools, Words("昵称", "Name"), NO_WORDS, _NAMES)
        self._by_hand = QWidget()
        self._by_hand.setLayout(
            column(field(tools, who, self.account), field(tools, Words("昵称", "Name"), self.called))
        )
        self.title = QComboBox()
        named(say, self.title, title)
        say.tell(self.title, self.title.setPlaceholderText, Words("请选择称号", "Choose a title"))
        self.title.currentIndexChanged.connect(lambda _at: self._say_what_for())
        self._what_for = label("", "second")
        self._evidence = column(gap=2)
        self.because = text_edit(tools, because, Words("写具体的事，附上时间", "Something that happened, and when"))
        self.because.setMaximumHeight(110)
        self._tells = said(say, Words("依据", "Evidence"), "second", wrap=False)
        self.inside.addWidget(self._name)
        self.inside.addWidget(self._by_hand)
        self.inside.addLayout(field(tools, title, column(self.title, self._what_for, gap=2)))
        self.inside.addWidget(self._tells)
        self.inside.addLayout(self._evidence)
        self.inside.addLayout(field(tools, because, self.because))
        told = Words(
            "提名后由主管决定；授予之前先问 TA 愿不愿意",
            "A manager decides; before anything is given they are asked whether they want it",
        )
        self.inside.addWidget(said(say, told, "second"))
        self.inside.addStretch(1)
        self.watch(self.because, self.account, self.called)
        say.changed.connect(self._fill)

    def begin(self, about: Nominee, titles: Sequence[tuple[Title, int]], then: Callable[[Nominated], None]) -> None:
        """Nominate.

        Args:
            titles: those that are given, each with how many hold it.
        """
        if about != self._about:
            for one in (self.account, self.called, self.because):
                one.clear()
        self._about, self._titles, self._then = about, titles, then
        self.ticks = []
        self._fill()
        wanted = next((at for at, (one, _) in enumerate(titles) if one.id == about.title), -1)
        self.title.setCurrentIndex(wanted)
        self.first = self.account if about.member is None else self.title
        tab_order(
            self.account, self.called, self.title, *(tick for _, tick in self.ticks), self.because, self._cancel,
            self.go_button,
        )  # fmt: skip
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    # --- drawing -----------------------------------------------------------------------------------------

    def _fill(self) -> None:
        member, at = self._about.member, self.title.currentIndex()
        self._name.setText(brief(member.name, 40) if member is not None else "")
        self._name.setVisible(member is not None)
        self._by_hand.setVisible(member is None)
        self.title.clear()
        for one, held in self._titles:
            words = self.tools.say(one.words)
            count = self.tools.say(Words(f"在任 {held}/{one.quota}", f"{held} of {one.quota} hold it"))
            self.title.addItem(f"{words} · {count}", one.id)
        self.title.setCurrentIndex(at)
        self._tick_evidence()
        self._say_what_for()

    def _tick_evidence(self) -> None:
        chosen = {one for one, tick in self.ticks if tick.isChecked()} if self.ticks else set(self._about.evidence)
        clear(self._evidence)
        self.ticks = []
        for one in self._about.evidence:
            kind, words = self.tools.say(EVIDENCE_WORDS[one.kind]), brief(one.words or one.about, 120)
            tick = QCheckBox(f"{kind[:1].upper()}{kind[1:]}")
            tick.setAccessibleName(f"{tick.text()} {words}")
            tick.setChecked(one in chosen)
            told = label(words, "second")
            told.setContentsMargins(26, 0, 0, 4)
            self.ticks.append((one, tick))
            self._evidence.addLayout(column(tick, told, gap=0))
        self._tells.setVisible(bool(self.ticks))

    def _say_what_for(self) -> None:
        at = self.title.currentIndex()
        if 0 <= at < len(self._titles):
            one, _held = self._titles[at]
            zh, en = f"{one.what_for.zh} · 任期 {one.months} 个月", f"{one.what_for.en} · {one.months} months"
            self._what_for.setText(self.tools.say(Words(zh, en)))
        else:
            told = Words("统计里没有指向哪个称号，由您来定", "What was counted points to none: it is for you to say")
            self._what_for.setText(self.tools.say(told))

    # --- doing -------------------------------------------------------------------------------------------

    @property
    def member(self) -> MemberRef | None:
        """Who is nominated."""
        typed = self.account.text().strip()
        if self._about.member is not None or not typed:
            return self._about.member
        return MemberRef(MemberId(typed), self.called.text().strip() or typed)

    def go(self) -> None:
        """Hand it on."""
        member, at = self.member, self.title.currentIndex()
        if member is None:
            self.tell_fault(Words("先填账号编号", "Enter the number of the account"))
            return
        if at < 0:
            self.tell_fault(Words("先选一个称号", "Choose a title first"))
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._then is None:
            return
        words = self.because.toPlainText().strip()[: LONGEST_EVIDENCE + 1]
        told = [Evidence(EvidenceKind.HAND, "", words)] if words else []
        evidence = (*(one for one, tick in self.ticks if tick.isChecked()), *told)
        self.busy(True)
        self._then(Nominated(member, self._titles[at][0].id, evidence, self._about.case))

    def done(self) -> None:
        """It was made."""
        self._about = replace(self._about, evidence=(), member=None, case=None)
        self.ticks = []
        self.busy(False)
        self.because.clear()
        self.put_away()
