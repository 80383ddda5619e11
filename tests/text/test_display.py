import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.display import Link, links, visible

FAMILY = "👨\u200d👩\u200d👧"
parts = "[ ] ( ) < > 。 ， ： / ? # @ . : a 中 \" ' * ⟨ ⟩ https:// http:// www. a.cn xn-- \u202e \u200d 🚗".split(" ")
hostile = st.lists(st.sampled_from([*parts, " ", "\n"]), max_size=40).map("".join)


# --- what can't be seen -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("您好，E5 提车 3 天。\n\t第二行", "您好，E5 提车 3 天。\n\t第二行"),
        ("一\r\n二\r三\u2028四\u2029五", "一\n二\n三\n四\n五"),
        ("红\x1b[31m字\x00\x7f\x85", "红[31m字"),
        ("\u202egro.knab", "⟨U+202E⟩gro.knab"),
        ("a\u200bb\u200dc\ufeffd\u2066e\u2069", "a⟨U+200B⟩b⟨U+200D⟩c⟨U+FEFF⟩d⟨U+2066⟩e⟨U+2069⟩"),
        ("软\u00ad连\u2060字\u3164空\u115f白\u2800", "软⟨U+00AD⟩连⟨U+2060⟩字⟨U+3164⟩空⟨U+115F⟩白⟨U+2800⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("a\ufe0f\ufe0f", "a⟨U+FE0F⟩⟨U+FE0F⟩"),
        ("a\U000e0041", "a⟨U+E0041⟩"),
        ("葛\U000e0100\U000e0101", "葛\U000e0100⟨U+E0101⟩"),
        ("", ""),
    ],
)
def test_what_can_not_be_seen_is_dropped_or_marked(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        FAMILY,
        "🏳️\u200d🌈",
        "👩🏽\u200d🔧",
        "🤷🏻\u200d♀️",
        "❤️\u200d🔥",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "1️⃣ #️⃣",
        "▶️ ©️ 🇨🇳 ☎︎",
        "🥹💪💪💪[狗头]",
        "葛\U000e0100城",
    ],
)
def test_emoji_and_forms_of_characters_stay_whole(text: str) -> None:
    assert visible(text) == text


def test_a_joiner_that_joins_nothing_is_marked() -> None:
    assert visible("🚗\u200d") == "🚗⟨U+200D⟩"
    assert visible("\u200d🚗") == "⟨U+200D⟩🚗"


@settings(deadline=None)
@given(st.text(max_size=60) | hostile)
def test_nothing_that_turns_or_hides_text_is_left_and_showing_twice_changes_nothing(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown.replace("\n", "").replace("\t", ""))
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")
    assert visible(shown) == shown


# --- links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("看 https://chemo.example.test/yuanshan?from=bbs 吧", "https://chemo.example.test/yuanshan?from=bbs", None),
        ("代办的：https://daiban.example.test/jiachong ，说", "https://daiban.example.test/jiachong", None),
        ("下单戳https://chemo.test/a，咨询", "https://chemo.test/a", "chemo.test"),
        ("（https://a.test/b）", "https://a.test/b", "a.test"),
        ("“https://a.test”", "https://a.test", "a.test"),
        ("https://a.test。", "https://a.test", "a.test"),
        ("https://a.test/b咨询", "https://a.test/b", "a.test"),
        ("https://a.test咨询电话", "https://a.test", "a.test"),
        ("https://a.test:8080咨询", "https://a.test:8080", "a.test"),
        ("https://www.a.test详情见www.b.test", "https://www.a.test", "www.a.test"),
        ("(https://a.test/b_(c)).", "https://a.test/b_(c)", "a.test"),
        ("**https://a.test/b**", "https://a.test/b", "a.test"),
        ("HTTP://A.TEST/B?", "HTTP://A.TEST/B", "a.test"),
        ("http://a.test./b", "http://a.test./b", "a.test"),
        ("https://汽车.test/x", "https://汽车.test/x", "xn--4tws85e.test"),
        ("https://аррӏе.test", "https://аррӏе.test", "xn--80ak6aa92e.test"),
        ("<https://a.test/x>", "https://a.test/x", "a.test"),
        ("https://a.test\u202emoc.knab", "https://a.test", "a.test"),
        ("http://server/x", "http://server/x", "server"),
    ],
)
def test_a_link_in_plain_text_ends_where_the_sentence_goes_on(text: str, url: str, host: str | None) -> None:
    (link,) = links(text)
    assert (text[link.start : link.end], link.url, link.spoofed) == (url, url, False)
    assert link.host == (host or link.host)
    assert link.host.isascii()


