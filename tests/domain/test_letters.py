import itertools
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conduct import Use
from app.domain.letters import Facts, Phrase, day_words, fill, gaps, is_newcomer, language_of, moment_words, values
from app.domain.members import Member, MemberId, MemberRef
from app.domain.quoting import excerpt
from app.domain.words import Words
from app.errors import Language
from app.files import resource_text
from app.operations.conduct import hints, starter
from app.operations.letters import _phrases, checks

LANGUAGES: tuple[Language, ...] = ("zh", "en")
REMINDERS = ("standard", "newcomer", "short")
CITED = [article.number for article in starter().articles if article.use is Use.CONDUCT]
NOW = datetime(2026, 11, 22, 17, 3, tzinfo=timezone(timedelta(hours=8)))
POST = {
    "zh": "大家好。内部消息，这家店的人说“下月降三万”，水军和女司机都别买，加微信有优惠，双手离开方向盘也没事！",
    "en": "Hello all. I heard the idiot at our shop say “prices drop”, order now with my referral code!",
}
DOUBLED = re.compile(
    r"[，。！？；：、,.!?;:]{2,}|[“《（(]\s*[”》）)]|“[^”]*“|”[^“]*”|《[^》]*《|  (?! ?[^ ]+ · )|\s[，。；：]"
)


def _facts(number: int = 9, language: Language = "zh", **more: object) -> Facts:
    article = starter().article(number)
    whole: dict[str, object] = {
        "nickname": "南山老陈",
        "title": "售后只会让我“等通知”？看《说明书》",
        "excerpt": excerpt(POST[language], hints().words_of(article), language),
        "signature": "小北",
        "now": NOW,
        "until": NOW + timedelta(days=3),
        "edition": starter(),
        "article": article,
        "phrase": _phrases()[article.title.zh],
    }
    return Facts(**(whole | more))  # type: ignore[arg-type]


def _letter(template: str, language: Language, facts: Facts) -> str:
    return fill(resource_text("texts", f"coaching.{template}.{language}.txt").strip(), values(facts, language))


# --- filling ------------------------------------------------------------------------------------------


def test_places_are_filled_in_one_pass_and_the_others_stay() -> None:
    assert fill("{甲}和{乙}，{丙}", {"甲": "{乙}", "乙": "2"}) == "｛乙｝和2，{丙}"
    assert gaps("{丙}，{甲}，{丙}") == ("{丙}", "{甲}")
    assert gaps("没有 {} 和 {\n}") == ()


braced = st.text(st.sampled_from([*'{}昵称署名肯定之处车a 《》“”"\n']), max_size=30)


@settings(deadline=None)
@given(braced, braced, braced, st.sampled_from(LANGUAGES), st.sampled_from(REMINDERS))
def test_nothing_remote_makes_a_place_or_fills_one(
    nickname: str, title: str, body: str, language: Language, template: str
) -> None:
    facts = _facts(3, language, nickname=nickname, title=title, excerpt=excerpt(body, (), language))
    left = set(gaps(_letter(template, language, facts)))
    something_good = {"{肯定之处}", "{something_good}"} if template != "short" else set()
    assert left <= something_good | {"{具体位置}", "{place}"}


def test_a_name_and_a_title_are_plain_data_in_a_letter() -> None:
    filled = values(_facts(nickname="@everyone", title="![](http://evil/x.png)看"), "zh")
    assert (filled["昵称"], filled["帖子标题"]) == ("＠everyone", "!［］(http：//evil/x.png)看")


def test_a_post_without_words_leaves_the_passage_to_the_moderator() -> None:
    facts = _facts(3, excerpt="", title="")
    letter = _letter("short", "zh", facts)
    assert gaps(letter) == ("{具体位置}",)
    assert "《您的帖子》" in letter


def test_a_post_without_title_is_named_by_its_first_words() -> None:
    assert values(_facts(title="", excerpt="加我头像"), "zh")["帖子标题"] == "加我头像"


def test_an_article_of_another_edition_has_no_phrases() -> None:
    letter = _letter("standard", "zh", _facts(phrase=None))
    assert gaps(letter) == ("{肯定之处}", "{具体位置}", "{修改建议}")


