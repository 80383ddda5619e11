"""The grammar of what comes after the vote: `council key|arrivals|ruling|again|precedents`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import whole
from app.domain.sanctions import PostAction

Say = Callable[[str, str], str]
Hold = Callable[[argparse.ArgumentParser], None]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def ruling_commands(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    """Add the commands to the group `council`.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        within: the group.
        say: one of two texts, in the language of the help.
        hold: adds --hold to a command.
    """
    key = make(
        "key",
        "council_ruling.key",
        "截止后：取出计票钥匙，交给轮值主席打开",
        "after the term: the key of the count, for a chair to open",
        within,
    )
    key.add_argument("referral", metavar="REF")
    key.add_argument("--out", type=Path, required=True, metavar="DIR")
    listed = make(
        "arrivals",
        "council_arrivals.arrivals",
        "截止后、计票前：签署收票清单，发给各位委员",
        "after the term, before the count: sign which ballots arrived, for the seats",
        within,
    )
    listed.add_argument("referral", metavar="REF")
    listed.add_argument("--out", type=Path, required=True, metavar="DIR")
    _ruling(make, within, say, hold)
    again = make("again", "council_ruling.again", "未形成结果时换席重投", "vote again, with other seats", within)
    again.add_argument("referral", metavar="REF")
    alike = make("precedents", "council_ruling.precedents", "公布过的类似评议结果", "published rulings alike", within)
    alike.add_argument("text", nargs="+", metavar="TEXT")
    alike.add_argument("--limit", type=whole(1, 50), default=5, metavar="N")


def _ruling(make: "Make", within: "Group", say: Say, hold: Hold) -> None:
    ruling = make(
        "ruling",
        "council_ruling.ruling",
        "评议结果：查看、改写、确认、执行、公布",
        "a ruling: look, reword, take on or refuse, carry out, publish",
        within,
    )
    ruling.add_argument("referral", metavar="REF")
    what = ruling.add_mutually_exclusive_group()
    what.add_argument(
        "--text", metavar="FILE", help=say("评议理由用这份文本，- 为标准输入", "its reasons: a file, - for input")
    )
    what.add_argument(
        "--confirm", action="store_true", help=say("确认（计票的人以外）", "take it on (not who counted)")
    )
    what.add_argument(
        "--refuse", metavar="WHY", help=say("不采纳：法律原因，会公布", "refuse: the legal reason, published")
    )
    what.add_argument("--carry-out", action="store_true", help=say("按建议执行", "do what it recommends"))
    what.add_argument("--reasons", action="store_true", help=say("各票的理由，供起草", "why each ballot says so"))
    what.add_argument("--letter", action="store_true", help=say("看看标准信", "show the standard letter"))
    what.add_argument("--publish", action="store_true", help=say("申诉期满后公布", "publish after the term of appeal"))
    what.add_argument("--close", metavar="WHY", help=say("公布后无法执行：结束", "published, can't be done: end it"))
    ruling.add_argument("--case", metavar="CASE", help=say("在哪一个工单上执行", "on which case"))
    ruling.add_argument("--article", type=whole(1, 999), metavar="N", help=say("引用的条款", "the article it rests on"))
    ruling.add_argument("--message", metavar="FILE", help=say("给当事人的信或通知", "what the member is told"))
    ruling.add_argument("--post", choices=[one.value for one in PostAction], default=PostAction.KEEP.value)
    hold(ruling)
