"""The grammar of `ballot`: cast by a seat; taken in and counted by staff."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.arguments import whole
from app.domain.council import Finding, Remedy

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def ballot_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
    """
    ballots = group("ballot", "评议票：投出、收票、计票", "ballots: cast, take in, count")
    _cast(make, ballots, say)
    _take(make, ballots, say)


def _cast(make: "Make", within: "Group", say: Say) -> None:
    cast = make(
        "cast",
        "seat_ballots.cast",
        "委员：写一张评议票（再写一张会替换前一张）",
        "a member of the council: write a ballot (a later one takes its place)",
        within,
    )
    cast.add_argument("case", metavar="CASE")
    cast.add_argument("--round", type=whole(1, 99), metavar="N")
    for question, zh, en in (
        ("facts", "一、事实", "1. facts"),
        ("breach", "二、是否违约", "2. breach"),
    ):
        cast.add_argument(f"--{question}", choices=[one.value for one in Finding], help=say(zh, en))
    cast.add_argument("--remedy", choices=[one.value for one in Remedy], help=say("三、怎样处理", "3. what follows"))
    for question, zh, en in (
        ("facts", "第一问的理由", "the reason for the first answer"),
        ("breach", "第二问的理由", "the reason for the second"),
        ("remedy", "第三问的理由", "the reason for the third"),
    ):
        cast.add_argument(f"--why-{question}", default="", metavar="TEXT", help=say(zh, en))
    cast.add_argument("--recuse", metavar="REASON", help=say("回避，并说明原因", "stand aside, and why"))
    cast.add_argument(
        "--undertaking",
        action="store_true",
        help=say("承诺保密（必须）", "accept the undertaking of confidence (needed)"),
    )
    cast.add_argument("--out", type=Path, required=True, metavar="DIR")


def _take(make: "Make", within: "Group", say: Say) -> None:
    take = make(
        "take",
        "ballots.take",
        "收下评议票和销毁确认：文件或文件夹；有没收下的则退出码为 1",
        "take in ballots and confirmations: files or folders; 1 where one was refused",
        within,
    )
    take.add_argument("files", nargs="+", type=Path, metavar="FILE")
    count = make(
        "count",
        "ballots.count",
        "与轮值主席共同计票；计票后评议票和钥匙即销毁",
        "count with a chair; ballots and key are destroyed afterwards",
        within,
    )
    count.add_argument("referral", metavar="REF")
    count.add_argument(
        "--opened",
        type=Path,
        required=True,
        metavar="FILE",
        help=say("主席打开过的计票钥匙", "the key of the count, opened by a chair"),
    )
