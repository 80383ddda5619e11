"""Colours and sizes, light and dark: the tokens of each, and the switch between the two."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

FONT_FAMILIES = ["Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
INK_SIZE, SECOND_SIZE, HEADING_SIZE = 10.5, 9.0, 12.5
"""Text sizes in points."""

GAP, WIDE_GAP, MARGIN = 8, 12, 16


class Tone(StrEnum):
    """What a colour says; a word always stands beside it."""

    NEUTRAL = "neutral"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    VIOLET = "violet"
    BLUE = "blue"


class Choice(StrEnum):
    """Which theme a person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme, as #RRGGBB. A tone has its ink and the soft ground that it stands on."""

    background: str
    panel: str
    second_panel: str
    line: str
    ink: str
    second_ink: str
    accent: str
    on_accent: str
    accent_hover: str
    selection: str
    red: str
    red_ground: str
    amber: str
    amber_ground: str
    green: str
    green_ground: str
    violet: str
    violet_ground: str
    blue_ground: str
    neutral_ground: str
    places: str
    places_chosen: str
    on_places: str
    on_places_chosen: str
    places_alert: str

    def ink_of(self, tone: Tone) -> str:
        """The ink of a tone."""
        inks = {
            Tone.RED: self.red,
            Tone.AMBER: self.amber,
            Tone.GREEN: self.green,
            Tone.VIOLET: self.violet,
            Tone.BLUE: self.accent,
        }
        return inks.get(tone, self.second_ink)

    def ground_of(self, tone: Tone) -> str:
        """The ground that the ink of a tone stands on."""
        grounds = {
            Tone.RED: self.red_ground,
            Tone.AMBER: self.amber_ground,
            Tone.GREEN: self.green_ground,
            Tone.VIOLET: self.violet_ground,
            Tone.BLUE: self.blue_ground,
        }
        return grounds.get(tone, self.neutral_ground)

    def text_pairs(self) -> list[tuple[str, str]]:
        """Every pair of ink and ground in which text is shown."""
        grounds = (self.background, self.panel, self.second_panel, self.selection)
        inks = (self.ink, self.second_ink, self.accent, self.red, self.amber, self.green)
        pairs = [(ink, ground) for ink in inks for ground in grounds]
        pairs += [(self.ink_of(tone), self.ground_of(tone)) for tone in Tone]
        pairs += [(ink, self.ground_of(tone)) for tone in Tone for ink in (self.ink, self.second_ink)]
        pairs += [(self.on_accent, self.accent), (self.on_accent, self.accent_hover)]
        pairs += [(self.on_accent, self.red), (self.red, self.panel)]
        pairs += [(self.on_places, self.places), (self.on_places_chosen, self.places_chosen)]
        return [*pairs, (self.places_alert, self.places), (self.places_alert, self.places_chosen)]


LIGHT = Tokens(
    background="#F4F5F7",
    panel="#FFFFFF",
    second_panel="#F9FAFB",
    line="#E3E6EB",
    ink="#1B1F27",
    second_ink="#59616E",
    accent="#1F5FD0",
    on_accent="#FFFFFF",
    accent_hover="#184FB0",
    selection="#DCE8FD",
    red="#B3261E",
    red_ground="#FCE9E7",
    amber="#855600",
    amber_ground="#FFF3D6",
    green="#1B6E3C",
    green_ground="#E3F5EA",
    violet="#5B3FB0",
    violet_ground="#EEE9FB",
    blue_ground="#E8F0FE",
    neutral_ground="#EEF0F3",
    places="#1D2533",
    places_chosen="#2C3A52",
    on_places="#A9B2BF",
    on_places_chosen="#FFFFFF",
    places_alert="#F2C14E",
)

DARK = Tokens(
    background="#14171C",
    panel="#1B1F26",
    second_panel="#20252D",
    line="#2E343E",
    ink="#E6E9EE",
    second_ink="#A9B2BF",
    accent="#6FA3FF",
    on_accent="#14171C",
    accent_hover="#8DB6FF",
    selection="#22324F",
    red="#FF8A80",
    red_ground="#3A2021",
    amber="#F2C14E",
    amber_ground="#382E17",
    green="#7BD69A",
    green_ground="#1B3325",
    violet="#B7A3F5",
    violet_ground="#2A2443",
    blue_ground="#1C2A44",
    neutral_ground="#262C35",
    places="#0E1116",
    places_chosen="#1E2836",
    on_places="#A9B2BF",
    on_places_chosen="#FFFFFF",
    places_alert="#F2C14E",
)


class Theme(QObject):
    """The theme of the program; tells when it changes."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: Choice = Choice.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.choice = choice
        self.tokens = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self.apply()

    def choose(self, choice: Choice) -> None:
        """Take this theme from now on."""
        self.choice = choice
        self.apply()

    @property
    def dark(self) -> bool:
        """Whether the dark tokens are in use."""
        return self.tokens is DARK

    def apply(self) -> None:
        """Give the application the colours of the choice."""
        self.tokens = DARK if self._wants_dark() else LIGHT
        self._app.setPalette(_palette(self.tokens))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self.choice is Choice.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.choice is Choice.DARK

    def _follow(self) -> None:
        if self.choice is Choice.SYSTEM:
            self.apply()


def base_font() -> QFont:
    """The font of everything; the Chinese family is named so that Han characters have their own forms."""
    font = QFont()
    font.setFamilies(FONT_FAMILIES)
    font.setPointSizeF(INK_SIZE)
    return font


def _palette(tokens: Tokens) -> QPalette:
    roles = QPalette.ColorRole
    colours = {
        roles.Window: tokens.background,
        roles.WindowText: tokens.ink,
        roles.Base: tokens.panel,
        roles.AlternateBase: tokens.second_panel,
        roles.Text: tokens.ink,
        roles.PlaceholderText: tokens.second_ink,
        roles.Button: tokens.panel,
        roles.ButtonText: tokens.ink,
        roles.BrightText: tokens.red,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.Link: tokens.accent,
        roles.LinkVisited: tokens.accent,
        roles.ToolTipBase: tokens.second_panel,
        roles.ToolTipText: tokens.ink,
        roles.Light: tokens.panel,
        roles.Midlight: tokens.line,
        roles.Mid: tokens.line,
        roles.Dark: tokens.line,
        roles.Shadow: tokens.background,
    }
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.second_ink))
    return palette
