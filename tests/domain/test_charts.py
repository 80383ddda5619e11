"""Charts are laid out so that nothing covers anything and every number of this month can be read."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.domain.charts import PRINT, Anchor, Drawing, Paint, Text, natural_height, rows, ticks, wide
from app.domain.charts_drawn import draw
from app.domain.charts_frame import NOTHING
from app.domain.summary import Chart, Series, Shape, Unit
from app.domain.words import Words
from app.errors import Language
from tests import summaries

CHARTS = {chart.key: chart for section in summaries.summary().sections for chart in section.charts}
every_chart = pytest.mark.parametrize("key", CHARTS)
both = pytest.mark.parametrize("language", ["zh", "en"])


def _drawn(chart: Chart, language: Language = "zh", width: float = 480) -> Drawing:
    return draw(chart, language, width, natural_height(chart))


def _box(text: Text) -> tuple[float, float, float, float]:
    width = min(wide(text.text, text.size), text.room)
    left = text.x - {Anchor.START: 0, Anchor.MIDDLE: width / 2, Anchor.END: width}[text.anchor]
    return left, text.y - 0.8 * text.size, left + width, text.y


@every_chart
@both
@pytest.mark.parametrize("width", [300, 480, 720])
def test_everything_lies_on_the_paper_and_no_text_covers_another(key: str, language: Language, width: int) -> None:
    drawing = _drawn(CHARTS[key], language, width)
    for area in (*drawing.areas, *drawing.grid, *drawing.lines):
        assert all(-1 <= x <= width + 1 and -1 <= y <= drawing.height + 1 for x, y in area.points)
    boxes = [_box(text) for text in drawing.texts]
    for left, top, right, bottom in boxes:
        assert left >= -1
        assert right <= width + 1
        assert 0 <= top <= bottom <= drawing.height
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1
            assert apart, (drawing.texts[at].text, other)


def test_a_column_is_as_high_as_its_number_and_the_last_number_stands_on_it() -> None:
    chart = CHARTS["calm"]
    drawing = _drawn(chart)
    heights = [max(y for _, y in area.points) - min(y for _, y in area.points) for area in drawing.areas]
    values = [value or 0 for value in chart.series[0].values]
    for height, value in zip(heights, values, strict=True):
        assert height / heights[-1] == pytest.approx(value / values[-1], abs=0.01)
    assert [text.text for text in drawing.texts if text.bold] == ["143", "10月"]


def test_stacked_columns_stand_upon_each_other_in_the_order_of_the_legend() -> None:
    drawing = _drawn(CHARTS["promises"])
    last = [area for area in drawing.areas[3:] if abs(area.points[0][0] - drawing.areas[-1].points[0][0]) < 0.01]
    assert [area.paint for area in last] == [Paint.ROW_1, Paint.ROW_2, Paint.ROW_3]
    for lower, upper in pairwise(last):
        assert 0 <= min(y for _, y in lower.points) - max(y for _, y in upper.points) <= 1
    assert {"28", "22", "5"} <= {text.text for text in drawing.texts}


def test_a_month_without_a_number_leaves_a_gap_in_its_line() -> None:
    values = (1, 2, None, 4, 5)
    chart = replace(CHARTS["intake"], labels=CHARTS["intake"].labels[:5], series=(Series(Words("甲", "A"), values),))
    assert [len(line.points) for line in _drawn(chart).lines] == [2, 2]


def test_rows_that_end_alike_have_their_numbers_apart() -> None:
    row = CHARTS["intake"].series[0]
    ends = [replace(row, values=(*row.values[:-1], end)) for end in (0, 0, 3, 9)]
    drawing = _drawn(replace(CHARTS["intake"], series=tuple(ends)))
    told = [text for text in drawing.texts if text.bold and text.text in {"0", "3", "9"}]
    assert [text.text for text in sorted(told, key=lambda one: -one.y)] == ["0", "3", "9"], (
        "alike, it stands there once"
    )
    assert all(upper - lower >= 9 for upper, lower in pairwise(sorted((text.y for text in told), reverse=True)))
    months = [text.y for text in drawing.texts if text.text == "10月"]
    assert months[0] - max(text.y for text in told) >= 9


def test_long_times_stand_at_the_side_in_days_and_a_column_of_one_part_has_one_number() -> None:
    waits = replace(CHARTS["intake"], series=(Series(Words("等", "Wait"), (1_440, 72_000)),), unit=Unit.MINUTES)
    texts = [text.text for text in _drawn(replace(waits, labels=waits.labels[-2:])).texts]
    assert {"天", "60", "50"} <= set(texts)
    assert not any("000" in text for text in texts)
    stacked = replace(
        CHARTS["promises"],
        labels=CHARTS["promises"].labels[-2:],
        series=(Series(Words("甲", "A"), (40, 21)), Series(Words("乙", "B"), (30, 0))),
    )
    numbers = [text.text for text in _drawn(stacked).texts]
    assert {"40", "30", "70"} <= set(numbers), "the parts of every month are told"
    assert numbers.count("21") == 1


@pytest.mark.parametrize("shape", Shape)
def test_without_any_number_it_says_so(shape: Shape) -> None:
    chart = replace(CHARTS["intake"], shape=shape, series=(Series(Words("甲", "A"), (None,) * 12),))
    drawing = _drawn(chart, "en")
    assert [text.text for text in drawing.texts] == [NOTHING.en]
    assert not drawing.areas


@pytest.mark.parametrize("shape", Shape)
def test_a_month_of_zeroes_is_drawn_as_zeroes(shape: Shape) -> None:
    chart = replace(CHARTS["intake"], shape=shape, series=(Series(Words("甲", "A"), (0,) * 12),))
    assert any(text.text == "0" for text in _drawn(chart).texts)


def test_numbers_at_the_side_are_round_and_reach_the_largest() -> None:
    assert ticks(1284, Unit.COUNT) == (0, 500, 1000, 1500)
    assert ticks(0, Unit.COUNT) == (0, 1)
    assert ticks(88, Unit.PERCENT) == (0, 25, 50, 75, 100)
    for most in range(1, 3000, 7):
        steps = ticks(most, Unit.COUNT)
        assert len(steps) <= 5
        assert steps[-1] >= most
        assert steps[-2] < most


def test_the_same_numbers_stand_in_a_table_for_who_does_not_see_the_picture() -> None:
    table = rows(CHARTS["intake"])
    assert table.lines[-1] == (Words("2026-10", "2026-10"), Words("1,284", "1,284"), Words("1,130", "1,130"))
    assert table.lines[0][2] == Words("–", "–")


def test_neighbours_differ_in_print_without_colour() -> None:
    def grey(paint: Paint) -> float:
        red, green, blue = (int(PRINT[paint][at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for one, other in pairwise((Paint.ROW_1, Paint.ROW_2, Paint.ROW_3, Paint.ROW_4, Paint.ROW_5, Paint.ROW_6)):
        assert abs(grey(one) - grey(other)) > 40
