from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conduct import Edition, Use
from app.domain.hints import Hint, Hints, likely_articles, occurs, text_to_look_through
from app.domain.words import Words
from app.operations.conduct import hints, starter

CATEGORIES = ["attack", "advert", "baiting", "danger", "disclosure", "other", "plagiarism", "praise", "privacy"]
CATEGORIES += ["rumour", "spam", "complaint"]
ADVERT = "🔥隐形车衣 工厂直发，原价 9800，车友专享 2680，下单戳 https://chemo.example.test"
COMPLAINT = "高速上突然没动力，客服让我等通知，维修单还在，修了三次。"


def _likely(categories: list[str], text: str = "", edition: Edition | None = None) -> list[int]:
    return likely_articles(hints(), edition or starter(), categories, text)


@pytest.mark.parametrize(
    ("category", "article"),
    [
        ("privacy", 2),
        ("attack", 3),
        ("baiting", 4),
        ("rumour", 5),
        ("plagiarism", 6),
        ("spam", 7),
        ("danger", 8),
        ("advert", 9),
        ("praise", 10),
        ("disclosure", 12),
        ("complaint", 13),
    ],
)
def test_what_the_reports_call_it_points_to_its_article(category: str, article: int) -> None:
    assert _likely([category])[0] == article


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("手机号 138 和车牌都贴出来了", 2),
        ("说这话的人脑子进水了吧，买不起就闭嘴。", 3),
        ("又来一个托，拿了多少钱一条，水军都这样吗。", 4),
        ("内部消息，听说下月全系降三万。", 5),
        ("【原创首发，转载注明】码字不易", 6),
        ("给我刷起来，大家去举报，群主发红包。", 7),
        ("进工程模式，把自动制动关掉就行。", 8),
        (ADVERT, 9),
        ("天下第一神车，不接受反驳", 10),
        ("他们亲口承认了，实锤，黑店！", 11),
        ("报我名字再减 80，推荐码私信", 12),
        (COMPLAINT, 13),
        ("You are an idiot, shut up.", 3),
        ("Order now with my promo code!", 9),
        ("Three repairs and the rattle is still there; customer service does not answer.", 13),
    ],
)
def test_words_point_to_an_article_too(text: str, article: int) -> None:
    assert _likely([], text)[0] == article


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同款 E5，跑了 3200 公里，百公里电耗十七点二度，仅供参考。",
        "新手请教，胎压冬天打到多少合适？",
        "The agency rang; a lovely drive, 300 km.",  # “agent” and “rang” are no whole words here
    ],
)
def test_an_ordinary_post_points_nowhere(text: str) -> None:
    assert _likely([], text) == []


def test_a_complaint_reported_as_a_rumour_still_shows_its_protection() -> None:
    assert 13 in _likely(["rumour"], COMPLAINT)
    assert _likely(["rumour", "complaint"], COMPLAINT)[0] == 13


def test_the_many_weigh_more_than_the_few() -> None:
    assert _likely(["advert", "advert", "advert", "attack"])[:2] == [9, 3]
    assert _likely(["attack", "attack", "attack", "advert"])[0] == 3


def test_categories_that_mean_nothing_here_are_passed_over() -> None:
    assert _likely(["other", "nonsense", ""]) == []
    assert _likely(["other", "advert"])[0] == 9


def test_articles_keep_their_hints_when_an_edition_counts_them_anew() -> None:
    moved = replace(starter(), articles=tuple(replace(one, number=one.number + 20) for one in starter().articles))
    assert _likely(["advert"], edition=moved)[0] == 29


def test_an_article_about_something_else_has_no_hints() -> None:
    other = replace(starter().article(9), title=Words("不放烟花", "No fireworks"))
    assert _likely(["advert"], ADVERT, replace(starter(), articles=(other,))) == []
    assert hints().words_of(other) == ()
    assert "加微信" in hints().words_of(starter().article(9))


def test_an_article_that_encourages_is_never_named_save_the_protection_of_complaints() -> None:
    titles = [article.title.zh for article in starter().articles]
    everything = Hints(tuple(Hint(title, (("advert", 1.0),), ("车",)) for title in titles))
    assert likely_articles(everything, starter(), ["advert"], "车") == list(range(2, 13))


@settings(deadline=None)
@given(st.lists(st.sampled_from(CATEGORIES)), st.text(max_size=200))
def test_every_article_named_may_be_cited_or_protects(categories: list[str], text: str) -> None:
    found = _likely(categories, text)
    assert len(found) == len(set(found))
    assert all(starter().article(number).use is Use.CONDUCT or number == 13 for number in found)


def test_the_hints_that_ship_fit_the_starter() -> None:
    shipped = hints().articles
    titles = [article.title.zh for article in starter().articles]
    assert [hint.title for hint in shipped] == titles[1:13]
    assert {name for hint in shipped for name, _ in hint.categories} == set(CATEGORIES) - {"other"}
    for hint in shipped:
        assert len(set(hint.words)) == len(hint.words)
        assert any(word.isascii() for word in hint.words)
        assert any(not word.isascii() for word in hint.words)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("agent", "Ask my AGENT!", True),
        ("agent", "a reagent for the paint", False),
        ("home charger", "my home-charger is slow", True),
        ("home charger", "home, then a charger", False),
        ("代办", "找代办的朋友", True),
    ],
)
def test_a_latin_word_is_found_as_a_whole_word_and_a_chinese_one_anywhere(word: str, text: str, found: bool) -> None:
    assert occurs(word, text_to_look_through(text)) is found
