import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conduct import (
    BEGINNING,
    Article,
    Edition,
    Origin,
    Severity,
    Stance,
    Use,
    basis_for_coaching,
    in_force,
)
from app.domain.words import Words
from app.errors import NoEditionInForce, NoSuchArticle, NotABasis, UnlawfulLane
from app.operations.conduct import starter

HAN = re.compile(r"[\u4e00-\u9fff]")
SPRING = datetime(2026, 3, 1, tzinfo=UTC)
SUMMER = datetime(2026, 6, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)
FULL_WIDTH = str.maketrans(",;:", "，；：")


def _article(number: int, use: Use = Use.CONDUCT, text: str = "不发广告。") -> Article:
    words = Words("词", "word")
    return Article(number, Stance.DISCOURAGED, Severity.MINOR, use, words, Words(text, "No adverts."), words, words)


def _edition(number: int, effective_from: datetime, *articles: Article) -> Edition:
    name = Words(f"第 {number} 版", f"Edition {number}")
    return Edition(
        number, name, Words("公约", "Code"), Origin.DRAFTED, True, effective_from, articles or (_article(9),)
    )


@pytest.fixture
def editions() -> list[Edition]:
    first = _edition(1, SPRING, _article(9, text="旧的第九条。"), _article(10))
    second = _edition(2, SUMMER, _article(9, text="新的第九条。"), _article(11))
    return [first, second]


# --- which edition is in force ------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), unique=True, max_size=6), st.integers(-5, 45))
def test_the_edition_in_force_is_the_latest_that_has_begun(starts: list[int], day: int) -> None:
    published = [_edition(number, SPRING + start * DAY) for number, start in enumerate(starts, 1)]
    at = SPRING + day * DAY
    found = in_force(published, at)
    begun = sorted(start for start in starts if start <= day)
    assert (found.effective_from if found else None) == (SPRING + begun[-1] * DAY if begun else None)


def test_an_edition_is_in_force_from_its_very_moment(editions: list[Edition]) -> None:
    assert in_force(editions, SUMMER) is editions[1]
    assert in_force(editions, SUMMER - timedelta(microseconds=1)) is editions[0]


# --- what a reminder may rest on ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_at", "edition", "text"),
    [(SUMMER - DAY, 1, "旧的第九条。"), (SUMMER, 2, "新的第九条。"), (SUMMER + DAY, 2, "新的第九条。")],
)
def test_a_text_is_judged_by_the_rules_of_the_day_it_was_written(
    editions: list[Edition], written_at: datetime, edition: int, text: str
) -> None:
    basis = basis_for_coaching(editions, 9, written_at=written_at, now=AUTUMN)
    assert (basis.edition, basis.article, basis.text.zh) == (edition, 9, text)
    assert basis.edition_name == Words(f"第 {edition} 版", f"Edition {edition}")
    assert not basis.current_edition


def test_an_article_that_came_later_cannot_be_held_against_an_older_text(editions: list[Edition]) -> None:
    assert basis_for_coaching(editions, 11, written_at=SUMMER, now=AUTUMN).edition == 2
    with pytest.raises(NoSuchArticle):
        basis_for_coaching(editions, 11, written_at=SUMMER - DAY, now=AUTUMN)


def test_a_text_older_than_every_edition_rests_on_the_current_one_and_says_so(editions: list[Edition]) -> None:
    basis = basis_for_coaching(editions, 9, written_at=SPRING - DAY, now=AUTUMN)
    assert (basis.edition, basis.current_edition) == (2, True)


@pytest.mark.parametrize("written_at", [SUMMER, SPRING - DAY])
def test_an_article_that_encourages_is_no_basis(written_at: datetime) -> None:
    kind = [_edition(1, SPRING, _article(13, Use.ENCOURAGES))]
    with pytest.raises(NotABasis) as caught:
        basis_for_coaching(kind, 13, written_at=written_at, now=AUTUMN)
    assert "第 13 条" in caught.value.sentence("zh")
    assert "Article 13" in caught.value.sentence("en")


