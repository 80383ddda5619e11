import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import make
from app.domain.cases import COACHING_TERM, KIND_WORDS, Back, CaseId, CaseKind, coaching_due
from app.domain.coaching import Contact, check_kind, recent_contact, suggest
from app.domain.commands import DecisionId
from app.domain.community import Message
from app.domain.decisions import DECISION_WORDS, Decision, DecisionKind
from app.domain.messages import LONGEST_TEXT, check_message
from app.errors import EmptyMessage, MessageTooLong, NotCoachable, TooLong, UnfilledPlaceholder
from app.files import resource_names, resource_text

COACHED = (CaseKind.VIOLATION, CaseKind.DISPUTE, CaseKind.PLAGIARISM)
TEMPLATES = [name for name in resource_names("texts") if name.endswith(".txt")]
PLACE = re.compile(r"\{[^{}\0]*\}")


@pytest.mark.parametrize("kind", COACHED)
def test_a_harmless_offence_may_be_coached(kind: CaseKind) -> None:
    check_kind(kind)


@pytest.mark.parametrize("kind", [kind for kind in CaseKind if kind not in COACHED])
def test_every_other_kind_is_answered_otherwise(kind: CaseKind) -> None:
    with pytest.raises(NotCoachable) as caught:
        check_kind(kind)
    assert KIND_WORDS[kind].zh in caught.value.sentence("zh")
    assert KIND_WORDS[kind].en in caught.value.sentence("en")


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u3000\u3000", "\u00a0", "\u200b", "\u2800", "\u3164 \ufe0f"])
def test_a_message_of_nothing_but_blanks_is_refused(text: str) -> None:
    with pytest.raises(EmptyMessage):
        check_message(text, 100)


def test_blanks_around_a_message_are_dropped() -> None:
    assert check_message("\n\u3000您好，请改一下。 \n", 100) == "您好，请改一下。"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{昵称}，您好。", "{昵称}"),
        ("Hello {nickname}, please change it.", "{nickname}"),
        ("请在{修改期限}前改好，{署名}", "{修改期限} {署名}"),
        ("{署名}，{署名}", "{署名}"),
        ("{复述：什么时间、在哪里、遇到了什么}，换谁都会着急。", "{复述：什么时间、在哪里、遇到了什么}"),
    ],
)
def test_a_place_left_open_is_refused_and_named_once(text: str, named: str) -> None:
    with pytest.raises(UnfilledPlaceholder) as caught:
        check_message(text, None)
    for language in ("zh", "en"):
        said = caught.value.sentence(language)
        assert named in said
        assert said.count(named) == 1


@pytest.mark.parametrize("text", ["小北您好，请改一下。", "Hello Chen, please change it.", "颜文字 :{ 也行"])
def test_a_filled_text_passes_unchanged(text: str) -> None:
    assert check_message(text, None) == text


def _with_one_place_left(template: str) -> Iterator[str]:
    """The template with all but one place filled, for each place, places around other places included."""
    while PLACE.search(template):
        for place in PLACE.findall(template):
            text = template.replace(place, "\0")
            while PLACE.search(text):
                text = PLACE.sub("甲", text)
            yield text.replace("\0", place)
        template = PLACE.sub("甲", template)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_shipped_template_is_not_sent_with_any_one_place_left_open(name: str) -> None:
    for text in _with_one_place_left(resource_text("texts", name)):
        with pytest.raises(UnfilledPlaceholder):
            check_message(text, None)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_shipped_template_passes_once_every_place_is_filled(name: str) -> None:
    text = resource_text("texts", name)
    while PLACE.search(text):
        text = PLACE.sub("甲", text)
    assert check_message(text, None) == text.strip()


@settings(deadline=None)
@given(st.text(alphabet="请改一下a🚗", min_size=1, max_size=60), st.integers(1, 60))
def test_the_limit_counts_characters_not_bytes(text: str, limit: int) -> None:
    if len(text) <= limit:
        assert check_message(text, limit) == text
    else:
        with pytest.raises(MessageTooLong) as caught:
            check_message(text, limit)
        assert f"{len(text)} 字" in caught.value.sentence("zh")
        assert f"{limit} at most" in caught.value.sentence("en")


def test_blanks_around_a_message_do_not_count_and_no_limit_means_what_anybody_reads() -> None:
    assert check_message("  好的  ", 2) == "好的"
    assert len(check_message("好" * LONGEST_TEXT, None)) == LONGEST_TEXT
    with pytest.raises(TooLong, match="20001"):
        check_message("好" * (LONGEST_TEXT + 1), None)


# --- who wrote lately -----------------------------------------------------------------------------------


