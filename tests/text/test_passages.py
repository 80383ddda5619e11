"""Passages that two texts share: found where they were reworded or moved, marked where they stand, and no more."""

from itertools import pairwise

import pytest

from app.text.passages import LONGEST, Passage, shared

FIRST = (
    "冬天充电慢不是坏了，是电池在保温。出发前半小时打开预热，充到八成就走，剩下两成留给下一站。\n"
    "我开了两年，冬天从来没有等过四十分钟以上。"
)


def _said(text: str, passages: tuple[Passage, ...], *, first: bool) -> list[str]:
    return [text[one.first_at : one.first_end] if first else text[one.second_at : one.second_end] for one in passages]


def test_a_passage_is_found_where_words_were_changed_and_where_it_was_moved() -> None:
    second = (
        "我总结一下。我开了两年，冬天从来没有等过四十分钟以上！"
        "冬天充电慢并不是坏了，而是电池在保温；出发前半小时打开预热。"
    )
    found = shared(FIRST, second)
    assert _said(second, found.passages, first=False) == [
        "我开了两年，冬天从来没有等过四十分钟以上",
        "冬天充电慢并不是坏了，而是电池在保温；出发前半小时打开预热",
    ]
    assert _said(FIRST, found.passages, first=True) == [
        "我开了两年，冬天从来没有等过四十分钟以上",
        "冬天充电慢不是坏了，是电池在保温。出发前半小时打开预热",
    ]
    assert 85 <= found.share <= 95


@pytest.mark.parametrize(
    "second",
    [
        "",
        "，。！",
        "周末自驾去了一趟草原，风景很好，孩子们玩得很开心，路上遇到两次堵车。",
        "冬天充电慢。",  # too short to be anybody's
        "谢谢大家，祝用车顺心。",
    ],
)
def test_common_use_and_other_matters_are_no_passages(second: str) -> None:
    assert shared(FIRST, second).passages == ()
    assert shared(FIRST, second).share == 0


def test_the_same_text_is_shared_whole_whatever_its_width_and_case() -> None:
    text = "OTA 3.2.1 升级之后中控黑屏，重启三次才恢复，4S 店说没有遇到过。"
    found = shared(text, text.lower().replace("3.2.1", "３.２.１").replace("，", ",", 1))
    assert found.share >= 95
    assert len(found.passages) == 1


def test_english_passages_begin_and_end_at_words() -> None:
    first = "I have driven this car for two years and never waited more than forty minutes in winter."
    second = "As I said, I've driven this car for two years, and have never waited more than forty minutes in winter!"
    [one] = shared(first, second).passages
    assert first[one.first_at : one.first_end].startswith(("I have", "have driven"))
    assert second[one.second_at : one.second_end].endswith("in winter")


def test_what_is_said_twice_is_marked_once_and_no_marks_overlap() -> None:
    second = f"{FIRST}\n{FIRST}"
    found = shared(FIRST, second)
    assert found.share == 100
    for end, start in (("first_end", "first_at"), ("second_end", "second_at")):
        ordered = sorted(found.passages, key=lambda one, by=start: getattr(one, by))
        assert all(getattr(one, end) <= getattr(other, start) for one, other in pairwise(ordered))


def test_only_the_beginning_of_a_huge_text_is_compared() -> None:
    filler = "".join(chr(0x4E00 + at % 9_973) for at in range(LONGEST))
    assert shared(FIRST, filler + FIRST).passages == ()
    assert shared(FIRST, FIRST + filler).passages != ()
