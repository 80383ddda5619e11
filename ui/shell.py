"""The window's shell: for now it says that it is coming, and shows what the headless run does."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from ui.requirements import draw_offscreen, missing_font

FONT_FAMILIES = ["Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
_STYLE = """
QWidget { background: #F4F5F7; color: #1B1F27; }
QLabel#heading { font-size: 12.5pt; font-weight: 600; }
QLabel#step { background: #FFFFFF; border: 1px solid #E3E6EB; border-radius: 8px; padding: 12px; }
"""


class Shell(QWidget):
    """A heading and the text of one step."""

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self.setWindowTitle("Steward · 社区治理台")
        self.setStyleSheet(_STYLE)
        self.resize(960, 600)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        for name, words in (("heading", heading), ("step", text)):
            label = QLabel(words)
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            layout.addWidget(label, stretch=int(name == "step"))


def application() -> QApplication:
    """The one application of this process."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(["steward"])
    app.setStyle("Fusion")
    font = QFont()
    font.setFamilies(FONT_FAMILIES)
    font.setPointSizeF(10.5)
    app.setFont(font)
    return app


class Pictures:
    """Draws the steps of the demo into files, without a display.

    Attributes:
        missing: what keeps Chinese from being drawn, with the line that installs it; None when nothing does.
    """

    def __init__(self, folder: Path) -> None:
        draw_offscreen()
        self._app = application()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._count = 0
        self.missing = missing_font()

    def save(self, heading: str, lines: Sequence[str]) -> Path:
        """A picture of one step; says where it is."""
        self._count += 1
        path = self._folder / f"{self._count:02}.png"
        shell = Shell(heading, "\n".join(lines))
        shell.grab().save(str(path))
        shell.deleteLater()
        return path


def run(heading: str, text: str) -> int:
    """Show the shell until it is closed."""
    app = application()
    shell = Shell(heading, text)
    shell.show()
    return app.exec()
