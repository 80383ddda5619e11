"""One honour in full: who, for what, what shows it, what they agreed to, what became of it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from app.domain.cases import CaseId
from app.domain.honours import SHOW_WORDS, STANDING_WORDS, Consent, Evidence, EvidenceKind, Grant, Show, Thanks, Title
from app.domain.honours_rules import EVIDENCE_WORDS, NOMINATION_WORDS, THANKS_WAY_WORDS
from app.domain.honours_suggested import Link, Reason
from app.domain.words import Words
from ui.honours.items import (
    NOMINATION_TONES,
    STANDING_TONES,
    Given,
    Held,
    Item,
    Nominated,
    Shown,
    Suggested,
    key_of_item,
    left,
)
from ui.kit.elements import Flow, Scroll, button, column, frame, label, named, row, said, tag
from ui.kit.remote import SHORTER, RemoteText, brief
from ui.kit.theme import WIDE_GAP, Tone
from ui.tools import Tools

MOST_THANKS = 5


class DetailPanel(QFrame):
    """The middle column.

    Attributes:
        opened: a case is to be shown in the queue: its id.
        member: a member's record is wanted: their id.
        link: an address was clicked; it is not opened here.
    """

    opened = Signal(object)
    member = Signal(object)
    link = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._shown: Shown | None = None
        self.paper = Scroll()
        self.paper.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(tools.say, self.paper, Words("荣誉详情", "The honour in full"))
        layout = column(self.paper)
        layout.setContentsMargins(2, 2, 2, 2)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)

    def show_one(self, shown: Shown | None) -> None:
        """Show this one."""
        before = self._shown
        if shown == before:
            return
        fresh = shown is None or before is None or key_of_item(shown.item) != key_of_item(before.item)
        scrolled = 0 if fresh else self.paper.verticalScrollBar().value()
        self._shown = shown
        self._render()
        self.paper.verticalScrollBar().setValue(scrolled)

    # --- drawing -----------------------------------------------------------------------------------------

    def _render(self) -> None:
        content, shown = self.paper.fresh(), self._shown
        if shown is not None:
            self._draw(content.inside, shown, shown.item)
        content.inside.addStretch(1)
        self.paper.show_fresh(content)

    def _draw(self, inside: QVBoxLayout, shown: Shown, item: Item) -> None:
        match item:
            case Nominated():
                self._nominated(inside, shown, item)
            case Held():
                self._held(inside, shown, item)
            case Suggested():
                self._suggested(inside, shown, item)
            case Thanks():
                self._thanked(inside, shown, item)
            case Given():
                self._given(inside, shown, item)

    def _head(self, inside: QVBoxLayout, name: str, told: str, *tags: tuple[Words, Tone]) -> None:
        inside.addWidget(label(name, "heading"))
        line = Flow(6)
        for words, tone in tags:
            line.addWidget(tag(self._tools.say(words), tone))
        holder = QWidget()
        holder.setLayout(line)
        inside.addWidget(holder)
        if told:
            inside.addWidget(label(told, "second"))

    def _part(self, inside: QVBoxLayout, words: Words) -> None:
        head = row(said(self._tools.say, words, "strong"))
        head.setContentsMargins(0, WIDE_GAP, 0, 0)
        inside.addLayout(head)

    def _when(self, at: datetime) -> str:
        return self._tools.say.moment(at, self._tools.clock())

    # --- a nomination ------------------------------------------------------------------------------------

    def _nominated(self, inside: QVBoxLayout, shown: Shown, item: Nominated) -> None:
        one = item.nomination
        by, at = brief(one.by.name, 24), self._when(one.at)
        told = self._tools.say(Words(f"{by} 于 {at} 提名 · {one.id}", f"nominated by {by}, {at} · {one.id}"))
        state = (NOMINATION_WORDS[one.state], NOMINATION_TONES.get(one.state, Tone.NEUTRAL))
        self._head(inside, brief(one.member.name, 40), told, (item.title.words, Tone.VIOLET), state)
        self._title(inside, item.title, item.held)
        self._part(inside, Words("依据", "Evidence"))
        for piece in one.evidence:
            inside.addWidget(self._evidence(piece))
        if one.case is not None and all(piece.about != one.case for piece in one.evidence):
            inside.addLayout(
                row(said(self._tools.say, Words("提名时看的是", "Seen from"), "second"), self._case(one.case), None)
            )
        self._part(inside, Words("本人意愿", "What they want"))
        inside.addWidget(self._consent(one.consent))
        self._thanks(inside, shown.thanks, shown.thanked)
        self._others(inside, shown.holds)

    def _evidence(self, piece: Evidence) -> QFrame:
        say = self._tools.say
        head = Flow(6, tag(say(EVIDENCE_WORDS[piece.kind]), Tone.NEUTRAL))
        holder = QWidget()
        if piece.kind is EvidenceKind.CASE:
            head = Flow(6, tag(say(EVIDENCE_WORDS[piece.kind]), Tone.NEUTRAL), self._case(CaseId(piece.about)), apart=1)
        holder.setLayout(head)
        parts: list[QWidget] = [holder]
        if not piece.words and piece.kind is not EvidenceKind.CASE:
            parts.append(label(brief(piece.about, 80), "second"))
        if piece.words:
            parts.append(RemoteText(self._tools.theme, say, piece.words, longest=SHORTER))
        return frame("post", *parts, margin=8, gap=4)

    def _case(self, case: CaseId) -> QWidget:
        made = button(self._tools.say, Words(f"工单 {case}", f"Case {case}"), "quiet")
        made.clicked.connect(lambda: self.opened.emit(case))
        return made

    def _consent(self, consent: Consent | None) -> QFrame:
        say = self._tools.say
        if consent is None:
            told = Words(
                "还没有得到本人同意；没有同意就不会授予", "They have not agreed yet, and nothing is given without that"
            )
            return frame("caution", label(say(told)), margin=10)
        lines = [label(say(shows_words(consent.shows)), "strong")]
        at = self._when(consent.at)
        lines.append(label(say(Words(f"{at} · {consent.source}", f"{at} · {consent.source}")), "second"))
        if consent.guardian:
            lines.append(label(say(Words(f"监护人：{consent.guardian}", f"Guardian: {consent.guardian}")), "second"))
        return frame("advice", *lines, margin=10, gap=4)

    # --- a held title ------------------------------------------------------------------------------------

    def _held(self, inside: QVBoxLayout, shown: Shown, item: Held) -> None:
        one = item.grant
        standing = (STANDING_WORDS[one.standing], STANDING_TONES.get(one.standing, Tone.NEUTRAL))
        self._head(inside, brief(one.member.name, 40), one.id, (item.title.words, Tone.VIOLET), standing)
        self._part(inside, Words("任期", "The term"))
        inside.addWidget(self._term(one))
        self._part(inside, Words("本人同意", "What they agreed to"))
        inside.addWidget(label(self._tools.say(shows_words(one.shows))))
        if shown.events:
            self._part(inside, Words("经过", "What happened"))
        for event in shown.events:
            told = [self._tools.say(event.words), brief(event.by, 24), brief(event.reason, 160)]
            stamp = label(self._when(event.at), "second", wrap=False)
            line = row(stamp, label(" · ".join(filter(None, told)), "small"))
            line.setStretch(1, 1)
            inside.addLayout(line)
        self._thanks(inside, shown.thanks, shown.thanked)
        self._others(inside, shown.holds)

    def _term(self, grant: Grant) -> QFrame:
        say, now = self._tools.say, self._tools.clock()
        begins, ends = grant.begins.astimezone(), grant.ends.astimezone()
        told = label(f"{begins:%Y-%m-%d}  →  {ends:%Y-%m-%d}", "strong")
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, max((grant.ends - grant.begins).days, 1))
        bar.setValue(min(max((now - grant.begins).days, 0), bar.maximum()))
        words = left(grant, now)
        named(say, bar, Words(f"任期：{words.zh}", f"The term: {words.en}"))
        return frame("card", told, bar, label(say(words), "second"), margin=12, gap=6)

    # --- a suggestion ------------------------------------------------------------------------------------

    def _suggested(self, inside: QVBoxLayout, shown: Shown, item: Suggested) -> None:
        one = item.suggestion
        tags = [(item.title.words, Tone.BLUE)] if item.title is not None else []
        told = Words(
            "程序数出来的，只说明先后，不下结论；配不配得上由人来看",
            "Counted by the program: what followed what. Whether they earned it is for people to say",
        )
        self._head(inside, brief(one.member.name, 40), self._tools.say(told), *tags)
        for reason in one.reasons:
            self._reason(inside, reason)
        self._thanks(inside, shown.thanks, shown.thanked)
        self._others(inside, shown.holds)

    def _reason(self, inside: QVBoxLayout, reason: Reason) -> None:
        self._part(inside, reason.words)
        for link in reason.links:
            inside.addWidget(self._counted(link))
        more = reason.count - len(reason.links)
        if reason.links and more > 0:
            inside.addWidget(label(self._tools.say(Words(f"还有 {more} 处", f"{more} more")), "second"))

    def _counted(self, link: Link) -> QFrame:
        say = self._tools.say
        links: list[QWidget] = []
        if link.case is not None:
            links.append(self._case(link.case))
        if link.url:
            go = button(say, Words("看原帖", "See the post"), "quiet")
            go.clicked.connect(lambda _checked=False, url=link.url: self.link.emit(url))
            links.append(go)
        head = QWidget()
        head.setLayout(Flow(6, label(self._when(link.at), "second", wrap=False), *links, apart=len(links)))
        told = [label(brief(link.title, 80), "strong")] if link.title else []
        why = [label(brief(say(link.words), 120), "small")] if say(link.words) else []
        return frame("post", *told, *why, head, margin=8, gap=2)

    # --- thanks, a title ---------------------------------------------------------------------------------

    def _thanked(self, inside: QVBoxLayout, shown: Shown, item: Thanks) -> None:
        by, at = brief(item.by.name, 24), self._when(item.at)
        told = self._tools.say(Words(f"{by} 于 {at} 感谢", f"thanked by {by}, {at}"))
        self._head(inside, brief(item.member.name, 40), told, (THANKS_WAY_WORDS[item.way], Tone.VIOLET))
        inside.addWidget(frame("post", RemoteText(self._tools.theme, self._tools.say, item.text, longest=SHORTER)))
        self._part(inside, Words("谢的是哪一帖", "For which post"))
        if shown.about is not None:
            inside.addWidget(self._counted(shown.about))
        else:
            gone = Words("这一帖现在读不到", "It can't be read any more")
            inside.addWidget(said(self._tools.say, gone, "second"))
        self._thanks(inside, [one for one in shown.thanks if one.decision != item.decision], shown.thanked)
        self._others(inside, shown.holds)

    def _given(self, inside: QVBoxLayout, shown: Shown, item: Given) -> None:
        say, title = self._tools.say, item.title
        count = Words(f"在任 {item.held}/{title.quota}", f"{item.held} of {title.quota} hold it")
        tags = [(count, Tone.AMBER if item.held >= title.quota else Tone.GREEN)]
        if title.retired_at is not None:
            tags.append((Words("已停用", "retired"), Tone.NEUTRAL))
        self._head(inside, say(title.words), title.id, *tags)
        self._title(inside, title, item.held)
        badge = Words(f"社区里显示为：{item.shown_as}", f"Shown in the community as: {item.shown_as}")
        none = Words("社区里不显示，只登记在这里", "The community does not show it; it is kept here only")
        inside.addWidget(label(say(badge if item.shown_as else none), "second"))
        self._part(inside, Words("谁在任", "Who holds it"))
        if not shown.holds:
            inside.addWidget(said(say, Words("还没有人", "Nobody yet"), "second"))
        self._holders(inside, shown.holds, of_title=True)

    def _title(self, inside: QVBoxLayout, title: Title, held: int) -> None:
        say = self._tools.say
        term = Words(
            f"任期 {title.months} 个月 · 名额 {title.quota}，在任 {held}",
            f"{title.months} months · {held} of {title.quota} hold it",
        )
        inside.addWidget(frame("article", label(say(title.what_for)), label(say(term), "second"), margin=10, gap=4))

    # --- what else is known of a member ------------------------------------------------------------------

    def _thanks(self, inside: QVBoxLayout, thanks: Sequence[Thanks], thanked: int) -> None:
        if not thanks:
            return
        self._part(inside, Words(f"一共被感谢 {thanked} 次", f"Thanked, all in all: {thanked}"))
        for one in thanks[:MOST_THANKS]:
            stamp = label(self._when(one.at), "second", wrap=False)
            line = row(stamp, label(brief(one.text, 120), "small"))
            line.setStretch(1, 1)
            inside.addLayout(line)

    def _others(self, inside: QVBoxLayout, holds: Sequence[Held]) -> None:
        if holds:
            self._part(inside, Words("TA 的称号", "Their titles"))
            self._holders(inside, holds, of_title=False)

    def _holders(self, inside: QVBoxLayout, holds: Sequence[Held], *, of_title: bool) -> None:
        say = self._tools.say
        for one in holds:
            name = brief(one.grant.member.name, 40) if of_title else say(one.title.words)
            ends = one.grant.ends.astimezone()
            until = say(Words(f"至 {ends:%Y-%m-%d}", f"until {ends:%Y-%m-%d}"))
            standing = one.grant.standing
            line = Flow(8, label(name, "name", wrap=False), label(until, "second", wrap=False))
            line.addWidget(tag(say(STANDING_WORDS[standing]), STANDING_TONES.get(standing, Tone.NEUTRAL)))
            holder = QWidget()
            holder.setLayout(line)
            inside.addWidget(holder)


def shows_words(shows: frozenset[Show]) -> Words:
    """What the community may show of a member."""
    if not shows:
        return Words("什么都不展示（称“一位车友”）", "Nothing is shown (“a fellow owner”)")
    listed = [SHOW_WORDS[one] for one in Show if one in shows]
    return Words(
        "可展示：" + "、".join(one.zh for one in listed), "May be shown: " + ", ".join(one.en for one in listed)
    )
