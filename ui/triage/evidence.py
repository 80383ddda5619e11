"""The evidence: the post where it stands, what is said against it, who wrote it, what may apply, what was done."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from app.domain.cases import CaseKind
from app.domain.lanes import raised_lane
from app.domain.pictures import address_in
from app.domain.privacy_letters import entered_in
from app.domain.words import Words
from app.errors import StewardError
from app.operations.case_view import CaseView
from app.operations.clusters_sampling import waiting_cluster
from ui.actions import key_of
from ui.hand.links import offer_link
from ui.hand.strip import SmallPictures, Strip
from ui.kit.elements import Flow, Scroll, button, column, frame, label, named, row, said, tag
from ui.kit.remote import brief
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import GAP, Tone
from ui.tools import Tools
from ui.triage import words
from ui.triage.case_head import CaseHead
from ui.triage.case_marks import CaseMarks
from ui.triage.marking import MarkedPost, Marking
from ui.triage.member_card import MemberCard
from ui.triage.note_field import NoteField
from ui.triage.posts import PostCard, around
from ui.triage.preserving import sealed_words
from ui.triage.timeline import timeline

MOST_REPORTS = 6
UPSETTING = frozenset({CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.CARE})
"""Kinds whose pictures may show what nobody forgets again."""


class Evidence(QFrame):
    """The middle column of the triage page.

    Attributes:
        article_chosen: an article was clicked: its number.
        noted: a note was written: on which case, and its text.
        same_text: the other cases with the same text are wanted.
        retry: the case is to be read again.
        done: the note is written to its end.
        viewing: evidence is to be seen large: all of it, and the number of the one.
        adding: more screenshots are to be put beside the case.
        correcting: the author of a case by hand changed it.
        sealing: the case is to be sealed as signed evidence.
        recusing: the person wants to keep out of it.
        by_accounts: the batch in which it waits is to be sampled, or it is to be handled as one.
        record: the record of its author is wanted.
        outside: who from outside is involved is to be seen.
        marking: which of the posts is marked.
    """

    article_chosen = Signal(int)
    noted = Signal(object, str)
    same_text = Signal()
    retry = Signal()
    done = Signal()
    viewing = Signal(object, int)
    adding = Signal()
    correcting = Signal()
    sealing = Signal()
    recusing = Signal()
    by_accounts = Signal()
    record = Signal()
    outside = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._small = SmallPictures(tools)
        self._view: CaseView | None = None
        self._all_posts = False
        self._scroll = self.paper = Scroll()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.marking = Marking(tools, self._scroll)
        named(tools.say, self._scroll, Words("证据", "Evidence"))
        say = tools.say
        self.stack = Stack(self._scroll, Empty(say), Fault(say, self.retry.emit), Loading(say))
        self.note = NoteField(tools)
        self.note.noted.connect(self.noted)
        self.note.returnPressed.connect(self.done.emit)
        layout = column(self.stack, gap=0)
        layout.setStretch(0, 1)
        foot = column(self.note)
        foot.setContentsMargins(12, 6, 12, 10)
        layout.addLayout(foot)
        self.setLayout(layout)
        self.show_nothing()
        say.changed.connect(self._render)

    # --- what is shown -----------------------------------------------------------------------------------

    def show_case(self, view: CaseView) -> None:
        """Show a case."""
        fresh = self._view is None or self._view.case.id != view.case.id
        if fresh:
            self._all_posts = False
        at = self._scroll.verticalScrollBar().value()
        self._view = view
        self.note.show_case(view.case.id)
        self._render()
        self.stack.show_content()
        self._scroll.verticalScrollBar().setValue(0 if fresh else at)

    def show_nothing(self) -> None:
        """No case is chosen."""
        self._view = None
        self.note.show_case(None)
        self.stack.show_empty(Words("选一件工单", "Choose a case"), Words("J / K 上下移动", "J and K go up and down"))

    def show_fault(self, error: StewardError) -> None:
        """It could not be read."""
        self.stack.show_fault(error)

    # --- how it is drawn ---------------------------------------------------------------------------------

    def _render(self) -> None:
        view = self._view
        if view is None:
            return
        content = self._scroll.fresh()
        self.marking.begin(view.case.id)
        inside = content.inside
        now = self._tools.clock()
        head = CaseHead(self._tools, view, now)
        head.link.connect(self.ask_link)
        head.correcting.connect(self.correcting)
        inside.addWidget(head)
        marks = CaseMarks(self._tools, view)
        marks.recusing.connect(self.recusing)
        marks.outside.connect(self.outside)
        inside.addWidget(marks)
        self._batch(inside, view)
        self._thread(inside, view, now, before=True)
        inside.addWidget(self._judged(view, now))
        self._reports(inside, view, now)
        self._files(inside, view, now)
        self._same(inside, view)
        inside.addSpacing(4)
        card = MemberCard(self._tools, view, now)
        card.record.connect(self.record)
        inside.addWidget(card)
        self._articles(inside, view)
        self._thread(inside, view, now, before=False)
        self._timeline(inside, view, now)
        inside.addStretch(1)
        self._scroll.show_fresh(content)

    def _files(self, inside: QVBoxLayout, view: CaseView, now: datetime) -> None:
        """Screenshots and receipts; each opens large."""
        add = button(self._tools.say, Words("添加截图", "Add screenshots"), "quiet", key=key_of("triage.evidence"))
        add.clicked.connect(self.adding)
        seal = button(self._tools.say, Words("固证", "Seal"), "quiet", key=key_of("triage.preserve"))
        named(self._tools.say, seal, Words("固证：签名的证据包", "Seal as signed evidence"))
        seal.clicked.connect(self.sealing)
        count = len(view.evidence)
        name = (
            Words(f"截图与附件 {count}", f"Screenshots and files: {count}") if count else Words("截图与附件", "Files")
        )
        title = label(self._tools.say(name), "strong" if count else "second", wrap=False)
        head = QWidget()
        head.setLayout(Flow(4, title, seal, add, apart=2))
        inside.addWidget(head)
        if count:
            strip = Strip(self._tools, self._small, view.evidence, veiled=_upsetting(view))
            strip.opened.connect(self.viewing)
            inside.addWidget(strip)
        sealed = sealed_words(view, lambda at: self._tools.say.moment(at, now))
        if sealed is not None:
            inside.addWidget(label(self._tools.say(sealed), "second"))

    def _judged(self, view: CaseView, now: datetime) -> QWidget:
        case, asks = view.case, view.case.kind is CaseKind.DATA_REQUEST
        post = next((one for one in view.thread.posts if one.id == case.post_id), None) if view.thread else None
        card = PostCard(
            self._tools,
            name=case.author.name if case.author else "?",
            text=self._tools.say(entered_in(case.revision.body)) if asks else case.revision.body,
            at=case.revision.written_at,
            number=post.number if post else None,
            member=view.author,
            now=now,
            look="post" if asks else "judged",
            thanked=case.post_id in view.thanked,
        )
        card.body.asked.connect(self.ask_link)
        if case.post_id is not None and case.author is not None:
            text = case.revision.body
            self.marking.add(card, MarkedPost(case.id, case.post_id, case.author, text, judged=True))
        return card

    def _thread(self, inside: QVBoxLayout, view: CaseView, now: datetime, *, before: bool) -> None:
        by_hand = view.case.place is not None  # nobody reads anything around it
        if (
            before and not by_hand and (view.thread is None or not view.thread.thread.title)
        ):  # only the reported post itself is here
            waits = Words("前后帖子还没读到，同步后出现", "The posts around it appear after the next sync")
            inside.addWidget(label(self._tools.say(waits), "second"))
        if view.thread is None:
            return
        posts, hidden = around(view.thread.posts, view.case.post_id, before=before, everything=self._all_posts)
        if posts and not before:
            inside.addSpacing(4)
            inside.addWidget(said(self._tools.say, Words("之后的回复", "What came after"), "strong"))
        for one in posts:
            card = PostCard(
                self._tools, name=one.author.name, text=one.raw, at=one.created_at, number=one.number, now=now,
                hidden=one.state.value != "visible", thanked=one.id in view.thanked,
            )  # fmt: skip
            card.body.asked.connect(self.ask_link)
            self.marking.add(card, MarkedPost(view.case.id, one.id, one.author, one.raw))
            inside.addWidget(card)
        if hidden:
            words_ = Words(f"再看 {hidden} 楼", f"{hidden} more posts")
            more = button(self._tools.say, words_, "quiet", key=key_of("triage.posts"))
            more.clicked.connect(self.show_all_posts)
            inside.addLayout(row(more, None))

    def scroll_by(self, pages: int) -> None:
        """Read on, or back, by most of what is seen."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep() * 4 // 5)

    def show_all_posts(self) -> None:
        """Show every post of the thread that was read."""
        if self._view is None:
            return
        self._all_posts = True
        at = self._scroll.verticalScrollBar().value()
        self._render()
        self._scroll.verticalScrollBar().setValue(at)

    def _reports(self, inside: QVBoxLayout, view: CaseView, now: datetime) -> None:
        count = len(view.reports)
        if count:
            heading = Words(f"举报 {count}", "1 report" if count == 1 else f"{count} reports")
            inside.addWidget(label(self._tools.say(heading), "strong", wrap=False))
        for one in view.reports[:MOST_REPORTS]:
            name, tone = words.category(one.category) if one.category else (Words("举报", "Report"), Tone.RED)
            who, why = brief(one.by.name, 40) if one.by else "?", brief(one.reason)
            told = Words(f"{who}：“{why}”", f"{who}: “{why}”")
            said_ = label(f"{self._tools.say(told)}  {self._tools.say.moment(one.at, now)}", "small")
            line = row(tag(brief(self._tools.say(name), 24), tone), said_)
            line.setStretch(1, 1)
            inside.addLayout(line)
        left = count - MOST_REPORTS
        if left > 0:
            inside.addWidget(label(self._tools.say(Words(f"还有 {left} 条举报", f"{left} more reports")), "second"))

    def _batch(self, inside: QVBoxLayout, view: CaseView) -> None:
        """It waits as a part of a batch, which somebody has to sample."""
        if not waiting_cluster(view):
            return
        pending = view.governed.pending
        mine = pending is not None and pending.by.id == self._tools.me.id
        told = Words(
            "这件属于一批非正常账号，等另一人抽查", "It waits as a part of a batch for another person's sample"
        )
        lines: list[QWidget | QLayout] = [said(self._tools.say, told)]
        if not mine:
            sample = button(self._tools.say, Words("抽查整批", "Sample the batch"), key=key_of("triage.accounts"))
            sample.clicked.connect(self.by_accounts)
            lines.append(row(sample, None))  # under the words: beside them English would be cut
        inside.addWidget(frame("caution", *lines))

    def _same(self, inside: QVBoxLayout, view: CaseView) -> None:
        if view.same_text > 1 and view.case.kind is not CaseKind.DATA_REQUEST:
            told = Words(
                f"同样的文字还出现在 {view.same_text - 1} 件工单里",
                f"The same text is in {view.same_text - 1} more cases",
            )
            all_ = button(self._tools.say, Words("一并处理", "Handle together"), "quiet", key=key_of("triage.together"))
            all_.clicked.connect(self.same_text)
            inside.addWidget(frame("caution", label(self._tools.say(told)), row(all_, None), gap=4))

    def _articles(self, inside: QVBoxLayout, view: CaseView) -> None:
        if view.edition is None or not view.articles:
            return
        say = self._tools.say
        flow = Flow(6)
        for number in view.articles[:4]:
            article = view.edition.article(number)
            chosen = button(say, Words(f"第{number}条 {article.title.zh}", f"Art. {number} {article.title.en}"))
            chosen.setObjectName("chip")
            chosen.setProperty("tone", (Tone.GREEN if article.severity is None else Tone.AMBER).value)
            chosen.setToolTip(say(article.text))
            chosen.clicked.connect(lambda _checked=False, number=number: self.article_chosen.emit(number))
            flow.addWidget(chosen)
        edition = label(
            say(Words(f"{view.edition.name.zh}，发帖时施行", f"{view.edition.name.en}, in force then")), "second"
        )
        inside.addWidget(said(say, Words("可能适用的条款", "Articles that may apply"), "strong"))
        inside.addLayout(flow)
        inside.addWidget(edition)

    def _timeline(self, inside: QVBoxLayout, view: CaseView, now: datetime) -> None:
        lines = timeline(view, self._tools.say, now)
        if not lines:
            return
        inside.addSpacing(GAP)
        inside.addWidget(said(self._tools.say, Words("处理经过", "What was done"), "strong"))
        for when, text in lines:
            stamp = label(when, "second", wrap=False)
            line = row(stamp, label(text, "small"))
            line.setStretch(1, 1)
            inside.addLayout(line)

    # --- links -------------------------------------------------------------------------------------------

    def ask_link(self, address: str) -> None:
        """Say where a link leads, and offer to open it."""
        offer_link(self._tools, address)


def _upsetting(view: CaseView) -> frozenset[int]:
    """Pictures of the post that nobody is to see unprepared: those of the graver lanes, found so or raised."""
    lanes = {view.case.kind, raised_lane(view.case.raised)}
    if not lanes & UPSETTING:
        return frozenset()
    return frozenset(one.seq for one in view.evidence if address_in(one.note) is not None)
