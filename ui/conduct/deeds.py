"""What can be done to the code from its page: each deed with what is said once it is done."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.conduct import Article, Document, Edition
from app.domain.conduct_comments import CommentState
from app.domain.conduct_copy import in_full
from app.domain.conduct_drafts import Draft
from app.domain.words import Words
from app.errors import StewardError
from app.files import write_bytes
from app.operations import (
    conduct_announcing,
    conduct_consultation,
    conduct_drafts,
    conduct_import,
    conduct_readers,
    conduct_welcome,
)
from app.operations.conduct_announcing import Announced
from app.operations.conduct_drafts import Drafted
from app.operations.desk import Desk
from app.text.conduct_pages import public_page
from ui.kit.choosing import choose_target
from ui.tools import Tools

T = TypeVar("T")
Failed = Callable[[StewardError], None]


class Deeds(QObject):
    """The deeds.

    Attributes:
        drafted: a draft is there, or is another one now: its document.
        announced: an edition was announced: its number.
        compared: an edition is to be held against another: its number, 0 for none.
    """

    drafted = Signal(object)
    announced = Signal(int)
    compared = Signal(int)

    def __init__(self, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools = tools

    def _do(self, work: Callable[[Desk], T], then: Callable[[T], None], failed: Failed | None = None) -> None:
        self._tools.runner.do(work, then, failed or self._fail)

    def _fail(self, error: StewardError) -> None:
        self._tools.notices.tell(Words.of(error), seconds=12)

    def _say(self, words: Words, _result: object = None) -> None:
        self._tools.notices.tell(words)

    # --- drafting ----------------------------------------------------------------------------------------

    def draft(self, document: Document) -> None:
        """Begin a draft with what is in force."""
        self._do(lambda desk: conduct_drafts.new(desk, document), self._drafted)

    def _drafted(self, done: Drafted) -> None:
        self.drafted.emit(done.draft.document)

    def save(
        self, document: Document, read: int, article: Article, then: Callable[[Drafted], None], failed: Failed
    ) -> None:
        """Keep an article in the draft."""
        self._do(lambda desk: conduct_drafts.set_article(desk, read, article, document), then, failed)

    def add(
        self, document: Document, read: int, article: Article, then: Callable[[Drafted], None], failed: Failed
    ) -> None:
        """Put a new article before the one that has its number now."""
        work = partial(_add, read=read, article=article, document=document)
        self._do(work, then, failed)

    def remove(self, document: Document, read: int, number: int) -> None:
        """Take an article out."""
        told = Words(f"已删去第 {number} 条，后面的条款前移一号", f"Article {number} is out; those behind it moved up")
        self._do(lambda desk: conduct_drafts.remove_article(desk, read, number, document), partial(self._say, told))

    def move(self, document: Document, read: int, number: int, to: int) -> None:
        """Put an article elsewhere."""
        self._do(lambda desk: conduct_drafts.move_article(desk, read, number, to, document), lambda _done: None)

    def drop(self, document: Document) -> None:
        """Give the draft up."""
        told = Words("草案已放弃，内容仍留在记录里", "The draft is dropped; its text stays in the record")
        self._do(lambda desk: conduct_drafts.drop(desk, document), partial(self._say, told))

    # --- consultation ------------------------------------------------------------------------------------

    def consult(self, document: Document, until: datetime) -> None:
        """Ask members."""
        told = Words("已开始征求意见，可以导出给核心车友了", "The consultation is open: save what core members get")
        self._do(lambda desk: conduct_consultation.open_consultation(desk, until, document), partial(self._say, told))

    def set_end(self, document: Document, until: datetime | None) -> None:
        """Give members until then; None ends it now."""
        if until is None:
            told = Words("征求意见已结束", "The consultation is over")
            self._do(lambda desk: conduct_consultation.end_now(desk, document), partial(self._say, told))
        else:
            told = Words("截止时间已更新", "Its end is another one now")
            self._do(lambda desk: conduct_consultation.set_end(desk, until, document), partial(self._say, told))

    def answer(self, document: Document, comment: int, state: CommentState, reason: str) -> None:
        """Adopt or decline a comment."""
        adopted = state is CommentState.ADOPTED
        told = Words("已采纳", "Adopted") if adopted else Words("已答复：未采纳", "Answered: declined")
        self._do(
            lambda desk: conduct_consultation.answer(desk, comment, state, reason, document), partial(self._say, told)
        )

    def handout(self, document: Document) -> None:
        """Save the page and the form that core members get, beside each other."""
        language = self._tools.say.language
        slot = ("conduct", "handout")
        self._tools.runner.ask(
            slot, lambda desk: conduct_consultation.handout(desk, language, document), self._save_handout, self._fail
        )

    def _save_handout(self, out: conduct_consultation.Handout) -> None:
        title = self._tools.say(
            Words("网页存到哪里（意见表存在旁边）", "Where to save the page (the form goes beside it)")
        )

        def save(path: Path) -> None:
            self._write({path: out.page[1], path.with_name(out.table[0]): out.table[1]})

        choose_target(self._window(), title, out.page[0], save)

    # --- announcement and after ----------------------------------------------------------------------------

    def read_notice(
        self, draft: Draft, effective: datetime, name: str, then: Callable[[str], None], failed: Failed
    ) -> None:
        """Read what would be put up, before the draft is announced."""
        language, words = self._tools.say.language, Words(name, name)
        self._tools.runner.ask(
            ("conduct", "announcing"),
            lambda desk: conduct_announcing.notice_before(
                desk, effective, draft.document, read=draft.version, name=words, language=language
            ),
            then,
            failed,
        )

    def announce(self, draft: Draft, effective: datetime, name: str, failed: Failed) -> None:
        """Make the draft, as it was read, an edition; it is counted where nobody names it."""
        language, words = self._tools.say.language, Words(name, name)
        self._do(
            lambda desk: conduct_announcing.announce(
                desk, effective, draft.document, read=draft.version, name=words, language=language
            ),
            self._announced,
            failed,
        )

    def _announced(self, done: Announced) -> None:
        day = f"{done.edition.effective_from.astimezone():%Y-%m-%d %H:%M}"
        self._say(
            Words(f"“{done.edition.name.zh}”已公告，{day} 起施行", f"“{done.edition.name.en}” is announced; from {day}")
        )
        self.announced.emit(done.edition.number)

    def publish(self, edition: int) -> None:
        """Put up the notice of an edition."""
        language = self._tools.say.language
        told = Words("公告帖已放进待发送", "The notice waits to be sent")
        self._do(
            lambda desk: conduct_announcing.publish_notice(desk, edition, language=language), partial(self._say, told)
        )

    def copy(self, edition: Edition) -> None:
        """Save the copy for everybody: a web page, with Markdown beside it."""
        say = self._tools.say
        page = public_page(edition, say.language, self._tools.clock().astimezone())
        text = f"# {say(edition.title)}\n\n{say(edition.name)}\n\n{in_full(edition, say.language)}\n"
        name = f"{say(edition.title)}-{edition.number}.html"
        title = say(Words("网页存到哪里（Markdown 存在旁边）", "Where to save the page (Markdown goes beside it)"))
        choose_target(
            self._window(),
            title,
            name,
            lambda path: self._write({path: page.encode(), path.with_suffix(".md"): text.encode()}),
        )

    def proof(self, edition: Edition) -> None:
        """Save the file that shows when an imported edition was published."""
        number, name = edition.number, edition.proof.name if edition.proof else ""
        title = self._tools.say(Words("凭证存到哪里", "Where to save the proof"))

        def save(found: tuple[str, bytes] | None) -> None:
            if found is not None:
                choose_target(self._window(), title, name, lambda path: self._write({path: found[1]}))

        self._tools.runner.ask(("conduct", "proof"), lambda desk: conduct_import.proof(desk, number), save, self._fail)

    def _write(self, files: dict[Path, bytes]) -> None:
        def work(_desk: Desk) -> Changes:
            for path, content in files.items():
                write_bytes(path, content)
            return Changes()

        names = Words("、".join(path.name for path in files), ", ".join(path.name for path in files))
        self._do(work, partial(self._say, Words(f"已保存 {names.zh}", f"Saved {names.en}")))

    def _window(self) -> QWidget:
        parent = self.parent()
        if not isinstance(parent, QWidget):
            raise AssertionError("deeds belong to a page")
        return parent

    # --- readers -----------------------------------------------------------------------------------------

    def welcome(self, *, on: bool, per_day: int, was: bool) -> None:
        """Welcome newcomers, so many a day, or no longer; `was`: whether they are welcomed already."""
        language = self._tools.say.language
        told = (
            Words(f"每天最多欢迎 {per_day} 位", f"{per_day} newcomers a day at most")
            if on and was
            else Words("会给新车友发欢迎信，每人一次", "Newcomers are welcomed, each once")
            if on
            else Words("不再给新车友发欢迎信", "Newcomers are no longer welcomed")
        )
        self._do(
            lambda desk: conduct_welcome.switch(desk, on=on, per_day=per_day, language=language),
            partial(self._say, told),
        )

    def acknowledge(self, edition: int, name: str) -> None:
        """Enter that somebody has read it."""
        told = Words(f"已登记 {name} 读过", f"Entered: {name} has read it")
        self._do(lambda desk: conduct_readers.acknowledge(desk, edition, name), partial(self._say, told))


def _add(desk: Desk, *, read: int, article: Article, document: Document) -> Drafted:
    return conduct_drafts.add_article(desk, read, article, document, before=article.number)
