"""Search over the cases. The index lies in the cache and reads on from the record by its own watermark."""

from app.domain.cases import CaseState, QueueRow
from app.operations.desk import Desk
from app.text.folding import parse
from storage.triage import Position

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


def walk(desk: Desk, typed: str, *, state: CaseState | None, after: Position | None, limit: int) -> list[QueueRow]:
    """The first hits along the queue."""
    query = parse(typed)
    hits: list[int] = []
    block = FIRST_BLOCK
    with desk.record.read() as tx, desk.cache.read() as cached:
        while len(hits) < limit:
            places = tx.cases.walk(state=state, after=after, limit=block)
            hits += cached.search.among(query, [key for _, _, key in places])
            if len(places) < block:
                break
            after, block = places[-1], min(block * 2, LARGEST_BLOCK)
        return tx.cases.queue(state=state, limit=limit, keys=hits[:limit])
