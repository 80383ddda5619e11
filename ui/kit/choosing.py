"""Which files: asked of a person in the system's own dialog, without stopping the window's loop."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_files(parent: QWidget, title: str, pattern: str, then: Callable[[list[Path]], None]) -> None:
    """Ask for files to read.

    Args:
        pattern: as in “Pictures (*.png *.jpg)”.
        then: gets what was chosen; it is not called when nothing was.
    """
    dialog = QFileDialog(parent, title, "", pattern)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    _ask(dialog, then)


def choose_file(parent: QWidget, title: str, pattern: str, then: Callable[[Path], None]) -> None:
    """Ask for one file to read."""
    dialog = QFileDialog(parent, title, "", pattern)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _ask(dialog, lambda paths: then(paths[0]))


def choose_folder(parent: QWidget, title: str, then: Callable[[Path], None]) -> None:
    """Ask for a folder to write into."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _ask(dialog, lambda paths: then(paths[0]))


def choose_target(parent: QWidget, title: str, name: str, then: Callable[[Path], None]) -> None:
    """Ask where to write a file; what is there already is asked about by the dialog itself.

    Args:
        name: what is offered.
    """
    dialog = QFileDialog(parent, title, name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    _ask(dialog, lambda paths: then(paths[0]))


def _ask(dialog: QFileDialog, then: Callable[[list[Path]], None]) -> None:
    def chosen(names: list[str]) -> None:
        if names:
            then([Path(name) for name in names])

    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(chosen)
    dialog.open()
