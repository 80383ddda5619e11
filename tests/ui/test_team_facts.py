"""Facts of the team and the calendar of working days, in the settings."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.roles import Role
from app.domain.team_facts import Fact
from app.operations import calendars, team_facts
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.settings.facts import FactsPart, missing_years


@pytest.fixture
def at_settings(stage: Stage) -> Stage:
    stage.do("go.settings")
    return stage


def _part(stage: Stage) -> FactsPart:
    return stage.window.settings.facts


def test_facts_are_typed_kept_and_there_again(at_settings: Stage) -> None:
    part = _part(at_settings)
    assert not part.keep_button.isEnabled()
    at_settings.write("远山", part.fields[Fact.BRAND])
    at_settings.write("售后技术部\n电池部", part.lists[Fact.DEPARTMENTS])
    at_settings.write("远山 E5、远山 X6", part.lists[Fact.MODELS])
    at_settings.click(part.keep_button)
    kept = team_facts.facts(at_settings.desk)
    assert (kept.brand, kept.departments) == ("远山", ("售后技术部", "电池部"))
    assert kept.models == ("远山 E5", "远山 X6")
    assert not part.keep_button.isEnabled()
    assert any("已保存" in text for text in at_settings.notices)


def test_what_is_typed_is_not_lost_when_the_page_is_read_again(at_settings: Stage) -> None:
    part = _part(at_settings)
    at_settings.write("400-800", part.fields[Fact.HOTLINE])
    at_settings.do("go.triage")
    at_settings.do("go.settings")
    assert part.fields[Fact.HOTLINE].text() == "400-800"
    assert part.keep_button.isEnabled()


def test_a_year_that_is_not_known_is_named_and_gone_once_it_is_imported(at_settings: Stage, tmp_path: Path) -> None:
    part = _part(at_settings)
    assert at_settings.reads("2027 年放假安排未录入", part)
    path = tmp_path / "2027.json"
    path.write_text(json.dumps({"source": "国办发明电〔2026〕9号", "years": [2027], "days_off": [["2027-01-01"] * 2]}))
    part.take_file(path)
    at_settings.settle()
    assert 2027 in {one.year.year for one in calendars.known(at_settings.desk)}
    assert not at_settings.reads("2027 年放假安排未录入", part)
    assert at_settings.reads("国办发明电〔2026〕9号", part)


def test_a_file_that_is_no_calendar_is_refused_in_words(at_settings: Stage, tmp_path: Path) -> None:
    path = tmp_path / "no.json"
    path.write_text("[]")
    _part(at_settings).take_file(path)
    at_settings.settle()
    assert any("no.json" in text for text in at_settings.notices)


def test_moderators_read_and_do_not_change(staged: Callable[[Desk], Stage], written_desk: Desk) -> None:
    me = replace(written_desk.me, roles=frozenset({Role.MODERATOR}))
    stage = staged(replace(written_desk, me=me)).open()
    stage.do("go.settings")
    part = _part(stage)
    assert part.fields[Fact.BRAND].isReadOnly()
    assert not part.keep_button.isVisible()
    assert not part.import_button.isVisible()


@pytest.mark.parametrize(("month", "missing"), [(6, []), (11, [2027])])
def test_nobody_lacks_the_next_year_before_it_is_published(month: int, missing: list[int]) -> None:
    assert missing_years({2025, 2026}, datetime(2026, month, 15, tzinfo=UTC)) == missing
