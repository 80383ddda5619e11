"""What posts tell of car, software and place; the reply that each person gets."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.letters import gaps
from app.domain.promises import Promising
from app.domain.topics import (
    Facts,
    Personal,
    Vocabulary,
    Wording,
    counts,
    facts,
    greeted,
    model_names,
    personal_reply,
    topic_id,
    topic_key,
    version_in,
)
from app.files import resource_text

DUE = datetime.fromisoformat("2026-12-01T18:00:00+08:00")
PROMISED = Promising("修复黑屏", "车机研发部", "小北", DUE, number="ZB-7")
EXPLAINED = "目前能确认的是，行车不受影响。"


def _wording(language: str = "zh", brand: str = "远山") -> Wording:
    return Wording(
        "zh" if language == "zh" else "en",
        resource_text("topics", f"reply.{language}.txt"),
        resource_text("topics", f"promise.{language}.txt").strip(),
        brand,
        "小北",
    )


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("昨晚推送的 3.2.1，中控黑屏", "3.2.1"),
        ("OTA 3.2 之后卡顿", "3.2"),
        ("升级3.2之后", "3.2"),
        ("升到 V1.4 就这样", "1.4"),
        ("App 4.8.0 提示正在连接", "4.8.0"),
        ("车机版本：v3.2.0.15", "3.2.0.15"),
        ("4.6 万公里，百公里电耗 17.5 度", ""),
        ("裸车 23.98，胎压 2.5", ""),
        ("成功率 99.71%", ""),
        ("花了 3.2 万元升级轮毂", ""),
        ("2026.11.22 提的车，升级到 3.2.1", "3.2.1"),
        ("ip 地址 192.168.1.10", ""),
        ("", ""),
    ],
)
def test_the_version_of_a_software_is_told_from_prices_distances_and_days(text: str, version: str) -> None:
    assert version_in(text) == version


def test_the_car_that_the_community_knows_goes_before_the_one_that_is_named() -> None:
    words = Vocabulary(model_names(["远山 E5", "远山 E7", "远山 增程 X6"]), ("杭州", "西安", "吉林", "吉林市"))
    post = "西安，E7，升级 3.2.1 后黑屏，上次在杭州也这样"
    assert facts(post, words) == Facts("远山 E7", "3.2.1", "西安")
    assert facts(post, words, "远山 E5").model == "远山 E5"
    assert facts("IE7 浏览器打不开", words) == Facts()
    assert facts("坐标吉林市", words).place == "吉林市"


def test_what_is_named_is_counted_most_frequent_first_and_unknown_last() -> None:
    found = counts([Facts("E5", "3.2", ""), Facts("E7", "3.2", "西安"), Facts("E5"), Facts(), Facts()])
    assert found.models == (("E5", 2), ("E7", 1), ("", 2))
    assert found.versions == (("3.2", 2), ("", 3))
    assert found.places == (("西安", 1), ("", 4))


def test_a_reply_names_the_person_their_words_what_holds_for_all_and_the_date() -> None:
    person = Personal("追风柠檬7", "大家好。昨晚升级后中控黑屏 9 分钟，倒车影像没有。", ("黑屏",))
    reply = personal_reply(_wording(), person, EXPLAINED, PROMISED)
    assert reply.startswith("追风柠檬7，您好，我是远山社区的小北。")
    for words in ("昨晚升级后中控黑屏 9 分钟", EXPLAINED, "车机研发部", "ZB-7", "12 月 1 日（周二）18:00前"):
        assert words in reply
    english = personal_reply(
        _wording("en", "Yuanshan "), Personal("Ann", "The screen stays dark."), "We know.", PROMISED
    )
    for words in ("Ann", "Yuanshan community", "The screen stays dark", "We know.", "ZB-7", "1 December"):
        assert words in english


def test_without_a_promise_nothing_is_said_of_one_and_no_line_is_left_empty() -> None:
    reply = personal_reply(
        _wording(brand=""), Personal("老陈", "", first_line="您电话里说的我记下了。"), EXPLAINED, None
    )
    assert "承诺" not in reply
    assert "接下来" not in reply
    assert "我是社区的小北。您电话里说的我记下了。" in reply
    assert all(line.strip() for line in reply.splitlines())


@given(st.text(max_size=80), st.text(max_size=300), st.text(max_size=60).filter(lambda text: "{" not in text))
def test_nothing_that_a_member_wrote_opens_a_place_in_the_reply(nickname: str, text: str, line: str) -> None:
    for promised in (None, PROMISED):
        reply = personal_reply(_wording(), Personal(nickname, text, ("黑屏",), line.strip()), EXPLAINED, promised)
        assert gaps(reply) == ()
        assert EXPLAINED in reply
    assert gaps(greeted("{昵称}，您好。\n{说明}", nickname, EXPLAINED, "zh")) == ()


@given(st.integers(1, 10**18 - 1))
def test_a_topic_is_found_again_by_its_name(key: int) -> None:
    assert topic_key(topic_id(key)) == key


@pytest.mark.parametrize(
    "name", ["", "topic-", "topic-0", "topic-01", "topic-x", "c-1", "topic-1\n", f"topic-{10**18}"]
)
def test_what_is_no_name_of_a_topic(name: str) -> None:
    assert topic_key(name) is None
