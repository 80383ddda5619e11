"""The community review: a month, its draft, the words being written beside what members will read."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import Area, Changes
from app.domain.months import Month, later
from app.domain.review import ReviewState
from app.domain.words import Words
from app.errors import ReviewNotFound
from app.operations import review, review_exporting
from app.operations.desk import Desk
from app.operations.review import Published, Shown, Written
from ui.answering.forms import HOLD
from ui.honours.review_forms import PublishForm
from ui.honours.review_head import ReviewHead
from ui.honours.review_paper import ReviewPaper
from ui.kit.elements import column
from ui.kit.folders import documents, open_folder
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import WIDE_GAP
from ui.notices import Offer
from ui.tools import Tools


class Review(QWidget):
    """The page itself.

    Attributes:
        decided: it was published, which can be taken back for a while: words, decisions, cases.
        to_do: a person has to put it up, and wants to go there: the decision.
        month: that is shown.
        folder: where files go.
    """

    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._shown: Shown | None = None
        self._last: Month | None = None
        self._form: PublishForm | None = None
        self.month: Month | None = None
        self.folder: Callable[[], Path] = documents
        say = tools.say
        self.head, self.paper = ReviewHead(tools), ReviewPaper(tools)
        self.stack = Stack(self.paper, Empty(say), Fault(say, self.reload), Loading(say))
        layout = column(self.head, self.stack, gap=WIDE_GAP)
        layout.setContentsMargins(WIDE_GAP, 0, WIDE_GAP, WIDE_GAP)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        tools.runner.changed.connect(self.follow)

    # --- what is shown -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.reload()
        self.paper.paper.setFocus()

    def follow(self, changes: Changes) -> None:
        """Something was changed."""
        if changes.concern(Area.HONOURS, Area.OUTBOX) and self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read it again."""
        wanted = self.month

        def read(desk: Desk) -> tuple[Month, Month, Shown | None]:
            last = review.last_month(desk)
            month = wanted or last
            try:
                return last, month, review.review(desk, month)
            except ReviewNotFound:
                return last, month, None

        self._tools.runner.ask(("review", "one"), read, self._show, self.stack.show_fault)

    def _show(self, found: tuple[Month, Month, Shown | None]) -> None:
        self._last, month, shown = found
        before = self._shown
        fresh = month != self.month or shown is None or before is None or shown.review.version != before.review.version
        touched = self._touched and month == self.month and before is not None
        self.month, self._shown = month, shown
        if shown is None:
            self.stack.show_empty(
                Words("这个月还没有盘点", "No review of this month yet"),
                Words(
                    "按 T 起草：当月的称号、感谢和值得一读的帖子会先填好",
                    "Press T to draft one from the month's titles, thanks and best posts",
                ),
            )
        else:
            if fresh and not touched:
                self.paper.put(shown)
            self.paper.lock(locked=not self._open)
            self.paper.caution(shown.names if self._open else ())
            self.paper.tell_standing(shown)
            self.stack.show_content()
        self.head.show_review(month, shown, may_go_on=self._may_go_on)

    @property
    def _touched(self) -> bool:
        """Whether something was typed that is not kept."""
        shown = self._shown
        return shown is not None and self.paper.written != (shown.review.title, shown.review.text)

    @property
    def _open(self) -> bool:
        """Whether it can still be written on."""
        return self._shown is not None and self._shown.may_write

    @property
    def _may_go_on(self) -> bool:
        """Whether there is a month after this one that has begun."""
        return self.month is not None and (self._last is None or self.month <= self._last)

    # --- months ------------------------------------------------------------------------------------------

    def earlier(self) -> None:
        """The month before."""
        self._turn(-1)

    def later(self) -> None:
        """The month after; not beyond the one that goes on."""
        if self._may_go_on:
            self._turn(1)

    def _turn(self, by: int) -> None:
        if self.month is not None:
            self.settle()
            self.month, self._shown = later(self.month, by), None
            self.stack.show_loading()
            self.reload()

    # --- doing -------------------------------------------------------------------------------------------

    def draft(self) -> None:
        """Draft it, or draft it anew."""
        month, language, again = self.month, self._tools.say.language, self._shown is not None
        if month is None or (self._shown is not None and self._shown.state is not ReviewState.DRAFT):
            return

        def drafted(_done: Written) -> None:
            self._shown = None
            self.reload()
            if again:
                told = Words("已重新起草，以前的稿子留着", "Drafted anew; the versions before are kept")
                self._tools.notices.tell(told)

        self._tools.runner.do(lambda desk: review.draft(desk, month, language, again=again), drafted, self.paper.tell)

    def edit(self) -> None:
        """Begin to write."""
        self.paper.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Keep what was written."""
        version = self._shown.review.version + 1 if self._shown is not None else 1
        told = Words(f"已保存，第 {version} 稿", f"Saved as version {version}")
        self._keep(lambda: self._tools.notices.tell(told))

    def settle(self) -> None:
        """Keep what is half done."""
        if self._touched:
            self._keep(lambda: None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes elsewhere keeps what they wrote."""
        self.settle()
        super().hideEvent(event)

    def _keep(self, then: Callable[[], object]) -> None:
        shown = self._shown
        if shown is None or not self._open:
            return
        if not self._touched:
            then()
            return
        one, (title, text) = shown.review, self.paper.written

        def kept(_done: Written) -> None:
            self.paper.tell(None)
            then()

        self._tools.runner.do(
            lambda desk: review.write(desk, one.month, title, text, read=one.version), kept, self.paper.tell
        )

    def publish(self) -> None:
        """Look once more at what will happen, then publish it."""
        self._keep(self._look_once_more)

    def _look_once_more(self) -> None:
        month = self.month
        if month is not None:
            self._tools.runner.ask(
                ("review", "publishing"), lambda desk: review.review(desk, month), self._confirm, self.paper.tell
            )

    def _confirm(self, shown: Shown) -> None:
        if not shown.may_publish:
            return
        one, form = shown.review, self.form

        def go(names: Sequence[str]) -> None:
            self._tools.runner.do(
                lambda desk: review.publish(desk, one.month, read=one.version, named=names, hold=HOLD),
                self._published,
                form.fail,
            )

        form.begin(
            one.title,
            shown.names,
            go,
            by_hand=shown.by_hand,
            again=shown.state is not ReviewState.DRAFT,
            goes_on=self._last is not None and one.month > self._last,
        )

    @property
    def form(self) -> PublishForm:
        """The form; it is made when it is first asked for."""
        if self._form is None:
            self._form = PublishForm(self._tools, self.window())
        return self._form

    def _published(self, done: Published) -> None:
        self.form.done()
        self.decided.emit(Words("社区盘点已提交发布", "The review goes out"), [done.decision], [])
        if done.by_hand:
            self.to_do.emit(done.decision)

    def export(self) -> None:
        """Write it into a folder, as a web page and as Markdown."""
        if self._open:
            self._keep(self._write_files)
        elif self._shown is not None:
            self._write_files()

    def _write_files(self) -> None:
        month, folder = self.month, self.folder()
        if month is not None:
            self._tools.runner.do(
                lambda desk: review_exporting.export(desk, month, folder), self._exported, self.paper.tell
            )

    def _exported(self, paths: list[Path]) -> None:
        show = Offer(Words("打开文件夹", "Open the folder"), "", partial(open_folder, paths[0].parent))
        zh, en = "、".join(path.name for path in paths), ", ".join(path.name for path in paths)
        self._tools.notices.tell(Words(f"已导出：{zh}", f"Exported: {en}"), offer=show, seconds=12)

    # --- going about it ----------------------------------------------------------------------------------

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.paper.paper, self.paper.text, self.paper.title)

    def escape(self) -> None:
        """Out of the text, so that single keys work."""
        self.paper.paper.setFocus()
