import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.quoting import WIDEST, excerpt, in_quotes, in_title_marks, one_line
from app.errors import Language

ADVERT = (
    "大家好，E5 刚提 3 天，还没捂热🥹\n想装家充，物业说要“用电证明”。\n"
    "我在网上找到一家可以代办的：https://daiban.example.test/jiachong ，说 399 全包，七天搞定。"
)
PAIRS = ["“”", "‘’", "「」", "（）", "()", "《》", "【】", "[]"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一\n二\t三  四", "一 二 三 四"),
        ("\u202e反\x00\x1b了\u200b", "反了"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("长" * 30, "长" * 20 + "……"),
        (" \n", ""),
    ],
)
def test_remote_text_becomes_one_harmless_line(text: str, line: str) -> None:
    assert one_line(text, 20) == line


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("让我“等通知”", "让我‘等通知’", "让我‘等通知’"),
        ('they said "wait" to me', "they said ‘wait’ to me", "they said ‘wait’ to me"),
        ("只开“不关", "只开不关", "只开不关"),
        ("”反了“", "反了", "反了"),
        ('5" 屏', "5 屏", "5 屏"),
        ("I don’t", "I don’t", "I don’t"),
        ("「对」", "‘对’", "「对」"),
    ],
)
def test_quotation_marks_inside_a_quotation_become_inner_ones(text: str, zh: str, en: str) -> None:
    assert (in_quotes(text, "zh"), in_quotes(text, "en")) == (zh, en)


def test_title_marks_inside_a_title_become_inner_ones() -> None:
    assert in_title_marks("读《冬季用车二十问》") == "读〈冬季用车二十问〉"
    assert in_title_marks("《半个") == "半个"


@pytest.mark.parametrize(
    ("text", "words", "quoted"),
    [
        (ADVERT, ["代办"], "我在网上找到一家可以代办的：（链接）"),
        (ADVERT, [], "E5 刚提 3 天，还没捂热"),
        ("大家好！E5 刚提 3 天，还没捂热", [], "E5 刚提 3 天，还没捂热"),
        ("大家好", [], ""),
        ("您好，\n脑子跟电池一样，一降温就剩一半。", ["脑子"], "脑子跟电池一样，一降温就剩一半"),
        ("2）“辅助标定”那页把驾驶员监测的勾去掉；", ["监测"], "‘辅助标定’那页把驾驶员监测的勾去掉"),
        ("直接打 138****0000，姓吴", [], "直接打（号码），姓吴"),
        ("就这台：川A·D00000，灰色 X6", [], "就这台：（车牌），灰色 X6"),
        ("微信 wx_000000 联系我吧", [], "微信（微信号） 联系我吧"),
        ("邮箱 chen@mail.example 找我", [], "邮箱（邮箱） 找我"),
        ("顶！", [], "顶"),
        ("🔥🔥🔥", [], ""),
        ("！！！", [], ""),
        ("", [], ""),
    ],
)
def test_an_excerpt_shows_the_passage_that_is_meant_and_nobodys_details(
    text: str, words: list[str], quoted: str
) -> None:
    assert excerpt(text, words, "zh") == quoted


def test_a_long_sentence_is_cut_at_a_word_and_says_so() -> None:
    assert excerpt("加我头像贴膜全网最低" * 5, [], "zh") == ("加我头像贴膜全网最低" * 2)[:19] + "……"
    quoted = excerpt("You would have to be entirely brainless to buy this car and nothing else", [], "en")
    assert quoted == "You would have to be entirely…"
    assert excerpt("x" * 500, [], "en") == "x" * (WIDEST // 2) + "…"


def test_the_language_of_the_letter_says_what_was_left_out() -> None:
    assert excerpt("Look at https://a.test/b for more", [], "en") == "Look at (link) for more"


nasty = st.text(st.sampled_from([*"“”‘’「」（）()《》【】[]{}\"'，。！.,\n 🔥车a1\u202e\u200d"]), max_size=80)


@settings(deadline=None)
@given(nasty | st.text(max_size=80), st.sampled_from(["zh", "en"]))
def test_whatever_was_written_a_quotation_is_short_and_closes_what_it_opens(text: str, language: Language) -> None:
    quoted = excerpt(text, ["车"], language)
    assert len(quoted) <= WIDEST + 2
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in quoted)
    assert "“" not in quoted
    assert "”" not in quoted
    for opening, closing in PAIRS:
        if opening != "‘":
            assert quoted.count(opening) == quoted.count(closing)


@pytest.mark.parametrize("part", [" ", "a", "，", "。", "“", "a@", "1", "车，", "https://", ".", "好好好好。", "🔥"])
def test_hostile_text_takes_linear_time(part: str) -> None:
    began = time.process_time()
    excerpt(part * 100_000, ["代办", "加微信", "order now"] * 10, "zh")
    assert time.process_time() - began < 3
