"""The review as rules: what a draft says, who is not to be named, how far a review is."""

import pytest

from app.domain.months import Month
from app.domain.review import check_written, from_markdown, unagreed
from app.domain.review_draft import Honoured, Material, Notable, compose
from app.domain.words import Words
from app.errors import ReviewEmpty, TooLong

GUIDE = Honoured(
    Words("老周", "老周"), Words("引路人", "guide"), Words("答得耐心", "patience"), Words("授予", "granted")
)


def test_what_strangers_wrote_is_plain_data_in_a_draft_and_only_good_addresses_are_links() -> None:
    hostile = Notable("<b>**标题**</b>](https://evil.example)", Words("@所有人 [x](y)", "x"), "javascript:alert(1)")
    good = Notable("冬天充电", Words("一位车友", "a fellow owner"), "https://c.example/t/1", "先预热")
    material = Material(Month("2026-09"), "远山", (GUIDE,), (hostile, good), thanks=2, thanked=1)
    title, text = compose(material, "zh")
    assert title == "远山社区盘点：2026 年 9 月"
    assert "一位车友：[《冬天充电》](https://c.example/t/1)，“先预热”" in text
    line = next(one for one in text.splitlines() if "标题" in one)
    assert not any(mark in line for mark in ("<", "**", "](", "@", "javascript"))
    assert "(granted): 老周; patience" in compose(material, "en")[1]


def test_a_month_without_anything_has_no_empty_headings() -> None:
    for language in ("zh", "en"):
        assert "## " not in compose(Material(Month("2026-09"), ""), language)[1]  # type: ignore[arg-type]


def test_names_are_found_whatever_their_case_and_one_letter_is_no_name() -> None:
    assert unagreed("thanks to OLDzhou and 小满", ["OldZhou", "小满", "王", "", "没来的人"], ["小满"]) == ("OldZhou",)


def test_what_is_kept_has_a_title_and_a_text_that_somebody_reads() -> None:
    assert check_written(" 十一月\n", " 谢谢 \n") == ("十一月", "谢谢")
    with pytest.raises(ReviewEmpty):
        check_written("", "谢谢")
    with pytest.raises(TooLong):
        check_written("十一月", "长" * 20_001)


def test_a_file_gives_its_first_heading_as_the_title() -> None:
    assert from_markdown("# 新标题\n\n正文\n", "旧") == ("新标题", "正文")
    assert from_markdown("## 荣誉\n正文", "旧") == ("旧", "## 荣誉\n正文")
