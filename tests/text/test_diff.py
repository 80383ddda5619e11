import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.diff import Change, diff

anything = st.text(max_size=80)
alike = st.text("的一是，。\n a1🚗👨\u200d👩\ufe0f", max_size=60)
MARKS = {Change.SAME: "{}", Change.REMOVED: "[-{}]", Change.ADDED: "[+{}]"}


def _shown(before: str, after: str) -> str:
    return "".join(MARKS[piece.change].format(piece.text) for piece in diff(before, after))


def _side(before: str, after: str, without: Change) -> str:
    return "".join(piece.text for piece in diff(before, after) if piece.change is not without)


@settings(deadline=None)
@given(anything | alike, anything | alike)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    assert _side(before, after, Change.ADDED) == before
    assert _side(before, after, Change.REMOVED) == after


@settings(deadline=None)
@given(alike, alike)
def test_pieces_are_never_empty_and_neighbours_differ(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert all(piece.text for piece in pieces)
    assert all(one.change is not other.change for one, other in pairwise(pieces))


@settings(deadline=None)
@given(anything)
def test_a_text_that_did_not_change_is_one_piece(text: str) -> None:
    assert [piece.change for piece in diff(text, text)] == ([Change.SAME] if text else [])


@settings(deadline=None)
@given(alike, alike)
def test_what_stayed_by_chance_within_a_rewritten_passage_is_not_confetti(before: str, after: str) -> None:
    pieces = diff(before, after)
    for piece in pieces[1:-1]:
        if piece.change is Change.SAME:
            assert len(piece.text) > 2 or "\n" in piece.text


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("贴膜找我，加微信。", "贴膜找我。", "贴膜找我[-，加微信]。"),
        ("续航只有299公里", "续航只有310公里", "续航只有[-299][+310]公里"),
        ("刚升了 OTA 就后悔", "刚升了 OTA2 就后悔", "刚升了 [-OTA][+OTA2] 就后悔"),
        ("我不赞成这种做法", "你很反对这种说法", "[-我不赞成这种做][+你很反对这种说]法"),  # two that stayed by chance
        ("第一行\n第二行\n第三行", "第一行\n第三行", "第一行\n[-第二行\n]第三行"),
        ("一家人👨\u200d👩\u200d👧", "一家人👨\u200d👩\u200d👦", "一家人[-👨\u200d👩\u200d👧][+👨\u200d👩\u200d👦]"),
        ("", "全新", "[+全新]"),
        ("不要了", "", "[-不要了]"),
        ("", "", ""),
    ],
)
def test_a_change_reads_like_an_edit(before: str, after: str, shown: str) -> None:
    assert _shown(before, after) == shown


def test_a_paragraph_taken_out_leaves_the_others_as_they_were() -> None:
    kept = "大家好，E5 刚提 3 天。\n"
    assert _shown(f"{kept}代办找他：https://daiban.example.test\n谢谢", f"{kept}谢谢").startswith(f"{kept}[-")


def _random_text(alphabet: str, length: int, seed: int) -> str:
    return "".join(random.Random(seed).choices(alphabet, k=length))


HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 20_000)))
SWAPPED = "".join(HAN[at + 1] + HAN[at] for at in range(0, len(HAN), 2))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_random_text("的一是不了在有我他这，。", 20_000, 1), _random_text("的一是不了在有我他这，。", 20_000, 2)),
        (_random_text("的一\n", 20_000, 1), _random_text("的一\n", 20_000, 2)),
        (_random_text("的一是。", 20_000, 1), _random_text("的一是。", 20_000, 2)),
        (_random_text(HAN[:600] + "。\n" * 15, 20_000, 1), _random_text(HAN[:600] + "。\n" * 15, 20_000, 2)),
        (HAN, SWAPPED),
        ("\n".join(HAN[:10_000]), "\n".join(SWAPPED[:10_000])),
        ("a" + "\u0301" * 20_000, "b" + "\u0301" * 20_000),
        ("\u200d" * 20_000, "\u200d" * 19_999 + "a"),
        ("a " * 10_000, "b " * 10_000),
    ],
)
def test_long_and_hostile_texts_are_compared_in_bounded_time(before: str, after: str) -> None:
    began = time.process_time()
    diff(before, after)
    assert time.process_time() - began < 3  # about a second on a slow machine


def test_small_edits_in_a_long_post_are_still_found() -> None:
    before = "\n".join(f"第{number}段：" + HAN[number * 40 : number * 40 + 40] + "。" for number in range(400))
    after = before.replace(HAN[4000:4003], "改好了", 1).replace(HAN[12_000:12_003], "也改了", 1)
    changed = [piece.text for piece in diff(before, after) if piece.change is not Change.SAME]
    assert changed == [HAN[4000:4003], "改好了", HAN[12_000:12_003], "也改了"]
