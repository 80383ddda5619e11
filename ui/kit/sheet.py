"""The style sheet that a window wears, made of the colours of its theme."""

import re

from app.files import resource_folder
from ui.kit.theme import DARK, INK_SIZE, Tokens

_SIZE = re.compile(r"\b(\d+(?:\.\d+)?)pt")

_SHEET = """
QWidget {{ color: {ink}; }}
QMainWindow, QWidget#page {{ background: {background}; }}
QFrame#panel, QFrame#card {{ background: {panel}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#card {{ background: {second_panel}; }}
QFrame#judged {{ background: {red_ground}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#post {{ background: transparent; border: none; border-left: 2px solid {line}; }}
QFrame#post[marked="true"] {{ background: {blue_ground}; border-left: 3px solid {accent}; border-radius: 4px; }}
QFrame#judged[marked="true"] {{ border: 2px solid {accent}; }}
QFrame#advice {{ background: {blue_ground}; border: none; border-radius: 8px; }}
QFrame#article {{ background: {second_panel}; border: none; border-left: 3px solid {accent}; border-radius: 4px; }}
QFrame#chart {{ background: {panel}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#pane {{ background: transparent; border: 1px solid {line}; border-radius: 8px; }}
QFrame#active {{ background: transparent; border: 1px solid {accent}; border-radius: 8px; }}
QFrame#caution {{ background: {amber_ground}; border: none; border-radius: 8px; }}
QFrame#fault {{ background: {red_ground}; border: none; border-radius: 8px; }}
QFrame#raised {{ background: {red_ground}; border: none; border-left: 4px solid {red}; border-radius: 6px; }}
QFrame#alarm {{ background: {red}; border: none; border-radius: 8px; }}
QFrame#alarm QLabel {{ color: {on_accent}; }}
QFrame#alarm QPushButton {{ background: {panel}; color: {red}; border: 1px solid {panel}; font-weight: 700; }}
QFrame#alarm QPushButton:focus {{ border: 2px solid {ink}; }}
QFrame#rule {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QLabel {{ background: transparent; }}
QLabel#heading {{ font-size: 12.5pt; font-weight: 700; }}
QLabel#title {{ font-size: 16pt; font-weight: 700; }}
QLabel#lead {{ font-size: 11.5pt; }}
QLabel#fingerprint {{ font-size: 16pt; font-weight: 700; }}
QLabel#strong, QLabel#name {{ font-weight: 700; }}
QLabel#second {{ font-size: 9pt; color: {second_ink}; }}
QLabel#term {{ font-weight: 700; }}
QLabel#term[tone] {{ background: transparent; }}
QLabel#small {{ font-size: 9pt; }}
QLabel#brand {{ font-size: 12.5pt; font-weight: 700; color: {on_places_chosen}; padding: 16px 16px 12px 16px; }}
QLabel[tone="red"] {{ color: {red}; background: {red_ground}; }}
QLabel[tone="amber"] {{ color: {amber}; background: {amber_ground}; }}
QLabel[tone="green"] {{ color: {green}; background: {green_ground}; }}
QLabel[tone="violet"] {{ color: {violet}; background: {violet_ground}; }}
QLabel[tone="blue"] {{ color: {accent}; background: {blue_ground}; }}
QLabel[tone="neutral"] {{ color: {second_ink}; background: {neutral_ground}; }}
QLabel#tag {{ font-size: 9pt; font-weight: 700; padding: 2px 10px; border-radius: 9px; }}
QScrollArea, QScrollArea > QWidget > QWidget#inside {{ background: transparent; border: none; }}
QScrollArea#side {{ border: 1px solid transparent; border-radius: 8px; }}
QScrollArea#side:focus {{ border: 1px solid {accent}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{
    background: {second_panel}; border: 1px solid {line}; border-radius: 6px; padding: 6px 8px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
    border: 2px solid {accent}; padding: 5px 7px; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron-{name}.svg"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ background: {panel}; border: 1px solid {line}; outline: none;
    padding: 4px; selection-background-color: {selection}; selection-color: {ink}; }}
QPushButton {{ background: {panel}; border: 1px solid {line}; border-radius: 6px; padding: 7px 14px;
    min-height: 18px; }}
QPushButton:hover {{ background: {second_panel}; border-color: {second_ink}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 6px 13px; }}
QPushButton:disabled {{ color: {second_ink}; background: {background}; }}
QPushButton#primary {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; font-weight: 700; }}
QPushButton#primary:hover {{ background: {accent_hover}; }}
QPushButton#primary:focus {{ border: 2px solid {ink}; }}
QPushButton#primary:disabled {{ background: {neutral_ground}; color: {second_ink}; border-color: {line}; }}
QPushButton#quiet, QToolButton#quiet {{ background: transparent; border: 1px solid transparent; padding: 4px 8px;
    color: {accent}; }}
QPushButton#quiet:hover, QToolButton#quiet:hover {{ background: {blue_ground}; }}
QPushButton#quiet:focus, QToolButton#quiet:focus {{ border: 1px solid {accent}; }}
QPushButton#chip {{ font-size: 9pt; font-weight: 700; border-radius: 11px; padding: 3px 10px; min-height: 16px;
    background: {neutral_ground}; color: {second_ink}; border: 1px solid transparent; }}
QPushButton#chip[tone="red"] {{ background: {red_ground}; color: {red}; }}
QPushButton#chip[tone="amber"] {{ background: {amber_ground}; color: {amber}; }}
QPushButton#chip[tone="green"] {{ background: {green_ground}; color: {green}; }}
QPushButton#chip[tone="violet"] {{ background: {violet_ground}; color: {violet}; }}
QPushButton#chip[tone="blue"] {{ background: {blue_ground}; color: {accent}; }}
QPushButton#chip:hover {{ border: 1px solid {second_ink}; }}
QPushButton#chip:focus {{ border: 1px solid {ink}; }}
QPushButton#chip:checked {{ background: {accent}; color: {on_accent}; }}
QPushButton#segment {{ padding: 5px 2px; font-size: 9pt; }}
QPushButton#segment:focus {{ padding: 4px 1px; }}
QPushButton#segment:checked {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 700; }}
QPushButton#segment:checked:focus {{ border: 2px solid {ink}; }}
QPushButton#segment:checked:disabled {{ background: {neutral_ground}; color: {second_ink}; border-color: {line}; }}
QPushButton#contents {{ background: transparent; border: none; border-left: 3px solid transparent; border-radius: 0;
    padding: 6px 8px; text-align: left; color: {second_ink}; }}
QPushButton#contents:hover {{ color: {ink}; }}
QPushButton#contents:checked {{ color: {ink}; font-weight: 700; border-left: 3px solid {accent}; }}
QPushButton#contents:focus {{ background: {blue_ground}; }}
QPushButton#tab {{ background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0;
    padding: 8px 8px; color: {second_ink}; }}
QPushButton#tab:hover {{ color: {ink}; }}
QPushButton#tab:checked {{ color: {ink}; font-weight: 700; border-bottom: 2px solid {accent}; }}
QPushButton#tab:focus {{ background: {blue_ground}; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 3px 6px; }}
QToolButton:hover {{ background: {second_panel}; }}
QToolButton:focus {{ border: 1px solid {accent}; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 3px 2px; border: 1px solid transparent; border-radius: 4px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 1px solid {accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {second_ink};
    background: {second_panel}; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{icons}/check-{name}.svg"); }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {second_ink}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; background: {background}; }}
QCheckBox::indicator:checked:disabled {{ background: {second_ink}; border-color: {second_ink}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QRadioButton::indicator:checked {{ border-color: {accent}; background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5,
    fx: 0.5, fy: 0.5, stop: 0 {accent}, stop: 0.55 {accent}, stop: 0.6 {second_panel}, stop: 1 {second_panel}); }}
QListView {{ background: {panel}; border: none; outline: none; }}
QListView#popup {{ border: 1px solid {second_ink}; padding: 4px; }}
QListView#popup::item:selected {{ background: {selection}; color: {ink}; }}
QListView#plain::item {{ padding: 8px; border-bottom: 1px solid {line}; color: {ink}; }}
QListView#plain::item:selected {{ background: {selection}; color: {ink}; }}
QSplitter::handle {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; min-height: 32px; min-width: 32px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {second_ink}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
    border: none; width: 0; height: 0; }}
QToolTip {{ background: {second_panel}; color: {ink}; border: 1px solid {line}; padding: 4px; }}
QMenu {{ background: {panel}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selection}; color: {ink}; }}
QMenu::item:disabled {{ color: {second_ink}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QWidget#places {{ background: {places}; }}
QWidget#status {{ background: {panel}; border-top: 1px solid {line}; }}
QWidget#status QToolButton {{ font-size: 9pt; color: {second_ink}; }}
QWidget#status QToolButton[tone="green"] {{ color: {green}; }}
QWidget#status QToolButton[tone="amber"] {{ color: {amber}; }}
QWidget#status QToolButton[tone="red"] {{ color: {red}; }}
QFrame#notice {{ background: {places}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#notice QLabel {{ color: {on_places_chosen}; }}
QFrame#notice QPushButton {{ background: transparent; color: {places_alert}; border: 1px solid {on_places};
    font-weight: 700; padding: 4px 10px; }}
QFrame#notice QPushButton:focus {{ border: 2px solid {places_alert}; padding: 3px 9px; }}
QWidget#veil {{ background: rgba(10, 14, 22, 110); }}
QFrame#tile {{ background: {second_panel}; border: 1px solid {line}; border-radius: 6px; }}
QToolButton#tile {{ background: {second_panel}; border: 1px solid {line}; border-radius: 6px; padding: 5px;
    font-size: 9pt; color: {second_ink}; }}
QToolButton#tile:hover {{ border-color: {second_ink}; }}
QToolButton#tile:focus {{ border: 2px solid {accent}; padding: 4px; }}
QFrame#drop {{ background: {second_panel}; border: 1px dashed {second_ink}; border-radius: 8px; }}
QTableView {{ background: {panel}; border: 1px solid {line}; border-radius: 6px; gridline-color: {line}; outline: none;
    selection-background-color: {selection}; selection-color: {ink}; }}
QTableView#month::item {{ padding: 2px 5px; border-bottom: 1px solid {line}; }}
QTableView:focus {{ border: 1px solid {accent}; }}
QHeaderView, QTableView QTableCornerButton::section {{ background: {second_panel}; border: none; }}
QHeaderView::section {{ background: {second_panel}; color: {second_ink}; border: none;
    border-bottom: 1px solid {line}; padding: 6px 8px; font-size: 9pt; }}
QFrame#sheet {{ background: {panel}; border: 1px solid {second_ink}; border-radius: 8px; }}
QFrame#phone {{ background: {background}; border: 6px solid {places}; border-radius: 24px; }}
QFrame#bubble {{ background: {panel}; border: 1px solid {line}; border-radius: 10px; }}
QProgressBar {{ background: {neutral_ground}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
"""


def style_sheet(tokens: Tokens, scale: float = 1.0) -> str:
    """The style sheet of one theme.

    Args:
        scale: how much larger than usual text is.
    """
    colours = {name: getattr(tokens, name) for name in Tokens.__slots__}
    name = "dark" if tokens is DARK else "light"
    sheet = _SHEET.format(**colours, name=name, icons=resource_folder("icons").as_posix())
    if scale == 1.0:
        return sheet
    larger = _SIZE.sub(lambda size: f"{float(size[1]) * scale:.2f}pt", sheet)
    return f"QWidget {{ font-size: {INK_SIZE * scale:.2f}pt; }}\n{larger}"
