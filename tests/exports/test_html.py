"""The page as a parser reads it: complete, harmless, and with nothing from elsewhere."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.domain.summary import Summary
from app.errors import Language
from app.exports.html import as_html
from app.text.summary_page import NO_CHART, page
from tests import summaries

_VOID = {"meta", "br", "img", "link", "input", "hr"}


class _Read(HTMLParser):
    """Tags with their attributes, and the text; fails where tags do not close as they open."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))


def _html(summary: Summary, language: Language = "zh", *, names: bool = False) -> str:
    return as_html(page(summary, language, names=names), lambda: None).decode()


def _read(text: str) -> _Read:
    reader = _Read()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_everything_and_draws_every_chart(language: Language) -> None:
    summary = summaries.summary()
    read = _read(_html(summary, language))
    texts = "\n".join(read.texts)
    for section in summary.sections:
        assert section.words.say(language) in read.texts
        for number in section.numbers:
            assert number.words.say(language) in read.texts
        for table in section.tables:
            assert table.words.say(language) in read.texts
    assert all(one.say(language) in texts for one in summary.sentences.each)
    assert {"1,284", "1,190", "+94", "88%", "−38 分钟" if language == "zh" else "−38 min"} <= set(read.texts)
    charts = [chart for section in summary.sections for chart in section.charts]
    drawn = [given for tag, given in read.tags if tag == "svg"]
    assert [one["aria-label"] for one in drawn] == [chart.says.say(language) for chart in charts]
    assert "2026-11-02 09:30" in texts
    assert ("关账" if language == "zh" else "Closed") in texts
    assert ("没有关账" if language == "zh" else "not closed") in _html(summaries.open_month(), language)


def test_it_runs_nothing_and_loads_nothing_whatever_members_wrote() -> None:
    text = _html(summaries.hostile(), names=True)
    read = _read(text)
    assert {tag for tag, _ in read.tags} <= set(
        "html head meta title style body header main footer section h1 h2 h3 p dl dt dd div span strong table thead "
        "tbody tr th td figure figcaption details summary svg polyline polygon text".split()
    )
    for _, given in read.tags:
        assert not [name for name in given if name.startswith("on") or name in ("style", "src", "href", "srcset")]
    assert "url(" not in text
    assert "@import" not in text
    assert "<script>alert(1)</script><img src=http://evil.example/x.png onerror=alert(1)>" in read.texts
    assert "{{ 7*7 }} {% include 'x' %} ]]> &amp; </style>" in read.texts
    assert "\u202e" not in text


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    text = _html(summaries.summary())
    policy = next(given["content"] or "" for tag, given in _read(text).tags if given.get("http-equiv"))
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "@page { size: A4" in style[1]


def test_nobody_is_named_unless_asked_and_the_same_month_makes_the_same_page() -> None:
    assert summaries.NAME not in _html(summaries.summary())
    assert "林主管" not in _html(summaries.summary())
    assert summaries.NAME in _html(summaries.summary(), names=True)
    assert _html(summaries.summary()) == _html(summaries.summary())
    _read(_html(summaries.empty()))


def test_what_was_nothing_in_two_months_is_told_in_a_line() -> None:
    whole = summaries.summary()
    first = whole.sections[0]
    quiet = tuple(replace(one, value=0, before=0, late=0) for one in first.numbers[:2])
    still = tuple(
        replace(one, series=tuple(replace(row, values=(0,) * len(row.values)) for row in one.series))
        for one in first.charts
    )
    section = replace(first, numbers=(*quiet, *first.numbers[2:]), charts=still)
    read = page(replace(whole, sections=(section,)), "zh", names=False)
    (part,) = read.parts
    assert part.quiet == f"本月和上月都没有：{quiet[0].words.zh}、{quiet[1].words.zh}。"
    assert [one.key for one in part.figures] == [one.key for one in first.numbers[2:]]
    text = as_html(read, lambda: None).decode()
    assert part.quiet in text
    assert "<svg" not in text
    assert text.count(NO_CHART.zh) == len(first.charts)
