import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import make
from app.text.folding import fold, parse
from storage.cache import CACHE_FILE, Cache
from tests.conftest import KEY


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache.on_file(tmp_path, KEY, "w-1")
    yield opened
    opened.close()


def test_a_damaged_cache_is_thrown_away_and_made_anew(tmp_path: Path) -> None:
    (tmp_path / CACHE_FILE).write_bytes(b"rubbish" * 1000)
    cache = Cache.on_file(tmp_path, KEY, "w-1")
    with cache.read() as tx:
        assert tx.mark("cursor") is None
    cache.close()


@pytest.mark.parametrize(("key", "workspace"), [(b"x" * 32, "w-1"), (KEY, "w-2")])
def test_a_cache_of_another_key_or_workspace_is_not_read(tmp_path: Path, key: bytes, workspace: str) -> None:
    first = Cache.on_file(tmp_path, KEY, "w-1")
    with first.write() as tx:
        tx.keep_mark("cursor", "somewhere")
    first.close()
    second = Cache.on_file(tmp_path, key, workspace)
    with second.read() as tx:
        assert tx.mark("cursor") is None
    second.close()


def test_marks_stay_between_openings(tmp_path: Path) -> None:
    first = Cache.on_file(tmp_path, KEY, "w-1")
    with first.write() as tx:
        tx.keep_mark("cursor", "here")
    first.close()
    second = Cache.on_file(tmp_path, KEY, "w-1")
    with second.read() as tx:
        assert tx.mark("cursor") == "here"
    second.close()


def test_an_edited_post_keeps_its_earlier_texts(cache: Cache) -> None:
    with cache.write() as tx:
        tx.threads.store_posts([make.post(1, "第一版")])
        tx.threads.store_posts([make.post(1, "第二版", version="2", edited_at=make.NOON)])
        tx.threads.store_posts([make.post(1, "第二版", version="2", edited_at=make.NOON)])
    with cache.read() as tx:
        assert [revision.body for revision in tx.threads.revisions(make.post(1).id)] == ["第一版"]
        found = tx.threads.slice(make.post(1).thread_id)
        assert found is not None
        assert [post.raw for post in found.posts] == ["第二版"]


def test_a_post_keeps_its_place_in_the_thread_when_something_tells_of_it_without(cache: Cache) -> None:
    post = replace(make.post(1), number=7)
    with cache.write() as tx:
        tx.threads.store_posts([post])
        tx.threads.store_posts([replace(post, number=None, raw="改过了", version="2")])
    with cache.read() as tx:
        found = tx.threads.slice(post.thread_id)
    assert found is not None
    assert [(one.number, one.raw) for one in found.posts] == [(7, "改过了")]


def test_a_member_comes_back_as_stored(cache: Cache) -> None:
    with cache.write() as tx:
        tx.threads.store_members([make.profile(7)])
    with cache.read() as tx:
        assert tx.threads.member(make.profile(7).ref.id) == make.profile(7)


# --- search -------------------------------------------------------------------------------------------

_TEXTS = {
    1: "变速箱异响,修了三次",
    2: "ＯＴＡ 升级之后车机卡顿",
    3: "高速上突然限速 3.2 版本",
    4: "变速很顺,箱子也大",
    5: "Battery 电池鼓包?!",
}


def _hits(cache: Cache, typed: str) -> list[int]:
    query = parse(typed)
    with cache.read() as tx:
        found = tx.search.first(query, 100)
        return sorted(found if found is not None else tx.search.among(query, list(_TEXTS)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("变速", [1, 4]),
        ("变速箱", [1]),
        ("速箱", [1]),
        ("箱", [1, 4]),
        ("ota", [2]),
        ("OTA 卡顿", [2]),
        ("battery", [5]),
        ("3.2", [3]),
        ("?!", [5]),
        ("不存在的词", []),
        ("电池 变速", []),
    ],
)
def test_search_finds_exactly_the_texts_that_contain_the_words(cache: Cache, typed: str, expected: list[int]) -> None:
    with cache.write() as tx:
        tx.search.index(_TEXTS.items())
    assert _hits(cache, typed) == expected


def test_a_replaced_text_leaves_no_ghost(cache: Cache) -> None:
    with cache.write() as tx:
        tx.search.index([(1, "变速箱异响")])
        tx.search.index([(1, "空调不冷")])
    assert _hits(cache, "变速") == []
    assert _hits(cache, "空调") == [1]
    assert _hits(cache, "空调不冷") == [1], "more than two characters are looked for in the text itself"


def test_more_hits_than_the_limit_are_not_listed(cache: Cache) -> None:
    with cache.write() as tx:
        tx.search.index((key, "充电桩") for key in range(1, 30))
        assert tx.search.first(parse("充电"), 28) is None
        assert tx.search.first(parse("充电"), 29) == list(range(1, 30))


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.text(alphabet="变速箱异响OTAa1 ，。?", min_size=1, max_size=20), min_size=1, max_size=8),
    typed=st.text(alphabet="变速箱异响OTAa1 ，。?", min_size=1, max_size=5).filter(str.strip),
)
def test_search_agrees_with_looking_at_every_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], typed: str
) -> None:
    folder = tmp_path_factory.mktemp("search")
    cache = Cache.on_file(folder, KEY, "w-1")
    try:
        with cache.write() as tx:
            tx.search.index(enumerate(texts))
        query = parse(typed)
        with cache.read() as tx:
            found = tx.search.first(query, 100)
            hits = found if found is not None else tx.search.among(query, list(range(len(texts))))
        obvious = [n for n, text in enumerate(texts) if all(term in fold(text) for term in fold(typed).split())]
        assert sorted(hits) == obvious
    finally:
        cache.close()
        shutil.rmtree(folder)
