"""The forms of a referral that is being prepared: its words, its parties, what they say."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.domain.council import LONGEST_QUESTION, LONGEST_STATEMENT, Party, Referral, ReferralId
from app.domain.members import MemberId, MemberRef
from app.domain.words import NO_WORDS, Words
from app.operations import council_parties, council_referring
from app.operations.council_parties import Heard
from app.operations.council_referring import Referred
from ui.hand.form import Form, field, line_edit, tab_order, text_edit
from ui.kit.elements import button, column, label, named
from ui.kit.remote import brief
from ui.tools import Tools

_QUESTION = Words("请委员判断什么（一句话）", "What seats are to judge (one sentence)")
_ALLEGED = Words("指称发生了什么（中性地写，不写结论）", "What is said to have happened (neutral, no verdict)")


def party_name(party: Party) -> str:
    """A party as staff knows it: its label and its name."""
    return f"{party.label} · {brief(party.member.name, 24)}"


class RewriteForm(Form):
    """The words of a referral."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(
            tools, window, Words("改写评议问题", "Rewrite the question"), Words("保存", "Keep it"), (600, 440)
        )
        self._referral: ReferralId | None = None
        self.question = line_edit(tools, _QUESTION, NO_WORDS, LONGEST_QUESTION)
        self.alleged = text_edit(tools, _ALLEGED)
        self.inside.addLayout(field(tools, _QUESTION, self.question))
        self.inside.addLayout(field(tools, _ALLEGED, self.alleged), 1)
        self.watch(self.question, self.alleged)
        self.first = self.question
        tab_order(self.question, self.alleged, self._cancel, self.go_button)

    def begin(self, referral: Referral) -> None:
        """Rewrite this one."""
        if referral.id != self._referral:
            self._referral = referral.id
            self.question.setText(referral.question)
            self.alleged.setPlainText(referral.alleged)
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def go(self) -> None:
        """Keep it."""
        referral, question, alleged = self._referral, self.question.text(), self.alleged.toPlainText()
        if referral is not None:
            self.busy(True)
            self.tools.runner.do(
                lambda desk: council_referring.rewrite(desk, referral, question=question, alleged=alleged),
                self._done,
                self.fail,
            )

    def _done(self, _done: Referred) -> None:
        self._referral = None
        self.put_away()


