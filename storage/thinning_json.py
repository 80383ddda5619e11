"""Texts within JSON: only whole string values of the fields that people write are touched, never a key, id or kind."""

import json
import re
from collections.abc import Callable, Iterator

FIELDS = frozenset(
    {"text", "title", "reason", "despite", "departure", "zh", "en", "what", "note", "words", "details", "name"}
)
"""Fields of commands, plans, reasons and months that hold what somebody wrote, or whom it is about."""

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[\[{]|[\]}]')


def changed(raw: str, change: Callable[[str], str], fields: frozenset[str] | None = FIELDS) -> str | None:
    """The same JSON with the texts of these fields changed, every other character as it was.

    Args:
        raw: the JSON.
        change: makes of a text another.
        fields: None for every string value.

    Returns:
        None where it can't be read, or a text is written in it in another way than here.
    """
    try:
        json.loads(raw)
    except ValueError:
        return None
    parts, at = list[str](), 0
    for begin, end in _values(raw, fields):
        written = raw[begin:end]
        text = json.loads(f'"{written}"')
        new = change(text)
        if new != text:
            if escaped(text) != written:
                return None
            parts += [raw[at:begin], escaped(new)]
            at = end
    return "".join([*parts, raw[at:]])


def texts(raw: str, fields: frozenset[str] | None = FIELDS) -> list[str]:
    """The texts of these fields, as they are written in it; none where it can't be read."""
    try:
        json.loads(raw)
    except ValueError:
        return []
    return [raw[begin:end] for begin, end in _values(raw, fields)]


def escaped(text: str) -> str:
    """The same as it stands within JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _values(raw: str, fields: frozenset[str] | None) -> Iterator[tuple[int, int]]:
    """Where the string values of these fields begin and end; those of a list belong to the list's field."""
    key, outer = "", list[str]()
    for found in _TOKEN.finditer(raw):
        token = found[0]
        if token in "[{":
            outer.append(key)
        elif token in "]}":
            key = outer.pop()
        elif found[2] is not None:
            key = json.loads(f'"{found[1]}"')
        elif fields is None or key in fields:
            yield found.span(1)
