import ast
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 400, 45
SOURCES = sorted(path for folder in ("app", "storage", "ui") for path in (ROOT / folder).rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short_enough_to_read(path: Path) -> None:
    if path.parent.name == "versions" or path.name == "errors.py":
        return  # a migration is one list of tables, errors.py one list of sentences
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_packages_begin_with_empty_files() -> None:
    for path in SOURCES:
        if path.name == "__init__.py":
            assert path.read_text(encoding="utf-8") == "", path


def test_every_library_that_a_contract_keeps_in_its_place_is_really_one_of_ours() -> None:
    """A misspelt name in a contract would forbid nothing and pass in silence."""
    named = {
        module
        for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
        for module in contract.get("forbidden_modules", [])
        if module.split(".")[0] not in ("app", "ui", "storage")
    }
    declared = " ".join(
        [*PYPROJECT["project"]["dependencies"], *PYPROJECT["project"]["optional-dependencies"]["team"], "urllib3"]
    ).lower()
    assert {module for module in named if module.lower() not in declared} == set()


def test_every_dependency_has_an_upper_bound_or_is_for_development() -> None:
    for requirement in PYPROJECT["project"]["dependencies"]:
        if "tzdata" not in requirement:  # time zones are published by the date
            assert ",<" in requirement, requirement


# --- the window ---------------------------------------------------------------------------------------

SCREENS = [path for path in SOURCES if path.relative_to(ROOT).parts[0] == "ui"]
MAY_CALL = {
    "pictures": {"sleep"},  # asyncio's, while a picture is waited for
    "frame": {"processEvents"},  # paints the bare frame once, before there is a loop
}
MAY_IMPORT = {"syncing": {"time"}}  # monotonic, so as not to tell too often
MAKE_LABELS = ["ui/kit/elements.py", "ui/reading/text.py", "ui/shell/frame.py"]
"""Where a QLabel is made: the one in `label`, the one whose text is escaped, and the brand on the bare frame."""


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def _called(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(ROOT)))
def test_screens_never_stop_the_loop(path: Path) -> None:
    """A modal dialog inside a coroutine wedges every other one for good; a sleep or a query freezes the window."""
    names = {ast.unparse(call.func).split(".")[-1] for call in _called(path)}
    assert names & {"exec", "exec_", "sleep", "processEvents", "urlopen"} - MAY_CALL.get(path.stem, set()) == set()
    libraries = {module.split(".")[0] for module in _imported(path)} - MAY_IMPORT.get(path.stem, set())
    assert libraries & {"time", "sqlite3", "sqlcipher3", "requests", "urllib", "http", "subprocess"} == set()
    assert "QMessageBox" not in path.read_text(encoding="utf-8")


def test_the_loop_of_the_window_is_known_to_one_file_only() -> None:
    assert [path.name for path in SCREENS if "qasync" in _imported(path)] == ["application.py"]


def test_markup_is_shown_by_the_widgets_that_escape_it_and_by_no_other() -> None:
    rich = [path for path in SCREENS if "RichText" in path.read_text(encoding="utf-8")]
    assert sorted(path.name for path in rich) == ["remote.py", "text.py"]
    assert all("from html import escape" in path.read_text(encoding="utf-8") for path in rich)
    bare = [
        str(path.relative_to(ROOT))
        for path in SCREENS
        for call in _called(path)
        if isinstance(call.func, ast.Name) and call.func.id in ("QLabel", "QTextEdit", "QTextBrowser")
    ]
    assert bare == MAKE_LABELS, "QLabel guesses whether a text is markup; ui.kit.elements.label does not"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="immortal objects")
def test_the_binding_keeps_its_references_to_true_and_none() -> None:
    """PySide6 6.12.0 loses them on Python before 3.12, and the process aborts after some thousand calls."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Signal

    class Teller(QObject):
        told = Signal()

    class Model(QAbstractTableModel):
        def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
            return 1

        def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
            return 1

        def data(self, index: QModelIndex, role: int = 0) -> None:
            return None

    teller, proxy, model = Teller(), QSortFilterProxyModel(), Model()
    proxy.setSourceModel(model)
    index = proxy.index(0, 0)
    true, none = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(20):  # a hundred would abort this process
        teller.told.emit()
        proxy.data(index, 0)
    assert sys.getrefcount(True) > true - 10
    assert sys.getrefcount(None) > none - 10
