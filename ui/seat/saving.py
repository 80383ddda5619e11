"""Files that a member hands over themselves: saved where they are easily found, and said where that is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from app.errors import StewardError, UnwritableFile
from app.files import save_beside
from ui.kit.choosing import choose_folder
from ui.kit.folders import documents, open_folder
from ui.kit.remote import brief
from ui.notices import Offer
from ui.seat.tools import SeatTools

SECONDS = 25.0


class Saving(QObject):
    """Saves files for the secretary; asks for a folder only where nothing can be written into the usual one.

    Args:
        over: lies in the window over which the dialog goes.

    Attributes:
        folder: where files go.
    """

    def __init__(self, tools: SeatTools, over: QWidget) -> None:
        super().__init__(over)
        self._tools, self._over = tools, over
        self.folder: Callable[[], Path] = documents

    def save(self, name: str, content: bytes, told: Words) -> None:
        """Save a file.

        Args:
            told: what it is and what is to be done with it.
        """
        path = self.folder() / name
        done = partial(self._done, told)
        failed = partial(self._failed, name, content, told)
        self._tools.runner.do(lambda _desk: save_beside(path, content), done, failed)

    def _done(self, told: Words, path: Path) -> None:
        where, name = brief(str(path.parent), 60), path.name
        words = Words(f"{told.zh}文件：{name}，在 {where}", f"{told.en} The file {name} is in {where}")
        show = Offer(Words("打开文件夹", "Open the folder"), "", partial(open_folder, path.parent))
        self._tools.notices.tell(words, offer=show, seconds=SECONDS)

    def _failed(self, name: str, content: bytes, told: Words, error: StewardError) -> None:
        if not isinstance(error, UnwritableFile):
            self._tools.notices.tell(Words.of(error), seconds=SECONDS)
            return
        elsewhere = Offer(Words("换个文件夹", "Another folder"), "", partial(self._ask, name, content, told))
        self._tools.notices.tell(Words.of(error), offer=elsewhere, seconds=SECONDS)

    def _ask(self, name: str, content: bytes, told: Words) -> None:
        title = self._tools.say(Words("文件放到哪里", "Where the file goes"))

        def chosen(folder: Path) -> None:
            self.folder = lambda: folder
            self.save(name, content, told)

        choose_folder(self._over, title, chosen)
