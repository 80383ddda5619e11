import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

from tests.ui.stage import Stage
from ui.kit.offering import complete_in_popup
from ui.kit.sheet import style_sheet
from ui.kit.theme import DARK, LIGHT, Choice, Theme, Tokens, Tone, base_font

ROOT = Path(__file__).parents[2]
THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def _luminance(colour: str) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@THEMES
def test_every_text_can_be_read(tokens: Tokens) -> None:
    weak = [(ink, ground, round(contrast(ink, ground), 2)) for ink, ground in tokens.text_pairs()]
    assert [pair for pair in weak if pair[2] < 4.5] == []


@THEMES
def test_the_pairs_name_every_ink_and_every_tone(tokens: Tokens) -> None:
    inks = {ink for ink, _ in tokens.text_pairs()}
    assert {getattr(tokens, name) for name in ("ink", "second_ink", "on_accent", "on_places", "violet")} <= inks
    assert {(tokens.ink_of(tone), tokens.ground_of(tone)) for tone in Tone} <= set(tokens.text_pairs())


@THEMES
def test_where_the_focus_is_and_what_is_alarming_stands_out(tokens: Tokens) -> None:
    for ground in (tokens.panel, tokens.background, tokens.second_panel):
        assert contrast(tokens.accent, ground) >= 3
        assert contrast(tokens.red, ground) >= 3
    assert contrast(tokens.ink, tokens.accent) >= 3 or contrast(tokens.ink, tokens.panel) >= 3
    assert contrast(tokens.on_places_chosen, tokens.places) >= 3


@THEMES
def test_colours_that_the_style_sheet_puts_together_can_be_read(tokens: Tokens) -> None:
    """Not only the pairs that somebody thought of: every rule that sets ink and ground both."""
    weak = []
    for selector, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet(tokens)):
        ink = re.search(r"(?<![-\w])color:\s*(#\w{6})", rule)
        ground = re.search(r"background:\s*(#\w{6})", rule)
        if ink and ground and contrast(ink[1], ground[1]) < 4.5:
            weak.append((selector.strip(), ink[1], ground[1]))
    assert weak == []


@THEMES
def test_no_text_size_is_in_pixels(tokens: Tokens) -> None:
    sizes = re.findall(r"font(?:-size)?\s*:\s*([^;}]*)", style_sheet(tokens))
    assert sizes
    assert [size for size in sizes if "px" in size or "pt" not in size] == []
    assert base_font().pixelSize() == -1
    texts = [path for path in (ROOT / "ui").rglob("*.py") if not path.is_relative_to(ROOT / "ui" / "pdf")]
    texts.remove(ROOT / "ui" / "charts.py")  # a drawing's letters are measured like its lines
    sources = "".join(path.read_text(encoding="utf-8") for path in texts)
    assert "setPixelSize" not in sources


@THEMES
def test_the_style_sheet_says_nothing_that_is_not_filled_in(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "{{" not in sheet
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet)) <= {getattr(tokens, one.name) for one in fields(Tokens)}
    for address in re.findall(r'url\("([^"]+)"\)', sheet):
        assert Path(address).is_file()


def test_every_colour_is_used_and_every_colour_is_one() -> None:
    texts = [path for path in (ROOT / "ui").rglob("*.py") if not path.is_relative_to(ROOT / "ui" / "pdf")]
    texts.remove(ROOT / "ui" / "charts.py")  # a drawing's letters are measured like its lines
    sources = "".join(path.read_text(encoding="utf-8") for path in texts)
    for one in fields(Tokens):
        used = re.findall(rf"\{{{one.name}\}}|(?:tokens|self)\.{one.name}\b", sources)
        assert used, one.name
        for tokens in (LIGHT, DARK):
            assert re.fullmatch("#[0-9A-F]{6}", getattr(tokens, one.name))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, Choice.LIGHT)
    yield made
    made.deleteLater()


def test_a_theme_is_worn_by_the_whole_application(theme: Theme, qapp: QApplication) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.dark))
    for choice, tokens in ((Choice.DARK, DARK), (Choice.LIGHT, LIGHT)):
        theme.choose(choice)
        assert theme.tokens is tokens
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(tokens.background)
        assert qapp.palette().color(QPalette.ColorRole.PlaceholderText) == QColor(tokens.second_ink)
    assert told == [True, False]


def test_the_window_wears_the_sheet_of_its_theme_and_so_does_what_pops_up_from_it(stage: Stage) -> None:
    box = QComboBox(stage.window)
    box.setEditable(True)
    box.addItems(["第九条"])
    complete_in_popup(box)
    popup = box.completer().popup()
    for choice, tokens in ((Choice.DARK, DARK), (Choice.LIGHT, LIGHT)):
        stage.theme.choose(choice)
        assert stage.frame.styleSheet() == style_sheet(tokens)
        assert popup.grab().toImage().pixelColor(0, popup.height() // 2) == QColor(tokens.second_ink)  # its border


def test_the_system_is_followed_only_when_it_is_chosen(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    wants_dark: Callable[[], bool] = theme._wants_dark
    assert not wants_dark()
    monkeypatch.setattr(theme, "_wants_dark", lambda: theme.choice is Choice.SYSTEM)
    theme._follow()
    assert not theme.dark
    theme.choose(Choice.SYSTEM)
    assert theme.dark


def test_the_window_changes_its_theme_while_it_is_open(stage: Stage) -> None:
    def darkness() -> list[int]:
        """How light the queue, the evidence and the desk are."""
        picture = stage.frame.grab().toImage()
        triage = stage.window.triage
        parts = (triage.queue, triage.evidence, triage.desk)
        at = [part.mapTo(stage.frame, part.rect().bottomLeft()) for part in parts]
        return [picture.pixelColor(point.x() + 5, point.y() - 5).lightness() for point in at]

    stage.choose("c-0101")
    assert min(darkness()) > 200
    stage.do("window.theme")
    assert max(darkness()) < 60
    assert stage.theme.tokens is DARK
    stage.do("window.theme")
    assert min(darkness()) > 200


@THEMES
def test_what_can_not_be_ticked_looks_like_it(qapp: QApplication, tokens: Tokens) -> None:
    def drawn(*, on: bool, checked: bool) -> object:
        box = QCheckBox("主管")
        box.setStyleSheet(style_sheet(tokens))
        box.setEnabled(on)
        box.setChecked(checked)
        box.resize(120, 30)
        return box.grab().toImage().copy(0, 0, 20, 30)  # where the tick is

    for checked in (True, False):
        assert drawn(on=True, checked=checked) != drawn(on=False, checked=checked)
