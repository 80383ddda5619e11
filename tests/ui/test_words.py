"""The program's words: both languages complete in the source. That the window speaks both is in test_language.py."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import app
from app.errors import StewardError

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("app", "ui") for path in (ROOT / folder).rglob("*.py"))
CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
HAN = re.compile(r"[\u3400-\u9fff]")
FIELD = re.compile(r"\{(\w+)\}")
IN_ENGLISH = ("社区治理台", "中文", "\u3000")
"""What stays Chinese in an English sentence: the program's name, and a language's own name."""


@dataclass(frozen=True)
class Text:
    """One language of a Words(...) in the source: what stands in it, and what is filled in."""

    literal: str
    names: frozenset[str]
    fields: frozenset[str]


def _names(expression: ast.expr) -> frozenset[str]:
    """What an expression is about: the things it names, but for functions and for the languages themselves."""
    called = {id(node.func) for node in ast.walk(expression) if isinstance(node, ast.Call)}
    found = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name) and id(node) not in called}
    return frozenset(name for name in found - {"zh", "en", "say", "self"} if not name.strip("_").isupper())


def _texts(node: ast.expr) -> list[Text] | None:
    """Every form that an argument can take, the singular and the plural; None where it is no literal."""
    if isinstance(node, ast.IfExp):
        forms = [_texts(node.orelse), _texts(node.body)]
        return None if None in forms else [one for form in forms for one in form or []]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [Text(node.value, frozenset(), frozenset(FIELD.findall(node.value)))]
    if isinstance(node, ast.JoinedStr):
        literal = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        filled = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        names = frozenset().union(*map(_names, filled))
        return [Text(literal, names, frozenset(FIELD.findall(literal)))]
    return None


@dataclass(frozen=True)
class Pair:
    """A Words(...) of the source."""

    where: str
    zh: list[Text]
    en: list[Text]


def _pairs() -> Iterator[Pair]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            if not isinstance(node, ast.Call) or not isinstance(name, ast.Name) or name.id not in ("Words", "_one"):
                continue
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            arguments = node.args[2:4] if name.id == "_one" else node.args
            given |= dict(zip(("zh", "en"), arguments, strict=False))
            zh, en = (_texts(given[language]) if language in given else None for language in ("zh", "en"))
            if zh is not None and en is not None:
                yield Pair(f"{path.relative_to(ROOT)}:{node.lineno}", zh, en)


PAIRS = list(_pairs())


def test_the_words_of_the_program_are_found() -> None:
    assert len(PAIRS) > 300
    assert any(pair.where.startswith("ui/triage") for pair in PAIRS)
    assert any(pair.where.startswith("app/operations") for pair in PAIRS)


def test_no_words_lack_a_language() -> None:
    half = [
        pair.where
        for pair in PAIRS
        for zh in pair.zh
        for en in pair.en
        if bool(zh.literal.strip() or zh.names) is not bool(en.literal.strip() or en.names)
    ]
    assert half == []


def test_both_languages_fill_in_the_same() -> None:
    differing = [
        (pair.where, zh.names ^ en.names, zh.fields ^ en.fields)
        for pair in PAIRS
        for zh, en in zip(pair.zh, pair.en, strict=False)  # a singular need not name its number
        if zh.names != en.names or zh.fields != en.fields
    ]
    assert differing == []


def test_chinese_words_are_chinese() -> None:
    """What has letters in it is Chinese, but for names that are the same everywhere."""
    foreign = [
        (pair.where, text.literal)
        for pair in PAIRS
        for text in pair.zh
        if re.search(r"[A-Za-z]", text.literal)
        and not HAN.search(text.literal)
        and text.literal not in [en.literal for en in pair.en]
    ]
    assert foreign == []


def test_english_words_are_english() -> None:
    chinese = []
    for pair in PAIRS:
        for text in pair.en:
            rest = text.literal
            for allowed in IN_ENGLISH:
                rest = rest.replace(allowed, "")
            if CJK.search(re.sub("《[^》]*》", "", rest)):
                chinese.append((pair.where, text.literal))
    assert chinese == []


def _errors() -> list[type[StewardError]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name != "app.__main__":
            importlib.import_module(module.name)
    found: list[type[StewardError]] = []
    left = [StewardError]
    while left:
        kinds = left.pop().__subclasses__()
        found += [kind for kind in kinds if "zh" in vars(kind) or "en" in vars(kind)]
        left += kinds
    return found


@pytest.mark.parametrize("kind", _errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_its_sentence_in_both_languages(kind: type[StewardError]) -> None:
    assert HAN.search(kind.zh)
    assert not CJK.search(kind.en)

    def fields(text: str) -> set[str]:
        return {name.removesuffix("_zh").removesuffix("_en") for name in FIELD.findall(text)}

    assert fields(kind.zh) == fields(kind.en)
