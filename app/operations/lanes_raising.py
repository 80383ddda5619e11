"""Keywords at work: what a pull or a person brings in is looked at, and once more when the keywords change.

The team's own file lies in the workspace folder and comes beside the words that ship: `words` and `passes` are added,
`without` takes words of the program out. So a newer program's words are not lost to an older file.
"""

import json
import logging
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from app.domain.cases import CaseKind, CaseState
from app.domain.lanes import OWN_LANES, graver
from app.domain.lanes_keywords import Keywords, raised, read_keywords
from app.errors import BadKeywords, UnreadableFile
from app.files import read_text, resource_text
from app.operations.desk import Desk
from storage.transaction import Transaction

log = logging.getLogger(__name__)

OWN_FILE = "keywords.json"
"""In the workspace folder: the team's own words."""

BLOCK, BLOCKS = 500, 20
"""Cases that are looked at in one go, and how often a round does so."""

_MARK = "keywords"
"""In the cache: by which keywords open cases were looked at, and up to which key while that goes on."""


def keywords(desk: Desk) -> Keywords:
    """What is looked for: the words that ship, with the team's own."""
    path = desk.record.folder / OWN_FILE
    try:
        return _with_own(path, *_stamp(path))
    except BadKeywords as error:
        log.warning("%s", error)
        return _shipped()


def problem(desk: Desk) -> BadKeywords | None:
    """What is wrong with the team's own file; None where nothing is, or there is none."""
    path = desk.record.folder / OWN_FILE
    try:
        _with_own(path, *_stamp(path))
    except BadKeywords as error:
        return error
    return None


def _stamp(path: Path) -> tuple[int, int]:
    """When the file was changed, and how large it is; 0 and 0 where there is none."""
    try:
        there = path.stat()
    except OSError:
        return 0, 0
    return there.st_mtime_ns, there.st_size


@lru_cache(maxsize=1)
def _shipped() -> Keywords:
    return read_keywords(json.loads(resource_text("keywords", "lanes.json")))[0]


@lru_cache(maxsize=4)
def _with_own(path: Path, changed: int, size: int) -> Keywords:
    if not changed and not size:
        return _shipped()
    try:
        return _shipped().extended(*read_keywords(json.loads(read_text(path))))
    except ValueError as error:
        raise BadKeywords(path=path, why=str(error)) from None
    except UnreadableFile as error:
        raise BadKeywords(path=path, why=(error.sentence("zh"), error.sentence("en"))) from None


def hit_of(known: Keywords, title: str, body: str) -> str:
    """What a text points to, as in "safety:冒烟"; "" for nothing."""
    return raised(known, f"{title}\n{body}")


def hit_again(desk: Desk, tx: Transaction, key: int, kind: CaseKind, *, before: str, text: str) -> str:
    """What a case points to, now that its text is another: the graver hit, without those that a person cleared.

    Args:
        desk: of whoever brings it in.
        tx: the transaction.
        key: of the case.
        kind: of the case; one of a lane of its own needs no hit.
        before: what was found before and nobody looked at yet.
        text: title and body as they are now.
    """
    if kind in OWN_LANES:
        return before
    known = keywords(desk)
    found = raised(known, text)
    if found and found != before:
        found = raised(known, text, tx.lanes.cleared(key))
    return graver(before, found) if before and found else before or found


# --- once more, when the keywords change --------------------------------------------------------------


def scan(desk: Desk, *, blocks: int = BLOCKS) -> int:
    """Look at open cases again where the keywords are others than last time; how many cases were raised.

    It only raises: what was raised and not looked at stays so, though its word was taken out. A few blocks at a time;
    the next call goes on.
    """
    known = keywords(desk)
    with desk.cache.read() as cached:
        mark = cached.mark(_MARK) or ""
    print_, _, at = mark.partition(" ")
    if mark == known.print:
        return 0
    after = int(at) if print_ == known.print and at else 0
    found = 0
    for _ in range(blocks):
        with desk.record.read() as tx:
            texts = tx.lanes.open_texts(after, BLOCK)
        hits = [key for key, kind, hit, text in texts if not hit and kind not in OWN_LANES and raised(known, text)]
        found += _raise(desk, hits)
        after = texts[-1][0] if texts else after
        done = len(texts) < BLOCK
        with desk.cache.write() as cached:
            cached.keep_mark(_MARK, known.print if done else f"{known.print} {after}")
        if done:
            break
    return found


def look_again(desk: Desk, tx: Transaction, keys: Iterable[int]) -> int:
    """Look at these cases once more; how many were raised."""
    now, found = desk.clock(), 0
    for key in keys:
        case = tx.cases.by_key(key, to_change=True)
        hit = hit_again(desk, tx, case.key, case.kind, before=case.raised, text=case.own_words)
        if hit != case.raised and case.state is not CaseState.CLOSED:
            tx.lanes.set_raised(case, hit)
            tx.lanes.raise_many({case.key: hit}, now)
            found += 1
    return found


def _raise(desk: Desk, keys: list[int]) -> int:
    if not keys:
        return 0
    with desk.record.write() as tx:
        return look_again(desk, tx, keys)
