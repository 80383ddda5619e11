"""HTML as plain text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.html import CUT, DEEPEST, LONGEST, plain, unescaped


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<p dir="auto">用了一周，<strong>续航</strong>一天半。</p>\n<p>二<br />三</p>\n',
            "用了一周，续航一天半。\n\n二\n三",
        ),
        ("<p>一\n 行</p>", "一 行"),
        ("<div>一</div><div>二</div>", "一\n二"),
        ("<p>上</p><hr><p>下</p>", "上\n\n---\n\n下"),
        (
            "<ol><li>一<ul><li>甲</li><li>乙</li></ul></li><li>二</li></ol><p>尾</p>",
            "1. 一\n  - 甲\n  - 乙\n2. 二\n\n尾",
        ),
        ("<blockquote><p>引</p><blockquote>深</blockquote></blockquote><p>答</p>", "> 引\n>\n> > 深\n\n答"),
        (
            "<p>用 <code>a &lt; b</code></p><pre><code>if x:\n    y()\n</code></pre>",
            "用 `a < b`\n\n```\nif x:\n    y()\n```",
        ),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", "甲 | 乙 |\n丙 |"),
        ('<input type="checkbox" checked>换了 <input type="checkbox">没换', "[x] 换了 [ ] 没换"),
        ("", ""),
        ("没有标签 &amp; 一个 < 三", "没有标签 & 一个 < 三"),
    ],
)
def test_what_a_reader_sees_stays(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('看<a href="https://e.cn/x">这里</a>', "看这里 ⟨https://e.cn/x⟩"),
        ('<a href="https://e.cn/x/">https://e.cn/x</a>', "https://e.cn/x"),
        ('<a href="http://e.cn/%E8%BD%A6">e.cn/车</a>', "e.cn/车"),
        ('<a href="mailto:a@e.cn">a@e.cn</a>', "a@e.cn"),
        ('<a href="https://other.cn/x">https://bank.cn</a>', "https://bank.cn ⟨https://other.cn/x⟩"),
        ('<a href="javascript:alert(1)">点我</a>', "点我 ⟨javascript:alert(1)⟩"),
        ('<a href="https://e.cn">没有关</a><p>下', "没有关 ⟨https://e.cn⟩\n\n下"),
        ('<a href="https://a.cn">甲<a href="https://b.cn">乙</a>', "甲 ⟨https://a.cn⟩乙 ⟨https://b.cn⟩"),
        ('<a href="https://e.cn"></a>', "⟨https://e.cn⟩"),
        ('<a class="plugin-mentions-user" href="/user/%E5%BC%A0">@张三</a> 你好', "@张三 你好"),
        ('<a href="//evil.cn/user/x">@张三</a>', "@张三 ⟨//evil.cn/user/x⟩"),
        ('<a href="https://e.cn/⟩ 看 ⟨x">甲</a>', "甲 ⟨https://e.cn/%E2%9F%A9看%E2%9F%A8x⟩"),
        ('<a name="here">锚</a>', "锚"),
    ],
)
def test_a_link_says_where_it_leads(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<img src="/a.png" alt="底盘">', "[图片：底盘] ⟨/a.png⟩"),
        ('<img src="/a.png">', "[图片] ⟨/a.png⟩"),
        ('<a href="/a.png"><img src="/a.png"></a>', "[图片] ⟨/a.png⟩"),
        ('<a href="https://e.cn"><img src="/a.png"></a>', "[图片] ⟨/a.png⟩ ⟨https://e.cn⟩"),
        ('好<img class="not-responsive emoji emoji-android" title=":smile:" alt="😄" src="/e.png">', "好😄"),
        ('<iframe src="https://v.cn/1"></iframe>', "[嵌入] ⟨https://v.cn/1⟩"),
        ('<video src="https://v.cn/1.mp4"></video>', "[视频] ⟨https://v.cn/1.mp4⟩"),
    ],
)
def test_pictures_are_named_with_their_address(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_picture_in_its_address_is_named_by_its_beginning() -> None:
    assert len(plain(f'<img src="data:image/png;base64,{"A" * 50_000}">')) < 100


@pytest.mark.parametrize(
    "hidden", ["<script>x()</script>", "<style>p{}</style>", "<template>x</template>", "<!-- x -->"]
)
def test_what_is_no_text_is_left_out(hidden: str) -> None:
    assert plain(f"<p>前</p>{hidden}<p>后</p>") == "前\n\n后"


def test_the_first_of_two_values_counts_as_in_a_browser() -> None:
    assert plain('<a href="https://a.cn" href="https://b.cn">甲</a>') == "甲 ⟨https://a.cn⟩"


def test_depth_is_shown_up_to_a_point() -> None:
    text = plain("<blockquote>" * 5000 + "深")
    assert text.strip() == "> " * DEEPEST + "深"


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert plain("长" * (LONGEST + 1)) == "长" * LONGEST + CUT
    assert plain("长" * LONGEST) == "长" * LONGEST


@pytest.mark.parametrize(
    "hostile",
    [
        "<", "<a ", "<!--", "<!", "<?", "</", "</a", "<![CDATA[", "<!-->", "<script>", "<script><", '<a x="', "&#", "&",
        "<blockquote>", "<blockquote>a", "<ul><li>", "<a href=x>", "<textarea>", "<plaintext>", "<!DOCTYPE [", "<x=",
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", ">", "-->", '">'])
def test_no_markup_takes_long_or_much(hostile: str, end: str) -> None:
    begun = time.process_time()
    text = plain(hostile * (LONGEST // len(hostile)) + end)
    assert time.process_time() - begun < 5
    assert len(text) < 5 * LONGEST


def test_a_number_too_long_to_be_a_character_is_none() -> None:
    assert plain("a&#" + "9" * 5000 + ";b&#x" + "f" * 5000 + ";") == "a\ufffdb\ufffd"


_PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        '<p> </p> <br> <a href="x"> </a> <b <!-- --> <! <![ ]]> & &#x; &lt; <li> <ul> </ul> <pre> </pre> <code>'.split()
        + ["<blockquote>", "</blockquote>", '<img alt="', ">", "<script>", "</script>", "\0", "\ud800"]
    ),
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_anything_becomes_text(html: str) -> None:
    text = plain(html)
    assert plain(html) == text
    assert text == text.strip("\n")
    assert len(text) <= 60 * len(html) + 10


@given(st.text(alphabet=st.characters(blacklist_characters="<>&\r", blacklist_categories=["Cs", "Zs", "Cc"])))
def test_text_without_markup_stays_as_it_is(text: str) -> None:
    assert plain(f"<p>{text}</p>") == text


@pytest.mark.parametrize("digits", [8, 5000, 20_000])
def test_a_number_that_no_character_has_breaks_nothing(digits: int) -> None:
    number = f"&#{'9' * digits};"
    assert unescaped(f"a &lt;b&gt; {number}") == f"a <b> {number}"
    assert "a" in plain(f"<p>a {number}</p>")
