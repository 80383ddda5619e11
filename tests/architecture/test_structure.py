import ast
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
