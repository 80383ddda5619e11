"""Every page and sheet in a window of its own, which is the dear part: used without eyes, and in both languages."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from app.operations.desk import Desk
from tests.ui.first_page import STATES
from tests.ui.scenes import IN_CHINESE, SCENES
from tests.ui.shown import chinese, words_of
from tests.ui.stage import Stage
from tests.ui.usable import (
    LEAST,
    everything_that_can_be_clicked_is_large_enough,
    everything_that_can_be_used_has_a_name,
    name,
    no_state_is_said_by_its_colour_alone,
    own,
    walk,
)
from ui.shell.welcome import Welcome


@pytest.fixture
def latin_stage(staged: Callable[[Desk], Stage], latin_desk: Desk) -> Stage:
    return staged(latin_desk).open()


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_can_be_used_without_eyes_and_speaks_one_language(latin_stage: Stage, scene: str) -> None:
    stage = latin_stage
    SCENES[scene](stage)
    everything_that_can_be_used_has_a_name(stage.frame)
    everything_that_can_be_clicked_is_large_enough(stage.frame)
    no_state_is_said_by_its_colour_alone(stage.frame)
    in_chinese = words_of(stage.frame)
    assert len(chinese(in_chinese)) > 10
    stage.say.choose("en")
    stage.settle()
    assert bool(chinese(words_of(stage.frame))) is (scene in IN_CHINESE)
    stage.say.choose("zh")
    stage.settle()
    assert sorted(words_of(stage.frame)) == sorted(in_chinese)


@pytest.mark.parametrize("state", STATES)
def test_the_first_page_can_be_used_without_eyes_and_speaks_both(
    latin_stage: Stage, state: str, expect: Callable[[str], None]
) -> None:
    expect("openUrl")
    welcome = Welcome(latin_stage.say)
    latin_stage.frame.put(welcome)
    STATES[state](welcome)
    latin_stage.settle()
    used = own(welcome)
    assert used
    assert [one for one in used if not name(one)] == []
    assert [one for one in used if one.height() < LEAST] == []
    passed = walk(Qt.Key.Key_Tab, latin_stage)
    used = [one for one in used if one.isEnabled()]
    assert {id(one) for one in used if one.focusPolicy() & Qt.FocusPolicy.TabFocus} <= {id(one) for one in passed}
    in_chinese = words_of(welcome)
    assert chinese(in_chinese)
    latin_stage.say.choose("en")
    latin_stage.settle()
    assert chinese(words_of(welcome)) == []
    latin_stage.say.choose("zh")
    latin_stage.settle()
    assert sorted(words_of(welcome)) == sorted(in_chinese)
