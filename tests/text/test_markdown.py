"""Markdown of our own people as HTML: marks work, nothing of it runs, loads, or leads where it does not say."""

from html.parser import HTMLParser

import pytest

from app.text.markdown import to_html
from app.text.review_pages import page


class _Reader(HTMLParser):
    """What a browser would make of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_marks_become_what_they_stand_for() -> None:
    html = to_html(
        "# 一级\n## 荣誉\n\n**老周**：*谢谢*，`E5`\n第二行\n\n- 一\n- 二\n  续行\n\n1. 甲\n2. 乙\n\n> 引用\n> 两行\n\n"
        "---\n\n"
        "[帖子](https://c.example/t/1) https://c.example/x。"
    )
    assert html == (
        "<h2>一级</h2>\n<h2>荣誉</h2>\n<p><strong>老周</strong>：<em>谢谢</em>，<code>E5</code><br>第二行</p>\n"
        "<ul><li>一</li><li>二<br>续行</li></ul>\n<ol><li>甲</li><li>乙</li></ol>\n"
        "<blockquote><p>引用<br>两行</p></blockquote>\n<hr>\n"
        '<p><a href="https://c.example/t/1" rel="noopener noreferrer nofollow">帖子</a> '
        '<a href="https://c.example/x" rel="noopener noreferrer nofollow">https://c.example/x</a>。</p>'
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![图](https://spy.example/p.png)",
        "[点我](javascript:alert(1))",
        "[点我](data:text/html;base64,PHNjcmlwdD4=)",
        '[a](https://c.example/"onmouseover="alert(1))',
        "[a](https://c.example/' onclick='x')",
        "**<b onclick=x>**`</code><script>`*<i>*",
        "`a **b` c**",
        "**a [b**](https://c.example) c**",
        "</main></body><iframe src=//evil>",
        "&lt;script&gt;",
    ],
)
def test_nothing_of_it_runs_or_loads(hostile: str) -> None:
    for text in (hostile, f"# {hostile}", f"- {hostile}", f"> {hostile}"):
        read = _read(to_html(text))
        assert {tag for tag, _ in read.tags} <= {"p", "h2", "ul", "li", "blockquote", "strong", "em", "code", "a"}
        for tag, about in read.tags:
            assert set(about) <= ({"href", "rel"} if tag == "a" else set())
            assert tag != "a" or str(about["href"]).startswith("https://")


def test_a_link_that_looks_like_another_place_shows_where_it_leads() -> None:
    assert _read(to_html("[https://bank.example](https://evil.example/x)")).text == "https://evil.example/x"


def test_long_hostile_text_costs_little_more_than_its_length() -> None:
    for piece in ("**", "*a", "`", "[", "](", "> ", "- ", "#"):
        assert to_html(piece * 40_000)


def test_the_page_is_whole_and_forbids_itself_to_load_anything() -> None:
    read = _read(page("九月 <盘点>", "**好**", "zh").replace("<!doctype html>\n", ""))
    assert ("title", {}) in read.tags
    assert "九月 <盘点>" in read.text
    policy = next(about for tag, about in read.tags if about.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in str(policy["content"])
    assert not [about for _, about in read.tags if "src" in about or "onload" in about]
