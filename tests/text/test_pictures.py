"""Where a post shows pictures: found in every form that communities use, nothing an author writes is costly."""

import time

import pytest

from app.text.html import plain
from app.text.pictures import LONGEST_ADDRESS, MOST, markdown_pictures, name_pictures, pictures_in


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("看这个 ![白烟](/v1/pictures/a.png)", "/v1/pictures/a.png"),
        ('![](https://c.example/a_(1).png "标题")', "https://c.example/a_(1).png"),
        ("![图|690x388](upload://xY12.jpeg)", "upload://xY12.jpeg"),
        ("[检测报告.pdf|attachment](upload://ab.pdf) (12 KB)", "upload://ab.pdf"),
        ("![a](<https://c.example/a.png>)", "https://c.example/a.png"),
        ('<p><img alt="x" src="/uploads/a.png?x=1&amp;y=2"></p>', "/uploads/a.png?x=1&y=2"),
        ("<IMG\nsrc = '/a.gif' width=3>", "/a.gif"),
        ("<img src=/a.webp>", "/a.webp"),
        ("[img]https://c.example/a.jpg[/img]", "https://c.example/a.jpg"),
        (plain('<p>冒烟<br><img src="/assets/uploads/1-a b.png" alt="车头[右]"></p>'), "/assets/uploads/1-ab.png"),
        ("//", None),
        ("[一个链接](https://c.example/a.png)", None),
        ("![x](data:image/png;base64,AAAA)", None),
        ("![x](javascript:alert(1))", None),
        ("![x](file:///etc/passwd)", None),
        ('<img data-src="/a.png">', None),
        (f"![x](/{'a' * LONGEST_ADDRESS}.png)", None),
    ],
)  # fmt: skip
def test_a_picture_is_found_where_the_post_shows_it(text: str, address: str | None) -> None:
    assert pictures_in(text) == ([address] if address else [])


def test_each_is_named_once_in_order_and_not_without_end() -> None:
    assert pictures_in("![a](/b.png) ![b](/a.png)\n![c](/b.png)") == ["/b.png", "/a.png"]
    assert len(pictures_in(" ".join(f"![x](/{n}.png)" for n in range(MOST + 50)))) == MOST


def test_a_picture_in_markdown_is_known_with_its_whole_mark_and_its_name() -> None:
    text = '前![白烟](/a.png)中![](https://c.example/a_(1).png "标题")后![图|690x388](upload://xY12.jpeg) ![半个](/b'
    assert [(text[one.start : one.end], one.name) for one in markdown_pictures(text)] == [
        ("![白烟](/a.png)", "白烟"),
        ('![](https://c.example/a_(1).png "标题")', ""),
        ("![图|690x388](upload://xY12.jpeg)", "图"),
    ]


@pytest.mark.parametrize(
    "piece", ["![", "[图片", "<img ", "<img src ", "![](", "[a|attachment]", "[img]a", "![](a(", "(", " "]
)
def test_whatever_an_author_writes_is_read_at_once(piece: str) -> None:
    """Twice the text may cost about twice the time: a form that costs more is one that hangs the program."""
    text = piece * (400_000 // len(piece))
    began = time.process_time()
    pictures_in(text)
    markdown_pictures(text)
    assert time.process_time() - began < 5


def test_pictures_stand_as_words_whatever_their_mark_up() -> None:
    text = (
        '看 ![老王的车](https://a.cn/1.jpg "老王")！<img class="x" src="/u/2.png" alt="老王">，[img]/u/3.png[/img]；'
        "![a|100x50](upload://b4.png) ![](data:image/png;base64,AA) 完"
    )
    assert name_pictures(text, lambda address: f"［{address}］") == (
        "看 ［https://a.cn/1.jpg］！［/u/2.png］，［/u/3.png］；［upload://b4.png］ ［］ 完"
    )
