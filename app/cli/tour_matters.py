"""What the tour shows of answering: a promise in the register, one matter in many posts, a case of safety."""

from app.domain.cases import CaseId, CaseKind
from app.domain.letters import moment_words
from app.operations import complaints, lanes, promises, topics
from app.operations.desk import Desk

PARTS, BRAKES = CaseId("c-4101"), CaseId("c-1701")
UPDATE = tuple(CaseId(one) for one in ("c-0401", "c-0403", "c-0404", "c-1601", "c-1602"))


def promise_parts(desk: Desk) -> None:
    """Promise an owner who waits for a part that the department says when it comes."""
    made = promises.promising(
        desk, what="前保险杠的到货日期", department="售后配件部", owner="小林", number="PJ-2611-0417"
    )
    due = moment_words(made.due_at.astimezone()).zh
    words = (
        "您好，等一个前杠等了 43 天，换谁都着急，真对不起。您说的“撞了一只傻狍子，前杠等了 43 天”，我们看到了。"
        f"我已经转给售后配件部（单号 PJ-2611-0417）核实到货日期，{due}前，我会在这个帖子里向您说明进展。"
    )
    complaints.reply(desk, PARTS, message=words, promise=made)


def open_topic_of_the_update(desk: Desk) -> None:
    """Many owners write of one update: one topic, one explanation."""
    opened = topics.open_topic(desk, "升级 3.2 之后车机卡顿、升级中断", UPDATE)
    words = "3.2 版在少数车上会让车机卡顿，或停在升级途中；行车不受影响，停好车等它自己退回即可。修复版本已在测试。"
    topics.explain(desk, opened.topic, words)


def take_on_brakes(desk: Desk) -> None:
    """A report of failing brakes is taken on as a case of safety."""
    lanes.enter(desk, BRAKES, CaseKind.SAFETY)
