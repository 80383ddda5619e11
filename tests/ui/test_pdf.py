"""The summary on paper, as readers of PDF see it."""

import io
import re
import unicodedata
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pypdf
import pytest

from app.domain.summary import Section, Summary, Table
from app.domain.words import Words
from app.errors import ExportStopped, Language
from app.text.summary_page import page
from tests import summaries
from ui.pdf.blocks import paragraph
from ui.pdf.document import as_pdf
from ui.pdf.paper import INSIDE, Letters, Look, Piece, pages

pytestmark = pytest.mark.usefixtures("qapp")


@cache
def _pdf(summary: Summary, language: Language = "zh", *, names: bool = False) -> bytes:
    return as_pdf(page(summary, language, names=names), lambda: None)


@cache
def _texts(file: bytes) -> list[str]:
    """What a search finds on each page."""
    return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(file)).pages]


def _long(rows: int) -> Summary:
    """A month with one long table, some rows of which are higher than others."""
    lines = tuple((f"行{at}", summaries.HOSTILE[12] if at % 30 == 7 else "一句话。", at) for at in range(rows))
    columns = (Words("编号", "Number"), Words("内容", "Text"), Words("次数", "Times"))
    table = Table("long", Words("很长的表", "A long table"), columns, lines)
    whole = summaries.summary()
    return replace(whole, sections=(*whole.sections, Section("long", Words("附录", "Appendix"), tables=(table,))))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_search_finds_every_word_and_the_pages_are_numbered(language: Language) -> None:
    summary = summaries.summary()
    file = _pdf(summary, language)
    read = pypdf.PdfReader(io.BytesIO(file))
    texts = _texts(file)
    whole = "\n".join(texts)
    assert [float(side) for side in read.pages[0].mediabox[2:]] == pytest.approx([595, 842], abs=1)  # A4
    for at, text in enumerate(texts, start=1):
        said = f"第 {at} 页，共 {len(texts)} 页" if language == "zh" else f"Page {at} of {len(texts)}"
        assert said in text
    for section in summary.sections:
        assert section.words.say(language) in whole
        for number in section.numbers:
            assert number.words.say(language) in whole
    assert "2026-11-02 09:30" in texts[0]
    for figure in ("1,284", "1,190", "+94"):
        assert figure in texts[0]
    assert "143" in whole  # a number of a chart is text too
    assert summaries.HEAD in texts[-1].replace(" ", "")
    assert [char for char in whole if "\u2e80" <= char <= "\u2fdf" or char == "\ufffd"] == []  # radicals, and unknown
    assert unicodedata.normalize("NFKC", "治理月报") in whole or language == "en"
    assert read.metadata is not None
    assert ("治理月报" if language == "zh" else "Monthly summary") in str(read.metadata.title)


def test_charts_are_lines_and_the_font_is_in_the_file() -> None:
    read = pypdf.PdfReader(io.BytesIO(_pdf(summaries.summary())))
    assert not any(one.images for one in read.pages)
    fonts = [font.get_object() for one in read.pages for font in one["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert any(name.startswith("/FontFile") for name in inner)


def test_it_says_whether_the_month_is_closed_and_names_nobody_unless_asked() -> None:
    still, closed = _texts(_pdf(summaries.open_month())), _texts(_pdf(summaries.summary()))
    assert "没有关账" in still[0]
    assert all("未关账" in text for text in still[1:])
    assert all("已关账" in text for text in closed[1:])
    assert summaries.NAME not in "".join(closed)
    assert "林主管" not in "".join(closed)
    named = "".join(_texts(_pdf(summaries.summary(), names=True)))
    assert summaries.NAME in named
    assert "由林主管关账" in named


def test_the_same_month_says_the_same_twice() -> None:
    again = as_pdf(page(summaries.summary(), "zh", names=False), lambda: None)
    assert _texts(again) == _texts(_pdf(summaries.summary()))


def test_a_long_table_has_its_head_on_every_page_and_loses_no_row() -> None:
    texts = _texts(_pdf(_long(120)))
    found = [at for text in texts for at in map(int, re.findall(r"行(\d+)", text))]
    assert found == list(range(120))
    with_rows = [text for text in texts if re.search(r"行\d+", text)]
    assert len(with_rows) > 3
    for text in with_rows:
        assert "编号" in text
        assert text.count("编号") == 1
    assert "".join(texts).count("A") >= 4 * 400
    assert "很长的表（续）" in with_rows[1]
    assert "很长的表（续）" not in with_rows[0]


def test_hostile_texts_are_texts_and_an_empty_month_is_a_readable_file() -> None:
    for name, summary in (("hostile", summaries.hostile()), ("empty", summaries.empty())):
        file = _pdf(summary, names=True)
        for one in pypdf.PdfReader(io.BytesIO(file)).pages:
            assert not one.annotations
        assert b"/JavaScript" not in file
        assert b"/URI" not in file
        texts = "".join(_texts(file))
        assert "\u202e" not in texts
        if name == "hostile":
            assert texts.count("A" * 20) >= 3 * 400 // 40
            assert "{{ 7*7 }}" in texts


def test_it_can_be_stopped_between_its_parts() -> None:
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 5:
            raise ExportStopped(month="2026-10")

    with pytest.raises(ExportStopped):
        as_pdf(page(summaries.summary(), "zh", names=False), check)


# --- pages ------------------------------------------------------------------------------------------------


def _piece(height: float, *, keep: bool = False, head: Piece | None = None) -> Piece:
    return Piece(height, lambda _brush, _x, _y: None, keep=keep, head=head)


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    heading, row = _piece(20, keep=True), _piece(30)
    for fill in range(int(INSIDE) - 60, int(INSIDE) + 1, 5):
        for one in pages([_piece(fill), heading, row]):
            assert one[-1].piece is not heading
            assert all(placed.y + placed.piece.height <= INSIDE + 0.01 for placed in one)


def test_what_can_not_stay_together_goes_on_over_pages_in_its_order() -> None:
    rows = [_piece(100, keep=True) for _ in range(30)]
    made = pages(rows)
    assert [placed.piece for one in made for placed in one] == rows
    for one in made:
        assert all(upper.y + upper.piece.height <= lower.y for upper, lower in pairwise(one))
        assert one[-1].y + 100 <= INSIDE


def test_lines_fit_and_lose_nothing() -> None:
    letters, look = Letters(), Look(9.5)
    for text in (*summaries.HOSTILE[:1], summaries.HOSTILE[12], "续航与热泵，" * 60, "🚗车" * 90, "a word " * 80):
        lines = letters.lines(text, look, 120)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(letters.width(line, look) <= 121 for line in lines)
    assert len(paragraph(letters, "一句话。", look)) == 1
