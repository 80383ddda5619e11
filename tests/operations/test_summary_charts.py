"""Charts over twelve months know every one of them: a figure that is read for two months only belongs in none."""

from datetime import UTC, datetime

import make
from app.domain.months import Month
from app.domain.summary import TREND_MONTHS, Unit
from app.operations import intake, summary
from app.operations.desk import Desk


def test_every_line_of_a_chart_is_known_in_every_month_since_the_first(lite_desk: Desk) -> None:
    long_ago = datetime(2025, 12, 3, 4, 0, tzinfo=UTC)
    intake.on_pulled(lite_desk, make.page(make.case(1, at=long_ago), make.case(2)))
    found = summary.summary(lite_desk, Month("2026-11"))
    charts = [one for section in found.sections for one in section.charts if len(one.labels) == TREND_MONTHS]
    assert len(charts) >= 5
    assert charts[0].labels[0].zh == "2025-12"
    unknown = {
        (chart.key, line.words.en, month.en)
        for chart in charts
        if chart.unit is Unit.COUNT  # how long something took is not known where there was nothing
        for line in chart.series
        for month, value in zip(chart.labels, line.values, strict=True)
        if value is None
    }
    assert unknown == set()
