"""The line at the lower edge: how things stand with the community, in words."""

from collections.abc import Callable

import pytest

from app.domain.cases import CaseId
from app.domain.hand import HandCase, Place
from app.errors import AuthFailed, MissingSecret, RateLimited, StewardError, Unavailable
from app.operations import coaching, hand
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


def test_a_token_that_is_kept_nowhere_is_to_be_entered_again_and_no_variable_is_named(
    staged: Staged, written_desk: Desk
) -> None:
    def fail(_check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        raise MissingSecret(what_zh="社区令牌", what_en="The community token", variable="STEWARD_TOKEN")

    stage = staged(written_desk).open(fail)
    stage.sync()
    status = stage.window.status
    assert stage.reads("需要重新输入社区令牌", status)
    assert "STEWARD_TOKEN" not in status._link.toolTip()


def test_where_everything_is_entered_by_hand_nothing_is_offline_or_synced(staged: Staged, written_desk: Desk) -> None:
    def fail(_check: Callable[[], None], _sleep: Callable[[float], None]) -> RoundTaken:
        raise Unavailable(why="no route")

    stage = staged(written_desk).open(fail, community="manual:车友微信群")
    stage.sync()
    status = stage.window.status
    assert stage.reads("手工登记的社区  Ctrl+N", status)
    assert not stage.reads("离线", status)
    assert not stage.reads("同步", status)
    stage.click(status._link)
    assert stage.window.hand.entering.isVisible()


def test_the_window_closes_at_once_when_only_people_have_something_to_do(staged: Staged, written_desk: Desk) -> None:
    stage = staged(written_desk).open()
    done = hand.add_case(written_desk, HandCase(Place.PHONE, "Chen", "代办充电桩加我微信"))
    coaching.coach(written_desk, done.case, article=9, message="您好，请看一下第九条，谢谢您。")
    stage.refresh()
    assert (stage.window.status.waiting, stage.window.status.sends) == (1, 0)
    assert stage.window.may_close()
    coaching.coach(written_desk, CaseId("c-0101"), article=9, message="您好，请看一下第九条，谢谢您。")
    stage.refresh()
    assert stage.window.status.sends > 0
    assert not stage.window.may_close()
    assert any("没送出" in text for text in stage.notices)
    assert stage.window.may_close()


def test_what_a_round_delivered_is_told_with_its_time(staged: Staged, written_desk: Desk) -> None:
    stage = staged(written_desk).open(lambda _check, _sleep: RoundTaken(2, 3, 4))
    stage.sync()
    assert stage.reads("上次同步 0 秒前 · 已送达 4 步", stage.window.status)
    stage.clock.advance(minutes=5)
    stage.window.status._render_age()
    assert stage.reads("上次同步 5 分钟前", stage.window.status)
