"""How a ruling is carried out, where it leaves something open: on which case, by which article, in which words."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.cases import CaseId
from app.domain.conduct_copy import article_name
from app.domain.council_remedies import WAYS, Way
from app.domain.words import NO_WORDS, Words
from app.operations import council_carrying
from app.operations.council_carrying import Carried, Carrying
from app.operations.council_view import Dossier
from app.operations.desk import Desk
from ui.answering.forms import HOLD
from ui.hand.form import Form, field, tab_order, text_edit
from ui.kit.elements import label, named
from ui.kit.remote import brief
from ui.tools import Tools

LETTERS = frozenset({Way.MESSAGE, Way.COACHING})


def leaves_open(shown: Dossier) -> bool:
    """Whether a person has to say how the ruling is carried out."""
    remedy = shown.ruling.outcome.remedy if shown.ruling is not None else None
    letter = remedy is not None and WAYS[remedy] in LETTERS
    return letter or len(shown.cases) > 1 or len(shown.articles) > 1


class CarryForm(Form):
    """The form."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        heading = Words("执行评议结果", "Carry the ruling out")
        super().__init__(tools, window, heading, Words("执行", "Carry it out"), (640, 560))
        self._shown: Dossier | None = None
        self._then: Callable[[Carried], None] | None = None
        on, by, text = Words("在哪件工单上", "On which case"), Words("引用哪一条", "By which article"), _LETTER
        self._about = label("", "second")
        self.case, self.article = QComboBox(), QComboBox()
        named(tools.say, self.case, on)
        named(tools.say, self.article, by)
        self.text = text_edit(tools, text)
        self._letter = QWidget()
        self._letter.setLayout(field(tools, text, self.text))
        self.inside.addWidget(self._about)
        self.inside.addLayout(field(tools, on, self.case))
        self.inside.addLayout(field(tools, by, self.article))
        self.inside.addWidget(self._letter, 1)
        self.inside.addStretch(0)
        for box in (self.case, self.article):
            box.activated.connect(lambda _at: self._read())
        self.first = self.case
        tab_order(self.case, self.article, self.text, self._cancel, self.go_button)

    def begin(self, shown: Dossier, then: Callable[[Carried], None]) -> None:
        """Carry the ruling of this referral out."""
        self._shown, self._then = shown, then
        self._about.setText(shown.referral.question)
        self.case.clear()
        for one in shown.cases:
            who = one.label or (one.case.author.name if one.case.author is not None else "?")
            self.case.addItem(f"{one.case.id} · {who} · {brief(one.title, 40)}", one.case.id)
        complaining = {one.label for one in shown.parties if one.complains}
        first = next((at for at, one in enumerate(shown.cases) if one.label not in complaining), 0)
        self.case.setCurrentIndex(first)
        self.article.clear()
        language = self.tools.say.language
        for cited in shown.articles:
            number = cited.article.number
            title = cited.article.title.say(language) or cited.article.title.zh
            self.article.addItem(f"{article_name(number, language)} {title}", number)
        remedy = shown.ruling.outcome.remedy if shown.ruling is not None else None
        self._letter.setVisible(remedy is not None and WAYS[remedy] in LETTERS)
        self.text.clear()
        self.tell_fault(NO_WORDS)
        self.busy(False)
        self.put_up()
        self._read()

    @property
    def how(self) -> Carrying:
        """What was chosen."""
        case, article = self.case.currentData(), self.article.currentData()
        return Carrying(CaseId(case) if case else None, article, self.text.toPlainText())

    def _read(self) -> None:
        """The standard letter for what is chosen."""
        if self._shown is None or self._letter.isHidden():
            return
        referral, how = self._shown.referral.id, Carrying(self.how.case, self.how.article)
        self.tools.runner.ask(
            ("council", "letter"),
            lambda desk: council_carrying.letter_for(desk, referral, how),
            self.text.setPlainText,
            self.fail,
        )

    def go(self) -> None:
        """Carry it out."""
        if self._shown is None:
            return
        referral, how = self._shown.referral.id, self.how
        self.busy(True)

        def work(desk: Desk) -> Carried:
            return council_carrying.carry_out(desk, referral, how, hold=HOLD)

        self.tools.runner.do(work, self._done, self.fail)

    def _done(self, done: Carried) -> None:
        self.busy(False)
        self.put_away()
        if self._then is not None:
            self._then(done)


_LETTER = Words("私信", "The letter")
