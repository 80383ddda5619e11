"""The request budget as it is seen: spent, waiting until when, what is next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QToolButton

from app.domain.community import BudgetState
from app.errors import RateLimited
from tests.ui.stage import Stage, visible_children
from ui.kit.budget import Requests, in_full, in_short
from ui.shell.status import StatusBar
from ui.syncing import Link, Standing

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SOON, LATER = NOON + timedelta(seconds=20), NOON + timedelta(minutes=5)
SPENT = BudgetState(limit=12, spent=12, resets_at=SOON, unread=34)


def _clock(at: datetime) -> str:
    return f"{at.astimezone():%H:%M:%S}"


# --- in words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requests", "zh"),
    [
        (Requests(), ""),
        (Requests(BudgetState(limit=None, spent=9)), ""),
        (Requests(BudgetState(limit=12, spent=3, resets_at=SOON)), "请求 3/12"),
        (Requests(BudgetState(limit=12, spent=3, resets_at=NOON)), "请求 0/12"),
        (Requests(SPENT), f"等待到 {_clock(SOON)}"),
        (Requests(replace(SPENT, unread=0)), "请求 12/12"),
        (Requests(SPENT, waiting_until=LATER), f"等待到 {_clock(LATER)}"),
        (Requests(BudgetState(limit=12, spent=0, paused_until=LATER)), f"等待到 {_clock(LATER)}"),
        (Requests(None, waiting_until=NOON), ""),
    ],
)
def test_the_short_form_says_what_matters_now(requests: Requests, zh: str) -> None:
    assert in_short(requests, NOON).zh == zh


def test_the_full_form_says_what_was_spent_until_when_it_waits_and_what_is_next() -> None:
    told = in_full(Requests(SPENT, next_at=LATER), NOON)
    zh, en = ("\n".join(one) for one in zip(*told, strict=True))
    for part in ("12 次请求", "已用 12 次", _clock(SOON), "正在等待", "34 项没读完", f"下次同步：{_clock(LATER)}"):
        assert part in zh
    for part in ("12 of 12 requests", "Waiting", "34 things", f"Next sync at {_clock(LATER)}"):
        assert part in en


def test_a_community_without_a_limit_and_one_not_asked_yet_are_told_apart() -> None:
    assert in_full(Requests(BudgetState(limit=None, spent=5)), NOON)[0].zh == "社区没有规定每分钟能请求几次。"
    assert "还没有同步过" in in_full(Requests(), NOON)[0].zh


# --- in the window ------------------------------------------------------------------------------------


def _part(stage: Stage) -> QToolButton:
    return stage.window.findChild(StatusBar)._requests


def test_after_a_round_the_status_bar_counts_and_its_part_leads_to_the_settings(stage: Stage) -> None:
    assert not _part(stage).isVisible()
    stage.desktop.syncing._stand(Standing(Link.CONNECTED, budget=BudgetState(limit=12, spent=3)))
    assert _part(stage).text() == "请求 3/12"
    assert _part(stage).accessibleName() == "请求 3/12"
    assert "已用 3 次" in _part(stage).toolTip()
    stage.click(_part(stage))
    assert stage.reads("已用 3 次", stage.window.settings)
    stage.say.choose("en")
    assert _part(stage).text() == "Requests 3/12"
    assert stage.reads("3 of 12 requests", stage.window.settings)


def test_a_wait_is_amber_and_says_until_when(stage: Stage) -> None:
    until = stage.clock() + timedelta(seconds=42)
    stage.desktop.syncing._stand(Standing(Link.CONNECTED, running=True, waiting_until=until))
    assert _part(stage).text() == f"等待到 {_clock(until)}"
    assert _part(stage).property("tone") == "amber"
    stage.clock.advance(seconds=43)
    stage.window.status._render_age()
    assert not _part(stage).isVisible()


def test_being_asked_to_slow_down_is_not_called_offline(stage: Stage) -> None:
    error = RateLimited(seconds=60.0, scope="site")
    stage.desktop.syncing._stand(Standing(Link.CONNECTED, error=error))
    words = [part.text() for part in visible_children(stage.window.status, QToolButton)]
    assert "● 社区要求放慢" in words
    assert not any("离线" in word for word in words)


# --- what the community can do ------------------------------------------------------------------------


def test_settings_tell_who_we_are_where_and_what_can_be_done(stage: Stage) -> None:
    stage.do("go.settings")
    page = stage.window.settings
    for part in ("品牌自有社区（bridge 接口），demo 1.0", "http://127.0.0.1:1", "以谁的身份：小北"):
        assert stage.reads(part, page)
    texts = stage.texts(page)
    unsupported = next(at for at, text in enumerate(texts) if text.startswith("不支持"))
    native = next(at for at, text in enumerate(texts) if text.startswith("原生支持"))
    assert unsupported < native
    assert any("停用社区账号" in text for text in texts)
    assert stage.reads("社区没有提供", page)


def test_rights_that_changed_show_after_the_next_round(stage: Stage) -> None:
    stage.do("go.settings")
    tags = [text for text in stage.texts(stage.window.settings) if text.startswith("不支持")]
    stage.community._actions = dict(list(stage.community._actions.items())[:2])
    stage.sync()
    fewer = [text for text in stage.texts(stage.window.settings) if text.startswith("不支持")]
    assert int(fewer[0].split()[1]) > int(tags[0].split()[1])
