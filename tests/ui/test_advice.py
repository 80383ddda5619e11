"""What the desk suggests never says two things at once."""

from collections.abc import Callable
from dataclasses import replace

import make
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.operations import intake, sanctions
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from tests.ui.stage import Stage

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"


def test_who_has_strikes_is_not_called_a_first_offender(staged: Callable[[Desk], Stage], lite_desk: Desk) -> None:
    intake.on_described(lite_desk, make.info(able=tuple(CommandKind)))
    attacks = [make.case(number, text=ATTACK) for number in (1, 2)]
    posts = [replace(one.post, author=make.member()) for one in attacks if one.post]
    pulled = [
        replace(
            one, post=post, subject=make.member(), reports=tuple(replace(r, category="attack") for r in one.reports)
        )
        for one, post in zip(attacks, posts, strict=True)
    ]
    intake.on_pulled(lite_desk, make.page(*pulled))
    stage = staged(lite_desk).open()
    advice = stage.window.triage.desk.advice
    stage.choose(CaseId("c-2"))
    assert stage.reads("没有提醒过这位作者", advice)
    sanctions.sanction(lite_desk, CaseId("c-1"), Wish(article=3))
    stage.refresh()
    stage.choose(CaseId("c-2"))
    assert stage.reads("建议：按阶梯处置", advice)
    assert stage.reads("已不是第一次", advice)
    assert not stage.reads("没有提醒过", advice)