class PartyForm(Form):
    """One more party, by the account."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("添加当事人", "Name a party"), Words("添加", "Name them"), (520, 320))
        self._referral: ReferralId | None = None
        self._known: MemberRef | None = None
        name = Words("社区账号编号", "Number of the account")
        self.account = line_edit(tools, name, Words("如 u-1024", "such as u-1024"), 80)
        self.account.editingFinished.connect(self._look)
        self._who = label("", "second")
        self.complains = QCheckBox()
        words = Words("由 TA 提出诉求（申请方）", "It is they who ask for something")
        tools.say.tell(self.complains, self.complains.setText, words)
        named(tools.say, self.complains, words)
        self.inside.addLayout(field(tools, name, column(self.account, self._who, gap=2)))
        self.inside.addWidget(self.complains)
        self.inside.addStretch(1)
        self.watch(self.account)
        self.first = self.account
        tab_order(self.account, self.complains, self._cancel, self.go_button)

    def begin(self, referral: ReferralId) -> None:
        """Name one for this referral."""
        self._referral = referral
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    def _look(self) -> None:
        member = MemberId(self.account.text().strip())
        self._known = None
        self._who.setText("")
        if member:
            self.tools.runner.ask(
                ("council", "member"),
                lambda desk: council_parties.member_named(desk, member),
                self._found,
                self._unknown,
            )

    def _found(self, member: MemberRef) -> None:
        self._known = member
        self._who.setText(brief(member.name, 60))

    def _unknown(self, _error: object) -> None:
        self._who.setText(self.tools.say(Words("这里没有这个账号的记录", "Nobody heard of it here")))

    def go(self) -> None:
        """Name them."""
        referral, typed, complains = self._referral, self.account.text().strip(), self.complains.isChecked()
        if referral is None or not typed:
            self.tell_fault(Words("先填账号编号", "Enter the number of the account"))
            return
        known = self._known
        member = known if known is not None and known.id == typed else MemberRef(MemberId(typed), typed)
        self.busy(True)
        self.tools.runner.do(
            lambda desk: council_parties.name_party(desk, referral, member, complains=complains), self._done, self.fail
        )

    def _done(self, _done: Heard) -> None:
        self.account.clear()
        self._who.setText("")
        self.complains.setChecked(False)
        self.put_away()


class StatementForm(Form):
    """What a party says, in its own words."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("录入陈述", "Enter a statement"), Words("录入", "Enter it"), (620, 520))
        self._referral: ReferralId | None = None
        self._parties: Sequence[Party] = ()
        self._begun: dict[tuple[ReferralId, str], str] = {}
        self._shown = ""
        who, text = Words("谁的陈述", "Whose"), Words("陈述（照原话）", "The statement, in their own words")
        self.who = QComboBox()
        named(tools.say, self.who, who)
        self.who.currentIndexChanged.connect(lambda _at: self._show())
        hint = Words(
            "照 TA 的原话贴进来。手机号、车牌、真名在案卷里会遮盖，这里不用改",
            "Paste their own words. Phone numbers, plates and names are masked in the packet; change nothing here",
        )
        self.text = text_edit(tools, text, hint)
        self.inside.addLayout(field(tools, who, self.who))
        self.inside.addLayout(field(tools, text, self.text), 1)
        self.silent = button(tools.say, Words("逾期未陈述", "They said nothing"))
        self.silent.clicked.connect(self._silent)
        self.more.addWidget(self.silent)
        self.watch(self.text)
        self.first = self.text
        tab_order(self.who, self.text, self.silent, self._cancel, self.go_button)

    def begin(self, referral: ReferralId, parties: Sequence[Party], label_: str = "") -> None:
        """Enter what one of these says; first the one with this label, or the first who was not heard."""
        self._keep()
        self._referral, self._parties = referral, parties
        wanted = next((at for at, one in enumerate(parties) if one.label == label_), -1)
        if wanted < 0:
            wanted = next((at for at, one in enumerate(parties) if not one.heard), 0)
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItems([party_name(one) for one in parties])
        self.who.setCurrentIndex(wanted)
        self.who.blockSignals(False)
        self._shown = ""
        self._show()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()

    @property
    def party(self) -> Party | None:
        """Whose statement it is."""
        at = self.who.currentIndex()
        return self._parties[at] if 0 <= at < len(self._parties) else None

    def _keep(self) -> None:
        """What was typed for a party stays until it is entered."""
        if self._referral is not None and self._shown:
            self._begun[(self._referral, self._shown)] = self.text.toPlainText()

    def _show(self) -> None:
        self._keep()
        party = self.party
        if party is None or self._referral is None:
            return
        self._shown = party.label
        self.text.setPlainText(self._begun.get((self._referral, party.label), party.statement))
        over = party.answer_by is not None and party.answer_by <= self.tools.clock()
        self.silent.setVisible(over and not party.heard)

    def go(self) -> None:
        """Enter it."""
        referral, party, text = self._referral, self.party, self.text.toPlainText()[: LONGEST_STATEMENT + 1]
        if referral is not None and party is not None:
            self.busy(True)
            self.tools.runner.do(
                lambda desk: council_parties.state(desk, referral, party.label, text), self._done, self.fail
            )

    def _silent(self) -> None:
        referral, party = self._referral, self.party
        if referral is not None and party is not None:
            self.tools.runner.do(
                lambda desk: council_parties.silent(desk, referral, party.label), self._done, self.fail
            )

    def _done(self, done: Heard) -> None:
        self.busy(False)
        self._begun.pop((done.referral, done.party.label), None)
        self._shown = ""
        self.put_away()
