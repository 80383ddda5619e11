"""Search over the cases. The index lies in the cache and reads on from the record by its own watermark."""

from dataclasses import replace

from app.domain.cases import Place, QueueRow
from app.domain.triage import COUNT_CAP, QueueFilter
from app.operations.desk import Desk
from app.text.folding import Query, parse
from storage.queue import Spot
from storage.search import Search

INDEX_BATCH = 500
DRIVE_BY_HITS = 1_000
"""Up to this many hits the index drives; above it the queue is walked in its own order, block by block."""

FIRST_BLOCK, LARGEST_BLOCK = 128, 1024

_MARK = "indexed"


def index_some(desk: Desk) -> int:
    """Take the next batch of changed cases into the index; how many there were."""
    with desk.cache.read() as cached:
        stored = cached.mark(_MARK) or "0:0"
    change_no, key = map(int, stored.split(":"))
    with desk.record.read() as tx:
        changed = tx.cases.changed_since((change_no, key), INDEX_BATCH)
    if changed:
        with desk.cache.write() as cached:
            cached.search.index((mark[1], text) for mark, text in changed)
            last = changed[-1][0]
            cached.keep_mark(_MARK, f"{last[0]}:{last[1]}")
    return len(changed)


def index_all(desk: Desk) -> None:
    """Bring the index up to date; to be called before a search that must not miss anything."""
    while index_some(desk):
        pass


def matching_keys(desk: Desk, typed: str) -> list[int] | None:
    """The keys of all hits, or None when there are so many that walking the queue is cheaper."""
    with desk.cache.read() as cached:
        return cached.search.first(parse(typed), DRIVE_BY_HITS)


def among_keys(
    desk: Desk, keys: list[int], wanted: QueueFilter, *, after: Place | None, limit: int, together: bool
) -> list[QueueRow]:
    """A page of the hits with these keys, most urgent first."""
    with desk.record.read() as tx:
        spots = tx.queue.spots(wanted, desk.me.id, keys)
        copies: dict[int, int] = {}
        if together:
            spots, copies = _first_of_each(spots)
        page = [spot for spot in spots if after is None or spot.place > after][:limit]
        rows = tx.queue.by_keys([spot.key for spot in page], desk.me.id)
    return [replace(row, same_text=min(copies.get(row.key, 1), COUNT_CAP)) for row in rows]


def _first_of_each(spots: list[Spot]) -> tuple[list[Spot], dict[int, int]]:
    """Of hits with the same text the first, and how many there are by its key."""
    first: dict[str, int] = {}
    copies: dict[int, int] = {}
    shown: list[Spot] = []
    for spot in spots:
        key = first.setdefault(spot.print, spot.key) if spot.print else spot.key
        copies[key] = copies.get(key, 0) + 1
        if key == spot.key:
            shown.append(spot)
    return shown, copies


def walk(
    desk: Desk, typed: str, wanted: QueueFilter, *, after: Place | None, limit: int, together: bool
) -> list[QueueRow]:
    """The first hits along the queue, block by block; copies are counted in the queue, hits or not."""
    query = parse(typed)
    hits: list[Spot] = []
    block, at = FIRST_BLOCK, after
    with desk.record.read() as tx, desk.cache.read() as cached:
        while len(hits) < limit:
            spots = tx.queue.walk(wanted, desk.me.id, after=at, limit=block, prints=together)
            found = set(cached.search.among(query, [spot.key for spot in spots]))
            fresh = [spot for spot in spots if spot.key in found]
            if together:
                seen = {spot.print for spot in hits if spot.print}
                fresh, _ = _first_of_each([spot for spot in fresh if spot.print not in seen])
                shown = set()
                if after is not None:
                    texts = [spot.print for spot in fresh if spot.print]
                    before = tx.queue.copies_before(wanted, desk.me.id, texts, upto=after)
                    shown = _hit_before(cached.search, query, before)
                fresh = [spot for spot in fresh if spot.print not in shown]
            hits += fresh
            if len(spots) < block:
                break
            at, block = spots[-1].place, min(block * 2, LARGEST_BLOCK)
        keys = [spot.key for spot in hits[:limit]]
        return tx.queue.by_keys(keys, desk.me.id, copies=wanted if together else None)


def _hit_before(index: Search, query: Query, before: list[tuple[str, int]]) -> set[str]:
    """The texts that pages before this one have shown: those of which a copy further up is a hit as well."""
    found = set(index.among(query, [key for _, key in before]))
    return {text for text, key in before if key in found}
