"""The code of conduct as the window shows it: what is in force, and how far it was consulted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.domain.changes import Area, Changes
from app.domain.conduct import Edition, Origin, Severity, Stance
from app.domain.words import Words
from app.operations.conduct import starter
from app.operations.desk import Desk
from tests.ui.stage import Stage

Staged = Callable[[Desk], Stage]


def _second(stage: Stage, days: int) -> Edition:
    return replace(
        starter(),
        number=2,
        name=Words("第 2 版", "Edition 2"),
        origin=Origin.DRAFTED,
        consulted=True,
        effective_from=stage.clock() + timedelta(days=days),
        announced_at=stage.clock(),
    )


def _publish(stage: Stage, edition: Edition) -> None:
    with stage.desk.record.write() as tx:
        tx.conduct.publish(edition)


def _shown(stage: Stage) -> str:
    return "\n".join(stage.texts(stage.window.conduct))


def test_every_article_stands_there_with_its_text_guidance_and_how_heavy_it_is(stage: Stage) -> None:
    stage.do("go.conduct")
    shown = _shown(stage)
    assert "起始版本，尚未征求意见" in shown
    for article in starter().articles:
        for words in (article.title, article.text, article.guidance):
            assert words.zh in shown
    texts = stage.texts(stage.window.conduct)
    articles = starter().articles
    assert texts.count("鼓励") == sum(one.stance is Stance.ENCOURAGED for one in articles) > 0
    assert texts.count("重大") == sum(one.severity is Severity.GRAVE for one in articles) > 0


def test_an_edition_that_takes_effect_later_is_not_shown_as_in_force(stage: Stage) -> None:
    _publish(stage, _second(stage, days=7))
    stage.do("go.conduct")
    assert "第 2 版" not in _shown(stage)
    stage.clock.advance(days=8)
    stage.desktop.runner.changed.emit(Changes.of(Area.CONDUCT))
    stage.settle()
    assert "第 2 版 · 已征求核心车友意见" in _shown(stage)


def test_it_is_told_in_the_language_of_the_window(stage: Stage) -> None:
    stage.do("go.conduct")
    stage.do("window.language")
    shown = _shown(stage)
    assert "a starter, not yet consulted" in shown
    assert starter().articles[0].text.en in shown
