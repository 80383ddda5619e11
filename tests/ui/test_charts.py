"""A chart in the window: drawn in the colours of the theme, read out label by label, in both languages."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.charts import ROWS
from tests import summaries
from tests.ui.stage import forget_speech
from ui.charts import ChartView, screen_colours
from ui.kit.speech import Speech
from ui.kit.theme import DARK, LIGHT, Choice, Theme

CHARTS = {chart.key: chart for section in summaries.summary().sections for chart in section.charts}


def test_a_chart_wears_the_theme_and_reads_itself_out(qapp: QApplication) -> None:
    say, theme = Speech(qapp, "zh"), Theme(qapp, Choice.LIGHT)
    view = ChartView(say, theme)
    view.show_chart(CHARTS["promises"])
    view.resize(480, view.sizeHint().height())
    view.show()

    def seen() -> set[str]:
        picture = view.grab().toImage()
        places = [(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)]
        return {picture.pixelColor(x, y).name().upper() for x, y in places}

    for choice, tokens in ((Choice.LIGHT, LIGHT), (Choice.DARK, DARK)):
        theme.choose(choice)
        paints = screen_colours(tokens)
        assert {paints[row] for row in ROWS[:3]} <= seen()

    assert view.accessibleName() == "承诺兑现"
    assert "本月到期 28 项" in view.accessibleDescription()
    assert view.line == "2026-10：按期 22，逾期 5，未兑现 1"
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.line.startswith("2026-09：按期 24")
    assert "2026-09" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.line.startswith("2025-11：")
    QTest.mouseMove(view, QPoint(view.width() - 30, view.height() // 2))
    assert view.line.startswith("2026-10：")
    say.choose("en")
    assert view.accessibleName() == "Promises"
    assert view.line == "2026-10: In time 22, Late 5, Broken 1"
    view.deleteLater()
    theme.deleteLater()
    forget_speech(say)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_rows_stand_out_from_the_ground_they_are_drawn_on(tokens: object) -> None:
    assert isinstance(tokens, type(LIGHT))

    def light(colour: str) -> float:
        parts = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in QColor(colour).getRgbF()]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    ground = light(tokens.panel)
    for row in ROWS:
        one = light(screen_colours(tokens)[row])
        assert (max(one, ground) + 0.05) / (min(one, ground) + 0.05) >= 3  # WCAG 2.2, 1.4.11
