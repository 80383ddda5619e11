from dataclasses import replace
from datetime import timedelta

import pytest

import make
from app.domain.conduct import Origin, Proof
from app.domain.decisions import DecisionKind
from app.domain.hand import HandCase, Place
from app.domain.members import Member
from app.domain.words import Words
from app.errors import CaseNotFound, Language, NoSuchArticle, NotABasis, UnlawfulLane
from app.operations import coaching, hand, intake
from app.operations.case_view import case_view
from app.operations.conduct import starter
from app.operations.desk import Desk
from app.operations.letters import Letter, best_template, checks, draft, templates, thanks
from tests.conftest import Clock

C1 = make.case(1).id
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(autouse=True)
def _pulled(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), members=(make.profile(1),)))


def _draft(desk: Desk, template: str = "standard", article: int | None = 9, language: Language = "zh") -> Letter:
    return draft(desk, C1, answer=DecisionKind.COACHING, template=template, article=article, language=language)


def test_templates_are_listed_by_answer_the_standard_one_first() -> None:
    assert [one.id for one in templates(DecisionKind.COACHING)] == ["standard", "newcomer", "short"]
    assert [one.id for one in templates(DecisionKind.REPLY)] == [
        "standard",
        "complaint",
        "short",
        "safety",
        "suggestion",
    ]
    assert templates(DecisionKind.DISMISSAL) == []
    for one in templates(DecisionKind.COACHING):
        assert all((one.name.zh, one.name.en, one.suits.zh, one.suits.en))


def test_a_reminder_is_filled_from_the_case_and_leaves_the_good_word_to_a_person(desk: Desk, clock: Clock) -> None:
    letter = _draft(desk)
    assert letter.gaps == ("{肯定之处}",)
    until = (clock() + timedelta(days=3)).astimezone()
    for said in (
        "车友1，您好",
        "管理员小北",
        "《新人求助》",
        "“加我头像，贴膜全网最低”",
        "《车友社区公约》第九条",
        f"{until:%H:%M} 前",
    ):
        assert said in letter.text
    assert "不发与用车无关" in letter.text


def test_the_short_reminder_can_be_sent_as_it_is(desk: Desk) -> None:
    letter = _draft(desk, "short")
    assert letter.gaps == ()
    assert coaching.coach(desk, C1, article=9, message=letter.text).commands


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_that_is_listed_can_be_drafted(desk: Desk, language: Language) -> None:
    for answer in (DecisionKind.COACHING, DecisionKind.REPLY):
        for one in templates(answer):
            letter = draft(desk, C1, answer=answer, template=one.id, article=9, language=language)
            assert all(gap in letter.text for gap in letter.gaps)
            assert ("车友1" in letter.text, "小北" in letter.text) == (True, True)


def test_the_newest_nickname_is_used(desk: Desk) -> None:
    renamed = replace(make.profile(1), ref=make.member("u-1", "改了名{署名}"))
    intake.on_pulled(desk, make.page(members=(renamed,), cursor="cursor-2"))
    letter = _draft(desk, "short")
    assert letter.text.startswith("改了名｛署名｝，您好")
    assert letter.gaps == ()


def test_without_an_article_what_it_says_stays_open(desk: Desk) -> None:
    assert "{条款原文}" in _draft(desk, article=None).gaps


@pytest.mark.parametrize(("article", "error"), [(13, NotABasis), (1, UnlawfulLane), (99, NoSuchArticle)])
def test_a_reminder_is_not_drafted_on_what_it_may_not_rest_on(desk: Desk, article: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        _draft(desk, article=article)


def test_the_edition_of_the_day_the_text_was_written_is_cited(desk: Desk, clock: Clock) -> None:
    newer = replace(
        starter(),
        number=2,
        name=Words("第 2 版", "Edition 2"),
        title=Words("新公约", "New code"),
        origin=Origin.IMPORTED,
        effective_from=clock() - timedelta(hours=1),
        announced_at=clock(),
        proof=Proof("https://community.example.test/t/1"),
    )
    with desk.record.write() as tx:
        tx.conduct.publish(newer)
    assert "《车友社区公约》" in _draft(desk).text
    edited = make.case(1, version="2", text="加我头像。", post_version="2", edited_at=clock())
    intake.on_pulled(desk, make.page(edited, cursor="cursor-2"))
    assert "《新公约》" in _draft(desk).text


def test_a_case_that_is_not_there_has_no_letter(desk: Desk) -> None:
    with pytest.raises(CaseNotFound):
        draft(desk, make.case(7).id, answer=DecisionKind.REPLY, template="short", article=None, language="zh")


def test_a_template_that_is_not_there_is_a_bug(desk: Desk) -> None:
    with pytest.raises(ValueError, match="newcomer"):
        draft(desk, C1, answer=DecisionKind.REPLY, template="newcomer", article=None, language="zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_thanks_are_whole_and_name_the_post(desk: Desk, language: Language) -> None:
    said = thanks(desk, C1, language)
    assert "{" not in said
    assert "新人求助" in said
    assert "\n" not in said
    assert checks(said) == []


def test_a_member_of_thirty_days_gets_the_welcome(desk: Desk, clock: Clock) -> None:
    case = case_view(desk, C1).case
    assert best_template(case, make.profile(1), clock()) == "newcomer"
    assert best_template(case, make.profile(1), clock() + timedelta(days=60)) == "standard"
    assert best_template(case, Member(make.member()), clock()) == "standard"
    assert best_template(case, None, clock()) == "standard"
    assert best_template(case, make.profile(1), clock(), met=True) == "standard"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", Place)
def test_what_was_said_elsewhere_gets_a_letter_without_a_post_to_edit(
    desk: Desk, clock: Clock, language: Language, place: Place
) -> None:
    entered = hand.add_case(desk, HandCase(place, "老陈", "你就是个托")).case
    case = case_view(desk, entered).case
    assert best_template(case, make.profile(1), clock()) == "spoken"
    for answer in (DecisionKind.COACHING, DecisionKind.REPLY):
        assert [one.id for one in templates(answer, by_hand=True)] == ["spoken"]
        letter = draft(desk, entered, answer=answer, template="spoken", article=7, language=language)
        assert "老陈" in letter.text
        assert "编辑" not in letter.text
        assert "edit" not in letter.text.casefold()
        assert len(letter.gaps) == (answer is DecisionKind.REPLY)


def test_a_look_before_sending_is_gentle() -> None:
    assert checks("亲，保证修好") != []
    assert checks("您好，我们在查，明天 18 点前回复您。") == []
