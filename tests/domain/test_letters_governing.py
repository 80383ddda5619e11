"""Letters of governing: whole once they are filled, honest, and without a harsh word."""

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain.conduct import Use
from app.domain.letters import finding
from app.domain.letters_governing import (
    AppealFacts,
    Cited,
    Contested,
    Law,
    LiftFacts,
    ReportFacts,
    SanctionFacts,
    conduct_of,
    values_of_appeal,
    values_of_lift,
    values_of_report,
    values_of_sanction,
)
from app.domain.messages import check_message
from app.domain.words import Words
from app.errors import Language
from app.operations.conduct import starter
from app.operations.letters import checks, governing, phrase_of

LANGUAGES: tuple[Language, ...] = ("zh", "en")
NOW = datetime(2026, 11, 22, 17, 3, tzinfo=timezone(timedelta(hours=8)))
CITED = [article.number for article in starter().articles if article.use is Use.CONDUCT]
EXCERPT = {"zh": "没脑子才买", "en": "only an idiot buys it"}
HARSH = ("封号", "拉黑", "小黑屋", "亲，", "用户您好")
DOUBLED = re.compile(r"[，。！？；：、,.!?;:]{2,}|“[^”]*“|”[^“]*”|《[^》]*《|\s[，。；：]|（[^）]*（")


def _sanction(language: Language, number: int = 3, **more: object) -> SanctionFacts:
    article = starter().article(number)
    phrase = phrase_of(article)
    said = finding(phrase, EXCERPT[language], language)
    whole: dict[str, object] = {
        "nickname": "南山老陈",
        "title": "看《说明书》",
        "excerpt": EXCERPT[language],
        "written_at": NOW - timedelta(days=1),
        "decision": "2026-00012",
        "basis": Cited(starter(), article),
        "reason": Words(said, said),
        "measure": Words("禁言 7 天", "muted for 7 days"),
        "starts": NOW,
        "ends": NOW + timedelta(days=7),
        "strikes": 3,
        "expires": NOW + timedelta(days=180),
        "content": Words("帖子已折叠", "the post is folded"),
        "still": Words("浏览、收藏、私信管理组", "read, bookmark and write to the team"),
        "appeal_until": NOW + timedelta(days=15),
        "answer_within": Words("3 个工作日", "3 working days"),
        "conduct": conduct_of(phrase),
        "signature": "车友社区管理组",
        "now": NOW,
    }
    return SanctionFacts(**(whole | more))  # type: ignore[arg-type]


def _notice(name: str, language: Language, **more: object) -> str:
    letter = governing(f"sanction.{name}", language, values_of_sanction(_sanction(language, **more), language))  # type: ignore[arg-type]
    assert letter.gaps == tuple(one for one in letter.gaps if one in VERIFIED)  # only what a person verified
    text = letter.text
    for place, said in VERIFIED.items():
        text = text.replace(place, said)
    return check_message(text, 2000)


VERIFIED = {
    "{核对结果：查了什么、来源在哪里、事实是什么}": "官网公告没有这项召回",
    "{what was verified: what was looked up, where, and what is so}": "the maker's site names no such recall",
}


ABOUT = Contested("南山老陈", "2026-00012", NOW, Words("禁言 7 天", "muted for 7 days"), "车友社区管理组", NOW)
APPEAL = AppealFacts(
    about=ABOUT,
    received_at=NOW,
    answer_by=NOW + timedelta(days=3),
    reason=Words("原帖说的是车，不是人", "the post is about the car, not about a person"),
    measure=Words("禁言 1 天", "muted for 1 day"),
    starts=NOW,
    ends=NOW + timedelta(days=1),
    strikes=2,
    expires=NOW + timedelta(days=180),
)
REPORT = ReportFacts("小满", "看《说明书》", "", NOW, starter().title, NOW + timedelta(days=15), "车友社区管理组", NOW)


def _every_letter() -> list[tuple[str, str, Language]]:
    law = Law(Words("互联网广告管理办法", "Measures for Internet advertising"), Words("应当显著标明“广告”", "mark it"))
    found = []
    for language in LANGUAGES:
        for name, more in {"standard": {}, "warning": {"ends": None, "strikes": 1}, "account": {"ends": None}}.items():
            found.append((f"sanction.{name}", _notice(name, language, **more), language))  # type: ignore[arg-type]
        found.append(("sanction.law", _notice("law", language, basis=law), language))
        sent = {"lift.early": values_of_lift(LiftFacts(ABOUT, NOW, Words("已道歉", "an apology")), language)}
        sent |= {
            f"appeal.{name}": values_of_appeal(APPEAL, language)
            for name in "received upheld reduced overturned fold_upheld report_upheld report_overturned".split()
        }
        sent |= {
            f"report.{name}": values_of_report(REPORT, language)
            for name in "upheld not_upheld malicious organised".split()
        }
        found += [(name, governing(name, language, filled).text, language) for name, filled in sent.items()]
    return found


LETTERS = _every_letter()


