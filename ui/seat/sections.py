"""The sections of a packet, one under the other, as a member reads them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QLayout, QWidget

from app.domain.council import ASKED_BY_WORDS, MATTER_WORDS, AskedBy, Matter
from app.domain.seat import Note
from app.domain.words import NO_WORDS, Words
from app.operations.seat_packets import Reading
from app.text.masking import MASK_WORDS, MaskKind
from ui.kit.elements import Flow, button, column, frame, label, row, said, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.reading.exchange import ExchangeView
from ui.reading.material import Written
from ui.reading.pair import PairView
from ui.reading.text import ReadText
from ui.reading.thread import Thread
from ui.seat.attachments import Attachments
from ui.seat.material import course, pairs, written
from ui.seat.notes import NotePart
from ui.seat.tools import SeatTools

MOST = 60
"""Of what stands one under the other without being asked for; nobody sends more, but somebody could."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section:
    """A section and how it is called in the contents."""

    words: Words
    body: QWidget


class Sections:
    """Makes the sections of one packet.

    Args:
        keep: keeps a note: its place, its text, whether the place is marked.

    Attributes:
        go_to_post: shows a post in its thread.
        notes: every place for a note, by its place.
        thread: the posts.
        exchange: the exchange over time; None where there is none.
    """

    def __init__(self, tools: SeatTools, reading: Reading, keep: Callable[[str, str, bool], None]) -> None:
        self._tools, self._reading, self._keep = tools, reading, keep
        self._known = {one.place: one for one in reading.notes}
        self.go_to_post: Callable[[str], None] = lambda _post: None
        self.notes: dict[str, NotePart] = {}
        self.thread: Thread | None = None
        self.exchange: ExchangeView | None = None

    def __iter__(self) -> Iterator[Section]:
        """In the order in which they are read; those that would be empty are left out."""
        made = (
            (Words("这份案卷可信吗", "Can it be trusted?"), self._verdict()),
            (Words("要评议什么", "What is asked"), self._question()),
            (Words("各方的说法", "What the parties say"), self._parties()),
            (Words("原文对照", "Side by side"), self._pairs()),
            (Words("争吵的经过", "How the exchange went"), self._exchange()),
            (Words("帖子原文", "The posts"), self._posts()),
            (Words("有关的公约条款", "Articles that may apply"), self._articles()),
            (Words("过往类似", "Earlier rulings alike"), self._precedents()),
            (Words("工作人员做过什么", "What staff did so far"), self._actions()),
            (Words("图片附件", "Pictures"), self._attachments()),
            (Words("遮盖了什么", "What was masked"), self._masked()),
            (Words("我对整份案卷的笔记", "My notes on all of it"), self._overall()),
        )
        for words, parts in made:
            if parts:
                yield Section(words, _held(parts))

    def note(self, place: str, about: Words) -> NotePart:
        """Where something can be noted."""
        known: Note | None = self._known.get(place)

        def keep(text: str, marked: bool) -> None:
            self._keep(place, text, marked)

        text, marked = (known.text, known.marked) if known else ("", False)
        made = self.notes[place] = NotePart(self._tools.say, about, text, marked, keep)
        return made

    def _overall(self) -> list[QWidget | QLayout]:
        return [*self._marked(), self.note("", Words("整份案卷", "all of it"))]

    def _marked(self) -> list[QWidget | QLayout]:
        """The posts that were marked or noted on, to go back to."""
        posts = {one.id: one for one in written(self._reading)}
        found = [posts[one.place] for one in self._reading.notes if one.place in posts]
        if not found:
            return []
        say, flow = self._tools.say, Flow(6)
        order = list(posts)
        for post in sorted(found, key=lambda one: order.index(one.id))[:MOST]:
            who = brief(post.author, 40)
            said_ = brief(post.text, 20).replace("&", "&&")  # no key of a button
            go = button(say, Words(f"★ {who}：{said_}", f"★ {who}: {said_}"), "quiet")
            go.clicked.connect(partial(self._go, post.id))
            flow.addWidget(go)
        return [flow]

    def _go(self, post: str, _checked: bool = False) -> None:
        self.go_to_post(post)

    def _first(self, parts: list[QWidget | QLayout], items: Sequence[T]) -> Sequence[T]:
        """As many as are shown; where there are more, that is said."""
        left = len(items) - MOST
        if left > 0:
            told = Words(f"太多了，后面 {left} 项没有显示", f"These are too many: the last {left} are not shown")
            parts.append(frame("caution", said(self._tools.say, told)))
        return items[:MOST]

    # --- the sections ------------------------------------------------------------------------------------

    def _verdict(self) -> list[QWidget | QLayout]:
        """Whole, signed by whom, known: in plain words, before anything else is read."""
        say, verdict = self._tools.say, self._reading.verdict
        whole = row(tag(say(Words("完整", "whole")), Tone.GREEN), said(say, verdict.whole), gap=10)
        known = Words("签名可信", "known signer") if verdict.known else Words("签名人未知", "unknown signer")
        signed = row(tag(say(known), Tone.GREEN if verdict.known else Tone.RED), said(say, verdict.signer), gap=10)
        for line in (whole, signed):
            line.setStretch(1, 1)
        parts: list[QWidget | QLayout] = [frame("card" if verdict.known else "caution", whole, signed, gap=10)]
        if verdict.page is not None:
            parts.append(frame("caution", said(say, verdict.page)))
        if self._reading.why_not is not None and verdict.known:
            parts.append(frame("caution", said(say, self._reading.why_not)))
        return parts

    def _question(self) -> list[QWidget | QLayout]:
        say, file, now = self._tools.say, self._reading.file, self._tools.clock()
        question = ReadText(self._tools, file.question)
        question.label.setObjectName("heading")
        kind = MATTER_WORDS[Matter(file.matter)] if file.matter in set(Matter) else NO_WORDS
        by = ASKED_BY_WORDS[AskedBy(file.asked.by)] if file.asked.by in set(AskedBy) else NO_WORDS
        due, seats, number = say.moment(file.due_at, now), file.panel, file.round
        facts = Words(
            f"{kind.zh} · {by.zh} · {seats} 位委员评议 · 第 {number} 轮 · {due} 截止",
            f"{kind.en} · {by.en} · {seats} seats · round {number} · until {due}",
        )
        parts: list[QWidget | QLayout] = [question, label(say(facts), "second")]
        if file.alleged:
            alleged = column(
                said(say, Words("所称的情况", "What is said to have happened"), "strong"),
                ReadText(self._tools, file.alleged),
                gap=4,
            )
            parts.append(alleged)
        if file.brand_party:
            brand = Words(
                "品牌（或经销商、员工）是当事一方：形不成多数意见时，按有利于车友处理。",
                "The brand, a dealer or staff is a party: without a majority it ends in the member's favour.",
            )
            parts.append(frame("caution", said(say, brand)))
        return parts

    def _parties(self) -> list[QWidget | QLayout]:
        say, now = self._tools.say, self._tools.clock()
        parts: list[QWidget | QLayout] = []
        for one in self._first(parts, self._reading.file.parties):
            side = Words("提出不满的一方", "complains") if one.complains else Words("被指的一方", "is complained about")
            at = [say.moment(one.stated_at, now)] if one.stated_at else []
            head = Flow(
                8,
                label(brief(one.label, 40), "name", wrap=False),
                label(" · ".join([say(side), *at]), "second", wrap=False),
            )
            silent = Words("请 TA 陈述过，期限内没有答复。", "Was asked, had its time, and said nothing.")
            text = said(say, silent, "second") if one.silent else ReadText(self._tools, one.text)
            parts.append(frame("card", head, text, self.note(one.label, _same(one.label))))
        return parts

    def _pairs(self) -> list[QWidget | QLayout]:
        parts: list[QWidget | QLayout] = []
        for one in self._first(parts, pairs(self._reading)):
            parts.append(PairView(self._tools, one))
        return parts

    def _exchange(self) -> list[QWidget | QLayout]:
        went = course(self._reading)
        if went is None or not went.posts:
            return []
        self.exchange = ExchangeView(self._tools, went)
        return [self.exchange]

    def _posts(self) -> list[QWidget | QLayout]:
        posts = written(self._reading)
        if not posts:
            return []
        self.thread = Thread(self._tools, posts, self._under)
        return [self.thread]

    def _under(self, post: Written) -> QWidget:
        who = brief(post.author, 40)
        if not post.number:
            return self.note(post.id, Words(who, who))
        number = post.number
        return self.note(post.id, Words(f"{who} {number} 楼", f"{who}, post {number}"))

    def _articles(self) -> list[QWidget | QLayout]:
        say = self._tools.say
        parts: list[QWidget | QLayout] = []
        for one in self._first(parts, self._reading.file.articles):
            number, zh, en = one.number, one.title_zh or one.title_en, one.title_en or one.title_zh
            title = Words(f"第 {number} 条 {brief(zh)}", f"Article {number} {brief(en)}")
            source = label(brief(f"{one.document} · {one.edition}"), "second")
            text = Words(one.text_zh or one.text_en, one.text_en or one.text_zh)
            note = self.note(f"article-{number}", Words(f"第 {number} 条", f"article {number}"))
            parts.append(frame("article", said(say, title, "strong"), source, ReadText(self._tools, say(text)), note))
        return parts

    def _precedents(self) -> list[QWidget | QLayout]:
        say, now = self._tools.say, self._tools.clock()
        parts: list[QWidget | QLayout] = []
        for one in self._first(parts, self._reading.file.precedents):
            head = label(f"{brief(one.ruling, 60)} · {say.day(one.published_at, now)}", "second")
            parts.append(frame("card", head, ReadText(self._tools, one.text)))
        return parts

    def _actions(self) -> list[QWidget | QLayout]:
        say, now = self._tools.say, self._tools.clock()
        parts: list[QWidget | QLayout] = []
        for one in self._first(parts, self._reading.file.actions):
            what = said(say, Words(brief(one.zh, 400), brief(one.en, 400)))
            line = row(label(say.moment(one.at, now), "second", wrap=False), what, gap=12)
            line.setStretch(1, 1)
            parts.append(line)
        return parts

    def _attachments(self) -> list[QWidget | QLayout]:
        file = self._reading.file
        if not file.pictures and not file.left_out:
            return []
        return [Attachments(self._tools, self._reading, self.note)]

    def _masked(self) -> list[QWidget | QLayout]:
        say = self._tools.say
        counts = [(one.kind, one.count) for one in self._reading.file.masks if one.count]
        if not counts:
            return []
        about = Words(
            "当事人用甲、乙称呼，其他人叫“车友 1”等；制作案卷时遮盖了下面这些内容：",
            "Parties and others stand here by the labels that you read; these were masked when the packet was made:",
        )
        flow = Flow(8)
        for kind, count in counts[:MOST]:
            name = MASK_WORDS[MaskKind(kind)] if kind in set(MaskKind) else _same(brief(kind, 30))
            flow.addWidget(tag(say(Words(f"{name.zh} {count} 处", f"{name.en}: {count}")), Tone.NEUTRAL))
        return [said(say, about), flow]


def _same(text: str) -> Words:
    return Words(brief(text, 40), brief(text, 40))


def _held(parts: Sequence[QWidget | QLayout]) -> QWidget:
    made = QWidget()
    made.setLayout(column(*parts, gap=12))
    return made
