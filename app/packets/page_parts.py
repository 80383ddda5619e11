"""Pieces of which the pages in packets are made. What people wrote goes through `shown`, and comes out as text."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from html import escape

from app.domain.words import Words
from app.text.display import visible

END = "</section>"
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def head(policy: str) -> str:
    """How such a page begins: nothing that follows can load or run anything."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    )


def shown(text: str) -> str:
    """A text as text, with a mark for each character that can't be seen."""
    return escape(visible(text))


def both(words: Words) -> str:
    """Words of ours, in both languages."""
    return f'{escape(words.zh)} <span class="en">{escape(words.en)}</span>'


def begin(zh: str, en: str) -> str:
    """How a section begins; it ends with END."""
    return f'\n<section><h2>{zh} <span class="en">{en}</span></h2>'


def section(zh: str, en: str, inside: str) -> str:
    """A section; none where nothing is in it."""
    return f"{begin(zh, en)}{inside}{END}" if inside else ""


def facts(rows: Iterable[tuple[str, str, str]]) -> str:
    """A table of what is what: in Chinese, in English, and the value as it stands in the page."""
    lines = (f'<tr><th>{zh} <span class="en">{en}</span></th><td>{value}</td></tr>' for zh, en, value in rows)
    return f'<table class="facts">{"".join(lines)}</table>'


def moment(at: datetime, zone: tzinfo | None) -> str:
    """A moment in a zone, to the second, with its distance from UTC."""
    here = at.astimezone(zone)
    return f'<time datetime="{at.isoformat()}">{here:%Y-%m-%d %H:%M:%S} {distance(here)}</time>'


def minute(at: datetime, zone: tzinfo | None) -> str:
    """A moment in a zone that the page names once."""
    return f'<time datetime="{at.isoformat()}">{at.astimezone(zone):%Y-%m-%d %H:%M}</time>'


def distance(here: datetime) -> str:
    """How far from UTC, as people write it: +08:00."""
    return f"{here:%z}"[:3] + ":" + f"{here:%z}"[3:5]
