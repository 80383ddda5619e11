import hashlib

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.text.folding import fold, grams, parse, text_print

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


# --- prints ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("加我头像，贴膜全网最低！", "加我头像 贴膜全网最低"),
        ("加微信 ABC123", "加微信ａｂｃ１２３！！🚗"),
        ("加_我_头像贴膜", "加我头像贴膜"),
        ("（第一）（第二）……", "第一第二"),
    ],
)
def test_texts_that_say_the_same_have_one_print(one: str, other: str) -> None:
    assert text_print(one) == text_print(other) != ""
    assert len(text_print(one)) == 16


@pytest.mark.parametrize("text", ["", "顶", "顶！！！", "赞👍👍👍", "哈哈哈", "。，！？"])
def test_a_text_of_a_few_letters_has_no_print(text: str) -> None:
    assert text_print(text) == ""


def test_texts_that_differ_by_a_letter_have_two_prints() -> None:
    assert text_print("胎压报警怎么办") != text_print("胎压报警怎么版")


@given(mixed)
def test_a_print_is_that_of_the_letters_and_digits_of_the_folded_text(text: str) -> None:
    letters = "".join(char for char in fold(text) if char.isalnum())
    whole = hashlib.sha256(letters.encode()).hexdigest()[:16]
    assert text_print(text) == (whole if len(letters) >= 4 else "")


def test_half_a_character_has_a_print_all_the_same() -> None:
    assert len(text_print("乱码\ud83d\ud83d乱码")) == 16