@pytest.mark.parametrize("written_at", [SUMMER, SPRING - DAY])
def test_unlawful_content_has_a_lane_of_its_own_and_is_never_coached(written_at: datetime) -> None:
    lawful = [_edition(1, SPRING, _article(1, Use.UNLAWFUL_LANE))]
    with pytest.raises(UnlawfulLane):
        basis_for_coaching(lawful, 1, written_at=written_at, now=AUTUMN)


def test_an_article_that_does_not_exist_is_refused_with_the_edition_named_in_each_language(
    editions: list[Edition],
) -> None:
    with pytest.raises(NoSuchArticle) as caught:
        basis_for_coaching(editions, 99, written_at=SUMMER, now=AUTUMN)
    assert caught.value.sentence("en").startswith("Edition 2 ")
    assert caught.value.sentence("zh").startswith("第 2 版")


@pytest.mark.parametrize("published", [[], [_edition(1, AUTUMN)]])
def test_without_an_edition_then_or_now_nothing_can_be_cited(published: list[Edition]) -> None:
    with pytest.raises(NoEditionInForce):
        basis_for_coaching(published, 9, written_at=SPRING, now=SUMMER)


# --- the starter that ships ---------------------------------------------------------------------------


def test_the_starter_has_sixteen_articles_complete_in_both_languages() -> None:
    edition = starter()
    assert [article.number for article in edition.articles] == list(range(1, 17))
    said = [(one.title, one.text, one.why, one.guidance) for one in edition.articles]
    for words in (edition.name, edition.title, *(one for four in said for one in four)):
        assert HAN.search(words.zh)
        assert words.en.strip()
        assert not HAN.search(words.en)


def test_the_starter_holds_from_the_beginning_and_says_that_nobody_was_consulted() -> None:
    edition = starter()
    assert edition.effective_from == BEGINNING
    assert (edition.number, edition.origin, edition.consulted) == (1, Origin.STARTER, False)


def test_articles_13_to_16_encourage_and_article_1_leads_to_the_unlawful_lane() -> None:
    by_use: dict[Use, list[int]] = {}
    for article in starter().articles:
        by_use.setdefault(article.use, []).append(article.number)
    assert by_use == {Use.UNLAWFUL_LANE: [1], Use.CONDUCT: list(range(2, 13)), Use.ENCOURAGES: [13, 14, 15, 16]}


def test_only_an_article_that_can_be_breached_has_a_severity() -> None:
    for article in starter().articles:
        assert (article.severity is None) == (article.use is Use.ENCOURAGES) == (article.stance is Stance.ENCOURAGED)


@pytest.mark.parametrize(
    ("number", "title", "sentence"),
    [
        (1, "守法底线", "不发布法律法规禁止的内容;此类内容依法立即处理、留存记录并上报。"),
        (3, "不攻击人", "可以激烈地讨论事情,不辱骂、嘲讽、威胁、跟帖围攻任何人,包括车友、员工和友商车主。"),
        (10, "无依据的吹捧", "夸一辆车,请说出自己的经历或数据;只有口号的吹捧会被折叠。"),
        (
            13,
            "真实的抱怨受保护",
            "如实说出用车中的不满是每位车友的权利,任何人不得因此被处置;我们公开回应并说到做到。",
        ),
    ],
)
def test_the_starter_says_what_was_agreed(number: int, title: str, sentence: str) -> None:
    article = starter().article(number)
    assert article.title.zh == title
    assert article.text.zh.translate(FULL_WIDTH) == sentence.translate(FULL_WIDTH)


def test_a_post_older_than_the_workspace_can_be_coached_on_the_starter() -> None:
    long_ago = datetime(2015, 1, 1, tzinfo=UTC)
    basis = basis_for_coaching([starter()], 9, written_at=long_ago, now=AUTUMN)
    assert (basis.edition, basis.current_edition) == (1, False)