def test_an_article_beyond_99_is_cited_in_digits() -> None:
    from dataclasses import replace

    article = replace(starter().article(9), number=120, text=Words("不发广告", "No adverts"))
    filled = values(_facts(article=article), "zh")
    assert (filled["条号"], filled["条款原文"]) == ("120", "不发广告。")


# --- every letter reads well --------------------------------------------------------------------------


def test_there_are_phrases_for_every_article_that_may_be_cited() -> None:
    assert set(_phrases()) == {starter().article(number).title.zh for number in CITED}
    for phrase in _phrases().values():
        for words in (phrase.place, phrase.suggestion):
            assert words.zh
            assert words.en
            assert words.zh[-1] not in "。；，"
            assert words.en[-1] not in ".;,"


@pytest.mark.parametrize(("number", "template", "language"), list(itertools.product(CITED, REMINDERS, LANGUAGES)))
def test_every_reminder_is_whole_and_has_no_doubled_marks(number: int, template: str, language: Language) -> None:
    facts = _facts(number, language)
    letter = _letter(template, language, facts)
    open_left = {"zh": "{肯定之处}", "en": "{something_good}"}[language]
    assert gaps(letter) == (() if template == "short" else (open_left,))
    assert not DOUBLED.search(letter.replace("……", "…")), DOUBLED.search(letter)
    assert letter.count("“") == letter.count("”")
    assert letter.count("《") == letter.count("》")
    assert starter().article(number).title.say(language) in letter or template != "short"
    assert "小北" in letter
    assert checks(letter) == []
    if language == "zh":
        assert "你" not in letter.replace(POST["zh"], "")
        assert letter.count("您") >= 4
        assert f"第{'二三四五六七八九十'[number - 2] if number <= 10 else ('十一', '十二')[number - 11]}条" in letter
    else:
        assert f"Article {number}" in letter


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_reminder_has_three_sentences(language: Language) -> None:
    assert len(_letter("short", language, _facts(9, language)).splitlines()) == 3


def test_quotations_within_the_letter_are_nested() -> None:
    letter = _letter("standard", "zh", _facts(4))
    assert "《售后只会让我“等通知”？看〈说明书〉》" in letter
    assert "‘水军’‘车黑’‘车托’" in letter
    assert "‘shuijun’" in _letter("standard", "en", _facts(4, "en"))


def test_moments_are_named_in_the_zone_that_they_are_in() -> None:
    assert moment_words(NOW) == Words("11 月 22 日（周日）17:03", "17:03 on Sunday 22 November")
    assert day_words(NOW) == Words("2026 年 11 月 22 日", "22 November 2026")


# --- whom to write to, in which language --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("大家好，想问一下充电桩", "zh"),
        ("升了 OTA 3.2 之后 CarPlay crash 了，car play 也黑屏", "zh"),
        ("看 https://very.long.example.test/with/many/words/in/it 这里", "zh"),
        ("Hi everyone. I moved to Suzhou nine years ago and drive a 远山 E5 now.", "en"),
        ("Thanks!", "en"),
        ("Спасибо", "en"),
        ("👍👍", "zh"),
        ("1111", "zh"),
        ("", "zh"),
    ],
)
def test_a_text_is_answered_in_its_language(text: str, language: Language) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("joined", "new"),
    [
        (NOW - timedelta(days=3), True),
        (NOW - timedelta(days=30), True),
        (NOW - timedelta(days=31), False),
        (None, False),
    ],
)
def test_who_joined_within_thirty_days_is_new_here(joined: datetime | None, new: bool) -> None:
    member = Member(MemberRef(MemberId("u-1"), "小满"), joined_at=joined)
    assert is_newcomer(member, NOW.astimezone(UTC)) is new
    assert not is_newcomer(None, NOW)


def test_a_phrase_is_filled_in_both_languages() -> None:
    phrase = Phrase("纯广告与引流", Words("“{摘录}”像广告", "“{excerpt}” reads like one"), Words("删掉", "remove it"))
    facts = _facts(phrase=phrase, excerpt="加微信")
    assert values(facts, "zh")["具体位置"] == "“加微信”像广告"
    assert values(facts, "en")["place"] == "“加微信” reads like one"
