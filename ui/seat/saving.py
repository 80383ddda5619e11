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
from ui.seat.strip import Strip
from ui.seat.tools import SeatTools


class Saving(QObject):
    """Saves files for the secretary; asks for a folder only where nothing can be written into the usual one.

    Args:
        over: lies in the window over which the dialog goes.
        strip: says where a file is.

    Attributes:
        folder: where files go.
    """

    def __init__(self, tools: SeatTools, over: QWidget, strip: Strip) -> None:
        super().__init__(over)
        self._tools, self._over, self._strip = tools, over, strip
        self.folder: Callable[[], Path] = documents

    def save(self, name: str, content: bytes, told: Words) -> None:
        """Save a file.

        Args:
            told: what it is and what is to be done with it.
        """
        path = self.folder() / name
        done, failed = partial(self._done, told), partial(self._failed, name, content, told)
        self._tools.runner.do(lambda _desk: save_beside(path, content), done, failed)

    def _done(self, told: Words, path: Path) -> None:
        where, name = brief(str(path.parent), 80), brief(path.name, 80)
        words = Words(f"{told.zh}文件是 {name}，在 {where} 里。", f"{told.en} The file is {name}, in {where}.")
        self._strip.done(words, partial(open_folder, path.parent))

    def _failed(self, name: str, content: bytes, told: Words, error: StewardError) -> None:
        self._strip.fault(Words.of(error))
        if isinstance(error, UnwritableFile):
            self._ask(name, content, told)

    def _ask(self, name: str, content: bytes, told: Words) -> None:
        title = self._tools.say(Words("换个文件夹放文件", "Another folder for the file"))

        def chosen(folder: Path) -> None:
            self.folder = lambda: folder
            self.save(name, content, told)

        choose_folder(self._over, title, chosen)
