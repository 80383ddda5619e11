"""The real window drawn without a display: for the demo, for the tour, for whoever wants to look at every page."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.errors import Language
from ui.kit.images import as_png
from ui.kit.sheet import style_sheet
from ui.kit.theme import Choice
from ui.requirements import draw_offscreen, missing_font
from ui.session import Session
from ui.shell.application import Desktop, Surroundings, event_loop
from ui.shell.frame import Looks, application
from ui.shell.places import Place
from ui.shell.window import Window
from ui.syncing import EVERYTHING

SETTLED = 4
"""So many looks in a row must find nothing under way before a picture is taken."""


class Studio:
    """A window of one session that is only ever drawn into files.

    Args:
        session: it is not closed here.
        folder: where pictures go.
        bug: reports what was not raised on purpose.

    Attributes:
        missing: what keeps Chinese from being drawn, with the line that installs it; None when nothing does.
    """

    def __init__(
        self, session: Session, folder: Path, *, language: Language, bug: Callable[[BaseException], None]
    ) -> None:
        draw_offscreen()
        app = application()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._loop = event_loop(app)
        self.missing = missing_font()
        self._looks = Looks.of(app, language, None)
        self._looks.theme.choose(Choice.LIGHT)
        self.say = self._looks.say
        self._desktop = Desktop(session, Surroundings(self._loop, bug, self._looks))
        self.window: Window = self._desktop.window
        self._dress(self.window)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Let everything be answered and drawn."""
        self._loop.run_until_complete(self._settle())

    async def _settle(self) -> None:
        quiet = 0
        while quiet < SETTLED:
            await asyncio.sleep(0.01)
            quiet = quiet + 1 if self._desktop.runner.idle else 0

    def refresh(self) -> None:
        """Read everything again: it was changed past this window."""
        self._desktop.runner.changed.emit(EVERYTHING)
        self.settle()

    def wear(self, language: Language, theme: str) -> None:
        """Speak this language and wear this theme (ui.kit.theme.Choice)."""
        self.say.choose(language)
        self._looks.theme.choose(Choice(theme))

    def show(self, place: str, case: CaseId | None = None) -> None:
        """Go to a place (ui.shell.places.Place), and to a case in the queue."""
        self.window.go(Place[place])
        if case is not None:
            self.window.triage.show_case(case)
        self.refresh()

    def keep_step(self) -> None:
        """One round with the community, as the window does it."""
        self._loop.run_until_complete(self._desktop.syncing.once())
        self.settle()

    def save(self, name: str, widget: QWidget | None = None) -> Path:
        """A picture of the window, or of a widget of its own; says where it is."""
        drawn = widget or self.window
        self._dress(drawn)
        self.settle()
        path = self._folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn.grab().save(str(path))
        return path

    def _dress(self, widget: QWidget) -> None:
        """Let it wear what the frame of a shown window wears."""
        sheet = style_sheet(self._looks.theme.tokens)
        if widget.styleSheet() != sheet:
            widget.setStyleSheet(sheet)

    def small_picture(self) -> bytes:
        """The window itself as a small file: evidence for a demo."""
        return as_png(self.window.grab().toImage().scaledToWidth(480, Qt.TransformationMode.SmoothTransformation))

    def close(self) -> None:
        """Put everything away but the session."""
        self._loop.run_until_complete(self._desktop.put_away())
        self._loop.close()


def contact_sheet(pictures: Sequence[Path], path: Path, *, columns: int = 3, width: int = 720) -> Path:
    """Many pictures on one sheet, each with its name under it."""
    rows = -(-len(pictures) // columns)
    height, gap, caption = width * 900 // 1440, 16, 26
    sheet = QImage(columns * (width + gap) + gap, rows * (height + gap + caption) + gap, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808790"))
    painter = QPainter(sheet)
    painter.setPen(QColor("#FFFFFF"))
    for number, one in enumerate(pictures):
        at = QPoint(gap + number % columns * (width + gap), gap + number // columns * (height + gap + caption))
        image = QImage(str(one))
        image.setDevicePixelRatio(1)
        fit = image.scaled(
            width, height, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(at, fit)
        painter.drawText(at + QPoint(0, height + 18), one.stem)
    painter.end()
    sheet.save(str(path))
    return path