def test_several_links_come_in_order() -> None:
    text = "https://a.test/1、https://b.test/2\n[图](https://c.test/3)https://d.test"
    assert [link.host for link in links(text)] == ["a.test", "b.test", "c.test", "d.test"]


def test_a_markdown_link_reaches_from_bracket_to_bracket() -> None:
    text = '看 [这里](https://a.test/b_(c) "标题") 吧'
    assert links(text) == [Link(2, text.index(" 吧"), "https://a.test/b_(c)", "a.test", False)]


@pytest.mark.parametrize(
    ("label", "spoofed"),
    [
        ("https://bank.test", True),
        ("bank.test", True),
        ("www.bank.test/login", True),
        ("\u202ebank.test", True),
        ("⟨U+202E⟩bank.test", True),
        ("bank\u200b.test", True),
        ("https：//bank.test", True),
        ("**bank.test**", True),
        ("官网：https://bank.test/", True),
        ("bank.test 官网", True),
        ("аgent.test", True),  # its first letter is Cyrillic
        ("https://bad host", True),
        ("agent.test", False),
        ("www.agent.test", False),
        ("https://agent.test/other", False),
        ("agent.test官网", False),
        ("点这里", False),
        ("升级到 3.2", False),
        ("3.2", False),
        ("", False),
    ],
)
def test_a_label_that_looks_like_another_address_is_called_spoofed(label: str, spoofed: bool) -> None:
    (link,) = links(f"[{label}](https://agent.test/x)")
    assert (link.host, link.spoofed) == ("agent.test", spoofed)


@pytest.mark.parametrize("text", ["https://bank.test@agent.test/x", "[看](https://bank.test:443@agent.test)"])
def test_an_address_that_only_begins_like_another_is_called_spoofed(text: str) -> None:
    (link,) = links(text)
    assert (link.host, link.spoofed) == ("agent.test", True)


@pytest.mark.parametrize(
    "text",
    [
        "没有链接",
        "javascript:alert(1) [x](javascript:alert(1)) file:///etc/passwd ftp://a.test",
        "https://",
        "https://。",
        "https://咨询",
        "xhttps://a.test",
        "https://a..test",
        "https://" + "a" * 64 + ".test",
        "https://a.test/" + "a" * 3000,
        "https://%65vil.test",
        "http://[::1]/",
        "http://[",
    ],
)
def test_what_leads_nowhere_or_elsewhere_is_no_link(text: str) -> None:
    assert links(text) == []


@settings(deadline=None)
@given(hostile | st.text(max_size=60))
def test_no_text_breaks_the_search_for_links(text: str) -> None:
    end = 0
    for link in links(text):
        assert end <= link.start < link.end <= len(text)
        assert link.url in text[link.start : link.end]
        assert link.host.isascii()
        assert link.url.lower().startswith(("http://", "https://"))
        end = link.end


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "[a](http://",
        '[](http://a "',
        "https://a.test/(",
        "https://a.test))))",
        "http://a.b中",
        "www.a.",
        "a.",
        "a-",
    ]
    + ["https://", "\u202e", "🚗\u200d", "\ufe0f", "https://a.test/" + ")" * 50, "[https://a.test](https://b.test)"],
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    text = part * (100_000 // len(part))
    began = time.process_time()
    links(text)
    links(f"https://a.test/{text}")
    links(f"[{text}](https://a.test)")
    visible(text)
    assert time.process_time() - began < 3