def _decision(kind: DecisionKind = DecisionKind.COACHING, *, days: float = 1, **more: object) -> Decision:
    whole = {"text": "您好", "revision": "1"} | more
    at = make.NOON - timedelta(days=days)
    return Decision(DecisionId("d-1"), kind, CaseId("c-1"), make.member("u-901", "小北"), at, **whole)  # type: ignore[arg-type]


def _message(*, days: float = 1, by_us: bool = True, text: str = "在吗") -> Message:
    return Message("m-1", make.member(), by_us, make.NOON - timedelta(days=days), text)


def test_the_newest_contact_within_a_week_is_told_with_who_and_how() -> None:
    decisions = [_decision(days=6), _decision(DecisionKind.REPLY, days=2)]
    contact = recent_contact(decisions, [_message(days=3)], make.NOON)
    assert contact == Contact(make.NOON - timedelta(days=2), "小北", DECISION_WORDS[DecisionKind.REPLY])
    message = recent_contact(decisions, [_message(days=1)], make.NOON)
    assert message is not None
    assert (message.at, message.by) == (make.NOON - timedelta(days=1), "")


@pytest.mark.parametrize(
    "decision",
    [
        _decision(days=7.1),
        _decision(undone_at=make.NOON),
        _decision(DecisionKind.DISMISSAL),
        _decision(DecisionKind.CLASSIFICATION),
        _decision(DecisionKind.ACCEPTANCE, text=""),
    ],
)
def test_what_was_undone_long_ago_or_never_said_is_no_contact(decision: Decision) -> None:
    assert recent_contact([decision], [_message(by_us=False)], make.NOON) is None


@pytest.mark.parametrize("days", [3.6, 6.9, 7])
def test_a_contact_is_told_for_a_whole_week(days: float) -> None:
    assert recent_contact([_decision(days=days)], [], make.NOON) is not None


def test_a_message_that_carries_a_reminder_is_that_reminder() -> None:
    contact = recent_contact([_decision(days=2)], [_message(days=1.9, text="您好")], make.NOON)
    assert contact is not None
    assert contact.by == "小北"


# --- what lies nearest ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "reported_as", "more", "answer"),
    [
        (CaseKind.VIOLATION, "advert", {}, DecisionKind.COACHING),
        (CaseKind.COMPLAINT, "advert", {}, DecisionKind.REPLY),
        (CaseKind.SAFETY, "", {}, DecisionKind.REPLY),
        (CaseKind.VIOLATION, "complaint", {}, DecisionKind.REPLY),
        (CaseKind.VIOLATION, "praise", {}, DecisionKind.DISMISSAL),
        (CaseKind.VIOLATION, "advert", {"came_back": Back.CORRECTED, "was_coached": True}, DecisionKind.ACCEPTANCE),
        (CaseKind.VIOLATION, "advert", {"came_back": Back.CORRECTED}, DecisionKind.COACHING),
        (CaseKind.VIOLATION, "praise", {"came_back": Back.TERM_ENDED, "was_coached": True}, DecisionKind.COACHING),
    ],
)
def test_the_answer_that_lies_nearest(
    kind: CaseKind, reported_as: str, more: dict[str, object], answer: DecisionKind
) -> None:
    found = suggest(kind, reported_as, [], **more)  # type: ignore[arg-type]
    assert found.answer is answer
    assert found.because.zh
    assert found.because.en


@pytest.mark.parametrize("kind", CaseKind)
def test_no_kind_that_may_not_be_coached_is_ever_suggested_to_be(kind: CaseKind) -> None:
    for back in (None, *Back):
        found = suggest(kind, "advert", [_decision()], came_back=back, was_coached=True)
        assert found.answer is not DecisionKind.COACHING or kind in COACHED


def test_earlier_reminders_are_counted_unless_undone() -> None:
    found = suggest(CaseKind.VIOLATION, "advert", [_decision(), _decision(), _decision(undone_at=make.NOON)])
    assert "2" in found.because.zh
    assert "2" in found.because.en


@pytest.mark.parametrize("reported_as", ["rumour", "baiting", "spam", "praise", "advert"])
def test_what_reads_like_an_honest_complaint_is_not_reminded_of_anything(reported_as: str) -> None:
    assert suggest(CaseKind.VIOLATION, reported_as, [], protected=True).answer is DecisionKind.REPLY
    assert suggest(CaseKind.VIOLATION, reported_as, []).answer is not DecisionKind.REPLY


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_a_term_ends_at_a_full_hour_and_is_never_shorter_than_three_days(now: datetime) -> None:
    due = coaching_due(now)
    assert (due.minute, due.second, due.microsecond) == (0, 0, 0)
    assert COACHING_TERM <= due - now < COACHING_TERM + timedelta(hours=1)
