"""What a person is told to do by hand: every kind of command, wherever the case comes from, in both languages."""

import pytest
from PySide6.QtWidgets import QApplication

import make
from app.domain.cases import CommunityState
from app.domain.commands import CommandKind, Intent
from app.domain.hand import Place
from ui.hand.words import task
from ui.kit.speech import Speech

UNTIL = make.NOON.replace(day=27)
FULL = {"outcome": CommunityState.UPHELD, "title": "公约", "honour_id": "guide", "until": UNTIL}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", [None, *Place])
def test_every_kind_of_command_is_said_in_one_sentence(qapp: QApplication, language: str, place: Place | None) -> None:
    say = Speech(qapp, language)  # type: ignore[arg-type]
    told = {kind: task(Intent(kind, **FULL), place, "南山老陈", say, make.NOON) for kind in CommandKind}  # type: ignore[arg-type]
    say.deleteLater()
    assert len(set(told.values())) == len(told)
    assert all(one and "{" not in one for one in told.values())
    for kind in (CommandKind.MESSAGE, CommandKind.REPLY, CommandKind.UPDATE_REPLY):
        assert "南山老陈" in told[kind]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_can_not_be_changed_where_it_was_said_is_said_once_more(qapp: QApplication, language: str) -> None:
    say = Speech(qapp, language)  # type: ignore[arg-type]
    mark = Intent(CommandKind.UPDATE_REPLY, text="〔已解决〕")
    told = {place: task(mark, place, "南山老陈", say, make.NOON) for place in (None, *Place)}
    say.deleteLater()
    changing = {place for place, one in told.items() if ("改成" if language == "zh" else "Change ") in one}
    assert changing == {None, Place.APP}
