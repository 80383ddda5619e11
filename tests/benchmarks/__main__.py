"""`python -m tests.benchmarks [--cases N]`: what the budgets name, on this machine. Medians of CPU time; no verdict."""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2 as sqlcipher

import tests.conftest  # noqa: F401 - puts the tests' own modules on the path
from app.community.bridge.wire import WirePage
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.generator import generated_content
from app.domain.community import CommunityInfo
from app.domain.members import MemberRef
from app.keys.vault import Vault
from app.operations import accounts, intake, searching, triage
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from app.text.folding import text_print
from storage.cache import CACHE_FILE, Cache
from storage.marks import Identity
from storage.record import RECORD_FILE, Record
from storage.values import ms, ms_or_none

KEY = bytes(32)
PAGE = 500
WORDS = ["电池", "异响", "贴膜", "售后", "充电", "降价", "续航", "限速", "胎压", "骑士"]


def now() -> datetime:
    return datetime.now(UTC)


def pages(cases: int) -> list[bytes]:
    """The feed of a generated community, as it comes over the wire."""
    community = DemoCommunity(generated_content(cases, 7), now, {})
    found, cursor, more = [], None, True
    while more:
        page = community.changes(cursor, PAGE)
        found.append(msgspec.json.encode(page))
        cursor, more = page.cursor, page.more
    return found


def desk(folder: Path) -> Desk:
    record, cache = Record.on_file(folder, KEY), Cache.on_file(folder, KEY, "w")
    info = CommunityInfo("demo", "1", MemberRef(STAFF[0].id, STAFF[0].name))  # type: ignore[arg-type]
    me = accounts.connect(record, Identity("w", "http://127.0.0.1:1", "bridge", now()), SignIn(info, "p", None), now())
    return Desk(record, cache, now, me, Vault(KEY))


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


# --- storing a synced page ----------------------------------------------------------------------------


