"""Drafts of public words about promises, the handoff slip, and facts of the team that letters are filled with."""

from datetime import timedelta

import pytest
from conftest import Clock

import make
from app.domain.decisions import DecisionKind
from app.domain.promises import Change
from app.domain.promises_letters import LETTERS
from app.domain.promises_rules import names_day
from app.domain.team_facts import TeamFacts
from app.errors import Language, NoRight, TooLong, UnknownFact
from app.operations import intake, letters, promises, promises_letters, team_facts
from app.operations.desk import Desk
from tests.operations.promising import C1, promised

LANGUAGES: tuple[Language, ...] = ("zh", "en")
POST = (
    "提车三个月五次进店，升级 3.2.1 后车机在成都老是卡住。电话 138 1234 5678，车牌川A12345，"
    "车架号 LSVAA4182E2123456，微信号：laochen88，发我 chen@example.com，全角１３８１２３４５６７８"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(make.case(1, text=POST), members=(make.profile(1),)))
    return desk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("change", LETTERS)
def test_a_draft_names_who_what_and_when_and_leaves_open_what_only_a_person_knows(
    desk: Desk, change: Change, language: Language
) -> None:
    found = promised(desk)
    team_facts.set_facts(desk, {"brand": "远山"})
    promises.hand(desk, found.id, "SH-77")
    until = found.due_at + timedelta(days=4)
    letter = promises_letters.draft(desk, found.id, change, language, until=until)
    assert "车友1" in letter.text
    assert "排查结论" in letter.text
    assert "远山" in letter.text
    due = until if change is Change.EXTENDED else found.due_at
    assert change is Change.CLOSED or names_day(letter.text, due.astimezone().date())
    assert letter.gaps
    assert all(gap in letter.text for gap in letter.gaps)
    if change is Change.PROGRESS:
        assert "SH-77" in letter.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_of_the_evening_before_is_complete_once_the_department_answered(
    desk: Desk, clock: Clock, language: Language
) -> None:
    found = promised(desk)
    assert len(promises_letters.draft(desk, found.id, Change.PROGRESS, language).gaps) == 1
    promises.department_answered(desk, found.id, "备件周四到店。")
    letter = promises_letters.draft(desk, found.id, Change.PROGRESS, language)
    assert letter.gaps == ()
    assert "备件周四到店" in letter.text
    assert "（转办单号" not in letter.text
    clock.moment = found.due_at + timedelta(days=1)
    late = promises_letters.draft(desk, found.id, Change.PROGRESS, language).text
    assert ("对不起" in late) if language == "zh" else ("sorry" in late)
    assert "这个时间不变" not in late


def test_a_late_closing_begs_pardon_and_one_in_time_does_not(desk: Desk, clock: Clock) -> None:
    found = promised(desk)
    in_time = promises_letters.draft(desk, found.id, Change.CLOSED, "zh").text
    clock.moment = found.due_at + timedelta(days=1)
    late = promises_letters.draft(desk, found.id, Change.CLOSED, "zh").text
    assert ("晚了" in late, "晚了" in in_time) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slip_says_all_that_a_department_needs_and_nothing_by_which_somebody_is_found(
    desk: Desk, language: Language
) -> None:
    found = promised(desk)
    text = promises_letters.handoff_slip(desk, found.id, language)
    for wanted in (C1, "车友1", "3.2.1", "成都", "远山 E5", "排查结论", "售后技术部", "小林", "五次进店"):
        assert wanted in text, wanted
    for private in ("1234 5678", "川A12345", "LSVAA4182E2123456", "laochen88", "chen@example", "１３８１２３"):
        assert private not in text, private
    assert "18:00" in text
    assert not letters.gaps(text)


def test_facts_of_the_team_fill_replies_and_can_be_taken_away(desk: Desk) -> None:
    def reply(language: Language) -> str:
        draft = letters.draft(
            desk, C1, answer=DecisionKind.REPLY, template="standard", article=None, language=language, promise=made
        )
        return draft.text

    made = promises.promising(desk, what="断电原因", department="售后技术部", owner="小林", number="SH-1")
    assert "远山" not in reply("zh")
    kept = team_facts.set_facts(desk, {"brand": " 远山 ", "hotline": "400-800-1234", "departments": "售后，法务,售后"})
    assert kept.facts == TeamFacts("远山", "400-800-1234", "", ("售后", "法务"))
    for language in LANGUAGES:
        whole = reply(language)
        assert all(one in whole for one in ("远山", "售后技术部", "SH-1", "断电原因")), whole
        assert names_day(whole, made.due_at.astimezone().date())
    assert not team_facts.set_facts(desk, {"brand": "远山"}).changes.areas
    assert team_facts.set_facts(desk, {"brand": ""}).facts == TeamFacts("", "400-800-1234", "", ("售后", "法务"))
    assert "远山" not in reply("zh")


def test_facts_are_set_by_leads_and_only_those_there_are(desk: Desk) -> None:
    from dataclasses import replace

    from app.domain.roles import Role

    plain = replace(desk, me=replace(desk.me, roles=frozenset({Role.MODERATOR})))
    with pytest.raises(NoRight):
        team_facts.set_facts(plain, {"brand": "远山"})
    with pytest.raises(UnknownFact):
        team_facts.set_facts(desk, {"slogan": "第一"})
    with pytest.raises(TooLong):
        team_facts.set_facts(desk, {"brand": "远" * 61})


def test_the_places_for_a_promise_are_told_as_filled_by_the_program() -> None:
    zh = letters.places(DecisionKind.REPLY.value, "zh")
    assert {"{部门}", "{单号}", "{承诺时间}", "{品牌}", "{热线}"} <= set(zh)
    assert {"{department}", "{promised_by}", "{brand}"} <= set(letters.places(DecisionKind.REPLY.value, "en"))
