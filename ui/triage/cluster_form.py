"""Handling many cases as the work of abnormal accounts: what shows it, on which article, with what, what will come."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.domain.cases import CaseId
from app.domain.clusters import POST_ACTIONS, RUNGS, Plan, Planned
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.sanctions import POST_ACTION_WORDS, SECOND_WORDS, PostAction
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations.clusters_plan import ClusterWish, Suggested, plan, suggested
from ui.answering.articles import ArticlePicker
from ui.kit.elements import Flow, chip, clear, column, frame, label, named, row, said
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools

MOST_SHOWN = 8
"""Cases, and refusals, that are written out."""


class ClusterForm(QWidget):
    """The second way to handle many cases.

    Attributes:
        handled: all of it is to be done: a `ClusterWish`.
    """

    handled = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._cases: list[CaseId] = []
        self._plan: Plan | None = None
        self._fault_words = NO_WORDS
        self.rung, self.post = Rung.MUTE_7, PostAction.FOLD
        say = tools.say
        self.picker = ArticlePicker(say)
        self.picker.chosen.connect(self._choose_article)
        self._evidence, self._after, self._list = column(gap=4), column(gap=4), column(gap=4)
        self._rungs = {one: self._chip(RUNG_WORDS[one], Tone.AMBER) for one in RUNGS}
        for one, made in self._rungs.items():
            made.clicked.connect(partial(self._choose_rung, one))
        self._posts = {one: self._chip(POST_ACTION_WORDS[one], Tone.NEUTRAL) for one in POST_ACTIONS}
        for action, made in self._posts.items():
            made.clicked.connect(partial(self._choose_post, action))
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        say.tell(self.reason, self.reason.setPlaceholderText, Words("补充说明（可不填）", "More about it (optional)"))
        named(say, self.reason, Words("补充说明", "More about it"))
        self.brand, self.no_party = QCheckBox(), QLineEdit()
        self.brand.setChecked(True)
        self.brand.toggled.connect(self._tick_brand)
        self.no_party.setMaxLength(500)
        asked = Words("为什么品牌不是当事方？必填", "Why is the brand no party? Needed")
        say.tell(self.no_party, self.no_party.setPlaceholderText, asked)
        named(say, self.no_party, asked)
        self.no_party.textEdited.connect(lambda _text: self._ask())
        self._fault = label("", "small")
        self._compose()
        say.changed.connect(self._render)

    def _chip(self, words: Words, tone: Tone) -> QPushButton:
        made = chip(self._tools.say, words, tone)
        self._tools.say.tell(made, made.setText, words)
        return made

    def _line(self, words: Words, choices: Flow) -> QHBoxLayout:
        line = row(said(self._tools.say, words, "second", wrap=False), choices)
        line.setStretch(1, 1)
        return line

    def _compose(self) -> None:
        say = self._tools.say
        measures, posts = Flow(6), Flow(6)
        for made in self._rungs.values():
            measures.addWidget(made)
        for made in self._posts.values():
            posts.addWidget(made)
        layout = column(
            said(say, Words("凭什么说是一伙的", "What shows that they belong together"), "strong"),
            self._evidence,
            self.picker,
            self._line(Words("处置", "Measure"), measures),
            self._line(Words("原帖", "The posts"), posts),
            self.brand,
            self.no_party,
            self.reason,
            frame("advice", self._after, margin=10),
            self._list,
            self._fault,
        )
        layout.addStretch(1)
        self.setLayout(layout)

    # --- what it stands for ------------------------------------------------------------------------------

    def show_cases(self, cases: list[CaseId]) -> None:
        """It stands for these cases; nothing is asked again for the same."""
        if cases == self._cases:
            return
        fresh = not self._cases or not set(cases) & set(self._cases)
        self._cases, self._plan = list(cases), None
        if fresh:
            self._forget_brand()
        self._render()
        if not cases:
            self._fault_words = NO_WORDS
            self.picker.offer(None, None)
            self.reason.clear()
        elif fresh or self.picker.number is None:
            self._tools.runner.ask(("triage", "cluster"), lambda desk: suggested(desk, cases), self._suggest)
        else:
            self._ask()

    def _suggest(self, found: Suggested) -> None:
        self.picker.offer(found.edition, found.article)
        self._ask()

    @property
    def wish(self) -> ClusterWish | None:
        """What is chosen; None without an article."""
        if self.picker.number is None:
            return None
        no_party = "" if self.brand.isChecked() else self.no_party.text().strip()
        return ClusterWish(self.picker.number, self.rung, self.post, self.reason.text().strip(), no_party)

    def _ask(self) -> None:
        wish, cases = self.wish, self._cases
        if wish is None or not cases:
            self._fault_words = Words("先选一条公约条款", "Choose an article first") if cases else NO_WORDS
            self._render()
            return
        self._tools.runner.ask(("triage", "cluster"), lambda desk: plan(desk, cases, wish), self._show, self.show_fault)

    def _show(self, planned: Plan) -> None:
        self._plan, self._fault_words = planned, NO_WORDS
        self._render()

    def show_fault(self, error: StewardError) -> None:
        """Why it can't be done."""
        self._fault_words = Words.of(error)
        self._render()

    # --- choosing ----------------------------------------------------------------------------------------

    def _choose_article(self, _number: int) -> None:
        self._ask()

    def _choose_rung(self, rung: Rung, _checked: bool = False) -> None:
        self.rung = rung
        self._ask()

    def _choose_post(self, post: PostAction, _checked: bool = False) -> None:
        self.post = post
        self._ask()

    def _tick_brand(self, on: bool) -> None:
        self._ask()
        if not on:
            self.no_party.setFocus()

    def _forget_brand(self) -> None:
        self.brand.blockSignals(True)
        self.brand.setChecked(True)
        self.brand.blockSignals(False)
        self.no_party.clear()

    def send(self) -> None:
        """Do it, once what will come of it is shown."""
        wish = self.wish
        if self._denies_unsaid:
            self.no_party.setFocus()
            return
        if wish is None:
            self._ask()
            self.picker.take_focus()
        elif self._plan is not None and self._plan.cases:
            self.handled.emit(wish)

    # --- drawing -----------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether what will come of it is shown."""
        return self._plan is not None and bool(self._plan.cases)

    @property
    def _denies_unsaid(self) -> bool:
        """Whether the brand is to be no party, and nobody said why."""
        hit = self._plan is not None and bool(self._plan.brand_hit)
        return hit and not self.brand.isChecked() and not self.no_party.text().strip()

    def _show_brand(self, hit: str) -> None:
        named_ = Words(f"品牌是当事方（帖子提到“{hit}”）", f"The brand is a party (a post names “{hit}”)")
        self.brand.setText(self._tools.say(named_))
        self.brand.setVisible(bool(hit))
        self.no_party.setVisible(bool(hit) and not self.brand.isChecked())

    def _render(self) -> None:
        say, planned = self._tools.say, self._plan
        self._show_brand(planned.brand_hit if planned else "")
        for one, made in self._rungs.items():
            made.setChecked(one is self.rung)
        for action, made in self._posts.items():
            made.setChecked(action is self.post)
        for part in (self._evidence, self._after, self._list):
            clear(part)
        self._fault.setText(say(self._fault_words))
        self._fault.setVisible(self._fault_words != NO_WORDS)
        if planned is None:
            self._after.addWidget(said(say, Words("正在核对…", "Looking…"), "second"))
            return
        for line in planned.evidence.lines:
            self._evidence.addWidget(label(f"· {say(line)}", "small"))
        for words in consequences(planned, self.rung, self.post):
            self._after.addWidget(label(say(words), "small"))
        self._lines(planned)

    def _lines(self, planned: Plan) -> None:
        say = self._tools.say
        for case, why in planned.refused[:MOST_SHOWN]:
            told = Words(f"不在内：{case}，{why.zh}", f"left out: {case}, {why.en}")
            self._list.addWidget(label(say(told), "small"))
        for one in planned.rows[:MOST_SHOWN]:
            self._list.addWidget(label(say(_line(one)), "second"))
        left = len(planned.rows) - MOST_SHOWN
        if left > 0:
            self._list.addWidget(label(say(Words(f"还有 {left} 件", f"{left} more")), "second"))


