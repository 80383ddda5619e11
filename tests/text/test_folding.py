import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.text.folding import fold, grams, parse

words = st.text(st.characters(codec="utf-8"), min_size=2, max_size=40)
mixed = st.text("充电桩ＯＴＡota32Ｅ５，。 _-🚗ßﬁ\n", min_size=2, max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("OTA升级", "ota升级"),
        ("ＯＴＡ３２", "ota32"),
        ("Straße", "strasse"),
        ("充电桩", "充电桩"),
        ("ﾃｽﾗ①㎞", "テスラ1km"),
        ("e\u0301tude", "\u00e9tude"),
        ("真好🚗", "真好🚗"),
    ],
)
def test_case_width_and_compatibility_forms_fall_together(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("充电桩", {"充电", "电桩", "桩"}),
        ("a", {"a"}),
        ("e5 车", {"e5", "5", "车"}),
        ("充，电", {"充", "电"}),
        ("a_b", {"a", "b"}),
        ("🚗。", set()),
        ("", set()),
    ],
)
def test_grams_are_pairs_within_a_run_and_the_last_character_of_each(folded: str, expected: set[str]) -> None:
    assert grams(folded) == expected


@pytest.mark.parametrize(
    ("typed", "text", "hit"),
    [
        ("充电", "家充电桩", True),
        ("充桩", "家充电桩", False),
        ("电充", "家充电桩", False),
        ("ota", "这次ＯＴＡ之后", True),
        ("ＯＴＡ", "ota32 更新", True),
        ("桩", "家充电桩", True),
        ("桥", "家充电桩", False),
        ("充电 杭州", "杭州家充电桩", True),
        ("充电 杭州", "成都家充电桩", False),
        ("充电\u3000杭州", "杭州家充电桩", True),
        ("V3.2", "更新到v3.2了", True),
        ("V3.2", "更新到v3-2了", False),
        ("v3.2", "v3 和 2", False),
        ("🚗", "新车🚗到家", True),
        ("🚗", "新车🚙到家", False),
        ("，", "好，好", True),
        ("", "任何文字", True),
    ],
)
def test_a_search_finds_what_a_person_would_expect(typed: str, text: str, hit: bool) -> None:
    assert parse(typed).match(fold(text)) is hit


@pytest.mark.parametrize(
    ("typed", "pairs", "starts", "exact"),
    [
        ("充电", {"充电"}, set(), True),
        ("充电桩", {"充电", "电桩"}, set(), False),
        ("桩", set(), {"桩"}, True),
        ("充电 桩", {"充电"}, {"桩"}, True),
        ("v3.2", {"v3"}, {"2"}, False),
        ("Ｅ５", {"e5"}, set(), True),
        ("充电 充电", {"充电"}, set(), True),
    ],
)
def test_a_search_asks_the_index_for_its_pairs_and_checks_the_rest_on_the_text(
    typed: str, pairs: set[str], starts: set[str], exact: bool
) -> None:
    query = parse(typed)
    assert (query.grams, query.starts, query.exact) == (pairs, starts, exact)
    assert query.indexed


@pytest.mark.parametrize("typed", ["", "  ", "，。", "🚗", "_", "!?"])
def test_a_search_for_punctuation_or_symbols_alone_is_nothing_for_the_index(typed: str) -> None:
    assert not parse(typed).indexed


@settings(deadline=None)
@given(words | mixed, st.data())
def test_whatever_stands_in_a_text_is_found_in_it_and_by_its_grams(text: str, data: st.DataObject) -> None:
    assume(fold(text) == "".join(map(fold, text)))  # a piece cut out of a joined character is another character
    start = data.draw(st.integers(0, len(text) - 2))
    piece = text[start : start + data.draw(st.integers(2, 6))].strip()
    assume(piece)
    query, folded = parse(piece), fold(text)
    assert query.match(folded)
    assert query.grams <= grams(folded)
    assert all(any(gram.startswith(one) for gram in grams(folded)) for one in query.starts)


@settings(deadline=None)
@given(mixed, st.text("充电桩ＯＴＡota32 ，🚗", min_size=1, max_size=6))
def test_where_the_index_alone_decides_it_decides_right(text: str, typed: str) -> None:
    query, folded = parse(typed), fold(text)
    found = grams(folded)
    in_index = query.grams <= found and all(any(gram.startswith(one) for gram in found) for one in query.starts)
    if query.exact and query.terms:
        assert in_index == query.match(folded)
    else:
        assert in_index or not query.match(folded)
