"""What comes next of a referral, in one sentence, and whether anybody of the team has to act."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.commands import DecisionId
from app.domain.council import AskedBy, Matter, Referral, Remedy, Stage
from app.domain.council_counting import Outcome
from app.domain.council_missing import Mend, Missing
from app.domain.council_next import Standing, next_words, waits
from app.domain.council_ruling import Ruling
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(days=3), NOW - timedelta(minutes=1)
ME = MemberRef(MemberId("u-901"), "小北")
REFERRAL = Referral(
    1, Matter.OPINION, "是不是？", "据称。", AskedBy.STAFF, "", False, 5, Stage.PREPARING, NOW, ME, 1, "0" * 64
)
RULING = Ruling(1, 1, Outcome(5, 3, None, None, Remedy.NONE, None), "文", NOW, ME, publish_at=LATER)
DONE = replace(RULING, decisions=(DecisionId("d-1"),))
WAIT, ASK = (Missing(Words("等甲方陈述", "wait"), mend, "甲方") for mend in (Mend.WAIT, Mend.ASK))


def _at(stage: Stage, **more: object) -> Referral:
    return replace(REFERRAL, stage=stage, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stands", "said", "waiting"),
    [
        (Standing(REFERRAL, (WAIT, ASK)), "等甲方陈述", False),
        (Standing(REFERRAL, (WAIT,)), "等甲方陈述", True),
        (Standing(REFERRAL), "可以做案卷", False),
        (Standing(_at(Stage.VOTING, due_at=LATER), seats=5, voted=2), "5 席中 2 席已寄回", True),
        (Standing(_at(Stage.VOTING, due_at=NOW), seats=5, voted=2), "可以计票", False),
        (Standing(_at(Stage.UNDECIDED)), "再投一轮", False),
        (Standing(_at(Stage.DECIDED), ruling=RULING), "主管确认", False),
        (Standing(_at(Stage.RULED), ruling=RULING), "等执行", False),
        (Standing(_at(Stage.RULED), ruling=DONE), "申诉期满后公布", True),
        (Standing(_at(Stage.RULED), ruling=replace(DONE, publish_at=BEFORE)), "可以公布", False),
        (Standing(_at(Stage.RULED), ruling=replace(RULING, refused_why="依法")), "申诉期满后公布", True),
    ],
)
def test_each_stage_says_what_comes_next(stands: Standing, said: str, waiting: bool) -> None:
    assert said in next_words(stands, NOW).zh
    assert next_words(stands, NOW).en
    assert waits(stands, NOW) is waiting


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.WITHDRAWN])
def test_what_is_over_has_nothing_to_come(stage: Stage) -> None:
    assert next_words(Standing(_at(stage)), NOW) == Words()
