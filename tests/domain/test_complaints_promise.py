"""What a reply says of the promise that goes with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.complaints_dates import day_said
from app.domain.complaints_promise import retell, tell, untell
from app.domain.complaints_words import folded
from app.domain.letters import gaps, moment_words
from app.domain.promises import Promising
from app.errors import Language
from app.files import resource_text
from app.operations.complaints_texts import safety_note, sentence

LANGUAGES: tuple[Language, ...] = ("zh", "en")
DUE = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
MADE = Promising("倒车影像黑屏", "车机软件部", "小北", DUE, 3)
NUMBERED = replace(MADE, number="SH-7")


def _day(promise: Promising, language: Language) -> str:
    return moment_words(promise.due_at.astimezone()).say(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_of_a_letter_are_filled_from_the_promise(language: Language) -> None:
    letter = resource_text("texts", f"reply.standard.{language}.txt")
    told = tell(letter, NUMBERED, sentence(language), language)
    for said in ("车机软件部", "SH-7", _day(MADE, language), "倒车影像黑屏"):
        assert told.count(said) == 1
    assert not {"{部门}", "{单号}", "{承诺时间}", "{department}", "{handoff_number}", "{promised_by}"} & set(gaps(told))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_number_the_letter_speaks_of_none(language: Language) -> None:
    told = tell(resource_text("texts", f"reply.standard.{language}.txt"), MADE, sentence(language), language)
    assert "转办单号" not in told
    assert "handoff number" not in told
    assert "{handoff_number}" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("promise", [MADE, NUMBERED])
def test_a_letter_without_places_gets_a_sentence_that_goes_again(language: Language, promise: Promising) -> None:
    text = "座椅记忆丢了，对不起。\n目前能确认的是档位没有迁移。"
    told = tell(text, promise, sentence(language), language)
    assert told.startswith(text + "\n")
    assert _day(promise, language) in told
    assert gaps(told) == ()
    assert untell(told, promise, sentence(language), language) == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["standard", "complaint"])
def test_another_date_or_department_takes_the_place_of_the_one_before(language: Language, letter: str) -> None:
    text = resource_text("texts", f"reply.{letter}.{language}.txt")
    later = replace(NUMBERED, department="电池部", due_at=DUE + timedelta(days=4), number="SH-88")
    told = retell(tell(text, NUMBERED, sentence(language), language), NUMBERED, later, sentence(language), language)
    assert told == tell(text, later, sentence(language), language)
    assert _day(MADE, language) not in told


def test_what_was_promised_in_a_place_is_open_again_when_it_is_promised_no_longer() -> None:
    told = tell("转给{部门}，{承诺时间}前答复。", MADE, sentence("zh"), "zh")
    assert untell(told, MADE, sentence("zh"), "zh") == "转给{部门}，{承诺时间}前答复。"


def test_an_empty_reply_begins_with_the_sentence() -> None:
    assert tell("", MADE, sentence("zh"), "zh").startswith("您反映的“倒车影像黑屏”")


@given(
    st.text(alphabet="座椅记忆。\n{部门}{承诺时间}{单号}{说明}", max_size=60), st.integers(0, 330), st.integers(0, 330)
)
def test_whatever_is_written_the_reply_says_the_day_that_is_registered(text: str, first: int, second: int) -> None:
    one, other = (replace(MADE, due_at=DUE + timedelta(days=days)) for days in (first, second))
    told = tell(text, one, sentence("zh"), "zh")
    now = DUE - timedelta(days=30)
    assert day_said(folded(told), one.due_at.astimezone(), now.astimezone())
    retold = retell(told, one, other, sentence("zh"), "zh")
    assert day_said(folded(retold), other.due_at.astimezone(), now.astimezone())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_post_that_tells_of_danger_gets_the_line_for_safety(language: Language) -> None:
    assert safety_note("高速上突然刹车变硬", language)
    assert safety_note("The brakes failed twice", language)
    assert safety_note("座椅记忆没了", language) == ""
    assert {"{热线}", "{hotline}"} & set(gaps(safety_note("前盖冒烟", language)))
