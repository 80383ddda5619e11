import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import Settings, language_of, take_secret


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
        ({"STEWARD_LANGUAGE": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"STEWARD_LANGUAGE": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
        ({"STEWARD_LANGUAGE": "EN"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_systems_else_chinese(
    environment: dict[str, str], language: str
) -> None:
    assert language_of(environment) == language
    assert Settings.read(environment).language == language


def test_a_workspace_named_by_hand_wins_over_the_usual_place(tmp_path: Path) -> None:
    assert Settings.read({}, tmp_path).workspace == tmp_path
    usual = Settings.read({})
    assert usual.workspace.is_absolute()
    assert "Steward" in usual.workspace.parts
    assert usual.logs != usual.workspace


def test_the_read_time_out_can_be_set() -> None:
    assert Settings.read({"STEWARD_READ_TIMEOUT": "2.5"}).read_timeout == 2.5
    assert Settings.read({}).read_timeout == 15.0


def test_a_secret_once_taken_is_gone_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_TOKEN", "token-8")
    assert take_secret("STEWARD_TOKEN") == "token-8"
    assert "STEWARD_TOKEN" not in os.environ
    assert take_secret("STEWARD_TOKEN") is None


def test_a_child_process_does_not_inherit_a_secret_that_was_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_TOKEN", "token-8")
    take_secret("STEWARD_TOKEN")
    ask = [sys.executable, "-S", "-c", "import os; print(os.environ.get('STEWARD_TOKEN'))"]
    assert subprocess.run(ask, capture_output=True, text=True, check=True).stdout == "None\n"


def test_an_empty_secret_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_TOKEN", "")
    assert take_secret("STEWARD_TOKEN") is None
    assert "STEWARD_TOKEN" not in os.environ
