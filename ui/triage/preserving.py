"""One-key evidence: the chosen case is sealed into a signed packet, in the folder of the person's documents."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.pictures import NOT_ASKED, InPost
from app.domain.words import Words
from app.errors import StewardError, UnwritableFile
from app.operations import pictures
from app.operations.case_view import CaseView
from app.operations.pictures import Fetched
from app.operations.preserving import Preserved, preserve
from ui.kit.choosing import choose_folder
from ui.kit.folders import documents, open_folder
from ui.kit.remote import brief
from ui.notices import Offer
from ui.tools import Tools

SECONDS, LONG = 12.0, 25.0
_FETCHING = Words("正在向社区取帖中的图片，取完就固证……", "Fetching the post's pictures first; then it is sealed …")
_ELSEWHERE = Words("证据包放到哪里", "Where the evidence goes")


class Preserving(QObject):
    """Preserves the chosen case; asks for a folder only where nothing can be written into the usual one.

    Args:
        over: lies in the window over which the dialog goes.
        seen: the chosen case, while it is the one that is shown.
        refused: says why something could not be done to a case.

    Attributes:
        folder: where the file goes.
        fetch: fetches the pictures of the post from the community, and tells what came of it.
    """

    def __init__(
        self,
        tools: Tools,
        over: QWidget,
        seen: Callable[[], CaseView | None],
        refused: Callable[[CaseId, StewardError], None],
    ) -> None:
        super().__init__()
        self._tools, self._over, self._seen, self._refused = tools, over, seen, refused
        self.folder: Callable[[], Path] = documents
        self.fetch: Callable[[CaseId, Callable[[Fetched], None]], None] = _nobody_there
        tools.actions.bind("triage.preserve", self.preserve)

    def preserve(self) -> None:
        """Preserve the case that is shown."""
        view = self._seen()
        if view is not None:
            self._into(view.case.id, self.folder())

    def _into(self, case: CaseId, folder: Path) -> None:
        """First the pictures of the post, where some are not kept yet; then the file."""

        def found(wanted: list[InPost]) -> None:
            if not wanted:
                self._seal(case, folder, Fetched())
                return
            done_telling = self._tools.notices.tell(_FETCHING, seconds=LONG)

            def fetched(came: Fetched) -> None:
                done_telling()
                self._seal(case, folder, came)

            self.fetch(case, fetched)

        failed = partial(self._failed, case)
        self._tools.runner.ask(("preserving", case), lambda desk: pictures.wanted(desk, case), found, failed)

    def _seal(self, case: CaseId, folder: Path, fetched: Fetched) -> None:
        work = partial(preserve, case_id=case, folder=folder, pictures=fetched)
        self._tools.runner.do(work, self._done, partial(self._failed, case))

    def _done(self, done: Preserved) -> None:
        if done.path is None:
            return
        folder = done.path.parent
        show = Offer(Words("打开文件夹", "Open the folder"), "", partial(open_folder, folder))
        where = _short(folder)
        told = Words(
            f"工单 {done.case} 已固证并签名，存入 {where}", f"Case {done.case} is sealed and signed, in {where}"
        )
        lacking = _lacking(done)
        self._tools.notices.tell(
            Words(told.zh + lacking.zh, told.en + lacking.en), offer=show, seconds=LONG if done.missing else SECONDS
        )

    def _failed(self, case: CaseId, error: StewardError) -> None:
        if not isinstance(error, UnwritableFile):
            self._refused(case, error)
            return
        elsewhere = Offer(Words("换个文件夹", "Another folder"), "", partial(self._ask, case))
        where = _short(self.folder())
        told = Words(f"工单 {case} 没有固证：无法写入 {where}", f"Case {case} is not sealed: {where} can't be written")
        self._tools.notices.tell(told, offer=elsewhere, seconds=SECONDS)

    def _ask(self, case: CaseId) -> None:
        choose_folder(self._over, self._tools.say(_ELSEWHERE), partial(self._chosen, case))

    def _chosen(self, case: CaseId, folder: Path) -> None:
        self.folder = lambda: folder
        self._into(case, folder)


def sealed_words(view: CaseView, moment: Callable[[datetime], str]) -> Words | None:
    """When and by whom the case was last sealed, and whether the post has changed since; None where it never was."""
    if not view.seals:
        return None
    last, count = view.seals[-1], len(view.seals)
    when, name = moment(last.at), brief(last.by.name, 40)
    times = Words(f"（共 {count} 次）", f" ({count} times in all)") if count > 1 else Words()
    changed = Words("；此后帖子又有改动", "; the post was changed since") if view.sealed is None else Words()
    return Words(f"已固证 · {when} · {name}{times.zh}{changed.zh}", f"Sealed {when} by {name}{times.en}{changed.en}")


def _lacking(done: Preserved) -> Words:
    """How many pictures of the post are not in it, and why the first one is not."""
    if not done.missing:
        return Words()
    count, why = len(done.missing), done.missing[0].why
    zh, en = brief(why.zh, 160), brief(why.en, 200)
    return Words(f"。缺 {count} 张帖中图片：{zh}", f". Pictures of the post that are missing: {count}. {en}")


def _nobody_there(_case: CaseId, then: Callable[[Fetched], None]) -> None:
    then(Fetched(unreached=NOT_ASKED))


def _short(folder: Path) -> str:
    """As much of a folder's name as fits into a notice; the button beside it opens it."""
    return str(Path(*folder.parts[-2:]))
