"""A packet as it is read and voted on: everything on one page, with its contents beside it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.seat import Draft
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import seat_notes, seat_packets, seat_voting
from app.operations.seat_desk import SeatDesk
from app.operations.seat_packets import Reading
from app.operations.seat_voting import Written
from ui.actions import key_of
from ui.kit.elements import Scroll, button, column, label, named, row, said
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.seat.destroying import DestroyPart
from ui.seat.saving import Saving
from ui.seat.sections import Section, Sections
from ui.seat.strip import Strip
from ui.seat.tools import SeatTools
from ui.seat.voting import VoteForm
from ui.seat.watermark import Watermark

CONTENTS = 224
"""Pixels of the contents."""

ROOMY = 42
"""Lines of text; narrower than so many of them are high, the contents make way."""

_BALLOT = Words("我的评议票", "My ballot")
_UNSEALED = Words(
    "这份网页没有加密，销毁案卷时不会一起删除；看完请自行删除。",
    "This page is not encrypted, and destroying the packet does not remove it: delete it after reading.",
)
_AFTER = Words("评议结束以后", "When it is over")


class PacketPage(QWidget):
    """The page of one packet.

    Attributes:
        form: the ballot; None while no packet is shown.
    """

    def __init__(self, tools: SeatTools, saving: Saving, strip: Strip) -> None:
        super().__init__()
        self._tools, self._saving, self._strip = tools, saving, strip
        self._reading: Reading | None = None
        self._sha = ""
        self.form: VoteForm | None = None
        self.destroying: DestroyPart | None = None
        self.sections: Sections | None = None
        self._parts: list[tuple[QPushButton, QWidget]] = []
        say = tools.say
        self.paper = Scroll(margin=28)
        self.paper.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(say, self.paper, Words("案卷", "Packet"))
        self.stack = Stack(self.paper, Empty(say), Fault(say, self.reload), Loading(say))
        self.watermark = Watermark(self.paper.viewport(), tools.theme)
        sheet = QFrame()
        sheet.setObjectName("panel")
        sheet.setLayout(column(self.stack, gap=0))
        self._contents = QVBoxLayout()
        self._contents.setSpacing(2)
        self._group = QButtonGroup(self)
        holder = self._side = QFrame()
        holder.setObjectName("panel")
        holder.setFixedWidth(CONTENTS)
        side = column(said(say, Words("目录", "Contents"), "strong"), self._contents, gap=6)
        side.addStretch(1)
        self.vote = button(say, Words("去写评议票", "To the ballot"), "primary", key=key_of("mode.vote"))
        self.vote.clicked.connect(self.go_to_ballot)
        self.print = button(say, Words("存成网页，可打印", "Save as a page to print"), "quiet")
        self.print.clicked.connect(self._save_page)
        side.addWidget(self.print)
        side.addWidget(self.vote)
        side.setContentsMargins(12, 16, 12, 12)
        holder.setLayout(side)
        both = row(holder, sheet, gap=12)
        both.setStretch(1, 1)
        self.setLayout(both)
        self.paper.verticalScrollBar().valueChanged.connect(self._follow)
        say.changed.connect(self.reload)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is scarce, it belongs to what is read."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= ROOMY * self.fontMetrics().height())

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def sha256(self) -> str:
        """The packet that is shown."""
        return self._sha

    def show_packet(self, sha256: str) -> None:
        """Show another packet."""
        if sha256 == self._sha and self._reading is not None:
            return
        self.flush()
        self._sha, self._reading = sha256, None
        self.stack.show_loading()
        self.reload()

    def reload(self) -> None:
        """Read it again, whatever was written is kept first."""
        self.flush()
        self._ask(self._show)

    def look_again(self) -> None:
        """Something was changed: show it again only where that changes what can be done here."""
        self._ask(self._show_if_changed)

    def _ask(self, then: Callable[[Reading], None]) -> None:
        """Read what is shown; what is being kept just now is kept before that."""
        runner, sha = self._tools.runner, self._sha

        def came(reading: Reading) -> None:
            if reading.kept.sha256 == self._sha:
                then(reading)

        def ask(_done: Changes) -> None:
            runner.ask("packet", lambda desk: seat_packets.read(desk, sha), came, self._failed)

        if sha:
            runner.do(lambda _desk: Changes(), ask)

    def _failed(self, error: StewardError) -> None:
        self._clear()
        self.stack.show_fault(error)

    def _show_if_changed(self, reading: Reading) -> None:
        if self._reading is None or _standing(reading) != _standing(self._reading):
            self.flush()
            self._show(reading)

    def _show(self, reading: Reading) -> None:
        fresh = self._reading is None
        at = self.paper.verticalScrollBar().value()
        aside = self.form.standing_aside if self.form is not None else None
        self._reading = reading
        self._clear()
        self.sections = Sections(self._tools, reading, self._keep_note)
        self.sections.go_to_post = self.go_to_post
        content = self.paper.fresh()
        content.inside.setSpacing(12)
        for section in self.sections:
            self._add(content.inside, section)
        self._add(content.inside, Section(_BALLOT, self._ballot(reading)))
        self._add(content.inside, Section(_AFTER, self._after(reading)))
        content.inside.addStretch(1)
        self.paper.show_fresh(content)
        self.stack.show_content()
        if self.sections.exchange is not None:
            self.sections.exchange.chosen.connect(self.go_to_post)
        self.vote.setVisible(reading.why_not is None)
        self.print.show()
        self.paper.verticalScrollBar().setValue(0 if fresh else at)
        self._follow()
        if aside is not None and self.form is not None and reading.why_not is None:
            self.form.ask_why()
            self.form.reason.setPlainText(aside)

    def _add(self, inside: QVBoxLayout, section: Section) -> None:
        say = self._tools.say
        if self._parts:
            inside.addSpacing(18)
        head = label(say(section.words), "heading")
        inside.addWidget(head)
        inside.addWidget(section.body)
        entry = button(say, section.words, "segment")
        entry.setObjectName("contents")
        entry.setCheckable(True)
        entry.clicked.connect(partial(self._go_to, head))
        self._group.addButton(entry)
        self._contents.addWidget(entry)
        self._parts.append((entry, head))

    def _clear(self) -> None:
        for entry, _head in self._parts:
            self._group.removeButton(entry)
            self._contents.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._parts = []
        self.form, self.sections, self.destroying = None, None, None
        self.vote.hide()
        self.print.hide()

    def _ballot(self, reading: Reading) -> QWidget:
        form = self.form = VoteForm(self._tools, reading)
        form.drafted.connect(self._keep_draft)
        form.cast.connect(self._cast)
        form.recused.connect(self._recuse)
        form.again.connect(self._save_again)
        form.missing.connect(self._show_part)
        return form

    def _after(self, reading: Reading) -> QWidget:
        self.destroying = DestroyPart(self._tools, self._saving, self._strip, reading)
        return self.destroying

    # --- where one is ------------------------------------------------------------------------------------

    def _go_to(self, head: QWidget) -> None:
        self.paper.verticalScrollBar().setValue(self._top(head) - 16)

    def _top(self, head: QWidget) -> int:
        content = self.paper.widget()
        return head.mapTo(content, QPoint(0, 0)).y() if content is not None else 0

    def _follow(self) -> None:
        """The contents show which section is read."""
        bar = self.paper.verticalScrollBar()
        at = bar.value() + 60
        passed = [entry for entry, head in self._parts if self._top(head) <= at]
        if (
            passed
            and bar.value() == bar.maximum() > 0
            and self._group.checkedButton() in [one for one, _ in self._parts]
        ):
            return  # at the end several are seen at once: the one that was asked for stays
        if passed:
            passed[-1].setChecked(True)

    def go_to_ballot(self) -> None:
        """Show the ballot."""
        if self.form is None:
            return
        self._go_to(self._parts[-2][1])
        if self._reading is not None and self._reading.why_not is None:
            first = next(iter(next(iter(self.form.questions.values())).radios.values()))
            first.setFocus()

    def go_to_post(self, post: str) -> None:
        """Show a post in its thread."""
        paper = self.sections.thread.paper(post) if self.sections and self.sections.thread else None
        if paper is not None:
            content = self.paper.widget()
            layout = content.layout() if content is not None else None
            if layout is not None:
                layout.activate()
            self._go_to(paper)

    def _show_part(self, part: QWidget) -> None:
        self.paper.ensureWidgetVisible(part, 0, 80)

    # --- what is written ---------------------------------------------------------------------------------

    def flush(self) -> None:
        """Keep whatever was typed last."""
        if self.form is not None:
            self.form.flush()
        if self.sections is not None:
            for one in self.sections.notes.values():
                one.flush()

    def _keep_note(self, place: str, text: str, marked: bool) -> None:
        sha = self._sha

        def keep(desk: SeatDesk) -> None:
            seat_notes.note(desk, sha, place, text)
            seat_notes.mark(desk, sha, place, marked)

        self._tools.runner.do(keep)

    def _keep_draft(self, draft: Draft) -> None:
        sha = self._sha
        self._tools.runner.do(lambda desk: seat_voting.keep_draft(desk, sha, draft))

    def cast(self) -> None:
        """Write the ballot as it is filled in."""
        if self.form is not None and self._reading is not None and self._reading.why_not is None:
            self._show_part(self.form.write)
            self.form.go()

    def _cast(self, draft: Draft) -> None:
        sha = self._sha
        told = Words(
            "评议票写好了。请把它交给秘书（微信、邮件、U 盘都可以）。",
            "The ballot is written. Hand it to the secretary, by whatever way you like.",
        )
        self._tools.runner.do(
            lambda desk: seat_voting.vote(desk, sha, draft, undertaking=True), lambda done: self._written(done, told)
        )

    def _recuse(self, reason: str) -> None:
        sha = self._sha
        told = Words(
            "回避票写好了：您不参加这次评议。请把它交给秘书，好另抽一位委员。",
            "It is written that you stand aside. Hand it to the secretary, so that another seat is drawn.",
        )
        self._tools.runner.do(
            lambda desk: seat_voting.recuse(desk, sha, reason, undertaking=True), lambda done: self._written(done, told)
        )

    def _written(self, done: Written, told: Words) -> None:
        if done.late:
            told = seat_voting.LATE
        if done.replaces is not None:
            told = Words(
                f"{told.zh}这是第 {done.serial} 张，以它为准；之前的文件请删掉，不必再交。",
                f"{told.en} It is number {done.serial} and the one that counts; delete the files before it.",
            )
        self._saving.save(done.name, done.content, told)

    def _save_page(self) -> None:
        if self._reading is not None:
            name = f"{self._reading.kept.case}-{self._reading.kept.round}.html"
            also = self._reading.verdict.page or NO_WORDS
            told = Words(f"{also.zh}{_UNSEALED.zh}", f"{also.en} {_UNSEALED.en}".lstrip())
            self._saving.save(name, self._reading.page, told)

    def _save_again(self) -> None:
        if self._reading is not None and self._reading.ballots:
            latest = self._reading.ballots[0]
            told = Words("请把它交给秘书。", "Hand it to the secretary.")
            self._saving.save(latest.name, latest.content, told)


def _standing(reading: Reading) -> tuple[object, ...]:
    """What decides how the page looks, apart from what is being written."""
    serials = tuple(one.serial for one in reading.ballots)
    return reading.standing, reading.why_not, reading.late, reading.verdict.known, serials