def _line(one: Planned) -> Words:
    who, excerpt = brief(one.who, 20), brief(one.excerpt, 24)
    zh, en = f"{who}：{excerpt}", f"{who}: {excerpt}"
    if one.owner:
        zh, en = f"{zh}（认证车主）", f"{en} (verified owner)"
    return Words(f"{zh}（随同办结）", f"{en} (closed along)") if one.along else Words(zh, en)


def consequences(planned: Plan, rung: Rung, post: PostAction) -> list[Words]:
    """What will come of it, in words."""
    count, accounts = len(planned.cases), len(planned.measured)
    if not count:
        return [Words("没有一件能这样处理", "None of them can be handled so")]
    found: list[Words] = []
    if accounts:
        found.append(
            Words(
                f"{accounts} 个账号各{RUNG_WORDS[rung].zh}，各收到 1 封通知（写明怎样申诉），不记分",
                f"{accounts} accounts: {RUNG_WORDS[rung].en}, each with a notice that says how to appeal; no strikes",
            )
        )
    action = POST_ACTION_WORDS[post]
    found.append(
        Words(
            f"{count} 件：{action.zh}，举报按“成立”办结，工单关闭",
            f"{count} cases: {action.en}, the reports are upheld, the case is closed",
        )
    )
    along = count - accounts
    if along:
        found.append(
            Words(
                f"其中 {along} 件的账号已在处置中，只处理帖子，不重复禁言",
                f"{along} of them by accounts that have their measure: only the post is handled",
            )
        )
    if planned.second is None:
        return [*found, Words("立即生效，8 秒内可撤回", "At once; 8 seconds to take it back")]
    why = SECOND_WORDS[planned.second]
    zh, en = (f"（“{planned.brand_hit}”）", f" (“{planned.brand_hit}”)") if planned.brand_hit else ("", "")
    found.append(
        Words(
            f"{why.zh}{zh}：另一人抽查 {planned.sample} 件并同意之后才生效",
            f"{why.en}{en}: it takes effect once another person has looked at {planned.sample} and agreed",
        )
    )
    return found
