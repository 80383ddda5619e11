"""What is read before somebody is judged: texts with marks, threads, two posts side by side, an exchange over time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.conftest import Clock
from ui.kit.speech import Speech
from ui.kit.theme import LIGHT, Choice, Theme
from ui.reading.course import MOST_LANES, in_words, lanes, scale_of
from ui.reading.exchange import ExchangeChart, ExchangeView
from ui.reading.material import Course, Pair, Span, Written
from ui.reading.pair import PairView
from ui.reading.text import AT_ONCE, ReadText, marked_html
from ui.reading.thread import AT_ONCE as POSTS_AT_ONCE
from ui.reading.thread import Thread

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class Eyes:
    """What the parts need of a window."""

    say: Speech
    theme: Theme
    clock: Clock


@pytest.fixture
def eyes(qapp: QApplication, clock: Clock) -> Iterator[Eyes]:
    made = Eyes(Speech(qapp, "zh"), Theme(qapp, Choice.LIGHT), clock)
    yield made
    made.say.deleteLater()
    made.theme.deleteLater()


def _post(number: int, author: str = "甲", minutes: float = 0, **other: object) -> Written:
    return Written(f"p-{number}", author, f"第 {number} 句", AT + timedelta(minutes=minutes), number=number, **other)  # type: ignore[arg-type]


# --- texts ------------------------------------------------------------------------------------------------


def test_passages_are_marked_and_nothing_of_a_text_is_markup() -> None:
    text = "甲<b>乙</b>丙&丁"
    html = marked_html(text, [Span(1, 6)], LIGHT)
    assert "<b>" not in html
    begins, rest = html.split("<span", 1)
    assert begins == "甲"
    assert rest.split(">", 1)[1].split("</span>")[0] == "&lt;b&gt;乙&lt;/"
    assert html.endswith("b&gt;丙&amp;丁")
    assert "⟨U+202E⟩" in marked_html("a\u202eb", [], LIGHT)


@pytest.mark.parametrize(
    ("marks", "marked"),
    [
        ([Span(0, 3), Span(2, 4)], ["abcdef"]),
        ([Span(4, 2), Span(0, 2)], ["ab", "ef"]),
        ([Span(-5, 7), Span(6, 900)], ["ab", "ghij"]),
        ([Span(50, 3), Span(2, 0), Span(3, -2)], []),
    ],
    ids=["over each other", "out of order", "beyond the text", "nothing"],
)
def test_marks_that_make_no_sense_mark_what_there_is(eyes: Eyes, marks: list[Span], marked: list[str]) -> None:
    read = ReadText(eyes, "abcdefghij", marks)
    html = read.label.text()
    assert [part.split(">", 1)[1].split("</span>")[0] for part in html.split("<span")[1:]] == marked


def test_a_text_without_end_is_laid_out_part_by_part_and_can_be_read_to_its_end(eyes: Eyes) -> None:
    read = ReadText(eyes, "字" * AT_ONCE + "这是结尾")
    assert "这是结尾" not in read.label.text()
    read.more.click()
    assert "这是结尾" in read.label.text()
    assert read.more.isHidden()


def test_a_word_without_end_does_not_widen_the_page(eyes: Eyes) -> None:
    read = ReadText(eyes, "x" * 3000)
    read.resize(300, 100)
    assert read.minimumSizeHint().width() < 700


# --- threads ----------------------------------------------------------------------------------------------


def test_a_long_thread_shows_its_judged_posts_at_once_and_the_rest_when_asked(eyes: Eyes) -> None:
    posts = [_post(number, judged=number == 45, thread="一" if number < 50 else "二") for number in range(200)]
    thread = Thread(eyes, posts)
    assert POSTS_AT_ONCE < len(thread.papers) < 60
    assert "p-45" in thread.papers
    assert thread.papers["p-45"].objectName() != thread.papers["p-44"].objectName()
    far = thread.paper("p-150")
    assert far is thread.papers["p-150"]
    assert len(thread.papers) == 151
    assert thread.paper("p-999") is None
    headings = [one.text() for one in thread.findChildren(QLabel) if one.text() in ("一", "二")]
    assert headings == ["一", "二"]


def test_two_posts_say_when_how_far_apart_and_how_much_they_share_in_both_languages(eyes: Eyes) -> None:
    first, second = _post(1), _post(2, "乙", minutes=26 * 60, judged=True)
    pair = PairView(eyes, Pair(first, second, 84, ((Span(0, 1), Span(0, 1)),)))
    assert "84%" in pair.told.text()
    assert "相隔 1 天" in pair.told.text()
    eyes.say.choose("en")
    assert "84% of the later text" in pair.told.text()
    assert "1 d apart" in pair.told.text()


# --- an exchange ------------------------------------------------------------------------------------------


def test_a_long_pause_takes_little_room_and_is_told_the_rest_is_in_proportion() -> None:
    moments = [AT + timedelta(minutes=one) for one in (0, 4, 8, 8 + 3000, 8 + 3004)]
    scale = scale_of(moments)
    places = [scale.place(one) for one in moments]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0.0, 1.0)
    assert places[1] - places[0] == pytest.approx(places[2] - places[1])
    ((begins, ends, long),) = scale.pauses
    assert (begins, ends) == (places[2], places[3])
    assert long == timedelta(minutes=3000)
    assert ends - begins < 0.6
    halfway = scale.place(AT + timedelta(minutes=2))
    assert halfway == pytest.approx(places[1] / 2)
    alone = scale_of([AT])
    assert alone.place(AT) == 0.0


def test_the_words_beside_the_drawing_say_what_it_shows(eyes: Eyes) -> None:
    posts = (_post(1, minutes=0), _post(2, "乙", 5), _post(3, "车友 1", 9))
    course = Course(posts, (AT + timedelta(minutes=6),), frozenset({"p-3"}))
    told = " ".join(in_words(course, eyes))
    assert "3 位车友说了 3 句" in told
    assert "1 次举报" in told
    assert "车友 1" in told.split("平息")[0].split("举报是")[1]
    view = ExchangeView(eyes, course)
    assert view.told.text().replace("\n", " ") == view.chart.accessibleName() == told
    assert in_words(Course(()), eyes) == []


def test_many_authors_share_the_last_line() -> None:
    few = Course(tuple(_post(one, f"车友 {one}") for one in range(MOST_LANES)))
    many = Course(tuple(_post(one, f"车友 {one}") for one in range(MOST_LANES + 1)))
    assert len(lanes(few)) == len(lanes(many)) == MOST_LANES
    assert lanes(many)[-1] == ""
    assert "" not in lanes(few)


def test_a_dot_is_drawn_where_it_can_be_clicked_and_leads_to_its_post(eyes: Eyes) -> None:
    posts = (_post(1, judged=True), _post(2, "乙", 5), _post(3, "乙", 500))
    chart = ExchangeChart(eyes, Course(posts, (AT,), frozenset({"p-3"})))
    chart.resize(700, chart.sizeHint().height())
    chosen: list[str] = []
    chart.chosen.connect(chosen.append)
    drawn = chart.grab().toImage()
    colours = []
    for dot in chart.dots():
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, dot.at.toPoint())
        colours.append(drawn.pixelColor(dot.at.toPoint()))
    assert chosen == ["p-1", "p-2", "p-3"]
    assert colours == [QColor(LIGHT.accent), QColor(LIGHT.second_ink), QColor(LIGHT.green)]
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, drawn.rect().bottomRight())
    assert len(chosen) == 3
