"""What of a count is published: whole in both languages, and nothing that leads to people."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.council import Answers, AskedBy, Finding, Matter, Referral, Remedy, Stage
from app.domain.council_copy import Comes, reason_for_desk, refusal_text, ruling_text, ruling_title, telling
from app.domain.council_counting import Outcome, count
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words

YES, NO, UNCLEAR = Finding.YES, Finding.NO, Finding.UNCLEAR
REFERRAL = Referral(
    key=3,
    matter=Matter.OPINION,
    question="甲方的回帖是否构成对人的攻击？",
    alleged="甲方在充电讨论中回复乙方，措辞激烈。",
    asked_by=AskedBy.STAFF,
    asked_name="",
    brand_party=False,
    size=5,
    stage=Stage.DECIDED,
    opened_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    by=MemberRef(MemberId("u-901"), "小北"),
    entries=12,
    head="ab" * 32,
)
ARTICLES = [Words("第三条 不攻击人", "Article 3, No attacks")]


def _draft(outcome: Outcome, language: str = "zh", referral: Referral = REFERRAL) -> str:
    return ruling_text(referral, outcome, ARTICLES, language)  # type: ignore[arg-type]


def _say(facts: Finding = YES, breach: Finding = YES, remedy: Remedy = Remedy.WARNING) -> Answers:
    return Answers(facts, breach, remedy)


def test_a_draft_tells_the_question_the_vote_and_what_was_found() -> None:
    said = [_say()] * 3 + [_say(remedy=Remedy.MUTE_7), _say(NO, UNCLEAR, Remedy.NONE)]
    outcome = count(said, 5, brand_party=False)
    text = _draft(outcome)
    assert REFERRAL.question in text
    assert "第三条 不攻击人" in text
    assert "评议小组 5 席，收到有效评议票 5 张（至少需要 3 张）" in text
    assert "一、事实：材料足以证明所说的事发生过（是 4，否 1）。" in text
    assert "二、违约：违反了上述条款（是 4，说不清 1）。" in text
    assert "三、处理：建议：警告（不处理 1，警告 3，禁言 7 天 1）。" in text
    fewer = ruling_text(REFERRAL, outcome, [], "zh", seats=4)
    assert "评议小组 5 席（计票时在席 4 席），收到有效评议票 5 张（至少需要 3 张）" in fewer
    english = _draft(outcome, "en")
    assert "3. Remedy: recommended: a warning (nothing 1, a warning 3, mute for 7 days 1)." in english
    assert re.findall(r"[一-鿿，。：]", english.replace(REFERRAL.question, "").replace(REFERRAL.alleged, "")) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([_say(NO)] * 5, "事实未获认定，不再判断。\n\n三、处理：建议：不作处理"),
        ([_say(YES, NO, Remedy.MUTE_1)] * 5, "没有违反上述条款（否 5）。\n\n三、处理：建议：调解"),
        ([_say(YES)] * 2 + [_say(NO)] * 2 + [_say(UNCLEAR)], "未形成评议结果：对事实的看法没有达到六成"),
        ([_say(YES, YES)] * 2 + [_say(YES, NO)] * 3, "没有违反上述条款（是 2，否 3）"),
        ([_say()] * 2, "未形成评议结果：有效票数不够"),
    ],
)
def test_every_end_of_a_count_is_told(said: list[Answers], told: str) -> None:
    assert told in _draft(count(said, 5, brand_party=False))


def test_without_a_quorum_no_answer_is_told() -> None:
    text = _draft(count([_say(remedy=Remedy.REMOVAL)] * 2, 5, brand_party=False))
    assert "清退" not in text
    assert "事实" not in text


def test_where_the_brand_is_a_party_the_draft_says_that_doubt_is_for_the_member() -> None:
    outcome = count([_say(YES)] * 2 + [_say(NO)] * 2 + [_say(UNCLEAR)], 7, brand_party=True)
    assert outcome.by_rule
    text = _draft(outcome, referral=replace(REFERRAL, brand_party=True, size=7))
    assert "按议事会章程作有利于车友的处理：不作处理" in text


def test_reasons_and_what_comes_of_it_stand_after_what_was_found_and_before_the_closing() -> None:
    outcome = count([_say()] * 5, 5, brand_party=False)
    text = ruling_text(REFERRAL, outcome, ARTICLES, "zh", reasons="话说得太重。", comes=Comes.DONE)
    lines = ("建议：警告", "**理由**　话说得太重。", "社区已按这一建议执行", "议事会提出建议")
    places = [text.index(one) for one in lines]
    assert places == sorted(places)
    said = refusal_text("证据涉及正在审理的案件", 2, 9, "zh")
    refused = ruling_text(REFERRAL, outcome, ARTICLES, "zh", comes=said)
    assert "执行：证据涉及正在审理的案件（至今 9 件评议结果中，未采纳 2 件。）" in refused
    assert "for a legal reason: sub judice (Of 3 rulings" in refusal_text("sub judice", 1, 3, "en")


def test_a_case_that_comes_back_says_what_was_found() -> None:
    assert reason_for_desk(REFERRAL, count([_say()] * 5, 5, brand_party=False)).zh == "议事会评议结果 referral-3：警告"
    assert "未形成" in reason_for_desk(REFERRAL, count([_say()], 5, brand_party=False)).zh
    assert "referral-3" in ruling_title(REFERRAL, "en")


# --- what may not stand in it -----------------------------------------------------------------------------

POST = "你就是个水货，全家都是骗子，赶紧滚出我们车友圈，别在这里丢人。"


def test_a_draft_leads_to_nobody() -> None:
    text = _draft(count([_say()] * 5, 5, brand_party=False))
    assert not telling(text, ["南山老陈", "小北"], [POST])


@pytest.mark.parametrize("written", ["南山老陈先动的手", "南山 老陈 ", "ＮANSHAN Chen", "nanshan chen"])
def test_names_are_found_however_they_are_written(written: str) -> None:
    assert telling(f"甲方是{written}，应当道歉。", ["南山老陈", "Nanshan Chen"], []).names
    assert not telling("the police came", ["Li"], []).names


def test_a_member_who_is_called_like_a_word_of_ours_stands_in_no_ruling_by_that() -> None:
    text = _draft(count([_say()] * 5, 5, brand_party=False))
    assert telling(text, ["社区"], [], ours=text).names == ()
    assert telling(text + "社区小王", ["社区小王"], [], ours=text).names == ("社区小王",)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("甲方写道：“全家都是骗子，赶紧滚出我们车友圈”。", True),
        ("甲方写道：全家 都是—骗子 赶紧滚出我们车友圈", True),
        ("甲方骂乙方是骗子，要他滚出车友圈。", False),
        ("the team looked at what was said about the charging station there", False),
    ],
)
def test_a_passage_that_stands_in_a_post_is_a_quote_whatever_stands_between_its_letters(
    text: str, quotes: bool
) -> None:
    posts = [POST, "He said about the charging station that it is the worst in town and nobody should ever go."]
    assert bool(telling(text, [], posts).quotes) is quotes


def test_an_english_quote_is_longer() -> None:
    post = "He said that the charging station in the north is the worst of all and nobody should ever go there again."
    assert telling("quote: the charging station in the north is the worst of all and nobody", [], [post]).quotes
    assert not telling("the charging station in the north", [], [post]).quotes
