"""The line at the lower edge: how things stand with the community, in words."""

from collections.abc import Callable

import pytest

from app.errors import AuthFailed, RateLimited, StewardError, Unavailable
from app.operations.desk import Desk
from tests.ui.stage import Stage
from ui.syncing import RoundTaken

Staged = Callable[[Desk], Stage]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AuthFailed(), "令牌失效"),
        (Unavailable(why="no route"), "离线可用"),
        (RateLimited(seconds=60, scope="site"), "社区要求放慢"),
    ],
)
def test_why_no_round_goes_through_is_told_apart(
    staged: Staged, written_desk: Desk, error: StewardError, said: str
) -> None:
    def fail(_check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        raise error

    stage = staged(written_desk).open(fail)
    stage.sync()
    status = stage.window.status
    assert stage.reads(said, status)
    assert error.sentence("zh") in {button.toolTip() for button in status.findChildren(type(status._link))}


def test_what_a_round_delivered_is_told_with_its_time(staged: Staged, written_desk: Desk) -> None:
    stage = staged(written_desk).open(lambda _check, _sleep: RoundTaken(2, 3, 4))
    stage.sync()
    assert stage.reads("上次同步 0 秒前 · 已送达 4 步", stage.window.status)
    stage.clock.advance(minutes=5)
    stage.window.status._render_age()
    assert stage.reads("上次同步 5 分钟前", stage.window.status)