def ours(feed: list[bytes]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        ready = desk(Path(folder))
        decoder = msgspec.json.Decoder(WirePage)
        spent = cpu(lambda: [intake.on_pulled(ready, decoder.decode(raw).read()) for raw in feed])
        ready.record.close()
        ready.cache.close()
    return spent


def floor(feed: list[bytes], prints: dict[str, str]) -> float:
    """Decoding and a raw upsert of the same rows into the same tables, in the same transactions."""
    with tempfile.TemporaryDirectory() as folder:
        ready = desk(Path(folder))
        ready.record.close()
        ready.cache.close()
        record, cache = _raw(Path(folder) / RECORD_FILE, "FULL"), _raw(Path(folder) / CACHE_FILE, "NORMAL")
        spent = cpu(lambda: _store_raw(feed, prints, record, cache))
        record.close()
        cache.close()
    return spent


def _raw(path: Path, synchronous: str) -> "sqlcipher.Connection":
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -8192")
    return connection


def _upsert(connection: "sqlcipher.Connection", table: str, key: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        marks = ",".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT({key}) DO NOTHING", rows)


def _store_raw(
    feed: list[bytes], prints: dict[str, str], record: "sqlcipher.Connection", cache: "sqlcipher.Connection"
) -> None:
    decoder = msgspec.json.Decoder(WirePage)
    key = 0
    for raw in feed:
        page = decoder.decode(raw)
        cases, reports, posts, threads, members = [], [], [], [], []
        for item in page.items:
            if item.case and item.case.post and item.case.thread:
                case, post, thread, key = item.case, item.case.post, item.case.thread, key + 1
                at, written = ms(case.created_at), ms(post.created_at)
                cases.append(
                    (key, case.id, "violation", "new", None, 4, post.id, post.thread_id, post.author.id)
                    + (post.author.name, thread.title, post.raw, post.version, written, post.version, 0)
                    + (len(case.reports), at, None, None, None, case.state.value, case.version, None, None, 1)
                    + (None, case.reports[0].category, prints[case.id], "", "", "", True)
                )
                reports += [
                    (
                        key,
                        one.id,
                        one.by.id if one.by else None,
                        one.by.name if one.by else "",
                        ms(one.at),
                        one.reason,
                        one.category,
                    )
                    for one in case.reports
                ]
                threads.append((thread.id, thread.title, thread.category, thread.url, thread.locked, thread.pinned))
                posts.append(_post(post))
            elif item.post:
                posts.append(_post(item.post))
            elif item.thread:
                one_thread = item.thread
                threads.append((one_thread.id, one_thread.title, one_thread.category, one_thread.url, False, False))
            elif item.member:
                members.append((item.member.id, item.member.name, msgspec.json.encode(item.member).decode()))
        record.execute("BEGIN IMMEDIATE")
        _upsert(record, "cases", "id", cases)
        _upsert(record, "reports", "case_key, id", reports)
        record.execute("COMMIT")
        cache.execute("BEGIN IMMEDIATE")
        _upsert(cache, "threads", "id", threads)
        _upsert(cache, "posts", "id", posts)
        _upsert(cache, "members", "id", members)
        cache.execute("COMMIT")


def _post(post: object) -> tuple[object, ...]:
    from app.community.bridge.wire import WirePost

    assert isinstance(post, WirePost)
    author = post.author
    return (post.id, post.thread_id, author.id, author.name, ms(post.created_at), ms_or_none(post.edited_at)) + (
        post.number,
        post.reply_to,
        post.state.value,
        post.raw,
        post.version,
        post.url,
    )


def ingest(cases: int) -> None:
    feed = pages(cases)
    prints = {
        item.case.id: text_print(item.case.post.raw)
        for raw in feed
        for item in msgspec.json.decode(raw, type=WirePage).items
        if item.case and item.case.post
    }
    pairs = [(ours(feed), floor(feed, prints)) for _ in range(5)]
    ratios = [one / other for one, other in pairs]
    print(
        f"storing {cases} cases: {statistics.median(one for one, _ in pairs):.2f} s CPU, "
        f"floor {statistics.median(other for _, other in pairs):.2f} s, ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f})"
    )


# --- the queue and search -----------------------------------------------------------------------------


def reading(cases: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ready = desk(Path(folder))
        decoder = msgspec.json.Decoder(WirePage)
        for raw in pages(cases):
            intake.on_pulled(ready, decoder.decode(raw).read())
        indexing = cpu(lambda: _index(ready))
        print(f"indexing {cases} cases: {indexing:.1f} s CPU")
        anywhere = _places(ready)
        chosen = random.Random(1)
        _tell(
            "a queue page anywhere",
            [cpu(lambda: triage.queue(ready, after=chosen.choice(anywhere))) for _ in range(200)],
        )
        _tell(
            "search, two characters",
            [cpu(lambda word=word: triage.queue(ready, search=word)) for word in WORDS for _ in range(20)],
        )  # type: ignore[misc]
        longer = [f"{word}的" for word in WORDS] + ["偷偷换了供应商", "私信我", "中控黑屏"]
        _tell(
            "search, longer words",
            [cpu(lambda word=word: triage.queue(ready, search=word)) for word in longer for _ in range(5)],
        )  # type: ignore[misc]
        ready.record.close()
        ready.cache.close()


def _index(ready: Desk) -> None:
    while searching.index_some(ready):
        pass


def _places(ready: Desk) -> list[tuple[int, int, int] | None]:
    found: list[tuple[int, int, int] | None] = [None]
    while rows := triage.queue(ready, after=found[-1], limit=5000):
        found.append(rows[-1].place)
    return found


def _tell(what: str, seconds: list[float]) -> None:
    inorder = sorted(seconds)
    print(
        f"{what}: median {statistics.median(inorder) * 1000:.2f} ms CPU, "
        f"p95 {inorder[int(len(inorder) * 0.95)] * 1000:.2f} ms"
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cases", type=int, default=20_000)
    chosen_cases = arguments.parse_args().cases
    ingest(min(chosen_cases, 20_000))
    reading(chosen_cases)