@pytest.mark.parametrize(("name", "text", "language"), LETTERS, ids=[f"{one[0]}-{one[2]}" for one in LETTERS])
def test_every_letter_is_whole_kind_and_raises_no_warning(name: str, text: str, language: Language) -> None:
    assert check_message(text, 2000) == text
    assert checks(text) == []
    assert not any(word in text for word in HARSH)
    assert not DOUBLED.search(text.replace("……", "…")), DOUBLED.search(text)
    assert text.count("“") == text.count("”")
    assert "车友社区管理组" in text
    if language == "zh":
        assert "你" not in text
        assert "您" in text
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text)


@pytest.mark.parametrize(("number", "language"), list(itertools.product(CITED, LANGUAGES)))
def test_a_notice_can_rest_on_every_article_that_may_be_cited(number: int, language: Language) -> None:
    text = _notice("standard", language, number=number)
    phrase = phrase_of(starter().article(number))
    assert phrase is not None
    assert phrase.conduct.say(language) in text
    assert starter().article(number).text.say(language)[:8] in text.replace("‘", "“").replace("’", "”")
    assert checks(text) == []
    assert not DOUBLED.search(text.replace("……", "…")), DOUBLED.search(text)
    assert phrase.reason.zh[-1] not in "。；，"
    assert phrase.reason.en[-1] not in ".;,"


def test_a_notice_says_when_it_ends_and_that_it_ends_by_itself() -> None:
    text = _notice("standard", "zh")
    assert "禁言 7 天，2026 年 11 月 22 日 17:03 至 2026 年 11 月 29 日 17:03，到期自动恢复；" in text
    assert "记 3 分，2027 年 5 月 21 日到期。" in text
    assert "请在 2026 年 12 月 7 日前直接回复这条消息申诉" in text
    assert "计入本次的：无；不计入的：无。" in text
    assert "不影响车辆控制、维修保养、三包" in text


def test_what_has_no_end_names_its_beginning_and_what_has_no_strikes_says_so() -> None:
    text = _notice("account", "en", ends=None, strikes=0, expires=None)
    assert "from 22 November 2026, 17:03; no strikes are counted." in text
    assert "1 strike is counted and expires on" in _notice("warning", "en", ends=None, strikes=1)


def test_the_edition_is_named_without_its_remark_and_the_starter_has_no_date() -> None:
    assert "《车友社区公约》第 1 版（自社区开设之日起施行）第三条" in _notice("standard", "zh")
    later = replace(
        starter(), name=Words("2026 年第 2 版", "Edition 2 of 2026"), effective_from=datetime(2026, 7, 1, 4, tzinfo=UTC)
    )
    text = _notice("standard", "zh", basis=Cited(later, later.article(3)))
    assert "《车友社区公约》2026 年第 2 版（自 2026 年 7 月 1 日起施行）第三条" in text


def test_a_post_without_words_is_named_all_the_same() -> None:
    phrase = phrase_of(starter().article(3))
    text = _notice("standard", "zh", excerpt="", title="", reason=Words(finding(phrase, "", "zh")))
    assert "《您的帖子》中发布的内容（“图片或链接”）" in text
    assert "认定理由：这段内容针对的是人" in text
    assert finding(phrase, "", "en").startswith("this is aimed at a person")
    assert finding(None, "x", "en") == "the passage is of the kind that is named above"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", CITED)
def test_no_notice_says_that_something_is_not_true_before_a_person_verified_it(number: int, language: Language) -> None:
    facts = values_of_sanction(_sanction(language, number), language)
    open_ = governing("sanction.standard", language, facts).gaps
    assert bool(set(open_) & set(VERIFIED)) == (
        starter().article(number).title.zh in ("不传不实信息", "不负责任的诋毁")
    )
    said = phrase_of(starter().article(number))
    assert said is None or not any(one in said.reason.zh for one in ("不符", "没有事实依据"))


def test_words_of_the_post_make_no_place_in_a_finding() -> None:
    said = finding(phrase_of(starter().article(3)), "{署名}", "zh")
    assert "“｛署名｝”针对的是人" in _notice("standard", "zh", reason=Words(said, said))


def test_nothing_remote_makes_a_place_in_a_notice() -> None:
    assert "看｛署名｝" in _notice("standard", "zh", title="看{署名}", nickname="{日期}")


def test_an_overturned_measure_is_owned_and_a_reporter_learns_nothing_of_it() -> None:
    texts = {(name, language): text for name, text, language in LETTERS}
    assert "是我们判断错了" in texts["appeal.overturned", "zh"]
    assert "we are sorry" in texts["appeal.overturned", "en"]
    assert "禁言 1 天" in texts["appeal.reduced", "zh"]
    for outcome in ("upheld", "not_upheld", "malicious", "organised"):
        assert "禁言" not in texts[f"report.{outcome}", "zh"]
        assert "muted" not in texts[f"report.{outcome}", "en"]


def test_a_lifted_measure_says_what_becomes_of_the_strikes() -> None:
    stay = values_of_lift(LiftFacts(ABOUT, NOW, Words("已道歉", "an apology")), "zh")
    gone = values_of_lift(LiftFacts(ABOUT, NOW, Words("已道歉", "an apology"), strikes_stay=False), "zh")
    assert stay["记分说明"] == "记分仍按原来的日期到期"
    assert gone["记分说明"] == "记分也一并取消"
