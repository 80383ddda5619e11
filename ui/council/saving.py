"""Saving a file that is to be handed to somebody: into the folder of documents, with its name told and a way there."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.words import Words
from app.errors import StewardError
from app.files import save_beside
from ui.kit.choosing import choose_folder
from ui.kit.folders import documents, open_folder
from ui.notices import Offer
from ui.tools import Tools

_BREAK = "\u200b"
"""Where a long name may go on in the next line."""

_SECONDS = 20.0
_ELSEWHERE = Words("文件放到哪里", "Where the file goes")


class Saver:
    """Saves what is handed out.

    Args:
        over: lies in the window over which a dialog goes.

    Attributes:
        folder: where files go.
    """

    def __init__(self, tools: Tools, over: QWidget) -> None:
        self._tools, self._over = tools, over
        self.folder: Callable[[], Path] = documents

    def save(self, name: str, content: bytes, told: Words) -> None:
        """Save a file.

        Args:
            name: of the file.
            content: what is in it.
            told: what is to be done with it, said once it is there.
        """
        folder = self.folder()
        failed = partial(self._failed, name, content, told)
        self._tools.runner.do(lambda _desk: save_beside(folder / name, content), partial(self.tell, told), failed)

    def tell(self, told: Words, path: Path) -> None:
        """Say that a file is there."""
        show = Offer(Words("打开文件夹", "Open the folder"), "", partial(open_folder, path.parent))
        name = path.name.replace(".", f".{_BREAK}").replace("-", f"-{_BREAK}")
        said = Words(f"{name}：{told.zh}", f"{name}: {told.en}")
        self._tools.notices.tell(said, offer=show, seconds=_SECONDS)

    def _failed(self, name: str, content: bytes, told: Words, error: StewardError) -> None:
        again = partial(self._into, name, content, told)
        choose = partial(choose_folder, self._over, self._tools.say(_ELSEWHERE), again)
        self._tools.notices.tell(
            Words.of(error), offer=Offer(Words("换个文件夹", "Another folder"), "", choose), seconds=_SECONDS
        )

    def _into(self, name: str, content: bytes, told: Words, folder: Path) -> None:
        self.folder = lambda: folder
        self.save(name, content, told)
