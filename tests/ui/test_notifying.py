"""What can't wait is told outside of the window where the system can, else in it, and once."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from app.domain.words import Words
from tests.ui.stage import Stage
from ui.notices import Offer
from ui.shell.notifying import Notifier

SMOKE = Words("可能是安全事件：冒烟", "May be a safety matter: smoke")
DUE = Words("承诺今天到期", "A promise is due today")


@dataclass
class FakeTray:
    """A tray of a system, as far as a window sees it."""

    there: bool = True
    told: list[tuple[str, str, bool]] = field(default_factory=list)
    click: Callable[[], None] | None = None
    left: bool = False

    def able(self) -> bool:
        return self.there

    def tell(self, heading: str, text: str, clicked: Callable[[], None], *, grave: bool) -> None:
        self.told.append((heading, text, grave))
        self.click = clicked

    def leave(self) -> None:
        self.left = True


@pytest.fixture
def rung(stage: Stage) -> list[str]:
    heard: list[str] = []
    stage.window.notifier.ring = lambda: heard.append("ring")
    return heard


@pytest.fixture
def notifier(stage: Stage) -> Notifier:
    return stage.window.notifier


def test_where_no_tray_is_it_is_told_in_the_window_with_the_way_on(stage: Stage, notifier: Notifier) -> None:
    gone: list[str] = []
    notifier.notify(DUE, Offer(Words("去看", "Look"), "", lambda: gone.append("there")))
    assert stage.notices == [DUE.zh]
    stage.click(stage.button("去看", stage.window.notices))
    assert gone == ["there"]


def test_the_same_thing_is_told_once_until_it_is_over(stage: Stage, notifier: Notifier, rung: list[str]) -> None:
    about = ("alarm", "c-1")
    assert notifier.notify(SMOKE, about=about, grave=True)
    assert not notifier.notify(Words("过了 1 分钟", "a minute later"), about=about, grave=True)
    assert notifier.notify(SMOKE, about=("alarm", "c-2"), grave=True)
    assert (len(stage.notices), len(rung)) == (2, 2)
    notifier.forget(about)
    assert notifier.notify(SMOKE, about=about, grave=True)
    assert notifier.notify(DUE)
    assert not notifier.notify(DUE)


def test_a_system_with_a_tray_shows_it_and_a_click_brings_the_window_there(stage: Stage, notifier: Notifier) -> None:
    tray, gone = FakeTray(), list[str]()
    notifier.tray = tray
    stage.frame.showMinimized()
    stage.say.choose("en")
    notifier.notify(SMOKE, Offer(Words("去处理", "See to it"), "", lambda: gone.append("there")), grave=True)
    assert tray.told == [("Steward", SMOKE.en, True)]
    assert tray.click is not None
    tray.click()
    assert gone == ["there"]
    assert not stage.frame.isMinimized()


def test_an_alarm_is_heard_unless_somebody_turned_it_off_and_nothing_else_is(
    stage: Stage, notifier: Notifier, rung: list[str]
) -> None:
    notifier.notify(DUE)
    assert rung == []
    stage.window.settings.sounds.setChecked(False)
    notifier.notify(SMOKE, about=1, grave=True)
    assert rung == []
    stage.window.settings.sounds.setChecked(True)
    notifier.notify(SMOKE, about=2, grave=True)
    assert rung == ["ring"]


def test_the_tray_is_left_when_the_window_ends(stage: Stage, notifier: Notifier) -> None:
    tray = notifier.tray = FakeTray()
    stage.end()
    assert tray.left
