"""What a referral is about: the question, both sides, the posts, the articles, what was done before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.conduct_copy import article_name
from app.domain.council import ASKED_BY_WORDS, MATTER_WORDS, STAGE_WORDS, Party, Stage
from app.domain.decisions import DECISION_WORDS, OF_COUNCIL
from app.domain.words import Words
from app.operations.council_evidence import Shown
from app.operations.council_view import Cited, Dossier, InReferral
from ui.actions import key_of
from ui.council.acting import Acting
from ui.council.evidence import EvidenceStrip
from ui.council.words import BRAND, STAGE_TONES
from ui.kit.elements import Flow, Scroll, button, column, frame, label, row, said, tag
from ui.kit.remote import SHORTER, RemoteText, brief
from ui.kit.theme import WIDE_GAP, Tone
from ui.tools import Tools


class DossierPanel(QFrame):
    """The middle column.

    Attributes:
        opened: a case is to be shown in the queue: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, acting: Acting) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools, self._acting = tools, acting
        self._shown: Dossier | None = None
        self._evidence: Shown | None = None
        self.paper = Scroll()
        self.paper.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = column(self.paper)
        layout.setContentsMargins(2, 2, 2, 2)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)

    def show_dossier(self, dossier: Dossier | None) -> None:
        """Show this one."""
        fresh = dossier is None or self._shown is None or dossier.referral.id != self._shown.referral.id
        if dossier == self._shown:
            return
        if fresh:
            self._evidence = None
        self._shown = dossier
        scrolled = 0 if fresh else self.paper.verticalScrollBar().value()
        self._render()
        self.paper.verticalScrollBar().setValue(scrolled)

    def show_evidence(self, found: Shown) -> None:
        """Show what helps to judge it."""
        if self._shown is not None and found.referral.id == self._shown.referral.id and found != self._evidence:
            self._evidence = found
            scrolled = self.paper.verticalScrollBar().value()
            self._render()
            self.paper.verticalScrollBar().setValue(scrolled)

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        content, shown = self.paper.fresh(), self._shown
        if shown is not None:
            self._head(content.inside, shown)
            self._parties(content.inside, shown)
            self._cases(content.inside, shown)
            self._articles(content.inside, shown)
            self._done(content.inside, shown)
        content.inside.addStretch(1)
        self.paper.show_fresh(content)

    def _head(self, inside: QVBoxLayout, shown: Dossier) -> None:
        say, referral = self._tools.say, shown.referral
        now = self._tools.clock()
        inside.addWidget(label(referral.question, "heading"))
        tags = QWidget()
        line = Flow(6, tag(say(STAGE_WORDS[referral.stage]), STAGE_TONES[referral.stage]))
        line.addWidget(tag(say(MATTER_WORDS[referral.matter]), Tone.NEUTRAL))
        if referral.brand_party:
            line.addWidget(tag(say(BRAND), Tone.VIOLET))
        if referral.round > 1:
            line.addWidget(tag(say(Words(f"第 {referral.round} 轮", f"round {referral.round}")), Tone.AMBER))
        tags.setLayout(line)
        inside.addWidget(tags)
        asked, at = ASKED_BY_WORDS[referral.asked_by], say.moment(referral.opened_at, now)
        who, by = brief(referral.asked_name, 40), brief(referral.by.name, 24)
        named = Words(f"{asked.zh}：{who}", f"{asked.en}: {who}") if who else asked
        inside.addWidget(
            label(
                say(
                    Words(
                        f"{referral.id} · {named.zh} · {by} 于 {at} 提请",
                        f"{referral.id} · {named.en} · referred by {by}, {at}",
                    )
                ),
                "second",
            )
        )
        change = None
        if referral.stage is Stage.PREPARING:
            change = self._quiet(Words("改写", "Rewrite"), "council.rewrite")
        inside.addLayout(self._titled(Words("指称", "What is alleged"), change))
        inside.addWidget(frame("card", RemoteText(self._tools.theme, say, referral.alleged)))

    def _titled(self, words: Words, more: QWidget | None = None) -> QVBoxLayout:
        head = said(self._tools.say, words, "strong", wrap=False)
        made = column(_flow(head, more, apart=1) if more is not None else row(head, None))
        made.setContentsMargins(0, WIDE_GAP, 0, 0)
        return made

    def _quiet(self, words: Words, intention: str) -> QWidget:
        made = button(self._tools.say, words, "quiet", key=key_of(intention))
        made.clicked.connect(self._tools.actions[intention].trigger)
        return made

    # --- both sides --------------------------------------------------------------------------------------

    def _parties(self, inside: QVBoxLayout, shown: Dossier) -> None:
        more = None
        if shown.referral.stage is Stage.PREPARING:
            more = self._quiet(Words("添加", "Name one"), "council.party")
        inside.addLayout(self._titled(Words("当事人与陈述", "Parties and statements"), more))
        for one in shown.parties:
            inside.addWidget(self._party(one, shown))

    def _party(self, one: Party, shown: Dossier) -> QFrame:
        say, tones = self._tools.say, (Tone.AMBER, Tone.NEUTRAL)
        name = label(f"{one.label} · {brief(one.member.name, 30)}", "name", wrap=False)
        side = Words("提出诉求", "asks for something") if one.complains else Words("被指称方", "is complained of")
        told = self._heard(one)
        head = _flow(name, tag(say(side), tones[not one.complains]))
        body: list[QWidget] = [label(say(told), "second")]
        if shown.referral.stage is Stage.PREPARING:
            body.append(_flow(*self._party_buttons(one, shown)))
        if one.statement:
            body.append(RemoteText(self._tools.theme, say, one.statement, longest=SHORTER))
        return frame("card", head, *body, gap=4)

    def _party_buttons(self, one: Party, shown: Dossier) -> list[QWidget]:
        say, acting = self._tools.say, self._acting
        write = button(say, Words("录入陈述", "Statement"), "quiet")
        write.clicked.connect(lambda: acting.statement(one.label))
        turn = button(say, Words("换边", "Switch sides"), "quiet")
        named = Words(f"{one.label}：提出诉求 / 被指称", f"{one.label}: asks for something, or is complained of")
        turn.setAccessibleName(say(named))
        turn.setToolTip(say(named))
        turn.clicked.connect(lambda: acting.turn(one))
        both: list[QWidget] = [turn, write]
        wrote = any(case.label == one.label for case in shown.cases)
        if one.heard or wrote:
            return both
        drop = button(say, Words("撤下", "Take off"), "quiet")
        drop.clicked.connect(lambda: acting.drop(one.label))
        return [*both, drop]

    def _heard(self, one: Party) -> Words:
        say, now = self._tools.say, self._tools.clock()
        if one.statement and one.stated_at is not None:
            at = say.moment(one.stated_at, now)
            return Words(f"{at} 录入", f"entered {at}")
        if one.silent:
            return Words("问过，期限内没有陈述", "was asked, and said nothing in time")
        if one.answer_by is not None:
            until = say.moment(one.answer_by, now)
            over = one.answer_by <= now
            return (
                Words(f"期限 {until} 已过，还没有陈述", f"the time ended {until}; nothing came")
                if over
                else Words(f"已写信，等到 {until}", f"was asked; has until {until}")
            )
        return Words("还没有请 TA 陈述", "was not asked yet")

    # --- what is judged ----------------------------------------------------------------------------------

    def _cases(self, inside: QVBoxLayout, shown: Dossier) -> None:
        more = None
        if shown.referral.stage is Stage.PREPARING:
            more = self._quiet(Words("并入工单", "Join a case"), "council.join")
        inside.addLayout(self._titled(Words("评议的帖子", "The posts in question"), more))
        for one in shown.cases:
            inside.addWidget(self._case(one, shown))
        if self._evidence is not None and self._evidence.posts:
            look = self._quiet(Words("看证据", "Look at all of it"), "council.evidence")
            inside.addLayout(self._titled(Words("证据", "Evidence")))
            inside.addWidget(EvidenceStrip(self._tools, self._evidence, look))

    def _case(self, one: InReferral, shown: Dossier) -> QFrame:
        say, now = self._tools.say, self._tools.clock()
        author = one.case.author
        who = brief(author.name, 30) if author is not None else "?"
        name = label(f"{one.label} · {who}" if one.label else who, "name", wrap=False)
        written = one.case.revision.written_at
        when = label(say.moment(written, now) if written is not None else "", "second", wrap=False)
        go = button(say, Words(f"工单 {one.case.id}", f"Case {one.case.id}"), "quiet")
        go.clicked.connect(lambda: self.opened.emit(one.case.id))
        parts: list[QWidget] = [go]
        if shown.referral.stage is Stage.PREPARING and len(shown.cases) > 1:
            out = button(say, Words("移出", "Take out"), "quiet")
            out.clicked.connect(lambda: self._acting.take_out(one.case.id))
            parts.append(out)
        title = label(brief(one.title, 120), "small")
        text = RemoteText(self._tools.theme, say, one.text, longest=SHORTER)
        return frame("post", _flow(name, when, *parts, apart=len(parts)), title, text, gap=4)

    def _articles(self, inside: QVBoxLayout, shown: Dossier) -> None:
        more = None
        if shown.referral.stage is Stage.PREPARING:
            more = self._quiet(Words("选择", "Choose"), "council.articles")
        inside.addLayout(self._titled(Words("可能违反的条款", "Articles that may have been breached"), more))
        for one in shown.articles:
            inside.addWidget(self._article(one))
        if not shown.articles:
            inside.addWidget(said(self._tools.say, Words("还没有选", "none was named yet"), "second"))

    def _article(self, one: Cited) -> QFrame:
        say = self._tools.say
        number = article_name(one.article.number, say.language)
        title = label(f"{number} {say(one.article.title) or one.article.title.zh}", "small")
        text = label(say(one.article.text) or one.article.text.zh, "small")
        return frame("article", title, text, margin=10, gap=4)

    def _done(self, inside: QVBoxLayout, shown: Dossier) -> None:
        say, now = self._tools.say, self._tools.clock()
        answers = [one for one in shown.done if one.kind.answers and one.kind not in OF_COUNCIL]
        if not answers:
            return
        inside.addLayout(self._titled(Words("此前的处理", "What was done before")))
        for one in answers:
            words, at, by = DECISION_WORDS[one.kind], say.moment(one.at, now), brief(one.by.name, 24)
            told = Words(f"{at} · {words.zh} · {by}", f"{at} · {words.en} · {by}")
            inside.addWidget(label(say(told), "second"))


def _flow(*parts: QWidget, apart: int = 0) -> QWidget:
    """Beside each other while there is room, so that a narrow column cuts nothing off."""
    made = QWidget()
    made.setLayout(Flow(8, *parts, apart=apart))
    return made
