"""The grammar of governing: `sanction`, `classify`, `approve`."""

import argparse
from collections.abc import Callable

from app.cli.arguments import whole
from app.domain.cases import CaseKind
from app.domain.ladder import SANCTIONS
from app.domain.sanctions import MaliceFact, PostAction

Say = Callable[[str, str], str]
Make = Callable[[str, str, str, str], argparse.ArgumentParser]
"""Makes a command: its name, what it does by its name in `app.cli`, and its help in both languages."""


def governing_commands(make: Make, say: Say, hold: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the commands.

    Args:
        make: makes one of them.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    _sanction(make, say, hold)
    kind = make("classify", "governing.classify", "改类别（投诉抱怨改为其他须两人）", "say of which kind a case is")
    kind.add_argument("case", metavar="CASE")
    kind.add_argument("kind", choices=[one.value for one in CaseKind])
    kind.add_argument("--reason", default="", metavar="TEXT")
    approve = make(
        "approve",
        "governing.approve",
        "复核：另一个账号同意（或退回）等待复核的决定",
        "be the second person: agree with the decision that waits, or send it back",
    )
    approve.add_argument("case", metavar="CASE")
    approve.add_argument("--note", default="", metavar="TEXT")
    approve.add_argument(
        "--send-back", metavar="REASON", help=say("退回并说明理由", "send it back, with the reason, instead")
    )
    hold(approve)


def _sanction(make: Make, say: Say, hold: Callable[[argparse.ArgumentParser], None]) -> None:
    command = make(
        "sanction",
        "governing.sanction",
        "处置：按处置阶梯，引用条款，附通知",
        "a measure by the ladder, citing an article, with its notice",
    )
    command.add_argument("case", metavar="CASE")
    command.add_argument("--article", type=whole(1, 999), metavar="N")
    command.add_argument("--law", metavar="NAME", help=say("依据的法律名称和条号", "the law with its article, instead"))
    command.add_argument("--law-text", default="", metavar="TEXT", help=say("条文原文", "its text"))
    command.add_argument(
        "--rung",
        choices=[rung.value for rung in SANCTIONS],
        help=say("默认按建议；偏离须写 --reason", "as proposed unless named; a departure needs --reason"),
    )
    command.add_argument("--reason", default="", metavar="TEXT", help=say("偏离建议的理由", "why it departs"))
    command.add_argument(
        "--malice",
        action="append",
        default=[],
        type=_fact,
        metavar="FACT=LINK",
        help=", ".join(fact.value for fact in MaliceFact),
    )
    command.add_argument(
        "--brand-party",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=say("品牌是不是当事方；默认看帖子", "whether the brand is a party; as the post suggests"),
    )
    command.add_argument("--post", choices=[action.value for action in PostAction], default=PostAction.KEEP.value)
    command.add_argument(
        "--report",
        action="append",
        metavar="ID",
        help=say("只办结这些举报；默认全部", "settle these reports only; all unless named"),
    )
    command.add_argument(
        "--message", metavar="FILE", help=say("通知文本；默认用标准通知", "the notice; the standard one without it")
    )
    hold(command)


def _fact(text: str) -> tuple[str, str]:
    fact, _, link = text.partition("=")
    if fact not in list(MaliceFact) or not link.strip():
        raise argparse.ArgumentTypeError(f"{text!r}: FACT=LINK, FACT: {', '.join(MaliceFact)}")
    return fact, link
