"""The mark above our first reply: one line, in the reply's language, replaced and never piled up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.settled_mark import Mark, mark_of, marked, same_but_for_the_mark, unmarked

REPLY = "您好，已转给门店。\n\n周五前在这里告诉您进展。"
ENGLISH = "Hello, it is with the workshop.\n\nYou will hear here by Friday."
URL = "https://community.example.test/t/7/12"


@pytest.mark.parametrize(
    ("text", "mark", "url", "line"),
    [
        (REPLY, Mark.SETTLED, URL, f"〔已解决〕进展见：{URL}"),
        (REPLY, Mark.SETTLED, "", "〔已解决〕进展见我们在本帖的最新回复"),
        (REPLY, Mark.IN_PROGRESS, "", "〔处理中〕进展见我们在本帖的最新回复"),
        (REPLY, Mark.RECEIVED, "", "〔已受理〕进展见我们在本帖的最新回复"),
        (ENGLISH, Mark.SETTLED, URL, f"[settled] News: {URL}"),
        (ENGLISH, Mark.IN_PROGRESS, "", "[in progress] News in our newest reply to this thread"),
        (ENGLISH, Mark.RECEIVED, "", "[received] News in our newest reply to this thread"),
    ],
)
def test_the_mark_stands_above_the_reply_in_its_language(text: str, mark: Mark, url: str, line: str) -> None:
    assert marked(text, mark, url=url) == f"{line}\n\n{text}"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/t/7/12", "https://a b", f"{URL}\n", "https://x/<b>"])
def test_an_address_that_is_none_is_not_shown(url: str) -> None:
    assert marked(REPLY, Mark.SETTLED, url=url) == marked(REPLY, Mark.SETTLED)


@pytest.mark.parametrize("text", [REPLY, ENGLISH])
@pytest.mark.parametrize("first", Mark)
@pytest.mark.parametrize("second", Mark)
@pytest.mark.parametrize(("url", "limit"), [(URL, None), ("", None), (URL, len(ENGLISH) + 20)])
def test_a_mark_is_replaced(text: str, first: Mark, second: Mark, url: str, limit: int | None) -> None:
    once = marked(text, first, url=url, limit=limit)
    assert once is not None
    assert (mark_of(text), mark_of(once), unmarked(once)) == (None, first, text)
    twice = marked(once, second)
    assert twice == marked(text, second)
    assert same_but_for_the_mark(once, twice or "")


def test_the_mark_gives_way_never_the_reply() -> None:
    ways = [f"〔已解决〕进展见：{URL}", "〔已解决〕进展见我们在本帖的最新回复", "〔已解决〕"]
    for line in ways:
        whole = f"{line}\n\n{REPLY}"
        assert marked(REPLY, Mark.SETTLED, url=URL, limit=len(whole)) == whole
    assert marked(REPLY, Mark.SETTLED, url=URL, limit=len(f"〔已解决〕\n\n{REPLY}") - 1) is None
    assert marked(REPLY, Mark.SETTLED, limit=len(REPLY)) is None


@pytest.mark.parametrize(
    "text",
    [
        "〔已解决〕门店已经联系上您，谢谢耐心等待。\n\n还有问题请跟帖。",
        "[settled] it is, says the workshop.\n\nGood night.",
        "〔重要〕请先看这里。\n\n正文",
        "请看：\n〔已解决〕\n正文",
    ],
)
def test_what_a_moderator_wrote_alike_stays(text: str) -> None:
    assert unmarked(text) == text
    once = marked(text, Mark.SETTLED)
    assert once is not None
    assert once.endswith(f"\n\n{text}")
    assert unmarked(once) == text


def test_another_sentence_is_another_reply() -> None:
    other = marked(REPLY.replace("周五", "周六"), Mark.SETTLED)
    assert other is not None
    assert not same_but_for_the_mark(REPLY, other)
    assert same_but_for_the_mark(REPLY, "〔已解决〕\r\n\r\n" + REPLY.replace("\n", "\r\n") + " ")


@given(st.text(min_size=1), st.sampled_from(Mark), st.sampled_from(Mark), st.sampled_from([URL, ""]))
def test_marking_twice_is_marking_once(text: str, first: Mark, second: Mark, url: str) -> None:
    once = marked(text, first, url=url)
    assert once is not None
    assert mark_of(once) is first
    assert marked(once, second, url=url) == marked(text, second, url=url)
