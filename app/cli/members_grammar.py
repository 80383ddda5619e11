"""The grammar of what is about members: `member`, `lift`, `overdue`, `cluster`."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.arguments import whole
from app.domain.clusters import POST_ACTIONS, RUNGS
from app.domain.ladder import Rung
from app.domain.lifting import LiftReason
from app.domain.sanctions import PostAction

Say = Callable[[str, str], str]
Hold = Callable[[argparse.ArgumentParser], None]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def members_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say, hold: Hold) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    member = make("member", "members.member", "一个成员的全部记录，善行在前", "a member's record, good deeds first")
    member.add_argument("member", metavar="MEMBER")
    lift = make("lift", "members.lift", "提前解除处置（由另一个账号）", "end a measure early (by another account)")
    lift.add_argument("what", metavar="CASE|DECISION")
    lift.add_argument("--reason", choices=[one.value for one in LiftReason], required=True)
    lift.add_argument(
        "--words", default="", metavar="TEXT", help=say("补充说明，供团队看", "more about it, for the team")
    )
    lift.add_argument(
        "--message", metavar="FILE", help=say("给成员的信；默认用标准信", "the letter; the standard one without it")
    )
    hold(lift)
    overdue = make(
        "overdue", "members.overdue", "到期未解除的处置", "measures whose end has passed but that may still hold"
    )
    overdue.add_argument("--end", action="store_true", help=say("全部解除", "end all of them"))
    overdue.add_argument(
        "--leave", metavar="DECISION", help=say("这一项不用解除", "nothing is to be done about this one")
    )
    overdue.add_argument("--reason", default="", metavar="TEXT")
    _cluster(make, group("cluster", "非正常账号批量处理", "abnormal accounts in batches"), say, hold)


def _cluster(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    made = make("make", "members.cluster_make", "处理一批：证据、措施、原帖", "handle a batch", within)
    made.add_argument("case", nargs="+", metavar="CASE")
    made.add_argument("--article", type=whole(1, 999), required=True, metavar="N")
    made.add_argument("--rung", choices=[one.value for one in RUNGS], default=Rung.MUTE_7.value)
    made.add_argument("--post", choices=[one.value for one in POST_ACTIONS], default=PostAction.FOLD.value)
    made.add_argument("--reason", default="", metavar="TEXT")
    made.add_argument(
        "--no-party",
        default="",
        metavar="TEXT",
        help=say("帖子提到品牌，但品牌不是当事方：理由", "a text names the brand, but it is no party: why"),
    )
    made.add_argument("--same-text", action="store_true", help=say("连同同文的工单", "with all cases of the same text"))
    made.add_argument("--plan", action="store_true", help=say("只看会怎样，不执行", "only show what it would do"))
    hold(made)
    show = make(
        "show", "members.cluster_show", "等待复核的一批和抽查名单", "a batch that waits, and its sample", within
    )
    show.add_argument("cluster", metavar="CLUSTER")
    approve = make("approve", "members.cluster_approve", "看完抽查后同意", "agree after looking at the sample", within)
    approve.add_argument("cluster", metavar="CLUSTER")
    approve.add_argument(
        "--seen", nargs="+", required=True, metavar="CASE", help=say("已经看过的工单", "the cases that you looked at")
    )
    approve.add_argument("--note", default="", metavar="TEXT")
    hold(approve)
    back = make("send-back", "members.cluster_send_back", "退回并说明理由", "send it back, with the reason", within)
    back.add_argument("cluster", metavar="CLUSTER")
    back.add_argument("--reason", required=True, metavar="TEXT")
