import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.quoting import WIDEST, excerpt, in_quotes, in_title_marks, inert, one_line
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
        ("打 138 0013 8000，或者 010-62345678", [], "打（号码），或者（号码）"),
        ("一三八零零一三八零零零 找我", [], "（号码） 找我"),
        ("1\u200b3800138000 打我", [], "（号码） 打我"),
        ("车架号 LSVAA4187E2000001 黑屏", [], "车架号（车架号） 黑屏"),
        ("ＬＳＶＡＡ４１８７Ｅ２０００００１ 黑屏", [], "（车架号） 黑屏"),
        ("加微信 abc_12345 领黑屏赔偿", [], "加微信（微信号） 领黑屏赔偿"),
        ("加V：xiaoming 领黑屏赔偿", [], "加V：（微信号） 领黑屏赔偿"),
        ("微信 CarPlay 黑屏", [], "微信 CarPlay 黑屏"),
        ("[官方赔偿点我](http://evil.example/pay) 黑屏", [], "官方赔偿点我（链接） 黑屏"),
        ("![](http://evil.example/t.png) 黑屏", [], "（链接） 黑屏"),
        ("@all 中控黑屏", [], "all 中控黑屏"),
        ("中控黑屏 @all <b>急</b>", [], "中控黑屏 ＠all ＜b＞急＜/b"),
        ("3.2.1 升级后中控黑屏", [], "3.2.1 升级后中控黑屏"),
        ("1. 升级后中控黑屏", [], "升级后中控黑屏"),
        ("-5℃ 就打不开车门", [], "-5℃ 就打不开车门"),
        ("12,999 元的座椅，到现在都没有装上去，问谁谁都说不知道", ["座椅"], "12,999 元的座椅，到现在都没有装上去"),
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


@pytest.mark.parametrize("figure", ["3.2.1", "12:30", "12,999", "2026/11/22", "99.5%"])
def test_no_figure_is_cut_within(figure: str) -> None:
    for before in range(1, 40):
        quoted = excerpt("车" * before + f" {figure} " + "车" * 40, [], "zh")
        said = quoted.removesuffix("……").strip("车 ")
        assert said in {"", figure, figure.rstrip("%")}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("@everyone", "＠everyone"),
        ("[x](javascript:alert(1))", "［x］(javascript:alert(1))"),
        ("![](http://evil/x.png)", "!［］(http：//evil/x.png)"),
        ("<script>", "＜script＞"),
        ("# H1", "＃ H1"),
        ("_强调_", "＿强调＿"),
        ("www.x.cn", "www．x．cn"),
        ("&lt;b", "＆lt;b"),
    ],
)
def test_a_name_calls_nobody_links_nothing_and_draws_nothing(name: str, said: str) -> None:
    assert inert(name) == said


@pytest.mark.parametrize(
    "name",
    ["南山老陈", "小北_2026", "K.Rowling", "爱车(杭州)", "J-Lo's 车", "R&D", "3.2.1", "Zoë", "小明🚗", "~阿May~"],
)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert inert(name) == name


@given(st.text(max_size=40))
def test_no_letter_or_figure_of_a_name_is_changed(name: str) -> None:
    assert [char for char in inert(name) if char.isalnum()] == [char for char in name if char.isalnum()]


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


@pytest.mark.parametrize(
    "part",
    [
        " ",
        "a",
        "，",
        "。",
        "“",
        "a@",
        "1",
        "车，",
        "https://",
        ".",
        "好好好好。",
        "🔥",
        "[",
        "[a](",
        "微信",
        "加v",
        "一",
        "_",
        "1:",
    ],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    began = time.process_time()
    excerpt(part * 100_000, ["代办", "加微信", "order now"] * 10, "zh")
    assert time.process_time() - began < 3
