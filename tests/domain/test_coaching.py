import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.cases import KIND_WORDS, CaseKind
from app.domain.coaching import check_kind
from app.domain.messages import check_message
from app.errors import EmptyMessage, MessageTooLong, NotCoachable, UnfilledPlaceholder
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


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u3000\u3000", "\u00a0"])
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


def test_blanks_around_a_message_do_not_count_and_no_limit_means_none() -> None:
    assert check_message("  好的  ", 2) == "好的"
    assert len(check_message("好" * 100_000, None)) == 100_000
