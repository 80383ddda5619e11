"""The words of replies to complaints, as they ship: parts, the sentence that promises, what to do in danger."""

import json
from functools import cache
from typing import Any

from app.domain.complaints_terms import threes_of
from app.domain.complaints_words import Marks, folded, places
from app.domain.decisions import DecisionKind
from app.domain.messages import OPEN_PLACE
from app.errors import Language
from app.files import resource_text

_LISTS = ("soothe", "explain", "empty", "brush_off", "insult", "blame", "not_promised", "common")


@cache
def marks() -> Marks:
    """By which words the parts of a reply are known."""
    shipped = _shipped("complaint")
    ours = [OPEN_PLACE.sub(" ", text) for text in _letters()]
    return Marks(
        **{name: tuple(shipped[name]) for name in _LISTS},
        things=tuple(tuple(group) for group in shipped["things"]),
        own=frozenset().union(*(threes_of(text) for text in ours)),
    )


def sentence(language: Language) -> str:
    """The sentence that promises, with its places open."""
    return resource_text("texts", f"promising.{language}.txt").strip()


def safety_note(post: str, language: Language) -> str:
    """What to do should it happen again, with the place for the hotline; "" where a post says nothing of danger."""
    said = folded(post)
    if next(places(_shipped("complaint")["safety"], said), None) is None:
        return ""
    return resource_text("texts", f"safety_note.{language}.txt").rstrip("\n")


def _letters() -> list[str]:
    ids = [one["id"] for one in _shipped("templates")["templates"] if one["answer"] == DecisionKind.REPLY.value]
    return [*(resource_text("texts", f"reply.{name}.zh.txt") for name in ids), sentence("zh"), _note()]


def _note() -> str:
    return resource_text("texts", "safety_note.zh.txt")


@cache
def _shipped(name: str) -> dict[str, Any]:
    shipped: dict[str, Any] = json.loads(resource_text("texts", f"{name}.json"))
    return shipped
